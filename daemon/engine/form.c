/*
 * form -- check what a form was filled with, and describe it.
 */
#include "engine/form.h"

#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/person_row.h"
#include "engine/rows.h"
#include "engine/rules.h"
#include "engine/step.h"
#include "engine/loaded.h"
#include "model/municipality.h"
#include "model/nin.h"
#include "store/document.h"

static const struct def_form *
find_row(const struct def_form *form, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(form[i].field->name, name) == 0)
			return &form[i];
	return NULL;
}

static void
check_unknown(const struct def_form *form, size_t n, const json_t *input,
    struct err *e)
{
	const char **names = mem_new(n + 1, sizeof(*names));
	const char *near, *key;
	json_t *object;
	void *it;
	size_t i;

	for (i = 0; i < n; i++)
		names[i] = form[i].field->name;
	/* jansson iterates over an object that is not const. */
	object = json_deep_copy(input);
	for (it = json_object_iter(object); it != NULL;
	     it = json_object_iter_next(object, it)) {
		key = json_object_iter_key(it);
		if (find_row(form, n, key) != NULL)
			continue;
		near = ini_nearest(key, names, n);
		if (near != NULL)
			err_field(e, key, NULL,
			    _("no such field here; did you mean %s?"), near);
		else
			err_field(e, key, NULL, _("no such field here"));
	}
	json_decref(object);
	free(names);
}

/*
 * A national number in the place of a person's row number: *OUT is that number
 * (new reference), and FOUND takes it too.  Anything else stays as it is.
 */
static enum rc
take_number(const struct step *st, const struct def_field *f,
    const json_t *value, json_t *found, json_t **out, struct err *e)
{
	struct bf_call *c = st->call;
	struct err lost = ERR_INIT;
	struct nin nin;
	int64_t id = 0;
	enum rc rc;

	*out = NULL;
	if (f->type != DEF_PERSON || !json_is_string(value)) {
		*out = json_deep_copy(value);
		return RC_OK;
	}
	rc = nin_check(json_string_value(value),
	    c->municipality->test_identities ? NIN_TEST : NIN_PRODUCTION, &nin,
	    &lost);
	if (rc == RC_OK)
		rc = person_by_number(c, &nin, &id, &lost);
	if (rc == RC_NOTFOUND)
		return err_field(e, f->name, NULL,
		    _("nobody whom you may know of has this number; register "
		      "the person first"));
	if (rc != RC_OK)
		return err_field(e, f->name, lost.name, "%s", lost.text);
	json_array_append_new(found, json_integer(id));
	*out = json_integer(id);
	return RC_OK;
}

/* The same for a field with many values. */
static enum rc
take_numbers(const struct step *st, const struct def_field *f,
    const json_t *value, json_t *found, json_t **out, struct err *e)
{
	json_t *one;
	enum rc rc = RC_OK;
	size_t i;

	if (!json_is_array(value))
		return take_number(st, f, value, found, out, e);
	*out = json_array();
	for (i = 0; rc == RC_OK && i < json_array_size(value); i++) {
		rc = take_number(st, f, json_array_get(value, i), found, &one,
		    e);
		if (rc == RC_OK)
			json_array_append_new(*out, one);
	}
	if (rc == RC_OK)
		return RC_OK;
	json_decref(*out);
	*out = NULL;
	return rc;
}

static bool
is_in(const json_t *list, const json_t *value)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		if (json_equal(json_array_get(list, i), value))
			return true;
	return false;
}

/* Is the person, household or document that VALUE numbers one to be named? */
static bool
row_is_known(const struct step *st, const struct def_field *f, int64_t id)
{
	struct bf_call *c = st->call;
	struct gate_view view;
	struct person person;
	struct document doc;
	struct err none = ERR_INIT;
	bool known;

	if (f->type == DEF_PERSON)
		return gate_person(c->who, c->store, id, GATE_BY_ID, &person,
			   &view, &none) == RC_OK;
	if (f->type == DEF_HOUSEHOLD)
		return gate_household(c->who, c->store, id, &none) == RC_OK;
	memset(&doc, 0, sizeof(doc));
	known = document_load(c->store, id, &doc, &none) == RC_OK &&
	    doc.case_id == st->head.id;
	document_fini(&doc);
	return known;
}

