/*
 * The table of methods: joined from every file, each row checked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/call.h"
#include "engine/table.h"

static int
nothing(struct bf_call *c, const json_t *params, json_t **result)
{
	(void)c;
	(void)params;
	(void)result;
	return RC_OK;
}

#define GOOD(n)                                                                \
	{                                                                      \
		.name = (n), .nb = (n), .kind = BF_READ,                       \
		.access = BF_ACCESS_PUBLIC, .faces = BF_FACE_SOCKET,           \
		.text = "x", .errors = "", .call = nothing                     \
	}

/* What the table says of ROW between two good ones. */
static enum rc
join_with(const struct bf_method *row, struct err *e)
{
	const struct bf_method first[] = { GOOD("a.one"), { .name = NULL } };
	const struct bf_method second[] = { *row, { .name = NULL } };
	const struct bf_method *const parts[] = { first, second, NULL };
	struct bf_method *table = NULL;
	enum rc rc;

	rc = table_join(parts, &table, e);
	free(table);
	return rc;
}

static void
every_row_of_the_daemon_is_right(void **state)
{
	struct err e = ERR_INIT;
	struct bf_method *table = NULL;

	(void)state;
	assert_int_equal(table_new(NULL, &table, &e), RC_OK);
	assert_non_null(table_find(table, "sys.describe"));
	assert_non_null(table_find(table, "case.act"));
	assert_non_null(table_find(table, "day.show"));
	assert_null(table_find(table, "case.forget"));
	free(table);
}

static void
rows_of_all_parts_stand_in_one_table(void **state)
{
	const struct bf_method first[] = { GOOD("a.one"), { .name = NULL } };
	const struct bf_method second[] = { GOOD("b.one"), GOOD("b.two"),
		{ .name = NULL } };
	const struct bf_method *const parts[] = { first, second, NULL };
	struct bf_method *table = NULL;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(table_join(parts, &table, &e), RC_OK);
	assert_string_equal(table[0].name, "a.one");
	assert_string_equal(table[2].name, "b.two");
	assert_null(table[3].name);
	free(table);
}

static void
a_name_twice_is_refused(void **state)
{
	const struct bf_method row = GOOD("a.one");
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(join_with(&row, &e), RC_INTERNAL);
	assert_non_null(strstr(e.text, "a.one"));
}

static void
a_method_without_an_access_class_is_refused(void **state)
{
	struct bf_method row = GOOD("b.one");
	struct err e = ERR_INIT;

	(void)state;
	row.access = BF_ACCESS_NONE;
	assert_int_equal(join_with(&row, &e), RC_INTERNAL);
}

static void
a_method_without_function_or_face_is_refused(void **state)
{
	struct bf_method row = GOOD("b.one");
	struct err e = ERR_INIT;

	(void)state;
	row.call = NULL;
	assert_int_equal(join_with(&row, &e), RC_INTERNAL);
	row.call = nothing;
	row.faces = 0;
	assert_int_equal(join_with(&row, &e), RC_INTERNAL);
}

static void
a_choice_without_codes_is_refused(void **state)
{
	static const struct bf_param params[] = {
		{ .name = "kind", .type = BF_CODE, .text = "x" },
		{ .type = BF_END }
	};
	struct bf_method row = GOOD("b.one");
	struct err e = ERR_INIT;

	(void)state;
	row.params = params;
	assert_int_equal(join_with(&row, &e), RC_INTERNAL);
}

static void
a_position_after_the_rest_is_refused(void **state)
{
	static const struct bf_param params[] = { { .name = "input",
						      .type = BF_OBJECT,
						      .flags = BF_REST,
						      .text = "x" },
		{ .name = "case",
		    .type = BF_CASE,
		    .flags = BF_POSITIONAL,
		    .text = "x" },
		{ .type = BF_END } };
	struct bf_method row = GOOD("b.one");
	struct err e = ERR_INIT;

	(void)state;
	row.params = params;
	assert_int_equal(join_with(&row, &e), RC_INTERNAL);
}

static void
a_list_without_columns_is_refused(void **state)
{
	struct bf_method row = GOOD("b.one");
	struct err e = ERR_INIT;

	(void)state;
	row.rows = "rows";
	assert_int_equal(join_with(&row, &e), RC_INTERNAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_of_the_daemon_is_right),
		cmocka_unit_test(rows_of_all_parts_stand_in_one_table),
		cmocka_unit_test(a_name_twice_is_refused),
		cmocka_unit_test(a_method_without_an_access_class_is_refused),
		cmocka_unit_test(a_method_without_function_or_face_is_refused),
		cmocka_unit_test(a_choice_without_codes_is_refused),
		cmocka_unit_test(a_position_after_the_rest_is_refused),
		cmocka_unit_test(a_list_without_columns_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
