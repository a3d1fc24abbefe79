/*
 * hash -- libsodium's generic hash with our sizes.
 */
#include "base/hash.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void
hash_init(struct hash *h, const void *key, size_t n)
{
	assert(n == 0 || (n >= HASH_KEY_MIN && n <= HASH_KEY_MAX));
	if (sodium_init() < 0)
		abort();
	(void)crypto_generichash_init(&h->state, key, n, HASH_SIZE);
}

void
hash_add(struct hash *h, const void *p, size_t n)
{
	if (n > 0)
		(void)crypto_generichash_update(&h->state, p, n);
}

void
hash_add_part(struct hash *h, const void *p, size_t n)
{
	unsigned char length[8];
	uint64_t left = n;
	size_t i;

	for (i = 0; i < sizeof(length); i++, left >>= 8)
		length[i] = (unsigned char)(left & 0xffu);
	hash_add(h, length, sizeof(length));
	hash_add(h, p, n);
}

void
hash_add_text(struct hash *h, const char *text)
{
	hash_add_part(h, text, text == NULL ? 0 : strlen(text));
}

void
hash_final(struct hash *h, unsigned char out[HASH_SIZE])
{
	(void)crypto_generichash_final(&h->state, out, HASH_SIZE);
	sodium_memzero(h, sizeof(*h));
}

void
hash_of(const void *key, size_t key_n, const void *p, size_t n,
    unsigned char out[HASH_SIZE])
{
	struct hash h;

	hash_init(&h, key, key_n);
	hash_add(&h, p, n);
	hash_final(&h, out);
}

void
hash_hex(const unsigned char digest[HASH_SIZE], char out[HASH_HEX_SIZE])
{
	(void)sodium_bin2hex(out, HASH_HEX_SIZE, digest, HASH_SIZE);
}

static int
nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

bool
hash_unhex(const char *hex, unsigned char digest[HASH_SIZE])
{
	size_t i;

	if (hex == NULL || strlen(hex) != HASH_HEX_SIZE - 1 ||
	    strspn(hex, "0123456789abcdef") != HASH_HEX_SIZE - 1)
		return false;
	for (i = 0; i < HASH_SIZE; i++)
		digest[i] = (unsigned char)(nibble(hex[2 * i]) * 16 +
		    nibble(hex[2 * i + 1]));
	return true;
}

bool
hash_is_equal(const unsigned char a[HASH_SIZE],
    const unsigned char b[HASH_SIZE])
{
	return sodium_memcmp(a, b, HASH_SIZE) == 0;
}
