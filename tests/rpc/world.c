/*
 * world -- the loop, the hooks and the helpers that the tests of rpc share.
 *
 * echo.say and any.thing answer, file.put reads a descriptor that came with the
 * line, file.get sends one back, timer.only has no face on the socket.
 */
#include "world.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/wire.h"
#include "rpc/dispatch.h"

#define WAITING_MAX 64

static struct event_base *base;
struct dispatch *dispatch;
static struct clock now;

int hold; /* keep requests for later */
static struct request *waiting[WAITING_MAX];
size_t n_waiting, n_submitted, n_urgent;
size_t answer_size; /* filler in an answer */

static int
unused_call(struct bf_call *call, const json_t *params, json_t **result)
{
	(void)call;
	(void)params;
	*result = NULL;
	return 0;
}

static const struct bf_param echo_params[] = {
	{ .name = "text", .type = BF_TEXT, .flags = BF_REQUIRED },
	{ .type = BF_END }
};

static const struct bf_param put_params[] = {
	{ .name = "file", .type = BF_FD, .flags = BF_REQUIRED },
	{ .type = BF_END }
};

static const struct bf_param any_params[] = {
	{ .name = "value", .type = BF_ANY }, { .type = BF_END }
};

#define ROW(n, f, p)                                                           \
	{                                                                      \
		.name = (n), .kind = BF_READ, .access = BF_ACCESS_PUBLIC,      \
		.faces = (f), .text = "try", .params = (p),                    \
		.call = unused_call                                            \
	}

static const struct bf_method methods[] = { ROW("echo.say", BF_FACE_SOCKET,
						echo_params),
	ROW("file.put", BF_FACE_SOCKET, put_params),
	ROW("file.get", BF_FACE_SOCKET, NULL),
	ROW("any.thing", BF_FACE_SOCKET, any_params),
	ROW("sys.try", BF_FACE_SOCKET, NULL),
	ROW("timer.only", BF_FACE_TIMER, NULL), { .name = NULL } };

static json_t *
read_file(int fd)
{
	char text[64];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	return json_string(text);
}

static void
answer(struct request *r)
{
	json_t *result = json_object();
	const json_t *index = json_object_get(r->params, "file");
	char *filler = mem_new(answer_size + 1, 1);
	int fd = -1;

	memset(filler, 'x', answer_size);
	(void)json_object_set_new(result, "filler", json_string(filler));
	(void)json_object_set_new(result, "login", json_string(r->login));
	if (index != NULL)
		(void)json_object_set_new(result, "content",
		    read_file(r->fds[json_integer_value(index)]));
	else
		(void)json_object_set(result, "said",
		    json_object_get(r->params, "text"));
	if (strcmp(r->method->name, "file.get") == 0)
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	request_reply(r, result, fd);
	if (fd >= 0)
		(void)close(fd);
	free(filler);
	json_decref(result);
}

static void
submit(void *arg, struct request *r)
{
	(void)arg;
	n_submitted++;
	assert_true(r->received == 1234);
	if (r->urgent)
		n_urgent++;
	if (!hold) {
		answer(r);
		return;
	}
	assert_true(n_waiting < WAITING_MAX);
	waiting[n_waiting++] = r;
}

void
answer_waiting(void)
{
	size_t i, n = n_waiting;

	n_waiting = 0;
	for (i = 0; i < n; i++)
		answer(waiting[i]);
}

static const char *
login_of(void *arg, uid_t uid)
{
	(void)arg;
	return uid == 77 ? NULL : "nav01";
}

static bool
is_operator(void *arg, uid_t uid, const char *login)
{
	(void)arg;
	(void)login;
	return uid == OPERATOR;
}

static json_t *
greet(void *arg, const char *login)
{
	json_t *o = json_object();

	(void)arg;
	(void)json_object_set_new(o, "protocol", json_integer(1));
	(void)json_object_set_new(o, "login", json_string(login));
	return o;
}

void
open_dispatch(void)
{
	struct dispatch_parts parts = { .base = base,
		.methods = methods,
		.clock = &now,
		.limits = { CLIENTS, HELD },
		.queued = QUEUED,
		.hooks = { .submit = submit,
		    .login_of = login_of,
		    .is_operator = is_operator,
		    .greet = greet } };
	struct err e = ERR_INIT;

	assert_int_equal(dispatch_new(&parts, &dispatch, &e), RC_OK);
}

void
turn(void)
{
	int i;

	for (i = 0; i < 4; i++)
		(void)event_base_loop(base, EVLOOP_NONBLOCK);
}

void
connect_end(struct peer_end *p)
{
	connect_as(p, 1000);
}

void
connect_as(struct peer_end *p, uid_t uid)
{
	int pair[2];

	memset(p, 0, sizeof(*p));
	buf_init(&p->heard, 128u * 1024u * 1024u);
	assert_int_equal(socketpair(AF_UNIX,
			     SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
			     pair),
	    0);
	p->fd = pair[0];
	dispatch_accept(dispatch, pair[1], uid);
	turn();
}

