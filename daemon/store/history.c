/*
 * history -- what happened, append-only, in one chain per database.
 */
#include "store/history.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/id.h"
#include "base/mem.h"
#include "store/envelope.h"
#include "store/inside.h"
#include "store/query.h"
#include "model/definition.h"
#include "store/rows.h"

static void
add_int(struct hash *h, int64_t v)
{
	unsigned char bytes[8];
	uint64_t left = (uint64_t)v;
	size_t i;

	for (i = 0; i < sizeof(bytes); i++, left >>= 8)
		bytes[i] = (unsigned char)(left & 0xffu);
	hash_add(h, bytes, sizeof(bytes));
}

void
history_chain(const unsigned char before[STORE_CHAIN],
    const struct history_link *link,
    const unsigned char (*commitments)[STORE_CHAIN], size_t n,
    unsigned char out[STORE_CHAIN])
{
	const struct history_row *r = &link->row;
	struct hash h;
	size_t i;

	hash_init(&h, NULL, 0);
	hash_add(&h, before, STORE_CHAIN);
	add_int(&h, link->pos);
	add_int(&h, link->incarnation);
	add_int(&h, r->commit);
	hash_add_text(&h, r->kind);
	hash_add_text(&h, r->subject_kind);
	add_int(&h, r->subject);
	add_int(&h, r->seq);
	add_int(&h, link->time);
	hash_add_text(&h, r->actor);
	hash_add_text(&h, r->unit);
	hash_add_text(&h, r->role);
	hash_add_text(&h, r->basis);
	add_int(&h, (int64_t)n);
	for (i = 0; i < n; i++)
		hash_add(&h, commitments[i], STORE_CHAIN);
	hash_final(&h, out);
}

/* Salt and text of one part, as it is sealed; the caller frees. */
static unsigned char *
make_body(const json_t *part, size_t *len,
    unsigned char commitment[STORE_CHAIN])
{
	char *text =
	    json_dumps(part, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	size_t n = text == NULL ? 0 : strlen(text);
	unsigned char *body = mem_new(1, HISTORY_SALT + n + 1);

	id_bytes(body, HISTORY_SALT);
	if (text != NULL)
		memcpy(body + HISTORY_SALT, text, n + 1);
	free(text);
	*len = HISTORY_SALT + n;
	hash_of(NULL, 0, body, *len, commitment);
	return body;
}

static enum rc
add_part(struct store *s, const struct aad *a, const unsigned char *body,
    size_t len, const unsigned char commitment[STORE_CHAIN], struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "INSERT INTO history_part"
	    " (pos, no, commitment, body) VALUES (?1, ?2, ?3, ?4)");
	query_bind_int(&q, a->row);
	query_bind_int(&q, a->version);
	query_bind_blob(&q, commitment, STORE_CHAIN);
	query_seal(&q, a, body, len);
	return query_run(&q, e);
}

/*
 * What is said of a person, case or household is under its key.  Who looked is
 * not: that stays when what was looked at is erased.
 */
static struct owner
owner_of_part(const struct history_row *row, const json_t *part)
{
	const char *class = json_string_value(json_object_get(part, "class"));
	bool health =
	    class != NULL && strcmp(class, bf_class_name(BF_CLASS_HEALTH)) == 0;

	if (strncmp(row->kind, "lookup", 6) == 0)
		return owner_none();
	return owner_subject(row->subject_kind, row->subject,
	    health ? BF_CLASS_HEALTH : BF_CLASS_IDENTITY);
}

static const char *
or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

