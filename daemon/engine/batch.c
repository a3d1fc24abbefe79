/*
 * batch -- one transaction for whatever is waiting; the only begin and commit.
 *
 *   BEGIN; per request SAVEPOINT … RELEASE or ROLLBACK TO; COMMIT; answers
 *
 * What a request leaves besides its change (look-up row, kept reply, a failed
 * attempt) is written after its savepoint, so that it stays when the change is
 * undone.  A failure may end the whole transaction behind our back (a full
 * disk, an interrupted write): then every request is run again in a
 * transaction of its own, the culprit last.
 *
 * When the disk is full (store/room.h) steps are refused before they begin, and
 * when not even a look-up row can be written, so is what would need one.
 */
#include "engine/batch.h"

#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "engine/asker.h"
#include "engine/backup.h"
#include "engine/call.h"
#include "engine/checkpoint.h"
#include "engine/deliver.h"
#include "engine/frame.h"
#include "engine/keys.h"
#include "engine/poison.h"
#include "engine/registry.h"
#include "engine/state.h"
#include "engine/timers.h"
#include "engine/trail.h"
#include "engine/undoing.h"
#include "engine/watch.h"
#include "store/idem.h"
#include "store/incident.h"
#include "store/room.h"
#include "store/store.h"
#include "store/tx.h"
#include "store/undo.h"

#define TIMERS_MAX 256 /* in one transaction */
#define REST_MS 1000 /* of timers that the disk had no room for */
#define PURGE_AGE ((IDEM_DAYS + 1) * INT64_C(86400000))
#define PURGE_ROWS 1000 /* replies forgotten at once */

struct round {
	struct engine *engine;
	struct tx *tx;
	struct queue done; /* run, not yet answered */
	struct queue again; /* long ones that want another slice */
	int64_t ticks; /* when this batch shall end */
};

static void
set_error(struct entry *t, const struct err *e)
{
	free(t->err);
	t->err = mem_new(1, sizeof(*t->err));
	*t->err = *e;
	t->rc = e->rc;
	json_decref(t->result);
	t->result = NULL;
}

/* Who asks; nobody known may still call what is public. */
static enum rc
find_principal(struct engine *en, const struct ask *a, struct principal *who,
    struct asker *room, struct err *e)
{
	enum rc rc;

	memset(who, 0, sizeof(*who));
	memset(room, 0, sizeof(*room));
	rc = municipality_principal(en->parts.municipality, a->login, a->as,
	    a->role, a->basis, a->reason, who, e);
	if (rc == RC_OK)
		rc = asker_settle(en, who, room, e);
	if (rc == RC_OK || a->method->access != BF_ACCESS_PUBLIC ||
	    a->as != NULL || a->role != NULL)
		return rc;
	memset(who, 0, sizeof(*who));
	who->basis = who->reason = "";
	err_clear(e);
	return RC_OK;
}

/* Run the method in its savepoint; nothing of a failure stays. */
static enum rc
run_method(struct bf_call *c, const struct ask *a, json_t **result)
{
	struct savepoint sp;
	enum rc rc, kept;

	if ((rc = savepoint_begin(c->tx, &sp, &c->err)) != RC_OK)
		return rc;
	if ((rc = undoing_watch(c)) == RC_OK)
		rc = frame_run(c, a->params, result);
	if (rc == RC_OK)
		rc = undoing_keep(c);
	undoing_fini(c);
	if (rc == RC_OK || rc == RC_AGAIN) {
		kept = savepoint_release(&sp, &c->err);
		if (kept == RC_OK)
			return rc;
		rc = kept;
	}
	savepoint_rollback(&sp);
	c->wrote = false;
	c->commit = 0;
	json_decref(*result);
	*result = NULL;
	return rc;
}

