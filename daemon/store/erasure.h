/*
 * erasure -- what somebody wants gone: asked for, and erased, locked or refused.
 *
 *	           ┌──► erased      its keys are destroyed
 *	asked ─────┼──► locked ──► unlocked (or erased, when asked for again)
 *	           └──► refused
 *
 * Rows, the history's headers and the chain stay; what is gone is what the keys
 * opened.  What is locked is kept and neither shown nor changed until it is
 * unlocked.  A hold keeps something from being erased while a dispute or an
 * inspection lasts.  Reasons lie under the municipality's own key: they outlive
 * what they are about.
 */
#ifndef STORE_ERASURE_H
#define STORE_ERASURE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/owner.h"
#include "store/store.h"

struct tx;

struct erasure {
	int64_t id;
	struct owner of; /* person or case; its group is of no account */
	bool health; /* only what is of class health */
	int64_t asked; /* ms UTC */
	char asked_by[STORE_NAME_SIZE];
	char *reason; /* owned */
	struct date due; /* the answer's last day */
	char state[STORE_NAME_SIZE];
	int64_t decided; /* ms UTC; 0: not yet */
	char decided_by[STORE_NAME_SIZE];
};

void erasure_fini(struct erasure *r); /* zeroed is fine */

/* Keep R as asked for now; RC_CONFLICT: it is asked for already. */
enum rc erasure_ask(struct tx *tx, struct erasure *r, struct err *e);

enum rc
erasure_get(struct store *s, int64_t id, struct erasure *out, struct err *e);

/*
 * Rows with id above AFTER in STATE (NULL: any) or of OWNER (NULL: anybody):
 * [{id, owner_kind, owner_id, part, asked, asked_by, reason, due, state, basis?,
 * note?, decided?, decided_by?, unlocked?, unlocked_by?, unlock_note?}].
 */
enum rc
erasure_list(struct store *s, const char *state, const struct owner *owner,
    int64_t after, int limit, json_t **rows, struct err *e);

/* What is erased or locked of OWNER: [{part, state, decided, basis}]. */
enum rc erasure_of(struct store *s, const struct owner *owner, json_t **rows,
    struct err *e);

/* Asked for, and to be answered before DAY. */
enum rc
erasure_overdue(struct store *s, struct date day, int64_t *n, struct err *e);

/*
 * Decide R: STATE is "erased", "locked" or "refused".  Keys that are destroyed
 * are so with the commit; hashes by which something was found go with them.
 */
enum rc
erasure_decide(struct tx *tx, const struct erasure *r, const char *state,
    const char *basis, const char *note, const char *by, struct err *e);

/* Show what R locked again. */
enum rc erasure_unlock(struct tx *tx, const struct erasure *r, const char *note,
    const char *by, struct err *e);

/* What the law and the daily work have to say about it. */
struct erasure_facts {
	int64_t holds; /* on it, or on a case that names the person */
	int64_t open; /* a case, itself or naming the person, or a
			 * complaint in it */
	int64_t decisions; /* which may ground compensation */
	int64_t minors; /* children in a household at a decision */
	int64_t cases; /* that name the person and are not erased */
	int64_t effects; /* letters and calls still under way */
	int64_t documents, history; /* what is there */
};
enum rc erasure_facts(struct store *s, const struct owner *owner,
    struct erasure_facts *out, struct err *e);

/* Hold OWNER back from erasure from now on; *ID is the hold's. */
enum rc hold_set(struct tx *tx, const struct owner *owner, const char *reason,
    const char *by, int64_t *id, struct err *e);
enum rc hold_lift(struct tx *tx, int64_t id, const char *note, const char *by,
    struct err *e);

/* [{id, owner_kind, owner_id, reason, since, by, lifted?, lifted_by?, note?}];
 * without ALL only those in force. */
enum rc hold_list(struct store *s, bool all, int64_t after, int limit,
    json_t **rows, struct err *e);

#endif
