/*
 * deaths -- how long a worker that died rests before it is started again.
 */
#include "supervisor/deaths.h"

#include <string.h>

int64_t
deaths_add(struct deaths *d, int64_t now, int64_t lived)
{
	int64_t oldest = d->at[DEATHS_AT_ONCE - 1];
	int crowded = d->n >= DEATHS_AT_ONCE && now - oldest < DEATHS_MINUTE_MS;

	memmove(d->at + 1, d->at, (DEATHS_AT_ONCE - 1) * sizeof(d->at[0]));
	d->at[0] = now;
	d->n++;
	if (lived >= DEATHS_MINUTE_MS)
		d->rest = 0;
	else if (d->rest > 0)
		d->rest *= 2;
	else if (crowded)
		d->rest = DEATHS_REST_MIN_MS;
	if (d->rest > DEATHS_REST_MAX_MS)
		d->rest = DEATHS_REST_MAX_MS;
	return d->rest;
}
