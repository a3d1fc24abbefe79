/*
 * test_papers -- the guarantee as a document, and what tenant and landlord are
 * told of it, as it lies in the spool (domain §3.3, A-23, §7.4 no. 11).
 */
#include "../../tests/cmocka_all.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../tests/e2e/post.h"
#include "test_world.h"

#define HOME "Hemmelegvegen 9" /* of the tenant */

static char number[NUMBER_SIZE];

static int
setup(void **state)
{
	return post_setup_with(state, "deposit", false);
}

static int
setup_to_print(void **state)
{
	return post_setup_with(state, "deposit", true);
}

/*
 * FILE of the letter called TITLE to whom NAME begins, in the spool; *KEY (may
 * be NULL) is its key.  NULL if there is none; the caller frees.
 */
static char *
letter_key(struct work *w, const char *name, const char *title,
    const char *file, char *key)
{
	json_t *r = peer_do(&w->c, "nav02", "outbox.list",
	    params("{s:s,s:b,s:i}", "case", number, "all", 1, "limit", 200));
	char *found = NULL, *page, *to, heading[160], whom[80];
	json_t *row;
	size_t i;

	snprintf(heading, sizeof(heading), "<h1>%s</h1>", title);
	snprintf(whom, sizeof(whom), "\"navn\": \"%s", name);
	json_array_foreach(json_object_get(r, "rows"), i, row) {
		post_wait(&w->place, text_in(row, "key"));
		page = post_read(&w->place, text_in(row, "key"), "brev.html");
		to = post_read(&w->place, text_in(row, "key"),
		    "forsendelse.json");
		if (strstr(page, heading) != NULL && strstr(to, whom) != NULL) {
			free(found);
			found = post_read(&w->place, text_in(row, "key"), file);
			if (key != NULL)
				snprintf(key, 96, "%s", text_in(row, "key"));
		}
		free(page);
		free(to);
	}
	json_decref(r);
	return found;
}

static char *
letter(struct work *w, const char *name, const char *title)
{
	char *text = letter_key(w, name, title, "brev.txt", NULL);

	if (text == NULL)
		fail_msg("no letter \"%s\" to %s", title, name);
	return text;
}

/* The letter TITLE to NAME has each of WORDS; taken apart at '|'. */
static void
says(struct work *w, const char *name, const char *title, const char *words)
{
	char *text = letter(w, name, title), *all = strdup(words), *rest = all;
	const char *one_of;

	while ((one_of = strsep(&rest, "|")) != NULL)
		if (strstr(text, one_of) == NULL)
			fail_msg("no '%s' in the letter to %s: %s", one_of,
			    name, text);
	free(all);
	free(text);
}

static void
says_not(struct work *w, const char *name, const char *title, const char *word)
{
	char *text = letter(w, name, title);

	if (strstr(text, word) != NULL)
		fail_msg("'%s' in the letter to %s: %s", word, name, text);
	free(text);
}

/* How many letters called TITLE there are to NAME. */
static int
count(struct work *w, const char *name, const char *title)
{
	json_t *r = peer_do(&w->c, "nav02", "outbox.list",
	    params("{s:s,s:b,s:i}", "case", number, "all", 1, "limit", 200));
	char heading[160], whom[80], *page, *to;
	json_t *row;
	size_t i;
	int n = 0;

	snprintf(heading, sizeof(heading), "<h1>%s</h1>", title);
	snprintf(whom, sizeof(whom), "\"navn\": \"%s", name);
	json_array_foreach(json_object_get(r, "rows"), i, row) {
		post_wait(&w->place, text_in(row, "key"));
		page = post_read(&w->place, text_in(row, "key"), "brev.html");
		to = post_read(&w->place, text_in(row, "key"),
		    "forsendelse.json");
		n += strstr(page, heading) != NULL && strstr(to, whom) != NULL;
		free(page);
		free(to);
	}
	json_decref(r);
	return n;
}

#define GUARANTEE "Garanti for leieforhold"
#define ENDS "Garantien for leieforholdet slutter"
#define ENDED "Garantien for leieforholdet er slutt"
#define ANSWER "Svar på kravet etter garantien"
#define PAYOUT "Vi har betalt etter garantien"

