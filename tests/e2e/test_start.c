/*
 * test_start -- the real daemon: how it starts, refuses to, and stops.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "daemon.h"

static int
setup(void **state)
{
	struct place *p = malloc(sizeof(*p));

	if (p == NULL)
		return -1;
	place_make(p);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	place_remove(*state);
	free(*state);
	return 0;
}

/* It must end with STATUS and say TEXT, in one line. */
static void
refuses(struct place *p, const char *number, int status, const char *text)
{
	char out[4096];
	int got = place_run(p, number, out, sizeof(out));

	if (strstr(out, text) == NULL)
		fail_msg("expected '%s': %s", text, out);
	assert_int_equal(got, status);
	assert_ptr_equal(strchr(out, '\n'), out + strlen(out) - 1);
}

static void
put_file(const struct place *p, const char *bytes, size_t n)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/state/3401", p->dir);
	assert_true(mkdir(path, 0700) == 0 || errno == EEXIST);
	snprintf(path, sizeof(path), "%s/state/3401/cases.db", p->dir);
	f = fopen(path, "we");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void
an_unknown_municipality_is_named(void **state)
{
	refuses(*state, "9999", EX_NOINPUT, "9999");
}

static void
a_missing_state_folder_is_named(void **state)
{
	const struct place *p = *state;
	char path[128];

	snprintf(path, sizeof(path), "%s/state", p->dir);
	assert_int_equal(rmdir(path), 0);
	refuses(*state, "3401", EX_NOINPUT, "/state");
}

static void
a_missing_run_folder_is_named(void **state)
{
	const struct place *p = *state;
	char path[128];

	snprintf(path, sizeof(path), "%s/run", p->dir);
	assert_int_equal(rmdir(path), 0);
	refuses(*state, "3401", EX_NOINPUT, "folders.run");
}

/* An empty database in place of a lost one would look like one that is right. */
static void
a_lost_database_is_not_begun_anew(void **state)
{
	struct place *p = *state;
	char path[256], kept[256];
	struct stat st;

	place_start(p);
	assert_int_equal(place_stop(p, SIGTERM), 0);
	snprintf(path, sizeof(path), "%s/state/3401/cases.db", p->dir);
	snprintf(kept, sizeof(kept), "%s/kept.db", p->dir);
	assert_int_equal(rename(path, kept), 0);
	refuses(p, "3401", EX_NOINPUT, "--restore");
	assert_int_equal(stat(path, &st), -1);
	put_file(p, "", 0);
	refuses(p, "3401", EX_NOINPUT, "--restore");
	assert_int_equal(rename(kept, path), 0);
	place_start(p);
	assert_int_equal(place_stop(p, SIGTERM), 0);
}

static void
a_file_that_is_no_database_is_left_alone(void **state)
{
	static const char text[] = "This is somebody's letter, not ours.\n";
	const struct place *p = *state;
	char path[256], got[64] = "";
	FILE *f;

	put_file(p, text, sizeof(text) - 1);
	refuses(*state, "3401", EX_DATAERR, "cases.db");
	snprintf(path, sizeof(path), "%s/state/3401/cases.db", p->dir);
	f = fopen(path, "re");
	assert_non_null(f);
	assert_non_null(fgets(got, sizeof(got), f));
	fclose(f);
	assert_string_equal(got, text);
}

/* user_version stands at byte 60 of the header, big-endian. */
static void
a_database_of_a_newer_program_is_refused(void **state)
{
	struct place *p = *state;
	char path[256];
	FILE *f;

	place_start(p);
	assert_int_equal(place_stop(p, SIGTERM), 0);
	snprintf(path, sizeof(path), "%s/state/3401/cases.db", p->dir);
	f = fopen(path, "r+e");
	assert_non_null(f);
	assert_int_equal(fseek(f, 60, SEEK_SET), 0);
	assert_int_equal(fwrite("\0\0\x7f\xff", 1, 4, f), 4);
	assert_int_equal(fclose(f), 0);
	refuses(p, "3401", EX_CONFIG, "E_VERSION");
}

static void
a_second_daemon_is_refused_and_the_first_lives_on(void **state)
{
	struct place *p = *state;
	struct peer c;

	place_start(p);
	refuses(p, "3401", EX_TEMPFAIL, "E_BUSY");
	peer_open(&c, p);
	json_decref(peer_do(&c, NULL, "sys.status", NULL));
	peer_close(&c);
}

static void
every_mistake_of_the_configuration_is_reported(void **state)
{
	struct place *p = *state;
	char out[4096];

	place_write(p, "municipalities/5532.ini",
	    "[municipality]\nnumber = 5532\nname = Balsfjord\n"
	    "populaton = 5600\npopulation = 5600\n"
	    "[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"
	    "[user nav01]\nname = En\nlogin = nav01\nunits = nva\n"
	    "roles = caseworker\n");
	assert_int_equal(place_run(p, NULL, out, sizeof(out)), EX_CONFIG);
	assert_non_null(strstr(out, "5532.ini:4:"));
	assert_non_null(strstr(out, "population"));
	assert_non_null(strstr(out, "nva"));
	assert_non_null(strstr(out, "nav"));
}

