/*
 * step -- open the case, change it, close the step with its history row.
 */
#include "engine/step.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "engine/allot.h"
#include "engine/deadlines.h"
#include "engine/happen.h"
#include "engine/loaded.h"
#include "engine/rules.h"
#include "engine/said.h"
#include "engine/state.h"
#include "model/zone.h"
#include "script/script.h"
#include "store/history.h"
#include "store/person.h"
#include "store/task.h"
#include "store/timer.h"
#include "store/tx.h"

#define TRACE_LINES 16
#define ALL_CLASSES ((1u << BF_N_CLASSES) - 1)

void
step_name(char out[STORE_NAME_SIZE], const char *name)
{
	if (name != NULL)
		snprintf(out, STORE_NAME_SIZE, "%s", name);
}

static void
init(struct bf_call *c, enum step_for purpose, struct step *st)
{
	memset(st, 0, sizeof(*st));
	st->call = c;
	st->purpose = purpose;
	st->data = json_object();
	st->changed = json_object();
	st->old = json_object();
	st->old_health = json_object();
	st->inputs = json_object();
	st->looked_up = json_object();
	st->effects = json_array();
}

static enum rc
check_rev(const struct step *st)
{
	const struct bf_call *c = st->call;
	char number[CASE_NUMBER_SIZE], when[ZONE_SIZE];
	char who[STORE_NAME_SIZE];
	struct err *e = &st->call->err;
	enum rc rc;

	if (c->if_rev < 0 || c->if_rev == st->head.rev)
		return RC_OK;
	rc = history_last_actor(c->store, "case", st->head.id, who, e);
	if (rc != RC_OK)
		return rc;
	case_number(&st->head, number);
	zone_format(st->head.changed, when);
	return err_set(e, RC_CONFLICT,
	    _("case %s: is at revision %lld, not %lld; %s changed it at %s; "
	      "look at it and try again"),
	    number, (long long)st->head.rev, (long long)c->if_rev, who, when);
}

static enum rc
load_data(struct step *st)
{
	struct bf_call *c = st->call;
	size_t i;
	enum rc rc;

	rc = case_data(c->store, st->head.id, ALL_CLASSES, st->parts, &c->err);
	for (i = 0; rc == RC_OK && i < BF_N_CLASSES; i++)
		json_object_update(st->data, st->parts[i]);
	return rc;
}

static enum rc
open_found(struct step *st)
{
	struct bf_call *c = st->call;
	enum rc rc;

	st->before = st->head;
	call_disclose(c, "case", st->head.id, NULL);
	if (st->purpose != STEP_READ && (rc = check_rev(st)) != RC_OK)
		return rc;
	rc = loaded_get(c->engine, st->head.definition, &st->version, &c->err);
	if (rc != RC_OK)
		return rc;
	st->stage = definition_stage(st->version->def, st->head.stage);
	if (st->stage == NULL)
		return err_set(&c->err, RC_INTERNAL,
		    _("stage %s: not in the case's definition"),
		    st->head.stage);
	if ((rc = load_data(st)) == RC_OK && st->relation == RELATION_TASK)
		rc = step_task_fields(st);
	return rc;
}

/* The gate said RC, and opened as far as PASS. */
static enum rc
open_passed(struct step *st, enum rc rc, const struct gate_pass *pass)
{
	st->relation = pass->relation;
	st->classes = pass->classes;
	st->shows = call_shows(st->call, pass);
	if (rc != RC_OK)
		return rc;
	call_basis(st->call, pass);
	if (st->purpose != STEP_READ &&
	    (rc = said_check(st->call, st->classes)) != RC_OK)
		return rc;
	return open_found(st);
}

static enum gate_want
want_of(enum step_for purpose)
{
	switch (purpose) {
	case STEP_READ:
		return GATE_READ;
	case STEP_WRITE:
		return GATE_WRITE;
	case STEP_ACT:
		break;
	}
	return GATE_TASK;
}

