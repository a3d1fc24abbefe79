/*
 * test_flow -- what the shipped workflow and the deposit part do for each other:
 * an application follows the decision of the case, and a refusal undoes both.
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tests/e2e/work.h"

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return -1;
	place_make(&w->place);
	place_add_plugin(&w->place, "deposit", "");
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	*state = w;
	return 0;
}

static void
in_mapping(struct work *w, char *number)
{
	json_int_t person = work_person(w, "Kari Leier");

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", person)));
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
}

static json_t *
application(json_int_t months, json_int_t other)
{
	return params("{s:s, s:s, s:I, s:I, s:I}", "landlord_kind", "private",
	    "landlord", "Ola Utleier", "rent", (json_int_t)1250000,
	    "guarantee_months", months, "guarantee_other", other);
}

/* The joint allocation with RESULT for the guarantee, decided. */
static void
decide(struct work *w, const char *number, const char *result)
{
	json_t *input = decision_input("2027-01-04", "Garanti, tre måneder");

	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
		"2027-01-04", "situation", "1.4", "wishes", "To rom", "level",
		2, "level_reason", "Råd", "plan_need", "goal_plan",
		"coordinator", "nav02")));
	work_propose(w, "nav01", number, "guarantee", result, NULL,
	    params("{s:s}", "reason", "Etter reglene"));
	work_allocate(w, number, false, NULL, NULL);
	json_object_set_new(input, "guarantee_recourse", json_true());
	json_decref(work_act(w, "nav02", number, "decide", input));
}

static json_t *
guarantees(struct work *w, const char *number)
{
	json_t *r = peer_do(&w->c, "nav02", "deposit.list",
	    params("{s:s}", "case", number));
	json_t *rows = json_incref(json_object_get(r, "rows"));

	json_decref(r);
	return rows;
}

static void
state_is(struct work *w, const char *number, const char *state)
{
	json_t *rows = guarantees(w, number);

	assert_int_equal(json_array_size(rows), 1);
	assert_string_equal(text_in(json_array_get(rows, 0), "state"), state);
	assert_int_equal(int_in(json_array_get(rows, 0), "amount"), 3750000);
	json_decref(rows);
}

/* Domain §3.3: soknad -> vurdering -> tilsagn by the case's own decision. */
static void
an_application_becomes_a_promise_when_it_is_granted(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *rows, *r;

	in_mapping(w, number);
	json_decref(
	    work_act(w, "nav01", number, "apply_guarantee", application(3, 0)));
	state_is(w, number, "soknad");
	r = peer_do(&w->c, "nav01", "rules.explain", NULL);
	assert_true(mentions(r, "Delen «deposit» er slått på"));
	json_decref(r);
	decide(w, number, "granted");
	state_is(w, number, "tilsagn");
	rows = guarantees(w, number);
	r = peer_do(&w->c, "nav02", "deposit.show",
	    params("{s:I}", "guarantee",
		int_in(json_array_get(rows, 0), "guarantee")));
	assert_true(json_is_true(json_object_get(r, "recourse")));
	json_decref(r);
	json_decref(rows);
}

static void
an_application_is_refused_by_the_decision_that_refuses(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];

	in_mapping(w, number);
	json_decref(
	    work_act(w, "nav01", number, "apply_guarantee", application(3, 0)));
	decide(w, number, "refused");
	state_is(w, number, "avslag");
}

/* The dwelling is often found after the promise. */
static void
one_that_comes_after_the_decision_is_promised_at_once(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *r;

	in_mapping(w, number);
	decide(w, number, "granted");
	r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	assert_non_null(
	    row_with(json_object_get(r, "rows"), "key", "guarantee_issue"));
	json_decref(r);
	json_decref(
	    work_act(w, "nav01", number, "apply_guarantee", application(3, 0)));
	state_is(w, number, "tilsagn");
	r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	assert_null(
	    row_with(json_object_get(r, "rows"), "key", "guarantee_issue"));
	json_decref(r);
}

/* S-05: four months and three months' deposit; nothing of the step is kept. */
static void
what_the_part_refuses_is_undone_in_the_case_as_well(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *before, *after, *rows;

	in_mapping(w, number);
	before = work_show(w, "nav01", number);
	work_act_refused(w, "nav01", number, "apply_guarantee",
	    application(4, 3750000), "E_CAP_6M");
	after = work_show(w, "nav01", number);
	assert_int_equal(int_in(before, "rev"), int_in(after, "rev"));
	assert_false(mentions(after, "Ola Utleier"));
	rows = guarantees(w, number);
	assert_int_equal(json_array_size(rows), 0);
	json_decref(rows);
	json_decref(before);
	json_decref(after);
}

