/*
 * erasure_row -- what erasures, holds and what they hide look like.
 */
#ifndef ENGINE_ERASURE_ROW_H
#define ENGINE_ERASURE_ROW_H

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"
#include "engine/page.h"
#include "store/erasure.h"

/* RC_FIELDS unless the request says why. */
enum rc erasure_need_reason(struct bf_call *c);

/*
 * The history rows of what became of R: one with the reason, under the
 * municipality's key, and one without words at the case or person.
 */
enum rc
erasure_mark(struct bf_call *c, const char *kind, const struct erasure *r);

/*
 * The same for all of ROWS that the caller may see to; the others are taken
 * out.  *NEXT is the key of the next page, of all rows, or NULL.
 */
enum rc erasure_present_all(struct bf_call *c, json_t *rows,
    const struct page *page, json_t **next);

/* The answer to a decision: new reference. */
json_t *erasure_answer(struct bf_call *c, const struct erasure *r,
    const struct erasure_facts *f);

/*
 * Add to O, a picture of OWNER, member `withheld`, if anything is: [{part, state,
 * decided, basis}].
 */
enum rc erasure_show(struct bf_call *c, const struct owner *owner, json_t *o);

#endif
