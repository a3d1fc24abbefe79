/*
 * Deadlines as kept: their reasons, pauses, versions and the one end.
 */
#include "tests/store/registers.h"

#include "store/deadline_row.h"
#include "store/query.h"
#include "store/scope.h"

static const struct scope all = { .all = true };

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
	(void)fixture_case(f, "nav", "nav01");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_end(*state);
	free(*state);
	return 0;
}

static struct deadline_row
make(struct fixture *f, const char *name, const char *due)
{
	struct deadline_row d = { .case_id = 1,
		.stage = "intake",
		.title = (char *)(uintptr_t) "Foreløpig svar",
		.rule = "FVL_11A",
		.rule_version = "2017-01-01",
		.start_event = "received",
		.start = day("2027-01-15"),
		.length = "1m",
		.roll = "working_day",
		.warn_at = DATE_NONE,
		.owner = "nav",
		.cycle = 1,
		.words_nb = (char *)(uintptr_t) "én måned fra 15. januar",
		.words_nn = (char *)(uintptr_t) "ein månad frå 15. januar" };

	strcpy(d.name, name);
	d.due = due == NULL ? DATE_NONE : day(due);
	OK(f, deadline_row_add(f->tx, &d, &f->e));
	return d;
}

static size_t
count(struct fixture *f, const struct deadline_filter *filter)
{
	json_t *rows;
	size_t n;

	OK(f,
	    deadline_row_list(f->s, &all, filter, DATE_NONE, 0, 200, &rows,
		&f->e));
	n = json_array_size(rows);
	json_decref(rows);
	return n;
}

static void
deadline_comes_back_with_its_reasons(void **state)
{
	struct fixture *f = *state;
	struct deadline_row d = make(f, "reply", "2027-02-15"), back;

	OK(f, deadline_row_get(f->s, d.id, &back, &f->e));
	assert_int_equal(back.due.days, day("2027-02-15").days);
	assert_string_equal(back.state, "open");
	assert_string_equal(back.rule_version, "2017-01-01");
	assert_string_equal(back.words_nn, "ein månad frå 15. januar");
	assert_false(back.paused);
	deadline_row_fini(&back);
	assert_int_equal(deadline_row_get(f->s, 99, &back, &f->e), RC_NOTFOUND);
}

static void
moved_deadline_keeps_what_it_was(void **state)
{
	struct fixture *f = *state;
	struct deadline_row d = make(f, "talk", "2027-02-15"), back;
	struct query q;

	OK(f, deadline_row_set_warned(f->tx, d.id, &f->e));
	d.due = day("2027-03-01");
	tx_set_now(f->tx, T0 + 5);
	OK(f, deadline_row_move(f->tx, &d, &f->e));
	OK(f, deadline_row_get(f->s, d.id, &back, &f->e));
	assert_int_equal(back.due.days, day("2027-03-01").days);
	assert_int_equal(back.warned, 0);
	assert_int_equal(back.recorded, T0 + 5);
	deadline_row_fini(&back);
	query_begin(&q, f->s,
	    "SELECT due, recorded, ended"
	    " FROM deadline_version");
	assert_true(query_row(&q));
	assert_string_equal(query_text(&q, 0), "2027-02-15");
	assert_int_equal(query_int(&q, 1), T0);
	assert_int_equal(query_int(&q, 2), T0 + 5);
	OK(f, query_end(&q, &f->e));
}

static void
deadline_ends_once(void **state)
{
	struct fixture *f = *state;
	const struct deadline_filter any = { .legal = false };
	struct deadline_row d = make(f, "reply", "2027-02-15"), back;

	OK(f,
	    deadline_row_end(f->tx, d.id, "met", "nav01", day("2027-02-01"),
		&f->e));
	assert_int_equal(deadline_row_end(f->tx, d.id, "cancelled", "nav01",
			     DATE_NONE, &f->e),
	    RC_CONFLICT);
	assert_int_equal(deadline_row_move(f->tx, &d, &f->e), RC_CONFLICT);
	OK(f, deadline_row_get(f->s, d.id, &back, &f->e));
	assert_string_equal(back.state, "met");
	assert_int_equal(back.ended_date.days, day("2027-02-01").days);
	deadline_row_fini(&back);
	assert_int_equal(count(f, &any), 0);
}

