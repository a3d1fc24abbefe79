/*
 * keyring -- the keys that a store has at hand; see keyring.h.
 */
#include "store/keyring.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/keyring_inside.h"
#include "store/meta.h"
#include "store/query.h"

#define STOCK 256 /* keys made at once */
#define STOCK_LOW 64 /* fewer than this, and an idle moment makes more */

const char *
seal_word(enum seal s)
{
	return s == SEAL_ERASED ? "erased" : s == SEAL_LOCKED ? "locked" : "";
}

enum rc
seal_fail(enum seal s, struct err *e)
{
	switch (s) {
	case SEAL_OK:
		break;
	case SEAL_ERASED:
		return err_name(e, RC_GUARD, "E_ERASED",
		    _("erased: nothing is kept any more, and nothing can be "
		      "added; see 'boflyt erasure list'"));
	case SEAL_LOCKED:
		return err_name(e, RC_GUARD, "E_LOCKED",
		    _("locked: kept, and neither to be seen nor changed; see "
		      "'boflyt erasure list'"));
	case SEAL_NO_KEYS:
		return err_name(e, RC_CONFIG, "E_KEY",
		    _("the database is sealed, and its keys are not here"));
	case SEAL_MISSING:
		return err_name(e, RC_INTERNAL, "E_KEY",
		    _("a key is missing from the table of keys: put back a "
		      "copy of it, then run sys verify"));
	case SEAL_BROKEN:
		return err_set(e, RC_INTERNAL,
		    _("a sealed value cannot be opened: run sys verify"));
	case SEAL_FULL:
		return err_set(e, RC_DISK_FULL,
		    _("table of keys: the disk is full"));
	case SEAL_IO:
		return err_set(e, RC_IO, _("table of keys: cannot be written"));
	}
	return RC_OK;
}

bool
keyring_is_sealed(const struct store *s)
{
	return s->counters.key > 0;
}

struct keytab *
keyring_table(const struct store *s)
{
	return s->keys == NULL ? NULL : s->keys->table;
}

static enum seal
seal_of(struct store *s, enum rc rc)
{
	if (rc == RC_IO)
		s->broken = true;
	return rc == RC_OK     ? SEAL_OK :
	    rc == RC_DISK_FULL ? SEAL_FULL :
	    rc == RC_IO	       ? SEAL_IO :
				 SEAL_BROKEN;
}

/* Where what is at hand of NUMBER would be. */
static size_t
place_of(int64_t number)
{
	return (size_t)((uint64_t)number % KEYRING_MAX);
}

/* Have key ID in locked memory. */
static enum seal
fetch(struct store *s, int64_t id, const unsigned char **key)
{
	struct keyring *k = s->keys;
	size_t i = place_of(id);
	struct err e = ERR_INIT;
	enum key_state state;
	enum rc rc;

	*key = k->vault->key[i];
	if (k->ids[i] == id)
		return SEAL_OK;
	k->ids[i] = 0;
	rc = keytab_get(k->table, id, k->vault->key[i], &state, &e);
	if (rc != RC_OK)
		return seal_of(s, rc);
	if (state != KEY_LIVE)
		return SEAL_MISSING;
	k->ids[i] = id;
	return SEAL_OK;
}