/* Guarantee G from February to July. */
static void
issue(struct work *w, json_int_t g)
{
	json_decref(peer_do(&w->c, "nav02", "deposit.change",
	    params("{s:I, s:s, s:s}", "guarantee", g, "dwelling", "Testvegen 7",
		"reservations", "ingen")));
	json_decref(peer_do(&w->c, "nav02", "deposit.issue",
	    params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-02-01",
		"to", "2027-07-31")));
	json_decref(peer_do(&w->c, "nav02", "deposit.begin",
	    params("{s:I}", "guarantee", g)));
}

static void
transfer(struct work *w, const char *number, const char *day)
{
	json_decref(peer_do(&w->c, "nav01", "case.transfer",
	    params("{s:s, s:s, s:s, s:s}", "case", number, "municipality",
		"5501", "moved_on", day, "why", "flyttet")));
}

/* The task is open for NAV's caseworkers, and in the day's list of one. */
static void
ends_on(struct work *w, const char *number, const char *day)
{
	json_t *r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	json_t *task =
	    row_with(json_object_get(r, "rows"), "key", "guarantee_ends");

	if (task == NULL)
		fail_msg("no task");
	assert_string_equal(text_in(task, "unit"), "nav");
	assert_string_equal(text_in(task, "role"), "caseworker");
	assert_string_equal(text_in(task, "due"), day);
	json_decref(r);
	r = peer_do(&w->c, "nav01", "day.show", NULL);
	assert_true(mentions(r, "Garantien går ut"));
	json_decref(r);
}

/* Who works with the case learns of it when the case has long been closed. */
static void
a_guarantee_that_ends_in_a_closed_case_is_a_task_of_its_unit(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], other[NUMBER_SIZE];
	json_t *rows;

	in_mapping(w, number);
	json_decref(
	    work_act(w, "nav01", number, "apply_guarantee", application(3, 0)));
	decide(w, number, "granted");
	rows = guarantees(w, number);
	issue(w, int_in(json_array_get(rows, 0), "guarantee"));
	json_decref(rows);
	in_mapping(w, other);
	json_decref(
	    work_act(w, "nav01", other, "apply_guarantee", application(3, 0)));
	decide(w, other, "granted");
	rows = guarantees(w, other);
	issue(w, int_in(json_array_get(rows, 0), "guarantee"));
	json_decref(rows);
	/* One is closed before, and one when it has been told of. */
	work_advance(w, "2027-04-01T12:00");
	transfer(w, number, "2027-04-01");
	work_advance(w, "2027-05-03T12:00");
	ends_on(w, number, "2027-07-31");
	ends_on(w, other, "2027-07-31");
	transfer(w, other, "2027-05-03");
	ends_on(w, other, "2027-07-31");
	work_advance(w, "2027-07-01T12:00");
	ends_on(w, number, "2027-07-31");
	/* It has ended: nothing is left to do, and nothing was lost. */
	work_advance(w, "2027-11-01T12:00");
	rows = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	assert_null(
	    row_with(json_object_get(rows, "rows"), "key", "guarantee_ends"));
	json_decref(rows);
	rows = peer_do(&w->c, "admin01", "incident.list", NULL);
	assert_null(row_with(json_object_get(rows, "rows"), "kind", "event"));
	json_decref(rows);
}

/* deposit.ends: 90 days before, to the caseworker, with the day. */
static void
a_guarantee_that_ends_is_a_task_of_the_caseworker_with_its_day(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *rows, *r, *task;
	json_int_t g;

	in_mapping(w, number);
	json_decref(
	    work_act(w, "nav01", number, "apply_guarantee", application(3, 0)));
	decide(w, number, "granted");
	rows = guarantees(w, number);
	g = int_in(json_array_get(rows, 0), "guarantee");
	json_decref(rows);
	issue(w, g);
	work_advance(w, "2027-05-03T12:00");
	r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	task = row_with(json_object_get(r, "rows"), "key", "guarantee_ends");
	assert_non_null(task);
	assert_string_equal(text_in(task, "role"), "caseworker");
	assert_string_equal(text_in(task, "due"), "2027-07-31");
	json_decref(r);
}

