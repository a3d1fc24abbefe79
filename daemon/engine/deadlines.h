/*
 * deadlines -- the deadlines of a case: begun, kept, moved, overdue.
 *
 *            field has a value, or stage entered
 *   (none) ──────────────────────────────────► open ──► met | cancelled
 *                                               │ ▲
 *                                     pause ────┘ └──── resume (goals only)
 *
 * model/deadline computes every date; here rows and timers follow.
 */
#ifndef ENGINE_DEADLINES_H
#define ENGINE_DEADLINES_H

#include "base/err.h"
#include "engine/call.h"
#include "model/definition.h"

struct step;

/*
 * Bring the rows in line with the step: end those of a stage that was left,
 * begin those whose stage and start day are there, move those whose start day
 * changed.  Part of every step_finish.
 */
enum rc	deadlines_follow(struct step *st, struct err *e);

/* Warn of, or note as overdue, the deadline with row number ID. */
enum rc	deadlines_warn(struct step *st, int64_t id, struct err *e);
enum rc	deadlines_overdue(struct step *st, int64_t id, struct err *e);

#endif
