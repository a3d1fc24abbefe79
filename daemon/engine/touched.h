/*
 * touched -- the cases that plugins change in one request.
 *
 *	first change ──► open ──► more changes ──► touched_finish: one revision,
 *	                                           one history row
 *
 * A case that the request itself is about (case.act, a timer) is changed in that
 * request's own step; any other is opened when it is first touched and finished
 * when the request is through.
 */
#ifndef ENGINE_TOUCHED_H
#define ENGINE_TOUCHED_H

#include <boflyt/plugin.h>

#include "base/err.h"
#include "engine/call.h"
#include "engine/step.h"

struct touched;

/*
 * The step in which case ID is changed, through the gate; borrowed until
 * touched_finish.
 */
enum rc touched_get(struct bf_call *c, int64_t id, struct step **out);

/*
 * Between these two the caller need not see what is touched, and is not told:
 * cases open as for the system, and nothing is noted as disclosed.  The history
 * still names who did it.
 */
struct touched_hidden {
	const struct principal *who;
	json_t *disclosed;
	const char *ground, *through;
};
void touched_hide(struct bf_call *c, struct touched_hidden *h);
void touched_show(struct bf_call *c, struct touched_hidden *h);

/* The step of case ID that is open already, or NULL. */
struct step *touched_find(const struct bf_call *c, int64_t id);

/* Room for a step that its caller opens (a new case); kept even if it fails. */
struct step *touched_add(struct bf_call *c);

/* Finish what was touched, oldest first, and forget it. */
enum rc touched_finish(struct bf_call *c);

/* Forget what was touched; nothing of it is saved. */
void touched_fini(struct bf_call *c);

#endif
