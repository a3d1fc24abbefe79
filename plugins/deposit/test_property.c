/*
 * test_property -- no sequence of calls breaks the rules of domain §3.3.
 *
 * The plugin itself, on a host in memory: whole courses drawn by chance, and
 * after every call all that must hold (tests/plugin/drawn.h).
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "test_holds.h"

extern const struct bf_plugin bf_plugin;

/* ---- calls */

static void
try(struct fixture *f, const char *verb, json_t *p)
{
	drawn_try(&f->d, "nav01", "nav", verb, p);
}

/* A row of KIND by chance; NULL if there is none. */
static const json_t *
some(struct fixture *f, const char *kind)
{
	const json_t *rows = ram_rows(f->d.r, kind);
	size_t n = json_array_size(rows);

	return n == 0 ? NULL : json_array_get(rows, draw(&f->d, (uint32_t)n));
}

static void
apply(struct fixture *f)
{
	static const char *const kinds[] = { "guarantee", "guarantee",
		"guarantee", "loan" };

	json_t *p = json_pack("{ss ss ss ss si si si ss ss ss sb}", "case",
	    "2027/1", "landlord_kind", "private", "landlord", "Ola Utleier",
	    "kind", kinds[draw(&f->d, 4)], "rent", (int)draw(&f->d, 2000000),
	    "months", (int)draw(&f->d, 7), "other_security",
	    (int)draw(&f->d, 3000000), "dwelling", "Testvegen 7",
	    "reservations", "ingen", "landlord_number", "999888777",
	    "covers_eviction", draw(&f->d, 2) == 0);

	if (draw(&f->d, 3) == 0)
		json_object_set_new(p, "outside", json_true());
	else if (draw(&f->d, 3) == 0)
		json_object_del(p, "dwelling");
	try(f, "apply", p);
}

/* The case tells of one of two leases: begun, agreed anew, ended, or not. */
static void
lease(struct fixture *f)
{
	json_t *p = json_pack("{ss ss}", "case", "2027/1", "from",
	    draw(&f->d, 3) > 0 ? "2027-02-01" : "2028-06-01");

	if (draw(&f->d, 2) == 0)
		json_object_set_new(p, "to", in_days(f, draw(&f->d, 900)));
	if (draw(&f->d, 4) == 0)
		json_object_set_new(p, "ended", in_days(f, 0));
	if (draw(&f->d, 2) == 0)
		json_object_set_new(p, "dwelling", json_string("Leievegen 1"));
	try(f, "lease", p);
}

static json_t *
with(const char *name, const json_t *row)
{
	return json_pack("{sI}", name, num(row, "id"));
}

static void
issue(struct fixture *f, const json_t *g, const char *verb)
{
	int64_t first = (int64_t)draw(&f->d, 60) - 10;
	struct bf_date to = day_of(values(g), "to");
	json_t *p = with("guarantee", g);

	/* One that was never issued has no last day to go on from. */
	if (strcmp(verb, "renew") == 0 && to.days != BF_NO_DATE.days)
		first += to.days - ram_today(f->d.r).days;
	json_object_set_new(p, "from", in_days(f, first));
	json_object_set_new(p, "to",
	    in_days(f, first + (int64_t)draw(&f->d, 2200) - 20));
	json_object_set_new(p, "decision", json_integer(1));
	try(f, verb, p);
}

static void
claim(struct fixture *f, const json_t *g)
{
	static const char *const kinds[] = { "rent", "rent", "damage",
		"eviction", "other", "wear" };
	json_t *parts = json_array(), *p = with("guarantee", g);
	uint32_t n = draw(&f->d, 4) + 1, i;
	char no[24];

	for (i = 0; i < n; i++)
		json_array_append_new(parts,
		    json_pack("{ss so si}", "kind", kinds[draw(&f->d, 6)],
			"due", in_days(f, 20 - (int64_t)draw(&f->d, 200)),
			"amount", (int)draw(&f->d, 4000000)));
	snprintf(no, sizeof(no), "%d", draw(&f->d, 8) == 0 ? 1 : ++f->claims);
	json_object_set_new(p, "parts", parts);
	json_object_set_new(p, "no", json_string(no));
	json_object_set_new(p, "received", in_days(f, 0));
	try(f, "claim", p);
}

static void
on_guarantee(struct fixture *f, const json_t *g)
{
	static const char *const ends[] = { "release", "transfer", "cancel",
		"begin", "begin", "assess" };
	json_t *p;

	switch (draw(&f->d, 8)) {
	case 0:
	case 1:
	case 2:
		claim(f, g);
		return;
	case 3:
		issue(f, g, "renew");
		return;
	case 4:
		p = with("guarantee", g);
		json_object_set_new(p, "day", in_days(f, draw(&f->d, 60)));
		try(f, "lease_end", p);
		return;
	case 5:
		p = with("guarantee", g);
		json_object_set_new(p, "months",
		    json_integer((json_int_t)draw(&f->d, 7)));
		try(f, "change", p);
		return;
	case 6:
		p = with("guarantee", g);
		json_object_set_new(p, "instalments",
		    json_integer((json_int_t)draw(&f->d, 40) + 1));
		json_object_set_new(p, "first", in_days(f, draw(&f->d, 40)));
		try(f, "repay", p);
		return;
	default:
		try(f, ends[draw(&f->d, 6)], with("guarantee", g));
	}
}

