/*
 * Parties: who applies together is told like the applicant, each with the
 * letters, the helpers, the access and the complaint period that are their own
 * (A-5; law rows 54, 59, 60, 68; fvl §§ 2, 12, 18, 27, 29).
 */
#include "deciding.h"

#include "store/outbox.h"

static struct fixture f;
static char number[24];

static int
setup(void **state)
{
	(void)state;
	deciding_open(&f, "no", "");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static json_int_t
person(const char *name, const char *born, const char *channel)
{
	return int_at(fixture_ok(&f, "nav01", "person.add",
			  json_pack("{ss ss ss}", "name", name, "birth_date",
			      born, "channel", channel)),
	    "person");
}

static void
helper(json_int_t who, const char *kind, const char *name, bool written)
{
	fixture_ok(&f, "nav01", "person.link",
	    json_pack("{sI ss ss ss sb}", "person", who, "kind", kind, "name",
		name, "scope", "housing", "written", written));
}

static void
case_of(json_int_t applicant, json_t *others)
{
	fixture_case(&f,
	    json_pack("{sb sI so}", "asks_help", 1, "person", applicant,
		"co_applicants", others),
	    number);
}

static void
refuse(void)
{
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("help", "BSL_7", NULL)),
	    RC_OK);
}

/* Kind and name or person of party I (from 0) of decision 1. */
static void
expect_party(int i, const char *kind, json_int_t who, const char *name)
{
	char path[40];

	snprintf(path, sizeof(path), "parties.%d.kind", i);
	assert_string_equal(text_at(f.result, path), kind);
	snprintf(path, sizeof(path), "parties.%d.%s", i,
	    who != 0 ? "person" : "name");
	if (who != 0)
		assert_int_equal(int_at(f.result, path), who);
	else
		assert_string_equal(text_at(f.result, path), name);
}

static size_t
n_parties(void)
{
	return json_array_size(at(shown(&f, number, 1), "parties"));
}

/* A-5; law row 60: told on other days, they may complain for other days */
static void
spouses_have_a_period_each(void **state)
{
	json_int_t one = person("Prøve Åsheim", "1980-01-01", "digital");
	json_int_t two = person("Prøve Bakken", "1982-01-01", "post");

	(void)state;
	case_of(one, json_pack("[I]", two));
	refuse();
	assert_int_equal(n_parties(), 2);
	expect_party(0, "applicant", one, NULL);
	expect_party(1, "co_applicant", two, NULL);
	assert_string_equal(text_at(f.result, "parties.0.channel"), "digital");
	assert_string_equal(text_at(f.result, "parties.1.channel"), "post");
	told(&f, number, 1, "available", 1, NULL);
	told(&f, number, 1, "alerted", 1, NULL);
	shown(&f, number, 1);
	assert_string_equal(text_at(f.result, "parties.0.due"), "2027-02-01");
	/* Not known to all yet: the decision's own last day is open. */
	assert_null(at(f.result, "complaint_due"));
	fixture_advance(&f, "2027-01-18");
	told(&f, number, 1, "posted", 2, NULL);
	shown(&f, number, 1);
	assert_string_equal(text_at(f.result, "parties.0.due"), "2027-02-01");
	assert_string_equal(text_at(f.result, "parties.1.due"), "2027-02-11");
	assert_string_equal(text_at(f.result, "complaint_due"), "2027-02-11");
	/* Who has not opened it is told again; the other has nothing to open. */
	assert_string_equal(text_at(f.result, "parties.0.realerted"),
	    "2027-01-18");
	assert_null(at(f.result, "parties.1.realerted"));
}

static json_int_t
complain(int party)
{
	json_t *r = fixture_ok(&f, "nav01", "complaint.receive",
	    json_pack("{ss s[i] si}", "case", number, "decisions", 1, "party",
		party));

	return int_at(r, "complaints.0.no");
}

