/*
 * register -- versions of units and users, written when they differ.
 */
#include "store/register.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "store/query.h"
#include "store/tx.h"

/* Statements of one kind; the texts are literals, as the cache wants. */
struct statements {
	const char *now, *then, *one, *end, *add;
};

#define STATEMENTS(table)                                                      \
	{                                                                      \
		.now = "SELECT name, body FROM " table " WHERE ended IS NULL"  \
		       " ORDER BY name",                                       \
		.then =                                                        \
		    "SELECT name, body FROM " table " WHERE recorded <= ?1"    \
		    " AND (ended IS NULL OR ended > ?1) ORDER BY name",        \
		.one =                                                         \
		    "SELECT body FROM " table " WHERE name = ?1 AND CASE"      \
		    " WHEN ?2 = 0 THEN ended IS NULL ELSE recorded <= ?2"      \
		    " AND (ended IS NULL OR ended > ?2) END ORDER BY id DESC"  \
		    " LIMIT 1",                                                \
		.end = "UPDATE " table " SET ended = ?2 WHERE name = ?1"       \
		       " AND ended IS NULL",                                   \
		.add = "INSERT INTO " table " (name, body, recorded)"          \
		       " VALUES (?1, ?2, ?3)",                                 \
	}

static const struct statements sql[] = {
	[REGISTER_UNIT] = STATEMENTS("unit_version"),
	[REGISTER_USER] = STATEMENTS("user_version"),
};

enum rc
register_list(struct store *s, enum register_kind kind, int64_t as_of,
    json_t **out, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = json_object();
	query_begin(&q, s, as_of == 0 ? sql[kind].now : sql[kind].then);
	if (as_of != 0)
		query_bind_int(&q, as_of);
	while (query_row(&q))
		(void)json_object_set_new(*out, query_text(&q, 0),
		    query_json(&q, 1));
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}

enum rc
register_get(struct store *s, enum register_kind kind, const char *name,
    int64_t as_of, json_t **out, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = NULL;
	query_begin(&q, s, sql[kind].one);
	query_bind_text(&q, name);
	query_bind_int(&q, as_of);
	if (query_row(&q))
		*out = query_json(&q, 0);
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
		return rc;
	}
	if (*out == NULL)
		return err_set(e, RC_NOTFOUND,
		    kind == REGISTER_UNIT ? _("unit %s: not known then") :
					    _("user %s: not known then"),
		    name);
	return RC_OK;
}

/* End what is known of NAME, and begin ROW unless it is NULL. */
static enum rc
replace(struct tx *tx, enum register_kind kind, const char *name,
    const json_t *row, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx), sql[kind].end);
	query_bind_text(&q, name);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_run(&q, e)) != RC_OK || row == NULL)
		return rc;
	query_begin(&q, tx_store(tx), sql[kind].add);
	query_bind_text(&q, name);
	query_bind_json(&q, row);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
register_sync(struct tx *tx, enum register_kind kind, const json_t *rows,
    size_t *changed, struct err *e)
{
	const json_t *row;
	const char *name;
	json_t *known;
	void *at;
	enum rc rc;

	*changed = 0;
	rc = register_list(tx_store(tx), kind, 0, &known, e);
	if (rc != RC_OK)
		return rc;
	for (at = json_object_iter(known); rc == RC_OK && at != NULL;
	     at = json_object_iter_next(known, at)) {
		name = json_object_iter_key(at);
		row = json_object_get(rows, name);
		if (row != NULL && json_equal(row, json_object_iter_value(at)))
			continue;
		rc = replace(tx, kind, name, row, e);
		++*changed;
	}
	for (at = json_object_iter((json_t *)(uintptr_t)rows);
	     rc == RC_OK && at != NULL;
	     at = json_object_iter_next((json_t *)(uintptr_t)rows, at)) {
		name = json_object_iter_key(at);
		if (json_object_get(known, name) != NULL)
			continue;
		rc = replace(tx, kind, name, json_object_iter_value(at), e);
		++*changed;
	}
	json_decref(known);
	return rc;
}
