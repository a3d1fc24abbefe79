/*
 * decision -- what the municipality decided; written once, never changed.
 */
#include "store/decision.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "store/decision_body.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

#define DECISION_SQL                                                           \
	"SELECT id, case_id, no, cycle, basis, type, result, date, effective," \
	" expires, decided_by, unit, household_snapshot, refers_to, recorded," \
	" commit_no, content, reasons FROM decision"
#define N_CLEAR 16 /* columns before content */

static struct aad
aad_of(int64_t case_id, const char *column, int64_t no)
{
	struct aad a = { "decision", case_id, column, no };

	return a;
}

int64_t
decision_body_hash(const struct store *s, const json_t *content,
    const json_t *reasons, unsigned char out[KEYED_SIZE])
{
	struct keyed_state *k = keyed_begin(s, "decision");
	const json_t *both[] = { content, reasons };
	char *text;
	size_t i;

	for (i = 0; i < 2; i++) {
		text = both[i] == NULL ?
		    NULL :
		    json_dumps(both[i],
			JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
		if (text != NULL)
			keyed_update(k, text, strlen(text));
		keyed_update(k, "", 1); /* what parts the two */
		free(text);
	}
	return keyed_end(k, out);
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

/* Bind content, reasons and their hash. */
static void
bind_body(struct query *q, const struct decision *d)
{
	struct aad content = aad_of(d->case_id, "content", d->no);
	struct aad reasons = aad_of(d->case_id, "reasons", d->no);
	unsigned char hash[KEYED_SIZE];
	int64_t key;

	key = decision_body_hash(q->store, d->content, d->reasons, hash);
	query_seal_json(q, &content, d->content);
	query_seal_json(q, &reasons, d->reasons);
	query_bind_blob(q, hash, sizeof(hash));
	query_bind_int(q, key);
}

enum rc
decision_add(struct tx *tx, struct decision *d, struct err *e)
{
	struct query q;
	enum rc rc;

	if ((rc = next_no(tx_store(tx), d->case_id, &d->no, e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO decision (case_id, no,"
	    " cycle, basis, type, result, date, effective, expires, content,"
	    " reasons, body_hash, key_id, decided_by, unit,"
	    " household_snapshot, refers_to, recorded, commit_no) VALUES (?1,"
	    " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
	    " ?16, ?17, ?18, ?19)");
	query_bind_int(&q, d->case_id);
	query_bind_int(&q, d->no);
	query_bind_int(&q, d->cycle);
	query_bind_text(&q, d->basis);
	query_bind_text(&q, d->type);
	query_bind_text(&q, d->result);
	query_bind_date(&q, d->date);
	query_bind_date(&q, d->effective);
	query_bind_date(&q, d->expires);
	bind_body(&q, d);
	query_bind_text(&q, d->decided_by);
	query_bind_text(&q, d->unit);
	query_bind_id(&q, d->snapshot);
	query_bind_id(&q, d->refers_to);
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, d->commit);
	return query_insert(&q, &d->id, e);
}

static void
add_text(json_t *row, const char *name, struct query *q, int col)
{
	struct aad a = aad_of(query_int(q, 1), name, query_int(q, 2));
	json_t *v = query_open_json(q, col, &a);

	if (v != NULL)
		json_object_set_new(row, name, v);
}

static enum rc
read_list(struct query *q, bool with_text, json_t **rows, struct err *e)
{
	static const char *const names[] = { "id", "case_id", "no", "cycle",
		"basis", "type", "result", "date", "effective", "expires",
		"decided_by", "unit", "snapshot", "refers_to", "recorded",
		"commit" };
	json_t *list = json_array(), *row;
	size_t i;

	while (query_row(q)) {
		row = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(row, names[i], q, (int)i);
		if (with_text) {
			add_text(row, "content", q, N_CLEAR);
			add_text(row, "reasons", q, N_CLEAR + 1);
		}
		json_array_append_new(list, row);
	}
	return rows_end(q, list, rows, e);
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
