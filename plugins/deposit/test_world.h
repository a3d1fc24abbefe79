/*
 * test_world -- words to work with guarantees in, for tests on a real socket.
 *
 * Everything is done as nav02, who is caseworker and decision-maker.
 */
#ifndef DEPOSIT_TEST_WORLD_H
#define DEPOSIT_TEST_WORLD_H

#include "../../tests/e2e/work.h"

/* deposit.VERB; P is taken over.  The result, or nothing, or refused as NAME. */
json_t *call(struct work *w, const char *verb, json_t *p);
void step(struct work *w, const char *verb, json_t *p);
void refused(struct work *w, const char *verb, json_t *p, const char *name);

/* {guarantee: N}. */
json_t *one(json_int_t guarantee);

/* work_guarantee_case about somebody new called NAME. */
json_int_t decided_case(struct work *w, const char *name, const char *date,
    char *number, json_int_t *person);

/* For Testvegen 7 of Ola Utleier, whose number is an organisation's. */
json_t *application(const char *number, json_int_t rent, int months);

/* Applied for as in S-05: 12 500 kr, three months. */
json_int_t apply(struct work *w, const char *number);

/* G from application to in force, from 2027-02-01 to 2030-01-31. */
void issue(struct work *w, json_int_t g, json_int_t decision);

/* Both. */
json_int_t in_force(struct work *w, const char *number, json_int_t decision);

/* Two months of rent and 18 000 kr of damage, received on 2028-06-05. */
json_t *s05_parts(void);
json_int_t s05_claim(struct work *w, json_int_t g, const char *no);

/* deposit.show; the number of a part of KIND in it. */
json_t *show(struct work *w, json_int_t g);
json_int_t part_of(struct work *w, json_int_t g, const char *kind);

#endif
