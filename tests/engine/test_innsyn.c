/*
 * Who looked at what: for the citizen in plain language, for the leader by user
 * (domain §6.1 Innsynslogg, law rows 81 to 83, S-08).
 */
#include "fixture.h"
#include "look.h"

#include "base/mem.h"

#define NUMBER_1 "12838849855"
#define DAY_MS INT64_C(86400000)

static json_int_t
add(struct fixture *f, const char *grade)
{
	return int_at(fixture_ok(f, "nav01", "person.add",
			  json_pack("{ss ss ss}", "name", "Prøve Fjell",
			      "number", NUMBER_1, "grade", grade)),
	    "person");
}

static json_t *
person(json_int_t id)
{
	return json_pack("{sI}", "person", id);
}

/* The citizen's report of PERSON as LOGIN makes it; borrowed. */
static const json_t *
innsyn(struct fixture *f, const char *login, json_int_t id, const char *number)
{
	json_t *p = person(id);

	if (number != NULL)
		json_object_set_new(p, "case", json_pack("[s]", number));
	return at(fixture_ok(f, login, "report.innsyn", p), "rows");
}

static void
the_person_is_told_who_looked_when_and_why(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "open");
	const json_t *rows, *row;

	fixture_ok(f, "nav01", "person.show", person(id));
	rows = innsyn(f, "aud", id, NULL);
	row = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(text_at(row, "who"), "Kari, NAV, caseworker");
	assert_non_null(strstr(text_at(row, "what"),
	    "looked at what is kept about the person"));
	assert_non_null(strstr(text_at(row, "what"), "name and date of birth"));
	assert_string_equal(text_at(row, "why"),
	    "part of the work with the case");
	assert_true(int_at(row, "time") == MONDAY);
}

/* Law row 81: a search by the number is seen, found or not. */
static void
a_search_by_the_number_is_told_even_if_it_found_nobody(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "strictly_protected");
	const json_t *rows, *row;

	fixture_ok(f, "hel01", "person.find",
	    json_pack("{ss}", "number", NUMBER_1));
	assert_int_equal(json_array_size(at(f->result, "rows")), 0);
	rows = innsyn(f, "aud", id, NULL);
	row = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(text_at(row, "what"), "searched for the person");
	assert_non_null(strstr(text_at(row, "who"), "Liv"));
}

static void
who_tried_in_vain_is_told_too(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "open");
	const json_t *rows;
	char number[24];

	fixture_case(f, person(id), number);
	fixture_ask(f, "hel01", "person.show", person(id));
	fixture_ask(f, "hel01", "case.show", json_pack("{ss}", "case", number));
	rows = innsyn(f, "aud", id, number);
	assert_string_equal(
	    text_at(json_array_get(rows, json_array_size(rows) - 1), "what"),
	    "tried to look, and was not let in");
	assert_string_equal(
	    text_at(json_array_get(rows, json_array_size(rows) - 2), "what"),
	    "tried to look, and was not let in");
}

static void
the_report_is_gated_and_logged_itself(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "open");
	const json_t *rows;

	fixture_ask(f, "nav01", "report.innsyn", person(id));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ask(f, "adm", "report.innsyn", person(id));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	innsyn(f, "boss", id, NULL);
	rows = innsyn(f, "aud", id, NULL);
	assert_string_equal(
	    text_at(json_array_get(rows, json_array_size(rows) - 1), "what"),
	    "looked at who has looked");
}

/* The days are local ones, both included; nothing after them is told. */
static void
the_report_keeps_to_its_days(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "open");
	json_t *p;

	f->clock.now = MONDAY + 2 * DAY_MS;
	fixture_ok(f, "nav01", "person.show", person(id));
	f->clock.now = MONDAY + 4 * DAY_MS;
	fixture_ok(f, "nav02", "person.show", person(id));
	p = person(id);
	json_object_set_new(p, "from", json_string("2027-01-12"));
	json_object_set_new(p, "to", json_string("2027-01-14"));
	fixture_ok(f, "aud", "report.innsyn", p);
	assert_int_equal(json_array_size(at(f->result, "rows")), 1);
	assert_non_null(strstr(text_at(f->result, "rows.0.who"), "Kari"));
}

