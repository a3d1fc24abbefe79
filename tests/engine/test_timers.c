/*
 * Timers, events, and incidents when nobody was there to be told.
 */
#include "fixture.h"
#include "look.h"

#include <sqlite3.h>

#include "store/incident.h"

static struct fixture f;
static char number[24];

static int
setup(void **state)
{
	(void)state;
	fixture_open(&f);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static bool
has_task(const char *key)
{
	json_t *rows = fixture_tasks(&f, number), *row;
	bool found = false;
	size_t i;

	json_array_foreach(rows, i, row)
		found = found || strcmp(text_at(row, "key"), key) == 0;
	json_decref(rows);
	return found;
}

static json_t *
incidents(void)
{
	struct err e = ERR_INIT;
	json_t *rows = NULL;

	assert_int_equal(incident_list(f.store, NULL, 0, 0, 200, &rows, &e),
	    RC_OK);
	return rows;
}

static json_int_t
count(const char *name)
{
	return json_integer_value(json_object_get(f.result, name));
}

static void
a_timer_fires_at_six_in_the_morning_and_once(void **state)
{
	(void)state;
	fixture_case(&f, NULL, number);
	fixture_advance(&f, "2027-01-13T05:59");
	assert_false(has_task("contact"));
	fixture_advance(&f, "2027-01-13T06:00");
	assert_true(has_task("contact"));
	assert_int_equal(count("fired"), 1);
	fixture_advance(&f, "2027-01-15");
	assert_int_equal(count("fired"), 0);
}

static void
a_timer_of_a_stage_that_was_left_fires_no_more(void **state)
{
	(void)state;
	fixture_case(&f, NULL, number);
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	fixture_advance(&f, "2027-01-14");
	assert_false(has_task("contact"));
}

static void
a_step_of_a_timer_is_the_systems(void **state)
{
	json_t *rows, *row;

	(void)state;
	fixture_case(&f, NULL, number);
	fixture_advance(&f, "2027-01-13");
	rows = fixture_history(&f, false);
	row = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(text_at(row, "kind"), "timer");
	assert_string_equal(text_at(row, "actor"), "system");
	assert_true(json_integer_value(json_object_get(row, "time")) ==
	    MONDAY + 2 * INT64_C(86400000) - 3 * INT64_C(3600000));
	json_decref(rows);
}

static void
a_timer_that_fails_becomes_an_incident_and_stops_nobody(void **state)
{
	char first[24];
	json_t *rows;

	(void)state;
	fixture_case(&f, json_pack("{ss}", "trap_on", "2027-01-11"), first);
	fixture_case(&f, NULL, number);
	fixture_advance(&f, "2027-01-14");
	assert_int_equal(count("incidents"), 1);
	assert_true(has_task("contact"));
	rows = incidents();
	assert_int_equal(json_array_size(rows), 1);
	assert_string_equal(text_at(json_array_get(rows, 0), "case"), first);
	assert_string_equal(text_at(json_array_get(rows, 0), "kind"), "timer");
	assert_string_equal(text_at(json_array_get(rows, 0), "error_name"),
	    "E_SCRIPT");
	assert_non_null(
	    strstr(text_at(json_array_get(rows, 0), "error"), "trace: "));
	json_decref(rows);
}

static void
an_incident_is_tried_again_when_the_cause_is_gone(void **state)
{
	json_t *rows;

	(void)state;
	fixture_case(&f, json_pack("{ss}", "trap_on", "2027-01-11"), number);
	fixture_advance(&f, "2027-01-14");
	fixture_ask(&f, "adm", "incident.retry",
	    json_pack("{si}", "incident", 1));
	ASSERT_ERROR(&f, RC_SCRIPT, "E_SCRIPT");
	rows = incidents();
	assert_int_equal(json_integer_value(
			     json_object_get(json_array_get(rows, 0),
				 "attempts")),
	    2);
	json_decref(rows);
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss si}", "why", "x", "level", 2));
	fixture_ok(&f, "adm", "incident.retry",
	    json_pack("{si}", "incident", 1));
	assert_true(has_task("trap"));
	fixture_ask(&f, "adm", "incident.retry",
	    json_pack("{si}", "incident", 1));
	ASSERT_ERROR(&f, RC_CONFLICT, "E_CONFLICT");
}

