/*
 * slow -- what the daemon needs to run under valgrind; preloaded into it.
 *
 * A worker is the program started again, by a name that under valgrind is
 * valgrind's own: BOFLYT_SELF has the right one.  And the budget of a script is
 * counted in processor time, of which everything takes twenty times as much:
 * so that time is told, and set, as if it went twenty times slower.
 */
#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SLOWER 20
#define NS 1000000000LL

typedef int set_fn(timer_t timer, int flags, const struct itimerspec *new_value,
    struct itimerspec *old_value);

static set_fn *real_set;

__attribute__((constructor)) static void
find(void)
{
	void *symbol = dlsym(RTLD_NEXT, "timer_settime");

	/* A function's address may not be cast from a void pointer. */
	memcpy(&real_set, &symbol, sizeof(symbol));
}

static struct timespec
times(const struct timespec *t, long long num, long long den)
{
	long long ns = (t->tv_sec * NS + t->tv_nsec) * num / den;

	return (struct timespec){ .tv_sec = (time_t)(ns / NS),
		.tv_nsec = (long)(ns % NS) };
}

int
execv(const char *path, char *const argv[])
{
	const char *own = getenv("BOFLYT_SELF");

	if (own != NULL && strcmp(path, "/proc/self/exe") == 0)
		path = own;
	return execve(path, argv, environ);
}

int
clock_gettime(clockid_t clock, struct timespec *t)
{
	int rc = (int)syscall(SYS_clock_gettime, clock, t);

	if (rc == 0 && clock == CLOCK_THREAD_CPUTIME_ID)
		*t = times(t, 1, SLOWER);
	return rc;
}

/* The one timer that the daemon sets is that of the budget. */
int
timer_settime(timer_t timer, int flags, const struct itimerspec *new_value,
    struct itimerspec *old_value)
{
	struct itimerspec when = *new_value;

	when.it_value = times(&when.it_value, SLOWER, 1);
	return real_set(timer, flags, &when, old_value);
}
