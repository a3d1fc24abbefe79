/*
 * test_consent -- S-08 from day to day at the socket, and who else may lead or
 * read a plan: always by the person's consent, forward only, and in the log.
 */
#include "../../tests/cmocka_all.h"

#include <string.h>

#include "test_world.h"

#define NUMBER "09889949403"

struct plan08 {
	char nav[NUMBER_SIZE], rus[NUMBER_SIZE]; /* one case of each unit */
	json_int_t person, plan;
	json_int_t consent, housing, health; /* the plan; what NAV may see */
};

static int
setup(void **state)
{
	return work_setup_plugin(state, "plan", "");
}

static void
step(struct work *w, const char *as, const char *verb, json_t *p)
{
	json_decref(work_do(w, as, verb, p));
}

static json_t *
one(json_int_t plan)
{
	return params("{s:I}", "plan", plan);
}

/* Of what mental health has, CLASS to NAV for PURPOSE. */
static json_int_t
consent(struct work *w, const struct plan08 *x, const char *purpose,
    const char *class)
{
	json_t *r = peer_do(&w->c, "rus01", "consent.give",
	    params("{s:s, s:I, s:[s], s:s, s:s, s:s, s:s}", "case", x->rus,
		"person", x->person, "classes", class, "from", "mental_health",
		"to", "nav", "purpose", purpose, "channel", "written"));
	json_int_t id = int_in(r, "consent");

	json_decref(r);
	return id;
}

static void
withdraw(struct work *w, json_int_t id)
{
	json_decref(peer_do(&w->c, "rus01", "consent.withdraw",
	    params("{s:I}", "consent", id)));
}

