/*
 * table -- rows under titles, lined up by what they take on a screen.
 */
#ifndef CLIENT_TABLE_H
#define CLIENT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "client/out.h"

struct table;

/* Make an empty table of N columns. */
struct table *table_new(size_t n);
void table_free(struct table *t);

/* Name column I; RIGHT lines its cells up at the right. */
void table_title(struct table *t, size_t i, const char *title, bool right);

/* Begin a row; MARK is how it is shown. */
void table_row(struct table *t, enum out_mark mark);

/* Fill column I of the last row.  Control characters become blanks. */
void table_cell(struct table *t, size_t i, const char *text);

size_t table_rows(const struct table *t);

/*
 * Write the table, each line after INDENT blanks.  A column without a cell is
 * left out, and so is the line of titles if all are empty.  Where the screen is too narrow the widest columns are cut, and
 * a cut cell ends with an ellipsis.
 */
void table_print(const struct table *t, struct out *o, size_t indent);

/*
 * Make a table of ROWS (array of objects) by COLUMNS as sys.describe gives
 * them: [{name, title, type}].
 */
struct table *table_of(const json_t *rows, const json_t *columns);

#endif
