/*
 * test_lease -- the end of a lease at the real socket (law rows 33-36, D-131,
 * reminders, the day after which it is without end, and what
 * settles it; also when the case has long been closed.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

#define OPEN "lease_open"

static char number[NUMBER_SIZE];

/* S-01: a dwelling from 2027-03-01 to 2030-02-28, and moved in. */
static void
let(struct work *w)
{
	json_int_t person = work_person(w, "Prøve Åsheim");

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", person)));
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
		"2027-01-04", "situation", "1.4", "wishes", "To rom", "level",
		3, "level_reason", "Tjenester over tid", "plan_need",
		"individual_plan", "coordinator", "nav02")));
	work_allocate(w, number, true, "2027-03-01", "2030-02-28");
	json_decref(work_act(w, "nav02", number, "decide",
	    decision_input("2027-01-04", "bolig i tre år")));
	work_advance(w, "2027-03-01");
	json_decref(work_act(w, "nav01", number, "moved_in",
	    params("{s:s, s:s, s:[s,s,s,s]}", "moved_in", "2027-03-01",
		"dwelling", "Testvegen 204", "start_package", "lease",
		"security", "key", "first_visit")));
}

/* The newest deadline OPEN of the case; new reference. */
static json_t *
open_row(struct work *w)
{
	json_t *r = work_show(w, "nav01", number), *row, *found = NULL;
	size_t i;

	json_array_foreach(json_object_get(r, "deadlines"), i, row)
		if (strcmp(text_in(row, "name"), OPEN) == 0)
			found = row;
	assert_non_null(found);
	(void)json_incref(found);
	json_decref(r);
	return found;
}

static void
expect_open(struct work *w, const char *due, const char *state)
{
	json_t *row = open_row(w);

	assert_string_equal(text_in(row, "due"), due);
	assert_string_equal(text_in(row, "state"), state);
	json_decref(row);
}

/* The open task KEY of the case; ROLE: whose it must be, or NULL for no task. */
static void
expect_task(struct work *w, const char *key, const char *role)
{
	json_t *r = peer_do(&w->c, "leader01", "task.list",
	    params("{s:s}", "case", number));
	json_t *row = row_with(json_object_get(r, "rows"), "key", key);

	if ((row == NULL) != (role == NULL))
		fail_msg("%s: %s", key, row == NULL ? "no task" : "a task");
	if (role != NULL && role[0] != '\0')
		assert_string_equal(text_in(row, "role"), role);
	json_decref(r);
}

static void
settle(struct work *w, const char *outcome, const char *day)
{
	json_decref(work_act(w, "nav01", number, "settle_lease",
	    params("{s:s, s:s}", "lease_outcome", outcome, "lease_day", day)));
}

/* Each comes on its day, and is not there the day before. */
static void
expect_reminders(struct work *w)
{
	static const struct {
		const char *key, *before, *on, *role;
	} table[] = {
		{ "lease_6", "2029-08-27", "2029-08-28", "" },
		{ "lease_3", "2029-11-27", "2029-11-28", "" },
		{ "lease_1", "2030-01-27", "2030-01-28", "leader" },
		{ "lease_ended", "2030-02-28", "2030-03-01", "" },
		{ "deadline:" OPEN, "2030-05-19", "2030-05-20", "" },
		{ "overdue:" OPEN, "2030-05-28", "2030-05-29", "leader" },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		work_advance(w, table[i].before);
		expect_task(w, table[i].key, NULL);
		work_advance(w, table[i].on);
		expect_task(w, table[i].key, table[i].role);
	}
}

