/*
 * Lists of tasks, deadlines, decisions, incidents and look-ups; the status and
 * the keys: what each shows, and to whom.
 */
#include "fixture.h"
#include "look.h"
#include "model/text.h"

#define CASE(n) json_pack("{ss}", "case", (n))

/* A case in stage mapping, where health has a task. */
static json_int_t
map_task(struct fixture *f, char number[24])
{
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	r = fixture_ok(f, "hel01", "task.list", NULL);
	return int_at(r, "rows.0.id");
}

static void
a_unit_sees_its_own_task_in_anothers_case(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	map_task(f, number);
	r = fixture_ok(f, "hel01", "task.list", CASE(number));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	assert_string_equal(text_at(r, "rows.0.title"), "Kartlegg");
	assert_null(at(r, "rows.0.case_id"));
}

static void
a_unit_sees_no_other_task_of_the_case(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	map_task(f, number);
	fixture_act(f, "nav01", number, "back", NULL);
	fixture_advance(f, "2027-01-14");
	r = fixture_ok(f, "nav01", "task.list", CASE(number));
	assert_non_null(pick(at(r, "rows"), "key", "contact"));
	r = fixture_ok(f, "hel01", "task.list", NULL);
	assert_null(pick(at(r, "rows"), "key", "contact"));
}

static void
a_task_is_done_by_the_unit_that_has_it(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_int_t id = map_task(f, number);
	json_t *r;

	r = fixture_ok(f, "hel01", "task.done",
	    json_pack("{sI ss}", "task", id, "note", "Kartlagt hjemme"));
	assert_int_equal(int_at(r, "rev"), 3);
	r = fixture_ok(f, "nav01", "task.list", CASE(number));
	assert_null(pick(at(r, "rows"), "key", "map"));
	r = fixture_ok(f, "nav01", "case.history", CASE(number));
	assert_string_equal(text_at(r, "rows.2.kind"), "task.done");
	fixture_ask(f, "nav01", "task.done", json_pack("{sI}", "task", id));
	assert_int_equal(f->rc, RC_CONFLICT);
}

static void
a_stranger_does_no_task(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;
	json_int_t id;

	fixture_case(f, NULL, number);
	fixture_advance(f, "2027-01-13");
	r = fixture_ok(f, "nav01", "task.list", CASE(number));
	id = int_at(r, "rows.0.id");
	fixture_ask(f, "hel01", "task.done", json_pack("{sI}", "task", id));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ask(f, "hel01", "task.done",
	    json_pack("{sI}", "task", (json_int_t)99));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

/* Who has one task in a case does not do the others. */
static void
a_unit_does_no_other_task_of_the_case(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	map_task(f, number);
	fixture_act(f, "nav01", number, "back", NULL);
	fixture_advance(f, "2027-01-14");
	r = fixture_ok(f, "nav01", "task.list", CASE(number));
	fixture_ask(f, "hel01", "task.done",
	    json_pack("{sI}", "task",
		int_at(pick(at(r, "rows"), "key", "contact"), "id")));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
deadlines_come_soonest_first_and_in_pages(void **state)
{
	struct fixture *f = *state;
	char number[24], after[32];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "deadline.list",
	    json_pack("{si}", "limit", 1));
	assert_string_equal(text_at(r, "rows.0.name"), "talk");
	strncpy(after, text_at(r, "next"), sizeof(after) - 1);
	after[sizeof(after) - 1] = '\0';
	r = fixture_ok(f, "nav01", "deadline.list",
	    json_pack("{ss}", "after", after));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	assert_string_equal(text_at(r, "rows.0.name"), "reply");
	assert_int_equal(int_at(r, "rows.0.days"), 31);
}

static void
deadlines_can_be_limited_in_time_and_kind(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "deadline.list",
	    json_pack("{ss}", "within", "1w"));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	r = fixture_ok(f, "nav01", "deadline.list",
	    json_pack("{sb}", "legal", 1));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	assert_string_equal(text_at(r, "rows.0.rule"), "FVL_11A");
	r = fixture_ok(f, "nav01", "deadline.list",
	    json_pack("{sb}", "overdue", 1));
	assert_int_equal(json_array_size(at(r, "rows")), 0);
}

