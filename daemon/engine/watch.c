/*
 * watch -- who is told what happens; see watch.h.
 */
#include "engine/watch.h"

#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/mem.h"
#include "engine/asker.h"
#include "engine/history.h"
#include "engine/state.h"
#include "engine/table.h"
#include "engine/trail.h"
#include "store/case.h"
#include "store/history.h"

#define SLICE 256 /* rows read at once */
#define SHARE 256 /* slices and rows shown at the gate, in one batch */

/* The slice that was read last; those who stand together share it. */
struct slice {
	int64_t after, until;
	json_t *rows; /* owned; NULL: none was read */
};

/* One batch's work for all watches. */
struct match {
	struct engine *engine;
	struct tx *tx;
	int64_t head; /* the newest row before our own */
	int left; /* of SHARE */
	struct slice slice;
};

void
watch_init(struct watch_set *set)
{
	memset(set, 0, sizeof(*set));
	TAILQ_INIT(&set->list);
}

void
watch_free(struct watch *w)
{
	if (w == NULL)
		return;
	json_decref(w->events);
	free(w->login);
	free(w->as);
	free(w->role);
	free(w->basis);
	free(w->reason);
	free(w);
}

static void
remove_one(struct watch_set *set, struct watch *w)
{
	TAILQ_REMOVE(&set->list, w, link);
	set->n--;
	watch_free(w);
}

void
watch_clear(struct engine *en)
{
	struct watch *w, *next;

	for (w = TAILQ_FIRST(&en->watches.list); w != NULL; w = next) {
		next = TAILQ_NEXT(w, link);
		remove_one(&en->watches, w);
	}
}

void
engine_set_tell(struct engine *en,
    void (*tell)(void *peer, const json_t *params))
{
	en->watches.tell = tell;
}

void
engine_forget_peer(struct engine *en, const void *peer)
{
	struct watch *w, *after;

	for (w = TAILQ_FIRST(&en->watches.list); w != NULL; w = after) {
		after = TAILQ_NEXT(w, link);
		if (w->peer == peer)
			remove_one(&en->watches, w);
	}
}

void
watch_order_free(struct watch_order *o)
{
	if (o == NULL)
		return;
	watch_free(o->opened);
	free(o);
}

static struct watch *
find_id(struct engine *en, int64_t id)
{
	struct watch *w;

	TAILQ_FOREACH(w, &en->watches.list, link)
	if (w->id == id)
		return w;
	return NULL;
}

static void
give_credit(struct watch_place *p, int64_t n)
{
	int64_t had = p->credit > 0 ? p->credit : 0;

	p->credit = n > WATCH_CREDIT_MAX - had ? WATCH_CREDIT_MAX : had + n;
	p->paused = false;
}

void
watch_do(struct engine *en, struct watch_order *o)
{
	struct watch *w = o->opened;

	if (w != NULL) {
		TAILQ_INSERT_TAIL(&en->watches.list, w, link);
		en->watches.n++;
		o->opened = NULL;
	} else if ((w = find_id(en, o->id)) != NULL && o->credit == 0) {
		remove_one(&en->watches, w);
	} else if (w != NULL) {
		/* What has just been found is told by the place after it. */
		give_credit(&w->at, o->credit);
		give_credit(&w->next, o->credit);
	}
	watch_order_free(o);
}

struct watch *
watch_find(struct engine *en, const void *peer, int64_t id)
{
	struct watch *w = find_id(en, id);

	return w != NULL && w->peer == peer ? w : NULL;
}

size_t
watch_count(const struct engine *en, const void *peer)
{
	const struct watch *w;
	size_t n = 0;

	TAILQ_FOREACH(w, &en->watches.list, link)
	if (w->peer == peer)
		n++;
	return n;
}

bool
watch_is_behind(const struct engine *en)
{
	int64_t head = store_last_pos(en->parts.store);
	const struct watch *w;

	TAILQ_FOREACH(w, &en->watches.list, link)
	if (!w->at.paused && w->at.pos < head)
		return true;
	return false;
}

static void
add_event(struct watch *w, json_t *params)
{
	if (w->events == NULL)
		w->events = json_array();
	json_object_set_new(params, "watch", json_integer(w->id));
	json_array_append_new(w->events, params);
}

