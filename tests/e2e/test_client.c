/*
 * test_client -- the real client speaks to the real daemon.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "work.h"

#define WORDS(...)                                                             \
	(const char *const[])                                                  \
	{                                                                      \
		__VA_ARGS__, NULL                                              \
	}
#define PATIENCE_MS 20000

/* It must end with STATUS and say TEXT. */
static void
expect(struct work *w, const char *const *argv, int status, const char *text)
{
	char *out = NULL;
	int got = place_client(&w->place, argv, &out);

	if (got != status || strstr(out, text) == NULL)
		fail_msg("%s %s %s: %d, expected %d and '%s': %s", argv[0],
		    argv[1], argv[2], got, status, text, out);
	free(out);
}

static void
names_and_debts_are_refused_on_the_command_line(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result;

	work_case(w, "nav01", "2027-01-04", number);
	expect(w, WORDS("--as", "nav01", "person", "add", "name=Prøve Åsheim"),
	    EX_USAGE, "name");
	expect(w,
	    WORDS("--as", "nav01", "case", "act", number, "first_talk",
		"informed=Har gjeld", "roof_tonight=ja"),
	    EX_USAGE, "informed");
	result = work_show(w, "nav01", number);
	assert_int_equal(int_in(result, "rev"), 1);
	json_decref(result);
}

static void
errors_decide_the_exit_status(void **state)
{
	struct work *w = *state;

	work_case(w, "nav01", "2027-01-04", (char[NUMBER_SIZE]){ "" });
	expect(w, WORDS("--as", "nav01", "case", "show", "2027/99"), EX_NOINPUT,
	    "2027/99");
	expect(w, WORDS("--as", "nav01", "sys", "verify"), EX_NOPERM,
	    "system kontroller");
	expect(w,
	    WORDS("--as", "nav01", "case", "create", "channel=dove",
		"received=2027-01-04", "asks_help=ja"),
	    EX_DATAERR, "channel");
	expect(w,
	    WORDS("--as", "nav01", "case", "act", "2027/1", "reply", "--if-rev",
		"9"),
	    EX_TEMPFAIL, "nav01");
	expect(w, WORDS("--as", "nav01", "case", "act", "2027/1", "died"),
	    EX_OK, "");
}

static void
a_wrong_word_is_offered_the_nearest(void **state)
{
	struct work *w = *state;

	expect(w, WORDS("case", "shwo", "2027/1"), EX_USAGE, "show");
	expect(w, WORDS("sak", "vsi", "2027/1"), EX_USAGE, "vis");
	expect(w, WORDS("csae", "show", "2027/1"), EX_USAGE, "case");
}

static void
each_method_is_a_command_with_help_in_both_languages(void **state)
{
	struct work *w = *state;
	json_t *result, *method, *words;
	char object[64], *dot;
	size_t i;

	result = peer_do(&w->c, NULL, "sys.describe", NULL);
	json_array_foreach(json_object_get(result, "methods"), i, method) {
		snprintf(object, sizeof(object), "%s", text_in(method, "name"));
		dot = strchr(object, '.');
		assert_non_null(dot);
		*dot = '\0';
		expect(w, WORDS(object, dot + 1, "--help"), EX_OK, "boflyt");
		words = json_object_get(method, "words");
		if (json_array_size(words) == 2)
			expect(w,
			    WORDS(json_string_value(json_array_get(words, 0)),
				json_string_value(json_array_get(words, 1)),
				"--help"),
			    EX_OK, "boflyt");
	}
	json_decref(result);
}

static void
json_is_the_result_of_the_method(void **state)
{
	struct work *w = *state;
	json_t *shown, *wanted;
	char number[NUMBER_SIZE], *out = NULL;

	work_case(w, "nav01", "2027-01-04", number);
	assert_int_equal(
	    place_client(&w->place,
		WORDS("--json", "--as", "nav01", "case", "show", number), &out),
	    EX_OK);
	shown = json_loads(out, 0, NULL);
	assert_non_null(shown);
	wanted = work_show(w, "nav01", number);
	assert_true(json_equal(shown, wanted));
	json_decref(shown);
	json_decref(wanted);
	free(out);
}

