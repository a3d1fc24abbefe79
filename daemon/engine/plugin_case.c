/*
 * plugin_case -- cases, decisions and documents, as plugins see and change them.
 */
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/create.h"
#include "engine/frame.h"
#include "engine/host.h"
#include "engine/loaded.h"
#include "engine/plugin_host.h"
#include "engine/plugins.h"
#include "engine/said.h"
#include "engine/state.h"
#include "engine/touched.h"
#include "model/definition.h"
#include "model/pure.h"
#include "store/decision.h"
#include "store/document.h"

static json_t *
person_ids(const json_t *value)
{
	json_t *ids = json_array(), *one;
	size_t i;

	if (json_is_integer(value))
		json_array_append(ids, (json_t *)(uintptr_t)value);
	json_array_foreach(value, i, one)
		json_array_append(ids, one);
	return ids;
}

/* Fields of persons, by name: {"person": [4]}; row numbers are no secret. */
static json_t *
persons_of(const struct step *st)
{
	const struct definition *d = st->version->def;
	json_t *out = json_object();
	const json_t *value;
	size_t i;

	for (i = 0; i < d->n_fields; i++) {
		if (d->fields[i].type != DEF_PERSON)
			continue;
		value = json_object_get(st->data, d->fields[i].name);
		if (value != NULL)
			json_object_set_new(out, d->fields[i].name,
			    person_ids(value));
	}
	return out;
}

/* ST as plugins read it. */
static json_t *
step_json(const struct step *st)
{
	json_t *row = case_json(&st->head);

	json_object_set_new(row, "persons",
	    st->relation == RELATION_TASK ? json_object() : persons_of(st));
	json_object_set_new(row, "data", step_visible(st));
	return row;
}

static int
read_case(struct bf_call *c, int64_t id, json_t **out)
{
	const struct step *open = touched_find(c, id);
	struct step st;
	enum rc rc;

	if (open != NULL) {
		*out = step_json(open);
		return RC_OK;
	}
	rc = step_open_id(c, id, STEP_READ, &st);
	if (rc == RC_OK)
		*out = step_json(&st);
	step_fini(&st);
	return rc;
}

int
host_case_get_id(struct bf_call *c, int64_t id, enum bf_want want, json_t **out)
{
	struct step *st;
	int rc;

	*out = NULL;
	if (want == BF_CHANGE && (rc = touched_get(c, id, &st)) != RC_OK)
		return rc;
	return read_case(c, id, out);
}

int
host_case_id(struct bf_call *c, const char *number, enum bf_want want,
    int64_t *id)
{
	struct case_head head;
	enum relation rel;
	struct step *st;
	int rc;

	*id = 0;
	if (number == NULL)
		return host_misuse(c, _("no case is named"), "case_id");
	rc = gate_case(c->who, c->store, number, GATE_READ, &head, &rel,
	    &c->err);
	if (rc != RC_OK)
		return rc;
	call_disclose(c, "case", head.id, NULL);
	*id = head.id;
	return want == BF_CHANGE ? touched_get(c, head.id, &st) : RC_OK;
}

int
host_case_get(struct bf_call *c, const char *number, enum bf_want want,
    json_t **out)
{
	int64_t id;
	int rc;

	*out = NULL;
	if ((rc = host_case_id(c, number, want, &id)) != RC_OK)
		return rc;
	return read_case(c, id, out);
}

/* Ask the step of case ID for VERB, as a definition's function would. */
static int
ask(struct bf_call *c, int64_t id, const char *verb, const json_t *args,
    json_t **result)
{
	json_t *unused = NULL;
	struct step *st;
	int rc;

	if ((rc = touched_get(c, id, &st)) != RC_OK)
		return rc;
	rc =
	    host_do(st, verb, args, result != NULL ? result : &unused, &c->err);
	json_decref(unused);
	return rc;
}

int
host_case_set(struct bf_call *c, int64_t id, const json_t *values)
{
	json_t *args, *value;
	const char *name;
	void *it;
	int rc = RC_OK;

	for (it = json_object_iter((json_t *)(uintptr_t)values);
	     rc == RC_OK && it != NULL;
	     it = json_object_iter_next((json_t *)(uintptr_t)values, it)) {
		name = json_object_iter_key(it);
		value = json_object_iter_value(it);
		args = json_pack("{ss sO}", "field", name, "value", value);
		rc = ask(c, id, "data.set", args, NULL);
		json_decref(args);
	}
	return rc;
}

int
host_case_create(struct bf_call *c, const char *workflow, int64_t parent,
    const char *unit, const char *contact, const json_t *data, int64_t *id)
{
	struct case_head head;
	enum relation rel;
	json_t *params;
	struct step *st;
	enum rc rc = RC_OK;

	*id = 0;
	if (frame_reads(c))
		return host_misuse(c, _("a method that reads writes nothing"),
		    "case_create");
	if (parent != 0 && touched_find(c, parent) == NULL)
		rc = gate_case_id(c->who, c->store, parent, GATE_READ, &head,
		    &rel, &c->err);
	if (rc != RC_OK)
		return rc;
	params = json_pack("{ss* ss* ss*}", "workflow", workflow, "unit", unit,
	    "contact", contact);
	if (data != NULL)
		json_object_set(params, "data", (json_t *)(uintptr_t)data);
	st = touched_add(c);
	rc = create_begin(c, params, parent, st);
	if (rc == RC_OK)
		*id = st->head.id;
	json_decref(params);
	return rc;
}