static void
an_event_is_a_step_of_its_own(void **state)
{
	json_t *rows;

	(void)state;
	fixture_case(&f, NULL, number);
	assert_int_equal(fixture_act(&f, "nav01", number, "happen", NULL),
	    RC_OK);
	assert_true(has_task("happened"));
	rows = fixture_history(&f, false);
	assert_string_equal(
	    text_at(json_array_get(rows, json_array_size(rows) - 1), "kind"),
	    "event");
	json_decref(rows);
}

static void
what_is_due_comes_in_the_order_of_its_time(void **state)
{
	json_t *rows, *row;
	json_int_t last = 0, time;
	size_t i;

	(void)state;
	fixture_case(&f, json_pack("{ss}", "received", "2027-01-08"), number);
	fixture_case(&f, json_pack("{ss}", "received", "2027-01-04"), number);
	fixture_advance(&f, "2027-04-01");
	rows = fixture_history(&f, false);
	json_array_foreach(rows, i, row) {
		time = json_integer_value(json_object_get(row, "time"));
		assert_true(time >= last);
		last = time;
	}
	assert_true(json_array_size(rows) > 8);
	json_decref(rows);
}

/* The N-th statement fails as a full disk would. */
static int
full(void *arg)
{
	int *left = arg;

	return *left >= 0 && (*left)-- == 0 ? SQLITE_FULL : 0;
}

static unsigned int
count_steps(const char *kind)
{
	json_t *rows = fixture_history(&f, false), *row;
	unsigned int n = 0;
	size_t i;

	json_array_foreach(rows, i, row)
		n += strcmp(text_at(row, "kind"), kind) == 0;
	json_decref(rows);
	return n;
}

static void
a_full_disk_delays_a_timer_and_makes_no_incident(void **state)
{
	bool hit = true;
	json_t *rows;
	int left, n;

	(void)state;
	for (n = 0; hit && n < 400; n++) {
		fixture_close(&f);
		fixture_open(&f);
		fixture_case(&f, NULL, number);
		left = n;
		store_set_fault(f.store, full, &left);
		fixture_ask(&f, "adm", "clock.advance",
		    json_pack("{ss}", "to", "2027-01-13"));
		hit = left < 0;
		store_set_fault(f.store, NULL, NULL);
		fixture_advance(&f, "2027-01-14");
		assert_int_equal(count_steps("timer"), 1);
		rows = incidents();
		assert_int_equal(json_array_size(rows), 0);
		json_decref(rows);
	}
	assert_true(n > 20 && n < 400);
}

static void
timers_that_fall_due_by_themselves_rest_while_the_disk_is_full(void **state)
{
	int left = 3;

	(void)state;
	fixture_case(&f, NULL, number);
	clock_set(&f.clock, MONDAY + 3 * INT64_C(86400000));
	assert_true(engine_has_work(f.engine));
	store_set_fault(f.store, full, &left);
	fixture_run(&f);
	assert_true(left < 0);
	assert_int_equal(count_steps("timer"), 0);
	assert_false(engine_has_work(f.engine));
	assert_true(engine_next_due(f.engine) > f.clock.now);
	store_set_fault(f.store, NULL, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_timer_fires_at_six_in_the_morning_and_once),
		T(a_timer_of_a_stage_that_was_left_fires_no_more),
		T(a_step_of_a_timer_is_the_systems),
		T(a_timer_that_fails_becomes_an_incident_and_stops_nobody),
		T(an_incident_is_tried_again_when_the_cause_is_gone),
		T(an_event_is_a_step_of_its_own),
		T(what_is_due_comes_in_the_order_of_its_time),
		T(a_full_disk_delays_a_timer_and_makes_no_incident),
		T(timers_that_fall_due_by_themselves_rest_while_the_disk_is_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
