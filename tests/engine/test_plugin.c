/*
 * test_plugin -- a plugin at work: records, nested calls, undo across the three,
 * events, timers, deadlines, reports.
 */
#include "fixture.h"
#include "look.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "plugin/set.h"
#include "trial.h"

#define ON "[plugin trial]\nenabled = yes\nmonths = 5\n"
#define DAY INT64_C(86400000)

static struct plugin_set *set;

/* Another plugin, which hears of what the first emits. */
static int
heard(struct bf_call *call, const struct bf_happening *w)
{
	return bf_host(call)->emit(call, w->case_id, "other.heard", NULL);
}

static int
echo(struct bf_call *call, const json_t *params, json_t **result)
{
	(void)call;
	*result = json_deep_copy(params);
	return BF_OK;
}

static int
count_others(struct bf_call *call, const json_t *params, json_t **result)
{
	struct bf_query q = { .limit = 1 };
	json_t *rows;

	(void)params;
	(void)result;
	/* The kinds of another plugin are none of ours. */
	return bf_host(call)->record_find(call, "claim", &q, &rows);
}

static const struct bf_param echo_params[] = {
	{ .name = "text", .type = BF_TEXT, .flags = BF_REQUIRED, .text = "t" },
	{ .type = BF_END },
};
static const struct bf_method other_methods[] = {
	{ .name = "other.echo",
	    .nb = "annen ekko",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_LUA | BF_FACE_SOCKET,
	    .text = "echo",
	    .params = echo_params,
	    .errors = "",
	    .call = echo },
	{ .name = "other.count",
	    .nb = "annen tell",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = "count",
	    .errors = "",
	    .call = count_others },
	{ .name = NULL },
};
static const struct bf_event other_events[] = {
	{ "trial.rang", BF_TAKES, "rang", heard },
	{ "small.thing", BF_TAKES, "thing", heard },
	{ "other.heard", BF_EMITS, "heard", NULL },
	{ NULL, 0, NULL, NULL },
};
static const struct bf_plugin other = {
	.abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_plugin),
	.name = "other",
	.version = "1",
	.methods = other_methods,
	.events = other_events,
};

static void
open_as(struct fixture *f, const char *path, const char *more)
{
	fixture_open_plugins(f, path, set, more);
	fixture_ok(f, "adm", "workflow.load",
	    json_pack("{ss}", "path", "plugged"));
	fixture_ok(f, "adm", "workflow.activate",
	    json_pack("{ss}", "definition", "small"));
}

static int
setup(void **state)
{
	const struct bf_plugin *const both[] = { &bf_plugin, &other };
	static struct fixture f;
	struct err e = ERR_INIT;

	if (plugin_set_of(both, 2, &set, &e) != RC_OK)
		fail_msg("%s", e.text);
	open_as(&f, STORE_MEMORY,
	    ON "[plugin other]\nenabled = yes\n"
	       "[user nav03]\nname = Eli\nlogin = nav03\nunits = nav, health\n"
	       "roles = caseworker\n");
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_close(*state);
	plugin_set_free(set);
	return 0;
}

static json_t *
args(const char *number, json_t *more)
{
	json_t *o = json_pack("{ss}", "case", number);

	json_object_update(o, more);
	json_decref(more);
	return o;
}

static json_int_t
claim(struct fixture *f, const char *number, json_int_t amount,
    const char *landlord)
{
	json_t *values = json_pack("{ss sI ss}", "state", "open", "amount",
	    amount, "landlord", landlord);

	return int_at(fixture_ok(f, "nav01", "trial.add",
			  args(number, json_pack("{so}", "values", values))),
	    "claim");
}

static size_t
count_claims(struct fixture *f)
{
	return (size_t)int_at(fixture_ok(f, "nav01", "trial.find",
				  json_pack("{ss}", "kind", "claim")),
	    "n");
}

static bool
has_task(struct fixture *f, const char *number, const char *key)
{
	json_t *rows = fixture_tasks(f, number), *row;
	bool found = false;
	size_t i;

	json_array_foreach(rows, i, row)
		found = found || strcmp(text_at(row, "key"), key) == 0;
	json_decref(rows);
	return found;
}

