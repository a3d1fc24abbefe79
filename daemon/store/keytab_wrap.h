/*
 * keytab_wrap -- one key under another; for this room only.
 */
#ifndef STORE_KEYTAB_WRAP_H
#define STORE_KEYTAB_WRAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/secret.h"

#define WRAP_SIZE (24 + SECRET_SIZE + 16) /* nonce, key, tag */

/* What names a municipality's key without telling of it; never 0. */
uint64_t wrap_name(const unsigned char master[SECRET_SIZE]);

/*
 * Wrap KEY under MASTER as number ID (0: another master) of MUNICIPALITY's
 * table; NAME is the master's, or with ID 0 the name of KEY.
 */
void wrap_key(const unsigned char master[SECRET_SIZE], const char *municipality,
    int64_t id, uint64_t name, const unsigned char key[SECRET_SIZE],
    unsigned char out[WRAP_SIZE]);

/* The way back, into locked memory; false if any of it is not as it was. */
bool unwrap_key(const unsigned char master[SECRET_SIZE],
    const char *municipality, int64_t id, uint64_t name,
    const unsigned char wrapped[WRAP_SIZE], unsigned char key[SECRET_SIZE]);

#endif
