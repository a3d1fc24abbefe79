/*
 * test_remind -- what a plan has thought of for people, day by day at the
 * socket: every row of "reviews and reminders" (domain §3.1), S-01's days, who is
 * told while the coordinator is away, and what is counted.
 */
#include "../../tests/cmocka_all.h"

#include <string.h>

#include "test_world.h"

static int
setup(void **state)
{
	return work_setup_plugin(state, "plan", "");
}

/* Days of its own, and a coordinating unit. */
static int
setup_own(void **state)
{
	return work_setup_plugin(state, "plan",
	    "goal_days = 3\ngoal_leader_days = 5\nidle_days = 10\n"
	    "consent_days = 20\nabsence = 2\n"
	    "[unit koord]\nname = Koordinerende enhet\n"
	    "type = coordinating\ndomain = health\n"
	    "[user koord01]\nname = Koordinator\nlogin = koord01\n"
	    "units = koord\nroles = caseworker, coordinator\n");
}

/* The open task KEY of case NUMBER as nav01 sees it, new reference or NULL. */
static json_t *
task(struct work *w, const char *number, const char *key)
{
	json_t *r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	json_t *row =
	    json_incref(plan_task_of(json_object_get(r, "rows"), key));

	json_decref(r);
	return row;
}

static void
assert_task(struct work *w, const char *number, const char *key,
    const char *user)
{
	json_t *row = task(w, number, key);

	if (row == NULL)
		fail_msg("no task %s", key);
	if (user != NULL)
		assert_string_equal(text_in(row, "user"), user);
	json_decref(row);
}

static void
assert_no_task(struct work *w, const char *number, const char *key)
{
	assert_null(task(w, number, key));
}

static void
assert_shows(struct work *w, json_int_t plan, const char *name,
    const char *text)
{
	json_t *r = work_do(w, "nav02", "show", plan_one(plan));

	assert_string_equal(text_in(r, name), text);
	json_decref(r);
}

/* S-01, with A-25: level 3 is reviewed after three months. */
static void
s01_the_plan_has_its_days(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n), plan;
	json_t *r;

	work_advance(w, "2027-02-10T10:00");
	plan = plan_begun(w, n, person, "ip");
	r = peer_do(&w->c, "nav01", "deadline.list", NULL);
	/* First meeting after 14 days, in force after three months. */
	assert_true(mentions(r, "2027-02-24"));
	assert_true(mentions(r, "2027-05-10"));
	json_decref(r);
	work_refused(w, "nav02", "activate", plan_one(plan),
	    "E_PLAN_INCOMPLETE");
	r = work_do(w, "nav02", "show", plan_one(plan));
	/* All but how a child took part. */
	assert_int_equal(json_array_size(json_object_get(r, "missing")), 11);
	json_decref(r);
	plan_filled(w, plan);
	plan_step(w, "activate", plan_one(plan));
	r = work_do(w, "nav02", "show", plan_one(plan));
	assert_int_equal(json_array_size(json_object_get(r, "missing")), 0);
	assert_string_equal(text_in(r, "next_review"), "2027-05-10");
	json_decref(r);
	work_advance(w, "2027-05-10T12:00");
	assert_shows(w, plan, "state", "til_revisjon");
	assert_task(w, n, "plan_review", NULL);
}

static void
a_goal_whose_day_has_gone_is_asked_about_twice(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_begun(w, n, person, "ip"), goal;
	json_t *r, *row;

	plan_filled(w, plan);
	r = work_do(w, "nav02", "goal",
	    params("{s:I, s:s, s:s, s:s}", "plan", plan, "area", "bolig",
		"text", "Betale husleien", "target", "2027-02-01"));
	goal = int_in(r, "goal");
	json_decref(r);
	work_advance(w, "2027-02-07T12:00");
	assert_no_task(w, n, "goal_late");
	work_advance(w, "2027-02-08T12:00");
	assert_task(w, n, "goal_late", "nav02");
	work_advance(w, "2027-02-22T12:00");
	row = task(w, n, "goal_leader");
	assert_non_null(row);
	assert_string_equal(text_in(row, "role"), "leader");
	json_decref(row);
	/* One that has a status is not asked about. */
	plan_step(w, "goal_status",
	    params("{s:I, s:s}", "goal", goal, "status", "nadd"));
	r = work_do(w, "nav02", "show", plan_one(plan));
	assert_non_null(
	    row_with(json_object_get(r, "goals"), "status", "nadd"));
	json_decref(r);
}

