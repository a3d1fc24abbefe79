/*
 * test_rules -- domain §3.3 by table: every invariant and every named refusal.
 */
#include "../../tests/pure.h"

#include <string.h>

#include "rules.h"

/* S-05: 12 500 kr, three months, three years. */
static struct deposit_terms
s05(void)
{
	struct deposit_terms t = { .rent = 1250000,
		.months = 3,
		.from = day("2027-02-01"),
		.to = day("2030-01-31") };

	return t;
}

static void
the_amount_is_months_of_rent_up_to_the_cap(void **state)
{
	struct deposit_terms t = s05();

	(void)state;
	assert_int_equal(deposit_amount(&pure, &t), 3750000);
	t.cap = 3000000;
	assert_int_equal(deposit_amount(&pure, &t), 3000000);
	t.cap = 0;
	t.months = 0;
	assert_int_equal(deposit_amount(&pure, &t), 0);
}

/* D-052, §3.3: guarantees per private settlement, 94.7 % and 72.6 %. */
static void
a_share_is_in_thousandths_and_a_half_goes_up(void **state)
{
	static const struct {
		int64_t n, of, share;
	} rows[] = { { 90, 95, 947 }, { 45, 62, 726 }, { 0, 62, 0 },
		{ 62, 62, 1000 }, { 63, 62, 1016 }, { 1, 2000, 1 },
		{ 1, 2001, 0 }, { 1, 3, 333 }, { 2, 3, 667 },
		{ 1000000000, 1, 1000000000000 } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(deposit_share(rows[i].n, rows[i].of),
		    rows[i].share);
}

/* One wrong thing in otherwise good terms. */
struct wrong {
	int64_t rent, months, other;
	const char *from, *to;
	int64_t limit;
	const char *name; /* NULL: nothing is wrong */
};

static void
every_term_out_of_bounds_has_its_name(void **state)
{
	static const struct wrong rows[] = {
		{ 1250000, 3, 0, "2027-02-01", "2030-01-31", 0, NULL },
		{ 1250000, 3, 3750000, "2027-02-01", "2030-01-31", 0, NULL },
		{ 1250000, 6, 0, "2027-02-01", "2032-01-31", 0, NULL },
		{ 0, 3, 0, "2027-02-01", "2030-01-31", 0, "E_AMOUNT" },
		{ -1, 3, 0, "2027-02-01", "2030-01-31", 0, "E_AMOUNT" },
		{ 10000001, 3, 0, "2027-02-01", "2030-01-31", 0, "E_AMOUNT" },
		{ 1250000, 3, -1, "2027-02-01", "2030-01-31", 0, "E_AMOUNT" },
		{ 1250000, 0, 0, "2027-02-01", "2030-01-31", 0,
		    "E_MONTHS_RANGE" },
		{ 1250000, 7, 0, "2027-02-01", "2030-01-31", 0,
		    "E_MONTHS_RANGE" },
		{ 1250000, 4, 3750000, "2027-02-01", "2030-01-31", 0,
		    "E_CAP_6M" },
		{ 1250000, 6, 1, "2027-02-01", "2030-01-31", 0, "E_CAP_6M" },
		/* start + 5 years - 1 day */
		{ 1250000, 3, 0, "2027-02-01", "2032-02-01", 0, "E_TERM_5Y" },
		{ 1250000, 3, 0, "2027-02-01", "2027-01-31", 0,
		    "E_DATE_ORDER" },
		{ 1250000, 3, 0, "2027-02-01", "2030-01-31", 3750000, NULL },
		{ 1250000, 3, 0, "2027-02-01", "2030-01-31", 3749999,
		    "E_SMALL_AMOUNT" },
	};
	struct deposit_problems found;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct deposit_terms t = { .rent = rows[i].rent,
			.months = rows[i].months,
			.other = rows[i].other,
			.from = day(rows[i].from),
			.to = day(rows[i].to) };

		deposit_check(&pure, &t, rows[i].limit, &found);
		if (rows[i].name == NULL) {
			if (found.n != 0)
				fail_msg("row %zu: %s", i, found.list[0].name);
			continue;
		}
		assert_int_equal(found.n, 1);
		assert_string_equal(found.list[0].name, rows[i].name);
		assert_true(strlen(found.list[0].text) > 5);
	}
}

