/*
 * release -- what a match released, by which rule, and what it kept to itself.
 *
 * One row for each asking case, person, purpose, other unit and rule, written
 * once.  Rows of the rule "unreleased" are only ever counted.
 */
#ifndef STORE_RELEASE_H
#define STORE_RELEASE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

struct release {
	int64_t case_id, person; /* the case that asks, and about whom */
	const char *purpose;
	const char *asker; /* unit that asks */
	const char *unit; /* unit that knows the person */
	const char *rule, *basis; /* access/match.h */
	const char *told; /* user or role of UNIT that was told; "" */
	int64_t told_case; /* UNIT's case that names the person */
};

/* Write R (borrowed) unless it stands there; *NEWLY says whether it was. */
enum rc
release_add(struct tx *tx, const struct release *r, bool *newly, struct err *e);

/* Rows of ASKER (NULL: any) with RULE recorded in [FROM, TO) ms UTC. */
enum rc release_count(struct store *s, const char *asker, const char *rule,
    int64_t from, int64_t to, int64_t *n, struct err *e);

/* Cases that asked with PURPOSE and have a row recorded in [FROM, TO) ms UTC,
 * whatever its rule: each once. */
enum rc release_cases(struct store *s, const char *purpose, int64_t from,
    int64_t to, int64_t *n, struct err *e);

/*
 * What others of the municipality know of PERSON: open cases of other units
 * than UNIT that name them: [{case_id, unit, contact}] by unit and row.
 */
enum rc release_matches(struct store *s, int64_t person, const char *unit,
    json_t **rows, struct err *e);

#endif