/* Does TEXT stand anywhere in O? */
static bool
says(const json_t *o, const char *text)
{
	char *all = json_dumps(o, 0);
	bool found = strstr(all, text) != NULL;

	free(all);
	return found;
}

static json_int_t
case_rev(struct fixture *f, const char *number)
{
	return int_at(fixture_ok(f, "nav01", "case.show",
			  json_pack("{ss}", "case", number)),
	    "rev");
}

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
plugins_call_each_other_and_see_no_others_records(void **state)
{
	struct fixture *f = *state;

	fixture_ok(f, "nav01", "trial.ask",
	    json_pack("{ss s{ss}}", "key", "other.echo", "values", "text",
		"hei"));
	assert_string_equal(text_at(f->result, "text"), "hei");
	fixture_ask(f, "nav01", "trial.ask",
	    json_pack("{ss s{}}", "key", "other.echo", "values"));
	ASSERT_ERROR(f, RC_SCRIPT, "E_SCRIPT");
	fixture_ask(f, "nav01", "other.count", NULL);
	ASSERT_ERROR(f, RC_INTERNAL, "E_INTERNAL");
}

static void
a_record_is_seen_as_its_case_is(void **state)
{
	struct fixture *f = *state;
	char n[24];
	json_t *r;

	fixture_case(f, NULL, n);
	claim(f, n, 1250000, "Utleier AS");
	fixture_ask(f, "hel01", "trial.get",
	    json_pack("{ss si}", "kind", "claim", "id", 1));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ask(f, "hel01", "trial.get",
	    json_pack("{ss si}", "kind", "claim", "id", 99));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
	r = fixture_ok(f, "hel01", "trial.find",
	    json_pack("{ss}", "kind", "claim"));
	assert_int_equal(int_at(r, "n"), 0);
	/* Health is not for a unit of the social domain, to see or to give. */
	fixture_ask(f, "nav01", "trial.add",
	    args(n, json_pack("{s{ss}}", "values", "illness", "x")));
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
}

static void
a_rule_learns_which_record_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	char n[24];
	json_t *r;

	fixture_case(f, NULL, n);
	claim(f, n, 1250000, "Utleier AS");
	r = fixture_ok(f, "hel01", "trial.find",
	    json_pack("{ss ss s[s] sb}", "kind", "claim", "index",
		"by_landlord", "equal", "Utleier AS", "rule", 1));
	assert_int_equal(int_at(r, "n"), 1);
	assert_int_equal(json_object_size(at(r, "rows.0")), 2);
	assert_int_equal(int_at(r, "rows.0.id"), 1);
	/* With an owner: only for who may see the owner. */
	fixture_ask(f, "hel01", "trial.find",
	    json_pack("{ss sI sb}", "kind", "claim", "owner",
		int_at(r, "rows.0.owner"), "rule", 1));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
a_record_is_handed_to_a_case_unseen(void **state)
{
	struct fixture *f = *state;
	json_t *r, *looked;
	char n[24];

	fixture_case(f, NULL, n);
	claim(f, n, 1, "X");
	r = fixture_ok(f, "nav01", "trial.find",
	    json_pack("{ss}", "kind", "claim"));
	fixture_ok(f, "hel01", "trial.hand",
	    json_pack("{sI s{ss}}", "owner", int_at(r, "rows.0.owner"),
		"values", "landlord", "Fra helse"));
	assert_int_equal(count_claims(f), 2);
	assert_true(has_task(f, n, "rang"));
	/* Nothing was disclosed to who handed it over. */
	looked = fixture_history(f, true);
	for (size_t i = 0; i < json_array_size(looked); i++) {
		r = json_array_get(looked, i);
		if (strncmp(text_at(r, "kind"), "lookup", 6) == 0)
			assert_string_not_equal(text_at(r, "actor"), "hel01");
	}
	json_decref(looked);
}