/* S-05: "needs ≤ 7 500 000, got 8 750 000", in kroner as people read them. */
static void
the_cap_says_both_numbers(void **state)
{
	struct deposit_terms t = s05();
	struct deposit_problems found;

	(void)state;
	t.months = 4;
	t.other = 3750000;
	deposit_check(&pure, &t, 0, &found);
	assert_int_equal(found.n, 1);
	assert_non_null(strstr(found.list[0].text, "87 500"));
	assert_non_null(strstr(found.list[0].text, "75 000"));
}

static void
all_that_is_wrong_is_said_at_once(void **state)
{
	struct deposit_terms t = { .rent = 0,
		.months = 9,
		.from = day("2027-02-01"),
		.to = day("2026-02-01") };
	struct deposit_problems found;

	(void)state;
	deposit_check(&pure, &t, 0, &found);
	assert_int_equal(found.n, 3);
}

/* FOR-2019-1520 § 4, law row 88: the bands are configuration. */
static void
the_small_amount_goes_by_population(void **state)
{
	static const char bands[] = "3000:800000 10000:2000000 30000:4000000 "
				    "100000:7000000 *:10000000";

	(void)state;
	assert_int_equal(deposit_small_amount(bands, 2400), 80000000);
	assert_int_equal(deposit_small_amount(bands, 3000), 80000000);
	assert_int_equal(deposit_small_amount(bands, 3001), 200000000);
	assert_int_equal(deposit_small_amount(bands, 78000), 700000000);
	assert_int_equal(deposit_small_amount(bands, 700000), 1000000000);
	assert_int_equal(deposit_small_amount("3000:800000", 3001), -1);
	assert_int_equal(deposit_small_amount("3000", 10), -1);
	assert_int_equal(deposit_small_amount("9:1 3:1 *:1", 20), -1);
	assert_int_equal(deposit_small_amount("", 1), -1);
}

/* A-8 and S-09: 2027-05-31 + 90 days is a Sunday. */
static void
the_claim_window_rolls_to_a_working_day(void **state)
{
	struct bf_due why;

	(void)state;
	ASSERT_DAY(deposit_claim_day(&pure, day("2027-05-31"), 90, &why),
	    "2027-08-30");
	ASSERT_DAY(why.raw, "2027-08-29");
	ASSERT_DAY(deposit_claim_day(&pure, day("2027-05-31"), 91, &why),
	    "2027-08-30");
}

static void
a_gap_between_versions_is_counted_in_days(void **state)
{
	(void)state;
	assert_int_equal(deposit_gap(day("2030-01-31"), day("2030-02-01")), 0);
	assert_int_equal(deposit_gap(day("2030-01-31"), day("2030-02-11")), 10);
	assert_int_equal(deposit_gap(day("2030-01-31"), day("2029-12-01")), 0);
}

static struct deposit_cover
s05_cover(void)
{
	struct deposit_cover c = { .covers = DEPOSIT_COVERS_RENT |
		    DEPOSIT_COVERS_DAMAGE,
		.from = day("2027-02-01"),
		.to = day("2030-01-31"),
		.last = day("2028-08-29"),
		.remaining = 3750000 };

	return c;
}

static void
s05_parts(struct deposit_part parts[3])
{
	memset(parts, 0, 3 * sizeof(parts[0]));
	parts[0].kind = DEPOSIT_RENT;
	parts[0].due = pure.rent_due(day("2028-04-01"));
	parts[0].claimed = parts[0].owed = 1250000;
	parts[1].kind = DEPOSIT_RENT;
	parts[1].due = pure.rent_due(day("2028-05-01"));
	parts[1].claimed = parts[1].owed = 1250000;
	parts[2].kind = DEPOSIT_DAMAGE;
	parts[2].due = day("2028-05-31");
	parts[2].claimed = parts[2].owed = 1800000;
}

