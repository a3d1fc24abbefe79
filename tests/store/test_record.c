/*
 * Records of plugins: declared, put, found, counted, as they were.
 */
#include "tests/store/registers.h"

#include "store/person.h"
#include "store/record.h"
#include "store/scope.h"

#define ALL 0x1fu

static const char *const states[] = { "draft", "open", "closed", NULL };
static const char *const live[] = { "draft", "open", NULL };
static const char *const by_state[] = { "state", "due", NULL };
static const char *const by_number[] = { "account", NULL };
static const char *const one_a_case[] = { "owner", NULL };
static const char *const one_account[] = { "account", NULL };

static const struct bf_record_column columns[] = {
	{ .name = "number", .type = BF_TEXT, .flags = BF_SERIES },
	{ .name = "state",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED,
	    .codes = states },
	{ .name = "due", .type = BF_DATE },
	{ .name = "amount", .type = BF_MONEY, .min = 0, .max = 1000000 },
	{ .name = "urgent", .type = BF_BOOL },
	{ .name = "account", .type = BF_TEXT, .class = BF_CLASS_ECONOMY },
	{ .name = "note", .type = BF_TEXT, .class = BF_CLASS_IDENTITY },
	{ .name = "before", .type = BF_ID, .ref = "claim" }, { .name = NULL }
};
static const struct bf_record_index indexes[] = { { "by_state", by_state },
	{ "by_account", by_number }, { NULL, NULL } };
static const struct bf_record_unique uniques[] = {
	{ .name = "one",
	    .columns = one_a_case,
	    .state = "state",
	    .states = live,
	    .error = "E_CLAIM_DUPLICATE",
	    .text = "the case has a claim already" },
	{ .name = "account",
	    .columns = one_account,
	    .error = "E_ACCOUNT_TAKEN",
	    .text = "the account is taken" },
	{ .name = NULL }
};
static const struct bf_record claims[] = { { .kind = "claim",
					       .version = 1,
					       .owner = BF_OWNER_CASE,
					       .columns = columns,
					       .indexes = indexes,
					       .uniques = uniques },
	{ .kind = NULL } };

/* A kind without rules that stand in the way of many rows. */
static const struct bf_record visits[] = { { .kind = "visit",
					       .version = 1,
					       .owner = BF_OWNER_CASE,
					       .columns = columns + 1,
					       .indexes = indexes },
	{ .kind = NULL } };

struct records {
	struct fixture f;
	struct record_set *set;
	const struct record_kind *k;
	int64_t owner;
};

static void
begin(struct records *r, const struct bf_record *decls)
{
	struct bf_record kinds[3] = { decls[0], claims[0], { .kind = NULL } };
	static struct bf_record kept[3];

	if (strcmp(kinds[0].kind, "claim") == 0)
		kinds[1].kind = NULL;
	memcpy(kept, kinds, sizeof(kept));
	fixture_begin(&r->f);
	OK(&r->f, record_open(r->f.tx, "deposit", kept, &r->set, &r->f.e));
	r->k = record_kind(r->set, decls[0].kind);
	assert_non_null(r->k);
	r->owner = fixture_case(&r->f, "nav", "kari");
}

static void
end(struct records *r)
{
	record_close(r->set);
	fixture_end(&r->f);
}

/* Put VALUES, which is taken over. */
static enum rc
put(struct records *r, int64_t *id, int64_t if_rev, json_t *values)
{
	int64_t rev;
	enum rc rc;

	assert_non_null(values);
	err_clear(&r->f.e);
	rc = record_put(r->f.tx, r->k, *id, r->owner, if_rev, values, 2027, id,
	    &rev, &r->f.e);
	json_decref(values);
	return rc;
}

static json_t *
value(struct records *r, int64_t id, int64_t as_of, const char *name)
{
	static json_t *row;

	json_decref(row);
	OK(&r->f, record_get(r->f.s, r->k, id, as_of, ALL, &row, &r->f.e));
	return json_object_get(json_object_get(row, "values"), name);
}