/* What comes next for G, if it goes as it should. */
static void
next_of_guarantee(struct fixture *f, const json_t *g)
{
	enum deposit_state s;
	json_t *p;

	assert_true(deposit_state_parse(text(values(g), "state"), &s));
	if (s == DEPOSIT_APPLIED)
		try(f, "assess", with("guarantee", g));
	else if (s == DEPOSIT_ASSESSED || s == DEPOSIT_LAPSED) {
		p = with("guarantee", g);
		json_object_set_new(p, "decision", json_integer(1));
		json_object_set_new(p, "recourse",
		    json_boolean(draw(&f->d, 4)));
		try(f, draw(&f->d, 9) == 0 ? "refuse" : "grant", p);
	} else if (s == DEPOSIT_COMMITTED)
		issue(f, g, "issue");
	else if (s == DEPOSIT_ISSUED)
		try(f, "begin", with("guarantee", g));
	else
		on_guarantee(f, g);
}

static void
objection(struct fixture *f, const json_t *c)
{
	const json_t *part = some(f, "part");
	json_t *p = with("claim", c);

	json_object_set_new(p, "part", json_integer(num(part, "id")));
	json_object_set_new(p, "owed",
	    json_integer((json_int_t)draw(&f->d, 4000000)));
	try(f, "objection", p);
}

static void
decide(struct fixture *f, const json_t *c)
{
	const json_t *part = some(f, "part");
	json_t *p = with("claim", c);

	if (draw(&f->d, 3) == 0)
		json_object_set_new(p, "approved",
		    json_pack("[{sI si}]", "part", num(part, "id"), "amount",
			(int)draw(&f->d, 4000000)));
	try(f, "decide", p);
}

static void
on_claim(struct fixture *f, const json_t *c)
{
	json_t *p;

	switch (draw(&f->d, 9)) {
	case 0:
		objection(f, c);
		return;
	case 1:
	case 2:
		decide(f, c);
		return;
	case 3:
	case 4:
		try(f, "pay", with("claim", c));
		return;
	case 5:
		try(f, "time_bar", with("claim", c));
		return;
	default:
		p = with("claim", c);
		json_object_set_new(p, "instalments",
		    json_integer((json_int_t)draw(&f->d, 40) + 1));
		json_object_set_new(p, "first", in_days(f, draw(&f->d, 40)));
		try(f, "repay", p);
	}
}

static void
on_repayment(struct fixture *f, const json_t *r)
{
	json_int_t left = num(values(r), "principal") - num(values(r), "paid");
	json_t *p = with("repayment", r);

	switch (draw(&f->d, 8)) {
	case 0:
		json_object_set_new(p, "decision", json_integer(1));
		try(f, "waive", p);
		return;
	case 1:
		try(f, "dispute", p);
		return;
	case 2:
		try(f, "time_bar", p);
		return;
	case 3:
	case 4:
		json_object_set_new(p, "amount", json_integer(left));
		break;
	default:
		json_object_set_new(p, "amount",
		    json_integer((json_int_t)draw(&f->d, 400000)));
	}
	json_object_set_new(p, "day", in_days(f, 0));
	try(f, "payment", p);
}

static void
time_goes(struct fixture *f)
{
	static const uint32_t spans[] = { 5, 30, 30, 100, 1500 };

	drawn_advance(&f->d, (int64_t)draw(&f->d, spans[draw(&f->d, 5)]) + 1);
}

/* A guarantee in force with some months behind it. */
static void
in_force(struct fixture *f)
{
	static const char *const verbs[] = { "assess", "grant", "issue",
		"begin" };
	json_t *p;
	size_t i;

	try(f, "apply",
	    json_pack("{ss ss ss si si ss ss ss}", "case", "2027/1",
		"landlord_kind", "company", "landlord", "Utleie AS", "rent",
		(int)draw(&f->d, 2000000) + 1, "months",
		(int)draw(&f->d, 6) + 1, "dwelling", "Testvegen 7",
		"reservations", "ingen", "landlord_number", "999888777"));
	for (i = 0; i < 4; i++) {
		p = json_pack("{si si sb}", "guarantee", 1, "decision", 1,
		    "recourse", draw(&f->d, 8) > 0);
		json_object_set_new(p, "from", in_days(f, 0));
		json_object_set_new(p, "to",
		    in_days(f, 300 + (int64_t)draw(&f->d, 1000)));
		try(f, verbs[i], p);
	}
	drawn_advance(&f->d, 200);
}

