/*
 * watch -- events of the engine's watches out on the connections they are for.
 *
 * To the engine a connection is a pointer to compare; here it is a client of
 * rpc again.
 */
#ifndef CONTROL_WATCH_H
#define CONTROL_WATCH_H

struct client;
struct engine;

/* Send what EN's watches tell, from now on. */
void watch_attach(struct engine *en);

/* An ask's `peer`, with the request it was made of. */
void *watch_peer(void *request);

/* C ends, and its watches in EN with it. */
void watch_forget(struct engine *en, struct client *c);

#endif
