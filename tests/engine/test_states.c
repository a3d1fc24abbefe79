/*
 * The table of states and transitions of domain 2.4, on the shipped workflow:
 * each row once, with its guard; and what its levels, lists and forms ask for.
 */
#include "states.h"

#include <stdio.h>

#include "look.h"

struct row {
	const char *from, *login, *action, *input;
	const char *to, *status, *outcome; /* NULL: not looked at */
	const char *error; /* NULL: it works */
};

#define WHY "{\"end_reason\":\"x\"}"
#define PAUSE "{\"pause_reason\":\"x\"}"

static const struct row rows[] = {
	/* henvendelse_mottatt */
	{ "intake", NULL, NULL, NULL, "intake", "open", "", NULL },
	/* feil_enhet */
	{ "intake", "nav01", "forward",
	    "{\"new_unit\":\"allocation\",\"new_contact\":\"alloc01\"}", NULL,
	    NULL, NULL, NULL },
	/* kun_veiledning, and not when help was asked for (D-301) */
	{ "advice", "nav01", "advice_only", "{\"advice_reason\":\"outreach\"}",
	    "closed", "closed", "advice", NULL },
	{ "intake", "nav01", "advice_only", "{\"advice_reason\":\"outreach\"}",
	    "intake", "open", "", "E_DECISION_OWED" },
	/* til_kartlegging */
	{ "intake", "nav01", "to_mapping",
	    "{\"situation\":\"1.4\",\"urgency\":\"14d\"}", "mapping", "open",
	    "", NULL },
	/* kartlagt: levels 2-4 and level 1 */
	{ "mapping", "nav01", "mapped", MAPPED("2"), "allocation", "open", "",
	    NULL },
	{ "mapping", "nav01", "mapped", MAPPED("1"), "follow_up", "open", "",
	    NULL },
	/* paa_venteliste: reconfirm, bolig_ledig, bortfalt, and nothing else */
	{ "waiting", NULL, NULL, NULL, "allocation", "waiting_list", "", NULL },
	{ "waiting", "nav01", "reconfirm", NULL, "allocation", "waiting_list",
	    "", NULL },
	{ "waiting", "nav01", "dwelling_vacant", NULL, "start_package", "open",
	    "", NULL },
	{ "waiting", "nav01", "place_lapsed", WHY, "closed", "closed",
	    "decided", NULL },
	{ "waiting", "nav01", "go_on", NULL, "allocation", "waiting_list", "",
	    "E_GUARD" },
	{ "waiting", "nav01", "wait_user", PAUSE, "allocation", "waiting_list",
	    "", "E_GUARD" },
	{ "waiting", "nav02", "decide", DECIDE, "allocation", "waiting_list",
	    "", "E_GUARD" },
	{ "allocation", "nav01", "dwelling_vacant", NULL, "allocation", "open",
	    "", "E_GUARD" },
	/* innflyttet */
	{ "start_package", "nav01", "moved_in", MOVED_IN, "follow_up", "open",
	    "", NULL },
	{ "start_package", "nav01", "moved_in",
	    "{\"moved_in\":\"2027-01-11\",\"dwelling\":\"T\","
	    "\"start_package\":[\"lease\"]}",
	    "start_package", "open", "", "E_START_PACKAGE" },
	/* nivaa_endret */
	{ "follow_up", "nav01", "change_level",
	    "{\"level\":2,\"level_reason\":\"x\"}", "follow_up", "open", "",
	    NULL },
	/* klar_for_evaluering */
	{ "follow_up", "nav01", "to_evaluation", NULL, "evaluation", "open", "",
	    NULL },
	/* fortsett, trapp_opp, trapp_ned, avslutt */
	{ "evaluation", "nav01", "conclude", CONCLUDE("continue"), "follow_up",
	    "open", "", NULL },
	{ "evaluation", "nav01", "conclude", CONCLUDE("step_up"), "allocation",
	    "open", "", NULL },
	{ "evaluation", "nav01", "conclude", CONCLUDE("step_down"),
	    "allocation", "open", "", NULL },
	{ "evaluation", "nav01", "conclude", CONCLUDE("finish"), "closed",
	    "closed", "decided", NULL },
	/* bruker_trekker_seg, from anywhere */
	{ "intake", "nav01", "withdraw", WHY, "closed", "closed", "withdrawn",
	    NULL },
	{ "allocation", "nav01", "withdraw", WHY, "closed", "closed",
	    "withdrawn", NULL },
	{ "follow_up", "nav01", "withdraw", WHY, "closed", "closed",
	    "withdrawn", NULL },
	/* dod, from anywhere */
	{ "mapping", "nav01", "died", NULL, "closed", "closed", "died", NULL },
	{ "follow_up", "nav01", "died", NULL, "closed", "closed", "died",
	    NULL },
	/* venter_bruker, venter_ekstern, stanset */
	{ "mapping", "nav01", "wait_user", PAUSE, "mapping", "waiting_user", "",
	    NULL },
	{ "mapping", "nav01", "wait_external", PAUSE, "mapping",
	    "waiting_external", "", NULL },
	{ "mapping", "nav01", "stop", PAUSE, "mapping", "stopped", "", NULL },
	{ "mapping", "nav01", "go_on", NULL, "mapping", "open", "", "E_GUARD" },
	/* gjenapnet: each reason, its usual stage and a named one */
	{ "closed", "nav01", "reopen",
	    "{\"reopen_reason\":\"complaint_upheld\"}", "allocation", "open",
	    "", NULL },
	{ "closed", "nav01", "reopen", "{\"reopen_reason\":\"new_facts\"}",
	    "mapping", "open", "", NULL },
	{ "closed", "nav01", "reopen",
	    "{\"reopen_reason\":\"error\",\"resume_in\":\"intake\"}", "intake",
	    "open", "", NULL },
	{ "closed", "nav01", "reopen",
	    "{\"reopen_reason\":\"new_request\",\"received\":\"2027-01-11\"}",
	    "intake", "open", "", NULL },
	{ "closed", "nav01", "reopen", "{\"reopen_reason\":\"new_request\"}",
	    "closed", "closed", "withdrawn", "E_REASON_REQUIRED" },
	{ "closed", "nav01", "reopen", NULL, "closed", "closed", "withdrawn",
	    "E_FIELDS" },
	/* D-305 */
	{ "closed", "nav01", "withdraw", WHY, "closed", "closed", "withdrawn",
	    "E_CLOSED" },
};

