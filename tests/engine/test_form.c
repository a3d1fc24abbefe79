/*
 * form -- what a form asks for and how it is described.
 */
#include "fixture.h"
#include "look.h"
#include "one_case.h"

static const json_t *
field(const char *name)
{
	json_t *row, *fields = json_object_get(f.result, "fields");
	size_t i;

	json_array_foreach(fields, i, row) {
		if (strcmp(text_at(row, "name"), name) == 0)
			return row;
	}
	fail_msg("no field %s", name);
	return NULL;
}

static void
the_form_of_a_new_case_names_its_fields_in_order(void **state)
{
	const json_t *fields;

	(void)state;
	fixture_ok(&f, "nav01", "case.form", NULL);
	fields = json_object_get(f.result, "fields");
	assert_int_equal(json_array_size(fields), 7);
	assert_string_equal(text_at(json_array_get(fields, 0), "name"),
	    "received");
	assert_true(json_is_true(
	    json_object_get(json_array_get(fields, 0), "required")));
}

static void
a_form_offers_only_the_codes_of_the_day(void **state)
{
	const json_t *codes;

	(void)state;
	fixture_ok(&f, "nav01", "case.form",
	    json_pack("{ss ss}", "case", number, "action", "to_mapping"));
	codes = json_object_get(field("sort"), "codes");
	assert_int_equal(json_array_size(codes), 2);
	assert_string_equal(text_at(json_array_get(codes, 0), "code"), "old");
	fixture_advance(&f, "2027-02-01");
	fixture_ok(&f, "nav01", "case.form",
	    json_pack("{ss ss}", "case", number, "action", "to_mapping"));
	codes = json_object_get(field("sort"), "codes");
	assert_string_equal(text_at(json_array_get(codes, 0), "code"), "new");
}

static void
a_form_shows_what_is_known_already(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss ss}", "why", "x", "wishes", "to rom"));
	fixture_ok(&f, "nav01", "case.form",
	    json_pack("{ss ss}", "case", number, "action", "to_mapping"));
	assert_string_equal(text_at(field("wishes"), "value"), "to rom");
}

static void
what_one_may_not_see_is_not_shown_in_a_form(void **state)
{
	(void)state;
	fixture_ok(&f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "health", "contact",
		"hel01"));
	fixture_act(&f, "hel01", number, "note",
	    json_pack("{ss ss}", "why", "x", "diagnosis", "y"));
	assert_int_equal(f.rc, RC_OK);
	fixture_ok(&f, "hel01", "case.form",
	    json_pack("{ss ss}", "case", number, "action", "note"));
	assert_string_equal(text_at(field("diagnosis"), "value"), "y");
	fixture_ok(&f, "hel01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "nav", "contact",
		"nav01"));
	fixture_ok(&f, "nav01", "case.form",
	    json_pack("{ss ss}", "case", number, "action", "note"));
	assert_null(json_object_get(field("diagnosis"), "value"));
}

static void
an_empty_value_takes_away_what_is_not_needed(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss ss}", "why", "x", "wishes", "to rom"));
	assert_int_equal(fixture_act(&f, "nav01", number, "note",
			     json_pack("{ss sn}", "why", "x", "wishes")),
	    RC_OK);
	fixture_ok(&f, "nav01", "case.form",
	    json_pack("{ss ss}", "case", number, "action", "note"));
	assert_null(json_object_get(field("wishes"), "value"));
}

static void
what_the_case_knows_need_not_be_given_again(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss si}", "why", "x", "level", 2));
	assert_int_equal(fixture_act(&f, "nav01", number, "to_mapping", NULL),
	    RC_OK);
}

static void
a_needed_value_is_not_taken_away(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "note",
	    json_pack("{ss si}", "why", "x", "level", 2));
	fixture_act(&f, "nav01", number, "to_mapping",
	    json_pack("{sn}", "level"));
	ASSERT_ERROR(&f, RC_FIELDS, "E_FIELDS");
}

/* Synthetic numbers of Skatteetaten (month + 80), domain §4.3. */
#define NUMBER_1 "12838849855"
#define NUMBER_2 "04897949704"

static json_int_t
person_of_health(const char *digits, const char *grade)
{
	fixture_ok(&f, "hel01", "person.add",
	    json_pack("{ss ss ss}", "name", "Prøve Helse", "number", digits,
		"grade", grade));
	return json_integer_value(json_object_get(f.result, "person"));
}

static enum rc
name_person(const char *user, json_t *value)
{
	return fixture_act(&f, user, number, "note",
	    json_pack("{ss so}", "why", "x", "person", value));
}