static enum rc
add_header(struct store *s, const struct history_link *link,
    const unsigned char chain[STORE_CHAIN], struct err *e)
{
	const struct history_row *r = &link->row;
	struct query q;

	query_begin(&q, s,
	    "INSERT INTO history (pos, incarnation, commit_no,"
	    " kind, subject_kind, subject_id, seq, time, actor, unit, role,"
	    " basis, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
	    " ?11, ?12, ?13)");
	query_bind_int(&q, link->pos);
	query_bind_int(&q, link->incarnation);
	query_bind_int(&q, r->commit);
	query_bind_text(&q, or_empty(r->kind));
	query_bind_text(&q, or_empty(r->subject_kind));
	query_bind_int(&q, r->subject);
	query_bind_int(&q, r->seq);
	query_bind_int(&q, link->time);
	query_bind_text(&q, or_empty(r->actor));
	query_bind_text(&q, or_empty(r->unit));
	query_bind_text(&q, or_empty(r->role));
	query_bind_text(&q, or_empty(r->basis));
	query_bind_blob(&q, chain, STORE_CHAIN);
	return query_run(&q, e);
}

enum rc
history_add(struct tx *tx, const struct history_row *row,
    const json_t *const *parts, size_t n_parts, int64_t *pos, struct err *e)
{
	unsigned char commitments[HISTORY_PARTS_MAX][STORE_CHAIN];
	unsigned char *bodies[HISTORY_PARTS_MAX], chain[STORE_CHAIN];
	size_t lens[HISTORY_PARTS_MAX], i;
	struct store *s = tx_store(tx);
	struct history_link link = { s->counters.pos + 1, s->incarnation,
		tx_now(tx), *row };
	enum rc rc;

	assert(n_parts <= HISTORY_PARTS_MAX);
	assert(row->commit > 0);
	for (i = 0; i < n_parts; i++)
		bodies[i] = make_body(parts[i], &lens[i], commitments[i]);
	history_chain(s->counters.head, &link,
	    (const unsigned char(*)[STORE_CHAIN])commitments, n_parts, chain);
	rc = add_header(s, &link, chain, e);
	for (i = 0; i < n_parts; i++) {
		const struct aad a = { "history_part", link.pos, "body",
			(int64_t)i, owner_of_part(row, parts[i]) };

		if (rc == RC_OK)
			rc = add_part(s, &a, bodies[i], lens[i], commitments[i],
			    e);
		free(bodies[i]);
	}
	if (rc != RC_OK)
		return rc;
	s->counters.pos = link.pos;
	memcpy(s->counters.head, chain, sizeof(chain));
	if (pos != NULL)
		*pos = link.pos;
	return RC_OK;
}

#define COLUMNS                                                                \
	"SELECT pos, incarnation, commit_no, kind, subject_kind, subject_id,"  \
	" seq, time, actor, unit, role, basis FROM history"
#define NO_LOOKUPS " AND (?3 OR kind NOT IN ('lookup', 'lookup.refused'))"

static json_t *
header_json(const struct query *q)
{
	static const char *const names[] = { "pos", "incarnation", "commit",
		"kind", "subject_kind", "subject", "seq", "time", "actor",
		"unit", "role", "basis" };
	json_t *row = json_object();
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		rows_column(row, names[i], q, (int)i);
	return row;
}

/* The JSON in one opened body; NULL if it is withheld, or not what was written. */
static json_t *
read_part(struct query *q, int64_t pos, int64_t no)
{
	struct aad a = { "history_part", pos, "body", no, OWNER_ANY };
	unsigned char *body;
	json_t *part = NULL;
	size_t n;

	if ((body = query_open(q, 1, &a, &n)) == NULL)
		return NULL;
	if (n >= HISTORY_SALT)
		part = json_loadb((const char *)body + HISTORY_SALT,
		    n - HISTORY_SALT, JSON_DECODE_ANY, NULL);
	free(body);
	if (part == NULL)
		q->seal = SEAL_BROKEN;
	return part;
}

static enum rc
add_parts(struct store *s, json_t *row, struct err *e)
{
	int64_t pos = json_integer_value(json_object_get(row, "pos"));
	json_t *parts = json_array(), *part;
	struct query q;

	json_object_set_new(row, "parts", parts);
	query_begin(&q, s,
	    "SELECT no, body FROM history_part WHERE pos = ?1"
	    " ORDER BY no");
	query_bind_int(&q, pos);
	while (query_row(&q))
		if ((part = read_part(&q, pos, query_int(&q, 0))) != NULL)
			json_array_append_new(parts, part);
	if (q.withheld != SEAL_OK)
		json_object_set_new(row, "withheld",
		    json_string(seal_word(q.withheld)));
	return query_end(&q, e);
}

