/*
 * rehash -- hashes under another key; see rehash.h.
 *
 *	users ──► identifiers ──► fields of cases ──► records, kind by kind
 *	                                                            ──► done
 */
#include "store/rehash.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/definition.h"
#include "store/case.h"
#include "store/case_find.h"
#include "store/envelope.h"
#include "store/inside.h"
#include "store/keyed.h"
#include "store/query.h"
#include "store/tx.h"

#define SQL_MAX (64u << 10)
#define ALL_CLASSES ((1u << BF_N_CLASSES) - 1)
#define BODIES 4 /* envelopes in a row of a record */

/* A row whose hash is to be made anew. */
struct row {
	int64_t id, owner, key;
	unsigned char hash[KEYED_SIZE];
	char *text; /* owned: value, or name of a field */
	json_t *values; /* owned: of a record */
};

enum rc
rehash_begin(struct tx *tx, struct err *e)
{
	struct store *s = tx_store(tx);
	int64_t id;
	enum seal sl;

	if ((sl = keyring_take(s, &id)) != SEAL_OK)
		return seal_fail(sl, e);
	s->counters.hash_before = s->counters.hash;
	s->counters.hash = id;
	return RC_OK;
}

static void
rows_free(struct row *rows, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		free(rows[i].text);
		json_decref(rows[i].values);
	}
	free(rows);
}

static void
copy_hash(const struct query *q, int col, unsigned char out[KEYED_SIZE])
{
	size_t len;
	const void *bytes = query_blob(q, col, &len);

	memset(out, 0, KEYED_SIZE);
	if (len == KEYED_SIZE)
		memcpy(out, bytes, KEYED_SIZE);
}

static enum rc
set_hash(struct store *s, const char *sql, int64_t id,
    const unsigned char hash[KEYED_SIZE], int64_t key, struct err *e)
{
	struct query q;

	query_begin(&q, s, sql);
	query_bind_int(&q, id);
	query_bind_blob(&q, hash, KEYED_SIZE);
	query_bind_int(&q, key);
	return query_run(&q, e);
}

/* A hash, and the key that it was made with. */
struct made {
	unsigned char hash[KEYED_SIZE];
	int64_t key;
};

/* SQL gives the rows in force that have FROM the hash of TO. */
static enum rc
move_hash(struct store *s, const char *sql, const struct made *from,
    const struct made *to, struct err *e)
{
	struct query q;

	query_begin(&q, s, sql);
	query_bind_blob(&q, from->hash, KEYED_SIZE);
	query_bind_int(&q, from->key);
	query_bind_blob(&q, to->hash, KEYED_SIZE);
	query_bind_int(&q, to->key);
	return query_run(&q, e);
}

/* A user's own number, and the register's that is to agree with it. */
static enum rc
move_number(struct store *s, const struct made *from, const char *number,
    struct err *e)
{
	struct made to;
	enum rc rc;

	to.key = keyed_hash(s, "identifier", number, strlen(number), to.hash);
	rc = move_hash(s,
	    "UPDATE person_identifier SET hash = ?3, key_id = ?4"
	    " WHERE hash = ?1 AND key_id = ?2 AND ended IS NULL",
	    from, &to, e);
	if (rc != RC_OK)
		return rc;
	return move_hash(s,
	    "UPDATE user_person SET hash = ?3, key_id = ?4"
	    " WHERE hash = ?1 AND key_id = ?2 AND ended IS NULL",
	    from, &to, e);
}

enum rc
rehash_number(struct store *s, const char *number, struct err *e)
{
	struct made from = { .key = keyed_before(s) };

	if (from.key == 0 ||
	    !keyed_hash_by(s, from.key, "identifier", number, strlen(number),
		from.hash))
		return RC_OK;
	return move_number(s, &from, number, e);
}

static enum rc
rehash_user(struct store *s, const struct row *r, struct err *e)
{
	struct made from = { .key = r->key };

	memcpy(from.hash, r->hash, KEYED_SIZE);
	return move_number(s, &from, r->text, e);
}