/* FOR-2019-1520 § 2 (invariant 3): all of it stands there, and it is one text. */
static void
the_document_states_its_terms_and_is_the_same_for_both(void **state)
{
	struct work *w = *state;
	json_int_t decision, g;
	char *mine, *yours, *page;
	json_t *r, *rows;

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leier", HOME, "nb"), "2027-01-04", number);
	g = in_force(w, number, decision);
	says(w, "Ola Utleier", GUARANTEE,
	    "= Garanti: nr. 2027/1, versjon 1|= Utleier: Ola Utleier|"
	    "= Utleiers organisasjonsnummer: 999888777|= Leier: Kari Leier|"
	    "= Bolig: Testvegen 7|= Garantist: Kongsvinger kommune|"
	    "= Garantien gjelder inntil: 37 500 kr|"
	    "3 måneders leie à 12 500 kr|= Type: selvskyldnergaranti|"
	    "- leie som leieren skylder|- skader som leieren har ansvaret for|"
	    "= Gjelder fra og med: mandag 1. februar 2027|"
	    "= Gjelder til og med: torsdag 31. januar 2030|"
	    "= Siste dag for å melde krav: torsdag 2. mai 2030|"
	    "Leieren får 3 uker|Reservasjoner og nedtrapping: ingen|"
	    "kan kreve tilbake fra leieren det leieren skyldte|"
	    "ikke trenger godkjenning av Statsforvalteren|"
	    "_ Sted og dato|_ For Kongsvinger kommune|"
	    "Garantien fylles ikke opp igjen|Den fornyes ikke av seg selv");
	says_not(w, "Ola Utleier", GUARANTEE, "fravikelse");
	mine = letter(w, "Kari Leier", GUARANTEE);
	yours = letter(w, "Ola Utleier", GUARANTEE);
	assert_string_equal(mine, yours);
	/* Number and code at the foot of every page; the case keeps the text. */
	page = letter_key(w, "Ola Utleier", GUARANTEE, "brev.html", NULL);
	r = show(w, g);
	assert_int_equal(strlen(text_in(r, "digest")), 64);
	assert_non_null(strstr(page, text_in(r, "digest")));
	assert_non_null(strstr(page, "Garanti nr. 2027/1, kontrollkode "));
	rows = peer_do(&w->c, "nav02", "document.list",
	    params("{s:s}", "case", number));
	assert_int_equal(int_in(row_with(json_object_get(rows, "rows"), "kind",
				    "guarantee"),
			     "size"),
	    strlen(mine));
	json_decref(rows);
	json_decref(r);
	free(page);
	free(mine);
	free(yours);
}

/* Invariant 11: each version is a document with a number of its own. */
static void
a_new_version_has_a_new_number_and_names_the_one_before(void **state)
{
	struct work *w = *state;
	json_int_t decision, g, next;
	char *before, *after;
	json_t *r, *first;

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leier", HOME, "nb"), "2027-01-04", number);
	g = in_force(w, number, decision);
	before = letter(w, "Ola Utleier", GUARANTEE);
	first = show(w, g);
	work_advance(w, "2029-12-01");
	r = call(w, "renew",
	    params("{s:I, s:I, s:s, s:s}", "guarantee", g, "decision", decision,
		"from", "2030-02-11", "to", "2032-01-31"));
	next = int_in(r, "guarantee");
	json_decref(r);
	says(w, "Ola Utleier", GUARANTEE,
	    "nr. 2029/1, versjon 2|ny versjon av garanti nr. 2027/1|"
	    "er 10 dager uten dekning|mandag 11. februar 2030");
	after = letter(w, "Kari Leier", GUARANTEE);
	assert_string_not_equal(before, after);
	r = show(w, next);
	assert_string_not_equal(text_in(r, "digest"), text_in(first, "digest"));
	json_decref(r);
	/* The first one is what it was. */
	r = show(w, g);
	assert_string_equal(text_in(r, "digest"), text_in(first, "digest"));
	assert_int_equal(int_in(r, "document"), int_in(first, "document"));
	json_decref(r);
	json_decref(first);
	free(before);
	free(after);
}

/*
 * A PDF is made of it as of every letter; BOFLYT_TEST_PAPERS names a file to look
 * at it in.
 */
