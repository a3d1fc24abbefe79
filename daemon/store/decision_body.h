/*
 * decision_body -- all that a decision says, as one hash; for this room only.
 */
#ifndef STORE_DECISION_BODY_H
#define STORE_DECISION_BODY_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "store/keyed.h"

struct query;
struct store;

/* The columns that decision_clear reads, and how many they are. */
#define DECISION_CLEAR                                                         \
	"cycle, basis, basis_version, type, item, result, date, effective,"    \
	" expires, complaint_rule, complaint_version, complaint_length,"       \
	" complaint_body, decided_by, unit, role, urgent, notice,"             \
	" household_snapshot, refers_to"
#define DECISION_N_CLEAR 20

/* What is kept in clear, from column COL on; new reference. */
json_t *decision_clear(struct query *q, int col);

/*
 * Hash CLEAR (by decision_clear), CONTENT and REASONS (NULL: none); returns
 * the key's id.
 */
int64_t
decision_body_hash(struct store *s, const json_t *clear, const json_t *content,
    const json_t *reasons, unsigned char out[KEYED_SIZE]);

/* The same with key KEY_ID; false if that key is not here. */
bool decision_body_hash_by(struct store *s, int64_t key_id, const json_t *clear,
    const json_t *content, const json_t *reasons,
    unsigned char out[KEYED_SIZE]);

#endif
