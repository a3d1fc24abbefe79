/*
 * test_record_find -- records of plugins are found by index, in pages, as known
 * then and within a scope.
 */
#include "records.h"

/* Five visits: open on three days, one without a day, one closed. */
static void
fill(struct records *r)
{
	static const char *const days[] = { "2027-03-03", "2027-03-01",
		"2027-03-02" };
	int64_t id;
	size_t i;

	for (i = 0; i < 3; i++) {
		id = 0;
		OK(&r->f,
		    put(r, &id, -1,
			json_pack("{s:s,s:s,s:s}", "state", "open", "due",
			    days[i], "account", i == 0 ? "7" : "8")));
	}
	id = 0;
	OK(&r->f, put(r, &id, -1, json_pack("{s:s}", "state", "open")));
	id = 0;
	OK(&r->f,
	    put(r, &id, -1,
		json_pack("{s:s,s:s}", "state", "closed", "due",
		    "2027-03-01")));
}

static void
an_index_finds_by_equality_then_range_in_both_directions(void **state)
{
	json_t *open = json_pack("[s]", "open"),
	       *day = json_string("2027-03-02");
	struct record_query q = { .index = "by_state",
		.equal = open,
		.limit = 10,
		.classes = ALL };
	struct records r;
	int64_t n;

	(void)state;
	begin(&r, visits);
	fill(&r);
	assert_string_equal(ids(&r, &q), "4231");
	q.descending = true;
	assert_string_equal(ids(&r, &q), "1324");
	q.descending = false;
	q.from = day;
	assert_string_equal(ids(&r, &q), "31");
	OK(&r.f, record_count(r.f.s, r.k, &q, &n, &r.f.e));
	assert_int_equal(n, 2);
	q.from = NULL;
	q.to = day;
	assert_string_equal(ids(&r, &q), "23");
	q.equal = NULL;
	q.to = NULL;
	assert_string_equal(ids(&r, &q), "54231");
	q.index = NULL;
	assert_string_equal(ids(&r, &q), "12345");
	json_decref(open);
	json_decref(day);
	end(&r);
}

static void
pages_meet_without_gap_or_repeat(void **state)
{
	json_t *open = json_pack("[s]", "open");
	struct record_query q = { .index = "by_state",
		.equal = open,
		.limit = 2,
		.classes = ALL };
	struct records r;

	(void)state;
	begin(&r, visits);
	fill(&r);
	assert_string_equal(ids(&r, &q), "42");
	q.after = 2;
	assert_string_equal(ids(&r, &q), "31");
	q.after = 1;
	assert_string_equal(ids(&r, &q), "");
	q.descending = true;
	assert_string_equal(ids(&r, &q), "32");
	q.after = 2;
	assert_string_equal(ids(&r, &q), "4");
	json_decref(open);
	end(&r);
}

static void
a_sealed_column_is_found_by_equality_alone(void **state)
{
	json_t *eight = json_pack("[s]", "8"), *from = json_string("1");
	struct record_query q = { .index = "by_account",
		.equal = eight,
		.limit = 10,
		.classes = ALL };
	struct records r;
	json_t *rows;

	(void)state;
	begin(&r, visits);
	fill(&r);
	assert_string_equal(ids(&r, &q), "23");
	q.equal = NULL;
	q.from = from;
	assert_int_equal(record_find(r.f.s, r.k, &q, &rows, &r.f.e),
	    RC_INVALID);
	q.index = "by_colour";
	assert_int_equal(record_find(r.f.s, r.k, &q, &rows, &r.f.e),
	    RC_INVALID);
	json_decref(eight);
	json_decref(from);
	end(&r);
}

static void
a_search_finds_what_was_so_then(void **state)
{
	json_t *open = json_pack("[s]", "open");
	struct record_query q = { .index = "by_state",
		.equal = open,
		.limit = 2,
		.classes = ALL,
		.as_of = T0 };
	struct records r;
	int64_t id = 3;

	(void)state; /* 7.4 no 12 */
	begin(&r, visits);
	fill(&r);
	tx_set_now(r.f.tx, T0 + 5);
	OK(&r.f, put(&r, &id, -1, json_pack("{s:s}", "state", "closed")));
	assert_string_equal(ids(&r, &q), "42");
	q.after = 2;
	assert_string_equal(ids(&r, &q), "31");
	q.as_of = T0 + 5;
	assert_string_equal(ids(&r, &q), "1");
	q.as_of = 0;
	assert_string_equal(ids(&r, &q), "1");
	json_decref(open);
	end(&r);
}

static void
a_search_keeps_to_its_scope_and_owner(void **state)
{
	static const char *const nav[] = { "nav" }, *const none[] = { "x" };
	const struct scope ours = { .units = nav, .n_units = 1 };
	const struct scope theirs = { .units = none, .n_units = 1 };
	struct record_query q = { .limit = 10, .classes = ALL, .scope = &ours };
	struct records r;

	(void)state;
	begin(&r, visits);
	fill(&r);
	assert_string_equal(ids(&r, &q), "12345");
	q.owner = r.owner + 1;
	assert_string_equal(ids(&r, &q), "");
	q.owner = 0;
	q.scope = &theirs;
	assert_string_equal(ids(&r, &q), "");
	end(&r);
}

static void
records_of_persons_keep_to_the_scope_of_persons(void **state)
{
	static const struct bf_record kinds[] = { { .kind = "claim",
						      .version = 1,
						      .owner = BF_OWNER_PERSON,
						      .columns = columns },
		{ .kind = NULL } };
	static const char *const nav[] = { "nav" }, *const none[] = { "x" };
	const struct scope ours = { .units = nav, .n_units = 1 };
	const struct scope theirs = { .units = none, .n_units = 1 };
	struct record_query q = { .limit = 10, .scope = &ours };
	struct person p = { .owner_unit = "nav", .deceased = DATE_NONE };
	struct records r;
	json_t *parts = json_object();
	int64_t id = 0;

	(void)state;
	begin(&r, kinds);
	OK(&r.f, person_create(r.f.tx, &p, parts, &r.f.e));
	r.owner = p.id;
	OK(&r.f, put(&r, &id, -1, json_pack("{s:s}", "state", "open")));
	assert_string_equal(ids(&r, &q), "1");
	q.scope = &theirs;
	assert_string_equal(ids(&r, &q), "");
	json_decref(parts);
	end(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    an_index_finds_by_equality_then_range_in_both_directions),
		cmocka_unit_test(pages_meet_without_gap_or_repeat),
		cmocka_unit_test(a_sealed_column_is_found_by_equality_alone),
		cmocka_unit_test(a_search_finds_what_was_so_then),
		cmocka_unit_test(a_search_keeps_to_its_scope_and_owner),
		cmocka_unit_test(
		    records_of_persons_keep_to_the_scope_of_persons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
