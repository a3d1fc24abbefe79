/*
 * sys.doctor names what is wrong, with the command that mends it.
 */
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

static void
a_copy_that_was_never_taken_is_told(void **state)
{
	says(*state, "backup", "boflyt sys backup FILE");
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
		TEST(a_copy_that_was_never_taken_is_told),
		TEST(nothing_is_said_of_what_is_well),
		TEST(only_an_administrator_asks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