static void
a_record_is_read_as_it_was_put(void **state)
{
	struct records r;
	int64_t id = 0;
	json_t *row;

	(void)state;
	begin(&r, claims);
	OK(&r.f,
	    put(&r, &id, -1,
		json_pack("{s:s,s:s,s:i,s:b,s:s,s:s}", "state", "open", "due",
		    "2027-03-01", "amount", 500, "urgent", 1, "account", "1234",
		    "note", "ringer")));
	assert_string_equal(json_string_value(value(&r, id, 0, "number")),
	    "2027/1");
	assert_true(json_is_true(value(&r, id, 0, "urgent")));
	assert_int_equal(json_integer_value(value(&r, id, 0, "amount")), 500);
	assert_string_equal(json_string_value(value(&r, id, 0, "account")),
	    "1234");
	OK(&r.f,
	    record_get(r.f.s, r.k, id, 0, 1u << BF_CLASS_CASE, &row, &r.f.e));
	assert_null(json_object_get(json_object_get(row, "values"), "note"));
	assert_int_equal(json_integer_value(json_object_get(row, "owner")),
	    r.owner);
	json_decref(row);
	assert_int_equal(record_get(r.f.s, r.k, id + 1, 0, ALL, &row, &r.f.e),
	    RC_NOTFOUND);
	end(&r);
}

static void
a_put_changes_what_it_names_and_keeps_every_version(void **state)
{
	struct records r;
	int64_t id = 0;
	json_t *row;

	(void)state;
	begin(&r, claims);
	OK(&r.f,
	    put(&r, &id, -1,
		json_pack("{s:s,s:i,s:s}", "state", "open", "amount", 500,
		    "note", "a")));
	tx_set_now(r.f.tx, T0 + 10);
	OK(&r.f,
	    put(&r, &id, 1, json_pack("{s:i,s:n}", "amount", 700, "note")));
	assert_int_equal(json_integer_value(value(&r, id, 0, "amount")), 700);
	assert_string_equal(json_string_value(value(&r, id, 0, "state")),
	    "open");
	assert_null(value(&r, id, 0, "note"));
	assert_string_equal(json_string_value(value(&r, id, 0, "number")),
	    "2027/1");
	assert_int_equal(json_integer_value(value(&r, id, T0 + 9, "amount")),
	    500);
	assert_string_equal(json_string_value(value(&r, id, T0 + 9, "note")),
	    "a");
	assert_int_equal(record_get(r.f.s, r.k, id, T0 - 1, ALL, &row, &r.f.e),
	    RC_NOTFOUND);
	assert_int_equal(put(&r, &id, 1, json_pack("{s:i}", "amount", 1)),
	    RC_CONFLICT);
	(void)value(&r, id, 0, "amount");
	end(&r);
}

static void
all_wrong_values_are_named_at_once(void **state)
{
	struct records r;
	int64_t id = 0;

	(void)state;
	begin(&r, claims);
	assert_int_equal(put(&r, &id, -1,
			     json_pack("{s:s,s:i,s:s}", "due", "2027-02-30",
				 "amount", 1000001, "urgent", "yes")),
	    RC_FIELDS);
	assert_int_equal(r.f.e.n_fields, 4); /* and state is missing */
	assert_int_equal(put(&r, &id, -1,
			     json_pack("{s:s,s:s}", "state", "open", "colour",
				 "red")),
	    RC_FIELDS);
	assert_int_equal(put(&r, &id, -1,
			     json_pack("{s:s,s:s}", "state", "open", "number",
				 "2027/9")),
	    RC_FIELDS);
	assert_int_equal(put(&r, &id, -1,
			     json_pack("{s:s,s:i}", "state", "open", "before",
				 77)),
	    RC_FIELDS);
	OK(&r.f, put(&r, &id, -1, json_pack("{s:s}", "state", "open")));
	assert_string_equal(json_string_value(value(&r, id, 0, "number")),
	    "2027/1");
	end(&r);
}

static void
a_unique_rule_holds_in_its_states_and_has_its_own_name(void **state)
{
	struct records r;
	int64_t first = 0, second = 0;

	(void)state;
	begin(&r, claims);
	OK(&r.f, put(&r, &first, -1, json_pack("{s:s}", "state", "open")));
	assert_int_equal(put(&r, &second, -1,
			     json_pack("{s:s}", "state", "draft")),
	    RC_GUARD);
	assert_string_equal(r.f.e.name, "E_CLAIM_DUPLICATE");
	OK(&r.f, put(&r, &second, -1, json_pack("{s:s}", "state", "closed")));
	assert_int_equal(put(&r, &second, -1,
			     json_pack("{s:s}", "state", "open")),
	    RC_GUARD);
	OK(&r.f, put(&r, &first, -1, json_pack("{s:s}", "state", "closed")));
	OK(&r.f, put(&r, &second, -1, json_pack("{s:s}", "state", "open")));
	end(&r);
}

