/*
 * Tasks: open once per key, closed once, listed by scope, unit and user.
 */
#include "tests/store/registers.h"

#include "store/query.h"
#include "store/scope.h"
#include "store/scope.h"
#include "store/task.h"
#include "store/tie.h"

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

static struct task
make(const char *key, const char *unit, const char *user)
{
	struct task t = { .case_id = 1,
		.stage = "intake",
		.title = (char *)(uintptr_t) "Ring Kari",
		.due = DATE_NONE,
		.cause = "definition",
		.created_by = "nav01" };

	strcpy(t.key, key);
	strcpy(t.unit, unit);
	strcpy(t.user, user);
	return t;
}

static size_t
count(struct fixture *f, const struct task_filter *filter)
{
	json_t *rows;
	size_t n;

	OK(f, task_list(f->s, &all, filter, 0, 200, &rows, &f->e));
	n = json_array_size(rows);
	json_decref(rows);
	return n;
}

static void
task_comes_back_as_it_was_opened_and_its_title_is_sealed(void **state)
{
	struct fixture *f = *state;
	struct task t = make("contact", "nav", ""), back;
	struct query q;

	t.due = day("2027-02-01");
	OK(f, task_open(f->tx, &t, &f->e));
	OK(f, task_get(f->s, t.id, &back, &f->e));
	assert_string_equal(back.title, "Ring Kari");
	assert_int_equal(back.due.days, t.due.days);
	assert_int_equal(back.done, 0);
	assert_null(back.note);
	task_fini(&back);
	query_begin(&q, f->s, "SELECT title FROM task");
	assert_true(query_row(&q));
	assert_int_equal(query_blob(&q, 0, &(size_t){ 0 }) == NULL, 0);
	assert_int_equal(query_text(&q, 0)[0], 1); /* form 1 */
	OK(f, query_end(&q, &f->e));
}

static void
key_is_open_once_in_a_case(void **state)
{
	struct fixture *f = *state;
	struct task t = make("contact", "nav", ""), again = t;
	int64_t id;

	OK(f, task_open(f->tx, &t, &f->e));
	assert_int_equal(task_open(f->tx, &again, &f->e), RC_CONFLICT);
	OK(f, task_find_key(f->s, 1, "contact", &id, &f->e));
	assert_int_equal(id, t.id);
	OK(f,
	    task_close(f->tx, t.id, "nav01", "snakket", BF_CLASS_IDENTITY,
		&f->e));
	OK(f, task_find_key(f->s, 1, "contact", &id, &f->e));
	assert_int_equal(id, 0);
	OK(f, task_open(f->tx, &again, &f->e));
}

static void
tasks_without_key_may_be_many(void **state)
{
	struct fixture *f = *state;
	const struct task_filter any = { .closed = false };
	struct task a = make("", "nav", ""), b = a;

	OK(f, task_open(f->tx, &a, &f->e));
	OK(f, task_open(f->tx, &b, &f->e));
	assert_int_equal(count(f, &any), 2);
}

static void
second_close_is_a_conflict_and_an_unknown_one_not_found(void **state)
{
	struct fixture *f = *state;
	struct task t = make("contact", "nav", ""), back;

	OK(f, task_open(f->tx, &t, &f->e));
	OK(f,
	    task_close(f->tx, t.id, "nav01", "snakket", BF_CLASS_IDENTITY,
		&f->e));
	assert_int_equal(task_close(f->tx, t.id, "nav01", NULL,
			     BF_CLASS_IDENTITY, &f->e),
	    RC_CONFLICT);
	assert_int_equal(task_close(f->tx, 99, "nav01", NULL, BF_CLASS_IDENTITY,
			     &f->e),
	    RC_NOTFOUND);
	assert_int_equal(task_assign(f->tx, t.id, "nav", "", &f->e),
	    RC_CONFLICT);
	OK(f, task_get(f->s, t.id, &back, &f->e));
	assert_string_equal(back.note, "snakket");
	assert_string_equal(back.done_by, "nav01");
	task_fini(&back);
}

static void
lists_take_unit_user_and_day(void **state)
{
	struct fixture *f = *state;
	struct task_filter filter = { .unit = "nav" };
	struct task a = make("a", "nav", "nav01"), b = make("b", "health", "");
	int n;

	a.due = day("2027-02-01");
	OK(f, task_open(f->tx, &a, &f->e));
	OK(f, task_open(f->tx, &b, &f->e));
	assert_int_equal(count(f, &filter), 1);
	filter.user = "nav02";
	assert_int_equal(count(f, &filter), 0);
	filter.user = NULL;
	filter.due_before = day("2027-02-01");
	assert_int_equal(count(f, &filter), 0);
	filter.due_before = day("2027-02-02");
	assert_int_equal(count(f, &filter), 1);
	OK(f, task_assign(f->tx, b.id, "nav", "nav01", &f->e));
	filter.due_before = DATE_NONE;
	assert_int_equal(count(f, &filter), 2);
	OK(f, task_close_case(f->tx, 1, "system", &n, &f->e));
	assert_int_equal(n, 2);
	assert_int_equal(count(f, &filter), 0);
	filter.closed = true;
	assert_int_equal(count(f, &filter), 2);
}

/* Does an open task bind USER of UNITS to case 1? */
static bool
is_bound(struct fixture *f, const char *user, const char *const *units,
    size_t n)
{
	const struct scope scope = { .user = user,
		.units = units,
		.n_units = n };
	struct tie tie;

	OK(f, tie_case(f->s, &scope, 1, "nav", &tie, &f->e));
	return tie.task;
}

static void
open_task_binds_its_unit_and_user_to_the_case(void **state)
{
	static const char *const housing[] = { "housing", "property" };
	struct fixture *f = *state;
	struct task t = make("a", "housing", "bolig01");

	OK(f, task_open(f->tx, &t, &f->e));
	assert_true(is_bound(f, "x", housing, 2));
	assert_true(is_bound(f, "bolig01", NULL, 0));
	assert_false(is_bound(f, "x", housing + 1, 1));
	OK(f, task_close(f->tx, t.id, "x", NULL, BF_CLASS_IDENTITY, &f->e));
	assert_false(is_bound(f, "bolig01", housing, 2));
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(task_comes_back_as_it_was_opened_and_its_title_is_sealed),
		T(key_is_open_once_in_a_case),
		T(tasks_without_key_may_be_many),
		T(second_close_is_a_conflict_and_an_unknown_one_not_found),
		T(lists_take_unit_user_and_day),
		T(open_task_binds_its_unit_and_user_to_the_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
