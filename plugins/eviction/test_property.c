/*
 * test_property -- no sequence of calls breaks the rules of domain §3.2.
 *
 * The plugin itself, on a host in memory: notices, updates and ends drawn by
 * chance, and after every call all that must hold.  BOFLYT_SEED and
 * BOFLYT_SEQUENCES choose others than those of every day; a failure prints both.
 */
#include "../../tests/pure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tests/plugin/ram.h"
#include "rules.h"

#define SEED 20270210u
#ifdef __SANITIZE_ADDRESS__
#define SEQUENCES 4000u /* ten times as slow there */
#else
#define SEQUENCES 20000u
#endif
#define CALLS 12
#define MATTERS_MAX 32

extern const struct bf_plugin bf_plugin;

struct fixture {
	struct ram *r;
	uint32_t random, seed; /* seed: of this sequence */
	enum eviction_state was[MATTERS_MAX]; /* by id, before the call */
	size_t n_was;
	long reached[EVICTION_N_STATES], refused, done;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return -1;
	f->r = ram_new(&bf_plugin, &pure);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	ram_free(f->r);
	free(f);
	return 0;
}

static uint32_t
draw(struct fixture *f, uint32_t n)
{
	f->random = f->random * 1664525u + 1013904223u;
	return (f->random >> 8) % n;
}

/* ---- what must hold */

static const char *
text_of(const json_t *row, const char *name)
{
	return json_string_value(
	    json_object_get(json_object_get(row, "values"), name));
}

static json_int_t
int_of(const json_t *row, const char *name)
{
	return json_integer_value(
	    json_object_get(json_object_get(row, "values"), name));
}

static enum eviction_state
state_of(const json_t *row)
{
	enum eviction_state s = EVICTION_CONCERN;

	assert_true(eviction_state_parse(text_of(row, "state"), &s));
	return s;
}

static struct bf_date
day_in(const json_t *row, const char *name)
{
	return day(text_of(row, name));
}

/* Warning, petition, service and eviction in this order. */
static const char *
broken_dates(const json_t *row)
{
	struct eviction_facts f = { .due_since = BF_NO_DATE };
	struct eviction_findings x;
	size_t i;

	f.received = day_in(row, "received");
	f.told = f.lease_from = f.lease_to = f.move_out_asked = BF_NO_DATE;
	f.notice_received = f.notice_month_end = f.protested = BF_NO_DATE;
	f.goods_told = BF_NO_DATE;
	f.warned = day_in(row, "warning_4_18");
	f.petitioned = day_in(row, "petition");
	f.served = day_in(row, "served");
	f.evicted = day_in(row, "eviction");
	eviction_check(&pure, &f, f.received, &x);
	for (i = 0; i < x.n; i++)
		if (x.list[i].error)
			return "warning, petition, service and eviction in "
			       "turn";
	if (int_of(row, "owed") < 0 ||
	    int_of(row, "owed") > EVICTION_AMOUNT_MAX)
		return "an amount that can be";
	return NULL;
}

static const char *
broken_end(const json_t *row)
{
	const char *solution = text_of(row, "solution");
	enum eviction_state s = state_of(row);

	if (s < EVICTION_CARRIED_OUT && solution != NULL)
		return "no solution before it is solved";
	if (s == EVICTION_SOLVED &&
	    (solution == NULL || !eviction_solution_ok(solution)))
		return "each solved case has one solution code";
	if (s == EVICTION_SOLVED && strcmp(solution, "betalt") == 0 &&
	    (int_of(row, "paid") <= 0 || int_of(row, "evidence") == 0))
		return "paid has its amount and evidence";
	if ((s == EVICTION_AFTER || s == EVICTION_CLOSED) &&
	    (text_of(row, "need_checked") == NULL ||
		text_of(row, "eviction") == NULL))
		return "carried out has a day and an assessment of need";
	if (s == EVICTION_CLOSED && text_of(row, "reviewed") == NULL)
		return "closed after it was asked why";
	return NULL;
}

/* Records of KIND of MATTER. */
static json_int_t
rows_of(const struct fixture *f, const char *kind, json_int_t matter)
{
	json_int_t n = 0;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, kind), i, row)
		n += int_of(row, "matter") == matter;
	return n;
}

static bool
is_step(enum eviction_state from, enum eviction_state to)
{
	return from == to || eviction_state_may(from, to) ||
	    (to == EVICTION_AFTER &&
		eviction_state_may(from, EVICTION_CARRIED_OUT));
}

static bool
is_open(const json_t *row)
{
	return state_of(row) < EVICTION_SOLVED;
}

static const char *
broken_tenancy(const struct fixture *f, const json_t *one)
{
	const char *tenancy = text_of(one, "tenancy");
	int n = 0;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "matter"), i,
	    row)
		n += is_open(row) &&
		    strcmp(text_of(row, "tenancy"), tenancy) == 0;
	return n <= 1 ? NULL : "one tenancy is one matter";
}

