/*
 * Deadlines of a case: where they fall, what moves them, what ends them.
 */
#include "fixture.h"
#include "look.h"
#include "one_case.h"

/* The open deadline NAME has its due date at DUE; "" : there is none. */
static void
due_is(const char *name, const char *due)
{
	json_t *rows = fixture_deadlines(&f), *row;
	const char *found = "";
	size_t i;

	json_array_foreach(rows, i, row) {
		if (strcmp(text_at(row, "name"), name) == 0)
			found = text_at(row, "due");
	}
	if (strcmp(found, due) != 0)
		fail_msg("%s: %s, not %s", name, found, due);
	json_decref(rows);
}

static bool
has_task(const char *key)
{
	json_t *rows = fixture_tasks(&f, number), *row;
	bool found = false;
	size_t i;

	json_array_foreach(rows, i, row)
		found = found || strcmp(text_at(row, "key"), key) == 0;
	json_decref(rows);
	return found;
}

/* S-01: fvl § 11 a, one month from 2027-01-11; five working days. */
static void
entering_a_stage_begins_its_deadlines(void **state)
{
	(void)state;
	due_is("reply", "2027-02-11");
	due_is("talk", "2027-01-18");
	due_is("stay", "");
}

static void
a_start_day_that_changes_moves_the_deadline(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss ss}", "why", "x", "received", "2027-01-08"));
	assert_int_equal(f.rc, RC_OK);
	due_is("reply", "2027-02-08");
	due_is("talk", "2027-01-15");
}

static void
a_start_day_that_comes_later_begins_the_deadline(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss ss}", "why", "x", "stay_from", "2027-01-13"));
	due_is("stay", "2027-04-13"); /* S-03 */
}

static void
leaving_the_stage_ends_what_is_not_kept(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	due_is("talk", "");
	due_is("reply", "2027-02-11");
}

static void
the_municipality_sets_the_length_of_its_goals(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	due_is("mapping", "2027-01-21"); /* days = 10, not 14 */
}

static void
an_acute_case_has_a_length_of_its_own(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si ss}", "level", 2, "urgency", "acute"));
	due_is("mapping", "2027-01-13"); /* acute_workdays = 2 */
}

static void
coming_back_begins_anew(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	fixture_advance(&f, "2027-01-13");
	fixture_act(&f, "nav01", number, "back", NULL);
	due_is("mapping", "");
	fixture_act(&f, "nav01", number, "to_mapping", NULL);
	due_is("mapping", "2027-01-23");
}

static void
a_goal_waits_while_it_is_paused(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "pause_talk", NULL),
	    RC_OK);
	due_is("talk", "");
	fixture_advance(&f, "2027-01-13");
	assert_int_equal(fixture_act(&f, "nav01", number, "resume_talk", NULL),
	    RC_OK);
	/* The 12th did not count; the 11th never does. */
	due_is("talk", "2027-01-19");
}

static void
pausing_twice_is_fine(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "pause_talk", NULL);
	assert_int_equal(fixture_act(&f, "nav01", number, "pause_talk", NULL),
	    RC_OK);
}

static void
a_deadline_of_law_is_never_paused(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "pause_reply", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_DEADLINE_LEGAL");
	due_is("reply", "2027-02-11");
}

static void
meeting_a_deadline_twice_is_fine(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "talked", NULL),
	    RC_OK);
	due_is("talk", "");
}

static void
a_function_begins_a_deadline_without_a_field(void **state)
{
	(void)state;
	due_is("answer", "");
	fixture_act(&f, "nav01", number, "ask", NULL);
	due_is("answer", "2027-02-11");
	fixture_advance(&f, "2027-01-12");
	fixture_act(&f, "nav01", number, "ask", NULL);
	due_is("answer", "2027-02-12");
}

/* eight days before a deadline of law; at 06:00 of that day. */
static void
a_warning_comes_as_a_task_of_the_owner(void **state)
{
	(void)state;
	fixture_advance(&f, "2027-02-02");
	assert_false(has_task("deadline:reply"));
	fixture_advance(&f, "2027-02-03T05:59");
	assert_false(has_task("deadline:reply"));
	fixture_advance(&f, "2027-02-03T06:00");
	assert_true(has_task("deadline:reply"));
}

static void
being_overdue_is_noted_the_day_after(void **state)
{
	json_t *rows, *row;
	unsigned int n = 0;
	size_t i;

	(void)state;
	fixture_advance(&f, "2027-02-12");
	rows = fixture_history(&f, false);
	json_array_foreach(rows, i, row) {
		if (strcmp(text_at(row, "kind"), "deadline.overdue") == 0)
			n++;
	}
	json_decref(rows);
	assert_int_equal(n, 2); /* talk and reply */
}

static void
every_row_says_in_words_why_it_has_its_date(void **state)
{
	json_t *rows = fixture_deadlines(&f), *row;
	size_t i;

	(void)state;
	json_array_foreach(rows, i, row) {
		if (strcmp(text_at(row, "name"), "reply") != 0)
			continue;
		assert_string_equal(text_at(row, "rule"), "FVL_11A");
		assert_string_not_equal(text_at(row, "rule_version"), "");
	}
	json_decref(rows);
}

static void
what_was_open_goes_along_to_another_unit(void **state)
{
	json_t *rows, *row;
	size_t i;

	(void)state;
	fixture_advance(&f, "2027-01-13");
	assert_true(has_task("contact"));
	fixture_ok(&f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "health", "contact",
		"hel01"));
	rows = fixture_deadlines(&f);
	assert_true(json_array_size(rows) > 0);
	json_array_foreach(rows, i, row)
		assert_string_equal(text_at(row, "owner"), "health");
	json_decref(rows);
	rows = fixture_tasks(&f, number);
	json_array_foreach(rows, i, row)
		assert_string_equal(text_at(row, "unit"), "health");
	json_decref(rows);
}

static void
moving_a_deadline_moves_its_start_too(void **state)
{
	json_t *rows, *row;
	size_t i;

	(void)state;
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss ss}", "why", "x", "received", "2027-01-08"));
	rows = fixture_deadlines(&f);
	json_array_foreach(rows, i, row)
		assert_string_equal(text_at(row, "start"), "2027-01-08");
	json_decref(rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(entering_a_stage_begins_its_deadlines),
		T(a_start_day_that_changes_moves_the_deadline),
		T(a_start_day_that_comes_later_begins_the_deadline),
		T(leaving_the_stage_ends_what_is_not_kept),
		T(the_municipality_sets_the_length_of_its_goals),
		T(an_acute_case_has_a_length_of_its_own),
		T(coming_back_begins_anew),
		T(a_goal_waits_while_it_is_paused),
		T(pausing_twice_is_fine),
		T(a_deadline_of_law_is_never_paused),
		T(meeting_a_deadline_twice_is_fine),
		T(a_function_begins_a_deadline_without_a_field),
		T(a_warning_comes_as_a_task_of_the_owner),
		T(being_overdue_is_noted_the_day_after),
		T(every_row_says_in_words_why_it_has_its_date),
		T(what_was_open_goes_along_to_another_unit),
		T(moving_a_deadline_moves_its_start_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
