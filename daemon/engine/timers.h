/*
 * timers -- what is due: functions of definitions, warnings, events.
 *
 * A due timer is a step like any other, as `system`, in a savepoint of its own.
 * One that fails becomes an incident and is gone from the table, so that it
 * never stops the others.
 */
#ifndef ENGINE_TIMERS_H
#define ENGINE_TIMERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct engine;
struct timer;
struct tx;

/* What to fire, and how it went. */
struct timers_run {
	int64_t until; /* ms UTC: due then or before */
	size_t limit; /* at most so many */
	int64_t ticks; /* stop at this clock_ticks; 0: no limit */
	bool still; /* each at its own time, moving a clock that
				 * stands still with it */
	int64_t fired, failed; /* counted up */
};

/*
 * Fire what is due, in order of (due, id), each in a savepoint of its own.
 * RC_AGAIN if more may be due.
 */
enum rc timers_fire(struct engine *en, struct tx *tx, struct timers_run *run,
    struct err *e);

/* Take T away and keep it as an incident, because of WHY. */
enum rc timers_give_up(struct engine *en, struct tx *tx, const struct timer *t,
    const struct err *why, struct err *e);

/*
 * Try the incident's timer or event again, as `system`; RC_OK ends the
 * incident, after a failure the batch counts the attempt.
 */
enum rc
timers_retry(struct engine *en, struct tx *tx, int64_t incident, struct err *e);

#endif
