/*
 * carry -- who it is about and which papers, into a packet; see carry.h.
 */
#include "engine/carry.h"

#include <stdlib.h>
#include <string.h>

#include "access/gate_receiver.h"
#include "base/base64.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/sha256.h"
#include "engine/parties.h"
#include "engine/rows.h"
#include "store/document.h"
#include "store/person.h"

const char *const carry_person_codes[] = { "identity", "address", NULL };

/* A packet at work. */
struct carrying {
	struct step *st;
	json_t *packet; /* borrowed, as all here */
	json_t *ticked;
	unsigned int *classes;
};

static bool
is_ticked(const json_t *params, const char *code)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(params, "person"), i, one)
		if (json_is_string(one) &&
		    strcmp(json_string_value(one), code) == 0)
			return true;
	return false;
}

/* May the caller see values of CLASS, and is it ticked for the consent? */
static enum rc
need_class(struct carrying *k, const char *field, enum bf_class class,
    struct err *e)
{
	if ((k->st->classes & (1u << class)) == 0)
		return err_field(e, field, "E_NO_BASIS",
		    _("not for you in this case"));
	*k->classes |= 1u << class;
	return RC_OK;
}

static void
copy(json_t *to, const json_t *from, const char *name)
{
	json_t *value = json_object_get(from, name);

	if (json_string_length(value) > 0)
		json_object_set(to, name, value);
}

/* The number that is valid today. */
static enum rc
add_number(const struct step *st, int64_t person, json_t *o, struct err *e)
{
	json_t *rows = NULL, *row;
	char today[DATE_SIZE];
	const char *type, *end;
	size_t i;
	enum rc rc;

	rc = person_identifiers(st->call->store, person, 0, &rows, e);
	date_format(st->call->today, today);
	json_array_foreach(rows, i, row) {
		type = json_string_value(json_object_get(row, "type"));
		end = json_string_value(json_object_get(row, "valid_to"));
		if (type == NULL || strcmp(type, "help") == 0 ||
		    strcmp(type, "other") == 0 ||
		    (end != NULL && strcmp(end, today) < 0))
			continue;
		json_object_set(o, "type", json_object_get(row, "type"));
		json_object_set(o, "number", json_object_get(row, "value"));
	}
	json_decref(rows);
	return rc;
}

static enum rc
add_identity(const struct step *st, const struct person *p, json_t *o,
    struct err *e)
{
	json_t *part = NULL;
	enum rc rc;

	rc = person_part(st->call->store, p->id, BF_CLASS_IDENTITY, &part, e);
	if (rc != RC_OK)
		return rc;
	copy(o, part, "name");
	copy(o, part, "birth_date");
	copy(o, part, "language");
	json_decref(part);
	json_object_set_new(o, "grade",
	    json_string(person_grade_name(p->grade)));
	return add_number(st, p->id, o, e);
}

static enum rc
add_address(const struct step *st, const struct person *p, json_t *o,
    struct err *e)
{
	json_t *part = NULL, *address = json_object();
	enum rc rc;

	rc = person_part(st->call->store, p->id, BF_CLASS_ADDRESS, &part, e);
	copy(address, part, "address");
	copy(address, part, "postal_code");
	copy(address, part, "postal_place");
	json_object_set_new(o, "address", address);
	json_decref(part);
	return rc;
}

static enum rc protected(struct err *e) {
	return err_name(e, RC_GUARD, "E_PROTECTED",
	    _("person: is protected; tell the other municipality by hand, and "
	      "leave it out of the packet"));
}

static enum rc
tick_person(struct carrying *k, const json_t *params, struct err *e)
{
	bool identity = is_ticked(params, "identity");
	bool address = is_ticked(params, "address");
	int64_t id = parties_person(k->st);
	struct person p;
	json_t *o;
	enum rc rc;

	if (!identity && !address)
		return RC_OK;
	if (id == 0)
		return err_field(e, "person", NULL, _("the case names nobody"));
	if (!identity)
		return err_field(e, "person", NULL,
		    _("an address goes with the identity"));
	if ((rc = need_class(k, "person", BF_CLASS_IDENTITY, e)) != RC_OK ||
	    (address &&
		(rc = need_class(k, "person", BF_CLASS_ADDRESS, e)) != RC_OK) ||
	    (rc = person_load(k->st->call->store, id, &p, e)) != RC_OK)
		return rc;
	if (p.grade == PERSON_STRICTLY_PROTECTED ||
	    (address && p.grade != PERSON_OPEN))
		return protected(e);
	o = json_object();
	if ((rc = add_identity(k->st, &p, o, e)) == RC_OK && address)
		rc = add_address(k->st, &p, o, e);
	json_object_set(k->packet, "person", o);
	json_object_set(k->ticked, "person", json_object_get(params, "person"));
	json_decref(o);
	return rc;
}

