/*
 * Reports: counts that tell nobody apart, as known at an instant (domain §6.1).
 */
#include <stdio.h>

#include "engine/report_cells.h"
#include "fixture.h"
#include "look.h"

#define DAY_MS INT64_C(86400000)

static const char *
shown(const struct cells *t, size_t row, size_t column)
{
	static char text[32];
	json_t *cell = cells_text(t, row, column);

	snprintf(text, sizeof(text), "%s", json_string_value(cell));
	json_decref(cell);
	return text;
}

static void
counts_of_one_to_four_are_hidden(void **state)
{
	struct cells t;

	(void)state;
	cells_init(&t, 1, 5, 5);
	t.count[0] = 1;
	t.count[1] = 4;
	t.count[2] = 5;
	t.count[3] = 0;
	t.count[4] = 10;
	cells_suppress(&t);
	assert_string_equal(shown(&t, 0, 0), "<5");
	assert_string_equal(shown(&t, 0, 1), "<5");
	assert_string_equal(shown(&t, 0, 2), "5");
	assert_string_equal(shown(&t, 0, 3), "0");
	assert_string_equal(shown(&t, 0, 4), "10");
	cells_fini(&t);
}

static void
what_a_total_would_give_away_is_hidden_too(void **state)
{
	struct cells t;

	(void)state;
	cells_init(&t, 2, 4, 5);
	cells_add(&t, 0, 0, 3);
	cells_add(&t, 0, 1, 7);
	cells_add(&t, 0, 2, 20);
	cells_suppress(&t);
	assert_string_equal(shown(&t, 0, 0), "<5");
	assert_string_equal(shown(&t, 0, 1), "*");
	assert_string_equal(shown(&t, 0, 2), "20");
	assert_string_equal(shown(&t, 0, 3), "30");
	cells_fini(&t);
}

/* No line of a table, row or column, has one hidden cell alone. */
static void
no_hidden_cell_stands_alone_in_a_line(void **state)
{
	unsigned int seed = 5501;
	struct cells t;
	size_t round, i, k, row, col;

	(void)state;
	for (round = 0; round < 500; round++) {
		cells_init(&t, 5, 6, 5);
		for (i = 0; i < 20; i++) {
			seed = seed * 1103515245u + 12345u;
			cells_add(&t, i / 5, i % 5, (seed >> 16) % 9);
		}
		cells_suppress(&t);
		for (row = 0; row < 5; row++) {
			for (k = 0, col = 0; col < 6; col++)
				k += t.hidden[row * 6 + col];
			assert_int_not_equal(k, 1);
		}
		for (col = 0; col < 6; col++) {
			for (k = 0, row = 0; row < 5; row++)
				k += t.hidden[row * 6 + col];
			assert_int_not_equal(k, 1);
		}
		cells_fini(&t);
	}
}

static void
median_and_ninetieth_are_days_that_happened(void **state)
{
	int32_t ten[] = { 9, 1, 8, 2, 7, 3, 6, 4, 5, 30 };
	int32_t one[] = { 12 };

	(void)state;
	assert_int_equal(days_median(ten, 10), 5);
	assert_int_equal(days_p90(ten, 10), 9);
	assert_int_equal(days_median(one, 1), 12);
	assert_int_equal(days_p90(one, 1), 12);
	assert_int_equal(days_median(one, 0), 0);
}

/* N cases at LEVEL, each received today. */
static void
open_cases(struct fixture *f, int n, int level)
{
	char number[24];

	while (n-- > 0)
		fixture_case(f, json_pack("{si}", "level", level), number);
}

static void
set_level(struct fixture *f, int first, int last, int level)
{
	char number[24];

	for (; first <= last; first++) {
		snprintf(number, sizeof(number), "2027/%d", first);
		fixture_act(f, "nav01", number, "note",
		    json_pack("{ss si}", "why", "x", "level", level));
		assert_int_equal(f->rc, RC_OK);
	}
}

static const json_t *
row(const json_t *r, size_t i)
{
	return json_array_get(at(r, "rows"), i);
}

/* Rows 0..5: gross from 1, 2, 3, 4, new, total; 6..11: net; 12: days. */
static void
moves_between_levels_are_counted_gross_and_net(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	open_cases(f, 6, 2);
	fixture_advance(f, "2027-02-01");
	set_level(f, 1, 6, 3);
	fixture_advance(f, "2027-03-01");
	set_level(f, 1, 6, 2);
	r = fixture_ok(f, "boss", "report.nivaabevegelse",
	    json_pack("{ss ss}", "from", "2027-01-15", "to", "2027-03-31"));
	assert_int_equal(json_array_size(at(r, "rows")), 13);
	assert_string_equal(text_at(row(r, 1), "to_3"), "6");
	/* They got their first level before the period. */
	assert_string_equal(text_at(row(r, 4), "to_2"), "0");
	assert_string_equal(text_at(row(r, 2), "to_2"), "6");
	assert_string_equal(text_at(row(r, 7), "to_2"), "6");
	assert_string_equal(text_at(row(r, 8), "to_2"), "0");
	/* 15 January to 1 February on level 2, then a month on level 3. */
	assert_string_equal(text_at(row(r, 12), "to_3"), "168");
}

