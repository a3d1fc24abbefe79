/*
 * enclose -- documents of the case that go along with a letter; see enclose.h.
 */
#include "engine/enclose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/gate_receiver.h"
#include "base/base64.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "engine/parties.h"
#include "engine/state.h"
#include "store/document.h"

#define TEXT_MAX (512u * 1024u) /* bytes of a letter's text */

/* Who gets the letter, and what they may have. */
struct reach {
	unsigned int classes; /* 1u << class */
	int64_t person; /* 0: nobody of the register */
};

/* What carriers take; the ending is that of the file in the spool. */
static const struct {
	const char *mime, *ending;
} types[] = { { "application/pdf", "pdf" }, { "image/jpeg", "jpg" },
	{ "image/png", "png" }, { "text/plain", "txt" } };

static const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

static const char *
ending_of(const char *mime)
{
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].mime, mime) == 0)
			return types[i].ending;
	return NULL;
}

/* Parties, and who is asked about a party's complaint, may have the papers. */
static enum receiver
kind_of(const struct step *st, const json_t *payload)
{
	int64_t person = json_integer_value(json_object_get(payload, "person"));

	if (strcmp(text_in(payload, "to"), "complaint_body") == 0)
		return RECEIVER_BODY;
	if (json_object_get(payload, "outside") != NULL)
		return RECEIVER_OTHER;
	if (json_object_get(payload, "receiver") != NULL ||
	    (person != 0 && person == parties_person(st)))
		return RECEIVER_PARTY;
	return RECEIVER_OTHER;
}

static enum rc
find_receiver(const struct step *st, const json_t *payload, struct reach *out,
    struct err *e)
{
	const struct municipality *m = st->call->municipality;
	enum receiver kind = kind_of(st, payload);
	const struct unit *unit =
	    municipality_unit(m, text_in(payload, "unit"));

	out->person = json_integer_value(json_object_get(payload, "person"));
	out->classes = gate_receiver_classes(kind);
	if (unit == NULL || kind == RECEIVER_BODY)
		return RC_OK;
	return gate_receiver_unit(m, st->call->store, &st->head, unit,
	    &out->classes, e);
}

static enum rc
not_found(struct err *e, int64_t id)
{
	err_clear(e);
	return err_set(e, RC_NOTFOUND, _("document %lld: not found"),
	    (long long)id);
}

/* May D go along?  What the sender may not see is not there. */
static enum rc
check(const struct step *st, const struct document *d, const struct reach *to,
    struct err *e)
{
	if ((st->classes & (1u << d->class)) == 0)
		return not_found(e, d->id);
	if ((to->classes & (1u << d->class)) == 0)
		return err_name(e, RC_GUARD, "E_ENCLOSURE",
		    _("document %lld: %s is not for who gets the letter; send "
		      "it without"),
		    (long long)d->id, bf_class_name(d->class));
	if (ending_of(d->mime) == NULL)
		return err_name(e, RC_GUARD, "E_ENCLOSURE",
		    _("document %lld: %s cannot be sent; file it as PDF"),
		    (long long)d->id, d->mime);
	return gate_receiver_paper(st->call->store, &st->head, d->person,
	    d->class, to->person, e);
}

static enum rc
add_bytes(void *arg, const void *bytes, size_t len, struct err *e)
{
	(void)e;
	sha256_add(arg, bytes, len);
	return RC_OK;
}

static enum rc
freeze_one(const struct step *st, const struct document *d, json_t *list,
    struct err *e)
{
	size_t no = json_array_size(list) + 1;
	char file[32], hex[SHA256_HEX_SIZE], *title;
	struct sha256 sum;
	enum rc rc;

	sha256_init(&sum);
	rc = document_get(st->call->store, d->id, add_bytes, &sum, e);
	if (rc != RC_OK)
		return rc;
	sha256_hex(&sum, hex);
	(void)snprintf(file, sizeof(file), "vedlegg-%zu.%s", no,
	    ending_of(d->mime));
	title = d->title != NULL && d->title[0] != '\0' ?
	    mem_text(d->title) :
	    mem_format(_("Enclosure %zu"), no);
	title[strcspn(title, "\r\n")] = '\0';
	json_array_append_new(list,
	    json_pack("{sI ss ss ss sI ss}", "document", (json_int_t)d->id,
		"title", title, "file", file, "mime", d->mime, "size",
		(json_int_t)d->size, "sha256", hex));
	free(title);
	return RC_OK;
}

