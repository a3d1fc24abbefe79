/*
 * test_course -- guarantees on a real socket: S-05 whole, S-09's guarantee part,
 * and every refusal of domain §3.3 that needs more than the rules.
 */
#include "../../tests/cmocka_all.h"

#include "test_world.h"

static int
setup(void **state)
{
	return work_setup_plugin(state, "deposit", "");
}

static void
s05_with_an_objection_comes_out_to_the_ore(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g, claim, plan;
	char n[NUMBER_SIZE];
	json_t *r, *row;

	decision = decided_case(w, "Kari Leier", "2027-01-04", n, &person);
	g = in_force(w, n, decision);
	r = show(w, g);
	assert_int_equal(int_in(r, "amount"), 3750000);
	assert_string_equal(text_in(r, "claim_last"), "2030-05-02");
	json_decref(r);
	work_advance(w, "2028-06-01");
	step(w, "lease_end",
	    params("{s:I, s:s}", "guarantee", g, "day", "2028-05-31"));
	work_advance(w, "2028-06-05");
	claim = s05_claim(w, g, "krav 1");
	r = show(w, g);
	row = row_with(json_object_get(r, "claims"), "state", "til_uttalelse");
	assert_string_equal(text_in(row, "hearing_until"), "2028-06-26");
	json_decref(r);
	refused(w, "decide", params("{s:I}", "claim", claim), "E_HEARING");
	step(w, "objection",
	    params("{s:I, s:I, s:i, s:s}", "claim", claim, "part",
		part_of(w, g, "damage"), "owed", 900000, "text",
		"Halvparten var der før"));
	r = call(w, "decide", params("{s:I}", "claim", claim));
	assert_int_equal(int_in(r, "approved"), 3400000);
	json_decref(r);
	work_advance(w, "2028-07-03");
	step(w, "pay",
	    params("{s:I, s:s}", "claim", claim, "day", "2028-07-03"));
	r = show(w, g);
	assert_int_equal(int_in(r, "amount") - int_in(r, "paid"), 350000);
	row = row_with(json_object_get(r, "parts"), "limitation", "2031-04-03");
	assert_int_equal(int_in(row, "approved"), 1250000);
	row = row_with(json_object_get(r, "parts"), "limitation", "2031-05-02");
	assert_int_equal(int_in(row, "approved"), 1250000);
	row = row_with(json_object_get(r, "parts"), "limitation", "2031-06-03");
	assert_int_equal(int_in(row, "claimed"), 1800000);
	assert_int_equal(int_in(row, "approved"), 900000);
	assert_string_equal(text_in(row, "limitation_mark"), "2029-07-03");
	row = json_array_get(json_object_get(r, "claims"), 0);
	assert_int_equal(int_in(row, "claimed"), 4300000);
	assert_int_equal(int_in(row, "recourse"), 3400000);
	assert_string_equal(text_in(row, "paid_on"), "2028-07-03");
	json_decref(r);
	r = call(w, "repay",
	    params("{s:I, s:i, s:s}", "claim", claim, "instalments", 36,
		"first", "2028-08-01"));
	assert_int_equal(int_in(r, "instalment"), 94444);
	assert_int_equal(int_in(r, "last"), 94460);
	plan = int_in(r, "repayment");
	json_decref(r);
	refused(w, "pay", params("{s:I}", "claim", claim), "E_DUPLICATE_CLAIM");
	refused(w, "repay",
	    params("{s:I, s:i, s:s}", "claim", claim, "instalments", 36,
		"first", "2028-08-01"),
	    "E_DEPOSIT_STATE");
	refused(w, "payment",
	    params("{s:I, s:s, s:i}", "repayment", plan, "day", "2028-08-01",
		"amount", 3400001),
	    "E_FIELDS");
	step(w, "payment",
	    params("{s:I, s:s, s:i}", "repayment", plan, "day", "2028-08-01",
		"amount", 94444));
	r = call(w, "payment",
	    params("{s:I, s:s, s:i}", "repayment", plan, "day", "2028-09-01",
		"amount", 3400000 - 94444));
	assert_int_equal(int_in(r, "left"), 0);
	json_decref(r);
	r = show(w, g);
	assert_non_null(
	    row_with(json_object_get(r, "claims"), "state", "innfridd"));
	json_decref(r);
}

