/*
 * emergency -- what was opened in an emergency, for those who review it.
 */
#ifndef ENGINE_EMERGENCY_H
#define ENGINE_EMERGENCY_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"

/*
 * The emergencies that the caller reviews, with id above AFTER, each a
 * disclosure; unless ALL, those that wait.  Nobody but a leader or an auditor
 * gets any.
 */
enum rc emergency_rows(struct bf_call *c, bool all, int64_t after, int limit,
    json_t **rows);

#endif
