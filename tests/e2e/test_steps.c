/*
 * test_steps -- what a step is, asked at the real socket: once, whole, in
 * order, and never against the rules that no definition can change.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

/* Parameters of case.create, on 4 January, by CHANNEL. */
static json_t *
new_case(const char *channel, const char *key)
{
	return params("{s:s, s:{s:s, s:s, s:b}}", "idem", key, "data",
	    "received", "2027-01-04", "channel", channel, "asks_help", 1);
}

static size_t
count_cases(struct work *w)
{
	json_t *result = peer_do(&w->c, "nav01", "case.list", NULL);
	size_t n = json_array_size(json_object_get(result, "rows"));

	json_decref(result);
	return n;
}

static size_t
count_history(struct work *w, const char *number)
{
	json_t *result = peer_do(&w->c, "nav01", "case.history",
	    params("{s:s, s:i}", "case", number, "limit", 200));
	size_t n = json_array_size(json_object_get(result, "rows"));

	json_decref(result);
	return n;
}

static json_int_t
rev_of(struct work *w, const char *number)
{
	json_t *result = work_show(w, "nav01", number);
	json_int_t rev = int_in(result, "rev");

	json_decref(result);
	return rev;
}

/* S-01's request, so far that a level can be set. */
static void
to_mapping(struct work *w, const char *number)
{
	json_int_t person = work_person(w, "Prøve Åsheim");

	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", person)));
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
}

static void
to_evaluation(struct work *w, const char *number)
{
	to_mapping(w, number);
	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s}", "mapped_on", "2027-01-04",
		"situation", "1.4", "wishes", "To rom", "level", 1,
		"level_reason", "Råd holder")));
	json_decref(work_act(w, "nav01", number, "to_evaluation", NULL));
}

static json_t *
conclusion(void)
{
	return params("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "eval_quality",
	    "god", "eval_supply", "nok", "eval_service", "ja",
	    "eval_organisation", "nav", "eval_economy", "ja",
	    "eval_participation", "hørt", "eval_outcome", "finish");
}

static json_t *
decision(const char *result)
{
	return params("{s:s, s:s, s:s, s:s, s:s, s:s}", "decision_result",
	    result, "decided_on", "2027-01-04", "decision_content", "Råd",
	    "reason_rules", "§ 7", "reason_facts", "fakta",
	    "reason_considerations", "hensyn");
}

static void
the_same_key_and_body_do_once_and_answer_twice(void **state)
{
	struct work *w = *state;
	json_t *one, *two;

	one = peer_do(&w->c, "nav01", "case.create", new_case("phone", "k"));
	two = peer_do(&w->c, "nav01", "case.create", new_case("phone", "k"));
	assert_true(json_equal(one, two));
	assert_int_equal(count_cases(w), 1);
	json_decref(one);
	json_decref(two);
}

static void
the_same_key_with_another_body_is_refused(void **state)
{
	struct work *w = *state;

	json_decref(
	    peer_do(&w->c, "nav01", "case.create", new_case("phone", "k")));
	peer_refused(&w->c, "nav01", "case.create", new_case("letter", "k"),
	    "E_IDEM");
	peer_refused(&w->c, "nav01", "case.act",
	    params("{s:s, s:s, s:s}", "case", "2027/1", "action", "reply",
		"idem", "k"),
	    "E_IDEM");
	assert_int_equal(count_cases(w), 1);
}

static void
a_key_is_remembered_over_kill_9(void **state)
{
	struct work *w = *state;
	json_t *one, *two;

	one = peer_do(&w->c, "nav01", "case.create", new_case("phone", "k"));
	work_restart(w, SIGKILL);
	two = peer_do(&w->c, "nav01", "case.create", new_case("phone", "k"));
	assert_true(json_equal(one, two));
	assert_int_equal(count_cases(w), 1);
	json_decref(one);
	json_decref(two);
}

static void
a_key_belongs_to_one_user(void **state)
{
	struct work *w = *state;

	json_decref(
	    peer_do(&w->c, "nav01", "case.create", new_case("phone", "k")));
	json_decref(
	    peer_do(&w->c, "nav02", "case.create", new_case("letter", "k")));
	assert_int_equal(count_cases(w), 2);
}

static void
a_refused_request_leaves_its_key_free(void **state)
{
	struct work *w = *state;

	peer_refused(&w->c, "nav01", "case.create", new_case("dove", "k"),
	    "E_FIELDS");
	json_decref(
	    peer_do(&w->c, "nav01", "case.create", new_case("phone", "k")));
	assert_int_equal(count_cases(w), 1);
}

