/*
 * person -- identifiers, guardians and representatives, in every version.
 */
#include "store/person.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "store/envelope.h"
#include "store/keyed.h"
#include "store/query.h"
#include "store/rehash.h"
#include "store/tx.h"

/* Set a date as text, unless it is none. */
static void
set_date(json_t *o, const char *key, struct date d)
{
	char text[DATE_SIZE];

	date_format(d, text);
	if (text[0] != '\0')
		(void)json_object_set_new(o, key, json_string(text));
}

static enum rc
insert_identifier(struct tx *tx, const struct person_identifier *in,
    int64_t *id, struct err *e)
{
	struct aad aad = { "person_identifier", 0, "value", 0,
		owner_person(in->person, BF_CLASS_IDENTITY) };
	unsigned char hash[KEYED_SIZE];
	struct store *s = tx_store(tx);
	struct query q;
	int64_t key;
	enum rc rc;

	rc = query_next(s,
	    "SELECT coalesce(max(id), 0) + 1 FROM person_identifier", &aad.row,
	    e);
	if (rc != RC_OK)
		return rc;
	key = keyed_hash(s, "identifier", in->value, strlen(in->value), hash);
	query_begin(&q, s,
	    "INSERT INTO person_identifier (person_id, type,"
	    " hash, key_id, value, valid_from, valid_to, reason, recorded)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
	query_bind_int(&q, in->person);
	query_bind_text(&q, in->type);
	query_bind_blob(&q, hash, sizeof(hash));
	query_bind_int(&q, key);
	query_seal_text(&q, &aad, in->value);
	query_bind_date(&q, in->valid_from);
	query_bind_date(&q, in->valid_to);
	query_bind_text(&q, in->reason == NULL ? "" : in->reason);
	query_bind_int(&q, tx_now(tx));
	rc = query_insert(&q, id, e);
	return rc == RC_OK ? rehash_number(s, in->value, e) : rc;
}

enum rc
person_identifier_add(struct tx *tx, const struct person_identifier *in,
    int64_t *id, struct err *e)
{
	int64_t owner;
	enum rc rc;

	if (date_is_set(in->valid_to) && date_is_set(in->valid_from) &&
	    date_compare(in->valid_to, in->valid_from) < 0)
		return err_set(e, RC_INVALID,
		    _("identifier: ends before it "
		      "begins"));
	rc = person_find_number(tx_store(tx), in->value, &owner, e);
	if (rc != RC_OK)
		return rc;
	if (owner == in->person)
		return err_name(e, RC_CONFLICT, "E_ID_KNOWN",
		    _("identifier: "
		      "the person has it already"));
	if (owner != 0)
		return err_name(e, RC_CONFLICT, "E_ID_TAKEN",
		    _("identifier: "
		      "in use already, or not to be used here; look for the "
		      "person by this number, or ask your leader"));
	return insert_identifier(tx, in, id, e);
}

/* Set `ended` on row ID, which must be in force. */
static enum rc
end_identifier(struct tx *tx, int64_t id, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE person_identifier SET ended = ?2"
	    " WHERE id = ?1 AND ended IS NULL");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	if (query_changes(tx_store(tx)) == 0)
		return err_set(e, RC_NOTFOUND, _("identifier: not found"));
	return RC_OK;
}

enum rc
person_identifier_end(struct tx *tx, int64_t id, struct date valid_to,
    const char *reason, int64_t *new_id, struct err *e)
{
	const struct aad aad = { "person_identifier", id, "value", 0,
		owner_person(0, BF_CLASS_IDENTITY) };
	struct query q;
	enum rc rc;

	if ((rc = end_identifier(tx, id, e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO person_identifier"
	    " (person_id, type, hash, key_id, value, valid_from, valid_to,"
	    " reason, recorded)"
	    " SELECT person_id, type, hash, key_id, value, valid_from, ?2, ?3,"
	    " ?4 FROM person_identifier WHERE id = ?1");
	query_bind_int(&q, id);
	query_bind_date(&q, valid_to);
	query_bind_text(&q, reason == NULL ? "" : reason);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_insert(&q, new_id, e)) != RC_OK)
		return rc;
	return envelope_copy(tx_store(tx),
	    "SELECT value, person_id FROM person_identifier WHERE id = ?1",
	    "UPDATE person_identifier SET value = ?2 WHERE id = ?1", &aad, id,
	    *new_id, e);
}

enum rc
person_identifier_withdraw(struct tx *tx, int64_t id, struct err *e)
{
	return end_identifier(tx, id, e);
}

enum rc
person_identifiers(struct store *s, int64_t person, int64_t as_of, json_t **out,
    struct err *e)
{
	struct aad aad = { "person_identifier", 0, "value", 0, OWNER_ANY };
	json_t *row;
	char *value;
	struct query q;
	enum rc rc;

