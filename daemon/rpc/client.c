/*
 * client -- one connection: buffers, descriptors, back-pressure, one grave.
 *
 *	OPEN ---- end of input, client_finish ----> ENDING ---- all said ---+
 *	  |                                                                 v
 *	  +-- error, client_close ---------------------------------------> DEAD
 *	                                               bury, next turn of the loop
 *
 * Lines are taken up in pump() only, and pump runs only from the loop: replies
 * come from the middle of the engine, which must not be entered again.
 */
#include "rpc/client.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/wire.h"

#define READ_SIZE (64u * 1024u)
#define LINE_BYTES (WIRE_LINE_MAX + 2) /* CR and newline */
#define OUT_PAUSE (256u * 1024u) /* take no new line above it */
#define OUT_MAX (64u * 1024u * 1024u) /* nobody reads: give up */
#define LINES_PER_TURN 64
#define REFUSED_PER_TURN 4 /* of them; nobody is kept waiting for such */
#define CARRIED_MAX 16
#define CONTROL_FDS 8 /* in one recvmsg */

enum client_state { CLIENT_OPEN, CLIENT_ENDING, CLIENT_DEAD };

/* A descriptor and the byte of the stream that it goes with. */
struct carried {
	uint64_t at;
	int fd; /* owned */
};

struct carried_list {
	struct carried item[CARRIED_MAX];
	size_t n;
};

struct client {
	struct client_set *set; /* borrowed */
	enum client_state state;
	int fd; /* owned */
	struct event *ev_read; /* owned */
	struct event *ev_write; /* owned; with a timeout: pump again */
	struct buf in, out;
	size_t scanned; /* bytes of `in` without a newline */
	uint64_t in_at, out_at; /* bytes before `in`, `out` */
	struct carried_list in_fds, out_fds;
	size_t held;
	bool deaf; /* what is in `in` no longer counts */
	void *data; /* the caller's */
	TAILQ_ENTRY(client) link;
};

TAILQ_HEAD(client_list, client);

struct client_set {
	struct event_base *base; /* borrowed */
	struct client_limits limits;
	struct client_hooks hooks;
	struct event *grave; /* owned; buries the dead */
	char bytes[READ_SIZE]; /* of one recvmsg */
	struct client_list clients;
	size_t n;
};

static void
carried_add(struct carried_list *l, uint64_t at, int fd)
{
	if (l->n == CARRIED_MAX) {
		(void)close(fd);
		return;
	}
	l->item[l->n++] = (struct carried){ at, fd };
}

/* Take the first N out of the list; their descriptors are the caller's. */
static void
carried_drop(struct carried_list *l, size_t n)
{
	memmove(l->item, l->item + n, (l->n - n) * sizeof(l->item[0]));
	l->n -= n;
}

static void
carried_close(struct carried_list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		(void)close(l->item[i].fd);
	l->n = 0;
}

static bool
has_line(struct client *c)
{
	const char *data = buf_data(&c->in);
	size_t n = buf_len(&c->in);

	if (c->deaf)
		return false;
	if (memchr(data + c->scanned, '\n', n - c->scanned) != NULL)
		return true;
	c->scanned = n;
	return false;
}

static bool
may_take(const struct client *c)
{
	return c->state != CLIENT_DEAD && c->held < c->set->limits.held &&
	    buf_len(&c->out) < OUT_PAUSE;
}

/* What the loop shall wake this connection for. */
static void
arm(struct client *c)
{
	static const struct timeval at_once = { 0, 0 };
	bool more;

	if (c->state == CLIENT_DEAD)
		return;
	/* Ten thousand idle connections shall cost little. */
	if (buf_len(&c->in) == 0)
		buf_fini(&c->in);
	if (buf_len(&c->out) == 0)
		buf_fini(&c->out);
	more = may_take(c) && has_line(c);
	if (c->state == CLIENT_OPEN && may_take(c) && !more)
		(void)event_add(c->ev_read, NULL);
	else
		(void)event_del(c->ev_read);
	if (more)
		(void)event_add(c->ev_write, &at_once);
	else if (buf_len(&c->out) > 0)
		(void)event_add(c->ev_write, NULL);
	else if (c->state == CLIENT_ENDING && c->held == 0 && !has_line(c))
		client_close(c);
}

/* Give the line at the front, which ends at END, to the hook. */
static void
take_line(struct client *c, size_t end)
{
	int fds[CARRIED_MAX];
	size_t n_fds = 0, n = end;
	const char *line = buf_data(&c->in);

	while (
	    n_fds < c->in_fds.n && c->in_fds.item[n_fds].at <= c->in_at + end) {
		fds[n_fds] = c->in_fds.item[n_fds].fd;
		n_fds++;
	}
	carried_drop(&c->in_fds, n_fds);
	if (n > 0 && line[n - 1] == '\r')
		n--;
	c->set->hooks.line(c->set->hooks.arg, c, line, n, fds, n_fds);
	buf_drop(&c->in, end + 1);
	c->in_at += end + 1;
	c->scanned = 0;
}