static json_t *
keyed_reply(const char *number)
{
	return params("{s:s, s:s, s:s}", "case", number, "action", "reply",
	    "idem", "k");
}

static void
a_kept_reply_is_seen_through_the_gate_again(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(peer_do(&w->c, "nav01", "case.act", keyed_reply(number)));
	json_decref(peer_do(&w->c, "nav01", "case.assign",
	    params("{s:s, s:s, s:s}", "case", number, "unit", "mental_health",
		"contact", "rus01")));
	peer_refused(&w->c, "nav01", "case.act", keyed_reply(number),
	    "E_NOT_FOUND");
}

static void
a_stale_revision_is_told_who_was_first_and_when(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *reply;

	work_case(w, "nav01", "2027-01-04", number);
	work_advance(w, "2027-01-04");
	json_decref(peer_do(&w->c, "nav02", "case.act",
	    params("{s:s, s:s, s:i}", "case", number, "action", "reply",
		"if_rev", 1)));
	reply = peer_call(&w->c, "nav01", "case.act",
	    params("{s:s, s:s, s:i}", "case", number, "action", "reply",
		"if_rev", 1));
	assert_true(mentions(reply, "E_CONFLICT"));
	assert_non_null(strstr(message_of(reply), "nav02"));
	assert_non_null(strstr(message_of(reply), "2027-01-04"));
	json_decref(reply);
	assert_int_equal(rev_of(w, number), 2);
}

static void
send_act(struct peer *c, const char *as, const char *number)
{
	char line[512];

	snprintf(line, sizeof(line),
	    "{\"jsonrpc\":\"2.0\",\"id\":%lld,"
	    "\"method\":\"case.act\",\"params\":{\"as\":\"%s\",\"case\":"
	    "\"%s\",\"action\":\"reply\",\"if_rev\":1}}\n",
	    ++c->id, as, number);
	peer_send(c, line, strlen(line));
}

/* Domain 7.4 no. 9. */
static void
of_two_who_act_at_once_one_wins(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *one, *two;
	struct peer other;
	int round;

	peer_open(&other, &w->place);
	for (round = 0; round < 20; round++) {
		work_case(w, "nav01", "2027-01-04", number);
		send_act(&w->c, "nav01", number);
		send_act(&other, "nav02", number);
		one = peer_read(&w->c);
		two = peer_read(&other);
		assert_true((json_object_get(one, "result") != NULL) !=
		    (json_object_get(two, "result") != NULL));
		assert_true(
		    mentions(one, "E_CONFLICT") || mentions(two, "E_CONFLICT"));
		json_decref(one);
		json_decref(two);
		assert_int_equal(rev_of(w, number), 2);
	}
	peer_close(&other);
}

static void
all_wrong_fields_are_told_at_once_and_nothing_stays(void **state)
{
	static const char *const wrong[] = { "informed", "roof_tonight",
		"children", "chidren" };
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *reply, *fields;
	size_t before, i;

	work_case(w, "nav01", "2027-01-04", number);
	before = count_history(w, number);
	reply = peer_call(&w->c, "nav01", "case.act",
	    params("{s:s, s:s, s:{s:s, s:i, s:i}}", "case", number, "action",
		"first_talk", "input", "roof_tonight", "ja", "children", 21,
		"chidren", 2));
	fields = json_object_get(
	    json_object_get(json_object_get(reply, "error"), "data"), "fields");
	assert_int_equal(json_array_size(fields), 4);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_non_null(row_with(fields, "field", wrong[i]));
	assert_true(mentions(row_with(fields, "field", "chidren"), "children"));
	json_decref(reply);
	assert_int_equal(rev_of(w, number), 1);
	assert_int_equal(count_history(w, number), before);
}

/* The function had begun: the task it opened goes with it. */
static void
a_rejection_in_the_middle_of_an_action_leaves_nothing(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result;
	size_t before;

	work_case(w, "nav01", "2027-01-04", number);
	before = count_history(w, number);
	work_act_refused(w, "nav02", number, "emergency_stay",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s}", "stay_type", "camping",
		"stay_from", "2027-01-04", "stay_place", "hytte 3", "children",
		0, "decision_content", "x", "reason_facts", "y"),
	    "E_REASON_REQUIRED");
	result = work_show(w, "nav01", number);
	assert_int_equal(int_in(result, "rev"), 1);
	assert_false(mentions(result, "camping"));
	assert_false(mentions(result, "hytte 3"));
	json_decref(result);
	assert_int_equal(count_history(w, number), before);
}

