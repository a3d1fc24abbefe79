/*
 * dispatch -- from a line to a checked request and back.
 */
#include "rpc/dispatch.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "base/wire.h"

TAILQ_HEAD(request_list, request);

/* What is kept for each connection. */
struct peer {
	char *login; /* owned */
	struct request_list requests; /* not yet answered; theirs to free */
	size_t ordinary, urgent; /* of them */
};

struct dispatch {
	struct dispatch_parts parts;
	struct client_set *clients; /* owned */
	size_t n_methods;
	size_t ordinary, urgent; /* not yet answered */
	bool draining;
	bool freed; /* only requests keep it alive */
};

static void
close_all(const int *fds, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (fds[i] >= 0)
			(void)close(fds[i]);
}

static void
send_error(struct client *c, const json_t *id, int code, const struct err *e)
{
	size_t n;
	char *line = wire_error(id, code, e, &n);

	client_send(c, line, n, -1);
	free(line);
}

static const struct bf_method *
method_find(const struct dispatch *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->n_methods; i++)
		if (strcmp(d->parts.methods[i].name, name) == 0)
			return &d->parts.methods[i];
	return NULL;
}

static enum rc
no_method(const struct dispatch *d, const char *name, struct err *e)
{
	const char **names = mem_new(d->n_methods, sizeof(*names)), *near;
	size_t i, n = 0;

	for (i = 0; i < d->n_methods; i++)
		if ((d->parts.methods[i].faces & BF_FACE_SOCKET) != 0)
			names[n++] = d->parts.methods[i].name;
	near = ini_nearest(name, names, n);
	free(names);
	if (near != NULL)
		return err_name(e, RC_INVALID, "E_METHOD",
		    _("%.64s: no such method, did you mean '%s'?"), name, near);
	return err_name(e, RC_INVALID, "E_METHOD",
	    _("%.64s: no such method; sys.describe lists them all"), name);
}

/*
 * May R go before others?  Not before what its own connection has asked for
 * earlier, and no connection may fill the lane.
 */
static bool
is_urgent(const struct peer *peer, const struct bf_method *m)
{
	return strncmp(m->name, "sys.", 4) == 0 && peer->ordinary == 0 &&
	    peer->urgent < DISPATCH_LANE;
}

/* The method and its parameters; *CODE is set when that fails. */
static enum rc
check(const struct dispatch *d, const struct peer *peer,
    const struct wire_request *w, struct request *r, int *code, struct err *e)
{
	*code = WIRE_METHOD;
	r->method = method_find(d, w->method);
	if (r->method == NULL || (r->method->faces & BF_FACE_SOCKET) == 0)
		return no_method(d, w->method, e);
	*code = rc_code(RC_BUSY);
	r->urgent = is_urgent(peer, r->method);
	if (!r->urgent && d->ordinary >= d->parts.queued)
		return err_set(e, RC_BUSY,
		    _("%s: too many requests are "
		      "waiting; try again later"),
		    w->method);
	*code = rc_code(RC_INVALID);
	return schema_check(r->method, w->params, r->n_fds, &r->reserved,
	    &r->params, e);
}

static void
request_free(struct request *r)
{
	json_decref(r->params);
	json_decref(r->whole);
	close_all(r->fds, r->n_fds);
	free(r->login);
	free(r);
}

/* ONE more or less that waits; PEER is NULL if it is gone. */
static void
count(struct dispatch *d, struct peer *peer, const struct request *r, int one)
{
	size_t *of_all = r->urgent ? &d->urgent : &d->ordinary, *own;

	*of_all += (size_t)one;
	if (peer == NULL)
		return;
	own = r->urgent ? &peer->urgent : &peer->ordinary;
	*own += (size_t)one;
}

