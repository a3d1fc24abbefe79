/*
 * test_deadline -- the legal clock, by the rows of domain 4.2 with A-26.
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/deadline.h"
#include "model/zone.h"

static struct law *law;

static int
read_law(void **state)
{
	const char *srcdir = getenv("srcdir");
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	char path[4096];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/etc/law.ini",
	    srcdir != NULL ? srcdir : ".");
	return law_load(path, &mistakes, &law, &e) == RC_OK ? 0 : -1;
}

static int
drop_law(void **state)
{
	(void)state;
	law_free(law);
	return 0;
}

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

static struct deadline
by_rule(const char *rule, const char *start)
{
	struct err e = ERR_INIT;
	struct deadline d;

	if (deadline_by_rule(law, rule, on(start), &d, &e) != RC_OK)
		fail_msg("%s", e.text);
	return d;
}

/* A goal of LENGTH with N pauses. */
static struct deadline
goal(const char *length, const char *start, const struct deadline_pause *p,
    size_t n)
{
	struct deadline_spec spec = { .start = on(start),
		.pauses = p,
		.n_pauses = n };
	struct err e = ERR_INIT;
	struct deadline d;

	assert_int_equal(duration_parse(length, &spec.length, &e), RC_OK);
	if (deadline_compute(&spec, &d, &e) != RC_OK)
		fail_msg("%s", e.text);
	return d;
}

static void
the_rows_of_the_domain_fall_where_they_should(void **state)
{
	static const struct {
		const char *rule, *start, *due;
	} rows[] = {
		/* Domain 4.2. */
		{ "FVL_29", "2027-02-08", "2027-03-01" },
		{ "FVL_29", "2027-03-05", "2027-03-30" },
		{ "FVL_29", "2027-03-04", "2027-03-30" },
		{ "FVL_29", "2027-04-26", "2027-05-18" },
		{ "FVL_29", "2026-12-04", "2026-12-28" },
		{ "FVL_11A", "2027-01-31", "2027-03-01" },
		{ "FVL_11A", "2026-11-30", "2026-12-30" },
		{ "PBRL_7_5", "2027-02-08", "2027-03-08" },
		{ "HUSLL_3_2", "2027-01-01", "2027-01-04" },
		{ "TVANGSL_4_18", "2027-01-20", "2027-02-04" },
		{ "EFVF_8", "2027-03-04", "2027-03-11" },
		/* Neither Christmas Eve nor New Year's Eve is a holiday. */
		{ "FVL_29", "2026-12-03", "2026-12-24" },
		{ "FVL_29", "2026-12-10", "2026-12-31" },
		/* */
		{ "FVL_29", "2028-04-26", "2028-05-18" },
		{ "FVL_29", "2029-04-10", "2029-05-02" },
		/* start + 5 years - 1 day; S-05. */
		{ "FOR_2019_1520_3", "2027-02-01", "2032-01-31" },
		/* S-09 and S-05. */
		{ "GARANTI_MELDEFRIST", "2027-05-31", "2027-08-30" },
		{ "FORELD_2", "2028-05-31", "2031-06-03" },
		{ "FORELD_2", "2028-04-03", "2031-04-03" },
		{ "FORELD_2", "2028-05-02", "2031-05-02" },
		/* indefinite from the day after the month-day. */
		{ "HUSLL_9_2", "2027-05-31", "2027-09-01" },
		{ "HUSLL_9_2_KRAV", "2027-05-31", "2027-08-31" },
		{ "HUSLL_9_2_KRAV", "2030-02-28", "2030-05-28" },
		/* Law rows 33, 35 and 37. */
		{ "HUSLL_9_3", "2027-03-01", "2030-02-28" },
		{ "HUSLL_9_6", "2027-02-10", "2027-05-31" },
		{ "HUSLL_9_7", "2027-02-10", "2027-03-10" },
		/* S-01, S-02, S-07, S-08 and S-11. */
		{ "FVL_11A", "2027-01-11", "2027-02-11" },
		{ "GOAL_MAPPING", "2027-01-11", "2027-01-25" },
		{ "BSL_7", "2027-02-10", "2027-03-03" },
		{ "GOAL_START_PACKAGE", "2027-03-01", "2027-03-15" },
		{ "GOAL_ARRIVAL", "2026-12-15", "2026-12-18" },
		{ "SOTJL_47", "2026-12-18", "2027-01-08" },
		{ "TVANGSL_13_6", "2027-02-09", "2027-02-23" },
		{ "TVANGSL_13_11", "2027-03-16", "2027-03-30" },
		{ "GDPR_12_3", "2027-05-03", "2027-06-03" },
		{ "FVL_28", "2027-05-04", "2027-05-25" },
		{ "FVL_36", "2027-08-10", "2027-08-31" },
		{ "FVL_34", "2027-05-20", "2027-08-20" },
		{ "FVL_31_ABS", "2027-05-03", "2028-05-03" },
		{ "GOAL_CLAIM_HEARING", "2028-06-05", "2028-06-26" },
		/* S-03, D-057. */
		{ "GOAL_TEMP_STAY", "2027-01-13", "2027-04-13" },
	};
	char due[DATE_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct deadline d = by_rule(rows[i].rule, rows[i].start);

		date_format(d.due, due);
		if (strcmp(due, rows[i].due) != 0)
			fail_msg("%s from %s: %s, not %s", rows[i].rule,
			    rows[i].start, due, rows[i].due);
	}
}

