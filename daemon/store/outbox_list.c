/*
 * outbox_list -- effects in lists, and how many wait.
 */
#include "store/outbox.h"

#include <string.h>

#include "store/query.h"
#include "store/rows.h"
#include "store/scope.h"

#define OPEN_SQL                                                               \
	"(o.state IN ('pending', 'unknown')"                                   \
	" OR (o.state = 'failed' AND o.resolved IS NULL)"                      \
	" OR (o.state = 'done' AND o.opened IS NULL AND o.posted IS NULL"      \
	"  AND o.resolved IS NULL))"

static json_t *
row_json(const struct query *q)
{
	static const char *const names[] = { "id", "key", "kind", "case_id",
		"created", "due", "attempts", "state", "handed", "ended",
		"status", "posted", "available", "alerted", "opened",
		"resolved", "resolved_by" };
	const int n = sizeof(names) / sizeof(names[0]);
	json_t *row = json_object();
	int i;

	for (i = 0; i < n; i++)
		rows_column(row, names[i], q, i);
	rows_case(row, "case", q, n);
	return row;
}

enum rc
outbox_list(struct store *s, const struct scope *scope,
    const struct outbox_filter *f, int64_t after, int limit, json_t **rows,
    struct err *e)
{
	json_t *list = json_array();
	struct query q;

	query_begin(&q, s,
	    "SELECT o.id, o.key, o.kind, o.case_id, o.created, o.due,"
	    " o.attempts, o.state, o.handed, o.ended, o.status, o.posted,"
	    " o.available, o.alerted, o.opened, o.resolved, o.resolved_by,"
	    " c.year, c.number FROM outbox o JOIN cases c ON c.id = o.case_id"
	    " WHERE " SCOPE_SQL " AND o.id > ?4"
	    " AND (?5 IS NULL OR o.state = ?5)"
	    " AND (?6 IS NULL OR o.case_id = ?6)"
	    " AND (?7 = 0 OR " OPEN_SQL ") ORDER BY o.id LIMIT ?8");
	scope_bind(&q, scope);
	query_bind_int(&q, after);
	query_bind_name(&q, f->state == NULL ? "" : f->state);
	query_bind_id(&q, f->case_id);
	query_bind_int(&q, f->open);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q))
		json_array_append_new(list, row_json(&q));
	return rows_end(&q, list, rows, e);
}

static enum rc
count_doubt(struct store *s, struct outbox_counts *out, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT state, count(*) FROM outbox WHERE resolved IS NULL"
	    " AND state IN ('unknown', 'failed') GROUP BY state");
	while (query_row(&q))
		if (strcmp(query_text(&q, 0), "unknown") == 0)
			out->unknown = query_int(&q, 1);
		else
			out->failed = query_int(&q, 1);
	return query_end(&q, e);
}

enum rc
outbox_count(struct store *s, int64_t now, struct outbox_counts *out,
    struct err *e)
{
	struct query q;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s,
	    "SELECT count(*), min(created) FROM outbox"
	    " WHERE state = 'pending' AND due <= ?1");
	query_bind_int(&q, now);
	if (query_row(&q)) {
		out->waiting = query_int(&q, 0);
		out->oldest = query_int(&q, 1);
	}
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	return count_doubt(s, out, e);
}
