/*
 * test_receipts -- what a carrier or a person says became of a letter.
 */
#include "posting.h"

static void
receipts_are_steps_of_the_case_and_keep_their_instants(void **state)
{
	int64_t before;
	json_t *rows, *row;

	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	before = json_integer_value(
	    json_object_get(fixture_ok(&f, "nav01", "case.show",
				json_pack("{s:s}", "case", number)),
		"rev"));
	fixture_advance(&f, "2027-01-14");
	status("5532.E1.2027-1.2.1", 1, "MOTTATT", MONDAY);
	status("5532.E1.2027-1.2.1", 2, "VARSLET", MONDAY + 60000);
	status("5532.E1.2027-1.2.1", 3, "LEST", MONDAY + 86400000);
	status("5532.E1.2027-1.2.1", 3, "LEST", MONDAY + 99999999);
	assert_int_equal(instant(1, "available"), MONDAY + 60000);
	assert_int_equal(instant(1, "alerted"), MONDAY + 60000);
	assert_int_equal(instant(1, "opened"), MONDAY + 86400000);
	assert_int_equal(instant(1, "posted"), 0);
	assert_int_equal(json_array_size(json_object_get(show(1), "receipts")),
	    2);
	rows = fixture_history(&f, false);
	row = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(json_string_value(json_object_get(row, "kind")),
	    "receipt");
	json_decref(rows);
	assert_true(json_integer_value(
			json_object_get(fixture_ok(&f, "nav01", "case.show",
					    json_pack("{s:s}", "case", number)),
			    "rev")) >= before + 2);
}

static void
a_later_posting_counts_and_none_lies_after_now(void **state)
{
	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	fixture_advance(&f, "2027-01-14");
	status("5532.E1.2027-1.2.1", 2, "SENDT_PRINT", MONDAY + 1000);
	assert_int_equal(instant(1, "posted"), MONDAY + 1000);
	status("5532.E1.2027-1.2.1", 3, "PRINTET", MONDAY + 90000000);
	assert_int_equal(instant(1, "posted"), MONDAY + 90000000);
	status("5532.E1.2027-1.2.1", 4, "PRINTET", MONDAY + 900000000);
	assert_int_equal(instant(1, "posted"), f.clock.now);
}

static void
a_letter_that_came_back_is_a_task_and_goes_again_under_a_new_key(void **state)
{
	json_t *tasks, *row = NULL;
	size_t i;

	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	status("5532.E1.2027-1.2.1", 2, "IKKE_LEVERT", MONDAY);
	is_state(1, "failed");
	tasks = fixture_tasks(&f, number);
	json_array_foreach(tasks, i, row)
		if (strcmp(json_string_value(json_object_get(row, "cause")),
			"delivery") == 0)
			break;
	assert_true(i < json_array_size(tasks));
	json_decref(tasks);
	json_array_clear(sent);
	assert_int_equal(resolve(1, "again", "ny adresse"), RC_OK);
	run();
	assert_int_equal(json_array_size(sent), 1);
	assert_string_not_equal(key(0), "5532.E1.2027-1.2.1");
	is_state(1, "failed");
	is_state(3, "pending");
}

static void
a_person_can_say_what_a_carrier_would(void **state)
{
	json_t *r;

	(void)state;
	courier(true);
	ask();
	fixture_ask(&f, "nav01", "outbox.receipt",
	    json_pack("{s:i,s:s}", "letter", 1, "status", "SENDT_PRINT"));
	ASSERT_ERROR(&f, RC_INVALID, "E_PARAMS");
	answer("5532.E1.2027-1.2.1", "done");
	fixture_ok(&f, "nav01", "outbox.receipt",
	    json_pack("{s:i,s:s,s:I}", "letter", 1, "status", "PRINTET", "at",
		MONDAY));
	assert_int_equal(instant(1, "posted"), MONDAY);
	r = json_object_get(fixture_ok(&f, "nav01", "outbox.list", NULL),
	    "rows");
	assert_int_equal(json_array_size(r), 1); /* the notice */
	fixture_ask(&f, "nav01", "outbox.receipt",
	    json_pack("{s:i,s:s,s:I}", "letter", 1, "status", "LEST", "at",
		f.clock.now + 1));
	assert_int_equal(f.rc, RC_FIELDS);
}

/* What is proved ends the doubt, whatever the answer was. */
static void
a_receipt_proves_that_a_letter_is_there(void **state)
{
	(void)state;
	courier(true);
	ask();
	courier(false);
	status("5532.E1.2027-1.2.1", 2, "VARSLET", MONDAY);
	is_state(1, "done");
	courier(true);
	assert_int_equal(json_array_size(sent), 1);
}

static void
a_receipt_reaches_a_case_that_is_closed(void **state)
{
	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	fixture_act(&f, "nav01", number, "withdraw", NULL);
	assert_int_equal(f.rc, RC_OK);
	status("5532.E1.2027-1.2.1", 2, "IKKE_LEVERT", MONDAY);
	is_state(1, "failed");
	assert_int_equal(json_array_size(
			     json_object_get(fixture_ok(&f, "adm",
						 "incident.list", NULL),
				 "rows")),
	    0);
}

static void
a_stranger_s_word_and_nonsense_change_nothing(void **state)
{
	(void)state;
	courier(true);
	ask();
	answer("5532.E9.2027-1.2.1", "done");
	engine_hear(f.engine, json_pack("{s:b}", "tull", 1));
	engine_hear(f.engine, json_pack("[i]", 7));
	run();
	is_state(1, "pending");
}

static void
who_has_no_part_in_the_case_sees_no_letter(void **state)
{
	json_t *r;

	(void)state;
	courier(true);
	ask();
	fixture_ask(&f, "hel01", "outbox.show",
	    json_pack("{s:i}", "letter", 1));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ask(&f, "hel01", "outbox.show",
	    json_pack("{s:i}", "letter", 77));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	r = json_object_get(fixture_ok(&f, "hel01", "outbox.list", NULL),
	    "rows");
	assert_int_equal(json_array_size(r), 0);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(receipts_are_steps_of_the_case_and_keep_their_instants),
		T(a_later_posting_counts_and_none_lies_after_now),
		T(a_letter_that_came_back_is_a_task_and_goes_again_under_a_new_key),
		T(a_person_can_say_what_a_carrier_would),
		T(a_receipt_proves_that_a_letter_is_there),
		T(a_receipt_reaches_a_case_that_is_closed),
		T(a_stranger_s_word_and_nonsense_change_nothing),
		T(who_has_no_part_in_the_case_sees_no_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
