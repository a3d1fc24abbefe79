/*
 * timer -- what falls due by itself; a row each, the soonest first.
 */
#include "store/timer.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

static struct aad
aad_of(const struct timer *t)
{
	struct aad a = { "timer", t->id, "payload", 0,
		owner_case(t->case_id, BF_CLASS_IDENTITY) };

	return a;
}

void
timer_fini(struct timer *t)
{
	json_decref(t->payload);
	t->payload = NULL;
}

void
timers_free(struct timer *t, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		timer_fini(&t[i]);
	free(t);
}

enum rc
timer_add(struct tx *tx, struct timer *t, struct err *e)
{
	struct query q;
	struct aad a;
	enum rc rc;

	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM timer", &t->id, e);
	if (rc != RC_OK)
		return rc;
	a = aad_of(t);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO timer (due, kind, case_id,"
	    " deadline_id, stage, name, payload, created)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	query_bind_int(&q, t->due);
	query_bind_text(&q, t->kind);
	query_bind_id(&q, t->case_id);
	query_bind_id(&q, t->deadline);
	query_bind_text(&q, t->stage);
	query_bind_text(&q, t->name);
	query_seal_json(&q, &a, t->payload);
	query_bind_int(&q, tx_now(tx));
	return query_insert(&q, &t->id, e);
}

static enum rc
remove_by(struct tx *tx, const char *sql, int64_t number, const char *text,
    struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx), sql);
	query_bind_int(&q, number);
	if (text != NULL)
		query_bind_text(&q, text);
	return query_run(&q, e);
}

enum rc
timer_remove(struct tx *tx, int64_t id, struct err *e)
{
	return remove_by(tx, "DELETE FROM timer WHERE id = ?1", id, NULL, e);
}

enum rc
timer_remove_name(struct tx *tx, int64_t case_id, const char *name,
    struct err *e)
{
	return remove_by(tx,
	    "DELETE FROM timer"
	    " WHERE case_id = ?1 AND kind = 'definition' AND name = ?2",
	    case_id, name, e);
}

enum rc
timer_remove_beside(struct tx *tx, int64_t case_id, const char *name,
    struct err *e)
{
	return remove_by(tx,
	    "DELETE FROM timer WHERE case_id = ?1"
	    " AND stage = '" STORE_BESIDE "' AND name = ?2",
	    case_id, name, e);
}

enum rc
timer_remove_stage(struct tx *tx, int64_t case_id, const char *stage,
    struct err *e)
{
	/* What plugins began outlives the closing of the case. */
	if (stage == NULL)
		return remove_by(tx,
		    "DELETE FROM timer WHERE case_id = ?1"
		    " AND stage <> '" STORE_BESIDE "' AND kind <> 'plugin'"
		    " AND (deadline_id IS NULL"
		    "  OR deadline_id NOT IN (SELECT id FROM deadline"
		    "   WHERE case_id = ?1 AND stage LIKE '@%'))",
		    case_id, NULL, e);
	return remove_by(tx,
	    "DELETE FROM timer WHERE case_id = ?1 AND stage = ?2", case_id,
	    stage, e);
}

enum rc
timer_remove_plugin(struct tx *tx, int64_t case_id, const char *name,
    const char *stage, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "DELETE FROM timer WHERE case_id IS ?1 AND kind = 'plugin'"
	    " AND name = ?2 AND stage = ?3");
	query_bind_id(&q, case_id);
	query_bind_text(&q, name);
	query_bind_text(&q, stage);
	return query_run(&q, e);
}

enum rc
timer_remove_deadline(struct tx *tx, int64_t deadline, struct err *e)
{
	return remove_by(tx, "DELETE FROM timer WHERE deadline_id = ?1",
	    deadline, NULL, e);
}

enum rc
timer_soonest(struct store *s, int64_t *due, struct err *e)
{
	struct query q;

	*due = INT64_MAX;
	query_begin(&q, s, "SELECT due FROM timer ORDER BY due, id LIMIT 1");
	if (query_row(&q))
		*due = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
timer_count(struct store *s, int64_t until, int64_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s, "SELECT count(*) FROM timer WHERE due <= ?");
	query_bind_int(&q, until);
	if (query_row(&q))
		*n = query_int(&q, 0);
	return query_end(&q, e);
}

static void
read_timer(struct query *q, struct timer *t)
{
	struct aad a;

	memset(t, 0, sizeof(*t));
	t->id = query_int(q, 0);
	t->due = query_int(q, 1);
	query_copy(q, 2, t->kind, sizeof(t->kind));
	t->case_id = query_int(q, 3);
	t->deadline = query_int(q, 4);
	query_copy(q, 5, t->stage, sizeof(t->stage));
	query_copy(q, 6, t->name, sizeof(t->name));
	a = aad_of(t);
	t->payload = query_open_json(q, 7, &a);
}

enum rc
timer_due(struct store *s, int64_t until, int limit, struct timer **out,
    size_t *n, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = NULL;
	*n = 0;
	query_begin(&q, s,
	    "SELECT id, due, kind, case_id, deadline_id, stage,"
	    " name, payload FROM timer WHERE due <= ?1 ORDER BY due, id"
	    " LIMIT ?2");
	query_bind_int(&q, until);
	query_bind_int(&q, limit);
	while (query_row(&q)) {
		*out = mem_grow(*out, *n + 1, sizeof(**out));
		read_timer(&q, &(*out)[(*n)++]);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		timers_free(*out, *n);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

enum rc
timer_list(struct store *s, int64_t case_id, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;

	query_begin(&q, s,
	    "SELECT id, due, kind, deadline_id, stage, name"
	    " FROM timer WHERE case_id = ?1 ORDER BY due, id LIMIT ?2");
	query_bind_int(&q, case_id);
	query_bind_int(&q, STORE_LIST_MAX);
	while (query_row(&q)) {
		row = json_object();
		rows_column(row, "id", &q, 0);
		rows_column(row, "due", &q, 1);
		rows_column(row, "kind", &q, 2);
		rows_column(row, "deadline", &q, 3);
		rows_text(row, "stage", query_text(&q, 4));
		rows_text(row, "name", query_text(&q, 5));
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
