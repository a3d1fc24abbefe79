/*
 * report_hide -- small counts of a plugin's report, and what gives them away.
 *
 * A line whose total is shown and in which one count is hidden tells that count
 * to whoever subtracts, so a second one is hidden too; across, by a column that
 * is a total, and down, by a row that is one.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/report_plugin.h"

/* The rows as a table of counts. */
struct table {
	const struct bf_cell_column *columns; /* borrowed */
	json_t *rows; /* borrowed */
	size_t n_rows, n_columns;
	int64_t limit;
	bool *hidden; /* owned: n_rows * n_columns */
};

static bool
is_count(const struct table *t, size_t col)
{
	return t->columns[col].cell == BF_CELL_COUNT ||
	    t->columns[col].cell == BF_CELL_TOTAL;
}

static int64_t
count_at(const struct table *t, size_t row, size_t col)
{
	return json_integer_value(json_object_get(json_array_get(t->rows, row),
	    t->columns[col].name));
}

static bool *
hidden_at(const struct table *t, size_t row, size_t col)
{
	return &t->hidden[row * t->n_columns + col];
}

static bool
is_total_row(const struct table *t, size_t row)
{
	return json_is_true(
	    json_object_get(json_array_get(t->rows, row), "total"));
}

static void
hide_small(struct table *t)
{
	size_t row, col;
	int64_t n;

	for (row = 0; row < t->n_rows; row++)
		for (col = 0; col < t->n_columns; col++) {
			n = count_at(t, row, col);
			*hidden_at(t, row, col) =
			    is_count(t, col) && n > 0 && n < t->limit;
		}
}

/* One line of cells, across or down. */
struct line {
	bool total; /* its total is shown */
	size_t hidden; /* cells */
	bool *best; /* the smallest of the others; NULL: none */
	int64_t best_count;
};

static void
look_at(struct line *l, bool *hidden, int64_t count)
{
	if (*hidden)
		l->hidden++;
	else if (count > 0 && (l->best == NULL || count < l->best_count)) {
		l->best = hidden;
		l->best_count = count;
	}
}

/* Exactly one hidden and the total known: hide another. */
static bool
mend(struct line *l)
{
	if (!l->total || l->hidden != 1 || l->best == NULL)
		return false;
	*l->best = true;
	return true;
}

static bool
hide_across(struct table *t, size_t row)
{
	struct line l = { .total = false };
	size_t col;

	for (col = 0; col < t->n_columns; col++) {
		if (!is_count(t, col))
			continue;
		l.total = l.total || t->columns[col].cell == BF_CELL_TOTAL;
		look_at(&l, hidden_at(t, row, col), count_at(t, row, col));
	}
	return mend(&l);
}

static bool
hide_down(struct table *t, size_t col)
{
	struct line l = { .total = false };
	size_t row;

	if (!is_count(t, col))
		return false;
	for (row = 0; row < t->n_rows; row++) {
		l.total = l.total || is_total_row(t, row);
		look_at(&l, hidden_at(t, row, col), count_at(t, row, col));
	}
	return mend(&l);
}

static void
hide_seconds(struct table *t)
{
	bool again = true;
	size_t i;

	while (again) {
		again = false;
		for (i = 0; i < t->n_rows; i++)
			again = hide_across(t, i) || again;
		for (i = 0; i < t->n_columns; i++)
			again = hide_down(t, i) || again;
	}
}

/* "12", "<5", or "*" for what is hidden for another's sake. */
static json_t *
shown(const struct table *t, size_t row, size_t col)
{
	int64_t n = count_at(t, row, col);
	json_t *text;
	char *s;

	if (!*hidden_at(t, row, col))
		s = mem_format("%" PRId64, n);
	else if (n > 0 && n < t->limit)
		s = mem_format("<%" PRId64, t->limit);
	else
		s = mem_text("*");
	text = json_string(s);
	free(s);
	return text;
}

/* A figure is shown with the count that it is about, or not at all. */
static json_t *
figure(const struct table *t, size_t row, size_t col, bool hidden)
{
	const json_t *value =
	    json_object_get(json_array_get(t->rows, row), t->columns[col].name);
	json_t *text;
	char *s;

	if (hidden)
		return json_string("*");
	if (!json_is_integer(value))
		return json_deep_copy(value);
	s = mem_format("%" PRId64, (int64_t)json_integer_value(value));
	text = json_string(s);
	free(s);
	return text;
}

static void
show_row(struct table *t, size_t row)
{
	json_t *o = json_array_get(t->rows, row), *cells = json_object();
	bool hidden = false;
	size_t col;

	for (col = 0; col < t->n_columns; col++) {
		const char *name = t->columns[col].name;

		if (is_count(t, col)) {
			hidden = *hidden_at(t, row, col);
			json_object_set_new(cells, name, shown(t, row, col));
		} else if (t->columns[col].cell == BF_CELL_OF) {
			json_object_set_new(cells, name,
			    figure(t, row, col, hidden));
		} else
			json_object_set(cells, name, json_object_get(o, name));
	}
	json_object_clear(o);
	json_object_update(o, cells);
	json_decref(cells);
}

void
report_plugin_hide(const struct bf_cell_column *columns, int64_t limit,
    json_t *rows)
{
	struct table t = { .columns = columns,
		.rows = rows,
		.n_rows = json_array_size(rows),
		.limit = limit };
	size_t i;

	while (columns[t.n_columns].name != NULL)
		t.n_columns++;
	t.hidden = mem_new(t.n_rows * t.n_columns + 1, sizeof(*t.hidden));
	hide_small(&t);
	hide_seconds(&t);
	for (i = 0; i < t.n_rows; i++)
		show_row(&t, i);
	free(t.hidden);
}
