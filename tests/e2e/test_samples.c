/*
 * test_samples -- the sample cases go from the request to the evaluation, and
 * what is shown of them afterwards is plausible and stays so.
 */
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

#define SAMPLES_MAX 32
#define TAIL 600

/* The end of a long text: what went wrong stands there. */
static const char *
end_of(const char *text)
{
	size_t n = strlen(text);

	return n > TAIL ? text + n - TAIL : text;
}

/* Run the client with words, which end with NULL; it must succeed. */
static char *
client(struct work *w, const char *const *argv)
{
	char *out = NULL;
	int status = place_client(&w->place, argv, &out);

	if (status != 0)
		fail_msg("boflyt %s: status %d: %s", argv[0], status,
		    end_of(out));
	return out;
}

static void
expect(struct work *w, const char *const *argv, const char *text)
{
	char *out = client(w, argv);

	if (strstr(out, text) == NULL)
		fail_msg("no '%s' in: %s", text, out);
	free(out);
}

static void
sample_path(char *path, size_t size, const char *name)
{
	const char *top = getenv("srcdir");

	snprintf(path, size, "%s/workflows/boligsosial/sample/%s",
	    top != NULL ? top : ".", name);
}

static void
play_all(struct work *w)
{
	const char *words[SAMPLES_MAX] = { "play" };
	char pattern[512], *out;
	glob_t files;
	size_t i;

	sample_path(pattern, sizeof(pattern), "*.jsonl");
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	assert_in_range(files.gl_pathc, 6, SAMPLES_MAX - 2);
	for (i = 0; i < files.gl_pathc; i++)
		words[i + 1] = files.gl_pathv[i];
	out = client(w, words);
	assert_non_null(strstr(out, "Sak 1"));
	free(out);
	globfree(&files);
}

/* Issue 2, 10: levels 1 to 4, a family with children, one refused. */
static void
every_sample_plays_to_its_end_and_the_views_follow(void **state)
{
#define WORDS(...)                                                             \
	(const char *const[])                                                  \
	{                                                                      \
		__VA_ARGS__, NULL                                              \
	}
	struct work *w = *state;
	json_t *result;

	play_all(w);
	result = peer_do(&w->c, "admin01", "sys.status", NULL);
	assert_int_equal(int_in(result, "cases_closed"), 6);
	assert_int_equal(int_in(result, "cases_open"), 2);
	assert_int_equal(int_in(result, "incidents"), 0);
	json_decref(result);
	expect(w, WORDS("--as", "nav01", "i-dag"), "Frister som er gått ut");
	expect(w, WORDS("--as", "nav01", "i-dag"), "Første samtale");
	expect(w, WORDS("--as", "nav01", "frist", "list"),
	    "Gjennomgang, nivå 4");
	expect(w, WORDS("--as", "nav01", "sak", "list", "--closed"), "2027/1");
	expect(w, WORDS("--as", "nav01", "sak", "vis", "2027/1"),
	    "Prøve Åsheim");
	expect(w, WORDS("--as", "nav01", "sak", "hvorfor", "2027/1"),
	    "FVL_11A");
	expect(w,
	    WORDS("--as", "leader01", "rapport", "saksbehandlingstid",
		"from=2027-01-01", "to=2027-12-31"),
	    "Foreløpig svar");
	expect(w,
	    WORDS("--as", "leader01", "rapport", "nivaabevegelse",
		"from=2027-01-01", "to=2027-12-31"),
	    "2027");
	expect(w, WORDS("--as", "audit01", "sys", "verify"), "ja");
}

/* Small cells say nothing of a person (domain 6.1). */
static void
reports_of_few_cases_show_no_count_below_five(void **state)
{
	struct work *w = *state;
	json_t *result, *row;
	const char *count;
	size_t i;

	play_all(w);
	result = peer_do(&w->c, "leader01", "report.saksbehandlingstid",
	    params("{s:s, s:s}", "from", "2027-01-01", "to", "2027-12-31"));
	json_array_foreach(json_object_get(result, "rows"), i, row) {
		count = text_in(row, "count");
		assert_true(strcmp(count, "<5") == 0 || atoi(count) >= 5);
	}
	assert_non_null(row_with(json_object_get(result, "rows"), "name",
	    "preliminary_reply"));
	json_decref(result);
}

/* VALUE with each "$name" put in out of KEPT, in place. */
static json_t *
put_in(const json_t *value, const json_t *kept)
{
	json_t *out, *member, *known;
	const char *key;
	size_t i;

	if (json_is_string(value) && *json_string_value(value) == '$') {
		known = json_object_get(kept, json_string_value(value) + 1);
		return known != NULL ? json_incref(known) :
				       json_deep_copy(value);
	}
	if (json_is_array(value)) {
		out = json_array();
		json_array_foreach(value, i, member)
			json_array_append_new(out, put_in(member, kept));
		return out;
	}
	if (!json_is_object(value))
		return json_deep_copy(value);
	out = json_object();
	/* The iteration needs no const, and changes nothing. */
	json_object_foreach((json_t *)(uintptr_t)value, key, member)
		json_object_set_new(out, key, put_in(member, kept));
	return out;
}

