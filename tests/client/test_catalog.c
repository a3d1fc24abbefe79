/*
 * test_catalog -- words of the command line to methods, parameters to values.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/args.h"
#include "client/catalog.h"
#include "client/request.h"
#include "fake.h"

#define MAX 8

static int
setup(void **state)
{
	static struct catalog c;
	struct err e = ERR_INIT;

	i18n_init("en");
	*state = &c;
	return catalog_init(&c, fake_describe(), &e) == RC_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	catalog_fini(*state);
	return 0;
}

static void
words_in_both_languages_name_a_method(void **state)
{
	static const struct {
		const char *word[2];
		const char *method; /* NULL: the object alone */
		size_t used;
	} rows[] = { { { "case", "show" }, "case.show", 2 },
		{ { "sak", "vis" }, "case.show", 2 },
		{ { "sak", "show" }, "case.show", 2 },
		{ { "case.show", "2027/12" }, "case.show", 1 },
		{ { "i-dag", "x" }, "day.show", 1 },
		{ { "i_dag", "x" }, "day.show", 1 },
		{ { "day", "show" }, "day.show", 2 },
		{ { "dokument", "--json" }, NULL, 1 } };
	struct err e = ERR_INIT;
	const char *object;
	json_t *method;
	size_t i, used;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(catalog_resolve(*state, rows[i].word, 2,
				     &method, &object, &used, &e),
		    RC_OK);
		assert_int_equal(used, rows[i].used);
		if (rows[i].method == NULL)
			assert_null(method);
		else
			assert_string_equal(method_name(method),
			    rows[i].method);
	}
}

static void
the_nearest_word_is_offered_and_a_strange_one_is_not(void **state)
{
	static const struct {
		const char *word[2], *text;
	} rows[] = { { { "csae", "show" },
			 "csae: no such word; did you mean 'case'?" },
		{ { "case", "sohw" },
		    "sohw: no such word; did you mean 'show'?" },
		{ { "sak", "utfor" },
		    "utfor: no such word; did you mean 'utfør'?" },
		{ { "xyzzyplugh", "x" },
		    "xyzzyplugh: no such word; 'boflyt help' lists what there "
		    "is" },
		{ { "sak", "xyzzyplugh" },
		    "xyzzyplugh: no such word; 'boflyt sak' lists what there "
		    "is" } };
	struct err e = ERR_INIT;
	const char *object;
	json_t *method;
	size_t i, used;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		err_clear(&e);
		assert_int_equal(catalog_resolve(*state, rows[i].word, 2,
				     &method, &object, &used, &e),
		    RC_INVALID);
		assert_string_equal(e.text, rows[i].text);
	}
}

/* Read WORD (ends with NULL) as the values of METHOD. */
static enum rc
read_words(struct catalog *c, const char *method, const char *const *word,
    struct request *r, struct err *e)
{
	struct args a;
	enum rc rc;

	memset(&a, 0, sizeof(a));
	a.reserved = json_object();
	a.word = mem_new(MAX, sizeof(*a.word));
	while (word[a.n_words] != NULL) {
		a.word[a.n_words] = word[a.n_words];
		a.n_words++;
	}
	a.plain = a.n_words;
	rc = request_read(r, catalog_find(c, method), &a, a.word, a.n_words, e);
	args_fini(&a);
	return rc;
}

static void
values_land_where_the_row_says(void **state)
{
	static const char *const words[] = { "2027/12", "to_mapping", "a=1",
		"a=2", "b:=[3]", NULL };
	struct err e = ERR_INIT;
	struct request r;

	assert_int_equal(read_words(*state, "case.act", words, &r, &e), RC_OK);
	assert_string_equal(json_string_value(
				json_object_get(r.params, "case")),
	    "2027/12");
	assert_string_equal(json_string_value(
				json_object_get(r.params, "action")),
	    "to_mapping");
	assert_int_equal(json_array_size(json_object_get(r.pairs, "a")), 2);
	assert_int_equal(json_array_size(json_object_get(r.pairs, "b")), 1);
	request_fini(&r);
}

/* As the daemon's own errors write it: role=@unit. */
static void
what_every_request_takes_is_written_like_the_rest(void **state)
{
	static const char *const words[] = { "role=@nav", "if_rev=4",
		"reason=fordi", NULL };
	struct err e = ERR_INIT;
	struct request r;

	assert_int_equal(read_words(*state, "case.list", words, &r, &e), RC_OK);
	assert_string_equal(json_string_value(
				json_object_get(r.params, "role")),
	    "@nav");
	assert_int_equal(json_integer_value(
			     json_object_get(r.params, "if_rev")),
	    4);
	assert_string_equal(json_string_value(
				json_object_get(r.params, "reason")),
	    "fordi");
	request_fini(&r);
}

static void
what_does_not_fit_is_refused_by_name(void **state)
{
	static const struct {
		const char *method;
		const char *word[3];
		const char *text;
	} rows[] = { { "case.list", { "--stge", "x" },
			 "stge: no such parameter; did you mean 'stage'?" },
		{ "case.list", { "--stage" }, "--stage: the value is missing" },
		{ "case.list", { "extra" },
		    "extra: one word too many; values "
		    "are written name=value" },
		{ "case.list", { "stage=a", "stage=b" }, "stage: given twice" },
		{ "case.list", { "--mine=kanskje" }, "mine: answer yes or no" },
		{ "case.list", { "-x" },
		    "-x: no such option; --help lists them" },
		{ "document.get", { "x" }, "id: 'x' is not a whole number" },
		{ "document.put", { "2027/1", "/nowhere/at-all" },
		    "/nowhere/at-all: No such file or directory" } };
	const char *word[4];
	struct request r;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err e = ERR_INIT;

		memcpy(word, rows[i].word, sizeof(rows[i].word));
		word[3] = NULL;
		assert_int_equal(read_words(*state, rows[i].method, word, &r,
				     &e),
		    RC_INVALID);
		assert_string_equal(e.text, rows[i].text);
		request_fini(&r);
	}
}

static void
without_a_known_class_a_pair_stays_off_the_command_line(void **state)
{
	static const char *const words[] = { "2027/12", "to_mapping",
		"wishes=x", NULL };
	struct err e = ERR_INIT;
	struct request r;

	assert_int_equal(read_words(*state, "case.act", words, &r, &e), RC_OK);
	assert_int_equal(request_type_pairs(&r, NULL, &e), RC_INVALID);
	assert_non_null(strstr(e.text, "not on a command line"));
	request_fini(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_in_both_languages_name_a_method),
		cmocka_unit_test(
		    the_nearest_word_is_offered_and_a_strange_one_is_not),
		cmocka_unit_test(values_land_where_the_row_says),
		cmocka_unit_test(
		    what_every_request_takes_is_written_like_the_rest),
		cmocka_unit_test(what_does_not_fit_is_refused_by_name),
		cmocka_unit_test(
		    without_a_known_class_a_pair_stays_off_the_command_line)
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
