/*
 * follow -- after a step: which deadlines and timers begin, move or end.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "engine/deadlines.h"
#include "engine/loaded.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "model/zone.h"
#include "store/deadline_row.h"
#include "store/timer.h"

#define ENTERED "entered"

static bool
has_changed(const struct step *st, const char *field)
{
	return json_object_get(st->changed, field) != NULL;
}

/* The day of the start event; DATE_NONE if it has not happened. */
static struct date
start_day(const struct step *st, const char *from)
{
	const char *text;
	struct date day = DATE_NONE;

	if (strcmp(from, ENTERED) == 0)
		return st->head.entered;
	text = json_string_value(json_object_get(st->data, from));
	if (text == NULL || date_parse(text, &day, NULL) != RC_OK)
		return DATE_NONE;
	return day;
}

/* ROW was there before: the same event moves it, a later one begins anew. */
static enum rc
follow_row(struct step *st, const struct def_stage *stage,
    const struct def_deadline *d, struct deadline_row *row, struct date start,
    bool fresh, struct err *e)
{
	bool again;

	if (strcmp(row->state, "open") == 0) {
		if (!date_is_set(start))
			return deadlines_end(st, row, "cancelled", e);
		if (date_compare(start, row->start) == 0)
			return RC_OK;
		return deadlines_move(st, row, start, e);
	}
	if (!date_is_set(start))
		return RC_OK;
	if (strcmp(d->from, ENTERED) == 0)
		again = fresh;
	else if (strcmp(row->state, "cancelled") == 0)
		again = fresh || date_compare(start, row->start) != 0;
	else
		again = date_compare(start, row->ended_date) > 0;
	return again ? deadlines_begin(st, stage, d, start, e) : RC_OK;
}

static enum rc
follow_deadline(struct step *st, const struct def_stage *stage,
    const struct def_deadline *d, bool fresh, struct err *e)
{
	struct date start;
	struct deadline_row row;
	bool found;
	enum rc rc;

	if (d->from[0] == '\0' || (!fresh && !has_changed(st, d->from)))
		return RC_OK;
	start = start_day(st, d->from);
	rc = deadlines_get(st, d->name, &row, &found, e);
	if (rc == RC_OK && found)
		rc = follow_row(st, stage, d, &row, start, fresh, e);
	else if (rc == RC_OK && date_is_set(start))
		rc = deadlines_begin(st, stage, d, start, e);
	deadline_row_fini(&row);
	return rc;
}

static enum rc
follow_timer(struct step *st, const struct def_stage *stage,
    const struct def_timer *d, bool fresh, struct err *e)
{
	struct tx *tx = st->call->tx;
	struct date start;
	struct timer t;
	enum rc rc;

	/* One that stays has gone on through the closing. */
	if (d->stays && strcmp(d->from, ENTERED) != 0)
		fresh = false;
	if (!fresh && !has_changed(st, d->from))
		return RC_OK;
	rc = timer_remove_name(tx, st->head.id, d->name, e);
	start = start_day(st, d->from);
	if (rc != RC_OK || !date_is_set(start))
		return rc;
	memset(&t, 0, sizeof(t));
	t.due = zone_fire_at(duration_after(start, d->after));
	step_name(t.name, d->name);
	step_name(t.stage, d->stays ? STORE_BESIDE : stage->name);
	snprintf(t.kind, sizeof(t.kind), "definition");
	t.case_id = st->head.id;
	return timer_add(tx, &t, e);
}

static enum rc
follow_stage(struct step *st, const struct def_stage *stage, bool fresh,
    struct err *e)
{
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; rc == RC_OK && i < stage->n_deadlines; i++)
		rc = follow_deadline(st, stage, &stage->deadlines[i], fresh, e);
	for (i = 0; rc == RC_OK && i < stage->n_timers; i++)
		rc = follow_timer(st, stage, &stage->timers[i], fresh, e);
	return rc;
}

/* End the open rows of STAGE (NULL: of the case); who stays is told by KEEP. */
static enum rc
end_rows(struct step *st, const char *stage, bool closing, struct err *e)
{
	struct deadline_row *rows = NULL;
	size_t i, n = 0;
	enum rc rc;

	rc = deadline_row_of_case(st->call->store, st->head.id, stage, true,
	    &rows, &n, e);
	for (i = 0; rc == RC_OK && i < n; i++) {
		if (strcmp(rows[i].stage, STORE_BESIDE) == 0 ||
		    deadlines_is_own(&rows[i]) || (rows[i].keep && !closing))
			continue;
		rc = deadlines_end(st, &rows[i],
		    rows[i].keep ? "cancelled" : "met", e);
	}
	deadline_rows_free(rows, n);
	return rc;
}

/* What the responsible unit saw to, the new one sees to. */
static enum rc
follow_unit(struct step *st, struct err *e)
{
	const struct def_stage *where;
	const struct def_deadline *d;
	struct deadline_row *rows = NULL;
	size_t i, n = 0;
	enum rc rc;

	if (st->created || strcmp(st->head.unit, st->before.unit) == 0)
		return RC_OK;
	rc = deadline_row_of_case(st->call->store, st->head.id, NULL, true,
	    &rows, &n, e);
	for (i = 0; rc == RC_OK && i < n; i++) {
		d = deadlines_find(st, rows[i].stage, rows[i].name, &where);
		if ((d != NULL && d->owner[0] == '\0') ||
		    strcmp(rows[i].stage, STORE_BESIDE) == 0 ||
		    (deadlines_is_own(&rows[i]) &&
			strcmp(rows[i].owner, st->before.unit) == 0))
			rc = deadline_row_set_owner(st->call->tx, rows[i].id,
			    st->head.unit, e);
	}
	deadline_rows_free(rows, n);
	return rc == RC_OK ? tasks_follow(st, e) : rc;
}

enum rc
deadlines_follow(struct step *st, struct err *e)
{
	bool closing = st->head.closed != 0 && st->before.closed == 0;
	bool opening =
	    st->created || (st->head.closed == 0 && st->before.closed != 0);
	bool entered = st->created || st->moves > 0;
	enum rc rc = RC_OK;

	if (closing)
		rc = end_rows(st, NULL, true, e);
	else if (st->moves > 0)
		rc = end_rows(st, st->before.stage, false, e);
	if (rc == RC_OK)
		rc = follow_stage(st, st->stage, entered, e);
	if (rc == RC_OK && st->head.closed == 0)
		rc = follow_stage(st, &st->version->def->any, opening, e);
	if (rc == RC_OK)
		rc = follow_unit(st, e);
	return rc;
}