static void
complete(struct bf_call *c, json_t **result)
{
	if (*result == NULL)
		*result = json_object();
	if (c->wrote && json_object_get(*result, "commit") == NULL)
		json_object_set_new(*result, "commit", json_integer(c->commit));
	if (c->warnings != NULL)
		json_object_set(*result, "warnings", c->warnings);
}

static enum rc
refuse_full(struct bf_call *c)
{
	return err_set(&c->err, RC_DISK_FULL,
	    _("the disk is full: make room, then try again"));
}

/* Gate, kept reply, method: what the caller is answered. */
static enum rc
answer_call(struct bf_call *c, struct entry *t, bool *replayed)
{
	const struct ask *a = t->ask;
	enum rc rc;

	*replayed = false;
	if ((rc = gate_method(c->who, c->method, c->municipality, &c->err)) !=
		RC_OK ||
	    (rc = trail_idem_find(c, a, replayed, &t->result, &c->err)) !=
		RC_OK ||
	    *replayed ||
	    (rc = poison_check(c->engine, &t->work, &c->err)) != RC_OK)
		return rc;
	if (c->method->kind != BF_READ && room_state(c->store) != ROOM_ENOUGH)
		return refuse_full(c);
	rc = run_method(c, a, &t->result);
	if (rc == RC_OK)
		complete(c, &t->result);
	return rc;
}

/*
 * What failed in a case may say what stands in it: who tries an incident again
 * is told the error's name; the text is kept for those who may see the case.
 */
static void
hide_failure(struct bf_call *c, int64_t incident)
{
	struct err e = ERR_INIT;

	(void)err_name(&e, c->err.rc, c->err.name,
	    _("incident %lld: failed "
	      "again; why stands in the case"),
	    (long long)incident);
	c->err = e;
}

/* The rows that stay whatever became of the savepoint. */
static enum rc
write_trail(struct bf_call *c, struct entry *t, enum rc rc, bool replayed,
    struct err *e)
{
	struct engine *en = c->engine;
	int64_t incident = en->failed_retry;
	enum rc kept;

	en->failed_retry = 0;
	if (rc != RC_OK && incident != 0) {
		kept = incident_again(c->tx, incident, c->err.name, c->err.text,
		    e);
		if (kept != RC_OK)
			return kept;
		hide_failure(c, incident);
	}
	if ((kept = trail_lookup(c, t->ask, rc, e)) != RC_OK)
		return kept;
	if (rc == RC_OK && !replayed)
		return trail_idem_keep(c, t->ask, t->result, e);
	return RC_OK;
}

static void
fill_call(struct bf_call *c, struct entry *t)
{
	c->method = t->ask->method;
	c->idem = t->ask->idem;
	c->if_rev = t->ask->if_rev;
	c->fds = t->ask->fds;
	c->n_fds = t->ask->n_fds;
	c->job = t->job;
	c->ask = t->ask;
	if (t->ask->peer != NULL)
		c->peer = t->ask->peer(t->ask->arg);
	t->job = (struct call_job){ NULL, NULL };
}

static void
end_call(struct bf_call *c, struct entry *t, enum rc rc)
{
	t->reply_fd = c->reply_fd;
	t->rc = rc;
	if (rc == RC_OK)
		t->watch = c->watch;
	else
		watch_order_free(c->watch);
	if (rc == RC_AGAIN)
		t->job = c->job;
	else if (c->job.free != NULL)
		c->job.free(c->job.state);
	if (rc != RC_OK && rc != RC_AGAIN) {
		c->err.rc = rc;
		set_error(t, &c->err);
	}
	call_fini(c);
}

/* Let the page show what is being done. */
static void
show(struct engine *en, struct entry *t)
{
	if (en->parts.beat == NULL && en->n_poison == 0)
		return;
	if (t->work.what[0] == '\0')
		poison_of_ask(en, t->ask, &t->work);
	beat_work(en->parts.beat, &t->work);
}

/*
 * Run one request to its answer.  Not RC_OK: something beside the request
 * failed and the transaction cannot be trusted.
 */
