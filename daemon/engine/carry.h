/*
 * carry -- who it is about and which papers: what a packet for another
 * municipality holds beside fields and decisions.
 *
 *	"person": {name, birth_date, language, grade, number, type,
 *	           address: {address, postal_code, postal_place}}
 *	"documents": [{title, kind, class, mime, received, size, sha256, base64}]
 *
 * Nothing that is not ticked is in it.  Who is strictly protected, and the
 * address of whoever is protected, is told by people and never by a packet.
 */
#ifndef ENGINE_CARRY_H
#define ENGINE_CARRY_H

#include <jansson.h>

#include "base/err.h"
#include "engine/step.h"

#define CARRY_PACKET_MAX (16u << 20) /* bytes of a packet */
#define CARRY_DOCUMENTS_MAX (INT64_C(8) << 20) /* bytes of all its papers */
#define CARRY_COUNT 50 /* papers */

/* The codes of what is ticked of the person. */
extern const char *const carry_person_codes[];

/*
 * Add to PACKET what PARAMS tick with `person` and `documents`, to CLASSES
 * (1u << class) what a consent must cover, and to TICKED what it was: codes and
 * numbers.  RC_NOTFOUND: no document of the case, or not for the caller.
 * E_FIELDS, E_PROTECTED, E_TOO_LARGE.
 */
enum rc carry_tick(struct step *st, const json_t *params, json_t *packet,
    unsigned int *classes, json_t *ticked, struct err *e);

/*
 * Take the person of PACKET, somebody else's file, over into the case's field
 * `person`: the one known here by the number, or a new one.  Before the case is
 * written.  What does not fit is told (W_NOT_TAKEN); errors of person.add.
 */
enum rc carry_take_person(struct step *st, const json_t *packet, struct err *e);

/* The papers, once the case is written.  E_PACKET: one is not what it says. */
enum rc
carry_take_documents(struct step *st, const json_t *packet, struct err *e);

#endif
