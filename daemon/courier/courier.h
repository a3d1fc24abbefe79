/*
 * courier -- carries finished letters out of a worker, and news of them back.
 *
 * A process of its own beside each worker, started by the parent: the worker
 * has the cases and writes nothing but its database, the courier sees finished
 * letters alone and writes nothing but the spool.  They speak over one pair of
 * sockets, a JSON value a line.  The first line is the parent's:
 *
 *	{"spool": folder, "language": "nb", "level": "info"}
 *
 * then from the worker
 *
 *	{"send": {key, at, digest, files, print}}
 *						put it in (courier/spool.h); with
 *						print, brev.html as PDF as well
 *	{"ended": KEY}				nothing more can come of it
 *
 * and to the worker
 *
 *	{"ready": true}				once, when all is open
 *	{"effect": KEY, "outcome": "done" | "retry" | "wait" | "failed" |
 *	 "unknown", "text": why not}		one for each send; wait: until
 *						there is something to print with
 *	{"status": KEY, "line": 2, "word": "LEST", "at": ms}
 *						line of its status file; all of
 *						them again after a start
 *
 * Whatever is sent twice is done once: the key tells.  It ends when the worker's
 * end closes.
 */
#ifndef COURIER_COURIER_H
#define COURIER_COURIER_H

#include "base/err.h"

/* Serve the worker behind SPAWN_WORKER until it goes. */
enum rc courier_run(struct err *e);

#endif
