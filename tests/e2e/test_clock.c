/*
 * test_clock -- a year passes: deadlines, warnings and timers fall where the
 * law and the scenarios of the domain say, each at its own time.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

#define HOUR_MS ((json_int_t)3600 * 1000)
#define DAY_MS (24 * HOUR_MS)

/* The clock stands on DATE before anything happens. */
static void
begin_on(struct work *w, const char *date)
{
	char line[64];

	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	snprintf(line, sizeof(line), "test_clock = %s\n", date);
	place_replace(&w->place, "municipalities/3401.ini",
	    "test_clock = 2027-01-04\n", line);
	place_forget(&w->place);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
}

/* Deadline NAME of the case; new reference, or NULL. */
static json_t *
deadline(struct work *w, const char *number, const char *name)
{
	json_t *shown = work_show(w, "nav01", number), *row;

	row = json_incref(
	    row_with(json_object_get(shown, "deadlines"), "name", name));
	json_decref(shown);
	return row;
}

static void
expect_due(struct work *w, const char *number, const char *name,
    const char *due)
{
	json_t *row = deadline(w, number, name);

	if (row == NULL || strcmp(text_in(row, "due"), due) != 0)
		fail_msg("%s: expected %s: %s", name, due,
		    json_dumps(row, JSON_ENCODE_ANY));
	json_decref(row);
}

static bool
is_overdue(struct work *w, const char *name)
{
	json_t *result = peer_do(&w->c, "nav01", "deadline.list",
	    params("{s:b}", "overdue", 1));
	bool found =
	    row_with(json_object_get(result, "rows"), "name", name) != NULL;

	json_decref(result);
	return found;
}

/* When the task called KEY was opened, ms UTC; 0: not yet. */
static json_int_t
opened(struct work *w, const char *number, const char *key)
{
	json_t *result = peer_do(&w->c, "leader01", "task.list",
		   params("{s:s, s:b}", "case", number, "closed", 1)),
	       *row;
	json_int_t at = 0;

	row = row_with(json_object_get(result, "rows"), "key", key);
	if (row != NULL)
		at = int_in(row, "created");
	json_decref(result);
	return at;
}

/* 06:00 in Norway on that day, ms UTC; for the years 1972 to 2099. */
static json_int_t
six_in(int year, int month, int day, bool summer)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
		273, 304, 334 };
	json_int_t days = 365 * (json_int_t)(year - 1970) + (year - 1969) / 4 +
	    before[month - 1] + day - 1;

	if (month > 2 && year % 4 == 0)
		days++;
	return days * DAY_MS + (summer ? 4 : 5) * HOUR_MS;
}

static void
stay(struct work *w, const char *number, const char *from)
{
	json_decref(work_act(w, "nav02", number, "emergency_stay",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s}", "stay_type", "municipal",
		"stay_from", from, "stay_place", "Testvegen 7", "children", 2,
		"decision_content", "Et rom", "reason_facts", "Uten bolig")));
}

static void
map(struct work *w, const char *number)
{
	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", work_person(w, "Prøve Åsheim"))));
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
}

static void
allocate(struct work *w, const char *number, const char *date)
{
	work_allocate(w, number, true, "2027-03-01", "2030-02-28");
	json_decref(work_act(w, "nav02", number, "decide",
	    decision_input(date, "To besøk i uken")));
}

/* S-01. */
static void
s01_a_whole_course_at_level_3_has_its_dates(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *row;

	work_advance(w, "2027-01-11");
	work_case(w, "nav01", "2027-01-11", number);
	expect_due(w, number, "preliminary_reply", "2027-02-11");
	expect_due(w, number, "first_talk", "2027-01-18");
	map(w, number);
	expect_due(w, number, "mapping", "2027-01-25");
	work_advance(w, "2027-01-22");
	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
		"2027-01-22", "situation", "1.4", "wishes", "To rom", "level",
		3, "level_reason", "Tjenester over tid", "plan_need",
		"individual_plan", "coordinator", "nav02")));
	row = deadline(w, number, "mapping");
	assert_string_equal(text_in(row, "state"), "met");
	json_decref(row);
	work_advance(w, "2027-02-10");
	allocate(w, number, "2027-02-10");
	row = deadline(w, number, "preliminary_reply");
	assert_string_equal(text_in(row, "state"), "met");
	json_decref(row);
	expect_due(w, number, "review_3", "2027-05-10");
	work_advance(w, "2027-03-01");
	json_decref(work_act(w, "nav01", number, "moved_in",
	    params("{s:s, s:s, s:[s,s,s,s], s:s, s:s}", "moved_in",
		"2027-03-01", "dwelling", "Testvegen 204", "start_package",
		"lease", "security", "key", "first_visit", "lease_from",
		"2027-03-01", "lease_to", "2030-02-28")));
	expect_due(w, number, "start_help", "2027-03-15");
}

