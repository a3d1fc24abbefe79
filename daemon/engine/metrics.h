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

/* How long something took, by buckets. */
struct spread {
	uint64_t n[METRICS_BUCKETS];
	uint64_t ms; /* in all */
};

struct metrics {
	uint64_t reads, steps; /* answered with a result */
	uint64_t refused[METRICS_RCS]; /* by rc */
	uint64_t batches;
	struct spread commits, checkpoints;
	uint64_t largest; /* requests in one batch */
};

/* Count an answer to a method of KIND (BF_READ and so on). */
void metrics_answer(struct metrics *m, enum bf_kind kind, enum rc rc);

/* Count a batch of N requests; a commit or checkpoint that took MS. */
void metrics_batch(struct metrics *m, size_t n);
void metrics_took(struct spread *s, int64_t ms);

#endif