static void
pauses_come_one_at_a_time_and_in_order(void **state)
{
	struct fixture *f = *state;
	struct deadline_row d = make(f, "talk", "2027-02-15"), back;
	struct deadline_pause *pauses;
	size_t n;

	assert_int_equal(deadline_row_resume(f->tx, d.id, day("2027-01-20"),
			     &f->e),
	    RC_CONFLICT);
	OK(f, deadline_row_pause(f->tx, d.id, day("2027-01-18"), "syk", &f->e));
	assert_int_equal(deadline_row_pause(f->tx, d.id, day("2027-01-19"),
			     "syk", &f->e),
	    RC_CONFLICT);
	OK(f, deadline_row_get(f->s, d.id, &back, &f->e));
	assert_true(back.paused);
	deadline_row_fini(&back);
	OK(f, deadline_row_resume(f->tx, d.id, day("2027-01-20"), &f->e));
	OK(f,
	    deadline_row_pause(f->tx, d.id, day("2027-01-25"), "ferie", &f->e));
	OK(f, deadline_row_pauses(f->s, d.id, &pauses, &n, &f->e));
	assert_int_equal(n, 2);
	assert_int_equal(pauses[0].to.days, day("2027-01-20").days);
	assert_false(date_is_set(pauses[1].to));
	free(pauses);
}

static void
lists_go_by_date_and_page_by_date_and_id(void **state)
{
	struct fixture *f = *state;
	struct deadline_filter filter = { .until = day("2027-02-15") };
	json_t *rows, *row;

	make(f, "b", "2027-02-20");
	make(f, "a", "2027-02-15");
	make(f, "c", "2027-02-15");
	make(f, "paused", NULL);
	assert_int_equal(count(f, &filter), 2);
	filter.until = DATE_NONE;
	filter.overdue = day("2027-02-16");
	assert_int_equal(count(f, &filter), 2);
	filter.overdue = day("2027-02-15");
	assert_int_equal(count(f, &filter), 0);
	filter.overdue = DATE_NONE;
	OK(f,
	    deadline_row_list(f->s, &all, &filter, day("2027-02-15"), 2, 10,
		&rows, &f->e));
	assert_int_equal(json_array_size(rows), 2);
	row = json_array_get(rows, 0);
	assert_string_equal(json_string_value(json_object_get(row, "name")),
	    "c");
	assert_string_equal(json_string_value(json_object_get(row, "case")),
	    "2027/1");
	json_decref(rows);
}

static void
deadlines_of_a_case_are_found_by_stage_and_name(void **state)
{
	struct fixture *f = *state;
	struct deadline_row a = make(f, "reply", "2027-02-15"), *rows;
	int64_t id;
	size_t n;

	OK(f, deadline_row_end(f->tx, a.id, "met", "x", DATE_NONE, &f->e));
	OK(f, deadline_row_find(f->s, 1, "reply", &id, &f->e));
	assert_int_equal(id, a.id);
	make(f, "reply", "2027-03-15");
	OK(f, deadline_row_find(f->s, 1, "reply", &id, &f->e));
	assert_int_equal(id, a.id + 1);
	OK(f, deadline_row_of_case(f->s, 1, "intake", true, &rows, &n, &f->e));
	assert_int_equal(n, 1);
	deadline_rows_free(rows, n);
	OK(f, deadline_row_of_case(f->s, 1, NULL, false, &rows, &n, &f->e));
	assert_int_equal(n, 2);
	deadline_rows_free(rows, n);
	OK(f, deadline_row_of_case(f->s, 1, "other", false, &rows, &n, &f->e));
	assert_int_equal(n, 0);
	assert_null(rows);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(deadline_comes_back_with_its_reasons),
		T(moved_deadline_keeps_what_it_was),
		T(deadline_ends_once),
		T(pauses_come_one_at_a_time_and_in_order),
		T(lists_go_by_date_and_page_by_date_and_id),
		T(deadlines_of_a_case_are_found_by_stage_and_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
