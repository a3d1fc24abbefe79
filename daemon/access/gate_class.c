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

bool
gate_class(const struct principal *p, enum relation rel, enum bf_class class)
{
	enum domain domain;

	switch (rel) {
	case RELATION_NONE:
		return false;
	case RELATION_TASK:
		return class == BF_CLASS_CASE;
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
gate_class_need(const struct principal *p, enum relation rel,
    enum bf_class class, struct err *e)
{
	if (gate_class(p, rel, class))
		return RC_OK;
	if (class == BF_CLASS_HEALTH && rel != RELATION_TASK &&
	    rel != RELATION_NONE && could_choose(p))
		return err_set(e, RC_DENIED,
		    _("health: say in which unit you "
		      "act, such as role=@unit: your units lie in two "
		      "domains"));
	return err_set(e, RC_DENIED, _("%s: not for you in this case"),
	    bf_class_name(class));
}