static enum rc
add_one(const struct step *st, int64_t id, const struct reach *to,
    int64_t *total, json_t *list, struct err *e)
{
	struct document d;
	enum rc rc;

	memset(&d, 0, sizeof(d));
	rc = document_load(st->call->store, id, &d, e);
	if (rc == RC_NOTFOUND || (rc == RC_OK && d.case_id != st->head.id))
		rc = not_found(e, id);
	if (rc == RC_OK && (rc = check(st, &d, to, e)) == RC_OK &&
	    (*total += d.size) > ENCLOSE_MAX)
		rc = err_name(e, RC_GUARD, "E_TOO_LARGE",
		    _("what goes along is larger than %lld MiB; send some of "
		      "it in a letter of its own"),
		    (long long)(ENCLOSE_MAX >> 20));
	if (rc == RC_OK)
		rc = freeze_one(st, &d, list, e);
	document_fini(&d);
	return rc;
}

enum rc
enclose_freeze(struct step *st, json_t *payload, struct err *e)
{
	json_t *ids = json_object_get(payload, "documents"), *list, *one;
	struct reach to;
	int64_t total = 0;
	enum rc rc;
	size_t i;

	if (ids == NULL)
		return RC_OK;
	if (!json_is_array(ids))
		return err_set(e, RC_SCRIPT,
		    _("letter: documents: must be a list of numbers"));
	if (json_array_size(ids) > ENCLOSE_COUNT)
		return err_name(e, RC_GUARD, "E_ENCLOSURE",
		    _("documents: at most %d go along with a letter"),
		    ENCLOSE_COUNT);
	if ((rc = find_receiver(st, payload, &to, e)) != RC_OK)
		return rc;
	list = json_array();
	json_array_foreach(ids, i, one)
		if (rc == RC_OK)
			rc = add_one(st, json_integer_value(one), &to, &total,
			    list, e);
	json_object_del(payload, "documents");
	if (rc == RC_OK && json_array_size(list) > 0)
		json_object_set(payload, "enclosures", list);
	json_decref(list);
	return rc;
}

int64_t
enclose_size(const json_t *payload)
{
	const json_t *list = json_object_get(payload, "enclosures"), *one;
	int64_t size = 0;
	size_t i;

	json_array_foreach(list, i, one)
		size += json_integer_value(json_object_get(one, "size"));
	return size;
}

/* "Vedlegg" is the word in both written languages. */
void
enclose_tell(json_t *payload)
{
	const json_t *list = json_object_get(payload, "enclosures"), *one;
	struct buf text;
	char *all;
	size_t i;

	if (list == NULL || json_object_get(payload, "text") == NULL)
		return;
	buf_init(&text, TEXT_MAX);
	(void)buf_add_text(&text, text_in(payload, "text"));
	(void)buf_add_text(&text, "\n# Vedlegg\n\n");
	json_array_foreach(list, i, one)
		(void)buf_addf(&text, "- %s\n", text_in(one, "title"));
	all = buf_take(&text);
	json_object_set_new(payload, "text", json_string(all));
	free(all);
}

static enum rc
gather(void *arg, const void *bytes, size_t len, struct err *e)
{
	if (buf_add(arg, bytes, len))
		return RC_OK;
	return err_name(e, RC_GUARD, "E_TOO_LARGE",
	    _("what goes along is larger than %lld MiB"),
	    (long long)(ENCLOSE_MAX >> 20));
}

static enum rc
pack_one(struct bf_call *c, const json_t *row, json_t *documents, json_t *list)
{
	int64_t id = json_integer_value(json_object_get(row, "document"));
	struct buf bytes;
	char *text;
	enum rc rc;

	buf_init(&bytes, (size_t)ENCLOSE_MAX);
	rc = document_get(c->store, id, gather, &bytes, &c->err);
	if (rc == RC_OK) {
		text = base64_of(buf_data(&bytes), buf_len(&bytes));
		json_array_append_new(list,
		    json_pack("{sO sO ss}", "name",
			json_object_get(row, "file"), "sha256",
			json_object_get(row, "sha256"), "base64", text));
		free(text);
		json_array_append_new(documents,
		    json_pack("{sO sO sO sO}", "filnavn",
			json_object_get(row, "file"), "mimetype",
			json_object_get(row, "mime"), "sha256",
			json_object_get(row, "sha256"), "storrelse",
			json_object_get(row, "size")));
	}
	buf_fini(&bytes);
	return rc;
}

enum rc
enclose_pack(struct bf_call *c, const struct outbox *o, json_t *documents,
    json_t **out)
{
	const json_t *list = json_object_get(o->payload, "enclosures"), *one;
	enum rc rc = RC_OK;
	size_t i;

	*out = json_array();
	json_array_foreach(list, i, one)
		if (rc == RC_OK)
			rc = pack_one(c, one, documents, *out);
	return rc;
}
