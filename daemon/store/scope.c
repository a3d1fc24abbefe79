/*
 * scope -- which cases a list may show.
 */
#include "store/scope.h"

#include "model/municipality.h"
#include "model/zone.h"
#include "store/query.h"
#include "store/store.h"

static json_t *
list_of(const char *const *names, size_t n)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(list, json_string(names[i]));
	return list;
}

static json_t *
users_of(const struct scope *scope)
{
	json_t *list = list_of(scope->stands_for, scope->n_stands_for);

	if (scope->user != NULL)
		json_array_append_new(list, json_string(scope->user));
	return list;
}

/* [[absentee, unit]]: whose contact person they are counts in their units. */
static json_t *
stands_of(const struct scope *scope)
{
	json_t *list = json_array();
	const struct user *u;
	size_t i, j;

	for (i = 0; scope->home != NULL && i < scope->n_stands_for; i++) {
		u = municipality_user(scope->home, scope->stands_for[i]);
		for (j = 0; u != NULL && j < u->n_units; j++)
			json_array_append_new(list,
			    json_pack("[ss]", u->name, u->unit_names[j]));
	}
	return list;
}

static json_t *
colleagues_of(const struct scope *scope)
{
	const struct municipality *m = scope->home;
	const struct user *self = NULL;
	json_t *list = json_array();
	size_t i;

	if (m != NULL && scope->user != NULL)
		self = municipality_user(m, scope->user);
	for (i = 0; self != NULL && i < m->n_users; i++)
		if (&m->users[i] != self && user_works_with(self, &m->users[i]))
			json_array_append_new(list,
			    json_string(m->users[i].name));
	return list;
}

static json_t *
roles_of(const struct scope *scope)
{
	json_t *list = json_array();
	unsigned int i;

	for (i = 0; i < N_ROLES; i++)
		if (scope->roles == 0 || (scope->roles & ROLE_BIT(i)) != 0)
			json_array_append_new(list,
			    json_string(role_name((enum role)i)));
	return list;
}

/* COLLEAGUES is taken over. */
static void
bind(struct query *q, const struct scope *scope, json_t *colleagues)
{
	static const int
	    reach[] = { [SCOPE_ANY] = 0, [SCOPE_CASES] = 2, [SCOPE_TASKS] = 3 };
	int64_t now = store_now(q->store);
	char today[DATE_SIZE];
	json_t *o;

	date_format(zone_date(now), today);
	o = json_pack("{s:o,s:o,s:o,s:o,s:o,s:i,s:i,s:I,s:s}", "units",
	    list_of(scope->units, scope->n_units), "users", users_of(scope),
	    "stands", stands_of(scope), "colleagues", colleagues, "roles",
	    roles_of(scope), "free", scope->named_tasks ? 0 : 1, "consents",
	    scope->consents ? 1 : 0, "now", (json_int_t)now, "today", today);
	query_bind_int(q, scope->all ? 1 : reach[scope->reach]);
	query_bind_json(q, o);
	query_bind_name(q, scope->user);
	json_decref(o);
}

void
scope_bind(struct query *q, const struct scope *scope)
{
	bind(q, scope, colleagues_of(scope));
}

void
scope_bind_one(struct query *q, const struct scope *scope)
{
	bind(q, scope, json_array());
}
