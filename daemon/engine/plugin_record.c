/*
 * plugin_record -- records of plugins, through the gate of their owner.
 *
 * A record belongs to a case or a person, and who may not know of that may not
 * know of the record.  What is written goes into the history of the case's step,
 * or as a row of its own for what belongs to a person.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/frame.h"
#include "engine/mark.h"
#include "engine/plugin_hide.h"
#include "engine/plugin_host.h"
#include "engine/plugins.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "engine/touched.h"
#include "model/definition.h"
#include "store/record.h"
#include "store/series.h"

#define ALL_CLASSES ((1u << BF_N_CLASSES) - 1)
#define CASE_BIT (1u << BF_CLASS_CASE)

/* A record's owner, opened for what is wanted. */
struct owner {
	int64_t id;
	unsigned int classes; /* that the caller may see and give */
	struct step *st; /* a case that is changed; else NULL */
};

static int
get_kind(struct bf_call *c, const char *kind, const struct record_kind **out)
{
	struct record_set *set = host_plugin(c)->records;

	*out = set != NULL && kind != NULL ? record_kind(set, kind) : NULL;
	return *out != NULL ? RC_OK :
			      host_misuse(c, _("no such kind of record"), kind);
}

static enum bf_owner
owner_of(struct bf_call *c, const char *kind)
{
	const struct bf_record *d = host_plugin(c)->plugin->d.records;

	while (strcmp(d->kind, kind) != 0)
		d++;
	return d->owner;
}

static enum rc
see_case(struct bf_call *c, int64_t id, struct owner *out)
{
	const struct step *st = touched_find(c, id);
	struct case_head head;
	struct gate_pass pass;
	enum rc rc;

	if (st != NULL) {
		out->classes = st->classes;
		return RC_OK;
	}
	rc = gate_open_id(c->who, c->store, id, GATE_READ, &head, &pass,
	    &c->err);
	if (rc == RC_OK) {
		out->classes = pass.classes;
		call_basis(c, &pass);
		call_disclose(c, "case", id, host_plugin(c)->plugin->name);
	}
	return rc;
}

static enum rc
see_person(struct bf_call *c, int64_t id, bool change, struct owner *out)
{
	struct gate_view view;
	struct person p;
	enum rc rc;

	rc = gate_person(c->who, c->store, id, GATE_BY_ID, &p, &view, &c->err);
	if (rc != RC_OK)
		return rc;
	if (change && view.emergency)
		return err_set(&c->err, RC_DENIED,
		    _("person: what was opened in an emergency is only read"));
	out->classes = view.classes | CASE_BIT;
	call_disclose(c, "person", id, host_plugin(c)->plugin->name);
	return RC_OK;
}

/* Open OWNER of a record of KIND; CHANGE: to write one. */
static enum rc
open_owner(struct bf_call *c, const char *kind, int64_t owner, bool change,
    struct owner *out)
{
	enum rc rc;

	*out = (struct owner){ .id = owner };
	if (owner_of(c, kind) == BF_OWNER_PERSON)
		return see_person(c, owner, change, out);
	if (!change)
		return see_case(c, owner, out);
	rc = touched_get(c, owner, &out->st);
	if (rc == RC_OK)
		out->classes = out->st->classes;
	return rc;
}

/* VALUES by class: {"case": {…}, "economy": {…}}; new reference. */
static json_t *
by_class(const struct bf_record *d, const json_t *values)
{
	const struct bf_record_column *col;
	json_t *parts = json_object(), *value, *part;

	for (col = d->columns; col->name != NULL; col++) {
		if ((value = json_object_get(values, col->name)) == NULL)
			continue;
		part = json_object_get(parts, bf_class_name(col->class));
		if (part == NULL) {
			part = json_object();
			json_object_set_new(parts, bf_class_name(col->class),
			    part);
		}
		json_object_set(part, col->name, value);
	}
	return parts;
}

