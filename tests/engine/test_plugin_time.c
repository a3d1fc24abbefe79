/*
 * test_plugin_time -- what happens by itself: events, timers, deadlines.
 */
#include "plugged.h"

static void
events_go_both_ways(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_ok(f, "nav01", "trial.ring", args(n, NULL));
	fixture_run(f);
	assert_true(has_task(f, n, "rang")); /* the definition heard it */
	assert_true(has_task(f, n, "heard")); /* another plugin answered */
	fixture_case(f, NULL, n);
	assert_int_equal(fixture_act(f, "nav01", n, "tell", NULL), RC_OK);
	fixture_run(f);
	assert_true(has_task(f, n, "heard"));
}

static void
the_core_tells_what_plugins_take(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	if (fixture_act(f, "nav01", n, "decide", NULL) != RC_OK)
		fail_msg("%s %s", f->err.name, f->err.text);
	fixture_run(f);
	assert_true(has_task(f, n, "trial.decided"));
}

static void
timers_run_the_plugins_function(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];
	int i;

	fixture_case(f, NULL, n);
	for (i = 1; i < 3; i++)
		fixture_ok(f, "nav01", "trial.later",
		    args(n,
			json_pack("{ss sI}", "key", "a", "at",
			    (json_int_t)(MONDAY + i * DAY))));
	fixture_ok(f, "nav01", "trial.later",
	    args(n,
		json_pack("{ss sI}", "key", "b", "at",
		    (json_int_t)(MONDAY + DAY))));
	fixture_ok(f, "nav01", "trial.later",
	    args(n,
		json_pack("{ss sI sb}", "key", "b", "at", (json_int_t)0, "rule",
		    1)));
	/* Replaced: it fires once, on the second day; ended: it does not. */
	r = fixture_advance(f, "2027-01-12T12:00");
	assert_int_equal(int_at(r, "fired"), 0);
	assert_false(has_task(f, n, "a"));
	r = fixture_advance(f, "2027-01-14");
	assert_int_equal(int_at(r, "fired"), 1);
	assert_true(has_task(f, n, "a"));
	assert_false(has_task(f, n, "b"));
}

static void
a_timer_outlives_the_closing_of_its_case(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_ok(f, "nav01", "trial.later",
	    args(n,
		json_pack("{ss sI}", "key", "a", "at",
		    (json_int_t)(MONDAY + DAY))));
	fixture_ok(f, "nav01", "trial.due",
	    args(n,
		json_pack("{ss ss}", "start", "2027-01-11", "length", "5d")));
	assert_int_equal(fixture_act(f, "nav01", n, "stop", NULL), RC_OK);
	fixture_advance(f, "2027-02-01");
	assert_true(has_task(f, n, "a"));
	assert_true(has_task(f, n, "trial.overdue"));
}

static void
a_timer_of_no_case_fires_too(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	fixture_ok(f, "nav01", "trial.later",
	    json_pack("{ss sI}", "key", "week", "at",
		(json_int_t)(MONDAY + DAY)));
	r = fixture_advance(f, "2027-01-13");
	assert_int_equal(int_at(r, "fired"), 1);
	assert_int_equal(int_at(r, "incidents"), 0);
}

static void
a_timer_that_fails_is_an_incident(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_ok(f, "nav01", "trial.later",
	    args(n,
		json_pack("{ss sI}", "key", "fails", "at",
		    (json_int_t)(MONDAY + DAY))));
	r = fixture_advance(f, "2027-01-13");
	assert_int_equal(int_at(r, "incidents"), 1);
	r = fixture_ok(f, "adm", "incident.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	fixture_ask(f, "adm", "incident.retry",
	    json_pack("{sI}", "incident", int_at(r, "rows.0.id")));
	ASSERT_ERROR(f, RC_GUARD, "E_TRIAL");
}

static void
deadlines_are_explained_paused_and_met(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];

	fixture_case(f, NULL, n);
	/* A Sunday: rolled to Monday. */
	r = fixture_ok(f, "nav01", "trial.due",
	    args(n,
		json_pack("{ss ss ss si}", "key", "1", "start", "2027-01-11",
		    "length", "13d", "warn", 3)));
	assert_string_equal(text_at(r, "due"), "2027-01-25");
	r = fixture_ok(f, "nav01", "deadline.list", NULL);
	assert_string_equal(text_at(r, "rows.0.title"), "Svar på kravet");
	r = fixture_ok(f, "nav01", "case.why", json_pack("{ss}", "case", n));
	assert_true(says(r, "kravet kom"));
	fixture_ok(f, "nav01", "trial.end",
	    args(n, json_pack("{ss ss}", "key", "1", "how", "pause")));
	fixture_advance(f, "2027-01-18");
	fixture_ok(f, "nav01", "trial.end",
	    args(n, json_pack("{ss ss}", "key", "1", "how", "resume")));
	r = fixture_ok(f, "nav01", "deadline.list", NULL);
	assert_string_equal(text_at(r, "rows.0.due"), "2027-02-01");
	fixture_advance(f, "2027-01-30");
	assert_true(has_task(f, n, "trial.warned"));
	r = fixture_ok(f, "nav01", "trial.end",
	    args(n, json_pack("{ss ss}", "key", "1", "how", "met")));
	assert_true(json_is_true(at(r, "was")));
	r = fixture_ok(f, "nav01", "trial.end",
	    args(n, json_pack("{ss ss}", "key", "1", "how", "met")));
	assert_false(json_is_true(at(r, "was")));
	fixture_advance(f, "2027-03-01");
	assert_false(has_task(f, n, "trial.overdue"));
}

static void
a_deadline_of_law_knows_no_pause(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];

	fixture_case(f, NULL, n);
	r = fixture_ok(f, "nav01", "trial.due",
	    args(n,
		json_pack("{ss ss}", "start", "2027-03-04", "rule_id",
		    "FVL_29")));
	assert_string_equal(text_at(r, "due"), "2027-03-30");
	fixture_ask(f, "nav01", "trial.end",
	    args(n, json_pack("{ss}", "how", "pause")));
	ASSERT_ERROR(f, RC_GUARD, "E_DEADLINE_LEGAL");
	/* Begun again under the same name: moved, not doubled. */
	fixture_ok(f, "nav01", "trial.due",
	    args(n,
		json_pack("{ss ss}", "start", "2027-03-05", "rule_id",
		    "FVL_29")));
	r = fixture_ok(f, "nav01", "deadline.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(events_go_both_ways),
		WITH(the_core_tells_what_plugins_take),
		WITH(timers_run_the_plugins_function),
		WITH(a_timer_outlives_the_closing_of_its_case),
		WITH(a_timer_of_no_case_fires_too),
		WITH(a_timer_that_fails_is_an_incident),
		WITH(deadlines_are_explained_paused_and_met),
		WITH(a_deadline_of_law_knows_no_pause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
