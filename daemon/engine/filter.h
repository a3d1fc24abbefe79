/*
 * filter -- is what a list's filter names there at all?
 *
 * Units, users and stages are no secret to those who work here, so a misspelt
 * one is told with its nearest instead of an empty list that looks like an
 * answer.
 */
#ifndef ENGINE_FILTER_H
#define ENGINE_FILTER_H

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"

/* Each: RC_OK if parameter FIELD is absent or known, else RC_FIELDS. */
enum rc filter_unit(struct bf_call *c, const json_t *params, const char *field);
enum rc filter_user(struct bf_call *c, const json_t *params, const char *field);

/* A stage of any version of any definition that was ever loaded. */
enum rc
filter_stage(struct bf_call *c, const json_t *params, const char *field);

/* A definition that was ever loaded. */
enum rc
filter_workflow(struct bf_call *c, const json_t *params, const char *field);

#endif
