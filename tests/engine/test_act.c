/*
 * case.create and case.act: stage, role, form, guard, and the rules above them.
 */
#include "fixture.h"
#include "look.h"
#include "one_case.h"

#include "base/mem.h"
#include "store/case.h"

static struct case_head
head(void)
{
	struct err e = ERR_INIT;
	struct case_head h;

	assert_int_equal(case_find_number(f.store, number, &h, &e), RC_OK);
	return h;
}

static void
a_new_case_stands_at_the_start_with_revision_one(void **state)
{
	(void)state;
	assert_string_equal(number, "2027/1");
	assert_string_equal(text_at(f.result, "stage"), "intake");
	assert_int_equal(json_integer_value(json_object_get(f.result, "rev")),
	    1);
	assert_true(
	    json_integer_value(json_object_get(f.result, "commit")) > 0);
	assert_string_equal(head().unit, "nav");
	assert_string_equal(head().contact, "nav01");
	assert_string_equal(head().status, "open");
}

static void
an_action_moves_the_case_and_counts_the_revision(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "to_mapping",
			     json_pack("{si}", "level", 3)),
	    RC_OK);
	assert_string_equal(text_at(f.result, "stage"), "mapping");
	assert_int_equal(head().rev, 2);
}

static void
entering_a_stage_runs_its_enter(void **state)
{
	json_t *tasks;

	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 3));
	tasks = fixture_tasks(&f, number);
	assert_int_equal(json_array_size(tasks), 1);
	assert_string_equal(text_at(json_array_get(tasks, 0), "key"), "map");
	assert_string_equal(text_at(json_array_get(tasks, 0), "unit"),
	    "health");
	json_decref(tasks);
}

static void
all_wrong_fields_are_told_at_once(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si ss ss}", "wishes", 7, "sort", "new", "levle", "3"));
	ASSERT_ERROR(&f, RC_FIELDS, "E_FIELDS");
	/* wishes is no text, sort is not valid in January, level is missing
	 * and levle unknown. */
	assert_int_equal(f.err.n_fields, 4);
}

static void
an_unknown_field_is_told_with_the_nearest(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si si}", "level", 3, "levle", 3));
	assert_int_equal(f.err.n_fields, 1);
	assert_string_equal(f.err.fields[0].field, "levle");
	assert_non_null(strstr(f.err.fields[0].text, "level"));
}

static void
a_code_holds_only_in_its_time(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "to_mapping",
			     json_pack("{si ss}", "level", 3, "sort", "old")),
	    RC_OK);
}

static void
a_field_of_health_is_not_for_the_social_service(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss ss}", "why", "x", "diagnosis", "y"));
	ASSERT_ERROR(&f, RC_FIELDS, "E_FIELDS");
	assert_string_equal(f.err.fields[0].field, "diagnosis");
	assert_string_equal(f.err.fields[0].name, "E_NO_BASIS");
}

static void
what_is_only_part_of_a_form_is_not_kept(void **state)
{
	struct err e = ERR_INIT;
	json_t *data = NULL;

	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "note",
			     json_pack("{ss ss}", "why", "hemmelig", "wishes",
				 "to rom")),
	    RC_OK);
	assert_int_equal(case_data_all(f.store, head().id, 0x1f, &data, &e),
	    RC_OK);
	assert_string_equal(text_at(data, "wishes"), "to rom");
	assert_null(json_object_get(data, "why"));
	json_decref(data);
}

static void
an_unknown_person_is_refused(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss si}", "why", "x", "person", 4711));
	ASSERT_ERROR(&f, RC_FIELDS, "E_FIELDS");
	assert_string_equal(f.err.fields[0].field, "person");
}

static void
an_unknown_action_is_told_with_the_nearest(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_maping", NULL);
	ASSERT_ERROR(&f, RC_INVALID, "E_PARAMS");
	assert_non_null(strstr(f.err.text, "to_mapping"));
}

static void
an_action_of_another_stage_is_refused(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "map", NULL);
	ASSERT_ERROR(&f, RC_INVALID, "E_PARAMS");
}

static void
a_role_that_the_action_does_not_name_is_refused(void **state)
{
	(void)state;
	fixture_act(&f, "nav02", number, "refuse", NULL);
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

static void
a_guard_says_no_in_its_own_words(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "guarded", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_GUARD");
	assert_non_null(strstr(f.err.text, "ønskene mangler"));
}

static void
a_guard_that_writes_is_stopped(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "sly", NULL);
	ASSERT_ERROR(&f, RC_SCRIPT, "E_SCRIPT");
	assert_int_equal(head().rev, 1);
}

static void
a_rule_may_refuse_with_a_name_of_its_own(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "no", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_NEVER");
}

static void
a_failing_function_leaves_nothing(void **state)
{
	struct err e = ERR_INIT;
	json_t *data = NULL, *tasks;

	(void)state;
	fixture_act(&f, "nav01", number, "half", NULL);
	ASSERT_ERROR(&f, RC_SCRIPT, "E_SCRIPT");
	assert_non_null(strstr(f.err.text, "workflow.lua"));
	assert_true(f.err.n_fields >= 2); /* source and trace */
	assert_string_equal(f.err.fields[0].field, "trace");
	assert_int_equal(case_data_all(f.store, head().id, 0x1f, &data, &e),
	    RC_OK);
	assert_null(json_object_get(data, "level"));
	json_decref(data);
	tasks = fixture_tasks(&f, number);
	assert_int_equal(json_array_size(tasks), 0);
	json_decref(tasks);
	assert_int_equal(head().rev, 1);
}

