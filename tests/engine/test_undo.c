/*
 * case.undo: one's own last step is taken back, and nothing else (issue 5, 6).
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "look.h"
#include "model/zone.h"
#include "store/query.h"
#include "store/verify.h"

#define MINUTE INT64_C(60000)
#define ROUNDS 400

static struct fixture f;
static char number[24];

static int
setup(void **state)
{
	(void)state;
	fixture_open(&f);
	fixture_case(&f, json_pack("{sb}", "asks_help", 0), number);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static enum rc
undo(const char *login)
{
	return fixture_ask(&f, login, "case.undo",
	    json_pack("{ss}", "case", number));
}

/* What SQL gives, as one array of rows. */
static json_t *
rows_of(const char *sql, int columns)
{
	json_t *list = json_array(), *row;
	struct err e = ERR_INIT;
	struct query q;
	size_t len;
	int i;

	query_begin_once(&q, f.store, sql);
	while (query_row(&q)) {
		row = json_array();
		for (i = 0; i < columns; i++) {
			if (query_is_null(&q, i))
				json_array_append_new(row, json_null());
			else if (query_blob(&q, i, &len) != NULL &&
			    query_text(&q, i)[0] == '\0')
				json_array_append_new(row,
				    json_integer((json_int_t)len));
			else
				json_array_append_new(row, query_value(&q, i));
		}
		json_array_append_new(list, row);
	}
	assert_int_equal(query_end(&q, &e), RC_OK);
	return list;
}

/* Everything of a case but its history and its revision. */
static char *
state_now(void)
{
	static const struct {
		const char *sql;
		int n;
	} parts[] = {
		{ "SELECT id, definition, stage, status, outcome, cycle, unit,"
		  " contact, received, entered, asks_help, closed, data"
		  " FROM cases ORDER BY id",
		    13 },
		{ "SELECT case_id, field, value FROM case_value"
		  " WHERE ended IS NULL ORDER BY case_id, field, value",
		    3 },
		{ "SELECT case_id, field FROM case_hash WHERE ended IS NULL"
		  " ORDER BY case_id, field",
		    2 },
		{ "SELECT case_id, field, person_id FROM case_person"
		  " WHERE ended IS NULL ORDER BY 1, 2, 3",
		    3 },
		{ "SELECT id, case_id, stage, key, unit, user, due, cause, "
		  "done,"
		  " done_by FROM task ORDER BY id",
		    10 },
		{ "SELECT id, name, start_date, length, due, warn_at, warned,"
		  " state, ended, owner_unit FROM deadline ORDER BY id",
		    10 },
		{ "SELECT deadline_id, from_date, to_date FROM deadline_pause"
		  " ORDER BY id",
		    3 },
		{ "SELECT id, due, kind, case_id, deadline_id, stage, name"
		  " FROM timer ORDER BY id",
		    7 },
		{ "SELECT case_id, no, version, quorum, state, ended"
		  " FROM allocation ORDER BY id",
		    6 },
		{ "SELECT allocation_id, name, result, version, ended"
		  " FROM allocation_item ORDER BY id",
		    5 },
		{ "SELECT allocation_id, unit, version, ended"
		  " FROM allocation_approval ORDER BY id",
		    4 },
		{ "SELECT id, state, owner_unit, rev FROM work_order", 4 },
		{ "SELECT key, state FROM outbox ORDER BY key", 2 },
	};
	json_t *all = json_array();
	char *text;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		json_array_append_new(all, rows_of(parts[i].sql, parts[i].n));
	text = json_dumps(all, JSON_COMPACT);
	json_decref(all);
	return text;
}

static void
expect_same(const char *before, const char *what)
{
	char *now = state_now();

	if (strcmp(before, now) != 0)
		fail_msg("%s leaves something behind:\n%s\n%s", what, before,
		    now);
	free(now);
}

static void
a_step_that_is_undone_leaves_the_case_as_it_was(void **state)
{
	char *before = state_now();

	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "to_mapping",
			     json_pack("{si ss}", "level", 3, "wishes",
				 "to rom")),
	    RC_OK);
	assert_int_equal(undo("nav01"), RC_OK);
	assert_string_equal(text_at(f.result, "stage"), "intake");
	assert_int_equal(int_at(f.result, "rev"), 3);
	assert_int_equal(int_at(f.result, "undone"), 2);
	expect_same(before, "to_mapping");
	free(before);
}

static void
the_undone_step_stays_in_the_history(void **state)
{
	json_t *rows;

	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 3));
	undo("nav01");
	rows =
	    json_incref(json_object_get(fixture_ok(&f, "nav01", "case.history",
					    json_pack("{ss}", "case", number)),
		"rows"));
	assert_int_equal(json_array_size(rows), 3);
	assert_string_equal(text_at(rows, "1.kind"), "act");
	assert_string_equal(text_at(rows, "2.kind"), "undo");
	json_decref(rows);
}

/* Does sys.verify find nothing to tell of? */
static void
expect_sound(void)
{
	struct verify *v = verify_new(f.store);
	struct err e = ERR_INIT;
	bool done = false;
	json_t *report;

	while (!done)
		assert_int_equal(verify_slice(v, 100, &done, &e), RC_OK);
	report = verify_report(v);
	verify_free(v);
	assert_true(json_is_true(json_object_get(report, "ok")));
	json_decref(report);
}

static void
its_letters_wait_and_go_with_it(void **state)
{
	json_t *rows;

	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "letters", NULL),
	    RC_OK);
	rows = rows_of("SELECT due - created FROM outbox", 1);
	assert_int_equal(json_array_size(rows), 2);
	assert_int_equal(int_at(rows, "0.0"), 10 * MINUTE);
	json_decref(rows);
	assert_int_equal(undo("nav01"), RC_OK);
	rows = rows_of("SELECT key FROM outbox", 1);
	assert_int_equal(json_array_size(rows), 0);
	json_decref(rows);
	/* Letters that were undone are not missed. */
	expect_sound();
}

