/*
 * release -- what a match released, by which rule, and what it kept to itself.
 */
#include "store/release.h"

#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

enum rc
release_add(struct tx *tx, const struct release *r, bool *newly, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "INSERT INTO release (case_id, person_id, purpose, asker, unit,"
	    " rule, basis, told, told_case, recorded)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
	    " ON CONFLICT DO NOTHING");
	query_bind_int(&q, r->case_id);
	query_bind_int(&q, r->person);
	query_bind_text(&q, r->purpose);
	query_bind_text(&q, r->asker);
	query_bind_text(&q, r->unit);
	query_bind_text(&q, r->rule);
	query_bind_text(&q, r->basis);
	query_bind_text(&q, r->told);
	query_bind_int(&q, r->told_case);
	query_bind_int(&q, tx_now(tx));
	rc = query_run(&q, e);
	*newly = rc == RC_OK && query_changes(s) == 1;
	return rc;
}

enum rc
release_count(struct store *s, const char *asker, const char *rule,
    int64_t from, int64_t to, int64_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT count(*) FROM release WHERE (?1 IS NULL OR asker = ?1)"
	    " AND rule = ?2 AND recorded >= ?3 AND recorded < ?4");
	query_bind_name(&q, asker);
	query_bind_text(&q, rule);
	query_bind_int(&q, from);
	query_bind_int(&q, to);
	if (query_row(&q))
		*n = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
release_cases(struct store *s, const char *purpose, int64_t from, int64_t to,
    int64_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	query_begin(&q, s,
	    "SELECT count(DISTINCT case_id) FROM release WHERE purpose = ?1"
	    " AND recorded >= ?2 AND recorded < ?3");
	query_bind_text(&q, purpose);
	query_bind_int(&q, from);
	query_bind_int(&q, to);
	if (query_row(&q))
		*n = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
release_matches(struct store *s, int64_t person, const char *unit,
    json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;

	query_begin(&q, s,
	    "SELECT DISTINCT c.id, c.unit, c.contact FROM case_person p"
	    " JOIN cases c ON c.id = p.case_id WHERE p.person_id = ?1"
	    " AND p.ended IS NULL AND c.closed IS NULL AND c.unit <> ?2"
	    " ORDER BY c.unit, c.id");
	query_bind_int(&q, person);
	query_bind_text(&q, unit);
	while (query_row(&q)) {
		row = json_object();
		rows_int(row, "case_id", query_int(&q, 0));
		rows_text(row, "unit", query_text(&q, 1));
		rows_text(row, "contact", query_text(&q, 2));
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