/* FOUND are the persons that were named by their national numbers. */
static bool
reference_is_known(const struct step *st, const struct def_field *f,
    const json_t *value, const json_t *found)
{
	const struct municipality *m = st->call->municipality;

	switch (f->type) {
	case DEF_PERSON:
	case DEF_HOUSEHOLD:
	case DEF_DOCUMENT:
		return st->call->who->system || is_in(found, value) ||
		    row_is_known(st, f, json_integer_value(value));
	case DEF_UNIT:
		return municipality_unit(m, json_string_value(value)) != NULL;
	case DEF_USER:
		return municipality_user(m, json_string_value(value)) != NULL;
	case DEF_TEXT:
	case DEF_INTEGER:
	case DEF_BOOLEAN:
	case DEF_DATE:
	case DEF_MONEY:
	case DEF_CHOICE:
	case DEF_DURATION:
		break;
	}
	return true;
}

static void
check_reference(const struct step *st, const struct def_field *f,
    const json_t *value, const json_t *found, struct err *e)
{
	size_t i;

	if (!json_is_array(value)) {
		if (!reference_is_known(st, f, value, found))
			err_field(e, f->name, NULL, _("%s: not known here"),
			    def_type_name(f->type));
		return;
	}
	for (i = 0; i < json_array_size(value); i++)
		if (!reference_is_known(st, f, json_array_get(value, i), found))
			err_field(e, f->name, NULL,
			    _("%s number %zu: not known here"),
			    def_type_name(f->type), i + 1);
}

static void
check_value(const struct step *st, const struct def_field *f,
    const json_t *value, json_t *out, struct err *e)
{
	json_t *found = json_array(), *taken = NULL, *normal = NULL;

	if (take_numbers(st, f, value, found, &taken, e) == RC_OK &&
	    field_check(f, taken, st->call->today, &normal, e) == RC_OK) {
		check_reference(st, f, normal, found, e);
		(void)rules_check_value(st, f, normal, e);
		json_object_set_new(out, f->name, normal);
	}
	json_decref(taken);
	json_decref(found);
}

static bool
has_value(const struct step *st, const struct def_field *f)
{
	return !f->transient && json_object_get(st->data, f->name) != NULL;
}

static void
check_row(struct step *st, const struct def_form *row, const json_t *value,
    json_t *out, struct err *e)
{
	const struct def_field *f = row->field;
	bool given = value != NULL && !json_is_null(value);

	if (!given) {
		if (row->required && (value != NULL || !has_value(st, f)))
			err_field(e, f->name, NULL, _("%s: is needed"),
			    f->title);
		else if (value != NULL)
			json_object_set_new(out, f->name, json_null());
		return;
	}
	if ((st->classes & (1u << f->class)) == 0) {
		err_field(e, f->name, "E_NO_BASIS",
		    _("fields of class %s are not yours to fill in here"),
		    bf_class_name(f->class));
		return;
	}
	check_value(st, f, value, out, e);
}

enum rc
form_check(struct step *st, const struct def_form *form, size_t n,
    const json_t *input, json_t **out, struct err *e)
{
	size_t i;

	*out = NULL;
	if (input != NULL && !json_is_object(input))
		return err_set(e, RC_INVALID,
		    _("input: must be an object of field and value"));
	err_clear(e);
	*out = json_object();
	if (input != NULL)
		check_unknown(form, n, input, e);
	for (i = 0; i < n; i++)
		check_row(st, &form[i],
		    json_object_get(input, form[i].field->name), *out, e);
	if (e->rc == RC_OK)
		return RC_OK;
	json_decref(*out);
	*out = NULL;
	return e->rc;
}

