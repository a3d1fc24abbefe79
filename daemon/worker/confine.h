/*
 * confine -- the worker gives up what it does not need once everything is open.
 *
 * From then on it reaches its own folder of the state, reads definitions, and
 * makes no system call that it has no use for (base/lockdown.h).  What would
 * otherwise be read later is read now: catalogues, the zone of the C library,
 * the timer of scripts.
 */
#ifndef WORKER_CONFINE_H
#define WORKER_CONFINE_H

#include "base/err.h"
#include "worker/settings.h"

/* Lock this process down to what serving M takes; RC_UNAVAILABLE: must end. */
enum rc confine_worker(const struct settings *s, const struct municipality *m,
    struct err *e);

#endif