enum rc
step_open(struct bf_call *c, const char *number, enum step_for purpose,
    struct step *st)
{
	struct gate_pass pass;
	enum rc rc;

	init(c, purpose, st);
	rc = gate_open(c->who, c->store, number, want_of(purpose), &st->head,
	    &pass, &c->err);
	return open_passed(st, rc, &pass);
}

enum rc
step_open_id(struct bf_call *c, int64_t id, enum step_for purpose,
    struct step *st)
{
	struct gate_pass pass;
	enum rc rc;

	init(c, purpose, st);
	rc = gate_open_id(c->who, c->store, id, want_of(purpose), &st->head,
	    &pass, &c->err);
	return open_passed(st, rc, &pass);
}

void
step_open_new(struct bf_call *c, struct loaded *l, struct step *st)
{
	size_t i;

	init(c, STEP_WRITE, st);
	st->version = l;
	st->created = true;
	st->relation = RELATION_UNIT;
	st->classes = st->shows = gate_classes(c->who, st->relation);
	st->stage = definition_stage(l->def, l->def->start);
	assert(st->stage != NULL);
	for (i = 0; i < BF_N_CLASSES; i++)
		st->parts[i] = json_object();
	st->head.definition = l->id;
	st->head.cycle = 1;
	st->head.entered = c->today;
	step_name(st->head.stage, st->stage->name);
	step_name(st->head.status, "open");
	st->before = st->head;
}

void
step_fini(struct step *st)
{
	size_t i;

	loaded_put(st->version);
	json_decref(st->data);
	for (i = 0; i < BF_N_CLASSES; i++)
		json_decref(st->parts[i]);
	json_decref(st->changed);
	json_decref(st->old);
	json_decref(st->old_health);
	json_decref(st->inputs);
	json_decref(st->looked_up);
	json_decref(st->effects);
	json_decref(st->shown);
	free(st->trace);
	free(st->doomed);
	memset(st, 0, sizeof(*st));
}

const struct definition *
step_definition(const struct step *st)
{
	return st->version->def;
}

bool
step_sees_all(const struct step *st)
{
	size_t i;

	for (i = 0; i < BF_N_CLASSES; i++)
		if (((st->shows & (1u << i)) == 0 || st->shown != NULL) &&
		    json_object_size(st->parts[i]) > 0)
			return false;
	return true;
}

json_t *
step_visible(const struct step *st)
{
	json_t *out = json_object();
	const char *name;
	json_t *value;
	size_t i;

	for (i = 0; i < BF_N_CLASSES; i++) {
		if ((st->shows & (1u << i)) == 0)
			continue;
		json_object_foreach(st->parts[i], name, value)
			if (st->shown == NULL ||
			    json_object_get(st->shown, name) != NULL)
				json_object_set(out, name, value);
	}
	return out;
}

enum bf_class
step_class(const struct step *st, const struct def_field *f)
{
	return said_is_words(f) &&
		json_object_get(st->parts[BF_CLASS_HEALTH], f->name) != NULL ?
	    BF_CLASS_HEALTH :
	    f->class;
}

/* What a field was before the step changed it first. */
static void
note_old(struct step *st, const struct def_field *f, json_t *old)
{
	if (json_object_get(st->old, f->name) != NULL)
		return;
	json_object_set(st->old, f->name, old != NULL ? old : json_null());
	if (step_class(st, f) != f->class)
		json_object_set_new(st->old_health, f->name, json_true());
}

void
step_set_as(struct step *st, const struct def_field *f, json_t *value,
    enum bf_class class)
{
	json_t *old = json_object_get(st->data, f->name);
	bool none = value == NULL || json_is_null(value);

	if (f->transient || (none && old == NULL) ||
	    (!none && old != NULL && json_equal(old, value)))
		return;
	note_old(st, f, old);
	json_object_del(st->parts[step_class(st, f)], f->name);
	if (none) {
		json_object_del(st->data, f->name);
	} else {
		json_object_set(st->data, f->name, value);
		json_object_set(st->parts[class], f->name, value);
	}
	json_object_set_new(st->changed, f->name, json_true());
}

