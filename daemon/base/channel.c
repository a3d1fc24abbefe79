/*
 * channel -- JSON values, one a line, between a worker and its parent.
 */
#include "base/channel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/i18n.h"

#define LINE_BYTES (16u * 1024u * 1024u)
#define CHUNK 65536u

void
channel_init(struct channel *c, int fd)
{
	c->fd = fd;
	buf_init(&c->in, LINE_BYTES);
}

void
channel_fini(struct channel *c)
{
	if (c->fd != -1)
		(void)close(c->fd);
	c->fd = -1;
	buf_fini(&c->in);
}

static enum rc
gone(struct err *e)
{
	return err_set(e, RC_UNAVAILABLE, _("the parent is gone"));
}

enum rc
channel_send(struct channel *c, json_t *value, struct err *e)
{
	char *text = json_dumps(value, JSON_COMPACT);
	struct buf out;
	enum rc rc = RC_OK;
	ssize_t n;

	buf_init(&out, LINE_BYTES);
	(void)buf_add_text(&out, text == NULL ? "" : text);
	(void)buf_add_text(&out, "\n");
	free(text);
	json_decref(value);
	while (rc == RC_OK && buf_len(&out) > 0) {
		n = send(c->fd, buf_data(&out), buf_len(&out), MSG_NOSIGNAL);
		if (n > 0)
			buf_drop(&out, (size_t)n);
		else if (errno != EINTR)
			rc = gone(e);
	}
	buf_fini(&out);
	return rc;
}

/* More bytes; FLAGS says whether to wait. */
static enum rc
receive(struct channel *c, int flags, struct err *e)
{
	char *room = buf_room(&c->in, CHUNK);
	ssize_t n;

	if (room == NULL)
		return gone(e);
	do
		n = recv(c->fd, room, CHUNK, flags);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		buf_grew(&c->in, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
		return gone(e);
	return RC_OK;
}

/* The first whole line, or NULL. */
static enum rc
take(struct channel *c, json_t **out, struct err *e)
{
	const char *data = buf_data(&c->in);
	const char *end = memchr(data, '\n', buf_len(&c->in));

	*out = NULL;
	if (end == NULL)
		return RC_OK;
	*out = json_loadb(data, (size_t)(end - data), 0, NULL);
	buf_drop(&c->in, (size_t)(end - data) + 1);
	return *out == NULL ? gone(e) : RC_OK;
}

enum rc
channel_wait(struct channel *c, json_t **out, struct err *e)
{
	enum rc rc;

	while ((rc = take(c, out, e)) == RC_OK && *out == NULL)
		if ((rc = receive(c, 0, e)) != RC_OK)
			return rc;
	return rc;
}

enum rc
channel_poll(struct channel *c, json_t **out, struct err *e)
{
	enum rc rc;

	if ((rc = take(c, out, e)) != RC_OK || *out != NULL)
		return rc;
	if ((rc = receive(c, MSG_DONTWAIT, e)) != RC_OK)
		return rc;
	return take(c, out, e);
}
