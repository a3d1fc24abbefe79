/*
 * trail -- what stays of a request besides its change: who looked, which reply.
 */
#ifndef ENGINE_TRAIL_H
#define ENGINE_TRAIL_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"

struct ask;

/* Must the answer RC of this call be written down before it leaves? */
bool trail_is_due(const struct bf_call *c, enum rc rc);

/*
 * Write the look-up row of a call that disclosed something, that searched for
 * somebody, or that the gate refused.  RC is what the method answered.
 */
enum rc
trail_lookup(struct bf_call *c, const struct ask *a, enum rc rc, struct err *e);

/*
 * Has this user sent this key before?  *FOUND: then *REPLY is the stored reply
 * (new reference) seen through the gate again.  RC_IDEM for another body.
 */
enum rc trail_idem_find(struct bf_call *c, const struct ask *a, bool *found,
    json_t **reply, struct err *e);

/* Keep the reply under the caller's key. */
enum rc trail_idem_keep(struct bf_call *c, const struct ask *a,
    const json_t *reply, struct err *e);

#endif
