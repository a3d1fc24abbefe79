/*
 * test_property -- no sequence of calls breaks the rules of domain §3.3.
 *
 * The plugin itself, on a host in memory: whole courses drawn by chance, and
 * after every call all that must hold.  BOFLYT_SEED and BOFLYT_SEQUENCES choose
 * others than those of every day; a failure prints the seed and the rule.
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "model/law.h"

#include "test_holds.h"

#define SEED 20270201u
#ifdef __SANITIZE_ADDRESS__
#define SEQUENCES 4000u /* seven times as slow there */
#else
#define SEQUENCES 20000u
#endif
#define CALLS 16

extern const struct bf_plugin bf_plugin;

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	const char *top = getenv("srcdir");
	char path[512];

	if (f == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/etc/law.ini", top ? top : ".");
	if (law_load(path, &mistakes, &f->law, &e) != RC_OK)
		fail_msg("%s", e.text);
	pure_init(&f->pure, f->law);
	f->r = ram_new(&bf_plugin, &f->pure);
	f->was = json_object();
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	ram_free(f->r);
	law_free(f->law);
	json_decref(f->was);
	free(f);
	return 0;
}

static uint32_t
draw(struct fixture *f, uint32_t n)
{
	f->random = f->random * 1664525u + 1013904223u;
	return (f->random >> 8) % n;
}

/* ---- calls */

static void
try(struct fixture *f, const char *verb, json_t *p)
{
	const char *why;
	char method[48];
	int rc;

	snprintf(method, sizeof(method), "deposit.%s", verb);
	remember(f);
	rc = ram_call(f->r, "nav01", "nav", method, p, NULL);
	if (rc == BF_OK)
		f->done++;
	else
		f->refused++;
	if (rc == BF_INTERNAL)
		fail_msg("BOFLYT_SEED=%u BOFLYT_SEQUENCES=1: %s: %s", f->seed,
		    method, ram_error(f->r));
	if ((why = broken(f)) != NULL)
		fail_msg("BOFLYT_SEED=%u BOFLYT_SEQUENCES=1: %s: %s", f->seed,
		    method, why);
}

/* A row of KIND by chance; NULL if there is none. */
static const json_t *
some(struct fixture *f, const char *kind)
{
	const json_t *rows = ram_rows(f->r, kind);
	size_t n = json_array_size(rows);

	return n == 0 ? NULL : json_array_get(rows, draw(f, (uint32_t)n));
}

static void
apply(struct fixture *f)
{
	static const char *const kinds[] = { "guarantee", "guarantee",
		"guarantee", "loan" };

	json_t *p = json_pack("{ss ss ss ss si si si ss ss ss sb}", "case",
	    "2027/1", "landlord_kind", "private", "landlord", "Ola Utleier",
	    "kind", kinds[draw(f, 4)], "rent", (int)draw(f, 2000000), "months",
	    (int)draw(f, 7), "other_security", (int)draw(f, 3000000),
	    "dwelling", "Testvegen 7", "reservations", "ingen",
	    "landlord_number", "999888777", "covers_eviction", draw(f, 2) == 0);

	if (draw(f, 3) == 0)
		json_object_set_new(p, "outside", json_true());
	else if (draw(f, 3) == 0)
		json_object_del(p, "dwelling");
	try(f, "apply", p);
}

/* The case tells of one of two leases: begun, agreed anew, ended, or not. */
static void
lease(struct fixture *f)
{
	json_t *p = json_pack("{ss ss}", "case", "2027/1", "from",
	    draw(f, 3) > 0 ? "2027-02-01" : "2028-06-01");

	if (draw(f, 2) == 0)
		json_object_set_new(p, "to", in_days(f, draw(f, 900)));
	if (draw(f, 4) == 0)
		json_object_set_new(p, "ended", in_days(f, 0));
	if (draw(f, 2) == 0)
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
	int64_t first = (int64_t)draw(f, 60) - 10;
	struct bf_date to = day_of(f, values(g), "to");
	json_t *p = with("guarantee", g);

	/* One that was never issued has no last day to go on from. */
	if (strcmp(verb, "renew") == 0 && to.days != BF_NO_DATE.days)
		first += to.days - ram_today(f->r).days;
	json_object_set_new(p, "from", in_days(f, first));
	json_object_set_new(p, "to",
	    in_days(f, first + (int64_t)draw(f, 2200) - 20));
	json_object_set_new(p, "decision", json_integer(1));
	try(f, verb, p);
}

