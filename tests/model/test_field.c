/*
 * test_field -- what a field takes, and the normal form it keeps.
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/definition.h"

static const struct def_code codes[] = {
	{ .code = "1.1", .title = "one" },
	{ .code = "1.2",
	    .title = "two",
	    .has_from = true,
	    .from = { 20819 } }, /* 2027-01-01 */
	{ .code = "1.3",
	    .title = "three",
	    .has_to = true,
	    .to = { 20818 } }, /* 2026-12-31 */
};

struct row {
	enum def_type type;
	bool many;
	const char *value; /* JSON */
	const char *want; /* JSON, or NULL: refused */
};

static const struct row rows[] = {
	{ DEF_TEXT, false, "\"  hei \\n\"", "\"hei\"" },
	{ DEF_TEXT, false, "\"a\\u030a\"", "\"\\u00e5\"" },
	{ DEF_TEXT, false, "\"12345678901234567890\"",
	    "\"12345678901234567890\"" },
	{ DEF_TEXT, false, "\"123456789012345678901\"", NULL },
	{ DEF_TEXT, false, "\"   \"", NULL },
	{ DEF_TEXT, false, "\"a\\u0007\"", NULL },
	{ DEF_TEXT, false, "5", NULL },
	{ DEF_INTEGER, false, "1", "1" },
	{ DEF_INTEGER, false, "100000", "100000" },
	{ DEF_INTEGER, false, "0", NULL },
	{ DEF_INTEGER, false, "100001", NULL },
	{ DEF_INTEGER, false, "1.0", NULL },
	{ DEF_INTEGER, false, "\"1\"", NULL },
	{ DEF_BOOLEAN, false, "true", "true" },
	{ DEF_BOOLEAN, false, "false", "false" },
	{ DEF_BOOLEAN, false, "1", NULL },
	{ DEF_DATE, false, "\"2028-02-29\"", "\"2028-02-29\"" },
	{ DEF_DATE, false, "\"2027-02-29\"", NULL },
	{ DEF_DATE, false, "\"29.02.2028\"", NULL },
	{ DEF_DATE, false, "20270101", NULL },
	{ DEF_MONEY, false, "12550", "12550" },
	{ DEF_MONEY, false, "\"125,50\"", "12550" },
	{ DEF_MONEY, false, "\"125,505\"", NULL },
	{ DEF_MONEY, false, "-1", NULL },
	{ DEF_MONEY, false, "125.5", NULL },
	{ DEF_CHOICE, false, "\"1.1\"", "\"1.1\"" },
	{ DEF_CHOICE, false, "\"1.2\"", "\"1.2\"" },
	{ DEF_CHOICE, false, "\"1.3\"", NULL },
	{ DEF_CHOICE, false, "\"9\"", NULL },
	{ DEF_CHOICE, false, "11", NULL },
	{ DEF_DURATION, false, "\"14d\"", "\"14d\"" },
	{ DEF_DURATION, false, "\"10wd\"", "\"10wd\"" },
	{ DEF_DURATION, false, "\"72h\"", NULL },
	{ DEF_DURATION, false, "14", NULL },
	{ DEF_PERSON, false, "7", "7" },
	{ DEF_PERSON, false, "0", NULL },
	{ DEF_HOUSEHOLD, false, "7", "7" },
	{ DEF_HOUSEHOLD, false, "\"7\"", NULL },
	{ DEF_DOCUMENT, false, "-7", NULL },
	{ DEF_UNIT, false, "\"nav\"", "\"nav\"" },
	{ DEF_UNIT, false, "\"NAV Balsfjord\"", NULL },
	{ DEF_USER, false, "\"nav01\"", "\"nav01\"" },
	{ DEF_USER, false, "\"\"", NULL },
	{ DEF_CHOICE, true, "[\"1.1\",\"1.2\"]", "[\"1.1\",\"1.2\"]" },
	{ DEF_CHOICE, true, "[]", "[]" },
	{ DEF_CHOICE, true, "[\"1.1\",\"1.1\"]", NULL },
	{ DEF_CHOICE, true, "\"1.1\"", NULL },
	{ DEF_CHOICE, true, "[\"1.1\",\"9\"]", NULL },
};

