/*
 * Who may decide: role, configured authority, four eyes, disqualification
 * (A-3; domain 2.4, 2.7).
 */
#include "deciding.h"

#include "store/impartial.h"
#include "store/tx.h"

static struct fixture f;
static char number[24];

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static void
open_as(const char *four, const char *more)
{
	deciding_open(&f, four, more);
	fixture_case(&f, json_pack("{sb}", "asks_help", 1), number);
}

static void
four_eyes_keep_who_prepared_from_deciding(void **state)
{
	(void)state;
	open_as("yes", "");
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	ASSERT_ERROR(&f, RC_DENIED, "E_FOUR_EYES");
	/* Nor does a helping hand let who answers for the case decide it. */
	fixture_act(&f, "nav02", number, "note", json_object());
	assert_int_equal(f.rc, RC_OK);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	ASSERT_ERROR(&f, RC_DENIED, "E_FOUR_EYES");
	assert_int_equal(decide(&f, "nav02", number,
			     refusal("help", "BSL_7", NULL)),
	    RC_OK);
}

static void
giving_the_case_away_is_no_second_pair_of_eyes(void **state)
{
	(void)state;
	open_as("yes", "");
	fixture_act(&f, "nav01", number, "hand_over",
	    json_pack("{ss ss}", "unit", "nav", "contact", "nav02"));
	assert_int_equal(f.rc, RC_OK);
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	ASSERT_ERROR(&f, RC_DENIED, "E_FOUR_EYES");
}

/* domain 2.7: a small municipality, fire øyne = leder */
static void
in_a_small_municipality_the_leader_looks_at_it(void **state)
{
	json_t *rows;

	(void)state;
	open_as("leader", "");
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("help", "BSL_7", NULL)),
	    RC_OK);
	rows = fixture_tasks(&f, number);
	assert_string_equal(text_at(pick(rows, "key", "review:1"), "role"),
	    "leader");
	json_decref(rows);
	assert_int_equal(decide(&f, "nav02", number,
			     refusal("dwelling", "DWELLING_RULES", NULL)),
	    RC_OK);
	rows = fixture_tasks(&f, number);
	assert_null(pick(rows, "key", "review:2"));
	json_decref(rows);
}

static void
authority_is_configured_by_type(void **state)
{
	(void)state;
	open_as("no",
	    "[authority dwelling]\nusers = nav02\n"
	    "[authority help]\nunits = board\n");
	decide(&f, "nav01", number,
	    refusal("dwelling", "DWELLING_RULES", NULL));
	ASSERT_ERROR(&f, RC_DENIED, "E_AUTHORITY");
	assert_int_equal(decide(&f, "nav02", number,
			     refusal("dwelling", "DWELLING_RULES", NULL)),
	    RC_OK);
	decide(&f, "nav02", number, refusal("help", "BSL_7", NULL));
	ASSERT_ERROR(&f, RC_DENIED, "E_AUTHORITY");
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("money", "SOTJL_18", NULL)),
	    RC_OK);
}

static void
disqualify(const char *user)
{
	struct impartial i = { .case_id = 1 };
	struct err e = ERR_INIT;
	struct tx *tx;

	snprintf(i.user, sizeof(i.user), "%s", user);
	snprintf(i.verdict, sizeof(i.verdict), "disqualified");
	snprintf(i.ground, sizeof(i.ground), "special");
	snprintf(i.by_user, sizeof(i.by_user), "boss");
	i.reason = (char *)(uintptr_t) "Nabo.";
	assert_int_equal(tx_begin(f.store, f.clock.now, &tx, &e), RC_OK);
	assert_int_equal(impartial_add(tx, &i, &e), RC_OK);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
}

/* no configuration lifts it */
static void
a_disqualified_leader_binds_who_answers_to_them(void **state)
{
	(void)state;
	open_as("no", "[authority help]\nusers = nav01, nav02, boss\n");
	disqualify("boss");
	decide(&f, "nav01", number, refusal("help", "BSL_7", NULL));
	ASSERT_ERROR(&f, RC_DENIED, "E_DISQUALIFIED");
}

static void
who_is_disqualified_does_not_decide(void **state)
{
	(void)state;
	open_as("no", "");
	disqualify("nav02");
	decide(&f, "nav02", number, refusal("help", "BSL_7", NULL));
	assert_int_not_equal(f.rc, RC_OK);
	assert_int_equal(decide(&f, "nav01", number,
			     refusal("help", "BSL_7", NULL)),
	    RC_OK);
}

int
main(void)
{
#define T(test) cmocka_unit_test_teardown(test, teardown)
	const struct CMUnitTest tests[] = {
		T(four_eyes_keep_who_prepared_from_deciding),
		T(giving_the_case_away_is_no_second_pair_of_eyes),
		T(in_a_small_municipality_the_leader_looks_at_it),
		T(authority_is_configured_by_type),
		T(a_disqualified_leader_binds_who_answers_to_them),
		T(who_is_disqualified_does_not_decide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
