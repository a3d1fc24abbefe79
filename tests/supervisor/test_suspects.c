/*
 * test_suspects -- what is set aside, and what is not (architecture section 1).
 */
#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "supervisor/suspects.h"

static struct beat_work
work(unsigned char first)
{
	struct beat_work w;

	memset(&w, 0, sizeof(w));
	w.digest[0] = first;
	snprintf(w.what, sizeof(w.what), "case.act");
	return w;
}

static void
blame(struct suspects *s, unsigned char first)
{
	const struct beat_work w = work(first);

	suspects_blame(s, &w);
}

static size_t
guilty(const struct suspects *s)
{
	json_t *list = suspects_guilty(s);
	size_t n = json_array_size(list);

	json_decref(list);
	return n;
}

static void
one_death_proves_nothing(void **state)
{
	struct suspects s = { .n = 0 };

	(void)state;
	blame(&s, 1);
	blame(&s, 2);
	assert_int_equal(guilty(&s), 0);
}

static void
the_second_on_the_same_work_does(void **state)
{
	struct suspects s = { .n = 0 };
	json_t *list;

	(void)state;
	blame(&s, 1);
	blame(&s, 2);
	blame(&s, 1);
	list = suspects_guilty(&s);
	assert_int_equal(json_array_size(list), 1);
	assert_memory_equal(json_string_value(
				json_object_get(json_array_get(list, 0),
				    "digest")),
	    "01000", 5);
	assert_string_equal(
	    json_string_value(json_object_get(json_array_get(list, 0), "what")),
	    "case.act");
	json_decref(list);
}

static void
no_work_blames_nothing(void **state)
{
	struct suspects s = { .n = 0 };

	(void)state;
	blame(&s, 0);
	blame(&s, 0);
	assert_int_equal(s.n, 0);
}

static void
what_is_set_aside_counts_anew_once_it_is_released(void **state)
{
	struct suspects s = { .n = 0 };

	(void)state;
	blame(&s, 1);
	blame(&s, 2);
	blame(&s, 1);
	suspects_forget_guilty(&s);
	assert_int_equal(s.n, 1);
	blame(&s, 1);
	assert_int_equal(guilty(&s), 0);
	blame(&s, 2);
	assert_int_equal(guilty(&s), 1);
}

static void
of_too_many_the_oldest_is_forgotten(void **state)
{
	struct suspects s = { .n = 0 };
	int i;

	(void)state;
	for (i = 1; i <= SUSPECTS_MAX + 1; i++)
		blame(&s, (unsigned char)i);
	assert_int_equal(s.n, SUSPECTS_MAX);
	blame(&s, 1);
	assert_int_equal(guilty(&s), 0);
	blame(&s, SUSPECTS_MAX + 1);
	assert_int_equal(guilty(&s), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_death_proves_nothing),
		cmocka_unit_test(the_second_on_the_same_work_does),
		cmocka_unit_test(no_work_blames_nothing),
		cmocka_unit_test(
		    what_is_set_aside_counts_anew_once_it_is_released),
		cmocka_unit_test(of_too_many_the_oldest_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
