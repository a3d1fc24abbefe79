/*
 * Households: members over time, seen by those who have to do with one.
 */
#include "fixture.h"
#include "look.h"

static json_int_t
add_person(struct fixture *f, const char *name)
{
	return int_at(fixture_ok(f, "nav01", "person.add",
			  json_pack("{ss}", "name", name)),
	    "person");
}

static json_int_t
add(struct fixture *f, json_int_t head)
{
	return int_at(fixture_ok(f, "nav01", "household.add",
			  json_pack("{sI ss}", "person", head, "from",
			      "2027-01-01")),
	    "household");
}

static void
a_household_begins_with_its_head(void **state)
{
	struct fixture *f = *state;
	json_int_t head = add_person(f, "Prøve Hode");
	json_int_t id = add(f, head);
	json_t *r;

	r = fixture_ok(f, "nav01", "household.show",
	    json_pack("{sI}", "household", id));
	assert_int_equal(json_array_size(at(r, "members")), 1);
	assert_int_equal(int_at(r, "members.0.person"), head);
	assert_string_equal(text_at(r, "members.0.relation"), "self");
	assert_true(json_is_true(at(r, "members.0.is_head")));
}

static void
a_member_outside_the_register_has_a_name(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, add_person(f, "Prøve Hode"));
	json_t *r;

	fixture_ok(f, "nav01", "household.join",
	    json_pack("{sI ss ss ss}", "household", id, "name", "Barn",
		"birth_date", "2020-05-17", "relation", "child"));
	r = fixture_ok(f, "nav01", "household.show",
	    json_pack("{sI}", "household", id));
	assert_string_equal(text_at(r, "members.1.name"), "Barn");
	assert_string_equal(text_at(r, "members.1.from"), "2027-01-11");
}

static void
nobody_is_a_member_twice(void **state)
{
	struct fixture *f = *state;
	json_int_t head = add_person(f, "Prøve Hode");
	json_int_t id = add(f, head);

	fixture_ask(f, "nav01", "household.join",
	    json_pack("{sI sI}", "household", id, "person", head));
	assert_string_equal(f->err.name, "E_MEMBER_TWICE");
}

static void
who_left_is_shown_on_the_days_before(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, add_person(f, "Prøve Hode")), member;
	json_t *r;

	r = fixture_ok(f, "nav01", "household.join",
	    json_pack("{sI ss ss}", "household", id, "name", "Gjest", "from",
		"2027-01-01"));
	member = int_at(r, "member");
	fixture_ok(f, "nav01", "household.leave",
	    json_pack("{sI sI ss}", "household", id, "member", member, "to",
		"2027-01-05"));
	r = fixture_ok(f, "nav01", "household.show",
	    json_pack("{sI ss}", "household", id, "at", "2027-01-05"));
	assert_int_equal(json_array_size(at(r, "members")), 2);
	r = fixture_ok(f, "nav01", "household.show",
	    json_pack("{sI ss}", "household", id, "at", "2027-01-06"));
	assert_int_equal(json_array_size(at(r, "members")), 1);
}

static void
a_member_of_another_household_is_not_found(void **state)
{
	struct fixture *f = *state;
	json_int_t one = add(f, add_person(f, "Prøve En"));
	json_int_t two = add(f, add_person(f, "Prøve To"));
	json_int_t member;
	json_t *r;

	r = fixture_ok(f, "nav01", "household.join",
	    json_pack("{sI ss}", "household", one, "name", "Gjest"));
	member = int_at(r, "member");
	fixture_ask(f, "nav01", "household.leave",
	    json_pack("{sI sI}", "household", two, "member", member));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
a_stranger_knows_of_no_household(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, add_person(f, "Prøve Hode"));
	char unknown[ERR_TEXT_MAX];

	fixture_ask(f, "hel01", "household.show",
	    json_pack("{sI}", "household", id + 1));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	memcpy(unknown, f->err.text, sizeof(unknown));
	fixture_ask(f, "hel01", "household.show",
	    json_pack("{sI}", "household", id));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_int_equal(strlen(unknown), strlen(f->err.text));
}

