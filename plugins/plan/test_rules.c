/*
 * test_rules -- domain §3.1 by table: letters, consent, reviews, CTI, states.
 */
#include "../../tests/pure.h"

#include <string.h>

#include "rules.h"

static struct plan_content
whole(void)
{
	struct plan_content c = { .goals = 2,
		.resources = 1,
		.needs = 1,
		.participants = 2,
		.main_service = true,
		.coordinator = true,
		.contributions = 1,
		.measures = 2,
		.coordinator_answers = PLAN_ANSWERS,
		.from = day("2027-03-01"),
		.to = day("2028-02-29"),
		.reviews = 2,
		.consent = true,
		.access_answered = true,
		.cooperation_answered = true,
		.culture = true };

	return c;
}

static void
assert_missing(const struct plan_content *c, const char *letter)
{
	const char *out[PLAN_LETTERS];

	assert_int_equal(plan_missing(c, out), 1);
	assert_string_equal(out[0], letter);
}

/* FOR-2022-1110 § 9: one thing taken away, one letter missing. */
static void
each_letter_is_missed_alone(void **state)
{
	struct plan_content c = whole();
	const char *out[PLAN_LETTERS];

	(void)state;
	assert_int_equal(plan_missing(&c, out), 0);
#define WITHOUT(member, value, letter)                                         \
	do {                                                                   \
		c = whole();                                                   \
		c.member = (value);                                            \
		assert_missing(&c, letter);                                    \
	} while (0)
	WITHOUT(goals, 0, "a");
	WITHOUT(resources, 0, "a");
	WITHOUT(needs, 0, "a");
	WITHOUT(goals_without, 1, "a");
	WITHOUT(participants, 0, "b");
	WITHOUT(main_service, false, "c");
	WITHOUT(coordinator, false, "c");
	WITHOUT(contributions, 0, "d");
	WITHOUT(measures_without_unit, 1, "e");
	WITHOUT(measures_without_extent, 1, "e");
	WITHOUT(measures_without_how, 1, "f");
	WITHOUT(coordinator_answers, PLAN_ANSWERS - 1, "g");
	WITHOUT(reviews, 0, "h");
	WITHOUT(to, BF_NO_DATE, "h");
	WITHOUT(to, day("2027-02-28"), "h");
	WITHOUT(consent, false, "i");
	WITHOUT(access_answered, false, "i");
	WITHOUT(cooperation_answered, false, "j");
	WITHOUT(culture, false, "culture");
	WITHOUT(child, true, "child");
#undef WITHOUT
	c = whole();
	c.child = c.child_answered = true;
	assert_int_equal(plan_missing(&c, out), 0);
}

/* A goal plan has no statute; what holds it together it needs. */
static void
a_goal_plan_needs_four_letters(void **state)
{
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < PLAN_LETTERS; i++) {
		assert_true(plan_letter_counts(plan_letters[i], true));
		n += plan_letter_counts(plan_letters[i], false);
	}
	assert_int_equal(n, 4);
	assert_true(plan_letter_counts("c", false));
	assert_false(plan_letter_counts("culture", false));
	assert_false(plan_letter_counts("child", false));
}

static void
an_empty_plan_misses_all_but_the_child(void **state)
{
	struct plan_content c;
	const char *out[PLAN_LETTERS];

	(void)state;
	memset(&c, 0, sizeof(c));
	c.from = c.to = BF_NO_DATE;
	assert_int_equal(plan_missing(&c, out), PLAN_LETTERS - 1);
	assert_string_equal(out[2], "c");
	assert_string_equal(out[7], "h");
}

static void
dates_out_of_order_are_named(void **state)
{
	struct bf_date from = day("2027-03-01"), to = day("2028-02-29");

	(void)state;
	assert_null(plan_dates(from, to, BF_NO_DATE));
	assert_null(plan_dates(from, to, from));
	assert_null(plan_dates(from, to, to));
	assert_string_equal(plan_dates(to, from, BF_NO_DATE), "E_DATE_ORDER");
	assert_string_equal(plan_dates(from, to, day("2028-03-01")),
	    "E_DATE_ORDER");
	assert_string_equal(plan_dates(from, to, day("2027-02-28")),
	    "E_DATE_ORDER");
	assert_null(plan_dates(from, BF_NO_DATE, day("2030-01-01")));
}

struct consenting {
	struct plan_consenter who;
	bool may;
};