static void
refuse_long(struct client *c)
{
	c->set->hooks.too_long(c->set->hooks.arg, c);
	carried_close(&c->in_fds);
	client_finish(c);
}

/* Take up lines as long as that is allowed. */
static void
pump(struct client *c)
{
	const char *data, *newline;
	size_t n, line_n, i, held, refused = 0;

	for (i = 0; i < LINES_PER_TURN && refused < REFUSED_PER_TURN &&
	     !c->deaf && may_take(c);
	     i++) {
		held = c->held;
		data = buf_data(&c->in);
		n = buf_len(&c->in);
		newline = memchr(data + c->scanned, '\n', n - c->scanned);
		if (newline == NULL) {
			c->scanned = n;
			if (n >= LINE_BYTES)
				refuse_long(c);
			break;
		}
		line_n = (size_t)(newline - data);
		if (line_n >
		    WIRE_LINE_MAX + (line_n > 0 && newline[-1] == '\r' ? 1 : 0))
			refuse_long(c);
		else
			take_line(c, line_n);
		if (c->held == held)
			refused++;
	}
	arm(c);
}

/* Keep the descriptors that came with the bytes up to AT. */
static void
take_fds(struct client *c, struct msghdr *msg, uint64_t at)
{
	struct cmsghdr *cm;
	size_t i, n;
	int fd;

	for (cm = CMSG_FIRSTHDR(msg); cm != NULL; cm = CMSG_NXTHDR(msg, cm)) {
		if (cm->cmsg_level != SOL_SOCKET || cm->cmsg_type != SCM_RIGHTS)
			continue;
		n = (cm->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (i = 0; i < n; i++) {
			memcpy(&fd, CMSG_DATA(cm) + i * sizeof(int),
			    sizeof(fd));
			carried_add(&c->in_fds, at, fd);
		}
	}
}

static ssize_t
receive(struct client *c)
{
	_Alignas(
	    struct cmsghdr) char control[CMSG_SPACE(CONTROL_FDS * sizeof(int))];
	struct iovec iov = { c->set->bytes, sizeof(c->set->bytes) };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control) };
	ssize_t n;
	bool fits;

	n = recvmsg(c->fd, &msg, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	if (n <= 0)
		return n;
	fits = buf_add(&c->in, c->set->bytes, (size_t)n);
	assert(fits && "read while a whole line waited");
	take_fds(c, &msg, c->in_at + buf_len(&c->in) - 1);
	return n;
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct client *c = arg;
	ssize_t n = receive(c);

	(void)fd;
	(void)what;
	if (n == 0)
		c->state = CLIENT_ENDING;
	else if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK &&
	    errno != EINTR)
		client_close(c);
	pump(c);
}

/* Send what may go in one piece: a descriptor goes with the first byte. */
static ssize_t
transmit(struct client *c)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct iovec iov = { (void *)(uintptr_t)buf_data(&c->out),
		buf_len(&c->out) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	const struct carried *next = c->out_fds.item;
	bool with_fd = c->out_fds.n > 0 && next->at == c->out_at;
	size_t following = with_fd ? 1 : 0;
	struct cmsghdr *cm;
	ssize_t n;

	if (with_fd) {
		memset(control, 0, sizeof(control));
		msg.msg_control = control;
		msg.msg_controllen = sizeof(control);
		cm = CMSG_FIRSTHDR(&msg);
		cm->cmsg_level = SOL_SOCKET;
		cm->cmsg_type = SCM_RIGHTS;
		cm->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(cm), &next->fd, sizeof(int));
	}
	if (c->out_fds.n > following &&
	    iov.iov_len > next[following].at - c->out_at)
		iov.iov_len = (size_t)(next[following].at - c->out_at);
	n = sendmsg(c->fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n > 0 && with_fd) {
		(void)close(next->fd);
		carried_drop(&c->out_fds, 1);
	}
	return n;
}

static void
flush(struct client *c)
{
	ssize_t n;

	while (c->state != CLIENT_DEAD && buf_len(&c->out) > 0) {
		n = transmit(c);
		if (n > 0) {
			c->out_at += (uint64_t)n;
			buf_drop(&c->out, (size_t)n);
			continue;
		}
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			return;
		if (errno != EINTR)
			client_close(c);
	}
}