static void
s05_without_objection_is_limited_to_the_guarantee(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g, claim;
	char n[NUMBER_SIZE];
	json_t *r;

	decision = decided_case(w, "Kari Leier", "2027-01-04", n, &person);
	g = in_force(w, n, decision);
	work_advance(w, "2028-06-05");
	claim = s05_claim(w, g, "krav 1");
	/* Silence stops nothing; the day has to go by. */
	work_advance(w, "2028-06-26");
	refused(w, "decide", params("{s:I}", "claim", claim), "E_HEARING");
	work_advance(w, "2028-06-27");
	r = peer_do(&w->c, "nav02", "task.list", NULL);
	assert_true(mentions(r, "decide_claim"));
	json_decref(r);
	r = call(w, "decide", params("{s:I}", "claim", claim));
	assert_int_equal(int_in(r, "approved"), 3750000);
	json_decref(r);
	step(w, "pay",
	    params("{s:I, s:s}", "claim", claim, "day", "2028-07-03"));
	r = call(w, "repay",
	    params("{s:I, s:i, s:s}", "claim", claim, "instalments", 36,
		"first", "2028-08-01"));
	assert_int_equal(int_in(r, "instalment"), 104166);
	assert_int_equal(int_in(r, "last"), 104190);
	json_decref(r);
	/* A week after an instalment was missed, and after three. */
	work_advance(w, "2028-08-08");
	r = peer_do(&w->c, "nav02", "task.list", NULL);
	assert_true(mentions(r, "missed7"));
	assert_false(mentions(r, "missed21"));
	json_decref(r);
	/* The guarantee is used up: a second claim gets nothing. */
	claim = s05_claim(w, g, "krav 2");
	work_advance(w, "2028-09-20");
	r = call(w, "decide", params("{s:I}", "claim", claim));
	assert_int_equal(int_in(r, "approved"), 0);
	json_decref(r);
}

static void
what_is_wrong_is_refused_by_name_and_leaves_nothing(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g;
	char n[NUMBER_SIZE];
	json_t *r, *p;

	decision = decided_case(w, "Kari Leier", "2027-01-04", n, &person);
	refused(w, "apply", application(n, 0, 3), "E_AMOUNT");
	refused(w, "apply", application(n, 10000001, 3), "E_AMOUNT");
	refused(w, "apply", application(n, 1250000, 0), "E_MONTHS_RANGE");
	refused(w, "apply", application(n, 1250000, 7), "E_MONTHS_RANGE");
	p = application(n, 1250000, 4);
	json_object_set_new(p, "other_security", json_integer(3750000));
	refused(w, "apply", p, "E_CAP_6M");
	r = call(w, "list", params("{s:s}", "case", n));
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 0);
	json_decref(r);
	g = apply(w, n);
	refused(w, "issue",
	    params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-02-01",
		"to", "2030-01-31"),
	    "E_NO_DECISION");
	step(w, "assess", one(g));
	refused(w, "grant",
	    params("{s:I, s:i}", "guarantee", g, "decision", 999),
	    "E_NO_DECISION");
	step(w, "grant",
	    params("{s:I, s:I}", "guarantee", g, "decision", decision));
	refused(w, "issue",
	    params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-02-01",
		"to", "2032-02-01"),
	    "E_TERM_5Y");
	step(w, "issue",
	    params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-02-01",
		"to", "2030-01-31"));
	refused(w, "change", params("{s:I, s:i}", "guarantee", g, "months", 2),
	    "E_FROZEN");
	refused(w, "claim",
	    params("{s:I, s:s, s:s, s:o}", "guarantee", g, "no", "1",
		"received", "2027-02-10", "parts", s05_parts()),
	    "E_DEPOSIT_STATE");
	step(w, "begin", one(g));
	refused(w, "claim",
	    params("{s:I, s:s, s:s, s:o}", "guarantee", g, "no", "1",
		"received", "2027-01-10", "parts", s05_parts()),
	    "E_BEFORE_START");
	work_advance(w, "2028-06-05");
	(void)s05_claim(w, g, "1");
	refused(w, "claim",
	    params("{s:I, s:s, s:s, s:o}", "guarantee", g, "no", "1",
		"received", "2028-06-05", "parts", s05_parts()),
	    "E_DUPLICATE_CLAIM");
}

