/*
 * test_stay -- S-03 whole at the real socket, what it says of decisions and
 * deadlines: a bed the same day in a small municipality, a place outside the
 * quality that is wanted, the goal of three months and its breach, a second
 * stay (D-055, D-057, D-059; law rows 18, 20, 58, 59; ).
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

static char number[NUMBER_SIZE];

/* Two people who hold every role; nav01 works here for NAV. */
static json_t *
as_nav(json_t *p)
{
	json_object_set_new(p, "role", json_string("@nav"));
	return p;
}

static json_t *
nav(struct work *w, const char *method, json_t *p)
{
	return peer_do(&w->c, "nav01", method, as_nav(p));
}

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	place_make_for(&w->place, "5532", "5532-balsfjord.ini");
	place_replace(&w->place, "municipalities/5532.ini",
	    "test_clock = 2027-01-04", "test_clock = 2027-01-13");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	json_decref(
	    nav(w, "workflow.load", params("{s:s}", "path", "boligsosial")));
	json_decref(nav(w, "workflow.activate",
	    params("{s:s}", "definition", "boligsosial")));
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct work *w = *state;

	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	place_remove(&w->place);
	free(w);
	return 0;
}

static void
advance(struct work *w, const char *to)
{
	json_decref(nav(w, "clock.advance", params("{s:s}", "to", to)));
}

static json_t *
act_params(const char *action, json_t *input)
{
	return as_nav(params("{s:s, s:s, s:o}", "case", number, "action",
	    action, "input", input != NULL ? input : json_object()));
}

static void
act(struct work *w, const char *action, json_t *input)
{
	json_decref(
	    peer_do(&w->c, "nav01", "case.act", act_params(action, input)));
}

static void
refused(struct work *w, const char *action, json_t *input, const char *name,
    const char *field)
{
	json_t *r =
	    peer_call(&w->c, "nav01", "case.act", act_params(action, input));

	if (!mentions(r, name) || !mentions(r, field))
		fail_msg("%s: not %s of %s: %s", action, name, field,
		    message_of(r));
	json_decref(r);
}

/* The newest of LIST whose NAME is KEY: new reference; NULL: none. */
static json_t *
of_case(struct work *w, const char *list, const char *name, const char *key)
{
	json_t *r = nav(w, "case.show", params("{s:s}", "case", number));
	json_t *row, *found = NULL;
	size_t i;

	json_array_foreach(json_object_get(r, list), i, row)
		if (strcmp(text_in(row, name), key) == 0)
			found = row;
	(void)json_incref(found);
	json_decref(r);
	return found;
}

static bool
has_task(struct work *w, const char *key)
{
	json_t *row = of_case(w, "tasks", "key", key);

	json_decref(row);
	return row != NULL;
}

static void
is_for_the_leader(struct work *w, const char *key)
{
	json_t *row = of_case(w, "tasks", "key", key);

	if (row == NULL)
		fail_msg("no task %s", key);
	assert_string_equal(text_in(row, "role"), "leader");
	json_decref(row);
}

static void
goal_is(struct work *w, const char *due, const char *state)
{
	json_t *row = of_case(w, "deadlines", "name", "stay_goal");

	assert_non_null(row);
	assert_string_equal(text_in(row, "due"), due);
	assert_string_equal(text_in(row, "state"), state);
	json_decref(row);
}

/* Days left to the goal as the list of what is overdue has it; 0: not on it. */
static json_int_t
days_over(struct work *w)
{
	json_t *r = nav(w, "deadline.list", params("{s:b}", "overdue", 1));
	json_t *row = row_with(json_object_get(r, "rows"), "name", "stay_goal");
	json_int_t days = row != NULL ? int_in(row, "days") : 0;

	json_decref(r);
	return days;
}

static json_t *
stay(const char *type, const char *from, const char *place)
{
	return params("{s:s, s:s, s:s, s:i, s:s, s:s}", "stay_type", type,
	    "stay_from", from, "stay_place", place, "children", 2,
	    "decision_content", "Et sted å sove fra i natt.", "reason_facts",
	    "Ingen seng i natt.");
}

