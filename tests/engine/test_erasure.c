/*
 * Erasing, locking, holds (law rows 74-76, 80, 82; S-08): by two, by destroying
 * keys where the law permits it, and everything on record.
 */
#include "fixture.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/zone.h"
#include "store/decision.h"
#include "store/inside.h"
#include "store/keyring.h"
#include "store/keytab.h"
#include "store/tx.h"

static const char ini[] =
    "[municipality]\nnumber = 5532\nname = Balsfjord\npopulation = 5600\n"
    "test_identities = yes\n"
    "[workflow]\ndefault = small\n[decisions]\nfour_eyes = no\n"
    "[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"
    "[unit health]\nname = Helse\ntype = coordinating\ndomain = health\n"
    "[user nav01]\nname = Kari\nlogin = nav01\nunits = nav\n"
    "roles = caseworker, decision_maker\n"
    "[user hel01]\nname = Liv\nlogin = hel01\nunits = health\n"
    "roles = caseworker, performer\n"
    "[user both]\nname = Per\nlogin = both\nunits = health\n"
    "roles = caseworker, leader\n"
    "[user boss]\nname = Bo\nlogin = boss\nunits = nav, health\nroles = "
    "leader\n"
    "[user arc]\nname = Eva\nlogin = arc\nunits = nav\nroles = archivist\n"
    "[user adm]\nname = Ada\nlogin = adm\nunits = nav\n"
    "roles = administrator\n"
    "[user aud]\nname = Una\nlogin = aud\nunits = nav\nroles = auditor\n";

static struct fixture f;
static char number[24];

/* As LOGIN, with REASON. */
static enum rc
say(const char *login, const char *method, json_t *params, const char *reason)
{
	struct ask *a = fixture_new_ask(&f, login, method, params);

	a->reason = mem_text(reason);
	return fixture_submit(&f, a);
}

static void
ok(const char *login, const char *method, json_t *params, const char *reason)
{
	if (say(login, method, params, reason) != RC_OK)
		fail_msg("%s: %s: %s", method, f.err.name, f.err.text);
}

static json_int_t
member(const char *name)
{
	return json_integer_value(json_object_get(f.result, name));
}

static const char *
text(const char *name)
{
	const char *v = json_string_value(json_object_get(f.result, name));

	return v != NULL ? v : "";
}

static bool
shows(const char *words)
{
	char *all = json_dumps(f.result, 0);
	bool yes = strstr(all, words) != NULL;

	free(all);
	return yes;
}

/* A case with wishes, given to the health unit, which notes a diagnosis. */
static void
make_case(void)
{
	fixture_case(&f, json_pack("{ss}", "wishes", "Nær datteren"), number);
	fixture_ok(&f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "health", "contact",
		"hel01"));
	assert_int_equal(fixture_act(&f, "hel01", number, "note",
			     json_pack("{ss ss}", "why", "x", "diagnosis",
				 "Astma")),
	    RC_OK);
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
	make_case();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static json_t *
of_case(void)
{
	return json_pack("{ss}", "case", number);
}

/* hel01 asks; the erasure's number. */
static json_int_t
ask_for(const char *part)
{
	ok("hel01", "case.erase",
	    json_pack("{ss ss}", "case", number, "part", part),
	    "samtykket er trukket");
	return member("erasure");
}

static json_t *
answer(json_int_t id, const char *outcome, const char *basis)
{
	json_t *p = json_pack("{sI ss}", "erasure", id, "outcome", outcome);

	if (basis != NULL)
		json_object_set_new(p, "legal_basis", json_string(basis));
	return p;
}

static void
close_case(void)
{
	assert_int_equal(fixture_act(&f, "hel01", number, "withdraw", NULL),
	    RC_OK);
}

static void
is_well(json_int_t erased)
{
	fixture_ok(&f, "aud", "sys.verify", NULL);
	if (!json_is_true(json_object_get(f.result, "ok")))
		fail_msg("%s", json_dumps(f.result, 0));
	assert_int_equal(member("erased") > 0, erased > 0);
}

/* Keys that are destroyed in the table, none of which the store has taken back. */
static int
destroyed(void)
{
	int64_t id;
	int n = 0;

	for (id = 1; id <= f.store->counters.key; id++)
		n += keytab_state(keyring_table(f.store), id) == KEY_DESTROYED;
	return n;
}

/* S-08: asked for on 3 May 2027, to be answered by 3 June. */
static void
erasure_is_answered_within_a_month(void **state)
{
	(void)state;
	fixture_advance(&f, "2027-05-03");
	(void)ask_for("health");
	assert_string_equal(text("due"), "2027-06-03");
	assert_int_equal(say("hel01", "case.erase",
			     json_pack("{ss ss}", "case", number, "part",
				 "health"),
			     "en gang til"),
	    RC_CONFLICT);
	fixture_advance(&f, "2027-06-04");
	fixture_ok(&f, "adm", "sys.doctor", NULL);
	assert_true(shows("erasures"));
}

