/*
 * watch -- events of the engine's watches out on the connections they are for.
 */
#include "control/watch.h"

#include <stdlib.h>

#include "base/wire.h"
#include "engine/engine.h"
#include "rpc/client.h"
#include "rpc/dispatch.h"

/* Credit bounds what can be waiting in C, however slowly it reads. */
static void
tell(void *peer, const json_t *params)
{
	struct client *c = peer;
	size_t n;
	char *line = wire_notify("event", params, &n);

	client_send(c, line, n, -1);
	free(line);
}

void
watch_attach(struct engine *en)
{
	engine_set_tell(en, tell);
}

void *
watch_peer(void *request)
{
	const struct request *r = request;

	return r->client;
}

void
watch_forget(struct engine *en, struct client *c)
{
	engine_forget_peer(en, c);
}