static void
on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct client *c = arg;

	(void)fd;
	(void)what;
	flush(c);
	pump(c);
}

/* The one place where a connection ends. */
static void
bury(struct client *c)
{
	struct client_set *set = c->set;

	set->hooks.gone(set->hooks.arg, c);
	TAILQ_REMOVE(&set->clients, c, link);
	set->n--;
	event_free(c->ev_read);
	event_free(c->ev_write);
	(void)close(c->fd);
	carried_close(&c->in_fds);
	carried_close(&c->out_fds);
	buf_fini(&c->in);
	buf_fini(&c->out);
	free(c);
}

static void
on_grave(evutil_socket_t fd, short what, void *arg)
{
	struct client_set *set = arg;
	struct client *c, *next;

	(void)fd;
	(void)what;
	for (c = TAILQ_FIRST(&set->clients); c != NULL; c = next) {
		next = TAILQ_NEXT(c, link);
		if (c->state == CLIENT_DEAD)
			bury(c);
	}
}

struct client_set *
client_set_new(struct event_base *base, const struct client_limits *limits,
    const struct client_hooks *hooks)
{
	struct client_set *set = mem_new(1, sizeof(*set));

	set->base = base;
	set->limits = *limits;
	set->hooks = *hooks;
	set->grave = event_new(base, -1, 0, on_grave, set);
	assert(set->grave != NULL);
	TAILQ_INIT(&set->clients);
	return set;
}

void
client_set_free(struct client_set *set)
{
	struct client *c, *next;

	if (set == NULL)
		return;
	for (c = TAILQ_FIRST(&set->clients); c != NULL; c = next) {
		next = TAILQ_NEXT(c, link);
		bury(c);
	}
	event_free(set->grave);
	free(set);
}

void
client_set_limits(struct client_set *set, const struct client_limits *limits)
{
	set->limits = *limits;
}

size_t
client_set_count(const struct client_set *set)
{
	return set->n;
}

void
client_set_drain(struct client_set *set)
{
	struct client *c;

	for (c = TAILQ_FIRST(&set->clients); c != NULL; c = TAILQ_NEXT(c, link))
		client_finish(c);
}

struct client *
client_new(struct client_set *set, int fd, void *data)
{
	struct client *c = mem_new(1, sizeof(*c));

	c->set = set;
	c->fd = fd;
	c->data = data;
	buf_init(&c->in, LINE_BYTES + READ_SIZE);
	buf_init(&c->out, OUT_MAX);
	c->ev_read =
	    event_new(set->base, fd, EV_READ | EV_PERSIST, on_readable, c);
	c->ev_write = event_new(set->base, fd, EV_WRITE, on_writable, c);
	assert(c->ev_read != NULL && c->ev_write != NULL);
	TAILQ_INSERT_TAIL(&set->clients, c, link);
	set->n++;
	arm(c);
	return c;
}

void *
client_data(const struct client *c)
{
	return c->data;
}

void
client_send(struct client *c, const char *line, size_t n, int reply_fd)
{
	uint64_t at = c->out_at + buf_len(&c->out);
	int fd;

	if (c->state == CLIENT_DEAD)
		return;
	if (!buf_add(&c->out, line, n)) {
		client_close(c);
		return;
	}
	if (reply_fd >= 0) {
		fd = fcntl(reply_fd, F_DUPFD_CLOEXEC, 0);
		if (fd < 0 || c->out_fds.n == CARRIED_MAX)
			client_close(c);
		if (fd >= 0)
			carried_add(&c->out_fds, at, fd);
	}
	if (c->state != CLIENT_DEAD)
		(void)event_add(c->ev_write, NULL);
}

void
client_hold(struct client *c)
{
	c->held++;
}

void
client_release(struct client *c)
{
	static const struct timeval at_once = { 0, 0 };

	assert(c->held > 0);
	c->held--;
	/* Lines may wait that were not taken up before. */
	if (c->state != CLIENT_DEAD)
		(void)event_add(c->ev_write, &at_once);
}

void
client_finish(struct client *c)
{
	static const struct timeval at_once = { 0, 0 };

	if (c->state == CLIENT_DEAD || c->deaf)
		return;
	c->deaf = true;
	c->state = CLIENT_ENDING;
	(void)event_del(c->ev_read);
	(void)event_add(c->ev_write, &at_once);
}

void
client_close(struct client *c)
{
	static const struct timeval at_once = { 0, 0 };

	if (c->state == CLIENT_DEAD)
		return;
	c->state = CLIENT_DEAD;
	(void)event_del(c->ev_read);
	(void)event_del(c->ev_write);
	(void)event_add(c->set->grave, &at_once);
}
