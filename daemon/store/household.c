/*
 * household -- memberships by day and by recorded time, and snapshots.
 */
#include "store/household.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/person.h"
#include "store/query.h"
#include "store/scope.h"
#include "store/tx.h"

#define ADULT 18 /* years */

enum rc
household_create(struct tx *tx, struct household *out, struct err *e)
{
	struct query q;

	out->rev = 1;
	out->created = tx_now(tx);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO household (owner_unit, rev,"
	    " created, changed) VALUES (?1, 1, ?2, ?2)");
	query_bind_text(&q, out->owner_unit);
	query_bind_int(&q, out->created);
	return query_insert(&q, &out->id, e);
}

enum rc
household_load(struct store *s, int64_t id, struct household *out,
    struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	query_begin(&q, s,
	    "SELECT rev, created, owner_unit FROM household"
	    " WHERE id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q))) {
		*out = (struct household){ .id = id,
			.rev = query_int(&q, 0),
			.created = query_int(&q, 1) };
		query_copy(&q, 2, out->owner_unit, sizeof(out->owner_unit));
	}
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	if (!found)
		return err_set(e, RC_NOTFOUND, _("household: not found"));
	return RC_OK;
}

/* Take the next revision of H, which must be as it was loaded. */
static enum rc
move_rev(struct tx *tx, struct household *h, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE household SET rev = rev + 1,"
	    " changed = ?3 WHERE id = ?1 AND rev = ?2");
	query_bind_int(&q, h->id);
	query_bind_int(&q, h->rev);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	if (query_changes(tx_store(tx)) == 0)
		return err_set(e, RC_CONFLICT,
		    _("household: changed by "
		      "somebody else meanwhile; look again"));
	h->rev++;
	return RC_OK;
}

/*
 * Is there a membership in force that meets the days of IN: of IN's person,
 * or, if HEAD, any that is the head?
 */
static enum rc
overlaps(struct store *s, int64_t household, const struct household_member *in,
    bool head, bool *yes, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM household_member"
	    " WHERE household_id = ?1 AND ended IS NULL"
	    " AND CASE WHEN ?2 THEN is_head ELSE person_id = ?3 END"
	    " AND coalesce(from_date, '') <= coalesce(?5, '9999-12-31')"
	    " AND coalesce(to_date, '9999-12-31') >= coalesce(?4, '')"
	    " LIMIT 1");
	query_bind_int(&q, household);
	query_bind_int(&q, head);
	query_bind_id(&q, in->person);
	query_bind_date(&q, in->from);
	query_bind_date(&q, in->to);
	*yes = query_row(&q);
	return query_end(&q, e);
}

static enum rc
check_member(struct store *s, int64_t household,
    const struct household_member *in, struct err *e)
{
	bool yes;
	enum rc rc;

	if (in->person == 0 && (in->name == NULL || in->name[0] == '\0'))
		return err_field(e, "name", NULL,
		    _("say who it is: a person "
		      "of the register or a name"));
	if (date_is_set(in->to) && date_compare(in->to, in->from) < 0)
		return err_field(e, "to", NULL, _("before the first day"));
	if (in->person != 0) {
		if ((rc = overlaps(s, household, in, false, &yes, e)) != RC_OK)
			return rc;
		if (yes)
			return err_name(e, RC_GUARD, "E_MEMBER_TWICE",
			    _("household: the person is a member already on "
			      "one of these days"));
	}
	if (!in->is_head)
		return RC_OK;
	if ((rc = overlaps(s, household, in, true, &yes, e)) != RC_OK)
		return rc;
	if (yes)
		return err_name(e, RC_GUARD, "E_HEAD_TWICE",
		    _("household: has "
		      "a head already on one of these days; end that first"));
	return RC_OK;
}

/* Where the name of the next member of HOUSEHOLD will be. */
static enum rc
next_member(struct store *s, int64_t household, struct aad *name, struct err *e)
{
	*name = (struct aad){ "household_member", 0, "name", 0,
		owner_household(household) };
	return query_next(s,
	    "SELECT coalesce(max(id), 0) + 1 FROM household_member", &name->row,
	    e);
}

enum rc
household_member_add(struct tx *tx, struct household *h,
    const struct household_member *in, int64_t *id, struct err *e)
{
	struct aad name, born;
	bool known = in->person != 0;
	char date[DATE_SIZE];
	struct query q;
	enum rc rc;

	if ((rc = check_member(tx_store(tx), h->id, in, e)) != RC_OK)
		return rc;
	if ((rc = move_rev(tx, h, e)) != RC_OK)
		return rc;
	if ((rc = next_member(tx_store(tx), h->id, &name, e)) != RC_OK)
		return rc;
	born = name;
	born.column = "birth_date";
	date_format(in->birth_date, date);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO household_member"
	    " (household_id, person_id, name, birth_date, relation, is_head,"
	    " from_date, to_date, recorded)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
	query_bind_int(&q, h->id);
	query_bind_id(&q, in->person);
	query_seal_text(&q, &name, known ? NULL : in->name);
	query_seal_text(&q, &born, known || date[0] == '\0' ? NULL : date);
	query_bind_text(&q, in->relation);
	query_bind_int(&q, in->is_head);
	query_bind_date(&q, in->from);
	query_bind_date(&q, in->to);
	query_bind_int(&q, tx_now(tx));
	return query_insert(&q, id, e);
}

