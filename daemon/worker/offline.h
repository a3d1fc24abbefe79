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
 * KEYS is a copy of its table of keys and KEY the file of the municipality's
 * key; without them (NULL) chain and rows are verified, and how many sealed
 * values were not is told.
 */
enum rc offline_verify(const char *path, const char *keys, const char *key,
    FILE *out, bool *sound, struct err *e);

struct offline_restore {
	const char *number; /* of the municipality */
	const char *path; /* of the copy */
	const char *keys; /* of a copy of the table of keys; NULL: the one
			   * that is in place stays */
	bool force;
};

/*
 * Verify the copy and put it in the place of the municipality's database, with
 * a new incarnation, and its table of keys if one is named; what is there is
 * moved aside if FORCE.  Nothing changes unless *SOUND.  RC_BUSY: its worker
 * runs; RC_CONFLICT: there is a database, or the table's time is over;
 * RC_NOTFOUND: no such municipality or copy; E_KEY: it cannot be read.
 */
enum rc offline_restore(const struct settings *s,
    const struct offline_restore *what, FILE *out, bool *sound, struct err *e);

#endif
