/*
 * case.show, case.list and case.history: as much as the caller may see.
 */
#include "fixture.h"
#include "look.h"

#define CASE(n) json_pack("{ss}", "case", (n))

static void
a_case_shows_fields_actions_and_deadlines(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, json_pack("{si ss}", "level", 3, "wishes", "to rom"),
	    number);
	r = fixture_ok(f, "nav01", "case.show", CASE(number));
	assert_string_equal(text_at(r, "stage_title"), "Inntak");
	assert_string_equal(text_at(r, "contact"), "nav01");
	assert_int_equal(int_at(pick(at(r, "fields"), "name", "level"),
			     "value"),
	    3);
	assert_string_equal(text_at(pick(at(r, "fields"), "name", "wishes"),
				"title"),
	    "Ønsker");
	assert_string_equal(
	    text_at(pick(at(r, "actions"), "name", "to_mapping"), "title"),
	    "Til kartlegging");
	assert_string_equal(text_at(pick(at(r, "deadlines"), "name", "reply"),
				"due"),
	    "2027-02-11");
}

static void
an_action_that_is_guarded_says_why_not(void **state)
{
	struct fixture *f = *state;
	const json_t *action;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "case.show", CASE(number));
	action = pick(at(r, "actions"), "name", "guarded");
	assert_true(json_is_false(at(action, "possible")));
	/* The title stands beside it and need not come again. */
	assert_string_equal(text_at(action, "why"), "ønskene mangler");
}

/* Programs keep to the code, people read what stands beside it. */
static void
names_and_codes_come_with_what_they_are_called(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "decide",
	    json_pack("{ss}", "why", "x"));
	assert_int_equal(f->rc, RC_OK);
	r = fixture_ok(f, "nav01", "case.show", CASE(number));
	assert_string_equal(text_at(r, "unit"), "nav");
	assert_string_equal(text_at(r, "unit_title"), "NAV");
	assert_string_equal(text_at(r, "contact_title"), "Kari");
	assert_string_equal(text_at(r, "decisions.0.basis"), "BSL_7");
	assert_string_equal(text_at(r, "decisions.0.basis_title"),
	    "boligsosialloven § 7");
	assert_string_equal(text_at(r, "decisions.0.type_title"),
	    "hjelp til å få bolig");
	assert_string_equal(text_at(pick(at(r, "deadlines"), "name", "reply"),
				"rule_title"),
	    "forvaltningsloven § 11 a");
	r = fixture_ok(f, "nav01", "case.history", CASE(number));
	assert_non_null(
	    strstr(text_at(r, "rows.1.text"), "decision 1: granted"));
}

/* What it decides about is the definition's own, and so is what it says. */
static void
a_type_that_the_definition_does_not_name_is_refused(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "misspell", NULL);
	ASSERT_ERROR(f, RC_GUARD, "E_TYPE");
	assert_non_null(strstr(f->err.fields[0].text, "did you mean help?"));
}

static void
unknown_and_forbidden_answer_alike(void **state)
{
	struct fixture *f = *state;
	char number[24], unknown[ERR_TEXT_MAX];

	fixture_case(f, NULL, number);
	fixture_ask(f, "hel01", "case.show", CASE("2027/7"));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	memcpy(unknown, f->err.text, sizeof(unknown));
	fixture_ask(f, "hel01", "case.show", CASE(number));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	/* "case 2027/7: …" and "case 2027/1: …" differ in one digit. */
	strrchr(f->err.text, '/')[1] = '7';
	assert_string_equal(unknown, f->err.text);
}

/* A task shows class case and the task, nothing else (the gate's rule). */
static void
a_task_alone_shows_the_task_and_class_case(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, json_pack("{ss}", "wishes", "to rom"), number);
	fixture_act(f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	assert_int_equal(f->rc, RC_OK);
	r = fixture_ok(f, "hel01", "case.show", CASE(number));
	assert_non_null(pick(at(r, "fields"), "name", "level"));
	assert_null(pick(at(r, "fields"), "name", "wishes"));
	assert_int_equal(json_array_size(at(r, "tasks")), 1);
	assert_string_equal(text_at(r, "tasks.0.key"), "map");
	assert_null(at(r, "decisions"));
	assert_null(at(r, "documents"));
}

