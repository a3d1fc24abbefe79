/*
 * The same key does nothing twice (interfaces 4).
 */
#include "tests/store/registers.h"

#include "store/idem.h"

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
	(void)fixture_case(f, "nav", "nav01");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_end(*state);
	free(*state);
	return 0;
}

static void
add(struct fixture *f, const char *user, const char *key, const char *body)
{
	struct idem i = { .subject_kind = "case", .subject = 1, .commit = 9 };

	i.reply = json_pack("{s:s}", "case", "2027/1");
	OK(f, idem_add(f->tx, user, key, body, strlen(body), &i, &f->e));
	json_decref(i.reply);
}

static enum rc
find(struct fixture *f, const char *user, const char *body, bool *found)
{
	struct idem i;
	enum rc rc;

	rc = idem_find(f->s, user, "k1", body, strlen(body), found, &i, &f->e);
	if (rc == RC_OK && *found) {
		assert_int_equal(i.commit, 9);
		assert_int_equal(i.subject, 1);
		assert_string_equal(json_string_value(
					json_object_get(i.reply, "case")),
		    "2027/1");
	}
	idem_fini(&i);
	return rc;
}

static void
same_key_and_body_of_the_same_user_gives_the_reply(void **state)
{
	struct fixture *f = *state;
	bool found;

	OK(f, find(f, "nav01", "body", &found));
	assert_false(found);
	add(f, "nav01", "k1", "body");
	OK(f, find(f, "nav01", "body", &found));
	assert_true(found);
	OK(f, find(f, "nav02", "body", &found));
	assert_false(found);
}

static void
another_body_is_refused_and_shows_nothing(void **state)
{
	struct fixture *f = *state;
	bool found;

	add(f, "nav01", "k1", "body");
	assert_int_equal(find(f, "nav01", "bodx", &found), RC_IDEM);
	assert_false(found);
}

static void
old_ones_are_forgotten_in_small_lots(void **state)
{
	struct fixture *f = *state;
	bool found;
	int n;

	add(f, "nav01", "k0", "x");
	add(f, "nav01", "k1", "body");
	tx_set_now(f->tx, T0 + 10);
	add(f, "nav01", "k2", "x");
	OK(f, idem_purge(f->tx, T0 + 10, 1, &n, &f->e));
	assert_int_equal(n, 1);
	OK(f, idem_purge(f->tx, T0 + 10, 10, &n, &f->e));
	assert_int_equal(n, 1);
	OK(f, find(f, "nav01", "body", &found));
	assert_false(found);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(same_key_and_body_of_the_same_user_gives_the_reply),
		T(another_body_is_refused_and_shows_nothing),
		T(old_ones_are_forgotten_in_small_lots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
