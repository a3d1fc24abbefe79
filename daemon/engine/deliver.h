/*
 * deliver -- effects out of the outbox, through a courier, and back.
 *
 *	due ──► handed ──commit──► courier ──► done | failed | unknown
 *	  ▲        │ retry: after 1 min, 2, 4 … 6 h; in the end failed
 *	  └────────┘ the courier died: an effect that may be done twice is
 *	             handed out again, any other is unknown
 *
 * A row is marked as handed in one batch and leaves after its commit; what the
 * courier says is taken in a later one.  Whatever is killed in between, the next
 * worker finds the mark.  Letters and notices go to the spool, which knows each
 * key and takes it once.  What failed or is unknown is an incident until a
 * person has resolved it (outbox.resolve), and so is what was asked for before
 * the database was restored: it may have been sent since.
 *
 * Deliveries come behind people and timers, a few in flight at a time.  What goes
 * along with them is in memory while they are: of all in flight no more than one
 * letter may have (ENCLOSE_MAX).  Others go ahead of one that waits for room.
 */
#ifndef ENGINE_DELIVER_H
#define ENGINE_DELIVER_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

#define DELIVER_FLIGHT 16 /* with the courier at once */
#define DELIVER_ATTEMPTS 20 /* then it has failed; some three days */
#define DELIVER_FIRST_MS INT64_C(60000) /* until the second attempt */
#define DELIVER_LONGEST_MS INT64_C(21600000)

struct deliver;
struct engine;
struct tx;

struct deliver *deliver_new(void);
void deliver_free(struct deliver *d); /* NULL is fine */

/* Is there something to be done at NOW? */
bool deliver_has_work(const struct engine *en, int64_t now);

/* When the next effect is due, ms UTC; INT64_MAX: nobody can tell yet. */
int64_t deliver_next_due(const struct engine *en);

/*
 * In a batch: take what the courier said, then hand out what is due.  Not
 * RC_OK: the machine's trouble; the batch is lost and nothing is forgotten.
 */
enum rc deliver_run(struct engine *en, struct tx *tx, struct err *e);

/* There was no time for that in this batch. */
void deliver_later(struct engine *en);

/* The batch is on disk: let it go out.  Or it is lost. */
void deliver_committed(struct engine *en);
void deliver_lost(struct engine *en);

/* Nothing more can come of letter KEY: its spool is cleared after the commit. */
void deliver_ended(struct engine *en, const char *key);

/* Is a courier there? */
bool deliver_is_served(const struct engine *en);

/* Why letters cannot be printed, as the courier said last; "" if they can. */
const char *deliver_waits(const struct engine *en);

/* When a try after ATTEMPTS is due: so many ms later; -1: no more. */
int64_t deliver_pause(int64_t attempts);

#endif
