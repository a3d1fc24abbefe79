/*
 * lengths -- a municipality sets the length of goals, never that of a legal
 * deadline: that stands in law.ini alone.
 */
#ifndef ENGINE_LENGTHS_H
#define ENGINE_LENGTHS_H

#include <jansson.h>

#include "base/err.h"

struct bf_call;
struct engine;
struct municipality;

/*
 * E_DEADLINE_LEGAL if M's file gives a length to a deadline that the definition
 * of SKELETON says is set by law; the error names section and rule.
 */
enum rc lengths_check(const struct municipality *m, const json_t *skeleton,
    struct err *e);

/* The same for every definition that new cases get. */
enum rc lengths_check_active(struct engine *en, const struct municipality *m,
    struct err *e);

/* For sys.doctor: each section that is about no deadline of a workflow in use. */
enum rc lengths_look(struct bf_call *c, json_t *rows);

#endif