static void
a_new_case_has_no_level_before(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	open_cases(f, 5, 4);
	r = fixture_ok(f, "boss", "report.nivaabevegelse", NULL);
	assert_string_equal(text_at(row(r, 4), "from"), "new");
	assert_string_equal(text_at(row(r, 4), "to_4"), "5");
}

static void
a_level_taken_back_is_no_level_at_the_end(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;
	int i;

	open_cases(f, 5, 2);
	fixture_advance(f, "2027-02-01");
	for (i = 1; i <= 5; i++) {
		snprintf(number, sizeof(number), "2027/%d", i);
		fixture_act(f, "nav01", number, "note",
		    json_pack("{ss sn}", "why", "x", "level"));
		assert_int_equal(f->rc, RC_OK);
	}
	r = fixture_ok(f, "boss", "report.nivaabevegelse", NULL);
	assert_string_equal(text_at(row(r, 4), "to_2"), "5");
	assert_string_equal(text_at(row(r, 10), "to_2"), "0");
}

static void
few_cases_are_hidden_in_the_report(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	open_cases(f, 2, 4);
	r = fixture_ok(f, "boss", "report.nivaabevegelse", NULL);
	assert_string_equal(text_at(row(r, 4), "to_4"), "<5");
	assert_int_equal(int_at(r, "suppressed_below"), 5);
}

/* January has six, January and February eight: the two are not told. */
static void
the_difference_of_two_reports_tells_of_nobody(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	open_cases(f, 6, 3);
	fixture_advance(f, "2027-02-10");
	open_cases(f, 2, 3);
	fixture_advance(f, "2027-03-10");
	r = fixture_ok(f, "aud", "report.nivaabevegelse",
	    json_pack("{ss}", "to", "2027-01-31"));
	assert_string_equal(text_at(row(r, 4), "to_3"), "6");
	r = fixture_ok(f, "aud", "report.nivaabevegelse",
	    json_pack("{ss}", "to", "2027-02-28"));
	assert_string_equal(text_at(row(r, 4), "to_3"), "*");
	assert_string_equal(text_at(r, "warnings.0.name"), "W_DIFFERENCE");
	/* What was told is told again, and the same. */
	r = fixture_ok(f, "aud", "report.nivaabevegelse",
	    json_pack("{ss}", "to", "2027-01-31"));
	assert_string_equal(text_at(row(r, 4), "to_3"), "6");
	assert_null(at(r, "warnings"));
}

/* Who may see the cases as well is told, warned, and logged. */
static void
a_leader_is_told_the_difference_and_warned(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	open_cases(f, 6, 3);
	fixture_advance(f, "2027-02-10");
	open_cases(f, 2, 3);
	fixture_advance(f, "2027-03-10");
	fixture_ok(f, "boss", "report.nivaabevegelse",
	    json_pack("{ss}", "to", "2027-01-31"));
	r = fixture_ok(f, "boss", "report.nivaabevegelse",
	    json_pack("{ss}", "to", "2027-02-28"));
	assert_string_equal(text_at(row(r, 4), "to_3"), "8");
	assert_string_equal(text_at(r, "warnings.0.name"), "W_DIFFERENCE");
	r = fixture_ok(f, "aud", "lookup.list",
	    json_pack("{ss}", "user", "boss"));
	assert_string_equal(text_at(r, "rows.0.method"),
	    "report.nivaabevegelse");
}

static void
the_first_report_of_a_period_shows_it_whole(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	open_cases(f, 6, 3);
	fixture_advance(f, "2027-02-10");
	open_cases(f, 2, 3);
	r = fixture_ok(f, "boss", "report.nivaabevegelse",
	    json_pack("{ss}", "to", "2027-02-28"));
	assert_string_equal(text_at(row(r, 4), "to_3"), "8");
}

/* As known now and as known an hour ago are two reports as well. */
static void
two_instants_of_one_period_tell_of_nobody(void **state)
{
	struct fixture *f = *state;
	int64_t then;
	json_t *r;

	open_cases(f, 6, 3);
	then = f->clock.now;
	f->clock.now += 3600000;
	open_cases(f, 1, 3);
	r = fixture_ok(f, "aud", "report.nivaabevegelse", NULL);
	assert_string_equal(text_at(row(r, 4), "to_3"), "7");
	r = fixture_ok(f, "aud", "report.nivaabevegelse",
	    json_pack("{sI}", "as_of", (json_int_t)then));
	assert_string_equal(text_at(row(r, 4), "to_3"), "*");
}

static void
a_closed_case_leaves_its_level(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;
	int i;

	open_cases(f, 5, 2);
	fixture_advance(f, "2027-02-01");
	for (i = 1; i <= 5; i++) {
		snprintf(number, sizeof(number), "2027/%d", i);
		fixture_act(f, "nav01", number, "withdraw", NULL);
		assert_int_equal(f->rc, RC_OK);
	}
	r = fixture_ok(f, "boss", "report.nivaabevegelse",
	    json_pack("{ss ss}", "from", "2027-01-15", "to", "2027-02-28"));
	assert_string_equal(text_at(row(r, 7), "closed"), "5");
	assert_string_equal(text_at(row(r, 7), "to_2"), "0");
}

