/*
 * worker -- one municipality at work: store, engine and socket wired together.
 *
 *	part ─► store ─► clock ─► engine ─► set aside ─► lock-down ─► ready
 *	  ─► go ─► loop ─► drain ─► close
 *
 * Started by the parent (supervisor/), which holds the listening socket and has
 * read the configuration.  The event loop never runs inside a transaction: a
 * batch begins and commits within one callback.
 *
 * On the channel the parent says {"part": ..., "suspects": [...]} first, later
 * {"go": true} and {"take": part}; the worker says {"ready": true}, {"taken":
 * true} and {"refused": {"name", "text"}}.
 */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "base/err.h"

/* A stop by signal takes at most this long. */
#define WORKER_DRAIN_MS 5000

/*
 * Serve on the descriptors of base/spawn.h until SIGTERM or SIGINT, or until
 * the parent is gone.  RC_OK after an orderly stop; any other rc is why it
 * could not start, or why it had to stop (RC_IO).
 */
enum rc worker_run(struct err *e);

#endif
