/*
 * workflow.load, workflow.activate, clock.show, clock.advance and case.form.
 */
#include "fixture.h"

static struct fixture f;
static char number[24];

static int
setup(void **state)
{
	(void)state;
	fixture_open(&f);
	fixture_case(&f, NULL, number);
	return 0;
}

static int
setup_bare(void **state)
{
	(void)state;
	fixture_open_bare(&f, STORE_MEMORY);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static const char *
text(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s != NULL ? s : "";
}

static void
every_mistake_is_told_with_its_line(void **state)
{
	(void)state;
	fixture_ask(&f, "adm", "workflow.load", json_pack("{ss}", "path",
	    "broken"));
	ASSERT_ERROR(&f, RC_INVALID, "E_DEFINITION");
	assert_true(f.err.n_fields >= 2);
	assert_true(strtol(f.err.fields[0].field, NULL, 10) > 1);
}

static void
a_definition_that_is_not_active_opens_no_case(void **state)
{
	(void)state;
	fixture_ok(&f, "adm", "workflow.load", json_pack("{ss}", "path",
	    "small"));
	fixture_ask(&f, "nav01", "case.create", json_pack("{s{ss}}", "data",
	    "received", "2027-01-11"));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
the_start_of_the_code_hash_names_a_version(void **state)
{
	char prefix[13];

	(void)state;
	fixture_ok(&f, "adm", "workflow.load", json_pack("{ss}", "path",
	    "small"));
	snprintf(prefix, sizeof(prefix), "%.12s", text(f.result, "code"));
	fixture_ok(&f, "adm", "workflow.activate", json_pack("{ss}",
	    "definition", prefix));
	fixture_case(&f, NULL, number);
}

static void
loading_the_same_folder_again_is_the_same_version(void **state)
{
	json_int_t id;

	(void)state;
	fixture_ok(&f, "adm", "workflow.load", json_pack("{ss}", "path",
	    "small"));
	id = json_integer_value(json_object_get(f.result, "definition"));
	fixture_ok(&f, "adm", "workflow.load", json_pack("{ss}", "path",
	    "small"));
	assert_int_equal(json_integer_value(json_object_get(f.result,
	    "definition")), id);
}

static void
no_path_leads_out_of_the_folder(void **state)
{
	static const char *const paths[] = { "..", "../engine", "small/..",
	    "nothing" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		fixture_ask(&f, "adm", "workflow.load", json_pack("{ss}",
		    "path", paths[i]));
		ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	}
}

static void
only_an_administrator_loads(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "workflow.load", json_pack("{ss}", "path",
	    "small"));
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

static void
the_clock_goes_forward_only(void **state)
{
	(void)state;
	fixture_ask(&f, "adm", "clock.advance", json_pack("{ss}", "to",
	    "2027-01-10"));
	ASSERT_ERROR(&f, RC_INVALID, "E_PARAMS");
	fixture_advance(&f, "14d");
	fixture_ok(&f, "nav01", "clock.show", NULL);
	assert_string_equal(text(f.result, "local"),
	    "2027-01-25T08:00:00.000+01:00");
}

static void
only_an_administrator_moves_the_clock(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "clock.advance", json_pack("{ss}", "to",
	    "2027-02-01"));
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

static void
a_clock_that_follows_the_system_is_not_moved(void **state)
{
	(void)state;
	f.municipality->test_identities = false;
	fixture_ask(&f, "adm", "clock.advance", json_pack("{ss}", "to",
	    "2027-02-01"));
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

static const json_t *
field(const char *name)
{
	json_t *row, *fields = json_object_get(f.result, "fields");
	size_t i;

	json_array_foreach(fields, i, row) {
		if (strcmp(text(row, "name"), name) == 0)
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
	assert_string_equal(text(json_array_get(fields, 0), "name"),
	    "received");
	assert_true(json_is_true(json_object_get(json_array_get(fields, 0),
	    "required")));
}

static void
a_form_offers_only_the_codes_of_the_day(void **state)
{
	const json_t *codes;

	(void)state;
	fixture_ok(&f, "nav01", "case.form", json_pack("{ss ss}", "case",
	    number, "action", "to_mapping"));
	codes = json_object_get(field("sort"), "codes");
	assert_int_equal(json_array_size(codes), 2);
	assert_string_equal(text(json_array_get(codes, 0), "code"), "old");
	fixture_advance(&f, "2027-02-01");
	fixture_ok(&f, "nav01", "case.form", json_pack("{ss ss}", "case",
	    number, "action", "to_mapping"));
	codes = json_object_get(field("sort"), "codes");
	assert_string_equal(text(json_array_get(codes, 0), "code"), "new");
}

static void
a_form_shows_what_is_known_already(void **state)
{
	(void)state;
	fixture_act(&f, "nav01", number, "note", json_pack("{ss ss}", "why",
	    "x", "wishes", "to rom"));
	fixture_ok(&f, "nav01", "case.form", json_pack("{ss ss}", "case",
	    number, "action", "to_mapping"));
	assert_string_equal(text(field("wishes"), "value"), "to rom");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)
#define B(name)	cmocka_unit_test_setup_teardown(name, setup_bare, teardown)
		B(every_mistake_is_told_with_its_line),
		B(a_definition_that_is_not_active_opens_no_case),
		B(the_start_of_the_code_hash_names_a_version),
		B(loading_the_same_folder_again_is_the_same_version),
		B(no_path_leads_out_of_the_folder),
		B(only_an_administrator_loads),
		T(the_clock_goes_forward_only),
		T(only_an_administrator_moves_the_clock),
		T(a_clock_that_follows_the_system_is_not_moved),
		T(the_form_of_a_new_case_names_its_fields_in_order),
		T(a_form_offers_only_the_codes_of_the_day),
		T(a_form_shows_what_is_known_already),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
