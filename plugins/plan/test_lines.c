/*
 * test_lines -- lines of domain §3.1 that need the plugin but no daemon: fields,
 * moves, refusals and figures, on a host in memory.  README.md has the table.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_holds.h"

extern const struct bf_plugin bf_plugin;

static const struct drawn_course course = {
	.plugin = &bf_plugin,
	.day = "2027-01-04",
	.remember = remember,
	.broken = broken,
};

static int
setup(void **state)
{
	return drawn_setup(state, &course, sizeof(struct fixture));
}

/* The values of record N (from 1) of KIND. */
static const json_t *
values(const struct fixture *f, const char *kind, size_t n)
{
	return json_object_get(json_array_get(ram_rows(f->d.r, kind), n - 1),
	    "values");
}

static size_t
rows(const struct fixture *f, const char *kind)
{
	return json_array_size(ram_rows(f->d.r, kind));
}

/* A plan of person N in the making, with consent. */
static void
begun(struct fixture *f, int n, const char *kind, const char *consent_by)
{
	char number[16];
	json_int_t plan = (json_int_t)rows(f, "plan") + 1;

	snprintf(number, sizeof(number), "2027/%d", n);
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", number));
	assert_true(ram_consent(f->d.r, n, "plan", "nav"));
	drawn_must(&f->d, "start",
	    json_pack("{sI ss ss}", "plan", plan, "kind", kind, "consent_by",
		consent_by));
}

/* Invariant 1: who reported it and when; of the person nothing. */
static void
a_need_holds_who_and_when_and_nothing_else(void **state)
{
	static const char *const may[] = { "unit", "day", "case_id", "state",
		"version", "reported", "touched", "nr", "missing", NULL };
	static const char *const kinds[] = { "need", "plan" };
	struct fixture *f = *state;
	const char *name;
	json_t *value;
	size_t i, k;

	drawn_begin(&f->d);
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	for (k = 0; k < 2; k++)
		json_object_foreach((json_t *)(uintptr_t)values(f, kinds[k], 1),
		    name, value) {
			for (i = 0; may[i] != NULL; i++)
				if (strcmp(may[i], name) == 0)
					break;
			if (may[i] == NULL && !json_is_null(value))
				fail_msg("%s has %s", kinds[k], name);
		}
	refused(f, "start", on(1), "E_CONSENT_REQUIRED");
	refused(f, "set",
	    json_pack("{si ss}", "plan", 1, "needs", "Et sted å bo"),
	    "E_CONSENT_REQUIRED");
	refused(f, "goal",
	    json_pack("{si ss ss}", "plan", 1, "area", "bolig", "text", "t"),
	    "E_CONSENT_REQUIRED");
	assert_int_equal(rows(f, "goal"), 0);
	assert_stands(f, 1, "behov_meldt");
}

/* One need a person is considered at a time, whatever a caller may see. */
static void
two_needs_of_one_person_do_not_stand_side_by_side(void **state)
{
	struct fixture *f = *state;

	drawn_begin(&f->d);
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	assert_int_equal(rows(f, "plan"), 1);
	assert_int_equal(rows(f, "need"), 2);
	ram_tamper(f->d.r, "plan", 1, "state", json_string("avsluttet"));
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	ram_tamper(f->d.r, "plan", 1, "state", json_string("behov_meldt"));
	refused(f, "offer", json_pack("{si ss}", "plan", 1, "kind", "ip"),
	    "E_NEED_KNOWN");
}

static void
kept(const json_t *v, const char *name, const char *text)
{
	const json_t *x = json_object_get(v, name);

	if (json_is_integer(x) ?
		json_integer_value(x) != strtol(text, NULL, 10) :
		!json_is_string(x) || strcmp(json_string_value(x), text) != 0)
		fail_msg("%s is not %s", name, text);
}

