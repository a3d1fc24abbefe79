/*
 * Who comes first in a batch: whoever keeps the machine, people, what is due,
 * and then long work; nobody is left out for good.
 */
#include "fixture.h"

#define SEEN_MAX 256

static struct fixture f;
static char number[24];
static char seen[SEEN_MAX + 1]; /* a letter for each answer */
static size_t n_seen;

static void
note(void *arg, enum rc rc, const json_t *result, int fd, const struct err *e)
{
	(void)result;
	(void)fd;
	(void)e;
	assert_int_equal(rc, RC_OK);
	assert_true(n_seen < SEEN_MAX);
	seen[n_seen++] = *(const char *)arg;
	seen[n_seen] = '\0';
}

/* Queue METHOD by LOGIN; its answer is a LETTER. */
static void
queue(const char *letter, const char *login, const char *method, bool urgent)
{
	struct ask *a = fixture_new_ask(&f, login, method, NULL);

	a->urgent = urgent;
	a->done = note;
	a->arg = (void *)(uintptr_t)letter;
	engine_submit(f.engine, a);
}

/* The same for nav01 on the connection FROM. */
static void
queue_from(const void *from, const char *letter)
{
	struct ask *a = fixture_new_ask(&f, "nav01", "clock.show", NULL);

	a->from = from;
	a->done = note;
	a->arg = (void *)(uintptr_t)letter;
	engine_submit(f.engine, a);
}

static void
batch(void)
{
	struct err e = ERR_INIT;

	assert_int_equal(engine_run_batch(f.engine, &e), RC_OK);
}

static int
setup(void **state)
{
	(void)state;
	n_seen = 0;
	seen[0] = '\0';
	fixture_open(&f);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_run(&f);
	fixture_close(&f);
	return 0;
}

/* Another engine on the same store whose batches take one of each. */
static void
take_one_each(void)
{
	struct engine_parts parts = { .limits.batch = 1,
		.store = f.store,
		.clock = &f.clock,
		.law = f.law,
		.municipality = f.municipality,
		.workflows = f.path };
	struct err e = ERR_INIT;

	engine_free(f.engine);
	assert_int_equal(engine_new(&parts, &f.engine, &e), RC_OK);
	fixture_run(&f);
}

static bool
reminded(void)
{
	json_t *rows = fixture_tasks(&f, number), *row;
	bool found = false;
	size_t i;

	json_array_foreach(rows, i, row)
		if (strcmp(json_string_value(json_object_get(row, "key")),
			"contact") == 0)
			found = true;
	json_decref(rows);
	return found;
}

/* The case's timer is due on Wednesday, and it is Thursday now. */
static void
let_a_timer_be_due(void)
{
	fixture_case(&f, NULL, number);
	clock_set(&f.clock, MONDAY + 3 * INT64_C(86400000));
}

static void
the_urgent_comes_before_those_who_came_earlier(void **state)
{
	(void)state;
	take_one_each();
	queue("a", "nav01", "clock.show", false);
	queue("b", "nav01", "clock.show", false);
	queue("S", "adm", "sys.status", true);
	batch();
	assert_string_equal(seen, "Sa");
	batch();
	assert_string_equal(seen, "Sab");
}

/* One who asks for much at once waits for it, and nobody else. */
static void
connections_take_turns_and_each_keeps_its_order(void **state)
{
	static const char asked[] = "aaaabbc", ends[] = "abc";
	size_t i;

	(void)state;
	take_one_each();
	for (i = 0; asked[i] != '\0'; i++)
		queue_from(&ends[asked[i] - 'a'], &"1234567"[i]);
	for (i = 0; asked[i] != '\0'; i++)
		batch();
	assert_string_equal(seen, "1572634");
}

static void
a_flood_of_the_urgent_leaves_room_for_people(void **state)
{
	int i;

	(void)state;
	take_one_each();
	for (i = 0; i < ENGINE_URGENT_MAX + 3; i++) {
		struct ask *a = fixture_new_ask(&f, "adm", "sys.status", NULL);

		a->urgent = true;
		engine_submit(f.engine, a);
	}
	queue("a", "nav01", "clock.show", false);
	f.answers = 0;
	batch();
	assert_string_equal(seen, "a");
	assert_int_equal(f.answers, ENGINE_URGENT_MAX);
}

/* Who leaves the stage in time takes its timer away, late as it is. */
static void
a_person_comes_before_a_timer_that_is_due(void **state)
{
	struct ask *a;

	(void)state;
	let_a_timer_be_due();
	a = fixture_new_ask(&f, "nav01", "case.act",
	    json_pack("{ss ss s{si}}", "case", number, "action", "to_mapping",
		"input", "level", 2));
	engine_submit(f.engine, a);
	batch();
	assert_int_equal(f.rc, RC_OK);
	assert_false(reminded());
}

static void
a_queue_of_people_does_not_keep_a_timer_waiting(void **state)
{
	(void)state;
	take_one_each();
	let_a_timer_be_due();
	queue("a", "nav01", "clock.show", false);
	queue("b", "nav01", "clock.show", false);
	batch();
	assert_string_equal(seen, "a");
	assert_true(reminded());
}

static void
long_work_comes_last_and_goes_on_in_every_batch(void **state)
{
	size_t i;

	(void)state;
	take_one_each();
	let_a_timer_be_due();
	queue("v", "aud", "sys.verify", false);
	batch();
	assert_true(reminded());
	queue("a", "nav01", "clock.show", false);
	batch();
	assert_int_equal(seen[0], 'a');
	for (i = 0; i < SEEN_MAX - 1 && seen[n_seen - 1] != 'v'; i++) {
		queue("p", "nav01", "clock.show", false);
		batch();
	}
	assert_int_equal(seen[n_seen - 1], 'v');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(the_urgent_comes_before_those_who_came_earlier),
		T(connections_take_turns_and_each_keeps_its_order),
		T(a_flood_of_the_urgent_leaves_room_for_people),
		T(a_person_comes_before_a_timer_that_is_due),
		T(a_queue_of_people_does_not_keep_a_timer_waiting),
		T(long_work_comes_last_and_goes_on_in_every_batch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
