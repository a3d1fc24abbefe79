/*
 * test_hash -- known answers, keys, and parts that cannot be shifted.
 */
#include "check.h"

#include <string.h>

#include "base/hash.h"

static void
the_hash_is_blake2b_with_32_bytes(void **state)
{
	unsigned char out[HASH_SIZE];
	char hex[HASH_HEX_SIZE];

	(void)state;
	hash_of(NULL, 0, "abc", 3, out);
	hash_hex(out, hex);
	assert_string_equal(hex,
	    "bddd813c634239723171ef3fee98579b"
	    "94964e3bb1cb3e427262c8c068d52319");
}

static void
another_key_gives_another_hash(void **state)
{
	unsigned char a[HASH_SIZE], b[HASH_SIZE], none[HASH_SIZE];

	(void)state;
	hash_of("0123456789abcdef", 16, "abc", 3, a);
	hash_of("0123456789abcdeg", 16, "abc", 3, b);
	hash_of(NULL, 0, "abc", 3, none);
	assert_false(hash_is_equal(a, b));
	assert_false(hash_is_equal(a, none));
	hash_of("0123456789abcdeg", 16, "abc", 3, a);
	assert_true(hash_is_equal(a, b));
}

static void
in_pieces_it_is_the_same_as_in_one(void **state)
{
	unsigned char a[HASH_SIZE], b[HASH_SIZE];
	struct hash h;

	(void)state;
	hash_of(NULL, 0, "abcdef", 6, a);
	hash_init(&h, NULL, 0);
	hash_add(&h, "abc", 3);
	hash_add(&h, "", 0);
	hash_add(&h, "def", 3);
	hash_final(&h, b);
	assert_memory_equal(a, b, sizeof(a));
}

static void
parts_with_lengths_cannot_be_shifted(void **state)
{
	unsigned char a[HASH_SIZE], b[HASH_SIZE];
	struct hash h;

	(void)state;
	hash_init(&h, NULL, 0);
	hash_add_text(&h, "ab");
	hash_add_text(&h, "c");
	hash_final(&h, a);
	hash_init(&h, NULL, 0);
	hash_add_text(&h, "a");
	hash_add_text(&h, "bc");
	hash_final(&h, b);
	assert_false(hash_is_equal(a, b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hash_is_blake2b_with_32_bytes),
		cmocka_unit_test(another_key_gives_another_hash),
		cmocka_unit_test(in_pieces_it_is_the_same_as_in_one),
		cmocka_unit_test(parts_with_lengths_cannot_be_shifted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