/* Letters a to j of § 9, field by field. */
static void
every_field_of_the_letters_is_kept(void **state)
{
	static const char *const texts[] = { "resources", "needs",
		"health_needs", "contributions", "cooperation", "culture",
		"child_part", "next_home", "from", "to" };
	static const char *const day_of_g[] = { "coordinator_hol_7_2_day",
		"coordinator_sphl_2_5a_day", "child_coordinator_day",
		"contact_physician_day" };
	struct fixture *f = *state;
	json_t *p = on(1);
	const json_t *v;
	size_t i;

	make_whole(f);
	for (i = 0; i < 8; i++)
		json_object_set_new(p, texts[i], json_string(texts[i]));
	drawn_must(&f->d, "set", p);
	v = values(f, "plan", 1);
	for (i = 0; i < 8; i++)
		kept(v, texts[i], texts[i]);
	kept(v, "from", "2027-01-04");
	kept(v, "to", "2028-01-03");
	kept(v, "main_unit", "nav");
	kept(v, "coordinator", "nav01");
	kept(v, "substitute", "nav02");
	for (i = 0; i < 4; i++)
		kept(v, day_of_g[i], "2027-01-04");
	refused(f, "answer",
	    json_pack("{si ss ss ss}", "plan", 1, "question",
		"contact_physician", "answer", "appointed", "day",
		"2027-01-05"),
	    "E_DATE_ORDER");
	assert_true(ram_consent(f->d.r, 1, "plan_access", "rus"));
	drawn_must(&f->d, "participant",
	    json_pack("{si ss ss ss ss}", "plan", 1, "user", "rus01", "from",
		"2027-01-04", "to", "2027-06-30", "part", "Samtaler"));
	v = values(f, "participant", 2);
	kept(v, "unit", "rus");
	kept(v, "user", "rus01");
	kept(v, "to", "2027-06-30");
	kept(v, "part", "Samtaler");
	drawn_must(&f->d, "subplan",
	    json_pack("{si ss ss ss ss}", "plan", 1, "type", "iop", "unit",
		"nav", "day", "2027-01-04", "reference", "Skolen"));
	kept(values(f, "subplan", 1), "reference", "Skolen");
}

/* Letter a: seven areas, six ways in which it went. */
static void
goals_have_the_areas_and_states_of_the_domain(void **state)
{
	static const char *const areas[] = { "bolig", "okonomi", "helse", "rus",
		"arbeid", "nettverk", "daglig" };
	static const char *const ends[] = { "ny", "i_gang", "nadd", "delvis",
		"endret", "forlatt" };
	struct fixture *f = *state;
	size_t i;

	drawn_begin(&f->d);
	begun(f, 1, "ip", "person");
	for (i = 0; i < 7; i++) {
		drawn_must(&f->d, "goal",
		    json_pack("{si ss ss ss}", "plan", 1, "area", areas[i],
			"text", "Egne ord", "target", "2027-06-01"));
		/* What concerns health is kept apart. */
		kept(values(f, "goal", i + 1),
		    i == 2 || i == 3 ? "health_text" : "text", "Egne ord");
		kept(values(f, "goal", i + 1), "status", "ny");
	}
	for (i = 0; i < 6; i++) {
		drawn_must(&f->d, "goal_status",
		    json_pack("{si ss}", "goal", (int)i + 1, "status",
			ends[i]));
		kept(values(f, "goal", i + 1), "status", ends[i]);
	}
}

