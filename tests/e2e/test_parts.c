/*
 * test_parts -- the shipped workflow without its optional parts: the steps
 * stand, and whoever works with the case reads in plain words what is not there.
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "work.h"

/* A case of a registered person at the stage mapping. */
static void
in_mapping(struct work *w, char *number)
{
	json_int_t person = work_person(w, "Kari Leier");

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", person)));
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
}

static void
mapped(struct work *w, const char *number, const char *plan)
{
	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
		"2027-01-04", "situation", "1.4", "wishes", "To rom", "level",
		2, "level_reason", "Råd", "plan_need", plan, "coordinator",
		"nav02")));
}

/* The open task KEY of the case, whose title says that PART is not there. */
static json_t *
says_so(struct work *w, const char *number, const char *key, const char *part)
{
	json_t *r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	json_t *row = row_with(json_object_get(r, "rows"), "key", key);
	char words[96];

	if (row == NULL)
		fail_msg("no task %s", key);
	snprintf(words, sizeof(words), "%s er ikke slått på i kommunen", part);
	if (strstr(text_in(row, "title"), words) == NULL)
		fail_msg("%s", text_in(row, "title"));
	json_incref(row);
	json_decref(r);
	return row;
}

/* Domain §3.1: any unit reports a need, with or without the part. */
static void
a_need_of_a_plan_is_a_task_that_says_what_is_not_there(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *task, *shown;

	in_mapping(w, number);
	mapped(w, number, "individual_plan");
	task = says_so(w, number, "plan", "plandelen");
	assert_non_null(strstr(text_in(task, "title"), "individuell plan"));
	json_decref(task);
	shown = work_show(w, "nav01", number);
	assert_string_equal(text_in(shown, "stage"), "allocation");
	json_decref(shown);
}

static void
a_guarantee_is_applied_for_and_granted_by_tasks(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *shown;

	in_mapping(w, number);
	json_decref(work_act(w, "nav01", number, "apply_guarantee",
	    params("{s:s, s:s, s:I}", "landlord_kind", "private", "landlord",
		"Ola Utleier", "rent", (json_int_t)1250000)));
	json_decref(
	    says_so(w, number, "guarantee_application", "garantidelen"));
	mapped(w, number, "goal_plan");
	work_propose(w, "nav01", number, "guarantee", "granted", NULL, NULL);
	work_allocate(w, number, false, NULL, NULL);
	json_decref(work_act(w, "nav02", number, "decide",
	    decision_input("2027-01-04", "Garanti for tre måneder")));
	json_decref(says_so(w, number, "guarantee_issue", "garantidelen"));
	/* What was told is in the case, for the part that comes later. */
	shown = work_show(w, "nav01", number);
	assert_true(mentions(shown, "Ola Utleier"));
	assert_string_equal(text_in(shown, "stage"), "start_package");
	json_decref(shown);
}

/* Domain §3.2: unknown children count, so the next working day. */
static void
a_home_at_risk_is_a_task_with_its_day(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *task, *r;

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav01", number, "eviction_notice",
	    params("{s:s, s:s, s:s, s:s}", "eviction_source", "namsmann_13_6",
		"eviction_told", "2027-01-04", "eviction_ground", "a",
		"eviction_day", "2027-02-09")));
	task = says_so(w, number, "eviction", "utkastelsesdelen");
	assert_string_equal(text_in(task, "due"), "2027-01-05");
	json_decref(task);
	r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	task = row_with(json_object_get(r, "rows"), "key", "eviction_shelter");
	assert_non_null(task);
	assert_string_equal(text_in(task, "due"), "2027-02-02");
	json_decref(r);
	work_act_refused(w, "nav01", number, "eviction_notice",
	    params("{s:s, s:s}", "eviction_source", "bruker", "eviction_told",
		"2027-01-11"),
	    "E_DATE_ORDER");
}

/* Law row 70: what is published says so too. */
static void
the_published_rules_say_which_parts_are_not_there(void **state)
{
	struct work *w = *state;
	json_t *r = peer_do(&w->c, "nav01", "rules.explain", NULL);

	assert_true(mentions(r, "Delen «plan» er ikke slått på i kommunen"));
	assert_true(mentions(r, "Delen «deposit» er ikke slått på"));
	json_decref(r);
	r = peer_do(&w->c, "nav01", "rules.explain",
	    params("{s:s}", "language", "nn"));
	assert_true(mentions(r, "Delen «eviction» er ikkje slått på"));
	json_decref(r);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, work_setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_need_of_a_plan_is_a_task_that_says_what_is_not_there),
		TEST(a_guarantee_is_applied_for_and_granted_by_tasks),
		TEST(a_home_at_risk_is_a_task_with_its_day),
		TEST(the_published_rules_say_which_parts_are_not_there),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