static struct def_field
field_of(enum def_type type, bool many)
{
	struct def_field f = { .name = "field",
		.title = "Field",
		.help = "",
		.type = type,
		.many = many,
		.min = 1,
		.max = 100000,
		.codes = codes,
		.n_codes = 3 };

	if (type == DEF_TEXT)
		f.max = 20;
	return f;
}

static void
each_type_takes_what_it_declares(void **state)
{
	struct date today = { 20820 }; /* 2027-01-02 */
	json_t *value, *want, *out;
	struct def_field f;
	struct err e;
	enum rc rc;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		f = field_of(rows[i].type, rows[i].many);
		value = json_loads(rows[i].value, JSON_DECODE_ANY, NULL);
		assert_non_null(value);
		err_clear(&e);
		rc = field_check(&f, value, today, &out, &e);
		if (rows[i].want == NULL) {
			if (rc != RC_FIELDS || out != NULL)
				fail_msg("%s %s was taken",
				    def_type_name(f.type), rows[i].value);
			assert_string_equal(e.fields[0].field, "field");
			json_decref(value);
			continue;
		}
		want = json_loads(rows[i].want, JSON_DECODE_ANY, NULL);
		if (rc != RC_OK || !json_equal(out, want))
			fail_msg("%s %s: %s", def_type_name(f.type),
			    rows[i].value, e.text);
		json_decref(want);
		json_decref(out);
		json_decref(value);
	}
}

/* A code that went out of use is refused from the day after. */
static void
a_code_is_valid_from_to_both_included(void **state)
{
	struct def_field f = field_of(DEF_CHOICE, false);
	struct date before = { 20818 }, after = { 20819 };
	json_t *second = json_string("1.2"), *third = json_string("1.3"), *out;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(field_check(&f, second, before, &out, &e), RC_FIELDS);
	err_clear(&e);
	assert_int_equal(field_check(&f, third, before, &out, &e), RC_OK);
	json_decref(out);
	assert_int_equal(field_check(&f, second, after, &out, &e), RC_OK);
	json_decref(out);
	assert_int_equal(field_check(&f, third, after, &out, &e), RC_FIELDS);
	assert_non_null(strstr(e.fields[0].text, "not in use"));
	json_decref(second);
	json_decref(third);
}

static void
errors_of_several_fields_gather(void **state)
{
	struct def_field a = field_of(DEF_INTEGER, false);
	struct def_field b = field_of(DEF_DATE, false);
	struct date today = { 20820 };
	json_t *wrong = json_string("x"), *out;
	struct err e = ERR_INIT;

	(void)state;
	a.name = "first";
	b.name = "second";
	assert_int_equal(field_check(&a, wrong, today, &out, &e), RC_FIELDS);
	assert_int_equal(field_check(&b, wrong, today, &out, &e), RC_FIELDS);
	assert_int_equal(e.n_fields, 2);
	assert_string_equal(e.fields[1].field, "second");
	json_decref(wrong);
}

static void
a_long_list_of_codes_is_cut_in_the_error(void **state)
{
	static struct def_code many[200];
	static char names[200][16];
	struct def_field f = field_of(DEF_CHOICE, false);
	struct date today = { 20820 };
	json_t *wrong = json_string("x"), *out;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 200; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "code-%zu", i);
		many[i].code = names[i];
	}
	f.codes = many;
	f.n_codes = 200;
	assert_int_equal(field_check(&f, wrong, today, &out, &e), RC_FIELDS);
	assert_non_null(strstr(e.fields[0].text, "code-0 code-1"));
	json_decref(wrong);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type_takes_what_it_declares),
		cmocka_unit_test(a_code_is_valid_from_to_both_included),
		cmocka_unit_test(errors_of_several_fields_gather),
		cmocka_unit_test(a_long_list_of_codes_is_cut_in_the_error),
	};

	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
