/*
 * call -- what a method sees while it runs: the step it is part of.
 *
 * Built by engine/batch for each request, timer or event; it ends with the
 * savepoint.  Methods write through `tx`, name every subject they disclose with
 * call_disclose, and leave commit, look-up row and idempotency row to the batch.
 */
#ifndef ENGINE_CALL_H
#define ENGINE_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "model/municipality.h"
#include "model/principal.h"

struct ask;
struct engine;
struct frame;
struct gate_pass;
struct store;
struct touched;
struct tx;
struct undoing;
struct watch_order;

/* A long method's state between slices; freed by the batch. */
struct call_job {
	void *state;
	void (*free)(void *state);
};

struct bf_call {
	const struct bf_env *env; /* first, as plugin.h says; borrowed: of the
				   * plugin that runs, NULL outside */
	struct frame *frame; /* borrowed: the innermost; engine/frame.h */
	struct touched *touched; /* owned; engine/touched.h */
	int64_t n_alone; /* effects of no case so far */
	bool hidden; /* between touched_hide and touched_show */
	struct engine *engine; /* borrowed */
	struct tx *tx; /* borrowed */
	struct store *store; /* borrowed; the same database */
	const struct municipality *municipality; /* borrowed */
	const struct bf_method *method; /* borrowed; NULL for timers, events */
	const struct principal *who; /* borrowed */
	int64_t now; /* ms UTC, one instant for the step */
	struct date today; /* local date of now */
	const char *idem; /* key, or NULL */
	int64_t if_rev; /* expected revision, -1 if not given */
	const int *fds; /* descriptors of the request, borrowed */
	size_t n_fds;
	int reply_fd; /* -1, or sent with the reply and closed */
	bool wrote; /* a step number was taken */
	int64_t commit; /* that number; 0 until call_commit */
	json_t *warnings; /* owned; NULL or [{name,field,message}] */
	json_t *disclosed; /* owned; [[kind, id, detail]] */
	json_t *searched; /* owned; NULL or [text] */
	const char *basis; /* borrowed: stands in the log in place of the
			    * request's; NULL: that */
	struct call_job job;
	const struct ask *ask; /* borrowed; NULL for timers, events */
	const char *ground; /* on which the gate opened, if the request
			     * names no basis; a literal, or NULL */
	const char *through; /* the absentee for whom the caller stands
					 * in; borrowed from `who`, or NULL */
	void *peer; /* borrowed: the connection that asks;
					 * NULL: there is none */
	struct undoing *undoing; /* owned; NULL: cannot be undone */
	struct watch_order *watch; /* owned; what a watch.* method wants
					 * done after the commit */
	struct err err;
};

/*
 * Take the step's number if none is taken yet; every write of a history row
 * carries it.  Returns the number.
 */
int64_t call_commit(struct bf_call *c);

/*
 * Note that the reply shows subject KIND ("case", "person", "household",
 * "document") with row number ID; DETAIL (may be NULL) names the part, such as
 * "health".  The batch writes them into one look-up row before the reply goes.
 */
void call_disclose(struct bf_call *c, const char *kind, int64_t id,
    const char *detail);

/*
 * Note on which basis, and in whose stead, the gate opened; the look-up row has
 * it.  A consent counts before what the caller's own work gives.
 */
void call_basis(struct bf_call *c, const struct gate_pass *pass);

/*
 * The same for the subject of a step, which stands first: a kept reply is seen
 * through its gate.
 */
void call_subject(struct bf_call *c, const char *kind, int64_t id);

/*
 * Note that the request searched for TEXT, a number or a name.  The look-up row
 * has its keyed hash, also when nothing was found: who tries numbers is seen.
 */
void call_search(struct bf_call *c, const char *text);

/* Does the answer leave the screen: an export, or for a printer? */
bool call_leaves(const struct bf_call *c);

/*
 * The classes of PASS whose values the answer may show: not the addresses of a
 * case that names a strictly protected person (domain §2.2), nor of a protected
 * one if the answer leaves the screen.  They may still be given.
 */
unsigned int call_shows(const struct bf_call *c, const struct gate_pass *pass);

/* Add a warning to the result: kept, but needs a look (interfaces §4). */
void call_warn(struct bf_call *c, const char *name, const char *field,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Parameter getters; the schema has already checked type and presence. */
const char *param_text(const json_t *params, const char *name); /* or NULL */
int64_t param_int(const json_t *params, const char *name, int64_t otherwise);
bool param_bool(const json_t *params, const char *name, bool otherwise);
/* RC_NOTFOUND-free: false if the parameter is absent. */
bool param_date(const json_t *params, const char *name, struct date *out);

#endif
