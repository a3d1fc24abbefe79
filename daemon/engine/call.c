/*
 * call -- the few things that every method does while it runs.
 */
#include "engine/call.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "access/gate.h"
#include "engine/state.h"
#include "engine/undoing.h"
#include "model/zone.h"
#include "store/tx.h"

void
call_init(struct bf_call *c, struct engine *en, struct tx *tx,
    const struct principal *who, int64_t now)
{
	memset(c, 0, sizeof(*c));
	c->engine = en;
	c->tx = tx;
	c->store = en->parts.store;
	c->municipality = en->parts.municipality;
	c->who = who;
	c->now = now;
	c->today = zone_date(now);
	c->if_rev = -1;
	c->reply_fd = -1;
	tx_set_now(tx, now);
}

void
call_fini(struct bf_call *c)
{
	undoing_fini(c);
	json_decref(c->warnings);
	json_decref(c->disclosed);
	json_decref(c->searched);
	c->warnings = c->disclosed = c->searched = NULL;
}

int64_t
call_commit(struct bf_call *c)
{
	if (!c->wrote) {
		c->commit = commit_next(c->tx);
		c->wrote = true;
	}
	return c->commit;
}

static bool
is_disclosed(const json_t *row, const char *kind, int64_t id,
    const char *detail)
{
	const json_t *d = json_array_get(row, 2);

	if (json_integer_value(json_array_get(row, 1)) != id ||
	    strcmp(json_string_value(json_array_get(row, 0)), kind) != 0)
		return false;
	if (detail == NULL)
		return true;
	return json_is_string(d) && strcmp(json_string_value(d), detail) == 0;
}

void
call_disclose(struct bf_call *c, const char *kind, int64_t id,
    const char *detail)
{
	size_t i;

	if (c->disclosed == NULL)
		c->disclosed = json_array();
	for (i = 0; i < json_array_size(c->disclosed); i++)
		if (is_disclosed(json_array_get(c->disclosed, i), kind, id,
			detail))
			return;
	json_array_append_new(c->disclosed,
	    json_pack("[s I s?]", kind, (json_int_t)id, detail));
}

void
call_basis(struct bf_call *c, const struct gate_pass *pass)
{
	if (pass->consent != 0)
		c->basis = pass->basis;
	else if (c->ground == NULL)
		c->ground = pass->basis;
	if (pass->through != NULL)
		c->through = pass->through;
}

void
call_subject(struct bf_call *c, const char *kind, int64_t id)
{
	json_t *others = c->disclosed;

	c->disclosed = NULL;
	call_disclose(c, kind, id, NULL);
	if (others != NULL)
		json_array_extend(c->disclosed, others);
	json_decref(others);
}

void
call_search(struct bf_call *c, const char *text)
{
	if (c->searched == NULL)
		c->searched = json_array();
	json_array_append_new(c->searched, json_string(text));
}

bool
call_leaves(const struct bf_call *c)
{
	return c->ask != NULL && c->ask->use != NULL;
}

unsigned int
call_shows(const struct bf_call *c, const struct gate_pass *pass)
{
	if (pass->grade == PERSON_STRICTLY_PROTECTED ||
	    (pass->grade == PERSON_PROTECTED && call_leaves(c)))
		return pass->classes & ~(1u << BF_CLASS_ADDRESS);
	return pass->classes;
}

void
call_warn(struct bf_call *c, const char *name, const char *field,
    const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (c->warnings == NULL)
		c->warnings = json_array();
	json_array_append_new(c->warnings,
	    json_pack("{ss ss? ss}", "name", name, "field", field, "message",
		text));
}

const char *
param_text(const json_t *params, const char *name)
{
	return json_string_value(json_object_get(params, name));
}

int64_t
param_int(const json_t *params, const char *name, int64_t otherwise)
{
	const json_t *value = json_object_get(params, name);

	return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

bool
param_bool(const json_t *params, const char *name, bool otherwise)
{
	const json_t *value = json_object_get(params, name);

	return json_is_boolean(value) ? json_is_true(value) : otherwise;
}

bool
param_date(const json_t *params, const char *name, struct date *out)
{
	const char *text = param_text(params, name);

	return text != NULL && date_parse(text, out, NULL) == RC_OK;
}
