/*
 * person_link -- person.identify and person.link: numbers and helpers.
 */
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/mark.h"
#include "engine/person_row.h"
#include "engine/rows.h"
#include "model/definition.h"
#include "model/nin.h"
#include "store/person.h"

static const char *const link_kinds[] = { "guardian", "representative", NULL };

static const char *const scopes[] = { "all", "housing", "economy", "health",
	"complaint", "other", NULL };

/* Does identifier or link ID stand in LIST, the person's own? */
static bool
is_among(const json_t *list, int64_t id)
{
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
		if (json_integer_value(json_object_get(one, "id")) == id)
			return true;
	return false;
}

static enum rc
own_identifier(struct bf_call *c, int64_t person, int64_t id)
{
	json_t *list = NULL;
	bool own;
	enum rc rc;

	rc = person_identifiers(c->store, person, 0, &list, &c->err);
	if (rc != RC_OK)
		return rc;
	own = is_among(list, id);
	json_decref(list);
	return own ?
	    RC_OK :
	    err_set(&c->err, RC_NOTFOUND,
		_("identifier %lld: not one of this person's; see person show"),
		(long long)id);
}

/* The last valid day that the request gives, or today. */
static void
read_last_day(struct bf_call *c, const json_t *params, struct date *out)
{
	if (!param_date(params, "valid_to", out))
		*out = c->today;
}

static enum rc
identify(struct bf_call *c, int64_t person, const json_t *params)
{
	const char *cause = param_text(params, "cause");
	int64_t end = param_int(params, "end", 0);
	int64_t wrong = param_int(params, "withdraw", 0), id;
	struct date to;
	struct nin nin;
	bool given;
	enum rc rc;

	if ((rc = person_read_number(c, params, &nin, &given)) != RC_OK)
		return rc;
	if ((int)given + (end != 0) + (wrong != 0) == 0)
		return err_set(&c->err, RC_INVALID,
		    _("person: give a number "
		      "to add, or an identifier to end or withdraw"));
	if (end != 0) {
		read_last_day(c, params, &to);
		if ((rc = own_identifier(c, person, end)) != RC_OK ||
		    (rc = person_identifier_end(c->tx, end, to, cause, &id,
			 &c->err)) != RC_OK)
			return rc;
	}
	if (wrong != 0 &&
	    ((rc = own_identifier(c, person, wrong)) != RC_OK ||
		(rc = person_identifier_withdraw(c->tx, wrong, &c->err)) !=
		    RC_OK))
		return rc;
	return given ? person_add_number(c, person, &nin, params, cause) :
		       RC_OK;
}

/* What of a request about a person is kept in the history: all of it. */
static enum rc
finish(struct bf_call *c, const char *kind, struct person *p,
    const json_t *params, json_t **result)
{
	json_t *parts;
	enum rc rc;

	rc = person_save(c->tx, p, NULL, &c->err);
	if (rc != RC_OK)
		return rc;
	parts = json_pack("{s:O}", bf_class_name(BF_CLASS_IDENTITY), params);
	rc = mark_subject(c, kind, "person", p->id, p->rev, parts);
	json_decref(parts);
	if (rc == RC_OK)
		*result = mark_answer(c, "person", p->id, p->rev);
	return rc;
}

static int
person_identify(struct bf_call *c, const json_t *params, json_t **result)
{
	struct gate_view view;
	struct person p;
	enum rc rc;

	if ((rc = person_open(c, params, &p, &view)) == RC_OK &&
	    (rc = identify(c, p.id, params)) == RC_OK)
		rc = finish(c, "person.identify", &p, params, result);
	return (int)rc;
}

static enum rc
add_link(struct bf_call *c, int64_t person, const json_t *params)
{
	struct person_link in = { .person = person,
		.kind = param_text(params, "kind"),
		.name = param_text(params, "name"),
		.scope = param_text(params, "scope"),
		.written = param_bool(params, "written", false),
		.lawyer = param_bool(params, "lawyer", false),
		.valid_from = person_date(params, "valid_from"),
		.valid_to = person_date(params, "valid_to") };
	int64_t id;
	enum rc rc;

	if ((rc = person_named(c, params, "other", &in.other)) != RC_OK)
		return rc;
	if (in.kind == NULL)
		(void)err_field(&c->err, "kind", NULL, _("is missing"));
	if (in.scope == NULL)
		(void)err_field(&c->err, "scope", NULL,
		    _("say what the authority covers"));
	if (in.other == 0 && (in.name == NULL || in.name[0] == '\0'))
		(void)err_field(&c->err, "name", NULL,
		    _("give a name, or a person of the register by `other` or "
		      "`number`"));
	if (c->err.rc != RC_OK || in.kind == NULL)
		return c->err.rc;
	if (strcmp(in.kind, "representative") == 0 && !in.written && !in.lawyer)
		call_warn(c, "W_UNWRITTEN", "written",
		    _("an authority that "
		      "is not in writing does not count, except a lawyer's"));
	return person_link_add(c->tx, &in, &id, &c->err);
}

