/*
 * record_fold -- records in every version, and page by page for reports.
 */
#include "store/record.h"

#include "base/buf.h"
#include "store/query.h"
#include "store/record_kind.h"
#include "store/rows.h"
#include "store/store.h"

enum rc
record_versions(struct store *s, const struct record_kind *k, int64_t id,
    unsigned int classes, json_t **out, struct err *e)
{
	enum rc rc, row_rc = RC_OK;
	json_t *rows = json_array(), *row;
	struct query q;
	struct buf b;

	*out = NULL;
	buf_init(&b, RECORD_SQL_MAX);
	(void)buf_add_text(&b, "SELECT ");
	record_select(k, &b);
	(void)buf_addf(&b,
	    " FROM %s_v r WHERE r.id = ?1 ORDER BY r.rev LIMIT ?2", k->table);
	query_begin(&q, s, record_text(k->set, &b));
	buf_fini(&b);
	query_bind_int(&q, id);
	query_bind_int(&q, STORE_LIST_MAX);
	while (row_rc == RC_OK && query_row(&q)) {
		row_rc = record_row(&q, k, classes, &row, e);
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

/* The statement of a slice: clear columns, then the hashes. */
static const char *
slice_text(const struct record_kind *k, bool versions)
{
	const char *text;
	struct buf b;
	size_t i;

	buf_init(&b, RECORD_SQL_MAX);
	(void)buf_add_text(&b, "SELECT ");
	record_select(k, &b);
	for (i = 0; i < k->n_columns; i++)
		if (k->hashed[i])
			(void)buf_addf(&b, ", r.h_%s",
			    k->decl->columns[i].name);
	(void)buf_addf(&b,
	    " FROM %s_v r WHERE r.recorded <= ?1"
	    " AND (r.id > ?2 OR (r.id = ?2 AND r.rev > ?3))",
	    k->table);
	if (!versions)
		(void)buf_add_text(&b,
		    " AND (r.ended IS NULL OR r.ended > ?1)");
	(void)buf_add_text(&b, " ORDER BY r.id, r.rev LIMIT ?4");
	text = record_text(k->set, &b);
	buf_fini(&b);
	return text;
}

static json_t *
tokens_of(struct query *q, const struct record_kind *k)
{
	int col = RECORD_CLEAR;
	json_t *tokens = json_object();
	const unsigned char *hash;
	size_t i, len;

	for (i = 0; i < k->n_columns; i++)
		col += k->decl->columns[i].class == BF_CLASS_CASE;
	for (i = 0; i < k->n_columns; i++) {
		if (!k->hashed[i])
			continue;
		hash = query_blob(q, col++, &len);
		if (len > 0)
			rows_hex(tokens, k->decl->columns[i].name, hash, len);
	}
	return tokens;
}

enum rc
record_fold(struct store *s, const struct record_kind *k,
    const struct record_slice *slice, json_t **out, struct err *e)
{
	enum rc rc, row_rc = RC_OK;
	json_t *rows = json_array(), *row;
	struct query q;

	*out = NULL;
	query_begin(&q, s, slice_text(k, slice->versions));
	query_bind_int(&q, slice->as_of);
	query_bind_int(&q, slice->after);
	query_bind_int(&q, slice->after_rev);
	query_bind_int(&q, rows_limit(slice->limit));
	while (row_rc == RC_OK && query_row(&q)) {
		row_rc = record_row(&q, k, slice->classes, &row, e);
		if (row_rc != RC_OK)
			break;
		json_object_set_new(row, "tokens", tokens_of(&q, k));
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
record_plugins(struct store *s, json_t **out, struct err *e)
{
	json_t *names = json_array();
	struct query q;

	query_begin(&q, s,
	    "SELECT DISTINCT plugin FROM record_kind ORDER BY plugin");
	while (query_row(&q))
		json_array_append_new(names, json_string(query_text(&q, 0)));
	return rows_end(&q, names, out, e);
}
