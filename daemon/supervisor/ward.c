/*
 * ward -- one municipality as the parent sees it; see ward.h.
 */
#include "supervisor/ward.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "base/beat.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/spawn.h"
#include "base/wire.h"
#include "supervisor/aide.h"
#include "supervisor/deaths.h"
#include "supervisor/doors.h"
#include "supervisor/suspects.h"

struct ward {
	struct ward_args args;
	json_t *part; /* owned; for the next worker */
	char *number, *title; /* owned */
	struct doors *doors; /* owned */
	struct aide *aide; /* owned; the courier */
	struct event *wake; /* owned; rest or patience ends */
	enum ward_state state;
	pid_t pid; /* 0: no worker */
	struct beat *beat; /* owned; of the worker */
	struct bufferevent *channel; /* owned; to the worker */
	int64_t since; /* clock_ticks of the state */
	int64_t started; /* clock_ticks of the worker */
	int64_t rest; /* ms; RESTING */
	bool watchdog; /* killed because it was stuck */
	bool told_stuck;
	bool told_why; /* it said itself why it ends */
	bool asked; /* has not yet answered ward_take */
	bool served; /* a worker has been ready */
	int refusal;
	struct deaths deaths;
	struct suspects suspects;
	char last[ERR_TEXT_MAX]; /* what the last one ended of */
	char refused[ERR_TEXT_MAX]; /* of a configuration */
};

static const char *const state_names[] = {
	[WARD_STARTING] = "starting",
	[WARD_SERVING] = "serving",
	[WARD_RESTING] = "resting",
	[WARD_STOPPING] = "stopping",
	[WARD_ENDED] = "ended",
};

static void
set_state(struct ward *w, enum ward_state state)
{
	w->state = state;
	w->since = clock_ticks();
}

static void
wake_after(struct ward *w, int64_t ms)
{
	struct timeval tv = { .tv_sec = (time_t)(ms / 1000),
		.tv_usec = (suseconds_t)(ms % 1000) * 1000 };

	(void)event_add(w->wake, &tv);
}

/* Why nobody serves: what a caller is told. */
static void
excuse(const void *arg, struct err *e)
{
	const struct ward *w = arg;
	long long left = w->since + w->rest - clock_ticks();

	if (w->state == WARD_RESTING)
		(void)err_set(e, RC_UNAVAILABLE,
		    _("municipality %s: stopped "
		      "%lld times (%s); tried again in %lld s"),
		    w->number, (long long)w->deaths.n, w->last,
		    left < 0 ? 1 : left / 1000 + 1);
	else
		(void)err_set(e, RC_UNAVAILABLE,
		    _("municipality %s: %s; try "
		      "again in a moment"),
		    w->number,
		    w->state == WARD_STARTING ? _("is starting") :
						_("is stopping"));
}

static void
send_order(struct ward *w, json_t *order)
{
	char *text = json_dumps(order, JSON_COMPACT);

	if (w->channel != NULL && text != NULL) {
		(void)bufferevent_write(w->channel, text, strlen(text));
		(void)bufferevent_write(w->channel, "\n", 1);
	}
	free(text);
	json_decref(order);
}

static void
on_ready(struct ward *w)
{
	if (w->state != WARD_STARTING)
		return;
	doors_leave(w->doors);
	suspects_forget_guilty(&w->suspects);
	send_order(w, json_pack("{sb}", "go", 1));
	aide_start(w->aide,
	    json_incref(
		json_object_get(json_object_get(w->part, "municipality"),
		    "courier")));
	w->served = true;
	w->asked = false;
	set_state(w, WARD_SERVING);
	w->args.changed(w->args.arg, w);
}

/* It refuses to start, or a configuration. */
static void
on_refused(struct ward *w, const json_t *why)
{
	const char *name = json_string_value(json_object_get(why, "name"));
	const char *text = json_string_value(json_object_get(why, "text"));
	char *to = w->state == WARD_SERVING ? w->refused : w->last;

	(void)snprintf(to, sizeof(w->last), "%s: %s", name == NULL ? "" : name,
	    text == NULL ? "" : text);
	if (w->state != WARD_SERVING) {
		w->told_why = true;
		return;
	}
	log_error("worker.refused", log_text("municipality", w->number),
	    log_text("error", w->refused));
	w->asked = false;
	w->args.changed(w->args.arg, w);
}

