/*
 * person -- heads, parts and versions of persons, and finding them.
 */
#include "store/person.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "model/definition.h"
#include "model/text.h"
#include "store/case.h"
#include "store/envelope.h"
#include "store/inside.h"
#include "store/keyed.h"
#include "store/names.h"
#include "store/query.h"
#include "store/scope.h"
#include "store/tx.h"

static const char *const grades[] = {
	[PERSON_OPEN] = "open",
	[PERSON_PROTECTED] = "protected",
	[PERSON_STRICTLY_PROTECTED] = "strictly_protected",
};
#define N_GRADES (sizeof(grades) / sizeof(grades[0]))

const char *
person_grade_name(enum person_grade g)
{
	return grades[g];
}

bool
person_grade_parse(const char *name, enum person_grade *out)
{
	unsigned int i;

	for (i = 0; i < N_GRADES; i++) {
		if (strcmp(name, grades[i]) == 0) {
			*out = (enum person_grade)i;
			return true;
		}
	}
	return false;
}

static enum rc
not_found(struct err *e)
{
	return err_set(e, RC_NOTFOUND, _("person: not found"));
}

/* Are the members of PARTS classes of a person, and objects or null? */
static enum rc
check_parts(const json_t *parts, struct err *e)
{
	const char *name;
	json_t *part;
	int c;

	json_object_foreach((json_t *)(uintptr_t)parts, name, part) {
		for (c = BF_CLASS_IDENTITY; c < BF_N_CLASSES; c++) {
			if (strcmp(name, bf_class_name((enum bf_class)c)) == 0)
				break;
		}
		if (c == BF_N_CLASSES)
			return err_set(e, RC_INVALID,
			    _("%.32s: no class of "
			      "a person; identity, address, health and economy "
			      "are"),
			    name);
		if (!json_is_object(part) && !json_is_null(part))
			return err_set(e, RC_INVALID, _("%s: not an object"),
			    name);
	}
	return RC_OK;
}

/* The name in the identity part of PARTS, or NULL. */
static const char *
name_of(const json_t *parts)
{
	return json_string_value(
	    json_object_get(json_object_get(parts, "identity"), "name"));
}

static enum rc
put_part(struct tx *tx, int64_t id, const char *class, const json_t *part,
    struct err *e)
{
	struct aad aad = { "person_part", id, class, 0, OWNER_ANY };
	struct query q;
	int c = 0;

	while (strcmp(bf_class_name((enum bf_class)c), class) != 0)
		c++;
	aad.owner = owner_person(id, (enum bf_class)c);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO person_part (person_id, class, body)"
	    " VALUES (?1, ?2, ?3)"
	    " ON CONFLICT (person_id, class) DO UPDATE SET body = ?3");
	query_bind_int(&q, id);
	query_bind_int(&q, c);
	query_seal_json(&q, &aad, part);
	return query_run(&q, e);
}

static enum rc
drop_part(struct tx *tx, int64_t id, const char *class, struct err *e)
{
	json_t *none = json_object();
	enum rc rc;

	rc = put_part(tx, id, class, none, e);
	json_decref(none);
	return rc;
}

static enum rc
put_parts(struct tx *tx, int64_t id, const json_t *parts, struct err *e)
{
	const char *class, *name = name_of(parts);
	struct store *s = tx_store(tx);
	json_t *part;
	enum rc rc;

	json_object_foreach((json_t *)(uintptr_t)parts, class, part) {
		if (json_is_null(part))
			rc = drop_part(tx, id, class, e);
		else
			rc = put_part(tx, id, class, part, e);
		if (rc != RC_OK)
			return rc;
	}
	if (name != NULL && s->names != NULL)
		names_add(s->names, id, name);
	return RC_OK;
}