static void
overdue_begins_the_day_after(void **state)
{
	struct deadline d = by_rule("FVL_11A", "2026-11-30");

	(void)state;
	/* S-02. */
	assert_date(d.overdue, "2026-12-31");
}

static void
a_waiting_period_has_its_end_and_is_never_overdue(void **state)
{
	struct deadline d = by_rule("TVANGSL_4_18", "2027-01-20");

	(void)state;
	/* A-9, S-07. */
	assert_date(d.due, "2027-02-04");
	assert_false(date_is_set(d.overdue));
	assert_int_equal(d.n_warn, 0);
}

static void
a_legal_deadline_warns_eight_days_before(void **state)
{
	struct deadline d = by_rule("FVL_11A", "2026-11-30");

	(void)state;
	/* A-25, S-02. */
	assert_int_equal(d.n_warn, 1);
	assert_date(d.warn[0], "2026-12-22");
	/* One week leaves no room for it. */
	assert_int_equal(by_rule("EFVF_8", "2027-03-04").n_warn, 0);
}

static void
warnings_of_ones_own_come_in_order(void **state)
{
	static const struct duration before[] = { { 1, DURATION_MONTHS },
		{ 6, DURATION_MONTHS }, { 3, DURATION_MONTHS },
		{ 9, DURATION_YEARS } };
	struct deadline_spec spec = { .start = on("2027-03-01"),
		.warnings = before,
		.n_warnings = 4 };
	struct err e = ERR_INIT;
	struct deadline d;

	(void)state;
	/* S-01, A-25; nine years before is before the start. */
	assert_int_equal(law_find(law, "HUSLL_9_3", spec.start, &spec.rule, &e),
	    RC_OK);
	assert_int_equal(deadline_compute(&spec, &d, &e), RC_OK);
	assert_int_equal(d.n_warn, 3);
	assert_date(d.warn[0], "2029-08-28");
	assert_date(d.warn[1], "2029-11-28");
	assert_date(d.warn[2], "2030-01-28");
	spec.n_warnings = DEADLINE_WARNINGS_MAX + 1;
	assert_int_equal(deadline_compute(&spec, &d, &e), RC_INVALID);
}

static void
pauses_lengthen_a_goal(void **state)
{
	const struct deadline_pause two[] = { { on("2027-01-16"),
						  on("2027-01-26") },
		{ on("2027-02-01"), on("2027-02-01") } };
	struct deadline d = goal("14d", "2027-01-11", two, 2);

	(void)state;
	assert_int_equal(d.paused_days, 10);
	assert_date(d.raw, "2027-01-25");
	assert_date(d.due, "2027-02-04");
}

static void
a_goal_stands_still_while_it_is_paused(void **state)
{
	const struct deadline_pause open = { on("2027-01-16"), DATE_NONE };
	const struct deadline_pause late = { on("2027-01-26"), DATE_NONE };
	struct deadline d = goal("14d", "2027-01-11", &open, 1);

	(void)state;
	assert_true(d.paused);
	assert_false(date_is_set(d.due));
	assert_false(date_is_set(d.overdue));
	/* A pause that begins when the time has run out changes nothing. */
	d = goal("14d", "2027-01-11", &late, 1);
	assert_false(d.paused);
	assert_date(d.due, "2027-01-25");
}

static void
a_deadline_of_law_is_never_paused(void **state)
{
	static const char *const rules[] = { "FVL_29", "TVANGSL_4_18",
		"FOR_2019_1520_3" };
	const struct deadline_pause p = { on("2027-02-10"), on("2027-02-12") };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct deadline_spec spec = { .start = on("2027-02-08"),
			.pauses = &p,
			.n_pauses = 1 };
		struct err e = ERR_INIT;
		struct deadline d;

		assert_int_equal(law_find(law, rules[i], spec.start, &spec.rule,
				     &e),
		    RC_OK);
		assert_int_equal(deadline_compute(&spec, &d, &e), RC_GUARD);
		assert_string_equal(e.name, "E_LEGAL_PAUSE");
	}
}

