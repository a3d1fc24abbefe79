/*
 * test_watch -- what happens is told, at the real socket and by the real
 * client.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "work.h"

#define PATIENCE_MS 20000
#define N_STEPS 300

/* The client at work, and what it has said. */
struct view {
	pid_t pid;
	int fd;
	char said[16384];
	size_t n;
};

/* The params of the next line, which must be an event; new reference. */
static json_t *
next_event(struct peer *c)
{
	json_t *line = peer_read(c), *event;

	assert_non_null(line);
	assert_string_equal(text_in(line, "method"), "event");
	assert_null(json_object_get(line, "id"));
	event = json_incref(json_object_get(line, "params"));
	json_decref(line);
	return event;
}

static json_int_t
open_watch(struct peer *c, const char *as, json_t *wanted)
{
	json_t *result = peer_do(c, as, "watch.open", wanted);
	json_int_t id = int_in(result, "watch");

	json_decref(result);
	return id;
}

static json_t *
from(const struct peer *c, json_int_t commit)
{
	return params("{s:{s:O, s:I}}", "from", "incarnation",
	    json_object_get(json_object_get(c->hello, "boflyt"), "incarnation"),
	    "commit", commit);
}

static void
an_event_comes_when_its_step_is_on_disk(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	struct peer c;
	json_t *event;
	json_int_t id;

	peer_open(&c, &w->place);
	id = open_watch(&c, "nav02", NULL);
	work_case(w, "nav01", "2027-01-04", number);
	event = next_event(&c);
	assert_int_equal(int_in(event, "watch"), id);
	assert_string_equal(text_in(event, "kind"), "create");
	assert_string_equal(text_in(event, "case"), number);
	assert_string_equal(text_in(event, "actor"), "nav01");
	json_decref(event);
	peer_close(&c);
}

static void
who_comes_back_after_a_crash_misses_nothing(void **state)
{
	struct work *w = *state;
	char one[NUMBER_SIZE], two[NUMBER_SIZE], three[NUMBER_SIZE];
	struct peer c;
	json_t *event;
	json_int_t known;

	peer_open(&c, &w->place);
	open_watch(&c, "nav02", NULL);
	work_case(w, "nav01", "2027-01-04", one);
	event = next_event(&c);
	known = int_in(event, "commit");
	json_decref(event);
	peer_close(&c);
	work_case(w, "nav01", "2027-01-04", two);
	work_restart(w, SIGKILL);
	work_case(w, "nav01", "2027-01-04", three);
	peer_open(&c, &w->place);
	open_watch(&c, "nav02", from(&c, known));
	event = next_event(&c);
	assert_string_equal(text_in(event, "case"), two);
	json_decref(event);
	event = next_event(&c);
	assert_string_equal(text_in(event, "case"), three);
	json_decref(event);
	peer_close(&c);
}

static void
one_who_never_reads_harms_nobody(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	struct peer deaf[4], c;
	json_t *event;
	size_t i, k;

	for (i = 0; i < 4; i++) {
		peer_open(&deaf[i], &w->place);
		for (k = 0; k < 16; k++)
			open_watch(&deaf[i], "nav02",
			    params("{s:i}", "credit", 1024));
	}
	peer_open(&c, &w->place);
	open_watch(&c, "nav02", params("{s:i}", "credit", 1024));
	for (i = 0; i < N_STEPS; i++)
		work_case(w, "nav01", "2027-01-04", number);
	for (i = 0; i < N_STEPS; i++) {
		event = next_event(&c);
		assert_string_equal(text_in(event, "kind"), "create");
		json_decref(event);
	}
	for (i = 0; i < 4; i++)
		peer_close(&deaf[i]);
	peer_close(&c);
	json_decref(peer_do(&w->c, "nav01", "sys.status", NULL));
}

static void
a_connection_that_ends_before_its_answer_leaves_no_watch(void **state)
{
	static const char line[] =
	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"watch.open\","
	    "\"params\":{\"as\":\"nav02\"}}\n";
	struct work *w = *state;
	char number[NUMBER_SIZE];
	struct peer c;
	int i;

	/* More than a worker may hold, were they kept. */
	for (i = 0; i < 600; i++) {
		peer_open(&c, &w->place);
		peer_send(&c, line, sizeof(line) - 1);
		peer_close(&c);
	}
	work_case(w, "nav01", "2027-01-04", number);
	open_watch(&w->c, "nav02", NULL);
}

