/*
 * backup -- a copy of the whole database while steps go on.
 *
 *	begin ──► step … step ──► take ──► end
 *	(between transactions)
 *
 * The copy grows beside the database and is what the database was at the last
 * piece.  Whoever takes it gets a descriptor; its name is gone by then, so that
 * nothing is left behind, and what a crash leaves is removed at the next open.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct backup;
struct tx;

/*
 * Begin; S outlives the copy.  RC_UNAVAILABLE: a store without a file;
 * RC_DISK_FULL: too little room for the copy.
 */
enum rc backup_begin(struct store *s, struct backup **out, struct err *e);
void backup_end(struct backup *b); /* NULL is fine */

/* Copy the next PAGES; *DONE tells that nothing is left.  Not inside a tx. */
enum rc backup_step(struct backup *b, int pages, bool *done, struct err *e);

/* The finished copy, open for reading: *FD is the caller's. */
enum rc backup_take(struct backup *b, int *fd, int64_t *size, struct err *e);

/* Keep the instant of a finished copy, and tell it; 0: none was ever made. */
enum rc backup_note(struct tx *tx, int64_t now, struct err *e);
enum rc backup_last(struct store *s, int64_t *when, struct err *e);

/* Remove what a crash left of a copy of the database at PATH. */
void backup_forget(const char *path);

/*
 * The database came out of a copy: give it an incarnation above its own and
 * above FLOOR, so that no effect's key is ever used twice, and say so in its
 * history.  *INCARNATION is the new one.
 */
enum rc backup_restored(struct store *s, int64_t floor, int64_t now,
    int64_t *incarnation, struct err *e);

#endif
