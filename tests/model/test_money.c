/*
 * test_money -- amounts in øre.
 */
#include "../cmocka_all.h"

#include <string.h>

#include "model/money.h"

static void
amounts_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *s;
		int64_t ore;
	} rows[] = {
		{ "12 500,50", 1250050 },
		{ "12500.50", 1250050 },
		{ "12 500 kr", 1250000 },
		{ "kr 12 500,-", 1250000 },
		{ "kr. 5", 500 },
		{ "0", 0 },
		{ "12,5", 1250 },
		{ "1 345,00", 134500 },
		{ "12\u00a0500", 1250000 },
		{ "-250", -25000 },
		{ "\u2212250,25", -25025 },
		{ " 7 ", 700 },
		{ "1 234 567,89", 123456789 },
		{ "92233720368547758,07", INT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err e = ERR_INIT;
		int64_t ore;

		if (money_parse(rows[i].s, &ore, &e) != RC_OK)
			fail_msg("%s: %s", rows[i].s, e.text);
		assert_int_equal(ore, rows[i].ore);
	}
}

static void
amounts_that_could_mean_two_things_are_refused(void **state)
{
	static const char *const wrong[] = { "", "kr", "12,500", "12.500",
		"1,234", "12.500,50", "1 25 00", "1250 000", "12  500", "12,",
		"12500,5o", "1e3", "--5", "0x10", "92233720368547758,08",
		"99999999999999999999", "12 500 NOK", "5 kr 5" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct err e = ERR_INIT;
		int64_t ore;

		if (money_parse(wrong[i], &ore, &e) != RC_INVALID)
			fail_msg("%s was read", wrong[i]);
	}
}

static void
three_decimals_are_named_as_the_mistake(void **state)
{
	struct err e = ERR_INIT;
	int64_t ore;

	(void)state;
	assert_int_equal(money_parse("12500,505", &ore, &e), RC_INVALID);
	assert_non_null(strstr(e.text, "two decimals"));
}

static void
amounts_are_written_in_groups_of_three(void **state)
{
	static const struct {
		int64_t ore;
		const char *s;
	} rows[] = {
		{ 1250050, "12 500,50 kr" },
		{ 1250000, "12 500 kr" },
		{ 0, "0 kr" },
		{ 5, "0,05 kr" },
		{ -99999, "-999,99 kr" },
		{ 100000000, "1 000 000 kr" },
		{ INT64_MIN, "-92 233 720 368 547 758,08 kr" },
	};
	char s[MONEY_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		money_format(rows[i].ore, s);
		assert_string_equal(s, rows[i].s);
	}
}

static void
court_fees_are_exact(void **state)
{
	struct err e = ERR_INIT;
	int64_t fee;

	(void)state;
	/* Law row 51, A-11: 1.25 and 1.35 times 1 345 kr. */
	assert_int_equal(money_multiply(134500, 125, 100, &fee, &e), RC_OK);
	assert_int_equal(fee, 168125);
	assert_int_equal(money_multiply(134500, 135, 100, &fee, &e), RC_OK);
	assert_int_equal(fee, 181575);
}

static void
half_an_ore_is_rounded_away_from_zero(void **state)
{
	static const int64_t rows[][4] = { { 1, 1, 2, 1 }, { -1, 1, 2, -1 },
		{ 1, 1, 3, 0 }, { 2, 1, 3, 1 }, { -2, 1, 3, -1 },
		{ 7, 3, 2, 11 }, { INT64_MAX, 1, 1, INT64_MAX } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err e = ERR_INIT;
		int64_t out;

		assert_int_equal(money_multiply(rows[i][0], rows[i][1],
				     rows[i][2], &out, &e),
		    RC_OK);
		assert_int_equal(out, rows[i][3]);
	}
}

static void
what_does_not_fit_is_an_error(void **state)
{
	struct err e = ERR_INIT;
	int64_t out;

	(void)state;
	assert_int_equal(money_multiply(INT64_MAX, 2, 1, &out, &e), RC_INVALID);
	assert_int_equal(money_multiply(5, 1, 0, &out, &e), RC_INVALID);
	assert_int_equal(money_add(INT64_MAX, 1, &out, &e), RC_INVALID);
	assert_int_equal(money_add(2, 3, &out, &e), RC_OK);
	assert_int_equal(out, 5);
}

static void
instalments_sum_to_the_total_with_the_rest_last(void **state)
{
	int64_t sum = 0;

	(void)state;
	/* S-05: 3 400 000 øre over 36; and 3 750 000. */
	assert_int_equal(money_instalment(3400000, 36, 0), 94444);
	assert_int_equal(money_instalment(3400000, 36, 35), 94460);
	assert_int_equal(money_instalment(3750000, 36, 34), 104166);
	assert_int_equal(money_instalment(3750000, 36, 35), 104190);
	for (int32_t i = 0; i < 7; i++)
		sum += money_instalment(100, 7, i);
	assert_int_equal(sum, 100);
	assert_int_equal(money_instalment(100, 0, 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_read_as_people_write_them),
		cmocka_unit_test(
		    amounts_that_could_mean_two_things_are_refused),
		cmocka_unit_test(three_decimals_are_named_as_the_mistake),
		cmocka_unit_test(amounts_are_written_in_groups_of_three),
		cmocka_unit_test(court_fees_are_exact),
		cmocka_unit_test(half_an_ore_is_rounded_away_from_zero),
		cmocka_unit_test(what_does_not_fit_is_an_error),
		cmocka_unit_test(
		    instalments_sum_to_the_total_with_the_rest_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
