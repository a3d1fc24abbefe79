/*
 * parent -- all municipalities of a machine, a worker each.
 *
 *	read configuration ─► bind sockets ─► start workers ─► loop ─► stop them
 *
 * SIGHUP and sys.reload read the configuration again: a wrong one changes
 * nothing and says so; a right one reaches those workers whose part of it has
 * changed, and municipalities come and go without touching the others.  The
 * parent opens no database and parses no file.
 */
#ifndef SUPERVISOR_PARENT_H
#define SUPERVISOR_PARENT_H

#include "base/err.h"
#include "base/lines.h"

struct parent_args {
	const char *file; /* boflyt.conf */
	const char *only; /* the one municipality to serve; NULL: all */
};

/*
 * Serve until SIGTERM or SIGINT; *STATUS is the exit status.  Not RC_OK if it
 * could not start: RC_CONFIG with all MISTAKES, RC_NOTFOUND, RC_BUSY, RC_IO.
 */
enum rc parent_run(const struct parent_args *args, int *status,
    struct lines *mistakes, struct err *e);

#endif
