/*
 * link -- the control socket: one line out, one line back, files as
 * descriptors.
 */
#include "client/link.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/catalog.h"

#define LINE_MAX_BYTES (64u << 20) /* of a reply */
#define CHUNK 65536
#define PATIENCE_MS 2000 /* with a worker that starts */
#define STEP_MS 50

static const char *
run_folder(void)
{
	const char *dir = getenv("BOFLYT_RUN");

	return dir != NULL && dir[0] != '\0' ? dir : BOFLYT_RUNDIR;
}

/* "5532.sock" and the like; the parent's own socket is not a municipality. */
static bool
is_socket_name(const char *name)
{
	size_t n = strspn(name, "0123456789");

	return n > 0 && strcmp(name + n, ".sock") == 0;
}

static int
by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* The municipalities that are served in the folder: "3401 5501"; owned. */
static char *
municipalities(size_t *n)
{
	char *all = mem_text(""), **list = NULL, *more;
	DIR *d = opendir(run_folder());
	struct dirent *entry;
	size_t i;

	for (*n = 0; d != NULL && (entry = readdir(d)) != NULL;) {
		if (!is_socket_name(entry->d_name))
			continue;
		list = mem_grow(list, *n + 1, sizeof(*list));
		list[(*n)++] =
		    mem_text_n(entry->d_name, strcspn(entry->d_name, "."));
	}
	if (d != NULL)
		closedir(d);
	if (*n > 0)
		qsort(list, *n, sizeof(*list), by_name);
	for (i = 0; i < *n; i++) {
		more = mem_format("%s%s%s", all, i > 0 ? " " : "", list[i]);
		free(all);
		free(list[i]);
		all = more;
	}
	free(list);
	return all;
}

/* The socket of MUNICIPALITY; of the only one if it is NULL. */
static enum rc
find_socket(struct link *l, const char *municipality, struct err *e)
{
	const char *dir = run_folder();
	size_t count;
	char *there = municipalities(&count);
	enum rc rc = RC_OK;
	int n;

	n = snprintf(l->path, sizeof(l->path), "%s/%s.sock", dir,
	    municipality != NULL ? municipality : there);
	if (municipality == NULL && count > 1)
		rc = err_set(e, RC_INVALID,
		    _("there are %zu municipalities here: choose one of %s "
		      "with -m or BOFLYT_MUNICIPALITY"),
		    count, there);
	else if (count == 0)
		rc = err_set(e, RC_UNAVAILABLE,
		    _("%s: no municipality's socket is there: is boflytd "
		      "running? BOFLYT_RUN or -s names another place"),
		    dir);
	else if (n < 0 || (size_t)n >= sizeof(l->path))
		rc = err_set(e, RC_INVALID,
		    _("%s: too long for the path of a socket"), dir);
	else if (access(l->path, F_OK) != 0 && errno == ENOENT)
		rc = err_set(e, RC_UNAVAILABLE,
		    _("%s: no such municipality here; there is %s"),
		    municipality, there);
	free(there);
	return rc;
}

static enum rc
find_path(struct link *l, const char *socket_path, const char *municipality,
    struct err *e)
{
	int n;

	if (municipality == NULL)
		municipality = getenv("BOFLYT_MUNICIPALITY");
	if (municipality != NULL && municipality[0] == '\0')
		municipality = NULL;
	if (socket_path == NULL)
		return find_socket(l, municipality, e);
	n = snprintf(l->path, sizeof(l->path), "%s", socket_path);
	if (n < 0 || (size_t)n >= sizeof(l->path))
		return err_set(e, RC_INVALID,
		    _("%s: too long for the path of a socket"), socket_path);
	return RC_OK;
}

static enum rc
receive_line(struct link *l, char **line, struct err *e)
{
	char control[CMSG_SPACE(sizeof(int) * LINK_FDS)];
	struct cmsghdr *c;
	struct msghdr msg;
	struct iovec iov;
	const char *end;
	ssize_t n;

	for (;;) {
		end = memchr(buf_data(&l->in), '\n', buf_len(&l->in));
		if (end != NULL)
			break;
		if ((iov.iov_base = buf_room(&l->in, CHUNK)) == NULL)
			return err_set(e, RC_INTERNAL,
			    _("the answer is longer than 64 MiB"));
		iov.iov_len = CHUNK;
		memset(&msg, 0, sizeof(msg));
		msg.msg_iov = &iov;
		msg.msg_iovlen = 1;
		msg.msg_control = control;
		msg.msg_controllen = sizeof(control);
		n = recvmsg(l->fd, &msg, MSG_CMSG_CLOEXEC);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, RC_UNAVAILABLE,
			    _("%s: the connection was lost"), l->path);
		buf_grew(&l->in, (size_t)n);
		c = CMSG_FIRSTHDR(&msg);
		if (c != NULL && c->cmsg_level == SOL_SOCKET &&
		    c->cmsg_type == SCM_RIGHTS) {
			if (l->file != -1)
				close(l->file);
			memcpy(&l->file, CMSG_DATA(c), sizeof(l->file));
		}
	}
	*line = mem_text_n(buf_data(&l->in), (size_t)(end - buf_data(&l->in)));
	buf_drop(&l->in, (size_t)(end - buf_data(&l->in)) + 1);
	return RC_OK;
}

