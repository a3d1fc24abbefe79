/*
 * The batch: one commit for many, all or nothing for each, nothing unlogged.
 */
#include "fixture.h"
#include "look.h"
#include "one_case.h"

#include <sqlite3.h>

#include "base/mem.h"
#include "store/case.h"
#include "store/verify.h"

static int64_t
rev(void)
{
	struct err e = ERR_INIT;
	struct case_head h;

	assert_int_equal(case_find_number(f.store, number, &h, &e), RC_OK);
	return h.rev;
}

static void
submit_note(const char *why)
{
	engine_submit(f.engine,
	    fixture_new_ask(&f, "nav01", "case.act",
		json_pack("{ss ss s{ss}}", "case", number, "action", "note",
		    "input", "why", why)));
}

/* The chain and all the rest still hold. */
static void
assert_sound(void)
{
	struct verify *v = verify_new(f.store);
	struct err e = ERR_INIT;
	bool done = false;
	json_t *report;

	while (!done)
		assert_int_equal(verify_slice(v, 1000, &done, &e), RC_OK);
	report = verify_report(v);
	if (!json_is_true(json_object_get(report, "ok")))
		fail_msg("%s", json_dumps(report, 0));
	json_decref(report);
	verify_free(v);
}

static void
nothing_is_answered_before_the_batch_has_committed(void **state)
{
	unsigned int before = f.answers;

	(void)state;
	submit_note("a");
	submit_note("b");
	assert_int_equal(f.answers, before);
	assert_true(engine_has_work(f.engine));
	fixture_run(&f);
	assert_int_equal(f.answers, before + 2);
	assert_int_equal(rev(), 3);
}

static void
each_step_has_a_number_of_its_own(void **state)
{
	json_int_t first;

	(void)state;
	fixture_act(&f, "nav01", number, "note", json_pack("{ss}", "why", "a"));
	first = json_integer_value(json_object_get(f.result, "commit"));
	fixture_act(&f, "nav01", number, "half", NULL);
	fixture_act(&f, "nav01", number, "note", json_pack("{ss}", "why", "b"));
	assert_true(
	    json_integer_value(json_object_get(f.result, "commit")) > first);
}

static void
who_looked_is_written_down(void **state)
{
	json_t *rows, *row;

	(void)state;
	fixture_ok(&f, "nav02", "case.show", json_pack("{ss}", "case", number));
	rows = fixture_history(&f, true);
	row = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(text_at(row, "kind"), "lookup");
	assert_string_equal(text_at(row, "actor"), "nav02");
	assert_string_equal(text_at(row, "subject_kind"), "case");
	json_decref(rows);
}

static void
who_was_refused_is_written_down(void **state)
{
	json_t *rows, *row;

	(void)state;
	fixture_act(&f, "hel01", number, "note", NULL);
	rows = fixture_history(&f, true);
	row = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(text_at(row, "kind"), "lookup.refused");
	assert_string_equal(text_at(row, "actor"), "hel01");
	json_decref(rows);
}

static void
the_number_of_a_refused_case_is_not_written_in_clear(void **state)
{
	json_t *rows;
	char *dump;

	(void)state;
	fixture_act(&f, "hel01", "2027/4711", "note", NULL);
	rows = fixture_history(&f, true);
	dump = json_dumps(json_array_get(rows, json_array_size(rows) - 1), 0);
	assert_null(strstr(dump, "4711"));
	free(dump);
	json_decref(rows);
}

