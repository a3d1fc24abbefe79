/*
 * test_parts -- kill -9 while plugins write: what was answered is there, with
 * what the case says of it, and nothing is there twice.
 *
 * A step of a plugin writes records, history, tasks, deadlines, timers and
 * letters; a worker that dies between any two of these calls leaves all or none.
 * In every fourth round it dies while the clock moves and the timers fire.
 * BOFLYT_KILL_ROUNDS says how many rounds; 100 unless given.
 */
#include "granted.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "../cmocka_all.h"
#include "../e2e/post.h"

#define ROUNDS 100 /* unless BOFLYT_KILL_ROUNDS says others */
#define ANEW_AFTER 20 /* rounds on one database */
#define DAYS 10 /* that the clock moves at once */
#define ASK_CALLS 900 /* of the worker, in a round of asks at most */
#define TIMER_CALLS 300 /* in one that moves the clock */

static struct load l;
static uint32_t seed = 20270510;

static int
setup(void **state)
{
	(void)state;
	load_make_parts(&l);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	load_remove(&l);
	return 0;
}

/*
 * What was sent lies in the spool and what lies there was to be sent, each under
 * a key of its own; letters without a case, that no list has, among them.
 */
static void
check_spool(void)
{
	char path[128];
	size_t there = 0;
	sqlite3_stmt *stmt;
	const char *key;
	sqlite3 *db;
	bool has;

	snprintf(path, sizeof(path), "%s/state/3401/cases.db", l.place.dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT key, state FROM outbox",
			     -1, &stmt, NULL),
	    SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		key = (const char *)sqlite3_column_text(stmt, 0);
		has = post_has(&l.place, key, "");
		if (!has &&
		    strcmp((const char *)sqlite3_column_text(stmt, 1),
			"pending") != 0)
			fail_msg("letter %s: not in the spool", key);
		there += has;
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	assert_int_equal(post_count(&l.place), there);
	assert_true(there > 0);
}

static void
leave(void)
{
	int i;

	load_post(&l);
	for (i = 0; i < LOAD_PEERS; i++)
		peer_close(&l.peers[i]);
	assert_int_equal(place_stop(&l.place, SIGTERM), 0);
	check_spool();
}

/* How many asks of this round were a plugin's. */
static size_t
of_parts(void)
{
	size_t i, n = 0;

	for (i = l.first; i < l.n; i++)
		n += parts_of(&l.asks[i]) != PART_OTHER;
	return n;
}

/* One round's work, in every fourth round the timers' of DAYS days. */
static void
work(int round, bool points)
{
	bool timers = round % 4 == 3;

	if (points)
		l.page->stop_at = l.page->calls + 1 +
		    load_draw(&seed, timers ? TIMER_CALLS : ASK_CALLS);
	if (timers)
		load_turn_clock(&l, DAYS,
		    points ? 2000 : 1 + load_draw(&seed, 60));
	else
		load_run(&l, points ? 2000 : 20 + load_draw(&seed, 80));
}

/* N rounds; with POINTS the worker ends before its k-th call, k drawn. */
static void
run_rounds(int n, bool points)
{
	size_t asked = 0, parts = 0;
	int i;

	for (i = 0; i < n; i++) {
		if (i % ANEW_AFTER == 0) {
			load_start_anew(&l);
			granted_make(&l);
		}
		work(i, points);
		load_kill(&l);
		load_start(&l);
		asked += l.n - l.first;
		parts += of_parts();
		load_check(&l);
		if (i % ANEW_AFTER == ANEW_AFTER - 1 || i == n - 1)
			leave();
	}
	print_message("%d rounds, %zu requests, %zu to plugins, served again "
		      "after at most"
		      " %lld ms\n",
	    n, asked, parts, (long long)l.slowest);
	assert_true(parts > (size_t)n * 2);
}

static void
a_worker_killed_while_plugins_write_keeps_what_it_answered(void **state)
{
	(void)state;
	run_rounds(load_rounds(ROUNDS) / 2, false);
}

static void
a_worker_killed_before_any_call_of_a_plugins_step_has_all_or_none(void **state)
{
	(void)state;
	if (l.page == NULL) {
		print_message("not applicable: the sanitizers come first\n");
		skip();
	}
	run_rounds(load_rounds(ROUNDS) - load_rounds(ROUNDS) / 2, true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_worker_killed_while_plugins_write_keeps_what_it_answered),
		T(a_worker_killed_before_any_call_of_a_plugins_step_has_all_or_none),
	};

	if (!work_has_plugin("plan") || !work_has_plugin("eviction") ||
	    !work_has_plugin("deposit")) {
		print_message("not in this build: the three plugins\n");
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
