/*
 * Absence and substitutes, contact persons who leave, and users who do not work
 * here any more (issue: absence and substitutes as rows with dates).
 */
#include "units.h"

struct world {
	struct fixture f;
	json_int_t person;
	char number[24]; /* the health unit's, contact two01 */
};

static int
setup(void **state)
{
	static struct world w;
	struct fixture *f = &w.f;

	units_open(f, "");
	w.person = units_person(f, "hel01", "Per", PERSON_1, "1979-12-15");
	units_case(f, "hel01", w.person, w.number);
	fixture_ok(f, "hel01", "case.assign",
	    json_pack("{ss ss}", "case", w.number, "contact", "two01"));
	*state = &w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	fixture_close(&w->f);
	return 0;
}

/* two01 of nav and health is away; nav02 of nav stands in. */
static json_int_t
stand_in(struct world *w, const char *from, const char *to)
{
	return int_at(fixture_ok(&w->f, "two01", "absence.add",
			  json_pack("{ss ss* ss*}", "substitute", "nav02",
			      "from", from, "to", to)),
	    "absence");
}

static enum rc
look(struct world *w, const char *login)
{
	return fixture_ask(&w->f, login, "case.show", units_of_case(w->number));
}

static void
a_substitute_has_the_absentees_cases_on_those_days(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	stand_in(w, "2027-01-12", "2027-01-13");
	assert_int_equal(look(w, "nav02"), RC_NOTFOUND);
	fixture_advance(f, "2027-01-12");
	assert_int_equal(look(w, "nav02"), RC_OK);
	fixture_ok(f, "nav02", "case.list", NULL);
	assert_int_equal(json_array_size(at(f->result, "rows")), 1);
	assert_int_equal(fixture_act(f, "nav02", w->number, "ask", NULL),
	    RC_OK);
	assert_int_equal(look(w, "nav01"), RC_NOTFOUND);
	fixture_advance(f, "2027-01-14");
	assert_int_equal(look(w, "nav02"), RC_NOTFOUND);
	fixture_ok(f, "nav02", "case.list", NULL);
	assert_int_equal(json_array_size(at(f->result, "rows")), 0);
}

static void
what_a_substitute_does_is_on_record_as_such(void **state)
{
	struct world *w = *state;
	const json_t *last;
	json_t *rows;

	stand_in(w, NULL, NULL);
	assert_int_equal(look(w, "nav02"), RC_OK);
	rows = fixture_history(&w->f, true);
	last = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(text_at(last, "actor"), "nav02");
	assert_string_equal(text_at(last, "parts.0.stands_for"), "two01");
	json_decref(rows);
}

static void
a_substitute_sees_what_the_own_units_may_see(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	fixture_ok(f, "hel01", "case.act",
	    json_pack("{ss ss s{ss ss}}", "case", w->number, "action", "note",
		"input", "why", "x", "diagnosis", "brukket bein"));
	stand_in(w, NULL, NULL);
	assert_int_equal(look(w, "nav02"), RC_OK);
	assert_true(units_shows(f, "hemmelig"));
	assert_false(units_shows(f, "brukket bein"));
}

static void
a_task_of_the_absentee_is_the_substitutes_too(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	fixture_ok(f, "nav01", "absence.add",
	    json_pack("{ss}", "substitute", "nav02"));
	fixture_ok(f, "nav02", "task.list", json_pack("{sb}", "mine", 1));
	fixture_ok(f, "nav01", "absence.list", NULL);
	assert_string_equal(text_at(f->result, "rows.0.substitute"), "nav02");
	(void)w;
}

static void
only_oneself_or_the_leader_says_who_is_away(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	fixture_ask(f, "nav02", "absence.add",
	    json_pack("{ss}", "user", "nav01"));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ask(f, "helboss", "absence.add",
	    json_pack("{ss}", "user", "nav01"));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ok(f, "boss", "absence.add",
	    json_pack("{ss}", "user", "nav01"));
	fixture_ask(f, "boss", "absence.add",
	    json_pack("{ss}", "user", "nav01"));
	ASSERT_ERROR(f, RC_CONFLICT, "E_ABSENCE_TWICE");
}

