/*
 * keytab -- the table of data keys: a file of its own beside the database.
 *
 *	head  head  key 1  key 2  key 3 …
 *	512   512   128    128    128 bytes
 *
 * A key's number is its place, so that it is found without a search and
 * destroyed where it lies: no journal and no free page keeps an old copy.  Each
 * key is wrapped with XChaCha20-Poly1305 under the municipality's key, which is
 * never in the file; municipality and number are bound to it.  A place lies
 * within one sector and has a checksum, and the two heads are written in turn.
 * The file goes into backups apart from the data and with a shorter life, so
 * that what was erased is gone from there too before long.
 *
 * Two municipality's keys may be in force while one is changed for the other:
 * the head then has each wrapped under the other, and every place says which
 * one it is under.  Whoever has one of them can go on.
 */
#ifndef STORE_KEYTAB_H
#define STORE_KEYTAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"

#define KEYTAB_MEMORY ":memory:"

struct keytab;

struct keytab_options {
	const char *municipality; /* "5532" */
	const unsigned char *master; /* the municipality's key, SECRET_SIZE */
	bool
	    create; /* make one if there is none, or none that was begun right */
	bool only_read; /* a copy that no byte of may change */
	int64_t now; /* ms UTC */
};

enum key_state {
	KEY_NONE, /* no such key: the file ends before, or it is torn */
	KEY_LIVE,
	KEY_DESTROYED
};

/* What the head says; for people, and for those who take copies. */
struct keytab_info {
	int64_t made; /* of a copy, ms UTC; 0: the file at work */
	int64_t expires; /* of a copy */
	int64_t incarnation; /* of the database when last open */
	int64_t last; /* highest number of a key */
	char master[17]; /* what names the municipality's key in use */
	char other[17]; /* the one that it takes over from; "" */
	bool wrapped; /* every key is under `master` already */
};

/*
 * Open the table at PATH.  RC_NOTFOUND: there is none; RC_CONFIG, E_KEY: another
 * municipality's key; RC_FOREIGN: not such a table, or another municipality's;
 * RC_IO, RC_DISK_FULL.  The master is copied into locked memory.
 */
enum rc keytab_open(const char *path, const struct keytab_options *o,
    struct keytab **out, struct err *e);
void keytab_close(struct keytab *t); /* wipes; NULL is fine */

/* Read the head of the copy at PATH, which needs no key. */
enum rc keytab_look(const char *path, struct keytab_info *info, struct err *e);

void keytab_info(const struct keytab *t, struct keytab_info *info);
int64_t keytab_last(const struct keytab *t);

/* Make N keys more; they are on disk when this returns. */
enum rc keytab_grow(struct keytab *t, int n, int64_t now, struct err *e);

/* Keep KEY as number 1 in a table that has none yet. */
enum rc keytab_put_first(struct keytab *t, const unsigned char key[SECRET_SIZE],
    int64_t now, struct err *e);

/*
 * Unwrap key ID into KEY (locked memory).  *STATE says what became of it; a key
 * that does not open under either master is RC_CONFIG, E_KEY.
 */
enum rc keytab_get(struct keytab *t, int64_t id, unsigned char key[SECRET_SIZE],
    enum key_state *state, struct err *e);
enum key_state keytab_state(struct keytab *t, int64_t id);

/* Overwrite N keys where they lie; done when this returns.  Twice is fine. */
enum rc keytab_destroy(struct keytab *t, const int64_t *ids, size_t n,
    int64_t now, struct err *e);

/*
 * Change to the municipality's key NEXT: from now on both open the table, and
 * new keys go under NEXT.  RC_CONFLICT: a change is under way already, or it is
 * the same key.
 */
enum rc keytab_change(struct keytab *t, const unsigned char next[SECRET_SIZE],
    struct err *e);
bool keytab_is_changing(const struct keytab *t);

/*
 * Wrap the keys from *NEXT on anew, at most N; *NEXT moves on, and is beyond
 * keytab_last when there is nothing left.
 */
enum rc keytab_rewrap(struct keytab *t, int64_t *next, int n, struct err *e);

/*
 * Is every key under the new one, and was the table opened by it?  Then let the
 * old one open it no more; else RC_CONFLICT.
 */
enum rc keytab_finish(struct keytab *t, struct err *e);

/* Keep the database's INCARNATION in the head, if it is another. */
enum rc
keytab_set_incarnation(struct keytab *t, int64_t incarnation, struct err *e);

/*
 * Write the next N keys of a copy to FD; *NEXT begins at 1.  After the last comes
 * the head, which says until when the copy may be used, and *DONE.  Whatever is
 * destroyed meanwhile may still be in it.
 */
struct keytab_copy {
	int fd; /* borrowed */
	int64_t next;
	int64_t now, expires; /* ms UTC */
};
enum rc keytab_copy(struct keytab *t, struct keytab_copy *c, int n, bool *done,
    struct err *e);

#endif
