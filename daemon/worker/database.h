/*
 * database -- the municipality's database as a worker opens it, with its key and
 * the clock that goes with it.
 */
#ifndef WORKER_DATABASE_H
#define WORKER_DATABASE_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/err.h"

struct beat;
struct municipality;
struct settings;
struct store;

struct database {
	struct store *store; /* the caller closes it */
	struct clock clock;
	bool key_beside; /* the key is on the disk of the databases */
};

/*
 * Open <state>/<number>/cases.db; the state folder itself is the operator's.
 * Waits for a predecessor that has lost its parent to let go of it.  The clock of
 * a test installation stands where it was left; the first time, on the day that
 * its file names, or today.
 */
enum rc database_open(const struct settings *s, const struct municipality *m,
    struct beat *beat, struct database *out, struct err *e);

#endif
