/*
 * dispatch -- lines become requests, answers become lines.
 *
 * Stands over a method table that it is given and knows no cases.  A request
 * that is malformed, names no method or breaks the method's row is answered
 * here; all others go to the submit hook and belong to it until it answers.
 *
 * However much others ask, whoever keeps the machine gets through: sys.* has a
 * lane of its own, and some connections are kept for operators.
 */
#ifndef RPC_DISPATCH_H
#define RPC_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/types.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "rpc/client.h"
#include "model/schema.h"

struct clock;
struct dispatch;
struct event_base;

#define DISPATCH_LANE 4 /* requests of the lane per connection */
#define DISPATCH_KEPT 8 /* connections for operators, above the limit */

/*
 * One request on its way.  Everything in it lives until request_reply or
 * request_fail, which free it; descriptors that the receiver wants to keep are
 * replaced by -1 in `fds`.
 */
struct request {
	const struct bf_method *method; /* borrowed: a row of the table */
	json_t *params; /* owned; checked, without `reserved` */
	struct reserved reserved; /* texts borrowed from `whole` */
	char *login; /* owned; "": unknown */
	int64_t received; /* ms UTC */
	bool urgent; /* of the lane: answer it before others */
	int fds[CLIENT_FDS]; /* owned; -1: none */
	size_t n_fds;

	/* dispatch's own */
	json_t *whole; /* owned; the request as it came */
	const json_t *id; /* borrowed from `whole` */
	struct client *client; /* borrowed; NULL: gone meanwhile */
	struct dispatch *dispatch; /* borrowed */
	TAILQ_ENTRY(request) link; /* of the client's requests */
};

struct dispatch_hooks {
	/* Take over REQUEST; answer it now or later. */
	void (*submit)(void *arg, struct request *request);
	/* The login name of UID, borrowed; NULL if it has none. */
	const char *(*login_of)(void *arg, uid_t uid);
	/* May UID, called LOGIN, have one of the places kept?  NULL: nobody. */
	bool (*is_operator)(void *arg, uid_t uid, const char *login);
	/* What LOGIN is greeted with, inside "boflyt" (a new reference). */
	json_t *(*greet)(void *arg, const char *login);
	/* CLIENT ends: tell it nothing more.  May be NULL. */
	void (*gone)(void *arg, struct client *client);
	void *arg; /* borrowed */
};

struct dispatch_parts {
	struct event_base *base; /* borrowed */
	const struct bf_method *methods; /* borrowed; to a NULL name */
	struct clock *clock; /* borrowed */
	struct client_limits limits;
	size_t queued; /* requests of all connections, but for the lane's */
	struct dispatch_hooks hooks;
};

/* RC_INTERNAL if a row of the table has no access class or stands twice. */
enum rc dispatch_new(const struct dispatch_parts *parts, struct dispatch **out,
    struct err *e);

/*
 * Close all connections; NULL is fine.  Requests not yet answered stay valid
 * and may still be answered, to nobody.
 */
void dispatch_free(struct dispatch *d);

/* Serve a connection: a listener_fn with ARG a struct dispatch. */
void dispatch_accept(void *arg, int fd, uid_t uid);

/* Read nothing more; connections close when their replies are delivered. */
void dispatch_drain(struct dispatch *d);

/* Other LIMITS from now on; connections above them stay. */
void
dispatch_set_limits(struct dispatch *d, const struct client_limits *limits);

/* How many connections, and how many requests that wait for an answer. */
size_t dispatch_clients(const struct dispatch *d);
size_t dispatch_queued(const struct dispatch *d);

/*
 * Answer and free R.  RESULT is borrowed; FD is -1, or duplicated and sent with
 * the reply.  A RESULT that makes a line over WIRE_LINE_MAX becomes the error
 * E_TOO_LARGE.  If the client is gone meanwhile, nothing happens.
 */
void request_reply(struct request *r, const json_t *result, int fd);
void request_fail(struct request *r, const struct err *e);

#endif