static void
on_taken(struct ward *w)
{
	w->refused[0] = '\0';
	w->asked = false;
	w->args.changed(w->args.arg, w);
}

static void
on_said(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	struct ward *w = arg;
	const json_t *why;
	json_t *said;
	char *line;

	while (w->channel == bev &&
	    (line = evbuffer_readln(in, NULL, EVBUFFER_EOL_LF)) != NULL) {
		said = json_loads(line, 0, NULL);
		free(line);
		if (json_object_get(said, "ready") != NULL)
			on_ready(w);
		else if ((why = json_object_get(said, "refused")) != NULL)
			on_refused(w, why);
		else if (json_object_get(said, "taken") != NULL)
			on_taken(w);
		json_decref(said);
	}
}

/* The end of the channel is not news: SIGCHLD says why. */
static void
on_end(struct bufferevent *bev, short what, void *arg)
{
	(void)arg;
	(void)what;
	(void)bufferevent_disable(bev, EV_READ | EV_WRITE);
}

static void
let_go(struct ward *w)
{
	beat_free(w->beat);
	w->beat = NULL;
	if (w->channel != NULL)
		bufferevent_free(w->channel);
	w->channel = NULL;
	w->pid = 0;
	if (w->aide != NULL)
		aide_stop(w->aide);
}

/* The worker is gone; the ward ends with the last of its processes. */
static void
end(struct ward *w)
{
	let_go(w);
	(void)event_del(w->wake);
	if (!aide_is_gone(w->aide))
		return;
	set_state(w, WARD_ENDED);
	w->args.changed(w->args.arg, w);
}

static void
on_aide(void *arg)
{
	struct ward *w = arg;

	if (w->state == WARD_STOPPING && w->pid == 0)
		end(w);
}

static enum rc
open_channel(struct ward *w, int fd, struct err *e)
{
	(void)evutil_make_socket_nonblocking(fd);
	w->channel =
	    bufferevent_socket_new(w->args.base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (w->channel == NULL) {
		(void)close(fd);
		return err_set(e, RC_UNAVAILABLE,
		    _("event loop: the system gives no events"));
	}
	bufferevent_setcb(w->channel, on_said, NULL, on_end, w);
	(void)bufferevent_enable(w->channel, EV_READ | EV_WRITE);
	return RC_OK;
}

static enum rc
spawn_worker(struct ward *w, struct err *e)
{
	const char *argv[] = { w->title, "--worker", NULL };
	int ends[2], fds[5];
	enum rc rc;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1)
		return err_set(e, RC_UNAVAILABLE, _("worker: %s"),
		    strerror(errno));
	if ((rc = open_channel(w, ends[0], e)) == RC_OK &&
	    (rc = aide_line(w->aide, &fds[4], e)) == RC_OK) {
		if ((rc = beat_new(&w->beat, &fds[1], e)) == RC_OK) {
			fds[0] = doors_control(w->doors);
			fds[2] = ends[1];
			fds[3] = doors_metrics(w->doors);
			rc = spawn_self(argv, fds, 5, -1, &w->pid, e);
			(void)close(fds[1]);
		}
		(void)close(fds[4]);
	}
	(void)close(ends[1]);
	if (rc != RC_OK)
		let_go(w);
	return rc;
}

static void
rest(struct ward *w, int64_t ms)
{
	w->rest = ms;
	set_state(w, WARD_RESTING);
	doors_answer(w->doors);
	wake_after(w, ms);
	log_warning("worker.rests", log_text("municipality", w->number),
	    log_int("ms", ms), log_int("deaths", w->deaths.n));
}

void
ward_start(struct ward *w)
{
	struct err e = ERR_INIT;

	w->started = clock_ticks();
	w->watchdog = w->told_stuck = w->told_why = false;
	if (spawn_worker(w, &e) != RC_OK) {
		(void)snprintf(w->last, sizeof(w->last), "%s", e.text);
		rest(w, DEATHS_REST_MAX_MS);
		return;
	}
	set_state(w, WARD_STARTING);
	/* Those for whom a service manager started us were told to wait. */
	if (w->served || !doors_are_handed(w->doors))
		doors_answer(w->doors);
	send_order(w,
	    json_pack("{sO so}", "part", w->part, "suspects",
		suspects_guilty(&w->suspects)));
}

