/*
 * titles -- what names and codes are called, beside them in an answer.
 *
 * Programs keep to the code; people read `unit_title` beside `unit`.
 */
#ifndef ENGINE_TITLES_H
#define ENGINE_TITLES_H

#include <jansson.h>

#include "engine/call.h"

struct definition;

/*
 * Add to ROW a member NAME_title for each member that holds a unit, a user, a
 * rule of law, or a basis or result of a decision, and is called otherwise than
 * its code.
 */
void titles_add(const struct bf_call *c, json_t *row);

/* The same for each of ROWS. */
void titles_rows(const struct bf_call *c, json_t *rows);

/* What the user or unit NAME is called; NAME itself if nobody here has it. */
const char *titles_user(const struct bf_call *c, const char *name);
const char *titles_unit(const struct bf_call *c, const char *name);

/*
 * What decisions of TYPE are called by the definition of their case; TYPE
 * itself if it does not say, as of what another version decided.
 */
const char *titles_decision(const struct bf_call *c,
    const struct definition *def, const char *type);

#endif
