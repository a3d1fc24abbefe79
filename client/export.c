/*
 * export -- rows as a file for a spreadsheet.
 */
#include "client/export.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "client/catalog.h"
#include "client/value.h"

static void
put_cell(FILE *f, const char *text, bool number)
{
	bool quote = strpbrk(text, ";\"\r\n") != NULL;
	bool formula =
	    !number && text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;

	if (quote)
		putc('"', f);
	if (formula)
		putc('\'', f);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putc('"', f);
		putc(*text, f);
	}
	if (quote)
		putc('"', f);
}

void
export_csv(FILE *f, const json_t *rows, const json_t *columns)
{
	json_t *column, *row, *v;
	const char *type;
	size_t i, j;
	char *s;

	json_array_foreach(columns, j, column) {
		if (j > 0)
			putc(';', f);
		put_cell(f, text_of(column, "title"), false);
	}
	fputs("\r\n", f);
	json_array_foreach(rows, i, row) {
		json_array_foreach(columns, j, column) {
			type = text_of(column, "type");
			v = json_object_get(row, text_of(column, "name"));
			s = value_show(v, type, VALUE_SHEET);
			if (j > 0)
				putc(';', f);
			put_cell(f, s, json_is_integer(v));
			free(s);
		}
		fputs("\r\n", f);
	}
}
