/*
 * outbox -- effects that a step asked for and that are not yet done.
 */
#include "store/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/case.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

void
outbox_fini(struct outbox *o)
{
	json_decref(o->payload);
	o->payload = NULL;
}

void
outboxes_free(struct outbox *o, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		outbox_fini(&o[i]);
	free(o);
}

void
outbox_key(const struct store *s, const struct case_head *h, int64_t seq,
    int64_t no, char out[OUTBOX_KEY_SIZE])
{
	(void)snprintf(out, OUTBOX_KEY_SIZE, "%s.E%lld.%d-%lld.%lld.%lld",
	    store_municipality(s), (long long)store_incarnation(s), h->year,
	    (long long)h->number, (long long)seq, (long long)no);
}

enum rc
outbox_add(struct tx *tx, struct outbox *o, struct err *e)
{
	struct aad a = { "outbox", 0, "payload", 0,
		owner_case(o->case_id, BF_CLASS_IDENTITY) };
	struct query q;
	enum rc rc;

	o->created = tx_now(tx);
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM outbox", &a.row, e);
	if (rc != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO outbox (key, kind, case_id,"
	    " payload, created, due, attempts, state)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 'pending')");
	query_bind_text(&q, o->key);
	query_bind_text(&q, o->kind);
	query_bind_id(&q, o->case_id);
	query_seal_json(&q, &a, o->payload);
	query_bind_int(&q, o->created);
	query_bind_int(&q, o->due);
	if ((rc = query_insert(&q, &o->id, e)) == RC_CONFLICT)
		return err_set(e, rc, _("effect %s: already asked for"),
		    o->key);
	return rc;
}

static void
read_row(struct query *q, struct outbox *o)
{
	const struct aad a = { "outbox", query_int(q, 0), "payload", 0,
		OWNER_ANY };

	memset(o, 0, sizeof(*o));
	o->id = query_int(q, 0);
	query_copy(q, 1, o->key, sizeof(o->key));
	query_copy(q, 2, o->kind, sizeof(o->kind));
	o->case_id = query_int(q, 3);
	o->payload = query_open_json(q, 4, &a);
	o->created = query_int(q, 5);
	o->due = query_int(q, 6);
	o->attempts = query_int(q, 7);
	query_copy(q, 8, o->state, sizeof(o->state));
}

enum rc
outbox_due(struct store *s, int64_t until, int limit, struct outbox **out,
    size_t *n, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = NULL;
	*n = 0;
	query_begin(&q, s,
	    "SELECT id, key, kind, case_id, payload, created,"
	    " due, attempts, state FROM outbox"
	    " WHERE state = 'pending' AND due <= ?1 ORDER BY due, id LIMIT ?2");
	query_bind_int(&q, until);
	query_bind_int(&q, limit);
	while (query_row(&q)) {
		*out = mem_grow(*out, *n + 1, sizeof(**out));
		read_row(&q, &(*out)[(*n)++]);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		outboxes_free(*out, *n);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

enum rc
outbox_soonest(struct store *s, int64_t *due, struct err *e)
{
	struct query q;

	*due = INT64_MAX;
	query_begin(&q, s,
	    "SELECT due FROM outbox WHERE state = 'pending'"
	    " ORDER BY due, id LIMIT 1");
	if (query_row(&q))
		*due = query_int(&q, 0);
	return query_end(&q, e);
}

/* Did the last statement change the pending effect ID? */
static enum rc
changed_one(struct store *s, enum rc rc, int64_t id, struct err *e)
{
	if (rc != RC_OK || query_changes(s) == 1)
		return rc;
	return err_set(e, RC_CONFLICT, _("effect %lld: not pending"),
	    (long long)id);
}

enum rc
outbox_end(struct tx *tx, int64_t id, const char *state, const json_t *result,
    struct err *e)
{
	struct aad a = { "outbox", id, "result", 0, OWNER_ANY };
	struct query q;
	enum rc rc;

	if ((rc = envelope_case(tx_store(tx),
		 "SELECT case_id FROM outbox WHERE id = ?1", id, &a.owner,
		 e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "UPDATE outbox SET state = ?2,"
	    " ended = ?3, result = ?4, attempts = attempts + 1"
	    " WHERE id = ?1 AND state = 'pending'");
	query_bind_int(&q, id);
	query_bind_text(&q, state);
	query_bind_int(&q, tx_now(tx));
	query_seal_json(&q, &a, result);
	return changed_one(tx_store(tx), query_run(&q, e), id, e);
}

enum rc
outbox_retry(struct tx *tx, int64_t id, int64_t due, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE outbox SET due = ?2,"
	    " attempts = attempts + 1 WHERE id = ?1 AND state = 'pending'");
	query_bind_int(&q, id);
	query_bind_int(&q, due);
	return changed_one(tx_store(tx), query_run(&q, e), id, e);
}

enum rc
outbox_list(struct store *s, const char *state, int64_t case_id, int64_t after,
    int limit, json_t **rows, struct err *e)
{
	static const char *const names[] = { "id", "key", "kind", "case_id",
		"created", "due", "attempts", "state", "ended" };
	json_t *list = json_array(), *row;
	struct query q;
	size_t i;

	query_begin(&q, s,
	    "SELECT id, key, kind, case_id, created, due,"
	    " attempts, state, ended FROM outbox WHERE id > ?1"
	    " AND (?2 IS NULL OR state = ?2)"
	    " AND (?3 IS NULL OR case_id = ?3) ORDER BY id LIMIT ?4");
	query_bind_int(&q, after);
	query_bind_name(&q, state);
	query_bind_id(&q, case_id);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(row, names[i], &q, (int)i);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
