/*
 * offline -- copies of databases, checked and put back while nobody serves.
 *
 * boflytd --verify FILE and boflytd --restore FILE --municipality NUMBER.
 */
#ifndef WORKER_OFFLINE_H
#define WORKER_OFFLINE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "worker/settings.h"

/*
 * Verify the copy at PATH, which stays as it is, and write what was found to
 * OUT.  *SOUND tells whether all is well; only what cannot be read is an error.
 */
enum rc offline_verify(const char *path, FILE *out, bool *sound, struct err *e);

/*
 * Verify the copy at PATH and put it in the place of municipality NUMBER's
 * database, with a new incarnation; one that is there is moved aside if FORCE.
 * Nothing changes unless *SOUND.  RC_BUSY: its worker runs; RC_CONFLICT: there
 * is a database; RC_NOTFOUND: no such municipality or copy.
 */
enum rc offline_restore(const struct settings *s, const char *number,
    const char *path, bool force, FILE *out, bool *sound, struct err *e);

#endif
