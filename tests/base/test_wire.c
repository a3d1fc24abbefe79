/*
 * test_wire -- what is a request, and what is told about what is none.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/wire.h"

static struct wire_request r;
static struct err e;

static enum rc
parse(const char *line)
{
	wire_fini(&r);
	err_clear(&e);
	return wire_parse(line, strlen(line), &r, &e);
}

static int
clean(void **state)
{
	(void)state;
	wire_fini(&r);
	return 0;
}

static void
a_request_is_read(void **state)
{
	(void)state;
	assert_int_equal(
	    parse("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":"
		  "\"case.show\",\"params\":{\"case\":\"2027/12\"}}\r"),
	    RC_OK);
	assert_int_equal(json_integer_value(r.id), 7);
	assert_string_equal(r.method, "case.show");
	assert_string_equal(json_string_value(
				json_object_get(r.params, "case")),
	    "2027/12");
	assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":"
			       "\"x\"}"),
	    RC_OK);
	assert_null(r.params);
	assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":"
			       "\"x\"}"),
	    RC_OK);
	assert_true(json_is_null(r.id));
}

static void
what_is_no_json_is_a_parse_error(void **state)
{
	static const char *const bad[] = { "", " ", "garbage", "{", "{\"a\":}",
		"{\"a\":1} x", "\x01", "{\"a\":\"\xff\"}", "{\"a\":1,\"a\":2}",
		"{'a':1}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}",
		"{\"a\":1e999}" };
	size_t i;

	(void)state;
	for (i = 0; i < N_OF(bad); i++) {
		assert_int_equal(parse(bad[i]), RC_INVALID);
		assert_int_equal(r.code, WIRE_PARSE);
		assert_string_equal(e.name, "E_PARSE");
		assert_null(r.id);
	}
}

static void
duplicate_keys_are_named_as_such(void **state)
{
	(void)state;
	assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\","
			       "\"params\":{\"a\":1,\"a\":2}}"),
	    RC_INVALID);
	assert_non_null(strstr(e.text, "same key twice"));
}

static void
errors_never_quote_the_line(void **state)
{
	(void)state;
	assert_int_equal(parse("{\"nin\": 01015099999 secret}"), RC_INVALID);
	assert_null(strstr(e.text, "0101"));
	assert_null(strstr(e.text, "secret"));
}

static void
what_is_no_request_is_refused_with_its_id(void **state)
{
	static const char *const bad[] = {
		"{\"id\":5,\"method\":\"x\"}",
		"{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"x\"}",
		"{\"jsonrpc\":2.0,\"id\":5,\"method\":\"x\"}",
		"{\"jsonrpc\":\"2.0\",\"id\":5}",
		"{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":6}",
		"{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"x\","
		"\"params\":[1]}",
		"{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"x\","
		"\"params\":null}",
		"{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"x\","
		"\"parms\":{}}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < N_OF(bad); i++) {
		assert_int_equal(parse(bad[i]), RC_INVALID);
		assert_int_equal(r.code, WIRE_REQUEST);
		assert_int_equal(json_integer_value(r.id), 5);
	}
	assert_non_null(strstr(e.text, "did you mean 'params'?"));
}

static void
batches_and_other_values_are_refused(void **state)
{
	static const char *const bad[] = { "[]",
		"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}]", "1",
		"\"x\"", "null", "true" };
	size_t i;

	(void)state;
	for (i = 0; i < N_OF(bad); i++) {
		assert_int_equal(parse(bad[i]), RC_INVALID);
		assert_int_equal(r.code, WIRE_REQUEST);
	}
}

static void
an_id_is_a_string_a_whole_number_or_null(void **state)
{
	char *line;

	(void)state;
	assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"id\":1.5,"
			       "\"method\":\"x\"}"),
	    RC_INVALID);
	assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"id\":{},"
			       "\"method\":\"x\"}"),
	    RC_INVALID);
	assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"method\":\"x\"}"),
	    RC_INVALID);
	assert_non_null(strstr(e.text, "notifications"));
	line = mem_format("{\"jsonrpc\":\"2.0\",\"method\":\"x\","
			  "\"id\":\"%0200d\"}",
	    0);
	assert_int_equal(parse(line), RC_INVALID);
	assert_null(r.id);
	free(line);
}

static void
deep_nesting_is_refused_before_it_is_parsed(void **state)
{
	char *line = mem_new(1000001, 1);

	(void)state;
	memset(line, '[', 1000000);
	assert_int_equal(parse(line), RC_INVALID);
	assert_non_null(strstr(e.text, "deeper than 32"));
	/* Brackets in a text do not nest. */
	assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\","
			       "\"params\":{\"a\":\"\\\"[[[[[[[[[[[[[[[[[[[[[[["
			       "[[[[[[[[[[[[[[[["
			       "\"}}"),
	    RC_OK);
	free(line);
}

