/*
 * test_course -- plans on a real socket: S-01's plan and CTI, S-08, and every
 * refusal of domain §3.1 that needs more than the rules.
 */
#include "../../tests/cmocka_all.h"

#include <string.h>

#include "test_world.h"

static int
setup(void **state)
{
	return work_setup_plugin(state, "plan", "");
}

static const char *
state_of(struct work *w, json_int_t plan, json_t **held)
{
	*held = work_do(w, "nav02", "show", plan_one(plan));
	return text_in(*held, "state");
}

static void
assert_state(struct work *w, json_int_t plan, const char *expected)
{
	json_t *held;

	assert_string_equal(state_of(w, plan, &held), expected);
	json_decref(held);
}

/* Invariants 1 and 7: the report holds who and when, nothing else. */
static void
nothing_is_written_before_consent(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n), plan;
	json_t *r;

	plan = plan_reported(w, n);
	assert_int_equal(plan, plan_reported(w, n));
	r = peer_do(&w->c, "nav01", "task.list", NULL);
	assert_true(mentions(r, "plan_need"));
	json_decref(r);
	work_refused(w, "nav02", "set",
	    params("{s:I, s:s}", "plan", plan, "needs", "Et sted å bo"),
	    "E_CONSENT_REQUIRED");
	plan_step(w, "offer", params("{s:I, s:s}", "plan", plan, "kind", "ip"));
	work_refused(w, "nav02", "start", plan_one(plan), "E_CONSENT_REQUIRED");
	(void)plan_consent(w, n, person, "plan", "nav", "mental_health",
	    "identity");
	plan_step(w, "start", plan_one(plan));
	assert_state(w, plan, "under_arbeid");
}

/* FOR-2022-1110 § 9 and S-01. */
static void
a_plan_is_in_force_when_every_letter_is_there(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_begun(w, n, person, "ip");
	static const char *const letters[] = { " a (", " b (", " c (", " d (",
		" e (", " f (", " g (", " h (", " i (", " j (" };
	json_t *r;
	size_t i;

	r = peer_call(&w->c, "nav02", "plan.activate", plan_one(plan));
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		assert_non_null(strstr(message_of(r), letters[i]));
	/* The plan by its number, as people know it. */
	assert_non_null(strstr(message_of(r), "2027/1"));
	json_decref(r);
	plan_filled(w, plan);
	plan_step(w, "activate", plan_one(plan));
	r = work_do(w, "nav02", "show", plan_one(plan));
	assert_string_equal(text_in(r, "state"), "gjeldende");
	/* Level 3: after three months. */
	assert_string_equal(text_in(r, "next_review"), "2027-04-04");
	json_decref(r);
	work_advance(w, "2027-04-06");
	assert_state(w, plan, "til_revisjon");
	/* plan.review_due: the case's own question beside the plugin's. */
	r = peer_do(&w->c, "nav02", "task.list", NULL);
	assert_non_null(
	    plan_task_of(json_object_get(r, "rows"), "plan_review"));
	assert_string_equal(text_in(row_with(json_object_get(r, "rows"), "key",
					"level_review"),
				"user"),
	    "nav02");
	json_decref(r);
	plan_step(w, "review",
	    params("{s:I, s:s, s:s, s:i}", "plan", plan, "text", "Går bra",
		"own_view", "Fornøyd", "level", 2));
	assert_state(w, plan, "gjeldende");
	/* By the new level: after six months. */
	r = work_do(w, "nav02", "show", plan_one(plan));
	assert_string_equal(text_in(r, "next_review"), "2027-10-06");
	json_decref(r);
}

/* Invariant 2 and A-13: the refusal names no unit. */
static void
there_is_one_open_plan_a_person(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan, second;
	json_t *r;

	plan = plan_begun(w, n, person, "ip");
	second = plan_reported(w, n);
	assert_int_not_equal(plan, second);
	plan_step(w, "offer",
	    params("{s:I, s:s}", "plan", second, "kind", "ip"));
	r = peer_call(&w->c, "nav02", "plan.start", plan_one(second));
	assert_true(mentions(r, "E_PLAN_DUPLICATE"));
	assert_false(mentions(r, "nav02"));
	assert_false(mentions(r, "NAV"));
	json_decref(r);
	assert_state(w, plan, "under_arbeid");
}

