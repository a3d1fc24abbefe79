/*
 * verify -- is everything in the database what it was when it was written?
 *
 * Integrity of the file, foreign keys, every link of the chain and every
 * commitment from the first row, series without gaps, each case's revision
 * beside its history.  Runs in slices, so that the worker goes on serving.
 */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct verify;

/* Begin; rows that come later than now are left to the next time. */
struct verify *verify_new(struct store *s);
void verify_free(struct verify *v); /* NULL is fine */

/*
 * Do the next piece, about MAX rows.  *DONE tells that nothing is left.  Faults
 * are no error: they are in the report; RC_IO only if reading itself fails.
 */
enum rc verify_slice(struct verify *v, int max, bool *done, struct err *e);

/*
 * {ok, rows, head, faults: [{check, subject, text}], more}; new reference.
 * At most 100 faults are named, `more` counts the others.  Checks: integrity,
 * foreign_key, chain, commitment, effect, head, revision, decision, series.
 */
json_t *verify_report(const struct verify *v);

#endif
