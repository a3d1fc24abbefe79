/*
 * Decisions: what they must say, who may make them, and how they reach the
 * parties (law rows 15, 54, 56, 58-60, 68,
 * D-304).
 */
#include "deciding.h"

#include "base/ini.h"
#include "base/lines.h"
#include "model/law.h"
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

/* Does the last error name FIELD with the error NAME? */
static bool
blames(const char *field, const char *name)
{
	size_t i;

	for (i = 0; i < f.err.n_fields; i++)
		if (strcmp(f.err.fields[i].field, field) == 0 &&
		    strcmp(f.err.fields[i].name, name) == 0)
			return true;
	return false;
}

static int64_t
person(const char *born, const char *channel)
{
	json_t *p = json_pack("{ss}", "name", "Prøve Åsheim");

	if (born != NULL)
		json_object_set_new(p, "birth_date", json_string(born));
	if (channel != NULL)
		json_object_set_new(p, "channel", json_string(channel));
	return int_at(fixture_ok(&f, "nav01", "person.add", p), "person");
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

static void
case_of(int64_t who)
{
	fixture_case(&f,
	    json_pack("{sb sI}", "asks_help", 1, "person", (json_int_t)who),
	    number);
}

/* law row 58: fvl §§ 23-25 */
static void
an_empty_decision_is_told_all_that_it_lacks(void **state)
{
	(void)state;
	decide(&f, "nav01", number, json_object());
	ASSERT_ERROR(&f, RC_GUARD, "E_DECISION_INCOMPLETE");
	assert_int_equal(f.err.n_fields, 7);
	assert_true(blames("type", "E_TYPE"));
	assert_true(blames("result", "E_RESULT"));
	assert_true(blames("basis", "E_BASIS"));
	assert_true(blames("content", "E_CONTENT"));
	assert_true(blames("reasons.rules", "E_REASONS"));
	assert_true(blames("reasons.facts", "E_REASONS"));
	assert_true(blames("reasons.considerations", "E_REASONS"));
	fixture_ok(&f, "nav01", "decision.list",
	    json_pack("{ss}", "case", number));
	assert_int_equal(json_array_size(at(f.result, "rows")), 0);
}

static void
one_kind_of_mistake_gives_the_error_its_name(void **state)
{
	(void)state;
	decide(&f, "nav01", number,
	    refusal("help", "BSL_7", json_pack("{sn}", "facts")));
	ASSERT_ERROR(&f, RC_GUARD, "E_REASONS");
	decide(&f, "nav01", number, refusal("help", "BSL7", NULL));
	ASSERT_ERROR(&f, RC_GUARD, "E_BASIS");
	assert_non_null(strstr(f.err.text, "BSL_7"));
}

/* D-304 */
static void
a_decision_is_frozen_with_all_that_it_stands_on(void **state)
{
	const json_t *d;

	(void)state;
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("help", "BSL_7", NULL)),
	    RC_OK);
	d = shown(&f, number, 1);
	assert_string_equal(text_at(d, "basis_version"), "2026-07-02");
	assert_string_equal(text_at(d, "complaint_body"), "Statsforvalteren");
	assert_string_equal(text_at(d, "complaint_length"), "3w");
	assert_string_equal(text_at(d, "complaint_rule"), "BSL_7");
	assert_string_equal(text_at(d, "decided_by"), "nav01");
	assert_string_equal(text_at(d, "role"), "decision_maker");
	assert_int_equal(strlen(text_at(d, "hash")), 32);
	fixture_ok(&f, "aud", "sys.verify", NULL);
	assert_true(json_is_true(at(f.result, "ok")));
}

