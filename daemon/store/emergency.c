/*
 * emergency -- rows of break-glass and their reviews.
 */
#include "store/emergency.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

#define EMERGENCY_SQL                                                          \
	"SELECT m.id, m.user, m.unit, m.role, m.case_id, m.person_id,"         \
	" m.review_unit, m.category, m.reason, m.opened, m.expires,"           \
	" m.review_by, m.reviewed, m.reviewed_by, m.outcome, m.note"

void
emergency_fini(struct emergency *m)
{
	free(m->reason);
	free(m->note);
	m->reason = m->note = NULL;
}

static struct aad
aad_of(int64_t id, const char *column)
{
	struct aad a = { "emergency", id, column, 0, owner_none() };

	return a;
}

enum rc
emergency_add(struct tx *tx, struct emergency *m, int64_t commit, struct err *e)
{
	struct query q;
	struct aad a;
	enum rc rc;

	m->opened = tx_now(tx);
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM emergency", &m->id, e);
	if (rc != RC_OK)
		return rc;
	a = aad_of(m->id, "reason");
	query_begin(&q, tx_store(tx),
	    "INSERT INTO emergency (user, unit, role, case_id, person_id,"
	    " review_unit, category, reason, opened, expires, review_by,"
	    " commit_no) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
	    " ?12)");
	query_bind_text(&q, m->user);
	query_bind_text(&q, m->unit);
	query_bind_text(&q, m->role);
	query_bind_id(&q, m->case_id);
	query_bind_id(&q, m->person);
	query_bind_text(&q, m->review_unit);
	query_bind_text(&q, m->category);
	query_seal_text(&q, &a, m->reason == NULL ? "" : m->reason);
	query_bind_int(&q, m->opened);
	query_bind_int(&q, m->expires);
	query_bind_date(&q, m->review_by);
	query_bind_int(&q, commit);
	return query_insert(&q, &m->id, e);
}

static void
read_row(struct query *q, struct emergency *m)
{
	struct aad reason = aad_of(query_int(q, 0), "reason");
	struct aad note = aad_of(query_int(q, 0), "note");

	m->id = query_int(q, 0);
	query_copy(q, 1, m->user, sizeof(m->user));
	query_copy(q, 2, m->unit, sizeof(m->unit));
	query_copy(q, 3, m->role, sizeof(m->role));
	m->case_id = query_int(q, 4);
	m->person = query_int(q, 5);
	query_copy(q, 6, m->review_unit, sizeof(m->review_unit));
	query_copy(q, 7, m->category, sizeof(m->category));
	m->reason = query_open_text(q, 8, &reason);
	m->opened = query_int(q, 9);
	m->expires = query_int(q, 10);
	m->review_by = query_date(q, 11);
	m->reviewed = query_int(q, 12);
	query_copy(q, 13, m->reviewed_by, sizeof(m->reviewed_by));
	query_copy(q, 14, m->outcome, sizeof(m->outcome));
	m->note = query_open_text(q, 15, &note);
}

enum rc
emergency_get(struct store *s, int64_t id, struct emergency *out, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, EMERGENCY_SQL " FROM emergency m WHERE m.id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_row(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		emergency_fini(out);
	else if (!found)
		rc = err_set(e, RC_NOTFOUND, _("emergency %lld: not found"),
		    (long long)id);
	return rc;
}

enum rc
emergency_review(struct tx *tx, const struct emergency *m, const char *by,
    const char *outcome, const char *note, struct err *e)
{
	struct aad a = aad_of(m->id, "note");
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE emergency SET reviewed = ?2, reviewed_by = ?3,"
	    " outcome = ?4, note = ?5 WHERE id = ?1 AND reviewed IS NULL");
	query_bind_int(&q, m->id);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	query_bind_text(&q, outcome);
	query_seal_text(&q, &a, note);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	if (query_changes(tx_store(tx)) == 0)
		return err_set(e, RC_CONFLICT,
		    _("emergency %lld: reviewed already"), (long long)m->id);
	return RC_OK;
}

/* The step's instant, which the store knows while one is under way. */
static int64_t
now_of(const struct store *s)
{
	return s->in_tx ? s->tx.now : store_last_time(s);
}

/* Both questions have one row: is it open, and is it of the category? */
static enum rc
read_open(struct query *q, bool *open, bool *life, struct err *e)
{
	*open = *life = false;
	if (query_row(q)) {
		*open = query_int(q, 0) > 0;
		*life = query_int(q, 1) > 0;
	}
	return query_end(q, e);
}