static void
pages_join_without_gap_or_double(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "open");
	size_t i, seen = 0;
	json_t *p, *next = NULL;

	for (i = 0; i < 7; i++)
		fixture_ok(f, "nav01", "person.show", person(id));
	do {
		p = person(id);
		json_object_set_new(p, "limit", json_integer(3));
		if (next != NULL)
			json_object_set_new(p, "after", next);
		fixture_ok(f, "boss", "report.innsyn", p);
		seen += json_array_size(at(f->result, "rows"));
		next = json_incref(json_object_get(f->result, "next"));
	} while (!json_is_null(next) && seen < 40);
	json_decref(next);
	/* person.add, seven looks, and the pages of the report before. */
	assert_int_equal(seen, 1 + 7 + 3);
}

static const json_t *
use_of(struct fixture *f, const char *login, const char *user)
{
	fixture_ok(f, login, "report.innsynsbruk", NULL);
	return pick(at(f->result, "rows"), "user", user);
}

static void
the_leader_sees_the_use_of_the_own_unit_alone(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "open");

	fixture_ok(f, "nav02", "person.show", person(id));
	fixture_ask(f, "hel01", "person.show", person(id));
	assert_int_equal(int_at(use_of(f, "boss", "nav02"), "lookups"), 1);
	/* Nobody leads the health unit, so any leader answers for it. */
	assert_non_null(use_of(f, "boss", "hel01"));
	assert_non_null(use_of(f, "aud", "hel01"));
	fixture_ask(f, "nav01", "report.innsynsbruk", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
}

static void
what_stands_out_says_why(void **state)
{
	struct fixture *f = *state;
	const json_t *row;
	int i;

	for (i = 0; i < 5; i++)
		fixture_ask(f, "nav02", "case.show",
		    json_pack("{ss}", "case", "2027/99"));
	row = use_of(f, "boss", "nav02");
	assert_int_equal(int_at(row, "refused"), 5);
	assert_string_equal(text_at(row, "unusual"), "many refusals");
	assert_string_equal(text_at(at(f->result, "rows.0"), "user"), "nav02");
}

static void
who_looks_without_doing_anything_is_counted(void **state)
{
	struct fixture *f = *state;
	char one[24], two[24];
	const json_t *row;

	fixture_case(f, NULL, one);
	fixture_case(f, NULL, two);
	fixture_ok(f, "nav02", "case.show", json_pack("{ss}", "case", one));
	fixture_ok(f, "nav02", "case.show", json_pack("{ss}", "case", two));
	fixture_act(f, "nav02", two, "ask", NULL);
	row = use_of(f, "boss", "nav02");
	assert_int_equal(int_at(row, "cases"), 2);
	assert_int_equal(int_at(row, "without_step"), 1);
}

static void
an_export_is_marked_in_the_log(void **state)
{
	struct fixture *f = *state;
	struct ask *a;

	add(f, "open");
	a = fixture_new_ask(f, "nav01", "person.find",
	    json_pack("{ss}", "name", "fjell"));
	a->use = mem_text("export");
	assert_int_equal(fixture_submit(f, a), RC_OK);
	assert_int_equal(int_at(use_of(f, "boss", "nav01"), "exports"), 1);
	fixture_ok(f, "aud", "lookup.list", json_pack("{ss}", "user", "nav01"));
	assert_non_null(pick(at(f->result, "rows"), "use", "export"));
}

/* Domain §2.2: strengt_fortrolig is never exported. */
static void
no_export_has_the_strictly_protected(void **state)
{
	struct fixture *f = *state;
	struct ask *a;

	add(f, "strictly_protected");
	a = fixture_new_ask(f, "nav01", "person.find",
	    json_pack("{ss}", "name", "fjell"));
	assert_int_equal(fixture_submit(f, a), RC_OK);
	assert_int_equal(json_array_size(at(f->result, "rows")), 1);
	a = fixture_new_ask(f, "nav01", "person.find",
	    json_pack("{ss}", "name", "fjell"));
	a->use = mem_text("export");
	assert_int_equal(fixture_submit(f, a), RC_OK);
	assert_int_equal(json_array_size(at(f->result, "rows")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
		T(the_person_is_told_who_looked_when_and_why),
		T(a_search_by_the_number_is_told_even_if_it_found_nobody),
		T(who_tried_in_vain_is_told_too),
		T(the_report_is_gated_and_logged_itself),
		T(the_report_keeps_to_its_days),
		T(pages_join_without_gap_or_double),
		T(the_leader_sees_the_use_of_the_own_unit_alone),
		T(what_stands_out_says_why),
		T(who_looks_without_doing_anything_is_counted),
		T(an_export_is_marked_in_the_log),
		T(no_export_has_the_strictly_protected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
