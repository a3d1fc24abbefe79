/*
 * A small municipality as it is shipped: two units, two users who hold every
 * role.  Nobody else has leader, auditor and caseworker at once, so every method
 * is asked by them, the plugins' too, in each way they can choose, with nothing
 * in the database and with a case.  An answer may be a refusal, never a fault of
 * ours.
 */
#include "matrix.h"

#include <stdio.h>
#include <stdlib.h>

#include "look.h"
#include "matrix_plugins.h"

static struct world w;
static const char *const ways[] = { NULL, "@nav", "@health", "leader@nav",
	"auditor@health", "administrator@nav", "caseworker@nav",
	"performer@health" };
#define N_WAYS (sizeof(ways) / sizeof(ways[0]))

/* Balsfjord as it is shipped, but synthetic. */
static char *
balsfjord(void)
{
	char path[512], line[512], *text = NULL;
	size_t size = 0;
	FILE *in, *out = open_memstream(&text, &size);

	snprintf(path, sizeof(path), "%s/etc/municipalities/5532-balsfjord.ini",
	    fixture_top());
	in = fopen(path, "re");
	assert_non_null(in);
	assert_non_null(out);
	while (fgets(line, sizeof(line), in) != NULL)
		fputs(strncmp(line, "test_identities", 15) == 0 ?
			"test_identities = yes\n" :
			line,
		    out);
	fclose(in);
	fclose(out);
	return text;
}

static int
setup(void **state)
{
	char *text = matrix_plugin_keys(balsfjord());

	(void)state;
	memset(&w, 0, sizeof(w));
	fixture_open_with(&w.f, STORE_MEMORY, text, matrix_plugins());
	free(text);
	snprintf(w.f.path, sizeof(w.f.path), "%s/workflows", fixture_top());
	fixture_ok(&w.f, "nav01", "workflow.load",
	    json_pack("{ss}", "path", "boligsosial"));
	fixture_ok(&w.f, "nav01", "workflow.activate",
	    json_pack("{ss}", "definition", "boligsosial"));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	matrix_close(&w);
	return 0;
}

static const json_t *
ok(const char *method, json_t *params)
{
	const struct persona p = { .login = "nav01", .role = "@nav" };

	if (matrix_ask(&w, &p, method, params) != RC_OK)
		fail_msg("%s: %s: %s", method, w.f.err.name, w.f.err.text);
	return w.f.result;
}

/* A person and an open case; every pointer of the world is to a first row. */
static void
open_case(void)
{
	w.person = int_at(ok("person.add",
			      json_pack("{ss ss}", "name", "Prøve Nilsen",
				  "number", "12838849855")),
	    "person");
	snprintf(w.number, sizeof(w.number), "%s",
	    text_at(ok("case.create",
			json_pack("{ss s{ss ss sb ss sI}}", "workflow",
			    "boligsosial", "data", "received", "2027-01-11",
			    "channel", "letter", "asks_help", 1, "request",
			    "Trenger bolig", "person", w.person)),
		"case"));
	w.task = w.document = w.health_document = w.household = w.member = 1;
	w.consent = w.disqualification = w.emergency = w.hold = w.meeting = 1;
	w.letter = w.erasure = w.one = 1;
	w.plan = w.goal = w.matter = w.guarantee = w.claim = w.repayment = 1;
}

/* Returns how many were answered. */
static unsigned int
ask_all(const json_t *methods, const char *with, bool unknown)
{
	struct persona p = { .login = "nav01" };
	unsigned int answered = 0;
	const char *method;
	const json_t *d;
	size_t i, k;

	for (k = 0; k < 2 * N_WAYS; k++) {
		p.login = k < N_WAYS ? "nav01" : "helse01";
		p.role = ways[k % N_WAYS];
		json_array_foreach(methods, i, d) {
			method = text_at(d, "name");
			answered +=
			    matrix_ask(&w, &p, method,
				matrix_params(&w, d, with, unknown)) == RC_OK;
			if (w.f.rc == RC_INTERNAL || w.f.rc == RC_IO)
				fail_msg("%s %s: %s: %s: %s", p.login,
				    p.role != NULL ? p.role : "", method,
				    w.f.err.name, w.f.err.text);
		}
	}
	return answered;
}

static json_t *
methods_of(void)
{
	return json_deep_copy(
	    json_object_get(fixture_ok(&w.f, "nav01", "sys.describe", NULL),
		"methods"));
}

static void
two_who_hold_every_role_are_answered_when_nothing_is_there(void **state)
{
	json_t *methods = methods_of();

	(void)state;
	snprintf(w.number, sizeof(w.number), "2027/1");
	assert_true(ask_all(methods, NULL, true) > 100);
	assert_true(ask_all(methods, "*", true) > 10);
	json_decref(methods);
}

static void
two_who_hold_every_role_are_answered_about_a_case(void **state)
{
	json_t *methods = methods_of();

	(void)state;
	open_case();
	assert_true(ask_all(methods, NULL, false) > 100);
	assert_true(ask_all(methods, "*", false) > 10);
	json_decref(methods);
}

/* The leader's and the auditor's day in one: issue of an empty database. */
static void
the_day_of_one_who_holds_every_role_is_shown(void **state)
{
	const json_t *r;

	(void)state;
	r = fixture_ok(&w.f, "nav01", "day.show", NULL);
	assert_string_equal(text_at(r, "date"), "2027-01-11");
	assert_int_equal(json_array_size(at(r, "reviews")), 0);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_day_of_one_who_holds_every_role_is_shown),
		T(two_who_hold_every_role_are_answered_when_nothing_is_there),
		T(two_who_hold_every_role_are_answered_about_a_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
