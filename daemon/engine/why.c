/*
 * why -- case.why: why a deadline falls on its day, why an action is possible
 * or not, for the caller or for another user.
 */
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/act.h"
#include "engine/call.h"
#include "engine/loaded.h"
#include "engine/notify.h"
#include "engine/rows.h"
#include "engine/step.h"
#include "engine/view.h"
#include "store/deadline_row.h"
#include "store/decision.h"

struct answer {
	json_t *lines; /* owned: for people */
	json_t *deadlines; /* owned: for programs */
	json_t *actions; /* owned */
	const char *only; /* action asked for; NULL: all */
	struct principal who; /* for whom; the caller or another user */
};

/* Add TEXT, which is taken over, as a line. */
static void
add_line(struct answer *a, char *text)
{
	json_array_append_new(a->lines, json_string(text));
	free(text);
}

static const char *
state_text(const struct deadline_row *d)
{
	if (d->paused)
		return _("paused");
	if (strcmp(d->state, "met") == 0)
		return _("met");
	if (strcmp(d->state, "cancelled") == 0)
		return _("cancelled");
	return _("open");
}

static void
add_deadline(const struct bf_call *c, const struct deadline_row *d,
    struct answer *a)
{
	const char *words = strcmp(c->municipality->language, "nn") == 0 ?
	    d->words_nn :
	    d->words_nb;
	char due[DATE_SIZE];
	json_t *row = deadline_row_json(d);

	date_format(d->due, due);
	json_object_del(row, "case_id");
	json_object_set_new(row, "why",
	    json_string(words != NULL ? words : ""));
	if (strcmp(d->state, "open") == 0)
		view_due(c, row);
	json_array_append_new(a->deadlines, row);
	add_line(a,
	    mem_format("%s: %s (%s). %s", d->title, due[0] != '\0' ? due : "-",
		state_text(d), words != NULL ? words : ""));
}

static enum rc
add_deadlines(struct step *st, const char *name, struct answer *a)
{
	struct bf_call *c = st->call;
	struct deadline_row *rows = NULL;
	size_t n = 0, i, shown = 0;
	enum rc rc;

	rc = deadline_row_of_case(c->store, st->head.id, NULL, false, &rows, &n,
	    &c->err);
	for (i = 0; rc == RC_OK && i < n; i++) {
		if (name != NULL && strcmp(name, rows[i].name) != 0)
			continue;
		add_deadline(c, &rows[i], a);
		shown++;
	}
	deadline_rows_free(rows, n);
	if (rc == RC_OK && name != NULL && shown == 0)
		rc = err_set(&c->err, RC_NOTFOUND,
		    _("deadline %s: this case "
		      "has none of that name; case show lists them"),
		    name);
	return rc;
}

/* One party's complaint period, if it has begun or is interrupted. */
static void
add_period(const json_t *decision, const json_t *party, struct answer *a)
{
	const char *why = json_string_value(json_object_get(party, "why"));
	const char *due = json_string_value(json_object_get(party, "due"));

	if (why != NULL)
		add_line(a,
		    mem_format(_("Decision %lld, complaint by: %s. %s"),
			(long long)json_integer_value(
			    json_object_get(decision, "no")),
			due != NULL ? due : "-", why));
}

/* Why the periods for complaints end when they do. */
static enum rc
add_periods(struct step *st, struct answer *a)
{
	struct bf_call *c = st->call;
	json_t *decisions = NULL, *parties, *one, *party;
	struct date last;
	size_t i, k;
	enum rc rc;

	rc = decision_list(c->store, st->head.id, false, &decisions, &c->err);
	json_array_foreach(decisions, i, one) {
		if (rc != RC_OK)
			break;
		rc = notify_parties(st,
		    json_integer_value(json_object_get(one, "id")), &parties,
		    &last, &c->err);
		json_array_foreach(parties, k, party)
			add_period(one, party, a);
		json_decref(parties);
	}
	json_decref(decisions);
	return rc;
}

/* "kartlagt, ønsker" of the fields that still lack a value. */
static char *
missing_titles(const struct step *st, const json_t *missing)
{
	const struct def_field *f;
	const json_t *one;
	char *text = mem_text(""), *longer;
	size_t i;

	json_array_foreach(missing, i, one) {
		f = definition_field(st->version->def, json_string_value(one));
		longer = mem_format("%s%s%s", text, i > 0 ? ", " : "",
		    f != NULL ? f->title : json_string_value(one));
		free(text);
		text = longer;
	}
	return text;
}

static void
add_action_lines(const struct step *st, const struct def_action *action,
    const struct act_why *why, struct answer *a)
{
	char *missing;

	if (!why->possible) {
		add_line(a,
		    mem_format(_("%s (%s): not possible: %s"), action->title,
			action->name, why->text));
		return;
	}
	if (json_array_size(why->missing) == 0) {
		add_line(a,
		    mem_format(_("%s (%s): possible"), action->title,
			action->name));
		return;
	}
	missing = missing_titles(st, why->missing);
	add_line(a,
	    mem_format(_("%s (%s): possible; its form asks for %s"),
		action->title, action->name, missing));
	free(missing);
}

