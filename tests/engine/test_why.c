/*
 * case.why: why a deadline has its day, why an action is possible or not.
 */
#include "fixture.h"
#include "look.h"

/* Is there a line that begins with START and holds PART? */
static bool
has_line(const json_t *result, const char *start, const char *part)
{
	const json_t *line, *lines = at(result, "lines");
	const char *text;
	size_t i;

	json_array_foreach(lines, i, line) {
		text = json_string_value(line);
		if (strncmp(text, start, strlen(start)) == 0 &&
		    strstr(text, part) != NULL)
			return true;
	}
	return false;
}

/* Law row 2, domain §4.2: one month from Monday 2027-01-11. */
static void
a_deadline_shows_rule_start_and_day(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "case.why",
	    json_pack("{ss ss}", "case", number, "deadline", "reply"));
	assert_int_equal(json_array_size(at(r, "lines")), 1);
	assert_true(has_line(r, "Foreløpig svar: 2027-02-11", "FVL_11A"));
	assert_string_equal(text_at(r, "deadlines.0.due"), "2027-02-11");
	assert_int_equal(json_array_size(at(r, "actions")), 0);
}

/* A goal without `from`: a function set it, and which action ran that. */
static void
a_goal_that_an_action_set_names_the_action(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_act(f, "nav01", number, "ask", NULL);
	assert_int_equal(f->rc, RC_OK);
	r = fixture_ok(f, "nav01", "case.why",
	    json_pack("{ss ss}", "case", number, "deadline", "answer"));
	assert_true(has_line(r, "Svar: 2027-02-11", "11. januar 2027"));
	assert_true(has_line(r, "Svar: ", "(set by: Be om hjelp)"));
	assert_string_equal(text_at(r, "deadlines.0.start_event"), "ask");
}

static void
a_guard_speaks_for_itself(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "case.why",
	    json_pack("{ss ss}", "case", number, "action", "guarded"));
	assert_true(has_line(r, "Bare med ønsker", "ønskene mangler"));
	assert_string_equal(text_at(r, "actions.0.error"), "E_GUARD");
	assert_true(json_is_true(at(r, "actions.0.role")));
}

static void
a_form_names_what_it_asks_for(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "case.why",
	    json_pack("{ss ss}", "case", number, "action", "to_mapping"));
	assert_true(has_line(r, "Til kartlegging", "Nivå"));
	assert_string_equal(text_at(r, "actions.0.missing.0"), "level");
}

static void
a_role_that_is_lacking_is_named(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "case.why",
	    json_pack("{ss ss ss}", "case", number, "action", "refuse", "user",
		"nav02"));
	assert_true(has_line(r, "Avslå", "decision-maker"));
	assert_true(json_is_false(at(r, "actions.0.role")));
}

static void
a_user_without_relation_is_told_of(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "case.why",
	    json_pack("{ss ss}", "case", number, "user", "hel01"));
	assert_true(has_line(r, "hel01", ""));
}

static void
an_action_of_another_stage_is_placed(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	r = fixture_ok(f, "nav01", "case.why",
	    json_pack("{ss ss}", "case", number, "action", "map"));
	assert_true(has_line(r, "Kartlagt", "Kartlegging"));
}

static void
unknown_names_are_said_to_be_unknown(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	fixture_ask(f, "nav01", "case.why",
	    json_pack("{ss ss}", "case", number, "action", "fly"));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ask(f, "nav01", "case.why",
	    json_pack("{ss ss}", "case", number, "deadline", "never"));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ask(f, "nav01", "case.why",
	    json_pack("{ss ss}", "case", number, "user", "nobody"));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
asking_why_changes_nothing(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	fixture_case(f, NULL, number);
	fixture_ok(f, "nav01", "case.why", json_pack("{ss}", "case", number));
	r = fixture_ok(f, "nav01", "case.show",
	    json_pack("{ss}", "case", number));
	assert_int_equal(int_at(r, "rev"), 1);
	assert_null(pick(at(r, "fields"), "name", "level"));
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(a_deadline_shows_rule_start_and_day),
		T(a_goal_that_an_action_set_names_the_action),
		T(a_guard_speaks_for_itself),
		T(a_form_names_what_it_asks_for),
		T(a_role_that_is_lacking_is_named),
		T(a_user_without_relation_is_told_of),
		T(an_action_of_another_stage_is_placed),
		T(unknown_names_are_said_to_be_unknown),
		T(asking_why_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
