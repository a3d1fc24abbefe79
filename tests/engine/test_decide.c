/*
 * Decisions: what they must say and who may make them (law rows 15, 56, 58-60;
 * D-304).
 */
#include "deciding.h"

#include "base/ini.h"
#include "base/lines.h"
#include "model/law.h"

static struct fixture f;
static char number[24];

static int
setup(void **state)
{
	(void)state;
	deciding_open(&f, "no", "");
	fixture_case(&f, json_pack("{sb}", "asks_help", 1), number);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

/* law row 58: fvl §§ 23-25 */
static void
an_empty_decision_is_told_all_that_it_lacks(void **state)
{
	(void)state;
	decide(&f, "nav01", number, json_object());
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_INCOMPLETE");
	assert_int_equal(f.err.n_fields, 7);
	assert_true(deciding_blames(&f, "type", "E_TYPE"));
	assert_true(deciding_blames(&f, "result", "E_RESULT"));
	assert_true(deciding_blames(&f, "basis", "E_BASIS"));
	assert_true(deciding_blames(&f, "content", "E_CONTENT"));
	assert_true(deciding_blames(&f, "reasons.rules", "E_REASONS"));
	assert_true(deciding_blames(&f, "reasons.facts", "E_REASONS"));
	assert_true(deciding_blames(&f, "reasons.considerations", "E_REASONS"));
	fixture_ok(&f, "nav01", "decision.list",
	    json_pack("{ss}", "case", number));
	assert_int_equal(json_array_size(at(f.result, "rows")), 0);
}

static void
one_kind_of_mistake_gives_the_error_its_name(void **state)
{
	(void)state;
	decide(&f, "nav01", number,
	    refusal("help", "BSL_7", json_pack("{sn}", "facts")));
	ASSERT_ERROR(&f, RC_GUARD, "E_REASONS");
	decide(&f, "nav01", number, refusal("help", "BSL7", NULL));
	ASSERT_ERROR(&f, RC_GUARD, "E_BASIS");
	assert_non_null(strstr(f.err.text, "BSL_7"));
}

/* D-304 */
static void
a_decision_is_frozen_with_all_that_it_stands_on(void **state)
{
	const json_t *d;

	(void)state;
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("help", "BSL_7", NULL)),
	    RC_OK);
	d = shown(&f, number, 1);
	assert_string_equal(text_at(d, "basis_version"), "2026-07-02");
	assert_string_equal(text_at(d, "complaint_body"), "Statsforvalteren");
	assert_string_equal(text_at(d, "complaint_length"), "3w");
	assert_string_equal(text_at(d, "complaint_rule"), "BSL_7");
	assert_string_equal(text_at(d, "decided_by"), "nav01");
	assert_string_equal(text_at(d, "role"), "decision_maker");
	assert_int_equal(strlen(text_at(d, "hash")), 32);
	fixture_ok(&f, "aud", "sys.verify", NULL);
	assert_true(json_is_true(at(f.result, "ok")));
}

/* law row 61; domain 2.6: one application, decisions with different bodies */
static void
the_complaint_body_and_period_follow_the_basis(void **state)
{
	static const struct {
		const char *type, *basis, *body, *length;
	} rows[] = {
		{ "help", "BSL_7", "Statsforvalteren", "3w" },
		{ "dwelling", "DWELLING_RULES", "Klagenemnda i Midt-Troms",
		    "3w" },
		{ "money", "SOTJL_18", "Statsforvalteren", "3w" },
		{ "plan", "SOTJL_28", "Statsforvalteren", "3w" },
		{ "plan_pbrl", "PBRL_2_5", "Statsforvalteren", "4w" },
		/* round-the-clock care goes not to the klagenemnd */
		{ "care_dwelling", "HOL_3_2A", "Statsforvalteren", "4w" },
		/* who moved without agreement gets a decision too */
		{ "responsibility", "BSL_3", "Statsforvalteren", "3w" },
	};
	const json_t *d;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(decide(&f, "nav01", number,
				     refusal(rows[i].type, rows[i].basis,
					 NULL)),
		    RC_OK);
		d = shown(&f, number, (int)i + 1);
		assert_string_equal(text_at(d, "complaint_body"), rows[i].body);
		assert_string_equal(text_at(d, "complaint_length"),
		    rows[i].length);
	}
}

/* sotjl § 20 is for economic support, § 20 a for those under 30 */
static void
a_condition_has_its_reason_and_a_ground_that_fits(void **state)
{
	json_t *more;

	(void)state;
	decide(&f, "nav01", number,
	    refusal("money", "SOTJL_18",
		json_pack("{ss}", "condition", "Møt opp")));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONDITION");
	assert_true(deciding_blames(&f, "conditions.1.reason", "E_CONDITION"));
	more =
	    json_pack("{ss ss ss}", "condition", "Møt opp", "condition_reason",
		"Nær sammenheng", "condition_basis", "SOTJL_20");
	decide(&f, "nav01", number,
	    refusal("help", "BSL_7", json_incref(more)));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONDITION_BASIS");
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("money", "SOTJL_18", more)),
	    RC_OK);
	assert_string_equal(text_at(shown(&f, number, 1),
				"content.conditions.0.reason"),
	    "Nær sammenheng");
}

