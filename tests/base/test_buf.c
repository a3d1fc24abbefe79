/*
 * test_buf -- grows to its limit and not beyond, at both ends.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static void
an_empty_buffer_can_be_read(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_int_equal(buf_len(&b), 0);
	assert_string_equal(buf_text(&b), "");
	assert_non_null(buf_data(&b));
	buf_fini(&b);
}

static void
what_would_pass_the_limit_is_not_added(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	assert_true(buf_add_text(&b, "abc"));
	assert_false(buf_add_text(&b, "def"));
	assert_true(buf_addf(&b, "%d", 42));
	assert_false(buf_addf(&b, "%s", "x"));
	assert_null(buf_room(&b, 1));
	assert_string_equal(buf_text(&b), "abc42");
	buf_drop(&b, 2);
	assert_true(buf_add_text(&b, "yz"));
	assert_string_equal(buf_text(&b), "c42yz");
	buf_fini(&b);
}

static void
sizes_near_the_largest_do_not_wrap(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_true(buf_add_text(&b, "abc"));
	assert_null(buf_room(&b, (size_t)-1));
	assert_null(buf_room(&b, (size_t)-2));
	buf_fini(&b);
}

static void
room_is_filled_from_outside(void **state)
{
	struct buf b;
	char *room;

	(void)state;
	buf_init(&b, 1000);
	assert_true(buf_add_text(&b, "ab"));
	room = buf_room(&b, 900);
	assert_non_null(room);
	memset(room, 'x', 900);
	buf_grew(&b, 900);
	assert_int_equal(buf_len(&b), 902);
	assert_int_equal(buf_data(&b)[901], 'x');
	buf_fini(&b);
}

static void
a_queue_keeps_its_order_over_many_turns(void **state)
{
	struct buf b;
	char piece[16];
	int in, out = 0;

	(void)state;
	buf_init(&b, 4096);
	for (in = 0; in < 20000; in++) {
		assert_true(buf_addf(&b, "%07d.", in));
		if (buf_len(&b) < 1000)
			continue;
		for (; buf_len(&b) > 200; out++) {
			memcpy(piece, buf_data(&b), 8);
			piece[7] = '\0';
			assert_int_equal(atoi(piece), out);
			buf_drop(&b, 8);
		}
	}
	assert_true(b.cap <= 16384);
	buf_fini(&b);
}

static void
taken_text_is_the_callers(void **state)
{
	struct buf b;
	char *text;

	(void)state;
	buf_init(&b, 100);
	assert_true(buf_add_text(&b, "abc"));
	text = buf_take(&b);
	assert_string_equal(text, "abc");
	assert_int_equal(buf_len(&b), 0);
	assert_true(buf_add_text(&b, "d"));
	free(text);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_buffer_can_be_read),
		cmocka_unit_test(what_would_pass_the_limit_is_not_added),
		cmocka_unit_test(sizes_near_the_largest_do_not_wrap),
		cmocka_unit_test(room_is_filled_from_outside),
		cmocka_unit_test(a_queue_keeps_its_order_over_many_turns),
		cmocka_unit_test(taken_text_is_the_callers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
