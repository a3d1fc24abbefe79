/*
 * Households: members over time, and how it was at a decision (domain 2.2).
 */
#include "tests/store/registers.h"

#include "store/household.h"
#include "store/person.h"
#include "store/scope.h"

static int64_t
add_person(struct fixture *f, const char *name, const char *born)
{
	json_t *parts = json_pack("{s:{s:s, s:s}}", "identity", "name", name,
	    "birth_date", born);
	struct person p = { .owner_unit = "nav", .deceased = DATE_NONE };

	OK(f, person_create(f->tx, &p, parts, &f->e));
	json_decref(parts);
	return p.id;
}

static struct household_member
child(const char *name, const char *born)
{
	return (struct household_member){ .name = name,
		.birth_date = day(born),
		.relation = "child",
		.from = day("2026-01-01"),
		.to = DATE_NONE };
}

static struct household_member
head(int64_t person)
{
	return (struct household_member){ .person = person,
		.birth_date = DATE_NONE,
		.relation = "self",
		.is_head = true,
		.from = day("2026-01-01"),
		.to = DATE_NONE };
}

static size_t
count(struct fixture *f, int64_t id, const char *at, int64_t as_of)
{
	json_t *list;
	size_t n;

	OK(f, household_members(f->s, id, day(at), as_of, &list, &f->e));
	n = json_array_size(list);
	json_decref(list);
	return n;
}

static void
members_are_those_of_the_day(void **state)
{
	struct household_member in;
	struct household h = { .owner_unit = "nav" };
	struct fixture f;
	int64_t id, ended;

	(void)state;
	fixture_begin(&f);
	OK(&f, household_create(f.tx, &h, &f.e));
	in = head(add_person(&f, "Kari", "1990-02-03"));
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	in = child("Per", "2015-05-05");
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	tx_set_now(f.tx, T0 + 7);
	OK(&f,
	    household_member_end(f.tx, &h, id, day("2026-06-30"), &ended,
		&f.e));
	assert_int_equal(h.rev, 4);
	assert_int_equal(count(&f, h.id, "2025-12-31", 0), 0);
	assert_int_equal(count(&f, h.id, "2026-06-30", 0), 2);
	assert_int_equal(count(&f, h.id, "2026-07-01", 0), 1);
	assert_int_equal(count(&f, h.id, "2026-07-01", T0 + 6), 2);
	assert_int_equal(count(&f, h.id, "2026-07-01", T0 + 7), 1);
	OK(&f, household_member_withdraw(f.tx, &h, ended, &f.e));
	assert_int_equal(count(&f, h.id, "2026-06-30", 0), 1);
	fixture_end(&f);
}

static void
a_member_is_named_by_the_register(void **state)
{
	struct household_member in;
	struct household h = { .owner_unit = "nav" };
	struct fixture f;
	json_t *list;
	int64_t id;

	(void)state;
	fixture_begin(&f);
	OK(&f, household_create(f.tx, &h, &f.e));
	in = child("Per", "2015-05-05");
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	in = head(add_person(&f, "Kari", "1990-02-03"));
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	OK(&f, household_members(f.s, h.id, DATE_NONE, 0, &list, &f.e));
	assert_string_equal(
	    json_string_value(json_object_get(json_array_get(list, 0), "name")),
	    "Kari");
	assert_string_equal(json_string_value(
				json_object_get(json_array_get(list, 1),
				    "birth_date")),
	    "2015-05-05");
	json_decref(list);
	OK(&f,
	    household_of_person(f.s, in.person, day("2026-01-01"), &list,
		&f.e));
	assert_int_equal(json_integer_value(json_array_get(list, 0)), h.id);
	json_decref(list);
	fixture_end(&f);
}

static void
nobody_is_a_member_twice_and_there_is_one_head(void **state)
{
	struct household_member in;
	struct household h = { .owner_unit = "nav" }, old;
	struct fixture f;
	int64_t id, kari;

	(void)state;
	fixture_begin(&f);
	kari = add_person(&f, "Kari", "1990-02-03");
	OK(&f, household_create(f.tx, &h, &f.e));
	old = h;
	in = head(kari);
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	in.is_head = false;
	assert_int_equal(household_member_add(f.tx, &h, &in, &id, &f.e),
	    RC_GUARD);
	assert_string_equal(f.e.name, "E_MEMBER_TWICE");
	in = head(add_person(&f, "Ola", "1990-02-03"));
	assert_int_equal(household_member_add(f.tx, &h, &in, &id, &f.e),
	    RC_GUARD);
	assert_string_equal(f.e.name, "E_HEAD_TWICE");
	in.is_head = false;
	assert_int_equal(household_member_add(f.tx, &old, &in, &id, &f.e),
	    RC_CONFLICT);
	in.to = day("2025-01-01");
	err_clear(&f.e);
	assert_int_equal(household_member_add(f.tx, &h, &in, &id, &f.e),
	    RC_FIELDS);
	fixture_end(&f);
}