/* */
static void
activity_is_a_condition_for_those_under_30_alone(void **state)
{
	json_t *more = json_pack("{ss ss ss}", "condition", "Aktivitet",
	    "condition_reason", "Under 30 år", "condition_basis", "SOTJL_20A");

	(void)state;
	decide(&f, "nav01", number,
	    refusal("money", "SOTJL_18", json_incref(more)));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONDITION_BASIS"); /* unknown */
	deciding_case_of(&f, number,
	    deciding_person(&f, "1997-01-11", NULL)); /* 30 today */
	decide(&f, "nav01", number,
	    refusal("money", "SOTJL_18", json_incref(more)));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONDITION_BASIS");
	deciding_case_of(&f, number, deciding_person(&f, "1997-01-12", NULL));
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("money", "SOTJL_18", more)),
	    RC_OK);
}

/* domain 7.4 no. 9 */
static void
who_decides_second_is_told_who_was_first_and_when(void **state)
{
	(void)state;
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("help", "BSL_7", NULL)),
	    RC_OK);
	decide(&f, "nav02", number, refusal("help", "BSL_7", NULL));
	ASSERT_ERROR(&f, RC_CONFLICT, "E_CONFLICT");
	assert_non_null(strstr(f.err.text, "nav01"));
	assert_non_null(strstr(f.err.text, "2027-01-11"));
	/* Another item of the type, and a change that refers to it, are fine. */
	assert_int_equal(decide(&f, "nav02", number,
			     refusal("help", "BSL_7",
				 json_pack("{ss}", "item", "advice"))),
	    RC_OK);
	assert_int_equal(decide(&f, "nav02", number,
			     refusal("help", "FVL_35",
				 json_pack("{si ss}", "refers_to", 1, "result",
				     "partly"))),
	    RC_OK);
	assert_int_equal(int_at(shown(&f, number, 3), "refers_to"), 1);
	assert_string_equal(text_at(f.result, "complaint_body"),
	    "Statsforvalteren");
}

static void
a_change_says_what_it_changes(void **state)
{
	(void)state;
	decide(&f, "nav01", number, refusal("help", "FVL_35", NULL));
	ASSERT_ERROR(&f, RC_GUARD, "E_REFERS_TO");
	decide(&f, "nav01", number,
	    refusal("help", "BSL_7", json_pack("{si}", "refers_to", 7)));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
}

/* law row 56: fvl § 16 */
static void
what_was_not_asked_for_is_announced_first(void **state)
{
	json_t *end =
	    refusal("help", "BSL_7", json_pack("{ss}", "result", "ended"));

	(void)state;
	decide(&f, "nav01", number, json_incref(end));
	ASSERT_ERROR(&f, RC_GUARD, "E_ADVANCE_NOTICE");
	fixture_ok(&f, "nav01", "decision.announce",
	    json_pack("{ss ss ss}", "case", number, "type", "help", "text",
		"Vi vurderer å avslutte."));
	assert_string_equal(text_at(f.result, "answer_by"), "2027-01-25");
	decide(&f, "nav01", number, json_incref(end));
	ASSERT_ERROR(&f, RC_GUARD, "E_ADVANCE_NOTICE");
	assert_non_null(strstr(f.err.text, "2027-01-25"));
	fixture_advance(&f, "2027-01-26");
	assert_int_equal(decide(&f, "nav01", number, end), RC_OK);
	assert_true(int_at(shown(&f, number, 1), "notice") > 0);
}

static void
an_answer_ends_the_wait_and_a_reasoned_exception_avoids_it(void **state)
{
	json_t *end =
	    refusal("help", "BSL_7", json_pack("{ss}", "result", "ended"));

	(void)state;
	fixture_ok(&f, "nav01", "decision.announce",
	    json_pack("{ss ss ss}", "case", number, "type", "help", "text",
		"Vi vurderer å avslutte."));
	fixture_ok(&f, "nav01", "decision.answer",
	    json_pack("{ss ss}", "case", number, "text", "Det er greit."));
	assert_int_equal(decide(&f, "nav01", number, json_incref(end)), RC_OK);
	json_object_set_new(end, "item", json_string("more"));
	json_object_set_new(end, "type", json_string("visits"));
	json_object_set_new(end, "no_notice", json_string("asked"));
	decide(&f, "nav01", number, json_incref(end));
	ASSERT_ERROR(&f, RC_GUARD, "E_ADVANCE_NOTICE"); /* no reason */
	json_object_set_new(end, "no_notice_why", json_string("Ba om det."));
	assert_int_equal(decide(&f, "nav01", number, end), RC_OK);
}

