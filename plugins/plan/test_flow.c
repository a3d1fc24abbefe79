/*
 * test_flow -- what the shipped workflow and the plan part do for each other:
 * a need is reported in the step that finds it, and undone with it.
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_world.h"

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_add_plugin(&w->place, "plan", "");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	*state = w;
	return 0;
}

/* A case of a registered person at the stage mapping. */
static json_int_t
in_mapping(struct work *w, char *number)
{
	json_t *r = peer_do(&w->c, "nav01", "person.add",
	    params("{s:s, s:s}", "name", "Kari Leier", "birth_date",
		"1986-04-12"));
	json_int_t person = int_in(r, "person");

	json_decref(r);
	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", person)));
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	return person;
}

static json_t *
mapping(const char *plan)
{
	return params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
	    "2027-01-04", "situation", "1.4", "wishes", "To rom", "level", 2,
	    "level_reason", "Råd", "plan_need", plan, "coordinator", "nav02");
}

static size_t
n_plans(struct work *w)
{
	json_t *r = peer_do(&w->c, "nav02", "plan.list", NULL);
	size_t n = json_array_size(json_object_get(r, "rows"));

	json_decref(r);
	return n;
}

static json_t *
task(struct work *w, const char *as, const char *number, const char *key)
{
	json_t *r =
	    peer_do(&w->c, as, "task.list", params("{s:s}", "case", number));
	json_t *row = plan_task_of(json_object_get(r, "rows"), key);

	json_incref(row);
	json_decref(r);
	return row;
}

/* Domain §3.1 invariants 5 and 7; once, however often the case says so. */
static void
mapping_that_finds_a_need_reports_it_once(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *r, *t;

	(void)in_mapping(w, number);
	json_decref(
	    work_act(w, "nav01", number, "mapped", mapping("individual_plan")));
	r = peer_do(&w->c, "nav02", "plan.list", NULL);
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 1);
	assert_string_equal(
	    text_in(json_array_get(json_object_get(r, "rows"), 0), "state"),
	    "behov_meldt");
	json_decref(r);
	t = task(w, "nav02", number, "plan_need");
	assert_non_null(t);
	json_decref(t);
	r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	assert_null(row_with(json_object_get(r, "rows"), "key", "plan"));
	json_decref(r);
	work_allocate(w, number, false, NULL, NULL);
	json_decref(work_act(w, "nav02", number, "decide",
	    decision_input("2027-01-04", "Oppfølging")));
	assert_int_equal(n_plans(w), 1);
}

/* The workflow refuses after the part has written: both are undone. */
static void
a_refused_mapping_reports_nothing(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *input, *shown;

	(void)in_mapping(w, number);
	input = mapping("individual_plan");
	json_object_set_new(input, "mapped_on", json_string("2027-01-03"));
	work_act_refused(w, "nav01", number, "mapped", input, "E_DATE_ORDER");
	assert_int_equal(n_plans(w), 0);
	shown = work_show(w, "nav01", number);
	assert_string_equal(text_in(shown, "stage"), "mapping");
	json_decref(shown);
}

static void
everything_that_is_shown_has_a_title_and_every_code_a_word(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t person = in_mapping(w, number), plan;
	json_t *r, *row;

	work_words(w, "plan");
	r = peer_do(&w->c, "nav01", "plan.report_need",
	    params("{s:s}", "case", number));
	plan = int_in(r, "plan");
	json_decref(r);
	json_decref(peer_do(&w->c, "nav02", "plan.offer",
	    params("{s:I, s:s}", "plan", plan, "kind", "ip")));
	json_decref(peer_do(&w->c, "nav01", "consent.give",
	    params("{s:s, s:I, s:[s], s:s, s:s, s:s, s:s}", "case", number,
		"person", person, "classes", "identity", "from", "nav", "to",
		"mental_health", "purpose", "plan", "channel", "written")));
	json_decref(peer_do(&w->c, "nav02", "plan.start",
	    params("{s:I, s:i}", "plan", plan, "level", 3)));
	json_decref(peer_do(&w->c, "nav02", "plan.goal",
	    params("{s:I, s:s, s:s}", "plan", plan, "area", "bolig", "text",
		"Bo trygt")));
	json_decref(peer_do(&w->c, "nav02", "plan.measure",
	    params("{s:I, s:s, s:s}", "plan", plan, "unit", "nav", "text",
		"Besøk")));
	json_decref(peer_do(&w->c, "nav02", "plan.subplan",
	    params("{s:I, s:s, s:s}", "plan", plan, "type", "iop", "reference",
		"Skolen")));
	json_decref(peer_do(&w->c, "nav02", "plan.participant",
	    params("{s:I, s:s, s:s}", "plan", plan, "name", "Søster", "part",
		"Hjelper")));
	json_decref(peer_do(&w->c, "nav02", "plan.participant",
	    params("{s:I, s:s}", "plan", plan, "user", "nav01")));
	json_decref(peer_do(&w->c, "nav02", "plan.cti_start",
	    params("{s:I, s:s, s:b}", "plan", plan, "start", "2027-01-04",
		"tenancy", 1)));
	r = peer_do(&w->c, "nav02", "plan.show", params("{s:I}", "plan", plan));
	assert_true(json_array_size(json_object_get(r, "cti")) > 0);
	work_titles(w, "plan.show", r);
	/* Units and users go by what people call them. */
	row = json_array_get(json_object_get(r, "measures"), 0);
	assert_string_equal(text_in(row, "unit"), "nav");
	assert_string_equal(text_in(row, "unit_title"), "NAV Kongsvinger");
	row = json_array_get(json_object_get(r, "participants"), 1);
	assert_string_equal(text_in(row, "unit_title"), "NAV Kongsvinger");
	assert_string_not_equal(text_in(row, "user_title"), "nav01");
	work_labels(w, "plan", "report.ip");
	json_decref(r);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(mapping_that_finds_a_need_reports_it_once),
		TEST(a_refused_mapping_reports_nothing),
		TEST(
		    everything_that_is_shown_has_a_title_and_every_code_a_word),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
