/*
 * tx -- the transaction in which everything is written, and its savepoints.
 *
 * engine/batch is the only caller of tx_begin and tx_commit; each step runs in
 * a savepoint.  Counters (step numbers, the chain's head) live in memory and
 * are written once per transaction; a savepoint that is rolled back puts them
 * back, so that only committed steps ever have numbers.
 */
#ifndef STORE_TX_H
#define STORE_TX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

/* What a savepoint puts back; also the store's own state. */
struct store_counters {
	int64_t commit; /* last step number taken */
	int64_t pos; /* last history row */
	int64_t last_time; /* latest instant of a step */
	int64_t test_clock; /* INT64_MIN: none */
	int64_t closed; /* cases that are closed */
	int64_t key; /* last key taken; 0: not sealed */
	int64_t hash; /* the key of today's hashes */
	int64_t hash_before; /* while they are made anew: the one before; 0 */
	size_t doomed; /* keys to be destroyed with the commit */
	unsigned char head[STORE_CHAIN];
	size_t noted; /* bytes, by undo_watch.h */
	bool lasting; /* what was changed stays for good */
};

struct savepoint {
	struct tx *tx; /* borrowed; NULL when ended */
	struct store_counters saved;
};

/* Begin; NOW is the instant that rows are recorded at, see tx_set_now. */
enum rc tx_begin(struct store *s, int64_t now, struct tx **out, struct err *e);

/*
 * Make everything durable.  *TX is ended and NULL in any case; on failure
 * nothing of it is left.
 */
enum rc tx_commit(struct tx **tx, struct err *e);

/* Undo everything since tx_begin; *TX becomes NULL.  NULL inside is fine. */
void tx_rollback(struct tx **tx);

/*
 * Is the transaction still open?  A full disk or an interrupted write may have
 * ended it behind our back; asked after each request.
 */
bool tx_is_open(const struct tx *tx);

struct store *tx_store(struct tx *tx);
int64_t tx_now(const struct tx *tx);

/* The instant of the step that follows; history and versions record it. */
void tx_set_now(struct tx *tx, int64_t now);

/* Keep an instant for a standing clock. */
void tx_set_test_clock(struct tx *tx, int64_t ms);

/* Take the next step number (`commit`): strictly increasing per database. */
int64_t commit_next(struct tx *tx);

/* N more cases are closed, -1: one fewer. */
void tx_count_closed(struct tx *tx, int n);

/* Savepoints nest.  Release keeps, rollback undoes rows and counters. */
enum rc savepoint_begin(struct tx *tx, struct savepoint *sp, struct err *e);
enum rc savepoint_release(struct savepoint *sp, struct err *e);
void savepoint_rollback(struct savepoint *sp);

#endif