/* Law row 32: 16 years in health matters; a guardian within the scope. */
static void
consent_is_for_those_who_may_give_it(void **state)
{
	static const struct consenting rows[] = {
		{ { .age = 40, .by_person = true }, true },
		{ { .age = 17, .by_person = true }, false },
		{ { .age = 18, .by_person = true }, true },
		{ { .age = 16, .health = true, .by_person = true }, true },
		{ { .age = 15, .health = true, .by_person = true }, false },
		{ { .age = 15, .health = true, .by_parent = true }, true },
		{ { .age = 16, .health = true, .by_parent = true }, false },
		{ { .age = 17, .by_parent = true }, true },
		{ { .age = 18, .by_parent = true }, false },
		{ { .age = 40, .by_guardian = true, .guardian_scope = true },
		    true },
		{ { .age = 40, .by_guardian = true }, false },
		{ { .age = -1, .by_person = true }, true },
		{ { .age = -1, .by_parent = true }, false },
		{ { .age = 40 }, false },
	};
	const char *name;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		name = plan_consent_by(&rows[i].who);
		if (rows[i].may != (name == NULL))
			fail_msg("row %zu", i);
		if (name != NULL)
			assert_string_equal(name, "E_CONSENT_CAPACITY");
	}
}

/* level 3 after three months. */
static void
reviews_come_by_level(void **state)
{
	struct bf_due due;

	(void)state;
	assert_true(plan_review(&pure, 2, day("2027-03-10"), &due, NULL));
	ASSERT_DAY(due.raw, "2027-09-10");
	assert_true(plan_review(&pure, 3, day("2027-03-10"), &due, NULL));
	ASSERT_DAY(due.raw, "2027-06-10");
	assert_true(plan_review(&pure, 4, day("2027-03-10"), &due, NULL));
	ASSERT_DAY(due.raw, "2027-09-10");
	assert_false(plan_review(&pure, 1, day("2027-03-10"), &due, NULL));
	assert_false(plan_review(&pure, 5, day("2027-03-10"), &due, NULL));
}

/* S-01 and A-17: each phase counted from the start. */
static void
cti_has_three_equal_phases(void **state)
{
	struct bf_date start = day("2027-03-01"), meeting;

	(void)state;
	ASSERT_DAY(plan_cti_end(&pure, start, 3, 1, &meeting), "2027-05-31");
	ASSERT_DAY(plan_cti_end(&pure, start, 3, 2, NULL), "2027-08-31");
	ASSERT_DAY(plan_cti_end(&pure, start, 3, 3, NULL), "2027-11-30");
}

/* From the last of a month: not from the phase end before. */
static void
only_the_meeting_rolls_to_a_working_day(void **state)
{
	struct bf_date start = day("2026-11-30"), meeting;

	(void)state;
	ASSERT_DAY(plan_cti_end(&pure, start, 3, 1, &meeting), "2027-02-27");
	ASSERT_DAY(meeting, "2027-03-01");
	ASSERT_DAY(plan_cti_end(&pure, start, 3, 2, &meeting), "2027-05-29");
	ASSERT_DAY(meeting, "2027-05-31");
}

static void
every_state_is_reached_and_named(void **state)
{
	bool seen[PLAN_N_STATES] = { true };
	enum plan_state back;
	int from, to, round;

	(void)state;
	for (round = 0; round < PLAN_N_STATES; round++)
		for (from = 0; from < PLAN_N_STATES; from++)
			for (to = 0; to < PLAN_N_STATES; to++)
				if (seen[from] &&
				    plan_state_may((enum plan_state)from,
					(enum plan_state)to))
					seen[to] = true;
	for (from = 0; from < PLAN_N_STATES; from++) {
		assert_true(seen[from]);
		assert_true(
		    plan_state_parse(plan_state_name((enum plan_state)from),
			&back));
		assert_int_equal(back, from);
	}
	assert_false(plan_state_may(PLAN_NEED, PLAN_IN_FORCE));
	assert_false(plan_state_may(PLAN_ENDED, PLAN_DRAFT));
	assert_false(plan_state_may(PLAN_STOPPED, PLAN_REVIEW));
}

/* Invariant 1: before consent there is a need, and no content. */
static void
content_is_taken_only_while_consent_stands(void **state)
{
	(void)state;
	assert_false(plan_state_takes_content(PLAN_NEED));
	assert_false(plan_state_takes_content(PLAN_OFFERED));
	assert_false(plan_state_takes_content(PLAN_STOPPED));
	assert_false(plan_state_takes_content(PLAN_ENDED));
	assert_true(plan_state_takes_content(PLAN_DRAFT));
	assert_true(plan_state_takes_content(PLAN_IN_FORCE));
	assert_true(plan_state_is_open(PLAN_STOPPED));
	assert_false(plan_state_is_open(PLAN_NEED));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_letter_is_missed_alone),
		cmocka_unit_test(a_goal_plan_needs_four_letters),
		cmocka_unit_test(an_empty_plan_misses_all_but_the_child),
		cmocka_unit_test(dates_out_of_order_are_named),
		cmocka_unit_test(consent_is_for_those_who_may_give_it),
		cmocka_unit_test(reviews_come_by_level),
		cmocka_unit_test(cti_has_three_equal_phases),
		cmocka_unit_test(only_the_meeting_rolls_to_a_working_day),
		cmocka_unit_test(every_state_is_reached_and_named),
		cmocka_unit_test(content_is_taken_only_while_consent_stands),
	};

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