static void
what_is_wrong_is_refused_by_name(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_begun(w, n, person, "ip");
	json_t *r;

	r = peer_call(&w->c, "nav02", "plan.measure",
	    params("{s:I, s:s}", "plan", plan, "text", "Besøk"));
	assert_true(mentions(r, "E_UNIT_REQUIRED"));
	json_decref(r);
	r = peer_call(&w->c, "nav02", "plan.measure",
	    params("{s:I, s:s, s:s, s:s, s:i}", "plan", plan, "text", "Besøk",
		"unit", "nav", "form", "vedtak", "decision", 7));
	assert_true(mentions(r, "E_NO_DECISION"));
	json_decref(r);
	work_refused(w, "nav02", "set",
	    params("{s:I, s:s, s:s}", "plan", plan, "from", "2027-03-01", "to",
		"2027-02-28"),
	    "E_DATE_ORDER");
	work_refused(w, "nav02", "participant",
	    params("{s:I, s:s}", "plan", plan, "unit", "mental_health"),
	    "E_BASIS_REQUIRED");
	work_refused(w, "nav02", "coordinator",
	    params("{s:I, s:s, s:s}", "plan", plan, "user", "rus01",
		"substitute", "nav01"),
	    "E_BASIS_REQUIRED");
	work_refused(w, "nav02", "cti_start",
	    params("{s:I, s:s}", "plan", plan, "start", "2027-03-01"),
	    "E_TENANCY_REQUIRED");
	work_refused(w, "nav02", "refuse",
	    params("{s:I, s:i}", "plan", plan, "decision", 1), "E_PLAN_STATE");
}

static void
end_phase(struct work *w, json_int_t plan, int phase, const char *takes_over)
{
	plan_step(w, "cti_close",
	    params("{s:I, s:i, s:s, s:s*}", "plan", plan, "phase", phase,
		"summary", "Går alene", "takes_over", takes_over));
}

/* S-01 and A-17. */
static void
cti_has_three_phases_from_moving_in(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_begun(w, n, person, "ip");
	json_t *r, *phases;

	work_advance(w, "2027-03-01");
	work_refused(w, "nav02", "cti_start",
	    params("{s:I, s:s}", "plan", plan, "start", "2027-03-01"),
	    "E_TENANCY_REQUIRED");
	plan_step(w, "cti_start",
	    params("{s:I, s:s, s:b}", "plan", plan, "start", "2027-03-01",
		"tenancy", 1));
	r = work_do(w, "nav02", "show", plan_one(plan));
	phases = json_object_get(r, "cti");
	assert_int_equal(json_array_size(phases), 3);
	assert_non_null(row_with(phases, "to", "2027-05-31"));
	assert_non_null(row_with(phases, "to", "2027-08-31"));
	assert_non_null(row_with(phases, "to", "2027-11-30"));
	json_decref(r);
	work_refused(w, "nav02", "cti_start",
	    params("{s:I, s:s, s:b}", "plan", plan, "start", "2027-06-01",
		"tenancy", 1),
	    "E_CTI_KNOWN");
	work_advance(w, "2027-06-01");
	r = peer_do(&w->c, "nav01", "task.list", NULL);
	assert_true(mentions(r, "cti_phase"));
	json_decref(r);
}

