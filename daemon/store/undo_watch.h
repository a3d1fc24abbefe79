/*
 * undo_watch -- which rows a step changes, as SQLite's changesets have them; for
 * this room only.
 *
 * SQLite's own sessions would do; but they ask the database for its tables anew
 * with every step, which takes as long as the step.  Noted is each change as it
 * comes, and what is noted twice is merged when it is put back.
 */
#ifndef STORE_UNDO_WATCH_H
#define STORE_UNDO_WATCH_H

#include <stddef.h>

#include "store/store.h"

struct undo_watch;

/* The store has one, made when first asked for; NULL is fine. */
void undo_watch_free(struct undo_watch *w);

/* The changes until now, borrowed; *N is 0 if there is nothing to put back. */
const void *undo_watch_set(const struct undo_watch *w, size_t *n);

/* The first table changed that cannot be put back, borrowed; "": none. */
const char *undo_watch_lasting(const struct undo_watch *w);

#endif
