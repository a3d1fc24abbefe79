/*
 * test_property -- no sequence of calls breaks the rules of domain §3.2.
 *
 * The plugin itself, on a host in memory: notices, updates and ends drawn by
 * chance, and after every call all that must hold.
 */
#include <stdlib.h>
#include <string.h>

#include <boflyt/values.h>

#include "../../tests/plugin/drawn.h"
#include "rules.h"

#define MATTERS_MAX 32

extern const struct bf_plugin bf_plugin;

int test_matters(void); /* test_matter.c, in the same program */

struct fixture {
	struct drawn d;
	enum eviction_state was[MATTERS_MAX]; /* by id, before the call */
	size_t n_was;
};

/* ---- what must hold */

static enum eviction_state
state_of(const json_t *row)
{
	enum eviction_state s = EVICTION_CONCERN;

	assert_true(eviction_state_parse(drawn_text(row, "state"), &s));
	return s;
}

/* Warning, petition, service and eviction in this order; by no rule of theirs. */
static const char *
broken_dates(const json_t *row)
{
	static const char *const names[] = { "warning_4_18", "petition",
		"served", "eviction" };
	struct bf_date day, last = BF_NO_DATE;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		day = drawn_day(row, names[i]);
		if (!bf_is_day(day))
			continue;
		if (bf_is_day(last) && day.days < last.days)
			return "warning, petition, service and eviction in "
			       "turn";
		last = day;
	}
	if (drawn_int(row, "owed") < 0 ||
	    drawn_int(row, "owed") > EVICTION_AMOUNT_MAX)
		return "an amount that can be";
	return NULL;
}

static bool
is_solution(const char *code)
{
	const char *const *s;

	for (s = eviction_solutions; *s != NULL; s++)
		if (strcmp(*s, code) == 0)
			return true;
	return false;
}

static const char *
broken_end(const json_t *row)
{
	const char *solution = drawn_text(row, "solution");
	enum eviction_state s = state_of(row);

	if (s < EVICTION_CARRIED_OUT && solution != NULL)
		return "no solution before it is solved";
	if (s == EVICTION_SOLVED &&
	    (solution == NULL || !is_solution(solution)))
		return "each solved case has one solution code";
	if (s == EVICTION_SOLVED && strcmp(solution, "betalt") == 0 &&
	    (drawn_int(row, "paid") <= 0 || drawn_int(row, "evidence") == 0))
		return "paid has its amount and evidence";
	if ((s == EVICTION_AFTER || s == EVICTION_CLOSED) &&
	    (drawn_text(row, "need_checked") == NULL ||
		drawn_text(row, "eviction") == NULL))
		return "carried out has a day and an assessment of need";
	if (s == EVICTION_CLOSED && drawn_text(row, "reviewed") == NULL)
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

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, kind), i, row)
		n += drawn_int(row, "matter") == matter;
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
	const char *tenancy = drawn_text(one, "tenancy");
	int n = 0;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "matter"), i,
	    row)
		n += is_open(row) &&
		    strcmp(drawn_text(row, "tenancy"), tenancy) == 0;
	return n <= 1 ? NULL : "one tenancy is one matter";
}

/* The rule that does not hold; NULL: all do. */
static const char *
broken(const void *own)
{
	const struct fixture *f = own;
	const char *why;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "matter"), i,
	    row) {
		if (i < f->n_was && !is_step(f->was[i], state_of(row)))
			return "states move as the picture has it";
		if ((why = broken_dates(row)) != NULL ||
		    (why = broken_end(row)) != NULL ||
		    (why = broken_tenancy(f, row)) != NULL)
			return why;
		if (drawn_int(row, "notices") !=
		    rows_of(f, "notice", (json_int_t)i + 1))
			return "every notice is kept, and counted once";
		if (drawn_int(row, "attempts") !=
		    rows_of(f, "attempt", (json_int_t)i + 1))
			return "every attempt is kept, and counted once";
	}
	return NULL;
}

/* ---- courses by chance */

static void
remember(void *own)
{
	struct fixture *f = own;
	json_t *row;
	size_t i;

	f->n_was = 0;
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "matter"), i,
	    row)
		if (i < MATTERS_MAX)
			f->was[f->n_was++] = state_of(row);
}

static void
try(struct fixture *f, const char *verb, json_t *p)
{
	drawn_try(&f->d, "nav01", "nav", verb, p);
}

static void
maybe_day(struct fixture *f, json_t *p, const char *name, uint32_t odds)
{
	if (draw(&f->d, odds) == 0)
		json_object_set_new(p, name, draw_day(&f->d, -50, 80));
}

/* What a notice or an update may tell. */
static void
facts(struct fixture *f, json_t *p)
{
	static const char *const grounds[] = { "unknown", "a", "b", "c", "d",
		"e" };

	json_object_set_new(p, "ground", json_string(grounds[draw(&f->d, 6)]));
	maybe_day(f, p, "due_since", 3);
	maybe_day(f, p, "warning_4_18", 2);
	maybe_day(f, p, "notice_9_11", 4);
	maybe_day(f, p, "petition", 3);
	maybe_day(f, p, "served", 4);
	maybe_day(f, p, "eviction", 6);
	maybe_day(f, p, "lease_from", 8);
	maybe_day(f, p, "lease_to", 8);
	if (draw(&f->d, 3) == 0)
		json_object_set_new(p, "owed",
		    json_integer(
			(json_int_t)draw(&f->d, 2000000000) - 500000000));
}