/* What the start would refuse, --check-config has told before. */
static void
a_group_and_an_empty_list_are_looked_at(void **state)
{
	struct place *p = *state;
	char out[4096];

	place_replace(p, "boflyt.conf", "[socket]\n",
	    "[socket]\ngroup = no-such-group\n");
	place_write(p, "municipalities/5532.ini",
	    "[municipality]\nnumber = 5532\nname = Balsfjord\n"
	    "population = 5600\n"
	    "[unit nav]\nname = NAV\ntype = nav\ndomain = social\n"
	    "[user nav01]\nname = En\nlogin = nav01\nunits = nav\n"
	    "roles =\n");
	assert_int_equal(place_run(p, NULL, out, sizeof(out)), EX_CONFIG);
	assert_non_null(strstr(out, "no-such-group"));
	assert_non_null(strstr(out, "5532.ini:13: [user nav01] roles"));
}

static void
a_right_configuration_is_called_right(void **state)
{
	char out[4096];

	assert_int_equal(place_run(*state, NULL, out, sizeof(out)), EX_OK);
	assert_non_null(strstr(out, "1"));
}

/* A file may be ready for what is not there yet. */
static void
a_plugin_that_is_not_present_is_named_and_hinders_nothing(void **state)
{
	struct place *p = *state;
	char out[4096];

	place_replace(p, "municipalities/3401.ini", "[gateway test]",
	    "[plugin deposit]\nenabled = yes\nmonths = 3\n\n"
	    "[gateway test]");
	assert_int_equal(place_run(p, NULL, out, sizeof(out)), EX_OK);
	assert_non_null(strstr(out, "3401: "));
	assert_non_null(strstr(out, "deposit"));
	place_start(p);
	assert_int_equal(place_stop(p, SIGTERM), 0);
}

static void
sigterm_answers_what_was_asked_and_ends_within_the_bound(void **state)
{
	struct place *p = *state;
	struct peer c, quiet;
	json_t *reply;
	time_t before;

	place_start(p);
	peer_open(&quiet, p);
	peer_open(&c, p);
	json_decref(peer_do(&c, NULL, "sys.status", NULL));
	before = time(NULL);
	assert_int_equal(place_stop(p, SIGTERM), 0);
	/* Promised: 5 s; tested at ten times. */
	assert_true(time(NULL) - before <= 50);
	reply = peer_read(&c);
	assert_null(reply);
	peer_close(&c);
	peer_close(&quiet);
	assert_int_equal(access(p->socket, F_OK), -1);
}

static void
what_was_acknowledged_is_there_after_kill_9(void **state)
{
	struct place *p = *state;
	struct peer c;
	json_t *result, *data;
	char number[32];
	int round;

	place_start(p);
	peer_open(&c, p);
	peer_load_workflow(&c);
	for (round = 0; round < 5; round++) {
		data = json_pack("{s:s, s:{s:s, s:s, s:b}}", "workflow",
		    "boligsosial", "data", "received", "2027-01-04", "channel",
		    "phone", "asks_help", 1);
		result = peer_do(&c, "nav01", "case.create", data);
		snprintf(number, sizeof(number), "%s",
		    json_string_value(json_object_get(result, "case")));
		json_decref(result);
		peer_close(&c);
		assert_true(WIFSIGNALED(place_stop(p, SIGKILL)));
		place_start(p);
		peer_open(&c, p);
		result = peer_do(&c, "nav01", "case.show",
		    json_pack("{s:s}", "case", number));
		json_decref(result);
	}
	result = peer_do(&c, "audit01", "sys.verify", NULL);
	assert_true(json_is_true(json_object_get(result, "ok")));
	json_decref(result);
	peer_close(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(an_unknown_municipality_is_named),
		T(a_missing_state_folder_is_named),
		T(a_missing_run_folder_is_named),
		T(a_lost_database_is_not_begun_anew),
		T(a_file_that_is_no_database_is_left_alone),
		T(a_database_of_a_newer_program_is_refused),
		T(a_second_daemon_is_refused_and_the_first_lives_on),
		T(every_mistake_of_the_configuration_is_reported),
		T(a_group_and_an_empty_list_are_looked_at),
		T(a_right_configuration_is_called_right),
		T(a_plugin_that_is_not_present_is_named_and_hinders_nothing),
		T(sigterm_answers_what_was_asked_and_ends_within_the_bound),
		T(what_was_acknowledged_is_there_after_kill_9),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
