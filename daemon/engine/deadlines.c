/*
 * deadlines -- compute, keep and end the deadlines of a case.
 */
#include "engine/deadlines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/loaded.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "model/deadline.h"
#include "model/municipality.h"
#include "model/zone.h"
#include "store/deadline_row.h"
#include "store/timer.h"
#include "store/tx.h"

#define KEY_PREFIX "deadline:"
#define OVERDUE_PREFIX "overdue:"
#define SECTION_SIZE (STORE_NAME_SIZE + 16)
#define EVENT_SIZE 256

/* A deadline, and the words of what started it, which it borrows. */
struct computed {
	struct deadline dl;
	char event[EVENT_SIZE];
};

/* The section of the municipality's file that is about deadline NAME. */
static void
section_of(const char *name, char out[SECTION_SIZE])
{
	snprintf(out, SECTION_SIZE, "deadline %.*s", (int)strcspn(name, ":"),
	    name);
}

/* A municipality's own length of a goal; false if it has none. */
static bool
own_length(const struct step *st, const struct def_deadline *d,
    struct duration *out)
{
	static const struct {
		const char *key;
		enum duration_unit unit;
	} keys[] = {
		{ "acute_workdays", DURATION_WORKDAYS },
		{ "days", DURATION_DAYS },
		{ "workdays", DURATION_WORKDAYS },
		{ "weeks", DURATION_WEEKS },
		{ "months", DURATION_MONTHS },
	};
	const struct config *config = st->call->municipality->config;
	const char *urgency =
	    json_string_value(json_object_get(st->data, "urgency"));
	bool acute = urgency != NULL && strcmp(urgency, "acute") == 0;
	char section[SECTION_SIZE];
	size_t i;

	section_of(d->name, section);
	for (i = acute ? 0 : 1; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (config_has(config, section, keys[i].key)) {
			out->n =
			    (int32_t)config_int(config, section, keys[i].key);
			out->unit = keys[i].unit;
			return true;
		}
	return false;
}

static int32_t
warn_days(const struct step *st, const struct def_deadline *d)
{
	const struct config *config = st->call->municipality->config;
	char section[SECTION_SIZE];

	section_of(d->name, section);
	if (config_has(config, section, "warn_days"))
		return (int32_t)config_int(config, section, "warn_days");
	return d->warn_days;
}

static const char *
action_title(const struct definition *d, const char *name)
{
	const struct def_action *a;
	size_t i;

	for (i = 0; i < d->n_stages; i++) {
		a = definition_action(d, &d->stages[i], name);
		if (a != NULL)
			return a->title;
	}
	return name;
}

/*
 * What started it, in words: the field's title, the stage's, or for one that a
 * function started the action's, whose name EVENT is.
 */
static void
event_words(const struct step *st, const struct def_stage *stage,
    const struct def_deadline *d, const char *event, char out[EVENT_SIZE])
{
	const struct def_field *f = definition_field(st->version->def, d->from);

	if (f != NULL)
		snprintf(out, EVENT_SIZE, "%s", f->title);
	else if (d->from[0] != '\0')
		snprintf(out, EVENT_SIZE, "%s",
		    stage->title[0] != '\0' ? stage->title : d->title);
	else if (event[0] != '\0')
		snprintf(out, EVENT_SIZE, _("set by: %s"),
		    action_title(st->version->def, event));
	else
		snprintf(out, EVENT_SIZE, "%s", _("set by the workflow"));
}

static enum rc
compute(const struct step *st, const struct def_stage *stage,
    const struct def_deadline *d, const struct deadline_row *row,
    struct date start, const struct deadline_pause *pauses, size_t n,
    struct computed *out, struct err *e)
{
	struct deadline_spec spec;
	struct duration warning = { warn_days(st, d), DURATION_DAYS };
	enum rc rc;

