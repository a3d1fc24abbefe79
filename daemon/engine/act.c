/*
 * act -- case.act: stage, role, form and guard, then the action itself.
 */
#include "engine/act.h"

#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "engine/assign.h"
#include "engine/call.h"
#include "engine/form.h"
#include "engine/host.h"
#include "engine/loaded.h"
#include "engine/protect.h"
#include "engine/rows.h"
#include "engine/rules.h"
#include "engine/step.h"
#include "model/zone.h"
#include "store/decision.h"

#define NAMES_MAX 128 /* actions offered in an error */

/* The actions of the stage, then those of every open stage. */
void
act_each(struct step *st,
    void (*fn)(struct step *, const struct def_action *, void *), void *arg)
{
	const struct def_stage *from[2] = { st->stage, NULL };
	size_t i, k;

	if (!st->stage->final)
		from[1] = &st->version->def->any;
	for (i = 0; i < 2 && from[i] != NULL; i++)
		for (k = 0; k < from[i]->n_actions; k++)
			if (from[i]->actions[k].reopens == rules_is_closed(st))
				fn(st, &from[i]->actions[k], arg);
}

struct names {
	const char *name[NAMES_MAX];
	size_t n;
};

static void
add_name(struct step *st, const struct def_action *a, void *arg)
{
	struct names *names = arg;

	(void)st;
	if (names->n < NAMES_MAX)
		names->name[names->n++] = a->name;
}

/* Is it an action of some stage's own?  Those of every stage do not count. */
static bool
is_elsewhere(const struct definition *d, const char *name)
{
	const struct def_stage *s;
	size_t i, k;

	for (i = 0; i < d->n_stages; i++) {
		s = &d->stages[i];
		for (k = 0; k < s->n_actions; k++)
			if (strcmp(s->actions[k].name, name) == 0)
				return true;
	}
	return false;
}

/*
 * Two decide at once, and the first decision took the case elsewhere: the
 * second is told who was first, and when (domain 7.4 no. 9).
 */
static enum rc
check_decided(const struct step *st, const char *name, struct err *e)
{
	const struct bf_call *c = st->call;
	json_t *rows = NULL, *last = NULL;
	char when[ZONE_SIZE];
	const char *who = NULL;
	enum rc rc = RC_OK;

	if (is_elsewhere(st->version->def, name))
		rc = decision_list(c->store, st->head.id, false, &rows, e);
	if (json_array_size(rows) > 0)
		last = json_array_get(rows, json_array_size(rows) - 1);
	if (last != NULL)
		who = json_string_value(json_object_get(last, "decided_by"));
	if (rc == RC_OK && who != NULL &&
	    json_integer_value(json_object_get(last, "recorded")) ==
		st->head.changed &&
	    strcmp(who, principal_name(c->who)) != 0) {
		zone_format(st->head.changed, when);
		rc = err_set(e, RC_CONFLICT,
		    _("action %s: %s decided at %s, and the case went on; "
		      "look at it"),
		    name, who, when);
	}
	json_decref(rows);
	return rc;
}

static enum rc
no_action(struct step *st, const char *name, struct err *e)
{
	struct names names = { .n = 0 };
	const char *near;
	enum rc rc;

	if ((rc = check_decided(st, name, e)) != RC_OK)
		return rc;
	if (rules_is_closed(st))
		return err_name(e, RC_GUARD, "E_CLOSED",
		    _("action %s: the case is closed; reopen it first"), name);
	act_each(st, add_name, &names);
	near = ini_nearest(name, names.name, names.n);
	if (near != NULL)
		return err_set(e, RC_INVALID,
		    _("action %s: not in stage %s; did you mean %s?"), name,
		    st->stage->title, near);
	return err_set(e, RC_INVALID,
	    _("action %s: not in stage %s; case show lists what can be done"),
	    name, st->stage->title);
}

static enum rc
find_action(struct step *st, const char *name, struct err *e)
{
	const struct def_action *a;

	a = definition_action(st->version->def, st->stage, name);
	if (a == NULL)
		return no_action(st, name, e);
	if (rules_is_closed(st) && !a->reopens)
		return no_action(st, name, e);
	if (!rules_is_closed(st) && a->reopens)
		return err_set(e, RC_GUARD,
		    _("action %s: the case is open; nothing to reopen"), name);
	st->action = a;
	return RC_OK;
}

