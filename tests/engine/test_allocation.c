/*
 * Joint allocation: items, six parts, one version, and no half decision
 * (D-034, D-131, D-142, D-143).
 */
#include "joint.h"

#include <stdio.h>

#include "store/allocation.h"
#include "store/query.h"

static struct fixture f;
static char number[24];

static int
setup(void **state)
{
	(void)state;
	joint_open(&f, JOINT_INI JOINT_HEL01, number);
	assert_int_equal(fixture_act(&f, "nav01", number, "ask", NULL), RC_OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static bool
has_field(const char *name)
{
	size_t i;

	for (i = 0; i < f.err.n_fields; i++)
		if (strcmp(f.err.fields[i].field, name) == 0)
			return true;
	return false;
}

static const json_t *
show(const char *login)
{
	return fixture_ok(&f, login, "allocation.show",
	    json_pack("{ss}", "case", number));
}

static void
nothing_is_decided_without_an_allocation(void **state)
{
	char other[24];

	(void)state;
	fixture_case(&f, NULL, other);
	fixture_act(&f, "nav01", other, "to_allocation", NULL);
	decide(&f, "dec01", other);
	ASSERT_ERROR(&f, RC_GUARD, "E_ALLOCATION");
	propose(&f, "nav01", other, "plan", "granted", "health", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_ALLOCATION");
}

static void
each_unit_that_is_asked_has_a_task_until_it_approves(void **state)
{
	json_t *tasks;

	(void)state;
	tasks = fixture_tasks(&f, number);
	assert_int_equal(json_array_size(tasks), 3);
	assert_non_null(pick(tasks, "key", "allocation.property"));
	json_decref(tasks);
	assert_int_equal(approve(&f, "prop01", number, 1), RC_OK);
	tasks = fixture_tasks(&f, number);
	assert_int_equal(json_array_size(tasks), 2);
	assert_null(pick(tasks, "key", "allocation.property"));
	json_decref(tasks);
}

/* Issue 5, item 4: a change resets the approvals. */
static void
a_change_makes_a_new_version_that_nobody_has_approved(void **state)
{
	json_t *tasks;

	(void)state;
	whole(&f, number);
	assert_int_equal(version_now(&f, "nav01", number), 6);
	assert_int_equal(approve(&f, "hel01", number, 6), RC_OK);
	assert_int_equal(int_at(show("nav01"), "approved"), 1);
	assert_int_equal(propose(&f, "nav01", number, "guarantee", "refused",
			     NULL,
			     json_pack("{ss}", "reason", "har egne midler")),
	    RC_OK);
	assert_int_equal(int_at(f.result, "version"), 7);
	assert_int_equal(int_at(show("nav01"), "approved"), 0);
	tasks = fixture_tasks(&f, number);
	assert_non_null(pick(tasks, "key", "allocation.health"));
	json_decref(tasks);
}

/* Two units approve at once, and between them something changes. */
static void
who_approves_an_older_version_is_told_who_changed_it_and_when(void **state)
{
	(void)state;
	whole(&f, number);
	assert_int_equal(approve(&f, "hel01", number, 6), RC_OK);
	propose(&f, "nav02", number, "guarantee", "granted", NULL, NULL);
	assert_int_equal(approve(&f, "prop01", number, 6), RC_CONFLICT);
	assert_non_null(strstr(f.err.text, "nav02"));
	assert_non_null(strstr(f.err.text, "2027-01-11"));
	assert_non_null(strstr(f.err.text, "version 7"));
	decide(&f, "dec01", number);
	ASSERT_ERROR(&f, RC_GUARD, "E_NOT_APPROVED");
	assert_true(has_field("health"));
	assert_true(has_field("property"));
	assert_int_equal(approve(&f, "hel01", number, 7), RC_OK);
	assert_int_equal(decide(&f, "dec01", number), RC_OK);
}

static void
only_units_that_were_asked_approve(void **state)
{
	(void)state;
	approve(&f, "team01", number, 1);
	assert_int_equal(f.rc, RC_NOTFOUND);
	whole(&f, number);
	fixture_ok(&f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "team", "contact",
		"team01"));
	approve(&f, "team01", number, 6);
	ASSERT_ERROR(&f, RC_GUARD, "E_NOT_ASKED");
}

/* The table of half decisions (D-034, D-131, D-143). */
static void
half_a_decision_is_refused_with_all_that_is_missing(void **state)
{
	(void)state;
	decide(&f, "dec01", number);
	ASSERT_ERROR(&f, RC_GUARD, "E_HALF_DECISION");
	assert_true(has_field("items"));
	propose(&f, "nav01", number, "dwelling", "granted", NULL, NULL);
	propose(&f, "nav01", number, "service", NULL, "health", service());
	decide(&f, "dec01", number);
	ASSERT_ERROR(&f, RC_GUARD, "E_HALF_DECISION");
	assert_true(has_field("dwelling")); /* the term of the lease */
	assert_true(has_field("service")); /* still open (D-034) */
	assert_true(has_field("start_package")); /* D-131 */
	propose(&f, "nav01", number, "dwelling", "granted", NULL,
	    three_years());
	propose(&f, "nav01", number, "service", "waiting", "health", service());
	propose(&f, "nav01", number, "start_package", "granted", NULL, NULL);
	decide(&f, "dec01", number);
	ASSERT_ERROR(&f, RC_GUARD, "E_HALF_DECISION");
	assert_true(
	    has_field("service")); /* waits while the dwelling does not */
	assert_true(has_field("start_package")); /* nobody performs it */
	assert_false(has_field("dwelling"));
	propose(&f, "nav01", number, "service", "granted", "health",
	    json_pack("{ss}", "title", "To besøk"));
	propose(&f, "nav01", number, "start_package", "granted", "team", NULL);
	decide(&f, "dec01", number);
	ASSERT_ERROR(&f, RC_GUARD, "E_HALF_DECISION");
	assert_true(has_field("service")); /* without a goal */
	assert_int_equal(f.err.n_fields, 1);
}

/* D-143: six parts, each filled or said not to apply. */
static void
each_of_the_six_parts_is_filled_or_said_not_to_apply(void **state)
{
	(void)state;
	propose(&f, "nav01", number, "service", "granted", "health", service());
	decide(&f, "dec01", number);
	ASSERT_ERROR(&f, RC_GUARD, "E_PARTS");
	assert_int_equal(f.err.n_fields, 4);
	assert_true(has_field("start_package"));
	assert_true(has_field("plan"));
	assert_true(has_field("lease"));
	assert_true(has_field("agreement"));
	no_part(&f, "nav01", number, "start_package");
	no_part(&f, "nav01", number, "plan");
	no_part(&f, "nav01", number, "lease");
	no_part(&f, "nav01", number, "agreement");
	no_part(&f, "nav01", number, "services");
	decide(&f, "dec01", number);
	ASSERT_ERROR(&f, RC_GUARD, "E_PARTS");
	assert_true(has_field("services")); /* but a service is granted */
	fixture_ok(&f, "nav01", "allocation.part",
	    json_pack("{ss ss ss}", "case", number, "part", "services", "text",
		"To besøk i uken fra 1. mars"));
	approve(&f, "hel01", number, version_now(&f, "nav01", number));
	assert_int_equal(decide(&f, "dec01", number), RC_OK);
}

static void
a_part_says_something_or_why_not_and_never_both(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "allocation.part",
	    json_pack("{ss ss}", "case", number, "part", "plan"));
	assert_int_equal(f.rc, RC_FIELDS);
	fixture_ask(&f, "nav01", "allocation.part",
	    json_pack("{ss ss ss ss}", "case", number, "part", "plan", "text",
		"x", "not_applicable", "y"));
	assert_int_equal(f.rc, RC_FIELDS);
	assert_int_equal(version_now(&f, "nav01", number), 1);
}

/* S-01: two decisions, of two complaint bodies. */
static void
what_is_approved_becomes_decisions_and_orders(void **state)
{
	const json_t *rows;

	(void)state;
	whole(&f, number);
	approve(&f, "hel01", number, 6);
	assert_int_equal(decide(&f, "dec01", number), RC_OK);
	rows = at(fixture_ok(&f, "nav01", "decision.list",
		      json_pack("{ss}", "case", number)),
	    "rows");
	assert_int_equal(json_array_size(rows), 2);
	assert_string_equal(text_at(rows, "0.type"), "help");
	assert_string_equal(text_at(rows, "0.result"), "granted");
	assert_string_equal(text_at(rows, "1.type"), "dwelling");
	rows = at(fixture_ok(&f, "nav01", "order.list",
		      json_pack("{ss}", "case", number)),
	    "rows");
	assert_int_equal(json_array_size(rows), 2);
	assert_string_equal(text_at(pick(rows, "kind", "service"),
				"owner_unit"),
	    "health");
	assert_string_equal(text_at(pick(rows, "kind", "start_package"),
				"owner_unit"),
	    "team");
	assert_string_equal(text_at(show("nav01"), "state"), "decided");
}

/* The six parts stand in the decision as they were approved. */
static void
the_decision_keeps_the_parts_and_items_it_is_made_of(void **state)
{
	const json_t *d;

	(void)state;
	whole(&f, number);
	approve(&f, "hel01", number, 6);
	decide(&f, "dec01", number);
	d = fixture_ok(&f, "nav01", "decision.show",
	    json_pack("{ss si}", "case", number, "no", 2));
	d = at(d, "content.allocation");
	assert_non_null(d);
	assert_int_equal(int_at(d, "version"), 6);
	assert_string_equal(text_at(d, "items.0.facts.lease.to"), "2030-02-28");
	assert_string_equal(text_at(d, "parts.plan.text"), "ikke aktuelt her");
}

/* Domain 7.4 no. 9. */
static void
the_second_to_decide_is_told_who_was_first_and_when(void **state)
{
	(void)state;
	whole(&f, number);
	approve(&f, "hel01", number, 6);
	assert_int_equal(decide(&f, "dec01", number), RC_OK);
	assert_int_equal(decide(&f, "dec01", number), RC_CONFLICT);
	assert_non_null(strstr(f.err.text, "dec01"));
	assert_non_null(strstr(f.err.text, "2027-01-11"));
}

/* D-142. */
static void
who_decides_does_not_perform(void **state)
{
	(void)state;
	whole(&f, number);
	propose(&f, "nav01", number, "start_package", "granted", "nav", NULL);
	approve(&f, "hel01", number, 7);
	decide(&f, "dec01", number);
	ASSERT_ERROR(&f, RC_GUARD, "E_ALLOCATOR");
	assert_non_null(strstr(f.err.text, "start_package"));
}

/* Domain 2.7: one unit, and one person prepares, decides and performs. */
static void
in_a_small_municipality_the_same_unit_may_perform(void **state)
{
	struct fixture small;
	char n[24];

	(void)state;
	joint_open(&small,
	    JOINT_INI JOINT_HEL01 "[allocation]\nmay_perform = yes\n"
				  "[decisions]\nfour_eyes = leader\n",
	    n);
	fixture_act(&small, "nav01", n, "ask_one", NULL);
	propose(&small, "nav01", n, "start_package", "granted", "nav", NULL);
	no_part(&small, "nav01", n, "services");
	no_part(&small, "nav01", n, "plan");
	no_part(&small, "nav01", n, "lease");
	no_part(&small, "nav01", n, "agreement");
	assert_int_equal(decide(&small, "nav01", n), RC_OK);
	fixture_close(&small);
}

static void
authority_is_asked_like_for_any_decision(void **state)
{
	(void)state;
	whole(&f, number);
	approve(&f, "hel01", number, 6);
	assert_int_equal(decide(&f, "nav02", number), RC_DENIED);
	assert_string_equal(text_at(show("nav01"), "state"), "open");
}

static void
what_is_refused_says_why(void **state)
{
	(void)state;
	propose(&f, "nav01", number, "dwelling", "refused", NULL, NULL);
	assert_int_equal(f.rc, RC_FIELDS);
	assert_true(has_field("reason"));
}

static void
all_that_is_wrong_with_an_item_is_told_at_once(void **state)
{
	(void)state;
	propose(&f, "nav01", number, "service", "granted", "helse",
	    json_pack("{ss si ss ss s{ss}}", "from", "i morgen", "extent", -1,
		"extent_unit", "hours", "colour", "red", "lease", "from",
		"2027-03-01"));
	assert_int_equal(f.rc, RC_FIELDS);
	assert_true(has_field("performer"));
	assert_true(has_field("from"));
	assert_true(has_field("extent"));
	assert_true(has_field("colour"));
	assert_int_equal(version_now(&f, "nav01", number), 1);
}

/* D-041: the property side takes part and reads nothing about the person. */
static void
a_unit_sees_what_it_wrote_and_of_others_no_words(void **state)
{
	const json_t *items;

	(void)state;
	propose(&f, "nav01", number, "service", "granted", "health",
	    json_pack("{ss ss}", "title", "hemmelig tjeneste", "goal", "mål"));
	propose(&f, "prop01", number, "dwelling", "granted", NULL,
	    json_pack("{ss s{ss ss}}", "title", "to rom", "lease", "from",
		"2027-03-01", "to", "2030-02-28"));
	items = at(show("prop01"), "items");
	assert_int_equal(json_array_size(items), 2);
	assert_null(at(pick(items, "name", "service"), "body"));
	assert_string_equal(text_at(pick(items, "name", "service"),
				"performer"),
	    "health");
	assert_string_equal(text_at(pick(items, "name", "dwelling"),
				"body.title"),
	    "to rom");
	items = at(show("nav01"), "items");
	assert_string_equal(text_at(pick(items, "name", "service"),
				"body.title"),
	    "hemmelig tjeneste");
}

/* What the health service writes is health's (domain 0.3 no. 5). */
static void
what_the_health_service_writes_of_a_service_stays_with_it(void **state)
{
	const json_t *items;

	(void)state;
	propose(&f, "hel01", number, "service", "granted", "health",
	    json_pack("{ss ss}", "title", "medisinering", "goal", "ro"));
	items = at(show("nav01"), "items");
	assert_null(at(items, "0.body"));
	items = at(show("hel01"), "items");
	assert_string_equal(text_at(items, "0.body.title"), "medisinering");
}

static void
without_a_task_nobody_knows_of_it(void **state)
{
	(void)state;
	fixture_ask(&f, "team01", "allocation.show",
	    json_pack("{ss}", "case", number));
	assert_int_equal(f.rc, RC_NOTFOUND);
	propose(&f, "team01", number, "plan", "granted", "team", NULL);
	assert_int_equal(f.rc, RC_NOTFOUND);
}

static void
a_definition_may_draft_it_but_not_approve(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "draft", NULL),
	    RC_OK);
	assert_int_equal(version_now(&f, "nav01", number), 3);
	assert_int_equal(int_at(show("nav01"), "approved"), 0);
}

