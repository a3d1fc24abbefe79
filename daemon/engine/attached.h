/*
 * attached -- what plugins keep of a case, or of its applicant, shown with it.
 *
 * A plugin says so by the face BF_FACE_CASE of one of its lists.  The list is
 * called as anybody calls it, for the same principal: what the gate or the
 * plugin keeps from somebody there, it keeps from them here.
 */
#ifndef ENGINE_ATTACHED_H
#define ENGINE_ATTACHED_H

#include <jansson.h>

#include "base/err.h"

struct step;

/*
 * Put into O, as `attached`, what is kept of the case of ST: one {method,
 * title, columns, rows} for each list that has rows, the title being the word of
 * its commands; `next` of a row is the command that shows it.  What the caller may not ask for is left out.
 */
enum rc attached_show(struct step *st, json_t *o);

#endif
