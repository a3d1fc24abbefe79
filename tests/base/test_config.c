/*
 * test_config -- a file is right as a whole, or every mistake is told.
 */
#include "check.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"

static const char *const languages[] = { "nb", "nn", NULL };

static const struct bf_key keys[] = { { .section = "municipality",
					  .name = "number",
					  .type = BF_NAME,
					  .flags = BF_REQUIRED,
					  .text =
					      "number of the municipality" },
	{ .section = "municipality",
	    .name = "language",
	    .type = BF_CODE,
	    .codes = languages,
	    .value = "nb",
	    .text = "language" },
	{ .section = "municipality",
	    .name = "test_identities",
	    .type = BF_BOOL,
	    .value = "no",
	    .text = "synthetic persons" },
	{ .section = "municipality",
	    .name = "from",
	    .type = BF_DATE,
	    .text = "since" },
	{ .section = "limits",
	    .name = "clients",
	    .type = BF_INTEGER,
	    .min = 1,
	    .max = 100,
	    .value = "64",
	    .unit = "connections",
	    .reload = true,
	    .text = "connections at once",
	    .law = "D-057" },
	{ .section = "unit *",
	    .name = "name",
	    .type = BF_TEXT,
	    .flags = BF_REQUIRED,
	    .text = "title" },
	{ .section = "unit *",
	    .name = "roles",
	    .type = BF_NAME,
	    .flags = BF_REPEATED,
	    .value = "reader, writer",
	    .text = "what it may" },
	{ .section = "levels", .name = "*", .type = BF_TEXT, .text = "level" },
	{ .section = "deadline *",
	    .name = "length",
	    .type = BF_DURATION,
	    .value = "14d",
	    .text = "how long" },
	{ .section = NULL } };

static const struct bf_key more_keys[] = { { .section = "plugin deposit",
					       .name = "months",
					       .type = BF_INTEGER,
					       .value = "3",
					       .text = "months" },
	{ .section = NULL } };

static const struct bf_key *const tables[] = { keys, more_keys, NULL };

static char path[] = "/tmp/boflyt-config-XXXXXX";
static const char *files[] = { path, NULL };
static struct lines mistakes;
static struct config *config;

static enum rc
load(const char *text)
{
	struct err e = ERR_INIT;
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	lines_free(&mistakes);
	config_free(config);
	config = NULL;
	return config_read(files, tables, NULL, &mistakes, &config, &e);
}

static bool
complains(const char *part)
{
	size_t i;

	for (i = 0; i < mistakes.n; i++)
		if (strstr(mistakes.line[i], part) != NULL)
			return true;
	return false;
}

static void
given_values_and_defaults_are_read(void **state)
{
	(void)state;
	assert_int_equal(load("[municipality]\nnumber = 5532\n"
			      "test_identities = yes\n[limits]\nclients = 7\n"),
	    RC_OK);
	assert_string_equal(config_text(config, "municipality", "number"),
	    "5532");
	assert_string_equal(config_text(config, "municipality", "language"),
	    "nb");
	assert_true(config_bool(config, "municipality", "test_identities"));
	assert_int_equal(config_int(config, "limits", "clients"), 7);
	assert_int_equal(config_int(config, "plugin deposit", "months"), 3);
	assert_null(config_text(config, "municipality", "from"));
	assert_true(config_has(config, "limits", "clients"));
	assert_false(config_has(config, "municipality", "language"));
	assert_string_equal(config_text(config, "deadline x", "length"), "14d");
}

static void
named_sections_come_in_the_order_of_the_file(void **state)
{
	const char *const *roles;
	size_t n;

	(void)state;
	assert_int_equal(
	    load("[municipality]\nnumber = 1\n[unit nav]\n"
		 "name = NAV\nroles = a, b ,c\n[unit health]\nname = Helse\n"),
	    RC_OK);
	assert_string_equal(config_name(config, "unit", 0), "nav");
	assert_string_equal(config_name(config, "unit", 1), "health");
	assert_null(config_name(config, "unit", 2));
	assert_null(config_name(config, "uni", 0));
	roles = config_list(config, "unit nav", "roles", &n);
	assert_int_equal(n, 3);
	assert_string_equal(roles[1], "b");
	assert_null(roles[3]);
	roles = config_list(config, "unit health", "roles", NULL);
	assert_string_equal(roles[1], "writer");
}

static void
a_section_may_take_any_key(void **state)
{
	(void)state;
	assert_int_equal(load("[municipality]\nnumber = 1\n[levels]\n"
			      "4 = merge into 3\n"),
	    RC_OK);
	assert_string_equal(config_text(config, "levels", "4"), "merge into 3");
	assert_string_equal(config_key(config, "levels", 0), "4");
	assert_null(config_key(config, "levels", 1));
	assert_null(config_text(config, "levels", "3"));
}

