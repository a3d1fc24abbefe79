/*
 * allocation -- what units propose and approve together for one case.
 */
#include "store/allocation.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/scope.h"
#include "store/tx.h"

static struct aad
aad_of(const char *kind, int64_t allocation, const char *name, int64_t version)
{
	struct aad a = { kind, allocation, name, version, OWNER_ANY };

	return a;
}

enum rc
allocation_add(struct tx *tx, struct allocation *a, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "SELECT coalesce(max(no), 0) + 1 FROM allocation"
	    " WHERE case_id = ?1");
	query_bind_int(&q, a->case_id);
	if (query_row(&q))
		a->no = query_int(&q, 0);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	a->version = 1;
	memcpy(a->state, "open", sizeof("open"));
	query_begin(&q, tx_store(tx),
	    "INSERT INTO allocation (case_id, no, cycle, version, quorum,"
	    " state, opened, created, opened_by, unit)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
	query_bind_int(&q, a->case_id);
	query_bind_int(&q, a->no);
	query_bind_int(&q, a->cycle);
	query_bind_int(&q, a->version);
	query_bind_int(&q, a->quorum);
	query_bind_text(&q, a->state);
	query_bind_date(&q, a->opened);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, a->opened_by);
	query_bind_text(&q, a->unit);
	if ((rc = query_insert(&q, &a->id, e)) == RC_CONFLICT)
		return err_name(e, rc, "E_ALLOCATION",
		    _("allocation: one is open in this case already"));
	return rc;
}

enum rc
allocation_of_case(struct store *s, int64_t case_id, struct allocation *out,
    struct err *e)
{
	struct query q;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s,
	    "SELECT id, case_id, no, cycle, version, quorum, state, opened,"
	    " opened_by, unit, ended, ended_by FROM allocation"
	    " WHERE case_id = ?1"
	    " ORDER BY state = 'open' DESC, no DESC LIMIT 1");
	query_bind_int(&q, case_id);
	if (query_row(&q)) {
		out->id = query_int(&q, 0);
		out->case_id = query_int(&q, 1);
		out->no = query_int(&q, 2);
		out->cycle = query_int(&q, 3);
		out->version = query_int(&q, 4);
		out->quorum = query_int(&q, 5);
		query_copy(&q, 6, out->state, sizeof(out->state));
		out->opened = query_date(&q, 7);
		query_copy(&q, 8, out->opened_by, sizeof(out->opened_by));
		query_copy(&q, 9, out->unit, sizeof(out->unit));
		out->ended = query_int(&q, 10);
		query_copy(&q, 11, out->ended_by, sizeof(out->ended_by));
	}
	return query_end(&q, e);
}

enum rc
allocation_end(struct tx *tx, int64_t id, const char *state, const char *by,
    struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE allocation SET state = ?2, ended = ?3, ended_by = ?4"
	    " WHERE id = ?1 AND state = 'open'");
	query_bind_int(&q, id);
	query_bind_text(&q, state);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	if ((rc = query_run(&q, e)) != RC_OK ||
	    query_changes(tx_store(tx)) == 1)
		return rc;
	return err_set(e, RC_CONFLICT, _("allocation: is no longer open"));
}

