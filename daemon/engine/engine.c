/*
 * engine -- made, asked, and ended.
 */
#include "engine/engine.h"

#include <config.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/beat.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "engine/batch.h"
#include "engine/checkpoint.h"
#include "engine/deliver.h"
#include "engine/host.h"
#include "engine/lengths.h"
#include "engine/state.h"
#include "engine/table.h"
#include "engine/watch.h"
#include "model/municipality.h"
#include "model/principal.h"
#include "store/document.h"
#include "store/keys.h"
#include "store/room.h"
#include "store/store.h"
#include "store/timer.h"

#define PURGE_MS (INT64_C(3600) * 1000)

/* What was left open is what the program allows, and no more than that. */
static void
settle(struct engine_limits *l)
{
	if (l->batch == 0 || l->batch > ENGINE_BATCH_MAX)
		l->batch = ENGINE_BATCH_MAX;
	if (l->batch_ms <= 0 || l->batch_ms > ENGINE_BATCH_MS)
		l->batch_ms = ENGINE_BATCH_MS;
	if (l->document <= 0 || l->document > DOCUMENT_MAX)
		l->document = DOCUMENT_MAX;
	if (l->wal_frames <= 0 || l->wal_frames > CHECKPOINT_MOST)
		l->wal_frames = CHECKPOINT_MOST;
}

static enum rc
make_table(struct engine *en, struct err *e)
{
	const struct bf_method **more = plugins_rows(en);
	enum rc rc = table_new(more, &en->methods, e);

	free(more);
	return rc;
}

enum rc
engine_new(const struct engine_parts *parts, struct engine **out, struct err *e)
{
	struct engine *en = mem_new(1, sizeof(*en));
	int64_t kept;
	enum rc rc;

	*out = NULL;
	en->parts = *parts;
	settle(&en->parts.limits);
	en->incarnation = store_incarnation(parts->store);
	en->system.system = true;
	en->system.basis = en->system.reason = "";
	en->sync_due = true;
	en->poison_stale = true;
	en->deliver = deliver_new();
	watch_init(&en->watches);
	if ((rc = plugins_open(en, e)) == RC_OK)
		rc = make_table(en, e);
	if (rc != RC_OK) {
		plugins_close(en);
		deliver_free(en->deliver);
		free(en);
		return rc;
	}
	en->script_host =
	    (struct script_host){ .op = host_op, .methods = en->plugins.lua };
	if (!parts->clock->still)
		clock_floor(parts->clock, store_last_time(parts->store));
	else if (store_test_clock(parts->store, &kept) &&
	    kept > parts->clock->now)
		clock_set(parts->clock, kept);
	*out = en;
	return RC_OK;
}

void
engine_free(struct engine *en)
{
	struct queue *from[3];
	struct entry *t;
	size_t i;

	if (en == NULL)
		return;
	from[0] = &en->urgent;
	from[1] = &en->refused;
	from[2] = &en->slow;
	for (i = 0; i < 3; i++)
		while ((t = queue_take(from[i])) != NULL)
			entry_free(t);
	while ((t = turns_take(&en->waiting)) != NULL)
		entry_free(t);
	watch_clear(en);
	loaded_clear(en);
	plugins_close(en);
	deliver_free(en->deliver);
	free(en->methods);
	free(en->poison);
	free(en);
}

const struct bf_method *
engine_methods(const struct engine *en)
{
	return en->methods;
}

int64_t
engine_now(const struct engine *en)
{
	int64_t now = clock_now(en->parts.clock);
	int64_t last = store_last_time(en->parts.store);

	return now > last ? now : last;
}

void
engine_submit(struct engine *en, struct ask *a)
{
	struct entry *t = entry_new(a);

	assert(a->method != NULL);
	if (a->urgent) {
		queue_put(&en->urgent, t);
		return;
	}
	if (en->waiting.n < QUEUE_MAX) {
		turns_put(&en->waiting, a->from, t);
		return;
	}
	t->err = mem_new(1, sizeof(*t->err));
	t->rc = err_set(t->err, RC_BUSY,
	    _("too many requests at once; try again in a moment"));
	queue_put(&en->refused, t);
}

