/*
 * case_link -- the persons and households that a case names, now and before.
 *
 * What a field names stands in its sealed value; these rows say the same in
 * clear, by row number, so that the gate finds who a case is about (case_about).
 */
#include "store/case.h"

#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

/* The statements of a table of links. */
struct link {
	const char *now, *add, *end;
};

static const struct link to_person = {
	"SELECT id, person_id FROM case_person"
	" WHERE case_id = ?1 AND field = ?2 AND ended IS NULL",
	"INSERT INTO case_person"
	" (case_id, field, person_id, recorded) SELECT ?1, ?2, ?3, ?4"
	" WHERE NOT EXISTS (SELECT 1 FROM case_person WHERE case_id = ?1"
	"  AND field = ?2 AND person_id = ?3 AND ended IS NULL)",
	"UPDATE case_person SET ended = ?1 WHERE id = ?2",
};

static const struct link to_household = {
	"SELECT id, household_id FROM case_household"
	" WHERE case_id = ?1 AND field = ?2 AND ended IS NULL",
	"INSERT INTO case_household"
	" (case_id, field, household_id, recorded) SELECT ?1, ?2, ?3, ?4"
	" WHERE NOT EXISTS (SELECT 1 FROM case_household WHERE case_id = ?1"
	"  AND field = ?2 AND household_id = ?3 AND ended IS NULL)",
	"UPDATE case_household SET ended = ?1 WHERE id = ?2",
};

static bool
is_among(int64_t id, const int64_t *ids, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* What FIELD names now: [[row, id]]. */
static enum rc
named_now(struct store *s, const struct link *l, int64_t id, const char *field,
    json_t **out, struct err *e)
{
	json_t *list = json_array();
	struct query q;

	query_begin(&q, s, l->now);
	query_bind_int(&q, id);
	query_bind_text(&q, field);
	while (query_row(&q))
		json_array_append_new(list,
		    json_pack("[I, I]", (json_int_t)query_int(&q, 0),
			(json_int_t)query_int(&q, 1)));
	return rows_end(&q, list, out, e);
}

static enum rc
name_one(struct tx *tx, const struct link *l, int64_t id, const char *field,
    int64_t named, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx), l->add);
	query_bind_int(&q, id);
	query_bind_text(&q, field);
	query_bind_int(&q, named);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

static enum rc
end_one(struct tx *tx, const struct link *l, int64_t row, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx), l->end);
	query_bind_int(&q, tx_now(tx));
	query_bind_int(&q, row);
	return query_run(&q, e);
}

static enum rc
set(struct tx *tx, const struct link *l, int64_t id, const char *field,
    const int64_t *ids, size_t n, struct err *e)
{
	const json_t *one;
	json_t *now;
	enum rc rc;
	size_t i;

	rc = named_now(tx_store(tx), l, id, field, &now, e);
	if (rc != RC_OK)
		return rc;
	for (i = 0; i < json_array_size(now) && rc == RC_OK; i++) {
		one = json_array_get(now, i);
		if (!is_among(json_integer_value(json_array_get(one, 1)), ids,
			n))
			rc = end_one(tx, l,
			    json_integer_value(json_array_get(one, 0)), e);
	}
	json_decref(now);
	for (i = 0; i < n && rc == RC_OK; i++)
		rc = name_one(tx, l, id, field, ids[i], e);
	return rc;
}

enum rc
case_set_persons(struct tx *tx, int64_t id, const char *field,
    const int64_t *persons, size_t n, struct err *e)
{
	return set(tx, &to_person, id, field, persons, n, e);
}

enum rc
case_set_households(struct tx *tx, int64_t id, const char *field,
    const int64_t *households, size_t n, struct err *e)
{
	return set(tx, &to_household, id, field, households, n, e);
}
