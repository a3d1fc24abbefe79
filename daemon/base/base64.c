/*
 * base64 -- libsodium's base64, with padding.
 */
#include "base/base64.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/mem.h"

#define VARIANT sodium_base64_VARIANT_ORIGINAL

char *
base64_of(const void *bytes, size_t n)
{
	size_t size = sodium_base64_encoded_len(n, VARIANT);
	char *out = mem_new(size, 1);

	(void)sodium_bin2base64(out, size, bytes, n, VARIANT);
	return out;
}

bool
base64_read(const char *text, size_t len, void **out, size_t *n)
{
	size_t max = len / 4 * 3 + 3;
	unsigned char *bytes = mem_new(max, 1);
	const char *end = NULL;

	*out = NULL;
	*n = 0;
	if (sodium_base642bin(bytes, max, text, len, NULL, n, &end, VARIANT) !=
		0 ||
	    end != text + len) {
		free(bytes);
		return false;
	}
	*out = bytes;
	return true;
}
