/*
 * link -- the control socket: one line out, one line back, files as
 * descriptors.
 */
#ifndef CLIENT_LINK_H
#define CLIENT_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/err.h"

#define LINK_FDS 4 /* files that may go with one request */

struct link {
	char path[108]; /* of the socket */
	int fd; /* -1: not connected */
	int file; /* came with the last reply; -1: none */
	json_t *hello; /* owned: who the daemon says we are */
	struct buf in;
	json_t *heard; /* owned: params of events that came before a reply */
	long long id; /* of the last request */
};

/* What came back. */
struct reply {
	json_t *result; /* owned; NULL if it is an error */
	int code; /* JSON-RPC code of an error */
	struct err err; /* name and text of an error, wrong fields */
	int file; /* owned descriptor, or -1 */
};

/*
 * Connect to SOCKET, or to MUNICIPALITY's socket in the run folder, or to the
 * only socket there is; either may be NULL.  The run folder is BOFLYT_RUN of
 * the environment or the build's.
 */
enum rc link_open(struct link *l, const char *socket, const char *municipality,
    struct err *e);
void link_close(struct link *l);

/*
 * Send METHOD with PARAMS and N descriptors, and wait for the answer.  If the
 * connection is lost and AGAIN is set (the request carries a key, or changes
 * nothing), connect and send once more.  RC_OK means that R is filled, be it
 * with a result or an error; free it with reply_fini.
 */
enum rc link_call(struct link *l, const char *method, const json_t *params,
    const int *fds, size_t n, bool again, struct reply *r, struct err *e);
/* The params of the next event, new reference; waits for it. */
enum rc link_hear(struct link *l, json_t **params, struct err *e);

/* Connect once more to where the link was. */
enum rc link_again(struct link *l, struct err *e);

void reply_fini(struct reply *r);

#endif
