/*
 * allotment -- when a joint allocation is whole (D-034, D-131, D-142, D-143).
 *
 * Pure: items and parts in, what is missing out.  There is no score of a person
 * in it, nor any order but that of dates (D-029, D-139).
 */
#ifndef MODEL_ALLOTMENT_H
#define MODEL_ALLOTMENT_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"

/* NULL-terminated: "dwelling" "service" "start_package" "plan" "guarantee". */
extern const char *const allotment_kinds[];
/* "granted" "partly" "waiting" "refused" "not_applicable". */
extern const char *const allotment_results[];
/* The six of D-143: "services" "start_package" "plan" "performers" "lease"
 * "agreement". */
extern const char *const allotment_parts[];

bool allotment_is(const char *const *list, const char *name);

/*
 * ITEMS is [{name, kind, result, performer, facts: {goal?, lease?, …}}], each
 * without `result` while it is undecided; PARTS is {PART: {applies, text}}.
 *
 *	E_HALF_DECISION	something is undecided, or a dwelling without start
 *			package, services or lease; the fields say what
 *	E_PARTS		a part that is neither filled nor said not to apply, or
 *			said not to apply though an item is of it
 *
 * All that is missing is told at once.  A part is filled by its text or by an
 * item that says it; only the agreement has no item.
 */
enum rc
allotment_check(const json_t *items, const json_t *parts, struct err *e);

/*
 * What the items of the KINDS (array of names) come to as one decision:
 * "granted" (also on a waiting list), "partly" or "refused"; NULL if none
 * applies.
 */
const char *allotment_result(const json_t *items, const json_t *kinds);

/* Is RESULT something that is to be carried out? */
bool allotment_is_given(const char *result);

#endif