/* Letters e and f, invariants 6 and 8. */
static void
a_measure_is_changed_and_stays_whole(void **state)
{
	struct fixture *f = *state;
	const json_t *v;

	make_whole(f);
	drawn_must(&f->d, "measure",
	    json_pack("{si ss ss}", "plan", 1, "unit", "nav", "text", "Besøk"));
	assert_string_equal(
	    drawn_text(json_array_get(ram_rows(f->d.r, "plan"), 0), "missing"),
	    "e.f");
	drawn_must(&f->d, "measure_change",
	    json_pack("{si ss ss ss}", "measure", 2, "extent", "To i uken",
		"how", "Hjemme", "unit", "rus"));
	v = values(f, "measure", 2);
	kept(v, "text", "Besøk");
	kept(v, "extent", "To i uken");
	kept(v, "how", "Hjemme");
	kept(v, "unit", "rus");
	assert_null(
	    drawn_text(json_array_get(ram_rows(f->d.r, "plan"), 0), "missing"));
	refused(f, "measure_change",
	    json_pack("{si ss}", "measure", 2, "unit", "ukjent"),
	    "E_UNIT_REQUIRED");
	refused(f, "measure_change",
	    json_pack("{si ss ss}", "measure", 2, "from", "2027-03-01", "to",
		"2027-02-01"),
	    "E_DATE_ORDER");
	refused(f, "measure_change",
	    json_pack("{si ss si}", "measure", 2, "form", "vedtak", "decision",
		1),
	    "E_NO_DECISION");
	ram_decide(f->d.r, 1);
	drawn_must(&f->d, "measure_change",
	    json_pack("{si ss si}", "measure", 2, "form", "vedtak", "decision",
		1));
	/* The goal it serves is one of the same plan. */
	begun(f, 2, "ip", "person");
	drawn_must(&f->d, "goal",
	    json_pack("{si ss ss}", "plan", 2, "area", "bolig", "text", "t"));
	refused(f, "measure",
	    json_pack("{si ss ss si}", "plan", 1, "unit", "nav", "text", "t",
		"goal", 2),
	    "goal");
}

/* E_CONSENT_CAPACITY; pbrl §§ 4-3, 4-4.  Person 3 is fifteen. */
static void
a_parent_consents_for_a_child_and_how_it_took_part_is_asked(void **state)
{
	struct fixture *f = *state;

	drawn_begin(&f->d);
	assert_true(ram_consent(f->d.r, 3, "plan", "nav"));
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/3"));
	refused(f, "start",
	    json_pack("{si ss}", "plan", 1, "consent_by", "person"),
	    "E_CONSENT_CAPACITY");
	refused(f, "start",
	    json_pack("{si ss}", "plan", 1, "consent_by", "guardian"),
	    "E_CONSENT_CAPACITY");
	drawn_must(&f->d, "start",
	    json_pack("{si ss}", "plan", 1, "consent_by", "parent"));
	assert_non_null(
	    strstr(drawn_text(json_array_get(ram_rows(f->d.r, "plan"), 0),
		       "missing"),
		"child"));
	drawn_must(&f->d, "set",
	    json_pack("{si ss}", "plan", 1, "child_part", "Samtale alene"));
	assert_null(
	    strstr(drawn_text(json_array_get(ram_rows(f->d.r, "plan"), 0),
		       "missing"),
		"child"));
}

/* By a decision that the right has lapsed, or that the need fell away. */
static void
against_the_persons_wish_it_takes_a_decision(void **state)
{
	struct fixture *f = *state;

	make_whole(f);
	refused(f, "step_down", json_pack("{si si}", "plan", 1, "decision", 1),
	    "E_NO_DECISION");
	ram_decide(f->d.r, 1);
	drawn_must(&f->d, "step_down",
	    json_pack("{si si}", "plan", 1, "decision", 1));
	kept(values(f, "plan", 1), "kind", "maalplan");
	refused(f, "step_down", json_pack("{si sb}", "plan", 1, "agreed", 1),
	    "E_PLAN_STATE");
	refused(f, "close",
	    json_pack("{si ss si}", "plan", 1, "reason_code", "behov_bortfalt",
		"decision", 2),
	    "E_NO_DECISION");
	drawn_must(&f->d, "close",
	    json_pack("{si ss si}", "plan", 1, "reason_code", "behov_bortfalt",
		"decision", 1));
	assert_stands(f, 1, "avsluttet");
}

/* A goal plan is whole with less, and promoted only when it has the rest. */
static void
a_goal_plan_is_promoted_when_every_letter_is_there(void **state)
{
	struct fixture *f = *state;

	drawn_begin(&f->d);
	begun(f, 1, "maalplan", "person");
	fill(f, 1);
	drawn_must(&f->d, "set",
	    json_pack("{si ss ss ss}", "plan", 1, "from", "2027-01-04", "to",
		"2028-01-03", "culture", ""));
	drawn_must(&f->d, "activate", on(1));
	refused(f, "promote", on(1), "E_PLAN_INCOMPLETE");
	kept(values(f, "plan", 1), "kind", "maalplan");
	drawn_must(&f->d, "set",
	    json_pack("{si ss}", "plan", 1, "culture", "Norsk"));
	drawn_must(&f->d, "promote", on(1));
	kept(values(f, "plan", 1), "kind", "ip");
}