/* The landlord may not be the tenant, nor one of the household. */
static void
the_landlord_is_somebody_else(void **state)
{
	static const char tenant[] = "30916549535";
	struct work *w = *state;
	json_int_t person;
	char n[NUMBER_SIZE];
	json_t *p, *r;

	(void)decided_case(w, "Kari Leier", "2027-01-04", n, &person);
	json_decref(peer_do(&w->c, "nav01", "person.identify",
	    params("{s:I, s:s, s:s}", "person", person, "number", tenant,
		"cause", "issued")));
	p = application(n, 1250000, 3);
	json_object_set_new(p, "landlord_number", json_string(tenant));
	refused(w, "apply", p, "E_PARTY");
	p = application(n, 1250000, 3);
	json_object_set_new(p, "landlord_number", json_string("30916549536"));
	refused(w, "apply", p, "E_FIELDS");
	p = application(n, 1250000, 3);
	json_object_set_new(p, "own_account", json_true());
	r = call(w, "apply", p);
	assert_true(mentions(r, "W_ILLEGAL_DEPOSIT"));
	json_decref(r);
}

/* S-09: the municipality stays liable until 90 days after, rolled. */
static void
a_guarantee_expires_when_the_claim_window_has_closed(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g;
	char n[NUMBER_SIZE];
	json_t *r;

	decision = decided_case(w, "Ole Flytter", "2027-01-04", n, &person);
	g = in_force(w, n, decision);
	work_advance(w, "2027-05-31");
	step(w, "lease_end",
	    params("{s:I, s:s}", "guarantee", g, "day", "2027-05-31"));
	r = show(w, g);
	assert_string_equal(text_in(r, "claim_last"), "2027-08-30");
	json_decref(r);
	work_advance(w, "2027-08-30");
	r = show(w, g);
	assert_string_equal(text_in(r, "state"), "gjeldende");
	json_decref(r);
	work_advance(w, "2027-08-31T12:00");
	r = show(w, g);
	assert_string_equal(text_in(r, "state"), "utlopt");
	json_decref(r);
	/* What comes in later is kept, heard, and rejected with the reason. */
	r = call(w, "claim",
	    params("{s:I, s:s, s:s, s:[{s:s, s:s, s:i}]}", "guarantee", g, "no",
		"sent", "received", "2027-08-31", "parts", "kind", "rent",
		"due", "2027-05-03", "amount", 100000));
	assert_true(mentions(r, "E_CLAIM_LATE"));
	json_decref(r);
}

/* Invariant 11. */
static void
a_renewal_is_a_version_and_its_gap_is_shown(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g, next;
	char n[NUMBER_SIZE];
	json_t *r;

	decision = decided_case(w, "Kari Leier", "2027-01-04", n, &person);
	g = in_force(w, n, decision);
	work_advance(w, "2029-11-02T12:00");
	r = peer_do(&w->c, "nav02", "task.list", NULL);
	assert_true(mentions(r, "guarantee_ends"));
	json_decref(r);
	refused(w, "renew",
	    params("{s:I, s:I, s:s, s:s}", "guarantee", g, "decision", decision,
		"from", "2030-01-31", "to", "2032-01-31"),
	    "E_DATE_ORDER");
	r = call(w, "renew",
	    params("{s:I, s:I, s:s, s:s}", "guarantee", g, "decision", decision,
		"from", "2030-02-11", "to", "2032-01-31"));
	assert_true(mentions(r, "W_UNCOVERED"));
	next = int_in(r, "guarantee");
	json_decref(r);
	r = show(w, next);
	assert_int_equal(int_in(r, "gap_days"), 10);
	assert_int_equal(int_in(r, "version"), 2);
	json_decref(r);
	refused(w, "renew",
	    params("{s:I, s:I, s:s, s:s}", "guarantee", g, "decision", decision,
		"from", "2030-02-01", "to", "2032-01-31"),
	    "E_RENEWED");
}