static void
submit(struct dispatch *d, struct client *c, struct request *r)
{
	struct peer *peer = client_data(c);

	r->dispatch = d;
	r->client = c;
	r->login = mem_text(peer->login);
	r->received = clock_now(d->parts.clock);
	TAILQ_INSERT_TAIL(&peer->requests, r, link);
	client_hold(c);
	count(d, peer, r, 1);
	d->parts.hooks.submit(d->parts.hooks.arg, r);
}

static void
on_line(void *arg, struct client *c, const char *line, size_t n, const int *fds,
    size_t n_fds)
{
	struct dispatch *d = arg;
	struct request *r = mem_new(1, sizeof(*r));
	struct wire_request w;
	struct err e = ERR_INIT;
	enum rc rc;
	int code;

	err_forget();
	rc = wire_parse(line, n, &w, &e);
	code = w.code;
	r->whole = w.whole;
	r->id = w.id;
	if (rc == RC_OK && n_fds > CLIENT_FDS) {
		code = WIRE_REQUEST;
		rc = err_name(&e, RC_INVALID, "E_REQUEST",
		    _("line: more than "
		      "%d descriptors"),
		    CLIENT_FDS);
	}
	if (n_fds <= CLIENT_FDS) {
		memcpy(r->fds, fds, n_fds * sizeof(*fds));
		r->n_fds = n_fds;
	} else {
		close_all(fds, n_fds);
	}
	if (rc == RC_OK)
		rc = check(d, client_data(c), &w, r, &code, &e);
	if (rc == RC_OK) {
		submit(d, c, r);
		return;
	}
	send_error(c, r->id, code, &e);
	request_free(r);
}

static void
on_too_long(void *arg, struct client *c)
{
	struct err e = ERR_INIT;

	(void)arg;
	(void)err_name(&e, RC_INVALID, "E_REQUEST",
	    _("line: longer than %u "
	      "bytes; the connection ends"),
	    WIRE_LINE_MAX);
	send_error(c, NULL, WIRE_REQUEST, &e);
}

static void
on_gone(void *arg, struct client *c)
{
	struct peer *peer = client_data(c);
	struct dispatch *d = arg;
	struct request *r;

	if (d->parts.hooks.gone != NULL)
		d->parts.hooks.gone(d->parts.hooks.arg, c);
	/* The requests go on; only nobody waits for them any more. */
	while ((r = TAILQ_FIRST(&peer->requests)) != NULL) {
		TAILQ_REMOVE(&peer->requests, r, link);
		r->client = NULL;
	}
	free(peer->login);
	free(peer);
}

static enum rc
check_table(struct dispatch *d, struct err *e)
{
	const struct bf_method *m = d->parts.methods;
	const char *flaw;

	for (; m[d->n_methods].name != NULL; d->n_methods++) {
		flaw = NULL;
		if (m[d->n_methods].access == BF_ACCESS_NONE)
			flaw = "no access class";
		else if (method_find(d, m[d->n_methods].name) != NULL)
			flaw = "stands twice";
		if (flaw != NULL)
			return err_set(e, RC_INTERNAL, "method %s: %s",
			    m[d->n_methods].name, flaw);
	}
	return RC_OK;
}

enum rc
dispatch_new(const struct dispatch_parts *parts, struct dispatch **out,
    struct err *e)
{
	struct dispatch *d = mem_new(1, sizeof(*d));
	const struct client_hooks hooks = { on_line, on_too_long, on_gone, d };
	enum rc rc;

	d->parts = *parts;
	if ((rc = check_table(d, e)) != RC_OK) {
		free(d);
		return rc;
	}
	d->clients = client_set_new(parts->base, &parts->limits, &hooks);
	*out = d;
	return RC_OK;
}

void
dispatch_free(struct dispatch *d)
{
	if (d == NULL)
		return;
	client_set_free(d->clients);
	d->clients = NULL;
	d->freed = true;
	if (dispatch_queued(d) == 0)
		free(d);
}

