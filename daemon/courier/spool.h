/*
 * spool -- the folder where finished letters wait for whoever carries them on.
 *
 * One folder a letter, named by the key of the effect; boflyt-spool(7) tells
 * carriers what is in it.  A letter comes whole or not at all: it is written
 * beside, made durable, and renamed into its place.  Its status file belongs to
 * the carrier; here it is only read, from the first line to the last whole one.
 *
 *	.lock			one courier at a time
 *	.new			a letter that is being written
 *	.print			what a page needs while it is printed
 *	KEY/forsendelse.json …	the letter; taken away when it has ended
 *	KEY/SHA256SUMS		of these files, for sha256sum -c
 *	KEY/digest		what it said, as a hash; stays
 *	KEY/status		what became of it; stays
 *	KEY/ended		it has ended: nothing more is looked for
 */
#ifndef COURIER_SPOOL_H
#define COURIER_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

#define SPOOL_KEY 96 /* bytes of a key, with the closing zero */

struct spool;

/*
 * Open FOLDER, and make it if only it itself is missing; wait for its lock up
 * to WAIT_MS; take away what a courier before left half written.  RC_NOTFOUND,
 * RC_UNAVAILABLE say why not.
 */
enum rc spool_open(const char *folder, int64_t wait_ms, struct spool **out,
    struct err *e);
void spool_close(struct spool *s); /* NULL is fine */

/*
 * From now on what is written has the permissions of the folder itself; after
 * a lock-down, which closes them.
 */
void spool_open_mode(const struct spool *s);

/* A file that was made of a letter; borrowed. */
struct spool_file {
	const char *name; /* NULL ends a list */
	const char *bytes;
	size_t n;
};

/*
 * Does letter M lie there already, also if it has ended?  Errors as
 * spool_put's.
 */
enum rc spool_has(struct spool *s, const json_t *m, bool *out, struct err *e);

/*
 * Put a letter in, durably: {key, at (ms UTC), digest, files: {name: text or
 * object}}, with MORE files.  A letter with this key and digest that is there
 * already is RC_OK too.
 *
 * RC_INVALID: this is no such message.  RC_CONFLICT: something else lies under
 * the key.  RC_UNAVAILABLE: the disk does not take it now; nothing is there.
 */
enum rc spool_put(struct spool *s, const json_t *message,
    const struct spool_file *more, struct err *e);

/* One line of a status file; KEY and WORD are borrowed. */
typedef void spool_line_fn(void *arg, const char *key, int64_t line,
    const char *word, int64_t at);

/*
 * Look at up to LIMIT letters that have not ended, each in its turn, and give
 * FN every line that it has not yet been given since spool_open.
 */
void spool_look(struct spool *s, size_t limit, spool_line_fn *fn, void *arg);

/* How many letters have not ended. */
size_t spool_waiting(const struct spool *s);

/* Letter KEY has ended: take away all of it but digest and status. */
void spool_end(struct spool *s, const char *key);

#endif
