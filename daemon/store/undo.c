/*
 * undo -- what the last step of a case changed, kept while it may be undone.
 */
#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>

#include "store/undo.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/envelope.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/rotate.h"
#include "store/rows.h"
#include "store/tx.h"
#include "store/undo_watch.h"

void
undo_fini(struct undo *u)
{
	json_decref(u->body);
	u->body = NULL;
}

static enum rc
write_row(struct tx *tx, const struct undo *u, size_t n, const void *set,
    struct err *e)
{
	const struct owner of = owner_case(u->case_id, BF_CLASS_IDENTITY);
	const struct aad body = { "undo", u->case_id, "body", u->rev, of };
	const struct aad changes = { "undo", u->case_id, "changes", u->rev,
		of };
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO undo (case_id, rev, kind, actor, recorded, until,"
	    " lasting, body, changes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
	    " ?9) ON CONFLICT (case_id) DO UPDATE SET rev = excluded.rev,"
	    " kind = excluded.kind, actor = excluded.actor,"
	    " recorded = excluded.recorded, until = excluded.until,"
	    " lasting = excluded.lasting, body = excluded.body,"
	    " changes = excluded.changes");
	query_bind_int(&q, u->case_id);
	query_bind_int(&q, u->rev);
	query_bind_text(&q, u->kind);
	query_bind_text(&q, u->actor);
	query_bind_int(&q, u->recorded);
	query_bind_int(&q, u->until);
	query_bind_name(&q, u->lasting);
	query_seal_json(&q, &body, u->lasting[0] == '\0' ? u->body : NULL);
	query_seal(&q, &changes, set, n);
	return query_run(&q, e);
}

enum rc
undo_keep(struct tx *tx, struct undo_watch *w, struct undo *u, struct err *e)
{
	const void *set;
	size_t n;

	u->recorded = tx_now(tx);
	u->lasting[0] = '\0';
	strncat(u->lasting, undo_watch_lasting(w), sizeof(u->lasting) - 1);
	set = undo_watch_set(w, &n);
	return write_row(tx, u, n, n > 0 ? set : NULL, e);
}

enum rc
undo_find(struct store *s, int64_t case_id, struct undo *out, struct err *e)
{
	struct aad body = { "undo", case_id, "body", 0, OWNER_ANY };
	struct query q;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s,
	    "SELECT case_id, rev, kind, actor, recorded, until, lasting, body"
	    " FROM undo WHERE case_id = ?1");
	query_bind_int(&q, case_id);
	if (query_row(&q)) {
		out->case_id = query_int(&q, 0);
		out->rev = body.version = query_int(&q, 1);
		query_copy(&q, 2, out->kind, sizeof(out->kind));
		query_copy(&q, 3, out->actor, sizeof(out->actor));
		out->recorded = query_int(&q, 4);
		out->until = query_int(&q, 5);
		query_copy(&q, 6, out->lasting, sizeof(out->lasting));
		out->body = query_open_json(&q, 7, &body);
	}
	if ((rc = query_end(&q, e)) != RC_OK)
		undo_fini(out);
	return rc;
}

static int
never(void *arg, int conflict, sqlite3_changeset_iter *it)
{
	(void)arg;
	(void)conflict;
	(void)it;
	return SQLITE_CHANGESET_ABORT;
}

/* What puts SET back, in one change for each row; the caller frees it. */
static int
invert(int n, void *set, int *m, void **inverse)
{
	sqlite3_changegroup *group = NULL;
	void *merged = NULL;
	int code = sqlite3changegroup_new(&group);

	*inverse = NULL;
	if (code == SQLITE_OK)
		code = sqlite3changegroup_add(group, n, set);
	if (code == SQLITE_OK)
		code = sqlite3changegroup_output(group, &n, &merged);
	if (code == SQLITE_OK)
		code = sqlite3changeset_invert(n, merged, m, inverse);
	sqlite3changegroup_delete(group);
	sqlite3_free(merged);
	return code;
}

