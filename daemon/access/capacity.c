/*
 * capacity -- who may consent for a person, and to what.
 */
#include "access/capacity.h"

#include <string.h>

#include <boflyt/plugin.h>

#include "access/inside.h"
#include "base/i18n.h"

#define HOUSING                                                                \
	(BIT(BF_CLASS_CASE) | BIT(BF_CLASS_IDENTITY) | BIT(BF_CLASS_ADDRESS))

/* What an authority of each scope covers; health only by name or by all. */
static const struct {
	const char *scope;
	unsigned int classes;
} scopes[] = {
	{ "all", HOUSING | BIT(BF_CLASS_HEALTH) | BIT(BF_CLASS_ECONOMY) },
	{ "housing", HOUSING },
	{ "economy", HOUSING | BIT(BF_CLASS_ECONOMY) },
	{ "health", HOUSING | BIT(BF_CLASS_HEALTH) },
};

static unsigned int
covered(const char *scope)
{
	size_t i;

	for (i = 0; i < sizeof(scopes) / sizeof(scopes[0]); i++) {
		if (strcmp(scopes[i].scope, scope) == 0)
			return scopes[i].classes;
	}
	return 0;
}

static enum rc
refuse(struct err *e, const char *why)
{
	return err_name(e, RC_GUARD, "E_CONSENT_CAPACITY", "%s", why);
}

/* Could the person consent to all of it alone? */
static enum rc
check_age(const struct capacity *c, struct err *e)
{
	if (c->age < 0)
		return refuse(e,
		    _("consent: the birth date is not known; register it "
		      "first"));
	if ((c->classes & BIT(BF_CLASS_HEALTH)) != 0 && c->age < c->health_age)
		return err_name(e, RC_GUARD, "E_CONSENT_CAPACITY",
		    _("consent: the person is under %d and a guardian consents "
		      "in health matters (pbrl § 4-4)"),
		    c->health_age);
	if ((c->classes & ~BIT(BF_CLASS_HEALTH)) != 0 && c->age < c->other_age)
		return err_name(e, RC_GUARD, "E_CONSENT_CAPACITY",
		    _("consent: the person is under %d and a guardian consents "
		      "to this"),
		    c->other_age);
	return RC_OK;
}

static enum rc
check_link(const struct capacity *c, struct err *e)
{
	if (c->link_kind == NULL || strcmp(c->link_kind, c->giver) != 0)
		return refuse(e,
		    _("consent: name the link by which the giver speaks for "
		      "the person; see person show"));
	if (!c->link_valid)
		return refuse(e,
		    _("consent: the giver's authority is not valid today, or "
		      "not in writing"));
	if ((c->classes & ~covered(c->scope)) != 0)
		return refuse(e,
		    _("consent: the giver's authority does not cover all of "
		      "it"));
	return RC_OK;
}

enum rc
capacity_check(const struct capacity *c, struct err *e)
{
	enum rc rc;

	if (strcmp(c->giver, "self") == 0)
		return check_age(c, e);
	if ((rc = check_link(c, e)) != RC_OK)
		return rc;
	if (strcmp(c->giver, "representative") == 0)
		return check_age(c, e);
	/* From 16 the young decide themselves in health matters. */
	if ((c->classes & BIT(BF_CLASS_HEALTH)) != 0 && c->age < 0)
		return check_age(c, e);
	if ((c->classes & BIT(BF_CLASS_HEALTH)) != 0 &&
	    c->age >= c->health_age && c->age < 18)
		return refuse(e,
		    _("consent: in health matters the young person decides, "
		      "not the guardian (pbrl § 4-3)"));
	return RC_OK;
}
