/*
 * report_cells -- counts that tell nobody apart.
 *
 * A count above zero and below the limit is shown as "<5".  What could still be
 * computed from the rest of its line and the line's total is hidden too.
 */
#ifndef ENGINE_REPORT_CELLS_H
#define ENGINE_REPORT_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#define CELLS_COLUMNS 8

/* A table of counts, each row with its own total as the last column used. */
struct cells {
	int64_t limit; /* smaller ones are hidden */
	size_t rows, columns; /* the last row and column are totals */
	int64_t *count; /* owned: rows * columns */
	bool *hidden; /* owned */
};

/* Make a table of zeros; ROWS and COLUMNS count the totals too. */
void cells_init(struct cells *t, size_t rows, size_t columns, int64_t limit);
void cells_fini(struct cells *t);

/* Add N to a cell and to both of its totals and the grand one. */
void cells_add(struct cells *t, size_t row, size_t column, int64_t n);

/* Decide what is hidden. */
void cells_suppress(struct cells *t);

/* What is shown of a cell: "12", "<5" or "*" (hidden for another's sake). */
json_t *cells_text(const struct cells *t, size_t row, size_t column);

/* Middle and 90th percentile of N days, which are put in order. */
int32_t days_median(int32_t *days, size_t n);
int32_t days_p90(int32_t *days, size_t n);

#endif
