/*
 * letter_data -- what a letter may say, in words: dates, names, the decision,
 * the period to complain.
 */
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/body.h"
#include "engine/letter_text.h"
#include "engine/period.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/titles.h"
#include "engine/words.h"
#include "model/deadline.h"
#include "model/law.h"
#include "model/law_basis.h"
#include "model/law_name.h"
#include "model/money.h"
#include "store/advance_notice.h"
#include "store/complaint.h"
#include "store/decision.h"
#include "store/decision_party.h"
#include "store/person.h"

/* A letter's data at work. */
struct writing {
	struct step *st;
	const json_t *payload; /* borrowed */
	enum lang lang;
	json_t *o; /* what comes of it */
};

static const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

static void
set_text(json_t *o, const char *name, const char *text)
{
	if (text != NULL && text[0] != '\0')
		json_object_set_new(o, name, json_string(text));
}

static void
set_date(const struct writing *w, json_t *o, const char *name, struct date d)
{
	char words[DATE_WORDS_SIZE];

	if (!date_is_set(d))
		return;
	date_words(d, w->lang, words);
	set_text(o, name, words);
}

/* Member FROM of ROW, a date, in words. */
static void
copy_date(const struct writing *w, json_t *o, const char *name,
    const json_t *row, const char *from)
{
	struct date d = DATE_NONE;

	if (date_parse(text_in(row, from), &d, NULL) == RC_OK)
		set_date(w, o, name, d);
}

/* Who hears a complaint, by the name that people know. */
static void
set_body(const struct writing *w, json_t *o, const char *body)
{
	char *name = body_name(w->st->call->municipality, w->lang, body);

	set_text(o, "body", name);
	free(name);
}

/* A source of law as the letter's language has it. */
static void
set_source(const struct writing *w, json_t *o, const char *name,
    const char *source)
{
	char *text = law_name(source, w->lang);

	set_text(o, name, text);
	free(text);
}

static enum rc
add_receiver(struct writing *w, struct err *e)
{
	int64_t id = json_integer_value(json_object_get(w->payload, "person"));
	json_t *receiver = json_object(), *identity = NULL;
	enum rc rc = RC_OK;

	set_text(receiver, "kind", text_in(w->payload, "receiver"));
	set_text(receiver, "name", text_in(w->payload, "name"));
	set_text(receiver, "name",
	    text_in(json_object_get(w->payload, "outside"), "name"));
	if (id != 0) {
		rc = person_part(w->st->call->store, id, BF_CLASS_IDENTITY,
		    &identity, e);
		set_text(receiver, "name", text_in(identity, "name"));
		json_decref(identity);
	}
	json_object_set_new(w->o, "receiver", receiver);
	return rc;
}

/* Where people write to us and call us. */
static void
add_sender(struct writing *w)
{
	const struct municipality *m = w->st->call->municipality;
	char *address = body_own_address(m);
	json_t *sender = json_object();

	set_text(sender, "address", address);
	set_text(sender, "phone",
	    config_text(m->config, "municipality", "phone"));
	json_object_set_new(w->o, "sender", sender);
	free(address);
}

static enum rc
add_common(struct writing *w, struct err *e)
{
	const struct bf_call *c = w->st->call;
	const struct case_head *h = &w->st->head;
	char number[CASE_NUMBER_SIZE], *name;
	json_t *contact = json_object();

	case_number(h, number);
	set_text(w->o, "case", number);
	name = mem_format("%s kommune", c->municipality->name);
	set_text(w->o, "municipality", name);
	free(name);
	add_sender(w);
	set_date(w, w->o, "today", c->today);
	set_date(w, w->o, "received", h->received);
	set_text(contact, "name", titles_user(c, h->contact));
	set_text(contact, "unit", titles_unit(c, h->unit));
	json_object_set_new(w->o, "contact", contact);
	return add_receiver(w, e);
}

static const struct law_basis *
basis_of(const struct writing *w, const json_t *row)
{
	const struct law *law = w->st->call->engine->parts.law;
	const struct law_basis *b = law_basis_version(law,
	    text_in(row, "basis"), text_in(row, "basis_version"));
	struct date day = DATE_NONE;
	struct err none = ERR_INIT;

	if (b == NULL && date_parse(text_in(row, "date"), &day, NULL) == RC_OK)
		(void)law_basis_find(law, text_in(row, "basis"), day, &b,
		    &none);
	return b;
}

