/*
 * test_schema -- parameters against their rows, every mistake at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/schema.h"

static int
nothing(struct bf_call *call, const json_t *params, json_t **result)
{
	(void)call;
	(void)params;
	*result = NULL;
	return 0;
}

static const char *const grades[] = { "normal", "strict", NULL };

static const struct bf_param params[] = {
	{ .name = "case", .type = BF_CASE, .flags = BF_REQUIRED },
	{ .name = "text", .type = BF_TEXT },
	{ .name = "name", .type = BF_NAME },
	{ .name = "grade", .type = BF_CODE, .codes = grades },
	{ .name = "level", .type = BF_INTEGER, .min = 1, .max = 4 },
	{ .name = "rent", .type = BF_MONEY },
	{ .name = "urgent", .type = BF_BOOL },
	{ .name = "date", .type = BF_DATE },
	{ .name = "at", .type = BF_INSTANT },
	{ .name = "length", .type = BF_DURATION },
	{ .name = "id", .type = BF_ID }, { .name = "nin", .type = BF_NIN },
	{ .name = "input", .type = BF_OBJECT },
	{ .name = "list", .type = BF_LIST }, { .name = "any", .type = BF_ANY },
	{ .name = "file", .type = BF_FD },
	{ .name = "levels",
	    .type = BF_INTEGER,
	    .flags = BF_REPEATED,
	    .min = 1,
	    .max = 4 },
	{ .type = BF_END }
};

static const struct bf_method method = { .name = "case.try",
	.kind = BF_STEP,
	.access = BF_ACCESS_CASE,
	.faces = BF_FACE_SOCKET,
	.text = "try",
	.params = params,
	.call = nothing };

static struct reserved reserved;
static struct err e;
static json_t *given, *out;

static enum rc
check(const char *text)
{
	json_decref(given);
	json_decref(out);
	out = NULL;
	given = json_loads(text, JSON_DECODE_ANY, NULL);
	assert_non_null(given);
	return schema_check(&method, given, 1, &reserved, &out, &e);
}

/* The text of the mistake in FIELD; NULL if there is none. */
static const char *
said_of(const char *field)
{
	size_t i;

	for (i = 0; i < e.n_fields; i++)
		if (strcmp(e.fields[i].field, field) == 0)
			return e.fields[i].text;
	return NULL;
}

static int
clean(void **state)
{
	(void)state;
	json_decref(given);
	json_decref(out);
	return 0;
}

static void
right_values_of_every_type_pass(void **state)
{
	(void)state;
	assert_int_equal(
	    check(
		"{\"case\":\"2027/12\",\"text\":\"hei\\nå\","
		"\"name\":\"to_mapping\",\"grade\":\"strict\",\"level\":4,"
		"\"rent\":-1250050,\"urgent\":false,\"date\":\"2028-02-29\","
		"\"at\":\"2027-02-10T09:15:00Z\",\"length\":\"10wd\",\"id\":1,"
		"\"input\":{\"a\":[1]},\"list\":[],\"any\":null,\"file\":0,"
		"\"levels\":[1,4]}"),
	    RC_OK);
	assert_int_equal(json_object_size(out), 16);
	assert_true(json_integer_value(json_object_get(out, "at")) ==
	    INT64_C(1802250900000));
	assert_true(json_is_null(json_object_get(out, "any")));
}

static void
every_wrong_value_is_told_at_once(void **state)
{
	static const char *const fields[] = { "case", "text", "name", "grade",
		"level", "rent", "urgent", "date", "at", "length", "id", "nin",
		"input", "list", "file", "levels[1]", "levels[2]" };
	size_t i;

	(void)state;
	assert_int_equal(
	    check("{\"case\":\"2027/012\",\"text\":5,"
		  "\"name\":\"A "
		  "b\",\"grade\":\"stric\",\"level\":5,\"rent\":12.5,"
		  "\"urgent\":\"yes\",\"date\":\"2027-02-29\",\"at\":\"soon\","
		  "\"length\":\"14\",\"id\":0,\"nin\":\"123\",\"input\":[],"
		  "\"list\":{},\"file\":1,\"levels\":[1,0,\"x\"]}"),
	    RC_INVALID);
	assert_string_equal(e.name, "E_PARAMS");
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (said_of(fields[i]) == NULL)
			fail_msg("%s: not told", fields[i]);
	assert_int_equal(e.n_fields, sizeof(fields) / sizeof(fields[0]));
	assert_non_null(strstr(said_of("grade"), "did you mean 'strict'?"));
	assert_null(out);
}

