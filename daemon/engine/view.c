/*
 * view -- rows of lists, made fit for those who asked.
 */
#include "engine/view.h"

#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/loaded.h"
#include "engine/said.h"
#include "engine/titles.h"
#include "model/definition.h"
#include "model/holiday.h"

static enum rc
check_full(struct bf_call *c, const struct case_head *h, enum relation rel)
{
	char number[CASE_NUMBER_SIZE];

	if (rel > RELATION_TASK)
		return RC_OK;
	case_number(h, number);
	if (rel == RELATION_CONSENT)
		return err_set(&c->err, RC_DENIED,
		    _("case %s: the consent to your unit opens its fields, not "
		      "its papers; ask the case's contact person"),
		    number);
	return err_set(&c->err, RC_DENIED,
	    _("case %s: your task shows the "
	      "task alone; ask the case's contact person"),
	    number);
}

static enum rc
viewed(struct bf_call *c, bool full, const char *detail,
    const struct case_head *h, const struct gate_pass *pass)
{
	enum rc rc;

	if (full && (rc = check_full(c, h, pass->relation)) != RC_OK)
		return rc;
	call_basis(c, pass);
	call_disclose(c, "case", h->id, detail);
	return RC_OK;
}

enum rc
view_case(struct bf_call *c, const char *number, bool full, const char *detail,
    struct case_head *head, struct gate_pass *pass)
{
	enum rc rc;

	rc =
	    gate_open(c->who, c->store, number, GATE_READ, head, pass, &c->err);
	return rc == RC_OK ? viewed(c, full, detail, head, pass) : rc;
}

enum rc
view_case_id(struct bf_call *c, int64_t id, bool full, const char *detail,
    struct case_head *head, struct gate_pass *pass)
{
	enum rc rc;

	rc = gate_open_id(c->who, c->store, id, GATE_READ, head, pass, &c->err);
	return rc == RC_OK ? viewed(c, full, detail, head, pass) : rc;
}

void
view_of_task(json_t *row)
{
	static const char *const kept[] = { "case", "rev", "unit", "contact",
		"workflow", "workflow_title", NULL };
	json_t *value, *out = json_object();
	const char *const *name;

	for (name = kept; *name != NULL; name++)
		if ((value = json_object_get(row, *name)) != NULL)
			json_object_set(out, *name, value);
	json_object_clear(row);
	json_object_update(row, out);
	json_decref(out);
}

static const char *
text_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

/* A caretaker or the property side gets what names them, others more. */
static bool
view_task_role(const struct principal *p, const char *name)
{
	const unsigned int narrow =
	    ROLE_BIT(ROLE_CARETAKER) | ROLE_BIT(ROLE_PROPERTY);
	enum role role;

	if (name[0] == '\0' || !role_parse(name, &role))
		return (p->roles & ~narrow) != 0;
	return principal_has(p, role);
}

bool
view_task_is_own(const struct bf_call *c, const json_t *row)
{
	const struct unit *const *units = NULL;
	const char *user = text_of(row, "user");
	size_t n, i;

	if (c->who->user == NULL)
		return false;
	if (user[0] != '\0' &&
	    (strcmp(user, c->who->user->name) == 0 ||
		principal_stands_for(c->who, user)))
		return true;
	if (!view_task_role(c->who, text_of(row, "role")))
		return false;
	n = principal_units(c->who, &units);
	for (i = 0; i < n; i++)
		if (strcmp(text_of(row, "unit"), units[i]->name) == 0)
			return true;
	return false;
}

/* What is given to somebody of the health service may tell them of health. */
static unsigned int
task_words(const struct bf_call *c, const struct gate_pass *pass, bool own)
{
	enum domain domain;

	if (own && principal_domain(c->who, &domain) && domain == DOMAIN_HEALTH)
		return pass->classes | (1u << BF_CLASS_HEALTH);
	return pass->classes;
}

