/*
 * The table of states and transitions of domain 2.4, on the shipped workflow:
 * each row once, with its guard.
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "look.h"

static struct fixture f;
static char number[24];

/* Kongsvinger as it is shipped, but synthetic. */
static char *
kongsvinger(void)
{
	char path[512], line[512], *text = NULL;
	size_t size = 0;
	FILE *in, *out = open_memstream(&text, &size);

	snprintf(path, sizeof(path),
	    "%s/etc/municipalities/3401-kongsvinger.ini", fixture_top());
	in = fopen(path, "re");
	assert_non_null(in);
	assert_non_null(out);
	while (fgets(line, sizeof(line), in) != NULL) {
		if (strncmp(line, "test_identities", 15) == 0)
			fputs("test_identities = yes\n", out);
		else if (strncmp(line, "number", 6) == 0)
			fputs("number = 5532\n", out);
		else
			fputs(line, out);
	}
	fputs("\n[user adm]\nname = A\nlogin = adm\nunits = nav\n"
	      "roles = administrator\n",
	    out);
	fclose(in);
	fclose(out);
	return text;
}

static int
open_all(void **state)
{
	char *text = kongsvinger();

	(void)state;
	fixture_open_as(&f, STORE_MEMORY, text);
	free(text);
	snprintf(f.path, sizeof(f.path), "%s/workflows", fixture_top());
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "boligsosial"));
	fixture_ok(&f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "boligsosial"));
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static enum rc
act(const char *login, const char *action, const char *input)
{
	json_t *o = json_loads(input != NULL ? input : "{}", 0, NULL);

	if (o == NULL)
		fail_msg("%s", input);
	return fixture_act(&f, login, number, action, o);
}

static void
must(const char *login, const char *action, const char *input)
{
	if (act(login, action, input) != RC_OK)
		fail_msg("%s: %s %s (%s)", action, f.err.name, f.err.text,
		    f.err.n_fields > 0 ? f.err.fields[0].field : "");
}

static void
call(const char *login, const char *method, const char *params)
{
	json_t *o = json_loads(params, 0, NULL);

	assert_non_null(o);
	json_object_set_new(o, "case", json_string(number));
	fixture_ok(&f, login, method, o);
}

#define REASONS                                                                \
	"\"reason_rules\":\"r\",\"reason_facts\":\"f\","                       \
	"\"reason_considerations\":\"h\""
#define DECIDE                                                                 \
	"{\"decided_on\":\"2027-01-11\",\"decision_content\":\"x\"," REASONS "}"
#define MAPPED(level)                                                          \
	"{\"mapped_on\":\"2027-01-11\",\"situation\":\"1.4\",\"wishes\":"      \
	"\"x\","                                                               \
	"\"level\":" level                                                     \
	",\"level_reason\":\"x\",\"plan_need\":\"goal_plan\","                 \
	"\"coordinator\":\"nav02\"}"
#define MOVED_IN                                                               \
	"{\"moved_in\":\"2027-01-11\",\"dwelling\":\"T 1\","                   \
	"\"start_package\":[\"lease\",\"security\",\"key\",\"first_visit\"],"  \
	"\"lease_open_reason\":\"privat\"}"
#define CONCLUDE(what)                                                         \
	"{\"eval_quality\":\"x\",\"eval_supply\":\"x\",\"eval_service\":"      \
	"\"x\",\"eval_organisation\":\"x\",\"eval_economy\":\"x\","            \
	"\"eval_participation\":\"x\",\"eval_outcome\":\"" what "\"}"

static void
new_case(bool asks)
{
	json_t *data;

	fixture_ok(&f, "nav01", "person.add",
	    json_pack("{ss}", "name", "Prøve Person"));
	data = json_pack("{ss sb sI}", "channel", "phone", "asks_help", asks,
	    "person", int_at(f.result, "person"));
	fixture_case(&f, data, number);
}

static void
allocate(const char *dwelling, const char *service)
{
	char p[256];

	snprintf(p, sizeof(p),
	    "{\"kind\":\"service\",\"result\":\"%s\",\"performer\":"
	    "\"mental_health\",\"item\":{\"goal\":\"x\",\"reason\":\"x\"}}",
	    service);
	call("nav01", "allocation.propose", p);
	snprintf(p, sizeof(p),
	    "{\"kind\":\"dwelling\",\"result\":\"%s\",\"item\":{\"reason\":"
	    "\"x\",\"lease\":{\"from\":\"2027-03-01\",\"to\":\"2030-02-28\","
	    "\"stated\":true}}}",
	    dwelling);
	call("nav01", "allocation.propose", p);
	snprintf(p, sizeof(p),
	    "{\"kind\":\"start_package\",\"result\":\"%s\",\"performer\":"
	    "\"housing_team\",\"item\":{\"reason\":\"x\"}}",
	    service);
	call("nav01", "allocation.propose", p);
	call("nav01", "allocation.part",
	    "{\"part\":\"plan\",\"not_applicable\":\"x\"}");
	call("nav01", "allocation.part",
	    "{\"part\":\"agreement\",\"not_applicable\":\"x\"}");
	if (strcmp(dwelling, "granted") != 0)
		call("nav01", "allocation.part",
		    "{\"part\":\"lease\",\"not_applicable\":\"x\"}");
	if (strcmp(service, "refused") == 0) {
		call("nav01", "allocation.part",
		    "{\"part\":\"services\",\"not_applicable\":\"x\"}");
		call("nav01", "allocation.part",
		    "{\"part\":\"start_package\",\"not_applicable\":\"x\"}");
		call("nav01", "allocation.part",
		    "{\"part\":\"performers\",\"not_applicable\":\"x\"}");
	}
	fixture_ok(&f, "nav01", "allocation.show",
	    json_pack("{ss}", "case", number));
	snprintf(p, sizeof(p), "{\"version\":%lld}",
	    (long long)int_at(f.result, "version"));
	call("alloc01", "allocation.approve", p);
	must("nav02", "decide", DECIDE);
}

/* Bring a new case to where WHERE says; "advice": nothing was asked for. */
static void
bring(const char *where)
{
	static const char *const way[] = { "intake", "mapping", "allocation",
		"start_package", "follow_up", "evaluation" };
	size_t i, n = 0;

	new_case(strcmp(where, "advice") != 0);
	if (strcmp(where, "advice") == 0)
		return;
	while (n < 6 && strcmp(way[n], where) != 0)
		n++;
	if (strcmp(where, "waiting") == 0)
		n = 2;
	if (strcmp(where, "closed") == 0) {
		must("nav01", "withdraw", "{\"end_reason\":\"x\"}");
		return;
	}
	assert_true(n < 6);
	for (i = 0; i < n; i++) {
		if (i == 0)
			must("nav01", "to_mapping",
			    "{\"situation\":\"1.4\",\"urgency\":\"14d\"}");
		else if (i == 1)
			must("nav01", "mapped", MAPPED("3"));
		else if (i == 2)
			allocate("refused", "granted");
		else if (i == 3)
			must("nav01", "moved_in", MOVED_IN);
		else
			must("nav01", "to_evaluation", NULL);
	}
	if (strcmp(where, "waiting") == 0)
		allocate("waiting", "granted");
}

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_transition_of_the_table_leads_where_it_says),
		cmocka_unit_test(
		    a_forwarded_case_is_anothers_with_the_same_received_date),
		cmocka_unit_test(a_new_cycle_keeps_what_was_known),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
