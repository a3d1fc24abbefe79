/*
 * Complaints: in time or late, reversed here or forwarded, and what the
 * complaint body answers (law rows 60-67; S-11).
 */
#include "base/mem.h"
#include "deciding.h"

static struct fixture f;
static char number[24];

/* S-11: V1 and V2 of 2027-05-03, arrived 2027-05-04; closed. */
static int
setup(void **state)
{
	(void)state;
	deciding_open(&f, "no", "");
	fixture_advance(&f, "2027-05-03");
	fixture_case(&f, json_pack("{sb}", "asks_help", 1), number);
	decide(&f, "nav01", number,
	    refusal("dwelling", "DWELLING_RULES", NULL));
	assert_int_equal(f.rc, RC_OK);
	decide(&f, "nav01", number,
	    refusal("help", "BSL_7", json_pack("{ss}", "result", "partly")));
	assert_int_equal(f.rc, RC_OK);
	fixture_act(&f, "nav01", number, "finish",
	    json_pack("{ss}", "outcome", "decided"));
	fixture_advance(&f, "2027-05-04");
	told(&f, number, 1, "arrived", 0, NULL);
	told(&f, number, 2, "arrived", 0, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

/* A letter against DECISIONS ("[ii]" …), MORE on top. */
static enum rc
complain(json_t *decisions, json_t *more)
{
	json_t *p =
	    json_pack("{ss so}", "case", number, "decisions", decisions);

	if (more != NULL)
		json_object_update(p, more);
	json_decref(more);
	return fixture_ask(&f, "nav01", "complaint.receive", p);
}

static enum rc
ask(const char *verb, int complaint, json_t *more)
{
	json_t *p =
	    json_pack("{ss si}", "case", number, "complaint", complaint);

	if (more != NULL)
		json_object_update(p, more);
	json_decref(more);
	return fixture_ask(&f, "nav01", verb, p);
}

static json_t *
look(int complaint)
{
	return fixture_ok(&f, "nav01", "complaint.show",
	    json_pack("{ss si}", "case", number, "complaint", complaint));
}

static const char *
error_name(void)
{
	return f.err.name;
}

/* S-11 */
static void
one_letter_against_two_decisions_is_two_complaints(void **state)
{
	json_t *rows;

	(void)state;
	fixture_advance(&f, "2027-05-20");
	assert_int_equal(complain(json_pack("[ii]", 1, 2), NULL), RC_OK);
	assert_int_equal(json_array_size(at(f.result, "complaints")), 2);
	assert_string_equal(text_at(f.result, "complaints.0.due"),
	    "2027-05-25");
	assert_string_equal(text_at(f.result, "complaints.0.body"),
	    "Klagenemnda i Midt-Troms");
	assert_string_equal(text_at(f.result, "complaints.1.body"),
	    "Statsforvalteren");
	assert_int_equal(int_at(f.result, "complaints.0.letter"),
	    int_at(f.result, "complaints.1.letter"));
	assert_true(json_is_true(at(f.result, "complaints.1.in_time")));
	rows = fixture_deadlines(&f);
	assert_string_equal(text_at(pick(rows, "name", "complaint_forward:1"),
				"due"),
	    "2027-06-03");
	json_decref(rows);
}

static void
who_decided_does_not_end_the_complaint(void **state)
{
	(void)state;
	complain(json_pack("[i]", 1), NULL);
	ask("complaint.close", 1,
	    json_pack("{ss ss}", "cause", "maintained", "note",
		"Vi står fast"));
	ASSERT_ERROR(&f, RC_GUARD, "E_MUST_FORWARD");
	ask("complaint.outcome", 1, json_pack("{ss}", "outcome", "confirmed"));
	ASSERT_ERROR(&f, RC_GUARD, "E_MUST_FORWARD");
	assert_string_equal(text_at(look(1), "state"), "open");
	assert_int_equal(ask("complaint.close", 1,
			     json_pack("{ss ss}", "cause", "withdrawn", "note",
				 "Ringte i dag")),
	    RC_OK);
	assert_string_equal(text_at(look(1), "outcome"), "withdrawn");
}

/* the postmark counts on paper, the arrival digitally */
static void
a_letter_counts_from_its_postmark(void **state)
{
	(void)state;
	fixture_advance(&f, "2027-05-28");
	complain(json_pack("[i]", 1),
	    json_pack("{ss}", "posted", "2027-05-25"));
	assert_true(json_is_true(at(f.result, "complaints.0.in_time")));
	complain(json_pack("[i]", 2),
	    json_pack("{ss ss}", "channel", "digital", "received",
		"2027-05-26"));
	assert_true(json_is_false(at(f.result, "complaints.0.in_time")));
	assert_string_equal(text_at(f.result, "complaints.0.state"), "late");
	complain(json_pack("[i]", 1),
	    json_pack("{ss ss}", "channel", "digital", "posted", "2027-05-25"));
	ASSERT_ERROR(&f, RC_GUARD, "E_DATE_ORDER");
}

/* law row 62, fvl § 31 */
static void
a_late_one_is_kept_and_assessed(void **state)
{
	(void)state;
	fixture_advance(&f, "2027-05-26");
	complain(json_pack("[ii]", 1, 2), NULL);
	assert_string_equal(text_at(f.result, "warnings.0.name"),
	    "W_COMPLAINT_LATE");
	ask("complaint.forward", 1, json_pack("{ss}", "statement", "x"));
	ASSERT_ERROR(&f, RC_GUARD, "E_COMPLAINT_LATE");
	ask("complaint.assess", 1, json_pack("{sb}", "admit", 1));
	ASSERT_ERROR(&f, RC_GUARD, "E_REASON_REQUIRED");
	assert_int_equal(ask("complaint.assess", 1,
			     json_pack("{sb ss}", "admit", 1, "why",
				 "Lå på sykehus.")),
	    RC_OK);
	assert_string_equal(text_at(look(1), "state"), "open");
	ask("complaint.assess", 2,
	    json_pack("{sb ss}", "admit", 0, "why", "Ingen grunn."));
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_INCOMPLETE");
	assert_int_equal(ask("complaint.assess", 2,
			     json_pack("{sb ss ss ss ss ss}", "admit", 0, "why",
				 "Ingen grunn.", "content", "Klagen avvises.",
				 "rules", "fvl § 31", "facts",
				 "En dag for sent", "considerations",
				 "Ikke stor betydning")),
	    RC_OK);
	assert_string_equal(text_at(look(2), "outcome"), "rejected");
	assert_int_equal(int_at(f.result, "new_decision"), 3);
	shown(&f, number, 3);
	assert_string_equal(text_at(f.result, "basis"), "FVL_31");
	assert_string_equal(text_at(f.result, "complaint_body"),
	    "Statsforvalteren");
}

/* law row 62, S-11: 2028-05-04 */
static void
after_a_year_none_is_considered(void **state)
{
	(void)state;
	fixture_advance(&f, "2028-05-04");
	complain(json_pack("[ii]", 1, 2),
	    json_pack("{ss}", "posted", "2028-05-03"));
	assert_string_equal(text_at(f.result, "complaints.0.last"),
	    "2028-05-03");
	assert_int_equal(ask("complaint.assess", 1,
			     json_pack("{sb ss}", "admit", 1, "why", "Vektig")),
	    RC_OK);
	fixture_close(&f);
	setup(NULL);
	fixture_advance(&f, "2028-05-04");
	complain(json_pack("[i]", 1), NULL);
	assert_string_equal(text_at(f.result, "warnings.1.name"),
	    "W_ABSOLUTE_1Y");
	ask("complaint.assess", 1,
	    json_pack("{sb ss}", "admit", 1, "why", "Vektig"));
	ASSERT_ERROR(&f, RC_GUARD, "E_ABSOLUTE_1Y");
}

/* law row 60: others within three months of the decision */
static void
who_was_not_told_has_three_months(void **state)
{
	(void)state;
	fixture_advance(&f, "2027-08-03");
	complain(json_pack("[i]", 1), json_pack("{sb}", "other", 1));
	assert_string_equal(text_at(f.result, "complaints.0.due"),
	    "2027-08-03");
	assert_true(json_is_true(at(f.result, "complaints.0.in_time")));
}

static json_t *
reversal(const char *result, const char *founded)
{
	json_t *o = json_pack("{ss ss ss ss ss}", "result", result, "content",
	    "Nytt vedtak.", "rules", "§ 7", "facts", "Nye fakta",
	    "considerations", "Klageren har rett");

	if (founded != NULL)
		json_object_set_new(o, "founded", json_string(founded));
	return o;
}

/* fvl § 33 */
static void
the_lower_body_reverses_only_what_is_well_founded_and_in_favour(void **state)
{
	(void)state;
	complain(json_pack("[ii]", 1, 2), NULL);
	ask("complaint.reverse", 1, reversal("granted", NULL));
	ASSERT_ERROR(&f, RC_GUARD, "E_NOT_FOUNDED");
	ask("complaint.reverse", 1, reversal("refused", "Nesten"));
	ASSERT_ERROR(&f, RC_GUARD, "E_NOT_FOUNDED");
	ask("complaint.reverse", 2, reversal("refused", "Verre"));
	ASSERT_ERROR(&f, RC_GUARD, "E_TO_DETRIMENT");
	assert_int_equal(ask("complaint.reverse", 1,
			     reversal("granted", "Har rett.")),
	    RC_OK);
	assert_string_equal(text_at(look(1), "outcome"), "upheld");
	shown(&f, number, 3);
	assert_string_equal(text_at(f.result, "basis"), "FVL_33");
	assert_int_equal(int_at(f.result, "refers_to"), 1);
	assert_string_equal(text_at(f.result, "complaint_body"),
	    "Klagenemnda i Midt-Troms");
	/* law row 66: costs within three weeks of when the new one came. */
	told(&f, number, 3, "arrived", 0, NULL);
	assert_string_equal(text_at(look(1), "costs_due"), "2027-05-25");
	/* Part of it: the rest is forwarded all the same. */
	assert_int_equal(ask("complaint.reverse", 2,
			     json_pack("{ss sb ss ss ss ss ss}", "result",
				 "partly", "whole", 0, "founded", "Delvis",
				 "content", "Mer", "rules", "§", "facts", "F",
				 "considerations", "H")),
	    RC_OK);
	assert_string_equal(text_at(look(2), "state"), "open");
	assert_int_equal(int_at(f.result, "new_decision"), 4);
}

/* law row 63 */
static void
a_forwarded_one_lies_with_the_body_and_the_party_gets_a_copy(void **state)
{
	json_t *rows;

	(void)state;
	complain(json_pack("[i]", 1), NULL);
	ask("complaint.forward", 1, NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_REASON_REQUIRED");
	assert_int_equal(ask("complaint.forward", 1,
			     json_pack("{ss}", "statement", "Vi mener …")),
	    RC_OK);
	assert_string_equal(text_at(f.result, "body"),
	    "Klagenemnda i Midt-Troms");
	ask("complaint.forward", 1, json_pack("{ss}", "statement", "igjen"));
	ASSERT_ERROR(&f, RC_GUARD, "E_FORWARDED");
	ask("complaint.reverse", 1, reversal("granted", "For sent."));
	ASSERT_ERROR(&f, RC_GUARD, "E_FORWARDED");
	rows = fixture_deadlines(&f);
	assert_null(pick(rows, "name", "complaint_forward:1"));
	assert_string_equal(text_at(pick(rows, "name", "complaint_answer:1"),
				"due"),
	    "2027-08-04");
	json_decref(rows);
	assert_string_equal(text_at(look(1), "notes.0.body.statement"),
	    "Vi mener …");
}

/* D-150: what has passed is the leader's */
static void
forwarding_is_reminded_of_and_then_the_leaders(void **state)
{
	const json_t *t;
	json_t *rows;

	(void)state;
	complain(json_pack("[i]", 1), NULL);
	fixture_advance(&f, "2027-05-16");
	rows = fixture_tasks(&f, number);
	assert_non_null(pick(rows, "key", "deadline:complaint_forward:1"));
	json_decref(rows);
	fixture_advance(&f, "2027-05-19");
	rows = fixture_tasks(&f, number);
	t = pick(rows, "key", "overdue:complaint_forward:1");
	assert_string_equal(text_at(t, "role"), "leader");
	json_decref(rows);
	ask("complaint.forward", 1, json_pack("{ss}", "statement", "Nå"));
	rows = fixture_tasks(&f, number);
	assert_null(pick(rows, "key", "overdue:complaint_forward:1"));
	assert_null(pick(rows, "key", "complaint:1"));
	json_decref(rows);
}

/* S-11 */
static void
upheld_takes_the_case_up_again_with_the_waiting_date(void **state)
{
	(void)state;
	fixture_advance(&f, "2027-05-20");
	complain(json_pack("[ii]", 1, 2), NULL);
	fixture_advance(&f, "2027-06-03");
	ask("complaint.forward", 1, json_pack("{ss}", "statement", "V1"));
	ask("complaint.forward", 2, json_pack("{ss}", "statement", "V2"));
	fixture_advance(&f, "2027-08-10");
	assert_int_equal(ask("complaint.outcome", 1,
			     json_pack("{ss ss ss}", "outcome", "upheld",
				 "decided", "2027-08-09", "stage",
				 "allocation")),
	    RC_OK);
	assert_string_equal(text_at(f.result, "stage"), "allocation");
	assert_string_equal(text_at(f.result, "costs_due"), "2027-08-31");
	assert_int_equal(int_at(f.result, "reopened"), 2);
	fixture_ok(&f, "nav01", "case.show", json_pack("{ss}", "case", number));
	assert_int_equal(int_at(f.result, "cycle"), 2);
	assert_string_equal(text_at(f.result, "status"), "open");
	assert_string_equal(text_at(pick(at(f.result, "fields"), "name",
					"waiting_since"),
				"value"),
	    "2027-05-03");
	assert_string_equal(text_at(pick(at(f.result, "fields"), "name",
					"reopen_reason"),
				"value"),
	    "complaint_upheld");
	fixture_advance(&f, "2027-08-16");
	assert_int_equal(ask("complaint.outcome", 2,
			     json_pack("{ss}", "outcome", "confirmed")),
	    RC_OK);
	assert_string_equal(text_at(look(2), "outcome_title"),
	    "decision confirmed");
	/* D-301: what was asked for is owed anew. */
	fixture_act(&f, "nav01", number, "finish",
	    json_pack("{ss}", "outcome", "decided"));
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_OWED");
}

/* fvl § 34, S-11: message by 2027-08-20 */
static void
worse_only_for_others_and_told_within_three_months(void **state)
{
	(void)state;
	fixture_advance(&f, "2027-05-20");
	complain(json_pack("[i]", 2), NULL);
	ask("complaint.forward", 1, json_pack("{ss}", "statement", "x"));
	fixture_advance(&f, "2027-08-25");
	ask("complaint.outcome", 1,
	    json_pack("{ss ss}", "outcome", "worsened", "message_sent",
		"2027-08-20"));
	ASSERT_ERROR(&f, RC_GUARD, "E_TO_DETRIMENT");
	ask("complaint.outcome", 1,
	    json_pack("{ss ss sb}", "outcome", "worsened", "message_sent",
		"2027-08-21", "others_interests", 1));
	ASSERT_ERROR(&f, RC_GUARD, "E_TO_DETRIMENT");
	assert_non_null(strstr(f.err.text, "2027-08-20"));
	assert_int_equal(ask("complaint.outcome", 1,
			     json_pack("{ss ss sb}", "outcome", "worsened",
				 "message_sent", "2027-08-20",
				 "others_interests", 1)),
	    RC_OK);
}

/* law row 67, fvl § 42 */
static void
execution_waits_when_that_is_decided_with_a_reason(void **state)
{
	json_t *rows;

	(void)state;
	complain(json_pack("[i]", 1), json_pack("{sb}", "suspension", 1));
	rows = fixture_tasks(&f, number);
	assert_non_null(pick(rows, "key", "complaint_suspend:1"));
	json_decref(rows);
	ask("complaint.suspend", 1, json_pack("{sb}", "suspend", 1));
	ASSERT_ERROR(&f, RC_GUARD, "E_REASON_REQUIRED");
	assert_true(json_is_false(at(shown(&f, number, 1), "suspended")));
	ask("complaint.suspend", 1,
	    json_pack("{sb ss}", "suspend", 1, "why", "Ellers uten bolig"));
	assert_true(json_is_true(at(shown(&f, number, 1), "suspended")));
	ask("complaint.close", 1,
	    json_pack("{ss ss}", "cause", "withdrawn", "note", "i dag"));
	assert_true(json_is_false(at(shown(&f, number, 1), "suspended")));
}

static void
a_case_is_not_closed_over_a_complaint_that_is_ours(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "reopen", NULL);
	assert_int_equal(f.rc, RC_OK);
	decide(&f, "nav01", number, refusal("money", "SOTJL_18", NULL));
	complain(json_pack("[i]", 1), NULL);
	fixture_act(&f, "nav01", number, "finish",
	    json_pack("{ss}", "outcome", "decided"));
	ASSERT_ERROR(&f, RC_GUARD, "E_COMPLAINT_OPEN");
	fixture_act(&f, "nav01", number, "finish",
	    json_pack("{ss}", "outcome", "withdrawn"));
	ASSERT_ERROR(&f, RC_GUARD, "E_COMPLAINT_OPEN");
	ask("complaint.forward", 1, json_pack("{ss}", "statement", "x"));
	assert_int_equal(fixture_act(&f, "nav01", number, "finish",
			     json_pack("{ss}", "outcome", "decided")),
	    RC_OK);
	/* The track goes on beside the closed case. */
	assert_int_equal(ask("complaint.outcome", 1,
			     json_pack("{ss}", "outcome", "confirmed")),
	    RC_OK);
}

/* A closed case with a complaint on its way is neither locked nor erased. */
static void
a_case_with_an_open_complaint_is_not_erased(void **state)
{
	struct ask *a;
	int id;

	(void)state;
	complain(json_pack("[i]", 1), NULL);
	ask("complaint.forward", 1, json_pack("{ss}", "statement", "x"));
	a = fixture_new_ask(&f, "nav01", "case.erase",
	    json_pack("{ss}", "case", number));
	a->reason = mem_text("ber om sletting");
	assert_int_equal(fixture_submit(&f, a), RC_OK);
	id = (int)int_at(f.result, "erasure");
	a = fixture_new_ask(&f, "boss", "erasure.decide",
	    json_pack("{si ss}", "erasure", id, "outcome", "lock"));
	a->reason = mem_text("arkivlova § 13");
	fixture_submit(&f, a);
	ASSERT_ERROR(&f, RC_GUARD, "E_OPEN");
	ask("complaint.outcome", 1, json_pack("{ss}", "outcome", "confirmed"));
	a = fixture_new_ask(&f, "boss", "erasure.decide",
	    json_pack("{si ss}", "erasure", id, "outcome", "lock"));
	a->reason = mem_text("arkivlova § 13");
	assert_int_equal(fixture_submit(&f, a), RC_OK);
}

static void
the_same_party_does_not_complain_twice_at_once(void **state)
{
	(void)state;
	complain(json_pack("[i]", 1), NULL);
	assert_int_equal(complain(json_pack("[ii]", 2, 1), NULL), RC_CONFLICT);
	assert_string_equal(error_name(), "E_COMPLAINT_TWICE");
	fixture_ok(&f, "nav01", "complaint.list",
	    json_pack("{ss}", "case", number));
	assert_int_equal(json_array_size(at(f.result, "rows")), 1);
	assert_int_equal(complain(json_pack("[i]", 9), NULL), RC_NOTFOUND);
	assert_int_equal(complain(json_array(), NULL), RC_INVALID);
}

/* S-09 a: who moves away is heard in the complaint all the same. */
static void
a_complaint_goes_on_when_the_complainant_moves(void **state)
{
	(void)state;
	fixture_case(&f, json_pack("{sb}", "asks_help", 1), number);
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("help", "BSL_7", NULL)),
	    RC_OK);
	told(&f, number, 1, "arrived", 0, NULL);
	assert_int_equal(complain(json_pack("[i]", 1), NULL), RC_OK);
	assert_int_equal(fixture_ask(&f, "nav01", "case.transfer",
			     json_pack("{ss ss ss ss}", "case", number,
				 "municipality", "5501", "moved_on",
				 "2027-05-04", "why", "flyttet")),
	    RC_OK);
	assert_int_equal(ask("complaint.forward", 1,
			     json_pack("{ss}", "statement", "Vi står fast")),
	    RC_OK);
	assert_string_equal(text_at(look(1), "state"), "forwarded");
	assert_int_equal(ask("complaint.outcome", 1,
			     json_pack("{ss}", "outcome", "confirmed")),
	    RC_OK);
	assert_string_equal(text_at(look(1), "state"), "ended");
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(one_letter_against_two_decisions_is_two_complaints),
		T(who_decided_does_not_end_the_complaint),
		T(a_complaint_goes_on_when_the_complainant_moves),
		T(a_letter_counts_from_its_postmark),
		T(a_late_one_is_kept_and_assessed),
		T(after_a_year_none_is_considered),
		T(who_was_not_told_has_three_months),
		T(the_lower_body_reverses_only_what_is_well_founded_and_in_favour),
		T(a_forwarded_one_lies_with_the_body_and_the_party_gets_a_copy),
		T(forwarding_is_reminded_of_and_then_the_leaders),
		T(upheld_takes_the_case_up_again_with_the_waiting_date),
		T(worse_only_for_others_and_told_within_three_months),
		T(execution_waits_when_that_is_decided_with_a_reason),
		T(a_case_is_not_closed_over_a_complaint_that_is_ours),
		T(a_case_with_an_open_complaint_is_not_erased),
		T(the_same_party_does_not_complain_twice_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
