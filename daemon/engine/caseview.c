/*
 * caseview -- case.show: one case, as far as the caller may see it.
 *
 * Fields in the definition's order with their titles, what can be done now,
 * what is to be done, by when, and what has been decided.
 */
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/act.h"
#include "engine/attached.h"
#include "engine/call.h"
#include "engine/complain.h"
#include "engine/loaded.h"
#include "engine/erasure_row.h"
#include "engine/rows.h"
#include "engine/step.h"
#include "engine/titles.h"
#include "engine/view.h"
#include "model/zone.h"
#include "store/deadline_row.h"
#include "store/decision.h"
#include "store/document.h"
#include "store/incident.h"
#include "store/task.h"

/* What person number ID is called, if the gate lets the caller know. */
static json_t *
person_text(struct bf_call *c, int64_t id)
{
	struct gate_view view;
	struct err none = ERR_INIT;
	json_t *part = NULL, *name;
	struct person p;

	if (gate_person(c->who, c->store, id, GATE_BY_ID, &p, &view, &none) !=
		RC_OK ||
	    (view.classes & (1u << BF_CLASS_IDENTITY)) == 0 ||
	    person_part(c->store, id, BF_CLASS_IDENTITY, &part, &none) != RC_OK)
		return NULL;
	name = json_incref(json_object_get(part, "name"));
	json_decref(part);
	call_disclose(c, "person", id, bf_class_name(BF_CLASS_IDENTITY));
	return name;
}

/* The names of several, in their order; NULL if none is known. */
static json_t *
persons_text(struct bf_call *c, const json_t *list)
{
	const json_t *one;
	json_t *name, *out;
	char *text = NULL, *more;
	size_t i;

	json_array_foreach(list, i, one) {
		name = person_text(c, json_integer_value(one));
		if (json_is_string(name)) {
			more = mem_format("%s%s%s", text != NULL ? text : "",
			    text != NULL ? ", " : "", json_string_value(name));
			free(text);
			text = more;
		}
		json_decref(name);
	}
	out = text != NULL ? json_string(text) : NULL;
	free(text);
	return out;
}

static json_t *
describe_field(const struct step *st, const struct def_field *f,
    const json_t *value)
{
	struct bf_call *c = st->call;
	json_t *o = json_object(), *text = NULL;

	json_object_set_new(o, "name", json_string(f->name));
	json_object_set_new(o, "title", json_string(f->title));
	json_object_set_new(o, "type", json_string(def_type_name(f->type)));
	json_object_set_new(o, "class",
	    json_string(bf_class_name(step_class(st, f))));
	json_object_set_new(o, "value", json_deep_copy(value));
	if (f->type == DEF_PERSON && json_is_integer(value))
		text = person_text(c, json_integer_value(value));
	else if (f->type == DEF_PERSON)
		text = persons_text(c, value);
	else if (f->type == DEF_UNIT && json_is_string(value))
		text = json_string(titles_unit(c, json_string_value(value)));
	else if (f->type == DEF_USER && json_is_string(value))
		text = json_string(titles_user(c, json_string_value(value)));
	else
		text = view_value_text(f, value);
	if (text != NULL)
		json_object_set_new(o, "text", text);
	return o;
}

/* Fields that have a value and a class that the caller sees. */
static json_t *
show_fields(struct step *st)
{
	const struct definition *d = st->version->def;
	json_t *visible = step_visible(st), *list = json_array();
	const json_t *value;
	unsigned int class;
	size_t i;

	for (i = 0; i < d->n_fields; i++) {
		value = json_object_get(visible, d->fields[i].name);
		if (value != NULL)
			json_array_append_new(list,
			    describe_field(st, &d->fields[i], value));
	}
	for (class = BF_CLASS_CASE + 1; class < BF_N_CLASSES; class ++)
		if ((st->shows & (1u << class)) != 0 && st->shown == NULL &&
		    json_object_size(st->parts[class]) > 0)
			call_disclose(st->call, "case", st->head.id,
			    bf_class_name((enum bf_class) class));
	json_decref(visible);
	return list;
}

/* Who may not do it, need not see it; what else hinders, is said. */
static void
add_action(struct step *st, const struct def_action *a, void *arg)
{
	struct act_why why;
	json_t *list = arg, *o;

	act_why(st, a, st->call->who, &why);
	if (why.role) {
		o = json_pack("{s:s,s:s,s:b}", "name", a->name, "title",
		    a->title, "possible", why.possible ? 1 : 0);
		if (!why.possible)
			json_object_set_new(o, "why", json_string(why.text));
		json_array_append_new(list, o);
	}
	act_why_fini(&why);
}

static json_t *
show_actions(struct step *st)
{
	json_t *list = json_array();

	if (st->relation > RELATION_TASK)
		act_each(st, add_action, list);
	return list;
}

static enum rc
show_tasks(struct step *st, json_t *o)
{
	struct bf_call *c = st->call;
	struct task_filter f;
	const struct scope all = { .all = true };
	json_t *rows = NULL;
	enum rc rc;

	memset(&f, 0, sizeof(f));
	f.due_before = DATE_NONE;
	f.case_id = st->head.id;
	/* The case has passed the gate; view_tasks sorts the rows. */
	rc = task_list(c->store, &all, &f, 0, STORE_LIST_MAX, &rows, &c->err);
	if (rc == RC_OK)
		rc = view_tasks(c, rows);
	if (rc == RC_OK)
		json_object_set(o, "tasks", rows);
	json_decref(rows);
	return rc;
}