/* without end from the day after the month-day, 2030-05-29 */
static void
a18_the_day_before_a_lease_is_without_end_is_watched(void **state)
{
	struct work *w = *state;
	json_t *row, *r;

	let(w);
	row = open_row(w);
	assert_string_equal(text_in(row, "due"), "2030-05-28");
	assert_string_equal(text_in(row, "warn_at"), "2030-05-20");
	assert_string_equal(text_in(row, "rule"), "HUSLL_9_2_KRAV");
	json_decref(row);
	expect_reminders(w);
	r = peer_do(&w->c, "nav01", "case.why",
	    params("{s:s}", "case", number));
	assert_true(mentions(r, "HUSLL_9_2_KRAV"));
	assert_true(mentions(r, "28. mai 2030"));
	json_decref(r);
	/* Too late for a demand: what remains is a lease without end. */
	work_act_refused(w, "nav01", number, "settle_lease",
	    params("{s:s, s:s}", "lease_outcome", "demanded", "lease_day",
		"2030-05-29"),
	    "E_DATE_ORDER");
	work_act_refused(w, "nav01", number, "settle_lease",
	    params("{s:s}", "lease_outcome", "indefinite"),
	    "E_REASON_REQUIRED");
	json_decref(work_act(w, "nav01", number, "settle_lease",
	    params("{s:s, s:s}", "lease_outcome", "indefinite",
		"lease_open_reason", "Fristen ble ikke holdt.")));
	expect_open(w, "2030-05-28", "cancelled");
	expect_task(w, "overdue:" OPEN, NULL);
	expect_task(w, "lease_ended", NULL);
}

/* the lease goes on when the case does not */
static void
a18_a_closed_case_forgets_no_lease(void **state)
{
	struct work *w = *state;

	let(w);
	work_close(w, "nav01", number);
	expect_open(w, "2030-05-28", "open");
	work_restart(w, SIGKILL);
	expect_reminders(w);
	/* D-305: what is settled is settled in a case that is open. */
	work_act_refused(w, "nav01", number, "settle_lease",
	    params("{s:s, s:s}", "lease_outcome", "moved_out", "lease_day",
		"2030-05-29"),
	    "E_CLOSED");
	json_decref(work_act(w, "nav01", number, "reopen",
	    params("{s:s, s:s}", "reopen_reason", "new_facts", "resume_in",
		"follow_up")));
	expect_open(w, "2030-05-28", "open");
	settle(w, "moved_out", "2030-05-27");
	expect_open(w, "2030-05-28", "met");
	expect_task(w, "overdue:" OPEN, NULL);
	work_advance(w, "2030-06-15");
	expect_task(w, "lease_ended", NULL);
}

/* Law row 36: a demand in writing, in time, and all is quiet */
static void
a_demand_in_time_ends_the_watch(void **state)
{
	struct work *w = *state;

	let(w);
	work_advance(w, "2030-01-28");
	expect_task(w, "lease_1", "leader");
	work_act_refused(w, "nav01", number, "settle_lease",
	    params("{s:s}", "lease_outcome", "demanded"), "E_REASON_REQUIRED");
	work_act_refused(w, "nav01", number, "settle_lease",
	    params("{s:s, s:s}", "lease_outcome", "demanded", "lease_day",
		"2030-01-29"),
	    "E_DATE_ORDER");
	settle(w, "demanded", "2030-01-28");
	expect_open(w, "2030-05-28", "met");
	expect_task(w, "lease_1", NULL);
	work_advance(w, "2030-05-29");
	expect_task(w, "lease_ended", NULL);
	expect_task(w, "overdue:" OPEN, NULL);
}

/* another lease, and reminders of its own */
static void
a_new_lease_moves_the_watch(void **state)
{
	struct work *w = *state;

	let(w);
	work_advance(w, "2029-11-28");
	work_act_refused(w, "nav01", number, "settle_lease",
	    params("{s:s, s:s}", "lease_outcome", "renewed", "lease_day",
		"2030-02-28"),
	    "E_DATE_ORDER");
	settle(w, "renewed", "2033-02-28");
	expect_open(w, "2033-05-28", "open");
	expect_task(w, "lease_6", NULL);
	expect_task(w, "lease_3", NULL);
	work_advance(w, "2030-03-01");
	expect_task(w, "lease_1", NULL);
	expect_task(w, "lease_ended", NULL);
	work_advance(w, "2032-08-28");
	expect_task(w, "lease_6", "");
}

int
main(void)
{
#define WITH(test)                                                             \
	cmocka_unit_test_setup_teardown(test, work_setup, work_teardown)
	const struct CMUnitTest tests[] = {
		WITH(a18_the_day_before_a_lease_is_without_end_is_watched),
		WITH(a18_a_closed_case_forgets_no_lease),
		WITH(a_demand_in_time_ends_the_watch),
		WITH(a_new_lease_moves_the_watch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
