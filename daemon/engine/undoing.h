/*
 * undoing -- one's own last step in a case, taken back within a short time.
 *
 *   watch ── the step ── note (step_finish) ── keep ── case.undo
 *
 * The step itself stays in the history; undoing it is a step of its own, with
 * the next revision.  Its letters and messages wait as long as it may be undone
 * and are taken away with it.
 */
#ifndef ENGINE_UNDOING_H
#define ENGINE_UNDOING_H

#include <stdint.h>

#include "base/err.h"
#include "engine/call.h"

struct step;

/* How long the caller's step may be undone, ms; 0: not at all. */
int64_t undoing_grace(const struct bf_call *c);

/* Watch the rows that C's method changes, if it is a step that may be undone. */
enum rc undoing_watch(struct bf_call *c);

/* C's method has brought ST to its end with history row KIND. */
void undoing_note(struct step *st, const char *kind);

/* Keep what can be undone of C's step; before its savepoint is released. */
enum rc undoing_keep(struct bf_call *c);

/* Free what is left of it; part of call_fini. */
void undoing_fini(struct bf_call *c);

#endif
