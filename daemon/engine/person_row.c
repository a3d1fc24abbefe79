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
	int64_t id;

	return person_identifier_add(c->tx, &in, &id, &c->err);
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
	if (!view->related)
		return err_set(&c->err, RC_DENIED,
		    _("person %lld: no unit or case of yours stands behind "
		      "this person"),
		    (long long)p->id);
	return mark_check_rev(c, "person", p->id, p->rev, p->changed);
}

const struct bf_column person_written[] = {
	{ "person", BF_ID, N_("person") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};
