/*
 * registry -- take units and users over into the store's registers.
 */
#include "engine/registry.h"

#include <jansson.h>

#include "engine/contact.h"
#include "engine/orders.h"
#include "engine/state.h"
#include "model/municipality.h"
#include "model/principal.h"
#include "store/register.h"
#include "store/tx.h"

static json_t *
units_json(const struct municipality *m)
{
	json_t *rows = json_object();
	const struct unit *u;
	size_t i;

	for (i = 0; i < m->n_units; i++) {
		u = &m->units[i];
		json_object_set_new(rows, u->name,
		    json_pack("{ss ss ss}", "title", u->title, "type", u->type,
			"domain", domain_name(u->domain)));
	}
	return rows;
}

static json_t *
user_json(const struct user *u)
{
	json_t *roles = json_array(), *units = json_array();
	size_t i;

	for (i = 0; i < N_ROLES; i++)
		if ((u->roles & ROLE_BIT(i)) != 0)
			json_array_append_new(roles,
			    json_string(role_name((enum role)i)));
	for (i = 0; i < u->n_units; i++)
		json_array_append_new(units, json_string(u->units[i]->name));
	return json_pack("{ss so so}", "title", u->title, "roles", roles,
	    "units", units);
}

static json_t *
users_json(const struct municipality *m)
{
	json_t *rows = json_object();
	size_t i;

	for (i = 0; i < m->n_users; i++)
		json_object_set_new(rows, m->users[i].name,
		    user_json(&m->users[i]));
	return rows;
}

enum rc
registry_sync(struct engine *en, struct tx *tx, struct err *e)
{
	const struct municipality *m = en->parts.municipality;
	json_t *units, *users, *before = NULL;
	size_t changed = 0;
	enum rc rc;

	if (!en->sync_due)
		return RC_OK;
	tx_set_now(tx, engine_now(en));
	units = units_json(m);
	users = users_json(m);
	rc = register_list(en->parts.store, REGISTER_USER, 0, &before, e);
	if (rc == RC_OK)
		rc = register_sync(tx, REGISTER_UNIT, units, &changed, e);
	if (rc == RC_OK)
		rc = register_sync(tx, REGISTER_USER, users, &changed, e);
	if (rc == RC_OK && changed > 0)
		rc = contact_rehome(en, tx, before, users, e);
	json_decref(before);
	json_decref(units);
	json_decref(users);
	return rc == RC_OK ? orders_rehome(en, tx, e) : rc;
}
