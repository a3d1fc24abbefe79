/*
 * undo -- what the last step of a case changed, kept while it may be undone.
 *
 * While a step runs, the rows that it changes are noted (undo_watch.h).  What
 * can be put back is kept for a short time: tasks, deadlines, timers,
 * allocations, orders.  The case itself and its history are not: they go on, by
 * a step that says that another was undone.  What stays whatever happens, such
 * as a decision (D-304) or a paper, makes the whole step stay.
 */
#ifndef STORE_UNDO_H
#define STORE_UNDO_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;
struct undo_watch;

struct undo {
	int64_t case_id; /* 0: none */
	int64_t rev; /* that the step made */
	char kind[STORE_NAME_SIZE]; /* "act", "assign" … */
	char actor[STORE_NAME_SIZE];
	int64_t recorded, until; /* ms UTC */
	char lasting[STORE_NAME_SIZE]; /* table of what stays; "": nothing */
	json_t *body; /* owned: how the case was */
};

void undo_fini(struct undo *u); /* zeroed is fine */

/* Note from now on which rows change; undo_watch_end in any case. */
enum rc undo_watch_begin(struct tx *tx, struct undo_watch **out, struct err *e);
void undo_watch_end(struct undo_watch *w); /* NULL is fine */

/*
 * Keep U (body borrowed, lasting filled in) with what W has noted, in place of
 * what the case's step before left.
 */
enum rc
undo_keep(struct tx *tx, struct undo_watch *w, struct undo *u, struct err *e);

/* What is kept of the case's last step; OUT's case_id is 0 if nothing is. */
enum rc
undo_find(struct store *s, int64_t case_id, struct undo *out, struct err *e);

/* Put the rows back and forget it; RC_CONFLICT if one has changed since. */
enum rc undo_apply(struct tx *tx, const struct undo *u, struct err *e);

/* Forget what may be undone no more: until before NOW; at most LIMIT. */
enum rc undo_purge(struct tx *tx, int64_t now, int limit, struct err *e);

/*
 * Effects whose key begins with PREFIX: take those away that wait, their keys
 * go to *KEYS (new).  RC_CONFLICT, and nothing has happened, if one no longer
 * waits.
 */
enum rc undo_effects(struct tx *tx, int64_t case_id, const char *prefix,
    json_t **keys, struct err *e);

/* They need not wait: the step cannot be undone. */
enum rc
undo_release(struct tx *tx, int64_t case_id, const char *prefix, struct err *e);

/* No step of before can be undone any more. */
enum rc undo_forget_all(struct tx *tx, struct err *e);

#endif
