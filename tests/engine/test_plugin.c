/*
 * test_plugin -- calls between workflow, plugin and core, undone across the three.
 */
#include "plugged.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/lines.h"
#include "base/mem.h"
#include "engine/plugins_check.h"

static void
a_method_of_a_plugin_is_a_method_like_any(void **state)
{
	struct fixture *f = *state;
	char n[24];
	json_t *r;

	fixture_case(f, NULL, n);
	assert_int_equal(claim(f, n, 1250000, "Utleier AS"), 1);
	r = fixture_ok(f, "nav01", "trial.get",
	    json_pack("{ss si}", "kind", "claim", "id", 1));
	assert_string_equal(text_at(r, "row.values.nr"), "2027/1");
	assert_int_equal(int_at(r, "row.values.amount"), 1250000);
	assert_string_equal(text_at(r, "row.values.landlord"), "Utleier AS");
	fixture_ask(f, "nav01", "trial.add",
	    args(n, json_pack("{s{ss}}", "values", "state", "lost")));
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	fixture_ok(f, "nav01", "sys.describe",
	    json_pack("{ss}", "method", "trial.add"));
	assert_string_equal(text_at(f->result, "methods.0.name"), "trial.add");
}

static void
a_changed_case_has_one_revision_and_one_history_row(void **state)
{
	struct fixture *f = *state;
	json_t *rows, *row;
	char n[24], m[24];
	size_t i, seen = 0;

	fixture_case(f, NULL, n);
	fixture_case(f, NULL, m);
	fixture_ok(f, "nav01", "trial.touch",
	    args(n, json_pack("{ss}", "other", m)));
	assert_int_equal(case_rev(f, n), 2);
	assert_int_equal(case_rev(f, m), 2);
	rows = fixture_history(f, false);
	json_array_foreach(rows, i, row)
		if (strcmp(text_at(row, "kind"), "trial.touch") == 0) {
			assert_int_equal(int_at(row, "seq"), 2);
			seen++;
		}
	assert_int_equal(seen, 2);
	json_decref(rows);
}

static void
a_definition_calls_it_in_the_same_step(void **state)
{
	struct fixture *f = *state;
	char n[24];
	json_t *r;

	fixture_case(f, NULL, n);
	assert_int_equal(fixture_act(f, "nav01", n, "put", NULL), RC_OK);
	r = fixture_ok(f, "nav01", "case.show", json_pack("{ss}", "case", n));
	assert_int_equal(int_at(r, "rev"), 2);
	assert_int_equal(count_claims(f), 1);
	fixture_ok(f, "nav01", "case.history", json_pack("{ss}", "case", n));
	assert_int_equal(json_array_size(at(f->result, "rows")), 2);
}

/* Does METHOD of the trial answer with TEXT, by USE ("export") or on screen? */
static bool
trial_says(struct fixture *f, const char *method, const char *use,
    const char *text)
{
	json_t *params = json_pack("{ss}", "kind", "claim");
	struct ask *a;

	if (strcmp(method, "trial.get") == 0)
		json_object_set_new(params, "id", json_integer(1));
	a = fixture_new_ask(f, "nav01", method, params);
	a->use = use != NULL ? mem_text(use) : NULL;
	assert_int_equal(fixture_submit(f, a), RC_OK);
	return says(f->result, text);
}

/* As fields and papers of the case do not tell it (domain 2.2). */
static void
no_record_tells_where_the_protected_live(void **state)
{
	static const struct {
		const char *grade;
		bool one, list, exported;
	} grades[] = { { "open", true, true, true },
		{ "protected", true, false, false },
		{ "strictly_protected", false, false, false } };
	struct fixture *f = *state;
	char n[24];
	size_t i;

	for (i = 0; i < 3; i++) {
		fixture_ok(f, "nav01", "person.add",
		    json_pack("{ss ss}", "name", "Prøve Skjult", "grade",
			grades[i].grade));
		fixture_case(f,
		    json_pack("{sI}", "person", int_at(f->result, "person")),
		    n);
		fixture_ok(f, "nav01", "trial.add",
		    args(n,
			json_pack("{s{ss ss}}", "values", "state", "open",
			    "place", "Hemmeligveien 7")));
		assert_int_equal(trial_says(f, "trial.get", NULL, "Hemmelig"),
		    grades[i].one);
		assert_int_equal(trial_says(f, "trial.find", NULL, "Hemmelig"),
		    grades[i].list);
		assert_int_equal(trial_says(f, "trial.get", "export",
				     "Hemmelig"),
		    grades[i].exported);
		teardown(state);
		setup(state);
	}
}

/* What the refusing method, the function and the core did: all gone. */
static void
assert_untouched(struct fixture *f, const char *n)
{
	json_t *rows;

	assert_int_equal(case_rev(f, n), 1);
	assert_int_equal(count_claims(f), 0);
	assert_false(has_task(f, n, "trial"));
	rows = fixture_deadlines(f);
	assert_int_equal(json_array_size(rows), 0);
	json_decref(rows);
	assert_int_equal(engine_next_due(f->engine), INT64_MAX);
	assert_int_equal(claim(f, n, 1, "X"), 1);
}