/* S-01 and A-17: each phase from the start; support grows less. */
static void
cti_grows_less_from_phase_to_phase(void **state)
{
	struct fixture *f = *state;
	size_t i;

	make_whole(f);
	drawn_must(&f->d, "cti_start",
	    json_pack("{si ss sb}", "plan", 1, "start", "2027-01-31", "tenancy",
		1));
	kept(values(f, "cti", 1), "to", "2027-04-29");
	kept(values(f, "cti", 2), "from", "2027-04-30");
	kept(values(f, "cti", 2), "to", "2027-07-30");
	kept(values(f, "cti", 3), "to", "2027-10-30");
	/* Only the meeting rolls: a Saturday. */
	kept(values(f, "cti", 3), "meeting", "2027-11-01");
	for (i = 1; i <= 3; i++)
		drawn_must(&f->d, "cti_focus",
		    json_pack("{si si s[s] si}", "plan", 1, "phase", (int)i,
			"focus", "Husleie", "visits", i == 2 ? 4 : 8));
	/* Kept, with W_CTI_INTENSITY beside it. */
	kept(values(f, "cti", 3), "visits", "8");
	assert_string_equal(ram_warning(f->d.r), "W_CTI_INTENSITY");
}

/* The first meeting after consent, until it is held. */
static void
the_first_meeting_is_awaited_until_it_is_held(void **state)
{
	struct fixture *f = *state;

	drawn_begin(&f->d);
	begun(f, 1, "ip", "person");
	assert_string_equal(ram_deadline(f->d.r, 1, "plan.meeting", "plan.1"),
	    "2027-01-18");
	assert_string_equal(ram_deadline(f->d.r, 1, "plan.ready", "plan.1"),
	    "2027-04-04");
	refused(f, "met", json_pack("{si ss}", "plan", 1, "day", "2027-01-05"),
	    "E_DATE_ORDER");
	drawn_must(&f->d, "met",
	    json_pack("{si ss}", "plan", 1, "day", "2027-01-04"));
	kept(values(f, "plan", 1), "met", "2027-01-04");
	assert_null(ram_deadline(f->d.r, 1, "plan.meeting", "plan.1"));
	/* What has ended is awaited no more. */
	drawn_must(&f->d, "close",
	    json_pack("{si ss}", "plan", 1, "reason_code", "onsker_slutt"));
	assert_null(ram_deadline(f->d.r, 1, "plan.ready", "plan.1"));
}

/* Invariant 3: a clock for who decides. */
static void
who_is_responsible_is_decided_in_time(void **state)
{
	struct fixture *f = *state;

	make_whole(f);
	drawn_must(&f->d, "responsible", on(1));
	assert_true(ram_has_task(f->d.r, 1, "plan_conflict.1"));
	assert_string_equal(ram_deadline(f->d.r, 1, "plan.conflict", "plan.1"),
	    "2027-01-18");
	drawn_must(&f->d, "responsible",
	    json_pack("{si ss}", "plan", 1, "unit", "nav"));
	assert_false(ram_has_task(f->d.r, 1, "plan_conflict.1"));
	assert_null(ram_deadline(f->d.r, 1, "plan.conflict", "plan.1"));
}

