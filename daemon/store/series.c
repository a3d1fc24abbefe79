/*
 * series -- numbers without gaps, per name and year.
 */
#include "store/series.h"

#include "store/query.h"
#include "store/tx.h"

enum rc
series_next(struct tx *tx, const char *name, int year, int64_t *out,
    struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO series (name, year, last) VALUES (?1, ?2, 1)"
	    " ON CONFLICT (name, year) DO UPDATE SET last = last + 1"
	    " RETURNING last");
	query_bind_text(&q, name);
	query_bind_int(&q, year);
	if (query_row(&q))
		*out = query_int(&q, 0);
	while (query_row(&q))
		;
	return query_end(&q, e);
}
