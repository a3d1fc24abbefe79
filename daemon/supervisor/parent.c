/*
 * parent -- all municipalities of a machine; see parent.h.
 */
#include "supervisor/parent.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <event2/event.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/notify.h"
#include "supervisor/state.h"

json_t *
plan_part(const json_t *plan, const json_t *m)
{
	return json_pack("{sO sO sO}", "daemon",
	    json_object_get(plan, "daemon"), "law",
	    json_object_get(plan, "law"), "municipality", m);
}

bool
plan_wants(const struct parent *p, const json_t *m)
{
	const char *number = json_string_value(json_object_get(m, "number"));

	return number != NULL &&
	    (p->args.only == NULL || strcmp(p->args.only, number) == 0);
}

const json_t *
plan_find(const json_t *plan, const char *number)
{
	const json_t *list = json_object_get(plan, "municipalities"), *m;
	const char *name;
	size_t i;

	json_array_foreach(list, i, m) {
		name = json_string_value(json_object_get(m, "number"));
		if (name != NULL && strcmp(name, number) == 0)
			return m;
	}
	return NULL;
}

enum rc
plan_error(const json_t *plan, struct lines *mistakes, struct err *e)
{
	const char *text = json_string_value(json_object_get(plan, "error"));
	const char *name = json_string_value(json_object_get(plan, "name"));
	const json_t *one;
	size_t i;

	if (json_is_array(json_object_get(plan, "municipalities")))
		return RC_OK;
	json_array_foreach(json_object_get(plan, "mistakes"), i, one)
		if (mistakes != NULL)
			lines_add(mistakes, "%s", json_string_value(one));
	if (text == NULL)
		return err_set(e, RC_CONFIG,
		    _("configuration: could not be read"));
	return err_name(e, RC_CONFIG, name == NULL ? "E_CONFIG" : name, "%s",
	    text);
}

static size_t
count(const struct parent *p, enum ward_state state)
{
	size_t i, n = 0;

	for (i = 0; i < p->n_wards; i++)
		if (ward_state(p->wards[i]) == state)
			n++;
	return n;
}

size_t
parent_count(const struct parent *p)
{
	return p->n_wards - count(p, WARD_STOPPING) - count(p, WARD_ENDED);
}

void
parent_tell(struct parent *p)
{
	size_t serving = count(p, WARD_SERVING);

	if (p->stopping)
		return;
	notify_send("%sSTATUS=%zu of %zu municipalities served",
	    p->ready ? "READY=1\n" : "", serving, parent_count(p));
}

static void
log_notes(const json_t *plan)
{
	const json_t *note;
	size_t i;

	json_array_foreach(json_object_get(plan, "notes"), i, note)
		log_warning("configuration.note",
		    log_text("text", json_string_value(note)));
}

static void
leave_when_empty(struct parent *p)
{
	if (p->stopping && count(p, WARD_ENDED) == p->n_wards)
		(void)event_base_loopbreak(p->base);
}

/* Wards whose worker is gone: the configuration may have them again. */
static void
bury_wards(struct parent *p)
{
	struct ward *w;
	size_t i, kept = 0;

	if (p->stopping)
		return;
	for (i = 0; i < p->n_wards; i++) {
		w = p->wards[i];
		if (ward_state(w) == WARD_ENDED &&
		    plan_find(p->plan, ward_number(w)) == NULL) {
			log_info("municipality.removed",
			    log_text("municipality", ward_number(w)));
			ward_close(w);
			continue;
		}
		if (ward_state(w) == WARD_ENDED)
			ward_start(w);
		p->wards[kept++] = w;
	}
	p->n_wards = kept;
}

/* Everybody has been ready once, or says why not. */
static void
look_ready(struct parent *p)
{
	if (p->ready || count(p, WARD_STARTING) > 0)
		return;
	p->ready = true;
	log_info("parent.ready",
	    log_int("serving", (int64_t)count(p, WARD_SERVING)),
	    log_int("municipalities", (int64_t)p->n_wards));
}

static void
on_ward(void *arg, struct ward *w)
{
	struct parent *p = arg;

	if (p->args.only != NULL && ward_refusal(w) != 0 &&
	    ward_state(w) == WARD_ENDED) {
		/* It has said why; there is nothing else to serve. */
		p->status = ward_refusal(w);
		p->stopping = true;
	}
	leave_when_empty(p);
	if (p->stopping)
		return;
	look_ready(p);
	reload_look(p);
	parent_tell(p);
}

enum rc
parent_open_ward(struct parent *p, const json_t *plan, const json_t *m,
    struct ward **out, struct err *e)
{
	struct ward_args args = { .base = p->base,
		.changed = on_ward,
		.arg = p,
		.run = json_string_value(json_object_get(plan, "run")),
		.mode =
		    (mode_t)json_integer_value(json_object_get(plan, "mode")),
		.gid = (gid_t)json_integer_value(json_object_get(plan, "gid")),
		.only = p->args.only != NULL };
	json_t *part = plan_part(plan, m);
	enum rc rc = ward_open(&args, part, out, e);

	json_decref(part);
	return rc;
}

static void
stop_all(struct parent *p)
{
	size_t i;

	if (p->stopping)
		return;
	p->stopping = true;
	notify_send("STOPPING=1");
	for (i = 0; i < p->n_wards; i++)
		ward_stop(p->wards[i]);
	leave_when_empty(p);
}

static void
on_stop(evutil_socket_t number, short what, void *arg)
{
	(void)what;
	log_info("parent.stopping", log_int("signal", number));
	stop_all(arg);
}

