/*
 * timers -- fire what is due, and keep what failed as incidents.
 */
#include "engine/timers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "engine/call.h"
#include "engine/consent.h"
#include "engine/deadlines.h"
#include "engine/happen.h"
#include "engine/loaded.h"
#include "engine/notify.h"
#include "engine/poison.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/touched.h"
#include "store/incident.h"
#include "store/store.h"
#include "store/timer.h"
#include "store/tx.h"

#define INCIDENT_TEXT_MAX 8192

static const struct def_stage *
stage_of(const struct step *st, const char *name)
{
	const struct def_stage *any = &st->version->def->any;

	if (strcmp(name, any->name) == 0)
		return st->head.closed == 0 ? any : NULL;
	return strcmp(name, st->stage->name) == 0 ? st->stage : NULL;
}

static const struct def_timer *
find_in(const struct def_stage *stage, const char *name)
{
	size_t i;

	for (i = 0; i < stage->n_timers; i++)
		if (strcmp(stage->timers[i].name, name) == 0)
			return &stage->timers[i];
	return NULL;
}

/* What stays beside the case runs whatever its stage, and when it is closed. */
static const struct def_timer *
find_staying(const struct definition *d, const char *name)
{
	const struct def_timer *found = find_in(&d->any, name);
	size_t i;

	for (i = 0; (found == NULL || !found->stays) && i < d->n_stages; i++)
		found = find_in(&d->stages[i], name);
	return found != NULL && found->stays ? found : NULL;
}

/* Function of timer T; none if its stage was left meanwhile. */
static int
timer_function(const struct step *st, const struct timer *t)
{
	const struct def_timer *found = NULL;
	const struct def_stage *stage;

	if (strcmp(t->stage, STORE_BESIDE) == 0)
		found = find_staying(st->version->def, t->name);
	else if ((stage = stage_of(st, t->stage)) != NULL)
		found = find_in(stage, t->name);
	return found != NULL ? found->run : DEF_NO_FUNCTION;
}

/* Who listens to event T: the stage, else every open stage. */
static int
event_function(const struct step *st, const struct timer *t)
{
	const struct def_stage *from[2] = { st->stage, NULL };
	size_t i, k;

	if (st->head.closed == 0)
		from[1] = &st->version->def->any;
	for (i = 0; i < 2 && from[i] != NULL; i++)
		for (k = 0; k < from[i]->n_events; k++)
			if (strcmp(from[i]->events[k].name, t->name) == 0)
				return from[i]->events[k].run;
	return DEF_NO_FUNCTION;
}

static enum rc
run_function(struct step *st, const struct timer *t, int fn)
{
	json_t *args = NULL, *event;
	enum rc rc;

	if (fn == DEF_NO_FUNCTION)
		return RC_OK;
	if (strcmp(t->kind, "event") == 0) {
		event = json_pack("{ss sO?}", "name", t->name, "payload",
		    t->payload);
		args = json_pack("[o]", event);
	}
	rc = step_run(st, t->name, fn, args, NULL);
	json_decref(args);
	if (rc == RC_OK && st->moves > 0)
		rc = step_enter(st);
	return rc;
}

static enum rc
run_kind(struct step *st, const struct timer *t, bool *nothing)
{
	struct bf_call *c = st->call;
	bool event = strcmp(t->kind, "event") == 0, told = false;
	enum rc rc;
	int fn;

	if (strcmp(t->kind, "plugin") == 0)
		return happen_timer(c, st, t);
	if (strncmp(t->kind, "deadline.", strlen("deadline.")) == 0) {
		rc = strcmp(t->kind, "deadline.warn") == 0 ?
		    deadlines_warn(st, t->deadline, &c->err) :
		    deadlines_overdue(st, t->deadline, &c->err);
		return rc == RC_OK ? happen_deadline(c, st, t) : rc;
	}
	if (strcmp(t->kind, CONSENT_TIMER) == 0)
		return consent_remind(st,
		    json_integer_value(json_object_get(t->payload, "consent")),
		    &c->err);
	if (strncmp(t->kind, "decision.", strlen("decision.")) == 0)
		return notify_timer(st, t, nothing, &c->err);
	fn = event ? event_function(st, t) : timer_function(st, t);
	st->told = event;
	rc = run_function(st, t, fn);
	if (rc == RC_OK && event)
		rc = happen_event(c, st, t, &told);
	*nothing = fn == DEF_NO_FUNCTION && !told;
	return rc;
}

