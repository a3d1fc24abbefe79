/*
 * record_kind -- tables, indexes and statements for what plugins declare.
 */
#include "store/record_kind.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/tx.h"

const struct bf_record_column *
record_column(const struct record_kind *k, const char *name, size_t *i)
{
	const struct bf_record_column *c = k->decl->columns;

	for (*i = 0; c[*i].name != NULL; ++*i) {
		if (strcmp(c[*i].name, name) == 0)
			return &c[*i];
	}
	return NULL;
}

const char *
record_text(struct record_set *set, struct buf *b)
{
	const char *text = buf_text(b);
	size_t i;

	for (i = 0; i < set->n_texts; i++) {
		if (strcmp(set->texts[i], text) == 0)
			return set->texts[i];
	}
	set->texts =
	    mem_grow(set->texts, set->n_texts + 1, sizeof(*set->texts));
	set->texts[set->n_texts] = mem_text(text);
	return set->texts[set->n_texts++];
}

const char *
record_sql_type(const struct bf_record_column *c)
{
	switch (c->type) {
	case BF_TEXT:
		return (c->flags & BF_SERIES) != 0 ? "TEXT" : NULL;
	case BF_NAME:
	case BF_CODE:
	case BF_DATE:
	case BF_DURATION:
		return "TEXT";
	case BF_INTEGER:
	case BF_BOOL:
	case BF_INSTANT:
	case BF_MONEY:
	case BF_ID:
		return "INTEGER";
	case BF_END:
	case BF_CASE:
	case BF_NIN:
	case BF_OBJECT:
	case BF_LIST:
	case BF_ANY:
	case BF_FD:
		break;
	}
	return NULL;
}

enum rc
record_wrong(const struct record_kind *k, const char *name, const char *why,
    struct err *e)
{
	return err_set(e, RC_CONFIG, _("record %s.%s: %s: %s"), k->set->plugin,
	    k->decl->kind, name, why);
}

static json_t *
texts_json(const char *const *list)
{
	json_t *out = json_array();
	size_t i;

	for (i = 0; list != NULL && list[i] != NULL; i++)
		(void)json_array_append_new(out, json_string(list[i]));
	return out;
}

/* What of a declaration decides tables and indexes. */
static json_t *
shape_of(const struct record_kind *k)
{
	const struct bf_record *d = k->decl;
	json_t *columns = json_object(), *rules = json_object();
	size_t i;

	for (i = 0; i < k->n_columns; i++) {
		const struct bf_record_column *c = &d->columns[i];

		(void)json_object_set_new(columns, c->name,
		    json_pack("[i, i, i, s]", (int)c->type, (int)c->class,
			(int)(c->flags & BF_SERIES),
			c->ref == NULL ? "" : c->ref));
	}
	for (i = 0; d->indexes != NULL && d->indexes[i].name != NULL; i++)
		(void)json_object_set_new(rules, d->indexes[i].name,
		    texts_json(d->indexes[i].columns));
	for (i = 0; d->uniques != NULL && d->uniques[i].name != NULL; i++)
		(void)json_object_set_new(rules, d->uniques[i].name,
		    json_pack("[o, s, o]", texts_json(d->uniques[i].columns),
			d->uniques[i].state == NULL ? "" : d->uniques[i].state,
			texts_json(d->uniques[i].states)));
	return json_pack("{s:i, s:o, s:o}", "owner", (int)d->owner, "columns",
	    columns, "rules", rules);
}

static enum rc
run(struct record_set *set, struct buf *b, struct err *e)
{
	enum rc rc = query_exec(set->store, buf_text(b), e);

	buf_drop(b, buf_len(b));
	return rc;
}

/*
 * "h_" or "c_", which column C stands under in the tables; NULL: not at all, as
 * what is sealed and in no rule.
 */
static const char *
prefix_of(const struct record_kind *k, size_t i)
{
	if (k->decl->columns[i].class == BF_CLASS_CASE)
		return "c_";
	return k->hashed[i] ? "h_" : NULL;
}

/* Column I with its type, as CREATE TABLE and ALTER TABLE want it. */
static void
put_column(const struct record_kind *k, const char *prefix, size_t i,
    bool versions, struct buf *b)
{
	const struct bf_record_column *c = &k->decl->columns[i];

	(void)buf_addf(b, "%s%s %s", prefix, c->name,
	    prefix[0] == 'h' ? "BLOB" : record_sql_type(c));
	if (c->ref != NULL && !versions)
		(void)buf_addf(b, " REFERENCES %s",
		    record_kind(k->set, c->ref)->table);
}

static void
put_columns(const struct record_kind *k, bool versions, struct buf *b)
{
	const char *prefix;
	size_t i;

	for (i = 0; i < k->n_columns; i++) {
		if ((prefix = prefix_of(k, i)) == NULL)
			continue;
		(void)buf_addf(b, ", ");
		put_column(k, prefix, i, versions, b);
	}
}

