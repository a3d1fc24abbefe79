/*
 * host -- the verbs that a definition's functions call, asked for directly.
 */
#include "fixture.h"

#include "engine/host.h"
#include "engine/state.h"
#include "engine/step.h"
#include "store/tx.h"

static struct fixture f;
static char number[24];
static struct tx *tx;
static struct principal who;
static struct bf_call call;
static struct step st;
static struct err e;

static int
setup(void **state)
{
	(void)state;
	fixture_open(&f);
	fixture_case(&f, NULL, number);
	err_clear(&e);
	assert_int_equal(municipality_principal(f.municipality, "nav01", NULL,
			     NULL, NULL, NULL, &who, &e),
	    RC_OK);
	assert_int_equal(tx_begin(f.store, MONDAY, &tx, &e), RC_OK);
	call_init(&call, f.engine, tx, &who, MONDAY);
	assert_int_equal(step_open(&call, number, STEP_WRITE, &st), RC_OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	step_fini(&st);
	call_fini(&call);
	tx_rollback(&tx);
	fixture_close(&f);
	return 0;
}

/* Do VERB with ARGS (taken over); the result stays in RESULT. */
static json_t *result;

static enum rc
verb(const char *name, json_t *args)
{
	enum rc rc;

	json_decref(result);
	result = NULL;
	err_clear(&e);
	rc = host_do(&st, name, args, &result, &e);
	json_decref(args);
	return rc;
}

static int
clean(void **state)
{
	json_decref(result);
	result = NULL;
	return teardown(state);
}

static void
an_unknown_verb_is_refused(void **state)
{
	(void)state;
	assert_int_equal(verb("fly", json_object()), RC_SCRIPT);
}

static void
only_declared_fields_are_read_and_written(void **state)
{
	(void)state;
	assert_int_equal(verb("data.get",
			     json_pack("{ss}", "field", "nothing")),
	    RC_SCRIPT);
	assert_int_equal(verb("data.set",
			     json_pack("{ss si}", "field", "nothing", "value",
				 1)),
	    RC_SCRIPT);
	assert_int_equal(verb("data.set",
			     json_pack("{ss ss}", "field", "why", "value",
				 "x")),
	    RC_SCRIPT);
}

static void
a_value_is_checked_before_it_is_written(void **state)
{
	(void)state;
	assert_int_equal(verb("data.set",
			     json_pack("{ss si}", "field", "level", "value",
				 5)),
	    RC_SCRIPT);
	assert_int_equal(verb("data.set",
			     json_pack("{ss si}", "field", "level", "value",
				 4)),
	    RC_OK);
	assert_int_equal(verb("data.get", json_pack("{ss}", "field", "level")),
	    RC_OK);
	assert_int_equal(json_integer_value(result), 4);
}

static void
a_task_under_the_same_key_is_opened_once(void **state)
{
	json_int_t first;

	(void)state;
	assert_int_equal(verb("task.open",
			     json_pack("{ss ss ss}", "key", "a", "title", "t",
				 "due", "2wd")),
	    RC_OK);
	first = json_integer_value(result);
	assert_int_equal(verb("task.open",
			     json_pack("{ss ss}", "key", "a", "title", "t")),
	    RC_OK);
	assert_int_equal(json_integer_value(result), first);
}

static void
a_task_needs_a_title_and_somebody_who_exists(void **state)
{
	(void)state;
	assert_int_equal(verb("task.open", json_object()), RC_SCRIPT);
	assert_int_equal(verb("task.open",
			     json_pack("{ss ss}", "title", "t", "unit",
				 "moon")),
	    RC_SCRIPT);
	assert_int_equal(verb("task.open",
			     json_pack("{ss ss}", "title", "t", "user",
				 "moon")),
	    RC_SCRIPT);
	assert_int_equal(verb("task.open",
			     json_pack("{ss ss}", "title", "t", "role",
				 "king")),
	    RC_SCRIPT);
	assert_int_equal(verb("task.open",
			     json_pack("{ss ss}", "title", "t", "due", "soon")),
	    RC_SCRIPT);
}

static void
closing_a_task_that_is_not_open_is_fine(void **state)
{
	(void)state;
	assert_int_equal(verb("task.close", json_pack("{ss}", "key", "never")),
	    RC_OK);
}

static void
a_deadline_that_nobody_declared_is_a_mistake(void **state)
{
	(void)state;
	assert_int_equal(verb("deadline.meet",
			     json_pack("{ss}", "name", "never")),
	    RC_SCRIPT);
	assert_int_equal(verb("deadline.meet",
			     json_pack("{ss}", "name", "mapping")),
	    RC_OK);
	assert_true(json_is_false(result));
}

static void
a_key_that_nobody_declared_is_a_mistake(void **state)
{
	(void)state;
	assert_int_equal(
	    verb("setting", json_pack("{ss}", "name", "deadline.mapping.dags")),
	    RC_SCRIPT);
	assert_int_equal(verb("setting",
			     json_pack("{ss}", "name", "municipality.name")),
	    RC_OK);
	assert_string_equal(json_string_value(result), "Balsfjord");
	assert_int_equal(verb("setting",
			     json_pack("{ss}", "name", "user.nav01.roles")),
	    RC_OK);
	assert_int_equal(json_array_size(result), 2);
}

static void
a_final_stage_is_entered_by_closing_alone(void **state)
{
	(void)state;
	assert_int_equal(verb("go", json_pack("{ss}", "stage", "closed")),
	    RC_SCRIPT);
	assert_int_equal(verb("close",
			     json_pack("{ss}", "outcome", "withdrawn")),
	    RC_OK);
	assert_string_equal(st.head.stage, "closed");
	assert_int_equal(verb("close",
			     json_pack("{ss}", "outcome", "withdrawn")),
	    RC_GUARD);
}

static void
an_unknown_basis_is_told_with_the_nearest(void **state)
{
	(void)state;
	assert_int_equal(verb("decide",
			     json_pack("{ss ss ss ss}", "type", "help", "basis",
				 "BSL7", "result", "granted", "content",
				 "Råd")),
	    RC_GUARD);
	assert_string_equal(e.name, "E_BASIS");
	assert_non_null(strstr(e.text, "BSL_7"));
}

static void
a_decision_is_not_dated_in_the_future(void **state)
{
	(void)state;
	assert_int_equal(verb("decide",
			     json_pack("{ss ss ss ss ss}", "type", "help",
				 "basis", "BSL_7", "result", "granted", "date",
				 "2027-01-12", "content", "Råd")),
	    RC_GUARD);
	assert_string_equal(e.name, "E_DATE_ORDER");
}

static void
a_timer_is_started_again_and_cancelled(void **state)
{
	(void)state;
	assert_int_equal(verb("timer.start",
			     json_pack("{ss ss}", "name", "contact", "at",
				 "2027-01-20")),
	    RC_OK);
	assert_int_equal(verb("timer.cancel",
			     json_pack("{ss}", "name", "contact")),
	    RC_OK);
	assert_int_equal(verb("timer.start",
			     json_pack("{ss}", "name", "never")),
	    RC_SCRIPT);
}

static void
a_letter_names_its_template(void **state)
{
	(void)state;
	assert_int_equal(verb("letter", json_pack("{ss}", "to", "x")),
	    RC_SCRIPT);
	assert_int_equal(verb("letter", json_pack("{ss}", "template", "x")),
	    RC_OK);
}

static void
an_event_for_a_case_that_one_may_not_know_of_is_refused(void **state)
{
	(void)state;
	assert_int_equal(
	    verb("emit", json_pack("{ss ss}", "name", "x", "case", "2027/99")),
	    RC_NOTFOUND);
}

static void
a_step_has_an_end(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < STEP_EFFECTS_MAX; i++)
		assert_int_equal(verb("notice", json_object()), RC_OK);
	assert_int_equal(verb("notice", json_object()), RC_SCRIPT);
}

static void
reading_changes_nothing(void **state)
{
	(void)state;
	st.purpose = STEP_READ;
	assert_int_equal(verb("status", json_pack("{ss}", "status", "x")),
	    RC_SCRIPT);
	assert_int_equal(verb("meta", json_object()), RC_OK);
	assert_string_equal(json_string_value(json_object_get(result, "id")),
	    number);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, clean)
		T(an_unknown_verb_is_refused),
		T(only_declared_fields_are_read_and_written),
		T(a_value_is_checked_before_it_is_written),
		T(a_task_under_the_same_key_is_opened_once),
		T(a_task_needs_a_title_and_somebody_who_exists),
		T(closing_a_task_that_is_not_open_is_fine),
		T(a_deadline_that_nobody_declared_is_a_mistake),
		T(a_key_that_nobody_declared_is_a_mistake),
		T(a_final_stage_is_entered_by_closing_alone),
		T(an_unknown_basis_is_told_with_the_nearest),
		T(a_decision_is_not_dated_in_the_future),
		T(a_timer_is_started_again_and_cancelled),
		T(a_letter_names_its_template),
		T(an_event_for_a_case_that_one_may_not_know_of_is_refused),
		T(a_step_has_an_end),
		T(reading_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
