/*
 * figure -- counts that reports have told.
 */
#include "store/figure.h"

#include "store/query.h"
#include "store/store.h"
#include "store/tx.h"

enum rc
figure_list(struct store *s, const char *report, const char *cell,
    struct figure out[FIGURE_MAX], size_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT from_day, until_day, n FROM report_figure"
	    " WHERE report = ?1 AND cell = ?2 ORDER BY told DESC LIMIT ?3");
	query_bind_text(&q, report);
	query_bind_text(&q, cell);
	query_bind_int(&q, FIGURE_MAX);
	while (query_row(&q) && *n < FIGURE_MAX) {
		out[*n].from = query_date(&q, 0);
		out[*n].until = query_date(&q, 1);
		out[(*n)++].n = query_int(&q, 2);
	}
	return query_end(&q, e);
}

enum rc
figure_keep(struct tx *tx, const char *report, const char *cell,
    const struct figure *f, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT OR IGNORE INTO report_figure"
	    " (report, cell, from_day, until_day, n, told)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	query_bind_text(&q, report);
	query_bind_text(&q, cell);
	query_bind_date(&q, f->from);
	query_bind_date(&q, f->until);
	query_bind_int(&q, f->n);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}