/* Thirty days before; and a consent that ran out is one that is gone. */
static void
a_consent_that_runs_out_is_said_and_then_stops_the_plan(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_reported(w, n);

	json_decref(peer_do(&w->c, "nav01", "consent.give",
	    params("{s:s, s:I, s:[s], s:s, s:s, s:s, s:s, s:s}", "case", n,
		"person", person, "classes", "identity", "from", "nav", "to",
		"mental_health", "purpose", "plan", "channel", "written",
		"until", "2027-04-30")));
	plan_step(w, "start", params("{s:I, s:i}", "plan", plan, "level", 3));
	plan_filled(w, plan);
	plan_step(w, "activate",
	    params("{s:I, s:s}", "plan", plan, "next_review", "2027-09-01"));
	work_advance(w, "2027-03-30T12:00");
	assert_no_task(w, n, "consent_ends");
	work_advance(w, "2027-03-31T12:00");
	assert_task(w, n, "consent_ends", "nav02");
	work_advance(w, "2027-04-30T12:00");
	assert_shows(w, plan, "state", "gjeldende");
	work_advance(w, "2027-05-01T12:00");
	assert_shows(w, plan, "state", "stanset_samtykke");
	assert_task(w, n, "plan_stopped", "nav02");
}

static void
a_plan_in_which_nothing_happens_is_flagged_after_ninety_days(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);

	(void)plan_begun(w, n, person, "ip");
	work_advance(w, "2027-04-03T12:00");
	assert_no_task(w, n, "plan_idle");
	work_advance(w, "2027-04-04T12:00");
	assert_task(w, n, "plan_idle", NULL);
}

/* One with a goal for DAY. */
static void
with_goal(struct work *w, json_int_t plan, const char *day)
{
	plan_filled(w, plan);
	plan_step(w, "goal",
	    params("{s:I, s:s, s:s, s:s}", "plan", plan, "area", "bolig",
		"text", "Betale husleien", "target", day));
}

/* Invariant 9: by the municipality's list of absences, or by the plan's own. */
static void
the_substitute_is_told_while_the_coordinator_is_away(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE], m[NUMBER_SIZE];
	json_int_t first = plan_case(w, "Kari Plan", n);
	json_int_t second = plan_case(w, "Per Plan", m), plan;

	with_goal(w, plan_begun(w, n, first, "ip"), "2027-01-28");
	plan = plan_begun(w, m, second, "ip");
	with_goal(w, plan, "2027-02-10");
	json_decref(peer_do(&w->c, "leader01", "absence.add",
	    params("{s:s, s:s, s:s}", "user", "nav02", "from", "2027-02-01",
		"to", "2027-02-10")));
	work_advance(w, "2027-02-04T12:00");
	assert_task(w, n, "goal_late", "nav01");
	work_advance(w, "2027-02-12T12:00");
	/* Longer than fourteen days: the substitute takes over. */
	plan_step(w, "absent",
	    params("{s:I, s:s, s:s}", "plan", plan, "from", "2027-02-12", "to",
		"2027-03-01"));
	assert_task(w, m, "coordinator_absent", "nav01");
	work_advance(w, "2027-02-17T12:00");
	assert_task(w, m, "goal_late", "nav01");
}