static void
claim(struct fixture *f, const json_t *g)
{
	static const char *const kinds[] = { "rent", "rent", "damage",
		"eviction", "other", "wear" };
	json_t *parts = json_array(), *p = with("guarantee", g);
	uint32_t n = draw(f, 4) + 1, i;
	char no[24];

	for (i = 0; i < n; i++)
		json_array_append_new(parts,
		    json_pack("{ss so si}", "kind", kinds[draw(f, 6)], "due",
			in_days(f, 20 - (int64_t)draw(f, 200)), "amount",
			(int)draw(f, 4000000)));
	snprintf(no, sizeof(no), "%d", draw(f, 8) == 0 ? 1 : ++f->claims);
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

	switch (draw(f, 8)) {
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
		json_object_set_new(p, "day", in_days(f, draw(f, 60)));
		try(f, "lease_end", p);
		return;
	case 5:
		p = with("guarantee", g);
		json_object_set_new(p, "months",
		    json_integer((json_int_t)draw(f, 7)));
		try(f, "change", p);
		return;
	case 6:
		p = with("guarantee", g);
		json_object_set_new(p, "instalments",
		    json_integer((json_int_t)draw(f, 40) + 1));
		json_object_set_new(p, "first", in_days(f, draw(f, 40)));
		try(f, "repay", p);
		return;
	default:
		try(f, ends[draw(f, 6)], with("guarantee", g));
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
		json_object_set_new(p, "recourse", json_boolean(draw(f, 4)));
		try(f, draw(f, 9) == 0 ? "refuse" : "grant", p);
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
	    json_integer((json_int_t)draw(f, 4000000)));
	try(f, "objection", p);
}

static void
decide(struct fixture *f, const json_t *c)
{
	const json_t *part = some(f, "part");
	json_t *p = with("claim", c);

	if (draw(f, 3) == 0)
		json_object_set_new(p, "approved",
		    json_pack("[{sI si}]", "part", num(part, "id"), "amount",
			(int)draw(f, 4000000)));
	try(f, "decide", p);
}

static void
on_claim(struct fixture *f, const json_t *c)
{
	json_t *p;

	switch (draw(f, 9)) {
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
		    json_integer((json_int_t)draw(f, 40) + 1));
		json_object_set_new(p, "first", in_days(f, draw(f, 40)));
		try(f, "repay", p);
	}
}

static void
on_repayment(struct fixture *f, const json_t *r)
{
	json_int_t left = num(values(r), "principal") - num(values(r), "paid");
	json_t *p = with("repayment", r);

	switch (draw(f, 8)) {
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
		    json_integer((json_int_t)draw(f, 400000)));
	}
	json_object_set_new(p, "day", in_days(f, 0));
	try(f, "payment", p);
}

static void
time_goes(struct fixture *f)
{
	static const uint32_t spans[] = { 5, 30, 30, 100, 1500 };
	const char *why;

	remember(f);
	if (!ram_advance(f->r,
		f->pure.add_days(ram_today(f->r),
		    (int64_t)draw(f, spans[draw(f, 5)]) + 1)))
		fail_msg("BOFLYT_SEED=%u, by itself: %s", f->seed,
		    ram_error(f->r));
	if ((why = broken(f)) != NULL)
		fail_msg("BOFLYT_SEED=%u, by itself: %s", f->seed, why);
}

/* A guarantee in force with some months behind it, in two of three. */
static void
begin(struct fixture *f)
{
	static const char *const verbs[] = { "assess", "grant", "issue",
		"begin" };
	json_t *p;
	size_t i;

	try(f, "apply",
	    json_pack("{ss ss ss si si ss ss ss}", "case", "2027/1",
		"landlord_kind", "company", "landlord", "Utleie AS", "rent",
		(int)draw(f, 2000000) + 1, "months", (int)draw(f, 6) + 1,
		"dwelling", "Testvegen 7", "reservations", "ingen",
		"landlord_number", "999888777"));
	for (i = 0; i < 4; i++) {
		p = json_pack("{si si sb}", "guarantee", 1, "decision", 1,
		    "recourse", draw(f, 8) > 0);
		json_object_set_new(p, "from", in_days(f, 0));
		json_object_set_new(p, "to",
		    in_days(f, 300 + (int64_t)draw(f, 1000)));
		try(f, verbs[i], p);
	}
	(void)ram_advance(f->r, f->pure.add_days(ram_today(f->r), 200));
}