	memset(out, 0, sizeof(*out));
	memset(&spec, 0, sizeof(spec));
	spec.start = start;
	spec.start_ms = st->call->now;
	spec.pauses = pauses;
	spec.n_pauses = n;
	spec.length = d->length;
	if (warning.n >= 0) {
		spec.warnings = &warning;
		spec.n_warnings = warning.n > 0;
	}
	if (!d->goal || !own_length(st, d, &spec.length)) {
		if (d->rule[0] != '\0') {
			rc = law_find(st->call->engine->parts.law, d->rule,
			    start, &spec.rule, e);
			if (rc != RC_OK)
				return err_name(e, RC_GUARD, "E_LAW",
				    _("deadline %s: no rule %s for an event "
				      "of that day"),
				    d->name, d->rule);
		}
	}
	if (spec.rule == NULL) {
		event_words(st, stage, d, row->start_event, out->event);
		spec.event = out->event;
	}
	rc = deadline_compute(&spec, &out->dl, e);
	/* Neither is asked for again, and both end with this function. */
	out->dl.spec.warnings = NULL;
	return rc;
}

void
deadlines_fill(struct deadline_row *row, const struct deadline *dl)
{
	char words[DEADLINE_WORDS_SIZE];

	row->start = dl->spec.start;
	row->due = dl->due;
	row->goal = dl->kind == LAW_GOAL;
	row->warn_at = dl->n_warn > 0 ? dl->warn[0] : DATE_NONE;
	duration_format(dl->length, row->length);
	snprintf(row->roll, sizeof(row->roll), "%s", law_roll_code(dl->roll));
	if (dl->spec.rule != NULL) {
		step_name(row->rule, dl->spec.rule->id);
		step_name(row->rule_version, dl->spec.rule->version);
	} else
		row->rule[0] = row->rule_version[0] = '\0';
	free(row->words_nb);
	free(row->words_nn);
	deadline_words(dl, LANG_NB, words);
	row->words_nb = mem_text(words);
	deadline_words(dl, LANG_NN, words);
	row->words_nn = mem_text(words);
}

static enum rc
add_timer(struct step *st, const struct deadline_row *row, const char *kind,
    struct date day, struct err *e)
{
	struct timer t;

	memset(&t, 0, sizeof(t));
	t.due = zone_fire_at(day);
	snprintf(t.kind, sizeof(t.kind), "%s", kind);
	t.case_id = st->head.id;
	t.deadline = row->id;
	step_name(t.name, row->name);
	if (strcmp(row->stage, STORE_BESIDE) == 0)
		step_name(t.stage, row->stage);
	return timer_add(st->call->tx, &t, e);
}

/* A warning whose day has passed is given no more; being overdue is noted. */
enum rc
deadlines_arm(struct step *st, const struct deadline_row *row,
    const struct deadline *dl, struct err *e)
{
	enum rc rc;

	rc = timer_remove_deadline(st->call->tx, row->id, e);
	if (rc == RC_OK && date_is_set(row->warn_at) && row->warned == 0 &&
	    zone_fire_at(row->warn_at) > st->call->now)
		rc = add_timer(st, row, "deadline.warn", row->warn_at, e);
	if (rc == RC_OK && date_is_set(dl->overdue) && row->overdue_noted == 0)
		rc = add_timer(st, row, "deadline.overdue", dl->overdue, e);
	return rc;
}

void
deadlines_note(struct step *st, const char *verb,
    const struct deadline_row *row)
{
	char due[DATE_SIZE];

	date_format(row->due, due);
	step_effect(st, verb,
	    json_pack("{ss ss}", "deadline", row->name, "due", due));
}

void
deadlines_name_event(const struct step *st, const struct def_deadline *d,
    struct deadline_row *row)
{
	memset(row->start_event, 0, sizeof(row->start_event));
	if (d->from[0] != '\0')
		step_name(row->start_event, d->from);
	else if (st->action != NULL)
		step_name(row->start_event, st->action->name);
}

enum rc
deadlines_begin(struct step *st, const struct def_stage *stage,
    const struct def_deadline *d, struct date start, struct err *e)
{
	const struct unit *owner;
	struct deadline_row row;
	struct computed made;
	enum rc rc;

	memset(&row, 0, sizeof(row));
	deadlines_name_event(st, d, &row);
	rc = compute(st, stage, d, &row, start, NULL, 0, &made, e);
	if (rc != RC_OK)
		return rc;
	row.case_id = st->head.id;
	row.cycle = st->head.cycle;
	row.keep = d->keep;
	row.ended_date = DATE_NONE;
	row.title = mem_text(d->title);
	step_name(row.stage, d->stays ? STORE_BESIDE : stage->name);
	step_name(row.name, d->name);
	snprintf(row.state, sizeof(row.state), "open");
	owner = municipality_unit_like(st->call->municipality, d->owner);
	step_name(row.owner, owner != NULL ? owner->name : st->head.unit);
	deadlines_fill(&row, &made.dl);
	rc = deadline_row_add(st->call->tx, &row, e);
	if (rc == RC_OK)
		rc = deadlines_arm(st, &row, &made.dl, e);
	if (rc == RC_OK)
		deadlines_note(st, "deadline.start", &row);
	deadline_row_fini(&row);
	return rc;
}

enum rc
deadlines_move(struct step *st, struct deadline_row *row, struct date start,
    struct err *e)
{
	const struct def_stage *stage;
	const struct def_deadline *d;
	struct deadline_pause *pauses = NULL;
	struct computed made;
	size_t n = 0;
	enum rc rc;

