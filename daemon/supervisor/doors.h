/*
 * doors -- the sockets of one municipality: where it is asked, and where its
 * figures are fetched.
 *
 * They outlive every worker.  While none serves, callers are answered here, at
 * once: one line with an error where a greeting would stand, then the end of
 * the connection; who comes for figures gets none.
 */
#ifndef SUPERVISOR_DOORS_H
#define SUPERVISOR_DOORS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

struct doors;
struct event_base;

struct doors_args {
	struct event_base *base; /* borrowed */
	const char *run; /* folder of the sockets; borrowed for the call */
	const char *number; /* of the municipality; likewise */
	mode_t mode;
	gid_t gid; /* (gid_t)-1: leave it */
	/* Set E to why nobody serves just now. */
	void (*excuse)(const void *arg, struct err *e);
	const void *arg; /* borrowed */
};

/*
 * Bind <run>/<number>.sock and <run>/<number>.metrics.sock, or take those that a
 * service manager handed over.  Errors as listener_open's.
 */
enum rc
doors_open(const struct doors_args *args, struct doors **out, struct err *e);

/* Take both away, unless they were handed over.  NULL is fine. */
void doors_close(struct doors *d);

/* The listening descriptors, borrowed. */
int doors_control(const struct doors *d);
int doors_metrics(const struct doors *d);

/* Did a service manager hand the first of them over? */
bool doors_are_handed(const struct doors *d);

/* Answer callers in a worker's place; leave them to the worker. */
void doors_answer(struct doors *d);
void doors_leave(struct doors *d);

#endif
