/*
 * day.show: each task in its place, each row with the command that comes next.
 */
#include "fixture.h"
#include "look.h"

static void
an_empty_day_has_every_list(void **state)
{
	struct fixture *f = *state;
	json_t *r = fixture_ok(f, "nav01", "day.show", NULL);

	assert_string_equal(text_at(r, "date"), "2027-01-11");
	assert_int_equal(int_at(r, "week"), 2);
	assert_int_equal(json_array_size(at(r, "overdue")), 0);
	assert_int_equal(json_array_size(at(r, "today")), 0);
	assert_int_equal(json_array_size(at(r, "unassigned")), 0);
	assert_int_equal(json_array_size(at(r, "letters")), 0);
}

static void
deadlines_of_two_weeks_stand_with_days_left(void **state)
{
	struct fixture *f = *state;
	const json_t *row;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "day.show", NULL);
	assert_int_equal(json_array_size(at(r, "deadlines")), 1);
	row = at(r, "deadlines.0");
	assert_string_equal(text_at(row, "name"), "talk");
	assert_string_equal(text_at(row, "due"), "2027-01-18");
	assert_int_equal(int_at(row, "days"), 7);
	assert_int_equal(int_at(row, "workdays"), 5);
	assert_string_equal(text_at(row, "next"), "boflyt case show 2027/1");
}

static void
a_task_that_nobody_took_says_how_to_do_it(void **state)
{
	struct fixture *f = *state;
	const json_t *row;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_advance(f, "2027-01-13");
	r = fixture_ok(f, "nav02", "day.show", NULL);
	row = pick(at(r, "unassigned"), "key", "contact");
	assert_non_null(row);
	assert_non_null(strstr(text_at(row, "next"), "boflyt task done "));
}

/* A task whose key is an action of the stage is done by that action. */
static void
a_task_that_is_an_action_names_the_action(void **state)
{
	struct fixture *f = *state;
	const json_t *row;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	r = fixture_ok(f, "hel01", "day.show", NULL);
	row = pick(at(r, "unassigned"), "key", "map");
	assert_string_equal(text_at(row, "next"), "boflyt case act 2027/1 map");
}

static void
others_units_tasks_are_not_mine(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	r = fixture_ok(f, "nav01", "day.show", NULL);
	assert_null(pick(at(r, "unassigned"), "key", "map"));
}

static void
who_waits_for_whom_is_shown(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "pause_talk", NULL);
	assert_int_equal(f->rc, RC_OK);
	r = fixture_ok(f, "nav01", "day.show", NULL);
	assert_int_equal(json_array_size(at(r, "waiting")), 1);
	assert_string_equal(text_at(r, "waiting.0.status"), "waiting_user");
	/* A paused goal has no day. */
	assert_null(pick(at(r, "deadlines"), "name", "talk"));
}

static void
letters_that_nobody_opened_are_shown(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "letters", NULL);
	assert_int_equal(f->rc, RC_OK);
	r = fixture_ok(f, "nav01", "day.show", NULL);
	assert_int_equal(json_array_size(at(r, "letters")), 2);
	assert_string_equal(text_at(r, "letters.0.case"), "2027/1");
	assert_string_equal(text_at(r, "letters.0.state"), "pending");
}

static void
a_stranger_has_an_empty_day(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_advance(f, "2027-01-13");
	r = fixture_ok(f, "hel01", "day.show", NULL);
	assert_int_equal(json_array_size(at(r, "deadlines")), 0);
	assert_int_equal(json_array_size(at(r, "unassigned")), 0);
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(an_empty_day_has_every_list),
		T(deadlines_of_two_weeks_stand_with_days_left),
		T(a_task_that_nobody_took_says_how_to_do_it),
		T(a_task_that_is_an_action_names_the_action),
		T(others_units_tasks_are_not_mine),
		T(who_waits_for_whom_is_shown),
		T(letters_that_nobody_opened_are_shown),
		T(a_stranger_has_an_empty_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
