/*
 * test_clock -- time goes forward or stands still, never back.
 */
#include "check.h"

#include "base/clock.h"

static void
a_still_clock_moves_only_when_it_is_set(void **state)
{
	struct clock c;

	(void)state;
	clock_init_still(&c, 1000);
	assert_true(clock_now(&c) == 1000);
	assert_true(clock_now(&c) == 1000);
	clock_set(&c, 5000);
	assert_true(clock_now(&c) == 5000);
}

static void
the_system_clock_is_near_the_present(void **state)
{
	struct clock c;

	(void)state;
	clock_init_system(&c);
	assert_true(clock_now(&c) > INT64_C(1600000000000));
	assert_true(clock_now(&c) < INT64_C(8000000000000));
}

static void
a_clock_never_goes_below_its_floor(void **state)
{
	struct clock c;
	int64_t future;

	(void)state;
	clock_init_system(&c);
	future = clock_now(&c) + 3600000;
	clock_floor(&c, future);
	assert_true(clock_now(&c) == future);
	clock_floor(&c, 17);
	assert_true(clock_now(&c) == future);
}

static void
ticks_never_go_back(void **state)
{
	int64_t before = clock_ticks();

	(void)state;
	assert_true(clock_ticks() >= before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_still_clock_moves_only_when_it_is_set),
		cmocka_unit_test(the_system_clock_is_near_the_present),
		cmocka_unit_test(a_clock_never_goes_below_its_floor),
		cmocka_unit_test(ticks_never_go_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
