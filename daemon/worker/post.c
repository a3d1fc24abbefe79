/*
 * post -- the worker's end of its courier; see post.h.
 */
#include "worker/post.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include <jansson.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/pass.h"
#include "base/spawn.h"
#include "engine/engine.h"

struct post {
	struct event_base *base; /* borrowed */
	struct engine *engine; /* borrowed */
	struct event *batch; /* borrowed */
	struct event *line; /* owned: new couriers */
	struct bufferevent *courier; /* owned; NULL: there is none */
};

static void
send_message(void *arg, json_t *message)
{
	struct post *p = arg;
	char *text = json_dumps(message, JSON_COMPACT);

	if (p->courier != NULL && text != NULL) {
		(void)bufferevent_write(p->courier, text, strlen(text));
		(void)bufferevent_write(p->courier, "\n", 1);
	}
	free(text);
	json_decref(message);
}

static void
let_go(struct post *p)
{
	if (p->courier == NULL)
		return;
	bufferevent_free(p->courier);
	p->courier = NULL;
	engine_set_courier(p->engine, NULL, NULL);
	event_active(p->batch, EV_TIMEOUT, 0);
}

static void
hear(struct post *p, json_t *said)
{
	if (json_object_get(said, "ready") == NULL) {
		engine_hear(p->engine, said);
		return;
	}
	json_decref(said);
	engine_set_courier(p->engine, send_message, p);
	log_info("courier.ready");
}

static void
on_said(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	struct post *p = arg;
	json_t *said;
	char *line;

	while ((line = evbuffer_readln(in, NULL, EVBUFFER_EOL_LF)) != NULL) {
		said = json_loads(line, 0, NULL);
		free(line);
		if (said != NULL)
			hear(p, said);
	}
	event_active(p->batch, EV_TIMEOUT, 0);
}

static void
on_end(struct bufferevent *bev, short what, void *arg)
{
	(void)bev;
	(void)what;
	log_warning("courier.gone");
	let_go(arg);
}

static void
take_courier(struct post *p, int fd)
{
	let_go(p);
	(void)evutil_make_socket_nonblocking(fd);
	p->courier = bufferevent_socket_new(p->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (p->courier == NULL) {
		(void)close(fd);
		return;
	}
	bufferevent_setcb(p->courier, on_said, NULL, on_end, p);
	(void)bufferevent_enable(p->courier, EV_READ | EV_WRITE);
}

static void
on_line(evutil_socket_t fd, short what, void *arg)
{
	struct err e = ERR_INIT;
	struct post *p = arg;
	int courier;

	(void)what;
	do {
		if (pass_take(fd, &courier, &e) != RC_OK) {
			(void)event_del(p->line);
			return;
		}
		if (courier != -1)
			take_courier(p, courier);
	} while (courier != -1);
}

enum rc
post_open(struct event_base *base, struct engine *engine, struct event *batch,
    struct post **out, struct err *e)
{
	struct post *p = mem_new(1, sizeof(*p));

	*p = (struct post){ .base = base, .engine = engine, .batch = batch };
	p->line =
	    event_new(base, SPAWN_COURIERS, EV_READ | EV_PERSIST, on_line, p);
	if (p->line == NULL || event_add(p->line, NULL) != 0) {
		post_close(p);
		return err_set(e, RC_UNAVAILABLE,
		    _("event loop: the system gives no events"));
	}
	*out = p;
	return RC_OK;
}

void
post_close(struct post *p)
{
	if (p == NULL)
		return;
	if (p->courier != NULL)
		bufferevent_free(p->courier);
	if (p->line != NULL)
		event_free(p->line);
	free(p);
}
