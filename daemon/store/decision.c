/*
 * decision -- what the municipality decided; written once, never changed.
 */
#include "store/decision.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/definition.h"
#include "store/decision_body.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

#define DECISION_SQL                                                           \
	"SELECT id, case_id, no, recorded, commit_no, body_hash, content,"     \
	" reasons, class, " DECISION_CLEAR " FROM decision"
#define COL_CONTENT 6
#define COL_CLASS 8
#define COL_CLEAR 9
#define HASH_SHOWN 16 /* bytes */

static const char *const clear_names[DECISION_N_CLEAR] = { "cycle", "basis",
	"basis_version", "type", "item", "result", "date", "effective",
	"expires", "complaint_rule", "complaint_version", "complaint_length",
	"complaint_body", "decided_by", "unit", "role", "urgent", "notice",
	"snapshot", "refers_to" };

static struct aad
aad_of(int64_t case_id, const char *column, int64_t no, enum bf_class class)
{
	struct aad a = { "decision", case_id, column, no,
		owner_case(case_id, owner_words(class)) };

	return a;
}

json_t *
decision_clear(struct query *q, int col)
{
	json_t *o = json_object();
	int i;

	for (i = 0; i < DECISION_N_CLEAR; i++)
		rows_column(o, clear_names[i], q, col + i);
	return o;
}

static int64_t
hash_body(struct keyed_state *k, const json_t *clear, const json_t *content,
    const json_t *reasons, unsigned char out[KEYED_SIZE])
{
	const json_t *all[] = { clear, content, reasons };
	char *text;
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		text = all[i] == NULL ?
		    NULL :
		    json_dumps(all[i],
			JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
		if (text != NULL)
			keyed_update(k, text, strlen(text));
		keyed_update(k, "", 1); /* what parts the three */
		free(text);
	}
	return keyed_end(k, out);
}

int64_t
decision_body_hash(struct store *s, const json_t *clear, const json_t *content,
    const json_t *reasons, unsigned char out[KEYED_SIZE])
{
	return hash_body(keyed_begin(s, "decision"), clear, content, reasons,
	    out);
}

bool
decision_body_hash_by(struct store *s, int64_t key_id, const json_t *clear,
    const json_t *content, const json_t *reasons, unsigned char out[KEYED_SIZE])
{
	struct keyed_state *k = keyed_begin_by(s, key_id, "decision");

	if (k != NULL)
		(void)hash_body(k, clear, content, reasons, out);
	return k != NULL;
}

static enum rc
next_no(struct store *s, int64_t case_id, int64_t *no, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT coalesce(max(no), 0) + 1 FROM decision"
	    " WHERE case_id = ?1");
	query_bind_int(&q, case_id);
	if (query_row(&q))
		*no = query_int(&q, 0);
	return query_end(&q, e);
}

static const char *
or_empty(const char *text)
{
	return text != NULL ? text : "";
}

/* Bind the values of DECISION_CLEAR, in its order. */
static void
bind_clear(struct query *q, const struct decision *d)
{
	query_bind_int(q, d->cycle);
	query_bind_text(q, d->basis);
	query_bind_text(q, d->basis_version);
	query_bind_text(q, d->type);
	query_bind_text(q, d->item);
	query_bind_text(q, d->result);
	query_bind_date(q, d->date);
	query_bind_date(q, d->effective);
	query_bind_date(q, d->expires);
	query_bind_text(q, d->complaint_rule);
	query_bind_text(q, d->complaint_version);
	query_bind_text(q, d->complaint_length);
	query_bind_text(q, or_empty(d->complaint_body));
	query_bind_text(q, d->decided_by);
	query_bind_text(q, d->unit);
	query_bind_text(q, d->role);
	query_bind_int(q, d->urgent);
	query_bind_id(q, d->notice);
	query_bind_id(q, d->snapshot);
	query_bind_id(q, d->refers_to);
}

