/*
 * assign -- hand a case over.
 */
#include "engine/assign.h"

#include <string.h>

#include "base/i18n.h"
#include "engine/step.h"
#include "model/municipality.h"

enum rc
assign_do(struct step *st, const char *unit, const char *contact, struct err *e)
{
	struct case_head *h = &st->head;

	if (unit == NULL && contact == NULL)
		return err_set(e, RC_INVALID,
		    _("case assign: name a unit or a contact person"));
	if (unit != NULL &&
	    municipality_unit(st->call->municipality, unit) == NULL)
		return err_name(e, RC_GUARD, "E_RESPONSIBLE",
		    _("unit %s: not a unit here"), unit);
	if (contact != NULL &&
	    municipality_user(st->call->municipality, contact) == NULL)
		return err_name(e, RC_GUARD, "E_RESPONSIBLE",
		    _("contact %s: not a user here"), contact);
	if (unit != NULL)
		step_name(h->unit, unit);
	if (contact != NULL)
		step_name(h->contact, contact);
	step_effect(st, "assign",
	    json_pack("{ss ss}", "unit", h->unit, "contact", h->contact));
	return RC_OK;
}

int
assign_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct step st;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_WRITE, &st);
	if (rc == RC_OK)
		rc = assign_do(&st, param_text(params, "unit"),
		    param_text(params, "contact"), &c->err);
	if (rc == RC_OK)
		rc = step_finish(&st, "assign", NULL, result);
	step_fini(&st);
	return rc;
}
