/*
 * sha256 -- the hash that people outside can compute again with `sha256sum`.
 *
 * Our own comparisons use base/hash; this is for files that leave the house.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>

#include <sodium.h>

#define SHA256_HEX_SIZE 65 /* with the closing zero */

/* Held by the caller from sha256_init to sha256_hex. */
struct sha256 {
	crypto_hash_sha256_state state;
};

void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *p, size_t n);
void sha256_hex(struct sha256 *h, char out[SHA256_HEX_SIZE]); /* ends it */

/* All in one. */
void sha256_of(const void *p, size_t n, char out[SHA256_HEX_SIZE]);

#endif