/* Reviews and reminders: all of them are the municipality's own. */
static void
the_days_are_the_municipalitys_own(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_reported(w, n);

	json_decref(peer_do(&w->c, "nav01", "consent.give",
	    params("{s:s, s:I, s:[s], s:s, s:s, s:s, s:s, s:s}", "case", n,
		"person", person, "classes", "identity", "from", "nav", "to",
		"mental_health", "purpose", "plan", "channel", "written",
		"until", "2027-02-10")));
	plan_step(w, "start", params("{s:I, s:i}", "plan", plan, "level", 3));
	plan_filled(w, plan);
	plan_step(w, "goal",
	    params("{s:I, s:s, s:s, s:s}", "plan", plan, "area", "bolig",
		"text", "Betale husleien", "target", "2027-01-10"));
	work_advance(w, "2027-01-13T12:00");
	assert_task(w, n, "goal_late", "nav02");
	assert_no_task(w, n, "plan_idle");
	work_advance(w, "2027-01-15T12:00");
	assert_task(w, n, "goal_leader", NULL);
	assert_task(w, n, "plan_idle", "nav02");
	assert_no_task(w, n, "consent_ends");
	work_advance(w, "2027-01-21T12:00");
	assert_task(w, n, "consent_ends", "nav02");
	/* Something happens: it is not silent any more. */
	plan_step(w, "set",
	    params("{s:I, s:s}", "plan", plan, "next_home", "Leie selv"));
	assert_no_task(w, n, "plan_idle");
	plan_step(w, "absent",
	    params("{s:I, s:s, s:s}", "plan", plan, "from", "2027-01-22", "to",
		"2027-01-24"));
	assert_task(w, n, "coordinator_absent", "nav01");
}

/* Invariant 7 (FOR-2011-1256 § 6). */
static void
the_coordinating_unit_gets_every_need(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_t *r, *row;

	(void)plan_case(w, "Kari Plan", n);
	(void)plan_reported(w, n);
	r = peer_do(&w->c, "koord01", "task.list", NULL);
	row = plan_task_of(json_object_get(r, "rows"), "plan_need");
	assert_non_null(row);
	assert_string_equal(text_in(row, "unit"), "koord");
	assert_string_equal(text_in(row, "case"), n);
	json_decref(r);
}

static json_t *
level_review(struct work *w, const char *number)
{
	json_t *r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	json_t *row = json_incref(
	    row_with(json_object_get(r, "rows"), "key", "level_review"));

	json_decref(r);
	return row;
}

/* Reviewed on 2027-04-04, if somebody does it. */
static json_int_t
in_force(struct work *w, char *number)
{
	json_int_t person = plan_case(w, "Kari Plan", number);
	json_int_t plan = plan_begun(w, number, person, "ip");

	plan_filled(w, plan);
	plan_step(w, "activate", plan_one(plan));
	return plan;
}

/* Invariant 9: nobody's absence, told or not, silences a review. */
static void
a_review_that_nobody_holds_reaches_the_substitute_by_name(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t plan = in_force(w, n);

	work_advance(w, "2027-04-06T12:00");
	assert_task(w, n, "plan_review", "nav02");
	assert_no_task(w, n, "review_again");
	work_advance(w, "2027-04-17T12:00");
	assert_no_task(w, n, "review_again");
	work_advance(w, "2027-04-18T12:00");
	assert_task(w, n, "review_again", "nav01");
	plan_step(w, "review",
	    params("{s:I, s:s, s:s}", "plan", plan, "text", "Går bra",
		"own_view", "Fornøyd"));
	assert_no_task(w, n, "plan_review");
	assert_no_task(w, n, "review_again");
}

/* The plugin's task and the workflow's: by name to who leads the plan today. */
static void
a_review_goes_to_the_substitute_while_the_coordinator_is_away(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t plan = in_force(w, n);
	json_t *row;

	json_decref(peer_do(&w->c, "leader01", "absence.add",
	    params("{s:s, s:s, s:s}", "user", "nav02", "from", "2027-04-01",
		"to", "2027-04-06")));
	work_advance(w, "2027-04-06T12:00");
	assert_task(w, n, "plan_review", "nav01");
	row = level_review(w, n);
	assert_string_equal(text_in(row, "user"), "nav01");
	json_decref(row);
	/* Back, and away again: the open one follows. */
	work_advance(w, "2027-04-07T12:00");
	plan_step(w, "coordinator",
	    params("{s:I, s:s, s:s}", "plan", plan, "user", "nav02",
		"substitute", "nav01"));
	assert_task(w, n, "plan_review", "nav02");
	plan_step(w, "absent",
	    params("{s:I, s:s, s:s}", "plan", plan, "from", "2027-04-07", "to",
		"2027-04-09"));
	assert_task(w, n, "plan_review", "nav01");
	/* Whoever was not asked is, in the end: here the coordinator. */
	work_advance(w, "2027-04-21T12:00");
	assert_task(w, n, "review_again", "nav02");
}

