/*
 * play -- dated requests out of files, sent in the order of their dates.
 *
 * Each line of a file is one JSON object:
 *
 *	at	instant, "2027-01-11T08:00:00Z"; left out: as the line before
 *	say	what to tell the person who watches
 *	as	user that the request is made for
 *	method, params	the request; a text "$name" is a value kept before
 *	keep	{name: member of the result}, for the later lines of this file
 *	expect	what must be in the result; of a list, in one of its rows
 *	error	the stable name of the error that must come instead
 *
 * Before a line the clock of the test installation is moved to its instant, so
 * that everything due until then happens first.
 */
#ifndef CLIENT_PLAY_H
#define CLIENT_PLAY_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/err.h"
#include "client/link.h"
#include "client/out.h"

/*
 * Play FILES over L, moving the clock as user AS (NULL: the caller), and tell
 * of it on O.  Stops at the first line whose answer is not the expected one,
 * naming file and line.
 */
enum rc play_files(struct link *l, const char *as, const char *const *files,
    size_t n, struct out *o, struct err *e);

/* Is all of WANT in GOT?  Of arrays, each element in some element. */
bool play_matches(json_t *want, const json_t *got);

#endif