/* Few goals in each, a summary at its end, and then who takes over (§3.1). */
static void
each_phase_of_cti_has_its_goals_and_ends_once(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_begun(w, n, person, "ip");
	json_t *r;

	plan_step(w, "cti_start",
	    params("{s:I, s:s, s:b}", "plan", plan, "start", "2027-01-04",
		"tenancy", 1));
	plan_step(w, "cti_focus",
	    params("{s:I, s:i, s:[s, s]}", "plan", plan, "phase", 1, "focus",
		"Betale husleien", "Kjenne naboen"));
	r = work_do(w, "nav02", "show", plan_one(plan));
	assert_true(mentions(r, "Kjenne naboen"));
	json_decref(r);
	r = peer_call(&w->c, "nav02", "plan.cti_focus",
	    params("{s:I, s:i, s:[s, s, s, s, s]}", "plan", plan, "phase", 1,
		"focus", "a", "b", "c", "d", "e"));
	assert_true(mentions(r, "E_CTI_FOCUS"));
	json_decref(r);
	work_refused(w, "nav02", "cti_close",
	    params("{s:I, s:i, s:s}", "plan", plan, "phase", 2, "summary",
		"Går alene"),
	    "E_CTI_ORDER");
	end_phase(w, plan, 1, NULL);
	/* Nor before it has begun. */
	work_refused(w, "nav02", "cti_close",
	    params("{s:I, s:i, s:s}", "plan", plan, "phase", 2, "summary",
		"For tidlig"),
	    "E_CTI_ORDER");
	work_refused(w, "nav02", "cti_close",
	    params("{s:I, s:i, s:s}", "plan", plan, "phase", 1, "summary",
		"En gang til"),
	    "E_CTI_ORDER");
	work_refused(w, "nav02", "cti_focus",
	    params("{s:I, s:i, s:[s]}", "plan", plan, "phase", 1, "focus",
		"For sent"),
	    "E_CTI_ORDER");
	work_advance(w, "2027-10-04");
	end_phase(w, plan, 2, NULL);
	r = peer_call(&w->c, "nav02", "plan.cti_close",
	    params("{s:I, s:i, s:s}", "plan", plan, "phase", 3, "summary",
		"Går alene"));
	assert_true(mentions(r, "E_HANDOVER_REQUIRED"));
	json_decref(r);
	end_phase(w, plan, 3, "Hjemmetjenesten: besøk");
}

/* S-08: withdrawal counts forward; services and coordinator go on. */
static void
a_withdrawn_consent_stops_the_plan(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan, given;
	json_t *r;

	plan = plan_reported(w, n);
	plan_step(w, "offer", params("{s:I, s:s}", "plan", plan, "kind", "ip"));
	given = plan_consent(w, n, person, "plan", "nav", "mental_health",
	    "identity");
	plan_step(w, "start", params("{s:I, s:i}", "plan", plan, "level", 3));
	plan_filled(w, plan);
	plan_step(w, "activate", plan_one(plan));
	work_advance(w, "2027-05-03T10:00");
	json_decref(peer_do(&w->c, "nav01", "consent.withdraw",
	    params("{s:I}", "consent", given)));
	work_advance(w, "2027-05-03T10:01");
	assert_state(w, plan, "stanset_samtykke");
	work_refused(w, "nav02", "goal",
	    params("{s:I, s:s, s:s}", "plan", plan, "area", "bolig", "text",
		"Nytt mål"),
	    "E_CONSENT_REQUIRED");
	work_refused(w, "nav02", "resume", plan_one(plan),
	    "E_CONSENT_REQUIRED");
	r = peer_do(&w->c, "nav02", "task.list", NULL);
	assert_true(mentions(r, "plan_stopped"));
	json_decref(r);
	work_advance(w, "2027-06-10");
	(void)plan_consent(w, n, person, "plan", "nav", "mental_health",
	    "identity");
	plan_step(w, "resume", plan_one(plan));
	r = work_do(w, "nav02", "show", plan_one(plan));
	assert_string_equal(text_in(r, "state"), "gjeldende");
	/* The gap is shown. */
	assert_string_equal(text_in(r, "stopped"), "2027-05-03");
	assert_string_equal(text_in(r, "consented"), "2027-06-10");
	json_decref(r);
}

