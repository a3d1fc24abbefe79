/*
 * post -- the worker's end of its courier.
 *
 * Couriers come one after the other over the line to the parent; each is known
 * to the engine from when it says that it is ready until its end.  What it says
 * goes to the engine as it is, and the other way round (courier/courier.h).
 */
#ifndef WORKER_POST_H
#define WORKER_POST_H

#include "base/err.h"

struct engine;
struct event;
struct event_base;
struct post;

/*
 * Wait for couriers at SPAWN_COURIERS; BATCH is made active when ENGINE has
 * work from one.  All borrowed.
 */
enum rc post_open(struct event_base *base, struct engine *engine,
    struct event *batch, struct post **out, struct err *e);
void post_close(struct post *p); /* NULL is fine */

#endif
