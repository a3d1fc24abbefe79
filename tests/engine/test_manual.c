/*
 * The definitions that the manual, the README and doc/nb show are right.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"

#define LAMP "lamp"

/* A place on disk for what was found in a text. */
struct found {
	struct fixture f;
	char dir[64];
	FILE *out;
};

static void
file_name(const struct found *w, const char *end, char out[128])
{
	snprintf(out, 128, "%s/%s%s", w->dir, LAMP, end);
}

static int
setup(void **state)
{
	struct found *w = calloc(1, sizeof(*w));
	char name[128];

	assert_non_null(w);
	fixture_open_bare(&w->f, STORE_MEMORY);
	snprintf(w->dir, sizeof(w->dir), "/tmp/boflyt-manual.XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	/* The engine borrows the path. */
	snprintf(w->f.path, sizeof(w->f.path), "%s", w->dir);
	file_name(w, "", name);
	assert_int_equal(mkdir(name, 0700), 0);
	file_name(w, "/workflow.lua", name);
	assert_non_null(w->out = fopen(name, "w"));
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct found *w = *state;
	char name[128];

	file_name(w, "/workflow.lua", name);
	unlink(name);
	file_name(w, "", name);
	rmdir(name);
	rmdir(w->dir);
	fixture_close(&w->f);
	free(w);
	return 0;
}

/* Write LINE of a page: its letters are escaped. */
static void
put_page_line(FILE *out, const char *line)
{
	static const struct {
		const char *name, *text;
	} letters[] = { { "\\(oa", "å" }, { "\\(/o", "ø" }, { "\\(/O", "Ø" } };
	size_t i;

	while (*line != '\0') {
		for (i = 0; i < 3; i++)
			if (strncmp(line, letters[i].name, 4) == 0)
				break;
		if (i < 3) {
			fputs(letters[i].text, out);
			line += 4;
		} else
			putc(*line++, out);
	}
}

/*
 * Copy the lines of FILE after one that begins with FIRST up to one that
 * begins with LAST, all but SKIP bytes of each.
 */
static void
copy(struct found *w, const char *file, const char *first, const char *last,
    size_t skip)
{
	char name[600], line[512];
	bool inside = false;
	FILE *in;

	snprintf(name, sizeof(name), "%s/%s", fixture_top(), file);
	if ((in = fopen(name, "r")) == NULL)
		fail_msg("%s: cannot be read", name);
	while (fgets(line, sizeof(line), in) != NULL) {
		if (inside && strncmp(line, last, strlen(last)) == 0)
			break;
		if (inside)
			put_page_line(w->out,
			    strlen(line) > skip ? line + skip : "\n");
		if (strcmp(line, first) == 0)
			inside = true;
	}
	fclose(in);
	fclose(w->out);
	w->out = NULL;
	assert_true(inside);
}

static void
load(struct found *w)
{
	fixture_ok(&w->f, "adm", "workflow.load",
	    json_pack("{ss}", "path", LAMP));
	fixture_ok(&w->f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", LAMP));
}

static const char *
stage_of(struct fixture *f)
{
	return json_string_value(json_object_get(f->result, "stage"));
}

static void
the_example_of_the_manual_takes_a_case_to_its_end(void **state)
{
	struct found *w = *state;
	struct fixture *f = &w->f;
	char number[24];

	copy(w, "man/boflyt-workflow.7", ".Bd -literal\n", ".Ed", 0);
	load(w);
	fixture_ok(f, "nav01", "person.add",
	    json_pack("{ss}", "name", "Kari Prøve"));
	fixture_ok(f, "nav01", "case.create",
	    json_pack("{ss s{ss si}}", "workflow", LAMP, "data", "received",
		"2027-01-11", "person", 1));
	snprintf(number, sizeof(number), "%s",
	    json_string_value(json_object_get(f->result, "case")));
	assert_int_equal(fixture_act(f, "nav01", number, "lend",
			     json_pack("{ss}", "lamp", "floor")),
	    RC_GUARD);
	ASSERT_ERROR(f, RC_GUARD, "E_WISHES");
	assert_int_equal(fixture_act(f, "nav01", number, "wait",
			     json_pack("{ss}", "why_wait", "bortreist")),
	    RC_OK);
	assert_int_equal(fixture_act(f, "nav01", number, "lend",
			     json_pack("{ss}", "lamp", "desk")),
	    RC_OK);
	assert_string_equal(stage_of(f), "lent");
	assert_int_equal(fixture_act(f, "nav01", number, "back", NULL), RC_OK);
	assert_string_equal(stage_of(f), "closed");
	assert_int_equal(fixture_act(f, "nav01", number, "reopen",
			     json_pack("{ss}", "why_wait", "ny")),
	    RC_OK);
	assert_string_equal(stage_of(f), "asked");
}

static void
the_example_of_the_readme_is_right(void **state)
{
	copy(*state, "README.md", "rules are functions:\n", "Put ", 4);
	load(*state);
}

static void
the_norwegian_example_is_right(void **state)
{
	copy(*state, "doc/nb/arbeidsflyt.md",
	    "leses av alle; bare reglene er små funksjoner.\n", "- ", 4);
	load(*state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_example_of_the_manual_takes_a_case_to_its_end, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    the_example_of_the_readme_is_right, setup, teardown),
		cmocka_unit_test_setup_teardown(the_norwegian_example_is_right,
		    setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
