/*
 * lookup -- who saw what, on which basis.
 */
#include "store/lookup.h"

#include "store/history.h"
#include "store/inside.h"
#include "store/keyed.h"
#include "store/query.h"
#include "store/rows.h"

static json_t *
hash_terms(struct store *s, const json_t *terms)
{
	unsigned char hash[KEYED_SIZE];
	json_t *list = json_array(), *row;
	const char *text;
	size_t i;

	for (i = 0; i < json_array_size(terms); i++) {
		text = json_string_value(json_array_get(terms, i));
		if (text == NULL)
			continue;
		row = json_object();
		rows_int(row, "key",
		    keyed_hash(s, "term", text,
			json_string_length(json_array_get(terms, i)), hash));
		rows_hex(row, "hash", hash, sizeof(hash));
		json_array_append_new(list, row);
	}
	return list;
}

static json_t *
make_part(struct store *s, const struct lookup *l)
{
	json_t *part = json_object();

	rows_text(part, "method", l->method);
	rows_text(part, "reason", l->reason);
	rows_text(part, "gateway", l->gateway);
	rows_text(part, "use", l->use);
	rows_text(part, "error", l->error_name);
	rows_text(part, "barred", l->barred);
	rows_text(part, "stands_for", l->stands_for);
	if (json_array_size(l->subjects) > 0)
		json_object_set_new(part, "subjects",
		    json_deep_copy(l->subjects));
	if (json_array_size(l->terms) > 0)
		json_object_set_new(part, "terms", hash_terms(s, l->terms));
	return part;
}

/* Let each subject find the row at POS. */
static enum rc
add_subjects(struct store *s, const json_t *subjects, int64_t pos,
    struct err *e)
{
	const json_t *subject;
	struct query q;
	enum rc rc;
	size_t i;