/* In a case of somebody who is known, and called so. */
static void
in_case(struct fixture *f, json_t *p)
{
	char number[16];

	snprintf(number, sizeof(number), "2027/%u",
	    draw(&f->d, RAM_PERSONS) + 1);
	json_object_set_new(p, "case", json_string(number));
	json_object_set_new(p, "tenant", json_string(number));
}

static void
notice(struct fixture *f)
{
	static const char *const sources[] = { "utleier_9_11", "namsmann_13_6",
		"kommunal_utleier", "bruker" };
	char address[32];
	json_t *p;

	snprintf(address, sizeof(address), "Testvegen %u", draw(&f->d, 3) + 1);
	p = json_pack("{ss ss ss}", "source", sources[draw(&f->d, 4)], "tenant",
	    draw(&f->d, 2) ? "Kari" : "Per", "address", address);
	facts(f, p);
	if (draw(&f->d, 20) == 0)
		json_object_set_new(p, "carried_out", json_true());
	if (draw(&f->d, 4) == 0)
		in_case(f, p);
	try(f, "notice", p);
}

static json_t *
on(struct fixture *f)
{
	size_t n = json_array_size(ram_rows(f->d.r, "matter"));

	return json_pack("{sI}", "matter",
	    (json_int_t)(draw(&f->d, (uint32_t)n + 1) + 1));
}

static void
solve(struct fixture *f)
{
	json_t *p = on(f);

	json_object_set_new(p, "solution",
	    json_string(eviction_solutions[draw(&f->d, 7)]));
	if (draw(&f->d, 2) == 0)
		json_object_set_new(p, "amount",
		    json_integer((json_int_t)draw(&f->d, 5000000)));
	if (draw(&f->d, 2) == 0)
		json_object_set_new(p, "evidence", json_integer(RAM_DOCUMENT));
	try(f, "solve", p);
}

static void
carried_out(struct fixture *f)
{
	json_t *p = on(f);

	json_object_set_new(p, "need", json_boolean(draw(&f->d, 2)));
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
	json_object_set_new(p, "reached", json_boolean(draw(&f->d, 2)));
	try(f, "contact", p);
}

static void
children(struct fixture *f)
{
	json_t *p = on(f);

	json_object_set_new(p, "met", json_boolean(draw(&f->d, 2)));
	json_object_set_new(p, "text", json_string("t"));
	try(f, "children", p);
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
by_chance(void *own)
{
	struct fixture *f = own;

	switch (draw(&f->d, 13)) {
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
	case 11:
		children(f);
		break;
	default:
		drawn_advance(&f->d, draw(&f->d, 20));
	}
}

static void
begin(void *own)
{
	notice(own);
}

static const struct drawn_course course = {
	.plugin = &bf_plugin,
	.seed = 20270210u,
	.day = "2027-02-10",
	.calls = 12,
	.kinds = { { .kind = "matter" } },
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

/* The invariants of domain §3.2, E_DATE_ORDER, E_AMOUNT and merging. */
static void
no_sequence_of_calls_breaks_a_rule_of_evictions(void **state)
{
	struct fixture *f = *state;

	drawn_run(&f->d);
}

/* One matter, of which a warning is known. */
static void
make_warned(struct fixture *f)
{
	drawn_begin(&f->d);
	drawn_must(&f->d, "notice",
	    json_pack("{ss ss ss ss}", "source", "bruker", "tenant", "Kari",
		"address", "Testvegen 1", "warning_4_18", "2027-01-20"));
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
		make_warned(f);
		drawn_found(&f->d, "matter", rows[i].name,
		    json_string(rows[i].value), rows[i].why);
	}
	make_warned(f);
	drawn_found(&f->d, "matter", "notices", json_integer(2),
	    "every notice is kept, and counted once");
}

/* Of what is open, every Monday; silent when there is nothing. */
static void
the_week_is_counted_on_mondays(void **state)
{
	struct fixture *f = *state;

	make_warned(f);
	assert_true(ram_advance(f->d.r, day("2027-02-14")));
	assert_int_equal(ram_notices(f->d.r), 0);
	assert_true(ram_advance(f->d.r, day("2027-02-15")));
	assert_int_equal(ram_notices(f->d.r), 1);
	assert_true(ram_advance(f->d.r, day("2027-02-22")));
	assert_int_equal(ram_notices(f->d.r), 2);
	drawn_must(&f->d, "solve",
	    json_pack("{si ss}", "matter", 1, "solution", "avtale"));
	assert_true(ram_advance(f->d.r, day("2027-03-15")));
	assert_int_equal(ram_notices(f->d.r), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_rule_that_is_broken_is_found,
		    setup, drawn_teardown),
		cmocka_unit_test_setup_teardown(the_week_is_counted_on_mondays,
		    setup, drawn_teardown),
		cmocka_unit_test_setup_teardown(
		    no_sequence_of_calls_breaks_a_rule_of_evictions, setup,
		    drawn_teardown),
	};

	return cmocka_run_group_tests(tests, pure_open, pure_close) +
	    test_matters();
}