static void
no_daemon_is_said_in_one_line(void **state)
{
	struct work *w = *state;
	char *out = NULL;

	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	assert_int_equal(place_client(&w->place, WORDS("sys", "status"), &out),
	    EX_UNAVAILABLE);
	assert_ptr_equal(strchr(out, '\n'), out + strlen(out) - 1);
	free(out);
	place_start(&w->place);
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
a_document_goes_in_and_comes_out_as_a_file(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], in[128], out[128], text[64] = "";
	FILE *f;

	work_case(w, "nav01", "2027-01-04", number);
	snprintf(in, sizeof(in), "%s/in.txt", w->place.dir);
	snprintf(out, sizeof(out), "%s/out.txt", w->place.dir);
	write_file(in, "Søknad om bolig\n");
	expect(w,
	    WORDS("--as", "nav01", "dokument", "legg", number, in,
		"kind=application"),
	    EX_OK, "1");
	expect(w, WORDS("--as", "nav01", "dokument", "hent", "1", out), EX_OK,
	    "");
	f = fopen(out, "re");
	assert_non_null(f);
	assert_non_null(fgets(text, sizeof(text), f));
	fclose(f);
	assert_string_equal(text, "Søknad om bolig\n");
}

static void
a_pipe_as_a_document_is_refused_at_once(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], fifo[128], *out = NULL;

	work_case(w, "nav01", "2027-01-04", number);
	snprintf(fifo, sizeof(fifo), "%s/fifo", w->place.dir);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_not_equal(
	    place_client(&w->place,
		WORDS("--as", "nav01", "document", "put", number, fifo), &out),
	    EX_OK);
	free(out);
}

/* Read what the terminal shows until TEXT comes or it closes. */
static bool
wait_for(int terminal, const char *text, char *seen, size_t size)
{
	struct pollfd pfd = { .fd = terminal, .events = POLLIN };
	size_t n = strlen(seen);
	ssize_t got;

	while (n + 1 < size) {
		assert_int_equal(poll(&pfd, 1, PATIENCE_MS), 1);
		got = read(terminal, seen + n, size - n - 1);
		if (got <= 0)
			return false;
		n += (size_t)got;
		seen[n] = '\0';
		if (text != NULL && strstr(seen, text) != NULL)
			return true;
	}
	return false;
}

/* The form of first_talk at a terminal; a blank leaves out what may be. */
static void
a_form_at_a_terminal_takes_what_the_command_line_may_not(void **state)
{
	static const struct {
		const char *prompt, *answer;
	} steps[] = {
		{ "Opplyst om og tilbudt", "Leie privat med garanti\n" },
		{ "Har et sted å sove i natt", "ja\n" },
		{ "Barn i husstanden", "\n" },
	};
	struct work *w = *state;
	char number[NUMBER_SIZE], program[512], run[128], seen[16384];
	const char *top = getenv("builddir");
	json_t *result;
	int terminal, status;
	size_t i;
	pid_t pid;

	work_case(w, "nav01", "2027-01-04", number);
	snprintf(program, sizeof(program), "%s/boflyt",
	    top != NULL ? top : ".");
	snprintf(run, sizeof(run), "%s/run", w->place.dir);
	pid = forkpty(&terminal, NULL, NULL, NULL);
	if (pid == 0) {
		setenv("BOFLYT_RUN", run, 1);
		execl(program, "boflyt", "-m", "3401", "--as", "nav01", "sak",
		    "utfør", number, "first_talk", (char *)NULL);
		_exit(127);
	}
	assert_int_not_equal(pid, -1);
	for (i = 0; i < 3; i++) {
		seen[0] = '\0';
		if (!wait_for(terminal, steps[i].prompt, seen, sizeof(seen)))
			fail_msg("no '%s': %s", steps[i].prompt, seen);
		assert_int_equal(write(terminal, steps[i].answer,
				     strlen(steps[i].answer)),
		    strlen(steps[i].answer));
	}
	while (wait_for(terminal, NULL, seen, sizeof(seen)))
		;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != EX_OK)
		fail_msg("%s", seen);
	close(terminal);
	result = work_show(w, "nav01", number);
	assert_true(mentions(result, "Leie privat med garanti"));
	json_decref(result);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, work_setup, work_teardown)
		T(names_and_debts_are_refused_on_the_command_line),
		T(errors_decide_the_exit_status),
		T(a_wrong_word_is_offered_the_nearest),
		T(each_method_is_a_command_with_help_in_both_languages),
		T(json_is_the_result_of_the_method),
		T(no_daemon_is_said_in_one_line),
		T(a_document_goes_in_and_comes_out_as_a_file),
		T(a_pipe_as_a_document_is_refused_at_once),
		T(a_form_at_a_terminal_takes_what_the_command_line_may_not),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
