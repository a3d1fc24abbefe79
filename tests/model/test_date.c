/*
 * test_date -- dates, holidays and durations.
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "holidays.h"
#include "model/date.h"
#include "model/duration.h"
#include "model/holiday.h"

#define FIRST_YEAR 1970
#define LAST_YEAR 2199

static struct date
on(const char *s)
{
	struct err e = ERR_INIT;
	struct date d;

	assert_int_equal(date_parse(s, &d, &e), RC_OK);
	return d;
}

static void
assert_date(struct date d, const char *expected)
{
	char s[DATE_SIZE];

	date_format(d, s);
	assert_string_equal(s, expected);
}

static void
days_follow_each_other_without_a_gap(void **state)
{
	struct date d = on("1583-01-01");
	int weekday = DATE_SATURDAY;

	(void)state;
	for (int y = DATE_YEAR_MIN; y <= DATE_YEAR_MAX; y++) {
		for (int m = 1; m <= 12; m++) {
			for (int day = 1; day <= date_days_in_month(y, m);
			     day++, d.days++) {
				int y2, m2, d2;
				struct date made;

				date_split(d, &y2, &m2, &d2);
				assert_true(y2 == y && m2 == m && d2 == day);
				assert_true(date_make(y, m, day, &made));
				assert_int_equal(made.days, d.days);
				assert_int_equal(date_weekday(d), weekday);
				weekday = weekday % 7 + 1;
			}
		}
	}
	assert_false(date_is_set(d));
}

static void
only_the_strict_form_of_a_day_that_exists_is_read(void **state)
{
	static const char *const wrong[] = { "", "2027-2-28", "2027-02-29",
		"2027-13-01", "2027-00-10", "2027-04-31", "27-04-30",
		"2027-04-30 ", " 2027-04-30", "2027/04/30", "1582-12-31",
		"2027-04-3x", "20270430", "-027-04-30" };
	struct date d;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(date_parse(wrong[i], &d, &e), RC_INVALID);
	}
	assert_int_equal(on("1970-01-01").days, 0);
	assert_date(on("2028-02-29"), "2028-02-29");
}

static void
months_keep_the_day_or_take_the_last(void **state)
{
	(void)state;
	/* Domain 7.4 no 5. */
	assert_date(date_add_months(on("2028-01-31"), 1), "2028-02-29");
	assert_date(date_add_months(on("2027-01-31"), 1), "2027-02-28");
	assert_date(date_add_months(on("2027-11-30"), 3), "2028-02-29");
	assert_date(date_add_years(on("2028-02-29"), 1), "2029-02-28");
	/* S-01: reminders 6, 3 and 1 months before the lease ends. */
	assert_date(date_add_months(on("2030-02-28"), -6), "2029-08-28");
	assert_date(date_add_months(on("2030-02-28"), -3), "2029-11-28");
	assert_date(date_add_months(on("2030-02-28"), -1), "2030-01-28");
	assert_date(date_month_end(on("2028-02-01")), "2028-02-29");
}

static void
arithmetic_out_of_range_is_no_date(void **state)
{
	struct date last = on("9999-12-31"), first = on("1583-01-01");

	(void)state;
	assert_false(date_is_set(date_add_days(last, 1)));
	assert_false(date_is_set(date_add_days(first, -1)));
	assert_false(date_is_set(date_add_days(first, INT64_MAX)));
	assert_false(date_is_set(date_add_days(last, INT64_MIN)));
	assert_false(date_is_set(date_add_months(last, 1)));
	assert_false(date_is_set(date_add_months(first, -1)));
	assert_false(date_is_set(date_add_months(first, INT64_MAX)));
	assert_false(date_is_set(date_add_years(first, INT64_MIN)));
	assert_false(date_is_set(date_add_days(DATE_NONE, 5)));
	assert_date(DATE_NONE, "");
}