static int
compare_barred(const void *a, const void *b)
{
	const struct barred *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* Which keys are locked or destroyed, read again when that has changed. */
static enum seal
read_barred(struct store *s)
{
	struct keyring *k = s->keys;
	struct err e = ERR_INIT;
	struct query q;

	if (!k->barred_stale)
		return SEAL_OK;
	k->n_barred = 0;
	query_begin(&q, s,
	    "SELECT key_id, state FROM owner_key WHERE state <> 'live'"
	    " ORDER BY key_id");
	while (query_row(&q)) {
		k->barred =
		    mem_grow(k->barred, k->n_barred + 1, sizeof(*k->barred));
		k->barred[k->n_barred].id = query_int(&q, 0);
		k->barred[k->n_barred++].locked =
		    strcmp(query_text(&q, 1), "locked") == 0;
	}
	if (query_end(&q, &e) != RC_OK)
		return seal_of(s, e.rc);
	k->barred_stale = false;
	return SEAL_OK;
}

static enum seal
is_barred(struct store *s, int64_t id, bool locks)
{
	const struct barred key = { id, false }, *b;
	struct keyring *k = s->keys;
	enum seal sl;

	if ((sl = read_barred(s)) != SEAL_OK || k->n_barred == 0)
		return sl;
	b = bsearch(&key, k->barred, k->n_barred, sizeof(key), compare_barred);
	if (b == NULL || (b->locked && !locks))
		return SEAL_OK;
	return b->locked ? SEAL_LOCKED : SEAL_ERASED;
}

static enum seal
to_open(struct store *s, int64_t id, bool locks, const unsigned char **key)
{
	enum seal sl;

	*key = NULL;
	if (s->keys == NULL)
		return SEAL_NO_KEYS;
	if ((sl = is_barred(s, id, locks)) != SEAL_OK)
		return sl;
	return fetch(s, id, key);
}

enum seal
keyring_to_open(struct store *s, int64_t id, const unsigned char **key)
{
	return to_open(s, id, s->keys != NULL && !s->keys->see_all, key);
}

const unsigned char *
keyring_hash(struct store *s)
{
	struct keyring *k = s->keys;
	const unsigned char *key;

	if (k->hash_id == s->counters.hash)
		return k->vault->hash;
	if (fetch(s, s->counters.hash, &key) != SEAL_OK)
		return NULL;
	memcpy(k->vault->hash, key, SECRET_SIZE);
	k->hash_id = s->counters.hash;
	return k->vault->hash;
}

enum seal
keyring_is_there(struct store *s, int64_t id)
{
	const unsigned char *key;

	return to_open(s, id, false, &key);
}

void
keyring_see_all(struct store *s, bool on)
{
	if (s->keys != NULL)
		s->keys->see_all = on;
}

/* Make more keys, with numbers above all that were ever taken. */
static enum seal
stock(struct store *s, int64_t now)
{
	struct keytab *t = s->keys->table;
	int64_t behind = s->counters.key - keytab_last(t);
	struct err e = ERR_INIT;

	return seal_of(s,
	    keytab_grow(t, STOCK + (behind > 0 ? (int)behind : 0), now, &e));
}

enum seal
keyring_take(struct store *s, int64_t *id)
{
	const unsigned char *key;
	enum seal sl = SEAL_OK;

	assert(s->in_tx);
	do {
		if (s->counters.key >= keytab_last(s->keys->table) &&
		    (sl = stock(s, s->tx.now)) != SEAL_OK)
			return sl;
		*id = ++s->counters.key;
		sl = fetch(s, *id, &key);
	} while (sl == SEAL_MISSING); /* torn, or of a lost future */
	s->keys->touched = true;
	return sl;
}

static struct assigned *
assigned_place(struct store *s, const struct owner *o)
{
	uint64_t h = (uint64_t)o->id * N_OWNERS + (uint64_t)o->kind;

	if (o->kind == OWNER_MUNICIPALITY)
		return &s->keys->own[o->group];
	return &s->keys->assigned[(h * N_GROUPS + (uint64_t)o->group) %
	    KEYRING_MAX];
}

/* The key that OWNER has now, or why it may have none; 0: none yet. */
static enum seal
find_assigned(struct store *s, const struct owner *o, int64_t *id)
{
	bool erased = false, locked = false;
	struct err e = ERR_INIT;
	struct query q;
	int part;

	*id = 0;
	query_begin(&q, s,
	    "SELECT key_id, part, state FROM owner_key"
	    " WHERE owner_id = ?1 AND owner_kind = ?2 AND current = 1");
	query_bind_int(&q, o->id);
	query_bind_text(&q, owner_kind_name(o->kind));
	while (query_row(&q)) {
		part = (int)query_int(&q, 1);
		if (strcmp(query_text(&q, 2), "destroyed") == 0)
			erased = erased || part == GROUP_REST;
		else if (part == (int)o->group) {
			*id = query_int(&q, 0);
			locked = strcmp(query_text(&q, 2), "locked") == 0;
		}
	}
	if (query_end(&q, &e) != RC_OK)
		return seal_of(s, e.rc);
	if (locked && s->keys->see_all)
		locked = false;
	return erased ? SEAL_ERASED : locked ? SEAL_LOCKED : SEAL_OK;
}

static enum seal
assign(struct store *s, const struct owner *o, int64_t *id)
{
	struct err e = ERR_INIT;
	struct query q;
	enum seal sl;

	if ((sl = keyring_take(s, id)) != SEAL_OK)
		return sl;
	query_begin(&q, s,
	    "INSERT INTO owner_key (key_id, owner_kind, owner_id, part,"
	    " current, state, since) VALUES (?1, ?2, ?3, ?4, 1, 'live', ?5)");
	query_bind_int(&q, *id);
	query_bind_text(&q, owner_kind_name(o->kind));
	query_bind_int(&q, o->id);
	query_bind_int(&q, (int64_t)o->group);
	query_bind_int(&q, s->tx.now);
	return seal_of(s, query_run(&q, &e));
}

/* Find or make what is not at hand. */
static enum seal
assigned_to(struct store *s, const struct owner *o, int64_t *id)
{
	enum seal sl = find_assigned(s, o, id);

	return sl == SEAL_OK && *id == 0 ? assign(s, o, id) : sl;
}

/* Is a rotation under way, and which keys may be used no more? */
static enum seal
read_rotation(struct store *s)
{
	struct keyring *k = s->keys;
	struct err e = ERR_INIT;
	struct query q;

	if (!k->rotating_stale)
		return SEAL_OK;
	k->renew_upto = 0;
	query_begin(&q, s,
	    "SELECT CASE WHEN what = 'data' AND owner_kind IS NULL THEN upto"
	    " ELSE 0 END FROM rotation WHERE ended IS NULL");
	if ((k->rotating = query_row(&q)))
		k->renew_upto = query_int(&q, 0);
	if (query_end(&q, &e) != RC_OK)
		return seal_of(s, e.rc);
	k->rotating_stale = false;
	return SEAL_OK;
}

enum seal
keyring_to_seal(struct store *s, const struct owner *o, int64_t *id,
    const unsigned char **key)
{
	struct assigned *a;
	enum seal sl;

	*id = 0;
	*key = NULL;
	if (s->keys == NULL)
		return keyring_is_sealed(s) ? SEAL_NO_KEYS : SEAL_OK;
	a = assigned_place(s, o);
	if (a->key == 0 || a->owner.id != o->id || a->owner.kind != o->kind ||
	    a->owner.group != o->group) {
		if ((sl = assigned_to(s, o, id)) != SEAL_OK)
			return sl;
		a->owner = *o;
		a->key = *id;
	}
	*id = a->key;
	if ((sl = read_rotation(s)) != SEAL_OK)
		return sl;
	if (*id <= s->keys->renew_upto) {
		if ((sl = keyring_renew(s, o, id)) != SEAL_OK)
			return sl;
		a->owner = *o;
		a->key = *id;
	}
	if (!s->keys->see_all && (sl = is_barred(s, *id, true)) != SEAL_OK)
		return sl;
	return fetch(s, *id, key);
}

void
keyring_forget(struct keyring *k)
{
	memset(k->assigned, 0, sizeof(k->assigned));
	memset(k->own, 0, sizeof(k->own));
}

bool
keyring_has(struct store *s, const struct owner *o)
{
	int64_t id;

	return find_assigned(s, o, &id) != SEAL_ERASED && id != 0;
}

enum rc
keyring_mark(struct store *s, int64_t id, const char *state, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "UPDATE owner_key SET state = ?2, ended ="
	    " CASE ?2 WHEN 'destroyed' THEN ?3 ELSE ended END"
	    " WHERE key_id = ?1");
	query_bind_int(&q, id);
	query_bind_text(&q, state);
	query_bind_int(&q, s->tx.now);
	return query_run(&q, e);
}