/* What plugins watch over goes on beside a closed case. */
static bool
is_of_plugin(const struct bf_call *c, const struct timer *t)
{
	return strcmp(t->kind, "plugin") == 0 ||
	    (t->deadline != 0 && plugins_of(c->engine, t->name) != NULL);
}

/* The step that T starts; its row goes with it. */
static enum rc
fire_step(struct bf_call *c, const struct timer *t)
{
	const char *kind = strcmp(t->kind, "definition") == 0 ||
		strcmp(t->kind, "plugin") == 0 ?
	    "timer" :
	    t->kind;
	bool nothing = false;
	struct step st;
	json_t *what;
	enum rc rc;

	if ((rc = timer_remove(c->tx, t->id, &c->err)) != RC_OK)
		return rc;
	if (t->case_id == 0) {
		rc = happen_timer(c, NULL, t);
		return rc == RC_OK ? touched_finish(c) : rc;
	}
	rc = step_open_id(c, t->case_id, STEP_WRITE, &st);
	st.beside = strcmp(t->stage, STORE_BESIDE) == 0 ||
	    strcmp(t->kind, "event") == 0 || is_of_plugin(c, t);
	if (rc == RC_OK)
		rc = run_kind(&st, t, &nothing);
	if (rc == RC_OK && !nothing) {
		what = json_pack("{ss}", "name", t->name);
		rc = step_finish(&st, kind, what, NULL);
		json_decref(what);
	}
	step_fini(&st);
	return rc == RC_OK ? touched_finish(c) : rc;
}

static json_t *
timer_json(const struct timer *t)
{
	return json_pack("{sI ss sI sI ss ss sO?}", "due", (json_int_t)t->due,
	    "kind", t->kind, "case_id", (json_int_t)t->case_id, "deadline",
	    (json_int_t)t->deadline, "stage", t->stage, "name", t->name,
	    "payload", t->payload);
}

static void
timer_read(const json_t *o, struct timer *t)
{
	const char *kind = json_string_value(json_object_get(o, "kind"));
	json_t *payload = json_object_get(o, "payload");

	memset(t, 0, sizeof(*t));
	snprintf(t->kind, sizeof(t->kind), "%s", kind != NULL ? kind : "");
	t->due = json_integer_value(json_object_get(o, "due"));
	t->case_id = json_integer_value(json_object_get(o, "case_id"));
	t->deadline = json_integer_value(json_object_get(o, "deadline"));
	step_name(t->stage, json_string_value(json_object_get(o, "stage")));
	step_name(t->name, json_string_value(json_object_get(o, "name")));
	if (!json_is_null(payload))
		t->payload = json_incref(payload);
}

/* What a person reads who looks into it later: the error and its trace. */
static char *
error_text(const struct err *why)
{
	struct buf b;
	size_t i;

	buf_init(&b, INCIDENT_TEXT_MAX);
	(void)buf_add_text(&b, why->text);
	for (i = 0; i < why->n_fields; i++)
		(void)buf_addf(&b, "\n%s: %s", why->fields[i].field,
		    why->fields[i].text);
	return buf_take(&b);
}

/* Nobody was there to be told: keep what failed, and go on without it. */
enum rc
timers_give_up(struct engine *en, struct tx *tx, const struct timer *t,
    const struct err *why, struct err *e)
{
	struct incident i;
	enum rc rc;

	if ((rc = timer_remove(tx, t->id, e)) != RC_OK)
		return rc;
	memset(&i, 0, sizeof(i));
	i.case_id = t->case_id;
	snprintf(i.kind, sizeof(i.kind), "%s",
	    strcmp(t->kind, "event") == 0 ? "event" : "timer");
	step_name(i.name, t->name);
	i.payload = timer_json(t);
	snprintf(i.error_name, sizeof(i.error_name), "%s", why->name);
	i.error = error_text(why);
	rc = incident_add(tx, &i, e);
	if (rc == RC_OK)
		log_warning("incident",
		    log_text("municipality", en->parts.municipality->number),
		    log_int("incident", i.id), log_text("name", t->name),
		    log_text("error", why->name));
	incident_fini(&i);
	return rc;
}

/* Is it the machine's trouble and not the timer's?  Then it waits. */
static bool
is_machine(enum rc rc)
{
	return rc == RC_IO || rc == RC_DISK_FULL || rc == RC_BUSY ||
	    rc == RC_UNAVAILABLE;
}

