/*
 * workflow.load and workflow.activate.
 */
#include "fixture.h"
#include "look.h"

static struct fixture f;
static char number[24];

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

static void
every_mistake_is_told_with_its_line(void **state)
{
	(void)state;
	fixture_ask(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "broken"));
	ASSERT_ERROR(&f, RC_INVALID, "E_DEFINITION");
	assert_true(f.err.n_fields >= 2);
	assert_int_equal(strncmp(f.err.fields[0].field,
			     "workflow.lua:", strlen("workflow.lua:")),
	    0);
	assert_true(strtol(f.err.fields[0].field + strlen("workflow.lua:"),
			NULL, 10) > 1);
}

/* Interfaces 5: "?" means that it also runs without the plugin. */
static void
a_plugin_that_is_needed_must_be_present(void **state)
{
	(void)state;
	fixture_ask(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "needy"));
	ASSERT_ERROR(&f, RC_INVALID, "E_DEFINITION");
	assert_int_equal(f.err.n_fields, 1);
	assert_non_null(strstr(f.err.fields[0].text, "deposit"));
}

static void
a_definition_that_is_not_active_opens_no_case(void **state)
{
	(void)state;
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	fixture_ask(&f, "nav01", "case.create",
	    json_pack("{s{ss}}", "data", "received", "2027-01-11"));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
the_start_of_the_code_hash_names_a_version(void **state)
{
	char prefix[13];

	(void)state;
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	snprintf(prefix, sizeof(prefix), "%.12s", text_at(f.result, "code"));
	fixture_ok(&f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", prefix));
	fixture_case(&f, NULL, number);
}

static void
loading_the_same_folder_again_is_the_same_version(void **state)
{
	json_int_t id;

	(void)state;
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	id = json_integer_value(json_object_get(f.result, "definition"));
	fixture_ok(&f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	assert_int_equal(json_integer_value(
			     json_object_get(f.result, "definition")),
	    id);
}

static void
no_path_leads_out_of_the_folder(void **state)
{
	static const char *const paths[] = { "..", "../engine", "small/..",
		"nothing" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		fixture_ask(&f, "adm", "workflow.load",
		    json_pack("{ss}", "path", paths[i]));
		ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	}
}

static void
only_an_administrator_loads(void **state)
{
	(void)state;
	fixture_ask(&f, "nav01", "workflow.load",
	    json_pack("{ss}", "path", "small"));
	ASSERT_ERROR(&f, RC_DENIED, "E_NO_BASIS");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define B(name) cmocka_unit_test_setup_teardown(name, setup_bare, teardown)
		B(every_mistake_is_told_with_its_line),
		B(a_plugin_that_is_needed_must_be_present),
		B(a_definition_that_is_not_active_opens_no_case),
		B(the_start_of_the_code_hash_names_a_version),
		B(loading_the_same_folder_again_is_the_same_version),
		B(no_path_leads_out_of_the_folder),
		B(only_an_administrator_loads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
