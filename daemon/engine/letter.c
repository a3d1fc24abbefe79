/*
 * letter -- a letter or notice as the files that leave the house.
 *
 * What can be seen from outside (title, return address, a notice's text) says
 * that a municipality has written and nothing more: no unit, no service, no
 * reason.
 */
#include "engine/letter.h"

#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/body.h"
#include "engine/enclose.h"
#include "engine/host.h"
#include "engine/letter_text.h"
#include "engine/loaded.h"
#include "engine/state.h"
#include "model/letter_page.h"
#include "store/keyed.h"
#include "store/person.h"

static const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

static const struct def_field *
person_field(const struct definition *d, const char *to)
{
	const struct def_field *f, *any = NULL;
	size_t i;

	if (to != NULL && strcmp(to, "applicant") != 0) {
		f = definition_field(d, to);
		return f != NULL && f->type == DEF_PERSON ? f : NULL;
	}
	f = definition_field(d, "person");
	if (f != NULL && f->type == DEF_PERSON)
		return f;
	for (i = 0; any == NULL && i < d->n_fields; i++)
		if (d->fields[i].type == DEF_PERSON)
			any = &d->fields[i];
	return any;
}

static bool
value_has(const json_t *value, int64_t person)
{
	const json_t *one;
	size_t i;

	if (json_is_integer(value))
		return json_integer_value(value) == person;
	json_array_foreach((json_t *)(uintptr_t)value, i, one)
		if (json_integer_value(one) == person)
			return true;
	return false;
}

bool
letter_names(const struct step *st, const char *to, int64_t person)
{
	const struct definition *d = st->version->def;
	const struct def_field *f = to == NULL ? NULL : person_field(d, to);
	size_t i;

	if (to != NULL)
		return f != NULL &&
		    value_has(json_object_get(st->data, f->name), person);
	for (i = 0; i < d->n_fields; i++)
		if (d->fields[i].type == DEF_PERSON &&
		    value_has(json_object_get(st->data, d->fields[i].name),
			person))
			return true;
	return false;
}

static enum rc
nobody(const char *to, struct err *e)
{
	return err_set(e, RC_SCRIPT,
	    _("letter: to: %s is no field of persons and no unit; "
	      "\"applicant\" is whom the case is about"),
	    to);
}

/* The county governor, with the address that the municipality's file has. */
static void
address_governor(const struct municipality *m, json_t *payload)
{
	enum lang lang;
	json_t *to;

	if (!lang_parse(m->language, &lang))
		lang = LANG_NB;
	to = body_governor(m, lang);
	json_object_set(payload, "name", json_object_get(to, "name"));
	if (body_has_address(m))
		json_object_set(payload, "outside", to);
	json_decref(to);
}

/* The municipality's own board is a unit here; others have but a name. */
static enum rc
address_body(const struct step *st, json_t *payload, struct err *e)
{
	const struct unit *board;
	const char *body;
	enum rc rc;

	if ((rc = host_text(payload, "body", true, &body, e)) != RC_OK)
		return rc;
	board =
	    municipality_unit_like(st->call->municipality, "complaint_board");
	if (board != NULL && strcmp(board->title, body) == 0)
		json_object_set_new(payload, "unit", json_string(board->name));
	else if (body_is_governor(body))
		address_governor(st->call->municipality, payload);
	else
		json_object_set_new(payload, "name", json_string(body));
	return RC_OK;
}

/* Somebody outside, such as a landlord: named, and where the post goes. */
static enum rc
check_outside(const json_t *outside, struct err *e)
{
	static const char *const needed[] = { "name", "address", "postal_code",
		"postal_place" };
	bool digital =
	    json_string_length(json_object_get(outside, "orgnr")) > 0 ||
	    json_string_length(json_object_get(outside, "number")) > 0;
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (json_string_length(json_object_get(outside, needed[i])) ==
			0 &&
		    (i == 0 || !digital))
			return err_set(e, RC_SCRIPT,
			    _("letter: outside.%s: missing; give it, or a "
			      "number or orgnr for the digital mailbox"),
			    needed[i]);
	return RC_OK;
}