	*out = json_array();
	query_begin(&q, s,
	    "SELECT id, type, value, valid_from, valid_to,"
	    " reason FROM person_identifier WHERE person_id = ?1"
	    " AND CASE WHEN ?2 = 0 THEN ended IS NULL ELSE recorded <= ?2"
	    " AND (ended IS NULL OR ended > ?2) END ORDER BY id");
	query_bind_int(&q, person);
	query_bind_int(&q, as_of);
	while (query_row(&q)) {
		aad.row = query_int(&q, 0);
		value = query_open_text(&q, 2, &aad);
		row = json_pack("{s:I, s:s, s:s, s:s}", "id",
		    (json_int_t)query_int(&q, 0), "type", query_text(&q, 1),
		    "value", value == NULL ? "" : value, "reason",
		    query_text(&q, 5));
		set_date(row, "valid_from", query_date(&q, 3));
		set_date(row, "valid_to", query_date(&q, 4));
		(void)json_array_append_new(*out, row);
		free(value);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}

static enum rc
check_link(const struct person_link *in, struct err *e)
{
	if (in->scope == NULL || in->scope[0] == '\0')
		return err_field(e, "scope", NULL,
		    _("say what the authority "
		      "covers"));
	if (in->other == 0 && (in->name == NULL || in->name[0] == '\0'))
		return err_field(e, "name", NULL,
		    _("say who it is: a person "
		      "of the register or a name"));
	if (in->other == in->person)
		return err_field(e, "name", NULL,
		    _("nobody is their own "
		      "guardian or representative"));
	return RC_OK;
}

enum rc
person_link_add(struct tx *tx, const struct person_link *in, int64_t *id,
    struct err *e)
{
	struct aad aad = { "person_link", 0, "name", 0,
		owner_person(in->person, BF_CLASS_IDENTITY) };
	const char *name = in->name;
	struct query q;
	enum rc rc;

	if ((rc = check_link(in, e)) != RC_OK)
		return rc;
	if (name != NULL && name[0] == '\0')
		name = NULL;
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM person_link", &aad.row, e);
	if (rc != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO person_link (person_id,"
	    " kind, other_person, name, scope, written, lawyer, valid_from,"
	    " valid_to, recorded)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
	query_bind_int(&q, in->person);
	query_bind_text(&q, in->kind);
	query_bind_id(&q, in->other);
	query_seal_text(&q, &aad, name);
	query_bind_text(&q, in->scope);
	query_bind_int(&q, in->written);
	query_bind_int(&q, in->lawyer);
	query_bind_date(&q, in->valid_from);
	query_bind_date(&q, in->valid_to);
	query_bind_int(&q, tx_now(tx));
	return query_insert(&q, id, e);
}

enum rc
person_link_end(struct tx *tx, int64_t id, struct date valid_to,
    int64_t *new_id, struct err *e)
{
	const struct aad aad = { "person_link", id, "name", 0,
		owner_person(0, BF_CLASS_IDENTITY) };
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE person_link SET ended = ?2"
	    " WHERE id = ?1 AND ended IS NULL");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	if (query_changes(tx_store(tx)) == 0)
		return err_set(e, RC_NOTFOUND, _("representative: not found"));
	query_begin(&q, tx_store(tx),
	    "INSERT INTO person_link (person_id,"
	    " kind, other_person, name, scope, written, lawyer, valid_from,"
	    " valid_to, recorded)"
	    " SELECT person_id, kind, other_person, name, scope, written,"
	    " lawyer, valid_from, ?2, ?3 FROM person_link WHERE id = ?1");
	query_bind_int(&q, id);
	query_bind_date(&q, valid_to);
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_insert(&q, new_id, e)) != RC_OK)
		return rc;
	return envelope_copy(tx_store(tx),
	    "SELECT name, person_id FROM person_link WHERE id = ?1",
	    "UPDATE person_link SET name = ?2 WHERE id = ?1", &aad, id, *new_id,
	    e);
}

/* Columns: id kind other_person name scope written lawyer from to. */
static json_t *
link_json(struct query *q)
{
	const struct aad aad = { "person_link", query_int(q, 0), "name", 0,
		OWNER_ANY };
	bool written = query_int(q, 5) != 0, lawyer = query_int(q, 6) != 0;
	/* A representative shows an authority in writing; a lawyer need not
	 * (A-5, fvl § 12), a guardian has it from the law. */
	bool valid =
	    written || lawyer || strcmp(query_text(q, 1), "guardian") == 0;
	char *name = query_open_text(q, 3, &aad);
	json_t *row;

	row = json_pack("{s:I, s:s, s:s, s:b, s:b, s:b}", "id",
	    (json_int_t)query_int(q, 0), "kind", query_text(q, 1), "scope",
	    query_text(q, 4), "written", (int)written, "lawyer", (int)lawyer,
	    "valid", (int)valid);
	if (!query_is_null(q, 2))
		(void)json_object_set_new(row, "person",
		    json_integer(query_int(q, 2)));
	if (name != NULL)
		(void)json_object_set_new(row, "name", json_string(name));
	set_date(row, "valid_from", query_date(q, 7));
	set_date(row, "valid_to", query_date(q, 8));
	free(name);
	return row;
}

enum rc
person_links(struct store *s, int64_t person, struct date at, json_t **out,
    struct err *e)
{
	struct query q;
	enum rc rc;

	*out = json_array();
	query_begin(&q, s,
	    "SELECT id, kind, other_person, name, scope,"
	    " written, lawyer, valid_from, valid_to FROM person_link"
	    " WHERE person_id = ?1 AND ended IS NULL AND (?2 IS NULL OR"
	    " (coalesce(valid_from, '') <= ?2"
	    " AND coalesce(valid_to, '9999-12-31') >= ?2)) ORDER BY id");
	query_bind_int(&q, person);
	query_bind_date(&q, at);
	while (query_row(&q))
		(void)json_array_append_new(*out, link_json(&q));
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}
