/*
 * frame -- plugins' methods run, for a request or nested in one.
 */
#include "engine/frame.h"

#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/plugins.h"
#include "engine/state.h"
#include "engine/table.h"
#include "engine/touched.h"
#include "model/schema.h"

const char *
frame_name(const struct bf_call *c)
{
	if (c->frame != NULL)
		return c->frame->name;
	return c->method != NULL ? c->method->name : "";
}

bool
frame_is_lent(const struct bf_call *c)
{
	return c->frame != NULL && c->frame->lent;
}

bool
frame_reads(const struct bf_call *c)
{
	const struct frame *f;

	for (f = c->frame; f != NULL; f = f->up)
		if (f->reads)
			return true;
	return false;
}

static size_t
depth(const struct bf_call *c)
{
	const struct frame *f;
	size_t n = 0;

	for (f = c->frame; f != NULL; f = f->up)
		n++;
	return n;
}

enum rc
frame_enter(struct bf_call *c, struct frame *f, struct err *e)
{
	if (depth(c) >= FRAME_DEPTH)
		return err_set(e, RC_INTERNAL,
		    _("%s: more than %d methods in each other"), f->name,
		    FRAME_DEPTH);
	f->env = c->env;
	f->up = c->frame;
	f->phase = beat_enter(c->engine->parts.beat, BEAT_PLUGIN);
	c->env = &f->plugin->env;
	c->frame = f;
	return RC_OK;
}

enum rc
frame_leave(struct bf_call *c, struct frame *f, int rc)
{
	(void)beat_enter(c->engine->parts.beat, f->phase);
	c->env = f->env;
	c->frame = f->up;
	if (f->no_key[0] != '\0') {
		err_clear(&c->err);
		return err_set(&c->err, RC_INTERNAL,
		    _("%s: plugin %s declares no key %s"), f->name,
		    f->plugin->plugin->name, f->no_key);
	}
	if (rc == RC_OK) {
		/* What the plugin looked into and made its own mind about. */
		if (c->err.rc != RC_OK)
			err_clear(&c->err);
		return RC_OK;
	}
	if (rc == (int)c->err.rc && rc > RC_OK && rc <= RC_INTERNAL)
		return c->err.rc;
	err_clear(&c->err);
	return err_set(&c->err, RC_INTERNAL,
	    _("%s: plugin %s gave up without saying why"), f->name,
	    f->plugin->plugin->name);
}

static enum rc
run_plugin(struct bf_call *c, struct engine_plugin *p, const json_t *params,
    json_t **result)
{
	struct frame f = { .plugin = p,
		.name = c->method->name,
		.reads = c->method->kind == BF_READ };
	enum rc rc;

	if ((rc = frame_enter(c, &f, &c->err)) != RC_OK)
		return rc;
	return frame_leave(c, &f, c->method->call(c, params, result));
}

enum rc
frame_run(struct bf_call *c, const json_t *params, json_t **result)
{
	struct engine_plugin *p = plugins_of(c->engine, c->method->name);
	enum rc rc;

	if (p != NULL)
		rc = run_plugin(c, p, params, result);
	else
		rc = (enum rc)c->method->call(c, params, result);
	if (rc == RC_OK && c->touched != NULL)
		rc = touched_finish(c);
	touched_fini(c);
	return rc;
}

/* A method that NAME may mean here; in plain words if its plugin is not. */
static enum rc
find_method(const struct bf_call *c, const struct nested *n,
    const struct bf_method **out, struct err *e)
{
	size_t len = strcspn(n->method, ".");

	*out = table_find(c->engine->methods, n->method);
	if (*out != NULL && ((*out)->faces & n->face) != 0)
		return RC_OK;
	if (plugins_of(c->engine, n->method) == NULL)
		return err_name(e, RC_UNAVAILABLE, "E_NO_PLUGIN",
		    _("plugin %.*s: not present here, or not switched on for "
		      "this municipality"),
		    (int)len, n->method);
	return err_set(e, RC_SCRIPT, _("%s: no method that can be called here"),
	    n->method);
}

/* The schema's own error, in one line: there is no form to show fields in. */
static enum rc
check_params(const struct bf_method *m, const struct nested *n, json_t **out,
    struct err *e)
{
	struct reserved reserved;
	struct err why = ERR_INIT;
	json_t *given = json_deep_copy(n->params);
	enum rc rc;

	rc = schema_check(m, given != NULL ? given : json_object(), 0,
	    &reserved, out, &why);
	if (rc == RC_OK &&
	    (reserved.as != NULL || reserved.role != NULL ||
		reserved.basis != NULL || reserved.reason != NULL ||
		reserved.idem != NULL || reserved.use != NULL ||
		reserved.words != NULL || reserved.if_rev >= 0)) {
		json_decref(*out);
		rc = err_set(e, RC_SCRIPT,
		    _("%s: who asks, and on which basis, is the request's"),
		    n->method);
	} else if (rc != RC_OK)
		rc = err_set(e, RC_SCRIPT, _("%s: %s: %s"), n->method,
		    why.n_fields > 0 ? why.fields[0].field : "",
		    why.n_fields > 0 ? why.fields[0].text : why.text);
	json_decref(given);
	return rc;
}

/* The basis is checked again; the role is waived only where it is lent. */
static enum rc
check_gate(const struct bf_call *c, const struct bf_method *m,
    const struct nested *n, struct err *e)
{
	if (n->readonly && m->kind != BF_READ)
		return err_set(e, RC_SCRIPT,
		    _("%s: nothing can be changed while reading"), m->name);
	if (m->kind == BF_ADMIN)
		return err_set(e, RC_SCRIPT,
		    _("%s: no method that can be called here"), m->name);
	if (n->lent || c->who->system)
		return RC_OK;
	return gate_method(c->who, m, c->municipality, e);
}

enum rc
frame_nested(struct bf_call *c, const struct nested *n, json_t **result,
    struct err *e)
{
	const struct bf_method *m;
	struct frame f = { .base = n->base, .lent = n->lent };
	json_t *params;
	enum rc rc;

	*result = NULL;
	if ((rc = find_method(c, n, &m, e)) != RC_OK ||
	    (rc = check_gate(c, m, n, e)) != RC_OK ||
	    (rc = check_params(m, n, &params, e)) != RC_OK)
		return rc;
	f.plugin = plugins_of(c->engine, m->name);
	f.name = m->name;
	f.reads = m->kind == BF_READ;
	if ((rc = frame_enter(c, &f, e)) == RC_OK) {
		rc = frame_leave(c, &f, m->call(c, params, result));
		if (rc != RC_OK && e != &c->err) {
			*e = c->err;
			err_clear(&c->err);
		}
	}
	json_decref(params);
	if (rc != RC_OK) {
		json_decref(*result);
		*result = NULL;
	}
	return rc;
}
