/*
 * test_record -- records of plugins are put, kept in every version and refused.
 */
#include "records.h"

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

/* D/ §3.3: what is refused or taken back leaves no gap in the numbers. */
static void
a_number_is_given_when_it_is_asked_for_and_leaves_no_gap(void **state)
{
	struct savepoint sp;
	struct records r;
	int64_t first = 0, second = 0;

	(void)state;
	begin(&r, claims);
	OK(&r.f, put(&r, &first, -1, json_pack("{s:s}", "state", "closed")));
	assert_null(value(&r, first, 0, "paper"));
	OK(&r.f, put(&r, &second, -1, json_pack("{s:s}", "state", "closed")));
	OK(&r.f, savepoint_begin(r.f.tx, &sp, &r.f.e));
	OK(&r.f, put(&r, &first, -1, json_pack("{s:b}", "paper", 1)));
	savepoint_rollback(&sp);
	assert_null(value(&r, first, 0, "paper"));
	OK(&r.f, put(&r, &second, -1, json_pack("{s:b}", "paper", 1)));
	assert_string_equal(json_string_value(value(&r, second, 0, "paper")),
	    "2027/1");
	OK(&r.f, put(&r, &first, -1, json_pack("{s:b}", "paper", 1)));
	OK(&r.f, put(&r, &first, -1, json_pack("{s:b}", "paper", 1)));
	assert_string_equal(json_string_value(value(&r, first, 0, "paper")),
	    "2027/2");
	assert_int_equal(put(&r, &first, -1,
			     json_pack("{s:s}", "paper", "2027/9")),
	    RC_FIELDS);
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
		cmocka_unit_test(
		    a_number_is_given_when_it_is_asked_for_and_leaves_no_gap),
		cmocka_unit_test(all_wrong_values_are_named_at_once),
		cmocka_unit_test(
		    a_unique_rule_holds_in_its_states_and_has_its_own_name),
		cmocka_unit_test(a_sealed_column_is_unique_by_its_hash),
		cmocka_unit_test(
		    a_put_that_fails_at_any_statement_leaves_nothing),
		cmocka_unit_test(free_text_is_never_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
