/*
 * sha256 -- libsodium's SHA-256 in hex.
 */
#include "base/sha256.h"

void
sha256_init(struct sha256 *h)
{
	(void)crypto_hash_sha256_init(&h->state);
}

void
sha256_add(struct sha256 *h, const void *p, size_t n)
{
	if (n > 0)
		(void)crypto_hash_sha256_update(&h->state, p, n);
}

void
sha256_hex(struct sha256 *h, char out[SHA256_HEX_SIZE])
{
	unsigned char digest[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256_final(&h->state, digest);
	(void)sodium_bin2hex(out, SHA256_HEX_SIZE, digest, sizeof(digest));
}

void
sha256_of(const void *p, size_t n, char out[SHA256_HEX_SIZE])
{
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, p, n);
	sha256_hex(&h, out);
}
