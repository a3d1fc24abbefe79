/*
 * town -- two municipalities under one parent.
 */
#ifndef E2E_TOWN_H
#define E2E_TOWN_H

#include "../cmocka_all.h"
#include "work.h"

#define PATIENCE_MS 20000

/* One place, and the same place seen through its other sockets. */
struct town {
	struct place place; /* 3401 */
	struct place other; /* 5532 */
	struct place parent;
};

/* Milliseconds of the clock that never jumps. */
int64_t now_ms(void);

/* Ten milliseconds. */
void nap(void);

/* Wait until CONDITION holds; fails after a while. */
#define UNTIL(condition)                                                       \
	do {                                                                   \
		int64_t until_ = now_ms() + PATIENCE_MS;                       \
		while (!(condition)) {                                         \
			assert_true(now_ms() < until_);                        \
			nap();                                                 \
		}                                                              \
	} while (0)

/* P is T's place, seen through the socket NAME. */
void look_through(const struct town *t, struct place *p, const char *name);

bool both_serve(struct town *t);

void start_all(struct town *t);

/* For cmocka; the state is a struct town, whose workers serve. */
int setup(void **state);
int teardown(void **state);

/* The parent's row of municipality NUMBER (new reference); NULL: none. */
json_t *row_of(struct town *t, const char *number);

/* The process of municipality NUMBER; 0: none. */
pid_t worker_of(struct town *t, const char *number);

/* Does the row of NUMBER say TEXT under NAME? */
bool
is_in(struct town *t, const char *number, const char *name, const char *text);

#endif
