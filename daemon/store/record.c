/*
 * record -- kinds made ready, their statements, and one record read.
 */
#include "store/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/definition.h"
#include "store/envelope.h"
#include "store/inside.h"
#include "store/keyed.h"
#include "store/query.h"
#include "store/record_kind.h"
#include "store/tx.h"

void
record_select(const struct record_kind *k, struct buf *b)
{
	size_t i;

	(void)buf_add_text(b,
	    "r.id, r.owner_id, r.rev, r.ver, r.recorded,"
	    " r.b1, r.b2, r.b3, r.b4");
	for (i = 0; i < k->n_columns; i++) {
		if (k->decl->columns[i].class == BF_CLASS_CASE)
			(void)buf_addf(b, ", r.c_%s", k->decl->columns[i].name);
	}
}

/* Add the I-th column that a put writes after the id; false after the last. */
static bool
add_stored(const struct record_kind *k, size_t i, struct buf *b)
{
	static const char *const fixed[] = { "owner_id", "rev", "ver",
		"recorded", "key_id", "b1", "b2", "b3", "b4" };
	const size_t n = sizeof(fixed) / sizeof(fixed[0]);
	size_t c, at = n;

	if (i < n)
		return buf_add_text(b, fixed[i]);
	for (c = 0; c < k->n_columns; c++) {
		bool clear = k->decl->columns[c].class == BF_CLASS_CASE;

		if ((clear || k->hashed[c]) && at++ == i)
			return buf_addf(b, "%s%s", clear ? "c_" : "h_",
			    k->decl->columns[c].name);
	}
	return false;
}

/* "a, b, c" of what a put writes; returns how many. */
static size_t
add_all_stored(const struct record_kind *k, struct buf *b)
{
	struct buf one;
	size_t i;

	buf_init(&one, RECORD_SQL_MAX);
	for (i = 0; add_stored(k, i, &one); i++) {
		(void)buf_addf(b, "%s%s", i == 0 ? "" : ", ", buf_text(&one));
		buf_drop(&one, buf_len(&one));
	}
	buf_fini(&one);
	return i;
}

static const char *
finish_text(const struct record_kind *k, struct buf *b)
{
	const char *text = record_text(k->set, b);

	buf_drop(b, buf_len(b));
	return text;
}

static void
make_writes(struct record_kind *k, struct buf *b)
{
	struct buf one;
	size_t i, n;

	(void)buf_addf(b, "INSERT INTO %s (id, ", k->table);
	n = add_all_stored(k, b);
	(void)buf_add_text(b, ") VALUES (?1");
	for (i = 0; i < n; i++)
		(void)buf_addf(b, ", ?%zu", i + 2);
	(void)buf_add_text(b, ")");
	k->insert = finish_text(k, b);

	(void)buf_addf(b, "UPDATE %s SET ", k->table);
	buf_init(&one, RECORD_SQL_MAX);
	for (i = 0; add_stored(k, i, &one); i++) {
		(void)buf_addf(b, "%s%s = ?%zu", i == 0 ? "" : ", ",
		    buf_text(&one), i + 2);
		buf_drop(&one, buf_len(&one));
	}
	buf_fini(&one);
	(void)buf_add_text(b, " WHERE id = ?1");
	k->update = finish_text(k, b);
}

static void
make_texts(struct record_kind *k)
{
	struct buf b;

	buf_init(&b, RECORD_SQL_MAX);
	make_writes(k, &b);
	(void)buf_addf(&b,
	    "UPDATE %s_v SET ended = ?2 WHERE id = ?1"
	    " AND ended IS NULL",
	    k->table);
	k->end = finish_text(k, &b);
	(void)buf_addf(&b, "INSERT INTO %s_v (id, ", k->table);
	(void)add_all_stored(k, &b);
	(void)buf_add_text(&b, ") SELECT id, ");
	(void)add_all_stored(k, &b);
	(void)buf_addf(&b, " FROM %s WHERE id = ?1", k->table);
	k->version = finish_text(k, &b);
	(void)buf_add_text(&b, "SELECT ");
	record_select(k, &b);
	(void)buf_addf(&b, " FROM %s r WHERE r.id = ?1", k->table);
	k->get = finish_text(k, &b);
	(void)buf_add_text(&b, "SELECT ");
	record_select(k, &b);
	(void)buf_addf(&b,
	    " FROM %s_v r WHERE r.id = ?1 AND r.recorded <= ?2"
	    " ORDER BY r.rev DESC LIMIT 1",
	    k->table);
	k->get_then = finish_text(k, &b);
	(void)buf_addf(&b,
	    "SELECT id FROM %s WHERE ver < ?1 ORDER BY id"
	    " LIMIT ?2",
	    k->table);
	k->old = finish_text(k, &b);
	(void)buf_addf(&b, "SELECT coalesce(max(id), 0) + 1 FROM %s", k->table);
	k->next = finish_text(k, &b);
	buf_fini(&b);
}