/* What one may not see one may not give either. */
static enum rc
check_classes(struct bf_call *c, const struct bf_record *d,
    const json_t *values, unsigned int classes)
{
	const struct bf_record_column *col;

	for (col = d->columns; col->name != NULL; col++)
		if (json_object_get(values, col->name) != NULL &&
		    (classes & (1u << (unsigned int)col->class)) == 0)
			return err_set(&c->err, RC_DENIED,
			    _("%s: values of class %s are not for you here"),
			    col->name, bf_class_name(col->class));
	return RC_OK;
}

static const struct bf_record *
declared(struct bf_call *c, const char *kind)
{
	const struct bf_record *d = host_plugin(c)->plugin->d.records;

	while (strcmp(d->kind, kind) != 0)
		d++;
	return d;
}

/* Into the row of the case's step: what was written, class by class. */
static void
note_in_case(struct bf_call *c, struct step *st, const char *kind, int64_t id,
    int64_t rev, json_t *parts)
{
	char *name = mem_format("%s.%s:%lld", host_plugin(c)->plugin->name,
	    kind, (long long)id);
	const char *class;
	json_t *values, *part;

	step_effect(st, "record",
	    json_pack("{ss sI sI}", "kind", kind, "record", (json_int_t)id,
		"rev", (json_int_t)rev));
	json_object_foreach(parts, class, values) {
		part = json_object_get(st->inputs, class);
		if (part == NULL) {
			part = json_object();
			json_object_set_new(st->inputs, class, part);
		}
		if (json_object_get(part, name) != NULL)
			json_object_update(json_object_get(part, name), values);
		else
			json_object_set(part, name, values);
	}
	free(name);
}

/* A row of its own: "plan.plan" with the record's number and revision. */
static enum rc
note_of_person(struct bf_call *c, const char *kind, int64_t owner, int64_t id,
    int64_t rev, const json_t *parts)
{
	char *subject = mem_format("%s.%s", host_plugin(c)->plugin->name, kind);
	enum rc rc;

	rc = mark_subject(c, frame_name(c), subject, id, rev, parts);
	/* A kept reply is seen through the gate of the person. */
	if (rc == RC_OK)
		call_subject(c, "person", owner);
	free(subject);
	return rc;
}

static int
local_year(const struct bf_call *c)
{
	int year, month, day;

	date_split(c->today, &year, &month, &day);
	return year;
}

struct put {
	const char *kind;
	int64_t id, owner, if_rev;
	const json_t *values;
};

/* Write P for an owner that is open. */
static enum rc
put(struct bf_call *c, const struct put *p, struct step *st, int64_t *id,
    int64_t *rev)
{
	const struct record_kind *k =
	    record_kind(host_plugin(c)->records, p->kind);
	json_t *parts;
	enum rc rc;

	rc = record_put(c->tx, k, p->id, p->owner, p->if_rev, p->values,
	    local_year(c), id, rev, &c->err);
	if (rc != RC_OK)
		return rc;
	parts = by_class(declared(c, p->kind), p->values);
	if (st != NULL)
		note_in_case(c, st, p->kind, *id, *rev, parts);
	else
		rc = note_of_person(c, p->kind, p->owner, *id, *rev, parts);
	json_decref(parts);
	return rc;
}

/* Whose record ID is; 0: there is none. */
static enum rc
find_owner(struct bf_call *c, const struct record_kind *k, int64_t id,
    int64_t *owner)
{
	json_t *row = NULL;
	enum rc rc;

	*owner = 0;
	rc = record_get(c->store, k, id, 0, 0, &row, &c->err);
	if (rc == RC_OK)
		*owner = json_integer_value(json_object_get(row, "owner"));
	json_decref(row);
	if (rc != RC_NOTFOUND)
		return rc;
	err_clear(&c->err);
	return RC_OK;
}

/*
 * Open the owner of record ID.  One that there is none of and one that is not to
 * be known of take the same steps and answer alike.
 */