/* S-05 with the tenant's objection to half of the damage. */
static void
a_disputed_claim_is_approved_in_part(void **state)
{
	struct deposit_cover c = s05_cover();
	struct deposit_part parts[3];

	(void)state;
	s05_parts(parts);
	ASSERT_DAY(parts[0].due, "2028-04-03");
	ASSERT_DAY(parts[1].due, "2028-05-02");
	parts[2].owed = 900000;
	assert_int_equal(deposit_decide(&pure, &c, day("2028-06-05"), parts, 3),
	    3400000);
	assert_int_equal(c.remaining - 3400000, 350000);
	assert_int_equal(deposit_recourse(parts, 3), 3400000);
	assert_null(parts[2].reason);
}

/* S-05 without objection: 43 000 limited to 37 500. */
static void
a_claim_above_the_guarantee_is_limited(void **state)
{
	struct deposit_cover c = s05_cover();
	struct deposit_part parts[3];

	(void)state;
	s05_parts(parts);
	assert_int_equal(deposit_decide(&pure, &c, day("2028-06-05"), parts, 3),
	    3750000);
	assert_string_equal(parts[2].reason, "begrenset_til_garantibelop");
	assert_int_equal(parts[2].approved, 1250000);
}

/* Invariant 7: paid beyond what was owed is the municipality's own cost. */
static void
what_is_paid_beyond_the_debt_gives_no_recourse(void **state)
{
	struct deposit_cover c = s05_cover();
	struct deposit_part parts[3];

	(void)state;
	s05_parts(parts);
	parts[2].owed = 900000;
	parts[2].approved = 1000000;
	assert_int_equal(deposit_decide(&pure, &c, day("2028-06-05"), parts, 3),
	    3500000);
	assert_int_equal(parts[2].excess, 100000);
	assert_int_equal(deposit_recourse(parts, 3), 3400000);
}

struct late {
	const char *kind, *due, *received;
	const char *name;
};

/* Invariant 6 and A-30: reasons of a recorded rejection. */
static void
a_part_outside_the_cover_is_rejected_by_name(void **state)
{
	static const struct late rows[] = {
		{ "rent", "2028-04-03", "2028-06-05", NULL },
		{ "rent", "2028-04-03", "2028-08-29", NULL },
		{ "rent", "2028-04-03", "2028-08-30", "E_CLAIM_LATE" },
		{ "rent", "2027-01-31", "2028-06-05", "E_BEFORE_START" },
		{ "rent", "2030-02-01", "2028-06-05", "E_AFTER_END" },
		{ "wear", "2028-04-03", "2028-06-05", "E_NOT_COVERED" },
		{ "eviction", "2028-04-03", "2028-06-05", "E_NOT_COVERED" },
	};
	struct deposit_cover c = s05_cover();
	const char *name;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct deposit_part part = { .due = day(rows[i].due) };

		assert_true(deposit_kind_parse(rows[i].kind, &part.kind));
		name = deposit_part_rejected(&pure, &c, &part,
		    day(rows[i].received));
		if (rows[i].name == NULL)
			assert_null(name);
		else
			assert_string_equal(name, rows[i].name);
	}
}

/* FOR-2019-1520 § 3 third para.: the outer bound, whatever the window is. */
static void
after_two_years_nothing_is_paid(void **state)
{
	struct deposit_cover c = s05_cover();
	struct deposit_part part = { .kind = DEPOSIT_RENT,
		.due = day("2028-04-03") };

	(void)state;
	c.last = BF_NO_DATE;
	assert_null(deposit_part_rejected(&pure, &c, &part, day("2030-04-03")));
	assert_string_equal(deposit_part_rejected(&pure, &c, &part,
				day("2030-04-04")),
	    "E_CLAIM_2Y");
}

/* S-05 and A-8, one watch for each part of the claim. */
static void
limitation_is_watched_for_each_part(void **state)
{
	struct bf_date paid = day("2028-07-03"), mark;
	char why[BF_WORDS_SIZE];

	(void)state;
	ASSERT_DAY(deposit_limitation(&pure, day("2028-04-03"), paid, &mark,
		       why),
	    "2031-04-03");
	ASSERT_DAY(mark, "2029-07-03");
	ASSERT_DAY(deposit_limitation(&pure, day("2028-05-02"), paid, &mark,
		       why),
	    "2031-05-02");
	ASSERT_DAY(deposit_limitation(&pure, day("2028-05-31"), paid, &mark,
		       why),
	    "2031-06-03");
	/* Paid late: the recourse rule gives a year from payment (§ 8). */
	ASSERT_DAY(deposit_limitation(&pure, day("2028-04-03"),
		       day("2030-12-02"), &mark, why),
	    "2031-12-02");
}

