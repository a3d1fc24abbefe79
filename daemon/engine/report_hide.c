/*
 * report_hide -- small counts of a plugin's report, and what gives them away.
 *
 * The rows are a table of counts, with or without a column and a row of totals.
 * Lines that no total joins are tables of their own.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "engine/report_cells.h"
#include "engine/report_guard.h"
#include "engine/report_plugin.h"
#include "store/keyed.h"

#define NO_LINE SIZE_MAX

/* The rows as a table of counts. */
struct table {
	struct bf_call *call; /* borrowed */
	const struct report_period *period; /* borrowed */
	const struct bf_cell_column *columns; /* borrowed */
	json_t *rows; /* borrowed */
	size_t n_rows, n_columns;
	size_t total_row, total_column; /* NO_LINE: there is none */
	char (*names)[HASH_HEX_SIZE]; /* owned: of the rows */
	bool *hidden, *blind; /* owned: n_rows * n_columns */
};

/* Some of the rows and columns; the last ones may be totals. */
struct part {
	const size_t *rows, *columns; /* borrowed */
	size_t n_rows, n_columns;
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

static size_t
place(const struct table *t, size_t row, size_t col)
{
	return row * t->n_columns + col;
}

/*
 * Rows come and go, so what was told of one is kept by its labels: as a keyed
 * hash, because a label may be somebody's name.
 */
static void
name_row(const struct table *t, size_t row)
{
	struct keyed_state *k = keyed_begin(t->call->store, "figure");
	const json_t *o = json_array_get(t->rows, row);
	unsigned char hash[KEYED_SIZE];
	const char *text;
	size_t col;

	for (col = 0; col < t->n_columns; col++) {
		if (t->columns[col].cell != BF_CELL_LABEL)
			continue;
		text =
		    json_string_value(json_object_get(o, t->columns[col].name));
		if (text != NULL)
			keyed_update(k, text, strlen(text) + 1);
	}
	(void)keyed_end(k, hash);
	hash_hex(hash, t->names[row]);
}

static void
fill_cells(const struct table *t, const struct part *p, struct cells *cells)
{
	size_t r, c;

	for (r = 0; r < p->n_rows; r++)
		for (c = 0; c < p->n_columns; c++)
			cells->count[r * p->n_columns + c] =
			    count_at(t, p->rows[r], p->columns[c]);
}

static void
take_hidden(struct table *t, const struct part *p, const struct cells *cells)
{
	size_t r, c, i;

	for (r = 0; r < p->n_rows; r++)
		for (c = 0; c < p->n_columns; c++) {
			i = place(t, p->rows[r], p->columns[c]);
			t->hidden[i] = cells->hidden[r * p->n_columns + c];
			t->blind[i] = cells->blind;
		}
}

/* Decide what of part P is told, and keep it. */
static enum rc
hide_part(struct table *t, const struct part *p)
{
	const char **rows = mem_new(p->n_rows, sizeof(*rows));
	const char **columns = mem_new(p->n_columns, sizeof(*columns));
	struct cells cells;
	size_t i;
	enum rc rc;

	for (i = 0; i < p->n_rows; i++)
		rows[i] = t->names[p->rows[i]];
	for (i = 0; i < p->n_columns; i++)
		columns[i] = t->columns[p->columns[i]].name;
	cells_init(&cells, p->n_rows, p->n_columns, t->period->limit);
	cells.row_names = rows;
	cells.column_names = columns;
	fill_cells(t, p, &cells);
	rc = report_guard_mark(t->call, t->period, "rows", true, &cells);
	if (rc == RC_OK) {
		cells_suppress(&cells);
		take_hidden(t, p, &cells);
		report_guard_warn(t->call, &cells);
		rc = report_guard_keep(t->call, t->period, "rows", &cells);
	}
	cells_fini(&cells);
	free(rows);
	free(columns);
	return rc;
}

/* Each of the N lines by itself, or all at once if a total joins them. */
static enum rc
hide_lines(struct table *t, const size_t *rows, size_t n_rows,
    const size_t *columns, size_t n_columns)
{
	struct part p = { rows, columns, n_rows, n_columns };
	bool down = t->total_row != NO_LINE, across;
	size_t r, c;
	enum rc rc = RC_OK;

	across = t->total_column != NO_LINE;
	if (!down)
		p.n_rows = 1;
	if (!across)
		p.n_columns = 1;
	for (r = 0; rc == RC_OK && r < (down ? 1 : n_rows); r++)
		for (c = 0; rc == RC_OK && c < (across ? 1 : n_columns); c++) {
			p.rows = rows + r;
			p.columns = columns + c;
			rc = hide_part(t, &p);
		}
	return rc;
}

/* The counts of the table, the totals last. */
static enum rc
hide(struct table *t)
{
	size_t *rows = mem_new(t->n_rows + 1, sizeof(*rows));
	size_t *columns = mem_new(t->n_columns + 1, sizeof(*columns));
	size_t i, n_rows = 0, n_columns = 0;
	enum rc rc = RC_OK;

	for (i = 0; i < t->n_rows; i++)
		if (i != t->total_row)
			rows[n_rows++] = i;
	if (t->total_row != NO_LINE)
		rows[n_rows++] = t->total_row;
	for (i = 0; i < t->n_columns; i++)
		if (is_count(t, i) && i != t->total_column)
			columns[n_columns++] = i;
	if (t->total_column != NO_LINE)
		columns[n_columns++] = t->total_column;
	if (n_rows > 0 && n_columns > 0)
		rc = hide_lines(t, rows, n_rows, columns, n_columns);
	free(rows);
	free(columns);
	return rc;
}

/* "12", "<5", or "*" for what is hidden for another's sake. */
static json_t *
shown(const struct table *t, size_t row, size_t col)
{
	size_t i = place(t, row, col);
	int64_t n = count_at(t, row, col);
	json_t *text;
	char *s;

	if (!t->hidden[i])
		s = mem_format("%" PRId64, n);
	else if (!t->blind[i] && n > 0 && n < t->period->limit)
		s = mem_format("<%" PRId64, t->period->limit);
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
			hidden = t->hidden[place(t, row, col)];
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

static void
find_totals(struct table *t)
{
	size_t i;

	t->total_row = t->total_column = NO_LINE;
	for (i = 0; i < t->n_rows; i++)
		if (json_is_true(
			json_object_get(json_array_get(t->rows, i), "total")))
			t->total_row = i;
	for (i = 0; i < t->n_columns; i++)
		if (t->columns[i].cell == BF_CELL_TOTAL)
			t->total_column = i;
}

enum rc
report_plugin_hide(struct bf_call *c, const struct report_period *p,
    const struct bf_cell_column *columns, json_t *rows)
{
	struct table t = { .call = c,
		.period = p,
		.columns = columns,
		.rows = rows,
		.n_rows = json_array_size(rows) };
	size_t i, n;
	enum rc rc;

	while (columns[t.n_columns].name != NULL)
		t.n_columns++;
	n = t.n_rows * t.n_columns + 1;
	t.names = mem_new(t.n_rows + 1, sizeof(*t.names));
	t.hidden = mem_new(n, sizeof(*t.hidden));
	t.blind = mem_new(n, sizeof(*t.blind));
	find_totals(&t);
	for (i = 0; i < t.n_rows; i++)
		name_row(&t, i);
	rc = hide(&t);
	for (i = 0; i < t.n_rows; i++)
		show_row(&t, i);
	free(t.names);
	free(t.hidden);
	free(t.blind);
	return rc;
}