static enum rc
receive_json(struct link *l, json_t **out, struct err *e)
{
	char *line;
	enum rc rc;

	if ((rc = receive_line(l, &line, e)) != RC_OK)
		return rc;
	*out = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
	free(line);
	if (json_is_object(*out))
		return RC_OK;
	json_decref(*out);
	*out = NULL;
	return err_set(e, RC_FOREIGN,
	    _("%s: what answers there is not boflytd"), l->path);
}

static void
disconnect(struct link *l)
{
	if (l->fd != -1)
		close(l->fd);
	if (l->file != -1)
		close(l->file);
	l->fd = -1;
	l->file = -1;
	buf_fini(&l->in);
	json_decref(l->hello);
	json_decref(l->heard);
	l->hello = NULL;
	l->heard = NULL;
}

/* What stands where a greeting should: nothing of ours, or why not now. */
static enum rc
read_excuse(const struct link *l, const json_t *line, struct err *e)
{
	const json_t *error = json_object_get(line, "error");

	if (error == NULL)
		return err_set(e, RC_FOREIGN,
		    _("%s: what answers there is not boflytd"), l->path);
	return err_name(e, RC_UNAVAILABLE,
	    text_of(json_object_get(error, "data"), "name"), "%s: %s", l->path,
	    text_of(error, "message"));
}

static enum rc
connect_once(struct link *l, struct err *e)
{
	struct sockaddr_un addr;
	json_t *greeting;
	enum rc rc;
	int why;

	disconnect(l);
	buf_init(&l->in, LINE_MAX_BYTES);
	memset(&addr, 0, sizeof(addr));
	addr.sun_family = AF_UNIX;
	memcpy(addr.sun_path, l->path, sizeof(addr.sun_path));
	l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (l->fd == -1 ||
	    connect(l->fd, (struct sockaddr *)&addr, sizeof(addr)) == -1) {
		why = errno;
		disconnect(l);
		return err_set(e, why == EACCES ? RC_DENIED : RC_UNAVAILABLE,
		    why == EACCES ? _("%s: %s: ask the administrator for the "
				      "socket's group") :
				    _("%s: %s: is boflytd running?"),
		    l->path, strerror(why));
	}
	if ((rc = receive_json(l, &greeting, e)) != RC_OK)
		return rc;
	l->hello = json_incref(json_object_get(greeting, "boflyt"));
	if (l->hello == NULL)
		rc = read_excuse(l, greeting, e);
	json_decref(greeting);
	return rc;
}

/* A worker that is being started serves in a moment. */
static enum rc
link_connect(struct link *l, struct err *e)
{
	const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };
	enum rc rc;
	int waited;

	for (waited = 0;; waited += STEP_MS) {
		rc = connect_once(l, e);
		if (rc != RC_UNAVAILABLE || l->fd == -1 ||
		    strcmp(e->name, "E_UNAVAILABLE") != 0 ||
		    waited >= PATIENCE_MS)
			return rc;
		err_clear(e);
		nanosleep(&step, NULL);
	}
}

enum rc
link_open(struct link *l, const char *socket_path, const char *municipality,
    struct err *e)
{
	enum rc rc;

	memset(l, 0, sizeof(*l));
	l->fd = -1;
	l->file = -1;
	rc = find_path(l, socket_path, municipality, e);
	return rc == RC_OK ? link_connect(l, e) : rc;
}

void
link_close(struct link *l)
{
	disconnect(l);
}