static void
on_wake(evutil_socket_t fd, short what, void *arg)
{
	struct ward *w = arg;

	(void)fd;
	(void)what;
	if (w->state == WARD_RESTING)
		ward_start(w);
	else if (w->state == WARD_STOPPING && w->pid != 0)
		(void)kill(w->pid, SIGKILL);
}

static const char *
member(const json_t *part, const char *name)
{
	const char *text = json_string_value(
	    json_object_get(json_object_get(part, "municipality"), name));

	return text == NULL ? "" : text;
}

enum rc
ward_open(const struct ward_args *args, json_t *part, struct ward **out,
    struct err *e)
{
	struct ward *w = mem_new(1, sizeof(*w));
	struct doors_args doors = { .base = args->base,
		.run = args->run,
		.mode = args->mode,
		.gid = args->gid,
		.excuse = excuse,
		.arg = w };
	enum rc rc;

	w->args = *args;
	w->args.run = NULL;
	w->part = json_incref(part);
	w->number = mem_text(member(part, "number"));
	w->title =
	    mem_format("boflytd: %s %s", w->number, member(part, "name"));
	doors.number = w->number;
	set_state(w, WARD_ENDED);
	w->wake = event_new(args->base, -1, 0, on_wake, w);
	if (w->wake == NULL)
		rc = err_set(e, RC_UNAVAILABLE,
		    _("event loop: the system gives no events"));
	else if ((rc = aide_open(args->base, w->number, on_aide, w, &w->aide,
		      e)) == RC_OK)
		rc = doors_open(&doors, &w->doors, e);
	if (rc == RC_OK)
		*out = w;
	else
		ward_close(w);
	return rc;
}

void
ward_close(struct ward *w)
{
	if (w == NULL)
		return;
	let_go(w);
	doors_close(w->doors);
	aide_close(w->aide);
	if (w->wake != NULL)
		event_free(w->wake);
	json_decref(w->part);
	free(w->number);
	free(w->title);
	free(w);
}

void
ward_stop(struct ward *w)
{
	if (w->state == WARD_STOPPING || w->state == WARD_ENDED)
		return;
	(void)event_del(w->wake);
	set_state(w, WARD_STOPPING);
	if (w->pid == 0) {
		end(w);
		return;
	}
	doors_answer(w->doors);
	wake_after(w, WARD_STOP_MS);
	(void)kill(w->pid, SIGTERM);
	/* One that waits for its turn to serve is told by the end of this. */
	if (!w->served && w->channel != NULL) {
		bufferevent_free(w->channel);
		w->channel = NULL;
	}
}

void
ward_take(struct ward *w, json_t *part)
{
	json_decref(w->part);
	w->part = json_incref(part);
	free(w->title);
	w->title =
	    mem_format("boflytd: %s %s", w->number, member(part, "name"));
	w->refused[0] = '\0';
	if (w->state == WARD_SERVING) {
		w->asked = true;
		send_order(w, json_pack("{sO}", "take", part));
	} else if (w->state == WARD_RESTING) {
		/* It may be just what it takes. */
		memset(&w->deaths, 0, sizeof(w->deaths));
		wake_after(w, 0);
	}
}

static bool
is_fault(int signal_number)
{
	return signal_number == SIGSEGV || signal_number == SIGBUS ||
	    signal_number == SIGILL || signal_number == SIGFPE ||
	    signal_number == SIGABRT || signal_number == SIGSYS ||
	    signal_number == SIGTRAP;
}

/* What it ended of, in words, and whom that blames. */
static void
inquest(struct ward *w, int status)
{
	struct beat_look look;

	beat_read(w->beat, &look);
	if (WIFSIGNALED(status) &&
	    (w->watchdog || (is_fault(WTERMSIG(status)) && !look.killed)))
		suspects_blame(&w->suspects, &look.work);
	if (w->watchdog)
		(void)snprintf(w->last, sizeof(w->last), _("stuck in %s"),
		    beat_phase_name(look.phase));
	else if (WIFSIGNALED(status))
		(void)snprintf(w->last, sizeof(w->last), _("signal %d in %s"),
		    WTERMSIG(status), beat_phase_name(look.phase));
	else if (!w->told_why)
		(void)snprintf(w->last, sizeof(w->last), _("exit status %d"),
		    WEXITSTATUS(status));
	log_error("worker.died", log_text("municipality", w->number),
	    log_text("of", w->last),
	    log_text("phase", beat_phase_name(look.phase)),
	    log_text("work", look.work.what));
}

