/*
 * svg -- rows as a drawing: bars, or a matrix.
 *
 * Colour is never the only sign: series differ by pattern, and every bar and
 * every square carries its number.
 */
#ifndef CLIENT_SVG_H
#define CLIENT_SVG_H

#include <stdio.h>

#include <jansson.h>

/*
 * Draw ROWS by COLUMNS ([{name, title, type}]).  Columns `from` and `to` make
 * a matrix of the first number column; more than two number columns make a
 * grid of numbers; otherwise each row is a group of bars, one for each number
 * column.  The other columns label the rows.  A number that is hidden ("<5")
 * is written, not drawn.
 */
void svg_write(FILE *f, const char *title, const json_t *rows,
    const json_t *columns);

#endif
