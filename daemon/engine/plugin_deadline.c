/*
 * plugin_deadline -- deadlines that plugins begin in a case.
 *
 * A definition declares its deadlines; those of a plugin carry all that they are
 * computed from in their row, so that they can be moved, paused and explained
 * without the plugin.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/deadlines.h"
#include "engine/frame.h"
#include "engine/plugin_host.h"
#include "engine/plugins.h"
#include "engine/state.h"
#include "engine/touched.h"
#include "model/deadline.h"
#include "model/pure.h"
#include "store/deadline_row.h"
#include "store/tx.h"

bool
deadlines_is_own(const struct deadline_row *row)
{
	return row->stage[0] == '@';
}

/* The roll that CODE names. */
static enum law_roll
roll_of(const char *code)
{
	int r;

	for (r = LAW_ROLL_NONE; r <= LAW_ROLL_MONTH_END; r++)
		if (strcmp(law_roll_code((enum law_roll)r), code) == 0)
			return (enum law_roll)r;
	return LAW_ROLL_NONE;
}

/* A row's own numbers as a spec; WARN is where its warning goes. */
static enum rc
spec_of(const struct step *st, const struct deadline_row *row, int32_t warn,
    struct duration *warning, struct deadline_spec *spec, struct err *e)
{
	*warning = (struct duration){ warn, DURATION_DAYS };
	spec->start_ms = st->call->now;
	spec->event = row->start_event[0] != '\0' ? row->start_event : NULL;
	if (warn >= 0) {
		spec->warnings = warning;
		spec->n_warnings = warn > 0;
	}
	if (row->rule[0] != '\0')
		return law_find(st->call->engine->parts.law, row->rule,
		    spec->start, &spec->rule, e);
	spec->roll = roll_of(row->roll);
	return duration_parse(row->length, &spec->length, e);
}

/* Days that ROW warns before it is due, as its stage keeps them. */
static int32_t
warn_of(const struct deadline_row *row)
{
	const char *colon = strchr(row->stage, ':');

	return colon != NULL ? (int32_t)strtol(colon + 1, NULL, 10) : -1;
}

/* Compute ROW from START with its pauses, and keep that. */
static enum rc
compute(struct step *st, struct deadline_row *row, struct date start,
    int32_t warn, struct deadline *dl, struct err *e)
{
	struct deadline_pause *pauses = NULL;
	struct deadline_spec spec;
	struct duration warning;
	enum rc rc = RC_OK;

	memset(&spec, 0, sizeof(spec));
	spec.start = start;
	if (row->id != 0)
		rc = deadline_row_pauses(st->call->store, row->id, &pauses,
		    &spec.n_pauses, e);
	spec.pauses = pauses;
	if (rc == RC_OK)
		rc = spec_of(st, row, warn, &warning, &spec, e);
	if (rc == RC_OK)
		rc = deadline_compute(&spec, dl, e);
	if (rc == RC_OK)
		deadlines_fill(row, dl);
	/* They end here, and are not asked for again. */
	dl->spec.warnings = NULL;
	dl->spec.pauses = NULL;
	free(pauses);
	return rc;
}

enum rc
deadlines_move_own(struct step *st, struct deadline_row *row, struct date start,
    struct err *e)
{
	struct deadline dl;
	enum rc rc;

	memset(&dl, 0, sizeof(dl));
	rc = compute(st, row, start, warn_of(row), &dl, e);
	if (rc == RC_OK)
		rc = deadline_row_move(st->call->tx, row, e);
	row->warned = row->overdue_noted = 0;
	if (rc == RC_OK)
		rc = deadlines_arm(st, row, &dl, e);
	if (rc == RC_OK)
		deadlines_note(st, "deadline.move", row);
	return rc;
}

/* "deposit.hearing" or "deposit.hearing:3" */
static int
row_name(struct bf_call *c, const char *name, const char *key,
    char out[STORE_NAME_SIZE])
{
	int n;

	if (name == NULL ||
	    plugins_event(host_plugin(c), name, BF_DEADLINE) == NULL)
		return host_misuse(c, _("not in the plugin's events"), name);
	n = snprintf(out, STORE_NAME_SIZE, "%s%s%s", name,
	    key != NULL && key[0] != '\0' ? ":" : "", key != NULL ? key : "");
	if (n >= STORE_NAME_SIZE)
		return host_misuse(c, _("a key that is too long"), key);
	return RC_OK;
}

/* The open row NAME of ST's case; *FOUND is false if there is none. */
static enum rc
find_open(struct step *st, const char *name, struct deadline_row *row,
    bool *found)
{
	enum rc rc;

	rc = deadlines_get(st, name, row, found, &st->call->err);
	*found = *found && strcmp(row->state, "open") == 0;
	return rc;
}

/* Days before the due date, as deadline_compute wants them. */
static int32_t
warn_days(const struct bf_deadline *d)
{
	if (d->warn_days > 0)
		return d->warn_days;
	return d->warn_days < 0 ? 0 : -1;
}

/* What D says, into a row that is new or is begun anew. */
static enum rc
fill(struct step *st, const struct bf_deadline *d, const char *name,
    struct deadline_row *row)
{
	const struct unit *owner = NULL;