static enum rc
open_record(struct bf_call *c, const char *kind, const struct record_kind *k,
    int64_t id, bool change, struct owner *out)
{
	int64_t owner;
	enum rc rc;

	if ((rc = find_owner(c, k, id, &owner)) != RC_OK)
		return rc;
	rc = open_owner(c, kind, owner, change, out);
	if (rc != RC_NOTFOUND && owner != 0)
		return rc;
	err_clear(&c->err);
	return err_set(&c->err, RC_NOTFOUND, _("%s %lld: not found"),
	    plugins_word(host_plugin(c), kind), (long long)id);
}

int
host_record_put(struct bf_call *c, const char *kind, int64_t id, int64_t owner,
    int64_t if_rev, const json_t *values, int64_t *out_id, int64_t *out_rev)
{
	struct put p = { kind, id, owner, if_rev, values };
	const struct record_kind *k;
	struct owner o;
	int64_t new_id = 0, rev = 0;
	int rc;

	if (frame_reads(c))
		return host_misuse(c, _("a method that reads writes nothing"),
		    kind);
	if ((rc = get_kind(c, kind, &k)) != RC_OK ||
	    (rc = id != 0 ? open_record(c, kind, k, id, true, &o) :
			    open_owner(c, kind, owner, true, &o)) != RC_OK ||
	    (rc = check_classes(c, declared(c, kind), values, o.classes)) !=
		RC_OK)
		return rc;
	p.owner = o.id;
	if ((rc = put(c, &p, o.st, &new_id, &rev)) != RC_OK)
		return rc;
	if (out_id != NULL)
		*out_id = new_id;
	if (out_rev != NULL)
		*out_rev = rev;
	return RC_OK;
}

int
host_record_hand(struct bf_call *c, const char *kind, int64_t owner,
    const json_t *values)
{
	struct put p = { kind, 0, owner, -1, values };
	const struct record_kind *k;
	struct touched_hidden hidden;
	struct step *st = NULL;
	int64_t id, rev;
	int rc;

	if (frame_reads(c))
		return host_misuse(c, _("a method that reads writes nothing"),
		    kind);
	if ((rc = get_kind(c, kind, &k)) != RC_OK)
		return rc;
	touched_hide(c, &hidden);
	if (owner_of(c, kind) == BF_OWNER_CASE)
		rc = touched_get(c, owner, &st);
	c->who = hidden.who;
	if (rc == RC_OK)
		rc = put(c, &p, st, &id, &rev);
	touched_show(c, &hidden);
	return rc;
}

static int
get(struct bf_call *c, const char *kind, int64_t id, int64_t as_of, bool rule,
    json_t **out)
{
	const struct record_kind *k;
	struct owner o;
	json_t *rows;
	int rc;

	*out = NULL;
	if ((rc = get_kind(c, kind, &k)) != RC_OK ||
	    (rc = open_record(c, kind, k, id, false, &o)) != RC_OK)
		return rc;
	rc = record_get(c->store, k, id, as_of, rule ? ALL_CLASSES : o.classes,
	    out, &c->err);
	if (rc != RC_OK || rule)
		return rc;
	rows = json_pack("[O]", *out);
	rc = plugin_hide_addresses(c, declared(c, kind), false, rows);
	json_decref(rows);
	return rc;
}

int
host_record_get(struct bf_call *c, const char *kind, int64_t id, int64_t as_of,
    json_t **out)
{
	return get(c, kind, id, as_of, false, out);
}

int
host_record_rule(struct bf_call *c, const char *kind, int64_t id, json_t **out)
{
	return get(c, kind, id, 0, true, out);
}

/* Which records a list over all owners may show, and what of them. */
static void
choose_scope(struct bf_call *c, const char *kind, struct scope *scope,
    struct record_query *r)
{
	if (owner_of(c, kind) == BF_OWNER_CASE)
		gate_full_scope(c->who, scope);
	else
		gate_person_scope(c->who, scope);
	if (c->who->system)
		*scope = (struct scope){ .all = true };
	r->scope = scope;
	r->classes = gate_classes(c->who,
	    c->who->system ? RELATION_SYSTEM : RELATION_UNIT);
}

/* Make a store's query of Q. */
static int
make_query(struct bf_call *c, const char *kind, const struct bf_query *q,
    struct scope *scope, struct record_query *r)
{
	struct owner o;
	int rc;

