/*
 * rehash -- the hashes by which sealed values are found, under another key; for
 * this room only.
 *
 * Meanwhile a value is looked for by both keys (keyed_before).  Hashes that are
 * only compared (documents, decisions, requests) and values that hold no more
 * keep the key that they were made with, which stays in the table.
 */
#ifndef STORE_REHASH_H
#define STORE_REHASH_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

struct store;
struct tx;

/* From here on everything new is hashed by a new key. */
enum rc rehash_begin(struct tx *tx, struct err *e);

/*
 * Go on from PLACE, which moves on, with at most MAX rows; adds to *VALUES.
 * *DONE: all are found by the new key alone.
 */
enum rc rehash_slice(struct tx *tx, json_t *place, int64_t *values, int max,
    bool *done, struct err *e);

/*
 * NUMBER came to the register or to a user: whoever of the two has it already,
 * by the key before, gets the new one at once, because the two are held against
 * each other (user_own).  Nothing is done when nothing is made anew.
 */
enum rc rehash_number(struct store *s, const char *number, struct err *e);

#endif