	if (d->owner != NULL)
		owner =
		    municipality_unit_like(st->call->municipality, d->owner);
	row->case_id = st->head.id;
	row->cycle = st->head.cycle;
	row->ended_date = DATE_NONE;
	free(row->title);
	row->title = mem_text(d->title != NULL ? d->title : name);
	snprintf(row->stage, sizeof(row->stage), "@%s:%d",
	    host_plugin(st->call)->plugin->name, (int)warn_days(d));
	step_name(row->name, name);
	memset(row->rule, 0, sizeof(row->rule));
	step_name(row->rule, d->rule);
	snprintf(row->length, sizeof(row->length), "%s",
	    d->length != NULL ? d->length : "");
	snprintf(row->roll, sizeof(row->roll), "%s",
	    law_roll_code(d->roll ? LAW_ROLL_WORKING_DAY : LAW_ROLL_NONE));
	memset(row->start_event, 0, sizeof(row->start_event));
	step_name(row->start_event, d->event);
	snprintf(row->state, sizeof(row->state), "open");
	step_name(row->owner, owner != NULL ? owner->name : st->head.unit);
	return RC_OK;
}

static enum rc
begin(struct step *st, const struct bf_deadline *d, const char *name,
    struct deadline_row *row, bool again)
{
	struct err *e = &st->call->err;
	struct deadline dl;
	enum rc rc;

	memset(&dl, 0, sizeof(dl));
	if ((rc = fill(st, d, name, row)) != RC_OK ||
	    (rc = compute(st, row, pure_date_in(d->start), warn_days(d), &dl,
		 e)) != RC_OK)
		return rc;
	row->warned = row->overdue_noted = 0;
	rc = again ? deadline_row_move(st->call->tx, row, e) :
		     deadline_row_add(st->call->tx, row, e);
	if (rc == RC_OK)
		rc = deadlines_arm(st, row, &dl, e);
	if (rc == RC_OK)
		deadlines_note(st, again ? "deadline.move" : "deadline.start",
		    row);
	return rc;
}

int
host_deadline_begin(struct bf_call *c, int64_t case_id,
    const struct bf_deadline *d, struct bf_date *due)
{
	char name[STORE_NAME_SIZE];
	struct deadline_row row;
	struct step *st;
	bool found;
	int rc;

	memset(&row, 0, sizeof(row));
	if ((rc = row_name(c, d->name, d->key, name)) != RC_OK ||
	    (rc = touched_get(c, case_id, &st)) != RC_OK ||
	    (rc = find_open(st, name, &row, &found)) != RC_OK)
		return rc;
	if (!found) {
		deadline_row_fini(&row);
		memset(&row, 0, sizeof(row));
	}
	rc = begin(st, d, name, &row, found);
	if (due != NULL)
		*due = pure_date(row.due);
	deadline_row_fini(&row);
	return rc;
}

/* Find the open row; *ST stays NULL if there is none. */
static int
open_row(struct bf_call *c, int64_t case_id, const char *name, const char *key,
    struct deadline_row *row, struct step **st)
{
	char full[STORE_NAME_SIZE];
	struct step *found;
	bool open;
	int rc;

	*st = NULL;
	memset(row, 0, sizeof(*row));
	if ((rc = row_name(c, name, key, full)) != RC_OK ||
	    (rc = touched_get(c, case_id, &found)) != RC_OK ||
	    (rc = find_open(found, full, row, &open)) != RC_OK)
		return rc;
	if (open)
		*st = found;
	return RC_OK;
}

int
host_deadline_end(struct bf_call *c, int64_t case_id, const char *name,
    const char *key, bool met, bool *was)
{
	struct deadline_row row;
	struct step *st;
	int rc;

	rc = open_row(c, case_id, name, key, &row, &st);
	if (rc == RC_OK && st != NULL)
		rc =
		    deadlines_end(st, &row, met ? "met" : "cancelled", &c->err);
	if (was != NULL)
		*was = rc == RC_OK && st != NULL;
	deadline_row_fini(&row);
	return rc;
}

int
host_deadline_pause(struct bf_call *c, int64_t case_id, const char *name,
    const char *key, const char *reason)
{
	struct deadline_row row;
	struct step *st;
	int rc;

	rc = open_row(c, case_id, name, key, &row, &st);
	if (rc == RC_OK && st != NULL && !row.goal)
		rc = err_name(&c->err, RC_GUARD, "E_DEADLINE_LEGAL",
		    _("deadline %s: is set by law and cannot be paused"),
		    row.name);
	if (rc == RC_OK && st != NULL && !row.paused) {
		rc = deadline_row_pause(c->tx, row.id, c->today, reason,
		    &c->err);
		if (rc == RC_OK)
			rc = deadlines_move_own(st, &row, row.start, &c->err);
	}
	deadline_row_fini(&row);
	return rc;
}

int
host_deadline_resume(struct bf_call *c, int64_t case_id, const char *name,
    const char *key)
{
	struct deadline_row row;
	struct step *st;
	int rc;

	rc = open_row(c, case_id, name, key, &row, &st);
	if (rc == RC_OK && st != NULL && row.paused) {
		rc = deadline_row_resume(c->tx, row.id, c->today, &c->err);
		if (rc == RC_OK)
			rc = deadlines_move_own(st, &row, row.start, &c->err);
	}
	deadline_row_fini(&row);
	return rc;
}
