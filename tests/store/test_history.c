/*
 * History and look-ups: one chain, parts apart from headers, who saw what.
 */
#include "tests/store/registers.h"

#include "store/history.h"
#include "store/lookup.h"
#include "store/query.h"

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_end(*state);
	free(*state);
	return 0;
}

static int64_t
add(struct fixture *f, const char *kind, int64_t subject, int64_t seq,
    const char *text)
{
	json_t *one = json_pack("{s:s}", "text", text), *two = json_string("x");
	const json_t *parts[] = { one, two };
	const struct history_row row = { .kind = kind,
		.subject_kind = "case",
		.subject = subject,
		.seq = seq,
		.commit = commit_next(f->tx),
		.actor = "nav01",
		.unit = "nav",
		.role = "caseworker" };
	int64_t pos = 0;

	OK(f, history_add(f->tx, &row, parts, 2, &pos, &f->e));
	json_decref(one);
	json_decref(two);
	return pos;
}

static int64_t
number(const json_t *row, const char *name)
{
	return json_integer_value(json_object_get(row, name));
}

static void
rows_come_back_as_they_were_written(void **state)
{
	struct fixture *f = *state;
	json_t *rows, *row, *part;

	add(f, "case.create", 5, 1, "æøå \"quoted\"");
	add(f, "case.create", 6, 1, "other");
	OK(f, history_list(f->s, "case", 5, 0, 10, true, false, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	row = json_array_get(rows, 0);
	assert_int_equal(number(row, "pos"), 1);
	assert_int_equal(number(row, "commit"), 1);
	assert_int_equal(number(row, "seq"), 1);
	assert_int_equal(number(row, "time"), T0);
	assert_int_equal(number(row, "incarnation"), 1);
	assert_string_equal(json_string_value(json_object_get(row, "actor")),
	    "nav01");
	assert_string_equal(json_string_value(json_object_get(row, "basis")),
	    "");
	part = json_array_get(json_object_get(row, "parts"), 0);
	assert_string_equal(json_string_value(json_object_get(part, "text")),
	    "æøå \"quoted\"");
	assert_string_equal(
	    json_string_value(json_array_get(json_object_get(row, "parts"), 1)),
	    "x");
	json_decref(rows);
}

static void
headers_alone_show_no_parts_and_pages_follow_each_other(void **state)
{
	struct fixture *f = *state;
	json_t *rows;
	int i;

	for (i = 1; i <= 5; i++)
		add(f, "case.act", 5, i, "t");
	OK(f, history_list_all(f->s, 0, 3, false, false, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 3);
	assert_null(json_object_get(json_array_get(rows, 0), "parts"));
	json_decref(rows);
	OK(f, history_list_all(f->s, 3, 3, false, false, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 2);
	assert_int_equal(number(json_array_get(rows, 0), "pos"), 4);
	json_decref(rows);
}

static void
equal_parts_have_unequal_commitments(void **state)
{
	struct fixture *f = *state;
	struct query q;

	add(f, "case.act", 5, 1, "same");
	add(f, "case.act", 5, 2, "same");
	query_begin(&q, f->s,
	    "SELECT count(DISTINCT commitment)"
	    " FROM history_part WHERE no = 0");
	assert_true(query_row(&q));
	assert_int_equal(query_int(&q, 0), 2);
	OK(f, query_end(&q, &f->e));
}

static void
look_up_is_chained_and_found_by_each_subject(void **state)
{
	struct fixture *f = *state;
	json_t *subjects = json_pack("[[s, i, s], [s, i, n]]", "case", 5,
	    "health", "person", 9);
	json_t *terms = json_pack("[s]", "Kari Nordmann"), *rows, *part;
	const struct lookup l = { .method = "person.find",
		.actor = "nav01",
		.unit = "nav",
		.role = "caseworker",
		.basis = "SOSTJL_43",
		.reason = "søknad",
		.subjects = subjects,
		.terms = terms };
	char *text;

	OK(f, lookup_add(f->tx, &l, &f->e));
	assert_int_equal(store_last_pos(f->s), 1);
	assert_int_equal(store_last_commit(f->s), 1);
	OK(f, lookup_list(f->s, "person", 9, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	part = json_object_get(json_array_get(rows, 0), "part");
	assert_string_equal(json_string_value(json_object_get(part, "method")),
	    "person.find");
	assert_int_equal(json_array_size(json_object_get(part, "subjects")), 2);
	text = json_dumps(rows, 0);
	assert_null(strstr(text, "Kari")); /* terms as hashes only */
	free(text);
	json_decref(rows);
	OK(f, history_list(f->s, "case", 5, 0, 10, false, false, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 0);
	json_decref(rows);
	OK(f, history_list(f->s, "case", 5, 0, 10, false, true, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
	json_decref(subjects);
	json_decref(terms);
}

static void
refused_look_up_without_subject_is_kept_too(void **state)
{
	struct fixture *f = *state;
	const struct lookup l = { .method = "case.show",
		.actor = "nav01",
		.refused = true,
		.error_name = "E_NOT_FOUND",
		.commit = 0 };
	json_t *rows;

	OK(f, lookup_add(f->tx, &l, &f->e));
	OK(f, history_list_all(f->s, 0, 10, true, true, &rows, &f->e));
	assert_string_equal(
	    json_string_value(json_object_get(json_array_get(rows, 0), "kind")),
	    "lookup.refused");
	json_decref(rows);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(rows_come_back_as_they_were_written),
		T(headers_alone_show_no_parts_and_pages_follow_each_other),
		T(equal_parts_have_unequal_commitments),
		T(look_up_is_chained_and_found_by_each_subject),
		T(refused_look_up_without_subject_is_kept_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