void
watch_notice(struct watch *w, const char *kind, const char *reason)
{
	add_event(w,
	    json_pack("{ss ss sI}", "kind", kind, "reason", reason, "commit",
		(json_int_t)w->next.commit));
}

/* ROW, a header, becomes an event. */
static enum rc
tell_row(struct bf_call *c, struct watch *w, const json_t *header,
    const struct case_head *head)
{
	static const char *const inner[] = { "pos", "subject", "subject_kind",
		"basis", "incarnation" };
	int64_t pos = json_integer_value(json_object_get(header, "pos"));
	char number[CASE_NUMBER_SIZE];
	json_t *rows, *row;
	size_t i;
	enum rc rc;

	rc = history_list_all(c->store, pos - 1, 1, true, true, &rows, &c->err);
	if (rc != RC_OK)
		return rc;
	row = json_incref(json_array_get(rows, 0));
	json_decref(rows);
	if ((rc = history_brief(c, row, head)) != RC_OK) {
		json_decref(row);
		return rc;
	}
	for (i = 0; i < sizeof(inner) / sizeof(inner[0]); i++)
		json_object_del(row, inner[i]);
	case_number(head, number);
	json_object_set_new(row, "case", json_string(number));
	call_disclose(c, "case", head->id, "event");
	w->next.commit = json_integer_value(json_object_get(row, "commit"));
	w->next.credit--;
	add_event(w, row);
	return RC_OK;
}

/* May the watch know of the row's case, and does it want it as it is now? */
static enum rc
pass(struct bf_call *c, const struct watch *w, const json_t *row,
    struct case_head *head, bool *yes)
{
	enum relation rel;
	enum rc rc;

	rc = gate_case_id(c->who, c->store,
	    json_integer_value(json_object_get(row, "subject")), GATE_READ,
	    head, &rel, &c->err);
	*yes = false;
	if (rc == RC_NOTFOUND || rc == RC_DENIED) {
		err_clear(&c->err);
		return RC_OK;
	}
	*yes = rc == RC_OK && rel > RELATION_TASK &&
	    (w->filter.unit[0] == '\0' ||
		strcmp(w->filter.unit, head->unit) == 0) &&
	    (!w->filter.mine || rel == RELATION_CONTACT);
	return rc;
}

static bool
fits(const struct watch_filter *f, const json_t *row)
{
	const char *kind = json_string_value(json_object_get(row, "kind"));

	return (f->case_id == 0 ||
		   f->case_id ==
		       json_integer_value(json_object_get(row, "subject"))) &&
	    (f->kind[0] == '\0' || strcmp(f->kind, kind) == 0);
}

/* Look at ROW; the place moves on unless the credit has run out before it. */
static enum rc
match_row(struct match *m, struct bf_call *c, struct watch *w,
    const json_t *row)
{
	int64_t commit = json_integer_value(json_object_get(row, "commit"));
	struct case_head head;
	bool yes = false;
	enum rc rc = RC_OK;

	if (fits(&w->filter, row)) {
		m->left--;
		rc = pass(c, w, row, &head, &yes);
	}
	/* A step is told whole, so that its number says what is known. */
	if (yes && w->next.credit <= 0 && commit != w->next.commit) {
		w->next.paused = true;
		watch_notice(w, "resync", "credit");
		return RC_OK;
	}
	if (yes)
		rc = tell_row(c, w, row, &head);
	w->next.pos = json_integer_value(json_object_get(row, "pos"));
	return rc;
}

static enum rc
read_slice(struct match *m, int64_t after, struct err *e)
{
	struct slice *s = &m->slice;

	if (s->rows != NULL && s->after == after)
		return RC_OK;
	m->left--;
	json_decref(s->rows);
	s->rows = NULL;
	s->after = after;
	s->until = m->head - after > SLICE ? after + SLICE : m->head;
	return history_slice(m->engine->parts.store, "case", after, s->until,
	    &s->rows, e);
}

static enum rc
match_slice(struct match *m, struct bf_call *c, struct watch *w)
{
	const json_t *row;
	json_t *rows;
	int64_t until;
	size_t i;
	enum rc rc;

	if ((rc = read_slice(m, w->next.pos, &c->err)) != RC_OK)
		return rc;
	rows = json_incref(m->slice.rows);
	until = m->slice.until;
	json_array_foreach(rows, i, row) {
		rc = match_row(m, c, w, row);
		if (rc != RC_OK || w->next.paused || m->left <= 0)
			break;
	}
	if (i >= json_array_size(rows))
		w->next.pos = until;
	json_decref(rows);
	return rc;
}

