/*
 * Incidents: kept until a person or a retry ends them.
 */
#include "tests/store/registers.h"

#include "store/incident.h"

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
	(void)fixture_case(f, "nav", "nav01");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_end(*state);
	free(*state);
	return 0;
}

static int64_t
add(struct fixture *f)
{
	struct incident i = { .case_id = 1,
		.kind = "timer",
		.name = "contact",
		.error_name = "E_SCRIPT",
		.error = (char *)(uintptr_t) "workflow.lua:12: nil value" };

	i.payload = json_pack("{s:i}", "timer", 7);
	OK(f, incident_add(f->tx, &i, &f->e));
	json_decref(i.payload);
	return i.id;
}

static int64_t
open_ones(struct fixture *f)
{
	int64_t n;

	OK(f, incident_count_open(f->s, &n, &f->e));
	return n;
}

static void
incident_comes_back_with_what_to_try_again(void **state)
{
	struct fixture *f = *state;
	struct incident i;
	json_t *rows;

	OK(f, incident_get(f->s, add(f), &i, &f->e));
	assert_string_equal(i.error, "workflow.lua:12: nil value");
	assert_int_equal(json_integer_value(
			     json_object_get(i.payload, "timer")),
	    7);
	assert_string_equal(i.state, "open");
	incident_fini(&i);
	OK(f, incident_list(f->s, "open", 0, 0, 10, &rows, &f->e));
	assert_string_equal(
	    json_string_value(json_object_get(json_array_get(rows, 0), "case")),
	    "2027/1");
	json_decref(rows);
	assert_int_equal(incident_get(f->s, 99, &i, &f->e), RC_NOTFOUND);
}

static void
another_failure_counts_and_keeps_the_new_error(void **state)
{
	struct fixture *f = *state;
	int64_t id = add(f);
	struct incident i;

	OK(f, incident_again(f->tx, id, "E_GUARD", "søker mangler", &f->e));
	OK(f, incident_get(f->s, id, &i, &f->e));
	assert_int_equal(i.attempts, 2);
	assert_string_equal(i.error_name, "E_GUARD");
	assert_string_equal(i.error, "søker mangler");
	incident_fini(&i);
}

static void
incident_ends_once(void **state)
{
	struct fixture *f = *state;
	int64_t id = add(f);

	assert_int_equal(open_ones(f), 1);
	OK(f, incident_end(f->tx, id, "retried", "admin01", &f->e));
	assert_int_equal(open_ones(f), 0);
	assert_int_equal(incident_end(f->tx, id, "closed", "x", &f->e),
	    RC_CONFLICT);
	assert_int_equal(incident_again(f->tx, id, "E", "x", &f->e),
	    RC_CONFLICT);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(incident_comes_back_with_what_to_try_again),
		T(another_failure_counts_and_keeps_the_new_error),
		T(incident_ends_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
