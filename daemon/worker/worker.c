/*
 * worker -- one municipality at work; see worker.h.
 */
#include "worker/worker.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <event2/event.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "control/reply.h"
#include "engine/engine.h"
#include "model/zone.h"
#include "rpc/dispatch.h"
#include "rpc/listener.h"
#include "store/store.h"
#include "worker/confine.h"
#include "worker/logins.h"

/* The wall clock may be set: look again at least so often. */
#define LONGEST_SLEEP_MS	60000
#define IDLE_AFTER_MS		1000

struct worker {
	const struct settings *settings;	/* borrowed */
	const struct municipality *municipality; /* borrowed */
	struct clock clock;
	struct store *store;
	struct engine *engine;
	struct logins *logins;
	struct dispatch *dispatch;
	struct listener *listener;
	struct event_base *base;
	struct event *batch;	/* there is work */
	struct event *due;	/* the soonest timer */
	struct event *idle;	/* nothing has happened for a while */
	struct event *drain;	/* stopping: are all answers out? */
	struct event *term, *interrupt;
	int64_t drain_until;	/* clock_ticks; 0: not stopping */
	enum rc rc;		/* why the loop ended */
	struct err err;
};

static struct timeval
after_ms(int64_t ms)
{
	return (struct timeval){ .tv_sec = (time_t)(ms / 1000),
		.tv_usec = (suseconds_t)(ms % 1000) * 1000 };
}

/* Wake up when something falls due; a standing clock wakes nobody. */
static void
arm_due(struct worker *w)
{
	struct timeval tv;
	int64_t wait, due = engine_next_due(w->engine);

	if (w->clock.still || due == INT64_MAX) {
		event_del(w->due);
		return;
	}
	wait = due - clock_now(&w->clock);
	if (wait < 0)
		wait = 0;
	if (wait > LONGEST_SLEEP_MS)
		wait = LONGEST_SLEEP_MS;
	tv = after_ms(wait);
	event_add(w->due, &tv);
}

static void
on_batch(evutil_socket_t fd, short what, void *arg)
{
	struct timeval tv = after_ms(IDLE_AFTER_MS);
	struct worker *w = arg;

	(void)fd;
	(void)what;
	w->rc = engine_run_batch(w->engine, &w->err);
	if (w->rc == RC_IO) {
		log_error("store.broken", log_text("text", w->err.text));
		event_base_loopbreak(w->base);
		return;
	}
	w->rc = RC_OK;
	if (engine_has_work(w->engine))
		event_active(w->batch, EV_TIMEOUT, 0);
	arm_due(w);
	event_add(w->idle, &tv);
}

static void
on_idle(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;

	(void)fd;
	(void)what;
	engine_idle(w->engine);
}

/* Leave when every reply is out, or when waiting longer would be rude. */
static void
on_drain(evutil_socket_t fd, short what, void *arg)
{
	struct timeval tv = after_ms(20);
	struct worker *w = arg;

	(void)fd;
	(void)what;
	if (dispatch_clients(w->dispatch) == 0 ||
	    clock_ticks() >= w->drain_until)
		event_base_loopbreak(w->base);
	else
		event_add(w->drain, &tv);
}

static void
on_stop(evutil_socket_t number, short what, void *arg)
{
	struct worker *w = arg;

	(void)what;
	if (w->drain_until != 0)
		return;
	log_info("worker.stopping", log_int("signal", number));
	w->drain_until = clock_ticks() + WORKER_DRAIN_MS - 1000;
	listener_close(w->listener);
	w->listener = NULL;
	dispatch_drain(w->dispatch);
	event_active(w->drain, EV_TIMEOUT, 0);
}

static void
submit(void *arg, struct request *r)
{
	struct worker *w = arg;

	reply_submit(w->engine, r);
	event_active(w->batch, EV_TIMEOUT, 0);
}

static const char *
login_of(void *arg, uid_t uid)
{
	const struct worker *w = arg;

	return logins_find(w->logins, uid);
}

static json_t *
greet(void *arg, const char *login)
{
	const struct worker *w = arg;

	return engine_greeting(w->engine, login);
}

/* <state>/<number>/cases.db; the state folder itself is the operator's. */
static enum rc
open_store(struct worker *w, struct err *e)
{
	const char *number = w->municipality->number;
	const char *state = config_text(w->settings->daemon, "folders",
	    "state");
	struct store_options o = { .municipality = number, .create = true };
	struct stat st;
	char *path;
	enum rc rc;

	if (stat(state, &st) == -1)
		return err_set(e, RC_NOTFOUND,
		    _("state folder %s: %s; make it, or set folders.state"),
		    state, strerror(errno));
	clock_init_system(&w->clock);
	o.now = clock_now(&w->clock);
	path = mem_format("%s/%s/cases.db", state, number);
	rc = store_open(path, &o, &w->store, e);
	free(path);
	return rc;
}

/*
 * A test installation's clock stands where it was left; the first time, on the
 * day that its file names, or today.
 */
