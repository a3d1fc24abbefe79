/*
 * metrics -- what the engine has done since it was made, for those who watch
 * machines: numbers of requests and milliseconds, nothing of any case or user.
 */
#ifndef ENGINE_METRICS_H
#define ENGINE_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include <boflyt/plugin.h>

#include "base/err.h"

#define METRICS_BUCKETS 10
#define METRICS_RCS (RC_INTERNAL + 1)

struct engine;

struct metrics {
	uint64_t reads, steps; /* answered with a result */
	uint64_t refused[METRICS_RCS]; /* by rc */
	uint64_t batches;
	uint64_t commit_ms; /* spent in all */
	uint64_t commits[METRICS_BUCKETS]; /* by how long they took */
	uint64_t largest; /* requests in one batch */
};

/* Count an answer to a method of KIND (BF_READ and so on). */
void metrics_answer(struct metrics *m, enum bf_kind kind, enum rc rc);

/* Count a batch of N requests, and a commit that took MS. */
void metrics_batch(struct metrics *m, size_t n);
void metrics_commit(struct metrics *m, int64_t ms);

#endif
