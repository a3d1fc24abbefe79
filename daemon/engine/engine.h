/*
 * engine -- requests in, durable steps out, for one municipality.
 *
 * The engine owns the method table, the queue and the batch.  Whoever has a
 * request hands over a struct ask; its `done` is called once, after the batch
 * that holds the step has committed, never before and never from engine_submit.
 *
 *   queue ──batch──► BEGIN; per ask SAVEPOINT … RELEASE; COMMIT ──► done(...)
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/municipality.h"

struct beat;
struct beat_work;
struct clock;
struct engine;
struct law;
struct plugin_set;
struct store;

#define ENGINE_URGENT_MAX 16 /* urgent ones in one transaction */
#define ENGINE_BATCH_MAX 256 /* requests in one transaction */
#define ENGINE_BATCH_MS 20 /* and its length */
#define ENGINE_ASK_FDS 4

/*
 * One request on its way.  Owned by the engine from engine_submit until `done`
 * returns; the engine then closes `fds` and frees it.
 */
struct ask {
	const struct bf_method *method; /* borrowed: a row of the table */
	json_t *params; /* owned; checked against the row */
	char *login; /* owned; of the process at the other end */
	char *as, *role, *basis, *reason, *idem; /* owned; NULL: not given */
	char *use; /* owned: "export", "print"; NULL: to be looked at */
	char *words; /* owned: "health", "identity": class of what is
			      * written; NULL: by who writes */
	int64_t if_rev; /* -1: not given */
	int fds[ENGINE_ASK_FDS];
	size_t n_fds;
	bool urgent; /* before others, a few in each batch */
	const void *from; /* who asks, only compared: they take turns */
	/*
	 * After the commit.  RC_OK: RESULT is borrowed, FD is -1 or goes with
	 * the reply (the engine closes it).  Otherwise E says what.
	 */
	void (*done)(void *arg, enum rc rc, const json_t *result, int fd,
	    const struct err *e);
	/* The connection that asks, or NULL if it is gone; may be NULL. */
	void *(*peer)(void *arg);
	void *arg; /* borrowed */
};

/* How much it takes on; 0 is the most that the program allows. */
struct engine_limits {
	size_t batch; /* requests in one transaction */
	int64_t batch_ms; /* and its length */
	int64_t document; /* bytes of the largest document */
	int wal_frames; /* a checkpoint at the latest */
};

/* What an engine stands on; all borrowed until engine_free. */
struct engine_parts {
	struct engine_limits limits;
	struct store *store;
	struct clock *clock;
	const struct law *law;
	const struct plugin_set *plugins; /* loaded; NULL: none */
	const struct municipality *municipality;
	const char *workflows; /* folder that workflow.load may name, or NULL */
	bool key_beside; /* the municipality's key is a file on the disk of the
			  * database */
	bool print; /* letters leave as PDF */
	struct beat *beat; /* where to show what is being done, or NULL */
	/* Tell sys.doctor what is wrong around the database; may be NULL. */
	void (*look_around)(void *arg, json_t *rows);
	void *look_arg;
};

enum rc engine_new(const struct engine_parts *parts, struct engine **out,
    struct err *e);
void engine_free(struct engine *en); /* NULL is fine; nothing may be queued */

/* The method table: every room's rows in one array that ends with a NULL name. */
const struct bf_method *engine_methods(const struct engine *en);

/* Take over A.  Never fails: what is too much is answered E_BUSY by a batch. */
void engine_submit(struct engine *en, struct ask *a);
struct ask *ask_new(void);
void ask_free(struct ask *a); /* closes fds; NULL is fine */

/* Is anything queued, running in slices, or due at the clock's now? */
bool engine_has_work(const struct engine *en);

/*
 * Run one batch: the urgent, people, what is due, then slices of long work; one
 * transaction; then every `done`.  RC_IO means: stop answering, exit 74; what was
 * in that batch is never answered, because nobody knows whether it is on disk.
 */
enum rc engine_run_batch(struct engine *en, struct err *e);

/* ms UTC of the soonest timer, or of the next look for room; or INT64_MAX. */
int64_t engine_next_due(const struct engine *en);

/*
 * Housekeeping: when the answers of a batch are out and nobody waits, short; and
 * when nothing has happened for a while, with a purge of old replies.
 */
void engine_lull(struct engine *en);
void engine_idle(struct engine *en);

/*
 * Events of watches go out by TELL, after the commit that holds their look-up
 * rows: PARAMS (borrowed) for the connection PEER.
 */
void engine_set_tell(struct engine *en,
    void (*tell)(void *peer, const json_t *params));

/* Connection PEER ends, and its watches with it. */
void engine_forget_peer(struct engine *en, const void *peer);

/* The object of the greeting line for LOGIN (new reference; interfaces §4). */
json_t *engine_greeting(const struct engine *en, const char *login);

/*
 * A courier is there and takes MESSAGE (courier/courier.h; taken over) by SEND;
 * NULL: it is gone, and what it has not answered is interrupted.
 */
void engine_set_courier(struct engine *en,
    void (*send)(void *arg, json_t *message), void *arg);

/* What the courier said, for the next batch; taken over. */
void engine_hear(struct engine *en, json_t *said);

/* Another configuration, complete and right; borrowed from now on. */
void engine_set_municipality(struct engine *en, const struct municipality *m);

/*
 * The same for all that PARTS holds of a configuration: limits, law,
 * municipality and workflows.  Between batches.
 */
void engine_configure(struct engine *en, const struct engine_parts *parts);

/*
 * Do the definitions in force go with M's file?  E_DEADLINE_LEGAL if it gives a
 * length to a deadline that the law sets.
 */
enum rc
engine_check(struct engine *en, const struct municipality *m, struct err *e);

/*
 * What was done so far as OpenMetrics text of *LEN bytes, which the caller
 * frees; NULL if there is no memory.
 */
char *engine_metrics(const struct engine *en, size_t *len);

/* Set the N requests or timers of WORK aside, durably; between batches. */
enum rc engine_set_aside(struct engine *en, const struct beat_work *work,
    size_t n, struct err *e);

#endif
