/*
 * protect -- no protected address leaves a case in a letter or an event.
 */
#ifndef ENGINE_PROTECT_H
#define ENGINE_PROTECT_H

#include <jansson.h>

#include "base/err.h"
#include "engine/step.h"

/*
 * May what a function gives ARGS of be sent out of the case?  E_PROTECTED if
 * the case names somebody whose address is protected and a text in ARGS has one
 * of its addresses in it: of the case's own fields or of that person.  Whoever
 * sends the letter puts the receiver's own address on it, not the definition.
 */
enum rc protect_check(struct step *st, const json_t *args, struct err *e);

#endif
