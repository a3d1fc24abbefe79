/*
 * Definition versions: the content is the version, and each use is kept.
 */
#include "tests/store/registers.h"

#include "store/query.h"

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
	(void)fixture_case(f, "nav", "nav01");
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
add(struct fixture *f, unsigned char code, bool *known)
{
	struct version v = { .name = "boligsosial",
		.title = (char *)(uintptr_t) "Boligsosial sak",
		.loaded_by = "admin01" };
	unsigned char bytes[] = "return workflow {} -- a";
	const struct version_file file = { (char *)(uintptr_t) "workflow.lua",
		bytes, sizeof(bytes) - 1 };

	bytes[sizeof(bytes) - 2] += code;
	v.skeleton = json_pack("{s:i}", "code", (int)code);
	OK(f, version_add(f->tx, &v, &file, 1, known, &f->e));
	json_decref(v.skeleton);
	return v.id;
}

static void
same_content_is_the_same_version(void **state)
{
	struct fixture *f = *state;
	int64_t a, b, c;
	bool known;

	a = add(f, 1, &known);
	assert_false(known);
	b = add(f, 1, &known);
	assert_true(known);
	assert_int_equal(a, b);
	c = add(f, 2, &known);
	assert_false(known);
	assert_int_not_equal(a, c);
}

static void
version_and_files_come_back(void **state)
{
	struct fixture *f = *state;
	struct version_file *files;
	struct version v;
	bool known;
	size_t n;

	OK(f, version_get(f->s, add(f, 7, &known), &v, &f->e));
	assert_string_equal(v.title, "Boligsosial sak");
	assert_int_equal(json_integer_value(
			     json_object_get(v.skeleton, "code")),
	    7);
	assert_false(v.active);
	OK(f, version_files(f->s, v.id, &files, &n, &f->e));
	assert_int_equal(n, 1);
	assert_string_equal(files[0].path, "workflow.lua");
	assert_string_equal((const char *)files[0].bytes,
	    "return workflow {} -- h");
	version_files_free(files, n);
	version_fini(&v);
}

static int64_t
add_two(struct fixture *f, const struct version_file files[2], bool *known)
{
	struct version v = { .name = "other",
		.title = (char *)(uintptr_t) "Annet",
		.loaded_by = "admin01" };

	v.skeleton = json_object();
	OK(f, version_add(f->tx, &v, files, 2, known, &f->e));
	json_decref(v.skeleton);
	return v.id;
}

static void
the_code_knows_names_and_bytes_but_no_order(void **state)
{
	char a[] = "a", b[] = "b";
	unsigned char one[] = "1", two[] = "2", both[] = "12";
	const struct version_file first[] = { { a, one, 1 }, { b, two, 1 } };
	const struct version_file turned[] = { { b, two, 1 }, { a, one, 1 } };
	const struct version_file other[] = { { a, both, 2 }, { b, two, 0 } };
	struct fixture *f = *state;
	int64_t id;
	bool known;

	id = add_two(f, first, &known);
	assert_int_equal(add_two(f, turned, &known), id);
	assert_true(known);
	assert_int_not_equal(add_two(f, other, &known), id);
}

static void
one_version_of_a_name_is_active_and_the_former_use_is_kept(void **state)
{
	struct fixture *f = *state;
	bool known;
	int64_t a = add(f, 1, &known), b = add(f, 2, &known);
	struct version v;
	struct query q;
	json_t *rows;

	assert_int_equal(version_get_active(f->s, "boligsosial", &v, &f->e),
	    RC_NOTFOUND);
	OK(f,
	    version_activate(f->tx, "boligsosial", a, "admin01", "first",
		&f->e));
	tx_set_now(f->tx, T0 + 5);
	OK(f,
	    version_activate(f->tx, "boligsosial", b, "admin01", NULL, &f->e));
	OK(f, version_get_active(f->s, "boligsosial", &v, &f->e));
	assert_int_equal(v.id, b);
	version_fini(&v);
	query_begin(&q, f->s,
	    "SELECT definition FROM definition_use"
	    " WHERE until = 1800000000005");
	assert_true(query_row(&q));
	assert_int_equal(query_int(&q, 0), a);
	OK(f, query_end(&q, &f->e));
	OK(f, version_list(f->s, "boligsosial", &rows, &f->e));
	assert_int_equal(json_array_size(rows), 2);
	assert_true(
	    json_is_true(json_object_get(json_array_get(rows, 0), "active")));
	assert_int_equal(json_string_length(
			     json_object_get(json_array_get(rows, 0), "code")),
	    64);
	json_decref(rows);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(same_content_is_the_same_version),
		T(version_and_files_come_back),
		T(the_code_knows_names_and_bytes_but_no_order),
		T(one_version_of_a_name_is_active_and_the_former_use_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