/* Step 1.3: no bed tonight, two children. */
static void
no_bed_tonight(struct work *w)
{
	json_t *r, *person, *row;

	person =
	    nav(w, "person.add", params("{s:s}", "name", "Prøve Elvestad"));
	json_decref(nav(w, "person.identify",
	    params("{s:I, s:s, s:s}", "person", int_in(person, "person"),
		"number", "01819249616", "cause", "issued")));
	r = nav(w, "case.create",
	    params("{s:s, s:{s:s, s:s, s:b, s:b, s:i, s:I}, s:s}", "workflow",
		"boligsosial", "data", "received", "2027-01-13", "channel",
		"visit", "asks_help", 1, "roof_tonight", 0, "children", 2,
		"person", int_in(person, "person"), "contact", "nav01"));
	snprintf(number, sizeof(number), "%s", text_in(r, "case"));
	json_decref(r);
	json_decref(person);
	act(w, "first_talk",
	    params("{s:s, s:b}", "informed", "Midlertidig botilbud",
		"roof_tonight", 0));
	row = of_case(w, "tasks", "key", "emergency");
	assert_non_null(row);
	assert_string_equal(text_in(row, "due"), "2027-01-13");
	json_decref(row);
}

/* The § 27 decision of the same day: a cabin, and what that takes. */
static void
a_cabin_with_a_reason_and_a_leader(struct work *w)
{
	json_t *input = stay("camping", "2027-01-13", "Testvegen camping");
	json_t *d, *row;

	refused(w, "emergency_stay", json_incref(input), "E_REASON_REQUIRED",
	    "stay_reason");
	d = nav(w, "decision.list", params("{s:s}", "case", number));
	assert_int_equal(json_array_size(json_object_get(d, "rows")), 0);
	json_decref(d);
	json_object_set_new(input, "stay_reason",
	    json_string("Bare campinghytter er ledige; ikke egnet for barn."));
	act(w, "emergency_stay", input);
	d = nav(w, "decision.show",
	    params("{s:s, s:i}", "case", number, "no", 1));
	assert_string_equal(text_in(d, "date"), "2027-01-13");
	assert_string_equal(text_in(d, "basis"), "SOTJL_27");
	assert_string_equal(text_in(d, "result"), "granted");
	assert_string_equal(text_in(d, "complaint_body"), "Statsforvalteren");
	assert_int_equal(int_in(d, "urgent"), 1);
	json_decref(d);
	assert_false(has_task(w, "emergency"));
	goal_is(w, "2027-04-13", "open");
	/* The bed first, the papers on the next working day. */
	row = of_case(w, "deadlines", "name", "papers:1");
	assert_string_equal(text_in(row, "due"), "2027-01-14");
	json_decref(row);
	/* The leader approves the place, and looks over the decision (2.7). */
	is_for_the_leader(w, "stay_approval");
	is_for_the_leader(w, "review:1");
	act(w, "approve_stay", NULL);
	assert_false(has_task(w, "stay_approval"));
	refused(w, "approve_stay", NULL, "E_GUARD", "godkjenning");
}

/* Told the same day, posted the next; three weeks from Sunday the 17th. */
static void
told_at_once_and_in_writing(struct work *w)
{
	json_t *d, *row;

	json_decref(nav(w, "decision.notify",
	    params("{s:s, s:i, s:s}", "case", number, "no", 1, "what",
		"told")));
	advance(w, "2027-01-14");
	json_decref(nav(w, "decision.notify",
	    params("{s:s, s:i, s:s}", "case", number, "no", 1, "what",
		"posted")));
	row = of_case(w, "deadlines", "name", "papers:1");
	assert_string_equal(text_in(row, "state"), "met");
	json_decref(row);
	d = nav(w, "decision.show",
	    params("{s:s, s:i}", "case", number, "no", 1));
	row = json_array_get(json_object_get(d, "parties"), 0);
	assert_string_equal(text_in(row, "start"), "2027-01-17");
	assert_string_equal(text_in(d, "complaint_due"), "2027-02-08");
	json_decref(d);
}

/* Another bed is the same stay: the goal stands, the alerts come. */
static void
moved_and_alerted(struct work *w)
{
	static const struct {
		const char *key, *before, *on;
	} alerts[] = {
		{ "stay_30", "2027-02-11", "2027-02-12" },
		{ "stay_60", "2027-03-13", "2027-03-14" },
		{ "stay_75", "2027-03-28", "2027-03-29" },
	};
	size_t i;

	advance(w, "2027-02-01");
	refused(w, "move_stay",
	    params("{s:s, s:s}", "stay_type", "hotel", "stay_place",
		"Testvegen hotell"),
	    "E_REASON_REQUIRED", "stay_reason");
	act(w, "move_stay",
	    params("{s:s, s:s}", "stay_type", "municipal", "stay_place",
		"Testvegen 3"));
	assert_false(has_task(w, "stay_approval"));
	goal_is(w, "2027-04-13", "open");
	for (i = 0; i < sizeof(alerts) / sizeof(alerts[0]); i++) {
		advance(w, alerts[i].before);
		assert_false(has_task(w, alerts[i].key));
		advance(w, alerts[i].on);
		assert_true(has_task(w, alerts[i].key));
	}
	is_for_the_leader(w, "stay_75");
}