/* What comes next for claim C, if it goes as it should. */
static void
next_of_claim(struct fixture *f, const json_t *c)
{
	enum claim_state s;

	assert_true(claim_state_parse(text(values(c), "state"), &s));
	if (s == CLAIM_HEARING && draw(f, 3) > 0) {
		(void)ram_advance(f->r, f->pure.add_days(ram_today(f->r), 24));
		/* The rows are new ones after time has gone. */
		decide(f, some(f, "claim"));
	} else if (s == CLAIM_DECIDED)
		try(f, "pay", with("claim", c));
	else
		on_claim(f, c);
}

static void
by_chance(struct fixture *f)
{
	const json_t *g = some(f, "guarantee"), *c = some(f, "claim");
	const json_t *r = some(f, "repayment");

	switch (draw(f, 8)) {
	case 0:
		if (draw(f, 4) == 0)
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
	if (g == NULL || draw(f, 20) == 0)
		apply(f);
	else
		next_of_guarantee(f, g);
}

static void
sequence(struct fixture *f)
{
	enum deposit_state s;
	enum claim_state cs;
	const json_t *row;
	size_t i;
	int k;

	f->seed = f->random;
	f->claims = 0;
	ram_begin(f->r, day_text(f, "2027-01-04"));
	ram_decide(f->r, 1);
	if (draw(f, 3) > 0)
		begin(f);
	for (k = 0; k < CALLS; k++)
		by_chance(f);
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "guarantee"), i,
	    row) {
		assert_true(
		    deposit_state_parse(text(values(row), "state"), &s));
		f->states[s]++;
	}
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "claim"), i,
	    row) {
		assert_true(claim_state_parse(text(values(row), "state"), &cs));
		f->claim_states[cs]++;
	}
}

static uint32_t
chosen(const char *name, uint32_t otherwise)
{
	const char *value = getenv(name);

	return value != NULL ? (uint32_t)strtoul(value, NULL, 10) : otherwise;
}

/* Invariants 1, 2, 5, 6, 7, 9, 11, E_FROZEN, E_NO_DECISION, E_DATE_ORDER. */
static void
no_sequence_of_calls_breaks_a_rule_of_guarantees(void **state)
{
	struct fixture *f = *state;
	uint32_t i, n = chosen("BOFLYT_SEQUENCES", SEQUENCES);

	f->random = chosen("BOFLYT_SEED", SEED);
	for (i = 0; i < n; i++)
		sequence(f);
	print_message("%u sequences from seed %u: %ld calls done, %ld "
		      "refused\n",
	    n, chosen("BOFLYT_SEED", SEED), f->done, f->refused);
	for (i = 0; i < DEPOSIT_N_STATES; i++) {
		print_message("  %s: %ld\n",
		    deposit_state_name((enum deposit_state)i), f->states[i]);
		/* What is granted is promised in the same step. */
		if (n >= SEQUENCES && i != DEPOSIT_GRANTED)
			assert_true(f->states[i] > 0);
	}
	for (i = 0; i < CLAIM_N_STATES; i++) {
		print_message("  %s: %ld\n",
		    claim_state_name((enum claim_state)i), f->claim_states[i]);
		/* Heard as it is received; recourse or not as it is paid. */
		if (n >= SEQUENCES && i != CLAIM_RECEIVED && i != CLAIM_PAID)
			assert_true(f->claim_states[i] > 0);
	}
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
	const char *why;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_whole(f);
		ram_tamper(f->r, rows[i].kind, 1, rows[i].name,
		    rows[i].text != NULL ? json_string(rows[i].text) :
					   json_integer(rows[i].n));
		why = broken(f);
		if (why == NULL || strcmp(why, rows[i].why) != 0)
			fail_msg("%s.%s: %s", rows[i].kind, rows[i].name,
			    why == NULL ? "not found" : why);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
