/*
 * incident -- what failed when nobody was there to be told.
 */
#include "store/incident.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

static struct aad
aad_of(int64_t id, int64_t case_id, const char *column)
{
	struct aad a = { "incident", id, column, 0,
		owner_case(case_id, BF_CLASS_IDENTITY) };

	return a;
}

void
incident_fini(struct incident *i)
{
	json_decref(i->payload);
	free(i->error);
	i->payload = NULL;
	i->error = NULL;
}

enum rc
incident_add(struct tx *tx, struct incident *i, struct err *e)
{
	struct aad payload, error;
	struct query q;
	enum rc rc;

	i->created = tx_now(tx);
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM incident", &i->id, e);
	if (rc != RC_OK)
		return rc;
	payload = aad_of(i->id, i->case_id, "payload");
	error = aad_of(i->id, i->case_id, "error");
	query_begin(&q, tx_store(tx),
	    "INSERT INTO incident (case_id, kind,"
	    " name, payload, error_name, error, created, attempts, state)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, 'open')");
	query_bind_id(&q, i->case_id);
	query_bind_text(&q, i->kind);
	query_bind_text(&q, i->name);
	query_seal_json(&q, &payload, i->payload);
	query_bind_text(&q, i->error_name);
	query_seal_text(&q, &error, i->error == NULL ? "" : i->error);
	query_bind_int(&q, i->created);
	return query_insert(&q, &i->id, e);
}

enum rc
incident_get(struct store *s, int64_t id, struct incident *out, struct err *e)
{
	struct aad payload = aad_of(id, 0, "payload");
	struct aad error = aad_of(id, 0, "error");
	struct query q;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s,
	    "SELECT id, case_id, kind, name, payload,"
	    " error_name, error, created, attempts, state FROM incident"
	    " WHERE id = ?1");
	query_bind_int(&q, id);
	if (query_row(&q)) {
		out->id = query_int(&q, 0);
		out->case_id = query_int(&q, 1);
		query_copy(&q, 2, out->kind, sizeof(out->kind));
		query_copy(&q, 3, out->name, sizeof(out->name));
		out->payload = query_open_json(&q, 4, &payload);
		query_copy(&q, 5, out->error_name, sizeof(out->error_name));
		out->error = query_open_text(&q, 6, &error);
		out->created = query_int(&q, 7);
		out->attempts = query_int(&q, 8);
		query_copy(&q, 9, out->state, sizeof(out->state));
	}
	if ((rc = query_end(&q, e)) != RC_OK)
		incident_fini(out);
	else if (out->id == 0)
		rc = err_set(e, RC_NOTFOUND, _("incident %lld: not found"),
		    (long long)id);
	return rc;
}

/* Did the last statement change the open incident ID? */
static enum rc
changed_one(struct store *s, enum rc rc, int64_t id, struct err *e)
{
	if (rc != RC_OK || query_changes(s) == 1)
		return rc;
	return err_set(e, RC_CONFLICT, _("incident %lld: not open"),
	    (long long)id);
}

enum rc
incident_again(struct tx *tx, int64_t id, const char *error_name,
    const char *error, struct err *e)
{
	struct aad a = aad_of(id, 0, "error");
	struct query q;
	enum rc rc;

	if ((rc = envelope_case(tx_store(tx),
		 "SELECT case_id FROM incident WHERE id = ?1", id, &a.owner,
		 e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "UPDATE incident SET"
	    " attempts = attempts + 1, error_name = ?2, error = ?3"
	    " WHERE id = ?1 AND state = 'open'");
	query_bind_int(&q, id);
	query_bind_text(&q, error_name);
	query_seal_text(&q, &a, error == NULL ? "" : error);
	return changed_one(tx_store(tx), query_run(&q, e), id, e);
}

enum rc
incident_end(struct tx *tx, int64_t id, const char *state, const char *by,
    struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE incident SET state = ?2,"
	    " ended = ?3, ended_by = ?4 WHERE id = ?1 AND state = 'open'");
	query_bind_int(&q, id);
	query_bind_text(&q, state);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	return changed_one(tx_store(tx), query_run(&q, e), id, e);
}

static json_t *
list_row(struct query *q)
{
	static const char *const names[] = { "id", "case_id", "kind", "name",
		"error_name", "created", "attempts", "state", "ended",
		"ended_by" };
	struct aad a = aad_of(query_int(q, 0), 0, "error");
	json_t *row = json_object();
	char *error;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		rows_column(row, names[i], q, (int)i);
	rows_case(row, "case", q, 10);
	error = query_open_text(q, 12, &a);
	rows_text(row, "error", error);
	free(error);
	return row;
}

enum rc
incident_list(struct store *s, const char *state, int64_t case_id,
    int64_t after, int limit, json_t **rows, struct err *e)
{
	json_t *list = json_array();
	struct query q;

	query_begin(&q, s,
	    "SELECT i.id, i.case_id, i.kind, i.name,"
	    " i.error_name, i.created, i.attempts, i.state, i.ended,"
	    " i.ended_by, c.year, c.number, i.error"
	    " FROM incident i LEFT JOIN cases c ON c.id = i.case_id"
	    " WHERE i.id > ?1 AND (?2 IS NULL OR i.state = ?2)"
	    " AND (?3 IS NULL OR i.case_id = ?3) ORDER BY i.id LIMIT ?4");
	query_bind_int(&q, after);
	query_bind_name(&q, state);
	query_bind_id(&q, case_id);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q))
		json_array_append_new(list, list_row(&q));
	return rows_end(&q, list, rows, e);
}

enum rc
incident_count_open(struct store *s, int64_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT count(*) FROM incident WHERE state = 'open'");
	if (query_row(&q))
		*n = query_int(&q, 0);
	return query_end(&q, e);
}
