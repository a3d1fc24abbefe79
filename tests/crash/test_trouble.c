/*
 * The machine's trouble at the real daemon: a full disk, a disk that fails, one
 * that cannot be written, no more descriptors (architecture §2).
 */
#include "load.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "../cmocka_all.h"

#define PATIENCE_MS 20000
#define CALLERS 60 /* more than there are descriptors for */

static struct load l;

static int
setup(void **state)
{
	(void)state;
	load_make(&l);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	load_remove(&l);
	return 0;
}

/* Can a library be put in between?  Else there is nothing to test. */
static void
need_page(void)
{
	if (l.page != NULL)
		return;
	print_message("not applicable: the sanitizers come first\n");
	skip();
}

/* Does the daemon's log say TEXT? */
static bool
logged(const char *text)
{
	char path[128], line[1024];
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), "%s/log", l.place.dir);
	f = fopen(path, "re");
	assert_non_null(f);
	while (!found && fgets(line, sizeof(line), f) != NULL)
		found = strstr(line, text) != NULL;
	fclose(f);
	return found;
}

static void
end_well(void)
{
	int i;

	for (i = 0; i < LOAD_PEERS; i++)
		peer_close(&l.peers[i]);
	assert_int_equal(place_stop(&l.place, SIGTERM), 0);
}

/* The error's name of METHOD with PARAMS; "" if it was done. */
static const char *
outcome(const char *as, const char *method, json_t *p)
{
	static char name[64];
	json_t *reply = peer_call(&l.peers[0], as, method, p);
	const char *got = "";

	json_unpack(reply, "{s:{s:{s:s}}}", "error", "data", "name", &got);
	snprintf(name, sizeof(name), "%s", got);
	json_decref(reply);
	return name;
}

static const char *
create(void)
{
	return outcome("nav01", "case.create",
	    params("{s:s, s:{s:s, s:s, s:b}}", "workflow", "boligsosial",
		"data", "received", "2027-01-04", "channel", "phone",
		"asks_help", 1));
}

static const char *
show(const char *number)
{
	return outcome("nav01", "case.show", params("{s:s}", "case", number));
}

static void
verify(void)
{
	json_t *result = peer_do(&l.peers[0], "audit01", "sys.verify", NULL);

	assert_true(json_is_true(json_object_get(result, "ok")));
	json_decref(result);
}

/* Wait until a step is done again. */
static void
wait_for_room(void)
{
	int64_t until = load_ticks() + PATIENCE_MS;

	while (strcmp(create(), "") != 0) {
		assert_true(load_ticks() < until);
		usleep(50 * 1000);
	}
}

static void
a_full_disk_is_lived_through(void **state)
{
	int reads = 0, steps = 0;

	(void)state;
	need_page();
	load_start_anew(&l);
	l.page->room = 512 * 1024;
	while (strcmp(create(), "") == 0)
		assert_true(steps++ < 10000);
	assert_true(steps > 3);
	assert_string_equal(create(), "E_DISK_FULL");
	assert_true(logged("store.full state=reserve"));

	/* Reads go on for a while, each written down. */
	while (strcmp(show("2027/1"), "") == 0)
		assert_true(reads++ < 100000);
	assert_true(reads > 50);
	assert_true(logged("store.full state=none"));
	assert_string_equal(show("2027/1"), "E_DISK_FULL");
	assert_string_equal(show("2027/9999"), "E_DISK_FULL");
	assert_string_equal(create(), "E_DISK_FULL");
	assert_string_equal(outcome(NULL, "sys.status", NULL), "");

	l.page->room = 64 * 1024 * 1024;
	wait_for_room();
	assert_string_equal(show("2027/1"), "");
	verify();
	end_well();
}

static void
a_daemon_started_on_a_full_disk_shows_and_waits(void **state)
{
	(void)state;
	need_page();
	load_start_anew(&l);
	assert_string_equal(create(), "");
	l.page->room = 0;
	assert_string_equal(create(), "E_DISK_FULL");
	load_kill(&l);
	load_start(&l);
	assert_string_equal(create(), "E_DISK_FULL");
	assert_string_equal(outcome(NULL, "sys.status", NULL), "");
	l.page->room = 64 * 1024 * 1024;
	wait_for_room();
	verify();
	end_well();
}

static void
a_disk_that_fails_ends_the_worker_unanswered(void **state)
{
	int64_t until = load_ticks() + PATIENCE_MS;
	pid_t worker;

	(void)state;
	need_page();
	load_start_anew(&l);
	load_run(&l, 50);
	worker = load_worker(&l);
	l.page->fail = EIO;
	load_leave(&l);
	l.page->fail = 0;
	assert_true(logged("store.broken"));
	while (!place_serves(&l.place))
		assert_true(load_ticks() < until);
	assert_true(logged("worker.died"));
	assert_int_not_equal(load_worker(&l), worker);
	for (size_t i = 0; i < LOAD_PEERS; i++)
		peer_open(&l.peers[i], &l.place);
	load_check(&l);
	end_well();
}

static void
a_database_that_cannot_be_written_is_named(void **state)
{
	char out[4096];
	int status;

	(void)state;
	need_page();
	load_start_anew(&l);
	end_well();
	l.page->fail_open = EROFS;
	load_preload(&l, true);
	status = place_run(&l.place, "3401", out, sizeof(out));
	load_preload(&l, false);
	if (strstr(out, "state/3401/cases.db: ") == NULL)
		fail_msg("%s", out);
	assert_int_equal(status, EX_IOERR);
}

/* A connection whose greeting nobody has waited for. */
static int
connect_raw(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", l.place.socket);
	assert_int_equal(connect(fd, (const struct sockaddr *)&sun,
			     sizeof(sun)),
	    0);
	return fd;
}

static void
connections_wait_while_there_are_no_descriptors(void **state)
{
	struct rlimit few;
	int callers[CALLERS];
	struct pollfd pfd = { .events = POLLIN };
	int i, greeted = 0;
	pid_t worker;

	(void)state;
	load_start_anew(&l);
	worker = load_worker(&l);
	assert_int_equal(prlimit(worker, RLIMIT_NOFILE, NULL, &few), 0);
	few.rlim_cur = 40;
	assert_int_equal(prlimit(worker, RLIMIT_NOFILE, &few, NULL), 0);
	for (i = 0; i < CALLERS; i++)
		callers[i] = connect_raw();
	usleep(300 * 1000);
	for (i = 0; i < CALLERS; i++) {
		pfd.fd = callers[i];
		greeted += poll(&pfd, 1, 0) == 1;
	}
	assert_in_range(greeted, 1, CALLERS - 1);
	assert_string_equal(create(), "");
	for (i = 0; i < CALLERS / 2; i++)
		close(callers[i]);
	for (; i < CALLERS; i++) {
		pfd.fd = callers[i];
		assert_int_equal(poll(&pfd, 1, PATIENCE_MS), 1);
		close(callers[i]);
	}
	assert_string_equal(create(), "");
	end_well();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(a_full_disk_is_lived_through),
		T(a_daemon_started_on_a_full_disk_shows_and_waits),
		T(a_disk_that_fails_ends_the_worker_unanswered),
		T(a_database_that_cannot_be_written_is_named),
		T(connections_wait_while_there_are_no_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