enum rc
allocation_ask(struct tx *tx, int64_t id, const char *unit, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO allocation_unit (allocation_id, unit, asked)"
	    " VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
	query_bind_int(&q, id);
	query_bind_text(&q, unit);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
allocation_set_quorum(struct tx *tx, int64_t id, int64_t quorum, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE allocation SET quorum = ?2 WHERE id = ?1");
	query_bind_int(&q, id);
	query_bind_int(&q, quorum);
	return query_run(&q, e);
}

enum rc
allocation_units(struct store *s, int64_t id, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;

	query_begin(&q, s,
	    "SELECT u.unit, u.asked, p.recorded, p.by_user"
	    " FROM allocation_unit u LEFT JOIN allocation_approval p"
	    "  ON p.allocation_id = u.allocation_id AND p.unit = u.unit"
	    "  AND p.ended IS NULL"
	    " WHERE u.allocation_id = ?1 ORDER BY u.unit");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		row = json_object();
		rows_column(row, "unit", &q, 0);
		rows_column(row, "asked", &q, 1);
		rows_column(row, "approved", &q, 2);
		rows_column(row, "by", &q, 3);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

/* The next version: whoever approved the one before has not approved it. */
static enum rc
raise_version(struct tx *tx, struct allocation *a, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE allocation SET version = ?2 WHERE id = ?1");
	query_bind_int(&q, a->id);
	query_bind_int(&q, ++a->version);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "UPDATE allocation_approval SET ended = ?2"
	    " WHERE allocation_id = ?1 AND ended IS NULL");
	query_bind_int(&q, a->id);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

static enum rc
end_item(struct tx *tx, int64_t id, const char *name, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE allocation_item SET ended = ?3"
	    " WHERE allocation_id = ?1 AND name = ?2 AND ended IS NULL");
	query_bind_int(&q, id);
	query_bind_text(&q, name);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
allocation_put(struct tx *tx, struct allocation *a,
    const struct allocation_item *in, struct err *e)
{
	struct aad aad;
	struct query q;
	enum rc rc;

	if ((rc = end_item(tx, a->id, in->name, e)) != RC_OK ||
	    (rc = raise_version(tx, a, e)) != RC_OK)
		return rc;
	aad = aad_of("allocation_item", a->id, in->name, a->version);
	aad.owner = owner_case(a->case_id, in->class);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO allocation_item (allocation_id, name, kind, result,"
	    " performer, basis, facts, class, body, unit, by_user, version,"
	    " recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
	    " ?12, ?13)");
	query_bind_int(&q, a->id);
	query_bind_text(&q, in->name);
	query_bind_text(&q, in->kind);
	query_bind_name(&q, in->result);
	query_bind_name(&q, in->performer);
	query_bind_name(&q, in->basis);
	query_bind_json(&q, in->facts);
	query_bind_int(&q, (int64_t)in->class);
	query_seal_json(&q, &aad, in->body);
	query_bind_text(&q, in->unit);
	query_bind_text(&q, in->by);
	query_bind_int(&q, a->version);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
allocation_drop(struct tx *tx, struct allocation *a, const char *name,
    struct err *e)
{
	enum rc rc;

	if ((rc = end_item(tx, a->id, name, e)) != RC_OK)
		return rc;
	if (query_changes(tx_store(tx)) == 0)
		return err_set(e, RC_NOTFOUND, _("item %s: not found"), name);
	return raise_version(tx, a, e);
}

enum rc
allocation_part(struct tx *tx, struct allocation *a, const char *part,
    bool applies, const char *text, const char *unit, const char *by,
    struct err *e)
{
	struct aad aad;
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE allocation_part SET ended = ?3"
	    " WHERE allocation_id = ?1 AND part = ?2 AND ended IS NULL");
	query_bind_int(&q, a->id);
	query_bind_text(&q, part);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_run(&q, e)) != RC_OK ||
	    (rc = raise_version(tx, a, e)) != RC_OK)
		return rc;
	aad = aad_of("allocation_part", a->id, part, a->version);
	aad.owner = owner_case(a->case_id, BF_CLASS_IDENTITY);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO allocation_part (allocation_id, part, applies, body,"
	    " unit, by_user, version, recorded)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	query_bind_int(&q, a->id);
	query_bind_text(&q, part);
	query_bind_int(&q, applies ? 1 : 0);
	query_seal_text(&q, &aad, text);
	query_bind_text(&q, unit);
	query_bind_text(&q, by);
	query_bind_int(&q, a->version);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
allocation_approve(struct tx *tx, const struct allocation *a, const char *unit,
    const char *by, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO allocation_approval (allocation_id, version, unit,"
	    " by_user, recorded) VALUES (?1, ?2, ?3, ?4, ?5)"
	    " ON CONFLICT DO NOTHING");
	query_bind_int(&q, a->id);
	query_bind_int(&q, a->version);
	query_bind_text(&q, unit);
	query_bind_text(&q, by);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
allocation_last(struct store *s, const struct allocation *a,
    char by[STORE_NAME_SIZE], int64_t *when, struct err *e)
{
	struct query q;

	memcpy(by, a->opened_by, STORE_NAME_SIZE);
	*when = 0;
	query_begin(&q, s,
	    "SELECT by_user, recorded FROM (SELECT by_user, recorded, version"
	    "  FROM allocation_item WHERE allocation_id = ?1"
	    " UNION ALL SELECT by_user, recorded, version"
	    "  FROM allocation_part WHERE allocation_id = ?1)"
	    " ORDER BY version DESC LIMIT 1");
	query_bind_int(&q, a->id);
	if (query_row(&q)) {
		query_copy(&q, 0, by, STORE_NAME_SIZE);
		*when = query_int(&q, 1);
	}
	return query_end(&q, e);
}

enum rc
allocation_items(struct store *s, int64_t id, json_t **rows, struct err *e)
{
	static const char *const names[] = { "id", "name", "kind", "result",
		"performer", "basis", "unit", "by", "version", "recorded",
		"class" };
	json_t *list = json_array(), *row, *body;
	struct query q;
	struct aad a;
	size_t i;

	query_begin(&q, s,
	    "SELECT id, name, kind, result, performer, basis, unit, by_user,"
	    " version, recorded, class, facts, body FROM allocation_item"
	    " WHERE allocation_id = ?1 AND ended IS NULL ORDER BY id");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(row, names[i], &q, (int)i);
		json_object_set_new(row, "facts", query_json(&q, 11));
		a = aad_of("allocation_item", id, query_text(&q, 1),
		    query_int(&q, 8));
		body = query_open_json(&q, 12, &a);
		if (body != NULL)
			json_object_set_new(row, "body", body);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
allocation_parts(struct store *s, int64_t id, json_t **parts, struct err *e)
{
	json_t *all = json_object(), *one;
	struct query q;
	struct aad a;
	char *text;

	query_begin(&q, s,
	    "SELECT part, applies, unit, by_user, version, body"
	    " FROM allocation_part"
	    " WHERE allocation_id = ?1 AND ended IS NULL ORDER BY id");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		a = aad_of("allocation_part", id, query_text(&q, 0),
		    query_int(&q, 4));
		text = query_open_text(&q, 5, &a);
		one = json_object();
		json_object_set_new(one, "applies",
		    json_boolean(query_int(&q, 1) != 0));
		rows_text(one, "text", text);
		rows_column(one, "unit", &q, 2);
		rows_column(one, "by", &q, 3);
		rows_column(one, "version", &q, 4);
		json_object_set_new(all, query_text(&q, 0), one);
		free(text);
	}
	return rows_end(&q, all, parts, e);
}
