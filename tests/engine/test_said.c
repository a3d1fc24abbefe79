/*
 * What is written in a unit of the health service stays with such units, in
 * whatever words it stands (domain 0.3 no. 5, law row 32, D-303).
 */
#include "fixture.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "look.h"
#include "store/outbox.h"

#define NUMBER_1 "12838849855"
#define ILL "Schizofreni"

static const char ini[] =
    "[municipality]\nnumber = 5532\nname = Balsfjord\npopulation = 5600\n"
    "test_identities = yes\n"
    "[workflow]\ndefault = small\n[decisions]\nfour_eyes = no\n"
    "[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"
    "[unit health]\nname = Helse\ntype = coordinating\ndomain = health\n"
    "[user nav01]\nname = Kari\nlogin = nav01\nunits = nav\n"
    "roles = caseworker, decision_maker\n"
    "[user hel01]\nname = Liv\nlogin = hel01\nunits = health\n"
    "roles = caseworker, decision_maker\n"
    "[user two01]\nname = Per\nlogin = two01\nunits = nav, health\n"
    "roles = caseworker, decision_maker\n"
    "[user adm]\nname = Ada\nlogin = adm\nunits = nav\n"
    "roles = administrator\n"
    "[user aud]\nname = Una\nlogin = aud\nunits = nav\nroles = auditor\n";

static struct fixture f;
static char number[24];
static json_int_t person;

/* As LOGIN in ROLE ("@health"; NULL: none), with WORDS of that class. */
static enum rc
say(const char *login, const char *role, const char *words, const char *method,
    json_t *params)
{
	struct ask *a = fixture_new_ask(&f, login, method, params);
	int fd;

	a->role = role != NULL ? mem_text(role) : NULL;
	a->words = words != NULL ? mem_text(words) : NULL;
	if (strcmp(method, "document.put") == 0) {
		fd = memfd_create("paper", MFD_CLOEXEC);
		assert_int_equal(write(fd, "x", 1), 1);
		assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
		a->fds[0] = fd;
		a->n_fds = 1;
	}
	return fixture_submit(&f, a);
}

static void
must(const char *login, const char *role, const char *words, const char *method,
    json_t *params)
{
	if (say(login, role, words, method, params) != RC_OK)
		fail_msg("%s: %s: %s %s", method, f.err.name, f.err.text,
		    f.err.n_fields > 0 ? f.err.fields[0].text : "");
}

static json_t *
act(const char *action, const char *why)
{
	return json_pack("{ss ss s{ss*}}", "case", number, "action", action,
	    "input", "why", why);
}

/* A case of LOGIN's about somebody, with WISHES. */
static void
begin(const char *login, const char *role, const char *words,
    const char *wishes)
{
	must(login, role, words, "case.create",
	    json_pack("{s{ss sI ss}}", "data", "received", "2027-01-11",
		"person", person, "wishes", wishes));
	snprintf(number, sizeof(number), "%s", text_at(f.result, "case"));
}

static void
move(const char *login, const char *unit, const char *contact)
{
	must(login, NULL, NULL, "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", unit, "contact",
		contact));
}

static int
setup(void **state)
{
	(void)state;
	fixture_open_as(&f, STORE_MEMORY, ini);
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	fixture_ok(&f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "small"));
	person =
	    int_at(fixture_ok(&f, "hel01", "person.add",
		       json_pack("{ss ss ss}", "name", "Prøve Person", "number",
			   NUMBER_1, "birth_date", "1938-03-12")),
		"person");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

/* Does LOGIN read TEXT by METHOD? */
static bool
reads(const char *login, const char *method, json_t *params, const char *text)
{
	char *all;
	bool yes;

	must(login, NULL, NULL, method, params);
	all = json_dumps(f.result, 0);
	yes = strstr(all, text) != NULL;
	free(all);
	return yes;
}

static json_t *
of_case(void)
{
	return json_pack("{ss}", "case", number);
}

