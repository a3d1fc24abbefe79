/*
 * without_decision -- cases that ended with advice and no decision, and why.
 */
#include "store/without_decision.h"

#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

enum rc
without_decision_add(struct tx *tx, const struct without_decision *w,
    struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO without_decision (case_id, cycle, reason, unit,"
	    " by_user, date, recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
	query_bind_int(&q, w->case_id);
	query_bind_int(&q, w->cycle);
	query_bind_text(&q, w->reason);
	query_bind_text(&q, w->unit);
	query_bind_text(&q, w->by);
	query_bind_date(&q, w->day);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
without_decision_count(struct store *s, struct date from, struct date to,
    int64_t as_of, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;

	query_begin(&q, s,
	    "SELECT unit, reason, count(*) FROM without_decision"
	    " WHERE date >= ?1 AND date <= ?2 AND recorded <= ?3"
	    " GROUP BY unit, reason ORDER BY unit, reason");
	query_bind_date(&q, from);
	query_bind_date(&q, to);
	query_bind_int(&q, as_of);
	while (query_row(&q)) {
		row = json_object();
		rows_column(row, "unit", &q, 0);
		rows_column(row, "reason", &q, 1);
		rows_column(row, "n", &q, 2);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
