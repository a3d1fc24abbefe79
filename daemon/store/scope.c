/*
 * scope -- which cases a list may show.
 */
#include "store/scope.h"

#include "store/query.h"

void
scope_bind(struct query *q, const struct scope *scope)
{
	static const int
	    reach[] = { [SCOPE_ANY] = 0, [SCOPE_CASES] = 2, [SCOPE_TASKS] = 3 };
	json_t *units = json_array();
	size_t i;

	for (i = 0; i < scope->n_units; i++)
		json_array_append_new(units, json_string(scope->units[i]));
	query_bind_int(q, scope->all ? 1 : reach[scope->reach]);
	query_bind_json(q, units);
	query_bind_name(q, scope->user);
	json_decref(units);
}