static void
pauses_out_of_order_are_refused(void **state)
{
	const struct deadline_pause wrong[][2] = {
		{ { on("2027-02-10"), on("2027-02-09") },
		    { on("2027-02-11"), on("2027-02-12") } },
		{ { on("2027-02-10"), on("2027-02-14") },
		    { on("2027-02-12"), on("2027-02-16") } },
		{ { on("2027-02-10"), DATE_NONE },
		    { on("2027-02-12"), on("2027-02-16") } },
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct deadline_spec spec = { .start = on("2027-02-08"),
			.length = { 14, DURATION_DAYS },
			.pauses = wrong[i],
			.n_pauses = 2 };
		struct err e = ERR_INIT;
		struct deadline d;

		assert_int_equal(deadline_compute(&spec, &d, &e), RC_INVALID);
	}
}

static void
a_municipality_may_give_a_goal_its_own_length_but_not_a_law(void **state)
{
	static const char *const rules[] = { "GOAL_MAPPING", "FVL_29" };
	static const char *const due[] = { "2027-03-10", "2027-03-01" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct deadline_spec spec = { .start = on("2027-02-08"),
			.length = { 30, DURATION_DAYS } };
		struct err e = ERR_INIT;
		struct deadline d;

		assert_int_equal(law_find(law, rules[i], spec.start, &spec.rule,
				     &e),
		    RC_OK);
		assert_int_equal(deadline_compute(&spec, &d, &e), RC_OK);
		assert_date(d.due, due[i]);
	}
}

static void
hours_run_from_the_instant_through_the_night_of_summer_time(void **state)
{
	struct deadline_spec spec = { .start = on("2027-03-26") };
	struct err e = ERR_INIT;
	struct deadline d;
	char s[ZONE_SIZE];

	(void)state;
	spec.start_ms = zone_instant(spec.start, 9, 15);
	assert_int_equal(law_find(law, "GDPR_33", spec.start, &spec.rule, &e),
	    RC_OK);
	assert_int_equal(deadline_compute(&spec, &d, &e), RC_OK);
	zone_format(d.due_ms, s);
	assert_string_equal(s, "2027-03-29T10:15:00.000+02:00");
	assert_date(d.due, "2027-03-29");
}

static void
a_start_without_a_date_and_an_end_out_of_range_are_refused(void **state)
{
	struct deadline_spec spec = { .start = DATE_NONE,
		.length = { 14, DURATION_DAYS } };
	struct err e = ERR_INIT;
	struct deadline d;

	(void)state;
	assert_int_equal(deadline_compute(&spec, &d, &e), RC_INVALID);
	spec.start = on("9999-12-25");
	assert_int_equal(deadline_compute(&spec, &d, &e), RC_INVALID);
	assert_int_equal(deadline_by_rule(law, "FVL_92", spec.start, &d, &e),
	    RC_NOTFOUND);
}

static void
a_paper_complaint_counts_from_the_postmark(void **state)
{
	struct date posted = on("2027-05-25"), arrived = on("2027-05-28");

	(void)state;
	/* */
	assert_date(deadline_handed_in(true, posted, arrived), "2027-05-25");
	assert_date(deadline_handed_in(false, posted, arrived), "2027-05-28");
	assert_date(deadline_handed_in(true, DATE_NONE, arrived), "2027-05-28");
}

static void
rent_is_due_the_next_working_day(void **state)
{
	(void)state;
	/* Law row 44; S-05 and S-07. */
	assert_date(deadline_rent_due(on("2028-04-01")), "2028-04-03");
	assert_date(deadline_rent_due(on("2028-05-01")), "2028-05-02");
	assert_date(deadline_rent_due(on("2027-01-01")), "2027-01-04");
	assert_date(deadline_rent_due(on("2027-02-01")), "2027-02-01");
}

static void
assert_words(const struct deadline *d, enum lang lang, const char *expected)
{
	char s[DEADLINE_WORDS_SIZE];

	deadline_words(d, lang, s);
	assert_string_equal(s, expected);
}

/* Counted all the same; who relies on it is told. */
static void
a_rule_that_nobody_has_checked_says_so(void **state)
{
	struct deadline d = by_rule("GDPR_12_3", "2027-05-03");

	(void)state;
	assert_words(&d, LANG_NB,
	    "GDPR_12_3 (versjon 2026-07-02): 1 måned etter mandag 3. mai 2027 "
	    "(kravet kom inn) er torsdag 3. juni 2027; regelen er ikke "
	    "kontrollert mot kilden");
	assert_words(&d, LANG_NN,
	    "GDPR_12_3 (versjon 2026-07-02): 1 månad etter måndag 3. mai 2027 "
	    "(kravet kom inn) er torsdag 3. juni 2027; regelen er ikkje "
	    "kontrollert mot kjelda");
}

