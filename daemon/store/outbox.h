/*
 * outbox -- effects that a step asked for, and what became of them.
 *
 * A row is born in the transaction that commits the step and ends in the one
 * that commits the answer, so no effect is lost and none is invented.
 *
 *	pending ──► done
 *	        ──► failed     will not be tried again by itself
 *	        ──► unknown    perhaps done; a person must look
 *
 * While pending it may be `handed`: with a courier that has not yet answered.
 * What is done may turn out to have been in vain, and is failed then; a person
 * resolves what failed or is unknown, and may have it tried again.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "store/store.h"

struct case_head;
struct scope;
struct tx;

#define OUTBOX_KEY_SIZE 96
#define OUTBOX_HASH_SIZE 65 /* hex, with the closing zero */
#define OUTBOX_WORD_SIZE 32 /* of a receipt */

struct outbox {
	int64_t id;
	char key[OUTBOX_KEY_SIZE]; /* "5532.E3.2027-12.5.1" */
	char kind[16]; /* "letter" "notice" "call" */
	int64_t case_id; /* 0: none */
	json_t *payload; /* owned reference */
	enum bf_class class; /* of its words: health, or identity */
	int64_t created, due; /* ms UTC */
	int64_t attempts;
	char state[12]; /* "pending" "done" "failed" "unknown" */
	/* The rest is ms UTC too; 0: not (yet). */
	int64_t handed; /* with a courier since */
	int64_t ended;
	char status[OUTBOX_WORD_SIZE]; /* the last receipt's word */
	int64_t posted; /* given to the post */
	int64_t available; /* there for who may open it */
	int64_t alerted; /* who was told so */
	int64_t opened;
	int64_t incident; /* row number; 0: none */
	int64_t resolved; /* a person has looked at it */
};

void outbox_fini(struct outbox *o); /* zeroed is fine */
void outboxes_free(struct outbox *o, size_t n);

/*
 * The stable key of effect NO of the step that made the case's revision SEQ:
 * municipality, incarnation, case, seq, number.
 */
void outbox_key(const struct store *s, const struct case_head *h, int64_t seq,
    int64_t no, char out[OUTBOX_KEY_SIZE]);

/* Add a pending effect (payload borrowed); RC_CONFLICT if the key is known. */
enum rc outbox_add(struct tx *tx, struct outbox *o, struct err *e);

/*
 * What PAYLOAD says, whole, as a hash in hex.  It goes into the sealed part of
 * the history row of the step that asks for it, so that the chain proves what
 * was said; sys.verify compares.
 */
void outbox_hash(const json_t *payload, char out[OUTBOX_HASH_SIZE]);

/* How a stored payload compares with such a hash. */
enum outbox_match {
	OUTBOX_SAME,
	OUTBOX_CHANGED,
	OUTBOX_MISSING, /* no such row */
	OUTBOX_UNREAD /* erased, or its keys are not here */
};
enum rc outbox_compare(struct store *s, const char *key, const char *hash,
    enum outbox_match *out, struct err *e);

/* Pending and unhanded ones due at UNTIL by (due, id); outboxes_free. */
enum rc outbox_due(struct store *s, int64_t until, int limit,
    struct outbox **out, size_t *n, struct err *e);

/* Due time of the soonest of these that is due after AFTER; INT64_MAX: none. */
enum rc
outbox_soonest(struct store *s, int64_t after, int64_t *due, struct err *e);

/* How often something was asked for or resolved since the store was opened. */
uint64_t outbox_asked(const struct store *s);

/* How many are with a courier; which, at most LIMIT (outboxes_free). */
enum rc outbox_count_handed(struct store *s, int64_t *n, struct err *e);
enum rc outbox_handed(struct store *s, int limit, struct outbox **out,
    size_t *n, struct err *e);

/*
 * Those whose delivery was interrupted: handed out, or asked for in an
 * incarnation before this one and still pending.  At most LIMIT; outboxes_free.
 */
enum rc outbox_interrupted(struct store *s, int limit, struct outbox **out,
    size_t *n, struct err *e);

/* Load one; RC_NOTFOUND.  By key: *OUT has id 0 if it is unknown. */
enum rc
outbox_get(struct store *s, int64_t id, struct outbox *out, struct err *e);
enum rc outbox_find(struct store *s, const char *key, struct outbox *out,
    struct err *e);

/* It goes to a courier: count the attempt. */
enum rc outbox_hand(struct tx *tx, int64_t id, struct err *e);

/* End it with STATE and RESULT (may be NULL); RC_CONFLICT if it has ended. */
enum rc outbox_end(struct tx *tx, int64_t id, const char *state,
    const json_t *result, struct err *e);

/* It did not work: try again at DUE. */
enum rc outbox_retry(struct tx *tx, int64_t id, int64_t due, struct err *e);

/* Keep O's status, the four instants, state and incident. */
enum rc outbox_note(struct tx *tx, const struct outbox *o, struct err *e);

/*
 * BY, a person, says what became of an unknown or failed one: STATE "done" or
 * "failed", or "pending": try again, from the start.  RC_CONFLICT if it is
 * neither, or was resolved.
 */
enum rc outbox_resolve(struct tx *tx, int64_t id, const char *state,
    const char *by, const json_t *result, struct err *e);

/* What was said when it ended or was resolved (new), or NULL. */
enum rc outbox_result(struct store *s, int64_t id, json_t **out, struct err *e);

struct outbox_filter {
	const char *state; /* NULL: any */
	int64_t case_id; /* 0: any */
	bool open; /* only those that nobody knows to have arrived:
			* not posted, not opened, not resolved */
};

/*
 * Rows without payload of cases in SCOPE with id above AFTER, at most LIMIT:
 * [{id, key, kind, case, case_id, created, due, attempts, state, handed, ended,
 * status, posted, available, alerted, opened, resolved, resolved_by}]; absent
 * members have no value.
 */
enum rc outbox_list(struct store *s, const struct scope *scope,
    const struct outbox_filter *f, int64_t after, int limit, json_t **rows,
    struct err *e);

struct outbox_counts {
	int64_t waiting; /* pending and due */
	int64_t oldest; /* when the first of these was asked for; 0 */
	int64_t unknown, failed; /* that nobody has looked at */
};

/* How many wait at NOW, for a person or for a courier. */
enum rc outbox_count(struct store *s, int64_t now, struct outbox_counts *out,
    struct err *e);

#endif
