/*
 * test_plugin_records -- who sees and writes the records of a plugin, and
 * reports over them.
 */
#include "plugged.h"

#include "base/mem.h"

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

/* One part of the page of case N for WHO; borrowed, or NULL. */
static const json_t *
attached(struct fixture *f, const char *who, const char *n, const char *method)
{
	json_t *r = fixture_ok(f, who, "case.show", args(n, NULL));
	const json_t *part;
	size_t i;

	json_array_foreach(json_object_get(r, "attached"), i, part)
		if (strcmp(text_at(part, "method"), method) == 0)
			return part;
	return NULL;
}

/* Interfaces §6: the page of a case knows no plugin, and the gate every list. */
static void
a_case_shows_what_plugins_keep_of_it(void **state)
{
	struct fixture *f = *state;
	json_int_t p = person(f, "Åse Prøve", "12838849855");
	const json_t *part;
	char n[24], empty[24];

	fixture_ok(f, "nav01", "trial.plan",
	    json_pack("{sI s{ss}}", "owner", p, "values", "state", "open"));
	fixture_case(f, json_pack("{sI}", "person", p), n);
	fixture_case(f, NULL, empty);
	claim(f, n, 1250000, "Utleier AS");
	part = attached(f, "nav01", n, "trial.kept");
	assert_non_null(part);
	assert_string_equal(text_at(part, "title"), "prøv");
	assert_int_equal(int_at(part, "rows.0.claim"), 1);
	assert_string_equal(text_at(part, "rows.0.next"), "boflyt prøv vis 1");
	/* Every row is of this case: that is not said again. */
	assert_string_equal(text_at(part, "columns.0.name"), "claim");
	assert_string_equal(text_at(part, "columns.1.name"), "state");
	assert_non_null(attached(f, "nav01", n, "trial.planned"));
	/* Another case has none, and what is for leaders is theirs. */
	assert_null(attached(f, "nav01", empty, "trial.kept"));
	assert_null(attached(f, "nav01", empty, "trial.planned"));
	assert_null(attached(f, "nav01", n, "trial.led"));
	assert_non_null(attached(f, "boss", n, "trial.led"));
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(plugins_call_each_other_and_see_no_others_records),
		WITH(a_record_is_seen_as_its_case_is),
		WITH(a_rule_learns_which_record_and_nothing_else),
		WITH(a_case_shows_what_plugins_keep_of_it),
		WITH(a_record_is_handed_to_a_case_unseen),
		WITH(a_unique_rule_answers_with_its_own_name),
		WITH(a_kept_reply_is_seen_through_the_gate_of_its_owner),
		WITH(a_record_is_read_as_known_then),
		WITH(an_expected_revision_is_the_records),
		WITH(a_report_is_the_same_for_the_same_instant),
		WITH(more_records_than_a_slice_are_folded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