/* S-03, D-057; 14 March is before, 29 March after the clocks change. */
static void
s03_a_stay_has_its_goal_and_its_alerts(void **state)
{
	static const struct {
		const char *key, *before, *on;
		bool summer;
	} alerts[] = {
		{ "stay_30", "2027-02-11", "2027-02-12", false },
		{ "stay_60", "2027-03-13", "2027-03-14", false },
		{ "stay_75", "2027-03-28", "2027-03-29", true },
	};
	struct work *w = *state;
	char number[NUMBER_SIZE];
	int y, m, d;
	size_t i;

	work_advance(w, "2027-01-13");
	work_case(w, "nav01", "2027-01-13", number);
	stay(w, number, "2027-01-13");
	expect_due(w, number, "stay_goal", "2027-04-13");
	for (i = 0; i < 3; i++) {
		work_advance(w, alerts[i].before);
		assert_int_equal(opened(w, number, alerts[i].key), 0);
		work_advance(w, alerts[i].on);
		assert_int_equal(sscanf(alerts[i].on, "%d-%d-%d", &y, &m, &d),
		    3);
		assert_int_equal(opened(w, number, alerts[i].key),
		    six_in(y, m, d, alerts[i].summer));
	}
	work_advance(w, "2027-04-13");
	assert_false(is_overdue(w, "stay_goal"));
	work_advance(w, "2027-04-14");
	assert_true(is_overdue(w, "stay_goal"));
	work_act_refused(w, "nav01", number, "end_stay",
	    params("{s:s}", "stay_to", "2027-04-20"), "E_REASON_REQUIRED");
}

/* S-02, A-25. */
static void
s02_a_preliminary_reply_is_warned_of_eight_days_before(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];

	begin_on(w, "2026-11-30");
	work_case(w, "nav01", "2026-11-30", number);
	expect_due(w, number, "preliminary_reply", "2026-12-30");
	work_advance(w, "2026-12-21");
	assert_int_equal(opened(w, number, "deadline:preliminary_reply"), 0);
	work_advance(w, "2026-12-22");
	assert_int_equal(opened(w, number, "deadline:preliminary_reply"),
	    six_in(2026, 12, 22, false));
	work_advance(w, "2026-12-30");
	assert_false(is_overdue(w, "preliminary_reply"));
	work_advance(w, "2026-12-31");
	assert_true(is_overdue(w, "preliminary_reply"));
}

/* Law row of fvl § 11 a: it is owed until the answer, in whatever phase. */
static void
a_preliminary_reply_can_be_sent_after_intake_too(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *row;

	work_case(w, "nav01", "2027-01-04", number);
	map(w, number);
	work_advance(w, "2027-02-01");
	json_decref(work_act(w, "nav01", number, "reply", NULL));
	row = deadline(w, number, "preliminary_reply");
	assert_string_equal(text_in(row, "state"), "met");
	json_decref(row);
}

