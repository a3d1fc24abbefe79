/*
 * peer -- a connection that speaks to the daemon; see peer.h.
 */
#include "peer.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "daemon.h"
#include "tee.h"

#define PATIENCE_MS 20000 /* ten times what anything here may take */

void
peer_open(struct peer *c, const struct place *p)
{
	memset(c, 0, sizeof(*c));
	c->got_fd = -1;
	c->fd = place_connect(p);
	assert_true(c->fd != -1);
	c->hello = peer_read(c);
	assert_non_null(json_object_get(c->hello, "boflyt"));
}

void
peer_close(struct peer *c)
{
	if (c->fd == -1)
		return;
	close(c->fd);
	if (c->got_fd != -1)
		close(c->got_fd);
	json_decref(c->hello);
	free(c->in);
	memset(c, 0, sizeof(*c));
	c->fd = c->got_fd = -1;
}

void
peer_send(struct peer *c, const char *bytes, size_t n)
{
	ssize_t done;

	while (n > 0) {
		done = send(c->fd, bytes, n, MSG_NOSIGNAL);
		assert_true(done > 0);
		bytes += done;
		n -= (size_t)done;
	}
}

/* The next bytes, and the descriptor that may come with them. */
static ssize_t
receive(struct peer *c)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct iovec iov = { c->in + c->n, c->room - c->n };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control) };
	ssize_t got = recvmsg(c->fd, &msg, MSG_CMSG_CLOEXEC);
	const struct cmsghdr *cm = got > 0 ? CMSG_FIRSTHDR(&msg) : NULL;

	if (cm != NULL && cm->cmsg_type == SCM_RIGHTS)
		memcpy(&c->got_fd, CMSG_DATA(cm), sizeof(int));
	return got;
}

/* More bytes; false at the end of the connection. */
static bool
fill(struct peer *c)
{
	struct pollfd pfd = { .fd = c->fd, .events = POLLIN };
	ssize_t got;

	if (c->room - c->n < 65536) {
		c->room = c->n + 131072;
		c->in = realloc(c->in, c->room);
		assert_non_null(c->in);
	}
	assert_int_equal(poll(&pfd, 1, PATIENCE_MS), 1);
	got = receive(c);
	if (got <= 0)
		return false;
	if (!c->untapped)
		tee_bytes("socket", c->in + c->n, (size_t)got);
	c->n += (size_t)got;
	return true;
}

json_t *
peer_read(struct peer *c)
{
	char *end;
	json_t *line;
	size_t len;

	while (c->n == 0 || (end = memchr(c->in, '\n', c->n)) == NULL)
		if (!fill(c))
			return NULL;
	len = (size_t)(end - c->in);
	line = json_loadb(c->in, len, 0, NULL);
	assert_non_null(line);
	c->n -= len + 1;
	memmove(c->in, end + 1, c->n);
	return line;
}

/* Send LINE in one piece, the descriptor with its first byte. */
static void
send_with_fd(struct peer *c, const char *line, size_t n, int fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct iovec iov = { (void *)(uintptr_t)line, n };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control) };
	struct cmsghdr *cm;

	memset(control, 0, sizeof(control));
	cm = CMSG_FIRSTHDR(&msg);
	cm->cmsg_level = SOL_SOCKET;
	cm->cmsg_type = SCM_RIGHTS;
	cm->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(cm), &fd, sizeof(int));
	assert_int_equal(sendmsg(c->fd, &msg, MSG_NOSIGNAL), n);
}

json_t *
peer_call_fd(struct peer *c, int fd, const char *as, const char *method,
    json_t *params)
{
	json_t *request, *reply;
	char *text, *line = NULL;
	int n;

	if (params == NULL)
		params = json_object();
	if (as != NULL)
		json_object_set_new(params, "as", json_string(as));
	request = json_pack("{s:s, s:I, s:s, s:o}", "jsonrpc", "2.0", "id",
	    (json_int_t)++c->id, "method", method, "params", params);
	assert_non_null(request);
	text = json_dumps(request, JSON_COMPACT);
	json_decref(request);
	n = asprintf(&line, "%s\n", text);
	assert_true(n > 0);
	if (fd != -1)
		send_with_fd(c, line, (size_t)n, fd);
	else
		peer_send(c, line, (size_t)n);
	free(line);
	free(text);
	reply = peer_read(c);
	assert_non_null(reply);
	assert_int_equal(json_integer_value(json_object_get(reply, "id")),
	    c->id);
	return reply;
}

json_t *
peer_call(struct peer *c, const char *as, const char *method, json_t *params)
{
	return peer_call_fd(c, -1, as, method, params);
}

json_t *
peer_do(struct peer *c, const char *as, const char *method, json_t *params)
{
	json_t *reply = peer_call(c, as, method, params);
	json_t *result = json_incref(json_object_get(reply, "result"));
	char *text;

	if (result == NULL) {
		text = json_dumps(reply, 0);
		fail_msg("%s: %s", method, text);
	}
	json_decref(reply);
	return result;
}

void
peer_refused(struct peer *c, const char *as, const char *method, json_t *params,
    const char *name)
{
	json_t *reply = peer_call(c, as, method, params);
	const char *got = NULL;

	json_unpack(reply, "{s:{s:{s:s}}}", "error", "data", "name", &got);
	if (got == NULL || strcmp(got, name) != 0)
		fail_msg("%s: expected %s: %s", method, name,
		    json_dumps(reply, 0));
	json_decref(reply);
}

void
peer_load_workflow(struct peer *c)
{
	json_decref(peer_do(c, "admin01", "workflow.load",
	    json_pack("{s:s}", "path", "boligsosial")));
	json_decref(peer_do(c, "admin01", "workflow.activate",
	    json_pack("{s:s}", "definition", "boligsosial")));
}