static const char *
counted(json_t *report, const char *what)
{
	return text_in(row_with(json_object_get(report, "rows"), "what", what),
	    "n");
}

/* Ended, and a new need: another plan that says which came before. */
static void
a_plan_after_one_that_ended_says_which(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_begun(w, n, person, "ip"), next;
	json_t *r;

	plan_step(w, "close",
	    params("{s:I, s:s}", "plan", plan, "reason_code", "mal_nadd"));
	work_refused(w, "nav02", "coordinator",
	    params("{s:I, s:s, s:s}", "plan", plan, "user", "nav02",
		"substitute", "nav01"),
	    "E_PLAN_STATE");
	next = plan_reported(w, n);
	plan_step(w, "offer", params("{s:I, s:s}", "plan", next, "kind", "ip"));
	plan_step(w, "start", params("{s:I, s:i}", "plan", next, "level", 2));
	r = work_do(w, "nav02", "show", plan_one(next));
	assert_int_equal(int_in(r, "previous"), plan);
	json_decref(r);
}

/* Who may consent for whom (pbrl §§ 4-3, 4-4; E_CONSENT_CAPACITY). */
static void
nobody_consents_for_an_adult(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_reported(w, n);

	(void)plan_consent(w, n, person, "plan", "nav", "mental_health",
	    "identity");
	work_refused(w, "nav02", "start",
	    params("{s:I, s:s}", "plan", plan, "consent_by", "parent"),
	    "E_CONSENT_CAPACITY");
	work_refused(w, "nav02", "start",
	    params("{s:I, s:s}", "plan", plan, "consent_by", "guardian"),
	    "E_CONSENT_CAPACITY");
	plan_step(w, "start", plan_one(plan));
}

/* Five of each, so that nothing is hidden (domain §6.1). */
static void
what_is_whole_and_what_is_missing_is_counted(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person, plan;
	json_t *r;
	int i;

	for (i = 0; i < 10; i++) {
		person = plan_case(w, "Kari Plan", n);
		plan = plan_begun(w, n, person, "ip");
		if (i % 2 == 0)
			plan_filled(w, plan);
	}
	r = peer_do(&w->c, "leader01", "report.ip",
	    params("{s:s, s:s}", "from", "2027-01-01", "to", "2027-01-31"));
	assert_string_equal(counted(r, "apne_ip"), "10");
	assert_string_equal(counted(r, "ip_fullstendige"), "0");
	assert_string_equal(counted(r, "mangler_h"), "10");
	assert_string_equal(counted(r, "mangler_c"), "5");
	assert_string_equal(counted(r, "mangler_culture"), "5");
	assert_string_equal(counted(r, "mangler_child"), "0");
	json_decref(r);
}

static json_t *
of_period(struct work *w, const char *from, const char *to, json_int_t as_of)
{
	json_t *p = params("{s:s, s:s}", "from", from, "to", to);

	if (as_of != 0)
		json_object_set_new(p, "as_of", json_integer(as_of));
	return peer_do(&w->c, "leader01", "report.ip", p);
}

/* The rows of the first quarter, as known at AS_OF or now, are those of THEN. */
static void
is_printed_again(struct work *w, const json_t *then, json_int_t as_of)
{
	json_t *r = of_period(w, "2027-01-01", "2027-03-31", as_of);

	assert_true(json_equal(json_object_get(r, "rows"),
	    json_object_get(then, "rows")));
	json_decref(r);
}

/* Ten begun, five of them in force until a review on 15 March; five offered. */
static void
make_quarter(struct work *w, json_int_t plans[15])
{
	char n[NUMBER_SIZE];
	json_int_t person;
	int i;

	for (i = 0; i < 15; i++) {
		person = plan_case(w, "Kari Plan", n);
		if (i < 10)
			plans[i] = plan_begun(w, n, person, "ip");
		else {
			plans[i] = plan_reported(w, n);
			plan_step(w, "offer",
			    params("{s:I, s:s}", "plan", plans[i], "kind",
				"ip"));
		}
		if (i >= 5)
			continue;
		plan_filled(w, plans[i]);
		plan_step(w, "activate",
		    params("{s:I, s:s}", "plan", plans[i], "next_review",
			"2027-03-15"));
	}
}

