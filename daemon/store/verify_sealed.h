/*
 * verify_sealed -- does each envelope open where it lies, and is each key where
 * it should be?  For this room only.
 */
#ifndef STORE_VERIFY_SEALED_H
#define STORE_VERIFY_SEALED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct store;
struct verify_sealed;

struct verify_found {
	void (*fault)(void *arg, int64_t subject, const char *text);
	void *arg; /* borrowed */
	int64_t erased, unread; /* values: by decision; for want of keys */
};

/* S is borrowed; free with verify_sealed_free (NULL is fine). */
enum rc
verify_sealed_new(struct store *s, struct verify_sealed **out, struct err *e);
void verify_sealed_free(struct verify_sealed *v);

/* Look at the next MAX values or keys; adds to FOUND. */
enum rc verify_sealed_slice(struct verify_sealed *v, int max,
    struct verify_found *found, bool *done, struct err *e);

#endif
