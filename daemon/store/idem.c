/*
 * idem -- the same key and body from the same user does nothing twice.
 */
#include "store/idem.h"

#include <string.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/keyed.h"
#include "store/query.h"
#include "store/tx.h"

static struct aad
aad_of(int64_t commit, const char *kind, int64_t subject)
{
	struct aad a = { "idem", commit, "reply", 0,
		owner_subject(kind, subject, BF_CLASS_IDENTITY) };

	return a;
}

void
idem_fini(struct idem *i)
{
	json_decref(i->reply);
	i->reply = NULL;
}

/* Is the hash in columns COL and COL + 1 that of BODY? */
static bool
is_body(const struct query *q, int col, const char *body, size_t body_len)
{
	unsigned char hash[KEYED_SIZE];
	const void *kept;
	size_t len;

	kept = query_blob(q, col, &len);
	return len == sizeof(hash) &&
	    keyed_hash_by(q->store, query_int(q, col + 1), "request", body,
		body_len, hash) &&
	    memcmp(kept, hash, len) == 0;
}

enum rc
idem_find(struct store *s, const char *user, const char *key, const char *body,
    size_t len, bool *found, struct idem *out, struct err *e)
{
	enum seal withheld;
	bool same = false;
	struct query q;
	struct aad a;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s,
	    "SELECT hash, key_id, subject_kind, subject_id,"
	    " commit_no, reply FROM idem WHERE user = ?1 AND key = ?2");
	query_bind_text(&q, user);
	query_bind_text(&q, key);
	if ((*found = query_row(&q))) {
		same = is_body(&q, 0, body, len);
		query_copy(&q, 2, out->subject_kind, sizeof(out->subject_kind));
		out->subject = query_int(&q, 3);
		out->commit = query_int(&q, 4);
		a = aad_of(out->commit, out->subject_kind, out->subject);
		if (same)
			out->reply = query_open_json(&q, 5, &a);
	}
	withheld = q.withheld;
	rc = query_end(&q, e);
	if (rc == RC_OK && withheld != SEAL_OK)
		rc = seal_fail(withheld, e);
	if (rc == RC_OK && *found && !same)
		rc = err_set(e, RC_IDEM,
		    _("idem %s: used before for something else"), key);
	if (rc != RC_OK) {
		idem_fini(out);
		*found = false;
	}
	return rc;
}

enum rc
idem_add(struct tx *tx, const char *user, const char *key, const char *body,
    size_t len, const struct idem *i, struct err *e)
{
	unsigned char hash[KEYED_SIZE];
	struct aad a = aad_of(i->commit, i->subject_kind, i->subject);
	json_t *reply =
	    i->reply == NULL ? json_object() : json_incref(i->reply);
	struct query q;
	int64_t key_id;

	key_id = keyed_hash(tx_store(tx), "request", body, len, hash);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO idem (user, key, hash,"
	    " key_id, subject_kind, subject_id, reply, commit_no, created)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
	query_bind_text(&q, user);
	query_bind_text(&q, key);
	query_bind_blob(&q, hash, sizeof(hash));
	query_bind_int(&q, key_id);
	query_bind_text(&q, i->subject_kind);
	query_bind_int(&q, i->subject);
	query_seal_json(&q, &a, reply);
	query_bind_int(&q, i->commit);
	query_bind_int(&q, tx_now(tx));
	json_decref(reply);
	return query_run(&q, e);
}

enum rc
idem_purge(struct tx *tx, int64_t before, int limit, int *n, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "DELETE FROM idem WHERE rowid IN"
	    " (SELECT rowid FROM idem WHERE created < ?1"
	    "  ORDER BY created LIMIT ?2)");
	query_bind_int(&q, before);
	query_bind_int(&q, limit);
	rc = query_run(&q, e);
	*n = rc == RC_OK ? query_changes(tx_store(tx)) : 0;
	return rc;
}