/* Law rows 60, 62: late for one is in time for the other */
static void
each_complains_within_a_period_of_their_own(void **state)
{
	json_int_t one = person("Prøve Åsheim", "1980-01-01", "post");
	json_int_t two = person("Prøve Bakken", "1982-01-01", "post");

	(void)state;
	case_of(one, json_pack("[I]", two));
	refuse();
	told(&f, number, 1, "arrived", 1, NULL);
	fixture_advance(&f, "2027-01-18");
	told(&f, number, 1, "arrived", 2, NULL);
	fixture_advance(&f, "2027-02-02");
	complain(1);
	assert_true(json_is_false(at(f.result, "complaints.0.in_time")));
	complain(2);
	assert_true(json_is_true(at(f.result, "complaints.0.in_time")));
}

/* A-5, law row 54: whoever acts for one of them, and nobody twice */
static void
each_has_their_own_helpers_and_nobody_gets_two_letters(void **state)
{
	json_int_t one = person("Prøve Åsheim", "1980-01-01", "post");
	json_int_t two = person("Prøve Bakken", "1982-01-01", "post");
	json_t *rows;

	(void)state;
	helper(one, "representative", "Gatejuristen", true);
	helper(two, "representative", "Gatejuristen", true);
	helper(two, "guardian", "Verge", true);
	helper(two, "representative", "Naboen", false);
	case_of(one, json_pack("[I]", two));
	refuse();
	assert_int_equal(n_parties(), 4);
	expect_party(0, "applicant", one, NULL);
	expect_party(1, "representative", 0, "Gatejuristen");
	expect_party(2, "co_applicant", two, NULL);
	expect_party(3, "guardian", 0, "Verge");
	rows = fixture_tasks(&f, number);
	assert_non_null(pick(rows, "key", "authority"));
	json_decref(rows);
}

/* over 15 in person, under 15 through the guardian */
static void
a_child_that_applies_too_is_told_through_the_guardian(void **state)
{
	json_int_t one = person("Prøve Åsheim", "1980-01-01", "post");
	json_int_t young = person("Prøve Yngst", "2012-01-12", "post");
	json_int_t old = person("Prøve Eldst", "2012-01-11", "post");

	(void)state;
	helper(young, "guardian", "Mor", true);
	helper(old, "guardian", "Mor", true);
	case_of(one, json_pack("[II]", young, old));
	refuse();
	assert_int_equal(n_parties(), 3);
	expect_party(1, "guardian", 0, "Mor");
	expect_party(2, "co_applicant", old, NULL);
}

/* Somebody named twice is one party. */
static void
who_stands_in_both_fields_is_one_party(void **state)
{
	json_int_t one = person("Prøve Åsheim", "1980-01-01", "post");

	(void)state;
	case_of(one, json_pack("[I]", one));
	refuse();
	assert_int_equal(n_parties(), 1);
	expect_party(0, "applicant", one, NULL);
}

/* Law row 59: a letter each, that names its party, before anybody is told */
static void
each_gets_a_letter_of_their_own(void **state)
{
	json_int_t one = person("Prøve Åsheim", "1980-01-01", "post");
	json_int_t two = person("Prøve Bakken", "1982-01-01", "post");
	const json_t *rows;

	(void)state;
	case_of(one, json_pack("[I]", two));
	refuse();
	assert_int_equal(fixture_act(&f, "nav01", number, "tell", NULL), RC_OK);
	rows = at(fixture_ok(&f, "nav01", "outbox.list",
		      json_pack("{ss}", "case", number)),
	    "rows");
	assert_int_equal(json_array_size(rows), 2);
}

