/*
 * gate_order -- who may see an order: its units, whatever becomes of the case.
 */
#include "access/gate.h"
#include "access/gate_order.h"

#include <string.h>

#include "access/inside.h"
#include "base/i18n.h"

static bool
acts_in(const struct principal *p, const char *unit)
{
	const char *const *names;
	size_t i, n = principal_unit_names(p, &names);

	for (i = 0; i < n; i++)
		if (strcmp(names[i], unit) == 0)
			return true;
	return false;
}

bool
gate_order_is_party(const struct principal *p, const struct order *o)
{
	if (!has_any(p, CASE_ROLES | TASK_ROLES))
		return false;
	return acts_in(p, o->sender) || acts_in(p, o->performer) ||
	    acts_in(p, o->owner_unit);
}

enum rc
gate_order(const struct principal *p, struct store *s, const struct order *o,
    enum relation *rel, struct err *e)
{
	struct case_head head;
	struct err lost = ERR_INIT;
	enum rc rc;

	rc = gate_case_id(p, s, o->case_id, GATE_READ, &head, rel, &lost);
	if (rc == RC_OK)
		return RC_OK;
	*rel = RELATION_NONE;
	if (rc != RC_NOTFOUND && rc != RC_DENIED) {
		*e = lost;
		return rc;
	}
	if (gate_order_is_party(p, o))
		return RC_OK;
	return err_set(e, RC_NOTFOUND, _("order: not found"));
}