static void
an_unknown_action_is_offered_the_nearest(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *reply;

	work_case(w, "nav01", "2027-01-04", number);
	reply = peer_call(&w->c, "nav01", "case.act",
	    params("{s:s, s:s}", "case", number, "action", "frist_talk"));
	assert_non_null(strstr(message_of(reply), "first_talk"));
	json_decref(reply);
}

/* D-301, D-003, S-02. */
static void
help_that_was_asked_for_does_not_end_in_advice(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result;

	work_case(w, "nav01", "2027-01-04", number);
	work_act_refused(w, "nav01", number, "advice_only",
	    params("{s:s}", "advice_reason", "outreach"), "E_DECISION_OWED");
	result = work_show(w, "nav01", number);
	assert_string_equal(text_in(result, "stage"), "intake");
	json_decref(result);
}

/* D-301. */
static void
a_case_closes_only_with_the_decision_that_is_owed(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result;

	work_case(w, "nav01", "2027-01-04", number);
	to_evaluation(w, number);
	work_act_refused(w, "nav01", number, "conclude", conclusion(),
	    "E_DECISION_OWED");
	json_decref(
	    work_act(w, "nav02", number, "decide_help", decision("granted")));
	result = work_act(w, "nav01", number, "conclude", conclusion());
	assert_string_equal(text_in(result, "stage"), "closed");
	json_decref(result);
}

static void
only_a_decision_maker_decides(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];

	work_case(w, "nav01", "2027-01-04", number);
	work_act_refused(w, "nav01", number, "refuse", decision("refused"),
	    "E_NO_BASIS");
	json_decref(
	    work_act(w, "nav02", number, "refuse", decision("refused")));
}

/* D-302. */
static void
a_case_has_one_unit_and_one_contact_person_in_it(void **state)
{
	static const struct {
		const char *unit, *contact;
	} wrong[] = {
		{ "nav", "rus01" },
		{ "mental_health", "nav01" },
		{ "nowhere", "nav01" },
		{ "nav", "nobody" },
	};
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result;
	size_t i;

	work_case(w, "nav01", "2027-01-04", number);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		peer_refused(&w->c, "nav01", "case.assign",
		    params("{s:s, s:s, s:s}", "case", number, "unit",
			wrong[i].unit, "contact", wrong[i].contact),
		    "E_RESPONSIBLE");
	work_act_refused(w, "nav01", number, "forward",
	    params("{s:s, s:s}", "new_unit", "allocation", "new_contact",
		"nav01"),
	    "E_RESPONSIBLE");
	json_decref(work_act(w, "nav01", number, "forward",
	    params("{s:s, s:s}", "new_unit", "allocation", "new_contact",
		"alloc01")));
	result = work_show(w, "alloc01", number);
	assert_string_equal(text_in(result, "contact"), "alloc01");
	assert_string_equal(text_in(result, "received"), "2027-01-04");
	json_decref(result);
}

/* D-304: there is no way to write to it, and it stays as it was. */
static void
a_decision_stays_as_it_was_made(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *before, *after;

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(
	    work_act(w, "nav02", number, "refuse", decision("refused")));
	before = peer_do(&w->c, "nav01", "decision.show",
	    params("{s:s, s:i}", "case", number, "no", 1));
	json_decref(work_act(w, "nav01", number, "reopen",
	    params("{s:s, s:s}", "reopen_reason", "new_request", "received",
		"2027-01-04")));
	json_decref(
	    work_act(w, "nav02", number, "refuse", decision("rejected")));
	after = peer_do(&w->c, "nav01", "decision.show",
	    params("{s:s, s:i}", "case", number, "no", 1));
	assert_true(json_equal(before, after));
	json_decref(before);
	json_decref(after);
}

