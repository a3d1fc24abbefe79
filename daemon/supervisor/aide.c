/*
 * aide -- the courier beside a ward's worker; see aide.h.
 */
#include "supervisor/aide.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/pass.h"
#include "base/spawn.h"
#include "supervisor/deaths.h"

struct aide {
	struct event_base *base; /* borrowed */
	char *number, *title; /* owned */
	void (*ended)(void *arg);
	void *arg; /* borrowed */
	struct event *wake; /* owned: rested, or out of patience */
	int line; /* to the worker; -1: none */
	json_t *order; /* owned; NULL: no worker serves */
	pid_t pid; /* 0: none */
	bool former; /* it is that of a worker before */
	int64_t started; /* clock_ticks */
	struct deaths deaths;
};

static void
wake_after(struct aide *a, int64_t ms)
{
	struct timeval tv = { .tv_sec = (time_t)(ms / 1000),
		.tv_usec = (suseconds_t)(ms % 1000) * 1000 };

	(void)event_add(a->wake, &tv);
}

/* The first line that it reads: the parent's. */
static enum rc
give_order(const struct aide *a, int fd, struct err *e)
{
	char *text = json_dumps(a->order, JSON_COMPACT);
	char *line = mem_format("%s\n", text == NULL ? "" : text);
	size_t n = strlen(line);
	enum rc rc = RC_OK;

	if (send(fd, line, n, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)n)
		rc = err_set(e, RC_UNAVAILABLE, _("courier: %s"),
		    strerror(errno));
	free(line);
	free(text);
	return rc;
}

static enum rc
spawn(struct aide *a, struct err *e)
{
	const char *argv[] = { a->title, "--courier", NULL };
	int ends[2];
	enum rc rc;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1)
		return err_set(e, RC_UNAVAILABLE, _("courier: %s"),
		    strerror(errno));
	if ((rc = give_order(a, ends[0], e)) == RC_OK)
		rc = spawn_self(argv, &ends[1], 1, -1, &a->pid, e);
	/* Should the worker not get it, the courier sees its end at once. */
	if (rc == RC_OK)
		rc = pass_send(a->line, ends[0], e);
	(void)close(ends[0]);
	(void)close(ends[1]);
	return rc;
}

static void
start(struct aide *a)
{
	struct err e = ERR_INIT;

	a->started = clock_ticks();
	a->former = false;
	if (spawn(a, &e) == RC_OK)
		return;
	log_error("courier.unstarted", log_text("municipality", a->number),
	    log_text("error", e.text));
	if (a->pid == 0)
		wake_after(a, DEATHS_REST_MAX_MS);
}

static void
on_wake(evutil_socket_t fd, short what, void *arg)
{
	struct aide *a = arg;

	(void)fd;
	(void)what;
	if (a->pid != 0)
		(void)kill(a->pid, SIGKILL);
	else if (a->order != NULL)
		start(a);
}

enum rc
aide_open(struct event_base *base, const char *number, void (*ended)(void *arg),
    void *arg, struct aide **out, struct err *e)
{
	struct aide *a = mem_new(1, sizeof(*a));

	*out = NULL;
	*a = (struct aide){ .base = base,
		.ended = ended,
		.arg = arg,
		.line = -1 };
	a->number = mem_text(number);
	a->title = mem_format("boflytd: courier %s", number);
	if ((a->wake = event_new(base, -1, 0, on_wake, a)) == NULL) {
		aide_close(a);
		return err_set(e, RC_UNAVAILABLE,
		    _("event loop: the system gives no events"));
	}
	*out = a;
	return RC_OK;
}

static void
close_line(struct aide *a)
{
	if (a->line != -1)
		(void)close(a->line);
	a->line = -1;
}

void
aide_close(struct aide *a)
{
	if (a == NULL)
		return;
	close_line(a);
	if (a->wake != NULL)
		event_free(a->wake);
	json_decref(a->order);
	free(a->number);
	free(a->title);
	free(a);
}

enum rc
aide_line(struct aide *a, int *fd, struct err *e)
{
	int ends[2];

	close_line(a);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1)
		return err_set(e, RC_UNAVAILABLE, _("courier: %s"),
		    strerror(errno));
	a->line = ends[0];
	*fd = ends[1];
	return RC_OK;
}

void
aide_start(struct aide *a, json_t *order)
{
	json_decref(a->order);
	a->order = order;
	/* The one before is at its last letter: its end starts the next. */
	if (a->pid != 0)
		a->former = true;
	else
		start(a);
}

void
aide_stop(struct aide *a)
{
	json_decref(a->order);
	a->order = NULL;
	close_line(a);
	(void)event_del(a->wake);
	if (a->pid != 0)
		wake_after(a, AIDE_STOP_MS);
}

bool
aide_died(struct aide *a, pid_t pid, int status)
{
	int64_t now = clock_ticks(), wait;

	if (pid == 0 || pid != a->pid)
		return false;
	a->pid = 0;
	(void)event_del(a->wake);
	if (a->order == NULL) {
		a->ended(a->arg);
		return true;
	}
	if (a->former) {
		start(a);
		return true;
	}
	wait = deaths_add(&a->deaths, now, now - a->started);
	log_error("courier.died", log_text("municipality", a->number),
	    log_int("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0),
	    log_int("status", WIFEXITED(status) ? WEXITSTATUS(status) : 0),
	    log_int("rest", wait));
	if (wait == 0)
		start(a);
	else
		wake_after(a, wait);
	return true;
}

bool
aide_is_gone(const struct aide *a)
{
	return a->pid == 0;
}

pid_t
aide_pid(const struct aide *a)
{
	return a->pid;
}