static void
a_letter_that_has_left_makes_the_step_stay(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	fixture_act(&f, "nav01", number, "letters", NULL);
	assert_int_equal(query_exec(f.store, "UPDATE outbox SET attempts = 1",
			     &e),
	    RC_OK);
	assert_int_equal(undo("nav01"), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_UNDO_SENT");
}

static void
only_ones_own_last_step_is_undone(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 3));
	assert_int_equal(undo("nav02"), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_NO_UNDO");
	fixture_act(&f, "nav02", number, "back", NULL);
	assert_int_equal(undo("nav01"), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_NO_UNDO");
	assert_int_equal(undo("nav02"), RC_OK);
	/* And not the one before it. */
	assert_int_equal(undo("nav02"), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_NO_UNDO");
}

static void
the_time_for_it_is_ten_minutes(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 3));
	clock_set(&f.clock, f.clock.now + 10 * MINUTE - 1);
	assert_int_equal(undo("nav01"), RC_OK);
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 3));
	clock_set(&f.clock, f.clock.now + 10 * MINUTE);
	assert_int_equal(undo("nav01"), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_UNDO_LATE");
}

/* D-304. */
static void
a_decision_is_not_undone_and_its_letters_do_not_wait(void **state)
{
	json_t *rows;

	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "decide",
			     json_pack("{ss}", "why", "et rom")),
	    RC_OK);
	assert_int_equal(undo("nav01"), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_UNDO_LASTS");
	rows = rows_of("SELECT 1 FROM outbox WHERE due > created", 1);
	assert_int_equal(json_array_size(rows), 0);
	json_decref(rows);
}

static void
what_the_clock_did_since_is_not_undone(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "happen", NULL);
	/* The event is a step of its own by now. */
	assert_int_equal(undo("nav01"), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_NO_UNDO");
}

static void
a_closed_case_is_open_again_when_closing_is_undone(void **state)
{
	char *before = state_now();

	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "withdraw", NULL),
	    RC_OK);
	assert_int_equal(store_closed(f.store), 1);
	assert_int_equal(undo("nav01"), RC_OK);
	assert_int_equal(store_closed(f.store), 0);
	expect_same(before, "withdraw");
	free(before);
}

static void
a_case_is_not_undone_away(void **state)
{
	(void)state;
	assert_int_equal(undo("nav01"), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_NO_UNDO");
}

static void
an_unknown_case_answers_like_anothers(void **state)
{
	char first[512];

	(void)state;
	fixture_ask(&f, "nav01", "case.undo",
	    json_pack("{ss}", "case", "2027/99"));
	snprintf(first, sizeof(first), "%s", f.err.text);
	assert_int_equal(f.rc, RC_NOTFOUND);
	fixture_ask(&f, "hel01", "case.undo",
	    json_pack("{ss}", "case", "2027/1"));
	assert_int_equal(f.rc, RC_NOTFOUND);
	assert_string_equal(first, "case 2027/99: not found");
	assert_string_equal(f.err.text, "case 2027/1: not found");
}

static unsigned int seed = 20270111;

static unsigned int
pick_one(unsigned int n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

/* Something that somebody does; its name. */
static const char *
do_something(void)
{
	static const char *const plain[] = { "letters", "ask", "pause_talk",
		"resume_talk", "talked", "withdraw", "back", "map", "note",
		"forward", "to_mapping", "reopen" };
	const char *action = plain[pick_one(12)];
	json_t *input = NULL;

	if (strcmp(action, "note") == 0)
		input = json_pack("{ss si ss}", "why", "x", "level",
		    1 + (int)pick_one(4), "stay_from",
		    pick_one(2) ? "2027-01-04" : "2027-01-05");
	else if (strcmp(action, "forward") == 0)
		input = json_pack("{ss ss}", "new_unit", "nav", "new_contact",
		    pick_one(2) ? "nav01" : "nav02");
	else if (strcmp(action, "to_mapping") == 0)
		input = json_pack("{si}", "level", 1 + (int)pick_one(4));
	else if (strcmp(action, "reopen") == 0)
		input = json_pack("{ss}", "why", "feil");
	fixture_act(&f, "nav01", number, action, input);
	return action;
}

/* Property: whatever is done, undoing it brings back what was before. */
static void
doing_and_undoing_changes_nothing_but_history(void **state)
{
	int done = 0, i;
	const char *what;
	char *before;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		before = state_now();
		what = do_something();
		if (f.rc != RC_OK) {
			expect_same(before, what);
		} else if (pick_one(3) != 0) {
			if (undo("nav01") != RC_OK)
				fail_msg("%s: %s", what, f.err.text);
			expect_same(before, what);
			done++;
		}
		free(before);
	}
	assert_true(done > ROUNDS / 10);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_step_that_is_undone_leaves_the_case_as_it_was),
		TEST(the_undone_step_stays_in_the_history),
		TEST(its_letters_wait_and_go_with_it),
		TEST(a_letter_that_has_left_makes_the_step_stay),
		TEST(only_ones_own_last_step_is_undone),
		TEST(the_time_for_it_is_ten_minutes),
		TEST(a_decision_is_not_undone_and_its_letters_do_not_wait),
		TEST(what_the_clock_did_since_is_not_undone),
		TEST(a_closed_case_is_open_again_when_closing_is_undone),
		TEST(a_case_is_not_undone_away),
		TEST(an_unknown_case_answers_like_anothers),
		TEST(doing_and_undoing_changes_nothing_but_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