static json_t *
shown(struct work *w, json_int_t g)
{
	return peer_do(&w->c, "nav02", "deposit.show",
	    params("{s:I}", "guarantee", g));
}

static void
shows(struct work *w, json_int_t g, const char *name, const char *text)
{
	json_t *r = shown(w, g);

	if (text != NULL)
		assert_string_equal(text_in(r, name), text);
	else
		assert_null(json_object_get(r, name));
	json_decref(r);
}

static json_int_t
only(struct work *w, const char *number)
{
	json_t *rows = guarantees(w, number);
	json_int_t g = int_in(json_array_get(rows, 0), "guarantee");

	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
	return g;
}

/* Allocated from 2027-03-01 to 2030-02-28 with a guarantee, and decided. */
static void
allocate(struct work *w, const char *number)
{
	json_t *input = decision_input("2027-01-04", "Bolig og garanti");

	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
		"2027-01-04", "situation", "1.4", "wishes", "To rom", "level",
		2, "level_reason", "Råd", "plan_need", "goal_plan",
		"coordinator", "nav02")));
	work_propose(w, "nav01", number, "guarantee", "granted", NULL,
	    params("{s:s}", "reason", "Etter reglene"));
	work_allocate(w, number, true, "2027-03-01", "2030-02-28");
	json_object_set_new(input, "guarantee_recourse", json_true());
	json_decref(work_act(w, "nav02", number, "decide", input));
}

static void
act(struct work *w, const char *number, const char *action, json_t *input)
{
	json_decref(work_act(w, "nav01", number, action, input));
}

/*
 * Inv. 12: the guarantee is for the case's lease: allocated, moved into, moved out
 * of before its day, and the window for claims runs from there.
 */
static void
a_guarantee_follows_the_lease_of_its_case(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t g;
	json_t *r;

	in_mapping(w, number);
	act(w, number, "apply_guarantee", application(3, 0));
	shows(w, only(w, number), "lease", NULL);
	allocate(w, number);
	g = only(w, number);
	shows(w, g, "lease_from", "2027-03-01");
	shows(w, g, "lease_to", "2030-02-28");
	/* The days are the lease's; which dwelling is not known before the key. */
	json_decref(peer_do(&w->c, "nav02", "deposit.change",
	    params("{s:I, s:s, s:s}", "guarantee", g, "dwelling",
		"Testvegen 204", "reservations", "ingen")));
	json_decref(peer_do(&w->c, "nav02", "deposit.issue",
	    params("{s:I}", "guarantee", g)));
	shows(w, g, "from", "2027-03-01");
	shows(w, g, "to", "2030-02-28");
	work_advance(w, "2027-03-01");
	json_decref(peer_do(&w->c, "nav02", "deposit.begin",
	    params("{s:I}", "guarantee", g)));
	act(w, number, "moved_in",
	    params("{s:s, s:s, s:[s,s,s,s]}", "moved_in", "2027-03-01",
		"dwelling", "Testvegen 204", "start_package", "lease",
		"security", "key", "first_visit"));
	shows(w, g, "claim_last", "2030-05-29");
	/* Half a year later the tenant is gone. */
	work_advance(w, "2027-09-30T12:00");
	act(w, number, "settle_lease",
	    params("{s:s, s:s}", "lease_outcome", "moved_out", "lease_day",
		"2027-09-30"));
	shows(w, g, "lease_end", "2027-09-30");
	shows(w, g, "claim_last", "2027-12-29");
	shows(w, g, "state", "gjeldende");
	work_advance(w, "2027-12-30T12:00");
	shows(w, g, "state", "utlopt");
	/* What comes next is another lease, and another guarantee. */
	act(w, number, "apply_guarantee", application(3, 0));
	r = guarantees(w, number);
	assert_int_equal(json_array_size(r), 2);
	assert_null(json_object_get(json_array_get(r, 1), "lease"));
	json_decref(r);
}

/* The text stands for a lease that is none of the case's. */
static void
a_lease_outside_the_case_ends_by_hand(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t g;

	in_mapping(w, number);
	act(w, number, "apply_guarantee", application(3, 0));
	json_decref(peer_do(&w->c, "nav02", "deposit.change",
	    params("{s:I, s:b}", "guarantee", only(w, number), "outside", 1)));
	allocate(w, number);
	g = only(w, number);
	shows(w, g, "lease", NULL);
	peer_refused(&w->c, "nav02", "deposit.issue",
	    params("{s:I}", "guarantee", g), "E_FIELDS");
	issue(w, g);
	work_advance(w, "2027-05-31");
	json_decref(peer_do(&w->c, "nav02", "deposit.lease_end",
	    params("{s:I, s:s}", "guarantee", g, "day", "2027-05-31")));
	shows(w, g, "claim_last", "2027-08-30");
}