/* What decision_clear will read of D; asked of the database itself. */
static enum rc
clear_of(struct store *s, const struct decision *d, json_t **out, struct err *e)
{
	struct query q;

	*out = NULL;
	query_begin(&q, s,
	    "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	    " ?14, ?15, ?16, ?17, ?18, ?19, ?20");
	bind_clear(&q, d);
	if (query_row(&q))
		*out = decision_clear(&q, 0);
	return query_end(&q, e);
}

/* Bind content, reasons and the hash of all. */
static void
bind_body(struct query *q, const struct decision *d, const json_t *clear)
{
	struct aad content = aad_of(d->case_id, "content", d->no, d->class);
	struct aad reasons = aad_of(d->case_id, "reasons", d->no, d->class);
	unsigned char hash[KEYED_SIZE];
	int64_t key;

	key = decision_body_hash(q->store, clear, d->content, d->reasons, hash);
	query_seal_json(q, &content, d->content);
	query_seal_json(q, &reasons, d->reasons);
	query_bind_blob(q, hash, sizeof(hash));
	query_bind_int(q, key);
}

enum rc
decision_add(struct tx *tx, struct decision *d, struct err *e)
{
	struct store *s = tx_store(tx);
	json_t *clear = NULL;
	struct query q;
	enum rc rc;

	if ((rc = next_no(s, d->case_id, &d->no, e)) != RC_OK ||
	    (rc = clear_of(s, d, &clear, e)) != RC_OK)
		return rc;
	query_begin(&q, s,
	    "INSERT INTO decision (" DECISION_CLEAR ", case_id, no, content,"
	    " reasons, body_hash, key_id, recorded, commit_no, class) VALUES "
	    "(?1, ?2,"
	    " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
	    " ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, "
	    "?29)");
	bind_clear(&q, d);
	query_bind_int(&q, d->case_id);
	query_bind_int(&q, d->no);
	bind_body(&q, d, clear);
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, d->commit);
	query_bind_int(&q, (int64_t)owner_words(d->class));
	json_decref(clear);
	return query_insert(&q, &d->id, e);
}

static void
add_text(json_t *row, const char *name, struct query *q, int col)
{
	struct aad a = aad_of(query_int(q, 1), name, query_int(q, 2),
	    (enum bf_class)query_int(q, COL_CLASS));
	json_t *v = query_open_json(q, col, &a);

	if (v != NULL)
		json_object_set_new(row, name, v);
}

/* The row that Q stands on; new reference. */
static json_t *
read_one(struct query *q, bool with_text)
{
	static const char *const names[] = { "id", "case_id", "no", "recorded",
		"commit" };
	json_t *row = decision_clear(q, COL_CLEAR);
	const unsigned char *hash;
	size_t i, len;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		rows_column(row, names[i], q, (int)i);
	hash = query_blob(q, 5, &len);
	rows_hex(row, "hash", hash, len < HASH_SHOWN ? len : HASH_SHOWN);
	if (with_text) {
		add_text(row, "content", q, COL_CONTENT);
		add_text(row, "reasons", q, COL_CONTENT + 1);
		json_object_set_new(row, "class",
		    json_string(
			bf_class_name((enum bf_class)query_int(q, COL_CLASS))));
	}
	return row;
}

static enum rc
read_list(struct query *q, bool with_text, json_t **rows, struct err *e)
{
	json_t *list = json_array();

	while (query_row(q))
		json_array_append_new(list, read_one(q, with_text));
	return rows_end(q, list, rows, e);
}

/* The one row of Q, or NULL. */
static enum rc
read_row(struct query *q, bool with_text, json_t **row, struct err *e)
{
	enum rc rc;

	*row = query_row(q) ? read_one(q, with_text) : NULL;
	if ((rc = query_end(q, e)) != RC_OK) {
		json_decref(*row);
		*row = NULL;
	}
	return rc;
}

enum rc
decision_list(struct store *s, int64_t case_id, bool with_text, json_t **rows,
    struct err *e)
{
	struct query q;

	query_begin(&q, s, DECISION_SQL " WHERE case_id = ?1 ORDER BY no");
	query_bind_int(&q, case_id);
	return read_list(&q, with_text, rows, e);
}