enum rc
household_member_withdraw(struct tx *tx, struct household *h, int64_t id,
    struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE household_member SET ended = ?3"
	    " WHERE id = ?1 AND household_id = ?2 AND ended IS NULL");
	query_bind_int(&q, id);
	query_bind_int(&q, h->id);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	if (query_changes(tx_store(tx)) == 0)
		return err_set(e, RC_NOTFOUND, _("member: not found"));
	return move_rev(tx, h, e);
}

enum rc
household_member_end(struct tx *tx, struct household *h, int64_t id,
    struct date to, int64_t *new_id, struct err *e)
{
	const struct aad name = { "household_member", id, "name", 0,
		owner_household(h->id) };
	const struct aad born = { "household_member", id, "birth_date", 0,
		owner_household(h->id) };
	struct query q;
	enum rc rc;

	if ((rc = household_member_withdraw(tx, h, id, e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO household_member"
	    " (household_id, person_id, name, birth_date, relation, is_head,"
	    " from_date, to_date, recorded)"
	    " SELECT household_id, person_id, name, birth_date, relation,"
	    " is_head, from_date, ?2, ?3 FROM household_member"
	    " WHERE id = ?1 AND coalesce(from_date, '') <= coalesce(?2, '')");
	query_bind_int(&q, id);
	query_bind_date(&q, to);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_insert(&q, new_id, e)) != RC_OK)
		return rc;
	if (query_changes(tx_store(tx)) == 0)
		return err_field(e, "to", NULL, _("before the first day"));
	if ((rc = envelope_copy(tx_store(tx),
		 "SELECT name, household_id FROM household_member"
		 " WHERE id = ?1",
		 "UPDATE household_member SET name = ?2 WHERE id = ?1", &name,
		 id, *new_id, e)) != RC_OK)
		return rc;
	return envelope_copy(tx_store(tx),
	    "SELECT birth_date, household_id FROM household_member"
	    " WHERE id = ?1",
	    "UPDATE household_member SET birth_date = ?2 WHERE id = ?1", &born,
	    id, *new_id, e);
}

/* Add name and birth date of ROW's person, as the register knows them. */
static enum rc
add_identity(struct store *s, json_t *row, struct err *e)
{
	int64_t person = json_integer_value(json_object_get(row, "person"));
	json_t *part, *v;
	enum rc rc;

	if (person == 0)
		return RC_OK;
	if ((rc = person_part(s, person, BF_CLASS_IDENTITY, &part, e)) != RC_OK)
		return rc;
	if ((v = json_object_get(part, "name")) != NULL)
		(void)json_object_set(row, "name", v);
	if ((v = json_object_get(part, "birth_date")) != NULL)
		(void)json_object_set(row, "birth_date", v);
	json_decref(part);
	return RC_OK;
}

/* Columns: id person_id name birth_date relation is_head from_date to_date. */
static json_t *
member_json(struct query *q)
{
	const struct aad name = { "household_member", query_int(q, 0), "name",
		0, OWNER_ANY };
	const struct aad born = { "household_member", query_int(q, 0),
		"birth_date", 0, OWNER_ANY };
	json_t *row = json_pack("{s:I, s:s, s:b}", "id",
	    (json_int_t)query_int(q, 0), "relation", query_text(q, 4),
	    "is_head", query_int(q, 5) != 0 ? 1 : 0);
	char *n = query_open_text(q, 2, &name);
	char *b = query_open_text(q, 3, &born);

	if (!query_is_null(q, 1))
		(void)json_object_set_new(row, "person",
		    json_integer(query_int(q, 1)));
	if (n != NULL)
		(void)json_object_set_new(row, "name", json_string(n));
	if (b != NULL)
		(void)json_object_set_new(row, "birth_date", json_string(b));
	if (!query_is_null(q, 6))
		(void)json_object_set_new(row, "from",
		    json_string(query_text(q, 6)));
	if (!query_is_null(q, 7))
		(void)json_object_set_new(row, "to",
		    json_string(query_text(q, 7)));
	free(n);
	free(b);
	return row;
}