static void
set_clock(struct worker *w)
{
	const struct config *c = w->municipality->config;
	struct err e = ERR_INIT;
	struct date first;
	int64_t ms;

	if (!w->municipality->test_identities) {
		clock_floor(&w->clock, store_last_time(w->store));
		return;
	}
	if (!store_test_clock(w->store, &ms)) {
		ms = clock_now(&w->clock);
		if (config_has(c, "municipality", "test_clock") &&
		    date_parse(config_text(c, "municipality", "test_clock"),
		    &first, &e) == RC_OK)
			ms = zone_fire_at(first);
	}
	clock_init_still(&w->clock, ms);
}

static enum rc
open_socket(struct worker *w, struct err *e)
{
	const struct config *c = w->settings->daemon;
	const char *group = config_text(c, "socket", "group");
	struct listener_args args = { .group = (gid_t)-1 };
	const struct group *gr;
	char *path;
	enum rc rc;

	if (group != NULL) {
		if ((gr = getgrnam(group)) == NULL)
			return err_set(e, RC_CONFIG,
			    _("socket.group: %s: no such group; make it, or "
			    "leave the key out"), group);
		args.group = gr->gr_gid;
	}
	args.mode = (mode_t)strtoul(config_text(c, "socket", "mode"), NULL, 8);
	path = mem_format("%s/%s.sock", config_text(c, "folders", "run"),
	    w->municipality->number);
	args.path = path;
	rc = listener_open(w->base, &args, dispatch_accept, w->dispatch,
	    &w->listener, e);
	if (rc == RC_OK)
		log_info("worker.serving", log_text("municipality",
		    w->municipality->number), log_text("socket", path));
	free(path);
	return rc;
}

static enum rc
open_engine(struct worker *w, struct err *e)
{
	const struct config *c = w->settings->daemon;
	struct engine_parts parts = {
		.limits.batch = (size_t)config_int(c, "limits", "batch"),
		.limits.batch_ms = config_int(c, "limits", "batch_ms"),
		.limits.document = config_int(c, "limits", "document") << 20,
		.store = w->store, .clock = &w->clock,
		.law = w->settings->law, .municipality = w->municipality,
		.workflows = config_text(c, "folders", "workflows")
	};
	struct dispatch_parts d = {
		.base = w->base, .clock = &w->clock,
		.limits.clients = (size_t)config_int(c, "limits",
		    "connections"),
		.limits.held = (size_t)config_int(c, "limits", "queue"),
		.queued = 4096,
		.hooks = { .submit = submit, .login_of = login_of,
		    .greet = greet, .arg = w }
	};
	enum rc rc;

	if ((rc = engine_new(&parts, &w->engine, e)) != RC_OK)
		return rc;
	d.methods = engine_methods(w->engine);
	return dispatch_new(&d, &w->dispatch, e);
}

static enum rc
open_events(struct worker *w, struct err *e)
{
	if ((w->base = event_base_new()) == NULL)
		return err_set(e, RC_UNAVAILABLE,
		    _("event loop: the system gives none"));
	w->batch = event_new(w->base, -1, 0, on_batch, w);
	w->due = event_new(w->base, -1, 0, on_batch, w);
	w->idle = event_new(w->base, -1, 0, on_idle, w);
	w->drain = event_new(w->base, -1, 0, on_drain, w);
	w->term = evsignal_new(w->base, SIGTERM, on_stop, w);
	w->interrupt = evsignal_new(w->base, SIGINT, on_stop, w);
	if (w->batch == NULL || w->due == NULL || w->idle == NULL ||
	    w->drain == NULL || w->term == NULL || w->interrupt == NULL ||
	    event_add(w->term, NULL) != 0 || event_add(w->interrupt, NULL) != 0)
		return err_set(e, RC_UNAVAILABLE,
		    _("event loop: the system gives no events"));
	signal(SIGPIPE, SIG_IGN);
	return RC_OK;
}

/* In the reverse of the order in which things were opened. */
static void
close_all(struct worker *w)
{
	struct event **events[] = { &w->batch, &w->due, &w->idle, &w->drain,
		&w->term, &w->interrupt };
	size_t i;

	listener_close(w->listener);
	dispatch_free(w->dispatch);
	engine_free(w->engine);
	logins_free(w->logins);
	for (i = 0; i < sizeof(events) / sizeof(*events); i++)
		if (*events[i] != NULL)
			event_free(*events[i]);
	if (w->base != NULL)
		event_base_free(w->base);
	store_close(w->store);
}

enum rc
worker_run(const struct settings *s, const struct municipality *m,
    struct err *e)
{
	struct worker *w = mem_new(1, sizeof(*w));
	enum rc rc;

	w->settings = s;
	w->municipality = m;
	w->logins = logins_new(m);
	if ((rc = open_store(w, e)) != RC_OK)
		goto out;
	set_clock(w);
	if ((rc = open_events(w, e)) != RC_OK ||
	    (rc = open_engine(w, e)) != RC_OK ||
	    (rc = open_socket(w, e)) != RC_OK ||
	    (rc = confine_worker(s, m, e)) != RC_OK)
		goto out;
	event_active(w->batch, EV_TIMEOUT, 0);
	event_base_dispatch(w->base);
	if ((rc = w->rc) == RC_OK)
		log_info("worker.stopped");
	else
		*e = w->err;
out:
	close_all(w);
	free(w);
	return rc;
}