static enum rc
revert(struct store *s, int n, void *set, struct err *e)
{
	void *inverse;
	int m = 0, code = invert(n, set, &m, &inverse);

	if (code == SQLITE_OK)
		code = sqlite3changeset_apply(s->db, m, inverse, NULL, never,
		    NULL);
	sqlite3_free(inverse);
	if (code == SQLITE_OK)
		return RC_OK;
	if (code == SQLITE_ABORT || (code & 0xff) == SQLITE_CONSTRAINT)
		return err_set(e, RC_CONFLICT,
		    _("the step cannot be undone: what it changed has changed "
		      "again"));
	return query_fail(s, code, e);
}

static enum rc
read_changes(struct store *s, const struct undo *u, unsigned char **set,
    size_t *n, struct err *e)
{
	const struct aad a = { "undo", u->case_id, "changes", u->rev,
		OWNER_ANY };
	const void *sealed;
	struct query q;
	enum rc rc = RC_OK, end;
	size_t len;

	*set = NULL;
	*n = 0;
	query_begin(&q, s, "SELECT changes FROM undo WHERE case_id = ?1");
	query_bind_int(&q, u->case_id);
	if (query_row(&q) && !query_is_null(&q, 0)) {
		sealed = query_blob(&q, 0, &len);
		rc = envelope_open(s, &a, sealed, len, set, n, e);
	}
	end = query_end(&q, rc == RC_OK ? e : NULL);
	return rc != RC_OK ? rc : end;
}

static enum rc
forget(struct tx *tx, int64_t case_id, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx), "DELETE FROM undo WHERE case_id = ?1");
	query_bind_int(&q, case_id);
	return query_run(&q, e);
}

enum rc
undo_apply(struct tx *tx, const struct undo *u, struct err *e)
{
	unsigned char *set;
	size_t n;
	enum rc rc;

	rc = read_changes(tx_store(tx), u, &set, &n, e);
	if (rc == RC_OK && n > 0)
		rc = revert(tx_store(tx), (int)n, set, e);
	free(set);
	return rc == RC_OK ? forget(tx, u->case_id, e) : rc;
}

enum rc
undo_purge(struct tx *tx, int64_t now, int limit, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "DELETE FROM undo WHERE case_id IN"
	    " (SELECT case_id FROM undo WHERE until < ?1 LIMIT ?2)");
	query_bind_int(&q, now);
	query_bind_int(&q, limit);
	return query_run(&q, e);
}

#define EFFECTS_SQL " WHERE case_id = ?1 AND substr(key, 1, length(?2)) = ?2"

enum rc
undo_effects(struct tx *tx, int64_t case_id, const char *prefix, json_t **keys,
    struct err *e)
{
	json_t *list = json_array();
	bool gone = false;
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "SELECT key, state = 'pending' AND attempts = 0"
	    " FROM outbox" EFFECTS_SQL " ORDER BY id");
	query_bind_int(&q, case_id);
	query_bind_text(&q, prefix);
	while (query_row(&q)) {
		gone = gone || query_int(&q, 1) == 0;
		json_array_append_new(list, json_string(query_text(&q, 0)));
	}
	if ((rc = rows_end(&q, list, keys, e)) != RC_OK)
		return rc;
	if (gone)
		return err_set(e, RC_CONFLICT,
		    _("a letter or message of the step has left already"));
	query_begin(&q, tx_store(tx), "DELETE FROM outbox" EFFECTS_SQL);
	query_bind_int(&q, case_id);
	query_bind_text(&q, prefix);
	return query_run(&q, e);
}

enum rc
undo_release(struct tx *tx, int64_t case_id, const char *prefix, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE outbox SET due = created" EFFECTS_SQL
	    " AND state = 'pending'");
	query_bind_int(&q, case_id);
	query_bind_text(&q, prefix);
	return query_run(&q, e);
}

enum rc
undo_forget_all(struct tx *tx, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx), "DELETE FROM undo");
	return query_run(&q, e);
}
