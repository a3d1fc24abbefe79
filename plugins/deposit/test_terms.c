/*
 * test_terms -- what the clock and the year bring: reminders of domain §3.3 line
 * by line, S-09's guarantee, limitation, loans, and what guarantees may cost.
 */
#include "../../tests/cmocka_all.h"

#include <signal.h>
#include <string.h>

#include "test_world.h"

static char number[NUMBER_SIZE];

static int
setup(void **state)
{
	return work_setup_plugin(state, "deposit", "");
}

static bool
has_task(struct work *w, const char *key)
{
	json_t *r =
	    peer_do(&w->c, "nav02", "task.list", params("{s:i}", "limit", 200));
	bool has = row_with(json_object_get(r, "rows"), "key", key) != NULL;

	json_decref(r);
	return has;
}

static json_int_t
guarantee(struct work *w)
{
	json_int_t person,
	    decision =
		decided_case(w, "Kari Leier", "2027-01-04", number, &person);

	return in_force(w, number, decision);
}

static void
is(struct work *w, json_int_t g, const char *name, const char *text)
{
	json_t *r = show(w, g);

	assert_string_equal(text_in(r, name), text);
	json_decref(r);
}

/* A claim of ORE for rent due on DUE, received on DAY. */
static json_int_t
claim_of(struct work *w, json_int_t g, const char *no, const char *day,
    const char *due, json_int_t ore)
{
	json_t *r = call(w, "claim",
	    params("{s:I, s:s, s:s, s:[{s:s, s:s, s:I}]}", "guarantee", g, "no",
		no, "received", day, "parts", "kind", "rent", "due", due,
		"amount", ore));
	json_int_t id = int_in(r, "claim");

	json_decref(r);
	return id;
}

/* Reminders: a promise runs out in 14 and 3 days, and then it has. */
static void
a_promise_is_thought_of_before_it_lapses(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g;

	decision = decided_case(w, "Kari Leier", "2027-01-04", number, &person);
	g = apply(w, number);
	step(w, "assess", one(g));
	step(w, "grant",
	    params("{s:I, s:I}", "guarantee", g, "decision", decision));
	is(w, g, "until", "2027-04-04");
	work_advance(w, "2027-03-20T12:00");
	assert_false(has_task(w, "commitment_ends"));
	work_advance(w, "2027-03-21T12:00");
	assert_true(has_task(w, "commitment_ends"));
	work_advance(w, "2027-04-04T12:00");
	is(w, g, "state", "tilsagn");
	work_advance(w, "2027-04-05T12:00");
	is(w, g, "state", "tilsagn_utlopt");
	refused(w, "issue",
	    params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-05-01",
		"to", "2030-01-31"),
	    "E_DEPOSIT_STATE");
	step(w, "grant",
	    params("{s:I, s:I}", "guarantee", g, "decision", decision));
	is(w, g, "until", "2027-07-04");
}

/* Invariant 10: a claim that is on its way holds the end up. */
static void
an_open_claim_keeps_the_guarantee_from_expiring(void **state)
{
	struct work *w = *state;
	json_int_t g = guarantee(w), claim;

	work_advance(w, "2030-05-02T12:00");
	claim = claim_of(w, g, "1", "2030-05-02", "2030-01-02", 100000);
	work_advance(w, "2030-05-20T12:00");
	is(w, g, "state", "gjeldende");
	work_advance(w, "2030-05-24T12:00");
	step(w, "decide", params("{s:I}", "claim", claim));
	step(w, "pay", params("{s:I}", "claim", claim));
	work_advance(w, "2030-06-05T12:00");
	is(w, g, "state", "utlopt");
}

/*
 * Invariant 8: each part has its own day; warned of six and two months before;
 * what is barred is not waived, and what is not barred is no bar.
 */
