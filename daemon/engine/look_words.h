/*
 * look_words -- a row of the look-up log in words that the person whom it is
 * about understands.
 */
#ifndef ENGINE_LOOK_WORDS_H
#define ENGINE_LOOK_WORDS_H

#include <jansson.h>

#include "engine/call.h"

/*
 * ROW is one of lookup_list.  The caller frees; each is one short phrase in the
 * municipality's language, without names of methods or codes.
 */

/* Who: name, unit and role, as far as [lookups] citizen_shows says. */
char *look_who(const struct bf_call *c, const json_t *row);

/* What they did: "opened the case", "searched for you in vain". */
char *look_what(const struct bf_call *c, const json_t *row);

/* Why: the basis in words, or that it was part of the work. */
char *look_why(const struct bf_call *c, const json_t *row);

#endif
