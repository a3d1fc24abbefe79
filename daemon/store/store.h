/*
 * store -- the one database of one municipality.
 *
 * Opened by exactly one process on exactly one connection; everything that
 * matters is in it.  Readers take struct store, writers struct tx (store/tx.h):
 * without a transaction nothing can be written.  Nothing outside this room
 * knows SQL.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define STORE_MEMORY ":memory:" /* a path: a store without a file */
/* "Stage" of tasks, timers and deadlines of what runs beside a case, as
 * complaints do: closing the case does not end them. */
#define STORE_BESIDE ":beside"
#define STORE_NAME_SIZE 65 /* names: at most 64 bytes, and NUL */
#define STORE_CHAIN 32 /* bytes of a link of the chain */
#define STORE_LIST_MAX 200 /* rows of one page */

struct store;

struct store_options {
	const char *municipality; /* "5532"; a new file becomes its own,
					 * another's file is refused */
	bool create; /* make folder (0700) and file (0600)
					 * if missing; else RC_NOTFOUND */
	int64_t now; /* ms UTC; when a new file was made */
	const unsigned char *key; /* the municipality's, SECRET_SIZE bytes;
				 * NULL: what is written is not sealed, and
				 * what is sealed cannot be read */
	const char *keys; /* its table of keys; NULL: `keys` beside PATH */
};

/*
 * Open the database at PATH, bring it to this program's schema and hold it
 * alone.  RC_NOTFOUND: no such folder or file; RC_FOREIGN: not a database, not
 * Boflyt's, or another municipality's; RC_VERSION: from a newer program;
 * RC_BUSY: another process holds it; RC_CONFIG, E_KEY: not this key, or the
 * table is gone; RC_IO, RC_DISK_FULL.
 */
enum rc store_open(const char *path, const struct store_options *o,
    struct store **out, struct err *e);
void store_close(struct store *s); /* NULL is fine; no tx may be open */

/* RC_BUSY if PATH is no copy but at work, or was left with work beside it. */
enum rc store_check_copy(const char *path, struct err *e);

/*
 * Open the copy at PATH for reading alone, whichever municipality's it is; no
 * byte of it or beside it changes.  RC_BUSY: it is no copy, but at work;
 * RC_VERSION: of another schema than this program's.
 */
enum rc store_open_copy(const char *path, struct store **out, struct err *e);

/* Have the keys in the copy of a table at KEYS at hand too, under KEY. */
enum rc store_unlock_copy(struct store *s, const char *keys,
    const unsigned char *key, struct err *e);

/* Is what it holds sealed, and are its keys at hand? */
bool store_is_sealed(const struct store *s);
bool store_has_keys(const struct store *s);

const char *store_municipality(const struct store *s);
int64_t store_incarnation(const struct store *s);
int64_t store_created(const struct store *s);
int store_schema(const struct store *s); /* migrations done */

/* Number of the last committed step, 0 if none; inside a tx the last taken. */
int64_t store_last_commit(const struct store *s);

/* Position of the newest history row and its link of the chain. */
int64_t store_last_pos(const struct store *s);
void store_chain_head(const struct store *s, unsigned char out[STORE_CHAIN]);

/* The instant kept for a standing clock; false if none is kept. */
bool store_test_clock(const struct store *s, int64_t *ms);

/* Cases that are closed; kept, not counted. */
int64_t store_closed(const struct store *s);

/* The latest instant that any transaction ran at; 0 if none. */
int64_t store_last_time(const struct store *s);

/* Did an I/O error end this store?  Then only store_close is left. */
bool store_is_broken(const struct store *s);

/*
 * Move the write-ahead log into the database; between transactions only.
 * Does nothing, quietly, while a statement is half read.
 */
enum rc store_checkpoint(struct store *s, struct err *e);
/*
 * The same for when somebody waits: the log keeps its length and is written
 * anew from its beginning, which also makes each fsync cheaper.
 */
enum rc store_checkpoint_quick(struct store *s, struct err *e);
int store_wal_frames(const struct store *s); /* since the last */

/* Bytes of the database file. */
int64_t store_size(struct store *s);

/* Statements run since the store was opened; tests compare paths by it. */
uint64_t store_statements(const struct store *s);

/*
 * For tests: FAULT is asked before each statement's step; what it returns, if
 * not 0, is taken as SQLite's answer.  NULL ends it.
 */
void store_set_fault(struct store *s, int (*fault)(void *arg), void *arg);

/* For tests: let the disk have no room for a reserve (store/room.h), or some. */
void store_set_no_room(struct store *s, bool none);

/* ms UTC: the instant of the transaction, else that of the last one. */
int64_t store_now(const struct store *s);

/* For tests: let the file have at most PAGES pages from now on. */
void store_set_page_limit(struct store *s, int pages);

#endif
