/*
 * without_decision -- cases that ended with advice and no decision, and why.
 *
 * That nothing was decided is the exception: it has a reason and is counted
 * (D-003).
 */
#ifndef STORE_WITHOUT_DECISION_H
#define STORE_WITHOUT_DECISION_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

struct without_decision {
	int64_t case_id;
	int64_t cycle;
	const char *reason; /* a code; borrowed */
	const char *unit; /* borrowed */
	const char *by; /* borrowed */
	struct date day;
};

/* Keep it; a second one in the same cycle is RC_CONFLICT. */
enum rc without_decision_add(struct tx *tx, const struct without_decision *w,
    struct err *e);

/*
 * [{unit, reason, n}] of those with FROM <= day <= TO that were recorded up to
 * AS_OF.
 */
enum rc without_decision_count(struct store *s, struct date from,
    struct date to, int64_t as_of, json_t **rows, struct err *e);

#endif