static void
limitation_is_warned_of_and_ends_what_is_asked_for(void **state)
{
	struct work *w = *state;
	json_int_t g = guarantee(w), claim, plan;
	json_t *r;

	work_advance(w, "2028-06-05");
	claim = s05_claim(w, g, "krav 1");
	work_advance(w, "2028-06-27");
	step(w, "decide", params("{s:I}", "claim", claim));
	step(w, "pay",
	    params("{s:I, s:s}", "claim", claim, "day", "2028-07-03"));
	r = call(w, "repay",
	    params("{s:I, s:i, s:s}", "claim", claim, "instalments", 36,
		"first", "2028-08-01"));
	plan = int_in(r, "repayment");
	json_decref(r);
	work_advance(w, "2028-08-08T12:00");
	assert_true(has_task(w, "missed7"));
	assert_false(has_task(w, "missed21"));
	work_advance(w, "2028-08-22T12:00");
	assert_true(has_task(w, "missed21"));
	work_advance(w, "2030-10-02T12:00");
	assert_false(has_task(w, "limitation"));
	work_advance(w, "2030-10-03T12:00");
	assert_true(has_task(w, "limitation"));
	refused(w, "time_bar", params("{s:I}", "repayment", plan),
	    "E_NOT_BARRED");
	/* The damage is the last: Sat 2031-05-31 rolls to 06-03. */
	work_advance(w, "2031-06-03T12:00");
	refused(w, "time_bar", params("{s:I}", "repayment", plan),
	    "E_NOT_BARRED");
	work_advance(w, "2031-06-04T12:00");
	step(w, "time_bar", params("{s:I}", "repayment", plan));
	r = show(w, g);
	assert_non_null(
	    row_with(json_object_get(r, "claims"), "state", "foreldet"));
	assert_non_null(
	    row_with(json_object_get(r, "repayments"), "state", "foreldet"));
	json_decref(r);
	refused(w, "payment",
	    params("{s:I, s:s, s:i}", "repayment", plan, "day", "2031-06-04",
		"amount", 100),
	    "E_DEPOSIT_STATE");
}

/* Recourse only if the decision says so: otherwise it is the municipality's. */
static void
without_recourse_in_the_decision_nothing_is_asked_back(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g, claim;
	json_t *r;

	decision = decided_case(w, "Kari Leier", "2027-01-04", number, &person);
	g = apply(w, number);
	step(w, "assess", one(g));
	step(w, "grant",
	    params("{s:I, s:I}", "guarantee", g, "decision", decision));
	step(w, "issue",
	    params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-02-01",
		"to", "2030-01-31"));
	step(w, "begin", one(g));
	work_advance(w, "2027-06-01");
	claim = claim_of(w, g, "1", "2027-06-01", "2027-05-03", 100000);
	work_advance(w, "2027-06-23");
	step(w, "decide", params("{s:I}", "claim", claim));
	step(w, "pay", params("{s:I}", "claim", claim));
	r = show(w, g);
	assert_non_null(
	    row_with(json_object_get(r, "claims"), "state", "avsluttet"));
	assert_int_equal(int_in(r, "remaining"), 3650000);
	json_decref(r);
	refused(w, "repay",
	    params("{s:I, s:i, s:s}", "claim", claim, "instalments", 2, "first",
		"2027-08-01"),
	    "E_DEPOSIT_STATE");
}

/* Invariants 5 and 11: a new version gives new days and no new money. */
static void
versions_share_one_sum(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g, next, claim;
	json_t *r;

	decision = decided_case(w, "Kari Leier", "2027-01-04", number, &person);
	g = in_force(w, number, decision);
	work_advance(w, "2029-12-01");
	r = call(w, "renew",
	    params("{s:I, s:I, s:s, s:s}", "guarantee", g, "decision", decision,
		"from", "2030-02-01", "to", "2032-01-31"));
	next = int_in(r, "guarantee");
	json_decref(r);
	work_advance(w, "2030-03-01");
	claim = claim_of(w, g, "1", "2030-03-01", "2030-01-02", 3000000);
	work_advance(w, "2030-03-25");
	step(w, "decide", params("{s:I}", "claim", claim));
	step(w, "pay", params("{s:I}", "claim", claim));
	r = show(w, next);
	assert_int_equal(int_in(r, "paid"), 3000000);
	assert_int_equal(int_in(r, "remaining"), 750000);
	json_decref(r);
	claim = claim_of(w, next, "2", "2030-03-25", "2030-03-01", 3000000);
	work_advance(w, "2030-04-20");
	r = call(w, "decide", params("{s:I}", "claim", claim));
	assert_int_equal(int_in(r, "approved"), 750000);
	json_decref(r);
	/* One sum is exposed, and not two. */
	r = peer_do(&w->c, "leader01", "report.garanti",
	    params("{s:s, s:s}", "from", "2030-01-01", "to", "2030-12-31"));
	assert_string_equal(text_in(row_with(json_object_get(r, "rows"), "what",
					"eksponering"),
				"n"),
	    "<5");
	json_decref(r);
}

