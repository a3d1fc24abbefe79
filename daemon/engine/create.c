/*
 * create -- case.create: a new case at the start of an active definition.
 */
#include "engine/create.h"

#include <string.h>

#include "base/i18n.h"
#include "engine/call.h"
#include "engine/form.h"
#include "engine/loaded.h"
#include "engine/rows.h"
#include "engine/step.h"
#include "model/municipality.h"

/* Who only does what tasks ask for opens no cases. */
static enum rc
check_role(struct bf_call *c)
{
	const unsigned int roles = ROLE_BIT(ROLE_CASEWORKER) |
	    ROLE_BIT(ROLE_DECISION_MAKER) | ROLE_BIT(ROLE_COORDINATOR) |
	    ROLE_BIT(ROLE_LEADER);
	char list[256];

	if (!c->who->system && (c->who->roles & roles) != 0)
		return RC_OK;
	role_titles(roles, list, sizeof(list));
	return err_set(&c->err, RC_DENIED, _("a new case: is for: %s"), list);
}

/* Who answers for the case unless the request says so (D-302). */
static enum rc
set_responsible(struct step *st, const json_t *params)
{
	struct bf_call *c = st->call;
	const char *unit = param_text(params, "unit");
	const char *contact = param_text(params, "contact");
	const struct unit *u;

	if (unit != NULL)
		u = municipality_unit(c->municipality, unit);
	else if (c->who->unit != NULL)
		u = c->who->unit;
	else
		u = municipality_unit_like(c->municipality, st->stage->unit);
	if (u == NULL)
		return err_name(&c->err, RC_GUARD, "E_RESPONSIBLE",
		    _("unit %s: not a unit here; name the responsible unit"),
		    unit != NULL ? unit : "");
	if (contact == NULL)
		contact = principal_name(c->who);
	step_name(st->head.unit, u->name);
	step_name(st->head.contact, contact);
	return RC_OK;
}

static enum rc
fill(struct step *st, const json_t *params)
{
	const struct definition *d = st->version->def;
	json_t *values = NULL, *value;
	enum rc rc;
	size_t i;

	rc = form_check(st, d->create, d->n_create,
	    json_object_get(params, "data"), &values, &st->call->err);
	if (rc != RC_OK)
		return rc;
	for (i = 0; i < d->n_create; i++) {
		value = json_object_get(values, d->create[i].field->name);
		if (value == NULL)
			continue;
		step_input(st, d->create[i].field, value);
		step_set(st, d->create[i].field, value);
	}
	json_decref(values);
	return set_responsible(st, params);
}

enum rc
create_begin(struct bf_call *c, const json_t *params, int64_t parent,
    struct step *st)
{
	struct loaded *l;
	enum rc rc;

	rc = loaded_active(c->engine, param_text(params, "workflow"), &l,
	    &c->err);
	if (rc != RC_OK)
		return rc;
	step_open_new(c, l, st);
	st->head.parent = parent;
	if ((rc = fill(st, params)) == RC_OK && (rc = step_insert(st)) == RC_OK)
		rc = step_enter(st);
	return rc;
}

static int
create_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct step st;
	json_t *what;
	enum rc rc;

	memset(&st, 0, sizeof(st));
	if ((rc = check_role(c)) == RC_OK &&
	    (rc = create_begin(c, params, 0, &st)) == RC_OK) {
		what = json_pack("{ss}", "workflow", st.version->def->name);
		rc = step_finish(&st, "create", what, result);
		json_decref(what);
	}
	step_fini(&st);
	return rc;
}

static const struct bf_param create_params[] = {
	{ .name = "workflow",
	    .type = BF_NAME,
	    .flags = BF_POSITIONAL,
	    .text = N_("the kind of case; the municipality's usual one unless "
		       "given") },
	{ .name = "unit",
	    .type = BF_NAME,
	    .text = N_("the responsible unit; your own unless given") },
	{ .name = "contact",
	    .type = BF_NAME,
	    .text = N_("the contact person; you unless given") },
	{ .name = "data",
	    .type = BF_OBJECT,
	    .flags = BF_REST,
	    .text = N_("the form's fields and their values") },
	{ .type = BF_END }
};

static const struct bf_column create_columns[] = {
	{ "case", BF_CASE, N_("case") }, { "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") }, { .type = BF_END }
};

const struct bf_method create_methods[] = { { .name = "case.create",
						.nb = "sak opprett",
						.kind = BF_STEP,
						.access = BF_ACCESS_CASE,
						.faces = BF_FACE_SOCKET,
						.text = N_("open a case"),
						.params = create_params,
						.columns = create_columns,
						.errors = "E_RESPONSIBLE",
						.call = create_call },
	{ .name = NULL } };
