/*
 * What no definition can take away: D-301, D-302, D-304, D-305.
 */
#include "fixture.h"

#include "store/case.h"
#include "store/decision.h"

static struct fixture f;
static char number[24];

static int
setup(void **state)
{
	(void)state;
	fixture_open(&f);
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

static struct case_head
head(void)
{
	struct err e = ERR_INIT;
	struct case_head h;

	assert_int_equal(case_find_number(f.store, number, &h, &e), RC_OK);
	return h;
}

static void
d301_a_request_does_not_end_in_advice(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "leave", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_OWED");
	assert_string_equal(head().stage, "intake");
	assert_int_equal(head().closed, 0);
}

static void
d301_a_request_does_not_end_as_decided_without_a_decision(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "finish", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_OWED");
}

static void
d301_a_decision_closes(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "decide",
			     json_pack("{ss}", "why", "innvilget")),
	    RC_OK);
	assert_int_equal(fixture_act(&f, "nav01", number, "finish", NULL),
	    RC_OK);
	assert_string_equal(head().outcome, "decided");
	assert_string_equal(head().status, "closed");
	assert_true(head().closed > 0);
}

static void
d301_a_decision_of_an_earlier_round_answers_no_new_request(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "decide",
	    json_pack("{ss}", "why", "x"));
	fixture_act(&f, "nav01", number, "finish", NULL);
	assert_int_equal(fixture_act(&f, "nav01", number, "reopen",
			     json_pack("{ss}", "why", "klage")),
	    RC_OK);
	fixture_act(&f, "nav01", number, "finish", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_OWED");
}

static void
d301_withdrawal_closes(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "withdraw", NULL),
	    RC_OK);
}

static void
d301_a_request_is_not_taken_back(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "unask", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_OWED");
}

static void
d301_advice_closes_where_nobody_asked(void **state)
{
	(void)state;
	fixture_case(&f, json_pack("{sb}", "asks_help", 0), number);
	assert_int_equal(fixture_act(&f, "nav01", number, "leave", NULL),
	    RC_OK);
}

static void
d301_who_said_nothing_is_taken_to_ask(void **state)
{
	(void)state;
	fixture_case(&f, NULL, number);
	fixture_act(&f, "nav01", number, "leave", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_OWED");
}

static void
d302_the_contact_works_in_the_unit(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "case.assign",
	    json_pack("{ss ss}", "case", number, "unit", "health"));
	ASSERT_ERROR(&f, RC_GUARD, "E_RESPONSIBLE");
	fixture_ask(&f, "nav01", "case.assign",
	    json_pack("{ss ss}", "case", number, "contact", "hel01"));
	ASSERT_ERROR(&f, RC_GUARD, "E_RESPONSIBLE");
	fixture_ask(&f, "nav01", "case.assign",
	    json_pack("{ss ss}", "case", number, "unit", "nowhere"));
	ASSERT_ERROR(&f, RC_GUARD, "E_RESPONSIBLE");
	assert_string_equal(head().unit, "nav");
}

static void
d302_both_together_hand_the_case_over(void **state)
{
	(void)state;
	fixture_ok(&f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "health", "contact",
		"hel01"));
	assert_string_equal(head().unit, "health");
	assert_string_equal(head().contact, "hel01");
	fixture_act(&f, "nav01", number, "letters", NULL);
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
d302_a_function_cannot_leave_a_case_without_its_contact(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "forward",
	    json_pack("{ss ss}", "new_unit", "health", "new_contact", "nav02"));
	ASSERT_ERROR(&f, RC_GUARD, "E_RESPONSIBLE");
}

static void
d302_a_case_does_not_begin_with_a_stranger(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "case.create",
	    json_pack("{s{ss} ss}", "data", "received", "2027-01-11", "contact",
		"hel01"));
	ASSERT_ERROR(&f, RC_GUARD, "E_RESPONSIBLE");
}

static void
d305_a_closed_case_is_only_reopened(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "withdraw", NULL);
	fixture_act(&f, "nav01", number, "note", json_pack("{ss}", "why", "x"));
	ASSERT_ERROR(&f, RC_GUARD, "E_CLOSED");
	fixture_ask(&f, "nav01", "case.assign",
	    json_pack("{ss ss}", "case", number, "contact", "nav02"));
	ASSERT_ERROR(&f, RC_GUARD, "E_CLOSED");
}

static void
d305_reopening_begins_a_new_cycle(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "withdraw", NULL);
	assert_int_equal(fixture_act(&f, "nav01", number, "reopen",
			     json_pack("{ss}", "why", "feil")),
	    RC_OK);
	assert_int_equal(head().cycle, 2);
	assert_int_equal(head().closed, 0);
	assert_string_equal(head().outcome, "");
	assert_string_equal(head().status, "open");
	assert_string_equal(head().stage, "mapping");
}

