/*
 * test_nin -- national numbers (domain 4.3, A-27).
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "model/nin.h"
#include "numbers.h"

/* No error may hold what was given as a number. */
static void
assert_no_digits(const char *text, const char *number)
{
	char run[5];

	for (size_t i = 0; i + 4 <= strlen(number); i++) {
		memcpy(run, number + i, 4);
		run[4] = '\0';
		assert_null(strstr(text, run));
	}
}

static void
assert_refused(const char *s, enum nin_policy policy, const char *name)
{
	struct err e = ERR_INIT;
	struct nin nin;

	assert_int_equal(nin_check(s, policy, &nin, &e), RC_INVALID);
	if (strcmp(e.name, name) != 0)
		fail_msg("%s: %s, not %s", s, e.name, name);
	assert_no_digits(e.text, s);
}

static struct nin
accepted(const char *s, enum nin_policy policy)
{
	struct err e = ERR_INIT;
	struct nin nin;

	if (nin_check(s, policy, &nin, &e) != RC_OK)
		fail_msg("%s: %s", s, e.text);
	return nin;
}

/* Complete nine digits to a number by the rule of 1964; false if none fits. */
static bool
complete(const char *nine, char out[NIN_SIZE])
{
	struct err e = ERR_INIT;
	struct nin nin;

	for (int k = 0; k < 100; k++) {
		(void)snprintf(out, NIN_SIZE, "%.9s%02d", nine, k);
		err_clear(&e);
		if (nin_parse(out, &nin, &e) == RC_OK && nin.rule_1964)
			return true;
	}
	return false;
}

static void
the_synthetic_numbers_of_the_domain_are_known(void **state)
{
	static const char *const numbers_1964[] = { "12838849855",
		"04897949704", "23860199807", "30916549535", "01819249616",
		"17855849321", "09889949403", "28828449100", "15927249291",
		"46879548985", "21900499628", "02846948530" };

	(void)state;
	for (size_t i = 0; i < 12; i++) {
		struct nin nin = accepted(numbers_1964[i], NIN_TEST);

		assert_true(nin.rule_1964);
		assert_int_equal(nin.series, NIN_PLUS_80);
		assert_int_equal(nin.kind, i == 9 ? NIN_DNR : NIN_FNR);
		assert_refused(numbers_1964[i], NIN_PRODUCTION,
		    "E_ID_SYNTHETIC");
	}
}

static void
numbers_of_2032_pass_and_tell_no_date(void **state)
{
	static const char *const numbers_2032[] = { "14829040086",
		"14829040094", "14829039886" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct nin nin = accepted(numbers_2032[i], NIN_TEST);

		assert_false(nin.rule_1964);
		assert_false(date_is_set(nin.born));
	}
}

static void
a_number_of_1964_tells_its_date(void **state)
{
	char s[DATE_SIZE];

	(void)state;
	date_format(accepted("12838849855", NIN_TEST).born, s);
	assert_string_equal(s, "1988-03-12");
	date_format(accepted("46879548985", NIN_TEST).born, s);
	assert_string_equal(s, "1995-07-06");
}

static void
wrong_check_digits_are_named_so(void **state)
{
	(void)state;
	assert_refused("12838849856", NIN_TEST, "E_ID_CHECKSUM");
	assert_refused("32838849855", NIN_TEST, "E_ID_CHECKSUM");
	assert_refused("12998849855", NIN_TEST, "E_ID_CHECKSUM");
}

static void
dates_that_do_not_exist_are_refused_in_spite_of_right_digits(void **state)
{
	(void)state;
	/* day 32, month 13, month 0, 29 February 1987. */
	assert_refused("32838849635", NIN_TEST, "E_ID_FORMAT");
	assert_refused("12938849631", NIN_TEST, "E_ID_FORMAT");
	assert_refused("12808849885", NIN_TEST, "E_ID_FORMAT");
	assert_refused("29828749879", NIN_TEST, "E_ID_FORMAT");
}

static void
what_is_not_eleven_digits_is_refused(void **state)
{
	static const char *const wrong[] = { "", "1283884985", "128388498555",
		"1283884985a", "12 838849855", "128388  49855", "128388 498 55",
		" 12838849855", "12838849855 ", "-2838849855" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_refused(wrong[i], NIN_TEST, "E_ID_FORMAT");
	assert_string_equal(accepted("128388 49855", NIN_TEST).digits,
	    "12838849855");
}

static void
production_refuses_help_numbers_and_both_synthetic_series(void **state)
{
	/* 1 January 1860: nobody alive, whatever the rest. */
	static const char *const nine[] = { "014160500", "018160500",
		"414160500", "418160500" };
	char s[NIN_SIZE], year[NIN_SIZE];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		memcpy(year, nine[i], 10);
		while (!complete(year, s))
			year[8]++;
		assert_refused(s, NIN_PRODUCTION, "E_ID_SYNTHETIC");
		(void)accepted(s, NIN_TEST);
	}
}

