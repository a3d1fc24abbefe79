/*
 * erasure_facts -- what stands for and against erasing, and holds.
 */
#include <stdlib.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/erasure.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

/* A case is under way while it is open, or a complaint in it is. */
#define UNENDED                                                                \
	"(closed IS NULL OR EXISTS (SELECT 1 FROM complaint k"                 \
	" WHERE k.case_id = cases.id AND k.state <> 'ended'))"

/* ?1: a case. */
static const char of_case[] =
    "SELECT (SELECT count(*) FROM hold WHERE owner_id = ?1"
    "  AND owner_kind = 'case' AND lifted IS NULL),"
    " (SELECT count(*) FROM cases WHERE id = ?1 AND " UNENDED "),"
    " (SELECT count(*) FROM decision WHERE case_id = ?1),"
    " (SELECT coalesce(max(children), 0) FROM household_snapshot"
    "  WHERE case_id = ?1), 0,"
    " (SELECT count(*) FROM outbox WHERE case_id = ?1"
    "  AND state = 'pending'),"
    " (SELECT count(*) FROM document WHERE case_id = ?1),"
    " (SELECT count(*) FROM history WHERE subject_kind = 'case'"
    "  AND subject_id = ?1)";

/* ?1: a person; cases that name it count, as long as they are not erased. */
#define NAMING                                                                 \
	"(SELECT DISTINCT p.case_id FROM case_person p WHERE p.person_id = ?1" \
	" AND p.case_id NOT IN (SELECT r.owner_id FROM erasure r"              \
	"  WHERE r.owner_kind = 'case' AND r.part = 'all'"                     \
	"  AND r.state = 'erased'))"
static const char of_person[] =
    "SELECT (SELECT count(*) FROM hold WHERE lifted IS NULL"
    "  AND ((owner_kind = 'person' AND owner_id = ?1)"
    "   OR (owner_kind = 'case' AND owner_id IN " NAMING "))),"
    " (SELECT count(*) FROM cases WHERE " UNENDED "  AND id IN " NAMING "),"
    " (SELECT count(*) FROM decision WHERE case_id IN " NAMING "),"
    " 0, (SELECT count(*) FROM " NAMING "),"
    " (SELECT count(*) FROM outbox WHERE state = 'pending'"
    "  AND case_id IN " NAMING "),"
    " (SELECT count(*) FROM document WHERE person_id = ?1),"
    " (SELECT count(*) FROM history WHERE subject_kind = 'person'"
    "  AND subject_id = ?1)";

enum rc
erasure_facts(struct store *s, const struct owner *owner,
    struct erasure_facts *out, struct err *e)
{
	struct query q;

	query_begin(&q, s, owner->kind == OWNER_CASE ? of_case : of_person);
	query_bind_int(&q, owner->id);
	*out = (struct erasure_facts){ 0 };
	if (query_row(&q)) {
		out->holds = query_int(&q, 0);
		out->open = query_int(&q, 1);
		out->decisions = query_int(&q, 2);
		out->minors = query_int(&q, 3);
		out->cases = query_int(&q, 4);
		out->effects = query_int(&q, 5);
		out->documents = query_int(&q, 6);
		out->history = query_int(&q, 7);
	}
	return query_end(&q, e);
}

static struct aad
aad_of(int64_t id, const char *column)
{
	struct aad a = { "hold", id, column, 0, owner_none() };

	return a;
}

enum rc
hold_set(struct tx *tx, const struct owner *owner, const char *reason,
    const char *by, int64_t *id, struct err *e)
{
	struct query q;
	struct aad a;
	enum rc rc;

	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM hold", id, e);
	if (rc != RC_OK)
		return rc;
	a = aad_of(*id, "reason");
	query_begin(&q, tx_store(tx),
	    "INSERT INTO hold (id, owner_kind, owner_id, reason, since,"
	    " by_user) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	query_bind_int(&q, *id);
	query_bind_text(&q, owner_kind_name(owner->kind));
	query_bind_int(&q, owner->id);
	query_seal_text(&q, &a, reason);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	return query_run(&q, e);
}

enum rc
hold_lift(struct tx *tx, int64_t id, const char *note, const char *by,
    struct err *e)
{
	const struct aad a = aad_of(id, "lift_note");
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE hold SET lifted = ?2, lifted_by = ?3, lift_note = ?4"
	    " WHERE id = ?1 AND lifted IS NULL");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	query_seal_text(&q, &a, note);
	if ((rc = query_run(&q, e)) != RC_OK ||
	    query_changes(tx_store(tx)) == 1)
		return rc;
	return err_set(e, RC_NOTFOUND, _("hold %lld: none in force"),
	    (long long)id);
}

static json_t *
hold_row(struct query *q)
{
	static const char *const names[] = { "id", "owner_kind", "owner_id",
		"since", "by", "lifted", "lifted_by" };
	const struct aad reason = { "hold", query_int(q, 0), "reason", 0,
		OWNER_ANY };
	const struct aad note = { "hold", query_int(q, 0), "lift_note", 0,
		OWNER_ANY };
	json_t *row = json_object();
	char *text;
	int i;

	for (i = 0; i < 7; i++)
		rows_column(row, names[i], q, i);
	text = query_open_text(q, 7, &reason);
	rows_text(row, "reason", text);
	free(text);
	text = query_open_text(q, 8, &note);
	rows_text(row, "note", text);
	free(text);
	return row;
}

enum rc
hold_list(struct store *s, bool all, int64_t after, int limit, json_t **rows,
    struct err *e)
{
	json_t *list = json_array();
	struct query q;

	query_begin(&q, s,
	    "SELECT id, owner_kind, owner_id, since, by_user, lifted,"
	    " lifted_by, reason, lift_note FROM hold WHERE id > ?1"
	    " AND (?2 OR lifted IS NULL) ORDER BY id LIMIT ?3");
	query_bind_int(&q, after);
	query_bind_int(&q, all ? 1 : 0);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q))
		json_array_append_new(list, hold_row(&q));
	return rows_end(&q, list, rows, e);
}
