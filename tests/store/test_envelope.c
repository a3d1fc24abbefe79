/*
 * Envelopes and keyed hashes (architecture §3).
 */
#include "tests/store/registers.h"

#include "store/envelope.h"
#include "store/inside.h"
#include "store/keyed.h"
#include "store/query.h"

static const struct aad aad = { "case_part", 1, "body", 0,
	{ OWNER_CASE, 1, GROUP_REST } };

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
envelope_is_form_key_nonce_bytes_and_tag(void **state)
{
	struct fixture *f = *state;
	unsigned char *sealed, *opened;
	size_t len, n;

	OK(f, envelope_seal(f->s, &aad, "æ\0b", 4, &sealed, &len, &f->e));
	assert_int_equal(len, 1 + 8 + 24 + 4 + 16);
	assert_int_equal(sealed[0], 1);
	assert_true(envelope_key(sealed, len) > 1);
	assert_null(memmem(sealed, len, "æ", 2));
	OK(f, envelope_open(f->s, &aad, sealed, len, &opened, &n, &f->e));
	assert_int_equal(n, 4);
	assert_memory_equal(opened, "æ\0b", 4);
	assert_int_equal(opened[n], 0);
	free(sealed);
	free(opened);
}

/* Seal for A, try for B. */
static void
moved(struct fixture *f, const struct aad *b)
{
	unsigned char *sealed, *opened;
	size_t len, n;

	OK(f, envelope_seal(f->s, &aad, "Kari", 4, &sealed, &len, &f->e));
	assert_int_equal(envelope_open(f->s, b, sealed, len, &opened, &n,
			     &f->e),
	    RC_INTERNAL);
	assert_null(opened);
	free(sealed);
}

static void
moved_envelope_does_not_open(void **state)
{
	const struct aad others[] = {
		{ "person_part", 1, "body", 0, OWNER_ANY },
		{ "case_part", 2, "body", 0, OWNER_ANY },
		{ "case_part", 1, "bod", 0, OWNER_ANY },
		{ "case_part", 1, "body", 1, OWNER_ANY },
		{ "case_partb", 1, "ody", 0, OWNER_ANY },
	};
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		moved(*state, &others[i]);
}

static void
envelope_of_another_municipality_does_not_open(void **state)
{
	struct fixture *f = *state;
	unsigned char *sealed, *opened;
	size_t len, n;

	OK(f, envelope_seal(f->s, &aad, "Kari", 4, &sealed, &len, &f->e));
	strcpy(f->s->municipality, "5501");
	assert_int_equal(envelope_open(f->s, &aad, sealed, len, &opened, &n,
			     &f->e),
	    RC_INTERNAL);
	strcpy(f->s->municipality, "5532");
	OK(f, envelope_open(f->s, &aad, sealed, len, &opened, &n, &f->e));
	free(opened);
	free(sealed);
}

static void
each_changed_bit_keeps_an_envelope_shut(void **state)
{
	struct fixture *f = *state;
	unsigned char *sealed, *opened;
	size_t len, n, i;

	OK(f, envelope_seal(f->s, &aad, "x", 1, &sealed, &len, &f->e));
	for (i = 0; i < 8 * len; i++) {
		sealed[i / 8] ^= (unsigned char)(1u << (i % 8));
		assert_int_not_equal(envelope_open(f->s, &aad, sealed, len,
					 &opened, &n, &f->e),
		    RC_OK);
		assert_null(opened);
		sealed[i / 8] ^= (unsigned char)(1u << (i % 8));
	}
	free(sealed);
}

/* Else whoever may write the file could put anything in a value's place. */
static void
what_is_not_sealed_is_refused_in_a_sealed_database(void **state)
{
	static const unsigned char plain[ENVELOPE_HEAD + 1] = { 0 };
	struct fixture *f = *state;
	unsigned char *opened;
	size_t n;

	assert_int_equal(envelope_open(f->s, &aad, plain, sizeof(plain),
			     &opened, &n, &f->e),
	    RC_INTERNAL);
}

static void
without_a_key_nothing_is_sealed_and_nothing_sealed_is_read(void **state)
{
	static const unsigned char zeros[ENVELOPE_HEAD];
	const struct store_options o = { .municipality = "5532",
		.create = true,
		.now = T0 };
	unsigned char *sealed, *opened, *plain;
	struct fixture *f = *state;
	struct err e = ERR_INIT;
	struct store *s;
	size_t len, n;

	OK(f, envelope_seal(f->s, &aad, "x", 1, &sealed, &len, &f->e));
	assert_int_equal(store_open(STORE_MEMORY, &o, &s, &e), RC_OK);
	assert_false(store_is_sealed(s));
	assert_int_equal(envelope_seal(s, &aad, "x", 1, &plain, &n, &e), RC_OK);
	assert_int_equal(n, ENVELOPE_HEAD + 1);
	assert_memory_equal(plain, zeros, ENVELOPE_HEAD);
	free(plain);
	assert_int_equal(envelope_open(s, &aad, sealed, len, &opened, &n, &e),
	    RC_CONFIG);
	assert_string_equal(e.name, "E_KEY");
	store_close(s);
	free(sealed);
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
torn_envelopes_are_refused(void **state)
{
	struct fixture *f = *state;
	unsigned char *sealed, *opened;
	size_t len, n, i;

	OK(f, envelope_seal(f->s, &aad, "x", 1, &sealed, &len, &f->e));
	for (i = 0; i < len; i++) {
		assert_int_not_equal(envelope_open(f->s, &aad, sealed, i,
					 &opened, &n, &f->e),
		    RC_OK);
		assert_null(opened);
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
		T(envelope_is_form_key_nonce_bytes_and_tag),
		T(moved_envelope_does_not_open),
		T(envelope_of_another_municipality_does_not_open),
		T(each_changed_bit_keeps_an_envelope_shut),
		T(what_is_not_sealed_is_refused_in_a_sealed_database),
		T(without_a_key_nothing_is_sealed_and_nothing_sealed_is_read),
		T(empty_value_is_no_null),
		T(torn_envelopes_are_refused),
		T(query_tells_of_a_value_that_cannot_be_opened),
		T(statement_in_use_may_be_begun_again),
		T(hash_depends_on_purpose_bytes_and_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
