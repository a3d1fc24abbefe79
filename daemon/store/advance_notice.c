/*
 * advance_notice -- that a decision was announced before it was made.
 */
#include "store/advance_notice.h"

#include <stdlib.h>
#include <string.h>

#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

static struct aad
aad_of(int64_t id, int64_t case_id, const char *column)
{
	struct aad a = { "advance_notice", id, column, 0,
		owner_case(case_id, BF_CLASS_IDENTITY) };

	return a;
}

enum rc
advance_notice_add(struct tx *tx, struct advance_notice *n, const char *text,
    const char *by, struct err *e)
{
	struct query q;
	struct aad a;
	enum rc rc;

	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM advance_notice", &n->id, e);
	if (rc != RC_OK)
		return rc;
	a = aad_of(n->id, n->case_id, "body");

	query_begin(&q, tx_store(tx),
	    "INSERT INTO advance_notice (case_id, cycle, type, sent,"
	    " answer_by, body, by_user, recorded)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	query_bind_int(&q, n->case_id);
	query_bind_int(&q, n->cycle);
	query_bind_text(&q, n->type);
	query_bind_date(&q, n->sent);
	query_bind_date(&q, n->answer_by);
	query_seal_text(&q, &a, text);
	query_bind_text(&q, by);
	query_bind_int(&q, tx_now(tx));
	return query_insert(&q, &n->id, e);
}

enum rc
advance_notice_answer(struct tx *tx, const struct advance_notice *n,
    struct date day, const char *text, struct err *e)
{
	struct aad a = aad_of(n->id, n->case_id, "answer");
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE advance_notice SET answered = ?1, answer = ?2"
	    " WHERE id = ?3");
	query_bind_date(&q, day);
	query_seal_text(&q, &a, text);
	query_bind_int(&q, n->id);
	return query_run(&q, e);
}

enum rc
advance_notice_find(struct store *s, int64_t case_id, int64_t cycle,
    const char *type, struct advance_notice *out, struct err *e)
{
	struct query q;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s,
	    "SELECT id, case_id, cycle, type, sent, answer_by, answered"
	    " FROM advance_notice WHERE case_id = ?1 AND cycle = ?2"
	    " AND (?3 IS NULL OR type = ?3) ORDER BY id DESC LIMIT 1");
	query_bind_int(&q, case_id);
	query_bind_int(&q, cycle);
	query_bind_text(&q, type);
	if (query_row(&q)) {
		out->id = query_int(&q, 0);
		out->case_id = query_int(&q, 1);
		out->cycle = query_int(&q, 2);
		query_copy(&q, 3, out->type, sizeof(out->type));
		out->sent = query_date(&q, 4);
		out->answer_by = query_date(&q, 5);
		out->answered = query_date(&q, 6);
	}
	return query_end(&q, e);
}

static void
add_sealed(json_t *row, const char *name, struct query *q, int col,
    const struct aad *a)
{
	char *text = query_open_text(q, col, a);

	rows_text(row, name, text);
	free(text);
}

enum rc
advance_notice_list(struct store *s, int64_t case_id, bool with_text,
    json_t **rows, struct err *e)
{
	static const char *const names[] = { "id", "cycle", "type", "sent",
		"answer_by", "answered", "by", "recorded" };
	struct aad body, answer;
	json_t *list = json_array(), *row;
	struct query q;
	size_t i;

	query_begin(&q, s,
	    "SELECT id, cycle, type, sent, answer_by, answered, by_user,"
	    " recorded, body, answer FROM advance_notice WHERE case_id = ?1"
	    " ORDER BY id");
	query_bind_int(&q, case_id);
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(row, names[i], &q, (int)i);
		body = aad_of(query_int(&q, 0), case_id, "body");
		answer = aad_of(query_int(&q, 0), case_id, "answer");
		if (with_text) {
			add_sealed(row, "text", &q, 8, &body);
			add_sealed(row, "answer", &q, 9, &answer);
		}
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