/* TITLE comes first, if it is not known already which action is meant. */
static enum rc
check_role(const struct def_action *a, const struct principal *who,
    const char *title, struct err *e)
{
	unsigned int roles = 0;
	const char *const *name;
	char list[256];
	enum role r;

	for (name = a->roles; *name != NULL; name++) {
		if (!role_parse(*name, &r))
			continue;
		if (principal_has(who, r))
			return RC_OK;
		roles |= ROLE_BIT(r);
	}
	role_titles(roles, list, sizeof(list));
	if (title == NULL)
		return err_set(e, RC_DENIED, _("is for: %s"), list);
	return err_set(e, RC_DENIED, _("%s: is for: %s"), title, list);
}

static json_t *
who_json(const struct principal *who)
{
	json_t *o = json_object(), *roles = json_array();
	int r;

	json_object_set_new(o, "user", json_string(principal_name(who)));
	if (who->unit != NULL)
		json_object_set_new(o, "unit", json_string(who->unit->name));
	for (r = 0; r < N_ROLES; r++)
		if (principal_has(who, (enum role)r))
			json_array_append_new(roles,
			    json_string(role_name((enum role)r)));
	if (json_array_size(roles) > 0)
		json_object_set(o, "role", json_array_get(roles, 0));
	json_object_set_new(o, "roles", roles);
	return o;
}

/* A guard answers true, or false and why; TITLE as above. */
static enum rc
check_guard(struct step *st, const struct def_action *a,
    const struct principal *who, const char *title, struct err *e)
{
	enum step_for purpose = st->purpose;
	json_t *args, *results = NULL;
	const char *why;
	char *said;
	enum rc rc;

	if (a->guard == DEF_NO_FUNCTION)
		return RC_OK;
	args = json_pack("[o]", who_json(who));
	st->purpose = STEP_READ;
	rc = step_run(st, "guard", a->guard, args, &results);
	st->purpose = purpose;
	json_decref(args);
	if (rc != RC_OK && e != &st->call->err)
		*e = st->call->err;
	if (rc == RC_OK && !json_is_true(json_array_get(results, 0))) {
		why = json_string_value(json_array_get(results, 1));
		said = step_says(st, why != NULL ? why : _("not possible now"));
		rc = title == NULL ?
		    err_set(e, RC_GUARD, "%s", said) :
		    err_set(e, RC_GUARD, "%s: %s", title, said);
		free(said);
	}
	json_decref(results);
	return rc;
}

static void
keep_values(struct step *st, const struct def_form *form, size_t n,
    json_t *values)
{
	json_t *value;
	size_t i;

	for (i = 0; i < n; i++) {
		value = json_object_get(values, form[i].field->name);
		if (value == NULL)
			continue;
		step_input(st, form[i].field, value);
		step_set(st, form[i].field, value);
	}
}

/* The action's own function, then the move that needs no words. */
static enum rc
run_action(struct step *st, const json_t *input)
{
	const struct def_action *a = st->action;
	json_t *args = json_pack("[O]", input);
	enum rc rc;

	rc = step_run(st, a->name, a->run, args, NULL);
	json_decref(args);
	if (rc == RC_OK && !st->moved && a->to != NULL && a->to[0] != NULL &&
	    a->to[1] == NULL)
		rc = step_go(st, a->to[0], &st->call->err);
	if (rc == RC_OK && st->moves > 0)
		rc = step_enter(st);
	return rc;
}

static enum rc
check_and_run(struct step *st, const json_t *params)
{
	struct bf_call *c = st->call;
	const char *name = param_text(params, "action");
	json_t *input = NULL;
	enum rc rc;

	if ((rc = find_action(st, name, &c->err)) != RC_OK ||
	    (rc = gate_action(c->who, c->store, &st->head, st->relation, name,
		 &c->err)) != RC_OK ||
	    (rc = check_role(st->action, c->who, st->action->title, &c->err)) !=
		RC_OK ||
	    (rc = form_check(st, st->action->form, st->action->n_form,
		 json_object_get(params, "input"), &input, &c->err)) != RC_OK)
		return rc;
	rc = check_guard(st, st->action, c->who, st->action->title, &c->err);
	if (rc == RC_OK) {
		keep_values(st, st->action->form, st->action->n_form, input);
		rc = run_action(st, input);
	}
	json_decref(input);
	return rc;
}

