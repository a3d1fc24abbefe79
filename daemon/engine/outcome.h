/*
 * outcome -- how an effect that was asked for ends.
 *
 * Each is written in the transaction of the call; plugins are told of an end.
 * What did not go well is kept as an incident, for a person to look at.
 */
#ifndef ENGINE_OUTCOME_H
#define ENGINE_OUTCOME_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

struct bf_call;
struct outbox;

/*
 * Keep what was SAID of O (NULL: nothing), or what went wrong with it, NAME and
 * TEXT, as incident *ID.
 */
enum rc outcome_keep(struct bf_call *c, const struct outbox *o,
    const json_t *said, const char *name, const char *text, int64_t *id);

/* End O with STATE and RESULT, which may be NULL; plugins may wait for it. */
enum rc outcome_end(struct bf_call *c, const struct outbox *o,
    const char *state, const json_t *result);

/* End O with STATE, which is not well, and keep why as an incident. */
enum rc outcome_give_up(struct bf_call *c, struct outbox *o, const char *state,
    const char *name, const char *why);

/* It did not work: later once more, or never again; see deliver_pause. */
enum rc outcome_later(struct bf_call *c, struct outbox *o, const char *why);

/* Whoever says more of a letter has it: that ends every doubt about O. */
enum rc outcome_prove(struct bf_call *c, struct outbox *o);

#endif
