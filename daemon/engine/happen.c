/*
 * happen -- find whose function is meant, and run it in a frame.
 */
#include "engine/happen.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "engine/frame.h"
#include "engine/plugins.h"
#include "engine/state.h"
#include "engine/step.h"
#include "store/deadline_row.h"
#include "store/timer.h"
#include "store/tx.h"

static enum rc
run(struct bf_call *c, struct engine_plugin *p, struct step *base,
    const struct bf_event *v, const struct bf_happening *w)
{
	struct frame f = { .plugin = p, .name = v->name, .base = base };
	enum rc rc;

	if ((rc = frame_enter(c, &f, &c->err)) != RC_OK)
		return rc;
	return frame_leave(c, &f, v->run(c, w));
}

enum rc
happen_event(struct bf_call *c, struct step *base, const struct timer *t,
    bool *told)
{
	const struct bf_happening w = { .name = t->name,
		.key = "",
		.case_id = t->case_id,
		.due = t->due,
		.payload = t->payload };
	struct plugins *ps = &c->engine->plugins;
	const struct bf_event *v;
	enum rc rc = RC_OK;
	size_t i;

	*told = false;
	for (i = 0; rc == RC_OK && i < ps->n; i++) {
		v = plugins_event(&ps->list[i], t->name, BF_TAKES);
		if (v == NULL)
			continue;
		*told = true;
		rc = run(c, &ps->list[i], base, v, &w);
	}
	return rc;
}

/* A plugin that has gone leaves its timers behind: say so. */
static enum rc
is_gone(struct bf_call *c, const char *name)
{
	return err_name(&c->err, RC_UNAVAILABLE, "E_NO_PLUGIN",
	    _("%s: its plugin is not present here, or no longer has it; try "
	      "again when it is back"),
	    name);
}

enum rc
happen_timer(struct bf_call *c, struct step *base, const struct timer *t)
{
	struct engine_plugin *p = plugins_of(c->engine, t->name);
	const struct bf_event *v =
	    p != NULL ? plugins_event(p, t->name, BF_TIMER) : NULL;
	const struct bf_happening w = { .name = t->name,
		.key = t->stage[0] == '@' ? t->stage + 1 : "",
		.case_id = t->case_id,
		.due = t->due,
		.payload = t->payload };

	return v == NULL ? is_gone(c, t->name) : run(c, p, base, v, &w);
}

/* "deposit.hearing:3" is the event deposit.hearing and the key 3. */
enum rc
happen_deadline(struct bf_call *c, struct step *base, const struct timer *t)
{
	struct engine_plugin *p = plugins_of(c->engine, t->name);
	char name[STORE_NAME_SIZE];
	const struct bf_event *v;
	struct bf_happening w = { .name = name,
		.key = "",
		.case_id = t->case_id,
		.due = t->due,
		.overdue = strcmp(t->kind, "deadline.overdue") == 0 };
	size_t len = strcspn(t->name, ":");

	if (p == NULL)
		return RC_OK;
	snprintf(name, sizeof(name), "%.*s", (int)len, t->name);
	if (t->name[len] == ':')
		w.key = t->name + len + 1;
	v = plugins_event(p, name, BF_DEADLINE);
	return v == NULL || v->run == NULL ? RC_OK : run(c, p, base, v, &w);
}

enum rc
happen_tell(struct bf_call *c, int64_t case_id, const char *name,
    json_t *payload, struct err *e)
{
	struct plugins *ps = &c->engine->plugins;
	struct timer t;
	bool taken = false;
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; i < ps->n; i++)
		taken = taken ||
		    plugins_event(&ps->list[i], name, BF_TAKES) != NULL;
	memset(&t, 0, sizeof(t));
	t.due = c->now;
	snprintf(t.kind, sizeof(t.kind), "event");
	t.case_id = case_id;
	step_name(t.name, name);
	t.payload = payload;
	if (taken)
		rc = timer_add(c->tx, &t, e);
	timer_fini(&t);
	return rc;
}
