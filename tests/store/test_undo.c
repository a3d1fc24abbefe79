/*
 * What a step has changed is noted, once each, and put back whole.
 */
#include "tests/store/step.h"

#include "store/query.h"
#include "store/undo.h"

struct world {
	struct store *s;
	struct case_head h;
	struct tx *tx;
	struct undo_watch *watch;
	struct err e;
};

#define GO(w, call)                                                            \
	do {                                                                   \
		if ((call) != RC_OK)                                           \
			fail_msg("%s: %s", (w)->e.name, (w)->e.text);          \
	} while (0)

/* A case with a task, a deadline and a timer; then a step begins. */
static int
setup(void **state)
{
	const struct store_options o = { .municipality = "5532",
		.create = true,
		.now = T0,
		.key = the_key };
	struct world *w = calloc(1, sizeof(*w));
	struct tx *tx;

	GO(w, store_open(STORE_MEMORY, &o, &w->s, &w->e));
	GO(w, tx_begin(w->s, T0, &tx, &w->e));
	GO(w, step_definition(tx, &w->h.definition, &w->e));
	GO(w, step_case(tx, &w->h, &w->e));
	GO(w, step_work(tx, &w->h, &w->e));
	GO(w, tx_commit(&tx, &w->e));
	GO(w, tx_begin(w->s, T0 + 1000, &w->tx, &w->e));
	GO(w, undo_watch_begin(w->tx, &w->watch, &w->e));
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	tx_rollback(&w->tx);
	store_close(w->s);
	free(w);
	return 0;
}

/* All rows of the tables that the tests change, as text. */
static char *
rows(struct world *w)
{
	struct query q;
	char *all;

	query_begin_once(&q, w->s,
	    "SELECT (SELECT group_concat(quote(id) || quote(title) ||"
	    " quote(done) || quote(done_by) || quote(note)) FROM task) || '/' "
	    "||"
	    " (SELECT group_concat(quote(id) || quote(due) || quote(name))"
	    " FROM timer) || '/' || (SELECT group_concat(quote(id) ||"
	    " quote(due) || quote(state)) FROM deadline)");
	assert_true(query_row(&q));
	all = strdup(query_text(&q, 0) == NULL ? "" : query_text(&q, 0));
	GO(w, query_end(&q, &w->e));
	return all;
}

static struct undo
keep(struct world *w)
{
	struct undo u = { .case_id = w->h.id, .rev = 2, .until = T0 + 600000 };

	(void)strcpy(u.kind, "act");
	(void)strcpy(u.actor, "nav01");
	GO(w, undo_keep(w->tx, w->watch, &u, &w->e));
	undo_watch_end(w->watch);
	return u;
}

static int64_t
add_timer(struct world *w, const char *name)
{
	struct timer t = { .due = T0 + 5000,
		.kind = "definition",
		.case_id = w->h.id };

	(void)strcpy(t.name, name);
	GO(w, timer_add(w->tx, &t, &w->e));
	return t.id;
}

static void
what_was_changed_added_and_taken_away_is_put_back(void **state)
{
	struct world *w = *state;
	char *before = rows(w), *after;
	struct undo u;

	GO(w,
	    task_close(w->tx, 1, "nav01", "gjort, og \xc3\xa5pent",
		BF_CLASS_IDENTITY, &w->e));
	(void)add_timer(w, "more");
	GO(w, timer_remove_name(w->tx, w->h.id, "preliminary_reply", &w->e));
	u = keep(w);
	assert_string_equal(u.lasting, "");
	after = rows(w);
	assert_string_not_equal(before, after);
	free(after);
	GO(w, undo_apply(w->tx, &u, &w->e));
	after = rows(w);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void
a_row_that_changed_twice_is_put_back_as_it_was_first(void **state)
{
	struct world *w = *state;
	char *before = rows(w), *after;
	struct undo u;

	GO(w, task_assign(w->tx, 1, "health", "hel01", &w->e));
	GO(w, task_assign(w->tx, 1, "nav", "nav02", &w->e));
	GO(w, task_close(w->tx, 1, "nav02", NULL, BF_CLASS_IDENTITY, &w->e));
	GO(w, timer_remove(w->tx, add_timer(w, "short"), &w->e));
	u = keep(w);
	GO(w, undo_apply(w->tx, &u, &w->e));
	after = rows(w);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void
what_stays_makes_the_step_stay(void **state)
{
	struct world *w = *state;
	struct undo u;

	(void)add_timer(w, "more");
	GO(w, step_decide(w->tx, &w->h, &w->e));
	u = keep(w);
	assert_string_equal(u.lasting, "decision");
}

static void
what_was_rolled_back_on_the_way_does_not_count(void **state)
{
	struct world *w = *state;
	struct savepoint sp;
	char *before, *after;
	struct undo u;

	before = rows(w);
	GO(w, task_assign(w->tx, 1, "health", "", &w->e));
	GO(w, savepoint_begin(w->tx, &sp, &w->e));
	(void)add_timer(w, "gone");
	GO(w, step_decide(w->tx, &w->h, &w->e));
	savepoint_rollback(&sp);
	(void)add_timer(w, "more");
	u = keep(w);
	assert_string_equal(u.lasting, "");
	GO(w, undo_apply(w->tx, &u, &w->e));
	after = rows(w);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void
what_changed_again_since_is_left_alone(void **state)
{
	struct world *w = *state;
	struct undo u;

	GO(w, task_assign(w->tx, 1, "health", "hel01", &w->e));
	u = keep(w);
	GO(w, task_assign(w->tx, 1, "nav", "nav02", &w->e));
	assert_int_equal(undo_apply(w->tx, &u, &w->e), RC_CONFLICT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(what_was_changed_added_and_taken_away_is_put_back),
		T(a_row_that_changed_twice_is_put_back_as_it_was_first),
		T(what_stays_makes_the_step_stay),
		T(what_was_rolled_back_on_the_way_does_not_count),
		T(what_changed_again_since_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