/* From a need to what stops and ends a plan, move by move. */
static void
the_moves_of_a_plan_in_force_can_be_made(void **state)
{
	struct fixture *f = *state;

	make_whole(f);
	assert_stands(f, 1, "gjeldende");
	refused(f, "activate", on(1), "E_PLAN_STATE");
	drawn_advance(&f->d, 92);
	assert_stands(f, 1, "til_revisjon");
	/* A review is not got around. */
	refused(f, "activate", on(1), "E_PLAN_STATE");
	drawn_must(&f->d, "review",
	    json_pack("{si ss ss}", "plan", 1, "text", "t", "own_view", "v"));
	assert_stands(f, 1, "gjeldende");
	assert_true(ram_withdraw(f->d.r, 1, "plan", "nav"));
	assert_stands(f, 1, "stanset_samtykke");
	refused(f, "resume", on(1), "E_CONSENT_REQUIRED");
	assert_true(ram_consent(f->d.r, 1, "plan", "nav"));
	drawn_must(&f->d, "resume", on(1));
	assert_stands(f, 1, "gjeldende");
	assert_true(ram_withdraw(f->d.r, 1, "plan", "nav"));
	drawn_must(&f->d, "close",
	    json_pack("{si ss}", "plan", 1, "reason_code", "flyttet"));
	assert_stands(f, 1, "avsluttet");
	refused(f, "start", on(1), "E_PLAN_STATE");
	/* A new need is a plan of its own that says which came before. */
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	assert_stands(f, 2, "behov_meldt");
	assert_int_equal(drawn_int(json_array_get(ram_rows(f->d.r, "plan"), 1),
			     "previous"),
	    1);
	assert_true(ram_consent(f->d.r, 1, "plan", "nav"));
	drawn_must(&f->d, "start", on(2));
	assert_stands(f, 2, "under_arbeid");
}

/* Declined and refused; after a refusal a later decision opens it. */
static void
the_moves_of_a_need_can_be_made(void **state)
{
	struct fixture *f = *state;

	drawn_begin(&f->d);
	assert_true(ram_consent(f->d.r, 1, "plan", "nav"));
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	drawn_must(&f->d, "offer",
	    json_pack("{si ss}", "plan", 1, "kind", "ip"));
	assert_stands(f, 1, "tilbudt");
	drawn_must(&f->d, "decline", on(1));
	assert_stands(f, 1, "avslatt_av_bruker");
	drawn_must(&f->d, "start", on(1));
	assert_stands(f, 1, "under_arbeid");
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/2"));
	/* Another unit should: no reason to refuse.  A decision is. */
	refused(f, "refuse", json_pack("{si si}", "plan", 2, "decision", 1),
	    "E_NO_DECISION");
	ram_decide(f->d.r, 1);
	drawn_must(&f->d, "refuse",
	    json_pack("{si si}", "plan", 2, "decision", 1));
	assert_stands(f, 2, "avslag");
	assert_true(ram_consent(f->d.r, 2, "plan", "nav"));
	refused(f, "start", on(2), "E_NO_DECISION");
	refused(f, "start", json_pack("{si si}", "plan", 2, "decision", 1),
	    "E_NO_DECISION");
	ram_decide(f->d.r, 2);
	drawn_must(&f->d, "start",
	    json_pack("{si si}", "plan", 2, "decision", 2));
	assert_stands(f, 2, "under_arbeid");
}

/* What the page of a goal plan or a plan counts, exactly. */
static void
the_report_counts_each_plan_once(void **state)
{
	static const struct {
		const char *what;
		json_int_t n;
	} rows[] = { { "apne_ip", 1 }, { "apne_malplaner", 1 },
		{ "tatt_i_bruk", 1 }, { "avsluttet", 0 }, { "stanset", 0 },
		{ "revisjon_over_tiden", 1 }, { "uten_koordinator", 1 },
		{ "takket_nei", 1 }, { "behov_meldt", 3 },
		{ "ip_fullstendige", 1 }, { "mangler_c", 0 } };
	struct fixture *f = *state;
	json_t *report, *row;
	json_int_t n;
	size_t i, k;

	make_whole(f);
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/2"));
	assert_true(ram_consent(f->d.r, 2, "plan", "nav"));
	drawn_must(&f->d, "start",
	    json_pack("{si ss}", "plan", 2, "kind", "maalplan"));
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/3"));
	drawn_must(&f->d, "offer",
	    json_pack("{si ss}", "plan", 3, "kind", "ip"));
	drawn_must(&f->d, "decline", on(3));
	report = ram_report(f->d.r, "ip", day("2027-01-01"), day("2027-04-30"));
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		n = -1;
		json_array_foreach(report, k, row)
			if (strcmp(rows[i].what,
				json_string_value(
				    json_object_get(row, "what"))) == 0)
				n = json_integer_value(
				    json_object_get(row, "n"));
		if (n != rows[i].n)
			fail_msg("%s: %lld", rows[i].what, (long long)n);
	}
	json_decref(report);
}

