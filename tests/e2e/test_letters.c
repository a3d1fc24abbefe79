/*
 * Letters from a step to the spool, and back into the case what became of them
 * (issue 3, 5; architecture §2).
 */
#include "post.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "../cmocka_all.h"

static char number[NUMBER_SIZE];

/* A case with a letter on its way; its row (new). */
static json_t *
one_letter(struct work *w)
{
	post_case(w, post_person(w, "Kari Åsen"), number);
	json_decref(work_act(w, "nav01", number, "reply", NULL));
	return post_letter(w, number, 1);
}

static void
a_letter_lands_in_the_spool_and_its_receipts_in_the_case(void **state)
{
	struct work *w = *state;
	json_t *row = one_letter(w), *now, *rows;
	const char *key = text_in(row, "key");
	char *text;

	post_wait(&w->place, key);
	json_decref(post_until(w, int_in(row, "id"), "state", "done"));
	text = post_read(&w->place, key, "forsendelse.json");
	assert_non_null(strstr(text, "Kari Åsen"));
	assert_non_null(strstr(text, key));
	assert_null(strstr(text, "NAV"));
	free(text);
	work_advance(w, "2027-01-08");
	post_say(&w->place, key, "2027-01-05T08:00:00Z VARSLET");
	json_decref(post_until(w, int_in(row, "id"), "alerted", NULL));
	post_say(&w->place, key, "2027-01-06T08:00:00Z LEST");
	now = post_until(w, int_in(row, "id"), "opened", NULL);
	assert_int_equal(int_in(now, "opened"), INT64_C(1799222400000));
	json_decref(now);
	now = peer_do(&w->c, "nav01", "case.history",
	    params("{s:s}", "case", number));
	rows = json_object_get(now, "rows");
	assert_non_null(row_with(rows, "kind", "receipt"));
	json_decref(now);
	json_decref(row);
}

/* What has ended is no longer kept outside. */
static void
a_letter_that_was_opened_leaves_the_spool(void **state)
{
	const struct timespec step = { .tv_nsec = 10 * 1000 * 1000 };
	struct work *w = *state;
	json_t *row = one_letter(w);
	const char *key = text_in(row, "key");
	int i;

	post_wait(&w->place, key);
	work_advance(w, "2027-01-08");
	post_say(&w->place, key, "2027-01-06T08:00:00Z LEST");
	for (i = 0; i < 1000 && !post_has(&w->place, key, "ended"); i++)
		nanosleep(&step, NULL);
	assert_true(post_has(&w->place, key, "ended"));
	assert_false(post_has(&w->place, key, "brev.txt"));
	assert_true(post_has(&w->place, key, "status"));
	json_decref(row);
}

static pid_t
courier_of(const struct work *w)
{
	const struct timespec step = { .tv_nsec = 10 * 1000 * 1000 };
	pid_t pid;
	int i;

	for (i = 0; i < 1000; i++) {
		pid = place_process(&w->place, "boflytd: courier 3401");
		if (pid != 0)
			return pid;
		nanosleep(&step, NULL);
	}
	fail_msg("there is no courier");
	return 0;
}

static void
a_courier_that_was_killed_is_followed_by_another(void **state)
{
	struct work *w = *state;
	pid_t before = courier_of(w), worker;
	json_t *row;

	worker = place_process(&w->place, "boflytd: 3401");
	assert_int_equal(kill(before, SIGKILL), 0);
	row = one_letter(w);
	post_wait(&w->place, text_in(row, "key"));
	json_decref(post_until(w, int_in(row, "id"), "state", "done"));
	assert_int_not_equal(courier_of(w), before);
	assert_int_equal(place_process(&w->place, "boflytd: 3401"), worker);
	assert_int_equal(post_count(&w->place), 1);
	json_decref(row);
}

static void
a_receipt_that_came_while_nobody_looked_is_found_after_the_start(void **state)
{
	struct work *w = *state;
	json_t *row = one_letter(w);
	const char *key = text_in(row, "key");

	post_wait(&w->place, key);
	json_decref(post_until(w, int_in(row, "id"), "state", "done"));
	work_advance(w, "2027-01-08");
	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	post_say(&w->place, key, "2027-01-06T08:00:00Z SENDT_PRINT");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	json_decref(post_until(w, int_in(row, "id"), "posted", NULL));
	json_decref(row);
}

static int
lines_of(pid_t pid, const char *file, const char *text)
{
	char path[64], line[1024];
	int n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "re");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		n += strstr(line, text) != NULL;
	fclose(f);
	return n;
}

static void
the_courier_is_locked_down_and_holds_no_database(void **state)
{
	struct work *w = *state;
	json_t *row = one_letter(w);
	pid_t pid;

	post_wait(&w->place, text_in(row, "key"));
	json_decref(row);
	pid = courier_of(w);
#ifndef BOFLYT_NO_LOCKDOWN
	assert_int_equal(lines_of(pid, "status", "NoNewPrivs:\t1"), 1);
	assert_int_equal(lines_of(pid, "status", "Seccomp:\t2"), 1);
#endif
	assert_int_equal(lines_of(pid, "maps", "cases.db"), 0);
}

static void
a_spool_that_cannot_be_written_lets_letters_wait_and_says_so(void **state)
{
	struct work *w = *state;
	char path[320];
	json_t *row, *r;
	FILE *f;

	post_path(&w->place, "", "", path, sizeof(path));
	(void)courier_of(w);
	/* A file where a letter would be written. */
	snprintf(path + strlen(path), sizeof(path) - strlen(path), "/.new");
	f = fopen(path, "we");
	assert_non_null(f);
	fclose(f);
	row = one_letter(w);
	r = post_until(w, int_in(row, "id"), "due", NULL);
	assert_string_equal(text_in(r, "state"), "pending");
	assert_true(int_in(r, "attempts") >= 1);
	json_decref(r);
	assert_int_equal(remove(path), 0);
	work_advance(w, "2027-01-05");
	post_wait(&w->place, text_in(row, "key"));
	json_decref(row);
}

static void
a_letter_to_nobody_is_told_by_the_doctor(void **state)
{
	struct work *w = *state;
	json_t *row, *r;

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav01", number, "reply", NULL));
	row = post_letter(w, number, 1);
	r = post_until(w, int_in(row, "id"), "state", "failed");
	assert_true(mentions(json_object_get(r, "why"), "2027") ||
	    json_object_get(r, "why") != NULL);
	json_decref(r);
	r = peer_do(&w->c, "admin01", "sys.doctor", NULL);
	assert_non_null(
	    row_with(json_object_get(r, "rows"), "check", "letters"));
	json_decref(r);
	json_decref(row);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, post_setup, work_teardown)
	const struct CMUnitTest tests[] = {
		T(a_letter_lands_in_the_spool_and_its_receipts_in_the_case),
		T(a_letter_that_was_opened_leaves_the_spool),
		T(a_courier_that_was_killed_is_followed_by_another),
		T(a_receipt_that_came_while_nobody_looked_is_found_after_the_start),
		T(the_courier_is_locked_down_and_holds_no_database),
		T(a_spool_that_cannot_be_written_lets_letters_wait_and_says_so),
		T(a_letter_to_nobody_is_told_by_the_doctor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
