/*
 * frame -- whose code runs: a plugin's method inside a request, or inside
 * another's.
 *
 *	request ──► case.act ──► Lua ──► plan.report_need ──► eviction.state
 *	                 base step ◄──────────┘ frame ◄────────┘ frame
 *
 * A frame gives its plugin what it stands on, shows the parent that a plugin
 * runs, and checks what comes back.  Principal, transaction and the list of
 * touched cases are the request's.
 */
#ifndef ENGINE_FRAME_H
#define ENGINE_FRAME_H

#include <stdbool.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/beat.h"
#include "base/err.h"
#include "engine/call.h"

struct engine_plugin;
struct step;

#define FRAME_DEPTH 8 /* methods in each other */

struct frame {
	struct engine_plugin *plugin; /* borrowed */
	const char *name; /* borrowed: method or event */
	struct step *base; /* borrowed: the step it is called from, or NULL */
	bool lent; /* an action's `grants` waives the role */
	bool reads; /* nothing may be changed */
	char no_key[32]; /* a setting that no row declares was asked for */
	const struct bf_env *env; /* of the frame below */
	enum beat_phase phase;
	struct frame *up;
};

/* F is filled in but for its last three members; see frame_leave. */
enum rc frame_enter(struct bf_call *c, struct frame *f, struct err *e);

/*
 * The plugin gave back RC: take the frame away and see that an error is one,
 * with its reason.
 */
enum rc frame_leave(struct bf_call *c, struct frame *f, int rc);

/* The innermost frame's method or event; "" outside. */
const char *frame_name(const struct bf_call *c);
bool frame_is_lent(const struct bf_call *c);
/* Does any frame only read? */
bool frame_reads(const struct bf_call *c);

/*
 * Run the request's own method, a plugin's or not, and finish what plugins
 * touched.  Part of batch.c's savepoint.
 */
enum rc frame_run(struct bf_call *c, const json_t *params, json_t **result);

/* What nested calls have in common. */
struct nested {
	const char *method;
	unsigned int face; /* which it must have */
	const json_t *params; /* as given: checked here */
	struct step *base; /* NULL: a plugin calls */
	bool lent;
	bool readonly; /* a guard calls */
};

/*
 * Call a method of a plugin for the same principal, in the same savepoint.
 * *RESULT is a new reference.  A refused step leaves C's error set and must end
 * the whole request: what it had done before is not taken back here.
 */
enum rc frame_nested(struct bf_call *c, const struct nested *n, json_t **result,
    struct err *e);

#endif