/* A deposit loan is no guarantee: paid out, paid back, ten years. */
static void
a_loan_has_a_plan_and_no_claims(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g, plan, sum = 0;
	json_t *p, *r, *row;
	size_t i;

	decision = decided_case(w, "Kari Leier", "2027-01-04", number, &person);
	p = application(number, 1250000, 3);
	json_object_set_new(p, "kind", json_string("loan"));
	r = call(w, "apply", p);
	g = int_in(r, "guarantee");
	json_decref(r);
	issue(w, g, decision);
	refused(w, "claim",
	    params("{s:I, s:s, s:s, s:o}", "guarantee", g, "no", "1",
		"received", "2028-06-05", "parts", s05_parts()),
	    "E_DEPOSIT_STATE");
	refused(w, "renew",
	    params("{s:I, s:I, s:s, s:s}", "guarantee", g, "decision", decision,
		"from", "2030-02-01", "to", "2032-01-31"),
	    "E_DEPOSIT_STATE");
	r = call(w, "repay",
	    params("{s:I, s:i, s:s}", "guarantee", g, "instalments", 36,
		"first", "2027-02-01"));
	plan = int_in(r, "repayment");
	json_decref(r);
	step(w, "payment",
	    params("{s:I, s:s, s:i}", "repayment", plan, "day", "2027-02-01",
		"amount", 150000));
	r = show(w, g);
	assert_int_equal(json_array_size(json_object_get(r, "schedule")), 36);
	json_array_foreach(json_object_get(r, "schedule"), i, row)
		sum += int_in(row, "amount");
	assert_int_equal(sum, 3750000);
	/* The oldest first: one whole, and the rest on the next. */
	row = json_array_get(json_object_get(r, "schedule"), 1);
	assert_int_equal(int_in(row, "paid"), 150000 - 104166);
	assert_string_equal(text_in(row, "due"), "2027-03-01");
	row = json_array_get(json_object_get(r, "repayments"), 0);
	assert_string_equal(text_in(row, "limitation"), "2037-01-05");
	json_decref(r);
	refused(w, "time_bar", params("{s:I}", "repayment", plan),
	    "E_NOT_BARRED");
}

/*
 * S-09: 29 400 kr on the old lease, which ended 2027-05-31; the tenant and the
 * case have gone to another municipality, and the guarantee stays until 90 days
 * after, rolled to a working day.
 */
