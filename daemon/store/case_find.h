/*
 * case_find -- by what a case is found: values and hashes in every version;
 * for this room only.
 */
#ifndef STORE_CASE_FIND_H
#define STORE_CASE_FIND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/case.h"
#include "store/keyed.h"

/* Let the case be found by F from tx_now on; what differs is ended. */
enum rc case_find_put(struct tx *tx, int64_t id, const struct case_find *f,
    struct err *e);

/* Put those of the head's own values that differ from BEFORE (NULL: all). */
enum rc case_find_put_head(struct tx *tx, const struct case_head *h,
    const struct case_head *before, struct err *e);

/* The hash by which VALUE of FIELD is found; returns the key's id. */
int64_t case_find_hash(struct store *s, const char *field, const json_t *value,
    unsigned char out[KEYED_SIZE]);

/* The same with key KEY_ID; false if that key is not here. */
bool case_find_hash_by(struct store *s, int64_t key_id, const char *field,
    const json_t *value, unsigned char out[KEYED_SIZE]);

#endif
