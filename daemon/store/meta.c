/*
 * meta -- the few values that belong to the database as a whole.
 */
#include "store/meta.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "store/inside.h"
#include "store/query.h"

#define KEY_ID 1 /* of the first key for keyed hashes */

static const char put_sql[] =
    "INSERT INTO meta (key, value) VALUES (?1, ?2)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value";

static enum rc
put_int(struct store *s, const char *key, int64_t value, struct err *e)
{
	struct query q;

	query_begin(&q, s, put_sql);
	query_bind_text(&q, key);
	query_bind_int(&q, value);
	return query_run(&q, e);
}

static enum rc
put_blob(struct store *s, const char *key, const void *value, size_t len,
    struct err *e)
{
	struct query q;

	query_begin(&q, s, put_sql);
	query_bind_text(&q, key);
	query_bind_blob(&q, value, len);
	return query_run(&q, e);
}

static enum rc
put_text(struct store *s, const char *key, const char *value, struct err *e)
{
	struct query q;

	query_begin(&q, s, put_sql);
	query_bind_text(&q, key);
	query_bind_text(&q, value);
	return query_run(&q, e);
}

enum rc
meta_create(struct store *s, const char *municipality, bool sealed, int64_t now,
    struct err *e)
{
	const unsigned char head[STORE_CHAIN] = { 0 };
	unsigned char key[KEYED_SIZE];
	enum rc rc;

	if (!sealed)
		id_bytes(key, sizeof(key));
	if ((rc = put_text(s, "municipality", municipality, e)) == RC_OK &&
	    (rc = put_int(s, "incarnation", 1, e)) == RC_OK &&
	    (rc = put_int(s, "created", now, e)) == RC_OK &&
	    (sealed ||
		(rc = put_blob(s, "hash_key", key, sizeof(key), e)) == RC_OK) &&
	    (rc = put_int(s, "hash_key_id", KEY_ID, e)) == RC_OK &&
	    (rc = put_int(s, "commits", 0, e)) == RC_OK &&
	    (rc = put_int(s, "last_time", 0, e)) == RC_OK &&
	    (rc = put_int(s, "closed", 0, e)) == RC_OK)
		rc = put_blob(s, "head", head, sizeof(head), e);
	return rc;
}

enum rc
meta_set_whole(struct store *s, struct err *e)
{
	enum rc rc = put_int(s, "whole", 1, e);

	if (rc == RC_OK)
		s->whole = true;
	return rc;
}

enum rc
meta_turn_sealed(struct store *s, struct err *e)
{
	struct query q;

	query_begin(&q, s, "DELETE FROM meta WHERE key = 'hash_key'");
	return query_run(&q, e);
}

/* Copy a BLOB of exactly LEN bytes, or nothing; did it? */
static bool
take_blob(const struct query *q, unsigned char *out, size_t len)
{
	size_t n;
	const void *bytes = query_blob(q, 1, &n);

	if (n == len)
		memcpy(out, bytes, len);
	return n == len;
}

static void
take(struct store *s, const struct query *q)
{
	const char *key = query_text(q, 0);

	if (strcmp(key, "municipality") == 0)
		query_copy(q, 1, s->municipality, sizeof(s->municipality));
	else if (strcmp(key, "incarnation") == 0)
		s->incarnation = query_int(q, 1);
	else if (strcmp(key, "created") == 0)
		s->created = query_int(q, 1);
	else if (strcmp(key, "hash_key") == 0)
		s->has_clear_key = take_blob(q, s->key, sizeof(s->key));
	else if (strcmp(key, "hash_key_id") == 0)
		s->counters.hash = query_int(q, 1);
	else if (strcmp(key, "hash_before") == 0)
		s->counters.hash_before = query_int(q, 1);
	else if (strcmp(key, "commits") == 0)
		s->counters.commit = query_int(q, 1);
	else if (strcmp(key, "head") == 0)
		(void)take_blob(q, s->counters.head, sizeof(s->counters.head));
	else if (strcmp(key, "last_time") == 0)
		s->counters.last_time = query_int(q, 1);
	else if (strcmp(key, "test_clock") == 0)
		s->counters.test_clock = query_int(q, 1);
	else if (strcmp(key, "whole") == 0)
		s->whole = query_int(q, 1) != 0;
	else if (strcmp(key, "keys") == 0)
		s->counters.key = query_int(q, 1);
	else if (strcmp(key, "closed") == 0)
		s->counters.closed = query_int(q, 1);
}

/* A database from before they were counted. */
static enum rc
count_closed(struct store *s, struct err *e)
{
	struct query q;

	if (s->counters.closed >= 0)
		return RC_OK;
	query_begin(&q, s,
	    "SELECT count(*) FROM cases"
	    " WHERE closed IS NOT NULL");
	if (query_row(&q))
		s->counters.closed = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
meta_load(struct store *s, const char *municipality, struct err *e)
{
	struct query q;
	enum rc rc;

	s->counters.test_clock = INT64_MIN;
	s->counters.closed = -1;
	query_begin(&q, s, "SELECT key, value FROM meta");
	while (query_row(&q))
		take(s, &q);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	query_begin(&q, s, "SELECT max(pos) FROM history");
	if (query_row(&q))
		s->counters.pos = query_int(&q, 0);
	if ((rc = query_end(&q, e)) != RC_OK ||
	    (rc = count_closed(s, e)) != RC_OK)
		return rc;
	if (municipality != NULL && strcmp(s->municipality, municipality) != 0)
		return err_set(e, RC_FOREIGN,
		    _("the database belongs to municipality %s, not %s"),
		    s->municipality, municipality);
	return RC_OK;
}

enum rc
meta_save(struct store *s, const struct store_counters *before, struct err *e)
{
	const struct store_counters *c = &s->counters;
	enum rc rc = RC_OK;

	if (c->commit != before->commit)
		rc = put_int(s, "commits", c->commit, e);
	if (rc == RC_OK && c->last_time != before->last_time)
		rc = put_int(s, "last_time", c->last_time, e);
	if (rc == RC_OK && c->test_clock != before->test_clock)
		rc = put_int(s, "test_clock", c->test_clock, e);
	if (rc == RC_OK && c->closed != before->closed)
		rc = put_int(s, "closed", c->closed, e);
	if (rc == RC_OK && c->key != before->key)
		rc = put_int(s, "keys", c->key, e);
	if (rc == RC_OK && c->hash != before->hash)
		rc = put_int(s, "hash_key_id", c->hash, e);
	if (rc == RC_OK && c->hash_before != before->hash_before)
		rc = put_int(s, "hash_before", c->hash_before, e);
	if (rc == RC_OK && c->pos != before->pos)
		rc = put_blob(s, "head", c->head, sizeof(c->head), e);
	return rc;
}