static json_int_t
person(struct fixture *f, const char *name, const char *number)
{
	return int_at(fixture_ok(f, "nav01", "person.add",
			  json_pack("{ss ss ss}", "name", name, "number",
			      number, "birth_date", "1988-03-12")),
	    "person");
}

static void
a_unique_rule_answers_with_its_own_name(void **state)
{
	struct fixture *f = *state;
	json_int_t p = person(f, "Åse Prøve", "12838849855");
	json_t *rows, *row;
	size_t i, seen = 0;

	fixture_ok(f, "nav01", "trial.plan",
	    json_pack("{sI s{ss ss}}", "owner", p, "values", "state", "open",
		"goal", "egen bolig"));
	fixture_ask(f, "nav01", "trial.plan",
	    json_pack("{sI s{ss}}", "owner", p, "values", "state", "open"));
	ASSERT_ERROR(f, RC_GUARD, "E_TRIAL_TWICE");
	fixture_ok(f, "nav01", "trial.plan",
	    json_pack("{sI si s{ss}}", "owner", p, "id", 1, "values", "state",
		"paid"));
	assert_int_equal(int_at(f->result, "rev"), 2);
	rows = fixture_history(f, false);
	json_array_foreach(rows, i, row)
		if (strcmp(text_at(row, "subject_kind"), "trial.plan") == 0) {
			assert_string_equal(text_at(row, "kind"), "trial.plan");
			seen++;
		}
	assert_int_equal(seen, 2);
	json_decref(rows);
	fixture_ask(f, "hel01", "trial.get",
	    json_pack("{ss si}", "kind", "plan", "id", 1));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
a_kept_reply_is_seen_through_the_gate_of_its_owner(void **state)
{
	struct fixture *f = *state;
	json_int_t p = person(f, "Åse Prøve", "12838849855");
	struct ask *a;
	int i;

	for (i = 0; i < 2; i++) {
		a = fixture_new_ask(f, "nav01", "trial.plan",
		    json_pack("{sI s{ss}}", "owner", p, "values", "state",
			"open"));
		a->idem = mem_text("k1");
		assert_int_equal(fixture_submit(f, a), RC_OK);
		assert_int_equal(int_at(f->result, "plan"), 1);
	}
}

static void
a_record_is_read_as_known_then(void **state)
{
	struct fixture *f = *state;
	char n[24];
	json_t *r;

	fixture_case(f, NULL, n);
	claim(f, n, 100, "X");
	fixture_advance(f, "2027-02-01");
	fixture_ok(f, "nav01", "trial.add",
	    args(n, json_pack("{si s{si}}", "id", 1, "values", "amount", 70)));
	r = fixture_ok(f, "nav01", "trial.get",
	    json_pack("{ss si sI}", "kind", "claim", "id", 1, "as_of",
		(json_int_t)(MONDAY + DAY)));
	assert_int_equal(int_at(r, "row.values.amount"), 100);
	assert_int_equal(json_array_size(at(r, "versions")), 2);
	assert_int_equal(int_at(r, "versions.1.values.amount"), 70);
	fixture_ask(f, "nav01", "trial.get",
	    json_pack("{ss si sI}", "kind", "claim", "id", 1, "as_of",
		(json_int_t)(MONDAY - DAY)));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
an_expected_revision_is_the_records(void **state)
{
	struct fixture *f = *state;
	struct ask *a;
	char n[24];

	fixture_case(f, NULL, n);
	claim(f, n, 100, "X");
	claim(f, n, 100, "Y");
	a = fixture_new_ask(f, "nav01", "trial.add",
	    args(n, json_pack("{si s{si}}", "id", 1, "values", "amount", 70)));
	a->if_rev = 2;
	assert_int_equal(fixture_submit(f, a), RC_CONFLICT);
	a = fixture_new_ask(f, "nav01", "trial.add",
	    args(n, json_pack("{si s{si}}", "id", 1, "values", "amount", 70)));
	a->if_rev = 1;
	assert_int_equal(fixture_submit(f, a), RC_OK);
}

static void
events_go_both_ways(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_ok(f, "nav01", "trial.ring", args(n, NULL));
	fixture_run(f);
	assert_true(has_task(f, n, "rang")); /* the definition heard it */
	assert_true(has_task(f, n, "heard")); /* another plugin answered */
	fixture_case(f, NULL, n);
	assert_int_equal(fixture_act(f, "nav01", n, "tell", NULL), RC_OK);
	fixture_run(f);
	assert_true(has_task(f, n, "heard"));
}

static void
the_core_tells_what_plugins_take(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	if (fixture_act(f, "nav01", n, "decide", NULL) != RC_OK)
		fail_msg("%s %s", f->err.name, f->err.text);
	fixture_run(f);
	assert_true(has_task(f, n, "trial.decided"));
}

static void
timers_run_the_plugins_function(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];
	int i;

	fixture_case(f, NULL, n);
	for (i = 1; i < 3; i++)
		fixture_ok(f, "nav01", "trial.later",
		    args(n,
			json_pack("{ss sI}", "key", "a", "at",
			    (json_int_t)(MONDAY + i * DAY))));
	fixture_ok(f, "nav01", "trial.later",
	    args(n,
		json_pack("{ss sI}", "key", "b", "at",
		    (json_int_t)(MONDAY + DAY))));
	fixture_ok(f, "nav01", "trial.later",
	    args(n,
		json_pack("{ss sI sb}", "key", "b", "at", (json_int_t)0, "rule",
		    1)));
	/* Replaced: it fires once, on the second day; ended: it does not. */
	r = fixture_advance(f, "2027-01-12T12:00");
	assert_int_equal(int_at(r, "fired"), 0);
	assert_false(has_task(f, n, "a"));
	r = fixture_advance(f, "2027-01-14");
	assert_int_equal(int_at(r, "fired"), 1);
	assert_true(has_task(f, n, "a"));
	assert_false(has_task(f, n, "b"));
}

static void
a_timer_outlives_the_closing_of_its_case(void **state)
{
	struct fixture *f = *state;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_ok(f, "nav01", "trial.later",
	    args(n,
		json_pack("{ss sI}", "key", "a", "at",
		    (json_int_t)(MONDAY + DAY))));
	fixture_ok(f, "nav01", "trial.due",
	    args(n,
		json_pack("{ss ss}", "start", "2027-01-11", "length", "5d")));
	assert_int_equal(fixture_act(f, "nav01", n, "stop", NULL), RC_OK);
	fixture_advance(f, "2027-02-01");
	assert_true(has_task(f, n, "a"));
	assert_true(has_task(f, n, "trial.overdue"));
}

static void
a_timer_of_no_case_fires_too(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	fixture_ok(f, "nav01", "trial.later",
	    json_pack("{ss sI}", "key", "week", "at",
		(json_int_t)(MONDAY + DAY)));
	r = fixture_advance(f, "2027-01-13");
	assert_int_equal(int_at(r, "fired"), 1);
	assert_int_equal(int_at(r, "incidents"), 0);
}

static void
a_timer_that_fails_is_an_incident(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];

	fixture_case(f, NULL, n);
	fixture_ok(f, "nav01", "trial.later",
	    args(n,
		json_pack("{ss sI}", "key", "fails", "at",
		    (json_int_t)(MONDAY + DAY))));
	r = fixture_advance(f, "2027-01-13");
	assert_int_equal(int_at(r, "incidents"), 1);
	r = fixture_ok(f, "adm", "incident.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 1);
	fixture_ask(f, "adm", "incident.retry",
	    json_pack("{sI}", "incident", int_at(r, "rows.0.id")));
	ASSERT_ERROR(f, RC_GUARD, "E_TRIAL");
}

static void
deadlines_are_explained_paused_and_met(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];

	fixture_case(f, NULL, n);
	/* A Sunday: rolled to Monday. */
	r = fixture_ok(f, "nav01", "trial.due",
	    args(n,
		json_pack("{ss ss ss si}", "key", "1", "start", "2027-01-11",
		    "length", "13d", "warn", 3)));
	assert_string_equal(text_at(r, "due"), "2027-01-25");
	r = fixture_ok(f, "nav01", "deadline.list", NULL);
	assert_string_equal(text_at(r, "rows.0.title"), "Svar på kravet");
	r = fixture_ok(f, "nav01", "case.why", json_pack("{ss}", "case", n));
	assert_true(says(r, "kravet kom"));
	fixture_ok(f, "nav01", "trial.end",
	    args(n, json_pack("{ss ss}", "key", "1", "how", "pause")));
	fixture_advance(f, "2027-01-18");
	fixture_ok(f, "nav01", "trial.end",
	    args(n, json_pack("{ss ss}", "key", "1", "how", "resume")));
	r = fixture_ok(f, "nav01", "deadline.list", NULL);
	assert_string_equal(text_at(r, "rows.0.due"), "2027-02-01");
	fixture_advance(f, "2027-01-30");
	assert_true(has_task(f, n, "trial.warned"));
	r = fixture_ok(f, "nav01", "trial.end",
	    args(n, json_pack("{ss ss}", "key", "1", "how", "met")));
	assert_true(json_is_true(at(r, "was")));
	r = fixture_ok(f, "nav01", "trial.end",
	    args(n, json_pack("{ss ss}", "key", "1", "how", "met")));
	assert_false(json_is_true(at(r, "was")));
	fixture_advance(f, "2027-03-01");
	assert_false(has_task(f, n, "trial.overdue"));
}

