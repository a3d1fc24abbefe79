/*
 * test_holds -- what must hold of guarantees, claims and repayments at any time
 * (domain §3.3), and the rows that a host in memory has of them.
 */
#ifndef DEPOSIT_TEST_HOLDS_H
#define DEPOSIT_TEST_HOLDS_H

#include "model/pure.h"

#include "../../tests/plugin/ram.h"
#include "rules.h"

struct fixture {
	struct law *law;
	struct bf_pure pure;
	struct ram *r;
	uint32_t random, seed; /* seed: of this sequence */
	json_t *was; /* owned: guarantee's id → columns before the call */
	int claims; /* numbers given so far */
	long states[DEPOSIT_N_STATES], claim_states[CLAIM_N_STATES];
	long done, refused;
};

/* The columns of ROW, borrowed; one of them: 0, "" or BF_NO_DATE if empty. */
const json_t *values(const json_t *row);
json_int_t num(const json_t *v, const char *name);
const char *text(const json_t *v, const char *name);
struct bf_date
day_of(const struct fixture *f, const json_t *v, const char *name);

/* The row of KIND with ID, borrowed; NULL if there is none. */
const json_t *row_of(const struct fixture *f, const char *kind, json_int_t id);

/* How the guarantees stand before a call. */
void remember(struct fixture *f);

/* The rule that does not hold; NULL: all do. */
const char *broken(const struct fixture *f);

#endif