static void
do_line(struct work *w, const json_t *line, json_t *kept)
{
	const char *at = json_string_value(json_object_get(line, "at"));
	const json_t *given = json_object_get(line, "params");
	json_t *reply, *result, *name;
	const char *key;

	if (at != NULL)
		work_advance(w, at);
	reply = peer_call(&w->c, text_in(line, "as"), text_in(line, "method"),
	    given != NULL ? put_in(given, kept) : NULL);
	result = json_object_get(reply, "result");
	if ((result == NULL) != (json_object_get(line, "error") != NULL))
		fail_msg("%s: %s", json_dumps(line, 0), json_dumps(reply, 0));
	json_object_foreach(json_object_get(line, "keep"), key, name)
		json_object_set(kept, key,
		    json_object_get(result, json_string_value(name)));
	json_decref(reply);
}

/* Architecture 2: nothing that was answered is lost, and nothing is doubled. */
static void
a_course_goes_on_after_kill_9_between_any_two_of_its_lines(void **state)
{
	struct work *w = *state;
	json_t *kept = json_object(), *line, *result;
	char path[512], text[8192];
	FILE *f;
	int n = 0;

	sample_path(path, sizeof(path), "05-barnefamilie.jsonl");
	f = fopen(path, "re");
	assert_non_null(f);
	while (fgets(text, sizeof(text), f) != NULL) {
		line = json_loads(text, 0, NULL);
		assert_non_null(line);
		do_line(w, line, kept);
		json_decref(line);
		work_restart(w, SIGKILL);
		n++;
	}
	fclose(f);
	assert_true(n > 20);
	result = work_show(w, "nav01", text_in(kept, "case"));
	assert_string_equal(text_in(result, "stage"), "closed");
	assert_string_equal(text_in(result, "outcome"), "decided");
	json_decref(result);
	json_decref(kept);
}

/* Six cases at LEVEL, received and mapped on DATE. */
static void
six_at_level(struct work *w, int level, const char *date)
{
	char number[NUMBER_SIZE];
	json_int_t person;
	int i;

	for (i = 0; i < 6; i++) {
		person = work_person(w, "Prøve Person");
		work_case(w, "nav01", date, number);
		json_decref(work_act(w, "nav01", number, "register_person",
		    params("{s:I}", "person", person)));
		json_decref(work_act(w, "nav01", number, "reply", NULL));
		json_decref(work_act(w, "nav01", number, "to_mapping",
		    params("{s:s, s:s}", "situation", "1.4", "urgency",
			"14d")));
		json_decref(work_act(w, "nav01", number, "mapped",
		    params("{s:s, s:s, s:s, s:i, s:s}", "mapped_on", date,
			"situation", "1.4", "wishes", "To rom", "level", level,
			"level_reason", "Råd")));
	}
}

static json_t *
report(struct work *w, const char *name, json_int_t as_of)
{
	return peer_do(&w->c, "leader01", name,
	    params("{s:s, s:s, s:I}", "from", "2027-01-01", "to", "2027-12-31",
		"as_of", as_of));
}

static json_int_t
now(struct work *w)
{
	json_t *result = peer_do(&w->c, NULL, "clock.show", NULL);
	json_int_t ms = int_in(result, "now");

	json_decref(result);
	return ms;
}

/* Domain 7.4 no. 12. */
static void
a_report_for_a_past_instant_equals_the_one_printed_then(void **state)
{
	static const char *const names[] = { "report.saksbehandlingstid",
		"report.nivaabevegelse" };
	struct work *w = *state;
	json_t *then[2], *again, *today;
	json_int_t instant;
	size_t i;

	six_at_level(w, 1, "2027-01-04");
	work_advance(w, "2027-02-01");
	instant = now(w);
	for (i = 0; i < 2; i++)
		then[i] = report(w, names[i], instant);
	work_advance(w, "2027-03-01");
	six_at_level(w, 2, "2027-01-05");
	work_restart(w, SIGKILL);
	for (i = 0; i < 2; i++) {
		again = report(w, names[i], instant);
		today = report(w, names[i], now(w));
		assert_true(json_equal(then[i], again));
		assert_false(json_equal(json_object_get(then[i], "rows"),
		    json_object_get(today, "rows")));
		json_decref(again);
		json_decref(today);
		json_decref(then[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, work_setup, work_teardown)
		T(every_sample_plays_to_its_end_and_the_views_follow),
		T(reports_of_few_cases_show_no_count_below_five),
		T(a_course_goes_on_after_kill_9_between_any_two_of_its_lines),
		T(a_report_for_a_past_instant_equals_the_one_printed_then),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