static void
s09_the_guarantee_stays_where_it_was_issued(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g, claim;
	json_t *r;

	decision =
	    decided_case(w, "Ole Flytter", "2027-01-04", number, &person);
	r = call(w, "apply", application(number, 980000, 3));
	g = int_in(r, "guarantee");
	json_decref(r);
	issue(w, g, decision);
	r = show(w, g);
	assert_int_equal(int_in(r, "amount"), 2940000);
	json_decref(r);
	work_advance(w, "2027-05-31");
	step(w, "lease_end",
	    params("{s:I, s:s}", "guarantee", g, "day", "2027-05-31"));
	work_advance(w, "2027-06-01");
	json_decref(peer_do(&w->c, "nav01", "case.transfer",
	    params("{s:s, s:s, s:s, s:s}", "case", number, "municipality",
		"5501", "moved_on", "2027-06-01", "why", "flyttet")));
	r = work_show(w, "nav01", number);
	assert_string_equal(text_in(r, "outcome"), "transferred");
	json_decref(r);
	is(w, g, "state", "gjeldende");
	is(w, g, "claim_last", "2027-08-30");
	/* The last day, and the case is closed: heard, decided, paid. */
	work_advance(w, "2027-08-30T12:00");
	is(w, g, "state", "gjeldende");
	claim = claim_of(w, g, "1", "2027-08-30", "2027-05-03", 980000);
	work_advance(w, "2027-09-21");
	r = call(w, "decide", params("{s:I}", "claim", claim));
	assert_int_equal(int_in(r, "approved"), 980000);
	json_decref(r);
	step(w, "pay", params("{s:I}", "claim", claim));
	r = show(w, g);
	assert_int_equal(int_in(r, "remaining"), 1960000);
	json_decref(r);
	/* A day later it is too late, and is kept with the reason. */
	claim = claim_of(w, g, "2", "2027-08-31", "2027-05-03", 980000);
	work_advance(w, "2027-10-15");
	r = call(w, "decide", params("{s:I}", "claim", claim));
	assert_int_equal(int_in(r, "approved"), 0);
	json_decref(r);
	r = show(w, g);
	assert_non_null(
	    row_with(json_object_get(r, "parts"), "reason", "E_CLAIM_LATE"));
	assert_non_null(
	    row_with(json_object_get(r, "claims"), "outcome", "avvist"));
	json_decref(r);
	work_advance(w, "2027-10-30");
	is(w, g, "state", "utlopt");
}

/* What was printed holds, whatever is configured later. */
static void
terms_stay_as_they_were_issued(void **state)
{
	struct work *w = *state;
	json_int_t g = guarantee(w);

	place_replace(&w->place, "municipalities/3401.ini",
	    "[plugin deposit]\nenabled = yes",
	    "[plugin deposit]\nenabled = yes\nclaim_window_days = 10");
	work_restart(w, SIGTERM);
	step(w, "lease_end",
	    params("{s:I, s:s}", "guarantee", g, "day", "2027-05-31"));
	is(w, g, "claim_last", "2027-08-30");
}

/* D-052 and the year's end: figures, shares, and the list printed again. */
static void
the_years_list_can_be_printed_again(void **state)
{
	struct work *w = *state;
	json_int_t now;
	json_t *then, *later, *r, *row;
	int i;

	for (i = 0; i < 5; i++)
		(void)guarantee(w);
	r = peer_do(&w->c, "nav02", "clock.show", NULL);
	now = int_in(r, "now");
	json_decref(r);
	then = peer_do(&w->c, "leader01", "report.garanti_eksponering",
	    params("{s:s, s:s, s:I}", "from", "2027-01-01", "to", "2027-12-31",
		"as_of", now));
	row = row_with(json_object_get(then, "rows"), "ends", "2030");
	assert_non_null(row);
	assert_string_equal(text_in(row, "n"), "5");
	assert_string_equal(text_in(row, "remaining"), "18750000");
	r = peer_do(&w->c, "leader01", "report.garanti",
	    params("{s:s, s:s, s:i}", "from", "2027-01-01", "to", "2027-12-31",
		"private_settled", 6));
	row = row_with(json_object_get(r, "rows"), "what",
	    "utstedt_per_bosatt_privat");
	assert_string_equal(text_in(row, "share"), "833");
	assert_string_equal(text_in(row_with(json_object_get(r, "rows"), "what",
					"innvilget"),
				"n"),
	    "5");
	json_decref(r);
	/* On the first working day of the year somebody is told. */
	work_advance(w, "2028-01-03T12:00");
	step(w, "release", one(1));
	later = peer_do(&w->c, "leader01", "report.garanti_eksponering",
	    params("{s:s, s:s, s:I}", "from", "2027-01-01", "to", "2027-12-31",
		"as_of", now));
	assert_true(json_equal(json_object_get(then, "rows"),
	    json_object_get(later, "rows")));
	json_decref(then);
	json_decref(later);
}

static void
has_number(struct work *w, json_int_t g, const char *nr)
{
	json_t *r = show(w, g);

	if (nr != NULL)
		assert_string_equal(text_in(r, "nr"), nr);
	else
		assert_null(json_object_get(r, "nr"));
	json_decref(r);
}

