/*
 * Break-glass (nødtilgang): what it opens, for how long, and who answers for it
 * (issue: nobody sees what they may not; domain §3.2 rule d, fvl § 13 b no. 7).
 */
#include "fixture.h"
#include "look.h"

#include "base/mem.h"

#define NUMBER_1 "12838849855"
#define NUMBER_2 "04897949704"
#define HOUR INT64_C(3600000)

/* Ask with a basis and a reason (NULL: none); PARAMS is taken over. */
static enum rc
ask(struct fixture *f, const char *login, const char *method, json_t *params,
    const char *basis, const char *reason)
{
	struct ask *a = fixture_new_ask(f, login, method, params);

	a->basis = basis != NULL ? mem_text(basis) : NULL;
	a->reason = reason != NULL ? mem_text(reason) : NULL;
	return fixture_submit(f, a);
}

/* Does the last answer have TEXT in it? */
static bool
shows(const struct fixture *f, const char *text)
{
	char *all = json_dumps(f->result, 0);
	bool yes = strstr(all, text) != NULL;

	free(all);
	return yes;
}

static json_t *
aim(const char *category, const char *name, const char *value)
{
	return json_pack("{ss ss}", "category", category, name, value);
}

static json_t *
of_case(const char *number)
{
	return json_pack("{ss}", "case", number);
}

static json_int_t
add(struct fixture *f, const char *name, const char *number, const char *grade)
{
	json_t *r = fixture_ok(f, "nav01", "person.add",
	    json_pack("{ss ss ss ss}", "name", name, "number", number,
		"address", "Storgata 1", "grade", grade));

	return int_at(r, "person");
}

/* A case of NAV's that names PERSON. */
static void
case_for(struct fixture *f, json_int_t person, char number[24])
{
	fixture_case(f,
	    json_pack("{sI ss}", "person", person, "wishes", "Nær datteren"),
	    number);
}

static json_int_t
open_case(struct fixture *f, const char *category, const char *number)
{
	if (ask(f, "hel01", "emergency.open", aim(category, "case", number),
		NULL, "truer med å ta livet sitt") != RC_OK)
		fail_msg("%s", f->err.text);
	return int_at(f->result, "emergency");
}

static void
it_opens_the_case_to_who_asks_by_its_basis(void **state)
{
	struct fixture *f = *state;
	char number[24];

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), number);
	open_case(f, "life_health", number);
	fixture_ask(f, "hel01", "case.show", of_case(number));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_int_equal(ask(f, "hel01", "case.show", of_case(number), "NOED",
			     NULL),
	    RC_OK);
	assert_true(shows(f, "Nær datteren"));
}

static void
it_ends_after_sixty_minutes(void **state)
{
	struct fixture *f = *state;
	char number[24];

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), number);
	open_case(f, "life_health", number);
	f->clock.now = MONDAY + HOUR - 1;
	assert_int_equal(ask(f, "hel01", "case.show", of_case(number), "NOED",
			     NULL),
	    RC_OK);
	f->clock.now = MONDAY + HOUR;
	ask(f, "hel01", "case.show", of_case(number), "NOED", NULL);
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
it_opens_for_nobody_else_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	char one[24], other[24];

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), one);
	case_for(f, add(f, "Prøve Dal", NUMBER_2, "open"), other);
	open_case(f, "life_health", one);
	ask(f, "hel01", "case.show", of_case(other), "NOED", NULL);
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_int_equal(ask(f, "hel01", "case.list", NULL, "NOED", NULL),
	    RC_OK);
	assert_int_equal(json_array_size(at(f->result, "rows")), 0);
	assert_int_equal(ask(f, "hel01", "person.find",
			     json_pack("{ss}", "name", "fjell"), "NOED", NULL),
	    RC_OK);
	assert_int_equal(json_array_size(at(f->result, "rows")), 0);
}

