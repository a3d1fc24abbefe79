/*
 * registers -- unit.list and user.list: who works here, as configured now.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/rows.h"
#include "model/text.h"

static const char *
title_of(const json_t *row)
{
	return json_string_value(json_object_get(row, "title"));
}

static int
by_title(const void *a, const void *b)
{
	const json_t *const *x = a, *const *y = b;

	return text_compare(title_of(*x), title_of(*y));
}

/* ROWS (taken over) as people look for a name: æ, ø and å come last. */
static json_t *
sorted(json_t *rows)
{
	size_t n = json_array_size(rows), i;
	json_t **list = mem_new(n + 1, sizeof(json_t *)), *out = json_array();

	for (i = 0; i < n; i++)
		list[i] = json_array_get(rows, i);
	qsort(list, n, sizeof(json_t *), by_title);
	for (i = 0; i < n; i++)
		json_array_append(out, list[i]);
	free(list);
	json_decref(rows);
	return out;
}

static json_t *
describe_unit(const struct unit *u)
{
	return json_pack("{s:s,s:s,s:s,s:s}", "name", u->name, "title",
	    u->title, "type", u->type, "domain", domain_name(u->domain));
}

static json_t *
units_of(const struct user *u)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < u->n_units; i++)
		json_array_append_new(list, json_string(u->units[i]->name));
	return list;
}

static json_t *
roles_of(const struct user *u)
{
	json_t *list = json_array();
	unsigned int i;

	for (i = 0; i < N_ROLES; i++)
		if ((u->roles & ROLE_BIT(i)) != 0)
			json_array_append_new(list,
			    json_string(role_name((enum role)i)));
	return list;
}

static bool
is_in_unit(const struct user *u, const char *unit)
{
	size_t i;

	for (i = 0; i < u->n_units; i++)
		if (strcmp(u->units[i]->name, unit) == 0)
			return true;
	return false;
}

static int
unit_list(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = json_array();
	size_t i;

	(void)params;
	for (i = 0; i < c->municipality->n_units; i++)
		json_array_append_new(rows,
		    describe_unit(&c->municipality->units[i]));
	*result = json_pack("{s:o,s:n}", "rows", sorted(rows), "next");
	return RC_OK;
}

static int
user_list(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *unit = param_text(params, "unit");
	const struct user *u;
	json_t *rows;
	size_t i;

	if (unit != NULL && municipality_unit(c->municipality, unit) == NULL)
		return (int)err_set(&c->err, RC_NOTFOUND,
		    _("unit %s: no such unit; see unit list"), unit);
	rows = json_array();
	for (i = 0; i < c->municipality->n_users; i++) {
		u = &c->municipality->users[i];
		if (unit != NULL && !is_in_unit(u, unit))
			continue;
		json_array_append_new(rows,
		    json_pack("{s:s,s:s,s:o,s:o}", "name", u->name, "title",
			u->title, "units", units_of(u), "roles", roles_of(u)));
	}
	*result = json_pack("{s:o,s:n}", "rows", sorted(rows), "next");
	return RC_OK;
}

static const struct bf_param user_params[] = {
	{ .name = "unit",
	    .type = BF_NAME,
	    .flags = BF_POSITIONAL,
	    .text = N_("only the users of this unit") },
	{ .type = BF_END },
};

static const struct bf_column unit_columns[] = {
	{ "name", BF_NAME, N_("unit") },
	{ "title", BF_TEXT, N_("title") },
	{ "type", BF_TEXT, N_("type") },
	{ "domain", BF_TEXT, N_("confidentiality domain") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column user_columns[] = {
	{ "name", BF_NAME, N_("user") },
	{ "title", BF_TEXT, N_("title") },
	{ "units", BF_LIST, N_("units") },
	{ "roles", BF_LIST, N_("roles") },
	{ NULL, BF_END, NULL },
};

const struct bf_method registers_methods[] = {
	{ .name = "unit.list",
	    .nb = "enhet list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_STAFF,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list the units"),
	    .rows = "rows",
	    .columns = unit_columns,
	    .errors = "",
	    .call = unit_list },
	{ .name = "user.list",
	    .nb = "bruker list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_STAFF,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list the users"),
	    .params = user_params,
	    .rows = "rows",
	    .columns = user_columns,
	    .errors = "",
	    .call = user_list },
	{ .name = NULL },
};
