/*
 * test_poison -- a request that ends its worker twice is set aside, and nothing
 * else is blamed (architecture section 1).
 */
#include "town.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static const char fragile[] =
    "return workflow {\n"
    "  name = 'fragile', title = 'Skjør sak', start = 'intake',\n"
    "  data = {\n"
    "    received = date { required = true, title = 'Mottatt',\n"
    "      class = 'case', find = 'range' },\n"
    "    said = text { title = 'Ord', class = 'identity' },\n"
    "  },\n"
    "  create = { { 'received', required = true }, 'said' },\n"
    "  stages = {\n"
    "    intake = stage { title = 'Inntak', unit = 'nav',\n"
    "      timers = {\n"
    "        speak = timer { days(1), from = 'received',\n"
    "          run = function(case)\n"
    "            case:task { key = 'spoke', title = case.data.said }\n"
    "          end },\n"
    "      },\n"
    "      actions = {\n"
    "        say = action { title = 'Si', roles = { 'caseworker' },\n"
    "          form = { { 'said', required = true } },\n"
    "          run = function(case, input)\n"
    "            case:task { key = 'said', title = input.said }\n"
    "          end },\n"
    "        end_it = action { title = 'Lukk', roles = { 'caseworker' },\n"
    "          to = 'closed' },\n"
    "      },\n"
    "    },\n"
    "    closed = stage { title = 'Lukket', final = true },\n"
    "  },\n"
    "}\n";

/* One that crashes and hangs on demand, with a case whose words are WORDS. */
static void
start_fragile(struct town *t, struct peer *c, const char *words, char *number)
{
	static const char *const only[] = { "--municipality", "3401", NULL };
	char path[512];
	json_t *result;

#ifdef BOFLYT_SANITIZED
	/* Sanitizers want to be loaded first, and take the signals. */
	skip();
#endif
	snprintf(path, sizeof(path), "%s/tests/e2e/fault.so",
	    getenv("builddir") == NULL ? "." : getenv("builddir"));
	place_add_workflow(&t->place, "fragile", fragile);
	setenv("LD_PRELOAD", path, 1);
	place_launch(&t->place, only);
	unsetenv("LD_PRELOAD");
	t->parent.pid = t->place.pid;
	UNTIL(place_serves(&t->place));
	peer_open(c, &t->place);
	json_decref(peer_do(c, "admin01", "workflow.load",
	    params("{s:s}", "path", "fragile")));
	json_decref(peer_do(c, "admin01", "workflow.activate",
	    params("{s:s, s:s}", "definition", "fragile", "reason", "test")));
	result = peer_do(c, "nav01", "case.create",
	    params("{s:s, s:{s:s, s:s}}", "workflow", "fragile", "data",
		"received", "2027-01-04", "said", words));
	snprintf(number, NUMBER_SIZE, "%s", text_in(result, "case"));
	json_decref(result);
}

static json_t *
say(const char *number, const char *words)
{
	return params("{s:s, s:s, s:{s:s}}", "case", number, "action", "say",
	    "input", "said", words);
}

/* Send a request and do not wait for its answer. */
static void
send_only(struct peer *c, const char *method, json_t *what, const char *as)
{
	json_t *request;
	char *text, *line = NULL;

	json_object_set_new(what, "as", json_string(as));
	request = json_pack("{s:s, s:i, s:s, s:o}", "jsonrpc", "2.0", "id", 1,
	    "method", method, "params", what);
	text = json_dumps(request, JSON_COMPACT);
	assert_true(asprintf(&line, "%s\n", text) > 0);
	peer_send(c, line, strlen(line));
	free(line);
	free(text);
	json_decref(request);
}

/* Ask for what ends the worker, and connect to the next one. */
static void
ask_deadly(struct town *t, struct peer *c, const char *method, json_t *what,
    const char *as)
{
	send_only(c, method, what, as);
	assert_null(peer_read(c));
	peer_close(c);
	UNTIL(place_serves(&t->place));
	peer_open(c, &t->place);
}

static json_t *
incidents(struct peer *c)
{
	json_t *result = peer_do(c, "admin01", "incident.list", NULL);
	json_t *rows = json_incref(json_object_get(result, "rows"));

	json_decref(result);
	return rows;
}

