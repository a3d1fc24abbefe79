/*
 * test_municipalities -- the same program and workflow under each of the
 * shipped municipality files (S-12: no Lua is edited).
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

static const struct {
	const char *number, *file, *worker, *decider, *admin;
} shipped[] = {
	{ "3401", "3401-kongsvinger.ini", "nav01", "nav02", "admin01" },
	{ "5501", "5501-tromso.ini", "nav01", "leader01", "admin01" },
	{ "5532", "5532-balsfjord.ini", "nav01", "nav01", "nav01" },
};
#define BALSFJORD 2

static void
start(struct work *w, size_t i)
{
	memset(w, 0, sizeof(*w));
	place_make_for(&w->place, shipped[i].number, shipped[i].file);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	json_decref(peer_do(&w->c, shipped[i].admin, "workflow.load",
	    params("{s:s}", "path", "boligsosial")));
	json_decref(peer_do(&w->c, shipped[i].admin, "workflow.activate",
	    params("{s:s, s:s}", "definition", "boligsosial", "reason",
		"test")));
}

static void
stop(struct work *w)
{
	peer_close(&w->c);
	assert_int_equal(place_stop(&w->place, SIGTERM), 0);
	place_remove(&w->place);
}

/* case.act for USER, who acts in UNIT. */
static json_t *
act_in(struct work *w, const char *user, const char *unit, const char *number,
    const char *action, json_t *input)
{
	return peer_do(&w->c, user, "case.act",
	    params("{s:s, s:s, s:o, s:s}", "case", number, "action", action,
		"input", input != NULL ? input : json_object(), "role", unit));
}

static void
open_case(struct work *w, const char *user, const char *unit, char *number)
{
	json_t *result;
	json_int_t person;

	result = peer_do(&w->c, user, "person.add",
	    params("{s:s, s:s}", "name", "Prøve Åsheim", "role", unit));
	person = int_in(result, "person");
	json_decref(result);
	result = peer_do(&w->c, user, "case.create",
	    params("{s:{s:s, s:s, s:b, s:I}, s:s}", "data", "received",
		"2027-01-04", "channel", "phone", "asks_help", 1, "person",
		person, "role", unit));
	snprintf(number, NUMBER_SIZE, "%s", text_in(result, "case"));
	json_decref(result);
	json_decref(act_in(w, user, unit, number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
}

/* Level 1: advice and practical help, decided, evaluated, closed. */
static void
whole_course(struct work *w, const char *worker, const char *decider)
{
	char number[NUMBER_SIZE];
	json_t *result;

	open_case(w, worker, "@nav", number);
	json_decref(act_in(w, worker, "@nav", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s}", "mapped_on", "2027-01-04",
		"situation", "1.4", "wishes", "To rom", "level", 1,
		"level_reason", "Råd")));
	json_decref(act_in(w, decider, "@nav", number, "decide_help",
	    params("{s:s, s:s, s:s, s:s, s:s, s:s}", "decision_result",
		"granted", "decided_on", "2027-01-04", "decision_content",
		"Råd", "reason_rules", "§ 7", "reason_facts", "fakta",
		"reason_considerations", "hensyn")));
	json_decref(act_in(w, worker, "@nav", number, "to_evaluation", NULL));
	result = act_in(w, worker, "@nav", number, "conclude",
	    params("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "eval_quality", "god",
		"eval_supply", "nok", "eval_service", "ja", "eval_organisation",
		"nav", "eval_economy", "ja", "eval_participation", "hørt",
		"eval_outcome", "finish"));
	assert_string_equal(text_in(result, "stage"), "closed");
	json_decref(result);
}

static void
each_shipped_municipality_takes_a_case_to_its_end(void **state)
{
	struct work w;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(shipped) / sizeof(shipped[0]); i++) {
		start(&w, i);
		whole_course(&w, shipped[i].worker, shipped[i].decider);
		stop(&w);
	}
}

/* Two who hold all roles in both domains still act in one at a time. */
static void
who_works_in_two_domains_sees_health_only_as_the_health_unit(void **state)
{
	struct work w;
	char number[NUMBER_SIZE];
	json_t *result;

	(void)state;
	start(&w, BALSFJORD);
	open_case(&w, "nav01", "@health", number);
	json_decref(act_in(&w, "nav01", "@health", number, "map_health",
	    params("{s:s}", "health_needs", "Hemmelig")));
	result = peer_do(&w.c, "nav01", "case.show",
	    params("{s:s, s:s}", "case", number, "role", "@health"));
	assert_true(mentions(result, "Hemmelig"));
	json_decref(result);
	result = peer_do(&w.c, "nav01", "case.show",
	    params("{s:s}", "case", number));
	assert_false(mentions(result, "Hemmelig"));
	json_decref(result);
	peer_refused(&w.c, "nav01", "case.show",
	    params("{s:s, s:s}", "case", number, "role", "@nowhere"),
	    "E_NO_BASIS");
	stop(&w);
}

/* Domain 2.7: Balsfjord merges level 4 into level 3. */
static void
a_level_that_is_merged_is_not_set(void **state)
{
	struct work w;
	char number[NUMBER_SIZE];

	(void)state;
	start(&w, BALSFJORD);
	open_case(&w, "nav01", "@nav", number);
	peer_refused(&w.c, "nav01", "case.act",
	    params("{s:s, s:s, s:s, s:{s:s, s:s, s:s, s:i, s:s}}", "role",
		"@nav", "case", number, "action", "mapped", "input",
		"mapped_on", "2027-01-04", "situation", "1.4", "wishes",
		"To rom", "level", 4, "level_reason", "Varig"),
	    "E_LEVEL_MERGED");
	stop(&w);
}

static void
expect_due(struct work *w, const char *name, const char *due)
{
	json_t *shown = work_show(w, "nav01", "2027/1");
	const json_t *row =
	    row_with(json_object_get(shown, "deadlines"), "name", name);

	assert_non_null(row);
	assert_string_equal(text_in(row, "due"), due);
	json_decref(shown);
}

/* Interfaces 2: a goal is the municipality's, a legal deadline the law's. */
static void
a_goal_may_be_set_locally_and_a_legal_deadline_may_not(void **state)
{
	struct work w;
	char number[NUMBER_SIZE];

	(void)state;
	memset(&w, 0, sizeof(w));
	place_make(&w.place);
	place_replace(&w.place, "municipalities/3401.ini",
	    "[deadline mapping]\ndays = 14\n",
	    "[deadline preliminary_reply]\n"
	    "days = 60\n\n[deadline mapping]\ndays = 10\n");
	place_start(&w.place);
	peer_open(&w.c, &w.place);
	peer_refused(&w.c, "admin01", "workflow.load",
	    params("{s:s}", "path", "boligsosial"), "E_DEADLINE_LEGAL");
	peer_close(&w.c);
	assert_int_equal(place_stop(&w.place, SIGTERM), 0);
	place_replace(&w.place, "municipalities/3401.ini",
	    "[deadline preliminary_reply]\ndays = 60\n", "");
	place_start(&w.place);
	peer_open(&w.c, &w.place);
	peer_load_workflow(&w.c);
	open_case(&w, "nav01", "@nav", number);
	expect_due(&w, "mapping", "2027-01-14");
	expect_due(&w, "preliminary_reply", "2027-02-04");
	stop(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_shipped_municipality_takes_a_case_to_its_end),
		cmocka_unit_test(
		    who_works_in_two_domains_sees_health_only_as_the_health_unit),
		cmocka_unit_test(a_level_that_is_merged_is_not_set),
		cmocka_unit_test(
		    a_goal_may_be_set_locally_and_a_legal_deadline_may_not),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
