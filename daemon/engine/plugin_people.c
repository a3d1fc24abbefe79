/*
 * plugin_people -- who works here, as a plugin is told: at work first.
 *
 * Away is who has an absence today (absence.add), and who does not work here any
 * more, or not yet, is not named at all.
 */
#include <string.h>

#include "base/i18n.h"
#include "engine/plugin_host.h"
#include "model/principal.h"
#include "store/absence.h"

static bool
works_in(const struct user *u, const char *unit_name)
{
	size_t i;

	for (i = 0; i < u->n_units; i++)
		if (unit_name == NULL ||
		    strcmp(u->unit_names[i], unit_name) == 0)
			return true;
	return false;
}

static const json_t *
absence_of(const json_t *away, const char *user)
{
	const json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)away, i, row)
		if (strcmp(json_string_value(json_object_get(row, "user")),
			user) == 0)
			return row;
	return NULL;
}

static json_t *
user_json(const struct user *u, const json_t *absence)
{
	json_t *units = json_array(), *row;
	size_t i;

	for (i = 0; i < u->n_units; i++)
		json_array_append_new(units, json_string(u->unit_names[i]));
	row = json_pack("{ss ss so sb}", "user", u->name, "title", u->title,
	    "units", units, "away", absence != NULL);
	if (absence != NULL && json_object_get(absence, "substitute") != NULL)
		json_object_set(row, "substitute",
		    json_object_get(absence, "substitute"));
	return row;
}

int
host_users(struct bf_call *c, const char *unit_name, const char *role,
    json_t **out)
{
	const struct municipality *m = c->municipality;
	json_t *away, *row, *absent = json_array();
	enum role r = ROLE_CASEWORKER;
	const struct user *u;
	char day[DATE_SIZE];
	size_t i;
	enum rc rc;

	*out = NULL;
	if (role != NULL && !role_parse(role, &r)) {
		json_decref(absent);
		return host_misuse(c, _("no such role"), role);
	}
	rc = absence_on(c->store, c->today, &away, &c->err);
	if (rc != RC_OK) {
		json_decref(absent);
		return (int)rc;
	}
	date_format(c->today, day);
	*out = json_array();
	for (i = 0; i < m->n_users; i++) {
		u = &m->users[i];
		if (!works_in(u, unit_name) || !user_works_on(u, day) ||
		    (role != NULL && (u->roles & ROLE_BIT(r)) == 0))
			continue;
		row = user_json(u, absence_of(away, u->name));
		json_array_append_new(
		    json_is_true(json_object_get(row, "away")) ? absent : *out,
		    row);
	}
	json_array_extend(*out, absent);
	json_decref(absent);
	json_decref(away);
	return RC_OK;
}