static void
show(const struct engine *en, const struct timer *t)
{
	struct beat_work work;

	if (en->parts.beat == NULL)
		return;
	poison_of_timer(en, t, &work);
	beat_work(en->parts.beat, &work);
}

/* Run T in a savepoint; WHY tells what went wrong with T itself. */
static enum rc
fire_one(struct engine *en, struct tx *tx, const struct timer *t, int64_t now,
    struct err *why, struct err *e)
{
	struct savepoint sp;
	struct bf_call c;
	enum rc rc;

	call_init(&c, en, tx, &en->system, now);
	if ((rc = savepoint_begin(tx, &sp, e)) != RC_OK)
		return rc;
	show(en, t);
	rc = fire_step(&c, t);
	beat_work(en->parts.beat, NULL);
	if (rc == RC_OK)
		rc = savepoint_release(&sp, &c.err);
	if (rc != RC_OK)
		savepoint_rollback(&sp);
	touched_fini(&c);
	call_fini(&c);
	*why = c.err;
	why->rc = rc;
	if (tx_is_open(tx) && !is_machine(rc))
		return RC_OK;
	*e = c.err;
	return rc == RC_OK ?
	    err_set(e, RC_INTERNAL, _("the transaction ended early")) :
	    rc;
}

static enum rc
fire_due(struct engine *en, struct tx *tx, struct timers_run *run,
    const struct timer *t, struct err *e)
{
	int64_t now = engine_now(en);
	struct err why = ERR_INIT;
	enum rc rc;

	if (run->still) {
		now = store_last_time(en->parts.store);
		if (t->due > now)
			now = t->due;
		tx_set_test_clock(tx, now);
	}
	if ((rc = fire_one(en, tx, t, now, &why, e)) != RC_OK)
		return rc;
	run->fired++;
	if (why.rc == RC_OK)
		return RC_OK;
	run->failed++;
	return timers_give_up(en, tx, t, &why, e);
}

enum rc
timers_fire(struct engine *en, struct tx *tx, struct timers_run *run,
    struct err *e)
{
	struct timer *due = NULL;
	size_t n = 0, i;
	enum rc rc;

	for (i = 0; i < run->limit; i++) {
		if (run->ticks != 0 && i > 0 && clock_ticks() >= run->ticks)
			return RC_AGAIN;
		/* One at a time: a step may take away what was due next. */
		rc = timer_due(en->parts.store, run->until, 1, &due, &n, e);
		if (rc != RC_OK || n == 0)
			return rc;
		rc = fire_due(en, tx, run, &due[0], e);
		timers_free(due, n);
		due = NULL;
		if (rc != RC_OK)
			return rc;
	}
	return RC_AGAIN;
}

enum rc
timers_retry(struct engine *en, struct tx *tx, int64_t incident, struct err *e)
{
	int64_t now = tx_now(tx);
	struct err why = ERR_INIT;
	struct incident i;
	struct timer t;
	enum rc rc;

	memset(&i, 0, sizeof(i));
	memset(&t, 0, sizeof(t));
	rc = incident_get(en->parts.store, incident, &i, e);
	if (rc == RC_OK && strcmp(i.state, "open") != 0)
		rc = err_set(e, RC_CONFLICT, _("incident %lld: is %s already"),
		    (long long)incident, i.state);
	if (rc == RC_OK && strcmp(i.kind, "poison") == 0)
		rc = err_set(e, RC_GUARD,
		    _("incident %lld: a request that "
		      "ended the daemon cannot be tried from here; incident "
		      "close lets its user try it again"),
		    (long long)incident);
	if (rc == RC_OK && strcmp(i.kind, "effect") == 0)
		rc = err_set(e, RC_GUARD,
		    _("incident %lld: a letter is sent again with outbox "
		      "resolve, by those who may see its case"),
		    (long long)incident);
	if (rc == RC_OK) {
		timer_read(i.payload, &t);
		rc = fire_one(en, tx, &t, now, &why, e);
		tx_set_now(tx, now);
	}
	if (rc == RC_OK && why.rc != RC_OK) {
		*e = why;
		rc = why.rc;
		en->failed_retry = incident;
	}
	if (rc == RC_OK)
		rc = incident_end(tx, incident, "retried",
		    principal_name(&en->system), e);
	timer_fini(&t);
	incident_fini(&i);
	return rc;
}