static void
a_deadline_of_law_knows_no_pause(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];

	fixture_case(f, NULL, n);
	r = fixture_ok(f, "nav01", "trial.due",
	    args(n,
		json_pack("{ss ss}", "start", "2027-03-04", "rule_id",
		    "FVL_29")));
	assert_string_equal(text_at(r, "due"), "2027-03-30");
	fixture_ask(f, "nav01", "trial.end",
	    args(n, json_pack("{ss}", "how", "pause")));
	ASSERT_ERROR(f, RC_GUARD, "E_DEADLINE_LEGAL");
	/* Begun again under the same name: moved, not doubled. */
	fixture_ok(f, "nav01", "trial.due",
	    args(n,
		json_pack("{ss ss}", "start", "2027-03-05", "rule_id",
		    "FVL_29")));
	r = fixture_ok(f, "nav01", "deadline.list", NULL);
	assert_int_equal(json_array_size(at(r, "rows")), 1);
}

static void
a_child_case_is_made_in_the_same_step(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24], m[24];

	fixture_case(f, NULL, n);
	r = fixture_ok(f, "nav01", "trial.child",
	    args(n,
		json_pack("{ss ss s{ss}}", "unit", "nav", "contact", "nav02",
		    "values", "received", "2027-01-11")));
	snprintf(m, sizeof(m), "%s", text_at(r, "case"));
	assert_int_not_equal(int_at(r, "parent"), 0);
	r = fixture_ok(f, "nav02", "case.show", json_pack("{ss}", "case", m));
	assert_int_equal(int_at(r, "rev"), 1);
	fixture_ask(f, "nav01", "trial.child",
	    args(n, json_pack("{ss}", "unit", "nowhere")));
	assert_int_not_equal(f->rc, RC_OK);
}