static void
a_line_over_one_mebibyte_is_refused(void **state)
{
	char *line = mem_new(WIRE_LINE_MAX + 2, 1);

	(void)state;
	memset(line, ' ', WIRE_LINE_MAX + 1);
	line[0] = '1';
	assert_int_equal(parse(line), RC_INVALID);
	assert_int_equal(r.code, WIRE_PARSE);
	assert_non_null(strstr(e.text, "longer than 1048576"));
	line[WIRE_LINE_MAX] = '\0';
	assert_int_equal(parse(line), RC_INVALID);
	assert_int_equal(r.code, WIRE_REQUEST);
	free(line);
}

static void
answers_are_one_line_each(void **state)
{
	json_t *id = json_integer(3), *result = json_string("to\nå");
	size_t n;
	char *line = wire_result(id, result, &n);

	(void)state;
	assert_string_equal(line,
	    "{\"jsonrpc\":\"2.0\",\"id\":3,"
	    "\"result\":\"to\\nå\"}\n");
	assert_int_equal(n, strlen(line));
	free(line);
	line = wire_notify("event", NULL, &n);
	assert_string_equal(line,
	    "{\"jsonrpc\":\"2.0\",\"method\":\"event\","
	    "\"params\":null}\n");
	free(line);
	line = wire_greeting(result, &n);
	assert_string_equal(line, "{\"boflyt\":\"to\\nå\"}\n");
	free(line);
	json_decref(id);
	json_decref(result);
}

static void
an_error_carries_name_and_fields(void **state)
{
	struct err wrong = ERR_INIT;
	size_t n;
	char *line;

	(void)state;
	(void)err_field(&wrong, "wishes", NULL, "missing");
	(void)err_field(&wrong, "rent", "E_MONEY", "bad \xff byte");
	line = wire_error(NULL, rc_code(wrong.rc), &wrong, &n);
	assert_string_equal(line,
	    "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"
	    "{\"code\":-32010,\"message\":\"2 fields are wrong: wishes, rent\","
	    "\"data\":{\"name\":\"E_FIELDS\",\"fields\":["
	    "{\"field\":\"wishes\",\"message\":\"missing\"},"
	    "{\"field\":\"rent\",\"name\":\"E_MONEY\","
	    "\"message\":\"bad ? byte\"}]}}}\n");
	free(line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_read),
		cmocka_unit_test(what_is_no_json_is_a_parse_error),
		cmocka_unit_test(duplicate_keys_are_named_as_such),
		cmocka_unit_test(errors_never_quote_the_line),
		cmocka_unit_test(what_is_no_request_is_refused_with_its_id),
		cmocka_unit_test(batches_and_other_values_are_refused),
		cmocka_unit_test(an_id_is_a_string_a_whole_number_or_null),
		cmocka_unit_test(deep_nesting_is_refused_before_it_is_parsed),
		cmocka_unit_test(a_line_over_one_mebibyte_is_refused),
		cmocka_unit_test(answers_are_one_line_each),
		cmocka_unit_test(an_error_carries_name_and_fields),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
