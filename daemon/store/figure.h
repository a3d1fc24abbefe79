/*
 * figure -- counts that reports have told, by the days they were told for.
 */
#ifndef STORE_FIGURE_H
#define STORE_FIGURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/date.h"

struct store;
struct tx;

#define FIGURE_MAX 512 /* of one cell, the latest ones */

struct figure {
	struct date from, until; /* UNTIL is not included */
	int64_t n;
};

/* What was told of CELL of REPORT; at most FIGURE_MAX, the latest first. */
enum rc figure_list(struct store *s, const char *report, const char *cell,
    struct figure out[FIGURE_MAX], size_t *n, struct err *e);

/* Keep that F was told; what was told before for the same days stays. */
enum rc figure_keep(struct tx *tx, const char *report, const char *cell,
    const struct figure *f, struct err *e);

#endif
