/*
 * keyring_state -- keys locked, destroyed and left behind.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/inside.h"
#include "store/keyring.h"
#include "store/keyring_inside.h"
#include "store/query.h"

/* The keys of OWNER that are current (or all), put into LIST; their number. */
static enum rc
keys_of(struct store *s, const struct owner *o, int current, int64_t **list,
    size_t *n, struct err *e)
{
	struct query q;

	*list = NULL;
	*n = 0;
	query_begin(&q, s,
	    "SELECT key_id FROM owner_key WHERE owner_id = ?1"
	    " AND owner_kind = ?2 AND part = ?3 AND state <> 'destroyed'"
	    " AND (?4 = -1 OR current = ?4)");
	query_bind_int(&q, o->id);
	query_bind_text(&q, owner_kind_name(o->kind));
	query_bind_int(&q, (int64_t)o->group);
	query_bind_int(&q, current);
	while (query_row(&q)) {
		*list = mem_grow(*list, *n + 1, sizeof(**list));
		(*list)[(*n)++] = query_int(&q, 0);
	}
	return query_end(&q, e);
}

/* Let key ID be destroyed when all of this is on disk. */
static void
doom(struct store *s, int64_t id)
{
	struct keyring *k = s->keys;
	size_t n = s->counters.doomed++;

	k->doomed = mem_grow(k->doomed, n + 1, sizeof(*k->doomed));
	k->doomed[n] = id;
	k->touched = true;
}

enum rc
keyring_set_state(struct tx *tx, const struct owner *o, const char *state,
    int *n, struct err *e)
{
	struct store *s = tx_store(tx);
	size_t i, count = 0;
	int64_t *ids = NULL;
	enum rc rc;

	*n = 0;
	if (s->keys == NULL)
		return seal_fail(SEAL_NO_KEYS, e);
	rc = keys_of(s, o, -1, &ids, &count, e);
	for (i = 0; rc == RC_OK && i < count; i++) {
		rc = keyring_mark(s, ids[i], state, e);
		if (rc == RC_OK && strcmp(state, "destroyed") == 0)
			doom(s, ids[i]);
	}
	free(ids);
	*n = (int)count;
	s->keys->touched = s->keys->barred_stale = true;
	keyring_forget(s->keys);
	return rc;
}

/* Rows of keys that are gone by now, since a commit before this one. */
static enum rc
forget_gone(struct store *s, struct err *e)
{
	struct keyring *k = s->keys;
	struct query q;
	enum rc rc = RC_OK;

	while (rc == RC_OK && k->n_gone > 0) {
		query_begin(&q, s, "DELETE FROM key_doomed WHERE key_id = ?1");
		query_bind_int(&q, k->gone[--k->n_gone]);
		rc = query_run(&q, e);
	}
	return rc;
}

static enum rc
drop_one(struct store *s, int64_t id, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, s, "DELETE FROM owner_key WHERE key_id = ?1");
	query_bind_int(&q, id);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	query_begin(&q, s, "INSERT INTO key_doomed (key_id) VALUES (?1)");
	query_bind_int(&q, id);
	if ((rc = query_run(&q, e)) == RC_OK)
		doom(s, id);
	return rc;
}

enum rc
keyring_drop_old(struct tx *tx, const struct owner *o, struct err *e)
{
	struct store *s = tx_store(tx);
	int64_t *ids = NULL;
	size_t i, n = 0;
	enum rc rc;

	if ((rc = forget_gone(s, e)) == RC_OK)
		rc = keys_of(s, o, 0, &ids, &n, e);
	for (i = 0; rc == RC_OK && i < n; i++)
		rc = drop_one(s, ids[i], e);
	free(ids);
	s->keys->barred_stale = true;
	return rc;
}