	if (deadlines_is_own(row))
		return deadlines_move_own(st, row, start, e);
	d = deadlines_find(st, row->stage, row->name, &stage);
	if (d == NULL)
		return err_set(e, RC_SCRIPT,
		    _("deadline %s: not declared in stage %s"), row->name,
		    row->stage);
	rc = deadline_row_pauses(st->call->store, row->id, &pauses, &n, e);
	if (rc == RC_OK)
		rc = compute(st, stage, d, row, start, pauses, n, &made, e);
	if (rc == RC_OK) {
		deadlines_fill(row, &made.dl);
		rc = deadline_row_move(st->call->tx, row, e);
		row->warned = row->overdue_noted = 0;
	}
	if (rc == RC_OK)
		rc = deadlines_arm(st, row, &made.dl, e);
	if (rc == RC_OK)
		deadlines_note(st, "deadline.move", row);
	free(pauses);
	return rc;
}

enum rc
deadlines_end(struct step *st, const struct deadline_row *row,
    const char *state, struct err *e)
{
	char key[STORE_NAME_SIZE + sizeof(KEY_PREFIX)];
	struct bf_call *c = st->call;
	enum rc rc;

	rc = deadline_row_end(c->tx, row->id, state, principal_name(c->who),
	    c->today, e);
	if (rc == RC_OK)
		rc = timer_remove_deadline(c->tx, row->id, e);
	if (rc != RC_OK)
		return rc;
	step_effect(st, "deadline.end",
	    json_pack("{ss ss}", "deadline", row->name, "state", state));
	snprintf(key, sizeof(key), OVERDUE_PREFIX "%s", row->name);
	if ((rc = tasks_close(st, key, e)) != RC_OK)
		return rc;
	snprintf(key, sizeof(key), KEY_PREFIX "%s", row->name);
	return tasks_close(st, key, e);
}

enum rc
deadlines_begin_beside(struct step *st, const struct def_deadline *d,
    struct date start, struct err *e)
{
	static const struct def_stage beside = { .name = STORE_BESIDE,
		.title = "" };

	return deadlines_begin(st, &beside, d, start, e);
}

enum rc
deadlines_end_beside(struct step *st, const char *name, const char *state,
    struct err *e)
{
	struct deadline_row row;
	bool found;
	enum rc rc;