static void
every_mistake_is_told_and_nothing_is_given_out(void **state)
{
	(void)state;
	assert_int_equal(
	    load("stray = 1\n[municipalty]\nnumber = 1\n"
		 "[municipality]\nlangauge = nb\nlanguage = en\nlanguage = nn\n"
		 "test_identities = ja\nfrom = 2027-02-29\n"
		 "[limits]\nclients = 101\nclients = 12x\n"
		 "[unit nav]\nnaem = x\nroles = a,,b\n[unit]\nname = x\n"
		 "[deadline d]\nlength = 14 days\n"),
	    RC_CONFIG);
	assert_null(config);
	assert_true(complains(":1: stray: stands before"));
	assert_true(complains(":2: [municipalty]: no such section, did you "
			      "mean 'municipality'?"));
	assert_true(complains(":5: [municipality] langauge: no such key, did "
			      "you mean 'language'?"));
	assert_true(complains(":6: language = en: unknown, did you mean"));
	assert_true(complains(":7: [municipality] language: stands already"));
	assert_true(complains(":8: test_identities = ja: must be yes or no"));
	assert_true(complains(":9: from = 2027-02-29: not a date"));
	assert_true(complains(":11: clients = 101: must be 1 to 100"));
	assert_true(complains(":12: [limits] clients: stands already at"));
	assert_true(complains(":14: [unit nav] naem: no such key, did you mean "
			      "'name'?"));
	assert_true(complains(":15: roles = : empty"));
	assert_true(complains(":16: [unit]: needs a name"));
	assert_true(complains(":19: length = 14 days: not a length"));
	assert_true(complains("[municipality] number: missing"));
	assert_true(complains(":13: [unit nav] name: missing"));
	assert_int_equal(mistakes.n, 15);
}

static void
a_key_of_another_file_counts_as_repeated(void **state)
{
	const char *twice[] = { path, path, NULL };
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(load("[municipality]\nnumber = 1\n"), RC_OK);
	config_free(config);
	config = NULL;
	assert_int_equal(config_read(twice, tables, NULL, &mistakes, &config,
			     &e),
	    RC_CONFIG);
	assert_true(complains("stands already"));
	assert_non_null(strstr(e.text, "stands already"));
}

static void
a_mistake_of_the_caller_knows_its_place(void **state)
{
	(void)state;
	assert_int_equal(load("[municipality]\nnumber = 1\n\n[unit nav]\n"
			      "name = x\n"),
	    RC_OK);
	assert_non_null(
	    strstr(config_where(config, "municipality", "number"), ":2"));
	assert_non_null(
	    strstr(config_where(config, "unit nav", "roles"), ":4"));
	assert_string_equal(config_where(config, "limits", "clients"), path);
}

static void
a_missing_file_is_one_mistake(void **state)
{
	const char *none[] = { "/nowhere/boflyt.conf", NULL };
	struct err e = ERR_INIT;

	(void)state;
	lines_free(&mistakes);
	assert_int_equal(config_read(none, tables, NULL, &mistakes, &config,
			     &e),
	    RC_CONFIG);
	assert_int_equal(mistakes.n, 1);
	assert_non_null(strstr(e.text, "/nowhere/boflyt.conf"));
}

static void
a_key_is_explained_with_all_that_its_row_says(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	lines_free(&mistakes);
	assert_int_equal(config_explain(tables, "limits.clients", &mistakes,
			     &e),
	    RC_OK);
	assert_true(complains("[limits] clients: connections at once"));
	assert_true(complains("whole number"));
	assert_true(complains("connections"));
	assert_true(complains("1 to 100"));
	assert_true(complains("64"));
	assert_true(complains("taken by a reload"));
	assert_true(complains("D-057"));
	lines_free(&mistakes);
	assert_int_equal(config_explain(tables, "unit.roles", &mistakes, &e),
	    RC_OK);
	assert_int_equal(config_explain(tables, "unit nav.roles", &mistakes,
			     &e),
	    RC_OK);
	assert_int_equal(config_explain(tables, "roles", &mistakes, &e), RC_OK);
	assert_int_equal(config_explain(tables, "limits.client", &mistakes, &e),
	    RC_NOTFOUND);
	assert_non_null(strstr(e.text, "did you mean 'limits.clients'?"));
}

static int
clean(void **state)
{
	(void)state;
	config_free(config);
	lines_free(&mistakes);
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(given_values_and_defaults_are_read),
		cmocka_unit_test(named_sections_come_in_the_order_of_the_file),
		cmocka_unit_test(a_section_may_take_any_key),
		cmocka_unit_test(
		    every_mistake_is_told_and_nothing_is_given_out),
		cmocka_unit_test(a_key_of_another_file_counts_as_repeated),
		cmocka_unit_test(a_mistake_of_the_caller_knows_its_place),
		cmocka_unit_test(a_missing_file_is_one_mistake),
		cmocka_unit_test(a_key_is_explained_with_all_that_its_row_says),
	};
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	(void)close(fd);
	return cmocka_run_group_tests(tests, NULL, clean);
}