static void
nobody_of_another_unit_stands_in(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	fixture_ask(f, "nav01", "absence.add",
	    json_pack("{ss}", "substitute", "hel01"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	fixture_ask(f, "nav01", "absence.add",
	    json_pack("{ss}", "substitute", "nav01"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	fixture_ask(f, "nav01", "absence.add",
	    json_pack("{ss ss}", "from", "2027-02-01", "to", "2027-01-31"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
}

static void
who_is_back_takes_the_cases_back(void **state)
{
	struct world *w = *state;
	json_int_t id = stand_in(w, NULL, NULL);

	assert_int_equal(look(w, "nav02"), RC_OK);
	fixture_ok(&w->f, "two01", "absence.end",
	    json_pack("{sI}", "absence", id));
	assert_int_equal(look(w, "nav02"), RC_NOTFOUND);
}

/* The same municipality after a change: two01 works in nav alone. */
static void
reload(struct fixture *f, const char *from, const char *to)
{
	struct municipality *old = f->municipality;
	const char *at = strstr(UNITS_INI, from);
	char *text;

	assert_non_null(at);
	text = mem_format("%.*s%s%s", (int)(at - UNITS_INI), UNITS_INI, to,
	    at + strlen(from));
	f->municipality = fixture_municipality(text);
	engine_set_municipality(f->engine, f->municipality);
	fixture_run(f);
	municipality_free(old);
	free(text);
}

static void
a_contact_person_who_leaves_the_unit_loses_the_case(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	const json_t *task;
	json_t *rows;

	assert_int_equal(look(w, "two01"), RC_OK);
	reload(f, "login = two01\nunits = nav, health",
	    "login = two01\nunits = nav");
	assert_int_equal(look(w, "two01"), RC_NOTFOUND);
	fixture_ok(f, "two01", "case.list", NULL);
	assert_int_equal(json_array_size(at(f->result, "rows")), 0);
	rows = fixture_tasks(f, w->number);
	task = pick(rows, "cause", "contact");
	assert_non_null(task);
	assert_string_equal(text_at(task, "role"), "leader");
	assert_string_equal(text_at(task, "unit"), "health");
	json_decref(rows);
	fixture_ok(f, "helboss", "case.assign",
	    json_pack("{ss ss}", "case", w->number, "contact", "hel02"));
	rows = fixture_tasks(f, w->number);
	assert_null(pick(rows, "cause", "contact"));
	json_decref(rows);
}

static void
a_case_is_not_given_to_a_contact_person_of_another_unit(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	fixture_ask(f, "hel01", "case.assign",
	    json_pack("{ss ss}", "case", w->number, "contact", "nav01"));
	ASSERT_ERROR(f, RC_GUARD, "E_RESPONSIBLE");
	fixture_ask(f, "hel01", "case.assign",
	    json_pack("{ss ss}", "case", w->number, "unit", "flat"));
	ASSERT_ERROR(f, RC_GUARD, "E_RESPONSIBLE");
}

static void
who_does_not_work_here_today_gets_nowhere(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	reload(f, "login = hel02\n", "login = hel02\nto = 2027-01-11\n");
	assert_int_equal(look(w, "hel02"), RC_OK);
	fixture_advance(f, "2027-01-12");
	assert_int_equal(look(w, "hel02"), RC_DENIED);
	fixture_ok(f, "hel02", "sys.status", NULL);
	assert_null(at(f->result, "cases_open"));
	reload(f, "login = hel02\n", "login = hel02\nfrom = 2027-01-20\n");
	assert_int_equal(look(w, "hel02"), RC_DENIED);
	fixture_advance(f, "2027-01-20");
	assert_int_equal(look(w, "hel02"), RC_OK);
}

static void
a_basis_that_is_in_no_law_is_refused(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	units_ask(f, "hel01", "case.show", units_of_case(w->number), NULL,
	    "HPL25");
	assert_int_equal(f->rc, RC_OK);
	units_ask(f, "hel01", "case.show", units_of_case(w->number), NULL,
	    "SESAM");
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	assert_string_equal(f->err.fields[0].field, "basis");
	/* A rule of deadlines is no basis of access. */
	units_ask(f, "hel01", "case.show", units_of_case(w->number), NULL,
	    "FVL_29");
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
}

static void
an_unknown_unit_or_stage_in_a_filter_is_told_with_the_nearest(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	fixture_ask(f, "hel01", "case.list",
	    json_pack("{ss}", "unit", "helth"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	assert_non_null(strstr(f->err.fields[0].text, "health"));
	fixture_ask(f, "hel01", "case.list",
	    json_pack("{ss}", "stage", "intak"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	assert_non_null(strstr(f->err.fields[0].text, "intake"));
	fixture_ok(f, "hel01", "case.list",
	    json_pack("{ss ss ss}", "stage", "intake", "unit", "flat",
		"contact", "hel01"));
	(void)w;
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_substitute_has_the_absentees_cases_on_those_days),
		T(what_a_substitute_does_is_on_record_as_such),
		T(a_substitute_sees_what_the_own_units_may_see),
		T(a_task_of_the_absentee_is_the_substitutes_too),
		T(only_oneself_or_the_leader_says_who_is_away),
		T(nobody_of_another_unit_stands_in),
		T(who_is_back_takes_the_cases_back),
		T(a_contact_person_who_leaves_the_unit_loses_the_case),
		T(a_case_is_not_given_to_a_contact_person_of_another_unit),
		T(who_does_not_work_here_today_gets_nowhere),
		T(a_basis_that_is_in_no_law_is_refused),
		T(an_unknown_unit_or_stage_in_a_filter_is_told_with_the_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