/* All parts that person ID has, by class name; new reference or NULL. */
static json_t *
read_parts(struct store *s, int64_t id, struct err *e)
{
	struct aad aad = { "person_part", id, NULL, 0, OWNER_ANY };
	json_t *parts = json_object();
	struct query q;

	query_begin(&q, s,
	    "SELECT class, body FROM person_part"
	    " WHERE person_id = ?1 ORDER BY class");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		aad.column = bf_class_name((enum bf_class)query_int(&q, 0));
		(void)json_object_set_new(parts, aad.column,
		    query_open_json(&q, 1, &aad));
	}
	if (query_end(&q, e) != RC_OK) {
		json_decref(parts);
		return NULL;
	}
	return parts;
}

/* Keep every part of version P->rev. */
static enum rc
put_version_parts(struct store *s, const struct person *p, struct err *e)
{
	struct aad aad = { "person_version_part", p->id, NULL, p->rev,
		OWNER_ANY };
	json_t *parts, *part;
	struct query q;
	enum rc rc = RC_OK;
	int c;

	if ((parts = read_parts(s, p->id, e)) == NULL)
		return e->rc;
	for (c = 0; rc == RC_OK && c < BF_N_CLASSES; c++) {
		aad.column = bf_class_name((enum bf_class)c);
		aad.owner = owner_person(p->id, (enum bf_class)c);
		if ((part = json_object_get(parts, aad.column)) == NULL)
			continue;
		query_begin(&q, s,
		    "INSERT INTO person_version_part"
		    " (person_id, rev, class, body) VALUES (?1, ?2, ?3, ?4)");
		query_bind_int(&q, p->id);
		query_bind_int(&q, p->rev);
		query_bind_int(&q, c);
		query_seal_json(&q, &aad, part);
		rc = query_run(&q, e);
	}
	json_decref(parts);
	return rc;
}

/* Keep P with all its parts as its newest version. */
static enum rc
put_version(struct tx *tx, const struct person *p, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "UPDATE person_version SET ended = ?2"
	    " WHERE person_id = ?1 AND ended IS NULL");
	query_bind_int(&q, p->id);
	query_bind_int(&q, p->changed);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	query_begin(&q, s,
	    "INSERT INTO person_version (person_id, rev,"
	    " recorded, grade, owner_unit, deceased)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	query_bind_int(&q, p->id);
	query_bind_int(&q, p->rev);
	query_bind_int(&q, p->changed);
	query_bind_text(&q, grades[p->grade]);
	query_bind_text(&q, p->owner_unit);
	query_bind_date(&q, p->deceased);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	return put_version_parts(s, p, e);
}

enum rc
person_create(struct tx *tx, struct person *p, const json_t *parts,
    struct err *e)
{
	struct query q;
	enum rc rc;

	if ((rc = check_parts(parts, e)) != RC_OK)
		return rc;
	id_uuid(p->uuid);
	p->rev = 1;
	p->created = p->changed = tx_now(tx);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO person (uuid, grade,"
	    " owner_unit, rev, created, changed, deceased)"
	    " VALUES (?1, ?2, ?3, 1, ?4, ?4, ?5)");
	query_bind_text(&q, p->uuid);
	query_bind_text(&q, grades[p->grade]);
	query_bind_text(&q, p->owner_unit);
	query_bind_int(&q, p->created);
	query_bind_date(&q, p->deceased);
	if ((rc = query_insert(&q, &p->id, e)) != RC_OK)
		return rc;
	if ((rc = put_parts(tx, p->id, parts, e)) != RC_OK)
		return rc;
	return put_version(tx, p, e);
}

enum rc
person_save(struct tx *tx, struct person *p, const json_t *parts, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	if ((rc = check_parts(parts, e)) != RC_OK)
		return rc;
	query_begin(&q, s,
	    "UPDATE person SET grade = ?3, owner_unit = ?4,"
	    " rev = rev + 1, changed = ?5, deceased = ?6"
	    " WHERE id = ?1 AND rev = ?2");
	query_bind_int(&q, p->id);
	query_bind_int(&q, p->rev);
	query_bind_text(&q, grades[p->grade]);
	query_bind_text(&q, p->owner_unit);
	query_bind_int(&q, tx_now(tx));
	query_bind_date(&q, p->deceased);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	if (query_changes(s) == 0)
		return err_set(e, RC_CONFLICT,
		    _("person: changed by somebody "
		      "else meanwhile; look again"));
	p->rev++;
	p->changed = tx_now(tx);
	if ((rc = put_parts(tx, p->id, parts, e)) != RC_OK)
		return rc;
	return put_version(tx, p, e);
}