static struct record_set *
make_set(const char *plugin, const struct bf_record *decls)
{
	struct record_set *set = mem_new(1, sizeof(*set));
	struct record_kind *k;
	size_t i;

	set->plugin = mem_text(plugin);
	while (decls[set->n].kind != NULL)
		set->n++;
	set->kinds = mem_new(set->n + 1, sizeof(*set->kinds));
	for (i = 0; i < set->n; i++) {
		k = &set->kinds[i];
		k->decl = &decls[i];
		k->set = set;
		k->table = mem_format("rec_%s_%s", plugin, decls[i].kind);
		while (decls[i].columns != NULL &&
		    decls[i].columns[k->n_columns].name != NULL)
			k->n_columns++;
		k->hashed = mem_new(k->n_columns + 1, sizeof(*k->hashed));
	}
	return set;
}

static void
free_set(struct record_set *set)
{
	size_t i;

	for (i = 0; i < set->n; i++) {
		free(set->kinds[i].table);
		free(set->kinds[i].hashed);
	}
	for (i = 0; i < set->n_texts; i++)
		free(set->texts[i]);
	free(set->kinds);
	free(set->texts);
	free(set->plugin);
	free(set);
}

enum rc
record_check_kinds(const char *plugin, const struct bf_record *decls,
    struct err *e)
{
	struct record_set *set = make_set(plugin, decls);
	enum rc rc = record_check_set(set, e);

	free_set(set);
	return rc;
}

enum rc
record_open(struct tx *tx, const char *plugin, const struct bf_record *decls,
    struct record_set **out, struct err *e)
{
	struct record_set *set = make_set(plugin, decls);
	size_t i;
	enum rc rc;

	set->store = tx_store(tx);
	if ((rc = record_prepare(set, e)) != RC_OK) {
		record_close(set);
		return rc;
	}
	for (i = 0; i < set->n; i++)
		make_texts(&set->kinds[i]);
	*out = set;
	return RC_OK;
}

void
record_close(struct record_set *set)
{
	if (set == NULL)
		return;
	/* Statements are kept by the address of their text. */
	query_forget(set->store);
	free_set(set);
}

const struct record_kind *
record_kind(const struct record_set *set, const char *kind)
{
	size_t i;

	for (i = 0; i < set->n; i++) {
		if (strcmp(set->kinds[i].decl->kind, kind) == 0)
			return &set->kinds[i];
	}
	return NULL;
}

/* Keyed hash of VALUE in column C by key BY, or today's (0); the key's id. */
static int64_t
hash_value(const struct record_kind *k, int64_t by,
    const struct bf_record_column *c, const json_t *value,
    unsigned char out[KEYED_SIZE])
{
	char *purpose = mem_format("record.%s.%s.%s", k->set->plugin,
	    k->decl->kind, c->name);
	char *text =
	    json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	int64_t key;

	if (by == 0)
		key =
		    keyed_hash(k->set->store, purpose, text, strlen(text), out);
	else
		key = keyed_hash_by(k->set->store, by, purpose, text,
			  strlen(text), out) ?
		    by :
		    0;
	free(text);
	free(purpose);
	return key;
}

void
record_bind(struct query *q, const struct record_kind *k,
    const struct bf_record_column *c, const json_t *value)
{
	unsigned char hash[KEYED_SIZE];

	if (c->class == BF_CLASS_CASE) {
		query_bind_value(q, value);
	} else if (value == NULL || json_is_null(value)) {
		query_bind_null(q);
	} else {
		(void)hash_value(k, 0, c, value, hash);
		query_bind_blob(q, hash, sizeof(hash));
	}
}

