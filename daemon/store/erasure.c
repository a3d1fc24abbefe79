/*
 * erasure -- asked for, and erased, locked or refused; see erasure.h.
 */
#include "store/erasure.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/erase.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

static struct aad
aad_of(int64_t id, const char *column)
{
	struct aad a = { "erasure", id, column, 0, owner_none() };

	return a;
}

void
erasure_fini(struct erasure *r)
{
	free(r->reason);
	r->reason = NULL;
}

enum rc
erasure_ask(struct tx *tx, struct erasure *r, struct err *e)
{
	struct query q;
	struct aad a;
	enum rc rc;

	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM erasure", &r->id, e);
	if (rc != RC_OK)
		return rc;
	a = aad_of(r->id, "reason");
	r->asked = tx_now(tx);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO erasure (id, owner_kind, owner_id, part, asked,"
	    " asked_by, reason, due, state)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'asked')");
	query_bind_int(&q, r->id);
	query_bind_text(&q, owner_kind_name(r->of.kind));
	query_bind_int(&q, r->of.id);
	query_bind_text(&q, r->health ? "health" : "all");
	query_bind_int(&q, r->asked);
	query_bind_text(&q, r->asked_by);
	query_seal_text(&q, &a, r->reason == NULL ? "" : r->reason);
	query_bind_date(&q, r->due);
	if ((rc = query_run(&q, e)) == RC_CONFLICT)
		return err_set(e, rc,
		    _("erasure: asked for already, and not yet answered"));
	return rc;
}

enum rc
erasure_get(struct store *s, int64_t id, struct erasure *out, struct err *e)
{
	const struct aad a = { "erasure", id, "reason", 0, OWNER_ANY };
	struct query q;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s,
	    "SELECT owner_kind, owner_id, part, asked, asked_by, reason, due,"
	    " state, decided, decided_by FROM erasure WHERE id = ?1");
	query_bind_int(&q, id);
	if (query_row(&q)) {
		out->id = id;
		(void)owner_kind_parse(query_text(&q, 0), &out->of.kind);
		out->of.id = query_int(&q, 1);
		out->health = strcmp(query_text(&q, 2), "health") == 0;
		out->asked = query_int(&q, 3);
		query_copy(&q, 4, out->asked_by, sizeof(out->asked_by));
		out->reason = query_open_text(&q, 5, &a);
		out->due = query_date(&q, 6);
		query_copy(&q, 7, out->state, sizeof(out->state));
		out->decided = query_int(&q, 8);
		query_copy(&q, 9, out->decided_by, sizeof(out->decided_by));
	}
	if ((rc = query_end(&q, e)) != RC_OK)
		erasure_fini(out);
	else if (out->id == 0)
		rc = err_set(e, RC_NOTFOUND, _("erasure %lld: not found"),
		    (long long)id);
	return rc;
}

static void
add_sealed(json_t *row, const char *name, struct query *q, int col)
{
	const struct aad a = { "erasure", query_int(q, 0), name, 0, OWNER_ANY };
	char *text = query_open_text(q, col, &a);

	rows_text(row, name, text);
	free(text);
}

#define N_CLEAR 13 /* columns before reason */

static json_t *
list_row(struct query *q)
{
	static const char *const names[N_CLEAR] = { "id", "owner_kind",
		"owner_id", "part", "asked", "asked_by", "due", "state",
		"basis", "decided", "decided_by", "unlocked", "unlocked_by" };
	json_t *row = json_object();
	int i;

	for (i = 0; i < N_CLEAR; i++)
		rows_column(row, names[i], q, i);
	add_sealed(row, "reason", q, N_CLEAR);
	add_sealed(row, "note", q, N_CLEAR + 1);
	add_sealed(row, "unlock_note", q, N_CLEAR + 2);
	return row;
}

enum rc
erasure_list(struct store *s, const char *state, const struct owner *owner,
    int64_t after, int limit, json_t **rows, struct err *e)
{
	json_t *list = json_array();
	struct query q;

	query_begin(&q, s,
	    "SELECT id, owner_kind, owner_id, part, asked, asked_by, due,"
	    " state, basis, decided, decided_by, unlocked, unlocked_by,"
	    " reason, note, unlock_note FROM erasure WHERE id > ?1"
	    " AND (?2 IS NULL OR state = ?2)"
	    " AND (?3 IS NULL OR (owner_kind = ?3 AND owner_id = ?4))"
	    " ORDER BY id LIMIT ?5");
	query_bind_int(&q, after);
	query_bind_name(&q, state);
	query_bind_text(&q,
	    owner == NULL ? NULL : owner_kind_name(owner->kind));
	query_bind_int(&q, owner == NULL ? 0 : owner->id);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q))
		json_array_append_new(list, list_row(&q));
	return rows_end(&q, list, rows, e);
}

enum rc
erasure_of(struct store *s, const struct owner *owner, json_t **rows,
    struct err *e)
{
	static const char *const names[] = { "part", "state", "decided",
		"basis" };
	json_t *list = json_array(), *row;
	struct query q;
	int i;

	query_begin(&q, s,
	    "SELECT part, state, decided, basis FROM erasure"
	    " WHERE owner_id = ?1 AND owner_kind = ?2"
	    " AND state IN ('erased', 'locked') ORDER BY id");
	query_bind_int(&q, owner->id);
	query_bind_text(&q, owner_kind_name(owner->kind));
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < 4; i++)
			rows_column(row, names[i], &q, i);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
erasure_overdue(struct store *s, struct date day, int64_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT count(*) FROM erasure WHERE state = 'asked' AND due < ?1");
	query_bind_date(&q, day);
	if (query_row(&q))
		*n = query_int(&q, 0);
	return query_end(&q, e);
}

static enum rc
save_decision(struct tx *tx, const struct erasure *r, const char *state,
    const char *basis, const char *note, const char *by, struct err *e)
{
	const struct aad a = aad_of(r->id, "note");
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE erasure SET state = ?2, basis = ?3, note = ?4,"
	    " decided = ?5, decided_by = ?6 WHERE id = ?1"
	    " AND state = 'asked'");
	query_bind_int(&q, r->id);
	query_bind_text(&q, state);
	query_bind_name(&q, basis);
	query_seal_text(&q, &a, note);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	if ((rc = query_run(&q, e)) != RC_OK ||
	    query_changes(tx_store(tx)) == 1)
		return rc;
	return err_set(e, RC_CONFLICT, _("erasure %lld: answered already"),
	    (long long)r->id);
}

enum rc
erasure_decide(struct tx *tx, const struct erasure *r, const char *state,
    const char *basis, const char *note, const char *by, struct err *e)
{
	enum rc rc = save_decision(tx, r, state, basis, note, by, e);

	if (rc != RC_OK || strcmp(state, "refused") == 0)
		return rc;
	if (strcmp(state, "locked") == 0)
		return erase_lock(tx, &r->of, r->health, true, e);
	return erase_destroy(tx, &r->of, r->health, e);
}

enum rc
erasure_unlock(struct tx *tx, const struct erasure *r, const char *note,
    const char *by, struct err *e)
{
	const struct aad a = aad_of(r->id, "unlock_note");
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE erasure SET state = 'unlocked', unlock_note = ?2,"
	    " unlocked = ?3, unlocked_by = ?4 WHERE id = ?1"
	    " AND state = 'locked'");
	query_bind_int(&q, r->id);
	query_seal_text(&q, &a, note);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	if (query_changes(tx_store(tx)) != 1)
		return err_set(e, RC_CONFLICT, _("erasure %lld: not locked"),
		    (long long)r->id);
	return erase_lock(tx, &r->of, r->health, false, e);
}
