/*
 * test_dispatch -- connections as clients meet them, good ones and bad ones.
 *
 * The loop runs in this process; the other end is a socket pair, so that every
 * byte and every turn of the loop is decided here.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/wire.h"
#include "rpc/dispatch.h"

#define HELD		8	/* per connection */
#define QUEUED		20	/* of all */
#define CLIENTS		3
#define WAITING_MAX	64

/* One end that a test holds. */
struct peer_end {
	int fd;
	struct buf heard;
	int fds[8];		/* descriptors heard */
	size_t n_fds;
	int eof;
};

static struct event_base *base;
static struct dispatch *dispatch;
static struct clock now;

/* What reached the submit hook. */
static int hold;			/* keep requests for later */
static struct request *waiting[WAITING_MAX];
static size_t n_waiting, n_submitted;
static size_t answer_size;		/* filler in an answer */

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

#define ROW(n, f, p)							\
	{ .name = (n), .kind = BF_READ, .access = BF_ACCESS_PUBLIC,	\
	    .faces = (f), .text = "try", .params = (p),			\
	    .call = unused_call }

static const struct bf_method methods[] = {
	ROW("echo.say", BF_FACE_SOCKET, echo_params),
	ROW("file.put", BF_FACE_SOCKET, put_params),
	ROW("file.get", BF_FACE_SOCKET, NULL),
	ROW("any.thing", BF_FACE_SOCKET, any_params),
	ROW("timer.only", BF_FACE_TIMER, NULL),
	{ .name = NULL }
};

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
	if (!hold) {
		answer(r);
		return;
	}
	assert_true(n_waiting < WAITING_MAX);
	waiting[n_waiting++] = r;
}

static void
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

static json_t *
greet(void *arg, const char *login)
{
	json_t *o = json_object();

	(void)arg;
	(void)json_object_set_new(o, "protocol", json_integer(1));
	(void)json_object_set_new(o, "login", json_string(login));
	return o;
}

static void
open_dispatch(void)
{
	struct dispatch_parts parts = {
		.base = base, .methods = methods, .clock = &now,
		.limits = { CLIENTS, HELD }, .queued = QUEUED,
		.hooks = { submit, login_of, greet, NULL }
	};
	struct err e = ERR_INIT;

	assert_int_equal(dispatch_new(&parts, &dispatch, &e), RC_OK);
}

static void
turn(void)
{
	int i;

	for (i = 0; i < 4; i++)
		(void)event_base_loop(base, EVLOOP_NONBLOCK);
}

static void
connect_end(struct peer_end *p)
{
	int pair[2];

	memset(p, 0, sizeof(*p));
	buf_init(&p->heard, 128u * 1024u * 1024u);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK |
	    SOCK_CLOEXEC, 0, pair), 0);
	p->fd = pair[0];
	dispatch_accept(dispatch, pair[1], 1000);
	turn();
}

static void
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

/* Read what there is. */
static void
listen_to(struct peer_end *p)
{
	static char bytes[65536];
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))];
	struct iovec iov = { bytes, sizeof(bytes) };
	struct msghdr msg;
	struct cmsghdr *cm;
	ssize_t n;

	for (;;) {
		msg = (struct msghdr){ .msg_iov = &iov, .msg_iovlen = 1,
			.msg_control = control,
			.msg_controllen = sizeof(control) };
		n = recvmsg(p->fd, &msg, MSG_DONTWAIT);
		if (n <= 0)
			break;
		assert_true(buf_add(&p->heard, bytes, (size_t)n));
		cm = CMSG_FIRSTHDR(&msg);
		if (cm != NULL)
			memcpy(&p->fds[p->n_fds++], CMSG_DATA(cm),
			    sizeof(int));
	}
	p->eof = n == 0 || errno == ECONNRESET;
}

/* The next line as JSON, or NULL if none has come. */
static json_t *
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

/* Send all of it, turning the loop when the socket is full. */
static void
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

static void
say_text(struct peer_end *p, const char *text)
{
	say_bytes(p, text, strlen(text));
}

static void
say(struct peer_end *p, const char *line)
{
	say_text(p, line);
	say_text(p, "\n");
}