static const json_t *
last_look_up(json_t *rows)
{
	return json_array_get(rows, json_array_size(rows) - 1);
}

/* The row number of another unit's person may be a guess; the whole national
 * number is none. */
static void
another_units_person_is_named_by_number_and_not_by_row(void **state)
{
	json_int_t id = person_of_health(NUMBER_1, "open");

	(void)state;
	assert_int_equal(name_person("nav01", json_integer(id)), RC_FIELDS);
	assert_int_equal(name_person("nav01", json_string(NUMBER_1)), RC_OK);
	fixture_ok(&f, "nav01", "case.form",
	    json_pack("{ss ss}", "case", number, "action", "note"));
	assert_int_equal(json_integer_value(
			     json_object_get(field("person"), "value")),
	    id);
}

static void
naming_a_person_by_number_is_logged_as_a_look_up(void **state)
{
	json_int_t id = person_of_health(NUMBER_1, "open");
	const json_t *subjects, *row;
	json_t *rows;

	(void)state;
	assert_int_equal(name_person("nav01", json_string(NUMBER_1)), RC_OK);
	rows = fixture_history(&f, true);
	row = last_look_up(rows);
	assert_string_equal(text_at(row, "subject_kind"), "case");
	subjects =
	    json_object_get(json_array_get(json_object_get(row, "parts"), 0),
		"subjects");
	assert_int_equal(json_integer_value(
			     json_array_get(json_array_get(subjects, 1), 1)),
	    id);
	json_decref(rows);
}

/* Domain §2.2: to who has no relation they do not exist. */
static void
a_strictly_protected_number_reads_as_an_unknown_one(void **state)
{
	struct err unknown;
	json_t *rows;
	size_t before;

	(void)state;
	(void)person_of_health(NUMBER_1, "strictly_protected");
	rows = fixture_history(&f, true);
	before = json_array_size(rows);
	json_decref(rows);
	assert_int_equal(name_person("nav01", json_string(NUMBER_2)),
	    RC_FIELDS);
	unknown = f.err;
	assert_int_equal(name_person("nav01", json_string(NUMBER_1)),
	    RC_FIELDS);
	assert_string_equal(f.err.text, unknown.text);
	assert_string_equal(f.err.fields[0].text, unknown.fields[0].text);
	assert_string_equal(f.err.fields[0].name, unknown.fields[0].name);
	rows = fixture_history(&f, true);
	assert_int_equal(json_array_size(rows), before + 2);
	json_decref(rows);
}

/* A case that names them shows the address: not for the number alone. */
static void
a_protected_person_is_named_by_number_for_a_reason_only(void **state)
{
	struct ask *a;

	(void)state;
	(void)person_of_health(NUMBER_1, "protected");
	assert_int_equal(name_person("nav01", json_string(NUMBER_1)),
	    RC_FIELDS);
	assert_string_equal(f.err.fields[0].name, "E_NO_BASIS");
	a = fixture_new_ask(&f, "nav01", "case.act",
	    json_pack("{ss ss s{ss ss}}", "case", number, "action", "note",
		"input", "why", "x", "person", NUMBER_1));
	a->reason = strdup("søkeren møtte selv opp");
	assert_int_equal(fixture_submit(&f, a), RC_OK);
}

static void
a_number_in_a_form_obeys_the_register(void **state)
{
	(void)state;
	assert_int_equal(name_person("nav01", json_string("12838849856")),
	    RC_FIELDS);
	assert_string_equal(f.err.fields[0].name, "E_ID_CHECKSUM");
	assert_null(strstr(f.err.fields[0].text, "12838849856"));
	assert_int_equal(name_person("nav01", json_string("01010750160")),
	    RC_FIELDS);
	assert_string_equal(f.err.fields[0].name, "E_ID_REAL");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(the_form_of_a_new_case_names_its_fields_in_order),
		T(a_form_offers_only_the_codes_of_the_day),
		T(a_form_shows_what_is_known_already),
		T(what_one_may_not_see_is_not_shown_in_a_form),
		T(an_empty_value_takes_away_what_is_not_needed),
		T(what_the_case_knows_need_not_be_given_again),
		T(a_needed_value_is_not_taken_away),
		T(another_units_person_is_named_by_number_and_not_by_row),
		T(naming_a_person_by_number_is_logged_as_a_look_up),
		T(a_strictly_protected_number_reads_as_an_unknown_one),
		T(a_protected_person_is_named_by_number_for_a_reason_only),
		T(a_number_in_a_form_obeys_the_register),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