/* The coordinating unit is told, and stays told until it is settled. */
static void
the_coordinating_unit_keeps_a_need_until_it_is_settled(void **state)
{
	struct fixture *f = *state;

	make_whole(f);
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	assert_true(ram_has_task(f->d.r, 1, "plan_need.2"));
	drawn_must(&f->d, "offer",
	    json_pack("{si ss}", "plan", 2, "kind", "ip"));
	refused(f, "start", on(2), "E_PLAN_DUPLICATE");
	assert_true(ram_has_task(f->d.r, 1, "plan_need.2"));
	drawn_must(&f->d, "decline", on(2));
	assert_false(ram_has_task(f->d.r, 1, "plan_need.2"));
}

/* Each goal, plan and phase has a task of its own; the end of a plan ends all. */
static void
no_task_hides_another_and_none_is_left(void **state)
{
	struct fixture *f = *state;
	json_int_t i;

	make_whole(f);
	for (i = 0; i < 2; i++)
		drawn_must(&f->d, "goal",
		    json_pack("{si ss ss ss}", "plan", 1, "area", "bolig",
			"text", "t", "target", "2027-02-01"));
	/* Under way before the day is no answer after it. */
	drawn_must(&f->d, "goal_status",
	    json_pack("{si ss}", "goal", 3, "status", "i_gang"));
	drawn_advance(&f->d, 36);
	assert_true(ram_has_task(f->d.r, 1, "goal_late.2"));
	assert_true(ram_has_task(f->d.r, 1, "goal_late.3"));
	drawn_must(&f->d, "goal_status",
	    json_pack("{si ss}", "goal", 2, "status", "delvis"));
	assert_false(ram_has_task(f->d.r, 1, "goal_late.2"));
	drawn_advance(&f->d, 80);
	assert_false(ram_has_task(f->d.r, 1, "goal_leader.2"));
	assert_true(ram_has_task(f->d.r, 1, "goal_leader.3"));
	assert_true(ram_has_task(f->d.r, 1, "plan_review.1"));
	assert_true(ram_has_task(f->d.r, 1, "review_again.1"));
	drawn_must(&f->d, "close",
	    json_pack("{si ss}", "plan", 1, "reason_code", "flyttet"));
	assert_false(ram_has_task(f->d.r, 1, "goal_late.3"));
	assert_false(ram_has_task(f->d.r, 1, "goal_leader.3"));
	assert_false(ram_has_task(f->d.r, 1, "plan_review.1"));
	assert_false(ram_has_task(f->d.r, 1, "review_again.1"));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, drawn_teardown)
	const struct CMUnitTest tests[] = {
		T(a_need_holds_who_and_when_and_nothing_else),
		T(two_needs_of_one_person_do_not_stand_side_by_side),
		T(every_field_of_the_letters_is_kept),
		T(goals_have_the_areas_and_states_of_the_domain),
		T(a_measure_is_changed_and_stays_whole),
		T(a_parent_consents_for_a_child_and_how_it_took_part_is_asked),
		T(against_the_persons_wish_it_takes_a_decision),
		T(a_goal_plan_is_promoted_when_every_letter_is_there),
		T(cti_grows_less_from_phase_to_phase),
		T(the_first_meeting_is_awaited_until_it_is_held),
		T(who_is_responsible_is_decided_in_time),
		T(the_moves_of_a_plan_in_force_can_be_made),
		T(the_moves_of_a_need_can_be_made),
		T(the_report_counts_each_plan_once),
		T(the_coordinating_unit_keeps_a_need_until_it_is_settled),
		T(no_task_hides_another_and_none_is_left),
	};
#undef T

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
