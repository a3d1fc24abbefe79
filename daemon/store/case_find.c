/*
 * case_find -- by what a case is found: values and hashes in every version.
 */
#include "store/case_find.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/scope.h"
#include "store/tx.h"

bool
case_find_hash_by(struct store *s, int64_t key_id, const char *field,
    const json_t *value, unsigned char out[KEYED_SIZE])
{
	char *purpose = mem_format("field.%s", field);
	char *text =
	    json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	bool done;

	done = keyed_hash_by(s, key_id, purpose, text,
	    text == NULL ? 0 : strlen(text), out);
	free(purpose);
	free(text);
	return done;
}

int64_t
case_find_hash(struct store *s, const char *field, const json_t *value,
    unsigned char out[KEYED_SIZE])
{
	char *purpose = mem_format("field.%s", field);
	char *text =
	    json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	int64_t key_id;

	key_id =
	    keyed_hash(s, purpose, text, text == NULL ? 0 : strlen(text), out);
	free(purpose);
	free(text);
	return key_id;
}

/* The values of F as a list of integers and strings; new reference. */
static json_t *
values_of(const struct case_find *f)
{
	json_t *list = json_array();
	const json_t *v;
	size_t i, n = json_is_array(f->value) ? json_array_size(f->value) : 1;

	for (i = 0; i < n; i++) {
		v = json_is_array(f->value) ? json_array_get(f->value, i) :
					      f->value;
		if (json_is_boolean(v))
			json_array_append_new(list,
			    json_integer(json_is_true(v) ? 1 : 0));
		else if (json_is_integer(v))
			json_array_append_new(list,
			    json_integer(json_integer_value(v)));
		else if (json_is_string(v))
			json_array_append_new(list,
			    json_string(json_string_value(v)));
	}
	return list;
}

/* Which of VALUES does the row of Q keep?  Their number if none. */
static size_t
index_of(const struct query *q, const struct case_find *f, const json_t *values)
{
	unsigned char hash[KEYED_SIZE];
	json_t *kept = f->exact ? NULL : query_value(q, 1);
	const void *bytes;
	size_t i, len;

	for (i = 0; i < json_array_size(values); i++) {
		if (!f->exact && json_equal(kept, json_array_get(values, i)))
			break;
		if (!f->exact)
			continue;
		bytes = query_blob(q, 1, &len);
		if (case_find_hash_by(q->store, query_int(q, 2), f->field,
			json_array_get(values, i), hash) &&
		    len == sizeof(hash) && memcmp(bytes, hash, len) == 0)
			break;
	}
	json_decref(kept);
	return i;
}

static enum rc
end_row(struct tx *tx, const struct case_find *f, int64_t row, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    f->exact ? "UPDATE case_hash SET ended = ?1 WHERE id = ?2" :
		       "UPDATE case_value SET ended = ?1 WHERE id = ?2");
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, row);
	return query_run(&q, e);
}

static enum rc
add_row(struct tx *tx, int64_t id, const struct case_find *f, const json_t *v,
    struct err *e)
{
	struct store *s = tx_store(tx);
	unsigned char hash[KEYED_SIZE];
	struct query q;
	int64_t key;

	query_begin(&q, s,
	    f->exact ?
		"INSERT INTO case_hash (case_id, field, recorded, hash, key_id)"
		" VALUES (?1, ?2, ?3, ?4, ?5)" :
		"INSERT INTO case_value (case_id, field, recorded, value)"
		" VALUES (?1, ?2, ?3, ?4)");
	query_bind_int(&q, id);
	query_bind_text(&q, f->field);
	query_bind_int(&q, tx_now(tx));
	if (f->exact) {
		key = case_find_hash(s, f->field, v, hash);
		query_bind_blob(&q, hash, sizeof(hash));
		query_bind_int(&q, key);
	} else {
		query_bind_value(&q, v);
	}
	return query_run(&q, e);
}

/* End the rows that VALUES has no more; take from VALUES those it has. */
static enum rc
end_others(struct tx *tx, int64_t id, const struct case_find *f, json_t *values,
    struct err *e)
{
	json_t *gone = json_array();
	struct query q;
	enum rc rc;
	size_t i;

	query_begin(&q, tx_store(tx),
	    f->exact ? "SELECT id, hash, key_id FROM case_hash"
		       " WHERE case_id = ?1 AND field = ?2 AND ended IS NULL" :
		       "SELECT id, value FROM case_value"
		       " WHERE case_id = ?1 AND field = ?2 AND ended IS NULL");
	query_bind_int(&q, id);
	query_bind_text(&q, f->field);
	while (query_row(&q)) {
		i = index_of(&q, f, values);
		if (i < json_array_size(values))
			json_array_remove(values, i);
		else
			json_array_append_new(gone,
			    json_integer(query_int(&q, 0)));
	}
	rc = query_end(&q, e);
	for (i = 0; i < json_array_size(gone) && rc == RC_OK; i++)
		rc = end_row(tx, f, json_integer_value(json_array_get(gone, i)),
		    e);
	json_decref(gone);
	return rc;
}

