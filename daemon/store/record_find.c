/*
 * record_find -- pages and counts by a declared index.
 *
 * Clear columns are compared and sorted with null before everything, by the
 * same expression that their index has.  A page begins after the sort key of
 * the row that ended the page before.
 */
#include "store/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "store/query.h"
#include "store/record_kind.h"
#include "store/rows.h"
#include "store/scope.h"

/* A search on its way to a statement. */
struct search {
	const struct record_kind *k; /* borrowed */
	const struct record_query *q; /* borrowed */
	const char *const *columns; /* of the index; NULL: none */
	size_t n_equal;
	int param; /* numbers given out */
	struct buf *b; /* borrowed: the text */
};

static enum rc
resolve(struct search *f, struct err *e)
{
	const struct bf_record_index *x = f->k->decl->indexes;
	const struct bf_record_column *c;
	size_t at, i;

	if (f->q->index == NULL)
		return RC_OK;
	while (
	    x != NULL && x->name != NULL && strcmp(x->name, f->q->index) != 0)
		x++;
	if (x == NULL || x->name == NULL)
		return err_set(e, RC_INVALID, _("%s: has no index %s"),
		    f->k->decl->kind, f->q->index);
	f->columns = x->columns;
	f->n_equal = json_array_size(f->q->equal);
	for (i = 0; i < f->n_equal; i++) {
		if (x->columns[i] == NULL)
			return err_set(e, RC_INVALID,
			    _("index %s: has only "
			      "%zu columns"),
			    x->name, i);
	}
	if (f->q->from == NULL && f->q->to == NULL)
		return RC_OK;
	if (x->columns[f->n_equal] == NULL ||
	    (c = record_column(f->k, x->columns[f->n_equal], &at)) == NULL ||
	    c->class != BF_CLASS_CASE)
		return err_set(e, RC_INVALID,
		    _("index %s: no clear column is "
		      "left for a range"),
		    x->name);
	return RC_OK;
}

/* Name of the I-th column of the index if it is clear; NULL else or after. */
static const char *
clear_column(const struct search *f, size_t i)
{
	const struct bf_record_column *c;
	size_t at;

	c = record_column(f->k, f->columns[i], &at);
	return c != NULL && c->class == BF_CLASS_CASE ? c->name : NULL;
}

/* The sort key of a row called ALIAS: what is left of the index, and the id. */
static void
add_key(struct search *f, const char *alias, const char *order)
{
	const char *name;
	size_t i;

	for (i = f->n_equal; f->columns != NULL && f->columns[i] != NULL; i++) {
		if ((name = clear_column(f, i)) != NULL)
			(void)buf_addf(f->b, RECORD_KEY "%s, ", alias, name,
			    order);
	}
	(void)buf_addf(f->b, "%s.id%s", alias, order);
}

static void
add_scope(struct search *f)
{
	f->param = 3;
	if (f->k->decl->owner == BF_OWNER_CASE)
		(void)buf_add_text(f->b,
		    " AND EXISTS (SELECT 1 FROM cases c"
		    " WHERE c.id = r.owner_id AND " SCOPE_SQL ")");
	else
		(void)buf_add_text(f->b,
		    " AND (EXISTS (SELECT 1 FROM person p"
		    " WHERE p.id = r.owner_id AND (?1 = 1 OR (?1 <> 3"
		    "  AND p.owner_unit IN " SCOPE_UNITS
		    "  AND p.id NOT IN (" SCOPE_BARRED "))))"
		    " OR EXISTS (SELECT 1 FROM case_person cp"
		    " JOIN cases c ON c.id = cp.case_id"
		    " WHERE cp.person_id = r.owner_id AND cp.ended IS NULL"
		    " AND " SCOPE_SQL "))");
}

static void
add_equal(struct search *f)
{
	const char *name;
	size_t i;

	if (f->columns == NULL)
		return; /* no index: nothing to compare */
	for (i = 0; i < f->n_equal; i++) {
		if ((name = clear_column(f, i)) != NULL)
			(void)buf_addf(f->b,
			    " AND " RECORD_KEY
			    " = ifnull(?%d, -9223372036854775808)",
			    "r", name, ++f->param);
		else {
			(void)buf_addf(f->b, " AND r.h_%s", f->columns[i]);
			record_is(f->k, f->b, &f->param);
		}
	}
	if (f->q->from != NULL)
		(void)buf_addf(f->b, " AND " RECORD_KEY " >= ?%d", "r",
		    f->columns[f->n_equal], ++f->param);
	if (f->q->to != NULL)
		(void)buf_addf(f->b,
		    " AND " RECORD_KEY " <= ?%d"
		    " AND r.c_%s IS NOT NULL",
		    "r", f->columns[f->n_equal], ++f->param,
		    f->columns[f->n_equal]);
}

