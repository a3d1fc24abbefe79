/*
 * test_plugin -- plugins in the real daemon, behind its lock-down: refused,
 * served, crashing, stuck and killed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "work.h"

#define N_CLAIMS 40
#define N_ROUNDS 12
#define STUCK_S 30 /* promised: 5 */

/* Put the built file tests/plugin/FROM.so into the folder as trial.so. */
static void
put(const struct place *p, const char *from, mode_t mode)
{
	const char *top = getenv("builddir");
	char command[512], path[160];

	snprintf(path, sizeof(path), "%s/plugins/trial.so", p->dir);
	snprintf(command, sizeof(command),
	    "mkdir -p '%s/plugins' && cp -f '%s/tests/plugin/%s.so' '%s'",
	    p->dir, top != NULL ? top : ".", from, path);
	assert_int_equal(system(command), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void
configure(struct place *p)
{
	place_make(p);
	place_replace(p, "boflyt.conf", "[plugins]\n",
	    "[plugins]\nload = "
	    "trial\n");
	place_replace(p, "municipalities/3401.ini", "[gateway test]",
	    "[plugin trial]\nenabled = yes\nmonths = 4\n\n[gateway test]");
}

static int
setup_place(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	configure(p);
	*state = p;
	return 0;
}

static int
teardown_place(void **state)
{
	place_remove(*state);
	free(*state);
	return 0;
}

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	configure(&w->place);
	put(&w->place, "trial", 0755);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	*state = w;
	return 0;
}

static void
refuses(struct place *p, const char *number, int status, const char *name)
{
	char out[4096];
	int got = place_run(p, number, out, sizeof(out));

	if (got != status || strstr(out, name) == NULL)
		fail_msg("status %d: %s", got, out);
}

static void
one_that_is_wrong_is_refused_at_start_and_by_check_config(void **state)
{
	struct place *p = *state;

	put(p, "trial", 0775);
	refuses(p, "3401", EX_CONFIG, "E_PLUGIN_FILE");
	refuses(p, NULL, EX_CONFIG, "E_PLUGIN_FILE");
	put(p, "major", 0755);
	refuses(p, "3401", EX_CONFIG, "E_PLUGIN_ABI");
	put(p, "symbol", 0755);
	refuses(p, "3401", EX_CONFIG, "E_PLUGIN_SYMBOL");
	put(p, "row", 0755);
	refuses(p, "3401", EX_CONFIG, "E_PLUGIN_ROW");
	put(p, "says_no", 0755);
	refuses(p, "3401", EX_CONFIG, "E_PLUGIN_OPEN");
	refuses(p, "3401", EX_CONFIG, "not today");
	put(p, "trial", 0755);
	place_start(p);
	assert_int_equal(place_stop(p, SIGTERM), 0);
}

static void
one_that_is_older_than_its_records_is_refused(void **state)
{
	struct place *p = *state;

	put(p, "newer", 0755);
	place_start(p);
	assert_int_equal(place_stop(p, SIGTERM), 0);
	put(p, "trial", 0755);
	refuses(p, "3401", EX_CONFIG, "E_VERSION");
}

static json_t *
claim(const char *number, json_int_t amount)
{
	return params("{s:s, s:{s:s, s:I}}", "case", number, "values", "state",
	    "open", "amount", amount);
}

static void
a_newer_one_brings_its_records_up(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result, *versions = NULL;
	time_t until = time(NULL) + 10;

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(peer_do(&w->c, "nav01", "trial.add", claim(number, 100)));
	put(&w->place, "newer", 0755);
	work_restart(w, SIGTERM);
	/* On reading at once, and in the table by and by. */
	do {
		result = peer_do(&w->c, "nav01", "trial.get",
		    params("{s:s, s:i}", "kind", "claim", "id", 1));
		versions = json_object_get(result, "versions");
		assert_int_equal(int_in(json_object_get(json_object_get(result,
							    "row"),
					    "values"),
				     "added"),
		    1);
		if (json_array_size(versions) == 2)
			break;
		json_decref(result);
	} while (time(NULL) < until);
	assert_int_equal(json_array_size(versions), 2);
	json_decref(result);
}

static json_int_t
count(struct work *w)
{
	json_t *result = peer_do(&w->c, "nav01", "trial.find",
	    params("{s:s}", "kind", "claim"));
	json_int_t n = int_in(result, "n");

	json_decref(result);
	return n;
}

static void
it_is_served_described_and_a_command(void **state)
{
	static const char *const words[] = { "trial", "tell", "--json", "--as",
		"nav01", NULL };
	static const char *const explain[] = { "config", "explain",
		"plugin trial.months", NULL };
	struct work *w = *state;
	char number[NUMBER_SIZE], *out;
	json_t *result;

	work_case(w, "nav01", "2027-01-04", number);
	result = peer_do(&w->c, "nav01", "trial.add", claim(number, 100));
	assert_int_equal(int_in(result, "claim"), 1);
	json_decref(result);
	assert_int_equal(place_client(&w->place, words, &out), 0);
	if (strstr(out, "\"months\"") == NULL)
		fail_msg("%s", out);
	free(out);
	assert_int_equal(place_client(&w->place, explain, &out), 0);
	assert_non_null(strstr(out, "months"));
	free(out);
}

static void
a_reload_takes_its_keys_and_not_whether_it_is_there(void **state)
{
	struct work *w = *state;
	json_t *result;
	time_t until = time(NULL) + 10;
	json_int_t months = 0;

	place_replace(&w->place, "municipalities/3401.ini", "months = 4",
	    "months = 6");
	assert_int_equal(kill(w->place.pid, SIGHUP), 0);
	while (months != 6 && time(NULL) < until) {
		result = peer_do(&w->c, "nav01", "trial.tell", NULL);
		months = int_in(result, "months");
		json_decref(result);
	}
	assert_int_equal(months, 6);
	place_replace(&w->place, "municipalities/3401.ini",
	    "[plugin trial]\nenabled = yes", "[plugin trial]\nenabled = no");
	assert_int_equal(kill(w->place.pid, SIGHUP), 0);
	while (!place_logged(&w->place, "reload.refused") &&
	    time(NULL) < until + 10)
		usleep(20000);
	assert_true(place_logged(&w->place, "plugin trial.enabled"));
}

/* Ask for what ends the worker; how long until the next one answers. */
static void
ask_deadly(struct work *w, const char *number, const char *how)
{
	char line[256];

	snprintf(line, sizeof(line),
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"trial.wrong\","
	    "\"params\":{\"as\":\"nav01\",\"case\":\"%s\",\"how\":\"%s\","
	    "\"values\":{\"state\":\"open\"}}}\n",
	    number, how);
	peer_send(&w->c, line, strlen(line));
	assert_null(peer_read(&w->c));
	peer_close(&w->c);
	while (!place_serves(&w->place))
		usleep(10000);
	peer_open(&w->c, &w->place);
}

static void
a_crash_takes_the_worker_and_the_step_and_nothing_else(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	pid_t parent = w->place.pid;

#ifdef BOFLYT_SANITIZED
	skip(); /* sanitizers take the signals */
#endif
	work_case(w, "nav01", "2027-01-04", number);
	json_decref(peer_do(&w->c, "nav01", "trial.add", claim(number, 100)));
	ask_deadly(w, number, "crash");
	assert_int_equal(kill(parent, 0), 0);
	/* What it had written before is not there. */
	assert_int_equal(count(w), 1);
	ask_deadly(w, number, "crash");
	peer_refused(&w->c, "nav01", "trial.wrong",
	    params("{s:s, s:s, s:{s:s}}", "case", number, "how", "crash",
		"values", "state", "open"),
	    "E_POISON");
	json_decref(peer_do(&w->c, "nav01", "trial.add", claim(number, 100)));
	assert_int_equal(count(w), 2);
}

static void
one_that_is_stuck_is_killed(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	time_t before = time(NULL);

	work_case(w, "nav01", "2027-01-04", number);
	ask_deadly(w, number, "spin");
	assert_true(time(NULL) - before <= STUCK_S);
	assert_true(place_logged(&w->place, "worker.stuck"));
	assert_int_equal(count(w), 0);
}

static void
send_claim(struct peer *c, const char *number, int round, int i)
{
	char line[512];

	snprintf(line, sizeof(line),
	    "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"trial.add\","
	    "\"params\":{\"as\":\"nav01\",\"idem\":\"r%d-%d\",\"case\":\"%s\","
	    "\"values\":{\"state\":\"open\",\"amount\":%d}}}\n",
	    i, round, i, number, i);
	peer_send(c, line, strlen(line));
}

/* Send all; the first N answers are waited for, their claims go to IDS. */
static void
add_all(struct work *w, const char *number, int round, int n, json_int_t *ids)
{
	json_t *reply;
	int i;

	for (i = 0; i < N_CLAIMS; i++)
		send_claim(&w->c, number, round, i);
	for (i = 0; i < n; i++) {
		reply = peer_read(&w->c);
		assert_non_null(reply);
		assert_int_equal(int_in(reply, "id"), i);
		ids[i] = int_in(json_object_get(reply, "result"), "claim");
		json_decref(reply);
	}
}

/* Kill -9 while plugins write: what was answered stays, nothing is doubled. */
static void
kill_9_loses_and_doubles_no_step_of_a_plugin(void **state)
{
	json_int_t before[N_CLAIMS], after[N_CLAIMS];
	struct work *w = *state;
	char number[NUMBER_SIZE];
	int round, i, n;

	work_case(w, "nav01", "2027-01-04", number);
	for (round = 0; round < N_ROUNDS; round++) {
		n = 1 + round * 3;
		add_all(w, number, round, n, before);
		work_restart(w, SIGKILL);
		assert_true(count(w) >= (json_int_t)round * N_CLAIMS + n);
		add_all(w, number, round, N_CLAIMS, after);
		for (i = 0; i < n; i++)
			assert_int_equal(before[i], after[i]);
		assert_int_equal(count(w), (round + 1) * N_CLAIMS);
	}
}

#define P(t) cmocka_unit_test_setup_teardown(t, setup_place, teardown_place)
#define W(t) cmocka_unit_test_setup_teardown(t, setup, work_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		P(one_that_is_wrong_is_refused_at_start_and_by_check_config),
		P(one_that_is_older_than_its_records_is_refused),
		W(a_newer_one_brings_its_records_up),
		W(it_is_served_described_and_a_command),
		W(a_reload_takes_its_keys_and_not_whether_it_is_there),
		W(a_crash_takes_the_worker_and_the_step_and_nothing_else),
		W(one_that_is_stuck_is_killed),
		W(kill_9_loses_and_doubles_no_step_of_a_plugin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