enum rc
emergency_of_case(struct store *s, const char *user, int64_t case_id,
    const char *category, bool *open, bool *life, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT count(*), sum(m.category = ?4) FROM emergency m"
	    " WHERE m.user = ?1 AND m.expires > ?3 AND m.opened <= ?3"
	    " AND m.case_id = ?2 AND NOT EXISTS (SELECT 1 FROM case_about a"
	    "  JOIN person p ON p.id = a.person_id WHERE a.case_id = ?2"
	    "  AND p.grade = 'strictly_protected'"
	    "  AND p.id IS NOT m.person_id)");
	query_bind_text(&q, user);
	query_bind_int(&q, case_id);
	query_bind_int(&q, now_of(s));
	query_bind_text(&q, category);
	return read_open(&q, open, life, e);
}

enum rc
emergency_of_person(struct store *s, const char *user, int64_t person,
    const char *category, bool *open, bool *life, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT count(*), sum(m.category = ?4) FROM emergency m"
	    " WHERE m.user = ?1 AND m.expires > ?3 AND m.opened <= ?3"
	    " AND (m.person_id = ?2 OR EXISTS (SELECT 1 FROM case_person cp"
	    "  JOIN person p ON p.id = cp.person_id"
	    "  WHERE cp.person_id = ?2 AND cp.case_id = m.case_id"
	    "  AND cp.ended IS NULL AND p.grade <> 'strictly_protected'))");
	query_bind_text(&q, user);
	query_bind_int(&q, person);
	query_bind_int(&q, now_of(s));
	query_bind_text(&q, category);
	return read_open(&q, open, life, e);
}

enum rc
emergency_shields(struct store *s, int64_t case_id, int64_t person, bool *yes,
    struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM case_about a JOIN person p ON p.id = a.person_id"
	    " WHERE a.case_id = ?1 AND p.grade = 'strictly_protected' AND p.id "
	    "<> ?2 LIMIT 1");
	query_bind_int(&q, case_id);
	query_bind_int(&q, person);
	*yes = query_row(&q);
	return query_end(&q, e);
}

static json_t *
row_json(struct query *q)
{
	json_t *row = json_object();
	struct emergency m;

	memset(&m, 0, sizeof(m));
	read_row(q, &m);
	rows_int(row, "id", m.id);
	rows_text(row, "user", m.user);
	rows_text(row, "unit", m.unit);
	rows_text(row, "role", m.role);
	if (m.case_id != 0)
		rows_case(row, "case", q, 16);
	rows_int(row, "person", m.person);
	rows_text(row, "review_unit", m.review_unit);
	rows_text(row, "category", m.category);
	rows_text(row, "reason", m.reason);
	rows_int(row, "opened", m.opened);
	rows_int(row, "expires", m.expires);
	rows_date(row, "review_by", m.review_by);
	rows_int(row, "reviewed", m.reviewed);
	rows_text(row, "reviewed_by", m.reviewed_by);
	rows_text(row, "outcome", m.outcome);
	rows_text(row, "note", m.note);
	emergency_fini(&m);
	return row;
}

enum rc
emergency_list(struct store *s, const struct emergency_filter *f, int64_t after,
    int limit, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *units = json_array();
	struct query q;
	size_t i;

	for (i = 0; f->units != NULL && i < f->n_units; i++)
		json_array_append_new(units, json_string(f->units[i]));
	query_begin(&q, s,
	    EMERGENCY_SQL
	    ", c.year, c.number FROM emergency m"
	    " LEFT JOIN cases c ON c.id = m.case_id WHERE m.id > ?1"
	    " AND (?2 = 1 OR m.reviewed IS NULL)"
	    " AND (?3 = 1 OR m.review_unit IN"
	    "  (SELECT value FROM json_each(?4)))"
	    " AND (?5 IS NULL OR m.user = ?5) ORDER BY m.id LIMIT ?6");
	query_bind_int(&q, after);
	query_bind_int(&q, f->all);
	query_bind_int(&q, f->units == NULL);
	query_bind_json(&q, units);
	query_bind_text(&q, f->user);
	query_bind_int(&q, rows_limit(limit));
	json_decref(units);
	while (query_row(&q))
		json_array_append_new(list, row_json(&q));
	return rows_end(&q, list, rows, e);
}

enum rc
emergency_category(struct store *s, const char *user, int64_t time,
    char out[STORE_NAME_SIZE], struct err *e)
{
	struct query q;

	out[0] = '\0';
	query_begin(&q, s,
	    "SELECT category FROM emergency WHERE user = ?1 AND opened <= ?2"
	    " AND expires > ?2 ORDER BY id DESC LIMIT 1");
	query_bind_text(&q, user);
	query_bind_int(&q, time);
	if (query_row(&q))
		query_copy(&q, 0, out, STORE_NAME_SIZE);
	return query_end(&q, e);
}

enum rc
emergency_overdue(struct store *s, struct date today, int64_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT count(*) FROM emergency"
	    " WHERE reviewed IS NULL AND review_by < ?1");
	query_bind_date(&q, today);
	if (query_row(&q))
		*n = query_int(&q, 0);
	return query_end(&q, e);
}