/* Held in March, and recorded in April; then the plans end. */
static void
review_and_close(struct work *w, const json_int_t plans[15])
{
	int i;

	for (i = 0; i < 5; i++) {
		plan_step(w, "review",
		    params("{s:I, s:s, s:s, s:s}", "plan", plans[i], "day",
			"2027-03-30", "text", "Går bra", "own_view", "Enig"));
		plan_step(w, "close",
		    params("{s:I, s:s, s:b}", "plan", plans[i], "reason_code",
			"behov_bortfalt", "agreed", 1));
	}
}

static void
assert_second_quarter(struct work *w)
{
	json_t *r = of_period(w, "2027-04-01", "2027-04-30", 0);

	assert_string_equal(counted(r, "apne_ip"), "5");
	assert_string_equal(counted(r, "uten_koordinator"), "0");
	assert_string_equal(counted(r, "mangler_c"), "0");
	assert_string_equal(counted(r, "avsluttet"), "5");
	assert_string_equal(counted(r, "takket_nei"), "5");
	json_decref(r);
}

/* Domain §7.4 no. 12, and asked without saying as of when. */
static void
a_past_quarter_is_how_it_stood_on_its_last_day(void **state)
{
	struct work *w = *state;
	json_int_t plans[15], now;
	json_t *then, *r;
	int i;

	make_quarter(w, plans);
	work_advance(w, "2027-03-31T12:00");
	r = peer_do(&w->c, "nav02", "clock.show", NULL);
	now = int_in(r, "now");
	json_decref(r);
	then = of_period(w, "2027-01-01", "2027-03-31", now);
	assert_string_equal(counted(then, "apne_ip"), "10");
	assert_string_equal(counted(then, "uten_koordinator"), "5");
	assert_string_equal(counted(then, "mangler_c"), "5");
	assert_string_equal(counted(then, "ip_fullstendige"), "5");
	assert_string_equal(counted(then, "revisjon_over_tiden"), "5");
	assert_string_equal(counted(then, "tatt_i_bruk"), "5");
	assert_string_equal(counted(then, "avsluttet"), "0");
	assert_string_equal(counted(then, "takket_nei"), "0");
	work_advance(w, "2027-04-12T12:00");
	for (i = 0; i < 5; i++) {
		plan_filled(w, plans[5 + i]);
		plan_step(w, "decline", plan_one(plans[10 + i]));
	}
	is_printed_again(w, then, 0);
	review_and_close(w, plans);
	is_printed_again(w, then, now);
	json_decref(then);
	r = of_period(w, "2027-01-01", "2027-03-31", 0);
	assert_string_equal(counted(r, "apne_ip"), "10");
	assert_string_equal(counted(r, "ip_fullstendige"), "5");
	assert_string_equal(counted(r, "revisjon_over_tiden"), "0");
	json_decref(r);
	assert_second_quarter(w);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(s01_the_plan_has_its_days),
		TEST(a_goal_whose_day_has_gone_is_asked_about_twice),
		TEST(a_consent_that_runs_out_is_said_and_then_stops_the_plan),
		TEST(
		    a_plan_in_which_nothing_happens_is_flagged_after_ninety_days),
		cmocka_unit_test_setup_teardown(
		    the_days_are_the_municipalitys_own, setup_own,
		    work_teardown),
		cmocka_unit_test_setup_teardown(
		    the_coordinating_unit_gets_every_need, setup_own,
		    work_teardown),
		TEST(a_review_that_nobody_holds_reaches_the_substitute_by_name),
		TEST(
		    a_review_goes_to_the_substitute_while_the_coordinator_is_away),
		TEST(the_substitute_is_told_while_the_coordinator_is_away),
		TEST(a_plan_after_one_that_ended_says_which),
		TEST(nobody_consents_for_an_adult),
		TEST(what_is_whole_and_what_is_missing_is_counted),
		TEST(a_past_quarter_is_how_it_stood_on_its_last_day),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