enum rc
letter_address(const struct step *st, json_t *payload, struct err *e)
{
	const struct def_field *f;
	const struct unit *unit;
	const json_t *value;
	const char *to;
	enum rc rc;

	if (json_object_get(payload, "outside") != NULL)
		return check_outside(json_object_get(payload, "outside"), e);
	if ((rc = host_text(payload, "to", false, &to, e)) != RC_OK ||
	    json_object_get(payload, "receiver") != NULL)
		return rc;
	if (to != NULL && strcmp(to, "complaint_body") == 0)
		return address_body(st, payload, e);
	if (to == NULL && json_object_get(payload, "person") != NULL)
		return RC_OK;
	f = person_field(st->version->def, to);
	if (f == NULL && to != NULL && strcmp(to, "applicant") != 0) {
		unit = municipality_unit_like(st->call->municipality, to);
		if (unit == NULL)
			return nobody(to, e);
		json_object_set_new(payload, "unit", json_string(unit->name));
		return RC_OK;
	}
	value = f == NULL ? NULL : json_object_get(st->data, f->name);
	if (json_is_array(value))
		value = json_array_get(value, 0);
	if (json_is_integer(value))
		json_object_set_new(payload, "person",
		    json_integer(json_integer_value(value)));
	return RC_OK;
}

/* The number that a carrier finds the digital mailbox by; "": none. */
static enum rc
find_number(struct bf_call *c, int64_t person, json_t *to)
{
	json_t *rows = NULL, *row;
	char today[DATE_SIZE];
	const char *type, *end;
	size_t i;
	enum rc rc;

	rc = person_identifiers(c->store, person, 0, &rows, &c->err);
	date_format(c->today, today);
	json_array_foreach(rows, i, row) {
		type = json_string_value(json_object_get(row, "type"));
		end = json_string_value(json_object_get(row, "valid_to"));
		if (type == NULL || strcmp(type, "help") == 0 ||
		    strcmp(type, "other") == 0 ||
		    (end != NULL && strcmp(end, today) < 0))
			continue;
		json_object_set_new(to, "digitalAdresse",
		    json_pack("{s:O}", "fodselsnummer",
			json_object_get(row, "value")));
	}
	json_decref(rows);
	return rc;
}

static void
copy_text(json_t *to, const char *name, const json_t *from, const char *member)
{
	json_t *value = json_object_get(from, member);

	if (json_string_length(value) > 0)
		json_object_set(to, name, value);
}

/* Where the post takes it; never the address of one who is protected. */
static enum rc
find_address(struct bf_call *c, const struct person *p, json_t *to)
{
	json_t *identity = NULL, *address = NULL, *post = json_object();
	enum rc rc;

	rc =
	    person_part(c->store, p->id, BF_CLASS_IDENTITY, &identity, &c->err);
	if (rc == RC_OK && p->grade == PERSON_OPEN)
		rc = person_part(c->store, p->id, BF_CLASS_ADDRESS, &address,
		    &c->err);
	copy_text(to, "navn", identity, "name");
	copy_text(post, "navn", identity, "name");
	copy_text(post, "adresse1", address, "address");
	copy_text(post, "postnummer", address, "postal_code");
	copy_text(post, "poststed", address, "postal_place");
	if (json_object_get(post, "adresse1") != NULL ||
	    json_object_get(post, "postnummer") != NULL)
		json_object_set(to, "postAdresse", post);
	json_decref(post);
	json_decref(identity);
	json_decref(address);
	return rc;
}

/* Who of the house gets it. */
static enum rc
find_unit(struct bf_call *c, const struct outbox *o, const char *name,
    json_t *to)
{
	const struct unit *unit = municipality_unit(c->municipality, name);

	if (unit == NULL)
		return err_set(&c->err, RC_GUARD,
		    _("letter %lld: unit %s: not a unit here any more"),
		    (long long)o->id, name);
	json_object_set_new(to, "enhet", json_string(unit->name));
	json_object_set_new(to, "navn", json_string(unit->title));
	return RC_OK;
}

/* Somebody outside, as they were named. */
static void
find_outside(const json_t *outside, json_t *to)
{
	json_t *post = json_object(), *digital = json_object();

	copy_text(to, "navn", outside, "name");
	copy_text(post, "navn", outside, "name");
	copy_text(post, "adresse1", outside, "address");
	copy_text(post, "postnummer", outside, "postal_code");
	copy_text(post, "poststed", outside, "postal_place");
	copy_text(digital, "orgnr", outside, "orgnr");
	copy_text(digital, "fodselsnummer", outside, "number");
	if (json_object_get(post, "adresse1") != NULL)
		json_object_set(to, "postAdresse", post);
	if (json_object_size(digital) > 0)
		json_object_set(to, "digitalAdresse", digital);
	json_decref(post);
	json_decref(digital);
}