/* Is the key that OWNER has now locked?  Then its next one is, too. */
static enum seal
is_locked(struct store *s, const struct owner *o, bool *yes)
{
	struct err e = ERR_INIT;
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM owner_key WHERE owner_id = ?1 AND owner_kind = ?2"
	    " AND part = ?3 AND current = 1 AND state = 'locked'");
	query_bind_int(&q, o->id);
	query_bind_text(&q, owner_kind_name(o->kind));
	query_bind_int(&q, (int64_t)o->group);
	*yes = query_row(&q);
	return seal_of(s, query_end(&q, &e));
}

static enum rc
retire(struct store *s, const struct owner *o, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "UPDATE owner_key SET current = 0, ended = ?4"
	    " WHERE owner_id = ?1 AND owner_kind = ?2 AND part = ?3"
	    " AND current = 1 AND state <> 'destroyed'");
	query_bind_int(&q, o->id);
	query_bind_text(&q, owner_kind_name(o->kind));
	query_bind_int(&q, (int64_t)o->group);
	query_bind_int(&q, s->tx.now);
	return query_run(&q, e);
}

enum seal
keyring_renew(struct store *s, const struct owner *o, int64_t *id)
{
	struct err e = ERR_INIT;
	bool locked = false;
	enum seal sl;
	enum rc rc;

	if ((sl = is_locked(s, o, &locked)) != SEAL_OK)
		return sl;
	if ((rc = retire(s, o, &e)) != RC_OK)
		return seal_of(s, rc);
	keyring_forget(s->keys);
	s->keys->touched = true;
	if ((sl = assign(s, o, id)) != SEAL_OK || !locked)
		return sl;
	s->keys->barred_stale = true;
	return seal_of(s, keyring_mark(s, *id, "locked", &e));
}