/* The same period as it was known before the second change. */
static void
a_report_can_be_computed_as_known_then(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	open_cases(f, 5, 2);
	fixture_advance(f, "2027-02-01");
	set_level(f, 1, 5, 3);
	r = fixture_ok(f, "boss", "report.nivaabevegelse",
	    json_pack("{ss ss sI}", "from", "2027-01-01", "to", "2027-02-28",
		"as_of", (json_int_t)(MONDAY + DAY_MS)));
	assert_string_equal(text_at(row(r, 1), "to_3"), "0");
	assert_string_equal(text_at(row(r, 4), "to_2"), "5");
}

static void
days_to_the_decision_are_counted_from_the_request(void **state)
{
	struct fixture *f = *state;
	const json_t *line;
	char number[24];
	json_t *r;
	int i;

	for (i = 0; i < 5; i++)
		fixture_case(f, NULL, number);
	fixture_advance(f, "2027-01-21");
	for (i = 1; i <= 5; i++) {
		snprintf(number, sizeof(number), "2027/%d", i);
		fixture_act(f, "nav01", number, "decide",
		    json_pack("{ss}", "why", "x"));
		assert_int_equal(f->rc, RC_OK);
	}
	r = fixture_ok(f, "boss", "report.saksbehandlingstid", NULL);
	line = pick(at(r, "rows"), "name", "help");
	assert_string_equal(text_at(line, "count"), "5");
	assert_int_equal(int_at(line, "median"), 10);
	assert_int_equal(int_at(line, "longest"), 10);
}

/* The preliminary reply of law row 2 that nobody sent. */
static void
a_deadline_that_passed_counts_as_late(void **state)
{
	struct fixture *f = *state;
	const json_t *line;
	char number[24];
	json_t *r;
	int i;

	for (i = 0; i < 6; i++)
		fixture_case(f, NULL, number);
	fixture_advance(f, "2027-02-15");
	r = fixture_ok(f, "boss", "report.saksbehandlingstid", NULL);
	line = pick(at(r, "rows"), "name", "reply");
	assert_string_equal(text_at(line, "count"), "6");
	assert_string_equal(text_at(line, "late"), "6");
	assert_int_equal(int_at(line, "share"), 0);
}

static void
a_deadline_that_has_not_come_is_not_late(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	open_cases(f, 6, 1);
	r = fixture_ok(f, "boss", "report.saksbehandlingstid",
	    json_pack("{ss ss}", "from", "2027-01-01", "to", "2027-12-31"));
	assert_null(pick(at(r, "rows"), "name", "reply"));
}

static void
only_those_who_steer_read_reports(void **state)
{
	struct fixture *f = *state;

	fixture_ask(f, "nav01", "report.saksbehandlingstid", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ok(f, "aud", "report.list", NULL);
}

static void
a_period_runs_forward(void **state)
{
	struct fixture *f = *state;

	fixture_ask(f, "boss", "report.nivaabevegelse",
	    json_pack("{ss ss}", "from", "2027-02-01", "to", "2027-01-01"));
	ASSERT_ERROR(f, RC_INVALID, "E_PARAMS");
}

/* More cases than one slice holds. */
static void
a_report_over_many_cases_runs_in_slices(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	open_cases(f, 230, 1);
	r = fixture_ok(f, "boss", "report.nivaabevegelse", NULL);
	assert_string_equal(text_at(row(r, 4), "to_1"), "230");
	fixture_advance(f, "2027-02-15");
	r = fixture_ok(f, "boss", "report.saksbehandlingstid", NULL);
	assert_string_equal(text_at(pick(at(r, "rows"), "name", "reply"),
				"count"),
	    "230");
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_of_one_to_four_are_hidden),
		cmocka_unit_test(what_a_total_would_give_away_is_hidden_too),
		cmocka_unit_test(no_hidden_cell_stands_alone_in_a_line),
		cmocka_unit_test(median_and_ninetieth_are_days_that_happened),
		T(moves_between_levels_are_counted_gross_and_net),
		T(a_new_case_has_no_level_before),
		T(a_level_taken_back_is_no_level_at_the_end),
		T(few_cases_are_hidden_in_the_report),
		T(the_difference_of_two_reports_tells_of_nobody),
		T(a_leader_is_told_the_difference_and_warned),
		T(the_first_report_of_a_period_shows_it_whole),
		T(two_instants_of_one_period_tell_of_nobody),
		T(a_closed_case_leaves_its_level),
		T(a_report_can_be_computed_as_known_then),
		T(days_to_the_decision_are_counted_from_the_request),
		T(a_deadline_that_passed_counts_as_late),
		T(a_deadline_that_has_not_come_is_not_late),
		T(only_those_who_steer_read_reports),
		T(a_period_runs_forward),
		T(a_report_over_many_cases_runs_in_slices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
