/*
 * deadlines -- the deadlines and timers of a case: begun, kept, moved, overdue.
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

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/date.h"
#include "model/definition.h"

struct deadline;
struct deadline_row;
struct step;

/*
 * Bring the rows in line with the step: end those of a stage that was left,
 * begin those whose stage and start day are there, move those whose start day
 * changed; the stage's timers likewise.  Part of every step_finish.
 */
enum rc deadlines_follow(struct step *st, struct err *e);

/*
 * Note in ROW what starts D: the field that it counts from or "entered"; for
 * one that a function starts the action that is being done, if any.
 */
void deadlines_name_event(const struct step *st, const struct def_deadline *d,
    struct deadline_row *row);

/* Begin D, which STAGE declares, with the event of day START. */
enum rc deadlines_begin(struct step *st, const struct def_stage *stage,
    const struct def_deadline *d, struct date start, struct err *e);

/*
 * Begin D as a deadline of the engine's own, beside the case: it outlives
 * stages and the closing of the case.  D's name may end with ":N"; a
 * municipality sets all of them by the name before that.
 */
enum rc deadlines_begin_beside(struct step *st, const struct def_deadline *d,
    struct date start, struct err *e);

/* End the open one beside the case called NAME; none is fine. */
enum rc deadlines_end_beside(struct step *st, const char *name,
    const char *state, struct err *e);

/* Compute an open row anew, with its pauses, from START. */
enum rc deadlines_move(struct step *st, struct deadline_row *row,
    struct date start, struct err *e);

/* End an open row today as "met" or "cancelled": timers and task go too. */
enum rc deadlines_end(struct step *st, const struct deadline_row *row,
    const char *state, struct err *e);

/* The declaration NAME of stage STAGE ("any" too), or NULL. */
const struct def_deadline *deadlines_find(const struct step *st,
    const char *stage, const char *name, const struct def_stage **where);

/*
 * The newest row NAME of the case, an open one first, into ROW (ended with
 * deadline_row_fini); *FOUND is false if there never was one.
 */
enum rc deadlines_get(const struct step *st, const char *name,
    struct deadline_row *row, bool *found, struct err *e);

/*
 * What a plugin began is in no definition: its row stands in the stage
 * "@<plugin>:<days of warning>", carries all that it is computed from, and
 * outlives the closing of the case (engine/plugin_deadline.c).
 */
bool deadlines_is_own(const struct deadline_row *row);
enum rc deadlines_move_own(struct step *st, struct deadline_row *row,
    struct date start, struct err *e);

/* Take what was computed into ROW; set its timers; note it in the history. */
void deadlines_fill(struct deadline_row *row, const struct deadline *dl);
enum rc deadlines_arm(struct step *st, const struct deadline_row *row,
    const struct deadline *dl, struct err *e);
void deadlines_note(struct step *st, const char *verb,
    const struct deadline_row *row);

/* Warn of, or note as overdue, the deadline with row number ID. */
enum rc deadlines_warn(struct step *st, int64_t id, struct err *e);
enum rc deadlines_overdue(struct step *st, int64_t id, struct err *e);

#endif
