/*
 * tx -- the transaction in which everything is written, and its savepoints.
 */
#include "store/tx.h"

#include <assert.h>
#include <string.h>

#include <sqlite3.h>

#include "base/i18n.h"
#include "store/inside.h"
#include "store/keyring.h"
#include "store/meta.h"
#include "store/query.h"

static enum rc
run(struct store *s, const char *sql, struct err *e)
{
	struct query q;

	query_begin(&q, s, sql);
	return query_run(&q, e);
}

enum rc
tx_begin(struct store *s, int64_t now, struct tx **out, struct err *e)
{
	enum rc rc;

	assert(!s->in_tx);
	*out = NULL;
	if (s->broken)
		return err_set(e, RC_IO, _("the database failed before"));
	if ((rc = run(s, "BEGIN IMMEDIATE", e)) != RC_OK)
		return rc;
	s->in_tx = true;
	s->tx.store = s;
	s->tx.saved = s->counters;
	s->tx.changes = sqlite3_total_changes(s->db);
	*out = &s->tx;
	tx_set_now(*out, now);
	return RC_OK;
}

/* Where nothing was written there is nothing to keep either: no fsync. */
static enum rc
save_counters(struct store *s, struct err *e)
{
	const struct store_counters *c = &s->counters, *old = &s->tx.saved;

	if (sqlite3_total_changes(s->db) == s->tx.changes &&
	    c->commit == old->commit && c->test_clock == old->test_clock &&
	    c->key == old->key)
		return RC_OK;
	return meta_save(s, old, e);
}

enum rc
tx_commit(struct tx **tx, struct err *e)
{
	struct store *s = (*tx)->store;
	enum rc rc;

	if (!tx_is_open(*tx))
		rc = err_set(e, RC_UNAVAILABLE,
		    _("the transaction ended before its commit"));
	else if ((rc = save_counters(s, e)) == RC_OK)
		rc = run(s, "COMMIT", e);
	if (rc != RC_OK) {
		tx_rollback(tx);
		return rc;
	}
	s->in_tx = false;
	*tx = NULL;
	return keyring_committed(s, e);
}

void
tx_rollback(struct tx **tx)
{
	struct store *s;

	if (*tx == NULL)
		return;
	s = (*tx)->store;
	if (tx_is_open(*tx))
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->counters = s->tx.saved;
	s->in_tx = false;
	*tx = NULL;
	keyring_rolled_back(s);
}

bool
tx_is_open(const struct tx *tx)
{
	return sqlite3_get_autocommit(tx->store->db) == 0;
}

struct store *
tx_store(struct tx *tx)
{
	return tx->store;
}

int64_t
store_now(const struct store *s)
{
	return s->in_tx ? s->tx.now : s->counters.last_time;
}

int64_t
tx_now(const struct tx *tx)
{
	return tx->now;
}

void
tx_set_now(struct tx *tx, int64_t now)
{
	tx->now = now;
	if (now > tx->store->counters.last_time)
		tx->store->counters.last_time = now;
}

void
tx_set_test_clock(struct tx *tx, int64_t ms)
{
	tx->store->counters.test_clock = ms;
}

int64_t
commit_next(struct tx *tx)
{
	return ++tx->store->counters.commit;
}

void
tx_count_closed(struct tx *tx, int n)
{
	tx->store->counters.closed += n;
}

enum rc
savepoint_begin(struct tx *tx, struct savepoint *sp, struct err *e)
{
	enum rc rc;

	sp->tx = NULL;
	sp->saved = tx->store->counters;
	if (!tx_is_open(tx))
		return err_set(e, RC_UNAVAILABLE,
		    _("the transaction ended before a step"));
	if ((rc = run(tx->store, "SAVEPOINT step", e)) == RC_OK)
		sp->tx = tx;
	return rc;
}

enum rc
savepoint_release(struct savepoint *sp, struct err *e)
{
	struct tx *tx = sp->tx;
	enum rc rc;

	if (!tx_is_open(tx))
		return err_set(e, RC_UNAVAILABLE,
		    _("the transaction ended within a step"));
	if ((rc = run(tx->store, "RELEASE step", e)) == RC_OK)
		sp->tx = NULL;
	return rc;
}

void
savepoint_rollback(struct savepoint *sp)
{
	struct store *s;

	if (sp->tx == NULL)
		return;
	s = sp->tx->store;
	if (tx_is_open(sp->tx))
		(void)sqlite3_exec(s->db, "ROLLBACK TO step; RELEASE step",
		    NULL, NULL, NULL);
	s->counters = sp->saved;
	sp->tx = NULL;
	keyring_rolled_back(s);
}
