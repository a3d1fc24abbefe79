/*
 * host_deadline -- begin, meet, cancel, pause and resume a deadline by name.
 *
 * A name that the definition does not know is a mistake; one that is not open
 * in this case is not: a rule may say case:meet("first_talk") without asking
 * first whether it still runs.  The result tells whether there was one.
 */
#include <string.h>

#include "base/i18n.h"
#include "engine/deadlines.h"
#include "engine/host.h"
#include "engine/loaded.h"
#include "engine/step.h"
#include "store/deadline_row.h"

/* The declaration NAME: in the case's stage, in `any`, else anywhere. */
static const struct def_deadline *
find_declared(const struct step *st, const char *name,
    const struct def_stage **where)
{
	const struct definition *def = st->version->def;
	const struct def_deadline *d;
	size_t i;

	d = deadlines_find(st, st->stage->name, name, where);
	if (d == NULL)
		d = deadlines_find(st, def->any.name, name, where);
	for (i = 0; d == NULL && i < def->n_stages; i++)
		d = deadlines_find(st, def->stages[i].name, name, where);
	return d;
}

static enum rc
read_name(struct step *st, const json_t *args, const char **name,
    const struct def_deadline **d, const struct def_stage **where,
    struct err *e)
{
	enum rc rc;

	if ((rc = host_text(args, "name", true, name, e)) != RC_OK)
		return rc;
	*d = find_declared(st, *name, where);
	if (*d == NULL)
		return err_set(e, RC_SCRIPT, _("deadline %s: not declared"),
		    *name);
	return RC_OK;
}

/* Find the open row that ARGS names; *OPEN is false if there is none. */
static enum rc
get_open(struct step *st, const json_t *args, struct deadline_row *row,
    bool *open, struct err *e)
{
	const struct def_deadline *d;
	const struct def_stage *where;
	const char *name;
	enum rc rc;

	memset(row, 0, sizeof(*row));
	*open = false;
	if ((rc = read_name(st, args, &name, &d, &where, e)) != RC_OK)
		return rc;
	rc = deadlines_get(st, name, row, open, e);
	*open = *open && strcmp(row->state, "open") == 0;
	return rc;
}

static enum rc
verb_start(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const struct def_deadline *d;
	const struct def_stage *where;
	const char *name, *from;
	struct date start = st->call->today;
	struct deadline_row row;
	bool found;
	enum rc rc;

	(void)result;
	if ((rc = read_name(st, args, &name, &d, &where, e)) != RC_OK ||
	    (rc = host_text(args, "from", false, &from, e)) != RC_OK ||
	    (from != NULL && (rc = date_parse(from, &start, e)) != RC_OK))
		return rc;
	rc = deadlines_get(st, name, &row, &found, e);
	if (rc == RC_OK && found && strcmp(row.state, "open") == 0) {
		deadlines_name_event(st, d, &row);
		rc = deadlines_move(st, &row, start, e);
	} else if (rc == RC_OK)
		rc = deadlines_begin(st, where, d, start, e);
	deadline_row_fini(&row);
	return rc;
}

static enum rc
end_named(struct step *st, const json_t *args, const char *state,
    json_t **result, struct err *e)
{
	struct deadline_row row;
	bool open;
	enum rc rc;

	rc = get_open(st, args, &row, &open, e);
	if (rc == RC_OK && open)
		rc = deadlines_end(st, &row, state, e);
	if (rc == RC_OK)
		*result = json_boolean(open);
	deadline_row_fini(&row);
	return rc;
}

static enum rc
verb_meet(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	return end_named(st, args, "met", result, e);
}

static enum rc
verb_cancel(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	return end_named(st, args, "cancelled", result, e);
}

static enum rc
pause_row(struct step *st, struct deadline_row *row, const char *reason,
    struct err *e)
{
	struct bf_call *c = st->call;
	enum rc rc;

	if (!row->goal)
		return err_name(e, RC_GUARD, "E_DEADLINE_LEGAL",
		    _("deadline %s: is set by law and cannot be paused"),
		    row->name);
	rc = deadline_row_pause(c->tx, row->id, c->today, reason, e);
	return rc == RC_OK ? deadlines_move(st, row, row->start, e) : rc;
}

static enum rc
verb_pause(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	struct deadline_row row;
	const char *reason;
	bool open;
	enum rc rc;

	if ((rc = host_text(args, "reason", true, &reason, e)) != RC_OK)
		return rc;
	rc = get_open(st, args, &row, &open, e);
	open = open && !row.paused;
	if (rc == RC_OK && open)
		rc = pause_row(st, &row, reason, e);
	if (rc == RC_OK)
		*result = json_boolean(open);
	deadline_row_fini(&row);
	return rc;
}

static enum rc
verb_resume(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	struct bf_call *c = st->call;
	struct deadline_row row;
	bool open;
	enum rc rc;

	rc = get_open(st, args, &row, &open, e);
	open = open && row.paused;
	if (rc == RC_OK && open)
		rc = deadline_row_resume(c->tx, row.id, c->today, e);
	if (rc == RC_OK && open)
		rc = deadlines_move(st, &row, row.start, e);
	if (rc == RC_OK)
		*result = json_boolean(open);
	deadline_row_fini(&row);
	return rc;
}

const struct host_verb host_deadline_verbs[] = { { "deadline.start", true,
						     verb_start },
	{ "deadline.meet", true, verb_meet },
	{ "deadline.cancel", true, verb_cancel },
	{ "deadline.pause", true, verb_pause },
	{ "deadline.resume", true, verb_resume }, { NULL, false, NULL } };
