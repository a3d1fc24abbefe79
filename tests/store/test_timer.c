/*
 * Timers: the soonest first, in order of (due, id).
 */
#include "tests/store/registers.h"

#include "store/timer.h"

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

static int64_t
add(struct fixture *f, const char *name, const char *stage, int64_t due)
{
	struct timer t = { .due = due, .kind = "definition", .case_id = 1 };

	strcpy(t.name, name);
	strcpy(t.stage, stage);
	t.payload = json_pack("{s:s}", "who", name);
	OK(f, timer_add(f->tx, &t, &f->e));
	timer_fini(&t);
	return t.id;
}

static int64_t
soonest(struct fixture *f)
{
	int64_t due;

	OK(f, timer_soonest(f->s, &due, &f->e));
	return due;
}

static void
nothing_is_due_when_there_is_no_timer(void **state)
{
	struct fixture *f = *state;
	struct timer *t;
	size_t n;

	assert_int_equal(soonest(f), INT64_MAX);
	OK(f, timer_due(f->s, INT64_MAX, 10, &t, &n, &f->e));
	assert_int_equal(n, 0);
	assert_null(t);
}

static void
due_ones_come_in_order_of_due_and_id(void **state)
{
	struct fixture *f = *state;
	struct timer *t;
	size_t n;

	add(f, "late", "intake", 30);
	add(f, "first", "intake", 10);
	add(f, "second", "intake", 10);
	assert_int_equal(soonest(f), 10);
	OK(f, timer_due(f->s, 29, 10, &t, &n, &f->e));
	assert_int_equal(n, 2);
	assert_string_equal(t[0].name, "first");
	assert_string_equal(t[1].name, "second");
	assert_string_equal(json_string_value(
				json_object_get(t[1].payload, "who")),
	    "second");
	timers_free(t, n);
	OK(f, timer_due(f->s, 30, 1, &t, &n, &f->e));
	assert_int_equal(n, 1);
	timers_free(t, n);
}

static void
timers_are_taken_away_one_by_name_by_stage_and_all(void **state)
{
	struct fixture *f = *state;
	int64_t id = add(f, "a", "intake", 1);
	json_t *rows;

	add(f, "b", "intake", 2);
	add(f, "c", "mapping", 3);
	add(f, "d", "", 4);
	OK(f, timer_remove(f->tx, id, &f->e));
	OK(f, timer_remove(f->tx, id, &f->e));
	assert_int_equal(soonest(f), 2);
	OK(f, timer_remove_name(f->tx, 1, "b", &f->e));
	assert_int_equal(soonest(f), 3);
	OK(f, timer_remove_stage(f->tx, 1, "mapping", &f->e));
	assert_int_equal(soonest(f), 4);
	OK(f, timer_list(f->s, 1, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
	OK(f, timer_remove_stage(f->tx, 1, NULL, &f->e));
	assert_int_equal(soonest(f), INT64_MAX);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(nothing_is_due_when_there_is_no_timer),
		T(due_ones_come_in_order_of_due_and_id),
		T(timers_are_taken_away_one_by_name_by_stage_and_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