static json_t *
describe_codes(const struct def_field *f, struct date today)
{
	json_t *codes = json_array();
	const struct def_code *code;
	size_t i;

	for (i = 0; i < f->n_codes; i++) {
		code = &f->codes[i];
		if (code->has_from && date_compare(today, code->from) < 0)
			continue;
		if (code->has_to && date_compare(today, code->to) > 0)
			continue;
		json_array_append_new(codes,
		    json_pack("{ss ss}", "code", code->code, "title",
			code->title));
	}
	return codes;
}

static json_t *
describe_field(const struct step *st, const struct def_form *row)
{
	const struct def_field *f = row->field;
	json_t *o, *value;

	o = json_pack("{ss ss ss ss ss sb sb}", "name", f->name, "title",
	    f->title, "help", f->help, "type", def_type_name(f->type), "class",
	    bf_class_name(f->class), "required", row->required, "many",
	    f->many);
	if (f->type == DEF_CHOICE)
		json_object_set_new(o, "codes",
		    describe_codes(f, st->call->today));
	if (f->min != 0 || f->max != 0) {
		json_object_set_new(o, "min", json_integer(f->min));
		json_object_set_new(o, "max", json_integer(f->max));
	}
	value = json_object_get(st->data, f->name);
	if (value != NULL && (st->shows & (1u << step_class(st, f))) != 0 &&
	    (st->shown == NULL || json_object_get(st->shown, f->name) != NULL))
		json_object_set(o, "value", value);
	return o;
}

json_t *
form_describe(const struct step *st, const struct def_form *form, size_t n)
{
	json_t *rows = json_array();
	size_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(rows, describe_field(st, &form[i]));
	return rows;
}

static int
form_of_action(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *action = param_text(params, "action");
	const struct def_action *a;
	struct step st;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_READ, &st);
	if (rc == RC_OK && action == NULL)
		rc = err_set(&c->err, RC_INVALID,
		    _("action: name the action whose form is wanted"));
	if (rc == RC_OK) {
		a = definition_action(st.version->def, st.stage, action);
		if (a == NULL)
			rc = err_set(&c->err, RC_INVALID,
			    _("action %s: no such action in stage %s"), action,
			    st.stage->name);
		else
			*result = json_pack("{ss so}", "title", a->title,
			    "fields", form_describe(&st, a->form, a->n_form));
	}
	step_fini(&st);
	return rc;
}

static int
form_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *workflow = param_text(params, "workflow");
	struct loaded *l;
	struct step st;
	enum rc rc;

	if (param_text(params, "case") != NULL)
		return form_of_action(c, params, result);
	rc = loaded_active(c->engine, workflow, &l, &c->err);
	if (rc != RC_OK)
		return rc;
	step_open_new(c, l, &st);
	*result = json_pack("{ss so}", "title", l->def->title, "fields",
	    form_describe(&st, l->def->create, l->def->n_create));
	step_fini(&st);
	return RC_OK;
}

static const struct bf_param form_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_POSITIONAL,
	    .text = N_("the case whose action is meant") },
	{ .name = "action",
	    .type = BF_NAME,
	    .flags = BF_POSITIONAL,
	    .text = N_("the action whose form is wanted") },
	{ .name = "workflow",
	    .type = BF_NAME,
	    .text = N_("for the form of a new case: its workflow") },
	{ .type = BF_END }
};

static const struct bf_column form_columns[] = {
	{ "name", BF_NAME, N_("field") }, { "title", BF_TEXT, N_("title") },
	{ "type", BF_NAME, N_("type") }, { "class", BF_NAME, N_("class") },
	{ "required", BF_BOOL, N_("needed") },
	{ "many", BF_BOOL, N_("several") }, { "help", BF_TEXT, N_("help") },
	{ "codes", BF_LIST, N_("choices") }, { "value", BF_ANY, N_("value") },
	{ .type = BF_END }
};

const struct bf_method form_methods[] = {
	{ .name = "case.form",
	    .nb = "sak skjema",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show the form of an action or of a new case"),
	    .params = form_params,
	    .rows = "fields",
	    .columns = form_columns,
	    .errors = "",
	    .call = form_call },
	{ .name = NULL }
};
