/*
 * test_course -- S-01 whole at the real socket, day by day, without what the
 * plugins for plans and dwellings say of it: from the letter of 2027-01-11 over
 * two decisions with two complaint bodies to the last reminder of the lease
 * (D-034, D-131, D-143, D-144; law rows 9, 53, 59-61, 68; ).
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

static char number[NUMBER_SIZE];

/* Kongsvinger with a complaint board of its own. */
static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	place_make(&w->place);
	place_replace(&w->place, "municipalities/3401.ini", "[unit nav]",
	    "[unit board]\nname = Klagenemnda i Kongsvinger\n"
	    "type = complaint_board\ndomain = housing\n\n[unit nav]");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	*state = w;
	return 0;
}

/* The newest of LIST of the case whose NAME is KEY: new reference. */
static json_t *
of_case(struct work *w, const char *list, const char *name, const char *key)
{
	json_t *r = work_show(w, "nav01", number), *row, *found = NULL;
	size_t i;

	json_array_foreach(json_object_get(r, list), i, row)
		if (strcmp(text_in(row, name), key) == 0)
			found = row;
	(void)json_incref(found);
	json_decref(r);
	return found;
}

static void
is_due(struct work *w, const char *name, const char *due, const char *state)
{
	json_t *row = of_case(w, "deadlines", "name", name);

	if (row == NULL)
		fail_msg("no deadline %s", name);
	assert_string_equal(text_in(row, "due"), due);
	assert_string_equal(text_in(row, "state"), state);
	json_decref(row);
}

static bool
has_task(struct work *w, const char *key)
{
	json_t *row = of_case(w, "tasks", "key", key);

	json_decref(row);
	return row != NULL;
}

/* 2027-01-11: a letter that asks for help; sleeps at friends'. */
static void
asked_by_letter(struct work *w)
{
	json_int_t person;
	json_t *r;

	work_advance(w, "2027-01-11");
	person = work_person(w, "Prøve Åsheim");
	json_decref(peer_do(&w->c, "nav01", "person.identify",
	    params("{s:I, s:s, s:s}", "person", person, "number", "12838849855",
		"cause", "issued")));
	r = peer_do(&w->c, "nav01", "case.create",
	    params("{s:s, s:{s:s, s:s, s:b, s:b, s:I}}", "workflow",
		"boligsosial", "data", "received", "2027-01-11", "channel",
		"letter", "asks_help", 1, "roof_tonight", 1, "person", person));
	snprintf(number, sizeof(number), "%s", text_in(r, "case"));
	json_decref(r);
	is_due(w, "preliminary_reply", "2027-02-11", "open");
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	is_due(w, "mapping", "2027-01-25", "open");
}

/* 2027-01-22: mapped in time, level 3. */
static void
mapped(struct work *w)
{
	work_advance(w, "2027-01-22");
	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
		"2027-01-22", "situation", "1.4", "wishes",
		"To rom, nær datteren", "level", 3, "level_reason",
		"Tjenester over tid", "plan_need", "individual_plan",
		"coordinator", "nav02")));
	is_due(w, "mapping", "2027-01-25", "met");
}

/* 2027-02-03: the meeting that takes new cases takes this one. */
static void
on_the_agenda(struct work *w)
{
	json_int_t m = work_agenda(w, number, "2027-02-03");

	json_decref(peer_do(&w->c, "nav01", "meeting.hold",
	    params("{s:I}", "meeting", m)));
}

static void
proposed(struct work *w)
{
	work_propose(w, "nav01", number, "service", "granted", "mental_health",
	    params("{s:s, s:s, s:i, s:s, s:s}", "title", "To besøk i uken",
		"goal", "Beholde boligen", "extent", 2, "extent_unit",
		"visits_week", "from", "2027-03-01"));
	work_propose(w, "nav01", number, "dwelling", "granted", NULL,
	    params("{s:s, s:{s:s, s:s, s:b, s:s, s:i}}", "title", "B-204",
		"lease", "from", "2027-03-01", "to", "2030-02-28", "stated", 1,
		"terms", "Avtalegiro for husleien", "rent", 980000));
	work_propose(w, "nav01", number, "plan", "granted", "mental_health",
	    params("{s:s}", "title", "Individuell plan"));
	json_decref(peer_do(&w->c, "nav01", "allocation.part",
	    params("{s:s, s:s, s:s}", "case", number, "part", "agreement",
		"text", "Samarbeidsavtale ved innflytting")));
}

