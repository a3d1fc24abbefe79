/*
 * Envelopes and keyed hashes (architecture §3).
 */
#include "tests/store/registers.h"

#include "store/envelope.h"
#include "store/keyed.h"
#include "store/query.h"

static const struct aad aad = { "case_part", 1, "body", 0 };

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
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
envelope_is_form_key_nonce_and_bytes(void **state)
{
	static const unsigned char zeros[ENVELOPE_HEAD];
	struct fixture *f = *state;
	unsigned char *sealed, *opened;
	size_t len, n;

	OK(f, envelope_seal(f->s, &aad, "æ\0b", 4, &sealed, &len, &f->e));
	assert_int_equal(len, 1 + 8 + 24 + 4);
	assert_memory_equal(sealed, zeros, ENVELOPE_HEAD);
	OK(f, envelope_open(f->s, &aad, sealed, len, &opened, &n, &f->e));
	assert_int_equal(n, 4);
	assert_memory_equal(opened, "æ\0b", 4);
	assert_int_equal(opened[n], 0);
	free(sealed);
	free(opened);
}

static void
empty_value_is_no_null(void **state)
{
	struct fixture *f = *state;
	unsigned char *sealed, *opened;
	size_t len, n;

	OK(f, envelope_seal(f->s, &aad, "", 0, &sealed, &len, &f->e));
	OK(f, envelope_open(f->s, &aad, sealed, len, &opened, &n, &f->e));
	assert_int_equal(n, 0);
	free(sealed);
	free(opened);
}

static void
unknown_form_and_torn_envelopes_are_refused(void **state)
{
	struct fixture *f = *state;
	unsigned char *sealed, *opened;
	size_t len, n, i;

	OK(f, envelope_seal(f->s, &aad, "x", 1, &sealed, &len, &f->e));
	for (i = 0; i < ENVELOPE_HEAD; i++) {
		assert_int_equal(envelope_open(f->s, &aad, sealed, i, &opened,
				     &n, &f->e),
		    RC_INTERNAL);
		assert_null(opened);
		sealed[i] = 1;
		assert_int_equal(envelope_open(f->s, &aad, sealed, len, &opened,
				     &n, &f->e),
		    RC_INTERNAL);
		sealed[i] = 0;
	}
	free(sealed);
}

static void
query_tells_of_a_value_that_cannot_be_opened(void **state)
{
	struct fixture *f = *state;
	struct query q;

	query_begin(&q, f->s, "SELECT x'0001'");
	assert_true(query_row(&q));
	assert_null(query_open_text(&q, 0, &aad));
	assert_int_equal(query_end(&q, &f->e), RC_INTERNAL);
	assert_false(store_is_broken(f->s));
}

static void
statement_in_use_may_be_begun_again(void **state)
{
	static const char sql[] = "SELECT ?1";
	struct fixture *f = *state;
	struct query a, b;

	query_begin(&a, f->s, sql);
	query_bind_int(&a, 1);
	assert_true(query_row(&a));
	query_begin(&b, f->s, sql);
	query_bind_int(&b, 2);
	assert_true(query_row(&b));
	assert_int_equal(query_int(&a, 0), 1);
	assert_int_equal(query_int(&b, 0), 2);
	OK(f, query_end(&b, &f->e));
	assert_int_equal(query_int(&a, 0), 1);
	OK(f, query_end(&a, &f->e));
}

static void
hash_depends_on_purpose_bytes_and_database(void **state)
{
	struct fixture *f = *state, g;
	unsigned char a[KEYED_SIZE], b[KEYED_SIZE];
	struct keyed_state *k;

	assert_int_equal(keyed_hash(f->s, "term", "kari", 4, a), 1);
	(void)keyed_hash(f->s, "identifier", "kari", 4, b);
	assert_memory_not_equal(a, b, sizeof(a));
	(void)keyed_hash(f->s, "term", "karl", 4, b);
	assert_memory_not_equal(a, b, sizeof(a));
	k = keyed_begin(f->s, "term");
	keyed_update(k, "ka", 2);
	keyed_update(k, "ri", 2);
	assert_int_equal(keyed_end(k, b), 1);
	assert_memory_equal(a, b, sizeof(a));
	fixture_begin(&g);
	(void)keyed_hash(g.s, "term", "kari", 4, b);
	assert_memory_not_equal(a, b, sizeof(a));
	fixture_end(&g);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(envelope_is_form_key_nonce_and_bytes),
		T(empty_value_is_no_null),
		T(unknown_form_and_torn_envelopes_are_refused),
		T(query_tells_of_a_value_that_cannot_be_opened),
		T(statement_in_use_may_be_begun_again),
		T(hash_depends_on_purpose_bytes_and_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
