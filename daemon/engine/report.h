/*
 * report -- what reports have in common: a period, and as known when.
 *
 * A report is folded in slices over everything recorded up to one instant, so
 * that it can be computed as known then and as known now.
 */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "engine/call.h"
#include "model/date.h"

#define REPORT_SLICE 100 /* rows or cases in one slice */

struct report_period {
	struct date from, to; /* both included */
	int64_t start, end; /* ms UTC; END is the first instant after, and
				 * not after AS_OF */
	int64_t as_of;
	int64_t limit; /* counts below are hidden */
};

/* `from`, `to` (this year so far unless given) and `as_of` (now). */
enum rc report_period_read(struct bf_call *c, const json_t *params,
    struct report_period *out);

/* {rows, next, from, to, as_of, suppressed_below}; takes over ROWS. */
json_t *report_answer(const struct report_period *p, json_t *rows);

extern const struct bf_param report_params[];

#endif