static void
the_document_is_printed(void **state)
{
	struct work *w = *state;
	json_int_t decision;
	char key[96], *pdf;
	const char *copy = getenv("BOFLYT_TEST_PAPERS");

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leier", HOME, "nb"), "2027-01-04", number);
	(void)in_force(w, number, decision);
	pdf = letter_key(w, "Ola Utleier", GUARANTEE, "brev.pdf", key);
	assert_non_null(pdf);
	assert_int_equal(strncmp(pdf, "%PDF-", 5), 0);
	assert_true(post_has(&w->place, key, "arkiv.pdf"));
	if (copy != NULL) {
		char path[320], line[800];

		post_path(&w->place, key, "brev.pdf", path, sizeof(path));
		snprintf(line, sizeof(line), "cp %s %s", path, copy);
		assert_int_equal(system(line), 0);
	}
	free(pdf);
}

/* §3.3, reminders: 90 and 30 days before, each in the language they write. */
static void
both_are_told_in_time_that_it_ends(void **state)
{
	struct work *w = *state;
	json_int_t decision;
	char *none;

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leigar", HOME, "nn"), "2027-01-04", number);
	(void)in_force(w, number, decision);
	says(w, "Kari Leigar", GUARANTEE, "selvskyldnergaranti");
	work_advance(w, "2029-11-01");
	none = letter_key(w, "Ola Utleier", ENDS, "brev.txt", NULL);
	assert_null(none);
	work_advance(w, "2029-11-02T12:00");
	says(w, "Ola Utleier", ENDS,
	    "for leieren Kari Leigar, slutter torsdag 31. januar 2030|"
	    "uten dekning etter torsdag 31. januar 2030|"
	    "senest torsdag 2. mai 2030");
	says(w, "Kari Leigar", "Garantien for leigeforholdet sluttar",
	    "Garantien vi har gitt utleigaren din, sluttar torsdag 31. januar|"
	    "må du be oss om å fornye");
	work_advance(w, "2030-01-01T12:00");
	assert_int_equal(count(w, "Ola Utleier", ENDS), 2);
	work_advance(w, "2030-05-03T12:00");
	says(w, "Ola Utleier", ENDED,
	    "Fristen for å melde krav gikk ut "
	    "torsdag 2. mai 2030|ikke dekket");
	says(w, "Kari Leigar", "Garantien for leigeforholdet er slutt",
	    "Utleigaren kan ikkje lenger");
}

/* Who has a new version is not told that the old one ends. */
static void
a_renewal_stops_the_reminders(void **state)
{
	struct work *w = *state;
	json_int_t decision, g;

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leier", HOME, "nb"), "2027-01-04", number);
	g = in_force(w, number, decision);
	work_advance(w, "2029-10-01");
	step(w, "renew",
	    params("{s:I, s:I, s:s, s:s}", "guarantee", g, "decision", decision,
		"from", "2030-02-01", "to", "2032-01-31"));
	work_advance(w, "2030-05-03T12:00");
	assert_int_equal(count(w, "Ola Utleier", ENDS), 0);
	assert_int_equal(count(w, "Ola Utleier", ENDED), 0);
}

