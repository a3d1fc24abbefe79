/*
 * test_reload -- configurations come and go while municipalities serve.
 */
#include "town.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
is_gone(struct town *t, const char *number)
{
	json_t *row = row_of(t, number);

	json_decref(row);
	return row == NULL;
}

static bool
has_user(struct town *t, const char *name)
{
	struct peer c;
	json_t *result;
	bool found;

	peer_open(&c, &t->place);
	result = peer_do(&c, "admin01", "user.list", NULL);
	found =
	    row_with(json_object_get(result, "rows"), "user", name) != NULL ||
	    mentions(result, name);
	json_decref(result);
	peer_close(&c);
	return found;
}

static void
sighup_reaches_the_worker_that_it_concerns_and_no_other(void **state)
{
	struct town *t = *state;
	pid_t mine, other;
	struct peer c;

	start_all(t);
	mine = worker_of(t, "3401");
	other = worker_of(t, "5532");
	peer_open(&c, &t->place);
	assert_false(has_user(t, "nyperson"));
	place_replace(&t->place, "municipalities/3401.ini", "[gateway test]",
	    "[user nyperson]\nname = Ny person\nlogin = nyperson\n"
	    "units = nav\nroles = caseworker\n\n[gateway test]");
	assert_int_equal(kill(t->place.pid, SIGHUP), 0);
	UNTIL(has_user(t, "nyperson"));
	/* The same process, and the same connection. */
	json_decref(peer_do(&c, "nyperson", "case.list", NULL));
	peer_close(&c);
	assert_int_equal(worker_of(t, "3401"), mine);
	assert_int_equal(worker_of(t, "5532"), other);
}

static void
municipalities_come_and_go_while_others_serve(void **state)
{
	struct town *t = *state;
	struct place third;
	struct peer c;
	char path[128];

	start_all(t);
	peer_open(&c, &t->place);
	look_through(t, &third, "5501");
	place_add_municipality(&t->place, "5501-tromso.ini",
	    "municipalities/5501.ini");
	assert_int_equal(kill(t->place.pid, SIGHUP), 0);
	third.pid = t->place.pid;
	UNTIL(place_serves(&third));
	snprintf(path, sizeof(path), "%s/municipalities/5532.ini",
	    t->place.dir);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(kill(t->place.pid, SIGHUP), 0);
	UNTIL(access(t->other.socket, F_OK) == -1);
	UNTIL(is_gone(t, "5532"));
	json_decref(peer_do(&c, NULL, "sys.status", NULL));
	peer_close(&c);
}

/* sys.reload must fail; its error message (the caller frees). */
static char *
reload_refused(struct town *t)
{
	struct peer c;
	json_t *reply;
	char *text;

	peer_open(&c, &t->parent);
	reply = peer_call(&c, NULL, "sys.reload", NULL);
	text = json_dumps(json_object_get(reply, "error"), 0);
	assert_non_null(text);
	json_decref(reply);
	peer_close(&c);
	return text;
}

static void
a_wrong_reload_changes_nothing_and_says_so(void **state)
{
	struct town *t = *state;
	pid_t mine;
	char *why;

	start_all(t);
	mine = worker_of(t, "3401");
	place_replace(&t->place, "municipalities/3401.ini", "[gateway test]",
	    "[user nyperson]\nname = Ny person\nlogin = nyperson\n"
	    "units = nav\nroles = caseworker\n\n[gateway test]");
	place_replace(&t->place, "municipalities/5532.ini", "population = 5600",
	    "populaton = 5600");
	why = reload_refused(t);
	assert_non_null(strstr(why, "E_CONFIG"));
	assert_non_null(strstr(why, "5532.ini"));
	assert_non_null(strstr(why, "population"));
	free(why);
	/* Nothing of it, not even of the file that was right. */
	assert_false(has_user(t, "nyperson"));
	/* A worker that is started again knows only what was right, too. */
	assert_int_equal(kill(mine, SIGKILL), 0);
	UNTIL(place_serves(&t->place));
	assert_false(has_user(t, "nyperson"));
}

static void
a_key_that_needs_a_new_start_is_refused_by_name(void **state)
{
	struct town *t = *state;
	char *why;

	start_all(t);
	place_replace(&t->place, "municipalities/5532.ini",
	    "test_identities = yes", "test_identities = no");
	why = reload_refused(t);
	assert_non_null(strstr(why, "municipality.test_identities"));
	free(why);
	assert_true(place_serves(&t->other));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		T(sighup_reaches_the_worker_that_it_concerns_and_no_other),
		T(municipalities_come_and_go_while_others_serve),
		T(a_wrong_reload_changes_nothing_and_says_so),
		T(a_key_that_needs_a_new_start_is_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
