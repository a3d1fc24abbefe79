/*
 * listener -- bind a Unix socket with care, accept in small portions.
 *
 * The umask is set before bind, for a mode set afterwards would leave a moment
 * in which anybody may connect.
 */
#include "rpc/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"

#define BACKLOG 128
#define ACCEPTS_PER_TURN 32
#define REST_MS 100 /* after running out of descriptors */

struct listener {
	int fd; /* owned */
	char *path; /* owned; NULL: not ours to remove */
	struct event *ev; /* owned */
	struct event *rest; /* owned; listens again after a rest */
	listener_fn *fn;
	void *arg; /* borrowed */
};

static void
take_one(struct listener *l, int fd)
{
	struct ucred cred;
	socklen_t n = sizeof(cred);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) != 0) {
		(void)close(fd);
		return;
	}
	l->fn(l->arg, fd, cred.uid);
}

static void
on_rest_over(evutil_socket_t fd, short what, void *arg)
{
	struct listener *l = arg;

	(void)fd;
	(void)what;
	(void)event_add(l->ev, NULL);
}

static void
on_acceptable(evutil_socket_t listening, short what, void *arg)
{
	const struct timeval rest = { 0, REST_MS * 1000 };
	struct listener *l = arg;
	int i, fd;

	(void)what;
	for (i = 0; i < ACCEPTS_PER_TURN; i++) {
		fd = accept4(listening, NULL, NULL,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0) {
			take_one(l, fd);
			continue;
		}
		if (errno == EINTR || errno == ECONNABORTED)
			continue;
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			return;
		/* Out of descriptors: whoever waits keeps waiting. */
		log_warning("cannot accept",
		    log_text("reason", strerror(errno)));
		(void)event_del(l->ev);
		(void)event_add(l->rest, &rest);
		return;
	}
}

/*
 * Does the process that made the other end's socket listen still run?  A worker
 * that outlives its parent by a moment holds the parent's socket, and nothing
 * comes of it any more.
 */
static bool
binder_is_alive(int fd)
{
	struct ucred cred;
	socklen_t n = sizeof(cred);
	struct pollfd p = { .events = POLLIN };
	bool alive;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) != 0 ||
	    cred.pid <= 0)
		return true;
	p.fd = (int)syscall(SYS_pidfd_open, cred.pid, 0);
	if (p.fd == -1)
		return errno != ESRCH;
	/* Readable: it has ended, though nobody may have taken note yet. */
	alive = poll(&p, 1, 0) != 1;
	(void)close(p.fd);
	return alive;
}

/* Does anybody listen at ADDRESS? */
static bool
is_alive(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool alive;

	if (fd < 0)
		return true;
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) ==
	    0)
		alive = binder_is_alive(fd);
	else
		alive = errno != ECONNREFUSED;
	(void)close(fd);
	return alive;
}

/* Make way: only a socket that nobody listens at is removed. */
static enum rc
clear_path(const struct sockaddr_un *address, struct err *e)
{
	const char *path = address->sun_path;
	struct stat st;

	if (lstat(path, &st) != 0)
		return errno == ENOENT ?
		    RC_OK :
		    err_set(e, RC_IO, _("%s: %s"), path, strerror(errno));
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, RC_FOREIGN,
		    _("%s: in the socket's place, "
		      "and not a socket; move it away"),
		    path);
	if (is_alive(address))
		return err_set(e, RC_BUSY,
		    _("%s: another process listens "
		      "there; stop it first"),
		    path);
	if (unlink(path) != 0 && errno != ENOENT)
		return err_set(e, RC_IO, _("%s: cannot be removed: %s"), path,
		    strerror(errno));
	return RC_OK;
}

static enum rc
bind_and_listen(int fd, const struct sockaddr_un *address,
    const struct listener_args *args, struct err *e)
{
	mode_t before = umask((mode_t)~args->mode & 0777u);
	int bound =
		bind(fd, (const struct sockaddr *)address, sizeof(*address)),
	    why = errno;

	(void)umask(before);
	if (bound != 0 && why == ENOENT)
		return err_set(e, RC_NOTFOUND,
		    _("%s: its folder is missing; make it, or set folders.run"),
		    args->path);
	if (bound != 0)
		return err_set(e, why == EADDRINUSE ? RC_BUSY : RC_IO,
		    _("%s: cannot be bound: %s"), args->path, strerror(why));
	if (args->group != (gid_t)-1 &&
	    chown(args->path, (uid_t)-1, args->group) != 0) {
		why = errno;
		(void)unlink(args->path);
		return err_set(e, RC_IO,
		    _("%s: cannot be given to group %ld: "
		      "%s"),
		    args->path, (long)args->group, strerror(why));
	}
	if (listen(fd, BACKLOG) != 0) {
		why = errno;
		(void)unlink(args->path);
		return err_set(e, RC_IO, _("%s: %s"), args->path,
		    strerror(why));
	}
	return RC_OK;
}

enum rc
listener_bind(const struct listener_args *args, int *out, struct err *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	enum rc rc;
	int fd;

	if (strlen(args->path) >= sizeof(address.sun_path))
		return err_set(e, RC_CONFIG,
		    _("%s: longer than the %zu bytes "
		      "that a socket's path may have; choose a shorter folder"),
		    args->path, sizeof(address.sun_path) - 1);
	(void)strcpy(address.sun_path, args->path);
	if ((rc = clear_path(&address, e)) != RC_OK)
		return rc;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_set(e, RC_IO, _("%s: no socket: %s"), args->path,
		    strerror(errno));
	if ((rc = bind_and_listen(fd, &address, args, e)) != RC_OK)
		(void)close(fd);
	else
		*out = fd;
	return rc;
}

enum rc
listener_open(struct event_base *base, const struct listener_args *args,
    listener_fn *fn, void *arg, struct listener **out, struct err *e)
{
	enum rc rc;
	int fd = -1;

	if ((rc = listener_bind(args, &fd, e)) != RC_OK)
		return rc;
	if ((rc = listener_open_fd(base, fd, fn, arg, out, e)) == RC_OK)
		(*out)->path = mem_text(args->path);
	else
		(void)unlink(args->path);
	return rc;
}

enum rc
listener_open_fd(struct event_base *base, int fd, listener_fn *fn, void *arg,
    struct listener **out, struct err *e)
{
	struct listener *l = mem_new(1, sizeof(*l));

	*l = (struct listener){ .fd = fd, .fn = fn, .arg = arg };
	(void)evutil_make_socket_nonblocking(fd);
	l->ev = event_new(base, fd, EV_READ | EV_PERSIST, on_acceptable, l);
	l->rest = event_new(base, -1, 0, on_rest_over, l);
	if (l->ev == NULL || l->rest == NULL || event_add(l->ev, NULL) != 0) {
		listener_close(l);
		return err_set(e, RC_IO, _("socket: cannot be watched"));
	}
	*out = l;
	return RC_OK;
}

void
listener_close(struct listener *l)
{
	if (l == NULL)
		return;
	if (l->ev != NULL)
		event_free(l->ev);
	if (l->rest != NULL)
		event_free(l->rest);
	(void)close(l->fd);
	if (l->path != NULL)
		(void)unlink(l->path);
	free(l->path);
	free(l);
}