/* S-05 in letters: heard, half approved, paid, to be paid back, a plan. */
static void
a_claim_is_told_of_from_receipt_to_repayment(void **state)
{
	struct work *w = *state;
	json_int_t decision, g, claim;

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leier", HOME, "nb"), "2027-01-04", number);
	g = in_force(w, number, decision);
	work_advance(w, "2028-06-05");
	claim = s05_claim(w, g, "krav 1");
	says(w, "Ola Utleier", "Vi har fått kravet ditt",
	    "Vi fikk kravet ditt mandag 5. juni 2028|"
	    "svar senest mandag 26. juni 2028|= Kravet er på: 43 000 kr|"
	    "uttale seg til mandag 26. juni 2028");
	says(w, "Kari Leier", "Hva mener du om kravet fra utleieren?",
	    "Ola Utleier, krever 43 000 kr|til og med mandag 26. juni 2028|"
	    "- Leie som forfalt mandag 3. april 2028: 12 500 kr|"
	    "- Leie som forfalt tirsdag 2. mai 2028: 12 500 kr|"
	    "- Skader, forfalt onsdag 31. mai 2028: 18 000 kr|"
	    "Det vi betaler av det du skyldte, kan vi kreve tilbake");
	step(w, "objection",
	    params("{s:I, s:I, s:i, s:s}", "claim", claim, "part",
		part_of(w, g, "damage"), "owed", 900000, "text",
		"Halvparten var der før"));
	step(w, "decide",
	    params("{s:I, s:s}", "claim", claim, "why",
		"Bildene viser at halve skaden er gammel."));
	says(w, "Ola Utleier", ANSWER,
	    "Vi godtar 34 000 kr av kravet ditt på 43 000 kr|"
	    "12 500 kr av 12 500 kr|9 000 kr av 18 000 kr|"
	    "Leieren skyldte mindre enn det som er krevd.|"
	    "Bildene viser at halve skaden er gammel.");
	/* What the tenant said is the tenant's. */
	says_not(w, "Ola Utleier", ANSWER, "Halvparten");
	says(w, "Kari Leier", ANSWER,
	    "Vi har godtatt 34 000 kr av kravet fra utleieren din");
	work_advance(w, "2028-07-03");
	step(w, "pay",
	    params("{s:I, s:s}", "claim", claim, "day", "2028-07-03"));
	says(w, "Ola Utleier", PAYOUT,
	    "Vi betalte deg 34 000 kr mandag 3. juli 2028|"
	    "= Igjen av garantien: 3 500 kr");
	says(w, "Kari Leier",
	    "Vi har betalt utleieren din, og du skal betale tilbake",
	    "Vi betalte 34 000 kr|= Du skal betale tilbake: 34 000 kr|"
	    "husleieloven § 3-6");
	assert_int_equal(count(w, "Kari Leier", PAYOUT), 0);
	step(w, "repay",
	    params("{s:I, s:i, s:s}", "claim", claim, "instalments", 36,
		"first", "2028-08-01"));
	says(w, "Kari Leier", "Plan for nedbetaling",
	    "34 000 kr i 36 avdrag|= Hvert avdrag: 944,44 kr|"
	    "= Siste avdrag: 944,60 kr|= Første forfall: tirsdag 1. august "
	    "2028|"
	    "= Siste forfall: tirsdag 1. juli 2031");
}

#define MISSED "Et avdrag er ikke betalt"

/* §3.3, reminders: an instalment missed 7 and 21 days ago. */
static void
a_missed_instalment_is_told_to_the_tenant(void **state)
{
	struct work *w = *state;
	json_int_t decision, g, plan;
	json_t *p, *r;

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leier", HOME, "nb"), "2027-01-04", number);
	p = application(number, 1250000, 3);
	json_object_set_new(p, "kind", json_string("loan"));
	r = call(w, "apply", p);
	g = int_in(r, "guarantee");
	json_decref(r);
	issue(w, g, decision);
	r = call(w, "repay",
	    params("{s:I, s:i, s:s}", "guarantee", g, "instalments", 36,
		"first", "2027-02-01"));
	plan = int_in(r, "repayment");
	json_decref(r);
	work_advance(w, "2027-02-07T12:00");
	assert_int_equal(count(w, "Kari Leier", MISSED), 0);
	work_advance(w, "2027-02-08T12:00");
	says(w, "Kari Leier", MISSED,
	    "Vi har ikke fått avdraget som forfalt mandag 1. februar 2027|"
	    "= Det mangler: 1 041,66 kr|= Igjen av hele summen: 37 500 kr|"
	    "depositumslånet ditt i sak");
	says_not(w, "Kari Leier", MISSED, "Til sammen");
	work_advance(w, "2027-02-22T12:00");
	assert_int_equal(count(w, "Kari Leier", MISSED), 2);
	/* One of two that are due by now: what is behind is told as well. */
	step(w, "payment",
	    params("{s:I, s:s, s:i}", "repayment", plan, "day", "2027-02-23",
		"amount", 4166));
	work_advance(w, "2027-03-08T12:00");
	says(w, "Kari Leier", MISSED,
	    "forfalt mandag 1. februar 2027|= Det mangler: 1 000 kr|"
	    "= Til sammen på det som har forfalt: 2 041,66 kr|"
	    "= Igjen av hele summen: 37 458,34 kr");
	assert_int_equal(count(w, "Kari Leier", MISSED), 3);
	step(w, "payment",
	    params("{s:I, s:s, s:i}", "repayment", plan, "day", "2027-03-09",
		"amount", 204166));
	/* Paid up: the next is watched, and nobody is written to before. */
	work_advance(w, "2027-04-07T12:00");
	assert_int_equal(count(w, "Kari Leier", MISSED), 3);
	step(w, "dispute", params("{s:I}", "repayment", plan));
	work_advance(w, "2027-05-20T12:00");
	assert_int_equal(count(w, "Kari Leier", MISSED), 3);
}

