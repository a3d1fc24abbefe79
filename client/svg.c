/*
 * svg -- rows as a drawing: bars, or a matrix.
 */
#include "client/svg.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "client/catalog.h"
#include "client/out.h"
#include "client/value.h"

#define BAR 18 /* height of a bar */
#define GAP 10 /* between groups */
#define LETTER 8 /* width of one, about */
#define LABELS_MAX 320
#define BARS 420 /* width of the longest bar */
#define TOP 48
#define CELL 56 /* side of a square of the matrix */
#define WIDE 110 /* width of a square of the grid */
#define N_PATTERNS 4

static const char *const patterns[N_PATTERNS] = { "#35618f", "url(#lines)",
	"url(#dots)", "url(#cross)" };

/* Text between tags. */
static void
put_text(FILE *f, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '<')
			fputs("&lt;", f);
		else if (*s == '>')
			fputs("&gt;", f);
		else if (*s == '&')
			fputs("&amp;", f);
		else if ((unsigned char)*s >= ' ')
			putc(*s, f);
	}
}

static void
put_label(FILE *f, size_t x, size_t y, const char *anchor, const char *s)
{
	fprintf(f, "<text x=\"%zu\" y=\"%zu\" text-anchor=\"%s\">", x, y,
	    anchor);
	put_text(f, s);
	fputs("</text>\n", f);
}

static void
begin(FILE *f, size_t width, size_t height, const char *title)
{
	fprintf(f,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
	    "width=\"%zu\" height=\"%zu\" viewBox=\"0 0 %zu %zu\" "
	    "font-family=\"sans-serif\" font-size=\"13\">\n<title>",
	    width, height, width, height);
	put_text(f, title);
	fputs("</title>\n<defs>\n"
	      "<pattern id=\"lines\" width=\"6\" height=\"6\" "
	      "patternUnits=\"userSpaceOnUse\"><path d=\"M0 6L6 0\" "
	      "stroke=\"#35618f\" stroke-width=\"2\"/></pattern>\n"
	      "<pattern id=\"dots\" width=\"6\" height=\"6\" "
	      "patternUnits=\"userSpaceOnUse\"><circle cx=\"3\" cy=\"3\" "
	      "r=\"1.6\" fill=\"#35618f\"/></pattern>\n"
	      "<pattern id=\"cross\" width=\"7\" height=\"7\" "
	      "patternUnits=\"userSpaceOnUse\"><path d=\"M0 0L7 7M0 7L7 0\" "
	      "stroke=\"#35618f\"/></pattern>\n</defs>\n"
	      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
	    f);
	put_label(f, 12, 22, "start", title);
}

/* The columns that hold numbers, or those that do not (new reference). */
static json_t *
pick(const json_t *rows, const json_t *columns, bool numbers)
{
	json_t *list = json_array(), *column;
	size_t i;

	json_array_foreach(columns, i, column) {
		if (value_is_column_of_numbers(rows, column) == numbers)
			json_array_append(list, column);
	}
	return list;
}

/* A number, or 0 for what is hidden or missing. */
static int64_t
number_of(const json_t *row, const json_t *column)
{
	const json_t *v = json_object_get(row, text_of(column, "name"));

	return json_is_string(v) ? strtoll(json_string_value(v), NULL, 10) :
				   json_integer_value(v);
}

static char *
cell_text(const json_t *row, const json_t *column)
{
	return value_show(json_object_get(row, text_of(column, "name")),
	    text_of(column, "type"), VALUE_TABLE);
}

/* What a row is called: its texts, side by side; the caller frees. */
static char *
label_text(const json_t *row, const json_t *labels)
{
	char *all = mem_text(""), *s, *longer;
	json_t *column;
	size_t i;

	json_array_foreach(labels, i, column) {
		s = cell_text(row, column);
		longer = mem_format("%s%s%s", all,
		    all[0] != '\0' && s[0] != '\0' ? " " : "", s);
		free(all);
		free(s);
		all = longer;
	}
	return all;
}

static int64_t
greatest(const json_t *rows, const json_t *numbers)
{
	json_t *row, *column;
	int64_t max = 1, v;
	size_t i, j;

	json_array_foreach(rows, i, row) {
		json_array_foreach(numbers, j, column) {
			v = number_of(row, column);
			if (v > max)
				max = v;
		}
	}
	return max;
}

static size_t
label_room(const json_t *rows, const json_t *labels)
{
	size_t i, w, most = 4;
	json_t *row;
	char *s;

	json_array_foreach(rows, i, row) {
		s = label_text(row, labels);
		w = out_width(s);
		free(s);
		if (w > most)
			most = w;
	}
	return most * LETTER > LABELS_MAX ? LABELS_MAX : most * LETTER;
}

static void
draw_bar(FILE *f, const json_t *row, const json_t *column, size_t series,
    int64_t max, size_t x, size_t y)
{
	int64_t v = number_of(row, column);
	size_t length = v > 0 ? (size_t)(v * BARS / max) : 0;
	char *s = cell_text(row, column);

	if (length > 0)
		fprintf(f,
		    "<rect x=\"%zu\" y=\"%zu\" width=\"%zu\" "
		    "height=\"%d\" fill=\"%s\" stroke=\"#35618f\"/>\n",
		    x, y, length, BAR - 4, patterns[series % N_PATTERNS]);
	put_label(f, x + length + 6, y + BAR - 7, "start", s);
	free(s);
}

/* The names of the series beside their patterns. */
static void
draw_legend(FILE *f, const json_t *numbers, size_t y)
{
	json_t *column;
	size_t j, x = 12;

	json_array_foreach(numbers, j, column) {
		fprintf(f,
		    "<rect x=\"%zu\" y=\"%zu\" width=\"14\" "
		    "height=\"14\" fill=\"%s\" stroke=\"#35618f\"/>\n",
		    x, y, patterns[j % N_PATTERNS]);
		put_label(f, x + 20, y + 12, "start", text_of(column, "title"));
		x += 40 + out_width(text_of(column, "title")) * LETTER;
	}
}

