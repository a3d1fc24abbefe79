/*
 * export -- rows as a file for a spreadsheet.
 */
#ifndef CLIENT_EXPORT_H
#define CLIENT_EXPORT_H

#include <stdio.h>

#include <jansson.h>

/*
 * Write ROWS as CSV: UTF-8, ';', CRLF, decimal comma, ISO dates, titles first.
 * A text that a spreadsheet would take for a formula gets an apostrophe.
 */
void export_csv(FILE *f, const json_t *rows, const json_t *columns);

#endif