/* A service by decision in the case of NAV, which no plan is asked about. */
static void
decide(struct work *w, const struct plan08 *x)
{
	json_decref(work_act(w, "nav01", x->nav, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	json_decref(work_act(w, "nav01", x->nav, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
		"2027-01-04", "situation", "1.4", "wishes", "To rom", "level",
		3, "level_reason", "Råd", "plan_need", "none", "coordinator",
		"nav02")));
	work_allocate(w, x->nav, false, NULL, NULL);
	json_decref(work_act(w, "nav02", x->nav, "decide",
	    decision_input("2027-01-04", "Oppfølging")));
}

/* What stands of decisions in the case of NAV. */
static json_t *
decisions(struct work *w, const struct plan08 *x)
{
	json_t *r = peer_do(&w->c, "nav01", "decision.list",
	    params("{s:s}", "case", x->nav));
	json_t *rows = json_incref(json_object_get(r, "rows"));

	json_decref(r);
	return rows;
}

/* NAV has a case of the person, mental health another. */
static void
two_units(struct work *w, struct plan08 *x)
{
	json_t *r = peer_do(&w->c, "nav01", "person.add",
	    params("{s:s, s:s}", "name", "Kari Plan", "birth_date",
		"1999-08-09"));

	x->person = int_in(r, "person");
	json_decref(r);
	json_decref(peer_do(&w->c, "nav01", "person.identify",
	    params("{s:I, s:s, s:s}", "person", x->person, "number", NUMBER,
		"cause", "issued")));
	work_case(w, "nav01", "2027-01-04", x->nav);
	json_decref(work_act(w, "nav01", x->nav, "register_person",
	    params("{s:I}", "person", x->person)));
	work_case(w, "rus01", "2027-01-04", x->rus);
	json_decref(work_act(w, "rus01", x->rus, "register_person",
	    params("{s:s}", "person", NUMBER)));
}

/* What mental health writes into it, on 2027-03-01. */
static void
write_plan(struct work *w, const struct plan08 *x)
{
	static const char *const questions[] = { "coordinator_hol_7_2",
		"coordinator_sphl_2_5a", "child_coordinator",
		"contact_physician" };
	size_t i;

	step(w, "rus01", "set",
	    params("{s:I, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s}", "plan",
		x->plan, "resources", "Godt humør", "needs", "Et sted å bo",
		"contributions", "Datteren hjelper", "cooperation",
		"Ingen andre", "culture", "Norsk", "access_answered", 1, "from",
		"2027-03-01", "to", "2028-02-29"));
	step(w, "rus01", "goal",
	    params("{s:I, s:s, s:s, s:b}", "plan", x->plan, "area", "bolig",
		"text", "Beholde leiligheten", "own_effort", 1));
	step(w, "rus01", "goal",
	    params("{s:I, s:s, s:s, s:b}", "plan", x->plan, "area", "helse",
		"text", "Sove om natten", "own_effort", 1));
	step(w, "rus01", "measure",
	    params("{s:I, s:s, s:s, s:s, s:s}", "plan", x->plan, "unit",
		"mental_health", "text", "Besøk", "extent", "To i uken", "how",
		"Hjemme"));
	step(w, "rus01", "participant",
	    params("{s:I, s:s, s:s}", "plan", x->plan, "unit", "nav", "user",
		"nav01"));
	for (i = 0; i < 4; i++)
		step(w, "rus01", "answer",
		    params("{s:I, s:s, s:s}", "plan", x->plan, "question",
			questions[i], "answer", "offered"));
	step(w, "rus01", "coordinator",
	    params("{s:I, s:s, s:s}", "plan", x->plan, "user", "rus01",
		"substitute", "nav02"));
	step(w, "rus01", "activate", one(x->plan));
}

/* S-08 as it stands on 2027-03-01. */
static void
begin(struct work *w, struct plan08 *x)
{
	json_t *r;

	two_units(w, x);
	decide(w, x);
	work_advance(w, "2027-03-01T10:00");
	r = work_do(w, "rus01", "report_need", params("{s:s}", "case", x->rus));
	x->plan = int_in(r, "plan");
	json_decref(r);
	step(w, "rus01", "offer",
	    params("{s:I, s:s}", "plan", x->plan, "kind", "ip"));
	x->consent = consent(w, x, "plan", "identity");
	x->housing = consent(w, x, "plan_access", "identity");
	x->health = consent(w, x, "plan_access", "health");
	step(w, "rus01", "start",
	    params("{s:I, s:i}", "plan", x->plan, "level", 3));
	write_plan(w, x);
}

/* The goals of AREA that USER is shown. */
static json_t *
goals(struct work *w, const char *user, json_int_t plan, const char *area)
{
	json_t *r = work_do(w, user, "show",
	    params("{s:I, s:s}", "plan", plan, "area", area));
	json_t *list = json_incref(json_object_get(r, "goals"));

	json_decref(r);
	return list;
}

/* How often the log has USER reading a plan, answered or REFUSED. */
static size_t
lookups(struct work *w, const char *user, bool refused)
{
	json_t *r = peer_do(&w->c, "audit01", "lookup.list",
	    params("{s:s, s:i}", "user", user, "limit", 200));
	json_t *row;
	size_t i, n = 0;

	json_array_foreach(json_object_get(r, "rows"), i, row)
		n += mentions(row, "plan.show") &&
		    json_is_true(json_object_get(row, "refused")) == refused;
	json_decref(r);
	return n;
}

static json_t *
tasks(struct work *w, const char *user, const char *number)
{
	return peer_do(&w->c, user, "task.list",
	    params("{s:s}", "case", number));
}

/* S-08: read at 09:59; refused at 10:01, and logged; housing is read on. */
static void
s08_a_withdrawn_access_counts_from_that_minute(void **state)
{
	struct work *w = *state;
	struct plan08 x;
	json_t *list;

	begin(w, &x);
	work_advance(w, "2027-04-12T09:59");
	list = goals(w, "nav01", x.plan, "helse");
	assert_non_null(row_with(list, "area", "helse"));
	assert_true(mentions(list, "Sove om natten"));
	json_decref(list);
	assert_int_equal(lookups(w, "nav01", false), 1);
	work_advance(w, "2027-04-12T10:00");
	withdraw(w, x.health);
	work_advance(w, "2027-04-12T10:01");
	work_refused(w, "nav01", "show",
	    params("{s:I, s:s}", "plan", x.plan, "area", "helse"),
	    "E_NO_BASIS");
	assert_int_equal(lookups(w, "nav01", true), 1);
	list = goals(w, "nav01", x.plan, "bolig");
	assert_true(mentions(list, "Beholde leiligheten"));
	assert_false(mentions(list, "Sove om natten"));
	json_decref(list);
	/* Every reading is in the log, and whose it was. */
	assert_int_equal(lookups(w, "nav01", false), 2);
	list = goals(w, "rus01", x.plan, "helse");
	assert_true(mentions(list, "Sove om natten"));
	json_decref(list);
}

/* The plan stands still, with those who follow it. */
static void
expect_stopped(struct work *w, const struct plan08 *x)
{
	json_t *r, *row;

	r = work_do(w, "rus01", "show", one(x->plan));
	assert_string_equal(text_in(r, "state"), "stanset_samtykke");
	assert_string_equal(text_in(r, "stopped"), "2027-05-03");
	/* The coordinator, with the substitute, stays. */
	assert_string_equal(text_in(r, "coordinator"), "rus01");
	/* By which consent NAV takes part (letter b). */
	assert_true(
	    int_in(json_array_get(json_object_get(r, "participants"), 0),
		"consent") > 0);
	assert_string_equal(text_in(r, "substitute"), "nav02");
	json_decref(r);
	r = tasks(w, "rus01", x->rus);
	row = plan_task_of(json_object_get(r, "rows"), "plan_stopped");
	assert_non_null(row);
	assert_string_equal(text_in(row, "user"), "rus01");
	json_decref(r);
}

/* No new entries of any kind. */
static void
expect_no_entries(struct work *w, const struct plan08 *x)
{
	work_refused(w, "rus01", "goal",
	    params("{s:I, s:s, s:s}", "plan", x->plan, "area", "bolig", "text",
		"Nytt"),
	    "E_CONSENT_REQUIRED");
	work_refused(w, "rus01", "set",
	    params("{s:I, s:s}", "plan", x->plan, "needs", "Nytt"),
	    "E_CONSENT_REQUIRED");
	work_refused(w, "rus01", "measure",
	    params("{s:I, s:s, s:s}", "plan", x->plan, "unit", "mental_health",
		"text", "Nytt"),
	    "E_CONSENT_REQUIRED");
	work_refused(w, "rus01", "review",
	    params("{s:I, s:s, s:s}", "plan", x->plan, "text", "a", "own_view",
		"b"),
	    "E_CONSENT_REQUIRED");
	work_refused(w, "rus01", "resume", one(x->plan), "E_CONSENT_REQUIRED");
}

/* Locked, not deleted (arkivlova § 13). */
static void
lock_health(struct work *w, const struct plan08 *x, json_int_t erasure)
{
	json_t *r, *list;

	r = peer_do(&w->c, "leader01", "erasure.list", NULL);
	assert_true(mentions(r, "2027-06-03"));
	json_decref(r);
	r = peer_do(&w->c, "leader01", "erasure.decide",
	    params("{s:I, s:s, s:s}", "erasure", erasure, "outcome", "lock",
		"reason", "arkivlova § 13"));
	assert_string_equal(text_in(r, "state"), "locked");
	assert_non_null(strstr(text_in(r, "basis"), "arkivlova"));
	assert_non_null(strstr(text_in(r, "basis"), "§ 13"));
	assert_non_null(json_object_get(r, "kept"));
	json_decref(r);
	/* Locked, not deleted: what concerns health is not shown any more. */
	list = goals(w, "rus01", x->plan, "bolig");
	assert_true(mentions(list, "Beholde leiligheten"));
	assert_false(mentions(list, "Sove om natten"));
	json_decref(list);
}

/* A new consent lets it go on, and the gap is shown. */
static void
resume(struct work *w, const struct plan08 *x)
{
	json_t *r;

	work_advance(w, "2027-06-10T10:00");
	(void)consent(w, x, "plan", "identity");
	step(w, "rus01", "resume", one(x->plan));
	r = work_do(w, "rus01", "show", one(x->plan));
	assert_string_equal(text_in(r, "state"), "gjeldende");
	/* The gap is shown. */
	assert_string_equal(text_in(r, "stopped"), "2027-05-03");
	assert_string_equal(text_in(r, "consented"), "2027-06-10");
	json_decref(r);
}

/* S-08 from 2027-05-03 on: stopped, not undone; asked to be erased: locked. */
static void
s08_a_withdrawn_consent_stops_the_plan_and_nothing_else(void **state)
{
	struct work *w = *state;
	struct plan08 x;
	json_t *r, *list, *before;
	json_int_t erasure;

	begin(w, &x);
	work_advance(w, "2027-05-03T10:00");
	before = decisions(w, &x);
	assert_true(json_array_size(before) > 0);
	withdraw(w, x.consent);
	r = peer_do(&w->c, "nav01", "person.erase",
	    params("{s:I, s:s, s:s}", "person", x.person, "part", "health",
		"reason", "personen ber om det"));
	erasure = int_in(r, "erasure");
	json_decref(r);
	work_advance(w, "2027-05-03T10:01");
	expect_stopped(w, &x);
	/* Services by decision go on. */
	list = decisions(w, &x);
	assert_true(json_equal(before, list));
	json_decref(list);
	json_decref(before);
	expect_no_entries(w, &x);
	lock_health(w, &x, erasure);
	resume(w, &x);
	/* The review of 2027-06-01 fell into it, and is asked for now. */
	r = tasks(w, "rus01", x.rus);
	assert_true(mentions(r, "plan_review"));
	json_decref(r);
}

/*
 * Nobody takes a plan over by saying so: who is responsible, who coordinates and
 * who stands in are of a unit that the person lets see it (§ 9 i, D-153).
 */
static void
no_unit_takes_a_plan_over_without_the_persons_consent(void **state)
{
	struct work *w = *state;
	struct plan08 x;
	json_t *r;

	begin(w, &x);
	withdraw(w, x.housing);
	withdraw(w, x.health);
	/* NAV learns that there is a plan, and not whose service it is. */
	r = peer_do(&w->c, "nav01", "plan.list", NULL);
	assert_true(mentions(r, "under_arbeid") || mentions(r, "gjeldende"));
	assert_false(mentions(r, "mental_health"));
	assert_false(mentions(r, "rus01"));
	json_decref(r);
	r = peer_do(&w->c, "nav01", "case.show",
	    params("{s:s}", "case", x.nav));
	assert_non_null(json_object_get(r, "attached"));
	assert_false(mentions(json_object_get(r, "attached"), "rus01"));
	json_decref(r);
	/* NAV reads no more, and cannot make itself responsible. */
	work_refused(w, "nav01", "show", one(x.plan), "E_NO_BASIS");
	work_refused(w, "nav01", "responsible",
	    params("{s:I, s:s}", "plan", x.plan, "unit", "nav"), "E_NO_BASIS");
	work_refused(w, "nav01", "coordinator",
	    params("{s:I, s:s, s:s}", "plan", x.plan, "user", "nav01",
		"substitute", "leader01"),
	    "E_NO_BASIS");
	work_refused(w, "nav01", "absent",
	    params("{s:I, s:s, s:s}", "plan", x.plan, "from", "2027-03-01",
		"to", "2027-03-02"),
	    "E_NO_BASIS");
	work_refused(w, "nav01", "close",
	    params("{s:I, s:s}", "plan", x.plan, "reason_code", "mal_nadd"),
	    "E_NO_BASIS");
	/* Nor can it be handed the plan. */
	work_refused(w, "rus01", "hand_over",
	    params("{s:I, s:s}", "plan", x.plan, "unit", "nav"),
	    "E_BASIS_REQUIRED");
	work_refused(w, "rus01", "coordinator",
	    params("{s:I, s:s, s:s}", "plan", x.plan, "user", "rus01",
		"substitute", "nav01"),
	    "E_BASIS_REQUIRED");
	(void)consent(w, &x, "plan_access", "identity");
	step(w, "rus01", "hand_over",
	    params("{s:I, s:s}", "plan", x.plan, "unit", "nav"));
	r = work_do(w, "nav01", "show", one(x.plan));
	assert_string_equal(text_in(r, "main_unit"), "nav");
	json_decref(r);
	r = tasks(w, "nav02", x.rus);
	assert_true(mentions(r, "plan_taken_over"));
	json_decref(r);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(s08_a_withdrawn_access_counts_from_that_minute),
		TEST(s08_a_withdrawn_consent_stops_the_plan_and_nothing_else),
		TEST(no_unit_takes_a_plan_over_without_the_persons_consent),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