static json_int_t
last_letter(const char *login)
{
	const json_t *rows;

	must(login, NULL, NULL, "outbox.list",
	    json_pack("{ss sb}", "case", number, "all", 1));
	rows = at(f.result, "rows");
	return int_at(json_array_get(rows, json_array_size(rows) - 1), "id");
}

static json_int_t
task_keyed(const char *login, const char *key)
{
	const json_t *row;

	must(login, NULL, NULL, "task.list", of_case());
	row = pick(at(f.result, "rows"), "key", key);
	assert_non_null(row);
	return int_at(row, "id");
}

/* Everything in words that a case may hold, all of them with ILL. */
static void
write_words(const char *login, const char *words)
{
	must(login, NULL, words, "case.act", act("note", ILL " i notat"));
	must(login, NULL, words, "case.act", act("decide", ILL " i vedtak"));
	must(login, NULL, words, "case.act", act("say", ILL " i brev"));
	must(login, NULL, words, "case.act", act("remember", ILL " i oppgave"));
	must(login, NULL, words, "task.done",
	    json_pack("{sI ss}", "task", task_keyed(login, "plain"), "note",
		ILL " i merknad"));
	must(login, NULL, words, "decision.announce",
	    json_pack("{ss ss ss}", "case", number, "type", "help", "text",
		ILL " i forhåndsvarsel"));
	must(login, NULL, words, "complaint.receive",
	    json_pack("{ss s[i] ss ss}", "case", number, "decisions", 1,
		"channel", "oral", "grounds", ILL " i klage"));
	must(login, NULL, words, "document.put",
	    json_pack("{ss si ss}", "case", number, "file", 0, "title",
		ILL " i papir"));
}

/* In how many of the places where words are shown does LOGIN read ILL? */
static int
places(const char *login)
{
	json_int_t letter = last_letter(login);

	return reads(login, "case.show", of_case(), ILL) +
	    reads(login, "case.history", of_case(), ILL) +
	    reads(login, "case.why", of_case(), ILL) +
	    reads(login, "case.form",
		json_pack("{ss ss}", "case", number, "action", "note"), ILL) +
	    reads(login, "task.list",
		json_pack("{ss sb}", "case", number, "closed", 1), ILL) +
	    reads(login, "day.show", NULL, ILL) +
	    reads(login, "decision.list", of_case(), ILL) +
	    reads(login, "decision.show",
		json_pack("{ss si}", "case", number, "no", 1), ILL) +
	    reads(login, "complaint.list", of_case(), ILL) +
	    reads(login, "complaint.show",
		json_pack("{ss si}", "case", number, "complaint", 1), ILL) +
	    reads(login, "outbox.show", json_pack("{sI}", "letter", letter),
		ILL) +
	    reads(login, "outbox.show", json_pack("{sI}", "letter", letter - 1),
		ILL) +
	    reads(login, "document.list", of_case(), ILL);
}

static void
words_of_the_health_service_stay_with_it(void **state)
{
	(void)state;
	begin("hel01", NULL, NULL, ILL " i felt");
	write_words("hel01", NULL);
	assert_true(places("hel01") >= 9);
	move("hel01", "nav", "nav01");
	assert_int_equal(places("nav01"), 0);
	/* Nor are they put right: what is there in clear still is. */
	must("nav01", NULL, NULL, "decision.show",
	    json_pack("{ss si}", "case", number, "no", 1));
	assert_string_equal(text_at(f.result, "result"), "granted");
	assert_string_equal(text_at(f.result, "withheld"), "health");
	assert_null(at(f.result, "content"));
	must("nav01", NULL, NULL, "outbox.show",
	    json_pack("{sI}", "letter", last_letter("nav01")));
	assert_string_equal(text_at(f.result, "withheld"), "health");
	must("nav01", NULL, NULL, "complaint.show",
	    json_pack("{ss si}", "case", number, "complaint", 1));
	assert_string_equal(text_at(f.result, "withheld"), "health");
	/* What the definition says by itself is nobody's. */
	assert_true(reads("nav01", "task.list",
	    json_pack("{ss sb}", "case", number, "closed", 1), "Se over"));
	/* Back with them, all of it is there. */
	move("nav01", "health", "hel01");
	assert_true(places("hel01") >= 9);
}