/* The rule that does not hold; NULL: all do. */
static const char *
broken(const struct fixture *f)
{
	const char *why;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "matter"), i,
	    row) {
		if (i < f->n_was && !is_step(f->was[i], state_of(row)))
			return "states move as the picture has it";
		if ((why = broken_dates(row)) != NULL ||
		    (why = broken_end(row)) != NULL ||
		    (why = broken_tenancy(f, row)) != NULL)
			return why;
		if (int_of(row, "notices") !=
		    rows_of(f, "notice", (json_int_t)i + 1))
			return "every notice is kept, and counted once";
		if (int_of(row, "attempts") !=
		    rows_of(f, "attempt", (json_int_t)i + 1))
			return "every attempt is kept, and counted once";
	}
	return NULL;
}

/* ---- courses by chance */

static void
remember(struct fixture *f)
{
	json_t *row;
	size_t i;

	f->n_was = 0;
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "matter"), i,
	    row)
		if (i < MATTERS_MAX)
			f->was[f->n_was++] = state_of(row);
}

static void
judge(struct fixture *f, const char *call)
{
	const char *why = broken(f);

	if (why != NULL)
		fail_msg("BOFLYT_SEED=%u BOFLYT_SEQUENCES=1, after %s: %s",
		    f->seed, call, why);
	remember(f);
}

static void
try(struct fixture *f, const char *verb, json_t *p)
{
	char method[48];
	int rc;

	snprintf(method, sizeof(method), "eviction.%s", verb);
	rc = ram_call(f->r, "nav01", "nav", method, p, NULL);
	f->done += rc == BF_OK;
	f->refused += rc != BF_OK;
	if (rc == BF_INTERNAL)
		fail_msg("BOFLYT_SEED=%u, %s: %s is no column's value", f->seed,
		    method, ram_error(f->r));
	/* What was refused has changed nothing: the host sees to that. */
	if (rc == BF_OK)
		judge(f, method);
}

static void
maybe_day(struct fixture *f, json_t *p, const char *name, uint32_t odds)
{
	char text[BF_DATE_SIZE];

	if (draw(f, odds) != 0)
		return;
	pure.date_format(pure.add_days(ram_today(f->r),
			     (int64_t)draw(f, 80) - 50),
	    text);
	json_object_set_new(p, name, json_string(text));
}

/* What a notice or an update may tell. */
static void
facts(struct fixture *f, json_t *p)
{
	static const char *const grounds[] = { "unknown", "a", "b", "c", "d",
		"e" };

	json_object_set_new(p, "ground", json_string(grounds[draw(f, 6)]));
	maybe_day(f, p, "due_since", 3);
	maybe_day(f, p, "warning_4_18", 2);
	maybe_day(f, p, "notice_9_11", 4);
	maybe_day(f, p, "petition", 3);
	maybe_day(f, p, "served", 4);
	maybe_day(f, p, "eviction", 6);
	maybe_day(f, p, "lease_from", 8);
	maybe_day(f, p, "lease_to", 8);
	if (draw(f, 3) == 0)
		json_object_set_new(p, "owed",
		    json_integer((json_int_t)draw(f, 2000000000) - 500000000));
}

static void
notice(struct fixture *f)
{
	static const char *const sources[] = { "utleier_9_11", "namsmann_13_6",
		"kommunal_utleier", "bruker" };
	char address[32];
	json_t *p;

	snprintf(address, sizeof(address), "Testvegen %u", draw(f, 3) + 1);
	p = json_pack("{ss ss ss}", "source", sources[draw(f, 4)], "tenant",
	    draw(f, 2) ? "Kari" : "Per", "address", address);
	facts(f, p);
	try(f, "notice", p);
}

static json_t *
on(struct fixture *f)
{
	size_t n = json_array_size(ram_rows(f->r, "matter"));

	return json_pack("{sI}", "matter",
	    (json_int_t)(draw(f, (uint32_t)n + 1) + 1));
}

static void
solve(struct fixture *f)
{
	static const char *const codes[] = { "betalt", "avtale",
		"garanti_stonad", "nytt_botilbud_frivillig",
		"begjaering_trukket", "klage_medhold", "uriktig_varsel" };
	json_t *p = on(f);

	json_object_set_new(p, "solution", json_string(codes[draw(f, 7)]));
	if (draw(f, 2) == 0)
		json_object_set_new(p, "amount",
		    json_integer((json_int_t)draw(f, 5000000)));
	if (draw(f, 2) == 0)
		json_object_set_new(p, "evidence", json_integer(1));
	try(f, "solve", p);
}

static void
carried_out(struct fixture *f)
{
	json_t *p = on(f);

	json_object_set_new(p, "need", json_boolean(draw(f, 2)));
	json_object_set_new(p, "need_text", json_string("t"));
	maybe_day(f, p, "day", 1);
	maybe_day(f, p, "goods_told", 2);
	try(f, "carried_out", p);
}

static void
update(struct fixture *f)
{
	json_t *p = on(f);

	facts(f, p);
	maybe_day(f, p, "decided", 4);
	try(f, "update", p);
}

static void
contact(struct fixture *f)
{
	json_t *p = on(f);

	json_object_set_new(p, "how", json_string("phone"));
	json_object_set_new(p, "reached", json_boolean(draw(f, 2)));
	try(f, "contact", p);
}

