/*
 * state -- the engine from inside; for the files of this room only.
 */
#ifndef ENGINE_STATE_H
#define ENGINE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/beat.h"
#include "engine/call.h"
#include "engine/engine.h"
#include "engine/loaded.h"
#include "engine/metrics.h"
#include "engine/turns.h"
#include "engine/plugins.h"
#include "engine/watch.h"
#include "model/principal.h"
#include "script/script.h"

/* One request in the queue, in a batch, or between two slices. */
struct entry {
	struct ask *ask; /* owned */
	struct entry *next;
	struct call_job job; /* of a long method, between slices */
	enum rc rc; /* the answer */
	json_t *result; /* owned */
	struct err *err; /* owned; NULL if all is well */
	int reply_fd; /* owned; -1: none */
	struct watch_order *watch; /* owned; NULL: none */
	struct beat_work work; /* what the heart-beat page shows */
};

struct backup_job;
struct deliver;

/* First in, first out. */
struct queue {
	struct entry *head, *tail;
	size_t n;
};

struct engine {
	struct engine_parts parts;
	struct bf_method *methods; /* owned array, NULL-named end */
	struct plugins plugins; /* at work here */
	struct script_host script_host; /* what definitions may ask for */
	struct loaded loaded[LOADED_MAX];
	uint64_t uses; /* counts loaded_get */
	struct queue urgent; /* whoever keeps the machine */
	struct turns waiting; /* people */
	struct queue refused; /* came when too many were waiting */
	struct queue slow; /* long methods between slices */
	struct principal system; /* who timers and events act as */
	int64_t incarnation;
	int64_t purged; /* ms UTC of the last purge */
	int64_t failed_retry; /* incident tried in vain in this call;
					 * counted after its rollback */
	int64_t rest; /* clock_ticks until which timers and
					 * registers wait after the machine's
					 * trouble */
	bool advancing; /* a still clock is on its way, and
					 * fires what it passes */
	struct metrics metrics;
	int64_t commit_sum; /* ms of the last commits; checkpoint.c */
	bool crowded; /* since the last checkpoint somebody came
					 * beside another */
	struct deliver *deliver; /* owned */
	struct backup_job *backup; /* borrowed: a copy being made */
	bool sync_due; /* the registers may differ from the
					 * configuration */
	struct beat_work *poison; /* owned; what is set aside */
	size_t n_poison;
	bool poison_stale; /* read it again */
	struct watch_set watches;
};

#define QUEUE_MAX 4096 /* requests that may wait in all */

/*
 * Start a call of the engine for WHO at instant NOW; method and request are
 * filled in by the batch.  call_fini frees what the call has gathered.
 */
void call_init(struct bf_call *c, struct engine *en, struct tx *tx,
    const struct principal *who, int64_t now);
void call_fini(struct bf_call *c);

/*
 * Does what nobody asked for have to wait, because the machine is in trouble
 * or the disk is full?
 */
bool engine_rests(const struct engine *en);

/* The instant of what is done now: the clock's, and never before the last. */
int64_t engine_now(const struct engine *en);

/* Wrap an ask; free what an entry owns, its ask included. */
struct entry *entry_new(struct ask *a);
void entry_free(struct entry *t);

/* Forget the answer, so that the request can be run again. */
void entry_reset(struct entry *t);

/* Add to, and take from, a queue; queue_take gives NULL when it is empty. */
void queue_put(struct queue *q, struct entry *t);
struct entry *queue_take(struct queue *q);

#endif
