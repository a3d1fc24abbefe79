/*
 * state -- the parent from inside; for the files of this room only.
 */
#ifndef SUPERVISOR_STATE_H
#define SUPERVISOR_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/clock.h"
#include "base/err.h"
#include "supervisor/parent.h"
#include "supervisor/reader.h"
#include "supervisor/ward.h"

#define ASKERS_MAX 16 /* sys.reload that wait at once */

struct dispatch;
struct event;
struct event_base;
struct listener;
struct request;

struct parent {
	struct parent_args args;
	struct event_base *base; /* owned */
	struct event *signals[4]; /* owned: TERM, INT, HUP, CHLD */
	struct event *tick; /* owned: once a second */
	struct clock clock;
	json_t *plan; /* owned; what is in force */
	struct ward **wards; /* owned, in the plan's order */
	size_t n_wards;
	struct reader *reader; /* owned; a reload is being read */
	bool waiting; /* for workers to take it */
	bool again; /* another reload was asked for */
	int64_t asked; /* clock_ticks of the last hand-out */
	struct request *askers[ASKERS_MAX]; /* ours until answered */
	size_t n_askers;
	int64_t reloaded; /* ms UTC; 0: never */
	json_t *mistakes; /* owned; of the last reload; NULL */
	struct dispatch *dispatch; /* owned */
	struct listener *listener; /* owned */
	char *path; /* owned; its socket, to remove */
	bool ready, stopping;
	int64_t beat; /* clock_ticks of the last WATCHDOG=1 */
	int status;
	enum rc rc; /* why it could not start */
	struct err err;
	struct lines *first; /* borrowed: mistakes at the start */
};

/* The parent's own methods, for dispatch; the last name is NULL. */
extern const struct bf_method parent_methods[];

/* Open the parent's socket. */
enum rc face_open(struct parent *p, struct err *e);
void face_close(struct parent *p);

/* Answer those who wait for a reload: E of RC_OK is success. */
void face_answer(struct parent *p, const struct err *e);

/* Begin to read the configuration; a second time meanwhile: afterwards. */
void reload_begin(struct parent *p);

/* A worker has answered, or died: is the reload through? */
void reload_look(struct parent *p);

/* The members of PLAN that a worker for municipality M gets (new). */
json_t *plan_part(const json_t *plan, const json_t *m);

/* Is M (of a plan) to be served by this parent? */
bool plan_wants(const struct parent *p, const json_t *m);

/* The municipality NUMBER of PLAN (borrowed), or NULL. */
const json_t *plan_find(const json_t *plan, const char *number);

/* What a plan that is no plan says; MISTAKES may be NULL. */
enum rc plan_error(const json_t *plan, struct lines *mistakes, struct err *e);

/* Open a ward for M out of PLAN. */
enum rc parent_open_ward(struct parent *p, const json_t *plan, const json_t *m,
    struct ward **out, struct err *e);

/* How many municipalities are here to stay. */
size_t parent_count(const struct parent *p);

/* Tell the service manager how things stand. */
void parent_tell(struct parent *p);

#endif
