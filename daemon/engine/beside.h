/*
 * beside -- a step about what stands beside the case: complaints, and how far a
 * decision has come.  A closed case takes it too (D-305).
 */
#ifndef ENGINE_BESIDE_H
#define ENGINE_BESIDE_H

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"

struct step;

/* Do it: members put into OUT go into the method's result. */
typedef enum rc
beside_fn(struct step *st, const json_t *params, json_t *out, struct err *e);

/*
 * Open the case that PARAMS name, let FN do its work, and finish with a history
 * row of the method's name: parameters of class case in clear, the others in
 * the part of their class.
 */
int beside_do(struct bf_call *c, const json_t *params, beside_fn *fn,
    json_t **result);

#endif