/* Domain 4.2 (month, month end, Easter, Whit Monday) and 7.4 no. 5. */
static void
a_month_ends_where_the_law_says_and_why_tells_it(void **state)
{
	static const struct {
		const char *received, *due, *why;
	} rows[] = {
		{ "2026-11-30", "2026-12-30", "onsdag 30. desember 2026" },
		{ "2027-01-31", "2027-03-01", "mandag 1. mars 2027" },
		{ "2027-02-28", "2027-03-30", "tirsdag 30. mars 2027" },
		{ "2027-04-17", "2027-05-18", "tirsdag 18. mai 2027" },
		{ "2028-01-31", "2028-02-29", "tirsdag 29. februar 2028" },
	};
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result, *lines;
	size_t i;

	work_advance(w, "2028-02-01");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		work_case(w, "nav01", rows[i].received, number);
		expect_due(w, number, "preliminary_reply", rows[i].due);
		result = peer_do(&w->c, "nav01", "case.why",
		    params("{s:s, s:s}", "case", number, "deadline",
			"preliminary_reply"));
		lines = json_object_get(result, "lines");
		if (!mentions(lines, "FVL_11A") ||
		    !mentions(lines, rows[i].due) ||
		    !mentions(lines, rows[i].why))
			fail_msg("%s: %s", rows[i].received,
			    json_dumps(lines, 0));
		json_decref(result);
	}
}

/* Domain 7.4 no. 5: 31 October 2027 is the night the clocks go back. */
static void
a_timer_fires_at_six_on_both_sides_of_the_autumn_night(void **state)
{
	static const struct {
		const char *from;
		int month, day;
		bool summer;
	} rows[] = {
		{ "2027-09-30", 10, 30, true },
		{ "2027-10-01", 10, 31, false },
		{ "2027-10-02", 11, 1, false },
	};
	char numbers[3][NUMBER_SIZE];
	struct work *w = *state;
	size_t i;

	work_advance(w, "2027-10-02");
	for (i = 0; i < 3; i++) {
		work_case(w, "nav01", "2027-10-02", numbers[i]);
		stay(w, numbers[i], rows[i].from);
	}
	work_advance(w, "2027-12-01");
	for (i = 0; i < 3; i++)
		assert_int_equal(opened(w, numbers[i], "stay_30"),
		    six_in(2027, rows[i].month, rows[i].day, rows[i].summer));
}

/* Add the history rows that timers left in a case. */
static void
add_timed(struct work *w, const char *number, json_t *all)
{
	json_t *result = peer_do(&w->c, "nav01", "case.history",
		   params("{s:s, s:i}", "case", number, "limit", 200)),
	       *row;
	size_t i;

	json_array_foreach(json_object_get(result, "rows"), i, row)
		if (strcmp(text_in(row, "actor"), "system") == 0) {
			json_object_set_new(row, "case", json_string(number));
			json_array_append(all, row);
		}
	json_decref(result);
}

static int
by_pos(const void *a, const void *b)
{
	json_int_t x = int_in(*(json_t *const *)a, "pos");
	json_int_t y = int_in(*(json_t *const *)b, "pos");

	return x < y ? -1 : x > y;
}

static void
what_falls_due_fires_in_order_each_at_its_own_time(void **state)
{
	struct work *w = *state;
	char one[NUMBER_SIZE], two[NUMBER_SIZE];
	json_t *all = json_array(), *rows[64];
	json_int_t time, last = 0;
	const char *first = NULL;
	size_t i, n;

	work_case(w, "nav01", "2027-01-04", one);
	work_case(w, "nav01", "2027-01-04", two);
	stay(w, two, "2027-01-04");
	stay(w, one, "2027-01-04");
	work_advance(w, "2027-12-31");
	add_timed(w, one, all);
	add_timed(w, two, all);
	n = json_array_size(all);
	assert_true(n > 10 && n < 64);
	for (i = 0; i < n; i++)
		rows[i] = json_array_get(all, i);
	qsort(rows, n, sizeof(rows[0]), by_pos);
	for (i = 0; i < n; i++) {
		time = int_in(rows[i], "time");
		assert_true(time >= last);
		/* Six o'clock in Norway, winter or summer. */
		assert_true(time % DAY_MS == 5 * HOUR_MS ||
		    time % DAY_MS == 4 * HOUR_MS);
		/* The stay of case two was entered first. */
		if (first == NULL &&
		    strstr(text_in(rows[i], "text"), "stay_30") != NULL)
			first = text_in(rows[i], "case");
		last = time;
	}
	assert_non_null(first);
	assert_string_equal(first, two);
	json_decref(all);
}

