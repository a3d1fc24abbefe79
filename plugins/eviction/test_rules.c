/*
 * test_rules -- domain §3.2 by table: dates, urgency, what to do by when, costs.
 */
#include "../../tests/pure.h"

#include <string.h>

#include "rules.h"

static struct eviction_facts
nothing(void)
{
	struct eviction_facts f;

	memset(&f, 0, sizeof(f));
	f.received = f.due_since = f.warned = f.told = f.petitioned = f.served =
	    f.decided = f.evicted = f.lease_from = f.lease_to =
		f.move_out_asked = f.notice_received = f.notice_month_end =
		    f.protested = f.goods_told = BF_NO_DATE;
	f.rent = f.owed = EVICTION_UNKNOWN;
	return f;
}

/* S-07 as it stands when namsmannen tells of it. */
static struct eviction_facts
s07(void)
{
	struct eviction_facts f = nothing();

	f.ground = GROUND_ARREARS;
	f.received = day("2027-02-10");
	f.due_since = pure.rent_due(day("2026-12-01"));
	f.warned = day("2027-01-20");
	f.petitioned = day("2027-02-05");
	f.served = day("2027-02-09");
	f.rent = 980000;
	f.owed = 3 * 980000;
	return f;
}

static bool
found(const struct eviction_findings *x, const char *name)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (strcmp(x->list[i].name, name) == 0)
			return true;
	return false;
}

static void
s07_has_its_dates(void **state)
{
	struct eviction_facts f = s07();
	struct eviction_routine r = { 0 };
	struct eviction_findings x;
	struct eviction_plan plan;
	struct bf_due why;

	(void)state;
	ASSERT_DAY(eviction_comment_day(&pure, &f, &why), "2027-02-23");
	eviction_check(&pure, &f, day("2027-02-10"), &x);
	assert_int_equal(x.n, 0);
	eviction_plan(&pure, &f, &r, &plan);
	ASSERT_DAY(plan.contact, "2027-02-11");
	ASSERT_DAY(plan.visit, "2027-02-17");
	ASSERT_DAY(plan.comment, "2027-02-23");
	ASSERT_DAY(plan.shelter, "");
	assert_int_equal(eviction_state_of(&f), EVICTION_SERVED);
	f.evicted = f.goods_told = day("2027-03-16");
	eviction_plan(&pure, &f, &r, &plan);
	ASSERT_DAY(plan.shelter, "2027-03-09");
	ASSERT_DAY(plan.need_check, "2027-03-16");
	ASSERT_DAY(plan.goods, "2027-03-30");
	ASSERT_DAY(plan.review, "2027-04-15");
}

static void
children_bring_the_first_contact_forward_and_unknown_ones_too(void **state)
{
	struct eviction_facts f = s07();
	struct eviction_routine r = { 0 };
	struct eviction_plan plan;

	(void)state;
	f.children = KNOWN_NO;
	eviction_plan(&pure, &f, &r, &plan);
	ASSERT_DAY(plan.contact, "2027-02-12");
	f.children = KNOWN_YES;
	eviction_plan(&pure, &f, &r, &plan);
	ASSERT_DAY(plan.contact, "2027-02-11");
	r.contact_children_workdays = 3;
	eviction_plan(&pure, &f, &r, &plan);
	ASSERT_DAY(plan.contact, "2027-02-15");
}

/* warned on Wed 2027-01-20, the petition may come from 2027-02-04. */
static void
a_petition_within_two_weeks_is_a_finding_not_an_error(void **state)
{
	struct eviction_facts f = s07();
	struct eviction_findings x;

	(void)state;
	f.petitioned = day("2027-02-03");
	eviction_check(&pure, &f, day("2027-02-10"), &x);
	assert_int_equal(x.n, 1);
	assert_string_equal(x.list[0].name, "mulig_ulovlig_tidlig");
	assert_false(x.list[0].error);
	ASSERT_DAY(x.list[0].day, "2027-02-04");
	f.petitioned = day("2027-02-04");
	eviction_check(&pure, &f, day("2027-02-10"), &x);
	assert_int_equal(x.n, 0);
}

struct order {
	const char *warned, *petitioned, *served, *evicted;
	const char *field; /* NULL: possible */
};