static void
expect(const struct row *r, size_t i)
{
	const json_t *o;

	if (r->to == NULL)
		return;
	o = fixture_ok(&f, "nav01", "case.show",
	    json_pack("{ss}", "case", number));
	if (strcmp(text_at(o, "stage"), r->to) != 0 ||
	    strcmp(text_at(o, "status"), r->status) != 0 ||
	    strcmp(at(o, "outcome") != NULL ? text_at(o, "outcome") : "",
		r->outcome) != 0)
		fail_msg("row %zu, %s: %s %s %s", i,
		    r->action != NULL ? r->action : r->from,
		    text_at(o, "stage"), text_at(o, "status"),
		    text_at(o, "outcome"));
}

static void
each_transition_of_the_table_leads_where_it_says(void **state)
{
	const struct row *r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		r = &rows[i];
		bring(r->from);
		if (r->action != NULL && r->error == NULL)
			must(r->login, r->action, r->input);
		else if (r->action != NULL) {
			act(r->login, r->action, r->input);
			if (strcmp(f.err.name, r->error) != 0)
				fail_msg("row %zu, %s: %s %s", i, r->action,
				    f.err.name, f.err.text);
		}
		expect(r, i);
	}
}

/* A forwarded case keeps its received date (fvl § 11). */
static void
a_forwarded_case_is_anothers_with_the_same_received_date(void **state)
{
	(void)state;
	bring("intake");
	must("nav01", "forward",
	    "{\"new_unit\":\"allocation\",\"new_contact\":\"alloc01\"}");
	fixture_ok(&f, "alloc01", "case.show",
	    json_pack("{ss}", "case", number));
	assert_string_equal(text_at(f.result, "received"), "2027-01-11");
	assert_string_equal(text_at(f.result, "unit"), "allocation");
}

/* What was known and the date of the place stay in the next cycle. */
static void
a_new_cycle_keeps_what_was_known(void **state)
{
	const json_t *fields;

	(void)state;
	bring("waiting");
	must("nav01", "place_lapsed", WHY);
	must("nav01", "reopen", "{\"reopen_reason\":\"error\"}");
	fixture_ok(&f, "nav01", "case.show", json_pack("{ss}", "case", number));
	assert_int_equal(int_at(f.result, "cycle"), 2);
	fields = at(f.result, "fields");
	assert_string_equal(text_at(pick(fields, "name", "waiting_since"),
				"value"),
	    "2027-01-11");
	assert_string_equal(text_at(pick(fields, "name", "situation"), "value"),
	    "1.4");
}

static void
refused(const char *login, const char *action, const char *input,
    const char *error, const char *says)
{
	(void)act(login, action, input);
	if (strcmp(f.err.name, error) != 0 ||
	    (says[0] != '\0' && strstr(f.err.text, says) == NULL &&
		(f.err.n_fields == 0 ||
		    strstr(f.err.fields[0].text, says) == NULL)))
		fail_msg("%s: %s %s, not %s %s", action, f.err.name, f.err.text,
		    error, says);
}

