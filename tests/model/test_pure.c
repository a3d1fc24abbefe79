/*
 * test_pure -- the table that plugins compute with.
 */
#include "../pure.h"

#include <string.h>

static void
every_function_is_there(void **state)
{
	const char *p = (const char *)&pure;
	void *fn;
	size_t at;

	(void)state;
	assert_int_equal(pure.size, sizeof(pure));
	/* From `law` on the struct holds pointers only. */
	for (at = offsetof(struct bf_pure, law); at < sizeof(pure);
	     at += sizeof(void *)) {
		memcpy(&fn, p + at, sizeof(fn));
		assert_non_null(fn);
	}
}

static void
dates_go_and_come_back(void **state)
{
	struct bf_date d;
	int y, m, dd;

	(void)state;
	assert_false(pure.date_parse("2027-02-29", &d));
	assert_int_equal(d.days, BF_NO_DATE.days);
	ASSERT_DAY(BF_NO_DATE, "");
	assert_true(pure.date_make(2028, 2, 29, &d));
	pure.date_split(d, &y, &m, &dd);
	assert_int_equal(y * 10000 + m * 100 + dd, 20280229);
	ASSERT_DAY(pure.add_years(d, 1), "2029-02-28");
	ASSERT_DAY(pure.add_months(day("2028-01-31"), 1), "2028-02-29");
	ASSERT_DAY(pure.month_end(day("2027-02-01")), "2027-02-28");
	ASSERT_DAY(pure.roll(day("2027-05-17")), "2027-05-18");
	assert_int_equal(pure.workdays(day("2027-03-24"), day("2027-03-30")),
	    1);
	ASSERT_DAY(pure.after(day("2027-01-11"), "10wd"), "2027-01-25");
	ASSERT_DAY(pure.before(day("2027-01-25"), "10wd"), "2027-01-11");
	assert_int_equal(pure.after(day("2027-01-11"), "soon").days,
	    BF_NO_DATE.days);
	assert_int_equal(pure.weekday(day("2027-01-11")), 1);
}

/* A-9, law row 47: a petition is not too early from warning + 15 days. */
static void
rules_of_law_come_by_id_and_day(void **state)
{
	struct bf_due due;
	char why[BF_WORDS_SIZE];

	(void)state;
	assert_true(pure.rule(&pure, "FVL_29", day("2027-03-04"), &due, why));
	ASSERT_DAY(due.due, "2027-03-30");
	ASSERT_DAY(due.raw, "2027-03-25");
	assert_true(due.version[0] != '\0');
	assert_non_null(strstr(due.words, "FVL_29"));
	assert_true(
	    pure.rule(&pure, "TVANGSL_4_18", day("2027-01-20"), &due, why));
	ASSERT_DAY(due.due, "2027-02-04");
	assert_int_equal(due.overdue.days, BF_NO_DATE.days);
	assert_false(pure.rule(&pure, "FVL_92", day("2027-03-04"), &due, why));
	assert_non_null(strstr(why, "FVL_92"));
	assert_false(pure.rule(&pure, "FVL_92", day("2027-03-04"), &due, NULL));
	assert_false(
	    pure.rule(&pure, "RETTSGEBYR", day("2027-03-04"), &due, why));
}

static void
goals_roll_only_when_told(void **state)
{
	struct bf_due due;

	(void)state;
	assert_true(pure.goal(day("2027-05-31"), "90d", false, &due, NULL));
	ASSERT_DAY(due.due, "2027-08-29");
	/* */
	assert_true(pure.goal(day("2027-05-31"), "90d", true, &due, NULL));
	ASSERT_DAY(due.due, "2027-08-30");
	assert_string_equal(due.version, "");
	assert_false(pure.goal(day("2027-05-31"), "x", true, &due, NULL));
}

/* rettsgebyr is dated data; 1.25 and 1.35 times it (S-07). */
static void
amounts_are_dated(void **state)
{
	char why[BF_WORDS_SIZE];
	int64_t ore, part;

	(void)state;
	assert_true(
	    pure.amount(&pure, "RETTSGEBYR", day("2027-02-05"), &ore, why));
	assert_int_equal(ore, 134500);
	assert_true(pure.money_multiply(ore, 125, 100, &part));
	assert_int_equal(part, 168125);
	assert_true(pure.money_multiply(ore, 135, 100, &part));
	assert_int_equal(part, 181575);
	assert_false(
	    pure.amount(&pure, "RETTSGEBYR", day("2025-12-31"), &ore, why));
	assert_false(
	    pure.amount(&pure, "FVL_29", day("2027-02-05"), &ore, why));
	assert_non_null(strstr(why, "FVL_29"));
}

/* S-05: 3 400 000 øre over 36: 35 of 94 444 and a last of 94 460. */
static void
money_is_exact_to_the_ore(void **state)
{
	char text[BF_MONEY_SIZE];
	int64_t ore, sum = 0;
	int i;

	(void)state;
	for (i = 0; i < 36; i++)
		sum += pure.instalment(3400000, 36, i);
	assert_int_equal(sum, 3400000);
	assert_int_equal(pure.instalment(3400000, 36, 0), 94444);
	assert_int_equal(pure.instalment(3400000, 36, 35), 94460);
	assert_true(pure.money_parse("12 500,50", &ore, NULL));
	assert_int_equal(ore, 1250050);
	pure.money_format(ore, text);
	assert_string_equal(text, "12 500,50 kr");
	assert_false(pure.money_parse("1,234", &ore, NULL));
	assert_false(pure.money_add(INT64_MAX, 1, &ore));
	assert_false(pure.money_multiply(1, 1, 0, &ore));
}

static void
numbers_are_read_by_both_rules(void **state)
{
	struct bf_nin nin;
	const char *name;

	(void)state;
	assert_true(pure.nin_read("128388 49855", &nin, &name));
	assert_string_equal(nin.digits, "12838849855");
	assert_string_equal(nin.code, "fnr+80");
	assert_false(pure.nin_read("12838849856", &nin, &name));
	assert_string_equal(name, "E_ID_CHECKSUM");
	assert_false(pure.nin_read("1283884985", &nin, &name));
	assert_string_equal(name, "E_ID_FORMAT");
}

static void
instants_are_local_time(void **state)
{
	char text[BF_WORDS_SIZE];
	int64_t ms;

	(void)state;
	assert_true(pure.instant_parse("2027-02-10T09:15", &ms));
	ASSERT_DAY(pure.date_of(ms), "2027-02-10");
	assert_true(ms == pure.instant(day("2027-02-10"), 9, 15));
	pure.instant_format(ms, text);
	assert_string_equal(text, "2027-02-10T09:15:00.000+01:00");
	pure.date_words(day("2027-05-18"), "nb", text);
	assert_string_equal(text, "tirsdag 18. mai 2027");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_function_is_there),
		cmocka_unit_test(dates_go_and_come_back),
		cmocka_unit_test(rules_of_law_come_by_id_and_day),
		cmocka_unit_test(goals_roll_only_when_told),
		cmocka_unit_test(amounts_are_dated),
		cmocka_unit_test(money_is_exact_to_the_ore),
		cmocka_unit_test(numbers_are_read_by_both_rules),
		cmocka_unit_test(instants_are_local_time),
	};

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
