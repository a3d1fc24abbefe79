/*
 * erase -- keys destroyed or locked, and what must go with them; see erase.h.
 */
#include "store/erase.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/record.h"
#include "store/tx.h"

#define SQL_MAX (64u << 10)

/* One statement about owner ?1, which ends at instant ?2. */
static enum rc
run(struct store *s, const char *sql, int64_t id, struct err *e)
{
	struct query q;

	query_begin(&q, s, sql);
	query_bind_int(&q, id);
	query_bind_int(&q, s->tx.now);
	return query_run(&q, e);
}

/* A hash that was in force is one of nothing: it is random, and has ended. */
static enum rc
forget_person(struct tx *tx, int64_t id, struct err *e)
{
	struct store *s = tx_store(tx);
	enum rc rc;

	rc = run(s,
	    "UPDATE person_identifier SET hash = randomblob(32),"
	    " ended = coalesce(ended, ?2) WHERE person_id = ?1",
	    id, e);
	store_drop_names(s);
	return rc;
}

static enum rc
forget_case(struct tx *tx, int64_t id, struct err *e)
{
	struct store *s = tx_store(tx);
	enum rc rc;

	if ((rc = run(s,
		 "UPDATE case_hash SET hash = randomblob(32),"
		 " ended = coalesce(ended, ?2) WHERE case_id = ?1",
		 id, e)) != RC_OK)
		return rc;
	return run(s, "DELETE FROM undo WHERE case_id = ?1 AND ?2 IS ?2", id,
	    e);
}

/* "h_a = NULL, h_b = NULL" for the hashed columns of TABLE; "" if none. */
static enum rc
hashed_columns(struct store *s, const char *table, struct buf *b, struct err *e)
{
	struct query q;
	int n = 0;

	query_begin(&q, s,
	    "SELECT name FROM pragma_table_info(?1)"
	    " WHERE substr(name, 1, 2) = 'h_'");
	query_bind_text(&q, table);
	for (; query_row(&q); n++)
		(void)buf_addf(b, "%s%s = NULL", n == 0 ? "" : ", ",
		    query_text(&q, 0));
	return query_end(&q, e);
}

static enum rc
forget_table(struct store *s, const char *table, int64_t owner, struct err *e)
{
	struct query q;
	struct buf set, b;
	enum rc rc;

	buf_init(&set, SQL_MAX);
	buf_init(&b, SQL_MAX);
	rc = hashed_columns(s, table, &set, e);
	if (rc == RC_OK && buf_len(&set) > 0) {
		(void)buf_addf(&b, "UPDATE %s SET %s WHERE owner_id = ?1",
		    table, buf_text(&set));
		query_begin_once(&q, s, buf_text(&b));
		query_bind_int(&q, owner);
		rc = query_run(&q, e);
	}
	buf_fini(&set);
	buf_fini(&b);
	return rc;
}

/* By what records of the owner were found. */
static enum rc
forget_records(struct store *s, const struct owner *of, struct err *e)
{
	int owner = of->kind == OWNER_CASE ? BF_OWNER_CASE : BF_OWNER_PERSON;
	char **tables = NULL;
	size_t i, n = 0;
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "SELECT 'rec_' || plugin || '_' || kind || v.suffix"
	    " FROM record_kind, (SELECT '' AS suffix UNION ALL SELECT '_v') v"
	    " WHERE json_extract(schema, '$.owner') = ?1");
	query_bind_int(&q, owner);
	while (query_row(&q)) {
		tables = mem_grow(tables, n + 1, sizeof(*tables));
		tables[n++] = query_dup(&q, 0);
	}
	rc = query_end(&q, e);
	for (i = 0; i < n; i++) {
		if (rc == RC_OK)
			rc = forget_table(s, tables[i], of->id, e);
		free(tables[i]);
	}
	free(tables);
	return rc;
}

static enum rc
set_groups(struct tx *tx, const struct owner *of, bool health,
    const char *state, struct err *e)
{
	struct owner o = *of;
	enum rc rc;
	int n;

	o.group = GROUP_HEALTH;
	if ((rc = keyring_set_state(tx, &o, state, &n, e)) != RC_OK || health)
		return rc;
	o.group = GROUP_REST;
	return keyring_set_state(tx, &o, state, &n, e);
}

enum rc
erase_destroy(struct tx *tx, const struct owner *of, bool health, struct err *e)
{
	struct owner rest = *of;
	const unsigned char *key;
	int64_t id;
	enum seal sl;
	enum rc rc;

	/* What has no key yet shall have one that is gone: nothing comes back. */
	rest.group = GROUP_REST;
	keyring_see_all(tx_store(tx), true);
	sl = health ? SEAL_OK : keyring_to_seal(tx_store(tx), &rest, &id, &key);
	keyring_see_all(tx_store(tx), false);
	if (sl != SEAL_OK)
		return seal_fail(sl, e);
	if ((rc = set_groups(tx, of, health, "destroyed", e)) != RC_OK)
		return rc;
	if (!health && of->kind == OWNER_PERSON)
		rc = forget_person(tx, of->id, e);
	if (rc == RC_OK && of->kind == OWNER_CASE)
		rc = forget_case(tx, of->id, e);
	return rc == RC_OK ? forget_records(tx_store(tx), of, e) : rc;
}

/* Is OF's part locked by another row? */
static enum rc
still_locked(struct store *s, const struct owner *of, bool health, bool *yes,
    struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM erasure WHERE owner_id = ?1 AND owner_kind = ?2"
	    " AND state = 'locked' AND (part = 'all' OR part = ?3)");
	query_bind_int(&q, of->id);
	query_bind_text(&q, owner_kind_name(of->kind));
	query_bind_text(&q, health ? "health" : "all");
	*yes = query_row(&q);
	return query_end(&q, e);
}

static enum rc
unlock_group(struct tx *tx, const struct owner *of, bool health, struct err *e)
{
	struct owner o = *of;
	bool yes = false;
	enum rc rc;
	int n;

	o.group = health ? GROUP_HEALTH : GROUP_REST;
	rc = still_locked(tx_store(tx), of, health, &yes, e);
	if (rc != RC_OK || yes)
		return rc;
	return keyring_set_state(tx, &o, "live", &n, e);
}

enum rc
erase_lock(struct tx *tx, const struct owner *of, bool health, bool on,
    struct err *e)
{
	enum rc rc;

	store_drop_names(tx_store(tx));
	if (on)
		return set_groups(tx, of, health, "locked", e);
	rc = unlock_group(tx, of, true, e);
	return rc == RC_OK && !health ? unlock_group(tx, of, false, e) : rc;
}