/*
 * Both tables, unless they are there.  All columns at once: SQLite reads its
 * whole schema anew for each one that is added.
 */
static enum rc
create_tables(const struct record_kind *k, struct buf *b, struct err *e)
{
	const char *owner =
	    k->decl->owner == BF_OWNER_CASE ? "cases" : "person";
	int i;

	for (i = 0; i < 2; i++) {
		(void)buf_addf(b,
		    "CREATE TABLE IF NOT EXISTS %s%s (%s,"
		    " owner_id INTEGER NOT NULL REFERENCES %s,"
		    " rev INTEGER NOT NULL, ver INTEGER NOT NULL,"
		    " recorded INTEGER NOT NULL, key_id INTEGER NOT NULL,"
		    " b1 BLOB, b2 BLOB, b3 BLOB, b4 BLOB",
		    k->table, i == 0 ? "" : "_v",
		    i == 0 ? "id INTEGER PRIMARY KEY" : "id INTEGER NOT NULL",
		    owner);
		if (i == 1)
			(void)buf_addf(b, ", ended INTEGER");
		put_columns(k, i == 1, b);
		(void)buf_addf(b,
		    "%s) STRICT;"
		    "CREATE INDEX IF NOT EXISTS %s%s__owner"
		    " ON %s%s (owner_id, id);",
		    i == 0 ? "" : ", PRIMARY KEY (id, rev)", k->table,
		    i == 0 ? "" : "_v", k->table, i == 0 ? "" : "_v");
	}
	return run(k->set, b, e);
}

/* Is COLUMN in the table already? */
static enum rc
has_column(const struct record_kind *k, const char *prefix, const char *name,
    bool *yes, struct err *e)
{
	char *column = mem_format("%s%s", prefix, name);
	struct query q;

	query_begin(&q, k->set->store,
	    "SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2");
	query_bind_text(&q, k->table);
	query_bind_text(&q, column);
	*yes = query_row(&q);
	free(column);
	return query_end(&q, e);
}

static enum rc
add_column(const struct record_kind *k, const char *prefix, size_t i,
    struct buf *b, struct err *e)
{
	bool yes;
	enum rc rc;

	rc = has_column(k, prefix, k->decl->columns[i].name, &yes, e);
	if (rc != RC_OK || yes)
		return rc;
	(void)buf_addf(b, "ALTER TABLE %s ADD COLUMN ", k->table);
	put_column(k, prefix, i, false, b);
	(void)buf_addf(b, "; ALTER TABLE %s_v ADD COLUMN ", k->table);
	put_column(k, prefix, i, true, b);
	(void)buf_addf(b, ";");
	return run(k->set, b, e);
}

static enum rc
add_columns(const struct record_kind *k, struct buf *b, struct err *e)
{
	const char *prefix;
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; rc == RC_OK && i < k->n_columns; i++)
		if ((prefix = prefix_of(k, i)) != NULL)
			rc = add_column(k, prefix, i, b, e);
	return rc;
}

static void
add_index_columns(const struct record_kind *k, const char *const *columns,
    struct buf *b)
{
	const struct bf_record_column *c;
	size_t i, at;

	for (i = 0; columns[i] != NULL; i++) {
		if ((c = record_column(k, columns[i], &at)) == NULL)
			continue;
		if (c->class == BF_CLASS_CASE)
			(void)buf_addf(b,
			    "ifnull(c_%s, "
			    "-9223372036854775808), ",
			    c->name);
		else
			(void)buf_addf(b, "h_%s, ", c->name);
	}
	(void)buf_add_text(b, "id);");
}

static void
add_unique(const struct record_kind *k, const struct bf_record_unique *u,
    struct buf *b)
{
	const struct bf_record_column *c;
	size_t i, at;

	(void)buf_addf(b, "CREATE UNIQUE INDEX %s__u_%s ON %s (", k->table,
	    u->name, k->table);
	for (i = 0; u->columns[i] != NULL; i++) {
		c = record_column(k, u->columns[i], &at);
		if (c == NULL)
			(void)buf_addf(b, "%sowner_id", i == 0 ? "" : ", ");
		else
			(void)buf_addf(b, "%s%s%s", i == 0 ? "" : ", ",
			    c->class == BF_CLASS_CASE ? "c_" : "h_", c->name);
	}
	(void)buf_add_text(b, ")");
	for (i = 0; u->state != NULL && u->states[i] != NULL; i++) {
		if (i == 0)
			(void)buf_addf(b, " WHERE c_%s IN (", u->state);
		(void)buf_addf(b, "%s'%s'", i == 0 ? "" : ", ", u->states[i]);
	}
	(void)buf_add_text(b, u->state == NULL ? ";" : ");");
}

/* Drop every index of the kind's rules that the file has. */
static enum rc
drop_rules(const struct record_kind *k, struct buf *b, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, k->set->store,
	    "SELECT name FROM sqlite_schema"
	    " WHERE type = 'index' AND tbl_name IN (?1, ?1 || '_v')"
	    " AND name GLOB '*__[iu]_*'");
	query_bind_text(&q, k->table);
	while (query_row(&q))
		(void)buf_addf(b, "DROP INDEX %s;", query_text(&q, 0));
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	return run(k->set, b, e);
}