enum rc
household_members(struct store *s, int64_t id, struct date at, int64_t as_of,
    json_t **out, struct err *e)
{
	struct query q;
	json_t *row;
	size_t i;
	enum rc rc;

	*out = json_array();
	query_begin(&q, s,
	    "SELECT id, person_id, name, birth_date, relation,"
	    " is_head, from_date, to_date FROM household_member"
	    " WHERE household_id = ?1 AND CASE WHEN ?2 = 0 THEN ended IS NULL"
	    " ELSE recorded <= ?2 AND (ended IS NULL OR ended > ?2) END"
	    " AND (?3 IS NULL OR (coalesce(from_date, '') <= ?3"
	    " AND coalesce(to_date, '9999-12-31') >= ?3))"
	    " ORDER BY is_head DESC, id");
	query_bind_int(&q, id);
	query_bind_int(&q, as_of);
	query_bind_date(&q, at);
	while (query_row(&q))
		(void)json_array_append_new(*out, member_json(&q));
	rc = query_end(&q, e);
	json_array_foreach(*out, i, row) {
		if (rc == RC_OK)
			rc = add_identity(s, row, e);
	}
	if (rc != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}

enum rc
household_of_person(struct store *s, int64_t person, struct date at,
    json_t **out, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = json_array();
	query_begin(&q, s,
	    "SELECT DISTINCT household_id"
	    " FROM household_member WHERE person_id = ?1 AND ended IS NULL"
	    " AND (?2 IS NULL OR (coalesce(from_date, '') <= ?2"
	    " AND coalesce(to_date, '9999-12-31') >= ?2))"
	    " ORDER BY household_id");
	query_bind_int(&q, person);
	query_bind_date(&q, at);
	while (query_row(&q))
		(void)json_array_append_new(*out,
		    json_integer(query_int(&q, 0)));
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}

enum rc
household_in_scope(struct store *s, const struct scope *scope, int64_t id,
    bool *yes, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT 1 FROM household h WHERE h.id = ?4 AND (?1 = 1"
	    " OR NOT EXISTS (SELECT 1 FROM household_member b"
	    "   WHERE b.household_id = h.id AND b.ended IS NULL"
	    "   AND b.person_id IN (" SCOPE_BARRED "))"
	    " AND ((?1 <> 3 AND h.owner_unit IN " SCOPE_UNITS ")"
	    "  OR EXISTS (SELECT 1 FROM household_member m"
	    "   JOIN person p ON p.id = m.person_id"
	    "   WHERE m.household_id = h.id AND ((?1 <> 3"
	    "    AND p.owner_unit IN " SCOPE_UNITS ")"
	    "    OR EXISTS (SELECT 1 FROM case_person cp"
	    "     JOIN cases c ON c.id = cp.case_id"
	    "     WHERE cp.person_id = p.id AND cp.ended IS NULL"
	    "     AND " SCOPE_SQL ")))))");
	scope_bind(&q, scope);
	query_bind_int(&q, id);
	*yes = query_row(&q);
	return query_end(&q, e);
}

/* Is who was born on that day under 18 on day AT? */
static bool
is_child(const json_t *member, struct date at)
{
	const char *text =
	    json_string_value(json_object_get(member, "birth_date"));
	struct err ignored = ERR_INIT;
	struct date born;

	if (text == NULL || date_parse(text, &born, &ignored) != RC_OK)
		return false;
	return date_compare(date_add_years(born, ADULT), at) > 0;
}

enum rc
household_snapshot_take(struct tx *tx, int64_t id, int64_t case_id,
    struct date at, int64_t *snapshot, struct err *e)
{
	struct aad aad = { "household_snapshot", 0, "body", 0,
		owner_case(case_id, BF_CLASS_IDENTITY) };
	struct household h;
	json_t *members, *row;
	struct query q;
	int64_t children = 0;
	size_t i;
	enum rc rc;

	if ((rc = household_load(tx_store(tx), id, &h, e)) != RC_OK)
		return rc;
	rc = household_members(tx_store(tx), id, at, 0, &members, e);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(members, i, row)
		children += is_child(row, at);
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM household_snapshot", &aad.row,
	    e);
	if (rc != RC_OK) {
		json_decref(members);
		return rc;
	}
	query_begin(&q, tx_store(tx),
	    "INSERT INTO household_snapshot"
	    " (household_id, case_id, at_date, taken, body, members, children)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
	query_bind_int(&q, id);
	query_bind_int(&q, case_id);
	query_bind_date(&q, at);
	query_bind_int(&q, tx_now(tx));
	query_seal_json(&q, &aad, members);
	query_bind_int(&q, (int64_t)json_array_size(members));
	query_bind_int(&q, children);
	rc = query_insert(&q, snapshot, e);
	json_decref(members);
	return rc;
}

enum rc
household_snapshot_load(struct store *s, int64_t snapshot, json_t **out,
    struct err *e)
{
	const struct aad aad = { "household_snapshot", snapshot, "body", 0,
		OWNER_ANY };
	struct query q;
	enum rc rc;

	*out = NULL;
	query_begin(&q, s,
	    "SELECT household_id, case_id, at_date, taken,"
	    " members, children, body FROM household_snapshot WHERE id = ?1");
	query_bind_int(&q, snapshot);
	if (query_row(&q)) {
		*out = json_pack("{s:I, s:I, s:I, s:s, s:I, s:I, s:I, s:o*}",
		    "id", (json_int_t)snapshot, "household",
		    (json_int_t)query_int(&q, 0), "case_id",
		    (json_int_t)query_int(&q, 1), "at", query_text(&q, 2),
		    "taken", (json_int_t)query_int(&q, 3), "members",
		    (json_int_t)query_int(&q, 4), "children",
		    (json_int_t)query_int(&q, 5), "body",
		    query_open_json(&q, 6, &aad));
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
		return rc;
	}
	if (*out == NULL)
		return err_set(e, RC_NOTFOUND, _("snapshot: not found"));
	return RC_OK;
}
