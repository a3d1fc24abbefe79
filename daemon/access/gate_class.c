/*
 * gate_class -- which classes of values a relation shows.
 *
 * Confidentiality has a direction (domain 0.3 no. 5): values of class health
 * stay with units of the health domain, whoever holds the case.
 */
#include "access/gate.h"

#include "access/inside.h"
#include "base/i18n.h"
#include "model/definition.h"

/* What a task's form may show to P of the classes that the form asks for. */
static bool
task_class(const struct principal *p, enum bf_class class)
{
	if (has_any(p, FREE_TASK_ROLES))
		return class == BF_CLASS_CASE;
	if (has_any(p, ROLE_BIT(ROLE_PROPERTY)) && class == BF_CLASS_CASE)
		return true; /* D-041 */
	return has_any(p, TASK_ROLES) && class == BF_CLASS_ADDRESS; /* D-013 */
}

bool
gate_class(const struct principal *p, enum relation rel, enum bf_class class)
{
	enum domain domain;

	switch (rel) {
	case RELATION_NONE:
	case RELATION_CONSENT:
		return false;
	case RELATION_TASK:
		return task_class(p, class);
	case RELATION_SYSTEM:
	case RELATION_RESCUE:
		return true;
	case RELATION_EMERGENCY:
		return class != BF_CLASS_HEALTH;
	case RELATION_UNIT:
	case RELATION_CONTACT:
		break;
	}
	if (class != BF_CLASS_HEALTH)
		return true;
	return principal_domain(p, &domain) && domain == DOMAIN_HEALTH;
}

unsigned int
gate_classes(const struct principal *p, enum relation rel)
{
	unsigned int c, mask = 0;

	for (c = 0; c < BF_N_CLASSES; c++) {
		if (gate_class(p, rel, (enum bf_class)c))
			mask |= BIT(c);
	}
	return mask;
}

/* Could P see health by choosing one of its units? */
static bool
could_choose(const struct principal *p)
{
	const struct unit *const *units;
	size_t i, n = principal_units(p, &units);

	for (i = 0; n > 1 && i < n; i++) {
		if (units[i]->domain == DOMAIN_HEALTH)
			return true;
	}
	return false;
}

enum rc
gate_class_need(const struct principal *p, const struct gate_pass *pass,
    enum bf_class class, struct err *e)
{
	const char *name = bf_class_name(class);

	if ((pass->classes & BIT(class)) != 0)
		return RC_OK;
	if (pass->relation == RELATION_TASK)
		return err_set(e, RC_DENIED,
		    _("%s: a task shows what its form asks for and no more; "
		      "that takes the case's unit"),
		    name);
	if (pass->relation == RELATION_CONSENT)
		return err_set(e, RC_DENIED,
		    _("%s: the consent to your unit does not cover it"), name);
	if (class == BF_CLASS_HEALTH && could_choose(p))
		return err_set(e, RC_DENIED,
		    _("health: say in which unit you "
		      "act, such as role=@unit: your units lie in two "
		      "domains"));
	if (class == BF_CLASS_HEALTH)
		return err_set(e, RC_DENIED,
		    _("health: takes a unit of the health domain, or the "
		      "person's consent to your unit (see consent give)"));
	return err_set(e, RC_DENIED, _("%s: not for you in this case"), name);
}
