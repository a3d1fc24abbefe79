/*
 * sys.doctor names what is wrong, with the command that mends it.
 */
#include "engine/doctor.h"
#include "fixture.h"

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_open(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_close(*state);
	free(*state);
	return 0;
}

/* The row of CHECK in sys.doctor's answer; NULL: nothing is wrong there. */
static json_t *
find(struct fixture *f, const char *check)
{
	json_t *rows, *row;
	size_t i;

	rows =
	    json_object_get(fixture_ok(f, "adm", "sys.doctor", NULL), "rows");
	assert_true(json_is_array(rows));
	json_array_foreach(rows, i, row)
		if (strcmp(json_string_value(json_object_get(row, "check")),
			check) == 0)
			return row;
	return NULL;
}

static void
says(struct fixture *f, const char *check, const char *mend)
{
	json_t *row = find(f, check);

	if (row == NULL)
		fail_msg("nothing about %s", check);
	assert_string_equal(json_string_value(json_object_get(row, "mend")),
	    mend);
}

static void
a_missing_workflow_is_told(void **state)
{
	struct fixture f;

	(void)state;
	memset(&f, 0, sizeof(f));
	fixture_open_bare(&f, STORE_MEMORY);
	says(&f, "workflow", "boflyt workflow load NAME");
	fixture_close(&f);
}

static void
an_active_workflow_is_no_fault(void **state)
{
	assert_null(find(*state, "workflow"));
}

/* A misspelt name would be met by the first who opens a case. */
static void
a_default_that_no_workflow_has_is_told(void **state)
{
	struct fixture *f = *state;

	f->municipality->workflow = "smal";
	says(f, "workflow", "boflyt workflow activate NAME");
}

static void
a_copy_that_was_never_taken_is_told(void **state)
{
	says(*state, "backup", "boflyt sys backup FILE");
}

static void
a_timer_that_should_have_fired_is_told(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	assert_null(find(f, "timers"));
	/* Who asks comes before what is due. */
	clock_set(&f->clock, MONDAY + 3 * INT64_C(86400000));
	says(f, "timers", "boflyt sys status");
	assert_null(find(f, "timers"));
}

static void
letters_that_wait_for_hours_are_told(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "letters", NULL);
	assert_int_equal(f->rc, RC_OK);
	assert_null(find(f, "letters"));
	clock_set(&f->clock, MONDAY + 2 * INT64_C(3600000));
	says(f, "letters", "boflyt outbox list");
	says(f, "courier", "journalctl -u boflyt");
}

static void
around(void *arg, json_t *rows)
{
	doctor_found(rows, DOCTOR_WARNING, "door", "close it", "%s",
	    (const char *)arg);
}

static void
what_lies_around_is_told_too(void **state)
{
	struct fixture *f = *state;
	struct engine_parts parts = { .store = f->store,
		.clock = &f->clock,
		.law = f->law,
		.municipality = f->municipality,
		.workflows = f->path,
		.look_around = around,
		.look_arg = (void *)(uintptr_t) "is open" };
	struct err e = ERR_INIT;

	engine_free(f->engine);
	assert_int_equal(engine_new(&parts, &f->engine, &e), RC_OK);
	says(f, "door", "close it");
	assert_string_equal(json_string_value(
				json_object_get(find(f, "door"), "level")),
	    "warning");
}

static void
nothing_is_said_of_what_is_well(void **state)
{
	assert_null(find(*state, "incidents"));
	assert_null(find(*state, "disk"));
	assert_null(find(*state, "poison"));
	assert_null(find(*state, "log"));
}

static void
only_an_administrator_asks(void **state)
{
	struct fixture *f = *state;

	fixture_ask(f, "nav01", "sys.doctor", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_missing_workflow_is_told),
		TEST(an_active_workflow_is_no_fault),
		TEST(a_default_that_no_workflow_has_is_told),
		TEST(a_copy_that_was_never_taken_is_told),
		TEST(a_timer_that_should_have_fired_is_told),
		TEST(letters_that_wait_for_hours_are_told),
		TEST(what_lies_around_is_told_too),
		TEST(nothing_is_said_of_what_is_well),
		TEST(only_an_administrator_asks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