/* Refused wholly: each part has its reason, and the tenant owes nothing. */
static void
a_refusal_says_why(void **state)
{
	struct work *w = *state;
	json_int_t decision, g, claim;
	json_t *r;

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leigar", HOME, "nn"), "2027-01-04", number);
	g = in_force(w, number, decision);
	work_advance(w, "2027-06-01");
	r = call(w, "claim",
	    params("{s:I, s:s, s:s, s:[{s:s, s:s, s:i},{s:s, s:s, s:i}]}",
		"guarantee", g, "no", "1", "received", "2027-06-01", "parts",
		"kind", "wear", "due", "2027-05-03", "amount", 100000, "kind",
		"eviction", "due", "2027-05-03", "amount", 200000));
	claim = int_in(r, "claim");
	json_decref(r);
	work_advance(w, "2027-06-23");
	step(w, "decide", params("{s:I}", "claim", claim));
	says(w, "Ola Utleier", ANSWER,
	    "Vi godtar ikke kravet ditt på 3 000 kr|"
	    "- Slitasje, forfalt mandag 3. mai 2027: 0 kr av 1 000 kr|"
	    "- Utgifter til fravikelse, forfalt mandag 3. mai 2027: 0 kr av "
	    "2 000 kr|Dette er ikke noe garantien dekker.");
	says(w, "Kari Leigar", ANSWER,
	    "Vi har ikkje godteke kravet frå utleigaren din på 3 000 kr|"
	    "Dette er ikkje noko garantien dekkjer.");
}

/* Without number and address the letter waits for somebody to hand it over. */
static void
a_landlord_nobody_can_write_to_is_a_task(void **state)
{
	struct work *w = *state;
	json_int_t decision, g;
	json_t *p, *r;

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leier", HOME, "nb"), "2027-01-04", number);
	p = application(number, 1250000, 3);
	json_object_del(p, "landlord_number");
	r = call(w, "apply", p);
	g = int_in(r, "guarantee");
	json_decref(r);
	issue(w, g, decision);
	r = peer_do(&w->c, "nav02", "task.list", NULL);
	assert_true(mentions(r, "landlord_letter"));
	json_decref(r);
	assert_int_equal(count(w, "Ola Utleier", GUARANTEE), 0);
	assert_int_equal(count(w, "Kari Leier", GUARANTEE), 1);
	/* What is issued stays; where the landlord lives is no part of it. */
	refused(w, "change", params("{s:I, s:i}", "guarantee", g, "months", 2),
	    "E_FROZEN");
	step(w, "landlord",
	    params("{s:I, s:s, s:s, s:s}", "guarantee", g, "landlord_address",
		"Utleievegen 3", "landlord_postal_code", "2213",
		"landlord_postal_place", "Kongsvinger"));
	step(w, "release", one(g));
	says(w, "Ola Utleier", ENDED,
	    "fordi utleieren har frigitt den skriftlig");
	refused(w, "claim",
	    params("{s:I, s:s, s:s, s:o}", "guarantee", g, "no", "1",
		"received", "2028-06-05", "parts", s05_parts()),
	    "E_DEPOSIT_STATE");
}

