/*
 * person_row -- a person of a request: found, allowed, numbered.
 */
#include "engine/person_row.h"

#include "base/i18n.h"
#include "engine/mark.h"
#include "store/person.h"

struct date
person_date(const json_t *params, const char *name)
{
	struct date d;

	return param_date(params, name, &d) ? d : DATE_NONE;
}

enum rc
person_read_number(struct bf_call *c, const json_t *params, struct nin *nin,
    bool *given)
{
	const char *text = param_text(params, "number");

	*given = text != NULL && text[0] != '\0';
	if (!*given)
		return RC_OK;
	return nin_check(text,
	    c->municipality->test_identities ? NIN_TEST : NIN_PRODUCTION, nin,
	    &c->err);
}

static const char *
number_type(const struct nin *nin)
{
	if (nin->series != NIN_ORDINARY)
		return "synthetic";
	return nin->kind == NIN_DNR ? "dnr" : "fnr";
}

enum rc
person_add_number(struct bf_call *c, int64_t person, const struct nin *nin,
    const json_t *params, const char *reason)
{
	const struct person_identifier in = { .person = person,
		.type = number_type(nin),
		.value = nin->digits,
		.valid_from = person_date(params, "valid_from"),
		.valid_to = person_date(params, "valid_to"),
		.reason = reason };
	int64_t id, owner = 0;
	enum rc rc, found;

	call_search(c, nin->digits);
	rc = person_identifier_add(c->tx, &in, &id, &c->err);
	if (rc != RC_CONFLICT)
		return rc;
	found = person_find_number(c->store, nin->digits, &owner, &c->err);
	if (found == RC_OK && owner != 0)
		call_disclose(c, "person", owner, "number");
	return found == RC_OK ? rc : found;
}

enum rc
person_by_number(struct bf_call *c, const struct nin *nin, int64_t *id,
    struct err *e)
{
	struct gate_view view;
	struct person p;
	enum rc rc;

	call_search(c, nin->digits);
	if ((rc = person_find_number(c->store, nin->digits, id, e)) != RC_OK ||
	    (rc = gate_person(c->who, c->store, *id, GATE_BY_NUMBER, &p, &view,
		 e)) != RC_OK)
		return rc;
	call_disclose(c, "person", *id, "number");
	if (!view.related && p.grade != PERSON_OPEN &&
	    (c->who->reason == NULL || c->who->reason[0] == '\0'))
		return err_set(e, RC_DENIED,
		    _("person: the address is protected; give a reason for "
		      "naming them"));
	return RC_OK;
}

enum rc
person_named(struct bf_call *c, const json_t *params, const char *name,
    int64_t *id)
{
	struct gate_view view;
	struct person p;
	struct nin nin;
	bool given;
	enum rc rc;

	*id = param_int(params, name, 0);
	if ((rc = person_read_number(c, params, &nin, &given)) != RC_OK)
		return rc;
	if (given && *id != 0)
		return err_field(&c->err, "number", NULL,
		    _("give this or `%s`, not both"), name);
	if (given)
		return person_by_number(c, &nin, id, &c->err);
	if (*id == 0)
		return RC_OK;
	return gate_person(c->who, c->store, *id, GATE_BY_ID, &p, &view,
	    &c->err);
}

enum rc
person_open(struct bf_call *c, const json_t *params, struct person *p,
    struct gate_view *view)
{
	enum rc rc;

	rc = gate_person(c->who, c->store, param_int(params, "person", 0),
	    GATE_BY_ID, p, view, &c->err);
	if (rc != RC_OK)
		return rc;
	if (view->emergency)
		return err_set(&c->err, RC_DENIED,
		    _("person %lld: opened in an emergency: to be read, not to "
		      "be changed"),
		    (long long)p->id);
	if (!view->related)
		return err_set(&c->err, RC_DENIED,
		    _("person %lld: no unit or case of yours stands behind "
		      "this person"),
		    (long long)p->id);
	return mark_check_rev(c, "person", p->id, p->rev, p->changed);
}

const char *const person_causes[] = { "issued", "dnr_replaced",
	"birth_date_corrected", "sex_corrected", "error", "other", NULL };

const struct bf_column person_written[] = {
	{ "person", BF_ID, N_("person") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};