static void
add_conditions(struct writing *w, const json_t *content)
{
	const struct law *law = w->st->call->engine->parts.law;
	const json_t *from = json_object_get(content, "conditions"), *one;
	json_t *list = json_array(), *row;
	const char *basis;
	size_t i;

	json_array_foreach(from, i, one) {
		row = json_object();
		set_text(row, "text", text_in(one, "text"));
		set_text(row, "reason", text_in(one, "reason"));
		basis = text_in(one, "basis");
		if (basis[0] != '\0')
			set_source(w, row, "basis",
			    words_basis(law, basis, NULL));
		json_array_append_new(list, row);
	}
	json_object_set_new(w->o, "conditions", list);
}

/* What kinds of items and the six parts are called (D-143). */
static const char *
called(enum lang lang, const char *code)
{
	static const struct {
		const char *code, *nb, *nn;
	} names[] = { { "service", "Tjeneste", "Teneste" },
		{ "services", "Tjenester", "Tenester" },
		{ "dwelling", "Bolig", "Bustad" },
		{ "start_package", "Startpakke", "Startpakke" },
		{ "guarantee", "Garanti", "Garanti" },
		{ "plan", "Plan", "Plan" },
		{ "performers", "Hvem som gjør hva", "Kven som gjer kva" },
		{ "lease", "Leiekontrakt", "Leigekontrakt" },
		{ "agreement", "Samarbeidsavtale", "Samarbeidsavtale" },
		{ "granted", "ja", "ja" }, { "partly", "delvis", "delvis" },
		{ "refused", "nei", "nei" },
		{ "rejected", "ikke behandlet", "ikkje handsama" },
		{ "waiting", "på venteliste", "på venteliste" } };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].code, code) == 0)
			return lang == LANG_NN ? names[i].nn : names[i].nb;
	return code;
}

/* TEXT with MORE behind it; TEXT is taken over. */
static char *
joined(char *text, const char *between, const char *more)
{
	char *both;

	if (more[0] == '\0')
		return text;
	both = mem_format("%s%s%s", text, between, more);
	free(text);
	return both;
}

static char *
joined_date(const struct writing *w, char *text, const char *between,
    const json_t *row, const char *name)
{
	char words[DATE_WORDS_SIZE];
	struct date d = DATE_NONE;

	if (date_parse(text_in(row, name), &d, NULL) != RC_OK ||
	    !date_is_set(d))
		return text;
	date_words(d, w->lang, words);
	return joined(text, between, words);
}

/* ", fra mandag 1. mars 2027 til torsdag 28. februar 2030" behind TEXT. */
static char *
joined_period(const struct writing *w, char *text, const json_t *facts)
{
	text = joined_date(w, text, w->lang == LANG_NN ? ", frå " : ", fra ",
	    facts, "from");
	return joined_date(w, text, " til ", facts, "to");
}

/* The lease as it was decided; its rent as people write amounts. */
static char *
joined_lease(const struct writing *w, char *text, const json_t *facts,
    const json_t *said)
{
	const json_t *clear = json_object_get(facts, "lease");
	const json_t *sealed = json_object_get(said, "lease");
	const json_t *rent = json_object_get(sealed, "rent");
	char amount[MONEY_SIZE];

	text = joined_period(w, text, clear);
	if (json_is_integer(rent)) {
		money_format(json_integer_value(rent), amount);
		text = joined(text,
		    w->lang == LANG_NN ? ". Husleige i månaden: " :
					 ". Husleie i måneden: ",
		    amount);
	}
	return joined(text, ". ", text_in(sealed, "terms"));
}

static void
add_item(struct writing *w, const json_t *item, json_t *list)
{
	const json_t *facts = json_object_get(item, "facts");
	const json_t *said = json_object_get(item, "said");
	const char *title = text_in(said, "title");
	json_t *row = json_object();
	char *text;

	text = mem_text(called(w->lang, text_in(item, "result")));
	text = joined_period(w, text, facts);
	text = joined_lease(w, text, facts, said);
	text = joined(text, ". ", text_in(said, "goal"));
	text = joined(text, ". ", text_in(said, "reason"));
	if (text[strlen(text) - 1] != '.')
		text = joined(text, "", ".");
	set_text(row, "title",
	    title[0] != '\0' ? title : called(w->lang, text_in(item, "kind")));
	set_text(row, "text", text);
	free(text);
	json_array_append_new(list, row);
}