static void
a_stranger_may_call_what_is_public_and_no_more(void **state)
{
	(void)state;
	fixture_ok(&f, "nobody", "clock.show", NULL);
	fixture_act(&f, "nobody", number, "note", NULL);
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

static void
a_gateway_speaks_for_a_user(void **state)
{
	struct ask *a = fixture_new_ask(&f, "web", "case.show",
	    json_pack("{ss}", "case", number));

	(void)state;
	a->as = mem_text("nav01");
	assert_int_equal(fixture_submit(&f, a), RC_OK);
	a = fixture_new_ask(&f, "nav02", "case.show",
	    json_pack("{ss}", "case", number));
	a->as = mem_text("nav01");
	fixture_submit(&f, a);
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

static void
the_chain_holds_after_failures_of_every_kind(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "half", NULL);
	fixture_act(&f, "nav01", number, "spin", NULL);
	fixture_act(&f, "hel01", number, "half", NULL);
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	fixture_advance(&f, "2027-03-01");
	assert_sound();
}

static void
letters_have_stable_keys(void **state)
{
	json_t *rows, *effects;

	(void)state;
	fixture_act(&f, "nav01", number, "letters", NULL);
	rows = fixture_history(&f, false);
	effects = json_object_get(
	    json_array_get(json_object_get(json_array_get(rows,
					       json_array_size(rows) - 1),
			       "parts"),
		0),
	    "effects");
	assert_string_equal(text_at(json_array_get(effects, 0), "key"),
	    "5532.E1.2027-1.2.1");
	assert_string_equal(text_at(json_array_get(effects, 1), "key"),
	    "5532.E1.2027-1.2.2");
	json_decref(rows);
}

static void
too_many_are_told_to_come_back(void **state)
{
	unsigned int before = f.answers;
	int i;

	(void)state;
	for (i = 0; i < 4097; i++)
		engine_submit(f.engine,
		    fixture_new_ask(&f, "nav01", "clock.show", NULL));
	fixture_run(&f);
	assert_int_equal(f.answers, before + 4097);
}

/* Faults: the N-th statement fails as a full disk would. */
struct fault {
	int left;
	bool hit;
};

static int
full(void *arg)
{
	struct fault *fault = arg;

	if (fault->left < 0 || fault->left-- > 0)
		return 0;
	fault->hit = true;
	return SQLITE_FULL;
}

static void
a_full_disk_leaves_all_of_a_step_or_nothing(void **state)
{
	struct fault fault;
	int64_t before;
	int n;

	(void)state;
	for (n = 0; n < 400; n++) {
		before = rev();
		fault = (struct fault){ n, false };
		store_set_fault(f.store, full, &fault);
		submit_note("x");
		fixture_run(&f);
		store_set_fault(f.store, NULL, NULL);
		if (rev() != (f.rc == RC_OK ? before + 1 : before))
			fail_msg("statement %d: %s %s", n, f.err.name,
			    f.err.text);
		if (!fault.hit)
			break;
	}
	assert_true(n > 5 && n < 400);
	assert_int_equal(f.rc, RC_OK);
	assert_sound();
}

static void
one_that_ends_the_transaction_does_not_take_the_others_along(void **state)
{
	struct fault fault = { 25, false };
	unsigned int before = f.answers;
	int64_t start = rev();

	(void)state;
	store_set_fault(f.store, full, &fault);
	submit_note("a");
	submit_note("b");
	submit_note("c");
	fixture_run(&f);
	store_set_fault(f.store, NULL, NULL);
	assert_true(fault.hit);
	assert_int_equal(f.answers, before + 3);
	assert_true(rev() >= start + 2);
	assert_sound();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(nothing_is_answered_before_the_batch_has_committed),
		T(each_step_has_a_number_of_its_own),
		T(who_looked_is_written_down),
		T(who_was_refused_is_written_down),
		T(the_number_of_a_refused_case_is_not_written_in_clear),
		T(a_stranger_may_call_what_is_public_and_no_more),
		T(a_gateway_speaks_for_a_user),
		T(the_chain_holds_after_failures_of_every_kind),
		T(letters_have_stable_keys),
		T(too_many_are_told_to_come_back),
		T(a_full_disk_leaves_all_of_a_step_or_nothing),
		T(one_that_ends_the_transaction_does_not_take_the_others_along),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
