/*
 * id -- random bytes from the kernel by libsodium, or from a seed in tests.
 */
#include "base/id.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

static bool seeded;
static unsigned char seed_bytes[randombytes_SEEDBYTES];

void
id_bytes(void *p, size_t n)
{
	uint64_t step;

	if (sodium_init() < 0)
		abort();
	if (!seeded) {
		randombytes_buf(p, n);
		return;
	}
	randombytes_buf_deterministic(p, n, seed_bytes);
	/* The tail of the seed counts the calls. */
	memcpy(&step, seed_bytes + 8, sizeof(step));
	step++;
	memcpy(seed_bytes + 8, &step, sizeof(step));
}

void
id_uuid(char out[ID_UUID_SIZE])
{
	unsigned char b[16];

	id_bytes(b, sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0fu) | 0x40u);
	b[8] = (unsigned char)((b[8] & 0x3fu) | 0x80u);
	(void)snprintf(out, ID_UUID_SIZE,
	    "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
	    "%02x%02x%02x%02x%02x%02x",
	    b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10],
	    b[11], b[12], b[13], b[14], b[15]);
}

void
id_seed(uint64_t seed)
{
	memset(seed_bytes, 0, sizeof(seed_bytes));
	memcpy(seed_bytes, &seed, sizeof(seed));
	seeded = true;
}