bool
ward_died(struct ward *w, pid_t pid, int status)
{
	bool refused = w->state == WARD_STARTING && WIFEXITED(status) &&
	    WEXITSTATUS(status) != 0;
	int64_t now = clock_ticks(), wait;

	/* A courier goes when its worker does; nobody died of it. */
	if (w->state == WARD_STOPPING && pid == aide_pid(w->aide))
		aide_stop(w->aide);
	if (aide_died(w->aide, pid, status))
		return true;
	if (pid == 0 || pid != w->pid)
		return false;
	if (refused)
		w->refusal = WEXITSTATUS(status);
	if (w->state == WARD_STOPPING ||
	    (refused && w->args.only && !w->served)) {
		set_state(w, WARD_STOPPING);
		end(w);
		return true;
	}
	inquest(w, status);
	let_go(w);
	w->asked = false;
	wait = deaths_add(&w->deaths, now, now - w->started);
	/* One that says why it refuses will not have changed its mind. */
	if (wait == 0 && refused)
		wait = DEATHS_REST_MIN_MS;
	if (wait == 0)
		ward_start(w);
	else
		rest(w, wait);
	w->args.changed(w->args.arg, w);
	return true;
}

static void
look_stuck(struct ward *w, const struct beat_look *look, int64_t ms)
{
	bool ours = look->phase == BEAT_SCRIPT || look->phase == BEAT_PLUGIN;

	if (look->phase == BEAT_IDLE || ms < WARD_STUCK_MS) {
		w->told_stuck = false;
		return;
	}
	if (!w->told_stuck)
		log_error("worker.stuck", log_text("municipality", w->number),
		    log_text("phase", beat_phase_name(look->phase)),
		    log_int("ms", ms), log_text("work", look->work.what));
	w->told_stuck = true;
	if (ours && !w->watchdog) {
		w->watchdog = true;
		(void)kill(w->pid, SIGKILL);
	}
}

void
ward_look(struct ward *w)
{
	int64_t now = clock_ticks();
	struct beat_look look;

	if (w->pid == 0)
		return;
	beat_read(w->beat, &look);
	look_stuck(w, &look, now - look.since);
}

const char *
ward_number(const struct ward *w)
{
	return w->number;
}

enum ward_state
ward_state(const struct ward *w)
{
	return w->state;
}

const json_t *
ward_part(const struct ward *w)
{
	return w->part;
}

bool
ward_is_asked(const struct ward *w)
{
	return w->asked;
}

int
ward_refusal(const struct ward *w)
{
	return w->served ? 0 : w->refusal;
}

json_t *
ward_status(const struct ward *w)
{
	struct beat_look look;
	int64_t now = clock_ticks();
	json_t *o = json_object();

	beat_read(w->beat, &look);
	json_object_set_new(o, "number", wire_text(w->number));
	json_object_set_new(o, "name", wire_text(member(w->part, "name")));
	json_object_set_new(o, "state", json_string(state_names[w->state]));
	json_object_set_new(o, "seconds",
	    json_integer((now - w->since) / 1000));
	json_object_set_new(o, "pid",
	    w->pid == 0 ? json_null() : json_integer(w->pid));
	json_object_set_new(o, "courier",
	    aide_is_gone(w->aide) ? json_null() :
				    json_integer(aide_pid(w->aide)));
	json_object_set_new(o, "phase",
	    w->pid == 0 ? json_null() :
			  json_string(beat_phase_name(look.phase)));
	json_object_set_new(o, "phase_ms",
	    w->pid == 0 || look.phase == BEAT_IDLE ?
		json_null() :
		json_integer(now - look.since));
	json_object_set_new(o, "deaths", json_integer(w->deaths.n));
	json_object_set_new(o, "last",
	    w->last[0] == '\0' ? json_null() : wire_text(w->last));
	json_object_set_new(o, "refused",
	    w->refused[0] == '\0' ? json_null() : wire_text(w->refused));
	return o;
}
