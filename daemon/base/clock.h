/*
 * clock -- the one place where the program learns what time it is.
 *
 * Instants are milliseconds since 1970 UTC.  A clock either follows the system,
 * but never goes back, or stands still until it is moved: in tests, and in test
 * installations, where the instant is kept in the database.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Held by the caller; nothing in it needs freeing. */
struct clock {
	bool still;
	int64_t now; /* still: the instant; else the latest one given out */
};

/* Follow the system's clock. */
void clock_init_system(struct clock *c);

/* Stand still at MS. */
void clock_init_still(struct clock *c, int64_t ms);

/*
 * The instant now.  If the system's clock was set back, the latest instant
 * given out is repeated until time has caught up.
 */
int64_t clock_now(struct clock *c);

/*
 * Never give out an instant before MS, for instance that of the last row on
 * disk.
 */
void clock_floor(struct clock *c, int64_t ms);

/* Move a still clock to MS, which may not be before its instant (assert). */
void clock_set(struct clock *c, int64_t ms);

/* Milliseconds of a clock that only runs forward, for measuring how long. */
int64_t clock_ticks(void);

#endif
