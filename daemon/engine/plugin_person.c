/*
 * plugin_person -- persons, households and consents, as plugins may see them.
 */
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/frame.h"
#include "engine/match.h"
#include "engine/person_row.h"
#include "engine/match.h"
#include "engine/plugin_host.h"
#include "engine/plugins.h"
#include "engine/state.h"
#include "engine/touched.h"
#include "engine/view.h"
#include "model/definition.h"
#include "model/nin.h"
#include "model/pure.h"
#include "model/text.h"
#include "model/zone.h"
#include "store/consent.h"
#include "store/household.h"
#include "store/person.h"
#include "store/scope.h"

#define CANDIDATES_MAX 64 /* of one name */

static enum rc
open_person(struct bf_call *c, int64_t id, struct person *p,
    struct gate_view *view)
{
	enum rc rc;

	rc = gate_person(c->who, c->store, id, GATE_BY_ID, p, view, &c->err);
	if (rc == RC_OK)
		call_disclose(c, "person", id, NULL);
	return rc;
}

static json_t *
head_json(const struct person *p, const struct gate_view *view)
{
	char deceased[DATE_SIZE];
	json_t *o;

	date_format(p->deceased, deceased);
	o = json_pack("{sI ss sb}", "id", (json_int_t)p->id, "grade",
	    person_grade_name(p->grade), "related", view->related);
	if (deceased[0] != '\0')
		json_object_set_new(o, "deceased", json_string(deceased));
	return o;
}