static void
iso_weeks_belong_to_the_year_of_their_thursday(void **state)
{
	static const struct {
		const char *day;
		int year, week;
	} rows[] = { { "2026-12-31", 2026, 53 }, { "2027-01-03", 2026, 53 },
		{ "2027-01-04", 2027, 1 }, { "2024-12-30", 2025, 1 },
		{ "2028-01-02", 2027, 52 }, { "2027-05-18", 2027, 20 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int year, week;

		date_iso_week(on(rows[i].day), &year, &week);
		assert_int_equal(year, rows[i].year);
		assert_int_equal(week, rows[i].week);
	}
}

static void
dates_are_written_as_letters_have_them(void **state)
{
	char s[DATE_WORDS_SIZE];

	(void)state;
	date_words(on("2027-05-18"), LANG_NB, s);
	assert_string_equal(s, "tirsdag 18. mai 2027");
	date_words(on("2027-05-18"), LANG_NN, s);
	assert_string_equal(s, "tysdag 18. mai 2027");
	date_words(on("2027-05-18"), LANG_EN, s);
	assert_string_equal(s, "Tuesday 18 May 2027");
	date_words_short(on("2027-01-03"), LANG_NN, s);
	assert_string_equal(s, "3. januar 2027");
	date_words(on("2027-01-03"), LANG_NN, s);
	assert_string_equal(s, "sundag 3. januar 2027");
}

static void
holidays_agree_with_another_program_for_230_years(void **state)
{
	struct date d = on("1970-01-01");

	(void)state;
	assert_int_equal(sizeof(holidays_of) / sizeof(*holidays_of),
	    LAST_YEAR - FIRST_YEAR + 1);
	for (; date_compare(d, on("2199-12-31")) <= 0; d.days++) {
		char key[8];
		int y, m, day;
		bool listed;

		date_split(d, &y, &m, &day);
		(void)snprintf(key, sizeof(key), "%02u%02u",
		    (unsigned int)m % 100, (unsigned int)day % 100);
		listed = strstr(holidays_of[y - FIRST_YEAR], key) != NULL;
		if (listed != (holiday_of(d) != HOLIDAY_NONE))
			fail_msg("%d-%s", y, key);
		assert_int_equal(holiday_is_working_day(d),
		    !listed && date_weekday(d) < DATE_SATURDAY);
	}
}

static void
the_eves_are_working_days(void **state)
{
	(void)state;
	/* Law row 72: neither is in the Act. */
	assert_true(holiday_is_working_day(on("2026-12-24")));
	assert_true(holiday_is_working_day(on("2026-12-31")));
}

static void
two_holidays_on_one_day_are_both_named(void **state)
{
	char s[HOLIDAY_WORDS_SIZE];

	(void)state;
	/* */
	holiday_words(on("2027-05-17"), LANG_NB, s);
	assert_string_equal(s, "grunnlovsdagen og 2. pinsedag");
	holiday_words(on("2008-05-01"), LANG_NN, s);
	assert_string_equal(s, "1. mai og Kristi himmelfartsdag");
	holiday_words(on("2027-05-15"), LANG_NN, s);
	assert_string_equal(s, "laurdag");
	holiday_words(on("2027-05-18"), LANG_NB, s);
	assert_string_equal(s, "");
}

static void
working_days_are_counted_both_ways(void **state)
{
	(void)state;
	/* Over Easter 2027: 25, 26, 28 and 29 March are holidays. */
	assert_date(holiday_add_working_days(on("2027-03-23"), 2),
	    "2027-03-30");
	assert_date(holiday_add_working_days(on("2027-03-30"), -2),
	    "2027-03-23");
	assert_date(holiday_add_working_days(on("2027-03-27"), 1),
	    "2027-03-30");
	assert_date(holiday_add_working_days(on("2027-03-27"), 0),
	    "2027-03-27");
	assert_int_equal(holiday_working_days(on("2027-03-23"),
			     on("2027-03-30")),
	    2);
	assert_int_equal(holiday_working_days(on("2027-03-30"),
			     on("2027-03-23")),
	    0);
	assert_date(holiday_roll(on("2027-03-26")), "2027-03-30");
}

static void
durations_are_read_and_written_alike(void **state)
{
	static const char *const forms[] = { "0d", "14d", "10wd", "3w", "1m",
		"2y", "72h", "36600d" };
	static const char *const wrong[] = { "", "d", "3", "-1d", "3 w", "3W",
		"1.5d", "36601d", "99999999999d", "3dd", "w3" };
	struct duration d;
	char s[DURATION_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(duration_parse(forms[i], &d, &e), RC_OK);
		duration_format(d, s);
		assert_string_equal(s, forms[i]);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(duration_parse(wrong[i], &d, &e), RC_INVALID);
	}
}

static void
durations_have_words_in_three_languages(void **state)
{
	static const struct {
		struct duration d;
		const char *words[N_LANGS];
	} rows[] = {
		{ { 3, DURATION_WEEKS }, { "3 uker", "3 veker", "3 weeks" } },
		{ { 1, DURATION_MONTHS }, { "1 måned", "1 månad", "1 month" } },
		{ { 10, DURATION_WORKDAYS },
		    { "10 virkedager", "10 verkedagar", "10 working days" } },
		{ { 72, DURATION_HOURS },
		    { "72 timer", "72 timar", "72 hours" } },
	};
	char s[DURATION_WORDS_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (int lang = 0; lang < N_LANGS; lang++) {
			duration_words(rows[i].d, (enum lang)lang, s);
			assert_string_equal(s, rows[i].words[lang]);
		}
	}
}

static void
a_duration_leads_there_and_back(void **state)
{
	const struct duration weeks = { 3, DURATION_WEEKS };
	const struct duration hours = { 72, DURATION_HOURS };

	(void)state;
	assert_date(duration_after(on("2027-02-08"), weeks), "2027-03-01");
	assert_date(duration_before(on("2027-03-01"), weeks), "2027-02-08");
	assert_false(date_is_set(duration_after(on("2027-02-08"), hours)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_follow_each_other_without_a_gap),
		cmocka_unit_test(
		    only_the_strict_form_of_a_day_that_exists_is_read),
		cmocka_unit_test(months_keep_the_day_or_take_the_last),
		cmocka_unit_test(arithmetic_out_of_range_is_no_date),
		cmocka_unit_test(
		    iso_weeks_belong_to_the_year_of_their_thursday),
		cmocka_unit_test(dates_are_written_as_letters_have_them),
		cmocka_unit_test(
		    holidays_agree_with_another_program_for_230_years),
		cmocka_unit_test(the_eves_are_working_days),
		cmocka_unit_test(two_holidays_on_one_day_are_both_named),
		cmocka_unit_test(working_days_are_counted_both_ways),
		cmocka_unit_test(durations_are_read_and_written_alike),
		cmocka_unit_test(durations_have_words_in_three_languages),
		cmocka_unit_test(a_duration_leads_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
