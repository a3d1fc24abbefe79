/*
 * unlock -- the municipality's key: found, read, made.
 *
 * It comes from a file, a credential of the service manager or the output of a
 * command ([keys] of the municipality's file), is read before the lock-down, and
 * is never in a database or a log.  What the worker keeps of it is in locked
 * memory.
 */
#ifndef WORKER_UNLOCK_H
#define WORKER_UNLOCK_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "worker/settings.h"

#define UNLOCK_PATIENCE_MS 10000 /* for a command */

struct unlocked {
	unsigned char *key; /* owned; SECRET_SIZE bytes of locked memory */
	bool beside; /* it is a file on the disk of the databases */
};

/*
 * Read M's key.  A test installation makes one where there is none.  E_KEY:
 * RC_CONFIG, RC_NOTFOUND or RC_DENIED with what to do.
 */
enum rc unlock_read(const struct settings *s, const struct municipality *m,
    struct unlocked *out, struct err *e);
void unlock_fini(struct unlocked *u); /* wipes; zeroed is fine */

/* Where M's key lies, which the caller frees; NULL if it is no file. */
char *unlock_file(const struct settings *s, const struct municipality *m);

/* Make M's key as the file that is named, and tell OUT about it. */
enum rc unlock_make(const struct settings *s, const struct municipality *m,
    FILE *out, struct err *e);

#endif
