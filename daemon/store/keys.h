/*
 * keys -- the keys of a store as others see them: how they are, made anew,
 * copied.
 */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

struct keys_copy;
struct store;
struct tx;

/*
 * *OUT: {sealed, whole, keys, taken, master, other?, changing, wrapped, hash,
 * erased, locked, rotation?, copied?}; `whole`: nothing that is not sealed is
 * left; `copied`: ms UTC of the last copy of the table.
 */
enum rc keys_status(struct store *s, json_t **out, struct err *e);

/* Is there work on keys that goes on by itself?  Cheap. */
bool keys_have_work(struct store *s);

/*
 * Do some of it, in a savepoint: a slice of a rotation, or some keys wrapped
 * anew.  A millisecond or two.
 */
enum rc keys_go_on(struct tx *tx, struct err *e);

/* Have keys ready for those who come; for idle moments. */
enum rc keys_stock(struct store *s, int64_t now, struct err *e);

/*
 * Change to the municipality's key that FD gives (base/secret.h).  From here on
 * keys are wrapped anew as work above; both keys open the table until it was
 * opened with the new one.
 */
enum rc keys_change(struct store *s, int fd, struct err *e);

/* A copy of the table, to be used until EXPIRES: begin ──► step … ──► take. */
enum rc keys_copy_begin(struct store *s, int64_t now, int64_t expires,
    struct keys_copy **out, struct err *e);
enum rc keys_copy_step(struct keys_copy *c, bool *done, struct err *e);
/* Open for reading: *FD is the caller's.  Note the instant in TX. */
enum rc keys_copy_take(struct keys_copy *c, struct tx *tx, int *fd,
    int64_t *size, struct err *e);
void keys_copy_end(struct keys_copy *c); /* NULL is fine */

#endif