static void
say_fds(struct peer_end *p, const char *line, const int *fds, size_t n)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(8 * sizeof(int))];
	struct iovec iov = { (void *)(uintptr_t)line, strlen(line) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1,
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

static void
say_echo(struct peer_end *p, int id, const char *text)
{
	char *line = mem_format("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":"
	    "\"echo.say\",\"params\":{\"text\":\"%s\"}}", id, text);

	say(p, line);
	free(line);
}

/* The next line is an error with this code and, if not NULL, NAME. */
static void
assert_error(struct peer_end *p, int code, const char *name)
{
	json_t *line = hear(p), *error;

	assert_non_null(line);
	error = json_object_get(line, "error");
	assert_int_equal(json_integer_value(json_object_get(error, "code")),
	    code);
	assert_string_equal(json_string_value(json_object_get(
	    json_object_get(error, "data"), "name")), name);
	json_decref(line);
}

/* The next line is the result of ID. */
static void
assert_result(struct peer_end *p, int id)
{
	json_t *line = hear(p);

	assert_non_null(line);
	assert_non_null(json_object_get(line, "result"));
	assert_int_equal(json_integer_value(json_object_get(line, "id")), id);
	json_decref(line);
}

static void
assert_silence(struct peer_end *p)
{
	assert_null(hear(p));
}

static int
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

static int
set_up(void **state)
{
	(void)state;
	hold = 0;
	n_waiting = n_submitted = answer_size = 0;
	clock_init_still(&now, 1234);
	base = event_base_new();
	open_dispatch();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	answer_waiting();
	dispatch_free(dispatch);
	dispatch = NULL;
	event_base_free(base);
	return 0;
}

static void
start(struct peer_end *p)
{
	connect_end(p);
	json_decref(hear(p));
}

static void
the_greeting_comes_first(void **state)
{
	struct peer_end p;
	json_t *line;

	(void)state;
	connect_end(&p);
	line = hear(&p);
	assert_string_equal(json_string_value(json_object_get(json_object_get(
	    line, "boflyt"), "login")), "nav01");
	json_decref(line);
	assert_silence(&p);
	end_peer(&p);
}

static void
a_request_is_answered_with_its_id(void **state)
{
	struct peer_end p;

	(void)state;
	start(&p);
	say_echo(&p, 41, "hei");
	assert_result(&p, 41);
	say_text(&p, "{\"jsonrpc\":\"2.0\",\"id\":42,\"method\":\"any.thing\""
	    "}\r\n");
	assert_result(&p, 42);
	end_peer(&p);
}

static void
garbage_gets_an_error_and_harms_nobody(void **state)
{
	struct peer_end p, other;

	(void)state;
	start(&p);
	start(&other);
	say(&p, "garbage");
	assert_error(&p, WIRE_PARSE, "E_PARSE");
	say_bytes(&p, "\0\xff\x01\n", 4);
	assert_error(&p, WIRE_PARSE, "E_PARSE");
	say(&p, "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"any.thing\"}]");
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	say(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"any.thing\"}");
	assert_error(&p, WIRE_PARSE, "E_PARSE");
	say_echo(&p, 1, "still");
	assert_result(&p, 1);
	say_echo(&other, 2, "too");
	assert_result(&other, 2);
	end_peer(&p);
	end_peer(&other);
}

static void
an_unknown_method_is_told_the_nearest(void **state)
{
	struct peer_end p;
	json_t *line;

	(void)state;
	start(&p);
	say(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ehco.say\"}");
	line = hear(&p);
	assert_non_null(strstr(json_string_value(json_object_get(
	    json_object_get(line, "error"), "message")),
	    "did you mean 'echo.say'?"));
	json_decref(line);
	/* A method without the socket's face does not exist there. */
	say(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"timer.only\"}");
	assert_error(&p, WIRE_METHOD, "E_METHOD");
	end_peer(&p);
}

static void
wrong_parameters_do_not_reach_the_queue(void **state)
{
	struct peer_end p;

	(void)state;
	start(&p);
	say(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo.say\","
	    "\"params\":{\"txet\":1}}");
	assert_error(&p, -32602, "E_PARAMS");
	assert_int_equal(n_submitted, 0);
	end_peer(&p);
}

static void
a_half_line_waits_for_its_rest(void **state)
{
	struct peer_end p;
	const char *line = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":"
	    "\"any.thing\"}\n";
	size_t i;

	(void)state;
	start(&p);
	for (i = 0; line[i] != '\0'; i++) {
		assert_int_equal(n_submitted, 0);
		say_bytes(&p, line + i, 1);
		turn();
	}
	assert_result(&p, 9);
	end_peer(&p);
}

static void
a_half_line_at_the_end_is_dropped(void **state)
{
	struct peer_end p;

	(void)state;
	start(&p);
	say_text(&p, "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":"
	    "\"any.thing\"}");
	assert_int_equal(shutdown(p.fd, SHUT_WR), 0);
	assert_silence(&p);
	assert_true(p.eof);
	assert_int_equal(n_submitted, 0);
	assert_int_equal(dispatch_clients(dispatch), 0);
	end_peer(&p);
}

static void
a_line_of_one_mebibyte_is_taken_and_a_longer_one_ends_it(void **state)
{
	const char *head = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"any.thing\",\"params\":{\"value\":\"";
	char *line = mem_new(WIRE_LINE_MAX + 3, 1);
	struct peer_end p;

	(void)state;
	start(&p);
	memset(line, 'x', WIRE_LINE_MAX);
	memcpy(line, head, strlen(head));
	memcpy(line + WIRE_LINE_MAX - 3, "\"}}\r\n", 5);
	say_bytes(&p, line, WIRE_LINE_MAX + 2);
	assert_result(&p, 1);
	memcpy(line + WIRE_LINE_MAX - 3, "x\"}}\n", 5);
	say_bytes(&p, line, WIRE_LINE_MAX + 2);
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	turn();
	assert_silence(&p);
	assert_true(p.eof);
	assert_int_equal(n_submitted, 1);
	end_peer(&p);
	free(line);
}

static void
a_line_without_end_is_not_kept_without_bound(void **state)
{
	char *bytes = mem_new(WIRE_LINE_MAX * 2, 1);
	struct peer_end p;

	(void)state;
	start(&p);
	memset(bytes, ' ', WIRE_LINE_MAX * 2);
	say_bytes(&p, bytes, WIRE_LINE_MAX * 2);
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	turn();
	assert_int_equal(dispatch_clients(dispatch), 0);
	end_peer(&p);
	free(bytes);
}

static void
thousands_at_once_are_answered_in_order(void **state)
{
	struct peer_end p;
	struct buf all;
	json_t *line;
	int i;

	(void)state;
	start(&p);
	buf_init(&all, 1u << 20);
	for (i = 0; i < 5000; i++)
		assert_true(buf_addf(&all, "{\"jsonrpc\":\"2.0\",\"id\":%d,"
		    "\"method\":\"any.thing\",\"params\":{\"value\":%d}}\n", i,
		    i));
	say_bytes(&p, buf_data(&all), buf_len(&all));
	for (i = 0; i < 5000; i++) {
		line = hear(&p);
		while (line == NULL)
			line = hear(&p);
		assert_int_equal(json_integer_value(json_object_get(line,
		    "id")), i);
		json_decref(line);
	}
	assert_int_equal(n_submitted, 5000);
	buf_fini(&all);
	end_peer(&p);
}

static void
no_more_requests_are_taken_than_may_be_held(void **state)
{
	struct peer_end p;
	int i;

	(void)state;
	hold = 1;
	start(&p);
	for (i = 0; i < HELD * 2 + 3; i++)
		say_echo(&p, i, "x");
	turn();
	assert_int_equal(n_submitted, HELD);
	assert_int_equal(dispatch_queued(dispatch), HELD);
	answer_waiting();
	turn();
	assert_int_equal(n_submitted, HELD * 2);
	answer_waiting();
	turn();
	assert_int_equal(n_submitted, HELD * 2 + 3);
	answer_waiting();
	for (i = 0; i < HELD * 2 + 3; i++)
		assert_result(&p, i);
	end_peer(&p);
}

static void
who_never_reads_is_not_read_and_others_are_served(void **state)
{
	struct peer_end deaf, other;
	ssize_t sent = 1;
	char *line;
	size_t i, before;

	(void)state;
	start(&deaf);
	start(&other);
	answer_size = 100000;
	line = mem_format("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"any.thing\"}\n");
	for (i = 0; i < 20000 && sent > 0; i++) {
		sent = send(deaf.fd, line, strlen(line), MSG_NOSIGNAL);
		turn();
	}
	assert_true(i < 20000);
	/* What was answered fits into the socket's buffer and ours. */
	assert_true(n_submitted < 40);
	before = n_submitted;
	answer_size = 0;
	say_echo(&other, 5, "hei");
	assert_result(&other, 5);
	assert_int_equal(n_submitted, before + 1);
	/* And it goes on as soon as somebody reads. */
	for (i = 0; i < 50; i++) {
		turn();
		listen_to(&deaf);
	}
	assert_true(n_submitted > before + 100);
	free(line);
	end_peer(&deaf);
	end_peer(&other);
}

static void
after_a_half_close_replies_are_still_delivered(void **state)
{
	struct peer_end p;
	int i;

	(void)state;
	hold = 1;
	start(&p);
	for (i = 0; i < HELD + 2; i++)
		say_echo(&p, i, "x");
	assert_int_equal(shutdown(p.fd, SHUT_WR), 0);
	assert_silence(&p);
	assert_false(p.eof);
	answer_waiting();
	turn();
	answer_waiting();
	for (i = 0; i < HELD + 2; i++)
		assert_result(&p, i);
	assert_silence(&p);
	assert_true(p.eof);
	assert_int_equal(dispatch_clients(dispatch), 0);
	end_peer(&p);
}

static void
who_is_gone_before_the_answer_harms_nobody(void **state)
{
	struct peer_end p, other;

	(void)state;
	hold = 1;
	start(&p);
	say_echo(&p, 1, "x");
	say_echo(&p, 2, "x");
	turn();
	assert_int_equal(n_waiting, 2);
	end_peer(&p);
	start(&other);
	say_echo(&other, 3, "y");
	turn();
	answer_waiting();
	assert_int_equal(dispatch_queued(dispatch), 0);
	assert_result(&other, 3);
	turn();
	assert_int_equal(dispatch_clients(dispatch), 1);
	end_peer(&other);
}

static void
requests_outlive_the_dispatch(void **state)
{
	struct peer_end p;

	(void)state;
	hold = 1;
	start(&p);
	say_echo(&p, 1, "x");
	turn();
	assert_int_equal(n_waiting, 1);
	dispatch_free(dispatch);
	answer_waiting();
	open_dispatch();
	end_peer(&p);
}

static int
file_with(const char *text)
{
	FILE *f = tmpfile();
	int fd;

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fflush(f), 0);
	fd = dup(fileno(f));
	(void)fclose(f);
	return fd;
}