	for (i = 0; i < json_array_size(subjects); i++) {
		subject = json_array_get(subjects, i);
		query_begin(&q, s,
		    "INSERT OR IGNORE INTO lookup_subject"
		    " (subject_kind, subject_id, pos) VALUES (?1, ?2, ?3)");
		query_bind_text(&q,
		    json_string_value(json_array_get(subject, 0)));
		query_bind_int(&q,
		    json_integer_value(json_array_get(subject, 1)));
		query_bind_int(&q, pos);
		if ((rc = query_run(&q, e)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* Let each term that was searched for find the row at POS. */
static enum rc
add_terms(struct store *s, const json_t *part, int64_t pos, struct err *e)
{
	const json_t *term;
	struct query q;
	enum rc rc;
	size_t i;

	json_array_foreach(json_object_get(part, "terms"), i, term) {
		query_begin(&q, s,
		    "INSERT OR IGNORE INTO lookup_term (term, pos)"
		    " VALUES (?1, ?2)");
		query_bind_text(&q,
		    json_string_value(json_object_get(term, "hash")));
		query_bind_int(&q, pos);
		if ((rc = query_run(&q, e)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
lookup_add(struct tx *tx, const struct lookup *l, struct err *e)
{
	struct store *s = tx_store(tx);
	const json_t *first = json_array_get(l->subjects, 0);
	json_t *part = make_part(s, l);
	const json_t *parts[] = { part };
	struct history_row row = {
		.kind = l->refused ? "lookup.refused" : "lookup",
		.subject_kind = json_string_value(json_array_get(first, 0)),
		.subject = json_integer_value(json_array_get(first, 1)),
		.commit = l->commit > 0 ? l->commit : commit_next(tx),
		.actor = l->actor,
		.unit = l->unit,
		.role = l->role,
		.basis = l->basis,
	};
	int64_t pos = 0;
	enum rc rc;

	if (l->refused && l->barred != NULL) {
		row.subject_kind = l->barred_kind;
		row.subject = l->barred_id;
	}
	rc = history_add(tx, &row, parts, 1, &pos, e);
	if (rc == RC_OK)
		rc = add_subjects(s, l->subjects, pos, e);
	if (rc == RC_OK)
		rc = add_terms(s, part, pos, e);
	json_decref(part);
	return rc;
}

/* The row of history at POS with its part. */
static enum rc
read_one(struct store *s, int64_t pos, json_t *rows, struct err *e)
{
	json_t *one, *row, *part;
	enum rc rc;

	if ((rc = history_list_all(s, pos - 1, 1, true, true, &one, e)) !=
	    RC_OK)
		return rc;
	row = json_array_get(one, 0);
	part = json_array_get(json_object_get(row, "parts"), 0);
	json_object_set(row, "part", part);
	json_object_del(row, "parts");
	json_array_append(rows, row);
	json_decref(one);
	return RC_OK;
}

/* The rows at the N positions of POS. */
static enum rc
read_all(struct store *s, const int64_t *pos, size_t n, json_t **rows,
    struct err *e)
{
	enum rc rc = RC_OK;
	size_t i;

	*rows = json_array();
	for (i = 0; i < n && rc == RC_OK; i++)
		rc = read_one(s, pos[i], *rows, e);
	if (rc != RC_OK) {
		json_decref(*rows);
		*rows = NULL;
	}
	return rc;
}

enum rc
lookup_list(struct store *s, const char *subject_kind, int64_t subject,
    int64_t after, int limit, json_t **rows, struct err *e)
{
	int64_t pos[STORE_LIST_MAX];
	struct query q;
	size_t n = 0;
	enum rc rc;

	*rows = NULL;
	query_begin(&q, s,
	    "SELECT pos FROM lookup_subject"
	    " WHERE subject_kind = ?1 AND subject_id = ?2 AND pos > ?3"
	    " ORDER BY pos LIMIT ?4");
	query_bind_text(&q, subject_kind);
	query_bind_int(&q, subject);
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q) && n < STORE_LIST_MAX)
		pos[n++] = query_int(&q, 0);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	return read_all(s, pos, n, rows, e);
}

enum rc
lookup_about(struct store *s, const json_t *subjects, const json_t *terms,
    int64_t after, int limit, json_t **rows, struct err *e)
{
	json_t *hashed = hash_terms(s, terms);
	int64_t pos[STORE_LIST_MAX];
	struct query q;
	size_t n = 0;
	enum rc rc;

	*rows = NULL;
	query_begin(&q, s,
	    "SELECT ls.pos AS pos FROM json_each(?1) j JOIN lookup_subject ls"
	    " ON ls.subject_kind = json_extract(j.value, '$[0]')"
	    " AND ls.subject_id = json_extract(j.value, '$[1]')"
	    " WHERE ls.pos > ?3 UNION"
	    " SELECT lt.pos FROM json_each(?2) k JOIN lookup_term lt"
	    " ON lt.term = json_extract(k.value, '$.hash')"
	    " WHERE lt.pos > ?3 ORDER BY pos LIMIT ?4");
	query_bind_json(&q, subjects);
	query_bind_json(&q, hashed);
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q) && n < STORE_LIST_MAX)
		pos[n++] = query_int(&q, 0);
	json_decref(hashed);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	return read_all(s, pos, n, rows, e);
}

enum rc
lookup_barred(struct store *s, int64_t before, int limit, json_t **rows,
    struct err *e)
{
	int64_t pos[STORE_LIST_MAX];
	struct query q;
	size_t n = 0;
	enum rc rc;

	*rows = NULL;
	query_begin(&q, s,
	    "SELECT pos FROM history WHERE kind = 'lookup.refused'"
	    " AND subject_id <> 0 AND (?1 = 0 OR pos < ?1)"
	    " ORDER BY pos DESC LIMIT ?2");
	query_bind_int(&q, before);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q) && n < STORE_LIST_MAX)
		pos[n++] = query_int(&q, 0);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	return read_all(s, pos, n, rows, e);
}

/* *OK: the row at POS was written before TIME. */
static enum rc
is_before(struct store *s, int64_t pos, int64_t time, bool *ok, struct err *e)
{
	struct query q;

	query_begin(&q, s, "SELECT time < ?2 FROM history WHERE pos = ?1");
	query_bind_int(&q, pos);
	query_bind_int(&q, time);
	*ok = query_row(&q) && query_int(&q, 0) != 0;
	return query_end(&q, e);
}

enum rc
lookup_pos_before(struct store *s, int64_t time, int64_t *pos, struct err *e)
{
	int64_t low = 0, high = s->counters.pos, middle;
	enum rc rc = RC_OK;
	bool before;

	/* Positions have no gaps and time never runs backwards along them. */
	while (rc == RC_OK && low < high) {
		middle = low + (high - low + 1) / 2;
		rc = is_before(s, middle, time, &before, e);
		if (before)
			low = middle;
		else
			high = middle - 1;
	}
	*pos = low;
	return rc;
}
