/*
 * carry_take -- who it is about and which papers, out of a packet; see carry.h.
 *
 * The packet is somebody else's file: what it says of a person passes the checks
 * of person.add, and each paper is compared with its hash.
 */
#include "engine/carry.h"

#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/base64.h"
#include "base/i18n.h"
#include "base/sha256.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "engine/table.h"
#include "store/document.h"
#include "store/person.h"

#define TEXT_BYTES 400 /* of a name or an address */
#define TITLE_BYTES 400
#define MIME_BYTES 127

static const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

static enum rc
bad_packet(struct err *e, const char *why)
{
	return err_name(e, RC_INVALID, "E_PACKET", _("packet: %s"), why);
}

static void
not_taken(struct step *st, const char *why)
{
	call_warn(st->call, "W_NOT_TAKEN", "person", _("is not taken over: %s"),
	    why);
}

static void
copy(json_t *to, const json_t *from, const char *name)
{
	const char *text = text_in(from, name);

	if (text[0] != '\0' && strlen(text) <= TEXT_BYTES)
		json_object_set_new(to, name, json_string(text));
}

/* What person.add is asked for. */
static json_t *
params_of(const json_t *person)
{
	const json_t *address = json_object_get(person, "address");
	const char *language = text_in(person, "language");
	json_t *o = json_object();
	enum person_grade grade;
	struct date born;

	copy(o, person, "name");
	copy(o, person, "number");
	if (date_parse(text_in(person, "birth_date"), &born, NULL) == RC_OK &&
	    date_is_set(born))
		copy(o, person, "birth_date");
	if (strcmp(language, "nb") == 0 || strcmp(language, "nn") == 0)
		copy(o, person, "language");
	if (person_grade_parse(text_in(person, "grade"), &grade))
		copy(o, person, "grade");
	copy(o, address, "address");
	copy(o, address, "postal_code");
	copy(o, address, "postal_place");
	return o;
}

static enum rc
add_person(struct step *st, const json_t *person, int64_t *id, struct err *e)
{
	struct bf_call *c = st->call;
	const struct bf_method *m =
	    table_find(c->engine->methods, "person.add");
	json_t *params = params_of(person), *result = NULL;
	enum rc rc;

	if (json_object_get(params, "name") == NULL) {
		json_decref(params);
		return bad_packet(e, _("its person has no name"));
	}
	rc = (enum rc)m->call(c, params, &result);
	*id = json_integer_value(json_object_get(result, "person"));
	json_decref(params);
	json_decref(result);
	return rc;
}

/* The one known here by that number; *ID stays 0 if nobody is. */
static enum rc
find_person(struct step *st, const json_t *person, int64_t *id, bool *hidden,
    struct err *e)
{
	struct bf_call *c = st->call;
	const char *number = text_in(person, "number");
	struct gate_view view;
	struct person p;
	enum rc rc;

	*id = 0;
	*hidden = false;
	if (number[0] == '\0')
		return RC_OK;
	rc = person_find_number(c->store, number, id, e);
	if (rc != RC_OK || *id == 0)
		return rc;
	rc = gate_person(c->who, c->store, *id, GATE_BY_NUMBER, &p, &view, e);
	if (rc != RC_NOTFOUND)
		return rc;
	err_clear(e);
	*hidden = true;
	return RC_OK;
}

enum rc
carry_take_person(struct step *st, const json_t *packet, struct err *e)
{
	const json_t *person = json_object_get(packet, "person");
	const struct def_field *f =
	    definition_field(step_definition(st), "person");
	json_t *value;
	int64_t id;
	bool hidden;
	enum rc rc;

	if (!json_is_object(person))
		return RC_OK;
	if (f == NULL || f->type != DEF_PERSON || f->many) {
		not_taken(st, _("cases of this kind name no applicant"));
		return RC_OK;
	}
	if ((rc = find_person(st, person, &id, &hidden, e)) != RC_OK)
		return rc;
	if (hidden) {
		not_taken(st, _("ask your leader"));
		return RC_OK;
	}
	if (id == 0 && (rc = add_person(st, person, &id, e)) != RC_OK)
		return rc;
	value = json_integer((json_int_t)id);
	step_input(st, f, value);
	step_set(st, f, value);
	json_decref(value);
	return RC_OK;
}

/* Bytes that are read as a document's. */
struct source {
	const char *at;
	size_t left;
};

static ssize_t
read_bytes(void *arg, void *buf, size_t len, struct err *e)
{
	struct source *s = arg;
	size_t n = len < s->left ? len : s->left;

	(void)e;
	memcpy(buf, s->at, n);
	s->at += n;
	s->left -= n;
	return (ssize_t)n;
}

static bool
is_made_of(const char *text, size_t max, const char *allowed)
{
	size_t n = strlen(text);

	return n > 0 && n <= max && strspn(text, allowed) == n;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

static enum rc
put(struct step *st, const json_t *row, struct source *bytes, struct err *e)
{
	const char *kind = text_in(row, "kind"), *mime = text_in(row, "mime");
	struct bf_call *c = st->call;
	struct document_new in = { .case_id = st->head.id,
		.kind =
		    is_made_of(kind, 40, LETTERS DIGITS "_") ? kind : "other",
		.class = bf_class_of(text_in(row, "class")),
		.title = text_in(row, "title"),
		.mime = is_made_of(mime, MIME_BYTES,
			    LETTERS DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZ.+-/") ?
		    mime :
		    "application/octet-stream",
		.direction = "in",
		.received = c->today,
		.by = principal_name(c->who),
		.unit = c->who->unit != NULL ? c->who->unit->name : "" };
	int64_t id;

	if ((st->classes & (1u << in.class)) == 0) {
		call_warn(c, "W_NOT_TAKEN", "documents",
		    _("is not taken over: not for your unit"));
		return RC_OK;
	}
	if (strlen(in.title) > TITLE_BYTES)
		return bad_packet(e, _("the title of a document is too long"));
	return document_put(c->tx, &in, read_bytes, bytes,
	    c->engine->parts.limits.document, &id, e);
}

static enum rc
take_document(struct step *st, const json_t *row, struct err *e)
{
	const json_t *text = json_object_get(row, "base64");
	char hex[SHA256_HEX_SIZE];
	struct source bytes;
	void *all;
	size_t n;
	enum rc rc;

	if (!json_is_string(text) ||
	    !base64_read(json_string_value(text), json_string_length(text),
		&all, &n))
		return bad_packet(e, _("a document cannot be read"));
	sha256_of(all, n, hex);
	bytes = (struct source){ .at = all, .left = n };
	rc = strcmp(hex, text_in(row, "sha256")) == 0 ?
	    put(st, row, &bytes, e) :
	    bad_packet(e, _("a document is not what was sent"));
	free(all);
	return rc;
}

enum rc
carry_take_documents(struct step *st, const json_t *packet, struct err *e)
{
	const json_t *list = json_object_get(packet, "documents"), *row;
	enum rc rc = RC_OK;
	size_t i;

	if (json_array_size(list) > CARRY_COUNT)
		return bad_packet(e, _("has too many documents"));
	json_array_foreach(list, i, row)
		if (rc == RC_OK)
			rc = take_document(st, row, e);
	return rc;
}
