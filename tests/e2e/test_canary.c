/*
 * test_canary -- what is planted in requests is found in no log, figure, status
 * or diagnosis, whether they succeed, are refused, fail or end the worker.
 *
 * Planted are the words of our own, and whatever stands in the sample cases: all
 * that looks like a name, an address, a number or a sentence.
 */
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "work.h"

#define CANARY "Kanarifugl"
#define CANARY_NUMBER "13838949984"
#define SAMPLES_MAX 32

/* It fails with the words it was given, at once and after an event. */
static const char chatty[] =
    "return workflow {\n"
    "  name = 'chatty', title = 'Pratsom sak', start = 'intake',\n"
    "  data = {\n"
    "    received = date { required = true, title = 'Mottatt',\n"
    "      class = 'case', find = 'range' },\n"
    "    said = text { title = 'Ord', class = 'identity' },\n"
    "  },\n"
    "  create = { { 'received', required = true }, 'said' },\n"
    "  stages = {\n"
    "    intake = stage { title = 'Inntak', unit = 'nav',\n"
    "      actions = {\n"
    "        fail = action { title = 'Feil', roles = { 'caseworker' },\n"
    "          form = { 'said' },\n"
    "          run = function(case, input)\n"
    "            error('cannot ' .. input.said .. case.data.said)\n"
    "          end },\n"
    "        refuse = action { title = 'Nei', roles = { 'caseworker' },\n"
    "          form = { 'said' },\n"
    "          run = function(case, input)\n"
    "            reject('E_CHATTY', input.said, 'said')\n"
    "          end },\n"
    "        later = action { title = 'Siden', roles = { 'caseworker' },\n"
    "          form = { 'said' },\n"
    "          run = function(case, input)\n"
    "            case:emit('thing.happened', { what = input.said })\n"
    "          end },\n"
    "        end_it = action { title = 'Lukk', roles = { 'caseworker' },\n"
    "          to = 'closed' },\n"
    "      },\n"
    "      on = {\n"
    "        ['thing.happened'] = function(case, event)\n"
    "          error('cannot ' .. event.payload.what .. case.data.said)\n"
    "        end,\n"
    "      },\n"
    "    },\n"
    "    closed = stage { title = 'Lukket', final = true },\n"
    "  },\n"
    "}\n";

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_add_workflow(&w->place, "chatty", chatty);
	place_replace(&w->place, "boflyt.conf", "[socket]",
	    "[log]\nlevel = debug\n[socket]");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	json_decref(peer_do(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "chatty")));
	json_decref(peer_do(&w->c, "admin01", "workflow.activate",
	    params("{s:s, s:s}", "definition", "chatty", "reason", "test")));
	*state = w;
	return 0;
}

/* The whole of a stream; the caller frees. */
static char *
read_all(FILE *in)
{
	char bytes[4096], *text = NULL;
	size_t size = 0, n;
	FILE *all = open_memstream(&text, &size);

	assert_non_null(all);
	while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, n, all);
	assert_int_equal(fclose(all), 0);
	fclose(in);
	return text;
}

static char *
read_log(const struct work *w)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/log", w->place.dir);
	f = fopen(path, "re");
	assert_non_null(f);
	return read_all(f);
}

static char *
read_figures(const struct work *w)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	FILE *f;

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s/run/%s.metrics.sock",
	    w->place.dir, w->place.number);
	assert_int_equal(connect(fd, (const struct sockaddr *)&sun,
			     sizeof(sun)),
	    0);
	f = fdopen(fd, "re");
	assert_non_null(f);
	return read_all(f);
}

static char *
ask_text(struct peer *c, const char *method)
{
	json_t *result = peer_do(c, "admin01", method, NULL);
	char *text = json_dumps(result, 0);

	json_decref(result);
	return text;
}

static char *
ask_parent(const struct work *w)
{
	struct place parent = w->place;
	json_t *result;
	struct peer c;
	char *text;

	snprintf(parent.socket, sizeof(parent.socket), "%s/run/boflyt.sock",
	    w->place.dir);
	peer_open(&c, &parent);
	result = peer_do(&c, NULL, "sys.status", NULL);
	text = json_dumps(result, 0);
	json_decref(result);
	peer_close(&c);
	return text;
}

#define N_TEXTS 5

/* All that somebody sees who keeps the machine and knows no case. */
static void
look_everywhere(struct work *w, char *texts[N_TEXTS])
{
	texts[0] = read_figures(w);
	texts[1] = ask_text(&w->c, "sys.doctor");
	texts[2] = ask_text(&w->c, "sys.status");
	texts[3] = ask_parent(w);
	texts[4] = read_log(w);
	assert_non_null(strstr(texts[0], "boflyt_steps_total"));
	assert_non_null(strstr(texts[1], "sys backup"));
	assert_non_null(strstr(texts[3], "3401"));
	assert_non_null(strstr(texts[4], "worker.serving"));
}

static void
free_texts(char *texts[N_TEXTS])
{
	size_t i;

	for (i = 0; i < N_TEXTS; i++)
		free(texts[i]);
}

static void
expect_nowhere(char *const texts[N_TEXTS], const char *word)
{
	size_t i;

	for (i = 0; i < N_TEXTS; i++)
		if (strstr(texts[i], word) != NULL)
			fail_msg("'%s' stands in text %zu: %s", word, i,
			    texts[i]);
}

static void
nothing_planted_is_told(struct work *w)
{
	char *texts[N_TEXTS];

	look_everywhere(w, texts);
	expect_nowhere(texts, CANARY);
	expect_nowhere(texts, CANARY_NUMBER);
	expect_nowhere(texts, "1383");
	free_texts(texts);
}