/* The message may quote what stands in a field of another class. */
static void
a_failure_is_explained_to_those_who_see_the_whole_case_only(void **state)
{
	(void)state;
	fixture_ok(&f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "health", "contact",
		"hel01"));
	assert_int_equal(fixture_act(&f, "hel01", number, "note",
			     json_pack("{ss ss}", "why", "x", "diagnosis",
				 "y")),
	    RC_OK);
	fixture_ok(&f, "hel01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "nav", "contact",
		"nav01"));
	fixture_act(&f, "nav01", number, "half", NULL);
	ASSERT_ERROR(&f, RC_SCRIPT, "E_SCRIPT");
	assert_null(strstr(f.err.text, "workflow.lua"));
	assert_int_equal(f.err.n_fields, 0);
}

static void
an_endless_function_is_stopped_and_the_next_step_works(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "spin", NULL);
	ASSERT_ERROR(&f, RC_SCRIPT, "E_SCRIPT");
	assert_int_equal(fixture_act(&f, "nav01", number, "to_mapping",
			     json_pack("{si}", "level", 2)),
	    RC_OK);
}

static void
a_function_goes_only_where_the_action_may_lead(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "sneak", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_GUARD");
	fixture_act(&f, "nav01", number, "astray", NULL);
	ASSERT_ERROR(&f, RC_SCRIPT, "E_SCRIPT");
	assert_string_equal(head().stage, "intake");
}

static void
an_old_revision_is_told_who_was_first(void **state)
{
	struct ask *a;

	(void)state;
	fixture_act(&f, "nav01", number, "note", json_pack("{ss}", "why", "x"));
	a = fixture_new_ask(&f, "nav02", "case.act",
	    json_pack("{ss ss s{ss}}", "case", number, "action", "note",
		"input", "why", "y"));
	a->if_rev = 1;
	fixture_submit(&f, a);
	ASSERT_ERROR(&f, RC_CONFLICT, "E_CONFLICT");
	assert_non_null(strstr(f.err.text, "nav01"));
}

static void
a_stranger_and_an_unknown_case_get_the_same_answer(void **state)
{
	char first[ERR_TEXT_MAX];

	(void)state;
	fixture_act(&f, "hel01", "2027/1", "note", NULL);
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	strcpy(first, f.err.text);
	fixture_act(&f, "hel01", "2027/9", "note", NULL);
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	/* The number stands in the text; all else is alike. */
	assert_int_equal(strlen(first), strlen(f.err.text));
}

static void
the_municipalitys_settings_are_there_for_functions(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "setting", NULL),
	    RC_OK);
}

static void
a_performer_does_what_an_open_task_stands_for(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 3));
	assert_int_equal(fixture_act(&f, "hel01", number, "map", NULL), RC_OK);
	/* The task is done, and with it the way into the case. */
	fixture_act(&f, "hel01", number, "map", NULL);
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
a_task_is_done_once(void **state)
{
	json_t *tasks;
	json_int_t id;

	(void)state;
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 3));
	tasks = fixture_tasks(&f, number);
	id =
	    json_integer_value(json_object_get(json_array_get(tasks, 0), "id"));
	json_decref(tasks);
	fixture_ok(&f, "nav01", "task.done",
	    json_pack("{sI ss}", "task", id, "note", "gjort"));
	assert_int_equal(head().rev, 3);
	fixture_ask(&f, "nav01", "task.done", json_pack("{sI}", "task", id));
	ASSERT_ERROR(&f, RC_CONFLICT, "E_CONFLICT");
	fixture_ask(&f, "nav01", "task.done", json_pack("{si}", "task", 999));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
who_only_does_tasks_opens_no_case(void **state)
{
	struct ask *a = fixture_new_ask(&f, "hel01", "case.create",
	    json_pack("{s{ss}}", "data", "received", "2027-01-11"));

	(void)state;
	a->role = mem_text("performer");
	fixture_submit(&f, a);
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_new_case_stands_at_the_start_with_revision_one),
		T(an_action_moves_the_case_and_counts_the_revision),
		T(entering_a_stage_runs_its_enter),
		T(all_wrong_fields_are_told_at_once),
		T(an_unknown_field_is_told_with_the_nearest),
		T(a_code_holds_only_in_its_time),
		T(a_field_of_health_is_not_for_the_social_service),
		T(what_is_only_part_of_a_form_is_not_kept),
		T(an_unknown_person_is_refused),
		T(an_unknown_action_is_told_with_the_nearest),
		T(an_action_of_another_stage_is_refused),
		T(a_role_that_the_action_does_not_name_is_refused),
		T(a_guard_says_no_in_its_own_words),
		T(a_guard_that_writes_is_stopped),
		T(a_rule_may_refuse_with_a_name_of_its_own),
		T(a_failing_function_leaves_nothing),
		T(a_failure_is_explained_to_those_who_see_the_whole_case_only),
		T(an_endless_function_is_stopped_and_the_next_step_works),
		T(a_function_goes_only_where_the_action_may_lead),
		T(an_old_revision_is_told_who_was_first),
		T(a_stranger_and_an_unknown_case_get_the_same_answer),
		T(the_municipalitys_settings_are_there_for_functions),
		T(a_performer_does_what_an_open_task_stands_for),
		T(a_task_is_done_once),
		T(who_only_does_tasks_opens_no_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
