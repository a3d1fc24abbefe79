/*
 * test_holds -- what must hold of plans at any time (domain §3.1), on the rows
 * that a host in memory has of them, and plans made there.
 */
#ifndef PLAN_TEST_HOLDS_H
#define PLAN_TEST_HOLDS_H

#include "../../tests/plugin/drawn.h"
#include "rules.h"

#define PLANS_MAX 64

struct fixture {
	struct drawn d;
	enum plan_state was[PLANS_MAX]; /* by id, before the call */
	size_t n_was, n_content;
	bool consented[RAM_PERSONS + 1];
	bool could_write; /* before the call, somebody's plan */
};

/* How the plans stand before a call; F is a struct fixture. */
void remember(void *f);

/* Who consents to a plan now. */
void remember_consents(struct fixture *f);

/* The rule that does not hold; NULL: all do. */
const char *broken(const void *f);

/* The report's sums are those of the plans. */
const char *broken_sums(const void *f);

/* {plan: PLAN} (new). */
json_t *on(json_int_t plan);
/* All that the letters ask for, by whoever is responsible. */
void fill(struct fixture *f, json_int_t plan);
/* On an empty host: plan 1 of person 1 in force, 2027-01-04 to 2028-01-03. */
void make_whole(struct fixture *f);

/* PLAN is in STATE, and everything holds. */
void assert_stands(struct fixture *f, json_int_t plan, const char *state);
/* plan.VERB by nav01 of nav is refused as NAME; P is stolen. */
void refused(struct fixture *f, const char *verb, json_t *p, const char *name);

#endif