static void
a_task_alone_shows_no_history(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "to_mapping",
	    json_pack("{si}", "level", 2));
	fixture_ask(f, "hel01", "case.history", CASE(number));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
}

static void
showing_a_case_leaves_a_look_up_row(void **state)
{
	struct fixture *f = *state;
	const json_t *row;
	json_t *rows;
	char number[24];
	size_t n;

	fixture_case(f, NULL, number);
	fixture_ok(f, "nav02", "case.show", CASE(number));
	rows = fixture_history(f, true);
	n = json_array_size(rows);
	row = json_array_get(rows, n - 1);
	assert_string_equal(text_at(row, "kind"), "lookup");
	assert_string_equal(text_at(row, "actor"), "nav02");
	assert_string_equal(text_at(row, "subject_kind"), "case");
	json_decref(rows);
}

static void
a_list_pages_by_its_last_row(void **state)
{
	struct fixture *f = *state;
	char number[24], after[32];
	json_t *r;
	int i;

	for (i = 0; i < 3; i++)
		fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "case.list", json_pack("{si}", "limit", 2));
	assert_int_equal(json_array_size(at(r, "rows")), 2);
	assert_string_equal(text_at(r, "rows.0.case"), "2027/1");
	assert_string_equal(text_at(r, "rows.0.stage_title"), "Inntak");
	strncpy(after, text_at(r, "next"), sizeof(after) - 1);
	after[sizeof(after) - 1] = '\0';
	r = fixture_ok(f, "nav01", "case.list",
	    json_pack("{si ss}", "limit", 2, "after", after));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	assert_string_equal(text_at(r, "rows.0.case"), "2027/3");
	assert_true(json_is_null(at(r, "next")));
}

static void
a_list_shows_a_stranger_nothing(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "hel01", "case.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 0);
}

static void
a_key_of_another_list_is_refused(void **state)
{
	struct fixture *f = *state;

	fixture_ask(f, "nav01", "case.list",
	    json_pack("{ss}", "after", "2027-01-01 x"));
	ASSERT_ERROR(f, RC_INVALID, "E_PARAMS");
}

static void
overdue_cases_can_be_listed_alone(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "case.list",
	    json_pack("{sb}", "overdue", 1));
	assert_int_equal(json_array_size(at(r, "rows")), 0);
	fixture_advance(f, "2027-02-15");
	r = fixture_ok(f, "nav01", "case.list",
	    json_pack("{sb}", "overdue", 1));
	assert_int_equal(json_array_size(at(r, "rows")), 1);
}

static void
history_tells_each_step_in_words(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "to_mapping",
	    json_pack("{si ss}", "level", 2, "wishes", "nær skolen"));
	r = fixture_ok(f, "nav01", "case.history", CASE(number));
	assert_int_equal(json_array_size(at(r, "rows")), 2);
	assert_int_equal(int_at(r, "rows.1.seq"), 2);
	assert_string_equal(text_at(r, "rows.1.actor"), "nav01");
	assert_string_equal(text_at(r, "rows.1.text"),
	    "Til kartlegging → Kartlegging");
	assert_string_equal(text_at(r, "rows.1.values.wishes"), "nær skolen");
	assert_null(at(r, "rows.1.parts"));
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(a_case_shows_fields_actions_and_deadlines),
		T(an_action_that_is_guarded_says_why_not),
		T(names_and_codes_come_with_what_they_are_called),
		T(a_type_that_the_definition_does_not_name_is_refused),
		T(unknown_and_forbidden_answer_alike),
		T(a_task_alone_shows_the_task_and_class_case),
		T(a_task_alone_shows_no_history),
		T(showing_a_case_leaves_a_look_up_row),
		T(a_list_pages_by_its_last_row),
		T(a_list_shows_a_stranger_nothing),
		T(a_key_of_another_list_is_refused),
		T(overdue_cases_can_be_listed_alone),
		T(history_tells_each_step_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
