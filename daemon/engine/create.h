/*
 * create -- case.create: a new case at the start of an active definition.
 */
#ifndef ENGINE_CREATE_H
#define ENGINE_CREATE_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"
#include "engine/step.h"

/*
 * Start a case of PARAMS {workflow, unit, contact, data}, as case.create takes
 * them, under the case with row number PARENT (0: none).  It is in the database;
 * ST needs step_finish, and step_fini in any case.
 */
enum rc create_begin(struct bf_call *c, const json_t *params, int64_t parent,
    struct step *st);

#endif
