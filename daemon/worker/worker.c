/*
 * worker -- one municipality at work; see worker.h.
 */
#include "worker/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/beat.h"
#include "base/channel.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/spawn.h"
#include "control/reply.h"
#include "control/watch.h"
#include "engine/engine.h"
#include "plugin/set.h"
#include "rpc/dispatch.h"
#include "rpc/listener.h"
#include "store/store.h"
#include "worker/confine.h"
#include "worker/database.h"
#include "worker/health.h"
#include "worker/logins.h"
#include "worker/plan.h"
#include "worker/post.h"
#include "worker/settings.h"
#include "worker/voice.h"

/* The wall clock may be set: look again at least so often. */
#define LONGEST_SLEEP_MS 60000
#define IDLE_AFTER_MS 1000
#define ORPHAN_DRAIN_MS 500
#define SUSPECTS_MAX 64

struct worker {
	struct settings *settings; /* owned; those that count */
	struct settings **old; /* owned; long methods may
						 * still look at them */
	size_t n_old;
	struct plugin_set *plugins; /* owned; NULL before the first take */
	const struct municipality *municipality; /* borrowed from settings */
	struct channel channel; /* to the parent */
	struct beat *beat;
	struct database database;
	struct engine *engine;
	struct logins *logins;
	struct dispatch *dispatch;
	struct listener *listener;
	struct listener *metrics;
	struct post *post; /* the courier */
	struct event_base *base;
	struct event *batch; /* there is work */
	struct event *due; /* the soonest timer */
	struct event *idle; /* nothing happens just now, or for a while */
	bool lull; /* just now */
	struct event *drain; /* stopping: are all answers out? */
	struct event *orders; /* the parent says something, or is gone */
	struct event *term, *interrupt;
	int64_t drain_until; /* clock_ticks; 0: not stopping */
	enum rc rc; /* why the loop ended */
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

	if (w->database.clock.still || due == INT64_MAX) {
		event_del(w->due);
		return;
	}
	wait = due - clock_now(&w->database.clock);
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
	const struct timeval next = { 0, 0 };
	struct worker *w = arg;

	(void)fd;
	(void)what;
	err_forget();
	w->rc = engine_run_batch(w->engine, &w->err);
	if (w->rc == RC_IO) {
		log_error("store.broken", log_text("text", w->err.text));
		event_base_loopbreak(w->base);
		return;
	}
	w->rc = RC_OK;
	/* Made active here, it would run again before anybody is read. */
	if (engine_has_work(w->engine))
		event_add(w->batch, &next);
	arm_due(w);
	/* The next turn sends the answers first. */
	w->lull = true;
	event_add(w->idle, &next);
}

static void
forget_old(struct worker *w)
{
	while (w->n_old > 0) {
		settings_fini(w->old[--w->n_old]);
		free(w->old[w->n_old]);
	}
}

