/*
 * How a decision reaches its parties, and from when they may complain (law rows
 * 54, 58-60, 68; ).
 */
#include "deciding.h"

#include "model/zone.h"

static struct fixture f;
static char number[24];

static int
setup(void **state)
{
	(void)state;
	deciding_open(&f, "no", "");
	fixture_case(&f, json_pack("{sb}", "asks_help", 1), number);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static void
link_to(int64_t who, const char *kind, const char *name, const char *scope,
    bool written, bool lawyer)
{
	fixture_ok(&f, "nav01", "person.link",
	    json_pack("{sI ss ss ss sb sb}", "person", (json_int_t)who, "kind",
		kind, "name", name, "scope", scope, "written", written,
		"lawyer", lawyer));
}

/* law row 68, S-01 */
static void
a_digital_one_counts_from_being_ready_and_told_of(void **state)
{
	(void)state;
	fixture_advance(&f, "2027-02-10");
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	assert_int_equal(told(&f, number, 1, "available", 0, NULL), RC_OK);
	assert_null(at(shown(&f, number, 1), "complaint_due"));
	assert_int_equal(told(&f, number, 1, "alerted", 0, NULL), RC_OK);
	assert_string_equal(text_at(shown(&f, number, 1), "complaint_due"),
	    "2027-03-03");
	assert_non_null(strstr(text_at(f.result, "parties.0.why"), "BSL_7"));
	fixture_advance(&f, "2027-02-12");
	told(&f, number, 1, "opened", 0, NULL);
	fixture_advance(&f, "2027-02-18");
	assert_null(at(shown(&f, number, 1), "parties.0.realerted"));
}

/* law row 68; domain 4.2 "re-alert": Thu 2027-03-04 → Thu 2027-03-11 */
static void
an_unopened_one_is_told_of_again_after_a_week(void **state)
{
	json_t *rows;

	(void)state;
	fixture_advance(&f, "2027-03-04");
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	told(&f, number, 1, "available", 0, NULL);
	told(&f, number, 1, "alerted", 0, NULL);
	assert_string_equal(text_at(shown(&f, number, 1), "complaint_due"),
	    "2027-03-30"); /* domain 4.2 "Maundy Thursday" */
	fixture_advance(&f, "2027-03-11T04:00:00Z");
	assert_null(at(shown(&f, number, 1), "parties.0.realerted"));
	fixture_advance(&f, "2027-03-11T06:00:00Z");
	assert_string_equal(text_at(shown(&f, number, 1),
				"parties.0.realerted"),
	    "2027-03-11");
	rows = fixture_tasks(&f, number);
	assert_non_null(pick(rows, "key", "unopened:1:1"));
	json_decref(rows);
}

/* A-25, S-02: posted 2026-12-15 gives the same distance */
static void
a_posted_one_is_assumed_to_arrive_after_three_days(void **state)
{
	(void)state;
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	told(&f, number, 1, "posted", 0, NULL);
	assert_string_equal(text_at(shown(&f, number, 1), "parties.0.start"),
	    "2027-01-14");
	assert_string_equal(text_at(f.result, "complaint_due"), "2027-02-04");
	/* The same again changes nothing; what is known takes over. */
	assert_int_equal(told(&f, number, 1, "posted", 0, NULL), RC_OK);
	fixture_advance(&f, "2027-01-18");
	told(&f, number, 1, "arrived", 0, "2027-01-18");
	assert_string_equal(text_at(shown(&f, number, 1), "complaint_due"),
	    "2027-02-08");
	told(&f, number, 1, "arrived", 0, "2027-01-10");
	ASSERT_ERROR(&f, RC_GUARD, "E_DATE_ORDER");
	told(&f, number, 1, "arrived", 0, "2027-01-19");
	ASSERT_ERROR(&f, RC_GUARD, "E_DATE_ORDER");
}

static void
a_letter_that_came_back_has_not_arrived(void **state)
{
	json_t *rows;

	(void)state;
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	told(&f, number, 1, "posted", 0, NULL);
	told(&f, number, 1, "returned", 0, NULL);
	assert_null(at(shown(&f, number, 1), "complaint_due"));
	rows = fixture_tasks(&f, number);
	assert_non_null(pick(rows, "key", "returned:1:1"));
	json_decref(rows);
	fixture_advance(&f, "2027-01-20");
	told(&f, number, 1, "posted", 0, NULL);
	assert_string_equal(text_at(shown(&f, number, 1), "complaint_due"),
	    "2027-02-15"); /* Sat 13 Feb rolls */
	rows = fixture_tasks(&f, number);
	assert_null(pick(rows, "key", "returned:1:1"));
	json_decref(rows);
}

/* A-5, law row 54 */
static void
a_represented_adult_is_told_beside_the_representative(void **state)
{
	int64_t who = deciding_person(&f, "1980-01-01", "digital");

	(void)state;
	link_to(who, "representative", "Gatejuristen", "housing", true, false);
	deciding_case_of(&f, number, who);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	shown(&f, number, 1);
	assert_int_equal(json_array_size(at(f.result, "parties")), 2);
	assert_string_equal(text_at(f.result, "parties.0.kind"), "applicant");
	assert_string_equal(text_at(f.result, "parties.0.channel"), "digital");
	assert_string_equal(text_at(f.result, "parties.1.kind"),
	    "representative");
	assert_string_equal(text_at(f.result, "parties.1.name"),
	    "Gatejuristen");
	/* Each has a period of its own. */
	told(&f, number, 1, "available", 1, NULL);
	told(&f, number, 1, "alerted", 1, NULL);
	told(&f, number, 1, "posted", 2, NULL);
	shown(&f, number, 1);
	assert_string_equal(text_at(f.result, "parties.0.due"), "2027-02-01");
	assert_string_equal(text_at(f.result, "parties.1.due"), "2027-02-04");
	assert_string_equal(text_at(f.result, "complaint_due"), "2027-02-04");
}

/* A-5, S-02: no written authority */
static void
an_authority_that_is_not_in_writing_is_asked_for(void **state)
{
	int64_t who = deciding_person(&f, "1980-01-01", NULL);
	json_t *rows;

	(void)state;
	link_to(who, "representative", "Naboen", "housing", false, false);
	link_to(who, "representative", "Økonomen", "economy", true, false);
	deciding_case_of(&f, number, who);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	shown(&f, number, 1);
	assert_int_equal(json_array_size(at(f.result, "parties")), 1);
	assert_string_equal(text_at(f.result, "parties.0.kind"), "applicant");
	rows = fixture_tasks(&f, number);
	assert_non_null(pick(rows, "key", "authority"));
	json_decref(rows);
}

/* a lawyer needs none in writing; a child over 15 is told as well */
static void
a_lawyer_needs_no_writing_and_a_child_of_15_is_told_too(void **state)
{
	int64_t fifteen = deciding_person(&f, "2012-01-11", NULL);
	int64_t fourteen = deciding_person(&f, "2012-01-12", NULL);

	(void)state;
	link_to(fifteen, "guardian", "Mor", "all", true, false);
	link_to(fifteen, "representative", "Advokat", "all", false, true);
	deciding_case_of(&f, number, fifteen);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	assert_int_equal(json_array_size(at(shown(&f, number, 1), "parties")),
	    3);
	link_to(fourteen, "guardian", "Far", "all", true, false);
	deciding_case_of(&f, number, fourteen);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	shown(&f, number, 1);
	assert_int_equal(json_array_size(at(f.result, "parties")), 1);
	assert_string_equal(text_at(f.result, "parties.0.kind"), "guardian");
}

/* the bed first, the paper next working day */
static void
an_urgent_one_is_told_at_once_and_its_papers_follow(void **state)
{
	json_t *rows;
	const json_t *d;

	(void)state;
	fixture_advance(&f, "2027-01-15"); /* a Friday */
	decide(&f, "nav01", number,
	    json_pack("{ss ss ss ss sb}", "type", "stay", "legal", "SOTJL_27",
		"result", "granted", "content", "Seng i natt.", "urgent", 1));
	assert_int_equal(told(&f, number, 1, "told", 0, NULL), RC_OK);
	assert_null(at(shown(&f, number, 1), "complaint_due"));
	rows = fixture_deadlines(&f);
	d = pick(rows, "name", "papers:1");
	assert_string_equal(text_at(d, "due"), "2027-01-18");
	json_decref(rows);
	fixture_advance(&f, "2027-01-18");
	told(&f, number, 1, "posted", 0, NULL);
	assert_string_equal(text_at(shown(&f, number, 1), "complaint_due"),
	    "2027-02-11");
	rows = fixture_deadlines(&f);
	assert_null(pick(rows, "name", "papers:1"));
	json_decref(rows);
}

/* fvl §§ 24, 29 third para. */
static void
a_request_for_reasons_interrupts_the_period(void **state)
{
	json_t *granted = json_pack("{ss ss ss ss}", "type", "help", "legal",
	    "BSL_7", "result", "granted", "content", "To besøk i uken.");

	(void)state;
	decide(&f, "nav01", number, granted);
	told(&f, number, 1, "arrived", 0, NULL);
	assert_string_equal(text_at(shown(&f, number, 1), "complaint_due"),
	    "2027-02-01");
	fixture_advance(&f, "2027-01-20");
	assert_int_equal(told(&f, number, 1, "reasons_asked", 0, NULL), RC_OK);
	assert_null(at(shown(&f, number, 1), "complaint_due"));
	fixture_ok(&f, "nav01", "decision.reasons",
	    json_pack("{ss si ss ss ss}", "case", number, "no", 1, "rules",
		"§ 6", "facts", "Fakta", "considerations", "Hensyn"));
	told(&f, number, 1, "reasons_posted", 0, NULL);
	assert_string_equal(text_at(shown(&f, number, 1), "complaint_due"),
	    "2027-02-15"); /* 23 Jan + 3 weeks = Sat 13 Feb, rolls */
	assert_string_equal(text_at(f.result, "reasons.rules"), "§ 6");
	fixture_ask(&f, "nav01", "decision.reasons",
	    json_pack("{ss si ss ss ss}", "case", number, "no", 1, "rules",
		"andre", "facts", "Fakta", "considerations", "Hensyn"));
	ASSERT_ERROR(&f, RC_GUARD, "E_HAS_REASONS");
}

static void
reasons_are_asked_for_in_time_and_only_where_there_are_none(void **state)
{
	(void)state;
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	told(&f, number, 1, "arrived", 0, NULL);
	told(&f, number, 1, "reasons_asked", 0, NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_HAS_REASONS");
	decide(&f, "nav01", number,
	    json_pack("{ss ss ss ss}", "type", "stay", "legal", "SOTJL_27",
		"result", "granted", "content", "Rom"));
	told(&f, number, 2, "arrived", 0, NULL);
	fixture_advance(&f, "2027-02-02");
	told(&f, number, 2, "reasons_asked", 0, NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_PERIOD_OVER");
}

static void
what_expires_is_told_of_before(void **state)
{
	json_t *rows;

	(void)state;
	decide(&f, "nav01", number,
	    refusal("help", "BSL_7",
		json_pack("{ss}", "expires", "2027-03-01")));
	fixture_advance(&f, "2027-02-20");
	rows = fixture_tasks(&f, number);
	assert_null(pick(rows, "key", "expire:1"));
	json_decref(rows);
	fixture_advance(&f, "2027-02-22"); /* 8 days before, 06:00 */
	rows = fixture_tasks(&f, number);
	assert_non_null(pick(rows, "key", "expire:1"));
	json_decref(rows);
}

static void
a_closed_case_still_takes_what_happens_to_its_letters(void **state)
{
	(void)state;
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	assert_int_equal(fixture_act(&f, "nav01", number, "finish",
			     json_pack("{ss}", "outcome", "decided")),
	    RC_OK);
	assert_int_equal(told(&f, number, 1, "available", 0, NULL), RC_OK);
	assert_int_equal(told(&f, number, 1, "alerted", 0, NULL), RC_OK);
	fixture_advance(&f, "2027-01-19");
	assert_string_equal(text_at(shown(&f, number, 1),
				"parties.0.realerted"),
	    "2027-01-18");
	fixture_act(&f, "nav01", number, "note", json_object());
	ASSERT_ERROR(&f, RC_GUARD, "E_CLOSED");
}

static json_t *out; /* what went to the courier */

static void
take(void *arg, json_t *message)
{
	(void)arg;
	json_array_append_new(out, message);
}

static const char *
key_of(size_t i)
{
	return json_string_value(at(json_array_get(out, i), "send.key"));
}

/* The courier says that letter I went out, and then WORD at 12:00 on DAY. */
static void
carried(size_t i, const char *word, const char *day)
{
	struct date d;
	struct err e = ERR_INIT;

	assert_int_equal(date_parse(day, &d, &e), RC_OK);
	engine_hear(f.engine,
	    json_pack("{ss ss ss}", "effect", key_of(i), "outcome", "done",
		"text", ""));
	fixture_run(&f);
	engine_hear(f.engine,
	    json_pack("{ss si ss sI}", "status", key_of(i), "line", 1, "word",
		word, "at", (json_int_t)zone_instant(d, 12, 0)));
	fixture_run(&f);
}

/* A-5, law rows 54 and 68: a letter each, and its receipts move their clocks */
static void
receipts_of_a_partys_letter_move_that_partys_clock(void **state)
{
	int64_t who =
	    int_at(fixture_ok(&f, "nav01", "person.add",
		       json_pack("{ss ss ss ss}", "name", "Prøve Åsheim",
			   "address", "Testvegen 1", "postal_code", "9050",
			   "postal_place", "Storsteinnes")),
		"person");

	(void)state;
	out = json_array();
	link_to(who, "representative", "Gatejuristen", "housing", true, false);
	deciding_case_of(&f, number, who);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	fixture_act(&f, "nav01", number, "tell", NULL);
	fixture_advance(&f, "2027-01-12");
	engine_set_courier(f.engine, take, NULL);
	fixture_run(&f);
	assert_int_equal(json_array_size(out), 2);
	fixture_advance(&f, "2027-01-13");
	carried(0, "VARSLET", "2027-01-12");
	carried(1, "PRINTET", "2027-01-13");
	shown(&f, number, 1);
	assert_string_equal(text_at(f.result, "parties.0.alerted"),
	    "2027-01-12");
	assert_string_equal(text_at(f.result, "parties.0.due"), "2027-02-02");
	assert_string_equal(text_at(f.result, "parties.1.posted"),
	    "2027-01-13");
	assert_string_equal(text_at(f.result, "parties.1.due"), "2027-02-08");
	engine_set_courier(f.engine, NULL, NULL);
	json_decref(out);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_digital_one_counts_from_being_ready_and_told_of),
		T(an_unopened_one_is_told_of_again_after_a_week),
		T(a_posted_one_is_assumed_to_arrive_after_three_days),
		T(a_letter_that_came_back_has_not_arrived),
		T(a_represented_adult_is_told_beside_the_representative),
		T(an_authority_that_is_not_in_writing_is_asked_for),
		T(a_lawyer_needs_no_writing_and_a_child_of_15_is_told_too),
		T(an_urgent_one_is_told_at_once_and_its_papers_follow),
		T(a_request_for_reasons_interrupts_the_period),
		T(reasons_are_asked_for_in_time_and_only_where_there_are_none),
		T(what_expires_is_told_of_before),
		T(a_closed_case_still_takes_what_happens_to_its_letters),
		T(receipts_of_a_partys_letter_move_that_partys_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
