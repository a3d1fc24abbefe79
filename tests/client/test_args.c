/*
 * test_args -- the command line, split before any method is known.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "client/args.h"

static enum rc
parse(struct args *a, struct err *e, int n, const char *const *word)
{
	static char text[16][64];
	static char *argv[17];
	int i;

	argv[0] = text[0];
	for (i = 0; i < n; i++) {
		strncpy(text[i + 1], word[i], sizeof(text[0]) - 1);
		argv[i + 1] = text[i + 1];
	}
	argv[n + 1] = NULL;
	return args_parse(n + 1, argv, a, e);
}

#define PARSE(a, e, ...)                                                       \
	parse(a, e,                                                            \
	    (int)(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *)),   \
	    (const char *[]){ __VA_ARGS__ })

static void
options_stand_anywhere_and_words_keep_their_order(void **state)
{
	struct err e = ERR_INIT;
	struct args a;

	(void)state;
	assert_int_equal(PARSE(&a, &e, "-m", "5532", "case", "--json", "list",
			     "--unit", "nav", "--role=leader"),
	    RC_OK);
	assert_string_equal(a.municipality, "5532");
	assert_string_equal(a.format, "json");
	assert_int_equal(a.n_words, 4);
	assert_string_equal(a.word[0], "case");
	assert_string_equal(a.word[2], "--unit");
	assert_string_equal(json_string_value(
				json_object_get(a.reserved, "role")),
	    "leader");
	args_fini(&a);
}

static void
words_behind_two_dashes_are_never_options(void **state)
{
	struct err e = ERR_INIT;
	struct args a;

	(void)state;
	assert_int_equal(PARSE(&a, &e, "document", "put", "--", "--json",
			     "a=b"),
	    RC_OK);
	assert_null(a.format);
	assert_int_equal(a.n_words, 4);
	assert_int_equal(a.plain, 2);
	args_fini(&a);
}

static void
a_revision_is_a_whole_number(void **state)
{
	struct err e = ERR_INIT;
	struct args a;

	(void)state;
	assert_int_equal(PARSE(&a, &e, "--if-rev", "3x"), RC_INVALID);
	assert_non_null(strstr(e.text, "3x"));
	args_fini(&a);
	err_clear(&e);
	assert_int_equal(PARSE(&a, &e, "--if-rev", "3"), RC_OK);
	assert_int_equal(json_integer_value(
			     json_object_get(a.reserved, "if_rev")),
	    3);
	args_fini(&a);
}

static void
an_option_without_its_value_is_an_error(void **state)
{
	struct err e = ERR_INIT;
	struct args a;

	(void)state;
	assert_int_equal(PARSE(&a, &e, "case", "--as"), RC_INVALID);
	assert_string_equal(e.text, "--as: the value is missing");
	args_fini(&a);
}

static void
completion_takes_every_word_as_it_is(void **state)
{
	struct err e = ERR_INIT;
	struct args a;

	(void)state;
	assert_int_equal(PARSE(&a, &e, "--complete", "case", "--json", ""),
	    RC_OK);
	assert_null(a.format);
	assert_int_equal(a.n_words, 3);
	args_fini(&a);
}

static void
pairs_have_three_forms(void **state)
{
	static const struct {
		const char *word;
		size_t len; /* 0: no pair */
		char form;
		const char *value;
	} rows[] = { { "unit=nav", 4, '=', "nav" }, { "unit=", 4, '=', "" },
		{ "tags:=[1]", 4, ':', "[1]" },
		{ "text=@f.txt", 4, '@', "f.txt" },
		{ "data.unit=x", 9, '=', "x" }, { "a=b=c", 1, '=', "b=c" },
		{ "2027/12", 0, 0, NULL }, { "./a=b", 0, 0, NULL },
		{ "--unit=nav", 0, 0, NULL }, { "=x", 0, 0, NULL },
		{ "plain", 0, 0, NULL } };
	const char *value;
	size_t i, len;
	char form;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(args_pair(rows[i].word, &len, &form, &value),
		    rows[i].len > 0);
		if (rows[i].len == 0)
			continue;
		assert_int_equal(len, rows[i].len);
		assert_int_equal(form, rows[i].form);
		assert_string_equal(value, rows[i].value);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    options_stand_anywhere_and_words_keep_their_order),
		cmocka_unit_test(words_behind_two_dashes_are_never_options),
		cmocka_unit_test(a_revision_is_a_whole_number),
		cmocka_unit_test(an_option_without_its_value_is_an_error),
		cmocka_unit_test(completion_takes_every_word_as_it_is),
		cmocka_unit_test(pairs_have_three_forms)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
