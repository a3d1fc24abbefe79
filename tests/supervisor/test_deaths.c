/*
 * test_deaths -- how long a worker rests (architecture section 1).
 */
#include "../cmocka_all.h"
#include "supervisor/deaths.h"

static void
the_first_three_deaths_of_a_minute_cost_nothing(void **state)
{
	struct deaths d = { .n = 0 };

	(void)state;
	assert_int_equal(deaths_add(&d, 1000, 10), 0);
	assert_int_equal(deaths_add(&d, 2000, 10), 0);
	assert_int_equal(deaths_add(&d, 3000, 10), 0);
	assert_int_equal(deaths_add(&d, 4000, 10), DEATHS_REST_MIN_MS);
}

static void
each_rest_is_twice_the_last_up_to_a_bound(void **state)
{
	struct deaths d = { .n = 0 };
	int64_t now = 0, rest = 0, want = DEATHS_REST_MIN_MS;
	int i;

	(void)state;
	for (i = 0; i < 3; i++)
		assert_int_equal(deaths_add(&d, ++now, 1), 0);
	for (i = 0; i < 10; i++) {
		rest = deaths_add(&d, now += 1 + rest, 1);
		assert_int_equal(rest, want);
		want = want * 2 < DEATHS_REST_MAX_MS ? want * 2 :
						       DEATHS_REST_MAX_MS;
	}
}

static void
deaths_that_lie_apart_cost_nothing(void **state)
{
	struct deaths d = { .n = 0 };
	int64_t now = 0;
	int i;

	(void)state;
	for (i = 0; i < 20; i++)
		assert_int_equal(deaths_add(&d, now += 20000, 20000), 0);
}

static void
who_lived_for_a_minute_starts_anew(void **state)
{
	struct deaths d = { .n = 0 };
	int64_t now = 0;
	int i;

	(void)state;
	for (i = 0; i < 6; i++)
		(void)deaths_add(&d, ++now, 1);
	assert_true(d.rest > 0);
	assert_int_equal(deaths_add(&d, now += DEATHS_MINUTE_MS,
			     DEATHS_MINUTE_MS),
	    0);
	assert_int_equal(d.n, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_first_three_deaths_of_a_minute_cost_nothing),
		cmocka_unit_test(each_rest_is_twice_the_last_up_to_a_bound),
		cmocka_unit_test(deaths_that_lie_apart_cost_nothing),
		cmocka_unit_test(who_lived_for_a_minute_starts_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