/* law row 61; domain 2.6: one application, decisions with different bodies */
static void
the_complaint_body_and_period_follow_the_basis(void **state)
{
	static const struct {
		const char *type, *basis, *body, *length;
	} rows[] = {
		{ "help", "BSL_7", "Statsforvalteren", "3w" },
		{ "dwelling", "DWELLING_RULES", "Klagenemnda i Midt-Troms",
		    "3w" },
		{ "money", "SOTJL_18", "Statsforvalteren", "3w" },
		{ "plan", "SOTJL_28", "Statsforvalteren", "3w" },
		{ "plan_pbrl", "PBRL_2_5", "Statsforvalteren", "4w" },
		/* round-the-clock care goes not to the klagenemnd */
		{ "care_dwelling", "HOL_3_2A", "Statsforvalteren", "4w" },
		/* who moved without agreement gets a decision too */
		{ "responsibility", "BSL_3", "Statsforvalteren", "3w" },
	};
	const json_t *d;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(decide(&f, "nav01", number,
				     refusal(rows[i].type, rows[i].basis,
					 NULL)),
		    RC_OK);
		d = shown(&f, number, (int)i + 1);
		assert_string_equal(text_at(d, "complaint_body"), rows[i].body);
		assert_string_equal(text_at(d, "complaint_length"),
		    rows[i].length);
	}
}

/* sotjl § 20 is for economic support, § 20 a for those under 30 */
static void
a_condition_has_its_reason_and_a_ground_that_fits(void **state)
{
	json_t *more;

	(void)state;
	decide(&f, "nav01", number,
	    refusal("money", "SOTJL_18",
		json_pack("{ss}", "condition", "Møt opp")));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONDITION");
	assert_true(blames("conditions.1.reason", "E_CONDITION"));
	more =
	    json_pack("{ss ss ss}", "condition", "Møt opp", "condition_reason",
		"Nær sammenheng", "condition_basis", "SOTJL_20");
	decide(&f, "nav01", number,
	    refusal("help", "BSL_7", json_incref(more)));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONDITION_BASIS");
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("money", "SOTJL_18", more)),
	    RC_OK);
	assert_string_equal(text_at(shown(&f, number, 1),
				"content.conditions.0.reason"),
	    "Nær sammenheng");
}

/* */
static void
activity_is_a_condition_for_those_under_30_alone(void **state)
{
	json_t *more = json_pack("{ss ss ss}", "condition", "Aktivitet",
	    "condition_reason", "Under 30 år", "condition_basis", "SOTJL_20A");

	(void)state;
	decide(&f, "nav01", number,
	    refusal("money", "SOTJL_18", json_incref(more)));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONDITION_BASIS"); /* unknown */
	case_of(person("1997-01-11", NULL)); /* 30 today */
	decide(&f, "nav01", number,
	    refusal("money", "SOTJL_18", json_incref(more)));
	ASSERT_ERROR(&f, RC_GUARD, "E_CONDITION_BASIS");
	case_of(person("1997-01-12", NULL));
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("money", "SOTJL_18", more)),
	    RC_OK);
}

/* domain 7.4 no. 9 */
static void
who_decides_second_is_told_who_was_first_and_when(void **state)
{
	(void)state;
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("help", "BSL_7", NULL)),
	    RC_OK);
	decide(&f, "nav02", number, refusal("help", "BSL_7", NULL));
	ASSERT_ERROR(&f, RC_CONFLICT, "E_CONFLICT");
	assert_non_null(strstr(f.err.text, "nav01"));
	assert_non_null(strstr(f.err.text, "2027-01-11"));
	/* Another item of the type, and a change that refers to it, are fine. */
	assert_int_equal(decide(&f, "nav02", number,
			     refusal("help", "BSL_7",
				 json_pack("{ss}", "item", "advice"))),
	    RC_OK);
	assert_int_equal(decide(&f, "nav02", number,
			     refusal("help", "FVL_35",
				 json_pack("{si ss}", "refers_to", 1, "result",
				     "partly"))),
	    RC_OK);
	assert_int_equal(int_at(shown(&f, number, 3), "refers_to"), 1);
	assert_string_equal(text_at(f.result, "complaint_body"),
	    "Statsforvalteren");
}

static void
a_change_says_what_it_changes(void **state)
{
	(void)state;
	decide(&f, "nav01", number, refusal("help", "FVL_35", NULL));
	ASSERT_ERROR(&f, RC_GUARD, "E_REFERS_TO");
	decide(&f, "nav01", number,
	    refusal("help", "BSL_7", json_pack("{si}", "refers_to", 7)));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
}