static void
every_date_says_why(void **state)
{
	struct deadline d = by_rule("FVL_29", "2027-03-05");

	(void)state;
	/* Domain 7.4 no 3. */
	assert_words(&d, LANG_NB,
	    "FVL_29 (versjon 2026-07-02): 3 uker etter "
	    "fredag 5. mars 2027 (underretningen kom fram) er fredag 26. mars "
	    "2027; 26. mars er langfredag → neste virkedag tirsdag 30. mars "
	    "2027");
	assert_words(&d, LANG_NN,
	    "FVL_29 (versjon 2026-07-02): 3 veker etter "
	    "fredag 5. mars 2027 (underrettinga kom fram) er fredag 26. mars "
	    "2027; 26. mars er langfredag → neste verkedag tysdag 30. mars "
	    "2027");
	d = by_rule("FVL_29", "2027-04-26");
	assert_words(&d, LANG_NB,
	    "FVL_29 (versjon 2026-07-02): 3 uker etter "
	    "mandag 26. april 2027 (underretningen kom fram) er mandag 17. "
	    "mai 2027; 17. mai er grunnlovsdagen og 2. pinsedag → neste "
	    "virkedag tirsdag 18. mai 2027");
}

static void
each_kind_has_its_own_words(void **state)
{
	const struct deadline_pause p = { on("2027-01-16"), on("2027-01-28") };
	const struct deadline_pause open = { on("2027-01-16"), DATE_NONE };
	struct deadline d = by_rule("TVANGSL_4_18", "2027-01-20");

	(void)state;
	assert_words(&d, LANG_NB,
	    "TVANGSL_4_18 (versjon 2026-07-02): 2 uker "
	    "etter onsdag 20. januar 2027 (varselet ble sendt) går ut onsdag "
	    "3. februar 2027; tillatt tidligst torsdag 4. februar 2027");
	d = by_rule("FOR_2019_1520_3", "2027-02-01");
	assert_words(&d, LANG_NB,
	    "FOR_2019_1520_3 (versjon 2026-07-02): 5 år "
	    "fra og med mandag 1. februar 2027 (garantien begynte): siste dag "
	    "er lørdag 31. januar 2032");
	d = by_rule("HUSLL_9_6", "2027-02-10");
	assert_words(&d, LANG_NB,
	    "HUSLL_9_6 (versjon 2026-07-02): 3 måneder "
	    "etter onsdag 10. februar 2027 (oppsigelsen kom fram) er mandag "
	    "10. mai 2027; → månedens siste dag mandag 31. mai 2027");
	d = by_rule("HUSLL_3_2", "2027-01-01");
	assert_words(&d, LANG_NB,
	    "HUSLL_3_2 (versjon 2026-07-02): fredag 1. "
	    "januar 2027 (forfall etter avtalen); 1. januar er 1. nyttårsdag "
	    "→ neste virkedag mandag 4. januar 2027");
	d = goal("14d", "2027-01-11", &p, 1);
	assert_words(&d, LANG_NB,
	    "mål: 14 dager etter mandag 11. januar 2027 "
	    "er mandag 25. januar 2027; stanset 12 dager → lørdag 6. februar "
	    "2027");
	d = goal("14d", "2027-01-11", &open, 1);
	assert_words(&d, LANG_EN,
	    "goal: 14 days after Monday 11 January 2027 "
	    "is Monday 25 January 2027; paused; not running now");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rows_of_the_domain_fall_where_they_should),
		cmocka_unit_test(overdue_begins_the_day_after),
		cmocka_unit_test(
		    a_waiting_period_has_its_end_and_is_never_overdue),
		cmocka_unit_test(a_legal_deadline_warns_eight_days_before),
		cmocka_unit_test(warnings_of_ones_own_come_in_order),
		cmocka_unit_test(pauses_lengthen_a_goal),
		cmocka_unit_test(a_goal_stands_still_while_it_is_paused),
		cmocka_unit_test(a_deadline_of_law_is_never_paused),
		cmocka_unit_test(pauses_out_of_order_are_refused),
		cmocka_unit_test(
		    a_municipality_may_give_a_goal_its_own_length_but_not_a_law),
		cmocka_unit_test(
		    hours_run_from_the_instant_through_the_night_of_summer_time),
		cmocka_unit_test(
		    a_start_without_a_date_and_an_end_out_of_range_are_refused),
		cmocka_unit_test(a_paper_complaint_counts_from_the_postmark),
		cmocka_unit_test(rent_is_due_the_next_working_day),
		cmocka_unit_test(a_rule_that_nobody_has_checked_says_so),
		cmocka_unit_test(every_date_says_why),
		cmocka_unit_test(each_kind_has_its_own_words),
	};

	return cmocka_run_group_tests(tests, read_law, drop_law);
}
