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

#define LOAD_PARTS 3 /* plugins that the courses of parts.c go through */

/* What the asks of one course have made so far; 0: none yet. */
struct made {
	json_int_t person, plan, matter, guarantee, claim, repayment, goal;
	json_int_t decision;
};

/* A case with a decision that grants a guarantee. */
struct granted {
	char number[NUMBER_SIZE];
	json_int_t decision;
	size_t letters; /* that it had before anything was asked */
};

/* One request, from its sending to the end of the round. */
struct ask {
	int kind, peer;
	char number[NUMBER_SIZE]; /* its case; "" if it opens one */
	struct made made; /* by the asks before it; of parts alone */
	int day; /* when it was first asked, as the load's */
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
	bool parts; /* every course goes through one of the three plugins */
	struct granted
	    granted[LOAD_PEERS]; /* of parts: where its guarantees are */
	int day; /* of the clock, from the first one of parts.c */
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

/*
 * Move the clock on by DAYS and nothing else, for MS or until it is answered or
 * the worker stands still or is gone.
 */
void load_turn_clock(struct load *l, int days, int ms);

/* Take the answers that are still to come from a daemon that lives. */
void load_finish(struct load *l);

/* End the worker with its parent by SIGKILL, and take what was answered. */
void load_kill(struct load *l);

/* Wait until no letter of a case is on its way to the spool. */
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
 * parts.c: courses through the three plugins, ask after ask.  The method of the
 * ask of KIND, NULL after the last of a course; its parameters beside its key;
 * how the course of A's peer begins; what the ask NEXT begins with after A was
 * answered; and the ask that moves the clock.
 */
const char *parts_method(int kind);
void parts_params(const struct ask *a, size_t i, json_t *p);
void parts_begin(const struct load *l, struct ask *a);
void parts_made(const struct ask *a, struct ask *next);
void parts_clock(struct ask *a);

/*
 * parts_check.c: is everything there once that these asks do?  With AGAIN they
 * were all answered; without, each that was not is done wholly or not at all.
 */
void parts_check(struct load *l, bool again);

/* The letters of case NUMBER. */
size_t parts_letters(struct load *l, const char *number);

#define PARTS_PAID 1000000 /* øre: what is owed, and so paid, of each claim */
#define PARTS_PAYMENT 50000 /* øre: each payment back */

/* Whose steps the ask A belongs to. */
enum part {
	PART_OTHER, /* what leads to them */
	PART_PLAN,
	PART_EVICTION,
	PART_DEPOSIT,
};
enum part parts_of(const struct ask *a);

/* Milliseconds of a clock that only runs forward. */
int64_t load_ticks(void);

/* How many rounds: BOFLYT_KILL_ROUNDS, or USUAL; at least four. */
int load_rounds(int usual);

/* A repeatable number below N; SEED goes on from one to the next. */
int load_draw(uint32_t *seed, int n);

#endif