/* A field of the form of ACTION, borrowed. */
static const json_t *
field_of(const char *action, const char *name)
{
	const json_t *o = fixture_ok(&f, "nav01", "case.form",
	    json_pack("{ss ss}", "case", number, "action", action));
	const json_t *field = pick(at(o, "fields"), "name", name);

	if (field == NULL)
		fail_msg("%s: no field %s", action, name);
	return field;
}

/* Are the codes of the field just these, blank between them? */
static void
assert_codes(const char *action, const char *name, const char *codes)
{
	const json_t *list = at(field_of(action, name), "codes"), *one;
	char got[512] = "";
	size_t i;

	json_array_foreach(list, i, one)
		(void)snprintf(got + strlen(got), sizeof(got) - strlen(got),
		    "%s%s", i > 0 ? " " : "", text_at(one, "code"));
	assert_string_equal(got, codes);
}

/* The fields that ACTION cannot do without. */
static void
assert_needs(const char *action, const char *fields)
{
	char got[512] = "";
	size_t i;

	refused("nav01", action, "{}", "E_FIELDS", "");
	for (i = 0; i < f.err.n_fields; i++)
		(void)snprintf(got + strlen(got), sizeof(got) - strlen(got),
		    "%s%s", i > 0 ? " " : "", f.err.fields[i].field);
	assert_string_equal(got, fields);
}

/* A case of level 1 in follow-up, whose mapping gave no more than that. */
static void
at_level_1(void)
{
	bring("mapping");
	must("nav01", "mapped",
	    "{\"mapped_on\":\"2027-01-11\",\"situation\":\"2.3\","
	    "\"wishes\":\"x\",\"level\":1,\"level_reason\":\"x\"}");
}

#define LEVEL(n, more) "{\"level\":" n ",\"level_reason\":\"x\"" more "}"
#define COORDINATOR ",\"coordinator\":\"nav02\""
#define GOAL_PLAN ",\"plan_need\":\"goal_plan\""

/* Domain 2.3: three main categories, nineteen situations. */
static void
every_situation_of_the_code_list_can_be_chosen(void **state)
{
	(void)state;
	bring("intake");
	assert_codes("to_mapping", "situation",
	    "1.1 1.2 1.3 1.4 1.5 1.6 1.7 2.1 2.2 2.3 2.4 2.5 2.6 "
	    "3.1 3.2 3.3 3.4 3.5 3.6");
}

/* D-039; barnas syn: fvl § 17. */
static void
mapping_ends_with_wishes_a_level_with_its_reason_and_the_childs_view(
    void **state)
{
	(void)state;
	bring("mapping");
	assert_needs("mapped", "mapped_on wishes level level_reason");
	must("nav01", "map", "{\"children\":2}");
	refused("nav01", "mapped", MAPPED("3"), "E_CHILD_VIEW", "barnas syn");
	must("nav01", "map", "{\"child_view\":\"x\"}");
	must("nav01", "mapped", MAPPED("3"));
}

/* D-152 to D-155. */
static void
each_level_requires_what_the_seed_says(void **state)
{
	(void)state;
	at_level_1();
	refused("nav01", "change_level", LEVEL("0", ""), "E_FIELDS", "");
	refused("nav01", "change_level", LEVEL("5", ""), "E_FIELDS", "");
	refused("nav01", "change_level", "{\"level\":1}", "E_REASON_REQUIRED",
	    "");
	refused("nav01", "change_level", LEVEL("2", GOAL_PLAN),
	    "E_LEVEL_REQUIRES", "koordinator");
	refused("nav01", "change_level", LEVEL("2", COORDINATOR),
	    "E_LEVEL_REQUIRES", "målplan");
	refused("nav01", "change_level",
	    LEVEL("2", COORDINATOR ",\"plan_need\":\"none\""),
	    "E_LEVEL_REQUIRES", "målplan");
	must("nav01", "change_level", LEVEL("2", COORDINATOR GOAL_PLAN));
	refused("nav01", "change_level", LEVEL("3", ""), "E_LEVEL_REQUIRES",
	    "vedtak");
	refused("nav01", "change_level", LEVEL("4", ""), "E_LEVEL_REQUIRES",
	    "vedtak");
	must("nav02", "decide_help",
	    "{\"decision_result\":\"granted\",\"decided_on\":\"2027-01-11\","
	    "\"decision_content\":\"x\"," REASONS "}");
	must("nav01", "change_level", LEVEL("3", ""));
	must("nav01", "change_level", LEVEL("4", ""));
	/* Without a mapping no other level than the first. */
	bring("closed");
	must("nav01", "reopen",
	    "{\"reopen_reason\":\"error\",\"resume_in\":\"follow_up\"}");
	refused("nav01", "change_level", LEVEL("2", COORDINATOR GOAL_PLAN),
	    "E_LEVEL_REQUIRES", "kartlegging");
	must("nav01", "change_level", LEVEL("1", ""));
}