static void
deadlines_of_others_are_not_shown(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "hel01", "deadline.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 0);
}

static void
a_decision_is_shown_with_its_content(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "decide",
	    json_pack("{ss}", "why", "Innvilget bolig"));
	assert_int_equal(f->rc, RC_OK);
	r = fixture_ok(f, "nav02", "decision.list", CASE(number));
	assert_string_equal(text_at(r, "rows.0.result"), "granted");
	assert_null(at(r, "rows.0.content"));
	r = fixture_ok(f, "nav02", "decision.show",
	    json_pack("{ss si}", "case", number, "no", 1));
	assert_non_null(at(r, "content"));
	fixture_ask(f, "nav02", "decision.show",
	    json_pack("{ss si}", "case", number, "no", 2));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

/* The administrator sees what failed, and nothing of the case. */
static void
an_incident_is_listed_retried_and_closed(void **state)
{
	struct fixture *f = *state;
	struct ask *a;
	char number[24];
	json_int_t id;
	json_t *r;

	fixture_case(f, json_pack("{ss}", "trap_on", "2027-01-11"), number);
	fixture_advance(f, "2027-01-13");
	r = fixture_ok(f, "adm", "incident.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	assert_string_equal(text_at(r, "rows.0.name"), "trap");
	assert_null(at(r, "rows.0.error"));
	id = int_at(r, "rows.0.id");
	fixture_ask(f, "adm", "incident.retry",
	    json_pack("{sI}", "incident", id));
	ASSERT_ERROR(f, RC_SCRIPT, "E_SCRIPT");
	assert_null(strstr(f->err.text, "mangler"));
	r = fixture_ok(f, "nav01", "case.show", CASE(number));
	assert_non_null(strstr(text_at(r, "incidents.0.error"), "mangler"));
	fixture_ask(f, "adm", "incident.close",
	    json_pack("{sI}", "incident", id));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	a = fixture_new_ask(f, "adm", "incident.close",
	    json_pack("{sI}", "incident", id));
	a->reason = strdup("gjort for hånd");
	assert_int_equal(fixture_submit(f, a), RC_OK);
	r = fixture_ok(f, "adm", "incident.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 0);
	fixture_ask(f, "nav01", "incident.list", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
}

static void
an_incident_ends_when_its_retry_works(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, json_pack("{ss}", "trap_on", "2027-01-11"), number);
	fixture_advance(f, "2027-01-13");
	fixture_act(f, "nav01", number, "note",
	    json_pack("{ss si}", "why", "x", "level", 2));
	assert_int_equal(f->rc, RC_OK);
	fixture_ok(f, "adm", "incident.retry",
	    json_pack("{si}", "incident", 1));
	r = fixture_ok(f, "adm", "incident.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 0);
	r = fixture_ok(f, "nav01", "task.list", CASE(number));
	assert_non_null(pick(at(r, "rows"), "key", "trap"));
}

static void
the_auditor_sees_who_looked(void **state)
{
	struct fixture *f = *state;
	const json_t *row;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_ok(f, "nav02", "case.show", CASE(number));
	fixture_ask(f, "hel01", "case.show", CASE(number));
	r = fixture_ok(f, "aud", "lookup.list", CASE(number));
	row = pick(at(r, "rows"), "actor", "nav02");
	assert_string_equal(text_at(row, "method"), "case.show");
	assert_string_equal(text_at(row, "subjects_title"), "case 2027/1");
	r = fixture_ok(f, "aud", "lookup.list",
	    json_pack("{ss}", "user", "hel01"));
	assert_true(json_is_true(at(r, "rows.0.refused")));
	fixture_ask(f, "nav01", "lookup.list", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
}

/* The log is long; a page goes on where the last one ended. */
static void
look_ups_of_a_user_come_in_pages(void **state)
{
	struct fixture *f = *state;
	char number[24], after[32] = "";
	size_t seen = 0;
	json_t *r;
	int i;

	fixture_case(f, NULL, number);
	for (i = 0; i < 230; i++)
		fixture_ok(f, i % 23 == 0 ? "nav02" : "nav01", "case.show",
		    CASE(number));
	do {
		r = fixture_ok(f, "aud", "lookup.list",
		    json_pack("{ss ss si}", "user", "nav02", "after", after,
			"limit", 4));
		seen += json_array_size(at(r, "rows"));
		strncpy(after, text_at(r, "next"), sizeof(after) - 1);
	} while (json_is_string(at(r, "next")));
	assert_int_equal(seen, 10);
}

static void
the_status_shows_no_person(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, json_pack("{ss}", "wishes", "hemmelig"), number);
	r = fixture_ok(f, "nobody", "sys.status", NULL);
	assert_string_equal(text_at(r, "municipality"), "5532");
	/* How many cases there are is for those who work here. */
	assert_null(at(r, "cases_open"));
	assert_null(at(r, "incidents"));
	assert_int_equal(strlen(text_at(r, "head")), 64);
	assert_string_equal(text_at(r, "definitions.0.name"), "small");
	assert_true(json_is_true(at(r, "test_clock")));
	r = fixture_ok(f, "nav02", "sys.status", NULL);
	assert_int_equal(int_at(r, "cases_open"), 1);
}

static void
the_chain_verifies_after_all_of_this(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_int_t id = map_task(f, number);
	json_t *r;

	fixture_ok(f, "hel01", "task.done", json_pack("{sI}", "task", id));
	r = fixture_ok(f, "aud", "sys.verify", NULL);
	assert_true(json_is_true(at(r, "ok")));
	assert_int_equal(json_array_size(at(r, "faults")), 0);
}

static void
a_key_is_explained_with_its_law(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	r = fixture_ok(f, "nobody", "config.explain",
	    json_pack("{ss}", "key", "municipality.population"));
	assert_string_equal(text_at(r, "law"), "A-21");
	assert_string_equal(text_at(r, "value"), "5600");
	assert_string_equal(text_at(r, "range"), "1..2000000");
	r = fixture_ok(f, "nobody", "config.explain",
	    json_pack("{ss}", "key", "deadline mapping.days"));
	assert_string_equal(text_at(r, "key"), "deadline *.days");
	fixture_ask(f, "nobody", "config.explain",
	    json_pack("{ss}", "key", "municipality.popolation"));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_non_null(strstr(f->err.text, "population"));
}

static void
units_and_users_are_those_configured(void **state)
{
	struct fixture *f = *state;
	size_t i;
	json_t *r;

	r = fixture_ok(f, "nav01", "unit.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 2);
	/* By name, the Norwegian way: aa is å and comes last. */
	r = fixture_ok(f, "nav01", "user.list", NULL);
	for (i = 1; i < json_array_size(at(r, "rows")); i++)
		assert_true(
		    text_compare(text_at(json_array_get(at(r, "rows"), i - 1),
				     "title"),
			text_at(json_array_get(at(r, "rows"), i), "title")) <
		    0);
	assert_string_equal(text_at(json_array_get(at(r, "rows"), i - 1),
				"title"),
	    "Aase");
	r = fixture_ok(f, "nav01", "user.list",
	    json_pack("{ss}", "unit", "health"));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	assert_string_equal(text_at(r, "rows.0.roles.0"), "caseworker");
	fixture_ask(f, "nobody", "user.list", NULL);
	assert_int_equal(f->rc, RC_DENIED);
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(a_unit_sees_its_own_task_in_anothers_case),
		T(a_unit_sees_no_other_task_of_the_case),
		T(a_task_is_done_by_the_unit_that_has_it),
		T(a_stranger_does_no_task),
		T(a_unit_does_no_other_task_of_the_case),
		T(deadlines_come_soonest_first_and_in_pages),
		T(deadlines_can_be_limited_in_time_and_kind),
		T(deadlines_of_others_are_not_shown),
		T(a_decision_is_shown_with_its_content),
		T(an_incident_is_listed_retried_and_closed),
		T(an_incident_ends_when_its_retry_works),
		T(the_auditor_sees_who_looked),
		T(look_ups_of_a_user_come_in_pages),
		T(the_status_shows_no_person),
		T(the_chain_verifies_after_all_of_this),
		T(a_key_is_explained_with_its_law),
		T(units_and_users_are_those_configured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