/* Columns: id uuid grade owner_unit rev created changed deceased. */
static void
read_head(const struct query *q, struct person *out)
{
	*out = (struct person){ .id = query_int(q, 0) };
	query_copy(q, 1, out->uuid, sizeof(out->uuid));
	(void)person_grade_parse(query_text(q, 2), &out->grade);
	query_copy(q, 3, out->owner_unit, sizeof(out->owner_unit));
	out->rev = query_int(q, 4);
	out->created = query_int(q, 5);
	out->changed = query_int(q, 6);
	out->deceased = query_date(q, 7);
}

enum rc
person_load(struct store *s, int64_t id, struct person *out, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	query_begin(&q, s,
	    "SELECT id, uuid, grade, owner_unit, rev, created,"
	    " changed, deceased FROM person WHERE id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_head(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	return found ? RC_OK : not_found(e);
}

enum rc
person_part(struct store *s, int64_t id, enum bf_class class, json_t **out,
    struct err *e)
{
	const struct aad aad = { "person_part", id, bf_class_name(class), 0,
		OWNER_ANY };
	struct query q;
	enum rc rc;

	*out = NULL;
	query_begin(&q, s,
	    "SELECT body FROM person_part"
	    " WHERE person_id = ?1 AND class = ?2");
	query_bind_int(&q, id);
	query_bind_int(&q, (int64_t) class);
	if (query_row(&q))
		*out = query_open_json(&q, 0, &aad);
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
		return rc;
	}
	if (*out == NULL)
		*out = json_object();
	return RC_OK;
}

/* The parts of version REV; new reference or NULL. */
static json_t *
read_version_parts(struct store *s, int64_t id, int64_t rev, struct err *e)
{
	struct aad aad = { "person_version_part", id, NULL, rev, OWNER_ANY };
	json_t *parts = json_object();
	struct query q;

	query_begin(&q, s,
	    "SELECT class, body FROM person_version_part"
	    " WHERE person_id = ?1 AND rev = ?2 ORDER BY class");
	query_bind_int(&q, id);
	query_bind_int(&q, rev);
	while (query_row(&q)) {
		aad.column = bf_class_name((enum bf_class)query_int(&q, 0));
		(void)json_object_set_new(parts, aad.column,
		    query_open_json(&q, 1, &aad));
	}
	if (query_end(&q, e) != RC_OK) {
		json_decref(parts);
		return NULL;
	}
	return parts;
}