/*
 * One who may no longer ask is told so (RC_DENIED), and that is the end; what
 * else goes wrong is the batch's.
 */
static enum rc
find_watcher(struct match *m, struct watch *w, struct principal *who,
    struct asker *room, const struct bf_method *open, struct err *e)
{
	const struct municipality *here = m->engine->parts.municipality;
	enum rc rc;

	memset(who, 0, sizeof(*who));
	memset(room, 0, sizeof(*room));
	rc = municipality_principal(here, w->login, w->as, w->role, w->basis,
	    w->reason, who, e);
	if (rc == RC_OK)
		rc = asker_settle(m->engine, who, room, e);
	if (rc == RC_OK)
		rc = gate_method(who, open, here, e);
	if (rc == RC_DENIED || rc == RC_FIELDS) {
		w->next.ended = true;
		watch_notice(w, "closed", e->name);
		err_clear(e);
		rc = RC_DENIED;
	}
	if (rc != RC_OK)
		asker_fini(room);
	return rc;
}

static enum rc
match_watch(struct match *m, struct watch *w, struct err *e)
{
	static const struct ask nothing = { .if_rev = -1 };
	struct engine *en = m->engine;
	const struct bf_method *open = table_find(en->methods, "watch.open");
	struct principal who;
	struct asker room;
	struct bf_call c;
	enum rc rc;

	rc = find_watcher(m, w, &who, &room, open, e);
	if (rc != RC_OK)
		return rc == RC_DENIED ? RC_OK : rc;
	call_init(&c, en, m->tx, &who, engine_now(en));
	c.method = open;
	while (rc == RC_OK && m->left > 0 && !w->next.paused &&
	    w->next.pos < m->head)
		rc = match_slice(m, &c, w);
	if (rc == RC_OK)
		rc = trail_lookup(&c, &nothing, RC_OK, &c.err);
	if (rc != RC_OK)
		*e = c.err;
	call_fini(&c);
	asker_fini(&room);
	return rc;
}

/* Whoever is at the end has nothing to look for in our own look-up rows. */
static void
skip_own(struct match *m)
{
	int64_t head = store_last_pos(m->engine->parts.store);
	struct watch *w;

	TAILQ_FOREACH(w, &m->engine->watches.list, link)
	if (!w->next.paused && w->next.pos == m->head)
		w->next.pos = head;
}

enum rc
watch_match(struct engine *en, struct tx *tx, struct err *e)
{
	struct watch_set *set = &en->watches;
	struct match m = { .engine = en,
		.tx = tx,
		.left = SHARE,
		.head = store_last_pos(en->parts.store) };
	struct watch *w;
	size_t i, n = set->n;
	enum rc rc = RC_OK;

	TAILQ_FOREACH(w, &set->list, link)
	w->next = w->at;
	for (i = 0; rc == RC_OK && m.left > 0 && i < n; i++) {
		w = TAILQ_FIRST(&set->list);
		if (!w->at.paused && w->at.pos < m.head)
			rc = match_watch(&m, w, e);
		/* Who was served goes behind those who were not. */
		TAILQ_REMOVE(&set->list, w, link);
		TAILQ_INSERT_TAIL(&set->list, w, link);
	}
	if (rc == RC_OK)
		skip_own(&m);
	else
		watch_drop(en);
	json_decref(m.slice.rows);
	return rc;
}

void
watch_drop(struct engine *en)
{
	struct watch *w;

	TAILQ_FOREACH(w, &en->watches.list, link)
	{
		w->next = w->at;
		json_decref(w->events);
		w->events = NULL;
	}
}

void
watch_tell(struct engine *en)
{
	struct watch_set *set = &en->watches;
	struct watch *w, *after;
	const json_t *params;
	size_t i;

	for (w = TAILQ_FIRST(&set->list); w != NULL; w = after) {
		after = TAILQ_NEXT(w, link);
		w->at = w->next;
		json_array_foreach(w->events, i, params)
			if (set->tell != NULL)
				set->tell(w->peer, params);
		json_decref(w->events);
		w->events = NULL;
		if (w->at.ended)
			remove_one(set, w);
	}
}