/* §7.4 no. 11: where the protected live is in no letter to the landlord. */
static void
a_protected_address_is_in_no_letter_to_the_landlord(void **state)
{
	static const char *const titles[] = { GUARANTEE, ENDED,
		"Vi har fått kravet ditt", ANSWER };
	struct work *w = *state;
	json_int_t person, decision, g, claim;
	json_t *r;
	size_t i;

	person = post_person_at(w, "Eva Skjult", HOME, "nb");
	json_decref(peer_do(&w->c, "nav01", "person.identify",
	    params("{s:I, s:s, s:s}", "person", person, "number", "30916549535",
		"cause", "issued")));
	decision = work_guarantee_case(w, person, "2027-01-04", number);
	json_decref(peer_do(&w->c, "nav01", "person.change",
	    params("{s:I, s:s}", "person", person, "grade",
		"strictly_protected")));
	g = apply(w, number);
	step(w, "change",
	    params("{s:I, s:s}", "guarantee", g, "reservations",
		"Nøkkelen leveres i Hemmelegvegen 9"));
	step(w, "assess", one(g));
	step(w, "grant",
	    params("{s:I, s:I, s:b}", "guarantee", g, "decision", decision,
		"recourse", 1));
	/* Numbered, written, and then not let out: the number is free again. */
	refused(w, "issue",
	    params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-02-01",
		"to", "2030-01-31"),
	    "E_PROTECTED");
	step(w, "change",
	    params("{s:I, s:s}", "guarantee", g, "reservations", "ingen"));
	step(w, "issue",
	    params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-02-01",
		"to", "2030-01-31"));
	step(w, "begin", one(g));
	work_advance(w, "2027-06-01");
	r = call(w, "claim",
	    params("{s:I, s:s, s:s, s:[{s:s, s:s, s:i}]}", "guarantee", g, "no",
		"1", "received", "2027-06-01", "parts", "kind", "rent", "due",
		"2027-05-03", "amount", 100000));
	claim = int_in(r, "claim");
	json_decref(r);
	work_advance(w, "2027-06-23");
	step(w, "decide", params("{s:I}", "claim", claim));
	step(w, "pay", params("{s:I}", "claim", claim));
	step(w, "release", one(g));
	says(w, "Ola Utleier", GUARANTEE,
	    "= Garanti: nr. 2027/1, versjon 1|"
	    "= Bolig: boligen i leiekontrakten|= Leier: Eva Skjult");
	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		says_not(w, "Ola Utleier", titles[i], "Hemmelegvegen");
		says_not(w, "Ola Utleier", titles[i], "Testvegen");
	}
}

/* Reminders: on the year's first working day, to the unit of the leader. */
static void
the_years_list_is_asked_for(void **state)
{
	struct work *w = *state;
	json_int_t decision;
	char path[320], *text = NULL;
	const struct dirent *entry;
	int i;
	DIR *d;

	decision = work_guarantee_case(w,
	    post_person_at(w, "Kari Leier", HOME, "nb"), "2027-01-04", number);
	(void)in_force(w, number, decision);
	work_advance(w, "2028-01-03T12:00");
	post_path(&w->place, "", "", path, sizeof(path));
	for (i = 0; i < 500 && text == NULL; i++) {
		d = opendir(path);
		assert_non_null(d);
		while ((entry = readdir(d)) != NULL)
			if (strstr(entry->d_name, ".deposit.") != NULL &&
			    text == NULL)
				text = post_read(&w->place, entry->d_name,
				    "varsel.txt");
		closedir(d);
		if (text == NULL)
			(void)usleep(10000);
	}
	assert_non_null(text);
	assert_non_null(strstr(text, "rapport garantieksponering"));
	free(text);
}

static int
teardown(void **state)
{
	return work_teardown(state);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_document_states_its_terms_and_is_the_same_for_both),
		TEST(a_new_version_has_a_new_number_and_names_the_one_before),
		TEST(both_are_told_in_time_that_it_ends),
		TEST(a_renewal_stops_the_reminders),
		TEST(a_claim_is_told_of_from_receipt_to_repayment),
		TEST(a_missed_instalment_is_told_to_the_tenant),
		TEST(a_refusal_says_why),
		TEST(the_years_list_is_asked_for),
		TEST(a_landlord_nobody_can_write_to_is_a_task),
		TEST(a_protected_address_is_in_no_letter_to_the_landlord),
		cmocka_unit_test_setup_teardown(the_document_is_printed,
		    setup_to_print, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