	*r = (struct record_query){ .index = q->index,
		.equal = q->equal,
		.from = q->from,
		.to = q->to,
		.owner = q->owner,
		.descending = q->descending,
		.after = q->after,
		.limit = q->limit > 0 ? q->limit : LIST_LIMIT,
		.as_of = q->as_of };
	if (q->owner != 0) {
		rc = open_owner(c, kind, q->owner, false, &o);
		r->classes = q->rule ? ALL_CLASSES : o.classes;
		return rc;
	}
	if (!q->rule)
		choose_scope(c, kind, scope, r);
	return RC_OK;
}

/* What a rule over all owners may learn: which record, and whose. */
static void
strip(json_t *rows)
{
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		json_object_del(row, "values");
		json_object_del(row, "rev");
		json_object_del(row, "recorded");
	}
}

static void
disclose_owners(struct bf_call *c, const char *kind, const json_t *rows)
{
	const char *what =
	    owner_of(c, kind) == BF_OWNER_CASE ? "case" : "person";
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
		call_disclose(c, what,
		    json_integer_value(json_object_get(row, "owner")),
		    host_plugin(c)->plugin->name);
}

int
host_record_find(struct bf_call *c, const char *kind, const struct bf_query *q,
    json_t **rows)
{
	const struct record_kind *k;
	struct record_query r;
	struct scope scope;
	int rc;

	*rows = NULL;
	if ((rc = get_kind(c, kind, &k)) != RC_OK ||
	    (rc = make_query(c, kind, q, &scope, &r)) != RC_OK ||
	    (rc = record_find(c->store, k, &r, rows, &c->err)) != RC_OK)
		return rc;
	if (q->rule && q->owner == 0)
		strip(*rows);
	else if (q->owner == 0)
		disclose_owners(c, kind, *rows);
	if (q->rule)
		return RC_OK;
	return plugin_hide_addresses(c, declared(c, kind), q->owner == 0,
	    *rows);
}

int
host_record_count(struct bf_call *c, const char *kind, const struct bf_query *q,
    int64_t *n)
{
	const struct record_kind *k;
	struct record_query r;
	struct scope scope;
	int rc;

	*n = 0;
	if ((rc = get_kind(c, kind, &k)) != RC_OK ||
	    (rc = make_query(c, kind, q, &scope, &r)) != RC_OK)
		return rc;
	return record_count(c->store, k, &r, n, &c->err);
}

int
host_record_versions(struct bf_call *c, const char *kind, int64_t id,
    json_t **rows)
{
	const struct record_kind *k;
	struct owner o;
	int rc;

	*rows = NULL;
	if ((rc = get_kind(c, kind, &k)) != RC_OK ||
	    (rc = open_record(c, kind, k, id, false, &o)) != RC_OK)
		return rc;
	rc = record_versions(c->store, k, id, o.classes, rows, &c->err);
	if (rc == RC_OK)
		rc = plugin_hide_addresses(c, declared(c, kind), false, *rows);
	return rc;
}

int
host_need_class(struct bf_call *c, const char *kind, int64_t owner,
    enum bf_class class)
{
	const struct record_kind *k;
	struct owner o;
	int rc;

	if ((rc = get_kind(c, kind, &k)) != RC_OK ||
	    (rc = open_owner(c, kind, owner, false, &o)) != RC_OK)
		return rc;
	if ((o.classes & (1u << (unsigned int)class)) != 0)
		return RC_OK;
	return err_set(&c->err, RC_DENIED,
	    _("%s: values of class %s are not for you here"), kind,
	    bf_class_name(class));
}

int
host_series(struct bf_call *c, const char *name, int year, int64_t *n)
{
	char *series;
	enum rc rc;

	if (frame_reads(c))
		return host_misuse(c, _("a method that reads writes nothing"),
		    name);
	series = mem_format("plugin.%s.%s", host_plugin(c)->plugin->name, name);
	rc = series_next(c->tx, series, year, n, &c->err);
	free(series);
	return rc;
}