static enum rc
gather(void *arg, const void *bytes, size_t len, struct err *e)
{
	if (buf_add(arg, bytes, len))
		return RC_OK;
	return err_name(e, RC_GUARD, "E_TOO_LARGE",
	    _("documents: larger than %lld MiB together; send some of them in "
	      "another packet"),
	    (long long)(CARRY_DOCUMENTS_MAX >> 20));
}

/* The paper with its bytes, which count against what is LEFT. */
static enum rc
add_document(struct carrying *k, const struct document *d, int64_t *left,
    json_t *list, struct err *e)
{
	char hex[SHA256_HEX_SIZE], received[DATE_SIZE] = "", *text;
	struct buf bytes;
	enum rc rc;

	buf_init(&bytes, (size_t)*left);
	rc = document_get(k->st->call->store, d->id, gather, &bytes, e);
	if (rc == RC_OK) {
		*left -= (int64_t)buf_len(&bytes);
		sha256_of(buf_data(&bytes), buf_len(&bytes), hex);
		text = base64_of(buf_data(&bytes), buf_len(&bytes));
		if (date_is_set(d->received))
			date_format(d->received, received);
		json_array_append_new(list,
		    json_pack("{ss ss ss ss ss sI ss ss}", "title",
			d->title != NULL ? d->title : "", "kind", d->kind,
			"class", bf_class_name(d->class), "mime", d->mime,
			"received", received, "size", (json_int_t)d->size,
			"sha256", hex, "base64", text));
		free(text);
	}
	buf_fini(&bytes);
	return rc;
}

static enum rc
tick_document(struct carrying *k, int64_t id, int64_t *left, json_t *list,
    struct err *e)
{
	const struct step *st = k->st;
	struct document d;
	enum rc rc;

	memset(&d, 0, sizeof(d));
	rc = document_load(st->call->store, id, &d, e);
	if (rc == RC_NOTFOUND ||
	    (rc == RC_OK &&
		(d.case_id != st->head.id ||
		    (st->classes & (1u << d.class)) == 0))) {
		err_clear(e);
		rc = err_set(e, RC_NOTFOUND, _("document %lld: not found"),
		    (long long)id);
	}
	if (rc == RC_OK &&
	    (rc = need_class(k, "documents", d.class, e)) == RC_OK &&
	    (rc = gate_receiver_paper(st->call->store, &st->head, d.person,
		 d.class, 0, e)) == RC_OK)
		rc = add_document(k, &d, left, list, e);
	document_fini(&d);
	return rc;
}

static enum rc
tick_documents(struct carrying *k, const json_t *params, struct err *e)
{
	json_t *ids = json_object_get(params, "documents"), *list, *one;
	int64_t left = CARRY_DOCUMENTS_MAX;
	enum rc rc = RC_OK;
	size_t i;

	if (json_array_size(ids) == 0)
		return RC_OK;
	if (json_array_size(ids) > CARRY_COUNT)
		return err_field(e, "documents", NULL,
		    _("at most %d in a packet"), CARRY_COUNT);
	list = json_array();
	json_array_foreach(ids, i, one)
		if (rc == RC_OK)
			rc = tick_document(k, json_integer_value(one), &left,
			    list, e);
	json_object_set_new(k->packet, "documents", list);
	json_object_set(k->ticked, "documents", ids);
	return rc;
}

enum rc
carry_tick(struct step *st, const json_t *params, json_t *packet,
    unsigned int *classes, json_t *ticked, struct err *e)
{
	struct carrying k = { .st = st,
		.packet = packet,
		.ticked = ticked,
		.classes = classes };
	enum rc rc = tick_person(&k, params, e);

	return rc != RC_OK ? rc : tick_documents(&k, params, e);
}