static void
say(struct fixture *f, const char *verb, const char *name)
{
	json_t *p = on(f);

	if (name != NULL)
		json_object_set_new(p, name, json_string("t"));
	try(f, verb, p);
}

static void
by_chance(struct fixture *f)
{
	switch (draw(f, 12)) {
	case 0:
	case 1:
	case 2:
		notice(f);
		break;
	case 3:
	case 4:
		update(f);
		break;
	case 5:
		contact(f);
		break;
	case 6:
		solve(f);
		break;
	case 7:
		carried_out(f);
		break;
	case 8:
		say(f, "back", "why");
		break;
	case 9:
		say(f, "review", "text");
		break;
	case 10:
		say(f, "close", NULL);
		break;
	default:
		if (!ram_advance(f->r,
			pure.add_days(ram_today(f->r), draw(f, 20))))
			fail_msg("BOFLYT_SEED=%u, by itself: %s", f->seed,
			    ram_error(f->r));
		judge(f, "by itself");
	}
}

static uint32_t
chosen(const char *name, uint32_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? (uint32_t)strtoul(text, NULL, 10) : otherwise;
}

static void
sequence(struct fixture *f)
{
	json_t *row;
	size_t i;
	int k;

	f->seed = f->random;
	ram_begin(f->r, day("2027-02-10"));
	remember(f);
	notice(f);
	for (k = 0; k < CALLS; k++)
		by_chance(f);
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "matter"), i,
	    row)
		f->reached[state_of(row)]++;
}

/* The invariants of domain §3.2, E_DATE_ORDER, E_AMOUNT and merging. */
static void
no_sequence_of_calls_breaks_a_rule_of_evictions(void **state)
{
	struct fixture *f = *state;
	uint32_t i, n = chosen("BOFLYT_SEQUENCES", SEQUENCES);

	f->random = chosen("BOFLYT_SEED", SEED);
	for (i = 0; i < n; i++)
		sequence(f);
	print_message("%u sequences from seed %u: %ld calls done, %ld"
		      " refused\n",
	    n, chosen("BOFLYT_SEED", SEED), f->done, f->refused);
	for (i = 0; i < EVICTION_N_STATES; i++) {
		print_message("  %s: %ld\n",
		    eviction_state_name((enum eviction_state)i), f->reached[i]);
		/* gjennomfort is passed through in one step. */
		if (n >= SEQUENCES && i != EVICTION_CARRIED_OUT)
			assert_true(f->reached[i] > 0);
	}
}

/* The property can fail: what is broken by hand is found, by its name. */
static void
a_rule_that_is_broken_is_found(void **state)
{
	static const struct {
		const char *name, *value, *why;
	} rows[] = {
		{ "petition", "2027-01-01",
		    "warning, petition, service and eviction in turn" },
		{ "solution", "betalt", "no solution before it is solved" },
		{ "state", "lost", "each solved case has one solution code" },
		{ "state", "oppfolging_etter",
		    "carried out has a day and an assessment of need" },
		{ "state", "bekymring", "states move as the picture has it" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ram_begin(f->r, day("2027-02-10"));
		assert_int_equal(ram_call(f->r, "nav01", "nav",
				     "eviction.notice",
				     json_pack("{ss ss ss ss}", "source",
					 "bruker", "tenant", "Kari", "address",
					 "Testvegen 1", "warning_4_18",
					 "2027-01-20"),
				     NULL),
		    BF_OK);
		remember(f);
		assert_null(broken(f));
		ram_tamper(f->r, "matter", 1, rows[i].name,
		    json_string(rows[i].value));
		assert_non_null(broken(f));
		assert_string_equal(broken(f), rows[i].why);
		ram_tamper(f->r, "matter", 1, "notices", json_integer(2));
		assert_non_null(broken(f));
	}
}

/* Of what is open, every Monday; silent when there is nothing. */
static void
the_week_is_counted_on_mondays(void **state)
{
	struct fixture *f = *state;

	ram_begin(f->r, day("2027-02-10"));
	assert_int_equal(ram_call(f->r, "nav01", "nav", "eviction.notice",
			     json_pack("{ss ss ss ss}", "source", "bruker",
				 "tenant", "Kari", "address", "Testvegen 1",
				 "warning_4_18", "2027-01-20"),
			     NULL),
	    BF_OK);
	assert_true(ram_advance(f->r, day("2027-02-14")));
	assert_int_equal(ram_notices(f->r), 0);
	assert_true(ram_advance(f->r, day("2027-02-15")));
	assert_int_equal(ram_notices(f->r), 1);
	assert_true(ram_advance(f->r, day("2027-02-22")));
	assert_int_equal(ram_notices(f->r), 2);
	assert_int_equal(
	    ram_call(f->r, "nav01", "nav", "eviction.solve",
		json_pack("{si ss}", "matter", 1, "solution", "avtale"), NULL),
	    BF_OK);
	assert_true(ram_advance(f->r, day("2027-03-15")));
	assert_int_equal(ram_notices(f->r), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_rule_that_is_broken_is_found,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(the_week_is_counted_on_mondays,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    no_sequence_of_calls_breaks_a_rule_of_evictions, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