/* D-052: the guarantee columns, and as they were known then. */
static void
the_figures_of_a_year_can_be_printed_again(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, now;
	char n[NUMBER_SIZE];
	json_t *then, *later, *status;
	int i;

	for (i = 0; i < 6; i++) {
		decision =
		    decided_case(w, "Kari Leier", "2027-01-04", n, &person);
		(void)in_force(w, n, decision);
	}
	status = peer_do(&w->c, "nav02", "clock.show", NULL);
	now = int_in(status, "now");
	json_decref(status);
	then = peer_do(&w->c, "leader01", "report.garanti",
	    params("{s:s, s:s, s:I}", "from", "2027-01-01", "to", "2027-12-31",
		"as_of", now));
	assert_string_equal(text_in(row_with(json_object_get(then, "rows"),
					"what", "utstedt"),
				"n"),
	    "6");
	assert_string_equal(text_in(row_with(json_object_get(then, "rows"),
					"what", "eksponering"),
				"amount"),
	    "22500000");
	work_advance(w, "2027-03-01");
	decision = decided_case(w, "Per Leier", "2027-03-01", n, &person);
	(void)in_force(w, n, decision);
	later = peer_do(&w->c, "leader01", "report.garanti",
	    params("{s:s, s:s, s:I}", "from", "2027-01-01", "to", "2027-12-31",
		"as_of", now));
	assert_true(json_equal(json_object_get(then, "rows"),
	    json_object_get(later, "rows")));
	json_decref(then);
	json_decref(later);
}

/* Who has a task in the case learns no sum, no name and no address. */
static void
a_task_shows_neither_sum_nor_landlord(void **state)
{
	static const char *const secrets[] = { "Ola Utleier", "Testvegen",
		"3750000", "1250000", "999888777" };
	struct work *w = *state;
	json_int_t person, decision, g;
	char n[NUMBER_SIZE];
	json_t *r, *mine;
	size_t i;

	decision = decided_case(w, "Kari Leier", "2027-01-04", n, &person);
	g = in_force(w, n, decision);
	r = peer_do(&w->c, "team01", "deposit.show", one(g));
	mine = show(w, g);
	for (i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		assert_false(mentions(r, secrets[i]));
		assert_true(mentions(mine, secrets[i]));
	}
	json_decref(r);
	json_decref(mine);
	peer_refused(&w->c, "team01", "deposit.cancel", one(g), "E_NO_BASIS");
	peer_refused(&w->c, "forum01", "deposit.show", one(g), "E_NO_BASIS");
}

/* Domain 2.2: issued for the dwelling, and shown without it. */
static void
where_the_strictly_protected_live_is_issued_and_not_shown(void **state)
{
	struct work *w = *state;
	json_int_t person, decision, g;
	char n[NUMBER_SIZE];
	json_t *r;

	decision = decided_case(w, "Eva Skjult", "2027-01-04", n, &person);
	json_decref(peer_do(&w->c, "nav01", "person.change",
	    params("{s:I, s:s}", "person", person, "grade",
		"strictly_protected")));
	g = in_force(w, n, decision);
	r = call(w, "show", one(g));
	assert_string_equal(text_in(r, "state"), "gjeldende");
	assert_true(mentions(r, "Ola Utleier"));
	assert_false(mentions(r, "Testvegen"));
	json_decref(r);
	r = call(w, "list", NULL);
	assert_false(mentions(r, "Testvegen"));
	json_decref(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    s05_with_an_objection_comes_out_to_the_ore, setup,
		    work_teardown),
		cmocka_unit_test_setup_teardown(
		    s05_without_objection_is_limited_to_the_guarantee, setup,
		    work_teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_wrong_is_refused_by_name_and_leaves_nothing, setup,
		    work_teardown),
		cmocka_unit_test_setup_teardown(the_landlord_is_somebody_else,
		    setup, work_teardown),
		cmocka_unit_test_setup_teardown(
		    a_guarantee_expires_when_the_claim_window_has_closed, setup,
		    work_teardown),
		cmocka_unit_test_setup_teardown(
		    a_renewal_is_a_version_and_its_gap_is_shown, setup,
		    work_teardown),
		cmocka_unit_test_setup_teardown(
		    the_figures_of_a_year_can_be_printed_again, setup,
		    work_teardown),
		cmocka_unit_test_setup_teardown(
		    a_task_shows_neither_sum_nor_landlord, setup,
		    work_teardown),
		cmocka_unit_test_setup_teardown(
		    where_the_strictly_protected_live_is_issued_and_not_shown,
		    setup, work_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