/* The descriptors go with the first byte. */
static enum rc
send_line(struct link *l, char *line, const int *fds, size_t n, struct err *e)
{
	char control[CMSG_SPACE(sizeof(int) * LINK_FDS)];
	size_t left = strlen(line);
	struct cmsghdr *c;
	struct msghdr msg;
	struct iovec iov;
	ssize_t sent;

	while (left > 0) {
		memset(&msg, 0, sizeof(msg));
		memset(control, 0, sizeof(control));
		iov.iov_base = line;
		iov.iov_len = left;
		msg.msg_iov = &iov;
		msg.msg_iovlen = 1;
		if (n > 0) {
			msg.msg_control = control;
			msg.msg_controllen = CMSG_SPACE(sizeof(int) * n);
			if ((c = CMSG_FIRSTHDR(&msg)) != NULL) {
				c->cmsg_level = SOL_SOCKET;
				c->cmsg_type = SCM_RIGHTS;
				c->cmsg_len = CMSG_LEN(sizeof(int) * n);
				memcpy(CMSG_DATA(c), fds, sizeof(int) * n);
			}
		}
		sent = sendmsg(l->fd, &msg, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return err_set(e, RC_UNAVAILABLE,
			    _("%s: the connection was lost"), l->path);
		line += sent;
		left -= (size_t)sent;
		n = 0;
	}
	return RC_OK;
}

static void
reply_error(struct reply *r, const json_t *error)
{
	json_t *data = json_object_get(error, "data"), *field;
	const char *name = text_of(data, "name");
	size_t i;

	r->code = (int)json_integer_value(json_object_get(error, "code"));
	/* The code decides the exit status; the daemon's text stays. */
	err_name(&r->err, RC_INVALID, name[0] != '\0' ? name : "E_PARAMS", "%s",
	    text_of(error, "message"));
	json_array_foreach(json_object_get(data, "fields"), i, field)
		err_field(&r->err, text_of(field, "field"),
		    text_of(field, "name"), "%s", text_of(field, "message"));
}

/* The params of LINE if it is an event, borrowed; else NULL. */
static json_t *
event_of(const json_t *line)
{
	if (strcmp(text_of(line, "method"), "event") != 0)
		return NULL;
	return json_object_get(line, "params");
}

static void
keep_event(struct link *l, json_t *params)
{
	if (l->heard == NULL)
		l->heard = json_array();
	json_array_append(l->heard, params);
}

/* Wait for the reply to the last request; events are kept for link_hear. */
static enum rc
receive_reply(struct link *l, struct reply *r, struct err *e)
{
	json_t *line, *error, *id;
	bool mine;
	enum rc rc;

	do {
		if ((rc = receive_json(l, &line, e)) != RC_OK)
			return rc;
		error = json_object_get(line, "error");
		id = json_object_get(line, "id");
		mine = json_integer_value(id) == l->id ||
		    (error != NULL && !json_is_integer(id));
		if (mine && error != NULL)
			reply_error(r, error);
		else if (mine)
			r->result =
			    json_incref(json_object_get(line, "result"));
		else if (event_of(line) != NULL)
			keep_event(l, event_of(line));
		json_decref(line);
	} while (!mine);
	r->file = l->file;
	l->file = -1;
	return RC_OK;
}

static enum rc
exchange(struct link *l, const char *method, const json_t *params,
    const int *fds, size_t n, struct reply *r, struct err *e)
{
	json_t *request;
	char *text, *line;
	enum rc rc;

	memset(r, 0, sizeof(*r));
	r->file = -1;
	request = json_object();
	json_object_set_new(request, "jsonrpc", json_string("2.0"));
	json_object_set_new(request, "id", json_integer(++l->id));
	json_object_set_new(request, "method", json_string(method));
	json_object_set_new(request, "params", json_deep_copy(params));
	text = json_dumps(request, JSON_COMPACT);
	json_decref(request);
	line = mem_format("%s\n", text != NULL ? text : "");
	free(text);
	rc = send_line(l, line, fds, n, e);
	free(line);
	return rc == RC_OK ? receive_reply(l, r, e) : rc;
}

enum rc
link_call(struct link *l, const char *method, const json_t *params,
    const int *fds, size_t n, bool again, struct reply *r, struct err *e)
{
	enum rc rc;
	size_t i;

	rc = exchange(l, method, params, fds, n, r, e);
	if (rc != RC_UNAVAILABLE || !again)
		return rc;
	err_clear(e);
	/* The daemon may have read on; its descriptor is the same file. */
	for (i = 0; i < n; i++)
		(void)lseek(fds[i], 0, SEEK_SET);
	if ((rc = link_connect(l, e)) != RC_OK)
		return rc;
	return exchange(l, method, params, fds, n, r, e);
}

enum rc
link_hear(struct link *l, json_t **params, struct err *e)
{
	json_t *line;
	enum rc rc;

	*params = json_incref(json_array_get(l->heard, 0));
	if (*params != NULL) {
		json_array_remove(l->heard, 0);
		return RC_OK;
	}
	do {
		if ((rc = receive_json(l, &line, e)) != RC_OK)
			return rc;
		*params = json_incref(event_of(line));
		json_decref(line);
	} while (*params == NULL);
	return RC_OK;
}

enum rc
link_again(struct link *l, struct err *e)
{
	return link_connect(l, e);
}

void
reply_fini(struct reply *r)
{
	json_decref(r->result);
	if (r->file != -1)
		close(r->file);
	r->result = NULL;
	r->file = -1;
}