static void
a_refusal_undoes_workflow_plugin_and_core(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	assert_int_equal(fixture_act(f, "nav01", n, "refuse", NULL), RC_GUARD);
	ASSERT_ERROR(f, RC_GUARD, "E_TRIAL");
	assert_untouched(f, n);
}

static void
a_refusal_that_is_caught_undoes_them_too(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	assert_int_equal(fixture_act(f, "nav01", n, "catch", NULL), RC_GUARD);
	ASSERT_ERROR(f, RC_GUARD, "E_TRIAL");
	assert_untouched(f, n);
}

static void
a_refusal_on_the_socket_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_ask(f, "nav01", "trial.refuse", args(n, NULL));
	ASSERT_ERROR(f, RC_GUARD, "E_TRIAL");
	assert_untouched(f, n);
}

static void
a_role_is_asked_for_and_lent_by_grants_alone(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_ask(f, "nav01", "trial.role", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	fixture_ok(f, "boss", "trial.role", NULL);
	fixture_act(f, "nav01", n, "role", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	assert_int_equal(fixture_act(f, "nav01", n, "lent", NULL), RC_OK);
}

static void
who_asks_is_the_requests_also_inside(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_act(f, "nav01", n, "who", NULL);
	ASSERT_ERROR(f, RC_SCRIPT, "E_SCRIPT");
	fixture_act(f, "nav01", n, "wrong", NULL);
	ASSERT_ERROR(f, RC_SCRIPT, "E_SCRIPT");
	assert_non_null(strstr(f->err.text, "cse"));
}

static void
a_guard_may_read_and_not_write(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_act(f, "nav01", n, "guarded", NULL);
	ASSERT_ERROR(f, RC_GUARD, "E_GUARD");
	claim(f, n, 1, "X");
	assert_int_equal(fixture_act(f, "nav01", n, "guarded", NULL), RC_OK);
	assert_int_not_equal(fixture_act(f, "nav01", n, "writes", NULL), RC_OK);
	assert_int_equal(count_claims(f), 1);
}

static void
an_absent_plugin_is_told_in_plain_words(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_act(f, "nav01", n, "absent", NULL);
	ASSERT_ERROR(f, RC_SCRIPT, "E_SCRIPT");
	assert_non_null(strstr(f->err.text, "absent"));
	assert_non_null(strstr(f->err.text, "plugin"));
	assert_int_equal(fixture_act(f, "nav01", n, "maybe", NULL), RC_OK);
	fixture_ask(f, "nav01", "trial.ask",
	    json_pack("{ss s{}}", "key", "absent.thing", "values"));
	ASSERT_ERROR(f, RC_UNAVAILABLE, "E_NO_PLUGIN");
}

static void
a_reader_cannot_write(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_ask(f, "nav01", "trial.peek", args(n, NULL));
	ASSERT_ERROR(f, RC_INTERNAL, "E_INTERNAL");
	assert_int_equal(count_claims(f), 0);
}

static void
every_wrong_field_is_told(void **state)
{
	struct fixture *f = *state;

	fixture_ask(f, "nav01", "trial.form", NULL);
	ASSERT_ERROR(f, RC_FIELDS, "E_FIELDS");
	assert_int_equal(f->err.n_fields, 2);
	assert_string_equal(f->err.fields[0].field, "rent");
	assert_string_equal(f->err.fields[0].name, "E_AMOUNT");
}

static void
what_a_plugin_does_wrong_is_its_own_error(void **state)
{
	static const char *const wrongs[] = { "silent", "number", "again",
		"kind", "event", "timer", "fail", "setting" };
	struct fixture *f = *state;
	char n[24];
	size_t i;

	fixture_case(f, NULL, n);
	for (i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		fixture_ask(f, "nav01", "trial.wrong",
		    args(n, json_pack("{ss}", "how", wrongs[i])));
		if (f->rc != RC_INTERNAL)
			fail_msg("%s: %s", wrongs[i], f->err.text);
		assert_non_null(strstr(f->err.text, "trial"));
	}
	fixture_ask(f, "nav01", "trial.wrong",
	    args(n, json_pack("{ss}", "how", "letter")));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_non_null(strstr(f->err.text, "trial.nothing"));
}

static void
one_that_is_not_switched_on_is_not_there(void **state)
{
	struct fixture *f = *state;
	const struct bf_method *m;

	fixture_close(f);
	fixture_open_plugins(f, STORE_MEMORY, set,
	    "[plugin trial]\n"
	    "months = 2\n");
	for (m = engine_methods(f->engine); m->name != NULL; m++)
		assert_true(strncmp(m->name, "trial.", 6) != 0);
	fixture_ask(f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "plugged"));
	ASSERT_ERROR(f, RC_INVALID, "E_DEFINITION");
}

static void
records_of_one_that_is_gone_are_told(void **state)
{
	struct fixture *f = *state;
	char path[] = "/tmp/boflyt-gone-XXXXXX", db[64], command[96];
	bool records = false, wanted = false;
	const json_t *row;
	size_t i;

	assert_non_null(mkdtemp(path));
	snprintf(db, sizeof(db), "%s/cases.db", path);
	fixture_close(f);
	open_as(f, db, ON);
	fixture_close(f);
	fixture_open_as(f, db,
	    "[municipality]\nnumber = 5532\nname = B\n"
	    "population = 1\ntest_identities = yes\n"
	    "[unit nav]\nname = N\ntype = nav\n"
	    "domain = social\n"
	    "[user adm]\nname = A\nlogin = adm\n"
	    "units = nav\nroles = administrator\n" ON);
	fixture_ok(f, "adm", "sys.doctor", NULL);
	json_array_foreach(at(f->result, "rows"), i, row) {
		records =
		    records || strcmp(text_at(row, "check"), "records") == 0;
		wanted = wanted || strcmp(text_at(row, "check"), "plugin") == 0;
	}
	assert_true(records);
	assert_true(wanted);
	snprintf(command, sizeof(command), "rm -rf '%s'", path);
	assert_int_equal(system(command), 0);
}

static int
nothing(struct bf_call *call, const json_t *params, json_t **result)
{
	(void)call;
	(void)params;
	(void)result;
	return BF_OK;
}

static int
hear_nothing(struct bf_call *call, const struct bf_happening *w)
{
	(void)call;
	(void)w;
	return BF_OK;
}

/* What is wrong with D beside the daemon's own; freed by the caller. */
static char *
does_not_fit(const struct bf_plugin *d)
{
	struct lines mistakes = LINES_INIT;
	struct plugin_set *one;
	struct err e;
	char *said;

	err_clear(&e);
	if (plugin_set_of(&d, 1, &one, &e) != RC_OK)
		fail_msg("%s", e.text);
	plugins_check(one, &mistakes);
	said = mem_text(mistakes.n > 0 ? mistakes.line[0] : "");
	lines_free(&mistakes);
	plugin_set_free(one);
	return said;
}

#define PLUGIN(n)                                                              \
	.abi = BF_PLUGIN_ABI, .size = sizeof(struct bf_plugin), .name = n,     \
	.version = "1"

/* Names and words that are taken, records that no table holds. */
static void
one_that_does_not_fit_is_told_before_it_is_at_work(void **state)
{
	static const char *const states[] = { "open", NULL };
	static const char *const wrong[] = { "oopen", NULL };
	static const char *const by[] = { "state", NULL };
	static const struct bf_record_column columns[] = {
		{ .name = "state", .type = BF_CODE, .codes = states },
		{ .name = NULL }
	};
	static const struct bf_record_unique uniques[] = {
		{ "one", by, "state", wrong, "E_TWICE", "x" }, { .name = NULL }
	};
	static const struct bf_record records[] = { { .kind = "thing",
							.version = 1,
							.columns = columns,
							.uniques = uniques },
		{ .kind = NULL } };
	static const struct bf_event events[] = {
		{ "case.clozed", BF_TAKES, "x", hear_nothing }, { .name = NULL }
	};
	static const struct bf_method methods[] = { { .name = "good.do",
							.nb = "sak vis",
							.access =
							    BF_ACCESS_CASE,
							.faces = BF_FACE_LUA,
							.text = "x",
							.errors = "",
							.call = nothing },
		{ .name = NULL } };
	static const struct {
		struct bf_plugin d;
		const char *says;
	} rows[] = {
		{ { PLUGIN("case") }, "name: taken" },
		{ { PLUGIN("string") }, "name: taken" },
		{ { PLUGIN("good"), .methods = methods }, "case.show" },
		{ { PLUGIN("good"), .records = records }, "no code" },
		{ { PLUGIN("good"), .events = events }, "case.clozed" },
	};
	char *said;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		said = does_not_fit(&rows[i].d);
		if (strstr(said, rows[i].says) == NULL)
			fail_msg("%zu: %s", i, said);
		free(said);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(a_method_of_a_plugin_is_a_method_like_any),
		WITH(no_record_tells_where_the_protected_live),
		WITH(a_changed_case_has_one_revision_and_one_history_row),
		WITH(a_definition_calls_it_in_the_same_step),
		WITH(a_refusal_undoes_workflow_plugin_and_core),
		WITH(a_refusal_that_is_caught_undoes_them_too),
		WITH(a_refusal_on_the_socket_leaves_nothing),
		WITH(a_role_is_asked_for_and_lent_by_grants_alone),
		WITH(who_asks_is_the_requests_also_inside),
		WITH(a_guard_may_read_and_not_write),
		WITH(an_absent_plugin_is_told_in_plain_words),
		WITH(a_reader_cannot_write),
		WITH(every_wrong_field_is_told),
		WITH(what_a_plugin_does_wrong_is_its_own_error),
		WITH(one_that_does_not_fit_is_told_before_it_is_at_work),
		WITH(one_that_is_not_switched_on_is_not_there),
		WITH(records_of_one_that_is_gone_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