/* Law row 65, fvl § 35: in favour at any time, worse only before it is known */
static void
what_is_reversed_without_a_complaint_is_not_made_worse(void **state)
{
	json_int_t one = person("Prøve Åsheim", "1980-01-01", "post");
	json_t *worse =
	    json_pack("{si ss}", "refers_to", 1, "result", "refused");

	(void)state;
	case_of(one, json_array());
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("help", "BSL_7",
				 json_pack("{ss}", "result", "partly"))),
	    RC_OK);
	told(&f, number, 1, "posted", 0, NULL);
	decide(&f, "nav02", number,
	    refusal("help", "FVL_35", json_incref(worse)));
	ASSERT_ERROR(&f, RC_GUARD, "E_TO_DETRIMENT");
	assert_int_equal(decide(&f, "nav02", number,
			     refusal("help", "FVL_35",
				 json_pack("{si ss}", "refers_to", 1, "result",
				     "granted"))),
	    RC_OK);
	/* The new one, which nobody has been told of, may still be mended. */
	json_object_set_new(worse, "refers_to", json_integer(2));
	json_object_set_new(worse, "no_notice", json_string("heard"));
	json_object_set_new(worse, "no_notice_why", json_string("Skrivefeil"));
	assert_int_equal(decide(&f, "nav02", number,
			     refusal("help", "FVL_35", worse)),
	    RC_OK);
}

/* fvl § 18: what was looked at about a co-applicant is theirs to know */
static void
the_case_is_about_each_of_them(void **state)
{
	json_int_t one = person("Prøve Åsheim", "1980-01-01", "post");
	json_int_t two = person("Prøve Bakken", "1982-01-01", "post");
	const json_t *field;

	(void)state;
	case_of(one, json_pack("[I]", two));
	fixture_ok(&f, "nav01", "case.show", json_pack("{ss}", "case", number));
	field = pick(at(f.result, "fields"), "name", "co_applicants");
	assert_string_equal(text_at(field, "text"), "Prøve Bakken");
	fixture_ok(&f, "aud", "report.innsyn",
	    json_pack("{sI}", "person", two));
	assert_true(json_array_size(at(f.result, "rows")) > 0);
}

/* fvl §§ 2, 27, 29: decisions stand as they were made, and that is said */
static void
who_applies_too_after_a_decision_is_told_of_later_ones_alone(void **state)
{
	json_int_t one = person("Prøve Åsheim", "1980-01-01", "post");
	json_int_t two = person("Prøve Bakken", "1982-01-01", "post");

	(void)state;
	case_of(one, NULL);
	fixture_ok(&f, "nav01", "case.act",
	    json_pack("{ss ss s{s[I]}}", "case", number, "action", "note",
		"input", "co_applicants", two));
	assert_null(at(f.result, "warnings"));
	fixture_ok(&f, "nav01", "case.act",
	    json_pack("{ss ss s{s[]}}", "case", number, "action", "note",
		"input", "co_applicants"));
	refuse();
	fixture_ok(&f, "nav01", "case.act",
	    json_pack("{ss ss s{s[I]}}", "case", number, "action", "note",
		"input", "co_applicants", two));
	assert_string_equal(text_at(f.result, "warnings.0.name"),
	    "W_NOT_PARTY");
	assert_string_equal(text_at(f.result, "warnings.0.field"),
	    "co_applicants");
	assert_non_null(
	    strstr(text_at(f.result, "warnings.0.message"), "decision 1)"));
	fixture_ok(&f, "nav01", "decision.show",
	    json_pack("{ss si}", "case", number, "no", 1));
	assert_int_equal(json_array_size(at(f.result, "parties")), 1);
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("dwelling", "DWELLING_RULES", NULL)),
	    RC_OK);
	fixture_ok(&f, "nav01", "decision.show",
	    json_pack("{ss si}", "case", number, "no", 2));
	assert_int_equal(json_array_size(at(f.result, "parties")), 2);
}

int
main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		WITH(spouses_have_a_period_each),
		WITH(each_complains_within_a_period_of_their_own),
		WITH(each_has_their_own_helpers_and_nobody_gets_two_letters),
		WITH(a_child_that_applies_too_is_told_through_the_guardian),
		WITH(who_stands_in_both_fields_is_one_party),
		WITH(each_gets_a_letter_of_their_own),
		WITH(the_case_is_about_each_of_them),
		WITH(
		    who_applies_too_after_a_decision_is_told_of_later_ones_alone),
		WITH(what_is_reversed_without_a_complaint_is_not_made_worse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
