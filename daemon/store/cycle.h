/*
 * cycle -- how often a case was taken up again, why, and in which stage.
 *
 * A row per reopening (domain §2.4): what ended the cycle before stays known,
 * whatever the new one changes.
 */
#ifndef STORE_CYCLE_H
#define STORE_CYCLE_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

struct cycle {
	int64_t case_id;
	int64_t cycle; /* the new one; from 2 */
	char reason[STORE_NAME_SIZE]; /* a code; "" if none was given */
	char stage[STORE_NAME_SIZE]; /* in which it was taken up */
	int64_t closed; /* ms UTC of the end before; 0: it was open */
	char outcome[STORE_NAME_SIZE]; /* of the cycle before */
	char by[STORE_NAME_SIZE];
};

/* Keep it at tx_now. */
enum rc cycle_add(struct tx *tx, const struct cycle *c, struct err *e);

/* By number: [{cycle, reason, stage, closed, outcome, recorded, by}]. */
enum rc
cycle_list(struct store *s, int64_t case_id, json_t **rows, struct err *e);

#endif
