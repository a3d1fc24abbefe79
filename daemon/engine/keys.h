/*
 * keys -- work on keys that goes on by itself, for the batch.
 */
#ifndef ENGINE_KEYS_H
#define ENGINE_KEYS_H

#include "base/err.h"

struct engine;
struct tx;

/*
 * A slice, if there is any to do; what fails is logged and waits for better
 * times.  Not RC_OK: the transaction cannot be trusted.
 */
enum rc keys_work(struct engine *en, struct tx *tx, struct err *e);

#endif