static enum rc
users(struct store *s, int64_t *after, int max, int *n, struct err *e)
{
	struct aad a = { "user_person", 0, "value", 0, OWNER_ANY };
	struct row *rows = mem_new((size_t)max, sizeof(*rows));
	struct query q;
	enum rc rc;
	int i;

	query_begin(&q, s,
	    "SELECT id, key_id, hash, value FROM user_person WHERE id > ?1"
	    " AND ended IS NULL ORDER BY id LIMIT ?2");
	query_bind_int(&q, *after);
	query_bind_int(&q, max);
	for (*n = 0; query_row(&q); ++*n) {
		rows[*n].id = a.row = query_int(&q, 0);
		rows[*n].key = query_int(&q, 1);
		copy_hash(&q, 2, rows[*n].hash);
		rows[*n].text = query_open_text(&q, 3, &a);
	}
	rc = query_end(&q, e);
	for (i = 0; rc == RC_OK && i < *n; i++) {
		*after = rows[i].id;
		if (rows[i].text != NULL && rows[i].key != s->counters.hash)
			rc = rehash_user(s, &rows[i], e);
	}
	rows_free(rows, *n);
	return rc;
}

static enum rc
read_identifiers(struct store *s, int64_t after, struct row *rows, int max,
    int *n, struct err *e)
{
	struct aad a = { "person_identifier", 0, "value", 0, OWNER_ANY };
	struct query q;

	query_begin(&q, s,
	    "SELECT id, value, key_id FROM person_identifier WHERE id > ?1"
	    " ORDER BY id LIMIT ?2");
	query_bind_int(&q, after);
	query_bind_int(&q, max);
	while (query_row(&q)) {
		rows[*n].id = a.row = query_int(&q, 0);
		rows[*n].key = query_int(&q, 2);
		rows[(*n)++].text = query_open_text(&q, 1, &a);
	}
	return query_end(&q, e);
}

static enum rc
identifiers(struct store *s, int64_t *after, int max, int *n, struct err *e)
{
	struct row *rows = mem_new((size_t)max, sizeof(*rows));
	unsigned char hash[KEYED_SIZE];
	int64_t key;
	enum rc rc;
	int i;

	*n = 0;
	rc = read_identifiers(s, *after, rows, max, n, e);
	for (i = 0; rc == RC_OK && i < *n; i++) {
		*after = rows[i].id;
		if (rows[i].text == NULL || rows[i].key == s->counters.hash)
			continue;
		key = keyed_hash(s, "identifier", rows[i].text,
		    strlen(rows[i].text), hash);
		rc = set_hash(s,
		    "UPDATE person_identifier SET hash = ?2, key_id = ?3"
		    " WHERE id = ?1",
		    rows[i].id, hash, key, e);
	}
	rows_free(rows, *n);
	return rc;
}

static enum rc
read_fields(struct store *s, int64_t after, struct row *rows, int max, int *n,
    struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT id, case_id, key_id, hash, field FROM case_hash"
	    " WHERE id > ?1 AND ended IS NULL ORDER BY id LIMIT ?2");
	query_bind_int(&q, after);
	query_bind_int(&q, max);
	while (query_row(&q)) {
		rows[*n].id = query_int(&q, 0);
		rows[*n].owner = query_int(&q, 1);
		rows[*n].key = query_int(&q, 2);
		copy_hash(&q, 3, rows[*n].hash);
		rows[(*n)++].text = query_dup(&q, 4);
	}
	return query_end(&q, e);
}

/* Which of the values that the field has now gave R's hash?  Borrowed. */
static const json_t *
value_behind(struct store *s, const struct row *r, const json_t *data)
{
	const json_t *v = json_object_get(data, r->text), *one;
	size_t i, n = json_is_array(v) ? json_array_size(v) : v != NULL;
	unsigned char hash[KEYED_SIZE];
	json_t *bit;
	bool same;

	for (i = 0; i < n; i++) {
		one = json_is_array(v) ? json_array_get(v, i) : v;
		bit = json_is_boolean(one) ?
		    json_integer(json_is_true(one) ? 1 : 0) :
		    json_incref((json_t *)(uintptr_t)one);
		same = case_find_hash_by(s, r->key, r->text, bit, hash) &&
		    memcmp(hash, r->hash, sizeof(hash)) == 0;
		json_decref(bit);
		if (same)
			return one;
	}
	return NULL;
}

