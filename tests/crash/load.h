/*
 * load -- connections that work at once, and remember what they were promised.
 *
 * Every request has a key of its own; after a crash it is sent again, and then
 * the daemon must answer what it had answered, or do it for the first time.
 */
#ifndef CRASH_LOAD_H
#define CRASH_LOAD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "../e2e/work.h"

#include "page.h"

#define LOAD_PEERS 4
#define LOAD_ASKS 4096

#define LOAD_PARTS 3 /* plugins that a course goes through, see parts.c */

/* What the asks of one course have made so far. */
struct made {
	json_int_t person, plan, matter, guarantee; /* 0: none yet */
};

/* One request, from its sending to the end of the round. */
struct ask {
	int kind, peer;
	char number[NUMBER_SIZE]; /* its case; "" if it opens one */
	struct made made; /* by the asks before it; of parts alone */
	json_t *reply; /* owned: the result that was promised; NULL: none */
};

struct load {
	struct place place;
	struct page *page; /* mapped; NULL: nothing is preloaded */
	struct peer peers[LOAD_PEERS];
	struct ask asks[LOAD_ASKS];
	size_t n, first; /* asked in all; of this round */
	size_t last[LOAD_PEERS]; /* asked last, from 1; 0: nothing yet */
	long long cases, letters; /* that there must be */
	json_int_t person; /* whom every case is about */
	bool parts; /* every course goes through the three plugins */
	int64_t slowest; /* ms until it served again */
};

/* An installation with the page for the preloaded library, not yet started. */
void load_make(struct load *l);
/* The same with the three plugins; the courses are those of parts.c. */
void load_make_parts(struct load *l);
void load_remove(struct load *l);

/* Have what is started next loaded with the library, or not any more. */
void load_preload(const struct load *l, bool on);

/* Start it and see how long it takes; open the connections. */
void load_start(struct load *l);

/* Start with a database of its own; the shipped workflow is active. */
void load_start_anew(struct load *l);

/* Work for MS, or until the worker stands still or is gone. */
void load_run(struct load *l, int ms);

/* Take the answers that are still to come from a daemon that lives. */
void load_finish(struct load *l);

/* End the worker with its parent by SIGKILL, and take what was answered. */
void load_kill(struct load *l);

/* Wait until every letter is in the spool, once and whole. */
void load_post(struct load *l);

/* The courier of the running daemon, waiting for it to be there. */
pid_t load_courier(const struct load *l);

/* The worker of the running daemon. */
pid_t load_worker(const struct load *l);

/* Read what the daemon had sent before it ended, and leave. */
void load_leave(struct load *l);

/*
 * Ask everything of this round again: what was promised is there, what was not
 * is there once, and the whole database verifies.
 */
void load_check(struct load *l);

/*
 * parts.c: a course through the three plugins, ask after ask.  The method of the
 * ask of KIND, NULL after the last; its parameters beside who asks; what the ask
 * NEXT begins with after A was answered.
 */
const char *parts_method(int kind);
void parts_params(const struct ask *a, size_t i, json_t *p);
void parts_made(const struct ask *a, struct ask *next);

/* Every record that was asked for is there once, and fits its case. */
void parts_check(struct load *l);

/* Milliseconds of a clock that only runs forward. */
int64_t load_ticks(void);

/* How many rounds: BOFLYT_KILL_ROUNDS, or USUAL; at least four. */
int load_rounds(int usual);

/* A repeatable number below N; SEED goes on from one to the next. */
int load_draw(uint32_t *seed, int n);

#endif