static void
test_refuses_whatever_may_be_real(void **state)
{
	static const char *const nine[] = { "010160500", "410160500" };
	char s[NIN_SIZE], year[NIN_SIZE];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		memcpy(year, nine[i], 10);
		while (!complete(year, s))
			year[8]++;
		assert_refused(s, NIN_TEST, "E_ID_REAL");
		assert_int_equal(accepted(s, NIN_PRODUCTION).series,
		    NIN_ORDINARY);
	}
}

/* Domain 4.3: months 41-52 and 81-92; test refuses everything else. */
static void
every_month_of_every_series_has_its_side(void **state)
{
	char s[NIN_SIZE], nine[24];

	(void)state;
	for (int month = 1; month <= 12; month++) {
		for (int plus = 0; plus <= 80; plus += 40) {
			bool real = plus == 0;

			/* 1860 again. */
			(void)snprintf(nine, sizeof(nine), "01%02d60500",
			    month + plus);
			while (!complete(nine, s))
				nine[8]++;
			assert_refused(s, real ? NIN_TEST : NIN_PRODUCTION,
			    real ? "E_ID_REAL" : "E_ID_SYNTHETIC");
			(void)accepted(s, real ? NIN_PRODUCTION : NIN_TEST);
		}
	}
}

/* What the WEIGHTS leave of the first N digits and the last of them. */
static int
remainder_of(const char *digits, const char *weights, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (digits[i] - '0') * (weights[i] - '0');
	return sum % 11;
}

/* Domain 4.3: both 0 in 1964; the first 0 to 3, the second 0 in 2032. */
static void
both_rules_accept_the_remainders_that_they_name_and_no_others(void **state)
{
	int found[11] = { 0 };

	(void)state;
	for (int k = 0; k < 1000 * 100; k++) {
		struct err e = ERR_INIT;
		struct nin nin;
		char s[NIN_SIZE];
		int first, second;
		bool right;

		(void)snprintf(s, sizeof(s), "148290%05d", k);
		first = remainder_of(s, "3761894521", 10);
		second = remainder_of(s, "54327654321", 11);
		right = nin_parse(s, &nin, &e) == RC_OK;
		if (right != (first <= 3 && second == 0) ||
		    (right && nin.rule_1964 && first != 0))
			fail_msg("%s: remainders %d and %d", s, first, second);
		found[first] += right;
	}
	assert_true(
	    found[0] > 0 && found[1] > 0 && found[2] > 0 && found[3] > 0);
}

static void
a_synthetic_d_number_is_no_help_number(void **state)
{
	struct nin nin = accepted("46879548985", NIN_TEST);

	(void)state;
	/* Domain 4.3: the mistake that fnrvalidator #469 tells of. */
	assert_string_equal(nin_code(&nin), "dnr+80");
}

static void
verdicts_agree_with_another_program(void **state)
{
	static const char *const types[][2] = { { "fnr", "fnr" },
		{ "dnr", "dnr" }, { "hnr", "fnr+40" }, { "tnr", "fnr+80" },
		{ "dnr-and-hnr", "dnr+40" }, { "dnr-and-tnr", "dnr+80" } };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct err e = ERR_INIT;
		struct nin nin;
		const char *verdict = numbers[i].verdict;
		const char *ours =
		    nin_parse(numbers[i].digits, &nin, &e) == RC_OK ?
		    nin_code(&nin) :
		    e.name;

		for (size_t k = 0; k < 6; k++) {
			if (strcmp(verdict, types[k][0]) == 0)
				verdict = types[k][1];
		}
		if (strcmp(ours, verdict) != 0)
			fail_msg("row %zu: %s, not %s", i, ours, verdict);
	}
}

static void
one_wrong_digit_is_always_found(void **state)
{
	const char *right = "12838849855";

	(void)state;
	/* Under the rule of 1964; that of 2032 lets some slips through. */
	for (size_t i = 0; i < 11; i++) {
		for (char c = '0'; c <= '9'; c++) {
			struct err e = ERR_INIT;
			struct nin nin;
			char s[NIN_SIZE];

			(void)snprintf(s, sizeof(s), "%s", right);
			if (s[i] == c)
				continue;
			s[i] = c;
			assert_false(
			    nin_parse(s, &nin, &e) == RC_OK && nin.rule_1964);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_synthetic_numbers_of_the_domain_are_known),
		cmocka_unit_test(numbers_of_2032_pass_and_tell_no_date),
		cmocka_unit_test(a_number_of_1964_tells_its_date),
		cmocka_unit_test(wrong_check_digits_are_named_so),
		cmocka_unit_test(
		    dates_that_do_not_exist_are_refused_in_spite_of_right_digits),
		cmocka_unit_test(what_is_not_eleven_digits_is_refused),
		cmocka_unit_test(
		    production_refuses_help_numbers_and_both_synthetic_series),
		cmocka_unit_test(test_refuses_whatever_may_be_real),
		cmocka_unit_test(every_month_of_every_series_has_its_side),
		cmocka_unit_test(
		    both_rules_accept_the_remainders_that_they_name_and_no_others),
		cmocka_unit_test(a_synthetic_d_number_is_no_help_number),
		cmocka_unit_test(verdicts_agree_with_another_program),
		cmocka_unit_test(one_wrong_digit_is_always_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