static enum rc
rehash_field(struct store *s, const struct row *r, struct err *e)
{
	unsigned char hash[KEYED_SIZE];
	const json_t *value;
	json_t *data, *bit;
	int64_t key;
	enum rc rc;

	if ((rc = case_data_all(s, r->owner, ALL_CLASSES, &data, e)) != RC_OK)
		return rc;
	if ((value = value_behind(s, r, data)) != NULL) {
		bit = json_is_boolean(value) ?
		    json_integer(json_is_true(value) ? 1 : 0) :
		    json_incref((json_t *)(uintptr_t)value);
		key = case_find_hash(s, r->text, bit, hash);
		json_decref(bit);
		rc = set_hash(s,
		    "UPDATE case_hash SET hash = ?2, key_id = ?3"
		    " WHERE id = ?1",
		    r->id, hash, key, e);
	}
	json_decref(data);
	return rc;
}

static enum rc
fields(struct store *s, int64_t *after, int max, int *n, struct err *e)
{
	struct row *rows = mem_new((size_t)max, sizeof(*rows));
	enum rc rc;
	int i;

	*n = 0;
	rc = read_fields(s, *after, rows, max, n, e);
	for (i = 0; rc == RC_OK && i < *n; i++) {
		*after = rows[i].id;
		if (rows[i].key != s->counters.hash)
			rc = rehash_field(s, &rows[i], e);
	}
	rows_free(rows, *n);
	return rc;
}

/* A table of records; name NULL: none. */
struct table {
	char *name, *kind; /* owned: itself, and that of the rows */
	char *purpose; /* owned: what its hashes are for, up to the column */
};

static void
table_fini(struct table *t)
{
	free(t->name);
	free(t->kind);
	free(t->purpose);
}

static enum rc
find_table(struct store *s, int64_t i, struct table *t, struct err *e)
{
	struct query q;

	memset(t, 0, sizeof(*t));
	query_begin(&q, s,
	    "SELECT plugin, kind FROM record_kind ORDER BY plugin, kind"
	    " LIMIT 1 OFFSET ?1");
	query_bind_int(&q, i / 2);
	if (query_row(&q)) {
		t->kind = mem_format("rec_%s_%s", query_text(&q, 0),
		    query_text(&q, 1));
		t->name = mem_format("%s%s", t->kind, i % 2 == 0 ? "" : "_v");
		t->purpose = mem_format("record.%s.%s", query_text(&q, 0),
		    query_text(&q, 1));
	}
	return query_end(&q, e);
}

/* Names of the columns that have a hash in the table. */
static enum rc
hashed_columns(struct store *s, const struct table *t, json_t **out,
    struct err *e)
{
	struct query q;

	*out = json_array();
	query_begin(&q, s,
	    "SELECT substr(name, 3) FROM pragma_table_info(?1)"
	    " WHERE substr(name, 1, 2) = 'h_' ORDER BY cid");
	query_bind_text(&q, t->name);
	while (query_row(&q))
		json_array_append_new(*out, json_string(query_text(&q, 0)));
	return query_end(&q, e);
}

static enum rc
read_records(struct store *s, const struct table *t, int64_t after,
    struct row *rows, int max, int *n, struct err *e)
{
	struct aad a = { t->kind, 0, NULL, 0, OWNER_ANY };
	json_t *body;
	struct query q;
	struct buf b;
	int i;

	buf_init(&b, SQL_MAX);
	(void)buf_addf(&b,
	    "SELECT rowid, id, rev, key_id, b1, b2, b3, b4 FROM %s"
	    " WHERE rowid > ?1 ORDER BY rowid LIMIT ?2",
	    t->name);
	query_begin_once(&q, s, buf_text(&b));
	buf_fini(&b);
	query_bind_int(&q, after);
	query_bind_int(&q, max);
	for (; query_row(&q); ++*n) {
		rows[*n].id = query_int(&q, 0);
		a.row = query_int(&q, 1);
		a.version = query_int(&q, 2);
		rows[*n].key = query_int(&q, 3);
		rows[*n].values = json_object();
		for (i = 0; i < BODIES; i++) {
			a.column = bf_class_name((enum bf_class)(i + 1));
			body = query_open_json(&q, 4 + i, &a);
			if (body != NULL)
				(void)json_object_update(rows[*n].values, body);
			json_decref(body);
		}
	}
	return query_end(&q, e);
}