/* D-305. */
static void
a_closed_case_is_only_reopened(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *result;

	work_case(w, "nav01", "2027-01-04", number);
	work_close(w, "nav01", number);
	work_act_refused(w, "nav01", number, "reply", NULL, "E_CLOSED");
	work_act_refused(w, "nav01", number, "died", NULL, "E_CLOSED");
	peer_refused(&w->c, "nav01", "case.assign",
	    params("{s:s, s:s}", "case", number, "contact", "nav02"),
	    "E_CLOSED");
	work_act_refused(w, "nav01", number, "reopen", NULL, "E_FIELDS");
	result = work_act(w, "nav01", number, "reopen",
	    params("{s:s, s:s}", "reopen_reason", "new_request", "received",
		"2027-01-04"));
	assert_string_equal(text_in(result, "stage"), "intake");
	json_decref(result);
	result = work_show(w, "nav01", number);
	assert_int_equal(int_in(result, "cycle"), 2);
	assert_false(json_is_string(json_object_get(result, "outcome")) &&
	    json_string_length(json_object_get(result, "outcome")) > 0);
	json_decref(result);
}

/* D-301 counts the decisions of this cycle only. */
static void
a_reopened_case_owes_a_decision_of_its_own(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(
	    work_act(w, "nav02", number, "refuse", decision("refused")));
	json_decref(work_act(w, "nav01", number, "reopen",
	    params("{s:s, s:s}", "reopen_reason", "new_request", "received",
		"2027-01-04")));
	to_evaluation(w, number);
	work_act_refused(w, "nav01", number, "conclude", conclusion(),
	    "E_DECISION_OWED");
}

static json_int_t
task_called(struct work *w, const char *as, const char *key)
{
	json_t *result = peer_do(&w->c, as, "task.list", NULL), *row;
	json_int_t id = 0;

	row = row_with(json_object_get(result, "rows"), "key", key);
	if (row != NULL)
		id = int_in(row, "id");
	json_decref(result);
	return id;
}

static void
a_task_is_done_by_its_unit_and_by_no_other(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t id;

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav01", number, "first_talk",
	    params("{s:s, s:b}", "informed", "leie", "roof_tonight", 0)));
	id = task_called(w, "nav02", "emergency");
	assert_int_not_equal(id, 0);
	peer_refused(&w->c, "alloc01", "task.done", params("{s:I}", "task", id),
	    "E_NOT_FOUND");
	json_decref(peer_do(&w->c, "nav02", "task.done",
	    params("{s:I, s:s}", "task", id, "note", "Ringt")));
	assert_int_equal(task_called(w, "nav02", "emergency"), 0);
	assert_int_equal(rev_of(w, number), 3);
}

/* D-055: the leader approves what deviates. */
static void
a_task_for_a_role_is_done_by_that_role(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_int_t id;

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav02", number, "emergency_stay",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "stay_type",
		"camping", "stay_from", "2027-01-04", "stay_place", "hytte 3",
		"children", 0, "stay_reason", "fullt", "decision_content", "x",
		"reason_facts", "y")));
	id = task_called(w, "leader01", "stay_approval");
	assert_int_not_equal(id, 0);
	peer_refused(&w->c, "nav01", "task.done", params("{s:I}", "task", id),
	    "E_NO_BASIS");
	work_act_refused(w, "nav01", number, "approve_stay", NULL,
	    "E_NO_BASIS");
	json_decref(work_act(w, "leader01", number, "approve_stay", NULL));
	assert_int_equal(task_called(w, "leader01", "stay_approval"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, work_setup, work_teardown)
		T(the_same_key_and_body_do_once_and_answer_twice),
		T(the_same_key_with_another_body_is_refused),
		T(a_key_is_remembered_over_kill_9),
		T(a_key_belongs_to_one_user),
		T(a_refused_request_leaves_its_key_free),
		T(a_kept_reply_is_seen_through_the_gate_again),
		T(a_stale_revision_is_told_who_was_first_and_when),
		T(of_two_who_act_at_once_one_wins),
		T(all_wrong_fields_are_told_at_once_and_nothing_stays),
		T(a_rejection_in_the_middle_of_an_action_leaves_nothing),
		T(an_unknown_action_is_offered_the_nearest),
		T(help_that_was_asked_for_does_not_end_in_advice),
		T(a_case_closes_only_with_the_decision_that_is_owed),
		T(only_a_decision_maker_decides),
		T(a_case_has_one_unit_and_one_contact_person_in_it),
		T(a_decision_stays_as_it_was_made),
		T(a_closed_case_is_only_reopened),
		T(a_reopened_case_owes_a_decision_of_its_own),
		T(a_task_is_done_by_its_unit_and_by_no_other),
		T(a_task_for_a_role_is_done_by_that_role),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
