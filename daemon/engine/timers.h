/*
 * timers -- what is due: functions of definitions, warnings, events.
 *
 * A due timer is a step like any other, as `system`, in a savepoint of its own.
 * One that fails becomes an incident and is gone from the table, so that it
 * never stops the others.
 */
#ifndef ENGINE_TIMERS_H
#define ENGINE_TIMERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct engine;
struct step;
struct tx;

/*
 * Fire the timers due at UNTIL, soonest first, at most LIMIT.  STILL: each at
 * its own time, moving a clock that stands still.  *FIRED and *FAILED count up.
 * RC_AGAIN if more are due.
 */
enum rc	timers_fire(struct engine *en, struct tx *tx, int64_t until,
	    size_t limit, bool still, size_t *fired, size_t *failed,
	    struct err *e);

/* Try the incident's timer or event again; RC_OK closes the incident. */
enum rc	timers_retry(struct engine *en, struct tx *tx, int64_t incident,
	    struct err *e);

#endif
