/*
 * outbox -- effects that a step asked for, and what became of them.
 */
#include "store/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/case.h"
#include "store/envelope.h"
#include "store/inside.h"
#include "store/query.h"
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
		owner_case(o->case_id, owner_words(o->class)) };
	struct query q;
	enum rc rc;

	o->created = tx_now(tx);
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM outbox", &a.row, e);
	if (rc != RC_OK)
		return rc;
	tx_store(tx)->outbox_asked++;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO outbox (key, kind, case_id,"
	    " payload, created, due, class, attempts, state)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 'pending')");
	query_bind_text(&q, o->key);
	query_bind_text(&q, o->kind);
	query_bind_id(&q, o->case_id);
	query_seal_json(&q, &a, o->payload);
	query_bind_int(&q, o->created);
	query_bind_int(&q, o->due);
	query_bind_int(&q, (int64_t)owner_words(o->class));
	if ((rc = query_insert(&q, &o->id, e)) == RC_CONFLICT)
		return err_set(e, rc, _("effect %s: already asked for"),
		    o->key);
	return rc;
}

void
outbox_hash(const json_t *payload, char out[OUTBOX_HASH_SIZE])
{
	char *text = json_dumps(payload,
	    JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	unsigned char hash[HASH_SIZE];

	hash_of(NULL, 0, text, text == NULL ? 0 : strlen(text), hash);
	hash_hex(hash, out);
	free(text);
}

enum rc
outbox_compare(struct store *s, const char *key, const char *hash,
    enum outbox_match *out, struct err *e)
{
	struct aad a = { "outbox", 0, "payload", 0, OWNER_ANY };
	char now[OUTBOX_HASH_SIZE] = "";
	json_t *payload;
	struct query q;

	*out = OUTBOX_MISSING;
	query_begin(&q, s, "SELECT id, payload FROM outbox WHERE key = ?1");
	query_bind_text(&q, key);
	if (query_row(&q)) {
		a.row = query_int(&q, 0);
		payload = query_open_json(&q, 1, &a);
		if (q.withheld != SEAL_OK || q.seal == SEAL_NO_KEYS)
			*out = OUTBOX_UNREAD;
		else if (q.seal != SEAL_OK)
			*out = OUTBOX_CHANGED;
		else {
			outbox_hash(payload, now);
			*out = strcmp(now, hash) == 0 ? OUTBOX_SAME :
							OUTBOX_CHANGED;
		}
		json_decref(payload);
		q.seal = q.withheld = SEAL_OK;
	}
	return query_end(&q, e);
}

#define ROW_SQL                                                                \
	"SELECT id, key, kind, case_id, payload, created, due, attempts,"      \
	" state, handed, ended, status, posted, available, alerted, opened,"   \
	" incident, resolved, class FROM outbox"

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
	o->handed = query_int(q, 9);
	o->ended = query_int(q, 10);
	query_copy(q, 11, o->status, sizeof(o->status));
	o->posted = query_int(q, 12);
	o->available = query_int(q, 13);
	o->alerted = query_int(q, 14);
	o->opened = query_int(q, 15);
	o->incident = query_int(q, 16);
	o->resolved = query_int(q, 17);
	o->class = (enum bf_class)query_int(q, 18);
}