static void
nothing_can_be_changed_under_it(void **state)
{
	struct fixture *f = *state;
	json_int_t person = add(f, "Prøve Fjell", NUMBER_1, "open");
	char number[24];

	case_for(f, person, number);
	open_case(f, "life_health", number);
	ask(f, "hel01", "case.act",
	    json_pack("{ss ss}", "case", number, "action", "withdraw"), "NOED",
	    NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	ask(f, "hel01", "person.change",
	    json_pack("{sI ss}", "person", person, "name", "Annen"), "NOED",
	    NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
}

/* Health is read for danger to life alone, by whatever unit. */
static void
health_opens_for_danger_to_life_alone(void **state)
{
	struct fixture *f = *state;
	char number[24];

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), number);
	fixture_act(f, "nav01", number, "forward",
	    json_pack("{ss ss}", "new_unit", "health", "new_contact", "hel01"));
	fixture_act(f, "hel01", number, "note",
	    json_pack("{ss ss}", "why", "x", "diagnosis", "Astma"));
	assert_int_equal(f->rc, RC_OK);
	ask(f, "nav01", "emergency.open", aim("shelter", "case", number), NULL,
	    "ingen seng i natt");
	ask(f, "nav01", "case.show", of_case(number), "NOED", NULL);
	assert_true(shows(f, "Nær datteren"));
	assert_false(shows(f, "Astma"));
	ask(f, "nav01", "emergency.open", aim("life_health", "case", number),
	    NULL, "ligger bevisstløs");
	ask(f, "nav01", "case.show", of_case(number), "NOED", NULL);
	assert_true(shows(f, "Astma"));
}

static void
who_may_see_it_anyway_needs_none(void **state)
{
	struct fixture *f = *state;
	char number[24];

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), number);
	ask(f, "nav01", "emergency.open", aim("life_health", "case", number),
	    NULL, "hast");
	ASSERT_ERROR(f, RC_GUARD, "E_NO_EMERGENCY");
}

static void
a_reason_must_be_given(void **state)
{
	struct fixture *f = *state;
	char number[24];

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), number);
	ask(f, "hel01", "emergency.open", aim("child", "case", number), NULL,
	    NULL);
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
}

/* Unknown and strictly protected answer alike. */
static void
the_strictly_protected_are_opened_by_their_whole_number_alone(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "Prøve Skjult", NUMBER_1, "strictly_protected");
	char number[24], unknown[ERR_TEXT_MAX];
	json_t *exact;

	case_for(f, id, number);
	ask(f, "hel01", "emergency.open", aim("child", "case", "2027/9"), NULL,
	    "hast");
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	memcpy(unknown, f->err.text, sizeof(unknown));
	ask(f, "hel01", "emergency.open", aim("child", "case", number), NULL,
	    "hast");
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_int_equal(strlen(unknown), strlen(f->err.text));
	ask(f, "hel01", "emergency.open",
	    json_pack("{ss sI}", "category", "child", "person", id), NULL,
	    "hast");
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	exact = aim("child", "number", NUMBER_1);
	json_object_set_new(exact, "case", json_string(number));
	assert_int_equal(ask(f, "hel01", "emergency.open", exact, NULL, "hast"),
	    RC_OK);
	assert_int_equal(ask(f, "hel01", "case.show", of_case(number), "NOED",
			     NULL),
	    RC_OK);
	assert_int_equal(ask(f, "hel01", "person.show",
			     json_pack("{sI}", "person", id), "NOED", NULL),
	    RC_OK);
	assert_null(at(f->result, "address"));
}