void
record_is(const struct record_kind *k, struct buf *b, int *n)
{
	++*n;
	if (keyed_before(k->set->store) == 0) {
		(void)buf_addf(b, " = ?%d", *n);
		return;
	}
	(void)buf_addf(b, " IN (?%d, ?%d)", *n, *n + 1);
	++*n;
}

void
record_bind_is(struct query *q, const struct record_kind *k,
    const struct bf_record_column *c, const json_t *value)
{
	int64_t before = keyed_before(k->set->store);
	unsigned char hash[KEYED_SIZE];

	record_bind(q, k, c, value);
	if (before == 0)
		return;
	if (value != NULL && !json_is_null(value) &&
	    hash_value(k, before, c, value, hash) != 0)
		query_bind_blob(q, hash, sizeof(hash));
	else
		query_bind_null(q);
}

/* Add the sealed values of CLASS in the row of Q to VALUES. */
static void
open_class(struct query *q, const struct record_kind *k, unsigned int class,
    json_t *values)
{
	const struct aad aad = { k->table, query_int(q, RECORD_ID),
		bf_class_name((enum bf_class) class), query_int(q, RECORD_REV),
		OWNER_ANY };
	json_t *body;

	body = query_open_json(q, RECORD_BODY + (int)class - 1, &aad);
	if (body != NULL)
		(void)json_object_update(values, body);
	json_decref(body);
}

static void
read_clear(struct query *q, const struct record_kind *k, json_t *values)
{
	int col = RECORD_CLEAR;
	size_t i;

	for (i = 0; i < k->n_columns; i++) {
		const struct bf_record_column *c = &k->decl->columns[i];
		json_t *v;

		if (c->class != BF_CLASS_CASE)
			continue;
		if (query_is_null(q, col))
			v = NULL;
		else if (c->type == BF_BOOL)
			v = json_boolean(query_int(q, col));
		else
			v = query_value(q, col);
		if (v != NULL)
			(void)json_object_set_new(values, c->name, v);
		col++;
	}
}

/* Take out of VALUES what is not of CLASSES. */
static void
filter(const struct record_kind *k, unsigned int classes, json_t *values)
{
	size_t i;

	for (i = 0; i < k->n_columns; i++) {
		const struct bf_record_column *c = &k->decl->columns[i];

		if ((classes & (1u << (unsigned int)c->class)) == 0)
			(void)json_object_del(values, c->name);
	}
}

enum rc
record_row(struct query *q, const struct record_kind *k, unsigned int classes,
    json_t **out, struct err *e)
{
	int64_t ver = query_int(q, RECORD_VER);
	bool old = k->decl->up != NULL && ver < k->decl->version;
	unsigned int class, wanted = old ? RECORD_ALL_CLASSES : classes;
	json_t *values = json_object();

	read_clear(q, k, values);
	for (class = 1; class < BF_N_CLASSES; class ++) {
		if ((wanted & (1u << class)) != 0)
			open_class(q, k, class, values);
	}
	if (old && k->decl->up((int)ver, values) != 0) {
		json_decref(values);
		return err_set(e, RC_INTERNAL,
		    _("record %s.%s: version %lld "
		      "cannot be brought up"),
		    k->set->plugin, k->decl->kind, (long long)ver);
	}
	filter(k, classes, values);
	*out = json_pack("{s:I, s:I, s:I, s:I, s:o}", "id",
	    (json_int_t)query_int(q, RECORD_ID), "owner",
	    (json_int_t)query_int(q, RECORD_OWNER), "rev",
	    (json_int_t)query_int(q, RECORD_REV), "recorded",
	    (json_int_t)query_int(q, RECORD_TIME), "values", values);
	return RC_OK;
}

enum rc
record_get(struct store *s, const struct record_kind *k, int64_t id,
    int64_t as_of, unsigned int classes, json_t **out, struct err *e)
{
	enum rc rc = RC_OK, end;
	struct query q;

	*out = NULL;
	query_begin(&q, s, as_of == 0 ? k->get : k->get_then);
	query_bind_int(&q, id);
	if (as_of != 0)
		query_bind_int(&q, as_of);
	if (query_row(&q))
		rc = record_row(&q, k, classes, out, e);
	end = query_end(&q, e);
	if (rc == RC_OK && (rc = end) == RC_OK && *out == NULL)
		return err_set(e, RC_NOTFOUND, _("%s %lld: not found"),
		    k->decl->kind, (long long)id);
	if (rc != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}
