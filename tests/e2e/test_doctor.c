/*
 * test_doctor -- what sys.doctor says of the machine around the database, from
 * behind the lock-down.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "../cmocka_all.h"
#include "work.h"

/* The row of CHECK that mentions WORDS (new reference); NULL: none. */
static json_t *
found(struct work *w, const char *check, const char *words)
{
	json_t *result = peer_do(&w->c, "admin01", "sys.doctor", NULL), *row;
	json_t *is = NULL;
	size_t i;

	json_array_foreach(json_object_get(result, "rows"), i, row)
		if (is == NULL && strcmp(text_in(row, "check"), check) == 0 &&
		    strstr(text_in(row, "text"), words) != NULL)
			is = json_incref(row);
	json_decref(result);
	return is;
}

static bool
is_found(struct work *w, const char *check, const char *words)
{
	json_t *row = found(w, check, words);

	json_decref(row);
	return row != NULL;
}

/* With MODE the folder or file NAME of the place is found, as BAD. */
static void
change_mode(struct work *w, const char *name, mode_t mode, const char *mend)
{
	char path[192], command[256];
	struct stat before;
	json_t *row;

	snprintf(path, sizeof(path), "%s/%s", w->place.dir, name);
	snprintf(command, sizeof(command), "chmod %s '%s'", mend, path);
	assert_int_equal(stat(path, &before), 0);
	assert_false(is_found(w, "folders", path));
	assert_int_equal(chmod(path, mode), 0);
	row = found(w, "folders", path);
	assert_non_null(row);
	assert_string_equal(text_in(row, "level"), "error");
	assert_string_equal(text_in(row, "mend"), command);
	json_decref(row);
	/* The command does mend it. */
	assert_int_equal(system(command), 0);
	assert_false(is_found(w, "folders", path));
	assert_int_equal(chmod(path, before.st_mode & 07777), 0);
}

static void
folders_that_others_may_read_or_change_are_told(void **state)
{
	struct work *w = *state;

	change_mode(w, "state", 0777, "go-w");
	change_mode(w, "run", 0772, "go-w");
	change_mode(w, "state/3401", 0750, "go-rwx");
	change_mode(w, "state/3401/cases.db", 0644, "go-rwx");
	change_mode(w, "state/3401.key", 0640, "go-rwx");
}

static void
who_cannot_log_in_is_told(void **state)
{
	struct work *w = *state;

	assert_false(is_found(w, "logins", ""));
	place_replace(&w->place, "municipalities/3401.ini", "[gateway test]",
	    "[gateway other]\nlogin = nosuchlogin\n[gateway test]");
	work_restart(w, SIGTERM);
	assert_true(is_found(w, "logins", "nosuchlogin"));
}

static void
too_few_descriptors_are_told(void **state)
{
	const struct rlimit few = { .rlim_cur = 1000, .rlim_max = 1000 };
	struct work *w = *state;

	assert_false(is_found(w, "descriptors", ""));
	place_replace(&w->place, "boflyt.conf", "[socket]",
	    "[limits]\nconnections = 5000\n[socket]");
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	peer_close(&w->c);
	/* The last test: a hard limit cannot be raised again. */
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	assert_true(is_found(w, "descriptors", "5000"));
}

static void
the_status_says_what_room_there_is(void **state)
{
	struct work *w = *state;
	json_t *o = peer_do(&w->c, "admin01", "sys.status", NULL);

	assert_string_equal(text_in(o, "room"), "enough");
	assert_true(int_in(o, "room_bytes") > 0);
	assert_true(json_is_null(json_object_get(o, "copied")));
	json_decref(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, work_setup, work_teardown)
		T(folders_that_others_may_read_or_change_are_told),
		T(who_cannot_log_in_is_told),
		T(the_status_says_what_room_there_is),
		T(too_few_descriptors_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