/* The grade was raised while the case stood open. */
static void
a_grade_that_is_raised_closes_it_at_once(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, "Prøve Fjell", NUMBER_1, "open");
	char number[24];

	case_for(f, id, number);
	open_case(f, "life_health", number);
	fixture_ok(f, "nav01", "person.change",
	    json_pack("{sI ss}", "person", id, "grade", "strictly_protected"));
	ask(f, "hel01", "case.show", of_case(number), "NOED", NULL);
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	ask(f, "hel01", "person.show", json_pack("{sI}", "person", id), "NOED",
	    NULL);
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
the_leader_is_told_and_reviews_it(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *tasks, *r;
	json_int_t id;

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), number);
	id = open_case(f, "life_health", number);
	tasks = fixture_tasks(f, number);
	assert_non_null(pick(tasks, "key", "emergency:1"));
	assert_string_equal(text_at(pick(tasks, "key", "emergency:1"), "due"),
	    "2027-01-18");
	json_decref(tasks);
	r = fixture_ok(f, "boss", "day.show", NULL);
	assert_int_equal(json_array_size(at(r, "reviews")), 1);
	assert_string_equal(text_at(r, "reviews.0.reason"),
	    "truer med å ta livet sitt");
	fixture_ask(f, "boss", "emergency.review",
	    json_pack("{sI ss}", "emergency", id, "outcome", "unjustified"));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	fixture_ok(f, "boss", "emergency.review",
	    json_pack("{sI ss}", "emergency", id, "outcome", "justified"));
	r = fixture_ok(f, "boss", "emergency.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 0);
	fixture_ask(f, "boss", "emergency.review",
	    json_pack("{sI ss}", "emergency", id, "outcome", "justified"));
	ASSERT_ERROR(f, RC_CONFLICT, "E_CONFLICT");
	tasks = fixture_tasks(f, number);
	assert_null(pick(tasks, "key", "emergency:1"));
	json_decref(tasks);
}

static void
nobody_else_lists_or_reviews_it(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), number);
	open_case(f, "life_health", number);
	fixture_ask(f, "nav01", "emergency.list", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ask(f, "adm", "emergency.list", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ask(f, "aud", "emergency.review",
	    json_pack("{si ss}", "emergency", 1, "outcome", "justified"));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	r = fixture_ok(f, "aud", "emergency.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	r = fixture_ok(f, "nav01", "day.show", NULL);
	assert_int_equal(json_array_size(at(r, "reviews")), 0);
}

static void
a_review_that_is_late_is_seen_by_the_leader_and_the_doctor(void **state)
{
	struct fixture *f = *state;
	char number[24];
	json_t *r;

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), number);
	open_case(f, "life_health", number);
	fixture_advance(f, "2027-01-18T12:00");
	r = fixture_ok(f, "boss", "emergency.list", NULL);
	assert_true(json_is_false(at(r, "rows.0.overdue")));
	fixture_advance(f, "2027-01-19T12:00");
	r = fixture_ok(f, "boss", "emergency.list", NULL);
	assert_true(json_is_true(at(r, "rows.0.overdue")));
	r = fixture_ok(f, "adm", "sys.doctor", NULL);
	assert_non_null(pick(at(r, "rows"), "check", "emergencies"));
	assert_null(
	    strstr(text_at(pick(at(r, "rows"), "check", "emergencies"), "text"),
		"hel01"));
}

/* Who opened it, and every look under it, stands in the log with NOED. */
static void
all_of_it_is_logged_with_its_basis(void **state)
{
	struct fixture *f = *state;
	const json_t *row;
	size_t i, n = 0;
	char number[24];

	case_for(f, add(f, "Prøve Fjell", NUMBER_1, "open"), number);
	open_case(f, "life_health", number);
	ask(f, "hel01", "case.show", of_case(number), "NOED", NULL);
	ask(f, "hel01", "case.history", of_case(number), "NOED", NULL);
	fixture_ok(f, "aud", "lookup.list",
	    json_pack("{ss ss}", "case", number, "user", "hel01"));
	json_array_foreach(at(f->result, "rows"), i, row) {
		assert_string_equal(text_at(row, "basis"), "NOED");
		n++;
	}
	assert_int_equal(n, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
		T(it_opens_the_case_to_who_asks_by_its_basis),
		T(it_ends_after_sixty_minutes),
		T(it_opens_for_nobody_else_and_nothing_else),
		T(nothing_can_be_changed_under_it),
		T(health_opens_for_danger_to_life_alone),
		T(who_may_see_it_anyway_needs_none),
		T(a_reason_must_be_given),
		T(the_strictly_protected_are_opened_by_their_whole_number_alone),
		T(a_grade_that_is_raised_closes_it_at_once),
		T(the_leader_is_told_and_reviews_it),
		T(nobody_else_lists_or_reviews_it),
		T(a_review_that_is_late_is_seen_by_the_leader_and_the_doctor),
		T(all_of_it_is_logged_with_its_basis),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
