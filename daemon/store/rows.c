/*
 * rows -- small helpers for lists that are JSON.
 */
#include "store/rows.h"

#include <stdio.h>

#include "store/query.h"
#include "store/store.h"

int
rows_limit(int limit)
{
	if (limit < 1)
		return 1;
	return limit > STORE_LIST_MAX ? STORE_LIST_MAX : limit;
}

void
rows_text(json_t *row, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		json_object_set_new(row, name, json_string(value));
}

void
rows_int(json_t *row, const char *name, int64_t value)
{
	if (value != 0)
		json_object_set_new(row, name, json_integer(value));
}

void
rows_date(json_t *row, const char *name, struct date value)
{
	char text[DATE_SIZE];

	date_format(value, text);
	rows_text(row, name, text);
}

void
rows_column(json_t *row, const char *name, const struct query *q, int col)
{
	if (!query_is_null(q, col))
		json_object_set_new(row, name, query_value(q, col));
}

void
rows_case(json_t *row, const char *name, const struct query *q, int col)
{
	if (!query_is_null(q, col))
		json_object_set_new(row, name,
		    json_sprintf("%lld/%lld", (long long)query_int(q, col),
			(long long)query_int(q, col + 1)));
}

void
rows_hex(json_t *row, const char *name, const unsigned char *bytes, size_t len)
{
	char hex[2 * 64 + 1] = "";
	size_t i;

	for (i = 0; i < len && i < 64; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	json_object_set_new(row, name, json_string(hex));
}

enum rc
rows_end(struct query *q, json_t *rows, json_t **out, struct err *e)
{
	enum rc rc;

	*out = rows;
	if ((rc = query_end(q, e)) != RC_OK) {
		json_decref(rows);
		*out = NULL;
	}
	return rc;
}