static void
d305_an_open_case_is_not_reopened(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "reopen",
	    json_pack("{ss}", "why", "x"));
	assert_int_not_equal(f.rc, RC_OK);
	assert_int_equal(head().cycle, 1);
}

static void
closing_ends_tasks_deadlines_and_timers(void **state)
{
	json_t *rows;

	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 1));
	fixture_act(&f, "nav01", number, "withdraw", NULL);
	rows = fixture_tasks(&f, number);
	assert_int_equal(json_array_size(rows), 0);
	json_decref(rows);
	rows = fixture_deadlines(&f);
	assert_int_equal(json_array_size(rows), 0);
	json_decref(rows);
	assert_true(engine_next_due(f.engine) == INT64_MAX);
}

static void
only_a_decision_maker_decides(void **state)
{
	(void)state;
	fixture_act(&f, "nav02", number, "decide",
	    json_pack("{ss}", "why", "x"));
	ASSERT_ERROR(&f, RC_DENIED, "E_AUTHORITY");
}

/* law row 58: forvaltningsloven §§ 24-25 */
static void
a_refusal_needs_rules_facts_and_considerations(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "refuse", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_INCOMPLETE");
	assert_int_equal(f.err.n_fields, 3);
	assert_string_equal(f.err.fields[0].field, "content");
	assert_string_equal(f.err.fields[1].field, "reasons.facts");
	assert_string_equal(f.err.fields[2].field, "reasons.considerations");
}

static void
a_decision_is_kept_with_who_and_when(void **state)
{
	struct err e = ERR_INIT;
	json_t *rows = NULL, *row;

	(void)state;
	fixture_act(&f, "nav01", number, "decide",
	    json_pack("{ss}", "why", "innvilget"));
	assert_int_equal(decision_list(f.store, head().id, true, &rows, &e),
	    RC_OK);
	row = json_array_get(rows, 0);
	assert_string_equal(json_string_value(json_object_get(row, "basis")),
	    "BSL_7");
	assert_string_equal(json_string_value(
				json_object_get(row, "decided_by")),
	    "nav01");
	assert_string_equal(json_string_value(json_object_get(row, "date")),
	    "2027-01-11");
	json_decref(rows);
}

/* Legal deadlines count from the day of receipt (law row of fvl § 11 a). */
static void
nothing_is_received_tomorrow(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "case.create",
	    json_pack("{s{ss}}", "data", "received", "2027-01-12"));
	ASSERT_ERROR(&f, RC_FIELDS, "E_FIELDS");
	assert_string_equal(f.err.fields[0].field, "received");
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss ss}", "why", "x", "received", "2027-01-12"));
	ASSERT_ERROR(&f, RC_FIELDS, "E_FIELDS");
	assert_string_equal(f.err.fields[0].field, "received");
}

static void
what_is_received_today_or_before_is_taken(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "note",
			     json_pack("{ss ss}", "why", "x", "received",
				 "2027-01-11")),
	    RC_OK);
	assert_int_equal(fixture_act(&f, "nav01", number, "note",
			     json_pack("{ss ss}", "why", "x", "received",
				 "2027-01-08")),
	    RC_OK);
}

static void
no_function_sets_a_receipt_of_tomorrow(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "postdate", NULL);
	ASSERT_ERROR(&f, RC_SCRIPT, "E_SCRIPT");
	assert_non_null(strstr(f.err.text, "case.data.received"));
}

/* Goals may stand in the future: a stay that begins next week. */
static void
other_dates_are_free(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "note",
			     json_pack("{ss ss}", "why", "x", "stay_from",
				 "2027-01-18")),
	    RC_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(nothing_is_received_tomorrow),
		T(what_is_received_today_or_before_is_taken),
		T(no_function_sets_a_receipt_of_tomorrow),
		T(other_dates_are_free),
		T(d301_a_request_does_not_end_in_advice),
		T(d301_a_request_does_not_end_as_decided_without_a_decision),
		T(d301_a_decision_closes),
		T(d301_a_decision_of_an_earlier_round_answers_no_new_request),
		T(d301_withdrawal_closes),
		T(d301_a_request_is_not_taken_back),
		T(d301_advice_closes_where_nobody_asked),
		T(d301_who_said_nothing_is_taken_to_ask),
		T(d302_the_contact_works_in_the_unit),
		T(d302_both_together_hand_the_case_over),
		T(d302_a_function_cannot_leave_a_case_without_its_contact),
		T(d302_a_case_does_not_begin_with_a_stranger),
		T(d305_a_closed_case_is_only_reopened),
		T(d305_reopening_begins_a_new_cycle),
		T(d305_an_open_case_is_not_reopened),
		T(closing_ends_tasks_deadlines_and_timers),
		T(only_a_decision_maker_decides),
		T(a_refusal_needs_rules_facts_and_considerations),
		T(a_decision_is_kept_with_who_and_when),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