/* law row 56: fvl § 16 */
static void
what_was_not_asked_for_is_announced_first(void **state)
{
	json_t *end =
	    refusal("help", "BSL_7", json_pack("{ss}", "result", "ended"));

	(void)state;
	decide(&f, "nav01", number, json_incref(end));
	ASSERT_ERROR(&f, RC_GUARD, "E_ADVANCE_NOTICE");
	fixture_ok(&f, "nav01", "decision.announce",
	    json_pack("{ss ss ss}", "case", number, "type", "help", "text",
		"Vi vurderer å avslutte."));
	assert_string_equal(text_at(f.result, "answer_by"), "2027-01-25");
	decide(&f, "nav01", number, json_incref(end));
	ASSERT_ERROR(&f, RC_GUARD, "E_ADVANCE_NOTICE");
	assert_non_null(strstr(f.err.text, "2027-01-25"));
	fixture_advance(&f, "2027-01-26");
	assert_int_equal(decide(&f, "nav01", number, end), RC_OK);
	assert_true(int_at(shown(&f, number, 1), "notice") > 0);
}

static void
an_answer_ends_the_wait_and_a_reasoned_exception_avoids_it(void **state)
{
	json_t *end =
	    refusal("help", "BSL_7", json_pack("{ss}", "result", "ended"));

	(void)state;
	fixture_ok(&f, "nav01", "decision.announce",
	    json_pack("{ss ss ss}", "case", number, "type", "help", "text",
		"Vi vurderer å avslutte."));
	fixture_ok(&f, "nav01", "decision.answer",
	    json_pack("{ss ss}", "case", number, "text", "Det er greit."));
	assert_int_equal(decide(&f, "nav01", number, json_incref(end)), RC_OK);
	json_object_set_new(end, "item", json_string("more"));
	json_object_set_new(end, "type", json_string("visits"));
	json_object_set_new(end, "no_notice", json_string("asked"));
	decide(&f, "nav01", number, json_incref(end));
	ASSERT_ERROR(&f, RC_GUARD, "E_ADVANCE_NOTICE"); /* no reason */
	json_object_set_new(end, "no_notice_why", json_string("Ba om det."));
	assert_int_equal(decide(&f, "nav01", number, end), RC_OK);
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
	int64_t who = person("1980-01-01", "digital");

	(void)state;
	link_to(who, "representative", "Gatejuristen", "housing", true, false);
	case_of(who);
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
	int64_t who = person("1980-01-01", NULL);
	json_t *rows;

	(void)state;
	link_to(who, "representative", "Naboen", "housing", false, false);
	link_to(who, "representative", "Økonomen", "economy", true, false);
	case_of(who);
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
	int64_t fifteen = person("2012-01-11", NULL);
	int64_t fourteen = person("2012-01-12", NULL);

	(void)state;
	link_to(fifteen, "guardian", "Mor", "all", true, false);
	link_to(fifteen, "representative", "Advokat", "all", false, true);
	case_of(fifteen);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	assert_int_equal(json_array_size(at(shown(&f, number, 1), "parties")),
	    3);
	link_to(fourteen, "guardian", "Far", "all", true, false);
	case_of(fourteen);
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
	case_of(who);
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

/* D-003, D-108: the exception is counted, and shown from five up */
static void
what_ended_without_a_decision_is_counted_by_unit(void **state)
{
	const json_t *row;
	int i;

	(void)state;
	for (i = 0; i < 6; i++) {
		fixture_case(&f, json_pack("{sb}", "asks_help", 0), number);
		fixture_act(&f, "nav01", number, "finish",
		    json_pack("{ss}", "outcome", "advice"));
		assert_int_equal(f.rc, RC_OK);
	}
	fixture_case(&f, NULL, number);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	fixture_ok(&f, "boss", "report.beslutningsform", NULL);
	row = pick(at(f.result, "rows"), "unit", "NAV");
	assert_string_equal(text_at(row, "decided"), "<5");
	assert_string_equal(text_at(row, "without"), "*");
	for (i = 0; i < 5; i++) {
		fixture_case(&f, NULL, number);
		decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	}
	fixture_advance(&f, "2027-01-12");
	fixture_ok(&f, "boss", "report.beslutningsform",
	    json_pack("{ss ss}", "from", "2026-12-31", "to", "2027-01-11"));
	row = pick(at(f.result, "rows"), "unit", "NAV");
	assert_string_equal(text_at(row, "decided"), "6");
	assert_string_equal(text_at(row, "without"), "6");
	assert_string_equal(text_at(row, "total"), "12");
}

/* A new Act is configuration (domain 0.3 no. 9; law row 69) */
static void
a_new_act_leaves_old_decisions_as_they_are(void **state)
{
	static const char add[] =
	    "[rule BSL_7@2027-02-01]\nfrom = 2027-02-01\nlength = 3w\n"
	    "kind = legal\nsource = boligsosialloven § 7 og ny "
	    "forvaltningslov § 63\ncomplaint_body = Statsforvalteren\n"
	    "start_nb = a\nstart_nn = a\ntext_nb = b\ntext_nn = b\n"
	    "[basis BSL_7@2027-02-01]\nfrom = 2027-02-01\n"
	    "source = boligsosialloven § 7 (ny)\ncomplaint = BSL_7\n"
	    "text_nb = x\ntext_nn = x\n";
	struct lines mistakes = LINES_INIT;
	struct law *old = f.law, *law;
	struct ini_text text;
	struct engine_parts parts;
	char path[512], *at_rule, *more;
	struct err e = ERR_INIT;
	size_t k;

	(void)state;
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	snprintf(path, sizeof(path), "%s/etc/law.ini", fixture_top());
	assert_int_equal(ini_slurp(path, &text, &e), RC_OK);
	more = calloc(1, text.n + sizeof(add) + 64);
	memcpy(more, text.bytes, text.n);
	for (k = 0; k < 2; k++) {
		at_rule = strstr(more,
		    k == 0 ? "[rule BSL_7@2026-07-02]\nfrom = 2023-07-01\n" :
			     "[basis BSL_7@2026-07-02]\nfrom = 2023-07-01\n");
		assert_non_null(at_rule);
		at_rule = strstr(at_rule, "from");
		memmove(at_rule + 16, at_rule, strlen(at_rule) + 1);
		memcpy(at_rule, "to = 2027-01-31\n", 16);
	}
	strcat(more, "\n");
	strcat(more, add);
	free(text.bytes);
	text.bytes = more;
	text.n = strlen(more);
	if (law_load_text(&text, &mistakes, &law, &e) != RC_OK)
		fail_msg("%s", e.text);
	ini_text_fini(&text);
	parts = (struct engine_parts){ .law = law,
		.municipality = f.municipality,
		.workflows = f.path };
	engine_configure(f.engine, &parts);
	f.law = law;
	law_free(old);
	fixture_advance(&f, "2027-02-01");
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	shown(&f, number, 1);
	assert_string_equal(text_at(f.result, "basis_title"),
	    "boligsosialloven § 7");
	assert_string_equal(text_at(f.result, "complaint_version"),
	    "2026-07-02");
	shown(&f, number, 2);
	assert_string_equal(text_at(f.result, "basis_title"),
	    "boligsosialloven § 7 (ny)");
	assert_string_equal(text_at(f.result, "complaint_version"),
	    "2027-02-01");
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(an_empty_decision_is_told_all_that_it_lacks),
		T(one_kind_of_mistake_gives_the_error_its_name),
		T(a_decision_is_frozen_with_all_that_it_stands_on),
		T(the_complaint_body_and_period_follow_the_basis),
		T(a_condition_has_its_reason_and_a_ground_that_fits),
		T(activity_is_a_condition_for_those_under_30_alone),
		T(who_decides_second_is_told_who_was_first_and_when),
		T(a_change_says_what_it_changes),
		T(what_was_not_asked_for_is_announced_first),
		T(an_answer_ends_the_wait_and_a_reasoned_exception_avoids_it),
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
		T(what_ended_without_a_decision_is_counted_by_unit),
		T(a_new_act_leaves_old_decisions_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
