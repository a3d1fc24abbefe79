/*
 * test_record_kind -- a kind of record grows with its plugin.
 */
#include "records.h"

/* Version 2: a new column, filled by the step up from the old note. */
static int
up(int from, json_t *values)
{
	if (from == 1)
		(void)json_object_set_new(values, "level",
		    json_integer(
			json_object_get(values, "note") == NULL ? 1 : 2));
	return 0;
}

static const char *const by_level[] = { "level", NULL };
static const struct bf_record_column columns2[] = { { .name = "state",
							.type = BF_CODE,
							.flags = BF_REQUIRED,
							.codes = states },
	{ .name = "note", .type = BF_TEXT, .class = BF_CLASS_IDENTITY },
	{ .name = "level", .type = BF_INTEGER, .max = 4 }, { .name = NULL } };
static const struct bf_record_index indexes2[] = { { "by_level", by_level },
	{ NULL, NULL } };
static const struct bf_record plan1[] = {
	{ .kind = "plan",
	    .version = 1,
	    .owner = BF_OWNER_CASE,
	    .columns = (const struct bf_record_column[]){ { .name = "state",
							      .type = BF_CODE,
							      .codes = states },
		{ .name = "note", .type = BF_TEXT, .class = BF_CLASS_IDENTITY },
		{ .name = NULL } } },
	{ .kind = NULL }
};
static const struct bf_record plan2[] = { { .kind = "plan",
					      .version = 2,
					      .owner = BF_OWNER_CASE,
					      .columns = columns2,
					      .indexes = indexes2,
					      .up = up },
	{ .kind = NULL } };

static void
reopen(struct records *r, const struct bf_record *decls)
{
	record_close(r->set);
	r->set = NULL;
	OK(&r->f, record_open(r->f.tx, "deposit", decls, &r->set, &r->f.e));
	r->k = record_kind(r->set, decls[0].kind);
}

static void
an_older_version_is_brought_up_on_read_and_in_slices(void **state)
{
	json_t *two = json_pack("[i]", 2);
	struct record_query q = { .index = "by_level",
		.equal = two,
		.limit = 10 };
	struct records r;
	int64_t a = 0, b = 0;
	json_t *row;
	bool left;

	(void)state;
	fixture_begin(&r.f);
	OK(&r.f, record_open(r.f.tx, "deposit", plan1, &r.set, &r.f.e));
	r.k = record_kind(r.set, "plan");
	r.owner = fixture_case(&r.f, "nav", "kari");
	OK(&r.f, put(&r, &a, -1, json_pack("{s:s}", "state", "open")));
	OK(&r.f,
	    put(&r, &b, -1,
		json_pack("{s:s,s:s}", "state", "open", "note", "n")));
	reopen(&r, plan2);
	assert_int_equal(json_integer_value(value(&r, b, 0, "level")), 2);
	OK(&r.f,
	    record_get(r.f.s, r.k, b, 0, 1u << BF_CLASS_CASE, &row, &r.f.e));
	assert_null(json_object_get(json_object_get(row, "values"), "note"));
	assert_non_null(
	    json_object_get(json_object_get(row, "values"), "level"));
	json_decref(row);
	assert_string_equal(ids(&r, &q), "");
	OK(&r.f, record_up(r.f.tx, r.k, 1, &left, &r.f.e));
	assert_true(left);
	OK(&r.f, record_up(r.f.tx, r.k, 1, &left, &r.f.e));
	assert_false(left);
	assert_string_equal(ids(&r, &q), "2");
	assert_string_equal(json_string_value(value(&r, b, 0, "note")), "n");
	json_decref(two);
	(void)value(&r, a, 0, "state");
	end(&r);
}

static void
a_kind_of_a_newer_plugin_is_refused(void **state)
{
	struct records r;

	(void)state;
	fixture_begin(&r.f);
	OK(&r.f, record_open(r.f.tx, "deposit", plan2, &r.set, &r.f.e));
	record_close(r.set);
	assert_int_equal(record_open(r.f.tx, "deposit", plan1, &r.set, &r.f.e),
	    RC_VERSION);
	fixture_end(&r.f);
}

static void
a_changed_declaration_needs_a_higher_version(void **state)
{
	static const struct bf_record_column wider[] = {
		{ .name = "state", .type = BF_CODE, .codes = states },
		{ .name = "note", .type = BF_TEXT, .class = BF_CLASS_IDENTITY },
		{ .name = "day", .type = BF_DATE }, { .name = NULL }
	};
	static const struct bf_record_column retyped[] = {
		{ .name = "state", .type = BF_DATE },
		{ .name = "note", .type = BF_TEXT, .class = BF_CLASS_IDENTITY },
		{ .name = NULL }
	};
	struct bf_record decls[] = { plan1[0], { .kind = NULL } };
	struct records r;

	(void)state;
	fixture_begin(&r.f);
	OK(&r.f, record_open(r.f.tx, "deposit", plan1, &r.set, &r.f.e));
	record_close(r.set);
	decls[0].columns = wider;
	assert_int_equal(record_open(r.f.tx, "deposit", decls, &r.set, &r.f.e),
	    RC_CONFIG);
	decls[0].version = 2;
	decls[0].columns = retyped;
	assert_int_equal(record_open(r.f.tx, "deposit", decls, &r.set, &r.f.e),
	    RC_CONFIG);
	decls[0].columns = wider + 1;
	assert_int_equal(record_open(r.f.tx, "deposit", decls, &r.set, &r.f.e),
	    RC_CONFIG);
	decls[0].columns = wider;
	OK(&r.f, record_open(r.f.tx, "deposit", decls, &r.set, &r.f.e));
	end(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    an_older_version_is_brought_up_on_read_and_in_slices),
		cmocka_unit_test(a_kind_of_a_newer_plugin_is_refused),
		cmocka_unit_test(a_changed_declaration_needs_a_higher_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