static void
add_allocation(struct writing *w, const json_t *a)
{
	json_t *items = json_array(), *parts = json_array(), *row;
	const json_t *one;
	const char *name;
	size_t i;

	json_array_foreach(json_object_get(a, "items"), i, one)
		add_item(w, one, items);
	json_object_foreach(json_object_get(a, "parts"), name, one) {
		row = json_object();
		set_text(row, "title", called(w->lang, name));
		set_text(row, "text", text_in(one, "text"));
		json_array_append_new(parts, row);
	}
	json_object_set_new(w->o, "items", items);
	json_object_set_new(w->o, "parts", parts);
}

static void
add_decision(struct writing *w, const json_t *row)
{
	const json_t *content = json_object_get(row, "content");
	const struct law_basis *b = basis_of(w, row);
	const struct bf_call *c = w->st->call;
	json_t *d = json_object();

	set_text(d, "result", text_in(row, "result"));
	if (b != NULL) {
		set_text(d, "about",
		    w->lang == LANG_NN ? b->text_nn : b->text_nb);
		set_source(w, d, "basis", b->source);
	}
	set_text(d, "text",
	    json_is_string(content) ? json_string_value(content) :
				      text_in(content, "text"));
	copy_date(w, d, "date", row, "date");
	copy_date(w, d, "effective", row, "effective");
	copy_date(w, d, "expires", row, "expires");
	set_text(d, "by", titles_user(c, text_in(row, "decided_by")));
	set_text(d, "unit", titles_unit(c, text_in(row, "unit")));
	if (json_integer_value(json_object_get(row, "urgent")) != 0)
		json_object_set_new(d, "urgent", json_true());
	json_object_set_new(w->o, "decision", d);
	if (json_object_get(row, "reasons") != NULL)
		json_object_set(w->o, "reasons",
		    json_object_get(row, "reasons"));
	add_conditions(w, content);
	add_allocation(w, json_object_get(content, "allocation"));
}

/* Which decision it takes the place of, by its number in the case. */
static enum rc
add_earlier(struct writing *w, const json_t *row, struct err *e)
{
	int64_t id = json_integer_value(json_object_get(row, "refers_to"));
	json_t *list = NULL, *one;
	size_t i;
	enum rc rc;

	if (id == 0)
		return RC_OK;
	rc = decision_list(w->st->call->store, w->st->head.id, false, &list, e);
	json_array_foreach(list, i, one)
		if (json_integer_value(json_object_get(one, "id")) == id)
			json_object_set(json_object_get(w->o, "decision"),
			    "refers_to", json_object_get(one, "no"));
	json_decref(list);
	return rc;
}

/* When the letter is there at the latest, if it leaves today. */
static enum rc
find_arrival(struct writing *w, const json_t *row, struct date *arrival,
    struct err *e)
{
	int64_t no = json_integer_value(json_object_get(w->payload, "party"));
	struct decision_party p;
	bool digital;
	enum rc rc;

	memset(&p, 0, sizeof(p));
	rc = decision_party_get(w->st->call->store,
	    json_integer_value(json_object_get(row, "id")), no == 0 ? 1 : no,
	    &p, e);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	err_clear(e);
	digital = rc == RC_OK && strcmp(p.channel, "digital") == 0;
	decision_party_fini(&p);
	*arrival = w->st->call->today;
	return digital ? RC_OK :
			 period_assumed(w->st, w->st->call->today, arrival, e);
}