/* Every row of Q, which it ends. */
static enum rc
read_rows(struct query *q, struct outbox **out, size_t *n, struct err *e)
{
	enum rc rc;

	*out = NULL;
	*n = 0;
	while (query_row(q)) {
		*out = mem_grow(*out, *n + 1, sizeof(**out));
		read_row(q, &(*out)[(*n)++]);
	}
	if ((rc = query_end(q, e)) != RC_OK) {
		outboxes_free(*out, *n);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

enum rc
outbox_due(struct store *s, int64_t until, int limit, struct outbox **out,
    size_t *n, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    ROW_SQL " WHERE state = 'pending' AND handed IS NULL AND due <= ?1"
		    " ORDER BY due, id LIMIT ?2");
	query_bind_int(&q, until);
	query_bind_int(&q, limit);
	return read_rows(&q, out, n, e);
}

enum rc
outbox_soonest(struct store *s, int64_t after, int64_t *due, struct err *e)
{
	struct query q;

	*due = INT64_MAX;
	query_begin(&q, s,
	    "SELECT due FROM outbox WHERE state = 'pending'"
	    " AND handed IS NULL AND due > ?1 ORDER BY due, id LIMIT 1");
	query_bind_int(&q, after);
	if (query_row(&q))
		*due = query_int(&q, 0);
	return query_end(&q, e);
}

uint64_t
outbox_asked(const struct store *s)
{
	return s->outbox_asked;
}

enum rc
outbox_count_handed(struct store *s, int64_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT count(*) FROM outbox WHERE handed IS NOT NULL");
	if (query_row(&q))
		*n = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
outbox_handed(struct store *s, int limit, struct outbox **out, size_t *n,
    struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    ROW_SQL " WHERE state = 'pending' AND handed IS NOT NULL"
		    " ORDER BY id LIMIT ?1");
	query_bind_int(&q, limit);
	return read_rows(&q, out, n, e);
}

enum rc
outbox_interrupted(struct store *s, int limit, struct outbox **out, size_t *n,
    struct err *e)
{
	char ours[OUTBOX_KEY_SIZE];
	struct query q;

	(void)snprintf(ours, sizeof(ours), "%s.E%lld.*", store_municipality(s),
	    (long long)store_incarnation(s));
	query_begin(&q, s,
	    ROW_SQL " WHERE state = 'pending'"
		    " AND (handed IS NOT NULL OR key NOT GLOB ?1)"
		    " ORDER BY id LIMIT ?2");
	query_bind_text(&q, ours);
	query_bind_int(&q, limit);
	return read_rows(&q, out, n, e);
}

enum rc
outbox_get(struct store *s, int64_t id, struct outbox *out, struct err *e)
{
	struct query q;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, ROW_SQL " WHERE id = ?1");
	query_bind_int(&q, id);
	if (query_row(&q))
		read_row(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		outbox_fini(out);
	else if (out->id == 0)
		rc = err_set(e, RC_NOTFOUND, _("letter %lld: not found"),
		    (long long)id);
	return rc;
}

enum rc
outbox_find(struct store *s, const char *key, struct outbox *out, struct err *e)
{
	struct query q;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, ROW_SQL " WHERE key = ?1");
	query_bind_text(&q, key);
	if (query_row(&q))
		read_row(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		outbox_fini(out);
	return rc;
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
outbox_hand(struct tx *tx, int64_t id, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE outbox SET handed = ?2, attempts = attempts + 1"
	    " WHERE id = ?1 AND state = 'pending'");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	return changed_one(tx_store(tx), query_run(&q, e), id, e);
}

/* Whose key seals what is said of effect ID: its case's. */
static enum rc
find_owner(struct store *s, int64_t id, struct owner *out, struct err *e)
{
	return envelope_case(s, "SELECT case_id FROM outbox WHERE id = ?1", id,
	    out, e);
}

enum rc
outbox_end(struct tx *tx, int64_t id, const char *state, const json_t *result,
    struct err *e)
{
	struct aad a = { "outbox", id, "result", 0, OWNER_ANY };
	struct query q;
	enum rc rc;

	if ((rc = find_owner(tx_store(tx), id, &a.owner, e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "UPDATE outbox SET state = ?2, ended = ?3, result = ?4,"
	    " handed = NULL WHERE id = ?1 AND state = 'pending'");
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
	    "UPDATE outbox SET due = ?2, handed = NULL"
	    " WHERE id = ?1 AND state = 'pending'");
	query_bind_int(&q, id);
	query_bind_int(&q, due);
	return changed_one(tx_store(tx), query_run(&q, e), id, e);
}

enum rc
outbox_note(struct tx *tx, const struct outbox *o, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE outbox SET state = ?2, status = ?3, posted = ?4,"
	    " available = ?5, alerted = ?6, opened = ?7, incident = ?8"
	    " WHERE id = ?1");
	query_bind_int(&q, o->id);
	query_bind_text(&q, o->state);
	query_bind_name(&q, o->status);
	query_bind_id(&q, o->posted);
	query_bind_id(&q, o->available);
	query_bind_id(&q, o->alerted);
	query_bind_id(&q, o->opened);
	query_bind_id(&q, o->incident);
	return query_run(&q, e);
}

enum rc
outbox_resolve(struct tx *tx, int64_t id, const char *state, const char *by,
    const json_t *result, struct err *e)
{
	struct aad a = { "outbox", id, "result", 0, OWNER_ANY };
	bool again = strcmp(state, "pending") == 0;
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	if ((rc = find_owner(s, id, &a.owner, e)) != RC_OK)
		return rc;
	s->outbox_asked++;
	query_begin(&q, s,
	    "UPDATE outbox SET state = ?2, result = ?3,"
	    " resolved = iif(?4, NULL, ?5), resolved_by = iif(?4, NULL, ?6),"
	    " due = iif(?4, ?5, due), attempts = iif(?4, 0, attempts),"
	    " ended = iif(?4, NULL, ?5), handed = NULL WHERE id = ?1"
	    " AND state IN ('unknown', 'failed') AND resolved IS NULL");
	query_bind_int(&q, id);
	query_bind_text(&q, state);
	query_seal_json(&q, &a, result);
	query_bind_int(&q, again);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	if ((rc = query_run(&q, e)) != RC_OK || query_changes(s) == 1)
		return rc;
	return err_set(e, RC_CONFLICT,
	    _("letter %lld: has not failed and is not in doubt"),
	    (long long)id);
}

enum rc
outbox_result(struct store *s, int64_t id, json_t **out, struct err *e)
{
	const struct aad a = { "outbox", id, "result", 0, OWNER_ANY };
	struct query q;

	*out = NULL;
	query_begin(&q, s, "SELECT result FROM outbox WHERE id = ?1");
	query_bind_int(&q, id);
	if (query_row(&q) && !query_is_null(&q, 0))
		*out = query_open_json(&q, 0, &a);
	return query_end(&q, e);
}