void
step_set(struct step *st, const struct def_field *f, json_t *value)
{
	step_set_as(st, f, value,
	    said_is_words(f) ? said_with(st, value) : f->class);
}

/* Where it failed, for whoever wrote the definition: a line a field. */
static void
tell_trace(const char *trace, struct err *e)
{
	const char *line = trace, *end;
	int left = TRACE_LINES;

	for (; *line != '\0' && left-- > 0; line = end) {
		end = line + strcspn(line, "\n");
		if (end > line)
			err_field(e, STEP_TRACE, NULL, "%.*s",
			    (int)(end - line), line);
		if (*end == '\n')
			end++;
	}
}

char *
step_says(const struct step *st, const char *text)
{
	enum lang lang = LANG_NB;

	lang_parse(st->call->municipality->language, &lang);
	return definition_says(st->version->def, text, lang);
}

/* What a function rejected a step with, in the municipality's language. */
static void
say_rejection(const struct step *st, struct err *e)
{
	char *said = step_says(st, e->text);
	size_t i;

	snprintf(e->text, sizeof(e->text), "%s", said);
	free(said);
	for (i = 0; i < e->n_fields; i++) {
		said = step_says(st, e->fields[i].text);
		snprintf(e->fields[i].text, sizeof(e->fields[i].text), "%s",
		    said);
		free(said);
	}
}

enum rc
step_run(struct step *st, const char *what, int fn, const json_t *args,
    json_t **results)
{
	struct err *e = &st->call->err;
	json_t *unused = NULL;
	struct beat *beat = st->call->engine->parts.beat;
	const char *before = st->function;
	enum beat_phase phase;
	enum rc rc;

	if (results == NULL)
		results = &unused;
	*results = NULL;
	if (fn == DEF_NO_FUNCTION)
		return RC_OK;
	st->function = what;
	free(st->trace);
	st->trace = NULL;
	phase = beat_enter(beat, BEAT_SCRIPT);
	rc = script_call(st->version->script, fn, st, st->purpose == STEP_READ,
	    args, results, &st->trace, e);
	(void)beat_enter(beat, phase);
	if (rc == RC_OK && st->doomed != NULL) {
		*e = *st->doomed;
		rc = e->rc;
	}
	if (rc == RC_SCRIPT && st->trace != NULL)
		tell_trace(st->trace, e);
	if (rc == RC_GUARD)
		say_rejection(st, e);
	st->function = before;
	json_decref(unused);
	return rc;
}

void
step_effect(struct step *st, const char *verb, json_t *more)
{
	json_t *row = more != NULL ? more : json_object();

	json_object_set_new(row, "no",
	    json_integer((json_int_t)json_array_size(st->effects) + 1));
	json_object_set_new(row, "verb", json_string(verb));
	json_array_append_new(st->effects, row);
}

/* Of which class VALUE is that is given for F; what F holds keeps its own. */
static enum bf_class
class_given(const struct step *st, const struct def_field *f,
    const json_t *value)
{
	if (!said_is_words(f))
		return f->class;
	if (step_class(st, f) != f->class &&
	    json_equal(json_object_get(st->data, f->name), value))
		return step_class(st, f);
	return said_with(st, value);
}

void
step_input(struct step *st, const struct def_field *f, json_t *value)
{
	const char *class = bf_class_name(class_given(st, f, value));
	json_t *part = json_object_get(st->inputs, class);

	if (part == NULL) {
		part = json_object();
		json_object_set_new(st->inputs, class, part);
	}
	json_object_set(part, f->name, value);
}

enum rc
step_enter(struct step *st)
{
	const struct def_stage *done = NULL;
	enum rc rc = RC_OK;

	while (rc == RC_OK && st->stage != done) {
		done = st->stage;
		rc = step_run(st, "enter", done->enter, NULL, NULL);
	}
	return rc;
}