/* Read what Q gives and, if asked, the parts of each. */
static enum rc
read_rows(struct query *q, bool with_parts, json_t **rows, struct err *e)
{
	struct store *s = q->store;
	json_t *row, *list = json_array();
	enum rc rc;
	size_t i;

	while (query_row(q))
		json_array_append_new(list, header_json(q));
	if ((rc = rows_end(q, list, rows, e)) != RC_OK || !with_parts)
		return rc;
	json_array_foreach(list, i, row) {
		if ((rc = add_parts(s, row, e)) != RC_OK) {
			json_decref(list);
			*rows = NULL;
			return rc;
		}
	}
	return RC_OK;
}

enum rc
history_list(struct store *s, const char *subject_kind, int64_t subject,
    int64_t after, int limit, bool with_parts, bool lookups, json_t **rows,
    struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    COLUMNS " WHERE pos > ?1" NO_LOOKUPS
		    " AND subject_kind = ?4 AND subject_id = ?5"
		    " ORDER BY pos LIMIT ?2");
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	query_bind_int(&q, lookups ? 1 : 0);
	query_bind_text(&q, subject_kind);
	query_bind_int(&q, subject);
	return read_rows(&q, with_parts, rows, e);
}

enum rc
history_last_actor(struct store *s, const char *subject_kind, int64_t subject,
    char out[STORE_NAME_SIZE], struct err *e)
{
	struct query q;

	out[0] = '\0';
	query_begin(&q, s,
	    "SELECT actor FROM history WHERE subject_kind = ?1"
	    " AND subject_id = ?2 AND kind NOT IN ('lookup', 'lookup.refused')"
	    " ORDER BY pos DESC LIMIT 1");
	query_bind_text(&q, subject_kind);
	query_bind_int(&q, subject);
	if (query_row(&q))
		query_copy(&q, 0, out, STORE_NAME_SIZE);
	return query_end(&q, e);
}

enum rc
history_has_other(struct store *s, const char *subject_kind, int64_t subject,
    const char *user, bool *out, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM history WHERE subject_kind = ?1"
	    " AND subject_id = ?2 AND kind IN ('create', 'act', 'task.done')"
	    " AND actor NOT IN (?3, 'system') LIMIT 1");
	query_bind_text(&q, subject_kind);
	query_bind_int(&q, subject);
	query_bind_text(&q, user);
	*out = query_row(&q);
	return query_end(&q, e);
}

enum rc
history_list_all(struct store *s, int64_t after, int limit, bool with_parts,
    bool lookups, json_t **rows, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    COLUMNS " WHERE pos > ?1" NO_LOOKUPS " ORDER BY pos LIMIT ?2");
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	query_bind_int(&q, lookups ? 1 : 0);
	return read_rows(&q, with_parts, rows, e);
}

enum rc
history_slice(struct store *s, const char *subject_kind, int64_t after,
    int64_t until, json_t **rows, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    COLUMNS
	    " WHERE pos > ?1 AND pos <= ?2"
	    " AND +subject_kind = ?3"
	    " AND kind NOT IN ('lookup', 'lookup.refused') ORDER BY pos");
	query_bind_int(&q, after);
	query_bind_int(&q, until);
	query_bind_text(&q, subject_kind);
	return read_rows(&q, false, rows, e);
}

enum rc
history_pos_of(struct store *s, int64_t commit, int64_t *pos, struct err *e)
{
	struct query q;

	*pos = 0;
	query_begin(&q, s,
	    "SELECT pos FROM history WHERE commit_no <= ?1"
	    " ORDER BY commit_no DESC, pos DESC LIMIT 1");
	query_bind_int(&q, commit);
	if (query_row(&q))
		*pos = query_int(&q, 0);
	return query_end(&q, e);
}