static json_t *
decision(struct work *w, int no)
{
	return peer_do(&w->c, "nav01", "decision.show",
	    params("{s:s, s:i}", "case", number, "no", no));
}

static void
expect_decision(struct work *w, int no, const char *type, const char *basis,
    const char *body)
{
	json_t *d = decision(w, no);

	assert_string_equal(text_in(d, "type"), type);
	assert_string_equal(text_in(d, "basis"), basis);
	assert_string_equal(text_in(d, "result"), "granted");
	assert_string_equal(text_in(d, "date"), "2027-02-10");
	assert_string_equal(text_in(d, "complaint_body"), body);
	json_decref(d);
}

/* An order of KIND for UNIT, by DUE. */
static void
expect_order(struct work *w, const char *kind, const char *unit)
{
	json_t *r = peer_do(&w->c, "nav01", "order.list",
	    params("{s:s}", "case", number));
	json_t *row = row_with(json_object_get(r, "rows"), "kind", kind);

	assert_non_null(row);
	assert_string_equal(text_in(row, "owner_unit"), unit);
	assert_string_equal(text_in(row, "state"), "ordered");
	json_decref(r);
}

/* Is it E_HALF_DECISION about FIELD, with WHY in its words? */
static void
half(struct work *w, const char *field, const char *text)
{
	json_t *r = peer_call(&w->c, "nav02", "case.act",
	    params("{s:s, s:s, s:o}", "case", number, "action", "decide",
		"input", decision_input("2027-02-10", text)));
	json_t *data = json_object_get(json_object_get(r, "error"), "data");

	assert_string_equal(text_in(data, "name"), "E_HALF_DECISION");
	if (row_with(json_object_get(data, "fields"), "field", field) == NULL)
		fail_msg("%s: nothing about %s", text, field);
	json_decref(r);
}

/* Three halves: no term, a service still open, no start package. */
static void
half_decisions(struct work *w)
{
	work_propose(w, "nav01", number, "dwelling", "granted", NULL, NULL);
	work_approve(w, "alloc01", number);
	half(w, "dwelling", "uten leietid");
	proposed(w);
	json_decref(peer_do(&w->c, "nav01", "allocation.propose",
	    params("{s:s, s:s, s:s, s:{s:s, s:s}}", "case", number, "kind",
		"service", "performer", "mental_health", "item", "title",
		"To besøk i uken", "goal", "Beholde boligen")));
	work_approve(w, "alloc01", number);
	half(w, "service", "tjenesten er åpen");
	proposed(w);
	work_approve(w, "alloc01", number);
	half(w, "start_package", "uten startpakke");
}

