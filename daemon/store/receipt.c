/*
 * receipt -- what carriers and persons say of a letter that was sent.
 */
#include "store/receipt.h"

#include "base/i18n.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

enum rc
receipt_add(struct tx *tx, const struct receipt *r, struct err *e)
{
	struct query q;
	int64_t id;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO receipt (outbox_id, line, word, at, recorded, by_user)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	query_bind_int(&q, r->outbox);
	query_bind_id(&q, r->line);
	query_bind_text(&q, r->word);
	query_bind_int(&q, r->at);
	query_bind_int(&q, tx_now(tx));
	query_bind_name(&q, r->by);
	if ((rc = query_insert(&q, &id, e)) == RC_CONFLICT)
		return err_set(e, rc, _("letter %lld: line %lld: already kept"),
		    (long long)r->outbox, (long long)r->line);
	return rc;
}

enum rc
receipt_list(struct store *s, int64_t outbox, json_t **rows, struct err *e)
{
	static const char *const names[] = { "line", "word", "at", "recorded",
		"by" };
	json_t *list = json_array(), *row;
	struct query q;
	int i;

	query_begin(&q, s,
	    "SELECT line, word, at, recorded, by_user FROM receipt"
	    " WHERE outbox_id = ?1 ORDER BY id");
	query_bind_int(&q, outbox);
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < 5; i++)
			rows_column(row, names[i], &q, i);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