static void
on_hangup(evutil_socket_t number, short what, void *arg)
{
	struct parent *p = arg;

	(void)number;
	(void)what;
	if (p->plan != NULL && !p->stopping)
		reload_begin(p);
}

static void
on_child(evutil_socket_t number, short what, void *arg)
{
	struct parent *p = arg;
	int status;
	pid_t pid;
	size_t i;

	(void)number;
	(void)what;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (i = 0; i < p->n_wards; i++)
			if (ward_died(p->wards[i], pid, status))
				break;
	bury_wards(p);
}

static void
on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct parent *p = arg;
	int64_t every = notify_watchdog_ms(), now = clock_ticks();
	size_t i;

	(void)fd;
	(void)what;
	for (i = 0; i < p->n_wards; i++)
		ward_look(p->wards[i]);
	if (every > 0 && now - p->beat >= every - 1000) {
		notify_send("WATCHDOG=1");
		p->beat = now;
	}
	bury_wards(p);
	reload_look(p);
}

static enum rc
open_all(struct parent *p, const json_t *plan, struct err *e)
{
	const json_t *list = json_object_get(plan, "municipalities"), *m;
	enum rc rc = RC_OK;
	size_t i;

	p->wards = mem_new(json_array_size(list) + 1, sizeof(struct ward *));
	json_array_foreach(list, i, m)
		if (rc == RC_OK && plan_wants(p, m) &&
		    (rc = parent_open_ward(p, plan, m, &p->wards[p->n_wards],
			 e)) == RC_OK)
			p->n_wards++;
	if (rc == RC_OK && p->n_wards == 0)
		return err_set(e, RC_NOTFOUND,
		    _("municipality %s: no file in %s has that number"),
		    p->args.only,
		    json_string_value(
			json_object_get(json_object_get(plan, "fixed"),
			    "folders.municipalities")));
	return rc;
}

/* The first configuration: with it everything begins, or nothing. */
static void
on_plan(void *arg, const json_t *plan)
{
	struct parent *p = arg;
	const char *level = json_string_value(json_object_get(plan, "level"));
	size_t i;

	p->reader = NULL;
	for (i = 0; level != NULL && log_levels[i] != NULL; i++)
		if (strcmp(log_levels[i], level) == 0)
			log_set_level((enum log_level)i);
	p->plan = json_deep_copy(plan);
	if ((p->rc = plan_error(plan, p->first, &p->err)) != RC_OK ||
	    (p->rc = open_all(p, plan, &p->err)) != RC_OK ||
	    (p->rc = face_open(p, &p->err)) != RC_OK) {
		(void)event_base_loopbreak(p->base);
		return;
	}
	log_notes(plan);
	for (i = 0; i < p->n_wards; i++)
		ward_start(p->wards[i]);
}

static enum rc
open_events(struct parent *p, struct err *e)
{
	const struct timeval second = { .tv_sec = 1 };
	size_t i;

	if ((p->base = event_base_new()) == NULL)
		return err_set(e, RC_UNAVAILABLE,
		    _("event loop: the system gives none"));
	p->signals[0] = evsignal_new(p->base, SIGTERM, on_stop, p);
	p->signals[1] = evsignal_new(p->base, SIGINT, on_stop, p);
	p->signals[2] = evsignal_new(p->base, SIGHUP, on_hangup, p);
	p->signals[3] = evsignal_new(p->base, SIGCHLD, on_child, p);
	p->tick = event_new(p->base, -1, EV_PERSIST, on_tick, p);
	for (i = 0; i < 4; i++)
		if (p->signals[i] == NULL ||
		    event_add(p->signals[i], NULL) != 0)
			return err_set(e, RC_UNAVAILABLE,
			    _("event loop: the system gives no events"));
	if (p->tick == NULL || event_add(p->tick, &second) != 0)
		return err_set(e, RC_UNAVAILABLE,
		    _("event loop: the system gives no events"));
	signal(SIGPIPE, SIG_IGN);
	return RC_OK;
}

static void
close_all(struct parent *p)
{
	size_t i;

	reader_free(p->reader);
	face_close(p);
	for (i = 0; i < p->n_wards; i++)
		ward_close(p->wards[i]);
	free(p->wards);
	for (i = 0; i < 4; i++)
		if (p->signals[i] != NULL)
			event_free(p->signals[i]);
	if (p->tick != NULL)
		event_free(p->tick);
	if (p->base != NULL)
		event_base_free(p->base);
	json_decref(p->plan);
	json_decref(p->mistakes);
}

/* Each connection needs a descriptor: have as many as the system allows. */
static void
raise_descriptors(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return;
	r.rlim_cur = r.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &r);
}

enum rc
parent_run(const struct parent_args *args, int *status, struct lines *mistakes,
    struct err *e)
{
	struct parent *p = mem_new(1, sizeof(*p));
	enum rc rc;

	p->args = *args;
	p->first = mistakes;
	clock_init_system(&p->clock);
	raise_descriptors();
	if ((rc = open_events(p, e)) == RC_OK &&
	    (rc = reader_start(p->base, args->file, on_plan, p, &p->reader,
		 e)) == RC_OK) {
		(void)event_base_dispatch(p->base);
		if ((rc = p->rc) != RC_OK)
			*e = p->err;
		else if (p->status == 0)
			log_info("parent.stopped");
	}
	*status = p->status;
	close_all(p);
	free(p);
	return rc;
}