/* What comes next for claim C, if it goes as it should. */
static void
next_of_claim(struct fixture *f, const json_t *c)
{
	enum claim_state s;

	assert_true(claim_state_parse(text(values(c), "state"), &s));
	if (s == CLAIM_HEARING && draw(&f->d, 3) > 0) {
		drawn_advance(&f->d, 24);
		/* The rows are new ones after time has gone. */
		decide(f, some(f, "claim"));
	} else if (s == CLAIM_DECIDED)
		try(f, "pay", with("claim", c));
	else
		on_claim(f, c);
}

static void
begin(void *own)
{
	struct fixture *f = own;

	f->claims = 0;
	ram_decide(f->d.r, 1);
	if (draw(&f->d, 3) > 0)
		in_force(f);
}

static void
by_chance(void *own)
{
	struct fixture *f = own;
	const json_t *g = some(f, "guarantee"), *c = some(f, "claim");
	const json_t *r = some(f, "repayment");

	switch (draw(&f->d, 8)) {
	case 0:
		if (draw(&f->d, 4) == 0)
			lease(f);
		else
			time_goes(f);
		return;
	case 1:
	case 2:
		if (c != NULL) {
			next_of_claim(f, c);
			return;
		}
		break;
	case 3:
	case 4:
		if (r != NULL) {
			on_repayment(f, r);
			return;
		}
		break;
	default:
		break;
	}
	if (g == NULL || draw(&f->d, 20) == 0)
		apply(f);
	else
		next_of_guarantee(f, g);
}

/* What is granted is promised in the same step. */
static const char *const passed[] = { "innvilget", NULL };
/* Heard as it is received; recourse or not as it is paid. */
static const char *const passed_claims[] = { "krav_mottatt", "utbetalt", NULL };

static const struct drawn_course course = {
	.plugin = &bf_plugin,
	.seed = 20270201u,
	.day = "2027-01-04",
	.calls = 16,
	.kinds = { { "guarantee", passed }, { "claim", passed_claims } },
	.begin = begin,
	.next = by_chance,
	.remember = remember,
	.broken = broken,
};

static int
setup(void **state)
{
	return drawn_setup(state, &course, sizeof(struct fixture));
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	json_decref(f->was);
	return drawn_teardown(state);
}

/* Invariants 1, 2, 5, 6, 7, 9, 11, E_FROZEN, E_NO_DECISION, E_DATE_ORDER. */
static void
no_sequence_of_calls_breaks_a_rule_of_guarantees(void **state)
{
	struct fixture *f = *state;

	drawn_run(&f->d);
}

/* The property can fail: what is broken by hand is found, by its name. */
static void
a_rule_that_is_broken_is_found(void **state)
{
	static const struct {
		const char *kind, *name;
		json_int_t n;
		const char *text, *why;
	} rows[] = {
		{ "guarantee", "paid", 3750001, NULL,
		    "paid is at most the amount" },
		{ "guarantee", "paid", 1, NULL,
		    "versions share one sum, and it is what was paid" },
		{ "guarantee", "other_security", 3750001, NULL,
		    "guarantee and deposit are six months' rent at most" },
		{ "guarantee", "amount", 3750001, NULL,
		    "the amount is months of rent" },
		{ "guarantee", "to", 0, "2032-02-01", "five years at most" },
		{ "guarantee", "claim_last", 0, "2030-05-05",
		    "the claim window ends on a working day" },
		{ "guarantee", "nr", 0, "2027/2",
		    "the numbers of a year have no gap" },
		{ "guarantee", "nr", 0, "2028/1",
		    "the number is of the year of issue" },
		{ "guarantee", "renewed", 0, "2028-08-01",
		    "what was renewed has a version after it" },
		{ "guarantee", "dwelling", 0, "Testvegen 8",
		    "what is issued stays as it is" },
		{ "guarantee", "state", 0, "soknad",
		    "one state follows another as in the picture" },
		{ "claim", "approved", 1250001, NULL,
		    "versions share one sum, and it is what was paid" },
		{ "claim", "recourse", 1250001, NULL,
		    "recourse is what the tenant owed" },
		{ "part", "claimed", 1, NULL,
		    "a claim is the sum of its parts" },
		{ "repayment", "paid", 34723, NULL,
		    "paid back is the sum of payments, and no more than is "
		    "owed" },
		{ "repayment", "principal", 1250001, NULL,
		    "what is paid back is the recourse" },
		{ "repayment", "state", 0, "innfridd",
		    "paid back in full is what all is paid of" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_whole(f);
		drawn_found(&f->d, rows[i].kind, rows[i].name,
		    rows[i].text != NULL ? json_string(rows[i].text) :
					   json_integer(rows[i].n),
		    rows[i].why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    no_sequence_of_calls_breaks_a_rule_of_guarantees, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(a_rule_that_is_broken_is_found,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_was_renewed_takes_its_own_claims_and_gives_no_new_money,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_was_renewed_is_counted_once, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_paid_beyond_the_debt_and_back_is_counted_apart,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_paid_back_is_not_about_to_be_barred, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    the_version_before_one_that_is_cancelled_goes_on, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    one_lease_ends_for_all_its_versions, setup, teardown),
	};

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