int
host_note(struct bf_call *c, int64_t case_id, const json_t *what)
{
	struct step *st;
	int rc;

	if ((rc = touched_get(c, case_id, &st)) == RC_OK)
		step_effect(st, "note",
		    json_pack("{ss sO}", "plugin", host_plugin(c)->plugin->name,
			"what", what));
	return rc;
}

int
host_cases_of(struct bf_call *c, int64_t person, json_t **out)
{
	struct scope scope = { .all = true };

	if (!c->who->system)
		gate_scope(c->who, &scope);
	return case_of_person(c->store, &scope, person, out, &c->err);
}

int
host_decide(struct bf_call *c, int64_t case_id, const json_t *decision,
    int64_t *id)
{
	json_t *made = NULL;
	int rc;

	*id = 0;
	rc = ask(c, case_id, "decide", decision, &made);
	*id = json_integer_value(json_object_get(made, "id"));
	json_decref(made);
	return rc;
}

static const char *
text_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

/* Did ROW hold on day ON? */
static bool
holds(const json_t *row, struct date on)
{
	const char *from = text_of(row, "effective");
	const char *until = text_of(row, "expires");
	struct date d;

	if (from[0] == '\0')
		from = text_of(row, "date");
	if (date_parse(from, &d, NULL) == RC_OK && date_compare(on, d) < 0)
		return false;
	return date_parse(until, &d, NULL) != RC_OK || date_compare(on, d) <= 0;
}

int
host_decisions(struct bf_call *c, int64_t case_id, const char *type,
    struct bf_date on, json_t **rows)
{
	static const char *const words[] = { "content", "reasons", NULL };
	const struct date day = pure_date_in(on);
	const struct step *st = touched_find(c, case_id);
	struct gate_pass pass = { .classes = 0 };
	struct case_head head;
	json_t *all = NULL, *row;
	size_t i;
	int rc = RC_OK;

	*rows = NULL;
	if (st == NULL)
		rc = gate_open_id(c->who, c->store, case_id, GATE_READ, &head,
		    &pass, &c->err);
	if (rc == RC_OK)
		rc = decision_list(c->store, case_id, true, &all, &c->err);
	if (rc != RC_OK)
		return rc;
	*rows = json_array();
	json_array_foreach(all, i, row) {
		said_withhold(row, st != NULL ? st->classes : pass.classes,
		    words, NULL);
		if ((type == NULL || strcmp(text_of(row, "type"), type) == 0) &&
		    (!date_is_set(day) || holds(row, day)))
			json_array_append(*rows, row);
	}
	json_decref(all);
	return RC_OK;
}

/* Bytes in memory, read from the front. */
struct bytes {
	const char *at;
	size_t left;
};

static ssize_t
read_bytes(void *arg, void *buf, size_t len, struct err *e)
{
	struct bytes *b = arg;

	(void)e;
	if (len > b->left)
		len = b->left;
	memcpy(buf, b->at, len);
	b->at += len;
	b->left -= len;
	return (ssize_t)len;
}

static const char *
or_else(const json_t *about, const char *name, const char *otherwise)
{
	const char *text = json_string_value(json_object_get(about, name));

	return text != NULL ? text : otherwise;
}

int
host_document_put(struct bf_call *c, int64_t case_id, const json_t *about,
    const void *bytes, size_t len, int64_t *id)
{
	struct gate_pass pass = { .classes = 0 };
	struct bytes from = { bytes, len };
	struct document_new in = { .case_id = case_id,
		.person = json_integer_value(json_object_get(about, "person")),
		.kind = or_else(about, "kind", "other"),
		.class = bf_class_of(or_else(about, "class", "identity")),
		.title = or_else(about, "title", ""),
		.mime = or_else(about, "mime", "application/octet-stream"),
		.direction = or_else(about, "direction", "internal"),
		.received = DATE_NONE,
		.by = principal_name(c->who),
		.unit = c->who->unit != NULL ? c->who->unit->name : "" };
	struct step *st;
	int rc;

	*id = 0;
	(void)date_parse(or_else(about, "received", ""), &in.received, NULL);
	if ((rc = touched_get(c, case_id, &st)) != RC_OK)
		return rc;
	pass.relation = st->relation;
	pass.classes = st->classes;
	if ((rc = gate_class_need(c->who, &pass, in.class, &c->err)) != RC_OK)
		return rc;
	rc = document_put(c->tx, &in, read_bytes, &from,
	    c->engine->parts.limits.document, id, &c->err);
	if (rc == RC_OK)
		step_effect(st, "document",
		    json_pack("{sI}", "document", (json_int_t)*id));
	return rc;
}

int
host_documents(struct bf_call *c, int64_t case_id, json_t **rows)
{
	const struct step *st = touched_find(c, case_id);
	struct gate_pass pass = { .classes = 0 };
	struct case_head head;
	int rc = RC_OK;

	*rows = NULL;
	if (st == NULL &&
	    (rc = gate_open_id(c->who, c->store, case_id, GATE_READ, &head,
		 &pass, &c->err)) == RC_OK)
		call_basis(c, &pass);
	if (rc != RC_OK)
		return rc;
	return document_list(c->store, case_id,
	    st != NULL ? st->shows : call_shows(c, &pass), 0, STORE_LIST_MAX,
	    rows, &c->err);
}
