/*
 * kill -9 at any instant: what was answered is there, nothing is there twice
 * (architecture §2, §6).
 *
 * BOFLYT_KILL_ROUNDS says how many rounds; 300 unless given.
 */
#include "load.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "../cmocka_all.h"
#include "../e2e/post.h"

#define ROUNDS 300 /* unless BOFLYT_KILL_ROUNDS says others */
#define ANEW_AFTER 25 /* rounds on one database */
#define SLOWEST_MS 20000 /* ten times the 2 s that are promised */

static struct load l;
static uint32_t seed = 20270104;

static int
setup(void **state)
{
	(void)state;
	load_make(&l);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	load_remove(&l);
	return 0;
}

/* What the first column of the one row of SQL says, with nobody at work. */
static long long
ask_database(const char *sql)
{
	char path[128];
	sqlite3_stmt *stmt;
	sqlite3 *db;
	long long value;

	snprintf(path, sizeof(path), "%s/state/3401/cases.db", l.place.dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return value;
}

/* Each letter that was asked for is there once, under a key of its own, and was
 * sent. */
static void
check_effects(void)
{
	assert_int_equal(ask_database("SELECT count(DISTINCT key) FROM outbox"
				      " WHERE kind = 'letter'"),
	    l.letters);
	assert_int_equal(ask_database("SELECT count(*) FROM outbox"
				      " WHERE kind = 'letter'"),
	    l.letters);
}

static void
end_database(void)
{
	int i;

	load_post(&l);
	assert_int_equal(post_count(&l.place), l.letters);
	for (i = 0; i < LOAD_PEERS; i++)
		peer_close(&l.peers[i]);
	assert_int_equal(place_stop(&l.place, SIGTERM), 0);
	check_effects();
}

/* N rounds; with POINTS the worker ends before its k-th call, k drawn. */
static void
run_rounds(int n, bool points)
{
	size_t asked = 0;
	int i;

	for (i = 0; i < n; i++) {
		if (i % ANEW_AFTER == 0)
			load_start_anew(&l);
		if (points)
			l.page->stop_at =
			    l.page->calls + 1 + load_draw(&seed, 300);
		load_run(&l, points ? 2000 : 1 + load_draw(&seed, 60));
		load_kill(&l);
		load_start(&l);
		asked += l.n - l.first;
		load_check(&l);
		if (i % ANEW_AFTER == ANEW_AFTER - 1 || i == n - 1)
			end_database();
	}
	print_message("%d rounds, %zu requests, served again after at most"
		      " %lld ms\n",
	    n, asked, (long long)l.slowest);
	assert_true(l.slowest < SLOWEST_MS);
	assert_true(asked > (size_t)n * 4);
}

static void
a_worker_killed_at_any_instant_keeps_what_it_answered(void **state)
{
	(void)state;
	run_rounds(load_rounds(ROUNDS) / 2, false);
}

static void
a_worker_killed_before_any_call_keeps_what_it_answered(void **state)
{
	(void)state;
	if (l.page == NULL) {
		print_message("not applicable: the sanitizers come first\n");
		skip();
	}
	run_rounds(load_rounds(ROUNDS) - load_rounds(ROUNDS) / 2, true);
}

static void
a_worker_that_was_killed_is_started_again(void **state)
{
	pid_t worker;
	int64_t begun;
	int i;

	(void)state;
	load_start_anew(&l);
	for (i = 0; i < 3; i++) {
		load_run(&l, 20 + load_draw(&seed, 20));
		worker = load_worker(&l);
		assert_int_equal(kill(worker, SIGKILL), 0);
		load_leave(&l);
		begun = load_ticks();
		while (!place_serves(&l.place))
			assert_true(load_ticks() - begun < SLOWEST_MS);
		assert_int_not_equal(load_worker(&l), worker);
		for (size_t k = 0; k < LOAD_PEERS; k++)
			peer_open(&l.peers[k], &l.place);
		load_check(&l);
	}
	end_database();
}

/* Issue 3, 5: no effect is lost, none twice in the spool. */
static void
a_courier_killed_at_any_instant_loses_no_letter_and_doubles_none(void **state)
{
	int i, n = load_rounds(ROUNDS) / 10;

	(void)state;
	for (i = 0; i < n; i++) {
		/* After three deaths a courier rests. */
		if (i % 3 == 0)
			load_start_anew(&l);
		load_run(&l, 1 + load_draw(&seed, 40));
		(void)kill(load_courier(&l), SIGKILL);
		load_finish(&l);
		load_check(&l);
		if (i % 3 == 2 || i == n - 1)
			end_database();
	}
}

static void
a_worker_whose_parent_was_killed_ends_and_loses_nothing(void **state)
{
	pid_t worker;

	(void)state;
	load_start_anew(&l);
	load_run(&l, 50);
	worker = load_worker(&l);
	(void)place_stop(&l.place, SIGKILL);
	load_leave(&l);
	assert_int_equal(waitpid(worker, NULL, 0), worker);
	load_start(&l);
	load_check(&l);
	end_database();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_worker_killed_at_any_instant_keeps_what_it_answered),
		T(a_worker_killed_before_any_call_keeps_what_it_answered),
		T(a_worker_that_was_killed_is_started_again),
		T(a_courier_killed_at_any_instant_loses_no_letter_and_doubles_none),
		T(a_worker_whose_parent_was_killed_ends_and_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