static enum rc
show_deadlines(struct step *st, json_t *o)
{
	struct bf_call *c = st->call;
	struct deadline_row *rows = NULL;
	json_t *list = json_array(), *row;
	size_t n = 0, i;
	enum rc rc;

	rc = deadline_row_of_case(c->store, st->head.id, NULL, false, &rows, &n,
	    &c->err);
	for (i = 0; rc == RC_OK && i < n; i++) {
		row = deadline_row_json(&rows[i]);
		json_object_del(row, "case_id");
		json_object_set_new(row, "paused",
		    json_boolean(rows[i].paused));
		if (strcmp(rows[i].state, "open") == 0)
			view_due(c, row);
		view_set_date(row, "ended_date", rows[i].ended_date);
		titles_add(c, row);
		json_array_append_new(list, row);
	}
	deadline_rows_free(rows, n);
	json_object_set_new(o, "deadlines", list);
	return rc;
}

/* What went wrong may tell what stood in a field: not for everybody. */
static enum rc
show_incidents(struct step *st, json_t *o)
{
	struct bf_call *c = st->call;
	json_t *list = NULL, *row;
	size_t i;
	enum rc rc;

	rc = incident_list(c->store, "open", st->head.id, 0, STORE_LIST_MAX,
	    &list, &c->err);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(list, i, row) {
		json_object_del(row, "case_id");
		if (!step_sees_all(st))
			json_object_del(row, "error");
	}
	json_object_set_new(o, "incidents", list);
	return RC_OK;
}

static enum rc
show_papers(struct step *st, json_t *o)
{
	struct bf_call *c = st->call;
	json_t *list = NULL;
	enum rc rc;

	rc = decision_list(c->store, st->head.id, false, &list, &c->err);
	if (rc != RC_OK)
		return rc;
	json_object_set_new(o, "decisions", list);
	if ((rc = view_decisions(c, &st->head, list)) != RC_OK ||
	    (rc = complaint_rows(c, st->head.id, &list)) != RC_OK)
		return rc;
	json_object_set_new(o, "complaints", list);
	rc = document_list(c->store, st->head.id, st->shows, 0, STORE_LIST_MAX,
	    &list, &c->err);
	if (rc != RC_OK)
		return rc;
	json_object_set_new(o, "documents", list);
	return show_incidents(st, o);
}

static json_t *
show_head(const struct step *st)
{
	const struct case_head *h = &st->head;
	json_t *o = case_json(h);

	json_object_del(o, "id");
	json_object_del(o, "definition");
	if (st->relation == RELATION_TASK)
		view_of_task(o);
	json_object_set_new(o, "workflow_title",
	    json_string(st->version->def->title));
	if (st->relation == RELATION_TASK) {
		titles_add(st->call, o);
		return o;
	}
	json_object_set_new(o, "stage_title", json_string(st->stage->title));
	if (h->closed != 0)
		view_set_date(o, "closed_on", zone_date(h->closed));
	titles_add(st->call, o);
	return o;
}

static int
case_show(struct bf_call *c, const json_t *params, json_t **result)
{
	struct owner of;
	struct step st;
	json_t *o;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_READ, &st);
	if (rc != RC_OK) {
		step_fini(&st);
		return (int)rc;
	}
	o = show_head(&st);
	json_object_set_new(o, "fields", show_fields(&st));
	json_object_set_new(o, "actions", show_actions(&st));
	rc = show_tasks(&st, o);
	if (rc == RC_OK && st.relation > RELATION_TASK &&
	    (rc = show_deadlines(&st, o)) == RC_OK &&
	    (rc = show_papers(&st, o)) == RC_OK)
		rc = attached_show(&st, o);
	of = owner_case(st.head.id, BF_CLASS_IDENTITY);
	if (rc == RC_OK)
		rc = erasure_show(c, &of, o);
	if (rc == RC_OK)
		*result = json_incref(o);
	json_decref(o);
	step_fini(&st);
	return (int)rc;
}

static const struct bf_param show_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .type = BF_END },
};

static const struct bf_column show_columns[] = {
	{ "case", BF_CASE, N_("case") },
	{ "workflow_title", BF_TEXT, N_("kind") },
	{ "stage", BF_NAME, N_("stage's name") },
	{ "stage_title", BF_TEXT, N_("stage") },
	{ "status", BF_NAME, N_("status") },
	{ "outcome", BF_NAME, N_("outcome") },
	{ "unit", BF_NAME, N_("unit") },
	{ "contact", BF_NAME, N_("contact") },
	{ "received", BF_DATE, N_("received") },
	{ "entered", BF_DATE, N_("in this stage since") },
	{ "closed_on", BF_DATE, N_("closed") },
	{ "cycle", BF_INTEGER, N_("cycle") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "fields", BF_LIST, N_("what is known") },
	{ "actions", BF_LIST, N_("what can be done") },
	{ "tasks", BF_LIST, N_("tasks") },
	{ "deadlines", BF_LIST, N_("deadlines") },
	{ "decisions", BF_LIST, N_("decisions") },
	{ "complaints", BF_LIST, N_("complaints") },
	{ "documents", BF_LIST, N_("documents") },
	{ "incidents", BF_LIST, N_("incidents") },
	{ "attached", BF_LIST, N_("what plugins keep of it") },
	{ "withheld", BF_LIST, N_("erased or locked") },
	{ NULL, BF_END, NULL },
};

const struct bf_method caseview_methods[] = {
	{ .name = "case.show",
	    .nb = "sak vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show a case"),
	    .params = show_params,
	    .columns = show_columns,
	    .errors = "",
	    .call = case_show },
	{ .name = NULL },
};
