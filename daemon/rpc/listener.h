/*
 * listener -- the control socket: bound, accepted from, taken away.
 */
#ifndef RPC_LISTENER_H
#define RPC_LISTENER_H

#include <sys/types.h>

#include "base/err.h"

struct event_base;
struct listener;

struct listener_args {
	const char *path; /* borrowed during listener_open */
	mode_t mode; /* 0660 */
	gid_t group; /* (gid_t)-1: leave it */
};

/*
 * A connection: FD is the callee's, non-blocking and close-on-exec; UID is that
 * of the process at the other end, as the kernel says (SO_PEERCRED).
 */
typedef void listener_fn(void *arg, int fd, uid_t uid);

/*
 * Bind and listen.  A socket that a dead process left behind is removed; one
 * that somebody listens at is RC_BUSY; anything else in its place RC_FOREIGN; a
 * path that is too long RC_CONFIG; a missing folder RC_NOTFOUND; the rest RC_IO.
 */
enum rc listener_open(struct event_base *base, const struct listener_args *args,
    listener_fn *fn, void *arg, struct listener **out, struct err *e);

/*
 * Only bind and listen, for others to accept from; errors as listener_open's.
 * *FD and the socket in the file system are the caller's to take away.
 */
enum rc listener_bind(const struct listener_args *args, int *fd, struct err *e);

/* Take over FD, which somebody else has bound and will remove. */
enum rc listener_open_fd(struct event_base *base, int fd, listener_fn *fn,
    void *arg, struct listener **out, struct err *e);

/* Stop listening, and remove the socket if we bound it.  NULL is fine. */
void listener_close(struct listener *l);

#endif