/* The day that was agreed has come, and nobody has said what became of it. */
static void
the_end_of_a_lease_is_thought_of_and_a_new_one_is_told(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t g, first;
	json_t *r;

	in_mapping(w, number);
	act(w, number, "apply_guarantee", application(3, 0));
	allocate(w, number);
	g = only(w, number);
	issue(w, g);
	r = peer_do(&w->c, "nav02", "deposit.lease",
	    params("{s:s, s:s, s:s}", "case", number, "from", "2027-03-01",
		"to", "2027-06-30"));
	first = int_in(r, "lease");
	json_decref(r);
	work_advance(w, "2027-06-30T12:00");
	r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	assert_non_null(
	    row_with(json_object_get(r, "rows"), "key", "lease_ends"));
	json_decref(r);
	json_decref(peer_do(&w->c, "nav02", "deposit.lease",
	    params("{s:s, s:s}", "case", number, "from", "2027-07-01")));
	r = peer_do(&w->c, "nav01", "task.list",
	    params("{s:s}", "case", number));
	assert_non_null(
	    row_with(json_object_get(r, "rows"), "key", "lease_new"));
	json_decref(r);
	r = shown(w, g);
	assert_int_equal(int_in(r, "lease"), first);
	json_decref(r);
	/* By hand, on the guarantee: the lease has ended for all of it. */
	json_decref(peer_do(&w->c, "nav02", "deposit.lease_end",
	    params("{s:I, s:s}", "guarantee", g, "day", "2027-06-30")));
	shows(w, g, "claim_last", "2027-09-28");
	/* It had not after all. */
	json_decref(peer_do(&w->c, "nav02", "deposit.lease",
	    params("{s:s, s:s}", "case", number, "from", "2027-03-01")));
	shows(w, g, "lease_end", NULL);
	shows(w, g, "claim_last", "2027-10-29");
	peer_refused(&w->c, "nav02", "deposit.lease",
	    params("{s:s, s:s, s:s}", "case", number, "from", "2027-03-01",
		"ended", "2027-02-28"),
	    "E_FIELDS");
}

static void
everything_that_is_shown_has_a_title_and_every_code_a_word(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *rows, *r;
	json_int_t g;

	work_words(w, "deposit");
	in_mapping(w, number);
	json_decref(
	    work_act(w, "nav01", number, "apply_guarantee", application(3, 0)));
	decide(w, number, "granted");
	rows = guarantees(w, number);
	g = int_in(json_array_get(rows, 0), "guarantee");
	json_decref(rows);
	issue(w, g);
	work_advance(w, "2027-04-12T12:00");
	json_decref(peer_do(&w->c, "nav02", "deposit.claim",
	    params("{s:I, s:s, s:s, s:[{s:s, s:s, s:I}]}", "guarantee", g, "no",
		"1", "received", "2027-04-12", "parts", "kind", "rent", "due",
		"2027-04-01", "amount", (json_int_t)1250000)));
	r = peer_do(&w->c, "nav02", "deposit.show",
	    params("{s:I}", "guarantee", g));
	assert_true(json_array_size(json_object_get(r, "parts")) > 0);
	work_titles(w, "deposit.show", r);
	work_labels(w, "deposit", "report.garanti");
	json_decref(r);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_application_becomes_a_promise_when_it_is_granted),
		TEST(an_application_is_refused_by_the_decision_that_refuses),
		TEST(one_that_comes_after_the_decision_is_promised_at_once),
		TEST(what_the_part_refuses_is_undone_in_the_case_as_well),
		TEST(
		    a_guarantee_that_ends_in_a_closed_case_is_a_task_of_its_unit),
		TEST(
		    a_guarantee_that_ends_is_a_task_of_the_caseworker_with_its_day),
		TEST(a_guarantee_follows_the_lease_of_its_case),
		TEST(a_lease_outside_the_case_ends_by_hand),
		TEST(the_end_of_a_lease_is_thought_of_and_a_new_one_is_told),
		TEST(
		    everything_that_is_shown_has_a_title_and_every_code_a_word),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