static void
add_action(struct step *st, const struct def_action *action, void *arg)
{
	struct answer *a = arg;
	struct act_why why;

	if (a->only != NULL && strcmp(a->only, action->name) != 0)
		return;
	act_why(st, action, &a->who, &why);
	add_action_lines(st, action, &why, a);
	json_array_append_new(a->actions,
	    json_pack("{s:s,s:s,s:b,s:b,s:s,"
		      "s:s,s:O}",
		"name", action->name, "title", action->title, "possible",
		why.possible ? 1 : 0, "role", why.role ? 1 : 0, "error",
		why.name, "why", why.text, "missing", why.missing));
	act_why_fini(&why);
}

/* Where action NAME stands, if not here: the stages that have it. */
static enum rc
action_elsewhere(struct step *st, const char *name, struct answer *a)
{
	const struct definition *d = st->version->def;
	const struct def_stage *s;
	size_t i, k, found = 0;

	for (i = 0; i < d->n_stages; i++) {
		s = &d->stages[i];
		for (k = 0; k < s->n_actions; k++) {
			if (strcmp(s->actions[k].name, name) != 0)
				continue;
			add_line(a,
			    mem_format(_("%s (%s): not possible: "
					 "belongs to stage %s; the case is in "
					 "stage %s"),
				s->actions[k].title, name, s->title,
				st->stage->title));
			found++;
		}
	}
	if (found > 0)
		return RC_OK;
	for (k = 0; k < d->any.n_actions; k++) {
		if (strcmp(d->any.actions[k].name, name) != 0)
			continue;
		add_line(a,
		    mem_format(_("%s (%s): not possible: the case is "
				 "in stage %s"),
			d->any.actions[k].title, name, st->stage->title));
		return RC_OK;
	}
	return err_set(&st->call->err, RC_NOTFOUND,
	    _("action %s: not in this "
	      "workflow; case show lists what can be done"),
	    name);
}

/* What user NAME would be in a request of their own. */
static enum rc
principal_of(struct bf_call *c, const char *name, struct principal *out)
{
	const struct user *u = municipality_user(c->municipality, name);

	if (u == NULL)
		return err_set(&c->err, RC_NOTFOUND,
		    _("user %s: no such user; see user list"), name);
	return municipality_principal(c->municipality, u->login, NULL, NULL,
	    NULL, NULL, out, &c->err);
}

/* Does the other user know of the case at all? */
static void
add_relation(struct step *st, const char *name, struct answer *a)
{
	struct bf_call *c = st->call;
	struct err none = ERR_INIT;
	struct case_head head;
	struct gate_pass pass;

	if (gate_open_id(&a->who, c->store, st->head.id, GATE_WRITE, &head,
		&pass, &none) != RC_OK)
		add_line(a,
		    mem_format(
			_("%s may not change this case: "
			  "neither contact person nor of the responsible unit"),
			name));
}

static enum rc
explain(struct step *st, const json_t *params, struct answer *a)
{
	const char *deadline = param_text(params, "deadline");
	const char *user = param_text(params, "user");
	enum rc rc;

	a->only = param_text(params, "action");
	a->who = *st->call->who;
	if (user != NULL) {
		if ((rc = principal_of(st->call, user, &a->who)) != RC_OK)
			return rc;
		add_relation(st, user, a);
	}
	if (a->only == NULL || deadline != NULL)
		if ((rc = add_deadlines(st, deadline, a)) != RC_OK)
			return rc;
	if (a->only == NULL && deadline == NULL)
		if ((rc = add_periods(st, a)) != RC_OK)
			return rc;
	if (deadline != NULL && a->only == NULL)
		return RC_OK;
	act_each(st, add_action, a);
	if (a->only != NULL && json_array_size(a->actions) == 0)
		return action_elsewhere(st, a->only, a);
	return RC_OK;
}

static int
case_why(struct bf_call *c, const json_t *params, json_t **result)
{
	struct answer a = { .lines = json_array(),
		.deadlines = json_array(),
		.actions = json_array() };
	struct case_head head;
	struct gate_pass pass;
	struct step st;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_READ, &st);
	if (rc == RC_OK)
		rc = view_case_id(c, st.head.id, true, NULL, &head, &pass);
	if (rc == RC_OK && (rc = explain(&st, params, &a)) == RC_OK)
		*result = json_pack("{s:s,s:O,s:O,s:O}", "case",
		    param_text(params, "case"), "lines", a.lines, "deadlines",
		    a.deadlines, "actions", a.actions);
	step_fini(&st);
	json_decref(a.lines);
	json_decref(a.deadlines);
	json_decref(a.actions);
	return (int)rc;
}

static const struct bf_param why_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .name = "action",
	    .type = BF_NAME,
	    .text = N_("only why this action is possible or not") },
	{ .name = "user",
	    .type = BF_NAME,
	    .text = N_("for this user and not for you") },
	{ .name = "deadline",
	    .type = BF_NAME,
	    .text = N_("only why this deadline falls on its day") },
	{ .type = BF_END },
};

static const struct bf_column why_columns[] = {
	{ "case", BF_CASE, N_("case") },
	{ "lines", BF_LIST, N_("why") },
	{ "deadlines", BF_LIST, N_("deadlines") },
	{ "actions", BF_LIST, N_("actions") },
	{ NULL, BF_END, NULL },
};

const struct bf_method why_methods[] = {
	{ .name = "case.why",
	    .nb = "sak hvorfor",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("explain deadlines, and what is possible and why not"),
	    .params = why_params,
	    .columns = why_columns,
	    .errors = "",
	    .call = case_why },
	{ .name = NULL },
};