static json_t *
issue_of(json_int_t g, const char *to)
{
	return params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-02-01",
	    "to", to);
}

/*
 * utstedt (dokument nr, frosset): numbered in the step that issues it.  What was
 * refused, withdrawn, too long, or taken back half-way leaves no gap.
 */
static void
documents_are_numbered_without_gaps_when_they_are_issued(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, refused_one, withdrawn, g, last;
	json_t *p, *r;

	decision = decided_case(w, "Kari Leier", "2027-01-04", number, &person);
	refused_one = apply(w, number);
	withdrawn = apply(w, number);
	g = apply(w, number);
	last = apply(w, number);
	has_number(w, g, NULL);
	step(w, "cancel", one(withdrawn));
	is(w, withdrawn, "state", "makulert");
	step(w, "assess", one(refused_one));
	step(w, "refuse",
	    params("{s:I, s:I}", "guarantee", refused_one, "decision",
		decision));
	step(w, "assess", one(g));
	step(w, "grant",
	    params("{s:I, s:I}", "guarantee", g, "decision", decision));
	step(w, "assess", one(last));
	step(w, "grant",
	    params("{s:I, s:I}", "guarantee", last, "decision", decision));
	has_number(w, g, NULL);
	refused(w, "issue", issue_of(g, "2032-02-01"), "E_TERM_5Y");
	p = issue_of(g, "2030-01-31");
	json_object_set_new(p, "if_rev", json_integer(1));
	refused(w, "issue", p, "E_CONFLICT");
	has_number(w, g, NULL);
	step(w, "issue", issue_of(last, "2030-01-31"));
	step(w, "issue", issue_of(g, "2030-01-31"));
	has_number(w, last, "2027/1");
	has_number(w, g, "2027/2");
	has_number(w, refused_one, NULL);
	has_number(w, withdrawn, NULL);
	/* A new year begins anew, and a version has a number of its own. */
	step(w, "begin", one(g));
	work_advance(w, "2029-12-01");
	r = call(w, "renew",
	    params("{s:I, s:I, s:s, s:s}", "guarantee", g, "decision", decision,
		"from", "2030-02-01", "to", "2032-01-31"));
	has_number(w, int_in(r, "guarantee"), "2029/1");
	json_decref(r);
}

/* Domain §3.3, the table of bad input: one of the household is no landlord. */
static void
nobody_of_the_household_is_the_landlord(void **state)
{
	static const char wife[] = "30916549535";
	struct work *w = *state;
	json_int_t person, other;
	json_t *p, *r;

	(void)decided_case(w, "Kari Leier", "2027-01-04", number, &person);
	other = work_person(w, "Ola Leier");
	json_decref(peer_do(&w->c, "nav01", "person.identify",
	    params("{s:I, s:s, s:s}", "person", other, "number", wife, "cause",
		"issued")));
	r = peer_do(&w->c, "nav01", "household.add",
	    params("{s:I}", "person", person));
	json_decref(peer_do(&w->c, "nav01", "household.join",
	    params("{s:I, s:I}", "household", int_in(r, "household"), "person",
		other)));
	json_decref(r);
	p = application(number, 1250000, 3);
	json_object_set_new(p, "landlord_number", json_string(wife));
	refused(w, "apply", p, "E_PARTY");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_promise_is_thought_of_before_it_lapses),
		TEST(an_open_claim_keeps_the_guarantee_from_expiring),
		TEST(limitation_is_warned_of_and_ends_what_is_asked_for),
		TEST(without_recourse_in_the_decision_nothing_is_asked_back),
		TEST(versions_share_one_sum),
		TEST(a_loan_has_a_plan_and_no_claims),
		TEST(s09_the_guarantee_stays_where_it_was_issued),
		TEST(terms_stay_as_they_were_issued),
		TEST(the_years_list_can_be_printed_again),
		TEST(documents_are_numbered_without_gaps_when_they_are_issued),
		TEST(nobody_of_the_household_is_the_landlord),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