/* S-08: without a rule of disposal it is locked, with reference to § 13. */
static void
consent_withdrawn_is_no_ground_to_erase_but_to_lock(void **state)
{
	json_int_t id;

	(void)state;
	id = ask_for("health");
	say("boss", "erasure.decide", answer(id, "erase", NULL), "ba om det");
	ASSERT_ERROR(&f, RC_GUARD, "E_ARCHIVE");
	ok("boss", "erasure.decide", answer(id, "lock", NULL), "ba om det");
	assert_string_equal(text("state"), "locked");
	assert_true(shows("§ 13"));
	assert_true(shows("kept"));
	fixture_ok(&f, "hel01", "case.show", of_case());
	assert_false(shows("Astma"));
	assert_true(shows("Nær datteren"));
	assert_true(shows("locked"));
	/* Kept: nothing is written over it, and nothing is destroyed. */
	assert_int_equal(fixture_act(&f, "hel01", number, "note",
			     json_pack("{ss ss}", "why", "x", "diagnosis",
				 "Kols")),
	    RC_GUARD);
	assert_string_equal(f.err.name, "E_LOCKED");
	assert_int_equal(destroyed(), 0);
	/* What tells nothing of health may still be written, if one says so. */
	assert_int_equal(fixture_act(&f, "hel01", number, "note",
			     json_pack("{ss ss}", "why", "x", "wishes",
				 "To rom")),
	    RC_GUARD);
	assert_string_equal(f.err.name, "E_LOCKED");
	assert_int_equal(fixture_ask_plain(&f, "hel01", "case.act",
			     json_pack("{ss ss s{ss ss}}", "case", number,
				 "action", "note", "input", "why", "x",
				 "wishes", "To rom")),
	    RC_OK);
	is_well(0);
}

static void
what_was_locked_is_shown_again_by_another(void **state)
{
	json_int_t id;

	(void)state;
	id = ask_for("health");
	ok("boss", "erasure.decide", answer(id, "lock", NULL), "ba om det");
	say("boss", "erasure.unlock", json_pack("{sI}", "erasure", id),
	    "retten");
	ASSERT_ERROR(&f, RC_DENIED, "E_FOUR_EYES");
	ok("arc", "erasure.unlock", json_pack("{sI}", "erasure", id), "retten");
	fixture_ok(&f, "hel01", "case.show", of_case());
	assert_true(shows("Astma"));
}

static void
health_is_erased_and_the_rest_is_not(void **state)
{
	json_int_t id;

	(void)state;
	id = ask_for("health");
	ok("boss", "erasure.decide", answer(id, "erase", "ARKL13_PERMIT"),
	    "Nasjonalarkivet 2027/123");
	assert_string_equal(text("state"), "erased");
	assert_int_equal(destroyed(), 1);
	fixture_ok(&f, "hel01", "case.show", of_case());
	assert_false(shows("Astma"));
	assert_true(shows("Nær datteren"));
	assert_true(shows("erased"));
	fixture_ok(&f, "hel01", "case.history", of_case());
	assert_false(shows("Astma"));
	assert_true(shows("Nær datteren"));
	assert_true(shows("\"withheld\": \"erased\""));
	is_well(1);
	/* Chain and commitments hold, and new health values may come. */
	assert_int_equal(fixture_act(&f, "hel01", number, "note",
			     json_pack("{ss ss}", "why", "x", "diagnosis",
				 "Kols")),
	    RC_OK);
	fixture_ok(&f, "hel01", "case.show", of_case());
	assert_true(shows("Kols"));
	is_well(1);
}

static void
whole_case_is_erased_when_it_is_closed(void **state)
{
	json_int_t id;

	(void)state;
	id = ask_for("all");
	say("boss", "erasure.decide", answer(id, "erase", "ARKL13_RULE"),
	    "kassasjon");
	ASSERT_ERROR(&f, RC_GUARD, "E_OPEN");
	close_case();
	ok("boss", "erasure.decide", answer(id, "erase", "ARKL13_RULE"),
	    "kassasjon");
	assert_int_equal(destroyed(), 2);
	fixture_ok(&f, "hel01", "case.show", of_case());
	assert_false(shows("Astma"));
	assert_false(shows("Nær datteren"));
	assert_true(shows("erased"));
	assert_int_equal(fixture_act(&f, "hel01", number, "note",
			     json_pack("{ss}", "why", "x")) == RC_OK,
	    0);
	is_well(1);
	/* Who asked, who decided and why is still to be read. */
	fixture_ok(&f, "boss", "erasure.list", NULL);
	assert_true(shows("samtykket er trukket"));
	assert_true(shows("kassasjon"));
	assert_true(shows("hel01"));
}

