/*
 * keytab_wrap -- one key under another; see keytab_wrap.h.
 */
#include "store/keytab_wrap.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/hash.h"
#include "base/id.h"

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define BOUND_MAX 64

_Static_assert(WRAP_SIZE ==
	NONCE + SECRET_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "what a wrapped key takes");
_Static_assert(SECRET_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    "what a key takes");

uint64_t
wrap_name(const unsigned char master[SECRET_SIZE])
{
	static const char purpose[] = "boflyt municipality key";
	unsigned char digest[HASH_SIZE];
	uint64_t name;

	hash_of(master, SECRET_SIZE, purpose, sizeof(purpose), digest);
	memcpy(&name, digest, sizeof(name));
	return name == 0 ? 1 : name;
}

static size_t
bound(const char *municipality, int64_t id, uint64_t name, char out[BOUND_MAX])
{
	return (size_t)snprintf(out, BOUND_MAX, "key %.15s %lld %llx",
	    municipality, (long long)id, (unsigned long long)name);
}

void
wrap_key(const unsigned char master[SECRET_SIZE], const char *municipality,
    int64_t id, uint64_t name, const unsigned char key[SECRET_SIZE],
    unsigned char out[WRAP_SIZE])
{
	char ad[BOUND_MAX];
	size_t n = bound(municipality, id, name, ad);

	id_bytes(out, NONCE);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, key,
	    SECRET_SIZE, (const unsigned char *)ad, n, NULL, out, master);
}

bool
unwrap_key(const unsigned char master[SECRET_SIZE], const char *municipality,
    int64_t id, uint64_t name, const unsigned char wrapped[WRAP_SIZE],
    unsigned char key[SECRET_SIZE])
{
	char ad[BOUND_MAX];
	size_t n = bound(municipality, id, name, ad);

	return crypto_aead_xchacha20poly1305_ietf_decrypt(key, NULL, NULL,
		   wrapped + NONCE, WRAP_SIZE - NONCE,
		   (const unsigned char *)ad, n, wrapped, master) == 0;
}