/* Leave of title and note what the caller may read. */
static void
view_task_words(struct bf_call *c, json_t *row, unsigned int classes)
{
	static const char *const title[] = { "title", NULL };
	static const char *const note[] = { "note", NULL };
	json_t *class = json_incref(json_object_get(row, "note_class"));
	bool told = false;

	said_withhold(row, classes, title, &told);
	if (json_object_get(row, "title") == NULL)
		json_object_set_new(row, "title",
		    json_string(_("(health: not for your unit)")));
	json_object_set_new(row, "class", class);
	json_object_del(row, "note_class");
	said_withhold(row, classes, note, &told);
	if (told)
		call_disclose(c, "case",
		    json_integer_value(json_object_get(row, "case_id")),
		    bf_class_name(BF_CLASS_HEALTH));
}

/* Keep ROW?  *OUT is false for what the case's relation does not show. */
static enum rc
may_see_task(struct bf_call *c, json_t *row, bool *out)
{
	struct case_head head;
	struct gate_pass pass;
	bool own = view_task_is_own(c, row);
	enum rc rc;

	rc = gate_open_id(c->who, c->store,
	    json_integer_value(json_object_get(row, "case_id")), GATE_READ,
	    &head, &pass, &c->err);
	if (rc == RC_NOTFOUND || rc == RC_DENIED) {
		err_clear(&c->err);
		*out = false;
		return RC_OK;
	}
	*out = rc == RC_OK && (pass.relation > RELATION_TASK || own);
	if (*out)
		view_task_words(c, row, task_words(c, &pass, own));
	return rc;
}

enum rc
view_tasks(struct bf_call *c, json_t *rows)
{
	json_t *row;
	size_t i = 0;
	bool keep = false;
	enum rc rc;

	while (i < json_array_size(rows)) {
		row = json_array_get(rows, i);
		if ((rc = may_see_task(c, row, &keep)) != RC_OK)
			return rc;
		if (!keep) {
			json_array_remove(rows, i);
			continue;
		}
		call_disclose(c, "case",
		    json_integer_value(json_object_get(row, "case_id")),
		    "task");
		json_object_del(row, "case_id");
		view_due(c, row);
		titles_add(c, row);
		i++;
	}
	return RC_OK;
}

/* The number in the case of the decision with row number ID; 0: none. */
static json_int_t
decision_no(const json_t *rows, json_int_t id)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
		if (json_integer_value(json_object_get(row, "id")) == id)
			return json_integer_value(json_object_get(row, "no"));
	return 0;
}

/* Each type as the definition of the case calls it. */
static enum rc
add_types(struct bf_call *c, const struct case_head *head, json_t *rows)
{
	struct loaded *version;
	const char *type, *title;
	json_t *row;
	size_t i;
	enum rc rc;

	if (json_array_size(rows) == 0)
		return RC_OK;
	rc = loaded_get(c->engine, head->definition, &version, &c->err);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		type = text_of(row, "type");
		title = titles_decision(c, version->def, type);
		if (strcmp(title, type) != 0)
			json_object_set_new(row, "type_title",
			    json_string(title));
	}
	loaded_put(version);
	return RC_OK;
}

enum rc
view_decisions(struct bf_call *c, const struct case_head *head, json_t *rows)
{
	const json_t *refers;
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		refers = json_object_get(row, "refers_to");
		if (json_is_integer(refers))
			json_object_set_new(row, "refers_to",
			    json_integer(
				decision_no(rows, json_integer_value(refers))));
	}
	json_array_foreach(rows, i, row) {
		json_object_del(row, "id");
		json_object_del(row, "case_id");
	}
	titles_rows(c, rows);
	return add_types(c, head, rows);
}

/* May the caller see who PERSON is, or only that there is somebody? */
static enum rc
check_member(struct bf_call *c, int64_t person, bool *named)
{
	struct gate_view view;
	struct person p;
	enum rc rc;

	*named = true;
	rc = gate_person(c->who, c->store, person, GATE_BY_ID, &p, &view,
	    &c->err);
	if (rc != RC_NOTFOUND)
		return rc;
	*named = false;
	err_clear(&c->err);
	return gate_person(c->who, c->store, person, GATE_BY_NUMBER, &p, &view,
	    &c->err);
}

