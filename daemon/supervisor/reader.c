/*
 * reader -- the configuration, read and checked by a child.
 */
#include "supervisor/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/spawn.h"

#define PLAN_BYTES (64u * 1024u * 1024u)
#define CHUNK 65536u

struct reader {
	struct event *ev; /* owned */
	int fd; /* owned: what the child says */
	pid_t pid;
	struct buf in;
	reader_fn *fn;
	void *arg; /* borrowed */
};

static void
finish(struct reader *r)
{
	json_t *plan = json_loadb(buf_data(&r->in), buf_len(&r->in), 0, NULL);

	r->fn(r->arg, plan);
	json_decref(plan);
	reader_free(r);
}

static void
on_said(evutil_socket_t fd, short what, void *arg)
{
	struct reader *r = arg;
	char *room = buf_room(&r->in, CHUNK);
	ssize_t n;

	if ((what & EV_TIMEOUT) != 0 || room == NULL) {
		(void)kill(r->pid, SIGKILL);
		finish(r);
		return;
	}
	n = read(fd, room, CHUNK);
	if (n > 0)
		buf_grew(&r->in, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		finish(r);
}

enum rc
reader_start(struct event_base *base, const char *file, reader_fn *fn,
    void *arg, struct reader **out, struct err *e)
{
	const char *argv[] = { "boflytd: configuration", "--config", file,
		"--plan", NULL };
	const struct timeval patience = { .tv_sec = READER_MS / 1000 };
	struct reader *r = mem_new(1, sizeof(*r));
	int ends[2];
	enum rc rc;

	*r = (struct reader){ .fd = -1, .fn = fn, .arg = arg };
	buf_init(&r->in, PLAN_BYTES);
	if (pipe2(ends, O_CLOEXEC) == -1) {
		reader_free(r);
		return err_set(e, RC_UNAVAILABLE, _("configuration: %s"),
		    strerror(errno));
	}
	rc = spawn_self(argv, NULL, 0, ends[1], &r->pid, e);
	(void)close(ends[1]);
	r->fd = ends[0];
	(void)evutil_make_socket_nonblocking(r->fd);
	r->ev = event_new(base, r->fd, EV_READ | EV_PERSIST, on_said, r);
	if (rc == RC_OK && (r->ev == NULL || event_add(r->ev, &patience) != 0))
		rc = err_set(e, RC_UNAVAILABLE,
		    _("event loop: the system gives no events"));
	if (rc == RC_OK)
		*out = r;
	else
		reader_free(r);
	return rc;
}

void
reader_free(struct reader *r)
{
	if (r == NULL)
		return;
	if (r->ev != NULL)
		event_free(r->ev);
	if (r->fd != -1)
		(void)close(r->fd);
	buf_fini(&r->in);
	free(r);
}