/* fvl § 27: the last day as a date, and who hears the complaint. */
static enum rc
add_period(struct writing *w, const json_t *row, struct err *e)
{
	const struct law *law = w->st->call->engine->parts.law;
	const struct law_rule *rule = law_version(law,
	    text_in(row, "complaint_rule"), text_in(row, "complaint_version"));
	char length[DURATION_WORDS_SIZE];
	struct deadline dl;
	struct date arrival;
	json_t *k;
	enum rc rc;

	if ((rc = find_arrival(w, row, &arrival, e)) != RC_OK)
		return rc;
	rc = deadline_by_rule(law, text_in(row, "complaint_rule"), arrival, &dl,
	    e);
	if (rc != RC_OK)
		return rc;
	k = json_object();
	if (rule != NULL) {
		duration_words(rule->length, w->lang, length);
		set_text(k, "length", length);
		set_source(w, k, "rule", rule->source);
	}
	set_body(w, k, text_in(row, "complaint_body"));
	set_date(w, k, "arrival", arrival);
	set_date(w, k, "due", dl.due);
	json_object_set_new(w->o, "complaint", k);
	return RC_OK;
}

static enum rc
data_of_decision(struct writing *w, struct err *e)
{
	const struct step *st = w->st;
	json_t *row = NULL;
	enum rc rc;

	rc = decision_get(st->call->store, st->head.id,
	    json_integer_value(json_object_get(w->payload, "decision")), true,
	    &row, e);
	if (rc == RC_NOTFOUND)
		return err_set(e, RC_SCRIPT,
		    _("letter: decision: give the number of the decision that "
		      "it is about"));
	if (rc != RC_OK)
		return rc;
	add_decision(w, row);
	if ((rc = add_earlier(w, row, e)) == RC_OK)
		rc = add_period(w, row, e);
	json_decref(row);
	return rc;
}

static enum rc
data_of_notice(struct writing *w, struct err *e)
{
	const struct step *st = w->st;
	int64_t id = json_integer_value(json_object_get(w->payload, "notice"));
	json_t *list = NULL, *one, *n = json_object();
	size_t i;
	enum rc rc;

	rc = advance_notice_list(st->call->store, st->head.id, true, &list, e);
	json_array_foreach(list, i, one)
		if (json_integer_value(json_object_get(one, "id")) == id)
			set_text(n, "text", text_in(one, "text"));
	copy_date(w, n, "answer_by", w->payload, "answer_by");
	json_object_set_new(w->o, "notice", n);
	json_decref(list);
	return rc;
}

static enum rc
data_of_complaint(struct writing *w, struct err *e)
{
	int64_t no =
	    json_integer_value(json_object_get(w->payload, "complaint"));
	struct complaint k;
	json_t *o = json_object();
	enum rc rc;

	memset(&k, 0, sizeof(k));
	rc = complaint_get(w->st->call->store, w->st->head.id, no, &k, e);
	if (rc == RC_OK) {
		json_object_set_new(o, "number", json_integer(no));
		set_body(w, o, k.body);
		set_text(o, "statement", text_in(w->payload, "statement"));
		set_text(o, "note", text_in(w->payload, "note"));
		if (k.outcome[0] != '\0')
			set_text(o, "outcome", words_outcome(k.outcome));
		copy_date(w, o, "costs_due", w->payload, "costs_due");
	}
	json_object_set_new(w->o, "complaint", o);
	complaint_fini(&k);
	return rc;
}

static enum rc
data_of_reply(struct writing *w, struct err *e)
{
	(void)e;
	set_text(w->o, "reason", text_in(w->payload, "reason"));
	copy_date(w, w->o, "expected", w->payload, "expected");
	return RC_OK;
}

enum rc
letter_data(struct step *st, const char *kind, const json_t *payload,
    enum lang lang, json_t **out, struct err *e)
{
	static const struct {
		const char *kind;
		enum rc (*add)(struct writing *w, struct err *e);
	} more[] = { { "decision", data_of_decision },
		{ "preliminary_reply", data_of_reply },
		{ "advance_notice", data_of_notice },
		{ "complaint_forward", data_of_complaint },
		{ "complaint_statement", data_of_complaint },
		{ "complaint_outcome", data_of_complaint } };
	struct writing w = { .st = st, .payload = payload, .lang = lang };
	size_t i;
	enum rc rc;

	*out = w.o = json_object();
	rc = add_common(&w, e);
	for (i = 0; rc == RC_OK && i < sizeof(more) / sizeof(more[0]); i++)
		if (strcmp(more[i].kind, kind) == 0)
			rc = more[i].add(&w, e);
	return rc;
}