static void
the_remainder_is_in_the_last_instalment(void **state)
{
	struct deposit_plan plan = { .principal = 3400000,
		.n = 36,
		.first = day("2028-08-31") };
	int64_t sum = 0;
	int32_t i;

	(void)state;
	assert_int_equal(deposit_instalment(&pure, &plan, 0), 94444);
	assert_int_equal(deposit_instalment(&pure, &plan, 34), 94444);
	assert_int_equal(deposit_instalment(&pure, &plan, 35), 94460);
	for (i = 0; i < plan.n; i++)
		sum += deposit_instalment(&pure, &plan, i);
	assert_int_equal(sum, plan.principal);
	plan.principal = 3750000;
	assert_int_equal(deposit_instalment(&pure, &plan, 0), 104166);
	assert_int_equal(deposit_instalment(&pure, &plan, 35), 104190);
	ASSERT_DAY(deposit_instalment_day(&pure, &plan, 1), "2028-09-30");
	ASSERT_DAY(deposit_instalment_day(&pure, &plan, 6), "2029-02-28");
}

static void
payments_go_to_the_oldest_first(void **state)
{
	struct deposit_plan plan = { .principal = 3400000,
		.n = 36,
		.first = day("2028-08-01") };
	int64_t lacks;

	(void)state;
	assert_int_equal(deposit_paid_up_to(&pure, &plan, 0, &lacks), 0);
	assert_int_equal(lacks, 94444);
	assert_int_equal(deposit_paid_up_to(&pure, &plan, 100000, &lacks), 1);
	assert_int_equal(lacks, 2 * 94444 - 100000);
	assert_int_equal(deposit_paid_up_to(&pure, &plan, 3399999, &lacks), 35);
	assert_int_equal(lacks, 1);
	assert_int_equal(deposit_paid_up_to(&pure, &plan, 3400000, &lacks), 36);
	assert_int_equal(lacks, 0);
}

/* Every state is reached from the first, and those with no way on are ends. */
static void
every_state_is_reached_and_named(void **state)
{
	bool seen[DEPOSIT_N_STATES] = { true };
	enum deposit_state back;
	int from, to, round;

	(void)state;
	for (round = 0; round < DEPOSIT_N_STATES; round++)
		for (from = 0; from < DEPOSIT_N_STATES; from++)
			for (to = 0; to < DEPOSIT_N_STATES; to++)
				if (seen[from] &&
				    deposit_state_may((enum deposit_state)from,
					(enum deposit_state)to))
					seen[to] = true;
	for (from = 0; from < DEPOSIT_N_STATES; from++) {
		assert_true(seen[from]);
		assert_true(deposit_state_parse(deposit_state_name(
						    (enum deposit_state)from),
		    &back));
		assert_int_equal(back, from);
	}
	assert_false(deposit_state_parse("frosset", &back));
	assert_false(deposit_state_may(DEPOSIT_APPLIED, DEPOSIT_ISSUED));
	assert_false(deposit_state_may(DEPOSIT_RELEASED, DEPOSIT_IN_FORCE));
	assert_false(deposit_state_may(DEPOSIT_EXPIRED, DEPOSIT_IN_FORCE));
	assert_false(deposit_state_may(DEPOSIT_RENEWED, DEPOSIT_CANCELLED));
	for (from = 0; from < DEPOSIT_N_STATES; from++)
		assert_int_equal(deposit_takes_claims((enum deposit_state)from),
		    from == DEPOSIT_IN_FORCE || from == DEPOSIT_RENEWED ||
			from == DEPOSIT_EXPIRED);
}