static void
nobody_decides_alone(void **state)
{
	json_int_t id;

	(void)state;
	ok("both", "case.erase", of_case(), "x");
	id = member("erasure");
	say("both", "erasure.decide", answer(id, "lock", NULL), "x");
	ASSERT_ERROR(&f, RC_DENIED, "E_FOUR_EYES");
	say("hel01", "erasure.decide", answer(id, "lock", NULL), "x");
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
	say("boss", "erasure.decide", answer(id, "lock", NULL), "");
	ASSERT_ERROR(&f, RC_FIELDS, "E_FIELDS");
	ok("boss", "erasure.decide", answer(id, "refuse", NULL), "ingen grunn");
	say("arc", "erasure.decide", answer(id, "lock", NULL), "x");
	ASSERT_ERROR(&f, RC_CONFLICT, "E_CONFLICT");
}

static void
what_is_held_back_is_not_erased(void **state)
{
	json_int_t id, hold;

	(void)state;
	id = ask_for("health");
	ok("arc", "hold.set", of_case(), "tilsyn");
	hold = member("hold");
	say("boss", "erasure.decide", answer(id, "erase", "ARKL13_PERMIT"),
	    "x");
	ASSERT_ERROR(&f, RC_GUARD, "E_HELD");
	fixture_ok(&f, "arc", "hold.list", NULL);
	assert_true(shows("tilsyn"));
	ok("arc", "hold.lift", json_pack("{sI}", "hold", hold), "avsluttet");
	ok("boss", "erasure.decide", answer(id, "erase", "ARKL13_PERMIT"), "x");
	assert_int_equal(destroyed(), 1);
}

static void
decide_in(int64_t case_id)
{
	json_t *text = json_pack("{s:s}", "text", "Innvilget");
	struct decision d = { .case_id = case_id,
		.cycle = 1,
		.basis = "BSL_6",
		.type = "housing",
		.result = "granted",
		.date = zone_date(MONDAY),
		.effective = DATE_NONE,
		.expires = DATE_NONE,
		.complaint_body = "Statsforvalteren",
		.content = text,
		.reasons = text,
		.decided_by = "nav01",
		.unit = "nav",
		.commit = 1 };
	struct err e = ERR_INIT;
	struct tx *tx;

	assert_int_equal(tx_begin(f.store, f.store->counters.last_time, &tx,
			     &e),
	    RC_OK);
	if (decision_add(tx, &d, &e) != RC_OK)
		fail_msg("%s", e.text);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	json_decref(text);
}

/* Law row 80: a decision may ground compensation. */
static void
case_with_a_decision_must_be_kept(void **state)
{
	json_int_t id;

	(void)state;
	id = ask_for("health");
	decide_in(1);
	say("boss", "erasure.decide", answer(id, "erase", "ARKL13_RULE"), "x");
	ASSERT_ERROR(&f, RC_GUARD, "E_MUST_KEEP");
	ok("boss", "erasure.decide", answer(id, "lock", NULL), "x");
}

static void
person_is_erased_when_no_case_names_them(void **state)
{
	json_int_t person, id;

	(void)state;
	fixture_ok(&f, "nav01", "person.add",
	    json_pack("{ss ss}", "name", "Prøve Fjell", "number",
		"12838849855"));
	person = member("person");
	ok("nav01", "person.erase", json_pack("{sI}", "person", person),
	    "feilregistrert");
	id = member("erasure");
	ok("boss", "erasure.decide", answer(id, "erase", "ARKL13_RULE"), "x");
	fixture_ok(&f, "nav01", "person.show",
	    json_pack("{sI}", "person", person));
	assert_false(shows("Fjell"));
	assert_false(shows("12838849855"));
	assert_true(shows("erased"));
	fixture_ok(&f, "nav01", "person.find",
	    json_pack("{ss}", "name", "Fjell"));
	assert_false(shows("\"person\""));
	/* The number is free: nothing says that it was here. */
	fixture_ok(&f, "nav01", "person.add",
	    json_pack("{ss ss}", "name", "Prøve Fjell", "number",
		"12838849855"));
	is_well(1);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(erasure_is_answered_within_a_month),
		T(consent_withdrawn_is_no_ground_to_erase_but_to_lock),
		T(what_was_locked_is_shown_again_by_another),
		T(health_is_erased_and_the_rest_is_not),
		T(whole_case_is_erased_when_it_is_closed),
		T(nobody_decides_alone),
		T(what_is_held_back_is_not_erased),
		T(case_with_a_decision_must_be_kept),
		T(person_is_erased_when_no_case_names_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