/* D-155: no end that is forced, but reviews (A-25: 6, 3 and 6 months). */
static void
each_level_has_its_review(void **state)
{
	static const struct {
		const char *input, *name, *due;
	} levels[] = { { LEVEL("2", ""), "review_2", "2027-07-11" },
		{ LEVEL("3", ""), "review_3", "2027-04-11" },
		{ LEVEL("4", ""), "review_4", "2027-07-11" } };
	const json_t *list, *one;
	size_t i, k, open;

	(void)state;
	bring("follow_up");
	for (i = 0; i < 3; i++) {
		must("nav01", "change_level", levels[i].input);
		list = at(fixture_ok(&f, "nav01", "case.show",
			      json_pack("{ss}", "case", number)),
		    "deadlines");
		open = 0;
		json_array_foreach(list, k, one) {
			if (strncmp(text_at(one, "name"), "review_", 7) != 0 ||
			    strcmp(text_at(one, "state"), "open") != 0)
				continue;
			open++;
			assert_string_equal(text_at(one, "name"),
			    levels[i].name);
			assert_string_equal(text_at(one, "due"), levels[i].due);
		}
		assert_int_equal(open, 1);
	}
}

/* Domain 2.5, steps 4.1-4.5; D-080 to D-084, A-28. */
static void
the_checklist_and_the_methods_of_follow_up_are_whole(void **state)
{
	(void)state;
	bring("start_package");
	assert_codes("tick", "start_package",
	    "lease security key first_visit move_in_report agreement "
	    "electricity furniture insurance autopay house_rules neighbours "
	    "allowance");
	at_level_1();
	assert_codes("choose_method", "method",
	    "supported_housing act fact icm cti");
	assert_codes("choose_method", "method_tags", "oot loft");
	must("nav01", "choose_method",
	    "{\"method\":\"fact\",\"method_tags\":[\"oot\",\"loft\"]}");
	/* CTI is a time around a move: there must have been one. */
	refused("nav01", "choose_method", "{\"method\":\"cti\"}",
	    "E_NO_TENANCY", "");
}

/* D-021 */
static void
no_evaluation_without_all_six_headings(void **state)
{
	(void)state;
	bring("evaluation");
	assert_needs("conclude",
	    "eval_quality eval_supply eval_service eval_organisation "
	    "eval_economy eval_participation eval_outcome");
	/* Those of last time are not those of this time. */
	must("nav01", "conclude", CONCLUDE("continue"));
	must("nav01", "to_evaluation", NULL);
	refused("nav01", "conclude", "{\"eval_outcome\":\"finish\"}",
	    "E_REASON_REQUIRED", "");
	must("nav01", "conclude", CONCLUDE("finish"));
}

/* Domain 2.4: each reopening has a reason of its own, each contact its day. */
static void
what_is_new_each_time_is_not_taken_from_last_time(void **state)
{
	(void)state;
	bring("closed");
	must("nav01", "reopen", "{\"reopen_reason\":\"error\"}");
	must("nav01", "withdraw", WHY);
	refused("nav01", "reopen", NULL, "E_REASON_REQUIRED", "");
	at_level_1();
	must("nav01", "contact",
	    "{\"contact_on\":\"2027-01-11\",\"contact_kind\":\"phone\"}");
	refused("nav01", "contact", "{\"contact_kind\":\"phone\"}",
	    "E_REASON_REQUIRED", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_transition_of_the_table_leads_where_it_says),
		cmocka_unit_test(
		    a_forwarded_case_is_anothers_with_the_same_received_date),
		cmocka_unit_test(a_new_cycle_keeps_what_was_known),
		cmocka_unit_test(
		    every_situation_of_the_code_list_can_be_chosen),
		cmocka_unit_test(
		    mapping_ends_with_wishes_a_level_with_its_reason_and_the_childs_view),
		cmocka_unit_test(each_level_requires_what_the_seed_says),
		cmocka_unit_test(each_level_has_its_review),
		cmocka_unit_test(
		    the_checklist_and_the_methods_of_follow_up_are_whole),
		cmocka_unit_test(no_evaluation_without_all_six_headings),
		cmocka_unit_test(
		    what_is_new_each_time_is_not_taken_from_last_time),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