static bool
may_lead(const struct def_action *a, const char *stage)
{
	const char *const *to;

	for (to = a->to; to != NULL && *to != NULL; to++)
		if (strcmp(*to, stage) == 0)
			return true;
	return false;
}

static enum rc
check_move(const struct step *st, const struct def_stage *to, struct err *e)
{
	if (st->action != NULL && st->moves == 0 &&
	    !may_lead(st->action, to->name))
		return err_set(e, RC_GUARD,
		    _("action %s: may not lead to stage %s; add it to `to`"),
		    st->action->name, to->name);
	if (st->head.closed != 0 && !to->final &&
	    !(st->action != NULL ? st->action->reopens : st->told))
		return err_name(e, RC_GUARD, "E_CLOSED",
		    _("stage %s: the case is closed and can only be reopened"),
		    to->name);
	if (st->moves >= STEP_MOVES_MAX)
		return err_set(e, RC_SCRIPT,
		    _("stage %s: more than %d moves in one step"), to->name,
		    STEP_MOVES_MAX);
	return RC_OK;
}

static void
new_cycle(struct case_head *h)
{
	h->closed = 0;
	h->cycle++;
	memset(h->outcome, 0, sizeof(h->outcome));
	step_name(h->status, "open");
}

/* D-305: closing ends what is open, reopening begins a new cycle. */
static enum rc
close_or_reopen(struct step *st, struct err *e)
{
	struct bf_call *c = st->call;
	struct case_head *h = &st->head;
	enum rc rc;

	if (st->stage->final && h->closed == 0) {
		h->closed = c->now;
		step_name(h->status, "closed");
		if ((rc = allot_case_closed(st, e)) != RC_OK)
			return rc;
		rc = task_close_case(c->tx, h->id, principal_name(c->who), NULL,
		    e);
		if (rc == RC_OK)
			rc = timer_remove_stage(c->tx, h->id, NULL, e);
		return rc == RC_OK ?
		    happen_tell(c, h->id, "case.closed",
			json_pack("{ss}", "outcome", h->outcome), e) :
		    rc;
	}
	if (!st->stage->final && h->closed != 0) {
		new_cycle(h);
		return happen_tell(c, h->id, "case.reopened", NULL, e);
	}
	return RC_OK;
}

/* Enter TO: the timers of the stage that is left end. */
static enum rc
move_to(struct step *st, const struct def_stage *to, struct err *e)
{
	enum rc rc;

	rc = timer_remove_stage(st->call->tx, st->head.id, st->stage->name, e);
	if (rc != RC_OK)
		return rc;
	step_effect(st, "go",
	    json_pack("{ss ss}", "from", st->stage->name, "to", to->name));
	st->moves++;
	st->stage = to;
	step_name(st->head.stage, to->name);
	st->head.entered = st->call->today;
	return RC_OK;
}

enum rc
step_reopen(struct step *st, const char *stage, struct err *e)
{
	const struct def_stage *to;
	enum rc rc = RC_OK;

	to = definition_stage(st->version->def, stage);
	if (to == NULL || to->final)
		return err_set(e, RC_INVALID,
		    _("stage %s: not one that a case can be taken up in"),
		    stage);
	st->moved = true;
	if (to != st->stage)
		rc = move_to(st, to, e);
	if (rc == RC_OK)
		new_cycle(&st->head);
	return rc;
}

enum rc
step_go(struct step *st, const char *stage, struct err *e)
{
	const struct def_stage *to;
	enum rc rc;

	to = definition_stage(st->version->def, stage);
	if (to == NULL)
		return err_set(e, RC_SCRIPT, _("stage %s: not declared"),
		    stage);
	if ((rc = check_move(st, to, e)) != RC_OK)
		return rc;
	st->moved = true;
	if (to == st->stage)
		return RC_OK;
	if ((rc = move_to(st, to, e)) != RC_OK)
		return rc;
	return close_or_reopen(st, e);
}