/* Who gets it, as a carrier needs it. */
static enum rc
find_receiver(struct bf_call *c, const struct outbox *o, json_t *to)
{
	const json_t *outside = json_object_get(o->payload, "outside");
	int64_t id = json_integer_value(json_object_get(o->payload, "person"));
	const char *unit =
	    json_string_value(json_object_get(o->payload, "unit"));
	struct person p;
	enum rc rc;

	if (outside != NULL) {
		find_outside(outside, to);
		return RC_OK;
	}
	if (unit != NULL)
		return find_unit(c, o, unit, to);
	if (id == 0 && json_object_get(o->payload, "name") != NULL) {
		copy_text(to, "navn", o->payload, "name");
		return RC_OK;
	}
	if (id == 0)
		return err_set(&c->err, RC_GUARD,
		    _("letter %lld: the case has nobody to send it to; name "
		      "the person, or hand it over yourself"),
		    (long long)o->id);
	if ((rc = person_load(c->store, id, &p, &c->err)) != RC_OK ||
	    (rc = find_number(c, id, to)) != RC_OK ||
	    (rc = find_address(c, &p, to)) != RC_OK)
		return rc;
	if (json_object_get(to, "digitalAdresse") == NULL &&
	    json_object_get(to, "postAdresse") == NULL)
		return err_set(&c->err, RC_GUARD,
		    _("letter %lld: neither number nor address is known of who "
		      "gets it; add one, or hand it over yourself"),
		    (long long)o->id);
	return RC_OK;
}

/* What can be read from outside: a municipality has written, no more. */
static const struct {
	const char *title, *notice;
} outside_words[N_LANGS] = {
	[LANG_NB] = { "Brev fra", "Du har fått brev fra" },
	[LANG_NN] = { "Brev frå", "Du har fått brev frå" },
	[LANG_EN] = { "Letter from", "You have a letter from" },
};

/* The language that it is written in, or else that of who gets it. */
static enum lang
language_of(const struct bf_call *c, const struct outbox *o)
{
	enum lang lang = LANG_NB;

	if (!lang_parse(text_in(o->payload, "language"), &lang))
		(void)letter_language(c, o->payload, &lang, NULL);
	return lang;
}

static json_t *
title_of(const struct bf_call *c, const struct outbox *o)
{
	char *text = mem_format("%s %s kommune",
	    outside_words[language_of(c, o)].title, c->municipality->name);
	json_t *value = json_string(text);

	free(text);
	return value;
}

/* A notice to people outside tells of a letter, one to a unit of its case. */
static enum rc
notice_text(struct bf_call *c, const struct outbox *o, json_t **out)
{
	char number[CASE_NUMBER_SIZE], *text;
	struct case_head head;
	enum rc rc;

	if (o->case_id == 0) {
		/* Of no case, such as a digest of counts. */
		text = mem_text(text_in(o->payload, "text"));
	} else if (json_object_get(o->payload, "unit") == NULL) {
		text = mem_format("%s %s kommune.",
		    outside_words[language_of(c, o)].notice,
		    c->municipality->name);
	} else {
		rc = case_get(c->store, o->case_id, &head, &c->err);
		if (rc != RC_OK)
			return rc;
		case_number(&head, number);
		text = mem_format(_("There is news in case %s."), number);
	}
	*out = json_string(text);
	free(text);
	return RC_OK;
}

/* What a carrier reads: whose, to whom, what lies beside it. */
static json_t *
shipment(const struct bf_call *c, const struct outbox *o, json_t *to,
    const char *file, const char *mime)
{
	bool post = json_object_get(to, "postAdresse") != NULL;
	json_t *s = json_pack("{s:s,s:s,s:s,s:o,s:O,s:b,s:b,s:[{s:s,s:s}]}",
	    "eksternReferanse", o->key, "type",
	    strcmp(o->kind, "notice") == 0 ? "varsel" : "brev",
	    "avgivendeSystem", "Boflyt", "tittel", title_of(c, o), "mottaker",
	    to, "kunDigitalLevering", !post, "krevNiva4Innlogging", 1,
	    "dokumenter", "filnavn", file, "mimetype", mime);

	return s;
}

/* Name and address as they stand in the window, a line each (the caller's). */
static char *
window(const json_t *to)
{
	const json_t *post = json_object_get(to, "postAdresse");
	const char *street = text_in(post, "adresse1");

	return mem_format("%s%s%s\n%s %s", text_in(to, "navn"),
	    street[0] != '\0' ? "\n" : "", street, text_in(post, "postnummer"),
	    text_in(post, "poststed"));
}

