/*
 * doors -- the sockets of one municipality; see doors.h.
 */
#include "supervisor/doors.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/notify.h"
#include "base/wire.h"
#include "rpc/listener.h"

/* One socket, bound or handed over. */
struct door {
	char *path; /* owned; NULL: handed over */
	int fd; /* owned; listens */
	struct listener *listener; /* owned; we answer; NULL: others do */
};

struct doors {
	struct doors_args args;
	struct door control, metrics;
};

/* A caller in a worker's place: say why not, and hang up. */
static void
on_caller(void *arg, int fd, uid_t uid)
{
	const struct doors *d = arg;
	struct err e = ERR_INIT;
	size_t n;
	char *line;

	(void)uid;
	d->args.excuse(d->args.arg, &e);
	line = wire_error(NULL, rc_code(e.rc), &e, &n);
	if (send(fd, line, n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		(void)shutdown(fd, SHUT_RDWR);
	free(line);
	(void)close(fd);
}

static void
on_reader(void *arg, int fd, uid_t uid)
{
	(void)arg;
	(void)uid;
	(void)close(fd);
}

static enum rc
door_open(const struct doors_args *args, const char *suffix, struct door *door,
    struct err *e)
{
	struct listener_args how = { .mode = args->mode, .group = args->gid };
	char name[32];
	enum rc rc;

	(void)snprintf(name, sizeof(name), "%.8s%s", args->number, suffix);
	if ((door->fd = notify_take_socket(name)) != -1)
		return RC_OK;
	door->path = mem_format("%s/%s", args->run, name);
	how.path = door->path;
	if ((rc = listener_bind(&how, &door->fd, e)) == RC_OK)
		return RC_OK;
	free(door->path);
	door->path = NULL;
	return rc;
}

static void
door_close(struct door *door)
{
	listener_close(door->listener);
	if (door->path != NULL)
		(void)unlink(door->path);
	if (door->fd != -1)
		(void)close(door->fd);
	free(door->path);
}

static void
door_answer(struct doors *d, struct door *door, listener_fn *fn)
{
	struct err e = ERR_INIT;
	int fd;

	if (door->listener != NULL)
		return;
	if ((fd = dup(door->fd)) == -1)
		(void)err_set(&e, RC_UNAVAILABLE, "%s", strerror(errno));
	else
		(void)listener_open_fd(d->args.base, fd, fn, d, &door->listener,
		    &e);
	if (e.rc != RC_OK)
		log_warning("worker.unanswered", log_text("error", e.text));
}

static void
door_leave(struct door *door)
{
	listener_close(door->listener);
	door->listener = NULL;
}

enum rc
doors_open(const struct doors_args *args, struct doors **out, struct err *e)
{
	struct doors *d = mem_new(1, sizeof(*d));
	enum rc rc;

	d->args = *args;
	d->args.run = d->args.number = NULL;
	d->control.fd = d->metrics.fd = -1;
	if ((rc = door_open(args, ".sock", &d->control, e)) == RC_OK)
		rc = door_open(args, ".metrics.sock", &d->metrics, e);
	if (rc == RC_OK)
		*out = d;
	else
		doors_close(d);
	return rc;
}

void
doors_close(struct doors *d)
{
	if (d == NULL)
		return;
	door_close(&d->control);
	door_close(&d->metrics);
	free(d);
}

int
doors_control(const struct doors *d)
{
	return d->control.fd;
}

int
doors_metrics(const struct doors *d)
{
	return d->metrics.fd;
}

bool
doors_are_handed(const struct doors *d)
{
	return d->control.path == NULL;
}

void
doors_answer(struct doors *d)
{
	door_answer(d, &d->control, on_caller);
	door_answer(d, &d->metrics, on_reader);
}

void
doors_leave(struct doors *d)
{
	door_leave(&d->control);
	door_leave(&d->metrics);
}
