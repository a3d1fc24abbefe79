/*
 * verify finds what was changed behind the store's back, each kind of it.
 */
#include "tests/store/files.h"

#include "store/verify.h"
#include "tests/store/step.h"

#define CASES 3

static void
make_cases(const struct files *f)
{
	struct store *s = files_open(f);
	struct err e = ERR_INIT;
	int64_t definition;
	struct tx *tx;
	int i;

	assert_int_equal(tx_begin(s, T0, &tx, &e), RC_OK);
	assert_int_equal(step_definition(tx, &definition, &e), RC_OK);
	for (i = 0; i < CASES; i++)
		if (step_run(tx, definition, &e) != RC_OK)
			fail_msg("%s", e.text);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	assert_int_equal(store_checkpoint(s, &e), RC_OK);
	store_close(s);
}

static int
setup(void **state)
{
	struct files *f = calloc(1, sizeof(*f));

	files_begin(f);
	make_cases(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	files_end(*state);
	free(*state);
	return 0;
}

/* Walk everything, MAX rows a slice; new reference. */
static json_t *
walk(const struct files *f, int max)
{
	struct store *s = files_open(f);
	struct verify *v = verify_new(s);
	struct err e = ERR_INIT;
	bool done = false;
	json_t *report;

	while (!done)
		if (verify_slice(v, max, &done, &e) != RC_OK)
			fail_msg("%s", e.text);
	report = verify_report(v);
	verify_free(v);
	store_close(s);
	return report;
}

/* Plant a fault with SQL and see that CHECK tells of it. */
static void
find_planted(const struct files *f, const char *sql, const char *check)
{
	json_t *report, *faults, *row;
	bool found = false;
	size_t i;

	files_sql(f, sql);
	report = walk(f, 2);
	assert_true(json_is_false(json_object_get(report, "ok")));
	faults = json_object_get(report, "faults");
	json_array_foreach(faults, i, row)
		found |=
		    strcmp(json_string_value(json_object_get(row, "check")),
			check) == 0;
	if (!found)
		fail_msg("%s: not found", check);
	json_decref(report);
}

static void
untouched_database_has_no_fault_in_slices_of_any_size(void **state)
{
	int max;

	for (max = 1; max < 6; max++) {
		json_t *report = walk(*state, max);

		assert_true(json_is_true(json_object_get(report, "ok")));
		assert_int_equal(json_integer_value(
				     json_object_get(report, "rows")),
		    CASES);
		json_decref(report);
	}
}

/* A rule that was changed behind the daemon's back would decide cases. */
static void
changed_rules_of_a_definition_are_told(void **state)
{
	find_planted(*state,
	    "UPDATE definition_file SET bytes = x'00' WHERE rowid IN"
	    " (SELECT min(rowid) FROM definition_file)",
	    "definition");
}

static void
wrong_count_of_closed_cases_is_told(void **state)
{
	find_planted(*state, "UPDATE meta SET value = 2 WHERE key = 'closed'",
	    "meta");
}

static void
database_that_never_counted_closed_cases_counts_them_once(void **state)
{
	struct files *f = *state;
	struct store *s;

	files_sql(f,
	    "DELETE FROM meta WHERE key = 'closed';"
	    "UPDATE cases SET closed = 1 WHERE id < 3");
	s = files_open(f);
	assert_int_equal(store_closed(s), 2);
	store_close(s);
}

static void
changed_header_breaks_the_chain(void **state)
{
	find_planted(*state,
	    "DROP TRIGGER history_keep;"
	    "UPDATE history SET actor = 'nav02' WHERE pos = 2",
	    "chain");
}

static void
changed_time_of_the_last_row_breaks_the_chain(void **state)
{
	find_planted(*state,
	    "DROP TRIGGER history_keep;"
	    "UPDATE history SET time = time + 1 WHERE pos = 3",
	    "chain");
}

static void
changed_byte_of_a_part_breaks_its_commitment(void **state)
{
	/* The last byte alone: '}' becomes ')'. */
	find_planted(*state,
	    "UPDATE history_part SET body ="
	    " CAST(substr(body, 1, length(body) - 1) || x'29' AS BLOB)"
	    " WHERE pos = 1",
	    "commitment");
}

static void
part_that_is_no_envelope_is_told(void **state)
{
	find_planted(*state,
	    "UPDATE history_part SET body = x'0102'"
	    " WHERE pos = 1",
	    "commitment");
}

static void
changed_commitment_breaks_the_chain(void **state)
{
	find_planted(*state,
	    "DROP TRIGGER history_part_keep;"
	    "UPDATE history_part SET commitment = zeroblob(32)"
	    " WHERE pos = 2",
	    "chain");
}

static void
row_taken_out_of_the_middle_breaks_the_chain(void **state)
{
	find_planted(*state,
	    "DROP TRIGGER history_stay;"
	    "DROP TRIGGER history_part_stay;"
	    "DELETE FROM history_part WHERE pos = 2;"
	    "DELETE FROM history WHERE pos = 2",
	    "chain");
}

static void
rows_taken_from_the_end_are_missed_by_the_head(void **state)
{
	find_planted(*state,
	    "DROP TRIGGER history_stay;"
	    "DROP TRIGGER history_part_stay;"
	    "DELETE FROM history_part WHERE pos = 3;"
	    "DELETE FROM history WHERE pos = 3",
	    "head");
}

static void
changed_revision_is_told(void **state)
{
	find_planted(*state, "UPDATE cases SET rev = 9 WHERE id = 2",
	    "revision");
}

static void
case_number_left_out_is_told(void **state)
{
	find_planted(*state, "UPDATE cases SET number = 40 WHERE id = 3",
	    "series");
}

static void
series_that_is_behind_is_told(void **state)
{
	find_planted(*state, "UPDATE series SET last = 2", "series");
}

static void
changed_reasons_of_a_decision_are_told(void **state)
{
	find_planted(*state,
	    "UPDATE decision SET reasons = "
	    "(SELECT body FROM case_part LIMIT 1) WHERE id = 2",
	    "decision");
}

/* Issue 5, 5: the chain proves what a letter said when it was frozen. */
static void
a_letter_that_says_something_else_is_told(void **state)
{
	/* "Innvilget" becomes "Innvilgen". */
	find_planted(*state,
	    "UPDATE outbox SET payload ="
	    " CAST(substr(payload, 1, length(payload) - 3) || x'6e227d'"
	    " AS BLOB) WHERE id = 2",
	    "effect");
}

static void
a_letter_that_is_gone_is_told(void **state)
{
	find_planted(*state, "DELETE FROM outbox WHERE id = 2", "effect");
}

static void
row_without_its_parent_is_told(void **state)
{
	find_planted(*state,
	    "PRAGMA foreign_keys = OFF;"
	    "UPDATE task SET case_id = 77 WHERE id = 1",
	    "foreign_key");
}

static void
index_that_disagrees_with_its_table_is_told(void **state)
{
	find_planted(*state,
	    "PRAGMA writable_schema = ON;"
	    "UPDATE sqlite_schema SET sql ="
	    " replace(sql, '(due, id)', '(case_id, id)')"
	    " WHERE name = 'timer_soonest'",
	    "integrity");
}

static void
history_and_decisions_refuse_to_be_changed(void **state)
{
	static const char *const sql[] = {
		"UPDATE history SET actor = 'x'",
		"DELETE FROM history",
		"DELETE FROM history_part",
		"UPDATE history_part SET commitment = x'00'",
		"UPDATE decision SET result = 'refused'", /* D-304 */
		"UPDATE decision SET date = '2027-01-01'",
		"DELETE FROM decision",
	};
	const struct files *f = *state;
	sqlite3 *db;
	size_t i;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	for (i = 0; i < sizeof(sql) / sizeof(sql[0]); i++)
		assert_int_equal(sqlite3_exec(db, sql[i], NULL, NULL, NULL),
		    SQLITE_CONSTRAINT);
	(void)sqlite3_close(db);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(untouched_database_has_no_fault_in_slices_of_any_size),
		T(wrong_count_of_closed_cases_is_told),
		T(changed_rules_of_a_definition_are_told),
		T(database_that_never_counted_closed_cases_counts_them_once),
		T(changed_header_breaks_the_chain),
		T(changed_time_of_the_last_row_breaks_the_chain),
		T(changed_byte_of_a_part_breaks_its_commitment),
		T(part_that_is_no_envelope_is_told),
		T(changed_commitment_breaks_the_chain),
		T(row_taken_out_of_the_middle_breaks_the_chain),
		T(rows_taken_from_the_end_are_missed_by_the_head),
		T(changed_revision_is_told),
		T(case_number_left_out_is_told),
		T(series_that_is_behind_is_told),
		T(changed_reasons_of_a_decision_are_told),
		T(a_letter_that_says_something_else_is_told),
		T(a_letter_that_is_gone_is_told),
		T(row_without_its_parent_is_told),
		T(index_that_disagrees_with_its_table_is_told),
		T(history_and_decisions_refuse_to_be_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
