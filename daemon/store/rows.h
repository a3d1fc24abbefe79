/*
 * rows -- small helpers for lists that are JSON; for this room only.
 */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"

struct query;

/* A page's length: LIMIT, but 1 to STORE_LIST_MAX. */
int rows_limit(int limit);

/* Set a member; nothing is set for "", NULL, 0, DATE_NONE. */
void rows_text(json_t *row, const char *name, const char *value);
void rows_int(json_t *row, const char *name, int64_t value);
void rows_date(json_t *row, const char *name, struct date value);

/* Set it from column COL unless that is null. */
void rows_column(json_t *row, const char *name, const struct query *q, int col);
/* Set it as "2027/12" from the columns COL (year) and COL + 1. */
void rows_case(json_t *row, const char *name, const struct query *q, int col);

/* Set NAME to hex of LEN bytes. */
void
rows_hex(json_t *row, const char *name, const unsigned char *bytes, size_t len);

/*
 * End Q; hand ROWS over in *OUT, or free them and set *OUT to NULL if Q failed.
 */
enum rc rows_end(struct query *q, json_t *rows, json_t **out, struct err *e);

#endif
