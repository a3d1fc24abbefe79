/*
 * batch -- the only place that begins and commits.  engine_run_batch of
 * engine/engine.h is here too.
 */
#ifndef ENGINE_BATCH_H
#define ENGINE_BATCH_H

#include <stdint.h>

#include "base/err.h"

struct engine;

/* Forget replies that are older than they need be kept; for idle moments. */
enum rc batch_purge(struct engine *en, int64_t now);

#endif