void
keyring_rotation_changed(struct store *s)
{
	s->keys->rotating_stale = true;
	s->keys->touched = true;
}

bool
keyring_is_rotating(struct store *s)
{
	return s->keys != NULL && read_rotation(s) == SEAL_OK &&
	    s->keys->rotating;
}

enum rc
keyring_committed(struct store *s, struct err *e)
{
	struct keyring *k = s->keys;
	size_t i, n = s->counters.doomed;
	enum rc rc;

	if (k == NULL)
		return RC_OK;
	k->touched = false;
	if (n == 0)
		return RC_OK;
	s->counters.doomed = 0;
	k->gone = mem_grow(k->gone, k->n_gone + n, sizeof(*k->gone));
	for (i = 0; i < n; i++) {
		size_t at = place_of(k->doomed[i]);

		if (k->ids[at] == k->doomed[i]) {
			k->ids[at] = 0;
			secret_wipe(k->vault->key[at], SECRET_SIZE);
		}
		k->gone[k->n_gone++] = k->doomed[i];
	}
	rc = keytab_destroy(k->table, k->doomed, n, s->tx.now, e);
	if (rc != RC_OK)
		s->broken = true; /* the next start does it */
	return rc == RC_OK ? RC_OK : RC_IO;
}

void
keyring_rolled_back(struct store *s)
{
	struct keyring *k = s->keys;

	if (k == NULL || !k->touched)
		return;
	keyring_forget(k);
	k->barred_stale = k->rotating_stale = true;
}

enum rc
keyring_stock(struct store *s, int64_t now, struct err *e)
{
	enum seal sl;

	if (s->keys == NULL ||
	    keytab_last(s->keys->table) - s->counters.key >= STOCK_LOW)
		return RC_OK;
	sl = stock(s, now);
	return sl == SEAL_OK ? RC_OK : seal_fail(sl, e);
}
