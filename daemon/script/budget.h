/*
 * budget -- CPU time for a script, enforced from outside.
 *
 * A timer over the thread's CPU time raises a signal when the time is over; the
 * handler sets a hook that stops the script at its next instruction, again and
 * again, so that no pcall survives it.  Until then no hook costs anything.  C
 * loops ask budget_check.  Budgets nest: the inner one never outlives the outer.
 */
#ifndef SCRIPT_BUDGET_H
#define SCRIPT_BUDGET_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include <lua.h>

#include "base/err.h"

struct budget {
	lua_State *L; /* borrowed until budget_end */
	int64_t deadline; /* ns of the thread's CPU time */
	volatile sig_atomic_t spent; /* set by the signal handler */
	struct budget *outer; /* borrowed; NULL: the outermost */
};

/*
 * Make the timer and take the signal; budget_begin does it when first needed,
 * a worker does it before its lock-down.  The signal is BUDGET_SIGNAL.
 */
#define BUDGET_SIGNAL SIGRTMIN
enum rc budget_prepare(struct err *e);

/* Give L MS milliseconds from now on; B is the caller's until budget_end. */
enum rc budget_begin(struct budget *b, lua_State *L, int ms, struct err *e);
void budget_end(struct budget *b);

/* Stop the script if the budget in force is spent; else return at once. */
void budget_check(lua_State *L);
bool budget_is_spent(void);

/* Count N steps of a C loop in *STEPS and look at the budget now and then. */
void budget_step(lua_State *L, unsigned int *steps, unsigned int n);

/* Raise what no pcall catches; is the value at IDX that? */
int budget_stop(lua_State *L);
bool budget_is_stop(lua_State *L, int idx);

#endif
