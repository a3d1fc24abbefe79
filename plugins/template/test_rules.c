/*
 * test_rules -- the rules by table, without a daemon.
 */
#include "../../tests/pure.h"

#include "rules.h"

static void
a_promise_lies_ahead_and_not_too_far(void **state)
{
	static const struct {
		const char *today, *day, *name;
		int64_t days;
	} rows[] = {
		{ "2027-01-11", "2027-01-10", "E_DATE_PAST", 30 },
		{ "2027-01-11", "2027-01-11", NULL, 30 },
		{ "2027-01-11", "2027-02-10", NULL, 30 },
		{ "2027-01-11", "2027-02-11", "E_DATE_FAR", 30 },
		{ "2028-02-28", "2028-02-29", NULL, 1 },
	};
	const char *name;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		name = rules_check(&pure, day(rows[i].today), day(rows[i].day),
		    rows[i].days);
		if (rows[i].name == NULL)
			assert_null(name);
		else
			assert_string_equal(name, rows[i].name);
	}
}

/* Tuesday after Whit Monday and 17 May: the working day before is Friday. */
static void
the_reminder_comes_on_the_working_day_before(void **state)
{
	int64_t at;

	(void)state;
	assert_true(pure.instant_parse("2027-05-14T06:00", &at));
	assert_true(rules_remind(&pure, day("2027-05-18")) == at);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_promise_lies_ahead_and_not_too_far),
		cmocka_unit_test(the_reminder_comes_on_the_working_day_before),
	};

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
