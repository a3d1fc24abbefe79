/*
 * letter -- a letter or notice as the files that leave the house.
 */
#ifndef ENGINE_LETTER_H
#define ENGINE_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/step.h"
#include "store/outbox.h"

/* Does the case name PERSON in field TO ("applicant" too; NULL: any)? */
bool letter_names(const struct step *st, const char *to, int64_t person);

/*
 * When it is asked for: find who gets it and put that into PAYLOAD.  `to` is
 * "applicant" (so too if it is missing and there is no `person`), a field of
 * persons, a unit by name or
 * type, or "complaint_body", whose name is `body`.  RC_SCRIPT: it is none of
 * these.  Whom `receiver` names has been found before; `outside`, an object with
 * name and address, is somebody outside.
 */
enum rc letter_address(const struct step *st, json_t *payload, struct err *e);

/*
 * When it is sent: the courier's message (courier/courier.h; new) for O.
 * RC_GUARD in c->err says what must be mended first: nobody to send it to, no address.
 */
enum rc
letter_message(struct bf_call *c, const struct outbox *o, json_t **message);

#endif