/* The text and the trace of a failed function are for who sees the case. */
static enum rc
hide_failure(const struct step *st, const struct def_action *a, enum rc rc,
    struct err *e)
{
	if (rc != RC_SCRIPT || step_sees_all(st))
		return rc;
	err_clear(e);
	return err_set(e, rc,
	    _("action %s: the workflow failed; why is told "
	      "to those who may see the whole case"),
	    a->name);
}

static int
act_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct step st;
	json_t *what;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_ACT, &st);
	if (rc == RC_OK)
		rc = check_and_run(&st, params);
	if (rc != RC_OK && st.action != NULL) {
		rc = hide_failure(&st, st.action, rc, &c->err);
		protect_hide(&st, &c->err);
	}
	if (rc == RC_OK) {
		what = json_pack("{ss}", "action", st.action->name);
		rc = step_finish(&st, "act", what, result);
		json_decref(what);
	}
	step_fini(&st);
	return rc;
}

static void
find_missing(const struct step *st, const struct def_action *a, json_t *out)
{
	const struct def_form *row;
	size_t i;

	for (i = 0; i < a->n_form; i++) {
		row = &a->form[i];
		if (row->required &&
		    (row->field->transient ||
			json_object_get(st->data, row->field->name) == NULL))
			json_array_append_new(out,
			    json_string(row->field->name));
	}
}

void
act_why(struct step *st, const struct def_action *a,
    const struct principal *who, struct act_why *out)
{
	struct err e = ERR_INIT;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	out->missing = json_array();
	find_missing(st, a, out->missing);
	rc = check_role(a, who, NULL, &e);
	out->role = rc == RC_OK;
	if (rc == RC_OK)
		rc = check_guard(st, a, who, NULL, &e);
	out->possible = rc == RC_OK;
	if (rc != RC_OK) {
		protect_hide(st, &e);
		memcpy(out->name, e.name, sizeof(out->name));
		memcpy(out->text, e.text, sizeof(out->text));
	}
	err_clear(&st->call->err);
}

void
act_why_fini(struct act_why *w)
{
	json_decref(w->missing);
	w->missing = NULL;
}

static const struct bf_param act_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .name = "action",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("what to do; case show lists what is possible") },
	{ .name = "input",
	    .type = BF_OBJECT,
	    .flags = BF_REST,
	    .text = N_("the action's fields and their values") },
	{ .type = BF_END }
};

static const struct bf_param assign_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .name = "unit",
	    .type = BF_NAME,
	    .text = N_("the unit that is responsible from now on") },
	{ .name = "contact",
	    .type = BF_NAME,
	    .text = N_("the contact person, a user of that unit") },
	{ .type = BF_END }
};

static const struct bf_column step_columns[] = {
	{ "case", BF_CASE, N_("case") }, { "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") }, { .type = BF_END }
};

const struct bf_method act_methods[] = {
	{ .name = "case.act",
	    .nb = "sak utfør",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("do an action of the case's stage"),
	    .params = act_params,
	    .columns = step_columns,
	    .errors = "E_GUARD E_CLOSED E_DECISION_OWED E_RESPONSIBLE "
		      "E_AUTHORITY E_DEADLINE_LEGAL E_REASONS E_FOUR_EYES "
		      "E_DISQUALIFIED E_DECISION_INCOMPLETE E_ADVANCE_NOTICE "
		      "E_COMPLAINT_OPEN E_REASON_REQUIRED",
	    .call = act_call },
	{ .name = "case.assign",
	    .nb = "sak overfør",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("give the case another responsible unit or contact"),
	    .params = assign_params,
	    .columns = step_columns,
	    .errors = "E_CLOSED E_RESPONSIBLE",
	    .call = assign_call },
	{ .name = NULL }
};