static void
on_idle(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval tv = after_ms(IDLE_AFTER_MS);
	struct worker *w = arg;

	(void)fd;
	(void)what;
	if (w->lull) {
		w->lull = false;
		event_add(w->idle, &tv);
		engine_lull(w->engine);
		return;
	}
	engine_idle(w->engine);
	if (!engine_has_work(w->engine))
		forget_old(w);
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

/* Let nobody wait longer than PATIENCE; the shortest one counts. */
static void
stop(struct worker *w, int64_t patience)
{
	int64_t until = clock_ticks() + patience;

	if (w->drain_until == 0 || until < w->drain_until)
		w->drain_until = until;
	if (w->listener == NULL)
		return;
	listener_close(w->listener);
	w->listener = NULL;
	dispatch_drain(w->dispatch);
	event_active(w->drain, EV_TIMEOUT, 0);
}

static void
on_stop(evutil_socket_t number, short what, void *arg)
{
	struct worker *w = arg;

	(void)what;
	if (w->drain_until == 0)
		log_info("worker.stopping", log_int("signal", number));
	stop(w, WORKER_DRAIN_MS - 1000);
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

static bool
is_operator(void *arg, uid_t uid, const char *login)
{
	const struct worker *w = arg;

	return logins_is_operator(w->municipality, uid, login);
}

static json_t *
greet(void *arg, const char *login)
{
	const struct worker *w = arg;

	return engine_greeting(w->engine, login);
}

static void
gone(void *arg, struct client *c)
{
	const struct worker *w = arg;

	watch_forget(w->engine, c);
}

/* What the engine takes out of a configuration. */
static struct engine_parts
engine_config(const struct worker *w)
{
	const struct config *c = w->settings->daemon;

	return (struct engine_parts){ .limits.batch = (size_t)config_int(c,
					  "limits", "batch"),
		.limits.batch_ms = config_int(c, "limits", "batch_ms"),
		.limits.document = config_int(c, "limits", "document") << 20,
		.law = w->settings->law,
		.municipality = w->municipality,
		.workflows = config_text(c, "folders", "workflows"),
		.print = config_bool(c, "letters", "pdf"),
		.key_beside = w->database.key_beside };
}

static struct client_limits
client_config(const struct worker *w)
{
	const struct config *c = w->settings->daemon;

	return (struct client_limits){ .clients = (size_t)config_int(c,
					   "limits", "connections"),
		.held = (size_t)config_int(c, "limits", "queue") };
}

static void
tell_metrics(void *arg, int fd, uid_t uid)
{
	const struct worker *w = arg;

	(void)uid;
	health_tell(w->engine, fd);
}

static void
look_around(void *arg, json_t *rows)
{
	const struct worker *w = arg;

	health_look(w->settings, w->municipality, w->logins, rows);
}

static enum rc
open_engine(struct worker *w, struct err *e)
{
	struct engine_parts parts = engine_config(w);
	struct dispatch_parts d = { .base = w->base,
		.clock = &w->database.clock,
		.limits = client_config(w),
		.queued = 4096,
		.hooks = { .submit = submit,
		    .login_of = login_of,
		    .is_operator = is_operator,
		    .greet = greet,
		    .gone = gone,
		    .arg = w } };
	enum rc rc;

	parts.store = w->database.store;
	parts.plugins = w->plugins;
	parts.clock = &w->database.clock;
	parts.beat = w->beat;
	parts.look_around = look_around;
	parts.look_arg = w;
	if ((rc = engine_new(&parts, &w->engine, e)) != RC_OK ||
	    (rc = engine_check(w->engine, w->municipality, e)) != RC_OK)
		return rc;
	watch_attach(w->engine);
	d.methods = engine_methods(w->engine);
	return dispatch_new(&d, &w->dispatch, e);
}

/* Everything or nothing of PART. */
static enum rc
take(struct worker *w, const json_t *part, struct err *e)
{
	struct settings *s = mem_new(1, sizeof(*s));
	struct logins *logins;
	enum rc rc;

	if ((rc = plan_take(part, w->plugins, s, &logins, e)) != RC_OK) {
		free(s);
		return rc;
	}
	if (w->engine != NULL &&
	    (rc = engine_check(w->engine, s->municipalities[0], e)) != RC_OK) {
		s->own_plugins = false;
		settings_fini(s);
		logins_free(logins);
		free(s);
		return rc;
	}
	/* Settings come and go; what is loaded stays. */
	w->plugins = s->plugins;
	s->own_plugins = false;
	if (w->settings != NULL) {
		w->old =
		    mem_grow(w->old, w->n_old + 1, sizeof(struct settings *));
		w->old[w->n_old++] = w->settings;
	}
	logins_free(w->logins);
	w->logins = logins;
	w->settings = s;
	w->municipality = s->municipalities[0];
	voice_set(w->settings->daemon, w->municipality->language);
	return RC_OK;
}

static json_t *
refusal(const struct err *e)
{
	return json_pack("{s:{ss ss}}", "refused", "name", e->name, "text",
	    e->text);
}

/* Between two batches: the configuration that counts from now on. */
static void
reload(struct worker *w, const json_t *part)
{
	struct engine_parts parts;
	struct client_limits limits;
	struct err e = ERR_INIT, none = ERR_INIT;
	struct timeval tv = after_ms(IDLE_AFTER_MS);

	if (take(w, part, &e) != RC_OK) {
		(void)channel_send(&w->channel, refusal(&e), &none);
		return;
	}
	parts = engine_config(w);
	limits = client_config(w);
	engine_configure(w->engine, &parts);
	dispatch_set_limits(w->dispatch, &limits);
	log_info("worker.reloaded");
	(void)channel_send(&w->channel, json_pack("{sb}", "taken", 1), &none);
	event_active(w->batch, EV_TIMEOUT, 0);
	event_add(w->idle, &tv);
}

static void
on_orders(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;
	const json_t *part;
	json_t *order;
	struct err e = ERR_INIT;

	(void)fd;
	(void)what;
	for (;;) {
		if (channel_poll(&w->channel, &order, &e) != RC_OK) {
			event_del(w->orders);
			log_warning("worker.orphan");
			stop(w, ORPHAN_DRAIN_MS);
			return;
		}
		if (order == NULL)
			return;
		if ((part = json_object_get(order, "take")) != NULL)
			reload(w, part);
		json_decref(order);
	}
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
	w->orders = event_new(w->base, w->channel.fd, EV_READ | EV_PERSIST,
	    on_orders, w);
	w->term = evsignal_new(w->base, SIGTERM, on_stop, w);
	w->interrupt = evsignal_new(w->base, SIGINT, on_stop, w);
	if (w->batch == NULL || w->due == NULL || w->idle == NULL ||
	    w->drain == NULL || w->orders == NULL || w->term == NULL ||
	    w->interrupt == NULL)
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
		&w->orders, &w->term, &w->interrupt };
	size_t i;

	listener_close(w->listener);
	listener_close(w->metrics);
	post_close(w->post);
	dispatch_free(w->dispatch);
	engine_free(w->engine);
	logins_free(w->logins);
	for (i = 0; i < sizeof(events) / sizeof(*events); i++)
		if (*events[i] != NULL)
			event_free(*events[i]);
	if (w->base != NULL)
		event_base_free(w->base);
	store_close(w->database.store);
	forget_old(w);
	free(w->old);
	if (w->settings != NULL)
		settings_fini(w->settings);
	free(w->settings);
	plugin_set_free(w->plugins);
	channel_fini(&w->channel);
}

/* What ended our predecessors twice, before anybody can ask for it again. */
static enum rc
set_aside(struct worker *w, const json_t *suspects, struct err *e)
{
	struct beat_work work[SUSPECTS_MAX];
	size_t n = plan_suspects(suspects, work, SUSPECTS_MAX);

	return n == 0 ? RC_OK : engine_set_aside(w->engine, work, n, e);
}

/* Everything that is opened; from here on nothing more can be. */
static enum rc
open_all(struct worker *w, const json_t *order, struct err *e)
{
	enum rc rc;

	voice_prepare();
	if ((rc = take(w, json_object_get(order, "part"), e)) != RC_OK ||
	    (rc = database_open(w->settings, w->municipality, w->beat,
		 &w->database, e)) != RC_OK ||
	    (rc = open_events(w, e)) != RC_OK ||
	    (rc = open_engine(w, e)) != RC_OK ||
	    (rc = set_aside(w, json_object_get(order, "suspects"), e)) !=
		RC_OK ||
	    (rc = listener_open_fd(w->base, SPAWN_SOCKET, dispatch_accept,
		 w->dispatch, &w->listener, e)) != RC_OK ||
	    (rc = listener_open_fd(w->base, SPAWN_METRICS, tell_metrics, w,
		 &w->metrics, e)) != RC_OK ||
	    (rc = post_open(w->base, w->engine, w->batch, &w->post, e)) !=
		RC_OK)
		return rc;
	return confine_worker(w->settings, w->municipality, e);
}

/* The parent stops answering for us before we begin to. */
static enum rc
wait_turn(struct worker *w, struct err *e)
{
	json_t *go = NULL;
	enum rc rc;

	rc = channel_send(&w->channel, json_pack("{sb}", "ready", 1), e);
	if (rc == RC_OK)
		rc = channel_wait(&w->channel, &go, e);
	json_decref(go);
	if (rc == RC_OK)
		log_info("worker.serving",
		    log_text("municipality", w->municipality->number));
	return rc;
}

static void
loop(struct worker *w)
{
	event_add(w->term, NULL);
	event_add(w->interrupt, NULL);
	event_add(w->orders, NULL);
	event_active(w->batch, EV_TIMEOUT, 0);
	event_base_dispatch(w->base);
	if (w->rc == RC_OK)
		log_info("worker.stopped");
}

enum rc
worker_run(struct err *e)
{
	struct worker *w = mem_new(1, sizeof(*w));
	struct err none = ERR_INIT;
	json_t *order = NULL;
	enum rc rc;

	channel_init(&w->channel, SPAWN_CHANNEL);
	if ((rc = beat_map(SPAWN_BEAT, &w->beat, e)) == RC_OK)
		rc = channel_wait(&w->channel, &order, e);
	if (rc == RC_OK) {
		beat_watch_signals(w->beat);
		rc = open_all(w, order, e);
		if (rc != RC_OK)
			(void)channel_send(&w->channel, refusal(e), &none);
	}
	json_decref(order);
	if (rc == RC_OK && (rc = wait_turn(w, e)) == RC_OK) {
		loop(w);
		if ((rc = w->rc) != RC_OK)
			*e = w->err;
	}
	close_all(w);
	free(w);
	return rc;
}
