/*
 * table -- rows under titles, lined up by what they take on a screen.
 */
#include "client/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "client/catalog.h"
#include "client/value.h"

#define GAP 2
#define NARROW 8 /* no column is cut below this */

struct column {
	char *title; /* owned */
	bool right;
	bool used; /* has a cell that is not empty */
	size_t width;
};

struct row {
	char **cell; /* owned, one a column; NULL: empty */
	enum out_mark mark;
};

struct table {
	struct column *column; /* owned */
	size_t n_columns;
	struct row *row; /* owned */
	size_t n_rows;
};

struct table *
table_new(size_t n)
{
	struct table *t = mem_new(1, sizeof(*t));

	t->column = mem_new(n > 0 ? n : 1, sizeof(*t->column));
	t->n_columns = n;
	return t;
}

void
table_free(struct table *t)
{
	size_t i, j;

	if (t == NULL)
		return;
	for (i = 0; i < t->n_rows; i++) {
		for (j = 0; j < t->n_columns; j++)
			free(t->row[i].cell[j]);
		free(t->row[i].cell);
	}
	for (j = 0; j < t->n_columns; j++)
		free(t->column[j].title);
	free(t->row);
	free(t->column);
	free(t);
}

void
table_title(struct table *t, size_t i, const char *title, bool right)
{
	struct column *c = &t->column[i];

	free(c->title);
	c->title = mem_text(title);
	c->right = right;
	if (out_width(title) > c->width)
		c->width = out_width(title);
}

void
table_row(struct table *t, enum out_mark mark)
{
	t->row = mem_grow(t->row, t->n_rows + 1, sizeof(*t->row));
	t->row[t->n_rows].mark = mark;
	t->row[t->n_rows++].cell = mem_new(t->n_columns + 1, sizeof(char *));
}

void
table_cell(struct table *t, size_t i, const char *text)
{
	char **cell = &t->row[t->n_rows - 1].cell[i], *p;
	size_t width;

	free(*cell);
	*cell = mem_text(text);
	for (p = *cell; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = ' ';
	}
	width = out_width(*cell);
	if (width > 0)
		t->column[i].used = true;
	if (width > t->column[i].width)
		t->column[i].width = width;
}

size_t
table_rows(const struct table *t)
{
	return t->n_rows;
}

/* Cut the widest columns until the line fits. */
static void
fit(const struct table *t, size_t *width, size_t room)
{
	size_t i, total, widest;

	for (;;) {
		total = 0;
		widest = 0;
		for (i = 0; i < t->n_columns; i++) {
			if (width[i] == 0)
				continue;
			total += width[i] + (total > 0 ? GAP : 0);
			if (!t->column[i].right &&
			    (width[i] > width[widest] ||
				t->column[widest].right))
				widest = i;
		}
		if (total <= room || width[widest] <= NARROW)
			return;
		width[widest]--;
	}
}

static void
print_cell(struct out *o, enum out_mark mark, const char *text, size_t width,
    bool right, bool last)
{
	size_t w = out_width(text);
	char *cut = NULL;

	if (w > width) {
		cut = mem_format("%.*s…", (int)out_fit(text, width - 1), text);
		text = cut;
		w = out_width(text);
	}
	if (right)
		out_blanks(o, width - w);
	out_text(o, mark, text);
	if (!right && !last)
		out_blanks(o, width - w);
	free(cut);
}

static void
print_line(const struct table *t, struct out *o, enum out_mark mark,
    char *const *cell, const size_t *width, size_t indent)
{
	size_t i, last = 0;
	bool first = true;

	for (i = 0; i < t->n_columns; i++) {
		const char *text = cell != NULL ? cell[i] : t->column[i].title;

		if (width[i] > 0 && text != NULL && text[0] != '\0')
			last = i;
	}
	out_blanks(o, indent);
	for (i = 0; i <= last && i < t->n_columns; i++) {
		const char *text = cell != NULL ? cell[i] : t->column[i].title;

		if (width[i] == 0)
			continue;
		if (!first)
			out_blanks(o, GAP);
		first = false;
		print_cell(o, mark, text != NULL ? text : "", width[i],
		    t->column[i].right, i == last);
	}
	putc('\n', o->f);
}

static bool
has_titles(const struct table *t)
{
	size_t i;

	for (i = 0; i < t->n_columns; i++) {
		if (t->column[i].title != NULL && t->column[i].title[0] != '\0')
			return true;
	}
	return false;
}

void
table_print(const struct table *t, struct out *o, size_t indent)
{
	size_t *width = mem_new(t->n_columns + 1, sizeof(*width)), i;

	for (i = 0; i < t->n_columns; i++)
		width[i] = t->column[i].used ? t->column[i].width : 0;
	if (o->width > indent)
		fit(t, width, o->width - indent);
	if (has_titles(t))
		print_line(t, o, OUT_HEAD, NULL, width, indent);
	for (i = 0; i < t->n_rows; i++)
		print_line(t, o, t->row[i].mark, t->row[i].cell, width, indent);
	free(width);
}

struct table *
table_of(const json_t *rows, const json_t *columns)
{
	struct table *t = table_new(json_array_size(columns));
	json_t *column, *row;
	size_t i, j;
	char *s;

	json_array_foreach(columns, j, column)
		table_title(t, j, text_of(column, "title"),
		    value_is_column_of_numbers(rows, column));
	json_array_foreach(rows, i, row) {
		table_row(t,
		    json_is_true(json_object_get(row, "overdue")) ? OUT_ALARM :
								    OUT_PLAIN);
		json_array_foreach(columns, j, column) {
			s = value_member(row, text_of(column, "name"),
			    text_of(column, "type"), VALUE_TABLE);
			table_cell(t, j, s);
			free(s);
		}
	}
	return t;
}