/* "Postboks 900, 2226 Kongsvinger, tlf. 62 87 40 00" (the caller's). */
static char *
sender_line(const struct municipality *m)
{
	const char *phone = config_text(m->config, "municipality", "phone");
	char *address = body_own_address(m), *line;

	if (phone == NULL || phone[0] == '\0')
		return address;
	line = mem_format("%s%stlf. %s", address,
	    address[0] != '\0' ? ", " : "", phone);
	free(address);
	return line;
}

/* The letter as a page; its text is the one that was frozen (new). */
static enum rc
page_of(struct bf_call *c, const struct outbox *o, const json_t *to,
    json_t **out)
{
	char number[CASE_NUMBER_SIZE] = "", words[DATE_WORDS_SIZE], *html;
	char *receiver = window(to), *sender = sender_line(c->municipality);
	struct letter_page p = { .municipality = c->municipality->name,
		.sender = sender,
		.receiver = receiver,
		.date = words,
		.case_number = number,
		.title = text_in(o->payload, "title"),
		.text = text_in(o->payload, "text"),
		.footer = text_in(o->payload, "footer") };
	struct date day = c->today;
	struct case_head head;
	enum rc rc;

	p.lang = language_of(c, o);
	(void)date_parse(text_in(o->payload, "written"), &day, NULL);
	date_words(day, p.lang, words);
	if ((rc = case_get(c->store, o->case_id, &head, &c->err)) == RC_OK) {
		case_number(&head, number);
		html = letter_page_html(&p);
		*out = json_string(html);
		free(html);
	}
	free(receiver);
	free(sender);
	return rc;
}

/* The same letter has the same one, on every attempt. */
static void
digest(const struct bf_call *c, const struct outbox *o, char out[HASH_HEX_SIZE])
{
	char *text = json_dumps(o->payload, JSON_COMPACT | JSON_SORT_KEYS);
	char *all = mem_format("%s\n%s\n%s", o->key, o->kind, text);
	unsigned char hash[KEYED_SIZE];

	(void)keyed_hash(c->store, "letter", all, strlen(all), hash);
	hash_hex(hash, out);
	free(all);
	free(text);
}

/* A notice is a line of text. */
static enum rc
notice_files(struct bf_call *c, const struct outbox *o, json_t *to,
    json_t *files)
{
	json_t *text = NULL;
	enum rc rc = notice_text(c, o, &text);

	if (rc == RC_OK) {
		json_object_set_new(files, "forsendelse.json",
		    shipment(c, o, to, "varsel.txt",
			"text/plain; charset=utf-8"));
		json_object_set_new(files, "varsel.txt", text);
	}
	return rc;
}

/* A letter is its text, the page that shows it, and what is printed of it. */
static enum rc
letter_files(struct bf_call *c, const struct outbox *o, json_t *to,
    json_t *files)
{
	bool print = c->engine->parts.print;
	json_t *page = NULL;
	enum rc rc;

	if (text_in(o->payload, "text")[0] == '\0')
		return err_set(&c->err, RC_GUARD,
		    _("letter %lld: the workflow has no letters/%s.nb.txt; "
		      "write it, or hand the letter over yourself"),
		    (long long)o->id, text_in(o->payload, "template"));
	if ((rc = page_of(c, o, to, &page)) != RC_OK)
		return rc;
	json_object_set_new(files, "forsendelse.json",
	    print ?
		shipment(c, o, to, "brev.pdf", "application/pdf") :
		shipment(c, o, to, "brev.html", "text/html; charset=utf-8"));
	json_object_set(files, "brev.txt", json_object_get(o->payload, "text"));
	json_object_set_new(files, "brev.html", page);
	return RC_OK;
}

enum rc
letter_message(struct bf_call *c, const struct outbox *o, json_t **message)
{
	bool notice = strcmp(o->kind, "notice") == 0;
	json_t *to = json_object(), *files = json_object(), *along = NULL;
	char hex[HASH_HEX_SIZE];
	enum rc rc;

	*message = NULL;
	if ((rc = find_receiver(c, o, to)) == RC_OK &&
	    (rc = notice ? notice_files(c, o, to, files) :
			   letter_files(c, o, to, files)) == RC_OK &&
	    (rc = enclose_pack(c, o,
		 json_object_get(json_object_get(files, "forsendelse.json"),
		     "dokumenter"),
		 &along)) == RC_OK) {
		digest(c, o, hex);
		*message = json_pack("{s:s,s:I,s:s,s:O,s:b}", "key", o->key,
		    "at", (json_int_t)c->now, "digest", hex, "files", files,
		    "print", !notice && c->engine->parts.print);
		if (json_array_size(along) > 0)
			json_object_set(*message, "enclosures", along);
	}
	json_decref(along);
	json_decref(files);
	json_decref(to);
	return rc;
}