/* FROM and WHERE, without the page. */
static void
add_where(struct search *f)
{
	bool then = f->q->as_of != 0;

	(void)buf_addf(f->b, " FROM %s%s r WHERE 1", f->k->table,
	    then ? "_v" : "");
	if (f->q->scope != NULL)
		add_scope(f);
	if (then) {
		f->param++;
		(void)buf_addf(f->b,
		    " AND r.recorded <= ?%d AND (r.ended IS"
		    " NULL OR r.ended > ?%d)",
		    f->param, f->param);
	}
	if (f->q->owner != 0)
		(void)buf_addf(f->b, " AND r.owner_id = ?%d", ++f->param);
	add_equal(f);
}

static void
bind_where(const struct search *f, struct query *q)
{
	const struct bf_record_column *c;
	size_t i, at;

	if (f->q->scope != NULL)
		scope_bind(q, f->q->scope);
	if (f->q->as_of != 0)
		query_bind_int(q, f->q->as_of);
	if (f->q->owner != 0)
		query_bind_int(q, f->q->owner);
	for (i = 0; i < f->n_equal; i++) {
		if ((c = record_column(f->k, f->columns[i], &at)) == NULL)
			continue;
		if (c->class == BF_CLASS_CASE)
			record_bind(q, f->k, c, json_array_get(f->q->equal, i));
		else
			record_bind_is(q, f->k, c,
			    json_array_get(f->q->equal, i));
	}
	if (f->q->from != NULL)
		query_bind_value(q, f->q->from);
	if (f->q->to != NULL)
		query_bind_value(q, f->q->to);
}

/* What comes after the row that ended the last page, in order. */
static void
add_page(struct search *f)
{
	const char *order = f->q->descending ? " DESC" : "";

	if (f->q->after != 0) {
		(void)buf_add_text(f->b, " AND (");
		add_key(f, "r", "");
		(void)buf_addf(f->b, ") %s (SELECT ",
		    f->q->descending ? "<" : ">");
		add_key(f, "a", "");
		(void)buf_addf(f->b, " FROM %s%s a WHERE a.id = ?%d",
		    f->k->table, f->q->as_of == 0 ? "" : "_v", ++f->param);
		if (f->q->as_of != 0) {
			f->param++;
			(void)buf_addf(f->b,
			    " AND a.recorded <= ?%d AND"
			    " (a.ended IS NULL OR a.ended > ?%d)",
			    f->param, f->param);
		}
		(void)buf_add_text(f->b, ")");
	}
	(void)buf_add_text(f->b, " ORDER BY ");
	add_key(f, "r", order);
	(void)buf_addf(f->b, " LIMIT ?%d", ++f->param);
}

enum rc
record_find(struct store *s, const struct record_kind *k,
    const struct record_query *query, json_t **out, struct err *e)
{
	struct buf b;
	struct search f = { .k = k, .q = query, .b = &b };
	enum rc rc, row_rc = RC_OK;
	json_t *row, *rows;
	struct query q;

	*out = NULL;
	if ((rc = resolve(&f, e)) != RC_OK)
		return rc;
	buf_init(&b, RECORD_SQL_MAX);
	(void)buf_add_text(&b, "SELECT ");
	record_select(k, &b);
	add_where(&f);
	add_page(&f);
	query_begin(&q, s, record_text(k->set, &b));
	buf_fini(&b);
	bind_where(&f, &q);
	if (query->after != 0) {
		query_bind_int(&q, query->after);
		if (query->as_of != 0)
			query_bind_int(&q, query->as_of);
	}
	query_bind_int(&q, rows_limit(query->limit));
	rows = json_array();
	while (row_rc == RC_OK && query_row(&q)) {
		row_rc = record_row(&q, k, query->classes, &row, e);
		if (row_rc == RC_OK)
			(void)json_array_append_new(rows, row);
	}
	if ((rc = rows_end(&q, rows, out, e)) == RC_OK && row_rc != RC_OK) {
		json_decref(*out);
		*out = NULL;
		rc = row_rc;
	}
	return rc;
}

enum rc
record_count(struct store *s, const struct record_kind *k,
    const struct record_query *query, int64_t *n, struct err *e)
{
	struct buf b;
	struct search f = { .k = k, .q = query, .b = &b };
	struct query q;
	enum rc rc;

	*n = 0;
	if ((rc = resolve(&f, e)) != RC_OK)
		return rc;
	buf_init(&b, RECORD_SQL_MAX);
	(void)buf_add_text(&b, "SELECT count(*)");
	add_where(&f);
	query_begin(&q, s, record_text(k->set, &b));
	buf_fini(&b);
	bind_where(&f, &q);
	if (query_row(&q))
		*n = query_int(&q, 0);
	return query_end(&q, e);
}