int
host_person_get(struct bf_call *c, int64_t id, json_t **out)
{
	struct gate_view view;
	struct person p;
	json_t *part;
	unsigned int class;
	enum rc rc;

	*out = NULL;
	if ((rc = open_person(c, id, &p, &view)) != RC_OK)
		return rc;
	*out = head_json(&p, &view);
	for (class = 1; rc == RC_OK && class < BF_N_CLASSES; class ++) {
		if ((view.classes & (1u << class)) == 0)
			continue;
		rc = person_part(c->store, id, (enum bf_class) class, &part,
		    &c->err);
		if (rc == RC_OK)
			json_object_set_new(*out,
			    bf_class_name((enum bf_class) class), part);
	}
	if (rc != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}

int
host_person_find(struct bf_call *c, const char *nin, int64_t *id)
{
	struct nin number;
	enum rc rc;

	*id = 0;
	if ((rc = nin_parse(nin, &number, &c->err)) != RC_OK)
		return rc;
	rc = person_by_number(c, &number, id, &c->err);
	if (rc != RC_NOTFOUND)
		return rc;
	err_clear(&c->err);
	*id = 0;
	return RC_OK;
}

static const char *
text_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

/* Is A called as B is, whichever way it is written? */
static bool
same_name(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	char *x = mem_new(na + 1, 1), *y = mem_new(nb + 1, 1);
	bool same;

	(void)text_fold(x, na + 1, a, na);
	(void)text_fold(y, nb + 1, b, nb);
	same = strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

/* How well candidate ID fits WHO: 0 not, 1 by name, 2 by name and birth date. */
static enum rc
fits(struct bf_call *c, int64_t id, const json_t *who, int *how)
{
	struct gate_view view;
	struct person p;
	json_t *part = NULL;
	enum rc rc;

	*how = 0;
	/* Whoever is protected from the caller came near to nothing. */
	rc = gate_person(c->who, c->store, id, GATE_BY_NUMBER, &p, &view,
	    &c->err);
	if (rc == RC_NOTFOUND || (rc == RC_OK && view.classes == 0)) {
		err_clear(&c->err);
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	rc = person_part(c->store, id, BF_CLASS_IDENTITY, &part, &c->err);
	if (rc == RC_OK &&
	    same_name(text_of(part, "name"), text_of(who, "name")))
		*how = strcmp(text_of(part, "birth_date"),
			   text_of(who, "birth_date")) == 0 ?
		    2 :
		    1;
	json_decref(part);
	return rc;
}

struct candidates {
	int64_t sure;
	size_t n_sure, n_near;
};

static enum rc
look_at(struct bf_call *c, const json_t *who, struct candidates *found)
{
	static const struct scope everybody = { .all = true };
	int64_t ids[CANDIDATES_MAX];
	size_t i, n = 0;
	enum rc rc;
	int how;

	memset(found, 0, sizeof(*found));
	rc = person_find_name(c->store, &everybody, text_of(who, "name"), 0,
	    CANDIDATES_MAX, ids, &n, &c->err);
	for (i = 0; rc == RC_OK && i < n; i++) {
		rc = fits(c, ids[i], who, &how);
		if (how == 2) {
			found->n_sure++;
			found->sure = ids[i];
		} else if (how == 1)
			found->n_near++;
	}
	return rc;
}

/* By name and birth date: a name alone is sure of nobody. */
static enum rc
match_name(struct bf_call *c, const json_t *who, int64_t *id, const char **how)
{
	struct candidates found;
	enum rc rc;

	*how = "none";
	if (strlen(text_of(who, "name")) < 2)
		return RC_OK;
	call_search(c, text_of(who, "name"));
	if ((rc = look_at(c, who, &found)) != RC_OK)
		return rc;
	if (found.n_sure == 1 && text_of(who, "birth_date")[0] != '\0') {
		*id = found.sure;
		*how = "name";
		call_disclose(c, "person", *id, "number");
	} else if (found.n_sure > 1)
		*how = "several";
	else if (found.n_near > 0 || found.n_sure > 0)
		*how = "unsure";
	return RC_OK;
}

int
host_person_match(struct bf_call *c, const json_t *who, int64_t *id,
    const char **how)
{
	const char *nin = json_string_value(json_object_get(who, "nin"));
	struct nin number;
	int rc;

	*id = 0;
	*how = "none";
	if (nin != NULL && nin_parse(nin, &number, NULL) == RC_OK) {
		rc = host_person_find(c, nin, id);
		if (rc != RC_OK || *id != 0) {
			*how = "number";
			return rc;
		}
	}
	return match_name(c, who, id, how);
}

int
host_person_age(struct bf_call *c, int64_t id, struct bf_date at, int *years)
{
	int y, m, d, by, bm, bd;
	struct gate_view view;
	struct person p;
	struct date born;
	json_t *part = NULL;
	enum rc rc;

	*years = -1;
	if ((rc = open_person(c, id, &p, &view)) != RC_OK ||
	    (rc = person_part(c->store, id, BF_CLASS_IDENTITY, &part,
		 &c->err)) != RC_OK)
		return rc;
	if (date_parse(text_of(part, "birth_date"), &born, NULL) == RC_OK &&
	    at.days != BF_NO_DATE.days) {
		date_split(born, &by, &bm, &bd);
		date_split(pure_date_in(at), &y, &m, &d);
		*years = y - by - (m < bm || (m == bm && d < bd));
	}
	json_decref(part);
	return RC_OK;
}

int
host_person_links(struct bf_call *c, int64_t id, struct bf_date at,
    json_t **rows)
{
	struct gate_view view;
	struct person p;
	enum rc rc;

	*rows = NULL;
	if ((rc = open_person(c, id, &p, &view)) != RC_OK)
		return rc;
	return person_links(c->store, id, pure_date_in(at), rows, &c->err);
}

static enum rc
one_household(struct bf_call *c, int64_t id, struct date at, json_t **out)
{
	json_t *members = NULL;
	enum rc rc;

	rc = household_members(c->store, id, at, 0, &members, &c->err);
	if (rc == RC_OK)
		rc = view_members(c, members);
	if (rc != RC_OK)
		json_decref(members);
	*out = rc == RC_OK ?
	    json_pack("{sI so}", "id", (json_int_t)id, "members", members) :
	    NULL;
	if (rc == RC_OK)
		call_disclose(c, "household", id, NULL);
	return rc;
}

int
host_households(struct bf_call *c, int64_t person, struct bf_date at,
    json_t **rows)
{
	struct gate_view view;
	json_t *ids = NULL, *one;
	struct person p;
	size_t i;
	enum rc rc;

	*rows = NULL;
	if ((rc = open_person(c, person, &p, &view)) != RC_OK ||
	    (rc = household_of_person(c->store, person, pure_date_in(at), &ids,
		 &c->err)) != RC_OK)
		return rc;
	*rows = json_array();
	for (i = 0; rc == RC_OK && i < json_array_size(ids); i++) {
		rc =
		    one_household(c, json_integer_value(json_array_get(ids, i)),
			pure_date_in(at), &one);
		if (rc == RC_OK)
			json_array_append_new(*rows, one);
	}
	json_decref(ids);
	if (rc != RC_OK) {
		json_decref(*rows);
		*rows = NULL;
	}
	return rc;
}

static bool
is_or_any(const json_t *row, const char *name, const char *other,
    const char *wanted)
{
	return wanted == NULL || strcmp(text_of(row, name), wanted) == 0 ||
	    (other != NULL && strcmp(text_of(row, other), wanted) == 0);
}

/* Did the consent of ROW hold at instant AT? */
static bool
held(const json_t *row, int64_t at)
{
	const json_t *withdrawn = json_object_get(row, "withdrawn");
	struct date until;

	if (json_integer_value(json_object_get(row, "given")) > at)
		return false;
	if (json_integer_value(withdrawn) != 0 &&
	    json_integer_value(withdrawn) <= at)
		return false;
	return date_parse(text_of(row, "valid_to"), &until, NULL) != RC_OK ||
	    date_compare(zone_date(at), until) <= 0;
}

/* As the interface has it; what is not known is not there. */
static json_t *
told(const json_t *row)
{
	const char *to = text_of(row, "to_unit");

	return json_pack("{sO sO* sO* sO* ss* sO* sO*}", "id",
	    json_object_get(row, "id"), "purpose",
	    json_object_get(row, "purpose"), "classes",
	    json_object_get(row, "classes"), "from",
	    json_object_get(row, "from_unit"), "to",
	    to[0] != '\0' ? to : text_of(row, "external"), "given",
	    json_object_get(row, "given"), "until",
	    json_object_get(row, "valid_to"));
}

int
host_consents(struct bf_call *c, int64_t person, const char *purpose,
    const char *from, const char *to, int64_t at, json_t **rows)
{
	struct gate_view view;
	struct person p;
	json_t *all = NULL, *row;
	size_t i;
	enum rc rc;

	*rows = NULL;
	if ((rc = open_person(c, person, &p, &view)) != RC_OK ||
	    (rc = consent_list(c->store, person, 0, 0, STORE_LIST_MAX, &all,
		 &c->err)) != RC_OK)
		return rc;
	*rows = json_array();
	json_array_foreach(all, i, row) {
		if (is_or_any(row, "purpose", NULL, purpose) &&
		    is_or_any(row, "from_unit", NULL, from) &&
		    is_or_any(row, "to_unit", "external", to) &&
		    held(row, at != 0 ? at : c->now))
			json_array_append_new(*rows, told(row));
	}
	json_decref(all);
	return RC_OK;
}

int
host_match(struct bf_call *c, int64_t case_id, int64_t person,
    const char *purpose, const json_t *about, json_t **out)
{
	struct match_ask ask = { .case_id = case_id,
		.person = person,
		.purpose = purpose,
		.by = DATE_NONE,
		.reserved = json_is_true(json_object_get(about, "reserved")),
		.danger = json_string_value(json_object_get(about, "danger")) };
	struct step *st = touched_find(c, case_id);
	enum rc rc;

	*out = NULL;
	if (frame_reads(c))
		return host_misuse(c, _("a method that reads writes nothing"),
		    "match");
	(void)date_parse(text_of(about, "by"), &ask.by, NULL);
	/* A person whom this very step has put into the case counts too. */
	if (st != NULL && (rc = step_name_persons(st)) != RC_OK)
		return rc;
	return match_person(c, &ask, out);
}