static void
view_begin(struct view *v, const struct work *w, const char *const *words)
{
	const char *top = getenv("builddir");
	char program[512], run[128];
	int ends[2];

	memset(v, 0, sizeof(*v));
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	if ((v->pid = fork()) == 0) {
		snprintf(program, sizeof(program), "%s/boflyt",
		    top != NULL ? top : ".");
		snprintf(run, sizeof(run), "%s/run", w->place.dir);
		setenv("BOFLYT_RUN", run, 1);
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		/* execv promises not to change the words. */
		execv(program, (char *const *)(uintptr_t)words);
		_exit(127);
	}
	assert_int_not_equal(v->pid, -1);
	close(ends[1]);
	v->fd = ends[0];
}

/* Wait until it has said TEXT. */
static void
view_expect(struct view *v, const char *text)
{
	struct pollfd p = { .fd = v->fd, .events = POLLIN };
	ssize_t got;

	while (strstr(v->said, text) == NULL) {
		if (poll(&p, 1, PATIENCE_MS) != 1)
			fail_msg("'%s' never came: %s", text, v->said);
		got = read(v->fd, v->said + v->n, sizeof(v->said) - 1 - v->n);
		if (got <= 0)
			fail_msg("it ended without '%s': %s", text, v->said);
		v->n += (size_t)got;
	}
}

/* Ctrl-C ends it. */
static void
view_end(struct view *v)
{
	int status;

	assert_int_equal(kill(v->pid, SIGINT), 0);
	assert_int_equal(waitpid(v->pid, &status, 0), v->pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGINT);
	close(v->fd);
}

static void
the_client_shows_what_happens_and_goes_on_after_a_restart(void **state)
{
	static const char *const words[] = { "boflyt", "--as", "nav02", "watch",
		"--from", "0", NULL };
	struct work *w = *state;
	char one[NUMBER_SIZE], two[NUMBER_SIZE];
	const char *first;
	struct view v;

	work_case(w, "nav01", "2027-01-04", one);
	view_begin(&v, w, words);
	view_expect(&v, one);
	view_expect(&v, "NAV");
	work_restart(w, SIGKILL);
	work_case(w, "nav01", "2027-01-04", two);
	view_expect(&v, two);
	first = strstr(v.said, one);
	assert_non_null(first);
	/* What was shown once is not shown again. */
	assert_null(strstr(first + strlen(one), one));
	view_end(&v);
}

static void
the_client_writes_lines_of_json_of_one_case(void **state)
{
	struct work *w = *state;
	char one[NUMBER_SIZE], two[NUMBER_SIZE];
	const char *const words[] = { "boflyt", "--as", "nav02", "--json",
		"følg", "--case", one, "--from=0", NULL };
	struct view v;

	work_case(w, "nav01", "2027-01-04", two);
	work_case(w, "nav01", "2027-01-04", one);
	view_begin(&v, w, words);
	view_expect(&v, "\"kind\":\"create\"");
	assert_null(strstr(v.said, two));
	view_end(&v);
}

static void
the_client_says_what_is_wrong_with_its_words(void **state)
{
	static const char *const words[] = { "--as", "nav02", "watch", "--from",
		"yesterday", NULL };
	static const char *const unknown[] = { "--as", "nav02", "watch",
		"--case", "2027/999", NULL };
	struct work *w = *state;
	char *out = NULL;

	assert_int_not_equal(place_client(&w->place, words, &out), 0);
	assert_non_null(strstr(out, "--from: "));
	free(out);
	assert_int_not_equal(place_client(&w->place, unknown, &out), 0);
	assert_non_null(strstr(out, "2027/999"));
	free(out);
}

int
main(void)
{
#define WATCH_TEST(name)                                                       \
	cmocka_unit_test_setup_teardown(name, work_setup, work_teardown)
	const struct CMUnitTest tests[] = {
		WATCH_TEST(an_event_comes_when_its_step_is_on_disk),
		WATCH_TEST(who_comes_back_after_a_crash_misses_nothing),
		WATCH_TEST(one_who_never_reads_harms_nobody),
		WATCH_TEST(
		    a_connection_that_ends_before_its_answer_leaves_no_watch),
		WATCH_TEST(
		    the_client_shows_what_happens_and_goes_on_after_a_restart),
		WATCH_TEST(the_client_writes_lines_of_json_of_one_case),
		WATCH_TEST(the_client_says_what_is_wrong_with_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