/* Another unit's person: a member, and no more. */
static void
take_name(json_t *one)
{
	json_object_del(one, "person");
	json_object_del(one, "name");
	json_object_del(one, "birth_date");
}

enum rc
view_members(struct bf_call *c, json_t *members)
{
	bool named = true;
	json_t *one;
	int64_t person;
	size_t i = 0;
	enum rc rc = RC_OK;

	while (i < json_array_size(members)) {
		one = json_array_get(members, i);
		person = json_integer_value(json_object_get(one, "person"));
		if (person != 0)
			rc = check_member(c, person, &named);
		if (rc == RC_NOTFOUND) {
			err_clear(&c->err);
			json_array_remove(members, i);
			rc = RC_OK;
			continue;
		}
		if (rc != RC_OK)
			return rc;
		if (person != 0 && !named)
			take_name(one);
		else if (person != 0)
			call_disclose(c, "person", person,
			    bf_class_name(BF_CLASS_IDENTITY));
		i++;
	}
	return RC_OK;
}

struct date
view_date(const json_t *row, const char *name)
{
	struct err none = ERR_INIT;
	const char *text = json_string_value(json_object_get(row, name));
	struct date d;

	if (text == NULL || date_parse(text, &d, &none) != RC_OK)
		return DATE_NONE;
	return d;
}

void
view_set_date(json_t *row, const char *name, struct date d)
{
	char text[DATE_SIZE];

	if (!date_is_set(d))
		return;
	date_format(d, text);
	json_object_set_new(row, name, json_string(text));
}

void
view_due(const struct bf_call *c, json_t *row)
{
	struct date due = view_date(row, "due");

	if (!date_is_set(due))
		return;
	json_object_set_new(row, "days",
	    json_integer(date_diff(c->today, due)));
	json_object_set_new(row, "workdays",
	    json_integer(holiday_working_days(c->today, due)));
	json_object_set_new(row, "overdue",
	    json_boolean(date_compare(due, c->today) < 0));
}

static enum rc
title_row(struct bf_call *c, json_t *row)
{
	const struct def_stage *stage;
	struct loaded *l = NULL;
	enum rc rc;

	rc = loaded_get(c->engine,
	    json_integer_value(json_object_get(row, "definition")), &l,
	    &c->err);
	if (rc != RC_OK)
		return rc;
	json_object_set_new(row, "workflow_title", json_string(l->def->title));
	stage = definition_stage(l->def, text_of(row, "stage"));
	if (stage != NULL)
		json_object_set_new(row, "stage_title",
		    json_string(stage->title));
	loaded_put(l);
	return RC_OK;
}

enum rc
view_titles(struct bf_call *c, json_t *rows)
{
	json_t *row;
	size_t i;
	enum rc rc;

	json_array_foreach(rows, i, row)
		if ((rc = title_row(c, row)) != RC_OK)
			return rc;
	return RC_OK;
}

/* What CODE of field F is called; the code itself if nothing calls it. */
static const char *
view_code_title(const struct def_field *f, const char *code)
{
	size_t i;

	for (i = 0; i < f->n_codes; i++)
		if (strcmp(f->codes[i].code, code) == 0 &&
		    f->codes[i].title != NULL && f->codes[i].title[0] != '\0')
			return f->codes[i].title;
	return code;
}

json_t *
view_value_text(const struct def_field *f, const json_t *value)
{
	const json_t *one;
	json_t *list;
	size_t i;

	if (f->type != DEF_CHOICE)
		return NULL;
	if (json_is_string(value))
		return json_string(
		    view_code_title(f, json_string_value(value)));
	list = json_array();
	json_array_foreach(value, i, one)
		if (json_is_string(one))
			json_array_append_new(list,
			    json_string(
				view_code_title(f, json_string_value(one))));
	return list;
}
