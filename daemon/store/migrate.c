/*
 * migrate -- bring a database to this program's schema, step by step.
 */
#include "store/migrate.h"

#include <stdio.h>

#include "base/i18n.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/schema.h"

int
migrate_newest(void)
{
	int n = 0;

	while (schema_steps[n] != NULL)
		n++;
	return n;
}

static enum rc
read_version(struct store *s, int *version, struct err *e)
{
	struct query q;

	query_begin(&q, s, "PRAGMA user_version");
	if (query_row(&q))
		*version = (int)query_int(&q, 0);
	return query_end(&q, e);
}

/* Run one migration and name it, in a transaction that the caller ends. */
static enum rc
run(struct store *s, int to, struct err *e)
{
	const char *const *text = schema_steps[to - 1];
	char sql[48];
	enum rc rc;

	for (; *text != NULL; text++)
		if ((rc = query_exec(s, *text, e)) != RC_OK)
			return rc;
	(void)snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", to);
	return query_exec(s, sql, e);
}

enum rc
migrate_run(struct store *s, int *version, struct err *e)
{
	struct err ignored = ERR_INIT;
	enum rc rc;

	if ((rc = read_version(s, version, e)) != RC_OK)
		return rc;
	if (*version > migrate_newest())
		return err_set(e, RC_VERSION,
		    _("the database has schema %d, "
		      "this program knows %d: use a newer boflytd"),
		    *version, migrate_newest());
	if (*version < 0)
		return err_set(e, RC_FOREIGN,
		    _("the database has schema %d, "
		      "which no boflytd writes"),
		    *version);
	while (*version < migrate_newest()) {
		if ((rc = query_exec(s, "BEGIN IMMEDIATE", e)) != RC_OK)
			return rc;
		if ((rc = run(s, *version + 1, e)) == RC_OK)
			rc = query_exec(s, "COMMIT", e);
		if (rc != RC_OK) {
			(void)query_exec(s, "ROLLBACK", &ignored);
			return rc;
		}
		++*version;
	}
	return RC_OK;
}
