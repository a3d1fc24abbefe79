/*
 * verify_effects -- do letters and notices still say what the history proves
 * they said?  For this room only.
 *
 * A step's sealed part of the history has the hash of each effect that it asked
 * for (outbox_hash).  An effect that is gone is a fault unless a later row says
 * that its step was undone.
 */
#ifndef STORE_VERIFY_EFFECTS_H
#define STORE_VERIFY_EFFECTS_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

struct store;

/* What is looked for: {key: row of the history}; owned by the caller. */
struct verify_effects {
	json_t *missing; /* owned; {key: pos} */
	void (*fault)(void *arg, int64_t pos, const char *key, bool gone);
	void *arg; /* borrowed */
};

/* Look at part BODY of LEN bytes (without its salt) of history row POS. */
enum rc verify_effects_part(struct verify_effects *v, struct store *s,
    int64_t pos, const char *body, size_t len, struct err *e);

/* The chain is at its end: what is still missing is a fault. */
void verify_effects_end(struct verify_effects *v);

#endif