static void
a_missing_parameter_is_told(void **state)
{
	(void)state;
	assert_int_equal(check("{}"), RC_INVALID);
	assert_string_equal(said_of("case"), "missing");
	assert_string_equal(e.text, "case: missing");
	assert_int_equal(schema_check(&method, NULL, 0, &reserved, &out, &e),
	    RC_INVALID);
}

static void
an_unknown_parameter_is_told_with_the_nearest(void **state)
{
	(void)state;
	assert_int_equal(check("{\"case\":\"2027/1\",\"levle\":2,"
			       "\"if_rew\":1,\"zzzzzz\":1}"),
	    RC_INVALID);
	assert_non_null(strstr(said_of("levle"), "did you mean 'level'?"));
	assert_non_null(strstr(said_of("if_rew"), "did you mean 'if_rev'?"));
	assert_string_equal(said_of("zzzzzz"), "no such parameter");
}

static void
reserved_parameters_are_split_off(void **state)
{
	(void)state;
	assert_int_equal(check("{\"case\":\"2027/1\",\"as\":\"nav01\","
			       "\"role\":\"leader\",\"basis\":\"FVL13B2\","
			       "\"reason\":\"fordi\","
			       "\"idem\":\"k1\",\"if_rev\":3}"),
	    RC_OK);
	assert_int_equal(json_object_size(out), 1);
	assert_string_equal(reserved.as, "nav01");
	assert_string_equal(reserved.role, "leader");
	assert_string_equal(reserved.basis, "FVL13B2");
	assert_string_equal(reserved.reason, "fordi");
	assert_string_equal(reserved.idem, "k1");
	assert_int_equal(reserved.if_rev, 3);
	assert_int_equal(check("{\"case\":\"2027/1\"}"), RC_OK);
	assert_null(reserved.as);
	assert_int_equal(reserved.if_rev, -1);
}

static void
reserved_parameters_are_checked_too(void **state)
{
	(void)state;
	assert_int_equal(check("{\"case\":\"2027/1\",\"as\":1,\"idem\":\"\","
			       "\"reason\":\"a\\u0007b\",\"if_rev\":-1}"),
	    RC_INVALID);
	assert_int_equal(e.n_fields, 4);
}

/* It stands in clear in the history: no place for what people write. */
static void
a_basis_is_a_code_and_no_free_text(void **state)
{
	(void)state;
	assert_int_equal(check("{\"case\":\"2027/1\",\"basis\":"
			       "\"fordi Kari ba om det\"}"),
	    RC_INVALID);
	assert_string_equal(e.fields[0].field, "basis");
	assert_null(strstr(e.text, "Kari"));
	assert_int_equal(check("{\"case\":\"2027/1\",\"basis\":"
			       "\"fvl-13b.5\"}"),
	    RC_OK);
}

static void
a_text_becomes_composed(void **state)
{
	(void)state;
	assert_int_equal(check("{\"case\":\"2027/1\",\"text\":"
			       "\"A\\u030avik\"}"),
	    RC_OK);
	assert_string_equal(json_string_value(json_object_get(out, "text")),
	    "Åvik");
}

static void
an_identity_number_is_never_quoted(void **state)
{
	(void)state;
	assert_int_equal(check("{\"case\":\"2027/1\",\"nin\":"
			       "\"01015012345\"}"),
	    RC_INVALID);
	assert_null(strstr(said_of("nin"), "0101"));
	assert_null(strstr(e.text, "0101"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_values_of_every_type_pass),
		cmocka_unit_test(every_wrong_value_is_told_at_once),
		cmocka_unit_test(a_missing_parameter_is_told),
		cmocka_unit_test(an_unknown_parameter_is_told_with_the_nearest),
		cmocka_unit_test(reserved_parameters_are_split_off),
		cmocka_unit_test(reserved_parameters_are_checked_too),
		cmocka_unit_test(a_basis_is_a_code_and_no_free_text),
		cmocka_unit_test(a_text_becomes_composed),
		cmocka_unit_test(an_identity_number_is_never_quoted),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
