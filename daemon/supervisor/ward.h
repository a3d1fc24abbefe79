/*
 * ward -- one municipality as the parent sees it: its socket and its worker.
 *
 *	STARTING ── ready ──► SERVING ── died ──► RESTING ── rested ──► STARTING
 *	   └────────── died ─────────────────────────┘
 *	any ── ward_stop ──► STOPPING ── died ──► ENDED
 *
 * The listening sockets outlive every worker.  While none serves, callers get
 * E_UNAVAILABLE at once (doors.h); only those for whom a service manager
 * started the daemon wait for its first worker.
 */
#ifndef SUPERVISOR_WARD_H
#define SUPERVISOR_WARD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <jansson.h>

#include "base/err.h"

#define WARD_STUCK_MS 5000 /* in a script or plugin: killed */
#define WARD_STOP_MS 5000 /* a worker may drain for so long */

struct event_base;
struct ward;

enum ward_state {
	WARD_STARTING,
	WARD_SERVING,
	WARD_RESTING,
	WARD_STOPPING,
	WARD_ENDED
};

struct ward_args {
	struct event_base *base; /* borrowed */
	const char *run; /* folder of the sockets; borrowed for the call */
	mode_t mode;
	gid_t gid; /* (gid_t)-1: leave it */
	bool only; /* a worker that refuses its first
					 * start ends the ward */
	/* State or configuration of the ward has changed. */
	void (*changed)(void *arg, struct ward *w);
	void *arg; /* borrowed */
};

/*
 * Bind the socket of the municipality in PART (worker/plan.h; borrowed), or
 * take the one that a service manager handed over.  Errors as listener_open's.
 */
enum rc ward_open(const struct ward_args *args, json_t *part, struct ward **out,
    struct err *e);

/* Take the socket away; no worker may be left.  NULL is fine. */
void ward_close(struct ward *w);

/* Start the first worker. */
void ward_start(struct ward *w);

/* End the worker, and with it the ward: STOPPING, then ENDED. */
void ward_stop(struct ward *w);

/* Another configuration, for the worker or its successor. */
void ward_take(struct ward *w, json_t *part);

/* Child PID ended with STATUS: true if it was this ward's. */
bool ward_died(struct ward *w, pid_t pid, int status);

/* Once a second: is it stuck? */
void ward_look(struct ward *w);

const char *ward_number(const struct ward *w);
enum ward_state ward_state(const struct ward *w);
const json_t *ward_part(const struct ward *w);

/* Does the worker still have to say what it thinks of ward_take? */
bool ward_is_asked(const struct ward *w);

/*
 * Exit status of a worker that refused to start; 0 if it started, or did not
 * end by itself.
 */
int ward_refusal(const struct ward *w);

/* The row of sys.status (new). */
json_t *ward_status(const struct ward *w);

#endif
