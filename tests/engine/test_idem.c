/*
 * The same key and body does nothing twice.
 */
#include "fixture.h"
#include "one_case.h"

#include "base/mem.h"
#include "store/case.h"

static enum rc
note(const char *login, const char *key, const char *why)
{
	struct ask *a = fixture_new_ask(&f, login, "case.act",
	    json_pack("{ss ss s{ss}}", "case", number, "action", "note",
		"input", "why", why));

	a->idem = mem_text(key);
	return fixture_submit(&f, a);
}

static int64_t
rev(void)
{
	struct err e = ERR_INIT;
	struct case_head h;

	assert_int_equal(case_find_number(f.store, number, &h, &e), RC_OK);
	return h.rev;
}

static void
the_same_request_is_answered_again_and_done_once(void **state)
{
	json_t *first;

	(void)state;
	assert_int_equal(note("nav01", "k1", "x"), RC_OK);
	first = json_incref(f.result);
	assert_int_equal(note("nav01", "k1", "x"), RC_OK);
	assert_true(json_equal(first, f.result));
	assert_int_equal(rev(), 2);
	json_decref(first);
}

static void
another_body_under_the_same_key_is_refused(void **state)
{
	(void)state;
	note("nav01", "k1", "x");
	note("nav01", "k1", "y");
	ASSERT_ERROR(&f, RC_IDEM, "E_IDEM");
	assert_int_equal(rev(), 2);
}

static void
the_key_is_the_users_own(void **state)
{
	(void)state;
	note("nav01", "k1", "x");
	assert_int_equal(note("nav02", "k1", "y"), RC_OK);
	assert_int_equal(rev(), 3);
}

static void
an_error_is_not_kept(void **state)
{
	(void)state;
	assert_int_not_equal(note("hel01", "k1", "x"), RC_OK);
	fixture_ok(&f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "health", "contact",
		"hel01"));
	assert_int_equal(note("hel01", "k1", "x"), RC_OK);
}

static void
a_kept_reply_is_seen_through_the_gate_again(void **state)
{
	(void)state;
	note("nav01", "k1", "x");
	fixture_ok(&f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "health", "contact",
		"hel01"));
	note("nav01", "k1", "x");
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
}

static void
a_key_is_forgotten_after_its_days(void **state)
{
	(void)state;
	note("nav01", "k1", "x");
	fixture_advance(&f, "2027-01-18");
	engine_idle(f.engine);
	note("nav01", "k1", "y");
	ASSERT_ERROR(&f, RC_IDEM, "E_IDEM"); /* seven days at least */
	fixture_advance(&f, "2027-01-20");
	engine_idle(f.engine);
	assert_int_equal(note("nav01", "k1", "y"), RC_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(the_same_request_is_answered_again_and_done_once),
		T(another_body_under_the_same_key_is_refused),
		T(the_key_is_the_users_own),
		T(an_error_is_not_kept),
		T(a_kept_reply_is_seen_through_the_gate_again),
		T(a_key_is_forgotten_after_its_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