static void
words_that_tell_nothing_of_health_go_along(void **state)
{
	(void)state;
	begin("hel01", NULL, "identity", ILL " i felt");
	write_words("hel01", "identity");
	move("hel01", "nav", "nav01");
	assert_true(places("nav01") >= 9);
	must("nav01", NULL, NULL, "decision.show",
	    json_pack("{ss si}", "case", number, "no", 1));
	assert_null(at(f.result, "withheld"));
}

static void
a_consent_to_health_opens_them_and_the_log_says_so(void **state)
{
	json_t *rows, *row;
	char *all;

	(void)state;
	begin("hel01", NULL, NULL, ILL " i felt");
	write_words("hel01", NULL);
	must("hel01", NULL, NULL, "consent.give",
	    json_pack("{ss sI s[ss] ss ss ss ss}", "case", number, "person",
		person, "classes", "case", "health", "from", "health", "to",
		"nav", "purpose", "allocation", "channel", "written"));
	move("hel01", "nav", "nav01");
	assert_true(places("nav01") >= 9);
	must("nav01", NULL, NULL, "decision.show",
	    json_pack("{ss si}", "case", number, "no", 1));
	rows = fixture_history(&f, true);
	row = json_array_get(rows, json_array_size(rows) - 1);
	all = json_dumps(row, 0);
	assert_non_null(strstr(all, "\"health\""));
	free(all);
	json_decref(rows);
}

static void
what_others_write_goes_with_the_case(void **state)
{
	(void)state;
	person = int_at(fixture_ok(&f, "nav01", "person.add",
			    json_pack("{ss}", "name", "En Annen")),
	    "person");
	begin("nav01", NULL, NULL, ILL " i felt");
	write_words("nav01", NULL);
	assert_true(places("nav01") >= 9);
	move("nav01", "health", "hel01");
	assert_true(places("hel01") >= 9);
	move("hel01", "nav", "nav01");
	assert_true(places("nav01") >= 9);
	/* Nor may NAV call it health, which it could not read. */
	say("nav01", NULL, "health", "case.act", act("note", "noe"));
	assert_int_equal(f.rc, RC_DENIED);
}

/* S-small: who works in both writes as the one or the other. */
static void
who_has_two_units_writes_as_the_chosen_one(void **state)
{
	static const struct {
		const char *role;
		bool stays;
	} ways[] = { { "@health", true }, { "@nav", false } };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		begin("two01", ways[i].role, NULL, ILL " i felt");
		must("two01", ways[i].role, NULL, "case.act",
		    act("decide", ILL " i vedtak"));
		if (ways[i].stays)
			must("two01", ways[i].role, NULL, "case.assign",
			    json_pack("{ss ss ss}", "case", number, "unit",
				"nav", "contact", "nav01"));
		assert_int_equal(reads("nav01", "case.show", of_case(),
				     ILL " i felt"),
		    !ways[i].stays);
		assert_int_equal(
		    reads("nav01", "decision.show",
			json_pack("{ss si}", "case", number, "no", 1), ILL),
		    !ways[i].stays);
	}
	/* Without a choice, as the unit that has the case. */
	must("two01", NULL, NULL, "case.act", act("say", ILL " igjen"));
	assert_true(reads("nav01", "outbox.show",
	    json_pack("{sI}", "letter", last_letter("nav01")), ILL));
}

/* A definition sees all fields, and so may what it writes. */
static void
a_letter_that_repeats_them_is_of_health_too(void **state)
{
	(void)state;
	begin("hel01", NULL, NULL, ILL " i felt");
	move("hel01", "nav", "nav01");
	must("nav01", NULL, NULL, "case.act", act("quote", NULL));
	assert_false(reads("nav01", "outbox.show",
	    json_pack("{sI}", "letter", last_letter("nav01")), ILL));
	move("nav01", "health", "hel01");
	assert_true(reads("hel01", "outbox.show",
	    json_pack("{sI}", "letter", last_letter("hel01")), ILL));
}