static void
ask(struct work *w, const char *method, json_t *what)
{
	json_decref(peer_call(&w->c, "nav01", method, what));
}

static json_t *
act(const char *action)
{
	return params("{s:s, s:s, s:{s:s}}", "case", "2027/1", "action", action,
	    "input", "said", CANARY);
}

static void
chat(struct work *w)
{
	json_decref(peer_do(&w->c, "nav01", "case.create",
	    params("{s:s, s:{s:s, s:s}}", "workflow", "chatty", "data",
		"received", "2027-01-04", "said", CANARY)));
}

static void
a_function_that_fails_tells_the_log_nothing(void **state)
{
	struct work *w = *state;
	json_t *result;

	chat(w);
	ask(w, "case.act", act("fail"));
	ask(w, "case.act", act("refuse"));
	json_decref(peer_do(&w->c, "nav01", "case.act", act("later")));
	work_advance(w, "2027-01-06");
	result = peer_do(&w->c, "admin01", "incident.list", NULL);
	assert_int_equal(json_array_size(json_object_get(result, "rows")), 1);
	json_decref(result);
	nothing_planted_is_told(w);
}

static void
what_is_refused_tells_the_log_nothing(void **state)
{
	static const char *const lines[] = {
		"{\"jsonrpc\":\"2.0\",\"id\":\"" CANARY "\",\"method\":",
		CANARY " " CANARY_NUMBER,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" CANARY "\"}",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.show\","
		"\"params\":{\"" CANARY "\":1,\"case\":\"" CANARY "\"}}",
	};
	struct work *w = *state;
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		peer_send(&w->c, lines[i], strlen(lines[i]));
		peer_send(&w->c, "\n", 1);
		json_decref(peer_read(&w->c));
	}
	json_decref(peer_call(&w->c, CANARY, "case.list", NULL));
	ask(w, "person.add",
	    params("{s:s, s:s}", "name", CANARY, "number", CANARY_NUMBER));
	ask(w, "person.find", params("{s:s}", "number", CANARY_NUMBER));
	ask(w, "person.find", params("{s:s}", "name", CANARY));
	ask(w, "person.show",
	    params("{s:s, s:s}", "person", CANARY, "reason", CANARY));
	ask(w, "case.create",
	    params("{s:{s:s, s:s}}", "data", "received", CANARY, "request",
		CANARY));
	ask(w, "workflow.load", params("{s:s}", "path", CANARY));
	nothing_planted_is_told(w);
}

static void
a_worker_that_dies_of_it_tells_the_log_nothing(void **state)
{
	struct work *w = *state;
	int i;

	chat(w);
	for (i = 0; i < 2; i++) {
		ask(w, "case.act", act("fail"));
		assert_int_equal(kill(place_worker(&w->place), SIGSEGV), 0);
		assert_null(peer_read(&w->c));
		peer_close(&w->c);
		while (!place_serves(&w->place))
			usleep(10000);
		peer_open(&w->c, &w->place);
	}
	nothing_planted_is_told(w);
}

/* Does it look like what belongs to a person? */
static bool
is_personal(const char *text)
{
	size_t n = strlen(text);

	return (n >= 8 && strchr(text, ' ') != NULL) ||
	    (n == 11 && strspn(text, "0123456789") == 11);
}

static size_t
look_for(char *const texts[N_TEXTS], const json_t *value)
{
	const char *text = json_string_value(value), *key;
	size_t i, n = 0;
	json_t *member;

	if (text != NULL && is_personal(text)) {
		expect_nowhere(texts, text);
		return 1;
	}
	json_array_foreach(value, i, member)
		n += look_for(texts, member);
	/* The iteration needs no const, and changes nothing. */
	json_object_foreach((json_t *)(uintptr_t)value, key, member)
		n += look_for(texts, member);
	return n;
}

/* How many values of the file's requests were looked for. */
static size_t
look_for_file(char *const texts[N_TEXTS], const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t room = 0, n = 0;
	json_t *request;

	assert_non_null(f);
	while (getline(&line, &room, f) != -1) {
		request = json_loads(line, 0, NULL);
		assert_non_null(request);
		n += look_for(texts, json_object_get(request, "params"));
		json_decref(request);
	}
	free(line);
	fclose(f);
	return n;
}

static void
the_sample_cases_leave_nothing_in_the_log(void **state)
{
	const char *words[SAMPLES_MAX] = { "play" };
	const char *top = getenv("srcdir");
	struct work *w = *state;
	char pattern[512], *out, *texts[N_TEXTS];
	size_t i, n = 0;
	glob_t files;

	snprintf(pattern, sizeof(pattern),
	    "%s/workflows/boligsosial/sample/*.jsonl", top != NULL ? top : ".");
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	assert_in_range(files.gl_pathc, 6, SAMPLES_MAX - 2);
	for (i = 0; i < files.gl_pathc; i++)
		words[i + 1] = files.gl_pathv[i];
	if (place_client(&w->place, words, &out) != 0)
		fail_msg("%s",
		    out + (strlen(out) > 500 ? strlen(out) - 500 : 0));
	free(out);
	look_everywhere(w, texts);
	for (i = 0; i < files.gl_pathc; i++)
		n += look_for_file(texts, files.gl_pathv[i]);
	assert_true(n > 100);
	free_texts(texts);
	globfree(&files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
		T(the_sample_cases_leave_nothing_in_the_log),
		T(a_function_that_fails_tells_the_log_nothing),
		T(what_is_refused_tells_the_log_nothing),
		T(a_worker_that_dies_of_it_tells_the_log_nothing),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