static void
draw_bars(FILE *f, const char *title, const json_t *rows, const json_t *labels,
    const json_t *numbers)
{
	size_t i, j, y = TOP, room = label_room(rows, labels);
	int64_t max = greatest(rows, numbers);
	json_t *row, *column;
	char *s;

	begin(f, room + BARS + 160,
	    TOP + 40 +
		json_array_size(rows) * (json_array_size(numbers) * BAR + GAP),
	    title);
	json_array_foreach(rows, i, row) {
		s = label_text(row, labels);
		put_label(f, room + 4, y + BAR - 7, "end", s);
		free(s);
		json_array_foreach(numbers, j, column) {
			draw_bar(f, row, column, j, max, room + 12, y);
			y += BAR;
		}
		y += GAP;
	}
	draw_legend(f, numbers, y + 10);
	fputs("</svg>\n", f);
}

static json_t *
column_find(const json_t *columns, const char *name)
{
	json_t *column;
	size_t i;

	json_array_foreach(columns, i, column) {
		if (strcmp(text_of(column, "name"), name) == 0)
			return column;
	}
	return NULL;
}

/* Where S stands in LIST; it is put there if it is new. */
static size_t
place_of(json_t *list, const char *s)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		if (strcmp(json_string_value(json_array_get(list, i)), s) == 0)
			return i;
	}
	json_array_append_new(list, json_string(s));
	return i;
}

static void
draw_square(FILE *f, size_t x, size_t y, size_t width, bool shade,
    const char *number)
{
	fprintf(f,
	    "<rect x=\"%zu\" y=\"%zu\" width=\"%zu\" height=\"%d\" "
	    "fill=\"%s\" stroke=\"#35618f\"/>\n",
	    x, y, width, CELL / 2, shade ? "#dde6ef" : "white");
	put_label(f, x + width / 2, y + CELL / 2 - 9, "middle", number);
}

static void
draw_matrix(FILE *f, const char *title, const json_t *rows,
    const json_t *columns, const json_t *number)
{
	const json_t *from = column_find(columns, "from");
	const json_t *to = column_find(columns, "to");
	size_t i, n, left = 140, x, y;
	json_t *row, *places = json_array();
	char *a, *b, *s;

	json_array_foreach(rows, i, row) {
		a = cell_text(row, from);
		b = cell_text(row, to);
		(void)place_of(places, a);
		(void)place_of(places, b);
		free(a);
		free(b);
	}
	n = json_array_size(places);
	begin(f, left + n * CELL + 40, TOP + 40 + n * CELL / 2 + CELL, title);
	for (i = 0; i < n; i++) {
		const char *place =
		    json_string_value(json_array_get(places, i));

		put_label(f, left + i * CELL + CELL / 2, TOP + 12, "middle",
		    place);
		put_label(f, left - 8, TOP + 38 + i * CELL / 2, "end", place);
	}
	json_array_foreach(rows, i, row) {
		a = cell_text(row, from);
		b = cell_text(row, to);
		s = cell_text(row, number);
		x = left + place_of(places, b) * CELL;
		y = TOP + 20 + place_of(places, a) * CELL / 2;
		draw_square(f, x, y, CELL, strcmp(a, b) == 0, s);
		free(a);
		free(b);
		free(s);
	}
	put_label(f, 12, TOP + 12, "start", text_of(from, "title"));
	put_label(f, left, TOP + 50 + n * CELL / 2, "start",
	    text_of(to, "title"));
	json_decref(places);
	fputs("</svg>\n", f);
}

/* Numbers in squares, the columns' titles above. */
static void
draw_grid(FILE *f, const char *title, const json_t *rows, const json_t *labels,
    const json_t *numbers)
{
	size_t i, j, x, y = TOP + 20, room = label_room(rows, labels);
	json_t *row, *column;
	char *s;

	begin(f, room + 40 + json_array_size(numbers) * WIDE,
	    TOP + 60 + json_array_size(rows) * CELL / 2, title);
	json_array_foreach(numbers, j, column)
		put_label(f, room + 12 + j * WIDE + WIDE / 2, TOP + 12,
		    "middle", text_of(column, "title"));
	json_array_foreach(rows, i, row) {
		s = label_text(row, labels);
		put_label(f, room + 4, y + 18, "end", s);
		free(s);
		json_array_foreach(numbers, j, column) {
			x = room + 12 + j * WIDE;
			s = cell_text(row, column);
			draw_square(f, x, y, WIDE, number_of(row, column) > 0,
			    s);
			free(s);
		}
		y += CELL / 2;
	}
	fputs("</svg>\n", f);
}

void
svg_write(FILE *f, const char *title, const json_t *rows, const json_t *columns)
{
	json_t *labels = pick(rows, columns, false);
	json_t *numbers = pick(rows, columns, true), *column, *number = NULL;
	size_t i;

	json_array_foreach(numbers, i, column) {
		if (number == NULL &&
		    strcmp(text_of(column, "name"), "from") != 0 &&
		    strcmp(text_of(column, "name"), "to") != 0)
			number = column;
	}
	if (column_find(columns, "from") != NULL && number != NULL &&
	    column_find(columns, "to") != NULL)
		draw_matrix(f, title, rows, columns, number);
	else if (json_array_size(numbers) > 2)
		draw_grid(f, title, rows, labels, numbers);
	else
		draw_bars(f, title, rows, labels, numbers);
	json_decref(labels);
	json_decref(numbers);
}