static void
the_host_tells_who_asks_and_where(void **state)
{
	struct fixture *f = *state;
	json_t *r;

	r = fixture_ok(f, "nav01", "trial.tell", NULL);
	assert_string_equal(text_at(r, "user"), "nav01");
	assert_string_equal(text_at(r, "unit"), "nav");
	assert_string_equal(text_at(r, "municipality.number"), "5532");
	assert_string_equal(text_at(r, "users.0.user"), "boss");
	assert_int_equal(strlen(text_at(r, "digest")), 64);
	assert_int_equal(int_at(r, "months"), 5);
	assert_false(json_is_true(at(r, "leader")));
	assert_true(json_is_true(at(r, "other")));
	assert_string_equal(text_at(r, "like"), "health");
	assert_int_equal(int_at(r, "series"), 1);
	assert_string_equal(text_at(r, "warnings.0.name"), "W_TRIAL");
	r = fixture_ok(f, "nav01", "trial.tell", NULL);
	assert_int_equal(int_at(r, "series"), 2);
}

static void
persons_are_told_as_far_as_they_may_be_seen(void **state)
{
	struct fixture *f = *state;
	json_int_t p = person(f, "Åse Prøve", "12838849855");
	json_t *r;

	r = fixture_ok(f, "nav01", "trial.who",
	    json_pack("{sI ss}", "owner", p, "day", "2027-03-11"));
	assert_string_equal(text_at(r, "person.identity.name"), "Åse Prøve");
	assert_int_equal(int_at(r, "years"), 38);
	r = fixture_ok(f, "nav01", "trial.who",
	    json_pack("{sI ss}", "owner", p, "day", "2027-03-12"));
	assert_int_equal(int_at(r, "years"), 39);
	fixture_ask(f, "hel01", "trial.who",
	    json_pack("{sI ss}", "owner", p, "day", "2027-03-12"));
	ASSERT_ERROR(f, RC_NOTFOUND, "E_NOT_FOUND");
}

