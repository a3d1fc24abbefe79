/*
 * host_call -- a definition calls a method of a plugin: plan.report_need{ … }.
 *
 * The call has the request's principal and savepoint.  A step that is refused
 * ends the whole request: what it had already written is undone with everything
 * else, so a function that catches the error cannot go on from there.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/frame.h"
#include "engine/host.h"
#include "engine/loaded.h"
#include "engine/step.h"
#include "engine/table.h"
#include "engine/state.h"

static enum rc
check_use(const struct step *st, const char *method, struct err *e)
{
	const struct definition *d = st->version->def;
	size_t i, len = strcspn(method, ".");

	for (i = 0; i < d->n_uses; i++)
		if (strlen(d->uses[i].plugin) == len &&
		    strncmp(d->uses[i].plugin, method, len) == 0)
			return RC_OK;
	return err_set(e, RC_SCRIPT,
	    _("%s: write the plugin's name in uses = { ... } first"), method);
}

/* Does the action at hand lend METHOD its role? */
static bool
is_lent(const struct step *st, const char *method)
{
	const char *const *grant;

	if (st->action == NULL)
		return false;
	for (grant = st->action->grants; grant != NULL && *grant != NULL;
	     grant++)
		if (strcmp(*grant, method) == 0)
			return true;
	return false;
}

static bool
is_step(const struct bf_call *c, const char *method)
{
	const struct bf_method *m = table_find(c->engine->methods, method);

	return m != NULL && m->kind != BF_READ;
}

static enum rc
call(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	struct nested n = { .face = BF_FACE_LUA,
		.params = json_object_get(args, "params"),
		.base = st,
		.readonly = st->purpose == STEP_READ ||
		    json_is_true(json_object_get(args, "readonly")) };
	struct bf_call *c = st->call;
	enum rc rc;

	if ((rc = host_text(args, "method", true, &n.method, e)) != RC_OK ||
	    (rc = check_use(st, n.method, e)) != RC_OK)
		return rc;
	n.lent = is_lent(st, n.method);
	if (!n.readonly && (rc = step_name_persons(st)) != RC_OK) {
		*e = c->err;
		return rc;
	}
	rc = frame_nested(c, &n, result, e);
	if (rc == RC_OK) {
		if (is_step(c, n.method))
			step_effect(st, "call",
			    json_pack("{ss}", "method", n.method));
	} else if (is_step(c, n.method) && st->doomed == NULL) {
		st->doomed = mem_new(1, sizeof(*st->doomed));
		*st->doomed = *e;
	}
	return rc;
}

const struct host_verb host_call_verbs[] = { { "call", false, call },
	{ NULL, false, NULL } };
