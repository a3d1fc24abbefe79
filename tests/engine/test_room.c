/*
 * What the engine still does while the disk is full (architecture §2).
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"

#include "base/clock.h"
#include "store/room.h"

struct world {
	struct fixture f;
	char folder[64];
	char number[24];
};

/* Statements until one finds the disk full, once. */
static int left;

static int
full(void *arg)
{
	(void)arg;
	return left-- == 0 ? SQLITE_FULL : SQLITE_OK;
}

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	char path[96];

	(void)snprintf(w->folder, sizeof(w->folder), "/tmp/boflyt-room-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	(void)snprintf(path, sizeof(path), "%s/cases.db", w->folder);
	fixture_open_bare(&w->f, path);
	fixture_ok(&w->f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	fixture_ok(&w->f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "small"));
	fixture_case(&w->f, NULL, w->number);
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;
	char command[128];

	store_set_fault(w->f.store, NULL, NULL);
	fixture_close(&w->f);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", w->folder);
	assert_int_equal(system(command), 0);
	free(w);
	return 0;
}

/* One request of NAV01; rc is in the fixture. */
static enum rc
show(struct world *w)
{
	return fixture_ask(&w->f, "nav01", "case.show",
	    json_pack("{ss}", "case", w->number));
}

static enum rc
create(struct world *w)
{
	return fixture_ask(&w->f, "nav01", "case.create",
	    json_pack("{ss s{ss}}", "workflow", "small", "data", "received",
		"2027-01-11"));
}

/* The disk is full: the next thing that is tried finds out. */
static void
use_up(struct world *w, enum room until)
{
	store_set_no_room(w->f.store, true);
	while (room_state(w->f.store) != until) {
		left = room_state(w->f.store) == ROOM_ENOUGH ? 20 : 5;
		store_set_fault(w->f.store, full, NULL);
		(void)(room_state(w->f.store) == ROOM_ENOUGH ? create(w) :
							       show(w));
		store_set_fault(w->f.store, NULL, NULL);
	}
}

static json_int_t
lookups(struct world *w)
{
	json_t *rows = fixture_history(&w->f, true);
	json_int_t n = (json_int_t)json_array_size(rows);

	json_decref(rows);
	return n;
}

static void
a_full_disk_refuses_steps_and_logs_reads(void **state)
{
	struct world *w = *state;
	json_int_t before;

	use_up(w, ROOM_RESERVE);
	ASSERT_ERROR(&w->f, RC_DISK_FULL, "E_DISK_FULL");
	assert_int_equal(create(w), RC_DISK_FULL);
	before = lookups(w);
	assert_int_equal(show(w), RC_OK);
	assert_int_equal(lookups(w), before + 1);
}

static void
a_disk_without_any_room_shows_no_personal_data(void **state)
{
	struct world *w = *state;

	use_up(w, ROOM_NONE);
	assert_int_equal(show(w), RC_DISK_FULL);
	assert_null(w->f.result);
	assert_int_equal(create(w), RC_DISK_FULL);
	assert_int_equal(fixture_ask(&w->f, "aud", "case.show",
			     json_pack("{ss}", "case", "2027/99")),
	    RC_DISK_FULL);
	assert_int_equal(fixture_ask(&w->f, "nav01", "sys.status", NULL),
	    RC_OK);
}

static void
steps_go_on_by_themselves_when_there_is_room(void **state)
{
	struct world *w = *state;

	use_up(w, ROOM_NONE);
	store_set_no_room(w->f.store, false);
	while (clock_ticks() < room_next_look(w->f.store))
		(void)usleep(10000);
	assert_true(engine_has_work(w->f.engine));
	fixture_run(&w->f);
	assert_int_equal(room_state(w->f.store), ROOM_ENOUGH);
	assert_int_equal(create(w), RC_OK);
	assert_int_equal(show(w), RC_OK);
}

static void
a_full_disk_leaves_the_engine_idle(void **state)
{
	struct world *w = *state;

	use_up(w, ROOM_RESERVE);
	engine_set_municipality(w->f.engine, w->f.municipality);
	assert_false(engine_has_work(w->f.engine));
	assert_true(engine_next_due(w->f.engine) > w->f.clock.now);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_full_disk_refuses_steps_and_logs_reads),
		T(a_disk_without_any_room_shows_no_personal_data),
		T(steps_go_on_by_themselves_when_there_is_room),
		T(a_full_disk_leaves_the_engine_idle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