static enum rc
run_entry(struct engine *en, struct tx *tx, struct entry *t, struct err *e)
{
	struct principal who;
	struct asker room;
	struct bf_call c;
	bool replayed = false;
	enum rc rc, kept = RC_OK;

	memset(&who, 0, sizeof(who));
	call_init(&c, en, tx, &who, engine_now(en));
	fill_call(&c, t);
	show(en, t);
	rc = find_principal(en, t->ask, &who, &room, &c.err);
	if (rc == RC_OK)
		rc = answer_call(&c, t, &replayed);
	if (room_state(c.store) == ROOM_NONE)
		rc = trail_is_due(&c, rc) ? refuse_full(&c) : rc;
	else if (tx_is_open(tx))
		kept = write_trail(&c, t, rc, replayed, e);
	end_call(&c, t, rc);
	asker_fini(&room);
	beat_work(en->parts.beat, NULL);
	if (kept != RC_OK)
		return kept;
	if (!tx_is_open(tx))
		return rc != RC_OK && rc != RC_AGAIN ?
		    rc :
		    err_set(e, RC_INTERNAL, _("the transaction ended early"));
	return RC_OK;
}

/* Of N requests; where nothing can be written there is nothing to commit. */
static enum rc
commit(struct engine *en, struct tx **tx, size_t n, struct err *e)
{
	enum beat_phase before = beat_enter(en->parts.beat, BEAT_COMMIT);
	enum rc rc = RC_OK;
	int64_t begun = clock_ticks();

	if (room_state(en->parts.store) == ROOM_NONE) {
		tx_rollback(tx);
	} else {
		rc = tx_commit(tx, e);
		metrics_took(&en->metrics.commits, clock_ticks() - begun);
		checkpoint_committed(en, clock_ticks() - begun, n);
	}
	(void)beat_enter(en->parts.beat, before);
	return rc;
}

static void
sort_out(struct round *r, struct entry *t)
{
	queue_put(t->rc == RC_AGAIN ? &r->again : &r->done, t);
}

static enum rc
try_alone(struct engine *en, struct entry *t, struct err *e)
{
	struct tx *tx = NULL;
	enum rc rc;

	entry_reset(t);
	loaded_forget_active(en);
	rc = tx_begin(en->parts.store, engine_now(en), &tx, e);
	if (rc == RC_OK)
		rc = run_entry(en, tx, t, e);
	if (rc == RC_OK)
		rc = commit(en, &tx, 1, e);
	tx_rollback(&tx);
	return rc;
}

/* One request in a transaction of its own; its own failure is its answer. */
static enum rc
run_alone(struct round *r, struct entry *t, struct err *e)
{
	struct engine *en = r->engine;
	enum rc rc;

	do
		rc = try_alone(en, t, e);
	while (room_settle(en->parts.store));
	if (rc != RC_OK && !store_is_broken(en->parts.store)) {
		if (t->err == NULL || t->err->rc != rc) {
			e->rc = rc;
			set_error(t, e);
		}
		if (t->job.free != NULL)
			t->job.free(t->job.state);
		t->job = (struct call_job){ NULL, NULL };
		rc = RC_OK;
	}
	sort_out(r, t);
	return rc;
}

/* The batch is lost: each on its own, the last one, CULPRIT, last. */
static enum rc
run_apart(struct round *r, struct err *e)
{
	struct queue all = r->done;
	struct entry *t;
	enum rc rc = RC_OK;

	log_warning("batch.apart",
	    log_int("requests", (int64_t)all.n + (int64_t)r->again.n));
	tx_rollback(&r->tx);
	watch_drop(r->engine);
	deliver_lost(r->engine);
	(void)room_settle(r->engine->parts.store);
	while ((t = queue_take(&r->again)) != NULL)
		queue_put(&all, t);
	r->done = (struct queue){ NULL, NULL, 0 };
	while (rc == RC_OK && (t = queue_take(&all)) != NULL)
		rc = run_alone(r, t, e);
	while ((t = queue_take(&all)) != NULL)
		queue_put(&r->done, t);
	return rc;
}