	rc = deadlines_get(st, name, &row, &found, e);
	if (rc == RC_OK && found && strcmp(row.state, "open") == 0)
		rc = deadlines_end(st, &row, state, e);
	deadline_row_fini(&row);
	return rc;
}

static const struct def_deadline *
find_in(const struct def_stage *stage, const char *name)
{
	size_t i;

	for (i = 0; i < stage->n_deadlines; i++)
		if (strcmp(stage->deadlines[i].name, name) == 0)
			return &stage->deadlines[i];
	return NULL;
}

/* What stays beside the case may be declared in any stage. */
static const struct def_deadline *
find_staying(const struct definition *d, const char *name,
    const struct def_stage **where)
{
	const struct def_deadline *found = find_in(&d->any, name);
	size_t i;

	*where = &d->any;
	for (i = 0; (found == NULL || !found->stays) && i < d->n_stages; i++) {
		*where = &d->stages[i];
		found = find_in(*where, name);
	}
	return found != NULL && found->stays ? found : NULL;
}

const struct def_deadline *
deadlines_find(const struct step *st, const char *stage, const char *name,
    const struct def_stage **where)
{
	const struct definition *d = st->version->def;

	if (strcmp(stage, STORE_BESIDE) == 0)
		return find_staying(d, name, where);
	*where = strcmp(stage, d->any.name) == 0 ? &d->any :
						   definition_stage(d, stage);
	return *where != NULL ? find_in(*where, name) : NULL;
}

enum rc
deadlines_get(const struct step *st, const char *name, struct deadline_row *row,
    bool *found, struct err *e)
{
	struct store *s = st->call->store;
	int64_t id;
	enum rc rc;

	memset(row, 0, sizeof(*row));
	*found = false;
	rc = deadline_row_find(s, st->head.id, name, &id, e);
	if (rc != RC_OK || id == 0)
		return rc;
	*found = true;
	return deadline_row_get(s, id, row, e);
}

enum rc
deadlines_warn(struct step *st, int64_t id, struct err *e)
{
	char key[STORE_NAME_SIZE + sizeof(KEY_PREFIX)];
	char title[ERR_TEXT_MAX], day[DATE_WORDS_SIZE];
	enum lang lang = LANG_NB;
	struct deadline_row row;
	enum rc rc;

	memset(&row, 0, sizeof(row));
	rc = deadline_row_get(st->call->store, id, &row, e);
	if (rc == RC_OK && strcmp(row.state, "open") == 0) {
		lang_parse(st->call->municipality->language, &lang);
		date_words(row.due, lang, day);
		snprintf(title, sizeof(title), _("%s: due %s"), row.title, day);
		snprintf(key, sizeof(key), KEY_PREFIX "%s", row.name);
		rc = deadline_row_set_warned(st->call->tx, id, e);
		if (rc == RC_OK && strcmp(row.stage, STORE_BESIDE) == 0)
			rc = tasks_open_beside(st, key, title, row.owner, "",
			    row.due, e);
		else if (rc == RC_OK)
			rc = tasks_open(st, key, title, row.owner, row.due,
			    "deadline", e);
		deadlines_note(st, "deadline.warn", &row);
	}
	deadline_row_fini(&row);
	return rc;
}

/* What has passed is the leader's to see to (domain 2.5, D-150). */
static enum rc
tell_leader(struct step *st, const struct deadline_row *row, struct err *e)
{
	char key[STORE_NAME_SIZE + sizeof(OVERDUE_PREFIX)];
	char title[ERR_TEXT_MAX], day[DATE_WORDS_SIZE];
	enum lang lang = LANG_NB;

	lang_parse(st->call->municipality->language, &lang);
	date_words(row->due, lang, day);
	snprintf(title, sizeof(title), _("%s: was due %s and has passed"),
	    row->title, day);
	snprintf(key, sizeof(key), OVERDUE_PREFIX "%s", row->name);
	return tasks_open_leader(st, key, title, row->owner,
	    strcmp(row->stage, STORE_BESIDE) == 0, e);
}

enum rc
deadlines_overdue(struct step *st, int64_t id, struct err *e)
{
	struct deadline_row row;
	enum rc rc;

	memset(&row, 0, sizeof(row));
	rc = deadline_row_get(st->call->store, id, &row, e);
	if (rc == RC_OK && strcmp(row.state, "open") == 0) {
		rc = deadline_row_set_overdue(st->call->tx, id, e);
		if (rc == RC_OK)
			rc = tell_leader(st, &row, e);
		deadlines_note(st, "deadline.overdue", &row);
	}
	deadline_row_fini(&row);
	return rc;
}