/* 97 nights: seven days over the goal, on the list with its reason. */
static void
the_goal_is_missed_by_a_week(struct work *w)
{
	json_t *r;

	advance(w, "2027-04-13");
	assert_int_equal(days_over(w), 0);
	assert_false(has_task(w, "overdue:stay_goal"));
	refused(w, "explain_stay",
	    params("{s:s}", "stay_late_reason", "Ingen bolig er ledig."),
	    "E_GUARD", "tre måneder");
	advance(w, "2027-04-14");
	assert_int_equal(days_over(w), -1);
	is_for_the_leader(w, "overdue:stay_goal");
	act(w, "explain_stay",
	    params("{s:s}", "stay_late_reason", "Ingen bolig er ledig."));
	r = of_case(w, "fields", "name", "stay_late_reason");
	assert_string_equal(text_in(r, "value"), "Ingen bolig er ledig.");
	json_decref(r);
	r = nav(w, "case.why", params("{s:s}", "case", number));
	assert_true(mentions(r, "13. april 2027"));
	json_decref(r);
	advance(w, "2027-04-20");
	assert_int_equal(days_over(w), -7);
	refused(w, "end_stay", params("{s:s}", "stay_to", "2027-01-12"),
	    "E_DATE_ORDER", "stay_to");
	act(w, "end_stay", params("{s:s}", "stay_to", "2027-04-20"));
	goal_is(w, "2027-04-13", "met");
	assert_int_equal(days_over(w), 0);
	assert_false(has_task(w, "overdue:stay_goal"));
	assert_false(has_task(w, "stay_30"));
	assert_false(has_task(w, "stay_75"));
	assert_false(has_task(w, "stay_follow_up"));
}

/* Nine nights in September: a decision and a goal of their own. */
static void
a_second_stay(struct work *w)
{
	json_t *d, *r;

	advance(w, "2027-09-01");
	act(w, "emergency_stay", stay("private", "2027-09-01", "Testvegen 9"));
	assert_false(has_task(w, "stay_approval"));
	d = nav(w, "decision.show",
	    params("{s:s, s:i}", "case", number, "no", 2));
	assert_string_equal(text_in(d, "date"), "2027-09-01");
	json_decref(d);
	goal_is(w, "2027-12-01", "open");
	r = of_case(w, "fields", "name", "stay_late_reason");
	assert_true(r == NULL || json_object_get(r, "value") == NULL ||
	    json_is_null(json_object_get(r, "value")));
	json_decref(r);
	advance(w, "2027-09-10");
	act(w, "end_stay", params("{s:s}", "stay_to", "2027-09-10"));
	goal_is(w, "2027-12-01", "met");
	advance(w, "2027-10-02");
	assert_false(has_task(w, "stay_30"));
}

static void
s03_temporary_accommodation_with_children_from_day_to_day(void **state)
{
	struct work *w = *state;

	no_bed_tonight(w);
	a_cabin_with_a_reason_and_a_leader(w);
	told_at_once_and_in_writing(w);
	moved_and_alerted(w);
	the_goal_is_missed_by_a_week(w);
	a_second_stay(w);
}

/* D-055: the leader is asked again where one moves to such a place. */
static void
moving_to_a_hotel_asks_the_leader_too(void **state)
{
	struct work *w = *state;

	no_bed_tonight(w);
	act(w, "emergency_stay",
	    stay("municipal", "2027-01-13", "Testvegen 3"));
	assert_false(has_task(w, "stay_approval"));
	act(w, "move_stay",
	    params("{s:s, s:s, s:s}", "stay_type", "hotel", "stay_place",
		"Testvegen hotell", "stay_reason", "Vannskade i leiligheten."));
	is_for_the_leader(w, "stay_approval");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    s03_temporary_accommodation_with_children_from_day_to_day,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    moving_to_a_hotel_asks_the_leader_too, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
