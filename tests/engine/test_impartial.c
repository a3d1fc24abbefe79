/*
 * Own cases, relatives, colleagues, and what is declared: barred, alike to what
 * is unknown, and shown to the leader (fvl § 6; A-3).
 */
#include "units.h"

struct world {
	struct fixture f;
	json_int_t person, other;
	char number[24]; /* NAV's, about PERSON */
};

static int
setup(void **state)
{
	static struct world w;
	struct fixture *f = &w.f;

	units_open(f, "");
	w.person = units_person(f, "nav02", "Per", PERSON_1, "1979-12-15");
	w.other = units_person(f, "nav02", "Eva", PERSON_2, "1998-08-09");
	units_case(f, "nav02", w.person, w.number);
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

static void
identify(struct world *w, const char *login, const char *number)
{
	fixture_ok(&w->f, login, "user.identify",
	    json_pack("{ss}", "number", number));
}

static size_t
listed(struct world *w, const char *login, const char *method, json_t *params)
{
	fixture_ok(&w->f, login, method, params);
	return json_array_size(at(w->f.result, "rows"));
}

/* Can LOGIN get at the case or its person in any way? */
static bool
is_open_to(struct world *w, const char *login)
{
	struct fixture *f = &w->f;
	size_t n = 0;

	n += fixture_ask(f, login, "case.show", units_of_case(w->number)) ==
	    RC_OK;
	n += fixture_ask(f, login, "case.history", units_of_case(w->number)) ==
	    RC_OK;
	n += fixture_ask(f, login, "task.list", units_of_case(w->number)) ==
	    RC_OK;
	n += fixture_act(f, login, w->number, "ask", NULL) == RC_OK;
	n += fixture_ask(f, login, "person.show",
		 json_pack("{sI}", "person", w->person)) == RC_OK;
	n += listed(w, login, "case.list", NULL) != 0;
	n += listed(w, login, "deadline.list", NULL) != 0;
	n += listed(w, login, "person.find",
		 json_pack("{ss}", "name", "Per")) != 0;
	n += listed(w, login, "person.find",
		 json_pack("{ss}", "number", PERSON_1)) != 0;
	fixture_ok(f, login, "day.show", NULL);
	n += units_shows(f, w->number);
	if (n != 0 && n != 10)
		fail_msg("%s: %zu of 10 ways are open", login, n);
	return n == 10;
}

static void
ones_own_case_does_not_exist(void **state)
{
	struct world *w = *state;

	assert_true(is_open_to(w, "nav01"));
	identify(w, "nav01", PERSON_1);
	assert_false(is_open_to(w, "nav01"));
	fixture_ask(&w->f, "nav01", "case.show", units_of_case(w->number));
	ASSERT_ERROR(&w->f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
so_do_those_of_the_household(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_int_t id;

	fixture_ok(f, "nav02", "household.add",
	    json_pack("{sI}", "person", w->other));
	id = int_at(f->result, "household");
	fixture_ok(f, "nav02", "household.join",
	    json_pack("{sI sI ss}", "household", id, "person", w->person,
		"relation", "partner"));
	assert_true(is_open_to(w, "nav01"));
	identify(w, "nav01", PERSON_2);
	assert_false(is_open_to(w, "nav01"));
	fixture_ask(f, "nav01", "household.show",
	    json_pack("{sI}", "household", id));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

/* A household with PERSON as its head since long ago. */
static json_int_t
household_of(struct world *w, json_int_t person)
{
	return int_at(fixture_ok(&w->f, "nav02", "household.add",
			  json_pack("{sI ss}", "person", person, "from",
			      "2020-01-01")),
	    "household");
}

/* A case of NAV's that names household ID and nobody. */
static void
case_of_household(struct world *w, json_int_t id, char out[24])
{
	fixture_ok(&w->f, "nav02", "case.create",
	    json_pack("{s{ss sI ss}}", "data", "received", "2027-01-11",
		"household", id, "wishes", "hemmelig ønske"));
	snprintf(out, 24, "%s", text_at(w->f.result, "case"));
}

/* Can nav01 get at case NUMBER, by name and in lists? */
static bool
reaches(struct world *w, const char *number)
{
	struct fixture *f = &w->f;
	bool shown;

	shown = fixture_ask(f, "nav01", "case.show", units_of_case(number)) ==
	    RC_OK;
	if (!shown)
		ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ok(f, "nav01", "case.list", NULL);
	assert_int_equal(units_shows(f, number), shown);
	fixture_ok(f, "nav01", "deadline.list", NULL);
	assert_int_equal(units_shows(f, number), shown);
	return shown;
}

static void
a_case_that_names_ones_household_alone_is_ones_own(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	char number[24];
	uint64_t barred, before;

	case_of_household(w, household_of(w, w->other), number);
	assert_true(reaches(w, number));
	identify(w, "nav01", PERSON_2);
	assert_false(reaches(w, number));
	fixture_ok(f, "boss", "alert.list", NULL);
	assert_string_equal(text_at(f->result, "rows.0.why"), "own");
	before = store_statements(f->store);
	fixture_ask(f, "nav01", "case.show", units_of_case(number));
	barred = store_statements(f->store) - before;
	before = store_statements(f->store);
	fixture_ask(f, "nav01", "case.show", units_of_case("2027/7"));
	assert_int_equal(store_statements(f->store) - before, barred);
	assert_true(reaches(w, w->number));
}

static void
so_is_one_of_a_household_with_a_relative_in_it(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	char number[24];

	case_of_household(w, household_of(w, w->other), number);
	fixture_ok(f, "nav02", "person.link",
	    json_pack("{sI ss sI ss sb}", "person", w->other, "kind",
		"guardian", "other", w->person, "scope", "all", "written", 1));
	identify(w, "nav01", PERSON_1);
	assert_false(reaches(w, number));
	fixture_ok(f, "boss", "alert.list", NULL);
	assert_string_equal(text_at(f->result, "rows.0.why"), "relative");
}

static void
so_is_one_of_a_colleagues_household(void **state)
{
	struct world *w = *state;
	char number[24];

	case_of_household(w, household_of(w, w->other), number);
	identify(w, "boss", PERSON_2);
	assert_false(reaches(w, number));
}

/* Membership at the time: who came or left while the case was there is in it. */
static void
who_left_the_household_before_the_case_came_is_not_in_it(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	static const struct {
		const char *to;
		bool reaches;
	} left[] = { { "2027-01-10", true }, { "2027-01-11", false } };
	char numbers[2][24];
	json_int_t id;
	size_t i;

	for (i = 0; i < 2; i++) {
		id = household_of(w, w->other);
		case_of_household(w, id, numbers[i]);
		fixture_ok(f, "nav02", "household.show",
		    json_pack("{sI}", "household", id));
		fixture_ok(f, "nav02", "household.leave",
		    json_pack("{sI sI ss}", "household", id, "member",
			int_at(f->result, "members.0.id"), "to", left[i].to));
	}
	identify(w, "nav01", PERSON_2);
	for (i = 0; i < 2; i++)
		assert_int_equal(reaches(w, numbers[i]), left[i].reaches);
}

static void
and_those_whose_guardian_one_is(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	fixture_ok(f, "nav02", "person.link",
	    json_pack("{sI ss sI ss sb}", "person", w->person, "kind",
		"guardian", "other", w->other, "scope", "all", "written", 1));
	identify(w, "nav01", PERSON_2);
	assert_false(is_open_to(w, "nav01"));
}

static void
a_colleagues_case_is_for_another_unit_unless_the_leader_clears_it(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	identify(w, "boss", PERSON_1);
	assert_false(is_open_to(w, "nav01"));
	fixture_ask(f, "boss", "disqualification.clear",
	    json_pack("{ss ss ss}", "user", "nav01", "colleague", "boss", "why",
		"x"));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	/* Who is a colleague of another unit alone is none. */
	teardown(state);
	setup(state);
	identify(w, "hel01", PERSON_1);
	assert_true(is_open_to(w, "nav01"));
	teardown(state);
	setup(state);
	identify(w, "nav02", PERSON_1);
	assert_false(is_open_to(w, "nav01"));
	fixture_ok(f, "boss", "disqualification.clear",
	    json_pack("{ss ss ss}", "user", "nav01", "colleague", "nav02",
		"why", "har aldri arbeidet sammen"));
	assert_true(is_open_to(w, "nav01"));
	assert_false(is_open_to(w, "nav02"));
}

static void
nothing_clears_ones_own_case(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	identify(w, "nav01", PERSON_1);
	fixture_ask(f, "boss", "disqualification.clear",
	    json_pack("{ss ss ss}", "user", "nav01", "colleague", "nav01",
		"why", "x"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	/* Nor can the number be taken back by who said it. */
	fixture_ask(f, "nav01", "user.identify", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ask(f, "nav01", "user.identify",
	    json_pack("{ss}", "number", PERSON_3));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ok(f, "adm", "user.identify",
	    json_pack("{ss ss}", "user", "nav01", "number", PERSON_3));
	assert_true(is_open_to(w, "nav01"));
}

static void
what_is_declared_bars_until_the_leader_ends_it(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;
	json_int_t id;

	fixture_ok(f, "nav01", "disqualification.add",
	    json_pack("{ss ss ss}", "case", w->number, "ground", "other", "why",
		"naboer"));
	id = int_at(f->result, "disqualification");
	fixture_ask(f, "nav01", "case.show", units_of_case(w->number));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_int_equal(listed(w, "nav01", "case.list", NULL), 0);
	fixture_ask(f, "nav01", "disqualification.end",
	    json_pack("{sI}", "disqualification", id));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ask(f, "helboss", "disqualification.end",
	    json_pack("{sI}", "disqualification", id));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_int_equal(listed(w, "boss", "disqualification.list", NULL), 1);
	assert_int_equal(listed(w, "helboss", "disqualification.list", NULL),
	    0);
	fixture_ok(f, "boss", "disqualification.end",
	    json_pack("{sI}", "disqualification", id));
	assert_true(is_open_to(w, "nav01"));
}

static void
a_disqualified_leader_disqualifies_the_decision_maker_below(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	fixture_ok(f, "boss", "disqualification.add",
	    json_pack("{ss ss}", "case", w->number, "ground", "family"));
	/* the subordinate may prepare and not decide. */
	fixture_ok(f, "nav01", "case.show", units_of_case(w->number));
	fixture_ask(f, "nav01", "case.act",
	    json_pack("{ss ss s{ss}}", "case", w->number, "action", "note",
		"input", "why", "x"));
	assert_int_equal(f->rc, RC_OK);
	fixture_act(f, "nav01", w->number, "decide",
	    json_pack("{ss}", "why", "x"));
	ASSERT_ERROR(f, RC_DENIED, "E_DISQUALIFIED");
}

static void
the_leader_sees_who_tried(void **state)
{
	struct world *w = *state;
	struct fixture *f = &w->f;

	identify(w, "nav01", PERSON_1);
	assert_int_equal(listed(w, "boss", "alert.list", NULL), 0);
	fixture_ask(f, "nav01", "case.show", units_of_case(w->number));
	fixture_ask(f, "nav01", "case.show", units_of_case("2027/99"));
	assert_int_equal(listed(w, "boss", "alert.list", NULL), 1);
	assert_string_equal(text_at(f->result, "rows.0.user"), "nav01");
	assert_string_equal(text_at(f->result, "rows.0.why"), "own");
	assert_string_equal(text_at(f->result, "rows.0.method"), "case.show");
	/* The leader is a colleague too, and does not learn which case. */
	assert_null(at(f->result, "rows.0.case"));
	assert_int_equal(listed(w, "helboss", "alert.list", NULL), 0);
	assert_int_equal(listed(w, "aud", "alert.list", NULL), 1);
	assert_null(at(f->result, "rows.0.case"));
	fixture_ask(f, "nav01", "alert.list", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
}

/* Statements that one request takes. */
static uint64_t
cost(struct world *w, const char *method, json_t *params)
{
	uint64_t before = store_statements(w->f.store);

	fixture_ask(&w->f, "nav01", method, params);
	assert_int_equal(w->f.rc, RC_NOTFOUND);
	return store_statements(w->f.store) - before;
}

static void
barred_and_unknown_take_the_same_steps_and_words(void **state)
{
	struct world *w = *state;
	uint64_t barred, unknown;

	identify(w, "nav01", PERSON_1);
	barred = cost(w, "case.show", units_of_case(w->number));
	unknown = cost(w, "case.show", units_of_case("2027/7"));
	assert_int_equal(barred, unknown);
	barred = cost(w, "person.show", json_pack("{sI}", "person", w->person));
	unknown = cost(w, "person.show", json_pack("{si}", "person", 77));
	assert_int_equal(barred, unknown);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(ones_own_case_does_not_exist),
		T(so_do_those_of_the_household),
		T(a_case_that_names_ones_household_alone_is_ones_own),
		T(so_is_one_of_a_household_with_a_relative_in_it),
		T(so_is_one_of_a_colleagues_household),
		T(who_left_the_household_before_the_case_came_is_not_in_it),
		T(and_those_whose_guardian_one_is),
		T(a_colleagues_case_is_for_another_unit_unless_the_leader_clears_it),
		T(nothing_clears_ones_own_case),
		T(what_is_declared_bars_until_the_leader_ends_it),
		T(a_disqualified_leader_disqualifies_the_decision_maker_below),
		T(the_leader_sees_who_tried),
		T(barred_and_unknown_take_the_same_steps_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
