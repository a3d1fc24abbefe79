/*
 * assign -- who answers for a case: unit and contact person (D-302).
 */
#ifndef ENGINE_ASSIGN_H
#define ENGINE_ASSIGN_H

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"

struct step;

/*
 * Make UNIT responsible and CONTACT the contact person; NULL leaves either as
 * it is.  Whether they fit together, step_finish asks.
 */
enum rc assign_do(struct step *st, const char *unit, const char *contact,
    struct err *e);

/* case.assign */
int assign_call(struct bf_call *c, const json_t *params, json_t **result);

#endif
