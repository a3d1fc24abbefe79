/*
 * keyring -- the keys that a store has at hand; for this room only.
 *
 *	municipality's key ──wraps──► table of keys ──► some in locked memory
 *	                              (keytab)           (at most KEYRING_MAX)
 *
 * Which key is whose stands in the database (owner_key), so that it comes and
 * goes with the step that needs it; the key itself was on disk before.  Numbers
 * only ever rise, and the highest that was taken is one of the store's counters:
 * what is rolled back gives its number back.  Keys are destroyed after the
 * commit that decided it, and again at the next open if a crash came between.
 */
#ifndef STORE_KEYRING_H
#define STORE_KEYRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/keytab.h"
#include "store/owner.h"

struct store;
struct tx;

#define KEYRING_MAX 1024 /* keys in locked memory: 32 KiB */
#define KEYRING_FIRST 1 /* the number of the first key, for hashes */

/* What became of a wish for a key. */
enum seal {
	SEAL_OK,
	SEAL_ERASED, /* the key was destroyed, and that is on record */
	SEAL_LOCKED, /* kept, and not to be seen */
	SEAL_NO_KEYS, /* the database is sealed and its keys are not here */
	SEAL_MISSING, /* the table has no such key */
	SEAL_BROKEN, /* it is not what was sealed, or not at its place */
	SEAL_FULL, /* no room for more keys */
	SEAL_IO
};

/* "erased", "locked"; "" for all others. */
const char *seal_word(enum seal s);

/* The error that belongs to S, which is not SEAL_OK; its rc. */
enum rc seal_fail(enum seal s, struct err *e);

/*
 * Have the keys of S at hand: MASTER is the municipality's key, PATH the table.
 * A database that was not sealed becomes one that is, from here on; CREATE lets
 * its table be made.  E_KEY, RC_NOTFOUND: no table; RC_IO, RC_DISK_FULL.
 */
enum rc keyring_open(struct store *s, const char *path,
    const unsigned char master[SECRET_SIZE], bool create, int64_t now,
    struct err *e);

/* The same for a copy that is only read. */
enum rc keyring_open_copy(struct store *s, const char *path,
    const unsigned char master[SECRET_SIZE], struct err *e);

/* Wipe and forget them. */
void keyring_close(struct store *s);

/* Is the database sealed, whether or not its keys are here? */
bool keyring_is_sealed(const struct store *s);

struct keytab *keyring_table(const struct store *s); /* or NULL */

/*
 * The key that what OWNER has is sealed with now; a new one if there is none.
 * *ID is 0 and *KEY NULL if the database is not sealed.  KEY is borrowed until
 * the next call.
 */
enum seal keyring_to_seal(struct store *s, const struct owner *owner,
    int64_t *id, const unsigned char **key);

/* The key of today's hashes, by the store's counters; NULL if it is not here. */
const unsigned char *keyring_hash(struct store *s);

/* Has OWNER (with its group) a key of its own now? */
bool keyring_has(struct store *s, const struct owner *owner);

/* Key ID, for opening. */
enum seal
keyring_to_open(struct store *s, int64_t id, const unsigned char **key);

/* What would keyring_to_open say, without a lock counting? */
enum seal keyring_is_there(struct store *s, int64_t id);

/* Locks do not count (verify, rotation) while ON. */
void keyring_see_all(struct store *s, bool on);

/* Give OWNER a new key; the one before is old from now on. */
enum seal
keyring_renew(struct store *s, const struct owner *owner, int64_t *id);

/* A rotation begins, goes on, or has ended: ask the database again. */
void keyring_rotation_changed(struct store *s);
bool keyring_is_rotating(struct store *s);

/* Take a key that is nobody's: the next one for hashes. */
enum seal keyring_take(struct store *s, int64_t *id);

/*
 * The state of OWNER's keys: "live", "locked" or "destroyed".  Destroying takes
 * effect with the commit; lock and unlock at once.  *N: keys it came to.
 */
enum rc keyring_set_state(struct tx *tx, const struct owner *owner,
    const char *state, int *n, struct err *e);

/* Destroy OWNER's old keys, which nothing is sealed with any more. */
enum rc
keyring_drop_old(struct tx *tx, const struct owner *owner, struct err *e);

/* After a commit: destroy what it decided; after a rollback: forget it. */
enum rc keyring_committed(struct store *s, struct err *e);
void keyring_rolled_back(struct store *s);

/* Have some keys ready, so that nobody waits for the disk; for idle moments. */
enum rc keyring_stock(struct store *s, int64_t now, struct err *e);

#endif