static void
a_sealed_column_is_unique_by_its_hash(void **state)
{
	struct records r;
	int64_t first = 0, second = 0;

	(void)state;
	begin(&r, claims);
	OK(&r.f,
	    put(&r, &first, -1,
		json_pack("{s:s,s:s}", "state", "closed", "account", "1")));
	assert_int_equal(put(&r, &second, -1,
			     json_pack("{s:s,s:s}", "state", "closed",
				 "account", "1")),
	    RC_GUARD);
	assert_string_equal(r.f.e.name, "E_ACCOUNT_TAKEN");
	OK(&r.f, put(&r, &second, -1, json_pack("{s:s}", "state", "closed")));
	second = 0;
	OK(&r.f, put(&r, &second, -1, json_pack("{s:s}", "state", "closed")));
	end(&r);
}

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

/* The ids that Q finds, as digits: "231". */
static const char *
ids(struct records *r, const struct record_query *q)
{
	static char out[16];
	json_t *rows;
	size_t i;

	OK(&r->f, record_find(r->f.s, r->k, q, &rows, &r->f.e));
	assert_true(json_array_size(rows) < sizeof(out));
	for (i = 0; i < json_array_size(rows); i++)
		out[i] = (char)('0' +
		    json_integer_value(
			json_object_get(json_array_get(rows, i), "id")));
	out[i] = '\0';
	json_decref(rows);
	return out;
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

static void
a_put_that_fails_at_any_statement_leaves_nothing(void **state)
{
	struct record_query q = { .limit = 10, .classes = ALL };
	struct savepoint sp;
	struct records r;
	int64_t id;
	int n, left;
	enum rc rc;

	(void)state;
	begin(&r, claims);
	for (n = 1;; n++) {
		OK(&r.f, savepoint_begin(r.f.tx, &sp, &r.f.e));
		id = 0;
		left = n;
		store_set_fault(r.f.s, fixture_fault, &left);
		rc = put(&r, &id, -1,
		    json_pack("{s:s,s:s}", "state", "open", "account", "1"));
		store_set_fault(r.f.s, NULL, NULL);
		if (rc == RC_OK)
			break;
		assert_int_equal(rc, RC_DISK_FULL);
		savepoint_rollback(&sp);
		assert_string_equal(ids(&r, &q), "");
	}
	assert_true(n > 4);
	OK(&r.f, savepoint_release(&sp, &r.f.e));
	assert_string_equal(json_string_value(value(&r, id, 0, "number")),
	    "2027/1");
	end(&r);
}

static void
free_text_is_never_clear(void **state)
{
	static const struct bf_record_column bad[][2] = {
		{ { .name = "t", .type = BF_TEXT }, { .name = NULL } },
		{ { .name = "n", .type = BF_NIN }, { .name = NULL } },
		{ { .name = "o", .type = BF_OBJECT }, { .name = NULL } },
		{ { .name = "a; DROP", .type = BF_DATE }, { .name = NULL } },
		{ { .name = "c", .type = BF_CODE }, { .name = NULL } },
		{ { .name = "r", .type = BF_ID, .ref = "x" },
		    { .name = NULL } },
	};
	struct bf_record decls[] = { { .kind = "k", .version = 1 },
		{ .kind = NULL } };
	struct records r;
	size_t i;

	(void)state; /* interfaces §5 */
	fixture_begin(&r.f);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		decls[0].columns = bad[i];
		assert_int_equal(record_open(r.f.tx, "deposit", decls, &r.set,
				     &r.f.e),
		    RC_CONFIG);
	}
	fixture_end(&r.f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_is_read_as_it_was_put),
		cmocka_unit_test(
		    a_put_changes_what_it_names_and_keeps_every_version),
		cmocka_unit_test(all_wrong_values_are_named_at_once),
		cmocka_unit_test(
		    a_unique_rule_holds_in_its_states_and_has_its_own_name),
		cmocka_unit_test(a_sealed_column_is_unique_by_its_hash),
		cmocka_unit_test(
		    an_index_finds_by_equality_then_range_in_both_directions),
		cmocka_unit_test(pages_meet_without_gap_or_repeat),
		cmocka_unit_test(a_sealed_column_is_found_by_equality_alone),
		cmocka_unit_test(a_search_finds_what_was_so_then),
		cmocka_unit_test(a_search_keeps_to_its_scope_and_owner),
		cmocka_unit_test(
		    records_of_persons_keep_to_the_scope_of_persons),
		cmocka_unit_test(
		    an_older_version_is_brought_up_on_read_and_in_slices),
		cmocka_unit_test(a_kind_of_a_newer_plugin_is_refused),
		cmocka_unit_test(a_changed_declaration_needs_a_higher_version),
		cmocka_unit_test(
		    a_put_that_fails_at_any_statement_leaves_nothing),
		cmocka_unit_test(free_text_is_never_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
