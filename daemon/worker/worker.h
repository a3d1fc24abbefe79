/*
 * worker -- one municipality at work: store, engine and socket wired together.
 *
 *	open store ─► clock ─► engine ─► socket ─► loop ─► drain ─► close
 *
 * The event loop never runs inside a transaction: a batch begins and commits
 * within one callback.
 */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "base/err.h"
#include "worker/settings.h"

/* A stop by signal takes at most this long. */
#define WORKER_DRAIN_MS	5000

/*
 * Serve M out of S until SIGTERM or SIGINT.  RC_OK after an orderly stop; any
 * other rc is why it could not start, or why it had to stop (RC_IO).
 */
enum rc	worker_run(const struct settings *s, const struct municipality *m,
	    struct err *e);

#endif
