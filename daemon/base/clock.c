/*
 * clock -- system time that never goes back, or a time that stands still.
 */
#include "base/clock.h"

#include <assert.h>
#include <time.h>

static int64_t
read_ms(clockid_t id)
{
	struct timespec ts;

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void
clock_init_system(struct clock *c)
{
	c->still = false;
	c->now = 0;
}

void
clock_init_still(struct clock *c, int64_t ms)
{
	c->still = true;
	c->now = ms;
}

int64_t
clock_now(struct clock *c)
{
	int64_t ms;

	if (!c->still && (ms = read_ms(CLOCK_REALTIME)) > c->now)
		c->now = ms;
	return c->now;
}

void
clock_floor(struct clock *c, int64_t ms)
{
	if (ms > c->now)
		c->now = ms;
}

void
clock_set(struct clock *c, int64_t ms)
{
	assert(c->still && "only a still clock can be moved");
	assert(ms >= c->now && "a clock never goes back");
	c->now = ms;
}

int64_t
clock_ticks(void)
{
	return read_ms(CLOCK_MONOTONIC);
}