/* 2027-02-10: no half decision, then two whole ones (D-034, D-131, D-143). */
static void
decided(struct work *w)
{
	json_t *r;

	work_advance(w, "2027-02-10");
	half_decisions(w);
	r = peer_do(&w->c, "nav01", "decision.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 0);
	json_decref(r);
	work_propose(w, "nav01", number, "start_package", "granted",
	    "housing_team", params("{s:s}", "from", "2027-03-01"));
	work_approve(w, "alloc01", number);
	json_decref(work_act(w, "nav02", number, "decide",
	    decision_input("2027-02-10", "To besøk i uken; bolig i tre år")));
	expect_decision(w, 1, "help", "BSL_7", "Statsforvalteren");
	expect_decision(w, 2, "dwelling", "DWELLING_RULES",
	    "Klagenemnda i Kongsvinger");
	is_due(w, "preliminary_reply", "2027-02-11", "met");
	expect_order(w, "service", "mental_health");
	expect_order(w, "plan", "mental_health");
	expect_order(w, "start_package", "housing_team");
	assert_true(has_task(w, "plan"));
}

static void
told(struct work *w, const char *what)
{
	int no;

	for (no = 1; no <= 2; no++)
		json_decref(peer_do(&w->c, "nav01", "decision.notify",
		    params("{s:s, s:i, s:s}", "case", number, "no", no, "what",
			what)));
}

/* Available and alerted the same day, opened 2027-02-12: no second alert. */
static void
read_in_time(struct work *w)
{
	json_t *d;
	int no;

	told(w, "available");
	told(w, "alerted");
	for (no = 1; no <= 2; no++) {
		d = decision(w, no);
		assert_string_equal(text_in(d, "complaint_due"), "2027-03-03");
		json_decref(d);
	}
	work_advance(w, "2027-02-12");
	told(w, "opened");
	work_advance(w, "2027-02-18");
	for (no = 1; no <= 2; no++) {
		d = decision(w, no);
		assert_false(
		    mentions(json_object_get(d, "parties"), "realerted"));
		assert_string_equal(text_in(d, "complaint_due"), "2027-03-03");
		json_decref(d);
	}
	assert_false(has_task(w, "unopened:1:1"));
}

/* 2027-03-01: the key; what follows from that day. */
static void
moved_in(struct work *w)
{
	work_advance(w, "2027-03-01");
	work_act_refused(w, "nav01", number, "moved_in",
	    params("{s:s, s:s, s:[s,s,s]}", "moved_in", "2027-03-01",
		"dwelling", "Testvegen 204", "start_package", "lease",
		"security", "key"),
	    "E_START_PACKAGE");
	json_decref(work_act(w, "nav01", number, "moved_in",
	    params("{s:s, s:s, s:[s,s,s,s]}", "moved_in", "2027-03-01",
		"dwelling", "Testvegen 204", "start_package", "lease",
		"security", "key", "first_visit")));
	is_due(w, "start_help", "2027-03-15", "open");
	is_due(w, "review_3", "2027-05-10", "open"); /* 3 months */
	is_due(w, "yearly_evaluation", "2028-03-01", "open");
	is_due(w, "lease_open", "2030-05-28", "open"); /* */
	work_advance(w, "2027-03-15");
	json_decref(work_act(w, "nav01", number, "start_help",
	    params("{s:[s,s,s,s]}", "start_package", "lease", "security", "key",
		"first_visit")));
	is_due(w, "start_help", "2027-03-15", "met");
}

/* 2028-03-01: evaluated, and on for another year. */
static void
evaluated(struct work *w)
{
	work_advance(w, "2028-03-01");
	assert_false(has_task(w, "overdue:yearly_evaluation"));
	json_decref(work_act(w, "nav01", number, "to_evaluation", NULL));
	is_due(w, "yearly_evaluation", "2028-03-01", "met");
	json_decref(work_act(w, "nav01", number, "conclude",
	    params("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "eval_quality", "God",
		"eval_supply", "God", "eval_service", "God",
		"eval_organisation", "God", "eval_economy", "God",
		"eval_participation", "Hørt", "eval_outcome", "continue")));
	is_due(w, "yearly_evaluation", "2029-03-01", "open");
}

/* 6, 3 and 1 months before 2030-02-28. */
static void
reminded_of_the_lease(struct work *w)
{
	static const struct {
		const char *key, *before, *on;
	} table[] = {
		{ "lease_6", "2029-08-27", "2029-08-28" },
		{ "lease_3", "2029-11-27", "2029-11-28" },
		{ "lease_1", "2030-01-27", "2030-01-28" },
	};
	json_t *row = of_case(w, "fields", "name", "lease_to");
	size_t i;

	assert_string_equal(text_in(row, "value"), "2030-02-28");
	json_decref(row);
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		work_advance(w, table[i].before);
		assert_false(has_task(w, table[i].key));
		work_advance(w, table[i].on);
		assert_true(has_task(w, table[i].key));
	}
}

static void
s01_a_whole_course_at_level_3_from_day_to_day(void **state)
{
	struct work *w = *state;

	asked_by_letter(w);
	mapped(w);
	on_the_agenda(w);
	decided(w);
	read_in_time(w);
	moved_in(w);
	evaluated(w);
	reminded_of_the_lease(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    s01_a_whole_course_at_level_3_from_day_to_day, setup,
		    work_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
