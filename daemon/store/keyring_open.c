/*
 * keyring_open -- a store meets its keys, and parts from them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/keyring.h"
#include "store/keyring_inside.h"
#include "store/meta.h"
#include "store/query.h"
#include "store/rotate.h"

static void
make(struct store *s, struct keytab *t)
{
	struct keyring *k = mem_new(1, sizeof(*k));

	k->table = t;
	k->vault = secret_new(sizeof(*k->vault));
	k->barred_stale = k->rotating_stale = true;
	s->keys = k;
}

void
keyring_close(struct store *s)
{
	struct keyring *k = s->keys;

	secret_wipe(s->key, sizeof(s->key));
	if (k == NULL)
		return;
	keytab_close(k->table);
	secret_free(k->vault);
	free(k->barred);
	free(k->doomed);
	free(k->gone);
	free(k);
	s->keys = NULL;
}

/* The first key is for hashes: the one that stood in the clear, or a new one. */
static enum rc
first_key(struct store *s, int64_t now, struct err *e)
{
	unsigned char *key = s->keys->vault->hash;

	if (!s->has_clear_key && keytab_last(s->keys->table) >= KEYRING_FIRST)
		return RC_OK;
	if (s->has_clear_key)
		memcpy(key, s->key, SECRET_SIZE);
	else
		id_bytes(key, SECRET_SIZE);
	return keytab_put_first(s->keys->table, key, now, e);
}

/* From here on the database is sealed; what it had in clear is to follow. */
static enum rc
turn_sealed(struct store *s, struct err *e)
{
	const struct owner own = owner_none();
	const unsigned char *key;
	struct tx *tx = NULL;
	bool old = s->has_clear_key;
	int64_t id;
	enum seal sl;
	enum rc rc;

	if ((rc = tx_begin(s, s->counters.last_time, &tx, e)) != RC_OK)
		return rc;
	s->counters.key = KEYRING_FIRST;
	s->counters.hash = KEYRING_FIRST;
	if ((rc = meta_turn_sealed(s, e)) == RC_OK &&
	    (sl = keyring_to_seal(s, &own, &id, &key)) != SEAL_OK)
		rc = seal_fail(sl, e);
	if (rc == RC_OK)
		rc = old ? rotate_begin(tx, ROTATE_DATA, NULL, "system", e) :
			   meta_set_whole(s, e);
	if (rc == RC_OK)
		rc = tx_commit(&tx, e);
	tx_rollback(&tx);
	if (rc == RC_OK) {
		secret_wipe(s->key, sizeof(s->key));
		s->has_clear_key = false;
	}
	return rc;
}

/* Without it nothing could be found. */
static enum rc
check_hash(struct store *s, struct err *e)
{
	enum seal sl = keyring_is_there(s, s->counters.hash);

	return sl == SEAL_OK ? RC_OK : seal_fail(sl, e);
}

/* Add to LIST what SQL names. */
static enum rc
add_ids(struct store *s, const char *sql, int64_t **list, size_t *n,
    struct err *e)
{
	struct query q;

	query_begin(&q, s, sql);
	while (query_row(&q)) {
		*list = mem_grow(*list, *n + 1, sizeof(**list));
		(*list)[(*n)++] = query_int(&q, 0);
	}
	return query_end(&q, e);
}

/* What was decided before a crash, or before an older table was put back. */
static enum rc
destroy_again(struct store *s, int64_t now, struct err *e)
{
	int64_t *ids = NULL;
	size_t n = 0;
	enum rc rc;

	if ((rc = add_ids(s,
		 "SELECT key_id FROM owner_key WHERE state = 'destroyed'", &ids,
		 &n, e)) == RC_OK &&
	    (rc = add_ids(s, "SELECT key_id FROM key_doomed", &ids, &n, e)) ==
		RC_OK)
		rc = keytab_destroy(s->keys->table, ids, n, now, e);
	free(ids);
	return rc;
}

/*
 * Out of a copy: what was taken after it was made belongs to a future that is
 * lost, and is not taken again.
 */
static enum rc
skip_lost(struct store *s, struct err *e)
{
	struct tx *tx = NULL;
	struct keytab_info info;
	enum rc rc;

	keytab_info(s->keys->table, &info);
	if (info.incarnation == s->incarnation)
		return RC_OK;
	if (info.incarnation != 0 && info.last > s->counters.key) {
		rc = tx_begin(s, s->counters.last_time, &tx, e);
		if (rc != RC_OK)
			return rc;
		s->counters.key = info.last;
		if ((rc = tx_commit(&tx, e)) != RC_OK)
			return rc;
	}
	return keytab_set_incarnation(s->keys->table, s->incarnation, e);
}

static enum rc
settle(struct store *s, int64_t now, struct err *e)
{
	const struct owner own = owner_none();
	const unsigned char *key;
	int64_t id;
	enum seal sl;
	enum rc rc;

	if ((rc = check_hash(s, e)) != RC_OK ||
	    (rc = destroy_again(s, now, e)) != RC_OK ||
	    (rc = skip_lost(s, e)) != RC_OK)
		return rc;
	/* At hand from the first step on; unless it is to be changed first. */
	if (!keyring_is_rotating(s) &&
	    (sl = keyring_to_seal(s, &own, &id, &key)) != SEAL_OK)
		return seal_fail(sl, e);
	return keyring_stock(s, now, e);
}

static enum rc
lost_table(const char *path, struct err *e)
{
	return err_name(e, RC_CONFIG, "E_KEY",
	    _("%s: the database is sealed and its table of keys is gone: put "
	      "back a copy of it, made by 'boflyt sys backup_keys'"),
	    path);
}

enum rc
keyring_open(struct store *s, const char *path,
    const unsigned char master[SECRET_SIZE], bool create, int64_t now,
    struct err *e)
{
	bool fresh = !keyring_is_sealed(s);
	const struct keytab_options o = { .municipality = s->municipality,
		.master = master,
		.create = create && fresh,
		.now = now };
	struct keytab *t;
	enum rc rc;

	if ((rc = keytab_open(path, &o, &t, e)) != RC_OK)
		return rc == RC_NOTFOUND && !fresh ? lost_table(path, e) : rc;
	make(s, t);
	if (fresh &&
	    ((rc = first_key(s, now, e)) != RC_OK ||
		(rc = turn_sealed(s, e)) != RC_OK))
		return rc;
	return settle(s, now, e);
}

enum rc
keyring_open_copy(struct store *s, const char *path,
    const unsigned char master[SECRET_SIZE], struct err *e)
{
	const struct keytab_options o = { .municipality = s->municipality,
		.master = master,
		.only_read = true };
	struct keytab *t;
	enum rc rc;

	if (!keyring_is_sealed(s))
		return RC_OK;
	if ((rc = keytab_open(path, &o, &t, e)) != RC_OK)
		return rc;
	make(s, t);
	return check_hash(s, e);
}
