/*
 * enclose -- documents of the case that go along with a letter.
 *
 * Which ones is decided and checked in the step that asks for the letter; what
 * they are, with the hash of their bytes, is frozen with it and stands in its
 * text.  The bytes are read when the letter leaves.
 */
#ifndef ENGINE_ENCLOSE_H
#define ENGINE_ENCLOSE_H

#include <jansson.h>

#include "base/err.h"
#include "engine/step.h"
#include "store/outbox.h"

#define ENCLOSE_MAX (INT64_C(8) << 20) /* bytes of all, of one letter */
#define ENCLOSE_COUNT 20

/*
 * PAYLOAD, which letter_address has gone over, names `documents` by number:
 * put `enclosures`, [{document, title, file, mime, size, sha256}], in their
 * place.  RC_NOTFOUND: none of this case, or not for the one who sends.
 * E_ENCLOSURE: not for who gets it, of a type that cannot be sent, or too many.
 * E_TOO_LARGE.  E_PROTECTED: it may tell a protected address.
 */
enum rc enclose_freeze(struct step *st, json_t *payload, struct err *e);

/* Bytes of what goes along with the letter PAYLOAD. */
int64_t enclose_size(const json_t *payload);

/* Say in PAYLOAD's `text` what goes along. */
void enclose_tell(json_t *payload);

/*
 * When it is sent: add those of O to DOCUMENTS, [{filnavn, mimetype, sha256}],
 * and give them as the courier reads them, [{name, sha256, base64}] (new).
 */
enum rc enclose_pack(struct bf_call *c, const struct outbox *o,
    json_t *documents, json_t **out);

#endif
