/*
 * report_cells -- hide small counts, and what would give them away.
 */
#include "engine/report_cells.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"

void
cells_init(struct cells *t, size_t rows, size_t columns, int64_t limit)
{
	t->limit = limit;
	t->rows = rows;
	t->columns = columns;
	t->count = mem_new(rows * columns, sizeof(*t->count));
	t->hidden = mem_new(rows * columns, sizeof(*t->hidden));
}

void
cells_fini(struct cells *t)
{
	free(t->count);
	free(t->hidden);
	t->count = NULL;
	t->hidden = NULL;
}

static size_t
at(const struct cells *t, size_t row, size_t column)
{
	return row * t->columns + column;
}

void
cells_add(struct cells *t, size_t row, size_t column, int64_t n)
{
	t->count[at(t, row, column)] += n;
	t->count[at(t, row, t->columns - 1)] += n;
	t->count[at(t, t->rows - 1, column)] += n;
	t->count[at(t, t->rows - 1, t->columns - 1)] += n;
}

static bool
is_small(const struct cells *t, size_t i)
{
	return t->count[i] > 0 && t->count[i] < t->limit;
}

/*
 * A line of N cells, STEP apart from FIRST, the last of them its total.  With
 * exactly one hidden, whoever knows the others knows it: hide the smallest of
 * the others that is not zero.  True if something was hidden.
 */
static bool
hide_second(struct cells *t, size_t first, size_t step, size_t n)
{
	size_t i, k, hidden = 0, best = SIZE_MAX;

	for (k = 0; k < n; k++) {
		i = first + k * step;
		if (t->hidden[i])
			hidden++;
		else if (t->count[i] > 0 &&
		    (best == SIZE_MAX || t->count[i] < t->count[best]))
			best = i;
	}
	if (hidden != 1 || best == SIZE_MAX)
		return false;
	t->hidden[best] = true;
	return true;
}

void
cells_suppress(struct cells *t)
{
	bool again = true;
	size_t i;

	for (i = 0; i < t->rows * t->columns; i++)
		t->hidden[i] = is_small(t, i);
	while (again) {
		again = false;
		for (i = 0; i < t->rows; i++)
			if (hide_second(t, at(t, i, 0), 1, t->columns))
				again = true;
		for (i = 0; i < t->columns; i++)
			if (hide_second(t, i, t->columns, t->rows))
				again = true;
	}
}

json_t *
cells_text(const struct cells *t, size_t row, size_t column)
{
	size_t i = at(t, row, column);
	json_t *shown;
	char *text;

	if (is_small(t, i))
		text = mem_format("<%" PRId64, t->limit);
	else if (t->hidden[i])
		text = mem_text("*");
	else
		text = mem_format("%" PRId64, t->count[i]);
	shown = json_string(text);
	free(text);
	return shown;
}

static int
compare_days(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

int32_t
days_median(int32_t *days, size_t n)
{
	if (n == 0)
		return 0;
	qsort(days, n, sizeof(*days), compare_days);
	return days[(n - 1) / 2];
}

int32_t
days_p90(int32_t *days, size_t n)
{
	if (n == 0)
		return 0;
	qsort(days, n, sizeof(*days), compare_days);
	return days[(n * 9 + 9) / 10 - 1];
}
