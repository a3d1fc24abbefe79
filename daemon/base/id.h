/*
 * id -- the one place where randomness comes from.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stddef.h>
#include <stdint.h>

#define ID_UUID_SIZE 37 /* with the closing zero */

/* Fill P with N random bytes. */
void id_bytes(void *p, size_t n);

/* Write a random (version 4) UUID in its text form. */
void id_uuid(char out[ID_UUID_SIZE]);

/* In tests: the same SEED gives the same bytes from here on. */
void id_seed(uint64_t seed);

#endif