static void
an_item_can_be_taken_away(void **state)
{
	(void)state;
	propose(&f, "nav01", number, "plan", "granted", "health", NULL);
	fixture_ok(&f, "nav01", "allocation.drop",
	    json_pack("{ss ss}", "case", number, "name", "plan"));
	assert_int_equal(json_array_size(at(show("nav01"), "items")), 0);
	fixture_ask(&f, "nav01", "allocation.drop",
	    json_pack("{ss ss}", "case", number, "name", "plan"));
	assert_int_equal(f.rc, RC_NOTFOUND);
}

static void
a_quorum_needs_as_many_units_as_it_names(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "allocation.ask",
	    json_pack("{ss s[s] si}", "case", number, "units", "health",
		"quorum", 9));
	assert_int_equal(f.rc, RC_FIELDS);
	assert_true(has_field("quorum"));
	fixture_ask(&f, "nav01", "allocation.ask",
	    json_pack("{ss s[s]}", "case", number, "units", "skole"));
	assert_int_equal(f.rc, RC_FIELDS);
	assert_true(has_field("units"));
}

static void
closing_the_case_drops_what_was_open(void **state)
{
	(void)state;
	whole(&f, number);
	assert_int_equal(fixture_act(&f, "nav01", number, "withdraw", NULL),
	    RC_OK);
	assert_string_equal(text_at(show("nav01"), "state"), "dropped");
	approve(&f, "hel01", number, 6);
	assert_int_equal(f.rc, RC_NOTFOUND);
}

