/*
 * channel -- JSON values, one a line, between a worker and its parent.
 *
 * The worker's end: it waits for what it needs at the start and later takes what
 * has come.  What comes is trusted; it was written by this very program.
 */
#ifndef BASE_CHANNEL_H
#define BASE_CHANNEL_H

#include <jansson.h>

#include "base/buf.h"
#include "base/err.h"

struct channel {
	int fd; /* owned */
	struct buf in;
};

void channel_init(struct channel *c, int fd);
void channel_fini(struct channel *c); /* zeroed with fd -1 is fine */

/* Send VALUE, which is taken over; RC_UNAVAILABLE if nobody is there. */
enum rc channel_send(struct channel *c, json_t *value, struct err *e);

/*
 * The next value (new), waiting for it if need be.  RC_UNAVAILABLE: the other
 * end is gone, or what it sent is no JSON.
 */
enum rc channel_wait(struct channel *c, json_t **out, struct err *e);

/*
 * Read what there is without waiting, then give the next whole value (new) or
 * NULL.  Call it until it gives NULL.
 */
enum rc channel_poll(struct channel *c, json_t **out, struct err *e);

#endif
