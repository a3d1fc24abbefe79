/*
 * test_plugin_host -- what the host tells a plugin and does for it: cases,
 * persons, matches, papers.
 */
#include "plugged.h"

#include <stdio.h>

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

/* The last of them is away: nobody comes after. */
static void
who_is_away_comes_last_with_the_substitute(void **state)
{
	struct fixture *f = *state;
	json_t *r, *last;
	size_t n;

	r = fixture_ok(f, "nav01", "trial.tell", NULL);
	n = json_array_size(at(r, "people"));
	assert_true(n > 1);
	assert_true(json_is_false(at(r, "people.0.away")));
	fixture_ok(f, "boss", "absence.add",
	    json_pack("{ss ss}", "user", "boss", "substitute", "nav01"));
	r = fixture_ok(f, "nav01", "trial.tell", NULL);
	assert_int_equal(json_array_size(at(r, "people")), n);
	last = json_array_get(at(r, "people"), n - 1);
	assert_string_equal(text_at(last, "user"), "boss");
	assert_true(json_is_true(at(last, "away")));
	assert_string_equal(text_at(last, "substitute"), "nav01");
	assert_true(json_is_true(at(r, "users.0.away")));
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(a_child_case_is_made_in_the_same_step),
		WITH(the_host_tells_who_asks_and_where),
		WITH(who_is_away_comes_last_with_the_substitute),
		WITH(persons_are_told_as_far_as_they_may_be_seen),
		WITH(a_match_is_sure_or_it_is_nobody),
		WITH(a_match_tells_the_asker_nothing_without_consent),
		WITH(papers_and_letters_belong_to_the_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