static void
a_member_is_somebody(void **state)
{
	struct fixture *f = *state;

	fixture_ask(f, "nav01", "household.add", NULL);
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	fixture_ask(f, "nav01", "household.add",
	    json_pack("{si}", "person", 99));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static json_int_t
person_of_health(struct fixture *f, const char *number, const char *grade)
{
	return int_at(fixture_ok(f, "hel01", "person.add",
			  json_pack("{ss ss ss}", "name", "Prøve Helse",
			      "number", number, "grade", grade)),
	    "person");
}

/* Synthetic numbers of Skatteetaten (month + 80), domain §4.3. */
static void
another_units_person_joins_by_number_and_keeps_the_name(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, add_person(f, "Prøve Hode"));
	json_int_t other = person_of_health(f, "12838849855", "open");
	json_t *r;

	fixture_ask(f, "nav01", "household.join",
	    json_pack("{sI sI}", "household", id, "person", other));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ok(f, "nav01", "household.join",
	    json_pack("{sI ss ss}", "household", id, "number", "12838849855",
		"relation", "partner"));
	r = fixture_ok(f, "nav01", "household.show",
	    json_pack("{sI}", "household", id));
	assert_int_equal(json_array_size(at(r, "members")), 2);
	assert_string_equal(text_at(r, "members.1.relation"), "partner");
	assert_null(at(r, "members.1.name"));
	assert_null(at(r, "members.1.person"));
	r = fixture_ok(f, "hel01", "household.show",
	    json_pack("{sI}", "household", id));
	assert_int_equal(int_at(r, "members.1.person"), other);
}

/* Domain §2.2: neither by number nor as a gap with a relation. */
static void
a_strictly_protected_member_does_not_exist_for_strangers(void **state)
{
	struct fixture *f = *state;
	json_int_t hidden, id;
	json_t *r;

	hidden = person_of_health(f, "12838849855", "strictly_protected");
	id = add(f, add_person(f, "Prøve Hode"));
	fixture_ask(f, "nav01", "household.join",
	    json_pack("{sI ss}", "household", id, "number", "12838849855"));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	r = fixture_ok(f, "hel01", "household.add",
	    json_pack("{sI}", "person", hidden));
	id = int_at(r, "household");
	fixture_ask(f, "nav01", "household.show",
	    json_pack("{sI}", "household", id));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

/*
 * The household that a decision stood on holds somebody whom another unit
 * hides: neither the name nor the number of members tells of them.
 */
static void
a_decision_does_not_show_the_strictly_protected(void **state)
{
	struct fixture *f = *state;
	json_int_t hidden, head, id;
	char number[24];
	json_t *r;

	hidden = person_of_health(f, "12838849855", "strictly_protected");
	head = int_at(fixture_ok(f, "nav01", "person.add",
			  json_pack("{ss ss}", "name", "Prøve Hode", "number",
			      "04897949704")),
	    "person");
	id = int_at(fixture_ok(f, "hel01", "household.add",
			json_pack("{sI}", "person", hidden)),
	    "household");
	fixture_ok(f, "hel01", "household.join",
	    json_pack("{sI ss}", "household", id, "number", "04897949704"));
	fixture_case(f, json_pack("{sI}", "household", id), number);
	fixture_act(f, "nav01", number, "decide",
	    json_pack("{ss}", "why", "Innvilget bolig"));
	assert_int_equal(f->rc, RC_OK);
	r = fixture_ok(f, "nav01", "decision.show",
	    json_pack("{ss si}", "case", number, "no", 1));
	assert_int_equal(json_array_size(at(r, "household.body")), 1);
	assert_int_equal(int_at(r, "household.body.0.person"), head);
	assert_null(at(r, "household.members"));
	assert_null(at(r, "household.children"));
}

/* Sent again, it answers the same: the household is what it is about. */
static void
a_member_by_number_twice_with_one_key_joins_once(void **state)
{
	struct fixture *f = *state;
	json_int_t id = add(f, add_person(f, "Prøve Hode")), member;
	struct ask *a;
	int round;

	person_of_health(f, "12838849855", "open");
	for (round = 0, member = 0; round < 2; round++) {
		a = fixture_new_ask(f, "nav01", "household.join",
		    json_pack("{sI ss}", "household", id, "number",
			"12838849855"));
		a->idem = strdup("k1");
		assert_int_equal(fixture_submit(f, a), RC_OK);
		if (member == 0)
			member = int_at(f->result, "member");
		assert_int_equal(int_at(f->result, "member"), member);
	}
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(a_household_begins_with_its_head),
		T(a_member_outside_the_register_has_a_name),
		T(nobody_is_a_member_twice),
		T(who_left_is_shown_on_the_days_before),
		T(a_member_of_another_household_is_not_found),
		T(a_stranger_knows_of_no_household),
		T(a_member_is_somebody),
		T(another_units_person_joins_by_number_and_keeps_the_name),
		T(a_strictly_protected_member_does_not_exist_for_strangers),
		T(a_decision_does_not_show_the_strictly_protected),
		T(a_member_by_number_twice_with_one_key_joins_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
