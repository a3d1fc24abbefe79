/*
 * deaths -- how long a worker that died rests before it is started again.
 *
 * The first three deaths within a minute cost nothing; from then on each rest is
 * twice the last, up to half a minute, until one has lived for a minute.
 */
#ifndef SUPERVISOR_DEATHS_H
#define SUPERVISOR_DEATHS_H

#include <stdint.h>

#define DEATHS_AT_ONCE 3
#define DEATHS_MINUTE_MS 60000
#define DEATHS_REST_MIN_MS 1000
#define DEATHS_REST_MAX_MS 30000

/* Zeroed at first. */
struct deaths {
	int64_t at[DEATHS_AT_ONCE]; /* clock_ticks; the newest first */
	int64_t rest; /* of the last one, in ms */
	int64_t n; /* in all */
};

/* One died at NOW after it had lived LIVED ms: how long to rest, in ms. */
int64_t deaths_add(struct deaths *d, int64_t now, int64_t lived);

#endif