static void
assert_content(struct peer_end *p, const char *content)
{
	json_t *line = hear(p);

	assert_non_null(line);
	assert_string_equal(json_string_value(json_object_get(json_object_get(
	    line, "result"), "content")), content);
	json_decref(line);
}

static void
descriptors_go_with_their_line(void **state)
{
	const char *put = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"file.put\",\"params\":{\"file\":0}}\n";
	struct peer_end p;
	int a = file_with("first"), b = file_with("second"), before;

	(void)state;
	start(&p);
	before = open_fds();
	/* All three are in the socket before the loop looks. */
	say_echo(&p, 7, "between");
	say_fds(&p, put, &a, 1);
	say_echo(&p, 8, "between");
	say_fds(&p, put, &b, 1);
	assert_result(&p, 7);
	assert_content(&p, "first");
	assert_result(&p, 8);
	assert_content(&p, "second");
	/* A line without one has none. */
	say(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"file.put\","
	    "\"params\":{\"file\":0}}");
	assert_error(&p, -32602, "E_PARAMS");
	assert_int_equal(open_fds(), before);
	(void)close(a);
	(void)close(b);
	end_peer(&p);
}

static void
a_descriptor_may_come_with_half_a_line(void **state)
{
	struct peer_end p;
	int a = file_with("half");

	(void)state;
	start(&p);
	say_fds(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,", &a, 1);
	turn();
	say(&p, "\"method\":\"file.put\",\"params\":{\"file\":0}}");
	assert_content(&p, "half");
	(void)close(a);
	end_peer(&p);
}

static void
too_many_descriptors_are_refused_and_closed(void **state)
{
	const char *line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
	    "\"file.put\",\"params\":{\"file\":0}}\n";
	struct peer_end p;
	int a = file_with("x"), fds[8], before, i;

	(void)state;
	start(&p);
	before = open_fds();
	for (i = 0; i < 8; i++)
		fds[i] = a;
	say_fds(&p, line, fds, 8);
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	say_fds(&p, line, fds, 5);
	assert_error(&p, WIRE_REQUEST, "E_REQUEST");
	say_fds(&p, line, fds, 4);
	assert_content(&p, "x");
	assert_int_equal(open_fds(), before);
	/* Never a line, only descriptors. */
	for (i = 0; i < 10; i++)
		say_fds(&p, " ", fds, 8);
	turn();
	assert_true(open_fds() <= before + 16);
	(void)close(a);
	end_peer(&p);
	assert_int_equal(open_fds(), before - 3);
}

static void
a_reply_may_carry_a_descriptor(void **state)
{
	struct peer_end p;
	int i;

	(void)state;
	start(&p);
	for (i = 0; i < 3; i++) {
		say_echo(&p, 10 + i, "x");
		say(&p, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"file.get\""
		    "}");
	}
	for (i = 0; i < 3; i++) {
		assert_result(&p, 10 + i);
		assert_result(&p, 1);
	}
	assert_int_equal(p.n_fds, 3);
	end_peer(&p);
}

static void
one_connection_too_many_is_told_so(void **state)
{
	struct peer_end p[CLIENTS], more;
	int i;

	(void)state;
	for (i = 0; i < CLIENTS; i++)
		start(&p[i]);
	connect_end(&more);
	assert_error(&more, -32007, "E_BUSY");
	assert_silence(&more);
	assert_true(more.eof);
	end_peer(&more);
	end_peer(&p[0]);
	start(&p[0]);
	for (i = 0; i < CLIENTS; i++)
		end_peer(&p[i]);
}

static void
a_full_queue_is_told_so(void **state)
{
	struct peer_end p[CLIENTS];
	int i, k;

	(void)state;
	hold = 1;
	for (i = 0; i < CLIENTS; i++) {
		start(&p[i]);
		for (k = 0; k < HELD; k++)
			say_echo(&p[i], k, "x");
		turn();
	}
	assert_int_equal(n_submitted, QUEUED);
	assert_error(&p[CLIENTS - 1], -32007, "E_BUSY");
	answer_waiting();
	for (i = 0; i < CLIENTS; i++)
		end_peer(&p[i]);
}

static void
draining_answers_what_was_taken_and_nothing_new(void **state)
{
	struct peer_end p, late;

	(void)state;
	hold = 1;
	start(&p);
	say_echo(&p, 1, "x");
	turn();
	dispatch_drain(dispatch);
	say_echo(&p, 2, "x");
	turn();
	assert_int_equal(n_submitted, 1);
	connect_end(&late);
	assert_error(&late, -32008, "E_UNAVAILABLE");
	answer_waiting();
	assert_result(&p, 1);
	assert_silence(&p);
	assert_true(p.eof);
	assert_int_equal(dispatch_clients(dispatch), 0);
	end_peer(&p);
	end_peer(&late);
}

static void
an_answer_over_one_line_becomes_an_error(void **state)
{
	struct peer_end p;

	(void)state;
	start(&p);
	answer_size = WIRE_LINE_MAX;
	say_echo(&p, 1, "x");
	assert_error(&p, -32602, "E_TOO_LARGE");
	end_peer(&p);
}

static void
random_bytes_harm_nobody(void **state)
{
	static const char alphabet[] = "{}[]\":,\\\n\n0e-tru \x80\xc3";
	unsigned char bytes[2000];
	struct peer_end p, other;
	size_t i, k, n;

	(void)state;
	id_seed(20270101);
	start(&other);
	for (i = 0; i < 300; i++) {
		start(&p);
		id_bytes(bytes, sizeof(bytes));
		n = (size_t)bytes[0] * 7 + 1;
		for (k = 0; i % 2 == 0 && k < n; k++)
			bytes[k] = (unsigned char)alphabet[bytes[k] %
			    (sizeof(alphabet) - 1)];
		say_bytes(&p, (const char *)bytes, n);
		turn();
		end_peer(&p);
	}
	assert_int_equal(dispatch_clients(dispatch), 1);
	say_echo(&other, 1, "hei");
	assert_result(&other, 1);
	end_peer(&other);
}

#define CASE(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_greeting_comes_first),
		CASE(a_request_is_answered_with_its_id),
		CASE(garbage_gets_an_error_and_harms_nobody),
		CASE(an_unknown_method_is_told_the_nearest),
		CASE(wrong_parameters_do_not_reach_the_queue),
		CASE(a_half_line_waits_for_its_rest),
		CASE(a_half_line_at_the_end_is_dropped),
		CASE(a_line_of_one_mebibyte_is_taken_and_a_longer_one_ends_it),
		CASE(a_line_without_end_is_not_kept_without_bound),
		CASE(thousands_at_once_are_answered_in_order),
		CASE(no_more_requests_are_taken_than_may_be_held),
		CASE(who_never_reads_is_not_read_and_others_are_served),
		CASE(after_a_half_close_replies_are_still_delivered),
		CASE(who_is_gone_before_the_answer_harms_nobody),
		CASE(requests_outlive_the_dispatch),
		CASE(descriptors_go_with_their_line),
		CASE(a_descriptor_may_come_with_half_a_line),
		CASE(too_many_descriptors_are_refused_and_closed),
		CASE(a_reply_may_carry_a_descriptor),
		CASE(one_connection_too_many_is_told_so),
		CASE(a_full_queue_is_told_so),
		CASE(draining_answers_what_was_taken_and_nothing_new),
		CASE(an_answer_over_one_line_becomes_an_error),
		CASE(random_bytes_harm_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