static enum rc
end_link(struct bf_call *c, int64_t person, const json_t *params)
{
	int64_t end = param_int(params, "end", 0), id;
	struct date to;
	json_t *list = NULL;
	bool own;
	enum rc rc;

	rc = person_links(c->store, person, DATE_NONE, &list, &c->err);
	if (rc != RC_OK)
		return rc;
	own = is_among(list, end);
	json_decref(list);
	if (!own)
		return err_set(&c->err, RC_NOTFOUND,
		    _("link %lld: not one of "
		      "this person's; see person show"),
		    (long long)end);
	read_last_day(c, params, &to);
	return person_link_end(c->tx, end, to, &id, &c->err);
}

static int
person_link(struct bf_call *c, const json_t *params, json_t **result)
{
	struct gate_view view;
	struct person p;
	enum rc rc;

	if ((rc = person_open(c, params, &p, &view)) != RC_OK)
		return (int)rc;
	if (param_int(params, "end", 0) != 0)
		rc = end_link(c, p.id, params);
	else
		rc = add_link(c, p.id, params);
	if (rc == RC_OK)
		rc = finish(c, "person.link", &p, params, result);
	return (int)rc;
}

static const struct bf_param identify_params[] = {
	PERSON_PARAM,
	{ .name = "cause",
	    .type = BF_CODE,
	    .codes = person_causes,
	    .flags = BF_REQUIRED,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("why the numbers change: issued, D-number replaced, "
		       "birth date corrected, sex corrected, error or other "
		       "(folkeregisterloven § 2-2)") },
	PERSON_IDENTITY("number", BF_NIN,
	    N_("national identity number to add")),
	PERSON_IDENTITY("valid_from", BF_DATE,
	    N_("first day that it is valid")),
	PERSON_IDENTITY("valid_to", BF_DATE, N_("last day that it is valid")),
	{ .name = "end",
	    .type = BF_ID,
	    .text = N_("identifier that ends, as person show numbers it") },
	{ .name = "withdraw",
	    .type = BF_ID,
	    .text = N_("identifier that never was this person's") },
	{ .type = BF_END },
};

static const struct bf_param link_params[] = {
	PERSON_PARAM,
	{ .name = "kind",
	    .type = BF_CODE,
	    .codes = link_kinds,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("guardian or representative") },
	{ .name = "other",
	    .type = BF_ID,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("the helper, if a person of the register") },
	PERSON_IDENTITY("number", BF_NIN,
	    N_("the helper's national identity number, in the place of "
	       "`other`")),
	PERSON_IDENTITY("name", BF_TEXT, N_("the helper's name, if not there")),
	{ .name = "scope",
	    .type = BF_CODE,
	    .codes = scopes,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("what the authority covers: all, housing, economy, "
		       "health, a complaint, or other") },
	PERSON_IDENTITY("written", BF_BOOL, N_("the authority is in writing")),
	PERSON_IDENTITY("lawyer", BF_BOOL,
	    N_("a lawyer, who needs none in writing")),
	PERSON_IDENTITY("valid_from", BF_DATE,
	    N_("first day that it is valid")),
	PERSON_IDENTITY("valid_to", BF_DATE, N_("last day that it is valid")),
	{ .name = "end",
	    .type = BF_ID,
	    .text = N_("link that ends, as person show numbers it") },
	{ .type = BF_END },
};

const struct bf_method person_link_methods[] = {
	PERSON_ROW("person.identify", "person identifiser", BF_STEP,
	    N_("add, end or withdraw an identity number, with a reason"),
	    identify_params, person_written,
	    "E_ID_FORMAT E_ID_CHECKSUM E_ID_SYNTHETIC E_ID_REAL E_ID_TAKEN "
	    "E_ID_KNOWN",
	    person_identify),
	PERSON_ROW("person.link", "person knytt", BF_STEP,
	    N_("add or end a guardian or representative"), link_params,
	    person_written,
	    "E_ID_FORMAT E_ID_CHECKSUM E_ID_SYNTHETIC E_ID_REAL", person_link),
	{ .name = NULL },
};
