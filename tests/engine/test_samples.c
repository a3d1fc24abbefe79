/*
 * The shipped workflow and its sample cases, on an engine in memory: a year
 * passes and each line is answered as it says.
 */
#include "fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/zone.h"

#define LINES_MAX 512
#define FILES_MAX 16

struct line {
	int64_t at;
	size_t file, no;
	json_t *body; /* owned */
};

static struct fixture f;
static struct line lines[LINES_MAX];
static size_t n_lines;
static json_t *kept[FILES_MAX]; /* what each file's lines keep */

/* Kongsvinger as it is shipped, but synthetic and with a gateway. */
static char *
kongsvinger(void)
{
	char path[512], line[512], *text = NULL;
	size_t size = 0;
	FILE *in, *out = open_memstream(&text, &size);

	snprintf(path, sizeof(path),
	    "%s/etc/municipalities/3401-kongsvinger.ini", fixture_top());
	in = fopen(path, "re");
	assert_non_null(in);
	assert_non_null(out);
	while (fgets(line, sizeof(line), in) != NULL) {
		if (strncmp(line, "test_identities", 15) == 0)
			fputs("test_identities = yes\n", out);
		else if (strncmp(line, "number", 6) == 0)
			fputs("number = 5532\n", out);
		else
			fputs(line, out);
	}
	fputs("\n[gateway play]\nlogin = play\n"
	      "[user adm]\nname = A\nlogin = adm\nunits = nav\n"
	      "roles = administrator\n",
	    out);
	fclose(in);
	fclose(out);
	return text;
}

static void
read_file(const char *path, size_t file)
{
	FILE *in = fopen(path, "re");
	struct err e = ERR_INIT;
	char text[8192];
	int64_t at = 0;
	const char *when;
	size_t no = 0;

	assert_non_null(in);
	while (fgets(text, sizeof(text), in) != NULL) {
		struct line *l = &lines[n_lines++];

		assert_true(n_lines < LINES_MAX);
		l->body = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
		if (l->body == NULL)
			fail_msg("%s:%zu: no JSON", path, no + 1);
		when = json_string_value(json_object_get(l->body, "at"));
		if (when != NULL && zone_parse(when, &at, &e) != RC_OK)
			fail_msg("%s:%zu: %s", path, no + 1, e.text);
		l->at = at;
		l->file = file;
		l->no = ++no;
	}
	fclose(in);
}

static int
by_time(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->no < y->no ? -1 : 1;
}

static int
is_sample(const struct dirent *d)
{
	const char *end = strrchr(d->d_name, '.');

	return end != NULL && strcmp(end, ".jsonl") == 0;
}

static void
read_samples(void)
{
	struct dirent **names;
	char dir[400], path[700];
	int i, n;

	snprintf(dir, sizeof(dir), "%s/workflows/boligsosial/sample",
	    fixture_top());
	n = scandir(dir, &names, is_sample, alphasort);
	assert_true(n >= 6 && n <= FILES_MAX);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]->d_name);
		read_file(path, (size_t)i);
		kept[i] = json_object();
		free(names[i]);
	}
	free(names);
	qsort(lines, n_lines, sizeof(lines[0]), by_time);
}

static int
setup(void **state)
{
	char *text = kongsvinger();

	(void)state;
	fixture_open_as(&f, STORE_MEMORY, text);
	free(text);
	snprintf(f.path, sizeof(f.path), "%s/workflows", fixture_top());
	read_samples();
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "boligsosial"));
	fixture_ok(&f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "boligsosial"));
	return 0;
}

static int
teardown(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < n_lines; i++)
		json_decref(lines[i].body);
	for (i = 0; i < FILES_MAX; i++)
		json_decref(kept[i]);
	fixture_close(&f);
	return 0;
}

/* V with "$name" replaced by what was kept under it (new reference). */
static json_t *
fill_in(json_t *v, const json_t *names)
{
	const char *text = json_string_value(v), *key;
	json_t *out, *item;
	size_t i;

	if (text != NULL && text[0] == '$')
		return json_incref(json_object_get(names, text + 1));
	if (json_is_object(v)) {
		out = json_object();
		json_object_foreach(v, key, item)
			json_object_set_new(out, key, fill_in(item, names));
		return out;
	}
	if (json_is_array(v)) {
		out = json_array();
		json_array_foreach(v, i, item)
			json_array_append_new(out, fill_in(item, names));
		return out;
	}
	return json_incref(v);
}

/* Is WANT part of GOT: each member, each element of a list somewhere in it? */
static bool
holds(const json_t *got, json_t *want)
{
	const char *key;
	json_t *item;
	size_t i, k;

	if (json_is_object(want)) {
		json_object_foreach(want, key, item)
			if (!holds(json_object_get(got, key), item))
				return false;
		return true;
	}
	if (!json_is_array(want))
		return json_equal(got, want);
	json_array_foreach(want, i, item) {
		for (k = 0; k < json_array_size(got); k++)
			if (holds(json_array_get(got, k), item))
				break;
		if (k == json_array_size(got))
			return false;
	}
	return true;
}

static void
check_answer(const struct line *l)
{
	const char *error =
	    json_string_value(json_object_get(l->body, "error"));
	json_t *keep = json_object_get(l->body, "keep"), *member;
	json_t *want = json_object_get(l->body, "expect");
	const char *key;

	if (strcmp(f.rc == RC_OK ? "" : f.err.name,
		error != NULL ? error : "") != 0)
		fail_msg("sample %zu line %zu: %s %s (%s %s)", l->file + 1,
		    l->no, f.err.name, f.err.text,
		    f.err.n_fields > 0 ? f.err.fields[0].field : "",
		    f.err.n_fields > 0 ? f.err.fields[0].text : "");
	if (want != NULL && !holds(f.result, want))
		fail_msg("sample %zu line %zu: %s", l->file + 1, l->no,
		    json_dumps(f.result, 0));
	json_object_foreach(keep, key, member)
		json_object_set(kept[l->file], key,
		    json_object_get(f.result, json_string_value(member)));
}

static void
play(const struct line *l)
{
	const char *method =
	    json_string_value(json_object_get(l->body, "method"));
	const char *as = json_string_value(json_object_get(l->body, "as"));
	json_t *params = json_object_get(l->body, "params");
	struct ask *a;

	if (method == NULL)
		return;
	a = fixture_new_ask(&f, "play", method,
	    params != NULL ? fill_in(params, kept[l->file]) : NULL);
	a->as = as != NULL ? mem_text(as) : NULL;
	fixture_submit(&f, a);
	check_answer(l);
}

static void
every_line_of_every_sample_is_answered_as_it_says(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < n_lines; i++) {
		if (lines[i].at > f.clock.now) {
			fixture_ok(&f, "adm", "clock.advance",
			    json_pack("{sI}", "to", (json_int_t)lines[i].at));
			if (json_integer_value(
				json_object_get(f.result, "incidents")) != 0)
				fail_msg("an incident before sample %zu line "
					 "%zu",
				    lines[i].file + 1, lines[i].no);
		}
		play(&lines[i]);
	}
	assert_true(n_lines > 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    every_line_of_every_sample_is_answered_as_it_says, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
