/*
 * test_lockdown -- the real daemon behind its lock-down, as every kernel has it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "work.h"

#ifdef BOFLYT_NO_LOCKDOWN
#define BUILT_WITH false
#else
#define BUILT_WITH true
#endif

#define CASES 12
#define ROWS 500 /* the most that a step may write of its own */

static const char many[] =
    "return workflow {\n"
    "  name = 'many', title = 'Mange', start = 'intake',\n"
    "  data = { received = date { required = true, title = 'Mottatt',\n"
    "    class = 'case', find = 'range' } },\n"
    "  create = { { 'received', required = true } },\n"
    "  stages = {\n"
    "    intake = stage { title = 'Inntak', unit = 'nav', actions = {\n"
    "      write = action { title = 'Skriv', roles = { 'caseworker' },\n"
    "        run = function(case)\n"
    "          for i = 1, 500 do\n"
    "            case:task { key = 'k' .. i, title = ('x'):rep(i) }\n"
    "          end\n"
    "        end },\n"
    "      shut = action { title = 'Lukk', roles = { 'caseworker' },\n"
    "        to = 'closed', run = function(case)\n"
    "          case:close('withdrawn')\n"
    "        end },\n"
    "    } },\n"
    "    closed = stage { title = 'Lukket', final = true },\n"
    "  },\n"
    "}\n";

static void
load(struct work *w, const char *name)
{
	json_decref(peer_do(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", name)));
	json_decref(peer_do(&w->c, "admin01", "workflow.activate",
	    params("{s:s, s:s}", "definition", name, "reason", "test")));
}

static int
setup_as(void **state, const char *lockdown)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_add_workflow(&w->place, "many", many);
	setenv("BOFLYT_LOCKDOWN", lockdown, 1);
	place_start(&w->place);
	unsetenv("BOFLYT_LOCKDOWN");
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	load(w, "many");
	*state = w;
	return 0;
}

static int
setup(void **state)
{
	return setup_as(state, "");
}

static int
setup_5_13(void **state)
{
	return setup_as(state, "landlock=1");
}

static int
setup_6_1(void **state)
{
	return setup_as(state, "landlock=2");
}

/* The process that works on cases. */
static int
worker_of(const struct work *w)
{
	return (int)place_process(&w->place, "boflytd: 3401");
}

/* How many lines of the file hold TEXT? */
static int
lines_with(const char *path, const char *text)
{
	char line[1024];
	int n = 0;
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		n += strstr(line, text) != NULL;
	fclose(f);
	return n;
}

static int
lines_of_worker(const struct work *w, const char *file, const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", worker_of(w), file);
	return lines_with(path, text);
}

static int
lines_of_log(const struct work *w, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/log", w->place.dir);
	return lines_with(path, text);
}

static void
serving_begins_locked_down(void **state)
{
	struct work *w = *state;

	if (!BUILT_WITH)
		skip();
	assert_int_equal(lines_of_worker(w, "status", "NoNewPrivs:\t1"), 1);
	assert_int_equal(lines_of_worker(w, "status", "Seccomp:\t2"), 1);
	assert_int_equal(lines_of_worker(w, "limits",
			     "Max core file size        0 "
			     "                   0 "),
	    1);
	assert_int_equal(lines_of_log(w, "lockdown.entered"), 1);
	assert_int_equal(lines_of_log(w, "lockdown.changed"), 0);
}

static off_t
database_size(const struct work *w)
{
	char path[160];
	struct stat st;

	snprintf(path, sizeof(path), "%s/state/3401/cases.db", w->place.dir);
	assert_int_equal(stat(path, &st), 0);
	return st.st_size;
}

/* Does the database grow to SIZE by itself, out of its write-ahead log? */
static bool
is_checkpointed(const struct work *w, off_t size)
{
	const struct timespec nap = { .tv_nsec = 50 * 1000 * 1000 };
	int tries;

	for (tries = 0; tries < 200 && database_size(w) < size; tries++)
		nanosleep(&nap, NULL);
	return database_size(w) >= size;
}

/* Open CASES cases, with ROWS tasks each in one step. */
static void
write_much(struct work *w)
{
	char number[NUMBER_SIZE];
	json_t *result;
	int i;

	for (i = 0; i < CASES; i++) {
		result = peer_do(&w->c, "nav01", "case.create",
		    params("{s:s, s:{s:s}}", "workflow", "many", "data",
			"received", "2027-01-04"));
		snprintf(number, sizeof(number), "%s", text_in(result, "case"));
		json_decref(result);
		json_decref(work_act(w, "nav01", number, "write", NULL));
	}
}

static void
work_goes_on(void **state)
{
	struct work *w = *state;
	json_t *result;

	write_much(w);
	result = peer_do(&w->c, "nav01", "task.list", NULL);
	assert_true(json_array_size(json_object_get(result, "rows")) > 0);
	json_decref(result);
	assert_true(is_checkpointed(w, (off_t)CASES * ROWS * 100));
	result = peer_do(&w->c, "audit01", "sys.verify", NULL);
	assert_true(json_is_true(json_object_get(result, "ok")));
	json_decref(result);
}

/* Style: temp_store, savepoints over 16 pages, sorts and the log's moves. */
static void
steps_of_500_rows_big_sorts_and_checkpoints_work(void **state)
{
	work_goes_on(state);
}

static void
as_a_kernel_of_5_13_has_it_work_goes_on_too(void **state)
{
	work_goes_on(state);
}

static void
as_a_kernel_of_6_1_has_it_work_goes_on_and_the_lack_is_said_once(void **state)
{
	const struct work *w = *state;

	work_goes_on(state);
	if (!BUILT_WITH || syscall(444, NULL, 0, 1u) < 2)
		skip();
	assert_int_equal(lines_of_log(w, "landlock=2 seccomp=1"), 1);
	assert_int_equal(lines_of_log(w, "lockdown.lacks"), 1);
}

static void
a_definition_that_lies_elsewhere_is_out_of_reach(void **state)
{
	struct work *w = *state;
	char from[128], to[128];
	json_t *reply;

	if (!BUILT_WITH || syscall(444, NULL, 0, 1u) < 1)
		skip();
	snprintf(from, sizeof(from), "%s/workflows/many", w->place.dir);
	snprintf(to, sizeof(to), "%s/elsewhere", w->place.dir);
	assert_int_equal(rename(from, to), 0);
	assert_int_equal(symlink(to, from), 0);
	reply = peer_call(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "many"));
	assert_non_null(json_object_get(reply, "error"));
	json_decref(reply);
	load(w, "boligsosial");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, work_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(serving_begins_locked_down),
		T(steps_of_500_rows_big_sorts_and_checkpoints_work),
		T(a_definition_that_lies_elsewhere_is_out_of_reach),
		cmocka_unit_test_setup_teardown(
		    as_a_kernel_of_5_13_has_it_work_goes_on_too, setup_5_13,
		    work_teardown),
		cmocka_unit_test_setup_teardown(
		    as_a_kernel_of_6_1_has_it_work_goes_on_and_the_lack_is_said_once,
		    setup_6_1, work_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