static const char *
match(struct fixture *f, const char *login, json_t *who)
{
	return text_at(fixture_ok(f, login, "trial.who",
			   json_pack("{so ss}", "values", who, "day",
			       "2027-01-11")),
	    "how");
}

/* §3.2: two candidates are never one, and a name alone is nobody. */
static void
a_match_is_sure_or_it_is_nobody(void **state)
{
	struct fixture *f = *state;

	person(f, "Åse Prøve", "12838849855");
	assert_string_equal(match(f, "nav01",
				json_pack("{ss}", "nin", "12838849855")),
	    "number");
	assert_string_equal(match(f, "nav01",
				json_pack("{ss}", "nin", "04897949704")),
	    "none");
	assert_string_equal(match(f, "nav01",
				json_pack("{ss ss}", "name", "AASE PRØVE",
				    "birth_date", "1988-03-12")),
	    "name");
	assert_string_equal(match(f, "nav01",
				json_pack("{ss}", "name", "Åse Prøve")),
	    "unsure");
	person(f, "Åse Prøve", "04897949704");
	assert_string_equal(match(f, "nav01",
				json_pack("{ss ss}", "name", "Åse Prøve",
				    "birth_date", "1988-03-12")),
	    "several");
	assert_int_equal(int_at(f->result, "person"), 0);
}

/* §3.2: with `off` the asker learns nothing, with and without a match. */
static void
a_match_tells_the_asker_nothing_without_consent(void **state)
{
	struct fixture *f = *state;
	json_int_t p = person(f, "Åse Prøve", "12838849855");
	json_t *r;
	char n[24];
	int i;

	for (i = 0; i < 2; i++) {
		fixture_case(f, json_pack("{sI}", "person", p), n);
		r = fixture_ok(f, "nav01", "trial.match",
		    args(n,
			json_pack("{sI ss s{ss}}", "owner", p, "key",
			    "eviction", "values", "by", "2027-02-23")));
		assert_int_equal(json_array_size(at(r, "contacts")), 0);
		assert_true(has_task(f, n, "match.household"));
		assert_int_equal(case_rev(f, n), 2);
		/* Now health works with the same person. */
		fixture_ok(f, "nav01", "trial.child",
		    args(n,
			json_pack("{ss ss s{ss sI}}", "unit", "health",
			    "contact", "hel01", "values", "received",
			    "2027-01-11", "person", p)));
	}
	fixture_ask(f, "nav01", "trial.match",
	    args(n, json_pack("{sI ss}", "owner", p, "key", "curiosity")));
	ASSERT_ERROR(f, RC_INVALID, "E_PARAMS");
}

static void
papers_and_letters_belong_to_the_case(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];

	fixture_case(f, NULL, n);
	r = fixture_ok(f, "nav01", "trial.papers", args(n, NULL));
	assert_string_equal(text_at(r, "rows.0.title"), "Garanti");
	assert_non_null(strstr(text_at(r, "key"), ".E"));
	assert_int_equal(json_array_size(at(r, "decisions")), 0);
	assert_int_equal(case_rev(f, n), 2);
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
		"kind", "event", "timer", "fail" };
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
}