static void
every_state_of_a_claim_is_reached_and_named(void **state)
{
	bool seen[CLAIM_N_STATES] = { true };
	enum claim_state back;
	int from, to, round;

	(void)state;
	for (round = 0; round < CLAIM_N_STATES; round++)
		for (from = 0; from < CLAIM_N_STATES; from++)
			for (to = 0; to < CLAIM_N_STATES; to++)
				if (seen[from] &&
				    claim_state_may((enum claim_state)from,
					(enum claim_state)to))
					seen[to] = true;
	for (from = 0; from < CLAIM_N_STATES; from++) {
		assert_true(seen[from]);
		assert_true(
		    claim_state_parse(claim_state_name((enum claim_state)from),
			&back));
		assert_int_equal(back, from);
	}
	assert_false(claim_state_may(CLAIM_RECEIVED, CLAIM_PAID));
	assert_false(claim_state_may(CLAIM_PAID, CLAIM_PAID));
}

static uint64_t seed = 20271;

static int64_t
pick(int64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)below);
}

/* Invariants 5 and 9 over 20 000 random guarantees with their claims. */
static void
no_sequence_of_claims_pays_more_than_was_guaranteed(void **state)
{
	int round;

	(void)state;
	for (round = 0; round < 20000; round++) {
		struct deposit_terms t = { .rent = 1 + pick(DEPOSIT_RENT_MAX),
			.months = 1 + pick(6) };
		int64_t amount = deposit_amount(&pure, &t), paid = 0, sum = 0;
		struct deposit_cover c = s05_cover();
		struct deposit_plan plan;
		int claim, i;
		int32_t k;

		for (claim = 0; claim < 3; claim++) {
			struct deposit_part parts[4];
			int64_t got, part_sum = 0, owed = 0;

			memset(parts, 0, sizeof(parts));
			for (i = 0; i < 4; i++) {
				parts[i].kind = (enum deposit_kind)pick(5);
				parts[i].due = pure.add_days(day("2027-01-15"),
				    pick(1400));
				parts[i].claimed = pick(t.rent * 2 + 1);
				parts[i].owed = pick(parts[i].claimed + 1);
				if (pick(4) == 0)
					parts[i].approved =
					    pick(parts[i].claimed + 1);
				owed += parts[i].owed;
			}
			c.remaining = amount - paid;
			got = deposit_decide(&pure, &c, day("2028-06-05"),
			    parts, 4);
			for (i = 0; i < 4; i++)
				part_sum += parts[i].approved;
			assert_int_equal(got, part_sum);
			assert_true(deposit_recourse(parts, 4) <= got);
			assert_true(deposit_recourse(parts, 4) <= owed);
			paid += got;
			assert_true(paid <= amount);
		}
		plan.principal = paid;
		plan.n = (int32_t)(1 + pick(120));
		plan.first = day("2028-08-01");
		for (k = 0; k < plan.n; k++)
			sum += deposit_instalment(&pure, &plan, k);
		assert_int_equal(sum, paid);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_amount_is_months_of_rent_up_to_the_cap),
		cmocka_unit_test(a_share_is_in_thousandths_and_a_half_goes_up),
		cmocka_unit_test(every_term_out_of_bounds_has_its_name),
		cmocka_unit_test(the_cap_says_both_numbers),
		cmocka_unit_test(all_that_is_wrong_is_said_at_once),
		cmocka_unit_test(the_small_amount_goes_by_population),
		cmocka_unit_test(the_claim_window_rolls_to_a_working_day),
		cmocka_unit_test(a_gap_between_versions_is_counted_in_days),
		cmocka_unit_test(a_disputed_claim_is_approved_in_part),
		cmocka_unit_test(a_claim_above_the_guarantee_is_limited),
		cmocka_unit_test(
		    what_is_paid_beyond_the_debt_gives_no_recourse),
		cmocka_unit_test(a_part_outside_the_cover_is_rejected_by_name),
		cmocka_unit_test(after_two_years_nothing_is_paid),
		cmocka_unit_test(limitation_is_watched_for_each_part),
		cmocka_unit_test(the_remainder_is_in_the_last_instalment),
		cmocka_unit_test(payments_go_to_the_oldest_first),
		cmocka_unit_test(every_state_is_reached_and_named),
		cmocka_unit_test(every_state_of_a_claim_is_reached_and_named),
		cmocka_unit_test(
		    no_sequence_of_claims_pays_more_than_was_guaranteed),
	};

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