bool
engine_has_work(const struct engine *en)
{
	return en->urgent.n > 0 || en->waiting.n > 0 || en->refused.n > 0 ||
	    en->slow.n > 0 ||
	    ((en->sync_due || watch_is_behind(en) ||
		 keys_have_work(en->parts.store) || plugins_have_old(en) ||
		 deliver_has_work(en, engine_now(en))) &&
		!engine_rests(en)) ||
	    engine_next_due(en) <= engine_now(en);
}

bool
engine_rests(const struct engine *en)
{
	return room_state(en->parts.store) != ROOM_ENOUGH ||
	    clock_ticks() < en->rest;
}

int64_t
engine_next_due(const struct engine *en)
{
	struct err e = ERR_INIT;
	int64_t due = INT64_MAX, now = engine_now(en), ticks = clock_ticks();
	int64_t look = room_next_look(en->parts.store);

	if (look != INT64_MAX)
		return look <= ticks ? now : now + look - ticks;
	if (timer_soonest(en->parts.store, &due, &e) != RC_OK)
		return INT64_MAX;
	if (deliver_next_due(en) < due)
		due = deliver_next_due(en);
	if (due <= now && ticks < en->rest)
		return now + en->rest - ticks;
	if (ticks < en->rest && due > now + en->rest - ticks &&
	    watch_is_behind(en))
		return now + en->rest - ticks;
	return due;
}

void
engine_lull(struct engine *en)
{
	if (!engine_has_work(en))
		checkpoint_lull(en);
}

void
engine_idle(struct engine *en)
{
	int64_t now = engine_now(en);
	struct err e = ERR_INIT;

	if (now - en->purged >= PURGE_MS && !engine_rests(en) &&
	    batch_purge(en, now) == RC_OK)
		en->purged = now;
	if (!engine_rests(en) && keys_stock(en->parts.store, now, &e) != RC_OK)
		log_warning("keys.stock", log_text("error", e.name));
	checkpoint_idle(en);
}

static json_t *
you_json(const struct municipality *m, const char *login)
{
	struct principal p;
	struct err none = ERR_INIT;
	json_t *you, *roles;
	size_t i;
	int r;

	memset(&p, 0, sizeof(p));
	for (i = 0; i < m->n_gateways; i++)
		if (strcmp(m->gateways[i].login, login) == 0)
			return json_pack("{ss}", "gateway",
			    m->gateways[i].name);
	if (municipality_principal(m, login, NULL, NULL, NULL, NULL, &p,
		&none) != RC_OK ||
	    p.user == NULL)
		return json_object();
	roles = json_array();
	for (r = 0; r < N_ROLES; r++)
		if ((p.user->roles & ROLE_BIT(r)) != 0)
			json_array_append_new(roles,
			    json_string(role_name((enum role)r)));
	you = json_pack("{ss so}", "user", p.user->name, "roles", roles);
	return you;
}

json_t *
engine_greeting(const struct engine *en, const char *login)
{
	const struct municipality *m = en->parts.municipality;

	return json_pack("{si ss ss sI so}", "protocol", 1, "version",
	    PACKAGE_VERSION, "municipality", m->number, "incarnation",
	    (json_int_t)en->incarnation, "you", you_json(m, login));
}

void
engine_set_municipality(struct engine *en, const struct municipality *m)
{
	en->parts.municipality = m;
	en->sync_due = true;
}

enum rc
engine_check(struct engine *en, const struct municipality *m, struct err *e)
{
	return lengths_check_active(en, m, e);
}

void
engine_configure(struct engine *en, const struct engine_parts *parts)
{
	en->parts.limits = parts->limits;
	settle(&en->parts.limits);
	en->parts.law = parts->law;
	en->parts.workflows = parts->workflows;
	en->parts.print = parts->print;
	plugins_set_law(en);
	engine_set_municipality(en, parts->municipality);
}