static void
a_report_is_the_same_for_the_same_instant(void **state)
{
	struct fixture *f = *state;
	json_t *r, *first;
	char n[24];
	int i;

	fixture_case(f, NULL, n);
	for (i = 0; i < 6; i++)
		claim(f, n, 100, i % 2 == 0 ? "A" : "B");
	r = fixture_ok(f, "boss", "report.trial", NULL);
	assert_string_equal(text_at(r, "rows.0.n"), "6");
	assert_string_equal(text_at(r, "rows.0.sum"), "600");
	assert_string_equal(text_at(r, "rows.0.paid"), "0");
	/* Two landlords are too few to be told, and nobody's name is. */
	assert_string_equal(text_at(r, "rows.0.landlords"), "<5");
	first = json_deep_copy(at(r, "rows"));
	fixture_advance(f, "2027-02-01");
	fixture_ok(f, "nav01", "trial.add",
	    args(n,
		json_pack("{si s{ss}}", "id", 1, "values", "state", "paid")));
	claim(f, n, 100, "C");
	r = fixture_ok(f, "boss", "report.trial",
	    json_pack("{ss ss sI}", "from", "2027-01-01", "to", "2027-01-11",
		"as_of", (json_int_t)(MONDAY + DAY)));
	assert_true(json_equal(at(r, "rows"), first));
	r = fixture_ok(f, "boss", "report.trial", NULL);
	assert_string_equal(text_at(r, "rows.0.n"), "7");
	r = fixture_ok(f, "boss", "report.trial_all", NULL);
	assert_int_equal(int_at(r, "rows.0.rows"), 8);
	fixture_ask(f, "nav01", "report.trial", NULL);
	ASSERT_ERROR(f, RC_DENIED, "E_NO_BASIS");
	r = fixture_ok(f, "boss", "report.list", NULL);
	assert_true(says(r, "trial_all"));
	json_decref(first);
}

static void
more_records_than_a_slice_are_folded(void **state)
{
	struct fixture *f = *state;
	json_t *r;
	char n[24];
	int i;

	fixture_case(f, NULL, n);
	for (i = 0; i < 250; i++)
		claim(f, n, 1, "A");
	r = fixture_ok(f, "boss", "report.trial", NULL);
	assert_string_equal(text_at(r, "rows.0.n"), "250");
	assert_string_equal(text_at(r, "rows.0.sum"), "250");
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

#define WITH(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

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
		WITH(plugins_call_each_other_and_see_no_others_records),
		WITH(a_record_is_seen_as_its_case_is),
		WITH(a_rule_learns_which_record_and_nothing_else),
		WITH(a_record_is_handed_to_a_case_unseen),
		WITH(a_unique_rule_answers_with_its_own_name),
		WITH(a_kept_reply_is_seen_through_the_gate_of_its_owner),
		WITH(a_record_is_read_as_known_then),
		WITH(an_expected_revision_is_the_records),
		WITH(events_go_both_ways),
		WITH(the_core_tells_what_plugins_take),
		WITH(timers_run_the_plugins_function),
		WITH(a_timer_outlives_the_closing_of_its_case),
		WITH(a_timer_of_no_case_fires_too),
		WITH(a_timer_that_fails_is_an_incident),
		WITH(deadlines_are_explained_paused_and_met),
		WITH(a_deadline_of_law_knows_no_pause),
		WITH(a_child_case_is_made_in_the_same_step),
		WITH(the_host_tells_who_asks_and_where),
		WITH(persons_are_told_as_far_as_they_may_be_seen),
		WITH(a_match_is_sure_or_it_is_nobody),
		WITH(a_match_tells_the_asker_nothing_without_consent),
		WITH(papers_and_letters_belong_to_the_case),
		WITH(every_wrong_field_is_told),
		WITH(what_a_plugin_does_wrong_is_its_own_error),
		WITH(a_report_is_the_same_for_the_same_instant),
		WITH(more_records_than_a_slice_are_folded),
		WITH(one_that_is_not_switched_on_is_not_there),
		WITH(records_of_one_that_is_gone_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