enum rc
person_as_of(struct store *s, int64_t id, int64_t as_of, struct person *out,
    json_t **parts, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	query_begin(&q, s,
	    "SELECT p.id, p.uuid, v.grade, v.owner_unit, v.rev,"
	    " p.created, v.recorded, v.deceased"
	    " FROM person_version v JOIN person p ON p.id = v.person_id"
	    " WHERE v.person_id = ?1 AND v.recorded <= ?2"
	    " ORDER BY v.rev DESC LIMIT 1");
	query_bind_int(&q, id);
	query_bind_int(&q, as_of);
	if ((found = query_row(&q)))
		read_head(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	if (!found)
		return not_found(e);
	*parts = read_version_parts(s, id, out->rev, e);
	return *parts == NULL ? e->rc : RC_OK;
}

static enum rc
find_hash(struct store *s, const unsigned char hash[KEYED_SIZE], int64_t key,
    int64_t *id, struct err *e)
{
	struct query q;

	*id = 0;
	query_begin(&q, s,
	    "SELECT person_id FROM person_identifier"
	    " WHERE hash = ?1 AND key_id = ?2 AND ended IS NULL");
	query_bind_blob(&q, hash, KEYED_SIZE);
	query_bind_int(&q, key);
	if (query_row(&q))
		*id = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
person_find_number(struct store *s, const char *value, int64_t *id,
    struct err *e)
{
	unsigned char hash[KEYED_SIZE];
	int64_t key = keyed_hash(s, "identifier", value, strlen(value), hash);
	enum rc rc = find_hash(s, hash, key, id, e);

	/* While hashes are made anew some are still the old ones. */
	if (rc != RC_OK || *id != 0 || (key = keyed_before(s)) == 0 ||
	    !keyed_hash_by(s, key, "identifier", value, strlen(value), hash))
		return rc;
	return find_hash(s, hash, key, id, e);
}

/* Fill the index of names from all rows. */
static enum rc
build_index(struct store *s, struct err *e)
{
	struct aad aad = { "person_part", 0, bf_class_name(BF_CLASS_IDENTITY),
		0, OWNER_ANY };
	struct names *names = names_new();
	const char *name;
	struct query q;
	json_t *part;
	enum rc rc;

	query_begin(&q, s,
	    "SELECT person_id, body FROM person_part"
	    " WHERE class = ?1 ORDER BY person_id");
	query_bind_int(&q, BF_CLASS_IDENTITY);
	while (query_row(&q)) {
		aad.row = query_int(&q, 0);
		part = query_open_json(&q, 1, &aad);
		name = json_string_value(json_object_get(part, "name"));
		if (name != NULL)
			names_add(names, aad.row, name);
		json_decref(part);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		names_free(names);
		return rc;
	}
	s->names = names;
	s->names_free = names_free;
	return RC_OK;
}

/* Does the row of person ID bear QUERY (folded) out, and SCOPE reach it? */
static enum rc
is_hit(struct store *s, const struct scope *scope, const char *query,
    int64_t id, bool *yes, struct err *e)
{
	const char *name;
	json_t *part;
	char *folded;
	size_t len;
	enum rc rc;

	if ((rc = person_in_scope(s, scope, id, yes, e)) != RC_OK || !*yes)
		return rc;
	if ((rc = person_part(s, id, BF_CLASS_IDENTITY, &part, e)) != RC_OK)
		return rc;
	name = json_string_value(json_object_get(part, "name"));
	len = name == NULL ? 0 : strlen(name);
	folded = mem_new(len + 1, 1);
	if (name != NULL)
		(void)text_fold(folded, len + 1, name, len);
	*yes = text_matches(folded, query);
	free(folded);
	json_decref(part);
	return RC_OK;
}

enum rc
person_find_name(struct store *s, const struct scope *scope, const char *text,
    int64_t after, int limit, int64_t *ids, size_t *n, struct err *e)
{
	size_t len = strlen(text);
	char *query;
	bool yes;
	enum rc rc = RC_OK;

	*n = 0;
	if (s->names == NULL && (rc = build_index(s, e)) != RC_OK)
		return rc;
	query = mem_new(len + 1, 1);
	(void)text_fold(query, len + 1, text, len);
	if (strlen(query) < 2)
		rc = err_set(e, RC_INVALID,
		    _("name: too short; give two "
		      "letters or more"));
	while (rc == RC_OK && *n < (size_t)limit &&
	    (after = names_next(s->names, query, after)) != 0) {
		rc = is_hit(s, scope, query, after, &yes, e);
		if (rc == RC_OK && yes)
			ids[(*n)++] = after;
	}
	free(query);
	return rc;
}

enum rc
person_in_scope(struct store *s, const struct scope *scope, int64_t person,
    bool *yes, struct err *e)
{
	bool named;
	struct query q;
	enum rc rc;

	*yes = false;
	query_begin(&q, s,
	    "SELECT 1 FROM person WHERE id = ?4 AND"
	    " (?1 = 1 OR (?1 <> 3 AND owner_unit IN " SCOPE_UNITS
	    "  AND id NOT IN (" SCOPE_BARRED ")))");
	scope_bind(&q, scope);
	query_bind_int(&q, person);
	*yes = query_row(&q);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	if ((rc = case_has_person(s, scope, person, &named, e)) != RC_OK)
		return rc;
	*yes = *yes || named;
	return RC_OK;
}
