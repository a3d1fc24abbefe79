/*
 * happen -- what plugins are told: events, their timers and their deadlines.
 *
 * Each runs as `system` in the step that the timer's row starts; a refusal there
 * undoes it all and becomes an incident.
 */
#ifndef ENGINE_HAPPEN_H
#define ENGINE_HAPPEN_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"

struct deadline_row;
struct step;
struct timer;

/*
 * Tell every plugin that takes event T; BASE is the case's step.  *TOLD: there
 * was one.
 */
enum rc happen_event(struct bf_call *c, struct step *base,
    const struct timer *t, bool *told);

/* Run the function of plugin timer T; BASE is NULL if it is of no case. */
enum rc
happen_timer(struct bf_call *c, struct step *base, const struct timer *t);

/* Tell the plugin that began the deadline of T that it warns or is overdue. */
enum rc
happen_deadline(struct bf_call *c, struct step *base, const struct timer *t);

/*
 * Something of the core's own happened in case CASE_ID: queue event NAME with
 * PAYLOAD (taken over, may be NULL) if any plugin here takes it.
 */
enum rc happen_tell(struct bf_call *c, int64_t case_id, const char *name,
    json_t *payload, struct err *e);

#endif