static void
dates_that_cannot_be_are_refused(void **state)
{
	static const struct order rows[] = {
		{ "2027-01-20", "2027-02-05", "2027-02-09", "2027-03-16",
		    NULL },
		{ NULL, "2027-02-05", NULL, "2027-03-16", NULL },
		{ NULL, "2027-02-05", NULL, "2027-02-04", "eviction" },
		{ "2027-02-06", "2027-02-05", NULL, NULL, "petition" },
		{ NULL, "2027-02-05", "2027-02-04", NULL, "served" },
		{ "2027-03-17", NULL, NULL, "2027-03-16", "eviction" },
	};
	struct eviction_findings x;
	size_t i, k, errors;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct eviction_facts f = nothing();

		f.warned = day(rows[i].warned);
		f.petitioned = day(rows[i].petitioned);
		f.served = day(rows[i].served);
		f.evicted = day(rows[i].evicted);
		eviction_check(&pure, &f, day("2027-03-20"), &x);
		for (k = errors = 0; k < x.n; k++)
			if (x.list[k].error) {
				errors++;
				assert_string_equal(x.list[k].name,
				    "E_DATE_ORDER");
				assert_non_null(rows[i].field);
				assert_string_equal(x.list[k].field,
				    rows[i].field);
			}
		assert_int_equal(errors, rows[i].field == NULL ? 0 : 1);
	}
}

static void
a_warning_before_the_rent_was_due_is_a_finding(void **state)
{
	struct eviction_facts f = s07();
	struct eviction_findings x;

	(void)state;
	f.due_since = day("2027-01-21");
	eviction_check(&pure, &f, day("2027-02-10"), &x);
	assert_true(found(&x, "varsel_for_forfall"));
	f.due_since = day("2027-01-20");
	eviction_check(&pure, &f, day("2027-02-10"), &x);
	assert_false(found(&x, "varsel_for_forfall"));
	f.warned = BF_NO_DATE;
	eviction_check(&pure, &f, day("2027-02-10"), &x);
	assert_true(found(&x, "mangler_varsel_4_18"));
}

/* Law row 39. */
static void
the_notice_to_the_municipality_gives_two_weeks(void **state)
{
	struct eviction_facts f = s07();
	struct eviction_findings x;

	(void)state;
	f.told = day("2027-01-25");
	eviction_check(&pure, &f, day("2027-02-10"), &x);
	assert_true(found(&x, "begjaering_for_tidlig_9_11"));
	f.told = day("2027-01-20");
	eviction_check(&pure, &f, day("2027-02-10"), &x);
	assert_false(found(&x, "begjaering_for_tidlig_9_11"));
}

/* more than three months after the end without a written request. */
static void
a_lease_that_ran_on_has_become_indefinite(void **state)
{
	struct eviction_facts f = nothing();
	struct eviction_findings x;

	(void)state;
	f.ground = GROUND_EXPIRED;
	f.lease_from = day("2024-03-01");
	f.lease_to = day("2027-02-28");
	eviction_check(&pure, &f, day("2027-05-28"), &x);
	assert_false(found(&x, "blitt_tidsubestemt"));
	eviction_check(&pure, &f, day("2027-05-29"), &x);
	assert_true(found(&x, "blitt_tidsubestemt"));
	f.move_out_asked = day("2027-04-01");
	eviction_check(&pure, &f, day("2027-06-30"), &x);
	assert_false(found(&x, "blitt_tidsubestemt"));
	f.move_out_asked = BF_NO_DATE;
	f.petitioned = day("2027-05-10");
	eviction_check(&pure, &f, day("2027-06-30"), &x);
	assert_false(found(&x, "blitt_tidsubestemt"));
}

/* Law rows 33 and 34. */
static void
a_lease_below_the_minimum_term_is_a_finding(void **state)
{
	struct eviction_facts f = nothing();
	struct eviction_findings x;

	(void)state;
	f.ground = GROUND_EXPIRED;
	f.lease_from = day("2026-03-01");
	f.lease_to = day("2027-02-28");
	eviction_check(&pure, &f, day("2027-03-01"), &x);
	assert_true(found(&x, "for_kort_leietid"));
	f.loft = true;
	eviction_check(&pure, &f, day("2027-03-01"), &x);
	assert_false(found(&x, "for_kort_leietid"));
	f.loft = false;
	f.short_term_reasoned = true;
	eviction_check(&pure, &f, day("2027-03-01"), &x);
	assert_false(found(&x, "for_kort_leietid"));
	f.short_term_reasoned = false;
	f.lease_to = day("2029-02-28");
	eviction_check(&pure, &f, day("2027-03-01"), &x);
	assert_false(found(&x, "for_kort_leietid"));
}