static void
a_snapshot_stays_as_it_was_taken(void **state)
{
	struct household_member in;
	struct household h = { .owner_unit = "nav" };
	struct fixture f;
	int64_t id, row, snapshot;
	json_t *shot;

	(void)state; /* domain 2.2: snapshot at each decision */
	fixture_begin(&f);
	row = fixture_case(&f, "nav", "nav01");
	OK(&f, household_create(f.tx, &h, &f.e));
	in = head(add_person(&f, "Kari", "1990-02-03"));
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	in = child("Per", "2009-03-02"); /* 18 the day after */
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	in = child("Eva", "2009-03-01"); /* 18 that day */
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	OK(&f,
	    household_snapshot_take(f.tx, h.id, row, day("2027-03-01"),
		&snapshot, &f.e));
	OK(&f, household_member_withdraw(f.tx, &h, id, &f.e));
	OK(&f, household_snapshot_load(f.s, snapshot, &shot, &f.e));
	assert_int_equal(json_integer_value(json_object_get(shot, "members")),
	    3);
	assert_int_equal(json_integer_value(json_object_get(shot, "children")),
	    1);
	assert_string_equal(
	    json_string_value(json_object_get(
		json_array_get(json_object_get(shot, "body"), 0), "name")),
	    "Kari");
	json_decref(shot);
	assert_int_equal(household_snapshot_load(f.s, 99, &shot, &f.e),
	    RC_NOTFOUND);
	fixture_end(&f);
}

static void
a_household_is_in_the_scope_of_who_registered_it(void **state)
{
	static const char *const nav[] = { "nav" };
	struct scope scope = { .units = nav, .n_units = 1 };
	struct household h = { .owner_unit = "nav" };
	struct fixture f;
	bool yes;

	(void)state;
	fixture_begin(&f);
	OK(&f, household_create(f.tx, &h, &f.e));
	OK(&f, household_in_scope(f.s, &scope, h.id, &yes, &f.e));
	assert_true(yes);
	scope.reach = SCOPE_TASKS;
	OK(&f, household_in_scope(f.s, &scope, h.id, &yes, &f.e));
	assert_false(yes);
	OK(&f, household_load(f.s, h.id, &h, &f.e));
	assert_string_equal(h.owner_unit, "nav");
	fixture_end(&f);
}

static void
a_household_is_in_the_scope_of_its_members(void **state)
{
	static const char *const nav[] = { "nav" }, *const other[] = { "x" };
	const struct scope of_nav = { .units = nav, .n_units = 1 };
	const struct scope of_other = { .units = other, .n_units = 1 };
	struct household_member in;
	struct household h = { .owner_unit = "nav" };
	struct fixture f;
	int64_t id, row;
	bool yes;

	(void)state;
	fixture_begin(&f);
	strcpy(h.owner_unit, "y");
	OK(&f, household_create(f.tx, &h, &f.e));
	OK(&f, household_in_scope(f.s, &of_nav, h.id, &yes, &f.e));
	assert_false(yes);
	in = head(add_person(&f, "Kari", "1990-02-03"));
	OK(&f, household_member_add(f.tx, &h, &in, &id, &f.e));
	OK(&f, household_in_scope(f.s, &of_nav, h.id, &yes, &f.e));
	assert_true(yes);
	OK(&f, household_in_scope(f.s, &of_other, h.id, &yes, &f.e));
	assert_false(yes);
	row = fixture_case(&f, "x", "ola");
	OK(&f, case_set_persons(f.tx, row, "person", &in.person, 1, &f.e));
	OK(&f, household_in_scope(f.s, &of_other, h.id, &yes, &f.e));
	assert_true(yes);
	fixture_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_those_of_the_day),
		cmocka_unit_test(a_member_is_named_by_the_register),
		cmocka_unit_test(
		    nobody_is_a_member_twice_and_there_is_one_head),
		cmocka_unit_test(a_snapshot_stays_as_it_was_taken),
		cmocka_unit_test(
		    a_household_is_in_the_scope_of_who_registered_it),
		cmocka_unit_test(a_household_is_in_the_scope_of_its_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
