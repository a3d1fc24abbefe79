/*
 * host -- find the verb that a function asks for and do it.
 */
#include "engine/host.h"

#include <string.h>

#include "base/i18n.h"
#include "engine/step.h"

#define HOST_TEXT_MAX 4000

static const struct host_verb *const tables[] = { host_case_verbs,
	host_task_verbs, host_deadline_verbs, host_timer_verbs,
	host_outbox_verbs, host_decide_verbs, host_call_verbs, host_allot_verbs,
	NULL };

static const struct host_verb *
find_verb(const char *name)
{
	const struct host_verb *const *table, *v;

	for (table = tables; *table != NULL; table++)
		for (v = *table; v->name != NULL; v++)
			if (strcmp(v->name, name) == 0)
				return v;
	return NULL;
}

enum rc
host_text(const json_t *args, const char *name, bool required, const char **out,
    struct err *e)
{
	const json_t *value = json_object_get(args, name);

	*out = NULL;
	if (value == NULL || json_is_null(value)) {
		if (required)
			return err_set(e, RC_SCRIPT, _("%s: missing"), name);
		return RC_OK;
	}
	if (!json_is_string(value))
		return err_set(e, RC_SCRIPT, _("%s: must be text"), name);
	if (json_string_length(value) > HOST_TEXT_MAX)
		return err_set(e, RC_SCRIPT, _("%s: longer than %d bytes"),
		    name, HOST_TEXT_MAX);
	*out = json_string_value(value);
	return RC_OK;
}

enum rc
host_do(struct step *st, const char *verb, const json_t *args, json_t **result,
    struct err *e)
{
	const struct host_verb *v = find_verb(verb);

	*result = NULL;
	if (v == NULL)
		return err_set(e, RC_SCRIPT, _("%s: no such operation"), verb);
	if (v->writes && st->purpose == STEP_READ)
		return err_set(e, RC_SCRIPT,
		    _("%s: nothing can be changed while reading"), verb);
	if (json_array_size(st->effects) >= STEP_EFFECTS_MAX)
		return err_set(e, RC_SCRIPT,
		    _("%s: more than %d operations in one step"), verb,
		    STEP_EFFECTS_MAX);
	return v->fn(st, args, result, e);
}

enum rc
host_op(void *step, const char *verb, const json_t *args, json_t **result,
    struct err *e)
{
	return host_do(step, verb, args, result, e);
}