void
end_peer(struct peer_end *p)
{
	size_t i;

	for (i = 0; i < p->n_fds; i++)
		(void)close(p->fds[i]);
	if (p->fd >= 0)
		(void)close(p->fd);
	p->fd = -1;
	buf_fini(&p->heard);
	turn();
}

void
listen_to(struct peer_end *p)
{
	static char bytes[65536];
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))];
	struct iovec iov = { bytes, sizeof(bytes) };
	struct msghdr msg;
	struct cmsghdr *cm;
	ssize_t n;

	for (;;) {
		msg = (struct msghdr){ .msg_iov = &iov,
			.msg_iovlen = 1,
			.msg_control = control,
			.msg_controllen = sizeof(control) };
		n = recvmsg(p->fd, &msg, MSG_DONTWAIT);
		if (n <= 0)
			break;
		assert_true(buf_add(&p->heard, bytes, (size_t)n));
		cm = CMSG_FIRSTHDR(&msg);
		if (cm != NULL)
			memcpy(&p->fds[p->n_fds++], CMSG_DATA(cm), sizeof(int));
	}
	p->eof = n == 0 || errno == ECONNRESET;
}

json_t *
hear(struct peer_end *p)
{
	const char *data, *newline;
	json_t *value;

	turn();
	listen_to(p);
	data = buf_data(&p->heard);
	newline = memchr(data, '\n', buf_len(&p->heard));
	if (newline == NULL)
		return NULL;
	value = json_loadb(data, (size_t)(newline - data), 0, NULL);
	assert_non_null(value);
	buf_drop(&p->heard, (size_t)(newline - data) + 1);
	return value;
}

void
say_bytes(struct peer_end *p, const char *bytes, size_t n)
{
	ssize_t sent;
	int stuck = 0;

	while (n > 0 && stuck < 100) {
		sent = send(p->fd, bytes, n, MSG_NOSIGNAL);
		if (sent > 0) {
			bytes += sent;
			n -= (size_t)sent;
			stuck = 0;
			continue;
		}
		if (errno != EAGAIN)
			return;
		turn();
		listen_to(p);
		stuck++;
	}
}

void
say_text(struct peer_end *p, const char *text)
{
	say_bytes(p, text, strlen(text));
}

void
say(struct peer_end *p, const char *line)
{
	say_text(p, line);
	say_text(p, "\n");
}

void
say_fds(struct peer_end *p, const char *line, const int *fds, size_t n)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(8 * sizeof(int))];
	struct iovec iov = { (void *)(uintptr_t)line, strlen(line) };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = CMSG_SPACE(n * sizeof(int)) };
	struct cmsghdr *cm = (struct cmsghdr *)(void *)control;

	memset(control, 0, sizeof(control));
	cm->cmsg_level = SOL_SOCKET;
	cm->cmsg_type = SCM_RIGHTS;
	cm->cmsg_len = CMSG_LEN(n * sizeof(int));
	memcpy(CMSG_DATA(cm), fds, n * sizeof(int));
	assert_int_equal(sendmsg(p->fd, &msg, 0), (ssize_t)strlen(line));
}

void
say_echo(struct peer_end *p, int id, const char *text)
{
	char *line = mem_format("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":"
				"\"echo.say\",\"params\":{\"text\":\"%s\"}}",
	    id, text);

	say(p, line);
	free(line);
}

void
assert_error(struct peer_end *p, int code, const char *name)
{
	json_t *line = hear(p), *error;

	assert_non_null(line);
	error = json_object_get(line, "error");
	assert_int_equal(json_integer_value(json_object_get(error, "code")),
	    code);
	assert_string_equal(json_string_value(
				json_object_get(json_object_get(error, "data"),
				    "name")),
	    name);
	json_decref(line);
}

void
assert_result(struct peer_end *p, int id)
{
	json_t *line = hear(p);

	assert_non_null(line);
	assert_non_null(json_object_get(line, "result"));
	assert_int_equal(json_integer_value(json_object_get(line, "id")), id);
	json_decref(line);
}

void
assert_silence(struct peer_end *p)
{
	assert_null(hear(p));
}

int
open_fds(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	return n;
}

int
set_up(void **state)
{
	(void)state;
	hold = 0;
	n_waiting = n_submitted = n_urgent = answer_size = 0;
	clock_init_still(&now, 1234);
	base = event_base_new();
	open_dispatch();
	return 0;
}

int
tear_down(void **state)
{
	(void)state;
	answer_waiting();
	dispatch_free(dispatch);
	dispatch = NULL;
	event_base_free(base);
	return 0;
}

void
start(struct peer_end *p)
{
	connect_end(p);
	json_decref(hear(p));
}
