/*
 * matrix -- a world with planted canaries, and everybody who may come along.
 *
 * Every value that somebody must not see has a word of its own; who may see
 * which is written down per persona, by hand and apart from the gate.
 */
#ifndef TESTS_ENGINE_MATRIX_H
#define TESTS_ENGINE_MATRIX_H

#include <stdbool.h>

#include <jansson.h>

#include "fixture.h"

/* What was planted where: one bit each. */
#define CANARY_CASE 0x01u /* the case's number and stage */
#define CANARY_IDENTITY 0x02u
#define CANARY_ADDRESS 0x04u
#define CANARY_HEALTH 0x08u
#define CANARY_ECONOMY 0x10u
#define CANARY_TASK 0x20u /* the title of a task for the unit "task" */
#define CANARY_OVERSIGHT                                                       \
	0x40u /* why somebody opened it in an emergency, or is
				* disqualified: for leader and auditor */

struct persona {
	const char *login; /* a user of MATRIX_INI */
	const char *role; /* chosen for the request; NULL: none */
	const char *basis; /* NULL: none */
	unsigned int may_see; /* CANARY_… */
};

extern const struct persona personas[];
extern const size_t n_personas;

struct world {
	struct fixture f;
	char number[24]; /* the case */
	json_int_t person, task, document, health_document, household, member,
	    consent, disqualification, emergency, hold, meeting, letter,
	    erasure, one;
	/* of plugins; 0 without them */
	json_int_t plan, goal, matter, guarantee, claim, repayment;
};

void matrix_open(struct world *w);
void matrix_close(struct world *w);

/* Which canaries stand in the last answer, be it result or error. */
unsigned int matrix_seen(const struct world *w);

/* "health" and so on for the lowest bit of SEEN. */
const char *matrix_canary_name(unsigned int seen);

/*
 * PARAMS for a method described as D: required ones, and optional ones that
 * WITH names (NULL: none; "*": all), out of the planted world.  UNKNOWN: row
 * numbers and cases that there are none of.  Fails the test if a required
 * parameter is of a kind that it has nothing for.
 */
json_t *matrix_params(const struct world *w, const json_t *d, const char *with,
    bool unknown);

/* Is parameter NAME one that points to a planted row or case? */
bool matrix_points(const char *name);

/* May it not even be known that the row exists? */
bool matrix_hides(const char *name);

/* Ask as P; PARAMS is taken over. */
enum rc matrix_ask(struct world *w, const struct persona *p, const char *method,
    json_t *params);

#endif