/* Invariant 4, and no plan against the person's wish. */
static void
who_declines_keeps_the_coordinator(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t plan;
	json_t *r;

	(void)plan_case(w, "Kari Plan", n);
	plan = plan_reported(w, n);
	plan_step(w, "offer", params("{s:I, s:s}", "plan", plan, "kind", "ip"));
	plan_step(w, "decline", plan_one(plan));
	r = peer_do(&w->c, "nav01", "task.list", NULL);
	assert_true(mentions(r, "offer_coordinator"));
	json_decref(r);
	plan_step(w, "coordinator",
	    params("{s:I, s:s, s:s}", "plan", plan, "user", "nav02",
		"substitute", "nav01"));
	plan_step(w, "answer",
	    params("{s:I, s:s, s:s}", "plan", plan, "question",
		"coordinator_hol_7_2", "answer", "appointed"));
	r = peer_do(&w->c, "nav01", "task.list", NULL);
	assert_false(mentions(r, "offer_coordinator"));
	json_decref(r);
}

/* Invariants 3 and 9. */
static void
somebody_is_always_responsible(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_begun(w, n, person, "ip");
	json_t *r;

	plan_step(w, "responsible", plan_one(plan));
	r = peer_do(&w->c, "leader01", "task.list", NULL);
	assert_true(mentions(r, "plan_conflict"));
	json_decref(r);
	/* Then the municipality decides (§ 7), not one of those who disagree. */
	work_refused(w, "nav02", "responsible",
	    params("{s:I, s:s}", "plan", plan, "unit", "nav"), "E_NO_BASIS");
	json_decref(work_do(w, "leader01", "responsible",
	    params("{s:I, s:s}", "plan", plan, "unit", "nav")));
	r = peer_do(&w->c, "leader01", "task.list", NULL);
	assert_false(mentions(r, "plan_conflict"));
	json_decref(r);
	plan_step(w, "coordinator",
	    params("{s:I, s:s, s:s}", "plan", plan, "user", "nav02",
		"substitute", "nav01"));
	r = peer_call(&w->c, "nav02", "plan.coordinator",
	    params("{s:I, s:s, s:s}", "plan", plan, "user", "nav02",
		"substitute", "nav02"));
	assert_true(mentions(r, "substitute"));
	json_decref(r);
	plan_step(w, "absent",
	    params("{s:I, s:s, s:s}", "plan", plan, "from", "2027-02-01", "to",
		"2027-02-20"));
	r = peer_do(&w->c, "nav01", "task.list", NULL);
	assert_true(mentions(r, "coordinator_absent"));
	json_decref(r);
}

/* Never silently (§3.1). */
static void
a_goal_plan_is_promoted_by_name(void **state)
{
	struct work *w = *state;
	char n[NUMBER_SIZE];
	json_int_t person = plan_case(w, "Kari Plan", n);
	json_int_t plan = plan_begun(w, n, person, "maalplan");
	json_t *r;

	plan_filled(w, plan);
	plan_step(w, "activate", plan_one(plan));
	plan_step(w, "promote", plan_one(plan));
	r = work_do(w, "nav02", "show", plan_one(plan));
	assert_string_equal(text_in(r, "kind"), "ip");
	json_decref(r);
	work_refused(w, "nav02", "promote", plan_one(plan), "E_PLAN_STATE");
	work_refused(w, "nav02", "step_down", plan_one(plan), "E_NO_DECISION");
	plan_step(w, "step_down",
	    params("{s:I, s:b}", "plan", plan, "agreed", 1));
	work_refused(w, "nav02", "close",
	    params("{s:I, s:s}", "plan", plan, "reason_code", "behov_bortfalt"),
	    "E_NO_DECISION");
	plan_step(w, "close",
	    params("{s:I, s:s}", "plan", plan, "reason_code", "mal_nadd"));
	assert_state(w, plan, "avsluttet");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_written_before_consent),
		TEST(a_plan_is_in_force_when_every_letter_is_there),
		TEST(there_is_one_open_plan_a_person),
		TEST(what_is_wrong_is_refused_by_name),
		TEST(cti_has_three_phases_from_moving_in),
		TEST(each_phase_of_cti_has_its_goals_and_ends_once),
		TEST(a_withdrawn_consent_stops_the_plan),
		TEST(who_declines_keeps_the_coordinator),
		TEST(somebody_is_always_responsible),
		TEST(a_goal_plan_is_promoted_by_name),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