static void
no_undoing_turns_them_into_something_else(void **state)
{
	(void)state;
	begin("hel01", NULL, NULL, ILL " i felt");
	move("hel01", "nav", "nav01");
	must("nav01", NULL, NULL, "case.act",
	    json_pack("{ss ss s{ss ss}}", "case", number, "action", "note",
		"input", "why", "x", "wishes", "tre rom"));
	assert_true(reads("nav01", "case.show", of_case(), "tre rom"));
	must("nav01", NULL, NULL, "case.undo", of_case());
	assert_false(reads("nav01", "case.show", of_case(), "tre rom"));
	assert_false(reads("nav01", "case.show", of_case(), ILL));
	assert_false(reads("nav01", "case.history", of_case(), ILL));
	move("nav01", "health", "hel01");
	assert_true(reads("hel01", "case.show", of_case(), ILL " i felt"));
}

/* The packet between municipalities asks the consent for health. */
static void
no_packet_takes_them_without_consent(void **state)
{
	static const char *const classes[] = { "identity", "health" };
	json_int_t consent[2];
	size_t i;

	(void)state;
	begin("hel01", NULL, NULL, ILL " i felt");
	must("hel01", NULL, NULL, "case.act", act("decide", ILL " i vedtak"));
	for (i = 0; i < 2; i++) {
		must("hel01", NULL, NULL, "consent.give",
		    json_pack("{ss sI s[sss] ss ss ss ss}", "case", number,
			"person", person, "classes", "case", "identity",
			classes[i], "from", "health", "external",
			"kommune 5501", "purpose", "transfer", "channel",
			"written"));
		consent[i] = int_at(f.result, "consent");
	}
	for (i = 0; i < 2; i++) {
		say("hel01", NULL, NULL, "case.packet",
		    json_pack("{ss ss s[s] sI}", "case", number, "municipality",
			"5501", "fields", "wishes", "consent", consent[i]));
		assert_int_equal(f.rc, i == 0 ? RC_GUARD : RC_OK);
		say("hel01", NULL, NULL, "case.packet",
		    json_pack("{ss ss s[i] sI}", "case", number, "municipality",
			"5501", "decisions", 1, "consent", consent[i]));
		assert_int_equal(f.rc, i == 0 ? RC_GUARD : RC_OK);
	}
	move("hel01", "nav", "nav01");
	say("nav01", NULL, NULL, "case.packet",
	    json_pack("{ss ss s[s] sI}", "case", number, "municipality", "5501",
		"fields", "wishes", "consent", consent[1]));
	assert_int_equal(f.rc, RC_FIELDS);
	say("nav01", NULL, NULL, "case.packet",
	    json_pack("{ss ss s[i] sI}", "case", number, "municipality", "5501",
		"decisions", 1, "consent", consent[1]));
	assert_int_equal(f.rc, RC_FIELDS);
}

/* fvl § 18, pbrl § 5-1: the letter reaches whom it is about as it was written. */
static void
who_gets_the_letter_gets_all_of_it(void **state)
{
	struct outbox letter;
	struct err e = ERR_INIT;
	char *all;

	(void)state;
	begin("hel01", NULL, NULL, ILL " i felt");
	must("hel01", NULL, NULL, "case.act", act("say", ILL " i brev"));
	move("hel01", "nav", "nav01");
	assert_int_equal(outbox_get(f.store, last_letter("nav01"), &letter, &e),
	    RC_OK);
	all = json_dumps(letter.payload, 0);
	assert_non_null(strstr(all, ILL " i brev"));
	free(all);
	outbox_fini(&letter);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
		T(words_of_the_health_service_stay_with_it),
		T(words_that_tell_nothing_of_health_go_along),
		T(a_consent_to_health_opens_them_and_the_log_says_so),
		T(what_others_write_goes_with_the_case),
		T(who_has_two_units_writes_as_the_chosen_one),
		T(a_letter_that_repeats_them_is_of_health_too),
		T(no_undoing_turns_them_into_something_else),
		T(no_packet_takes_them_without_consent),
		T(who_gets_the_letter_gets_all_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