/* the three months to sue start when the tenant's month ends. */
static void
a_notice_can_be_protested_and_then_the_landlord_must_sue(void **state)
{
	struct eviction_facts f = nothing();
	struct eviction_findings x;

	(void)state;
	f.ground = GROUND_NOTICE;
	f.notice_received = day("2027-01-04");
	eviction_check(&pure, &f, day("2027-02-04"), &x);
	assert_true(found(&x, "kan_protestere"));
	eviction_check(&pure, &f, day("2027-02-05"), &x);
	assert_false(found(&x, "kan_protestere"));
	f.protested = day("2027-01-20");
	f.notice_month_end = day("2027-02-04");
	eviction_check(&pure, &f, day("2027-05-04"), &x);
	assert_false(found(&x, "utleier_for_sen_med_soksmal"));
	eviction_check(&pure, &f, day("2027-05-05"), &x);
	assert_true(found(&x, "utleier_for_sen_med_soksmal"));
}

struct urgent {
	const char *warned, *petitioned, *served, *evicted;
	enum eviction_known children;
	const char *today;
	const char *name;
};

static void
urgency_by_table(void **state)
{
	static const struct urgent rows[] = {
		{ NULL, NULL, NULL, NULL, KNOWN_NO, "2027-02-10", "gronn" },
		/* unknown children do not turn it red */
		{ NULL, NULL, NULL, NULL, KNOWN_UNKNOWN, "2027-02-10",
		    "gronn" },
		{ NULL, NULL, NULL, NULL, KNOWN_YES, "2027-02-10", "rod" },
		{ "2027-01-27", NULL, NULL, NULL, KNOWN_NO, "2027-02-10",
		    "gronn" },
		{ "2027-01-26", NULL, NULL, NULL, KNOWN_NO, "2027-02-10",
		    "gul" },
		{ "2027-01-26", "2027-02-10", NULL, NULL, KNOWN_NO,
		    "2027-02-10", "gul" },
		{ NULL, NULL, "2027-02-09", NULL, KNOWN_NO, "2027-02-12",
		    "gul" },
		{ NULL, NULL, "2027-02-09", NULL, KNOWN_NO, "2027-02-13",
		    "rod" },
		{ NULL, NULL, NULL, "2027-03-16", KNOWN_NO, "2027-02-10",
		    "rod" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct eviction_facts f = nothing();

		f.warned = day(rows[i].warned);
		f.petitioned = day(rows[i].petitioned);
		f.served = day(rows[i].served);
		f.evicted = day(rows[i].evicted);
		f.children = rows[i].children;
		assert_string_equal(urgency_name(eviction_urgency(&pure, &f,
					day(rows[i].today))),
		    rows[i].name);
	}
}

static void
the_ladder_climbs_by_working_days(void **state)
{
	struct eviction_facts f = s07();

	(void)state;
	assert_int_equal(eviction_rung(&pure, &f, day("2027-02-11")),
	    RUNG_HANDLER);
	assert_int_equal(eviction_rung(&pure, &f, day("2027-02-12")),
	    RUNG_REMINDER);
	assert_int_equal(eviction_rung(&pure, &f, day("2027-02-15")),
	    RUNG_LEADER);
	assert_int_equal(eviction_rung(&pure, &f, day("2027-02-17")),
	    RUNG_COORDINATOR);
	f.evicted = day("2027-02-18");
	assert_int_equal(eviction_rung(&pure, &f, day("2027-02-11")),
	    RUNG_LEADERS);
}

/* Law row 51 and S-07: 31 081,25 kr stop it. */
static void
costs_are_computed_to_the_ore(void **state)
{
	struct eviction_costs c;
	char why[BF_WORDS_SIZE];

	(void)state;
	assert_true(
	    eviction_costs(&pure, GROUND_ARREARS, day("2027-02-05"), &c, why));
	assert_int_equal(c.petition, 168125);
	assert_int_equal(c.carried_out, 181575);
	assert_int_equal(eviction_to_stop(2940000, 0, 0, c.petition), 3108125);
	assert_true(
	    eviction_costs(&pure, GROUND_BREACH, day("2027-02-05"), &c, why));
	assert_int_equal(c.petition, 282450);
	assert_int_equal(c.carried_out, 269000);
	assert_int_equal(eviction_to_stop(EVICTION_UNKNOWN, 0, 0, 1),
	    EVICTION_UNKNOWN);
	assert_false(
	    eviction_costs(&pure, GROUND_ARREARS, day("2025-12-31"), &c, why));
}

static void
an_amount_is_between_nothing_and_ten_million(void **state)
{
	(void)state;
	assert_true(eviction_amount_ok(EVICTION_UNKNOWN));
	assert_true(eviction_amount_ok(0));
	assert_true(eviction_amount_ok(1000000000));
	assert_false(eviction_amount_ok(1000000001));
	assert_false(eviction_amount_ok(-2));
}

static bool
names(const char *const *ways, const char *law)
{
	for (; *ways != NULL; ways++)
		if (strstr(*ways, law) != NULL)
			return true;
	return false;
}

/* Law rows 36, 37, 38 and 49: what can stop each, and what cannot. */
static void
each_ground_has_ways_out_of_its_own(void **state)
{
	static const struct {
		enum eviction_ground ground;
		const char *has, *has_not;
	} rows[] = {
		{ GROUND_UNKNOWN, "on what ground", "pay" },
		{ GROUND_ARREARS, "pay rent, interest and costs", "9-8" },
		{ GROUND_ARREARS, "§ 5-16", "9-9" },
		{ GROUND_EXPIRED, "§ 9-2 third paragraph", "pay" },
		{ GROUND_EXPIRED, "9-3)", "9-8" },
		{ GROUND_EXPIRED, "§ 5-16", "9-9" },
		{ GROUND_NOTICE, "within one month", "§ 5-16" },
		{ GROUND_NOTICE, "sue within three months", "pay" },
		{ GROUND_BREACH, "§ 9-9", "§ 5-16" },
		{ GROUND_BREACH, "put right", "pay" },
		{ GROUND_OTHER, "another dwelling", "§" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *const *ways = ground_ways_out(rows[i].ground);

		assert_true(names(ways, rows[i].has));
		assert_false(names(ways, rows[i].has_not));
	}
}

static void
the_ground_decides_what_stops_it(void **state)
{
	enum eviction_ground g;
	int i;

	(void)state;
	for (i = 0; i < N_GROUNDS; i++) {
		assert_true(ground_parse(eviction_grounds[i], &g));
		assert_int_equal(g, i);
		assert_non_null(ground_ways_out(g)[0]);
		assert_int_equal(ground_cured_by_payment(g),
		    g == GROUND_ARREARS);
		assert_int_equal(ground_is_for_court(g),
		    g == GROUND_BREACH || g == GROUND_OTHER);
	}
	assert_false(ground_parse("f", &g));
}

/* Entry at any state; back only after a petition; no way out of the ends. */
static void
states_move_as_the_picture_has_it(void **state)
{
	int from, to;

	(void)state;
	for (from = 0; from < EVICTION_N_STATES; from++)
		for (to = 0; to < EVICTION_N_STATES; to++) {
			bool open = from <= EVICTION_FIXED;
			bool may = eviction_state_may((enum eviction_state)from,
			    (enum eviction_state)to);

			if (open && to > from && to <= EVICTION_CARRIED_OUT)
				assert_true(may);
			else if (open && to == EVICTION_SOLVED)
				assert_true(may);
			else if (open && from >= EVICTION_PETITIONED &&
			    to == EVICTION_ARREARS)
				assert_true(may);
			else if (from == EVICTION_CARRIED_OUT &&
			    to == EVICTION_AFTER)
				assert_true(may);
			else if (from == EVICTION_AFTER &&
			    to == EVICTION_CLOSED)
				assert_true(may);
			else
				assert_false(may);
		}
}

static void
only_payment_needs_proof(void **state)
{
	(void)state;
	assert_true(eviction_solution_needs_proof("betalt"));
	assert_false(eviction_solution_needs_proof("avtale"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s07_has_its_dates),
		cmocka_unit_test(
		    children_bring_the_first_contact_forward_and_unknown_ones_too),
		cmocka_unit_test(
		    a_petition_within_two_weeks_is_a_finding_not_an_error),
		cmocka_unit_test(dates_that_cannot_be_are_refused),
		cmocka_unit_test(
		    a_warning_before_the_rent_was_due_is_a_finding),
		cmocka_unit_test(
		    the_notice_to_the_municipality_gives_two_weeks),
		cmocka_unit_test(a_lease_that_ran_on_has_become_indefinite),
		cmocka_unit_test(a_lease_below_the_minimum_term_is_a_finding),
		cmocka_unit_test(
		    a_notice_can_be_protested_and_then_the_landlord_must_sue),
		cmocka_unit_test(urgency_by_table),
		cmocka_unit_test(the_ladder_climbs_by_working_days),
		cmocka_unit_test(costs_are_computed_to_the_ore),
		cmocka_unit_test(an_amount_is_between_nothing_and_ten_million),
		cmocka_unit_test(the_ground_decides_what_stops_it),
		cmocka_unit_test(each_ground_has_ways_out_of_its_own),
		cmocka_unit_test(states_move_as_the_picture_has_it),
		cmocka_unit_test(only_payment_needs_proof),
	};

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
