/*
 * mark -- the history row of a step that is not a case's.
 *
 * Persons, households and incidents change without a struct step; what a method
 * did to them goes into the same chain through here.
 */
#ifndef ENGINE_MARK_H
#define ENGINE_MARK_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"

/*
 * Write a history row of KIND ("person.add") about SUBJECT ("person") with row
 * number ID, which now has revision SEQ.  PARTS (borrowed) is an object from
 * class name to what of that class the step was given.  Takes the step's
 * number.
 */
enum rc mark_subject(struct bf_call *c, const char *kind, const char *subject,
    int64_t id, int64_t seq, const json_t *parts);

/* Start an answer to a write: {NAME: id, "rev", "commit"} (new reference). */
json_t *
mark_answer(struct bf_call *c, const char *name, int64_t id, int64_t rev);

/*
 * RC_CONFLICT if the caller expects another revision than REV of THING ("person
 * 4"), last changed at the instant CHANGED.
 */
enum rc mark_check_rev(struct bf_call *c, const char *thing, int64_t id,
    int64_t rev, int64_t changed);

/* The caller's acting unit, or RC_DENIED with the way out. */
enum rc mark_unit(struct bf_call *c, const char **unit);

/*
 * The role that P acts in, for a row that no action names one for: the one that
 * the request chose, else the first that the user has; "" for none.
 */
const char *mark_role(const struct principal *p);

#endif
