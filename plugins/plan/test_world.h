/*
 * test_world -- a person with a case of NAV and a plan of nav02's, at the socket.
 */
#ifndef PLAN_TEST_WORLD_H
#define PLAN_TEST_WORLD_H

#include "../../tests/e2e/work.h"

/* plan.VERB by nav02, which must succeed; {plan}. */
void plan_step(struct work *w, const char *verb, json_t *p);
json_t *plan_one(json_int_t plan);

/* A case of nav01's with its person NAME; gives the person. */
json_int_t plan_case(struct work *w, const char *name, char *number);

json_int_t plan_consent(struct work *w, const char *number, json_int_t person,
    const char *purpose, const char *from, const char *to, const char *class);

/* The plan of a need that was reported. */
json_int_t plan_reported(struct work *w, const char *number);

/* Offered, with consent, and begun, at level 3. */
json_int_t plan_begun(struct work *w, const char *number, json_int_t person,
    const char *kind);

/* Everything that the letters ask for: 2027-01-04 to 2028-01-03, coordinator
 * nav02, substitute nav01. */
void plan_filled(struct work *w, json_int_t plan);

/* The first of ROWS whose key is KEY with a number after it; NULL: none. */
json_t *plan_task_of(json_t *rows, const char *key);

#endif