/* D-003, D-108: the exception is counted, and shown from five up */
static void
what_ended_without_a_decision_is_counted_by_unit(void **state)
{
	const json_t *row;
	int i;

	(void)state;
	for (i = 0; i < 6; i++) {
		fixture_case(&f, json_pack("{sb}", "asks_help", 0), number);
		fixture_act(&f, "nav01", number, "finish",
		    json_pack("{ss}", "outcome", "advice"));
		assert_int_equal(f.rc, RC_OK);
	}
	fixture_case(&f, NULL, number);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	fixture_ok(&f, "boss", "report.beslutningsform", NULL);
	row = pick(at(f.result, "rows"), "unit", "NAV");
	assert_string_equal(text_at(row, "decided"), "<5");
	assert_string_equal(text_at(row, "without"), "*");
	for (i = 0; i < 5; i++) {
		fixture_case(&f, NULL, number);
		decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	}
	fixture_advance(&f, "2027-01-12");
	fixture_ok(&f, "boss", "report.beslutningsform",
	    json_pack("{ss ss}", "from", "2026-12-31", "to", "2027-01-11"));
	row = pick(at(f.result, "rows"), "unit", "NAV");
	assert_string_equal(text_at(row, "decided"), "6");
	assert_string_equal(text_at(row, "without"), "6");
	assert_string_equal(text_at(row, "total"), "12");
}

/* A new Act is configuration (domain 0.3 no. 9; law row 69) */
static void
a_new_act_leaves_old_decisions_as_they_are(void **state)
{
	static const char add[] =
	    "[rule BSL_7@2027-02-01]\nfrom = 2027-02-01\nlength = 3w\n"
	    "kind = legal\nsource = boligsosialloven § 7 og ny "
	    "forvaltningslov § 63\ncomplaint_body = Statsforvalteren\n"
	    "start_nb = a\nstart_nn = a\ntext_nb = b\ntext_nn = b\n"
	    "[basis BSL_7@2027-02-01]\nfrom = 2027-02-01\n"
	    "source = boligsosialloven § 7 (ny)\ncomplaint = BSL_7\n"
	    "text_nb = x\ntext_nn = x\n";
	struct lines mistakes = LINES_INIT;
	struct law *old = f.law, *law;
	struct ini_text text;
	struct engine_parts parts;
	char path[512], *at_rule, *more;
	struct err e = ERR_INIT;
	size_t k;

	(void)state;
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	snprintf(path, sizeof(path), "%s/etc/law.ini", fixture_top());
	assert_int_equal(ini_slurp(path, &text, &e), RC_OK);
	more = calloc(1, text.n + sizeof(add) + 64);
	memcpy(more, text.bytes, text.n);
	for (k = 0; k < 2; k++) {
		at_rule = strstr(more,
		    k == 0 ? "[rule BSL_7@2026-07-02]\nfrom = 2023-07-01\n" :
			     "[basis BSL_7@2026-07-02]\nfrom = 2023-07-01\n");
		assert_non_null(at_rule);
		at_rule = strstr(at_rule, "from");
		memmove(at_rule + 16, at_rule, strlen(at_rule) + 1);
		memcpy(at_rule, "to = 2027-01-31\n", 16);
	}
	strcat(more, "\n");
	strcat(more, add);
	free(text.bytes);
	text.bytes = more;
	text.n = strlen(more);
	if (law_load_text(&text, &mistakes, &law, &e) != RC_OK)
		fail_msg("%s", e.text);
	ini_text_fini(&text);
	parts = (struct engine_parts){ .law = law,
		.municipality = f.municipality,
		.workflows = f.path };
	engine_configure(f.engine, &parts);
	f.law = law;
	law_free(old);
	fixture_advance(&f, "2027-02-01");
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	shown(&f, number, 1);
	assert_string_equal(text_at(f.result, "basis_title"),
	    "boligsosialloven § 7");
	assert_string_equal(text_at(f.result, "complaint_version"),
	    "2026-07-02");
	shown(&f, number, 2);
	assert_string_equal(text_at(f.result, "basis_title"),
	    "boligsosialloven § 7 (ny)");
	assert_string_equal(text_at(f.result, "complaint_version"),
	    "2027-02-01");
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(an_empty_decision_is_told_all_that_it_lacks),
		T(one_kind_of_mistake_gives_the_error_its_name),
		T(a_decision_is_frozen_with_all_that_it_stands_on),
		T(the_complaint_body_and_period_follow_the_basis),
		T(a_condition_has_its_reason_and_a_ground_that_fits),
		T(activity_is_a_condition_for_those_under_30_alone),
		T(who_decides_second_is_told_who_was_first_and_when),
		T(a_change_says_what_it_changes),
		T(what_was_not_asked_for_is_announced_first),
		T(an_answer_ends_the_wait_and_a_reasoned_exception_avoids_it),
		T(what_ended_without_a_decision_is_counted_by_unit),
		T(a_new_act_leaves_old_decisions_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
