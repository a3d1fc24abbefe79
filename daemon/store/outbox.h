/*
 * outbox -- effects that a step asked for and that are not yet done.
 *
 * A row is born in the transaction that commits the step and ends in the one
 * that commits the answer, so no effect is lost and none is invented.
 *
 *	pending ──► done
 *	        ──► failed     will not be tried again
 *	        ──► unknown    perhaps done; a person must look
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct case_head;
struct tx;

#define OUTBOX_KEY_SIZE 96

struct outbox {
	int64_t id;
	char key[OUTBOX_KEY_SIZE]; /* "5532.E3.2027-12.5.1" */
	char kind[16]; /* "letter" "notice" "call" */
	int64_t case_id; /* 0: none */
	json_t *payload; /* owned reference */
	int64_t created, due; /* ms UTC */
	int64_t attempts;
	char state[12]; /* "pending" "done" "failed" "unknown" */
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

/* Pending ones due at or before UNTIL by (due, id); outboxes_free. */
enum rc outbox_due(struct store *s, int64_t until, int limit,
    struct outbox **out, size_t *n, struct err *e);

/* Due time of the soonest pending one; INT64_MAX if there is none. */
enum rc outbox_soonest(struct store *s, int64_t *due, struct err *e);

/* End it with STATE and RESULT (may be NULL); RC_CONFLICT if it has ended. */
enum rc outbox_end(struct tx *tx, int64_t id, const char *state,
    const json_t *result, struct err *e);

/* It did not work: count the attempt and try again at DUE. */
enum rc outbox_retry(struct tx *tx, int64_t id, int64_t due, struct err *e);

/* Rows without payload after id AFTER; STATE and CASE_ID may be NULL and 0. */
enum rc outbox_list(struct store *s, const char *state, int64_t case_id,
    int64_t after, int limit, json_t **rows, struct err *e);

#endif
