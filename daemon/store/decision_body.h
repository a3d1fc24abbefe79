/*
 * decision_body -- what a decision says, as one hash; for this room only.
 */
#ifndef STORE_DECISION_BODY_H
#define STORE_DECISION_BODY_H

#include <stdint.h>

#include <jansson.h>

#include "store/keyed.h"

/* Hash CONTENT and REASONS (NULL: none); returns the key's id. */
int64_t decision_body_hash(const struct store *s, const json_t *content,
    const json_t *reasons, unsigned char out[KEYED_SIZE]);

#endif