static enum rc
create_rules(const struct record_kind *k, struct buf *b, struct err *e)
{
	const struct bf_record *d = k->decl;
	size_t i;
	int v;

	for (i = 0; d->indexes != NULL && d->indexes[i].name != NULL; i++) {
		for (v = 0; v < 2; v++) {
			(void)buf_addf(b, "CREATE INDEX %s%s__i_%s ON %s%s (",
			    k->table, v == 0 ? "" : "_v", d->indexes[i].name,
			    k->table, v == 0 ? "" : "_v");
			add_index_columns(k, d->indexes[i].columns, b);
		}
	}
	for (i = 0; d->uniques != NULL && d->uniques[i].name != NULL; i++)
		add_unique(k, &d->uniques[i], b);
	return run(k->set, b, e);
}

/* What OLD has, SHAPE must have alike. */
static enum rc
check_shape(const struct record_kind *k, const json_t *old, const json_t *shape,
    struct err *e)
{
	json_t *was = json_object_get(old, "columns");
	json_t *is = json_object_get(shape, "columns");
	void *at;

	if (!json_equal(json_object_get(old, "owner"),
		json_object_get(shape, "owner")))
		return record_wrong(k, "owner", _("may not change"), e);
	for (at = json_object_iter(was); at != NULL;
	     at = json_object_iter_next(was, at)) {
		const char *name = json_object_iter_key(at);

		if (!json_equal(json_object_iter_value(at),
			json_object_get(is, name)))
			return record_wrong(k, name,
			    _("may not vanish nor change "
			      "its type or class"),
			    e);
	}
	return RC_OK;
}

/* The kind as the file has it; *OLD is NULL and *VERSION 0 if it has not. */
static enum rc
read_kind(const struct record_kind *k, json_t **old, int64_t *version,
    struct err *e)
{
	struct query q;

	*old = NULL;
	*version = 0;
	query_begin(&q, k->set->store,
	    "SELECT version, schema"
	    " FROM record_kind WHERE plugin = ?1 AND kind = ?2");
	query_bind_text(&q, k->set->plugin);
	query_bind_text(&q, k->decl->kind);
	if (query_row(&q)) {
		*version = query_int(&q, 0);
		*old = query_json(&q, 1);
	}
	return query_end(&q, e);
}

static enum rc
write_kind(const struct record_kind *k, const json_t *shape, struct err *e)
{
	struct query q;

	query_begin(&q, k->set->store,
	    "INSERT INTO record_kind"
	    " (plugin, kind, version, schema) VALUES (?1, ?2, ?3, ?4)"
	    " ON CONFLICT (plugin, kind) DO UPDATE"
	    " SET version = ?3, schema = ?4");
	query_bind_text(&q, k->set->plugin);
	query_bind_text(&q, k->decl->kind);
	query_bind_int(&q, k->decl->version);
	query_bind_json(&q, shape);
	return query_run(&q, e);
}

static enum rc
make_kind(const struct record_kind *k, const json_t *shape, struct err *e)
{
	struct buf b;
	enum rc rc;

	buf_init(&b, RECORD_SQL_MAX);
	if ((rc = create_tables(k, &b, e)) == RC_OK &&
	    (rc = add_columns(k, &b, e)) == RC_OK &&
	    (rc = drop_rules(k, &b, e)) == RC_OK &&
	    (rc = create_rules(k, &b, e)) == RC_OK)
		rc = write_kind(k, shape, e);
	buf_fini(&b);
	return rc;
}

static enum rc
bring_in_line(const struct record_kind *k, struct err *e)
{
	json_t *old, *shape = shape_of(k);
	int64_t version;
	enum rc rc;

	if ((rc = read_kind(k, &old, &version, e)) != RC_OK)
		goto out;
	if (version > k->decl->version)
		rc = err_set(e, RC_VERSION,
		    _("record %s.%s: the database has "
		      "version %lld, the plugin only %d; install the newer "
		      "plugin"),
		    k->set->plugin, k->decl->kind, (long long)version,
		    k->decl->version);
	else if (old != NULL && (rc = check_shape(k, old, shape, e)) != RC_OK)
		goto out;
	else if (version == k->decl->version && !json_equal(old, shape))
		rc = record_wrong(k, "version", _("raise it with every change"),
		    e);
	else if (version < k->decl->version)
		rc = make_kind(k, shape, e);
out:
	json_decref(old);
	json_decref(shape);
	return rc;
}

enum rc
record_prepare(struct record_set *set, struct err *e)
{
	enum rc rc = record_check_set(set, e);
	size_t i;

	for (i = 0; rc == RC_OK && i < set->n; i++)
		rc = bring_in_line(&set->kinds[i], e);
	return rc;
}
