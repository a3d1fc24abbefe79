/*
 * grade -- the strictest grade in a case, and requests for less protection.
 */
#include "store/grade.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

enum rc
grade_of_case(struct store *s, int64_t case_id, enum person_grade *out,
    struct err *e)
{
	struct query q;

	*out = PERSON_OPEN;
	/* One row whatever is found: the number of steps tells nothing. */
	query_begin(&q, s,
	    "SELECT coalesce(max(CASE p.grade WHEN 'strictly_protected' THEN 2"
	    " WHEN 'protected' THEN 1 ELSE 0 END), 0) FROM person p"
	    " WHERE p.id IN (SELECT person_id FROM case_about"
	    "  WHERE case_id = ?1 UNION ALL SELECT person_id FROM document"
	    "  WHERE case_id = ?1 AND person_id IS NOT NULL)");
	query_bind_int(&q, case_id);
	if (query_row(&q))
		*out = (enum person_grade)query_int(&q, 0);
	return query_end(&q, e);
}

void
grade_request_fini(struct grade_request *r)
{
	free(r->reason);
	r->reason = NULL;
}

static struct aad
aad_of(const struct grade_request *r)
{
	struct aad a = { "grade_request", r->id, "reason", 0,
		owner_person(r->person, BF_CLASS_IDENTITY) };

	return a;
}

enum rc
grade_request_add(struct tx *tx, struct grade_request *r, struct err *e)
{
	struct query q;
	struct aad a;
	enum rc rc;

	r->asked = tx_now(tx);
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM grade_request", &r->id, e);
	if (rc != RC_OK)
		return rc;
	a = aad_of(r);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO grade_request (person_id, grade, reason, asked,"
	    " asked_by, unit) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	query_bind_int(&q, r->person);
	query_bind_text(&q, person_grade_name(r->grade));
	query_seal_text(&q, &a, r->reason);
	query_bind_int(&q, r->asked);
	query_bind_text(&q, r->asked_by);
	query_bind_text(&q, r->unit);
	if ((rc = query_insert(&q, &r->id, e)) == RC_CONFLICT)
		return err_set(e, rc,
		    _("person %lld: somebody has asked already; a leader "
		      "answers"),
		    (long long)r->person);
	return rc;
}

#define REQUEST_SQL                                                            \
	"SELECT id, person_id, grade, reason, asked, asked_by, unit, ended"    \
	" FROM grade_request"

static void
read_row(struct query *q, struct grade_request *r)
{
	struct aad a;

	r->id = query_int(q, 0);
	r->person = query_int(q, 1);
	(void)person_grade_parse(query_text(q, 2), &r->grade);
	a = aad_of(r);
	r->reason = query_open_text(q, 3, &a);
	r->asked = query_int(q, 4);
	query_copy(q, 5, r->asked_by, sizeof(r->asked_by));
	query_copy(q, 6, r->unit, sizeof(r->unit));
	r->ended = query_int(q, 7);
}

enum rc
grade_request_get(struct store *s, int64_t id, struct grade_request *out,
    struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, REQUEST_SQL " WHERE id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_row(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		grade_request_fini(out);
	else if (!found)
		rc = err_set(e, RC_NOTFOUND, _("protection %lld: not found"),
		    (long long)id);
	return rc;
}

enum rc
grade_request_end(struct tx *tx, int64_t id, const char *by,
    const char *outcome, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE grade_request SET ended = ?2, ended_by = ?3, outcome = ?4"
	    " WHERE id = ?1 AND ended IS NULL");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	query_bind_text(&q, outcome);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	if (query_changes(tx_store(tx)) == 0)
		return err_set(e, RC_CONFLICT,
		    _("protection %lld: answered already"), (long long)id);
	return RC_OK;
}

enum rc
grade_request_list(struct store *s, int64_t after, int limit, json_t **rows,
    struct err *e)
{
	json_t *list = json_array(), *row;
	struct grade_request r;
	struct query q;

	query_begin(&q, s,
	    REQUEST_SQL
	    " WHERE ended IS NULL AND id > ?1 ORDER BY id LIMIT ?2");
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		memset(&r, 0, sizeof(r));
		read_row(&q, &r);
		row = json_object();
		rows_int(row, "id", r.id);
		rows_int(row, "person", r.person);
		rows_text(row, "grade", person_grade_name(r.grade));
		rows_text(row, "reason", r.reason);
		rows_int(row, "asked", r.asked);
		rows_text(row, "asked_by", r.asked_by);
		rows_text(row, "unit", r.unit);
		json_array_append_new(list, row);
		grade_request_fini(&r);
	}
	return rows_end(&q, list, rows, e);
}
