/*
 * aide -- the courier beside a ward's worker, as the parent sees it.
 *
 *	IDLE ── worker serves ──► RUNNING ── died ──► RESTING ── rested ──► RUNNING
 *	  └──────── it ended ◄────── any ◄── worker is gone
 *
 * Each courier gets a pair of sockets of its own, whose other end goes to the
 * worker over a line that lasts as long as the worker: what a courier that died
 * had half read or half said is gone with it, and its end tells the worker so.
 */
#ifndef SUPERVISOR_AIDE_H
#define SUPERVISOR_AIDE_H

#include <stdbool.h>
#include <sys/types.h>

#include <jansson.h>

#include "base/err.h"

#define AIDE_STOP_MS 5000 /* to finish what it is at */

struct aide;
struct event_base;

/* ENDED(ARG) is called when a courier that is not to come again has ended. */
enum rc aide_open(struct event_base *base, const char *number,
    void (*ended)(void *arg), void *arg, struct aide **out, struct err *e);
void aide_close(struct aide *a); /* NULL is fine; none may run */

/* The worker's end of a new line, for its start; the caller closes it. */
enum rc aide_line(struct aide *a, int *fd, struct err *e);

/* The worker serves: a courier with ORDER (courier/courier.h), taken over. */
void aide_start(struct aide *a, json_t *order);

/* The worker is gone, and with it what the courier is for. */
void aide_stop(struct aide *a);

/* Child PID ended with STATUS: true if it was this courier. */
bool aide_died(struct aide *a, pid_t pid, int status);

/* Does none run? */
bool aide_is_gone(const struct aide *a);

/* Its process; 0: none. */
pid_t aide_pid(const struct aide *a);

#endif