enum rc
decision_get(struct store *s, int64_t case_id, int64_t no, bool with_text,
    json_t **row, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, s, DECISION_SQL " WHERE case_id = ?1 AND no = ?2");
	query_bind_int(&q, case_id);
	query_bind_int(&q, no);
	if ((rc = read_row(&q, with_text, row, e)) == RC_OK && *row == NULL)
		rc = err_set(e, RC_NOTFOUND,
		    _("decision %lld: not in this case; see decision list"),
		    (long long)no);
	return rc;
}

enum rc
decision_of_day(struct store *s, int64_t case_id, int64_t cycle,
    const char *type, const char *item, struct date day, json_t **row,
    struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    DECISION_SQL
	    " WHERE case_id = ?1 AND cycle = ?2 AND type = ?3 AND item = ?4"
	    " AND date = ?5 AND refers_to IS NULL ORDER BY no DESC LIMIT 1");
	query_bind_int(&q, case_id);
	query_bind_int(&q, cycle);
	query_bind_text(&q, type);
	query_bind_text(&q, item);
	query_bind_date(&q, day);
	return read_row(&q, false, row, e);
}

enum rc
decision_exists(struct store *s, int64_t case_id, int64_t cycle,
    const char *type, bool *out, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM decision WHERE case_id = ?1"
	    " AND cycle = ?2 AND (?3 IS NULL OR type = ?3) LIMIT 1");
	query_bind_int(&q, case_id);
	query_bind_int(&q, cycle);
	query_bind_text(&q, type);
	*out = query_row(&q);
	return query_end(&q, e);
}

enum rc
decision_list_all(struct store *s, int64_t as_of, int64_t after, int limit,
    json_t **rows, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    DECISION_SQL
	    " WHERE id > ?1 AND recorded <= ?2 ORDER BY id LIMIT ?3");
	query_bind_int(&q, after);
	query_bind_int(&q, as_of);
	query_bind_int(&q, rows_limit(limit));
	return read_list(&q, false, rows, e);
}

enum rc
decision_reasons_add(struct tx *tx, int64_t decision, struct date given,
    const json_t *reasons, enum bf_class class, const char *by, struct err *e)
{
	struct aad a = { "decision_reasons", decision, "body", 0, OWNER_ANY };
	unsigned char hash[KEYED_SIZE];
	struct query q;
	int64_t key;
	enum rc rc;

	rc = envelope_case(tx_store(tx),
	    "SELECT case_id FROM decision WHERE id = ?1", decision, &a.owner,
	    e);
	if (rc != RC_OK)
		return rc;
	a.owner = owner_case(a.owner.id, owner_words(class));
	key = decision_body_hash(tx_store(tx), NULL, NULL, reasons, hash);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO decision_reasons (decision_id, given, body,"
	    " body_hash, key_id, by_user, recorded, class)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	query_bind_int(&q, decision);
	query_bind_date(&q, given);
	query_seal_json(&q, &a, reasons);
	query_bind_blob(&q, hash, sizeof(hash));
	query_bind_int(&q, key);
	query_bind_text(&q, by);
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, (int64_t)owner_words(class));
	return query_run(&q, e);
}

enum rc
decision_reasons_get(struct store *s, int64_t decision, json_t **out,
    enum bf_class *class, struct date *given, struct err *e)
{
	const struct aad a = { "decision_reasons", decision, "body", 0,
		OWNER_ANY };
	struct query q;
	enum rc rc;

	*out = NULL;
	*class = BF_CLASS_IDENTITY;
	*given = DATE_NONE;
	query_begin(&q, s,
	    "SELECT given, body, class FROM decision_reasons"
	    " WHERE decision_id = ?1");
	query_bind_int(&q, decision);
	if (query_row(&q)) {
		*given = query_date(&q, 0);
		*out = query_open_json(&q, 1, &a);
		*class = (enum bf_class)query_int(&q, 2);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}