/* Say why not, if the other end's buffer takes it, and hang up. */
static void
turn_away(int fd, const struct err *e)
{
	size_t n;
	char *line = wire_error(NULL, rc_code(e->rc), e, &n);

	if (send(fd, line, n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		(void)shutdown(fd, SHUT_RDWR);
	free(line);
	(void)close(fd);
}

static void
greet(struct dispatch *d, struct client *c, const char *login)
{
	json_t *greeting = d->parts.hooks.greet(d->parts.hooks.arg, login);
	size_t n;
	char *line = wire_greeting(greeting, &n);

	client_send(c, line, n, -1);
	free(line);
	json_decref(greeting);
}

/* Is there a place for UID, called LOGIN? */
static enum rc
check_place(const struct dispatch *d, uid_t uid, const char *login,
    struct err *e)
{
	const struct dispatch_hooks *h = &d->parts.hooks;
	size_t n = client_set_count(d->clients), most = d->parts.limits.clients;

	if (d->draining)
		return err_set(e, RC_UNAVAILABLE,
		    _("socket: the daemon is "
		      "stopping; try again later"));
	if (n < most ||
	    (n - most < DISPATCH_KEPT && h->is_operator != NULL &&
		h->is_operator(h->arg, uid, login)))
		return RC_OK;
	return err_set(e, RC_BUSY,
	    _("socket: %zu connections already; "
	      "try again later"),
	    most);
}

void
dispatch_accept(void *arg, int fd, uid_t uid)
{
	struct dispatch *d = arg;
	struct err e = ERR_INIT;
	struct client *c;
	struct peer *peer;
	const char *login = d->parts.hooks.login_of(d->parts.hooks.arg, uid);

	if (login == NULL)
		login = "";
	if (check_place(d, uid, login, &e) != RC_OK) {
		turn_away(fd, &e);
		return;
	}
	peer = mem_new(1, sizeof(*peer));
	peer->login = mem_text(login);
	TAILQ_INIT(&peer->requests);
	c = client_new(d->clients, fd, peer);
	greet(d, c, peer->login);
}

void
dispatch_drain(struct dispatch *d)
{
	d->draining = true;
	client_set_drain(d->clients);
}

void
dispatch_set_limits(struct dispatch *d, const struct client_limits *limits)
{
	d->parts.limits = *limits;
	client_set_limits(d->clients, limits);
}

size_t
dispatch_clients(const struct dispatch *d)
{
	return client_set_count(d->clients);
}

size_t
dispatch_queued(const struct dispatch *d)
{
	return d->ordinary + d->urgent;
}

/* The answer is said or cannot be: R ends. */
static void
request_end(struct request *r)
{
	struct dispatch *d = r->dispatch;
	struct peer *peer = NULL;

	assert(dispatch_queued(d) > 0);
	if (r->client != NULL) {
		peer = client_data(r->client);
		TAILQ_REMOVE(&peer->requests, r, link);
		client_release(r->client);
	}
	count(d, peer, r, -1);
	request_free(r);
	if (dispatch_queued(d) == 0 && d->freed)
		free(d);
}

void
request_reply(struct request *r, const json_t *result, int fd)
{
	struct err e = ERR_INIT;
	size_t n;
	char *line;

	if (r->client == NULL) {
		request_end(r);
		return;
	}
	line = wire_result(r->id, result, &n);
	if (n > WIRE_LINE_MAX + 1) {
		(void)err_name(&e, RC_INVALID, "E_TOO_LARGE",
		    _("%s: the "
		      "answer is longer than %u bytes; ask for less at once"),
		    r->method->name, WIRE_LINE_MAX);
		send_error(r->client, r->id, rc_code(e.rc), &e);
	} else {
		client_send(r->client, line, n, fd);
	}
	free(line);
	request_end(r);
}

void
request_fail(struct request *r, const struct err *e)
{
	if (r->client != NULL)
		send_error(r->client, r->id, rc_code(e->rc), e);
	request_end(r);
}
