/*
 * Units and users of the configuration, as they were.
 */
#include "tests/store/registers.h"

#include "store/register.h"

static void
what_does_not_differ_is_not_written(void **state)
{
	json_t *rows = json_pack("{s:{s:s}, s:{s:s}}", "nav", "title", "NAV",
	    "health", "title", "Helse");
	struct fixture f;
	size_t n;

	(void)state;
	fixture_begin(&f);
	OK(&f, register_sync(f.tx, REGISTER_UNIT, rows, &n, &f.e));
	assert_int_equal(n, 2);
	OK(&f, register_sync(f.tx, REGISTER_UNIT, rows, &n, &f.e));
	assert_int_equal(n, 0);
	json_decref(rows);
	fixture_end(&f);
}

static void
a_unit_that_changed_or_went_is_known_as_of_then(void **state)
{
	json_t *old = json_pack("{s:{s:s}, s:{s:s}}", "nav", "title", "NAV",
	    "health", "title", "Helse");
	json_t *new = json_pack("{s:{s:s}}", "nav", "title", "NAV Nord");
	struct fixture f;
	json_t *row, *list;
	size_t n;

	(void)state;
	fixture_begin(&f);
	OK(&f, register_sync(f.tx, REGISTER_UNIT, old, &n, &f.e));
	tx_set_now(f.tx, T0 + 10);
	OK(&f, register_sync(f.tx, REGISTER_UNIT, new, &n, &f.e));
	assert_int_equal(n, 2);
	OK(&f, register_get(f.s, REGISTER_UNIT, "nav", T0 + 9, &row, &f.e));
	assert_string_equal(json_string_value(json_object_get(row, "title")),
	    "NAV");
	json_decref(row);
	OK(&f, register_get(f.s, REGISTER_UNIT, "nav", 0, &row, &f.e));
	assert_string_equal(json_string_value(json_object_get(row, "title")),
	    "NAV Nord");
	json_decref(row);
	OK(&f, register_list(f.s, REGISTER_UNIT, T0 + 9, &list, &f.e));
	assert_int_equal(json_object_size(list), 2);
	json_decref(list);
	OK(&f, register_list(f.s, REGISTER_UNIT, 0, &list, &f.e));
	assert_int_equal(json_object_size(list), 1);
	json_decref(list);
	assert_int_equal(register_get(f.s, REGISTER_UNIT, "health", 0, &row,
			     &f.e),
	    RC_NOTFOUND);
	json_decref(old);
	json_decref(new);
	fixture_end(&f);
}

static void
users_are_apart_from_units(void **state)
{
	json_t *rows = json_pack("{s:{s:[s]}}", "nav01", "units", "nav");
	struct fixture f;
	json_t *row;
	size_t n;

	(void)state;
	fixture_begin(&f);
	OK(&f, register_sync(f.tx, REGISTER_USER, rows, &n, &f.e));
	OK(&f, register_get(f.s, REGISTER_USER, "nav01", 0, &row, &f.e));
	json_decref(row);
	assert_int_equal(register_get(f.s, REGISTER_UNIT, "nav01", 0, &row,
			     &f.e),
	    RC_NOTFOUND);
	json_decref(rows);
	fixture_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_does_not_differ_is_not_written),
		cmocka_unit_test(
		    a_unit_that_changed_or_went_is_known_as_of_then),
		cmocka_unit_test(users_are_apart_from_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
