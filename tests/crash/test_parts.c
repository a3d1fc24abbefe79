/*
 * test_parts -- kill -9 while plugins write: what was answered is there, with
 * what the case says of it, and nothing is there twice.
 *
 * A step of a plugin writes records, history, tasks, deadlines and timers; a
 * worker that dies between any two of these calls leaves all or none.
 * BOFLYT_KILL_ROUNDS says how many rounds; 100 unless given.
 */
#include "load.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"

#define ROUNDS 100 /* unless BOFLYT_KILL_ROUNDS says others */
#define ANEW_AFTER 20 /* rounds on one database */

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

static void
leave(void)
{
	int i;

	for (i = 0; i < LOAD_PEERS; i++)
		peer_close(&l.peers[i]);
	assert_int_equal(place_stop(&l.place, SIGTERM), 0);
}

/* How many asks of this round were a plugin's. */
static size_t
of_parts(void)
{
	size_t i, n = 0;

	for (i = l.first; i < l.n; i++)
		n += strchr("ped", parts_method(l.asks[i].kind)[0]) != NULL &&
		    strncmp(parts_method(l.asks[i].kind), "person", 6) != 0;
	return n;
}

/* N rounds; with POINTS the worker ends before its k-th call, k drawn. */
static void
run_rounds(int n, bool points)
{
	size_t asked = 0, parts = 0;
	int i;

	for (i = 0; i < n; i++) {
		if (i % ANEW_AFTER == 0)
			load_start_anew(&l);
		if (points)
			l.page->stop_at =
			    l.page->calls + 1 + load_draw(&seed, 300);
		load_run(&l, points ? 2000 : 20 + load_draw(&seed, 80));
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
