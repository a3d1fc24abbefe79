/*
 * report_cells -- counts that tell nobody apart.
 *
 * A count above zero and below the limit is shown as "<5".  Whoever knows the
 * rest of a table, its totals, that "<5" is 1 to 4 and that what else is hidden
 * is the limit or more, must not be able to work out any such count: for each of
 * them the table has another reading.  More cells are hidden until that holds.
 *
 * A table with its totals is a flow: each inner cell leads from its row to its
 * column, each total back, and what is hidden may change along a circle.  So a
 * cell is safe if a circle of hidden cells with room runs through it.
 */
#ifndef ENGINE_REPORT_CELLS_H
#define ENGINE_REPORT_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

/* A table of counts, each row with its own total as the last column used. */
struct cells {
	int64_t limit; /* smaller ones are hidden */
	size_t rows, columns; /* the last row and column are totals */
	int64_t *count; /* owned: rows * columns */
	bool *hidden; /* owned */
	bool *guarded; /* owned: hidden too, and not to be worked out;
			* set by the caller before cells_suppress */
	bool blind; /* nothing of it is shown */
	bool differs; /* with what was told before it tells of a few */
	/* Names of rows and columns where their places change from time to
	 * time, for engine/report_guard.h; NULL: their places. */
	const char *const *row_names, *const *column_names; /* borrowed */
};

/* Two cells, of two tables, that are the same count. */
struct cells_link {
	size_t row_a, column_a, row_b, column_b;
};

/* Make a table of zeros; ROWS and COLUMNS count the totals too. */
void cells_init(struct cells *t, size_t rows, size_t columns, int64_t limit);
void cells_fini(struct cells *t);

/* Add N to a cell and to both of its totals and the grand one. */
void cells_add(struct cells *t, size_t row, size_t column, int64_t n);

/* Decide what is hidden. */
void cells_suppress(struct cells *t);

/*
 * The same for two tables of one report that share the counts of the N LINKS: one
 * that is hidden in A is hidden in B, and neither helps with the other.
 */
void cells_suppress_both(struct cells *a, struct cells *b,
    const struct cells_link *links, size_t n);

/* What is shown of a cell: "12", "<5" or "*" (hidden for another's sake). */
json_t *cells_text(const struct cells *t, size_t row, size_t column);

/* Middle and 90th percentile of N days, which are put in order. */
int32_t days_median(int32_t *days, size_t n);
int32_t days_p90(int32_t *days, size_t n);

#endif
