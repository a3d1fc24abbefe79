/*
 * The reserve on the disk (architecture §2): given up when there is no room,
 * taken back when there is.
 */
#include "tests/store/files.h"

#include <sqlite3.h>

#include "base/clock.h"
#include "store/query.h"
#include "store/room.h"

struct world {
	struct files files;
	struct store *s;
};

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	files_begin(&w->files);
	w->s = files_open(&w->files);
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	store_close(w->s);
	files_end(&w->files);
	free(w);
	return 0;
}

/* Bytes that the reserve holds. */
static int64_t
reserved(const struct world *w)
{
	char name[128];
	struct stat st;

	(void)snprintf(name, sizeof(name), "%s/5532/reserve", w->files.folder);
	assert_int_equal(stat(name, &st), 0);
	assert_true(st.st_blocks * 512 >= st.st_size);
	return st.st_size;
}

static int
full(void *arg)
{
	(void)arg;
	return SQLITE_FULL;
}

/* A statement finds the disk full. */
static void
fill(struct world *w)
{
	struct err e = ERR_INIT;

	store_set_fault(w->s, full, NULL);
	assert_int_equal(query_exec(w->s, "SELECT 1", &e), RC_DISK_FULL);
	store_set_fault(w->s, NULL, NULL);
}

/* As time passes without anybody looking. */
static void
wait_for_look(const struct world *w)
{
	while (clock_ticks() < room_next_look(w->s))
		(void)usleep(10000);
}

static void
a_new_database_has_its_reserve(void **state)
{
	struct world *w = *state;

	assert_int_equal(room_state(w->s), ROOM_ENOUGH);
	assert_int_equal(reserved(w), ROOM_RESERVED);
	assert_false(room_settle(w->s));
	assert_true(room_find(w->s));
	assert_int_equal(room_next_look(w->s), INT64_MAX);
}

static void
a_full_disk_gets_the_reserve_and_then_nothing_is_left(void **state)
{
	struct world *w = *state;

	store_set_no_room(w->s, true);
	fill(w);
	assert_true(room_settle(w->s));
	assert_int_equal(room_state(w->s), ROOM_RESERVE);
	assert_int_equal(reserved(w), 0);
	assert_false(room_settle(w->s));
	fill(w);
	assert_true(room_settle(w->s));
	assert_int_equal(room_state(w->s), ROOM_NONE);
	fill(w);
	assert_false(room_settle(w->s));
	assert_false(store_is_broken(w->s));
}

static void
one_that_was_too_large_for_the_rest_costs_no_reserve(void **state)
{
	struct world *w = *state;

	fill(w);
	assert_false(room_settle(w->s));
	assert_int_equal(room_state(w->s), ROOM_ENOUGH);
	assert_int_equal(reserved(w), ROOM_RESERVED);
}

static void
the_reserve_comes_back_when_there_is_room_and_not_before(void **state)
{
	struct world *w = *state;

	store_set_no_room(w->s, true);
	fill(w);
	assert_true(room_settle(w->s));
	wait_for_look(w);
	assert_false(room_find(w->s));
	assert_true(room_next_look(w->s) > clock_ticks());
	store_set_no_room(w->s, false);
	assert_false(room_find(w->s)); /* it has only just looked */
	wait_for_look(w);
	assert_true(room_find(w->s));
	assert_int_equal(room_state(w->s), ROOM_ENOUGH);
	assert_int_equal(reserved(w), ROOM_RESERVED);
}

static void
a_database_opened_again_finds_its_reserve(void **state)
{
	struct world *w = *state;

	store_set_no_room(w->s, true);
	fill(w);
	assert_true(room_settle(w->s));
	store_close(w->s);
	w->s = files_open(&w->files);
	assert_int_equal(room_state(w->s), ROOM_ENOUGH);
	assert_int_equal(reserved(w), ROOM_RESERVED);
}

static void
a_transaction_that_wrote_nothing_adds_no_frame(void **state)
{
	struct world *w = *state;
	struct err e = ERR_INIT;
	struct tx *tx;
	int before = store_wal_frames(w->s);

	assert_int_equal(tx_begin(w->s, T0 + 5000, &tx, &e), RC_OK);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	assert_int_equal(store_wal_frames(w->s), before);
	assert_int_equal(store_last_time(w->s), T0 + 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_new_database_has_its_reserve),
		T(a_full_disk_gets_the_reserve_and_then_nothing_is_left),
		T(one_that_was_too_large_for_the_rest_costs_no_reserve),
		T(the_reserve_comes_back_when_there_is_room_and_not_before),
		T(a_database_opened_again_finds_its_reserve),
		T(a_transaction_that_wrote_nothing_adds_no_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
