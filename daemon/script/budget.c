/*
 * budget -- CPU time for a script, enforced from outside.
 */
#include "script/budget.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"

#define AGAIN_NS 5000000 /* the signal comes again after this */
#define STEPS 1024 /* between two looks at the flag */
#define NS INT64_C(1000000000)

/* One timer per process: one thread, one script at a time. */
static timer_t timer;
static pid_t timer_owner; /* a timer does not survive a fork */
static struct budget *volatile current; /* borrowed; the innermost */
static const char stop_mark; /* its address is the error of a stop */

static int64_t
cpu_now(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts) != 0)
		return 0;
	return (int64_t)ts.tv_sec * NS + ts.tv_nsec;
}

int
budget_stop(lua_State *L)
{
	lua_pushlightuserdata(L, (void *)(uintptr_t)&stop_mark);
	return lua_error(L);
}

bool
budget_is_stop(lua_State *L, int idx)
{
	return lua_islightuserdata(L, idx) &&
	    lua_topointer(L, idx) == (const void *)&stop_mark;
}

/* Runs at every instruction from now on: a pcall may catch one, not all. */
static void
stop_hook(lua_State *L, lua_Debug *ar)
{
	(void)ar;
	lua_sethook(L, stop_hook,
	    LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
	(void)budget_stop(L);
}

/* Only touches what lua_sethook may touch in a signal handler (lua.c does). */
static void
on_signal(int number)
{
	struct budget *b = current;
	int saved = errno;

	(void)number;
	if (b != NULL && cpu_now() >= b->deadline) {
		b->spent = 1;
		lua_sethook(b->L, stop_hook,
		    LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT,
		    1);
	}
	errno = saved;
}

enum rc
budget_prepare(struct err *e)
{
	struct sigevent how = { .sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = BUDGET_SIGNAL };
	struct sigaction action = { .sa_handler = on_signal,
		.sa_flags = SA_RESTART };

	if (timer_owner == getpid())
		return RC_OK;
	(void)sigemptyset(&action.sa_mask);
	if (sigaction(BUDGET_SIGNAL, &action, NULL) != 0 ||
	    timer_create(CLOCK_THREAD_CPUTIME_ID, &how, &timer) != 0)
		return err_set(e, RC_UNAVAILABLE,
		    _("no timer for the CPU time of scripts: %s"),
		    strerror(errno));
	timer_owner = getpid();
	return RC_OK;
}

/* Let the timer fire at DEADLINE and again; 0 stops it. */
static void
arm(int64_t deadline)
{
	struct itimerspec when = { .it_interval = { 0, 0 } };
	int rc;

	if (deadline > 0) {
		when.it_interval.tv_nsec = AGAIN_NS;
		when.it_value.tv_sec = (time_t)(deadline / NS);
		when.it_value.tv_nsec = (long)(deadline % NS);
	}
	rc = timer_settime(timer, TIMER_ABSTIME, &when, NULL);
	assert(rc == 0);
	(void)rc;
}

enum rc
budget_begin(struct budget *b, lua_State *L, int ms, struct err *e)
{
	enum rc rc;

	assert(ms > 0);
	if ((rc = budget_prepare(e)) != RC_OK)
		return rc;
	b->L = L;
	b->spent = 0;
	b->outer = current;
	b->deadline = cpu_now() + (int64_t)ms * (NS / 1000);
	if (b->outer != NULL && b->outer->deadline < b->deadline)
		b->deadline = b->outer->deadline;
	current = b;
	arm(b->deadline);
	return RC_OK;
}

void
budget_end(struct budget *b)
{
	assert(current == b);
	arm(0);
	current = b->outer;
	if (current != NULL)
		arm(current->deadline);
	b->outer = NULL;
}

bool
budget_is_spent(void)
{
	return current != NULL && current->spent != 0;
}

void
budget_check(lua_State *L)
{
	if (budget_is_spent())
		(void)budget_stop(L);
}

void
budget_step(lua_State *L, unsigned int *steps, unsigned int n)
{
	*steps += n;
	if (*steps < STEPS)
		return;
	*steps = 0;
	budget_check(L);
}
