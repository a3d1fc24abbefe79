/*
 * test_crash -- kill -9 while work is under way: what was answered is there,
 * what was not is there once or not at all (architecture 2 and 6).
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../cmocka_all.h"
#include "work.h"

#define N_KEYS 60
#define N_ROUNDS 8
#define N_STAYS 20

static void
send_create(struct peer *c, int round, int i)
{
	char line[512];

	snprintf(line, sizeof(line),
	    "{\"jsonrpc\":\"2.0\",\"id\":%d,"
	    "\"method\":\"case.create\",\"params\":{\"as\":\"nav01\","
	    "\"idem\":\"r%d-%d\",\"data\":{\"received\":\"2027-01-04\","
	    "\"channel\":\"phone\",\"asks_help\":true}}}\n",
	    i, round, i);
	peer_send(c, line, strlen(line));
}

/* Send all; the numbers of the first N that are answered go to NUMBERS. */
static void
create_all(struct peer *c, int round, int n, char numbers[][NUMBER_SIZE])
{
	json_t *reply;
	int i;

	for (i = 0; i < N_KEYS; i++)
		send_create(c, round, i);
	for (i = 0; i < n; i++) {
		reply = peer_read(c);
		assert_non_null(reply);
		assert_int_equal(int_in(reply, "id"), i);
		snprintf(numbers[i], NUMBER_SIZE, "%s",
		    text_in(json_object_get(reply, "result"), "case"));
		json_decref(reply);
	}
}

static json_int_t
cases_open(struct work *w)
{
	json_t *result = peer_do(&w->c, "admin01", "sys.status", NULL);
	json_int_t n = int_in(result, "cases_open");

	json_decref(result);
	return n;
}

static void
what_was_answered_stays_and_what_was_not_is_done_once(void **state)
{
	static char before[N_KEYS][NUMBER_SIZE], after[N_KEYS][NUMBER_SIZE];
	struct work *w = *state;
	int round, i, n;

	for (round = 0; round < N_ROUNDS; round++) {
		n = 1 + round * 7;
		create_all(&w->c, round, n, before);
		work_restart(w, SIGKILL);
		assert_true(cases_open(w) >= (json_int_t)round * N_KEYS + n);
		create_all(&w->c, round, N_KEYS, after);
		for (i = 0; i < n; i++)
			assert_string_equal(before[i], after[i]);
		assert_int_equal(cases_open(w), (round + 1) * N_KEYS);
	}
}

static void
make_stays(struct work *w, char numbers[][NUMBER_SIZE])
{
	int i;

	for (i = 0; i < N_STAYS; i++) {
		work_case(w, "nav01", "2027-01-04", numbers[i]);
		json_decref(work_act(w, "nav02", numbers[i], "emergency_stay",
		    params("{s:s, s:s, s:s, s:i, s:s, s:s}", "stay_type",
			"municipal", "stay_from", "2027-01-04", "stay_place",
			"Testvegen 7", "children", 0, "decision_content",
			"Et rom", "reason_facts", "Uten bolig")));
	}
}

/* Ask for a year to pass and kill the daemon MS later. */
static void
kill_in_the_year(struct work *w, long ms)
{
	static const char line[] =
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"clock.advance\",\"params\":{\"as\":\"admin01\",\"to\":"
	    "\"2027-12-31\"}}\n";
	const struct timespec wait = { .tv_nsec = ms * 1000 * 1000 };

	peer_send(&w->c, line, sizeof(line) - 1);
	nanosleep(&wait, NULL);
	work_restart(w, SIGKILL);
}

/* How often the history of the case tells of each of its three alerts. */
static void
expect_once_each(struct work *w, const char *number)
{
	static const char *const names[] = { "stay_30", "stay_60", "stay_75" };
	json_t *result, *row;
	size_t i, k, n;

	result = peer_do(&w->c, "nav01", "case.history",
	    params("{s:s, s:i}", "case", number, "limit", 200));
	for (k = 0; k < 3; k++) {
		n = 0;
		json_array_foreach(json_object_get(result, "rows"), i, row)
			if (strstr(text_in(row, "text"), names[k]) != NULL)
				n++;
		assert_int_equal(n, 1);
	}
	json_decref(result);
}

static void
each_timer_of_a_year_fires_once_whenever_the_daemon_dies(void **state)
{
	static char numbers[N_STAYS][NUMBER_SIZE];
	struct work *w = *state;
	long ms;
	int i;

	make_stays(w, numbers);
	for (ms = 1; ms <= 12; ms += 3)
		kill_in_the_year(w, ms);
	work_advance(w, "2027-12-31");
	for (i = 0; i < N_STAYS; i++)
		expect_once_each(w, numbers[i]);
}

/* Architecture 6: with many cases the daemon serves as soon as with few. */
static void
it_serves_again_within_two_seconds_of_kill_9(void **state)
{
	static char numbers[N_KEYS][NUMBER_SIZE];
	struct work *w = *state;
	struct timespec from, to;
	int round;

	for (round = 0; round < N_ROUNDS; round++)
		create_all(&w->c, round, N_KEYS, numbers);
	clock_gettime(CLOCK_MONOTONIC, &from);
	work_restart(w, SIGKILL);
	json_decref(work_show(w, "nav01", numbers[0]));
	clock_gettime(CLOCK_MONOTONIC, &to);
	/* Promised: 2 s; tested at ten times. */
	assert_true(to.tv_sec - from.tv_sec <= 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, work_setup, work_teardown)
		T(what_was_answered_stays_and_what_was_not_is_done_once),
		T(each_timer_of_a_year_fires_once_whenever_the_daemon_dies),
		T(it_serves_again_within_two_seconds_of_kill_9),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
