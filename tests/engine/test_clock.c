/*
 * clock.show and clock.advance: forward only, and only where time stands still.
 */
#include "fixture.h"
#include "look.h"
#include "one_case.h"

static void
the_clock_goes_forward_only(void **state)
{
	(void)state;
	fixture_ask(&f, "adm", "clock.advance",
	    json_pack("{ss}", "to", "2027-01-10"));
	ASSERT_ERROR(&f, RC_INVALID, "E_PARAMS");
	fixture_advance(&f, "14d");
	fixture_ok(&f, "nav01", "clock.show", NULL);
	assert_string_equal(text_at(f.result, "local"),
	    "2027-01-25T08:00:00.000+01:00");
}

static void
only_an_administrator_moves_the_clock(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "clock.advance",
	    json_pack("{ss}", "to", "2027-02-01"));
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

static void
a_clock_that_follows_the_system_is_not_moved(void **state)
{
	(void)state;
	f.municipality->test_identities = false;
	fixture_ask(&f, "adm", "clock.advance",
	    json_pack("{ss}", "to", "2027-02-01"));
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

static void
a_long_way_is_gone_in_slices(void **state)
{
	char other[24];
	int i;

	(void)state;
	for (i = 0; i < 80; i++)
		fixture_case(&f, NULL, other);
	fixture_advance(&f, "2028-01-11");
	/* The contact, the warning, and the two days after, for each. */
	assert_int_equal(json_integer_value(json_object_get(f.result, "fired")),
	    81 * 4);
	assert_int_equal(json_integer_value(
			     json_object_get(f.result, "incidents")),
	    0);
}

static void
the_clock_is_moved_by_one_at_a_time(void **state)
{
	unsigned int before;
	char other[24];
	int i;

	(void)state;
	for (i = 0; i < 80; i++)
		fixture_case(&f, NULL, other);
	before = f.answers;
	for (i = 0; i < 2; i++)
		engine_submit(f.engine,
		    fixture_new_ask(&f, "adm", "clock.advance",
			json_pack("{ss}", "to", "2028-01-11")));
	fixture_run(&f);
	assert_int_equal(f.answers, before + 2);
	fixture_ok(&f, "nav01", "clock.show", NULL);
	assert_string_equal(text_at(f.result, "local"),
	    "2028-01-11T08:00:00.000+01:00");
	fixture_advance(&f, "2028-01-12");
}

static void
a_garbled_goal_is_refused(void **state)
{
	(void)state;
	fixture_ask(&f, "adm", "clock.advance",
	    json_pack("{ss}", "to", "i morgen"));
	assert_int_not_equal(f.rc, RC_OK);
	fixture_ask(&f, "adm", "clock.advance", json_pack("{sb}", "to", 1));
	ASSERT_ERROR(&f, RC_INVALID, "E_PARAMS");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(the_clock_goes_forward_only),
		T(only_an_administrator_moves_the_clock),
		T(a_clock_that_follows_the_system_is_not_moved),
		T(a_long_way_is_gone_in_slices),
		T(the_clock_is_moved_by_one_at_a_time),
		T(a_garbled_goal_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