/* Run up to MOST of the urgent or of people while there is time; one always. */
static enum rc
run_some(struct round *r, bool urgent, size_t most, struct err *e)
{
	struct engine *en = r->engine;
	struct entry *t;
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; rc == RC_OK && i < most; i++) {
		if (i > 0 && clock_ticks() >= r->ticks)
			break;
		t = urgent ? queue_take(&en->urgent) : turns_take(&en->waiting);
		if (t == NULL)
			break;
		rc = run_entry(en, r->tx, t, e);
		sort_out(r, t);
	}
	return rc;
}

/* The urgent, people, timers, then one slice of each long method. */
static enum rc
run_all(struct round *r, struct err *e)
{
	struct engine *en = r->engine;
	struct timers_run due = { .until = engine_now(en),
		.limit = TIMERS_MAX,
		.ticks = r->ticks };
	size_t slices = en->slow.n;
	struct entry *t;
	enum rc rc;

	rc = run_some(r, true, ENGINE_URGENT_MAX, e);
	if (rc == RC_OK)
		rc = run_some(r, false, en->parts.limits.batch, e);
	if (rc == RC_OK && !en->advancing && !engine_rests(en)) {
		rc = timers_fire(en, r->tx, &due, e);
		if (rc == RC_AGAIN)
			rc = RC_OK;
		if (rc == RC_OK)
			rc = deliver_run(en, r->tx, e);
		if (rc != RC_OK)
			en->rest = clock_ticks() + REST_MS;
	} else
		deliver_later(en);
	while (rc == RC_OK && slices-- > 0 &&
	    (t = queue_take(&en->slow)) != NULL) {
		rc = run_entry(en, r->tx, t, e);
		sort_out(r, t);
	}
	if (rc == RC_OK && !engine_rests(en))
		rc = plugins_renew(en, r->tx, e);
	return rc == RC_OK ? keys_work(en, r->tx, e) : rc;
}

static void
answer(struct engine *en, struct entry *t)
{
	static const struct err none = ERR_INIT;
	struct ask *a = t->ask;

	metrics_answer(&en->metrics, a->method->kind, t->rc);
	if (a->done != NULL)
		a->done(a->arg, t->rc, t->result, t->reply_fd,
		    t->err != NULL ? t->err : &none);
	if (t->rc == RC_OK && t->watch != NULL) {
		watch_do(en, t->watch);
		t->watch = NULL;
	}
	entry_free(t);
}

/* Everything is on disk (or refused): now the outside may know. */
static void
tell(struct round *r)
{
	struct engine *en = r->engine;
	struct clock *clock = en->parts.clock;
	struct entry *t;
	int64_t kept;

	if (clock->still && store_test_clock(en->parts.store, &kept) &&
	    kept > clock->now)
		clock_set(clock, kept);
	metrics_batch(&en->metrics, r->done.n + r->again.n);
	while ((t = queue_take(&r->again)) != NULL)
		queue_put(&en->slow, t);
	while ((t = queue_take(&r->done)) != NULL)
		answer(en, t);
	while ((t = queue_take(&en->refused)) != NULL)
		answer(en, t);
	watch_tell(en);
	deliver_committed(en);
}

/* Nothing could be written; everybody is told why. */
static void
refuse_all(struct round *r, enum rc rc, struct err *e)
{
	struct queue *from[] = { &r->done, &r->again };
	struct queue refused = { NULL, NULL, 0 };
	struct entry *t;
	size_t i;

	e->rc = rc;
	for (i = 0; i < 2; i++)
		while ((t = queue_take(from[i])) != NULL) {
			entry_reset(t);
			set_error(t, e);
			queue_put(&refused, t);
		}
	r->done = refused;
}

