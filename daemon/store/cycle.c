/*
 * cycle -- how often a case was taken up again, why, and in which stage.
 */
#include "store/cycle.h"

#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

enum rc
cycle_add(struct tx *tx, const struct cycle *c, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO case_cycle (case_id, cycle, reason, stage, closed,"
	    " outcome, recorded, by_user)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	query_bind_int(&q, c->case_id);
	query_bind_int(&q, c->cycle);
	query_bind_text(&q, c->reason);
	query_bind_text(&q, c->stage);
	query_bind_int(&q, c->closed);
	query_bind_text(&q, c->outcome);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, c->by);
	return query_run(&q, e);
}

enum rc
cycle_list(struct store *s, int64_t case_id, json_t **rows, struct err *e)
{
	static const char *const names[] = { "cycle", "reason", "stage",
		"closed", "outcome", "recorded", "by" };
	json_t *list = json_array(), *row;
	struct query q;
	size_t i;

	query_begin(&q, s,
	    "SELECT cycle, reason, stage, closed, outcome, recorded, by_user"
	    " FROM case_cycle WHERE case_id = ?1 ORDER BY cycle");
	query_bind_int(&q, case_id);
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(row, names[i], &q, (int)i);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