/* D-029, D-139: nothing in the schema could hold a score or a rank. */
static void
no_table_has_a_place_for_a_score_of_anybody(void **state)
{
	static const char *const words[] = { "score", "rank", "point", "poeng",
		"weight", "prioritet" };
	struct err e = ERR_INIT;
	struct query q;
	size_t i;

	(void)state;
	query_begin_once(&q, f.store,
	    "SELECT m.name || '.' || c.name FROM sqlite_master m,"
	    " pragma_table_info(m.name) c WHERE m.type = 'table'");
	while (query_row(&q))
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strstr(query_text(&q, 0), words[i]) != NULL)
				fail_msg("%s", query_text(&q, 0));
	assert_int_equal(query_end(&q, &e), RC_OK);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_decided_without_an_allocation),
		TEST(each_unit_that_is_asked_has_a_task_until_it_approves),
		TEST(a_change_makes_a_new_version_that_nobody_has_approved),
		TEST(
		    who_approves_an_older_version_is_told_who_changed_it_and_when),
		TEST(only_units_that_were_asked_approve),
		TEST(half_a_decision_is_refused_with_all_that_is_missing),
		TEST(each_of_the_six_parts_is_filled_or_said_not_to_apply),
		TEST(a_part_says_something_or_why_not_and_never_both),
		TEST(what_is_approved_becomes_decisions_and_orders),
		TEST(the_decision_keeps_the_parts_and_items_it_is_made_of),
		TEST(the_second_to_decide_is_told_who_was_first_and_when),
		TEST(who_decides_does_not_perform),
		TEST(in_a_small_municipality_the_same_unit_may_perform),
		TEST(authority_is_asked_like_for_any_decision),
		TEST(what_is_refused_says_why),
		TEST(all_that_is_wrong_with_an_item_is_told_at_once),
		TEST(a_unit_sees_what_it_wrote_and_of_others_no_words),
		TEST(what_the_health_service_writes_of_a_service_stays_with_it),
		TEST(without_a_task_nobody_knows_of_it),
		TEST(a_definition_may_draft_it_but_not_approve),
		TEST(an_item_can_be_taken_away),
		TEST(a_quorum_needs_as_many_units_as_it_names),
		TEST(closing_the_case_drops_what_was_open),
		TEST(no_table_has_a_place_for_a_score_of_anybody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
