/*
 * sys.describe: what a client learns of a method from its row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/call.h"
#include "model/describe.h"
#include "engine/table.h"

static const char *const kinds[] = { "one", "two", NULL };

static const struct bf_param params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = "the case" },
	{ .name = "kind",
	    .type = BF_CODE,
	    .codes = kinds,
	    .flags = BF_POSITIONAL,
	    .text = "which" },
	{ .name = "names",
	    .type = BF_TEXT,
	    .flags = BF_REPEATED,
	    .class = BF_CLASS_IDENTITY,
	    .text = "who" },
	{ .name = "limit",
	    .type = BF_INTEGER,
	    .min = 1,
	    .max = 200,
	    .text = "how many" },
	{ .name = "input",
	    .type = BF_OBJECT,
	    .flags = BF_REST,
	    .text = "the rest" },
	{ .type = BF_END },
};

static const struct bf_column columns[] = {
	{ "case", BF_CASE, "case" },
	{ "days", BF_INTEGER, "days" },
	{ NULL, BF_END, NULL },
};

static const struct bf_method table[] = {
	{ .name = "case.try",
	    .nb = "sak prøv",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET | BF_FACE_LUA,
	    .text = "try it",
	    .params = params,
	    .rows = "rows",
	    .columns = columns,
	    .errors = "E_GUARD E_OTHER" },
	{ .name = "day.show",
	    .nb = "i-dag",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PUBLIC,
	    .faces = BF_FACE_SOCKET,
	    .text = "the day",
	    .errors = "" },
	{ .name = NULL },
};

/* The member at PATH ("params.properties.case"), borrowed. */
static const json_t *
at(const json_t *o, const char *path)
{
	char name[64];
	size_t len;

	for (; o != NULL && *path != '\0'; path += len + (path[len] == '.')) {
		len = strcspn(path, ".");
		memcpy(name, path, len);
		name[len] = '\0';
		o = json_is_array(o) ? json_array_get(o, (size_t)atoi(name)) :
				       json_object_get(o, name);
	}
	return o;
}

static const char *
text_at(const json_t *o, const char *path)
{
	const char *text = json_string_value(at(o, path));

	return text != NULL ? text : "(none)";
}

static void
a_method_tells_words_kind_access_and_faces(void **state)
{
	json_t *m = describe_method(&table[0]);

	(void)state;
	assert_string_equal(text_at(m, "name"), "case.try");
	assert_string_equal(text_at(m, "words.0"), "sak");
	assert_string_equal(text_at(m, "words.1"), "prøv");
	assert_string_equal(text_at(m, "kind"), "step");
	assert_string_equal(text_at(m, "access"), "case");
	assert_string_equal(text_at(m, "faces.1"), "lua");
	assert_string_equal(text_at(m, "errors.1"), "E_OTHER");
	json_decref(m);
}

static void
parameters_are_a_json_schema(void **state)
{
	json_t *m = describe_method(&table[0]);

	(void)state;
	assert_string_equal(text_at(m, "params.type"), "object");
	assert_true(json_is_false(at(m, "params.additionalProperties")));
	assert_string_equal(text_at(m, "params.required.0"), "case");
	assert_int_equal(json_array_size(at(m, "params.required")), 1);
	assert_string_equal(text_at(m, "params.properties.case.format"),
	    "case");
	assert_string_equal(text_at(m, "params.properties.kind.enum.1"), "two");
	assert_int_equal(json_integer_value(
			     at(m, "params.properties.limit.maximum")),
	    200);
	json_decref(m);
}

static void
positions_and_rest_stand_apart(void **state)
{
	json_t *m = describe_method(&table[0]);
	json_t *day = describe_method(&table[1]);

	(void)state;
	assert_int_equal(json_array_size(at(m, "positional")), 2);
	assert_string_equal(text_at(m, "positional.1"), "kind");
	assert_string_equal(text_at(m, "rest"), "input");
	assert_true(json_is_null(at(day, "rest")));
	json_decref(m);
	json_decref(day);
}

static void
a_repeated_parameter_is_an_array_with_its_own_class(void **state)
{
	json_t *m = describe_method(&table[0]);

	(void)state;
	assert_string_equal(text_at(m, "params.properties.names.type"),
	    "array");
	assert_string_equal(text_at(m, "params.properties.names.items.type"),
	    "string");
	assert_string_equal(text_at(m, "params.properties.names.x-class"),
	    "identity");
	assert_string_equal(text_at(m, "params.properties.names.x-type"),
	    "text");
	json_decref(m);
}

static void
a_list_has_rows_columns_and_next(void **state)
{
	json_t *m = describe_method(&table[0]);

	(void)state;
	assert_string_equal(text_at(m, "rows"), "rows");
	assert_string_equal(text_at(m, "columns.1.type"), "integer");
	assert_string_equal(text_at(m, "result.properties.rows.type"), "array");
	assert_non_null(at(m, "result.properties.rows.items.properties.days"));
	assert_non_null(at(m, "result.properties.next"));
	json_decref(m);
}

static void
objects_are_named_in_norwegian(void **state)
{
	json_t *d = describe_table(table, NULL, "nb");

	(void)state;
	assert_int_equal(json_array_size(at(d, "methods")), 2);
	assert_string_equal(text_at(d, "objects.case"), "sak");
	assert_string_equal(text_at(d, "objects.day"), "i-dag");
	assert_string_equal(text_at(d, "language"), "nb");
	assert_non_null(at(d, "reserved.idem"));
	assert_string_equal(text_at(d, "roles.0.name"), "caseworker");
	json_decref(d);
}

static void
one_object_or_one_method_can_be_asked_for(void **state)
{
	json_t *object = describe_table(table, "case", "nb");
	json_t *method = describe_table(table, "day.show", "nb");
	json_t *half = describe_table(table, "cas", "nb");

	(void)state;
	assert_int_equal(json_array_size(at(object, "methods")), 1);
	assert_string_equal(text_at(method, "methods.0.name"), "day.show");
	assert_int_equal(json_array_size(at(half, "methods")), 0);
	json_decref(object);
	json_decref(method);
	json_decref(half);
}

/* Everything that the daemon says of itself can be built into a command. */
static void
the_daemons_own_methods_describe_themselves(void **state)
{
	struct bf_method *own = NULL;
	struct err e = ERR_INIT;
	const json_t *m;
	json_t *d;
	size_t i;

	(void)state;
	assert_int_equal(table_new(NULL, &own, &e), RC_OK);
	d = describe_table(own, NULL, "nb");
	json_array_foreach(at(d, "methods"), i, m) {
		assert_true(json_array_size(at(m, "words")) >= 1);
		assert_true(strlen(text_at(m, "text")) > 3);
		assert_string_equal(text_at(m, "params.type"), "object");
	}
	json_decref(d);
	free(own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_method_tells_words_kind_access_and_faces),
		cmocka_unit_test(parameters_are_a_json_schema),
		cmocka_unit_test(positions_and_rest_stand_apart),
		cmocka_unit_test(
		    a_repeated_parameter_is_an_array_with_its_own_class),
		cmocka_unit_test(a_list_has_rows_columns_and_next),
		cmocka_unit_test(objects_are_named_in_norwegian),
		cmocka_unit_test(one_object_or_one_method_can_be_asked_for),
		cmocka_unit_test(the_daemons_own_methods_describe_themselves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