static void
what_ends_the_worker_twice_is_set_aside_until_it_is_released(void **state)
{
	struct town *t = *state;
	char number[NUMBER_SIZE];
	struct peer c;
	json_t *rows, *row;
	json_int_t id;

	start_fragile(t, &c, "gode ord", number);
	ask_deadly(t, &c, "case.act", say(number, "please crash"), "nav01");
	ask_deadly(t, &c, "case.act", say(number, "please crash"), "nav01");
	peer_refused(&c, "nav01", "case.act", say(number, "please crash"),
	    "E_POISON");
	/* Others are not concerned, and it survives a restart. */
	json_decref(peer_do(&c, "nav01", "case.act", say(number, "takk")));
	peer_close(&c);
	assert_true(WIFSIGNALED(place_stop(&t->place, SIGKILL)));
	place_start(&t->place);
	peer_open(&c, &t->place);
	peer_refused(&c, "nav01", "case.act", say(number, "please crash"),
	    "E_POISON");
	rows = incidents(&c);
	row = row_with(rows, "kind", "poison");
	assert_non_null(row);
	assert_string_equal(text_in(row, "name"), "case.act");
	id = int_in(row, "id");
	json_decref(rows);
	peer_refused(&c, "nav01", "incident.close",
	    params("{s:I, s:s}", "incident", id, "reason", "test"),
	    "E_NO_BASIS");
	json_decref(peer_do(&c, "admin01", "incident.close",
	    params("{s:I, s:s}", "incident", id, "reason", "mended")));
	/* Without the fault it now goes through. */
	json_decref(
	    peer_do(&c, "nav01", "case.act", say(number, "please crash")));
	peer_close(&c);
}

static void
a_timer_that_ends_the_worker_twice_becomes_an_incident(void **state)
{
	struct town *t = *state;
	char number[NUMBER_SIZE];
	struct peer c;
	json_t *rows, *row;
	int i;

	start_fragile(t, &c, "please crash", number);
	for (i = 0; i < 2; i++)
		ask_deadly(t, &c, "clock.advance",
		    params("{s:s}", "to", "2027-01-10"), "admin01");
	json_decref(peer_do(&c, "admin01", "clock.advance",
	    params("{s:s}", "to", "2027-01-10")));
	rows = incidents(&c);
	row = row_with(rows, "kind", "timer");
	assert_non_null(row);
	assert_string_equal(text_in(row, "error_name"), "E_POISON");
	assert_string_equal(text_in(row, "name"), "speak");
	assert_null(row_with(rows, "kind", "poison"));
	json_decref(rows);
	peer_close(&c);
}

static void
a_worker_stuck_in_a_script_is_killed_and_that_counts(void **state)
{
	struct town *t = *state;
	char number[NUMBER_SIZE];
	struct peer c;

	start_fragile(t, &c, "gode ord", number);
	ask_deadly(t, &c, "case.act", say(number, "please hang"), "nav01");
	assert_true(place_logged(&t->place, "worker.stuck"));
	ask_deadly(t, &c, "case.act", say(number, "please hang"), "nav01");
	peer_refused(&c, "nav01", "case.act", say(number, "please hang"),
	    "E_POISON");
	peer_close(&c);
}

static void
whom_somebody_kills_blames_nothing(void **state)
{
	static const int signals[] = { SIGSEGV, SIGKILL, SIGABRT };
	struct town *t = *state;
	char number[NUMBER_SIZE];
	struct peer c;
	json_t *rows;
	size_t i;

	start_fragile(t, &c, "gode ord", number);
	for (i = 0; i < 3; i++) {
		send_only(&c, "case.act", say(number, "please hang"), "nav01");
		UNTIL(is_in(t, "3401", "phase", "script"));
		assert_int_equal(kill(worker_of(t, "3401"), signals[i]), 0);
		assert_null(peer_read(&c));
		peer_close(&c);
		UNTIL(place_serves(&t->place));
		peer_open(&c, &t->place);
	}
	rows = incidents(&c);
	assert_int_equal(json_array_size(rows), 0);
	json_decref(rows);
	peer_close(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(what_ends_the_worker_twice_is_set_aside_until_it_is_released),
		T(a_timer_that_ends_the_worker_twice_becomes_an_incident),
		T(a_worker_stuck_in_a_script_is_killed_and_that_counts),
		T(whom_somebody_kills_blames_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
