/*
 * enclosure -- documents that go along with a letter, out of its message.
 *
 * {name, sha256, base64} each; the bytes must be those of the hash that was
 * frozen with the letter.
 */
#ifndef COURIER_ENCLOSURE_H
#define COURIER_ENCLOSURE_H

#include <stddef.h>

#include <jansson.h>

#include "base/err.h"
#include "courier/spool.h"

#define ENCLOSURES_MAX 20 /* of one letter */

struct enclosures {
	struct spool_file files[ENCLOSURES_MAX]; /* names are the message's */
	void *bytes[ENCLOSURES_MAX]; /* owned */
	size_t n;
};

/*
 * Read those of MESSAGE, which must outlive OUT.  RC_INVALID: one is not what
 * it says it is.  enclosures_fini also after a failure.
 */
enum rc
enclosures_read(const json_t *message, struct enclosures *out, struct err *e);
void enclosures_fini(struct enclosures *x);

#endif