static void
others_are_answered_while_the_clock_is_on_its_way(void **state)
{
	struct work *w = *state;
	static const char far[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
				  "\"clock.advance\",\"params\":{\"as\":"
				  "\"admin01\",\"to\":\"2027-12-31\"}}\n";
	char number[NUMBER_SIZE];
	struct pollfd pfd;
	struct peer other;
	json_t *reply;
	int i;

	for (i = 0; i < 60; i++) {
		work_case(w, "nav01", "2027-01-04", number);
		stay(w, number, "2027-01-04");
	}
	peer_open(&other, &w->place);
	peer_send(&w->c, far, sizeof(far) - 1);
	json_decref(peer_do(&other, NULL, "clock.show", NULL));
	pfd = (struct pollfd){ .fd = w->c.fd, .events = POLLIN };
	assert_int_equal(poll(&pfd, 1, 0), 0);
	reply = peer_read(&w->c);
	assert_non_null(json_object_get(reply, "result"));
	json_decref(reply);
	peer_close(&other);
}

static void
time_does_not_go_back(void **state)
{
	struct work *w = *state;
	json_t *before, *after;

	work_advance(w, "2027-02-01");
	before = peer_do(&w->c, NULL, "clock.show", NULL);
	peer_refused(&w->c, "admin01", "clock.advance",
	    params("{s:s}", "to", "2027-01-31"), "E_PARAMS");
	after = peer_do(&w->c, NULL, "clock.show", NULL);
	assert_true(json_equal(before, after));
	json_decref(before);
	json_decref(after);
}

static void
the_clock_stands_where_it_was_left_also_after_kill_9(void **state)
{
	struct work *w = *state;
	json_t *before, *after;

	work_advance(w, "2027-02-01");
	before = peer_do(&w->c, NULL, "clock.show", NULL);
	work_restart(w, SIGKILL);
	after = peer_do(&w->c, NULL, "clock.show", NULL);
	assert_true(json_equal(before, after));
	json_decref(before);
	json_decref(after);
}

/* Domain 7.4 no. 4. */
static void
nobody_moves_the_clock_where_real_persons_are(void **state)
{
	struct work *w = *state;
	json_t *result;

	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	place_replace(&w->place, "municipalities/3401.ini",
	    "test_identities = yes\ntest_clock = 2027-01-04\n",
	    "test_identities = no\n");
	place_forget(&w->place);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_refused(&w->c, "admin01", "clock.advance",
	    params("{s:s}", "to", "2040-01-01"), "E_NO_BASIS");
	result = peer_do(&w->c, NULL, "clock.show", NULL);
	assert_true(json_is_false(json_object_get(result, "still")));
	json_decref(result);
}

static void
reminders_that_fell_due_before_a_crash_are_neither_lost_nor_doubled(
    void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result, *row;
	size_t i, n = 0;

	work_case(w, "nav01", "2027-01-04", number);
	stay(w, number, "2027-01-04");
	work_restart(w, SIGKILL);
	work_advance(w, "2027-02-20");
	work_restart(w, SIGKILL);
	work_advance(w, "2027-02-21");
	result = peer_do(&w->c, "nav01", "case.history",
	    params("{s:s, s:i}", "case", number, "limit", 200));
	json_array_foreach(json_object_get(result, "rows"), i, row)
		if (strstr(text_in(row, "text"), "stay_30") != NULL)
			n++;
	assert_int_equal(n, 1);
	json_decref(result);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, work_setup, work_teardown)
		T(s01_a_whole_course_at_level_3_has_its_dates),
		T(s03_a_stay_has_its_goal_and_its_alerts),
		T(s02_a_preliminary_reply_is_warned_of_eight_days_before),
		T(a_preliminary_reply_can_be_sent_after_intake_too),
		T(a_month_ends_where_the_law_says_and_why_tells_it),
		T(a_timer_fires_at_six_on_both_sides_of_the_autumn_night),
		T(what_falls_due_fires_in_order_each_at_its_own_time),
		T(others_are_answered_while_the_clock_is_on_its_way),
		T(time_does_not_go_back),
		T(the_clock_stands_where_it_was_left_also_after_kill_9),
		T(nobody_moves_the_clock_where_real_persons_are),
		T(reminders_that_fell_due_before_a_crash_are_neither_lost_nor_doubled),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
