/*
 * consent -- what a person has agreed that units may know of each other's work.
 */
#include "store/consent.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/zone.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

#define CONSENT_SQL                                                            \
	"SELECT k.id, k.person_id, k.case_id, k.classes, k.from_unit,"         \
	" k.to_unit, k.external, k.purpose, k.given, k.valid_to, k.channel,"   \
	" k.document_id, k.giver, k.link_id, k.by_user, k.unit, k.recorded,"   \
	" k.withdrawn, k.withdrawn_by FROM consent k"

void
consent_fini(struct consent *k)
{
	free(k->external);
	k->external = NULL;
}

static struct aad
aad_of(const struct consent *k)
{
	return (struct aad){ "consent", k->id, "external", 0,
		owner_person(k->person, BF_CLASS_IDENTITY) };
}

enum rc
consent_add(struct tx *tx, struct consent *k, struct err *e)
{
	struct aad aad;
	struct query q;
	enum rc rc;

	k->recorded = tx_now(tx);
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM consent", &k->id, e);
	if (rc != RC_OK)
		return rc;
	aad = aad_of(k);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO consent (person_id, case_id, classes, from_unit,"
	    " to_unit, external, purpose, given, valid_to, channel,"
	    " document_id, giver, link_id, by_user, unit, recorded)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	    " ?14, ?15, ?16)");
	query_bind_int(&q, k->person);
	query_bind_int(&q, k->case_id);
	query_bind_int(&q, k->classes);
	query_bind_text(&q, k->from_unit);
	query_bind_name(&q, k->to_unit);
	query_seal_text(&q, &aad, k->external);
	query_bind_text(&q, k->purpose);
	query_bind_int(&q, k->given);
	query_bind_date(&q, k->valid_to);
	query_bind_text(&q, k->channel);
	query_bind_id(&q, k->document);
	query_bind_text(&q, k->giver);
	query_bind_id(&q, k->link);
	query_bind_text(&q, k->by_user);
	query_bind_text(&q, k->unit);
	query_bind_int(&q, k->recorded);
	return query_insert(&q, &k->id, e);
}

enum rc
consent_withdraw(struct tx *tx, int64_t id, const char *by, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "UPDATE consent SET withdrawn = ?2, withdrawn_by = ?3"
	    " WHERE id = ?1 AND withdrawn IS NULL");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	if ((rc = query_run(&q, e)) != RC_OK || query_changes(s) == 1)
		return rc;
	return err_set(e, RC_CONFLICT, _("consent %lld: is withdrawn already"),
	    (long long)id);
}

static void
read_row(struct query *q, struct consent *k)
{
	struct aad aad;

	memset(k, 0, sizeof(*k));
	k->id = query_int(q, 0);
	k->person = query_int(q, 1);
	aad = aad_of(k);
	k->case_id = query_int(q, 2);
	k->classes = (unsigned int)query_int(q, 3);
	query_copy(q, 4, k->from_unit, sizeof(k->from_unit));
	query_copy(q, 5, k->to_unit, sizeof(k->to_unit));
	k->external = query_open_text(q, 6, &aad);
	query_copy(q, 7, k->purpose, sizeof(k->purpose));
	k->given = query_int(q, 8);
	k->valid_to = query_date(q, 9);
	query_copy(q, 10, k->channel, sizeof(k->channel));
	k->document = query_int(q, 11);
	query_copy(q, 12, k->giver, sizeof(k->giver));
	k->link = query_int(q, 13);
	query_copy(q, 14, k->by_user, sizeof(k->by_user));
	query_copy(q, 15, k->unit, sizeof(k->unit));
	k->recorded = query_int(q, 16);
	k->withdrawn = query_int(q, 17);
	query_copy(q, 18, k->withdrawn_by, sizeof(k->withdrawn_by));
}

enum rc
consent_get(struct store *s, int64_t id, struct consent *out, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, CONSENT_SQL " WHERE k.id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_row(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		consent_fini(out);
	else if (!found)
		rc = err_set(e, RC_NOTFOUND, _("consent %lld: not found"),
		    (long long)id);
	return rc;
}

bool
consent_holds(const struct consent *k, int64_t now, struct date today)
{
	return k->given <= now && k->withdrawn == 0 &&
	    (!date_is_set(k->valid_to) ||
		date_compare(k->valid_to, today) >= 0);
}

static json_t *
row_json(const struct consent *k)
{
	json_t *row = json_object();

	rows_int(row, "id", k->id);
	rows_int(row, "person", k->person);
	rows_int(row, "case_id", k->case_id);
	rows_int(row, "classes", k->classes);
	rows_text(row, "from_unit", k->from_unit);
	rows_text(row, "to_unit", k->to_unit);
	rows_text(row, "external", k->external);
	rows_text(row, "purpose", k->purpose);
	rows_int(row, "given", k->given);
	rows_date(row, "valid_to", k->valid_to);
	rows_text(row, "channel", k->channel);
	rows_int(row, "document", k->document);
	rows_text(row, "giver", k->giver);
	rows_int(row, "link", k->link);
	rows_text(row, "by_user", k->by_user);
	rows_text(row, "unit", k->unit);
	rows_int(row, "recorded", k->recorded);
	rows_int(row, "withdrawn", k->withdrawn);
	rows_text(row, "withdrawn_by", k->withdrawn_by);
	return row;
}

enum rc
consent_list(struct store *s, int64_t person, int64_t case_id, int64_t after,
    int limit, json_t **rows, struct err *e)
{
	json_t *list = json_array();
	struct consent k;
	struct query q;

	query_begin(&q, s,
	    CONSENT_SQL " WHERE (?1 IS NULL OR k.person_id = ?1)"
			" AND (?2 IS NULL OR k.case_id = ?2) AND k.id > ?3"
			" ORDER BY k.id LIMIT ?4");
	query_bind_id(&q, person);
	query_bind_id(&q, case_id);
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		read_row(&q, &k);
		json_array_append_new(list, row_json(&k));
		consent_fini(&k);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
consent_covers(struct store *s, int64_t person, const char *from_unit,
    const char *to_unit, const char *purpose, bool *yes, struct err *e)
{
	int64_t now = store_now(s);
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM consent WHERE person_id = ?1 AND from_unit = ?2"
	    " AND to_unit = ?3 AND purpose = ?4 AND withdrawn IS NULL"
	    " AND given <= ?5 AND (valid_to IS NULL OR valid_to >= ?6) LIMIT "
	    "1");
	query_bind_int(&q, person);
	query_bind_text(&q, from_unit);
	query_bind_text(&q, to_unit);
	query_bind_text(&q, purpose);
	query_bind_int(&q, now);
	query_bind_date(&q, zone_date(now));
	*yes = query_row(&q);
	return query_end(&q, e);
}