static void
bind_value(struct query *q, const struct table *t, const char *name,
    const json_t *value)
{
	unsigned char hash[KEYED_SIZE];
	char *purpose, *text;

	if (value == NULL || json_is_null(value)) {
		query_bind_null(q);
		return;
	}
	purpose = mem_format("%s.%s", t->purpose, name);
	text =
	    json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	(void)keyed_hash(q->store, purpose, text,
	    text == NULL ? 0 : strlen(text), hash);
	query_bind_blob(q, hash, sizeof(hash));
	free(text);
	free(purpose);
}

static enum rc
rehash_record(struct store *s, const struct table *t, const json_t *columns,
    const struct row *r, struct err *e)
{
	const char *name;
	struct query q;
	struct buf b;
	size_t i;

	buf_init(&b, SQL_MAX);
	(void)buf_addf(&b, "UPDATE %s SET key_id = ?2", t->name);
	for (i = 0; i < json_array_size(columns); i++)
		(void)buf_addf(&b, ", h_%s = ?%zu",
		    json_string_value(json_array_get(columns, i)), i + 3);
	(void)buf_add_text(&b, " WHERE rowid = ?1");
	query_begin_once(&q, s, buf_text(&b));
	buf_fini(&b);
	query_bind_int(&q, r->id);
	query_bind_int(&q, s->counters.hash);
	for (i = 0; i < json_array_size(columns); i++) {
		name = json_string_value(json_array_get(columns, i));
		bind_value(&q, t, name, json_object_get(r->values, name));
	}
	return query_run(&q, e);
}

static enum rc
records(struct store *s, const struct table *t, int64_t *after, int max, int *n,
    struct err *e)
{
	struct row *rows = mem_new((size_t)max, sizeof(*rows));
	json_t *columns = NULL;
	enum rc rc;
	int i;

	*n = 0;
	rc = hashed_columns(s, t, &columns, e);
	if (rc == RC_OK && json_array_size(columns) > 0)
		rc = read_records(s, t, *after, rows, max, n, e);
	for (i = 0; rc == RC_OK && i < *n; i++) {
		*after = rows[i].id;
		if (rows[i].key != s->counters.hash)
			rc = rehash_record(s, t, columns, &rows[i], e);
	}
	rows_free(rows, *n);
	json_decref(columns);
	return rc;
}

/* One table after the other; records last. */
static enum rc
step(struct store *s, int64_t at, int64_t *after, int max, int *n, bool *none,
    struct err *e)
{
	struct table t;
	enum rc rc;

	if (at == 0)
		return users(s, after, max, n, e);
	if (at == 1)
		return identifiers(s, after, max, n, e);
	if (at == 2)
		return fields(s, after, max, n, e);
	if ((rc = find_table(s, at - 3, &t, e)) != RC_OK)
		return rc;
	*none = t.name == NULL;
	*n = 0;
	if (!*none)
		rc = records(s, &t, after, max, n, e);
	table_fini(&t);
	return rc;
}

enum rc
rehash_slice(struct tx *tx, json_t *place, int64_t *values, int max, bool *done,
    struct err *e)
{
	struct store *s = tx_store(tx);
	int64_t at = json_integer_value(json_object_get(place, "column"));
	int64_t after = json_integer_value(json_object_get(place, "after"));
	int n = 0;
	enum rc rc;

	*done = false;
	keyring_see_all(s, true);
	rc = step(s, at, &after, max, &n, done, e);
	keyring_see_all(s, false);
	if (rc != RC_OK)
		return rc;
	*values += n;
	if (*done)
		s->counters.hash_before = 0;
	else if (n < max) {
		at++;
		after = 0;
	}
	json_object_set_new(place, "column", json_integer(at));
	json_object_set_new(place, "after", json_integer(after));
	return RC_OK;
}