static void
drop_all(struct round *r)
{
	struct queue *from[] = { &r->done, &r->again };
	struct entry *t;
	size_t i;

	for (i = 0; i < 2; i++)
		while ((t = queue_take(from[i])) != NULL)
			entry_free(t);
}

static enum rc
run_together(struct round *r, struct err *e)
{
	struct engine *en = r->engine;
	bool sync = en->sync_due && !engine_rests(en);
	enum rc rc;

	rc = tx_begin(en->parts.store, engine_now(en), &r->tx, e);
	if (rc != RC_OK)
		return rc;
	if (sync && (rc = registry_sync(en, r->tx, e)) != RC_OK)
		en->rest = clock_ticks() + REST_MS;
	if (rc == RC_OK && en->poison_stale)
		rc = poison_load(en, e);
	if (rc == RC_OK)
		rc = run_all(r, e);
	if (rc == RC_OK && !engine_rests(en) &&
	    (rc = watch_match(en, r->tx, e)) != RC_OK)
		en->rest = clock_ticks() + REST_MS;
	if (rc == RC_OK)
		rc = commit(en, &r->tx, r->done.n, e);
	if (rc != RC_OK && !store_is_broken(en->parts.store))
		return run_apart(r, e);
	if (rc == RC_OK && sync)
		en->sync_due = false;
	return rc;
}

enum rc
engine_run_batch(struct engine *en, struct err *e)
{
	struct round r = { .engine = en };
	struct entry *t;
	enum rc rc;

	checkpoint_late(en);
	r.ticks = clock_ticks() + en->parts.limits.batch_ms;
	(void)beat_enter(en->parts.beat, BEAT_STEP);
	(void)room_find(en->parts.store);
	rc = run_together(&r, e);
	tx_rollback(&r.tx);
	(void)room_settle(en->parts.store);
	(void)beat_enter(en->parts.beat, BEAT_IDLE);
	if (store_is_broken(en->parts.store)) {
		drop_all(&r);
		return rc == RC_OK ? err_set(e, RC_IO, _("the store failed")) :
				     RC_IO;
	}
	if (rc != RC_OK) {
		loaded_forget_active(en);
		watch_drop(en);
		deliver_lost(en);
		if (r.done.n + r.again.n == 0 &&
		    ((t = queue_take(&en->urgent)) != NULL ||
			(t = turns_take(&en->waiting)) != NULL))
			queue_put(&r.done, t);
		refuse_all(&r, rc, e);
	}
	tell(&r);
	backup_go_on(en);
	return RC_OK;
}

enum rc
engine_set_aside(struct engine *en, const struct beat_work *work, size_t n,
    struct err *e)
{
	struct tx *tx = NULL;
	size_t i;
	enum rc rc;

	rc = tx_begin(en->parts.store, engine_now(en), &tx, e);
	if (rc == RC_OK)
		rc = poison_load(en, e);
	for (i = 0; rc == RC_OK && i < n; i++)
		rc = poison_add(en, tx, &work[i], e);
	if (rc == RC_OK)
		rc = tx_commit(&tx, e);
	tx_rollback(&tx);
	en->poison_stale = true;
	return rc;
}

enum rc
batch_purge(struct engine *en, int64_t now)
{
	struct err e = ERR_INIT;
	struct tx *tx = NULL;
	int n = 0;
	enum rc rc;

	rc = tx_begin(en->parts.store, now, &tx, &e);
	if (rc == RC_OK)
		rc = idem_purge(tx, now - PURGE_AGE, PURGE_ROWS, &n, &e);
	if (rc == RC_OK)
		rc = undo_purge(tx, now, PURGE_ROWS, &e);
	if (rc == RC_OK && n > 0)
		rc = tx_commit(&tx, &e);
	tx_rollback(&tx);
	return rc == RC_OK && n == PURGE_ROWS ? RC_AGAIN : rc;
}