enum rc
case_find_put(struct tx *tx, int64_t id, const struct case_find *f,
    struct err *e)
{
	json_t *values = values_of(f);
	enum rc rc;
	size_t i;

	rc = end_others(tx, id, f, values, e);
	for (i = 0; i < json_array_size(values) && rc == RC_OK; i++)
		rc = add_row(tx, id, f, json_array_get(values, i), e);
	json_decref(values);
	return rc;
}

static enum rc
put_text(struct tx *tx, int64_t id, const char *field, const char *value,
    const char *before, struct err *e)
{
	struct case_find f = { .field = field };
	json_t *v;
	enum rc rc;

	if (strcmp(value, before) == 0)
		return RC_OK;
	v = value[0] == '\0' ? json_null() : json_string(value);
	f.value = v;
	rc = case_find_put(tx, id, &f, e);
	json_decref(v);
	return rc;
}

static enum rc
put_definition(struct tx *tx, const struct case_head *h, struct err *e)
{
	json_t *v = json_integer(h->definition);
	struct case_find f = { .field = "@definition", .value = v };
	enum rc rc = case_find_put(tx, h->id, &f, e);

	json_decref(v);
	return rc;
}

enum rc
case_find_put_head(struct tx *tx, const struct case_head *h,
    const struct case_head *before, struct err *e)
{
	static const struct case_head none;
	const struct case_head *b = before == NULL ? &none : before;
	enum rc rc;

	if ((rc = put_text(tx, h->id, "@stage", h->stage, b->stage, e)) !=
		RC_OK ||
	    (rc = put_text(tx, h->id, "@status", h->status, b->status, e)) !=
		RC_OK ||
	    (rc = put_text(tx, h->id, "@unit", h->unit, b->unit, e)) != RC_OK ||
	    (rc = put_text(tx, h->id, "@contact", h->contact, b->contact, e)) !=
		RC_OK ||
	    (rc = put_text(tx, h->id, "@outcome", h->outcome, b->outcome, e)) !=
		RC_OK)
		return rc;
	return h->definition == b->definition ? RC_OK :
						put_definition(tx, h, e);
}

enum rc
case_values(struct store *s, const char *field, int64_t as_of, int64_t after,
    int limit, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;

	query_begin(&q, s,
	    "SELECT id, case_id, value, recorded,"
	    " CASE WHEN ended <= ?3 THEN ended END FROM case_value"
	    " WHERE field = ?1 AND id > ?2 AND recorded <= ?3"
	    " ORDER BY id LIMIT ?4");
	query_bind_text(&q, field);
	query_bind_int(&q, after);
	query_bind_int(&q, as_of);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		row = json_object();
		rows_column(row, "id", &q, 0);
		rows_column(row, "case_id", &q, 1);
		rows_column(row, "value", &q, 2);
		rows_column(row, "recorded", &q, 3);
		rows_column(row, "ended", &q, 4);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
case_names_person(struct store *s, int64_t id, int64_t person, bool *out,
    struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM case_person WHERE case_id = ?1 AND person_id = ?2"
	    " AND ended IS NULL LIMIT 1");
	query_bind_int(&q, id);
	query_bind_int(&q, person);
	*out = query_row(&q);
	return query_end(&q, e);
}

enum rc
case_has_person(struct store *s, const struct scope *scope, int64_t person,
    bool *out, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM case_person p"
	    " JOIN cases c ON c.id = p.case_id WHERE " SCOPE_SQL
	    " AND p.person_id = ?4 AND p.ended IS NULL LIMIT 1");
	scope_bind(&q, scope);
	query_bind_int(&q, person);
	*out = query_row(&q);
	return query_end(&q, e);
}

enum rc
case_of_person(struct store *s, const struct scope *scope, int64_t person,
    json_t **out, struct err *e)
{
	json_t *list = json_array();
	struct query q;

	query_begin(&q, s,
	    "SELECT DISTINCT c.year, c.number"
	    " FROM case_person p JOIN cases c ON c.id = p.case_id"
	    " WHERE " SCOPE_SQL " AND p.person_id = ?4 AND p.ended IS NULL"
	    " ORDER BY c.id LIMIT 200");
	scope_bind(&q, scope);
	query_bind_int(&q, person);
	while (query_row(&q))
		json_array_append_new(list,
		    json_sprintf("%lld/%lld", (long long)query_int(&q, 0),
			(long long)query_int(&q, 1)));
	return rows_end(&q, list, out, e);
}
