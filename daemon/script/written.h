/*
 * written -- names that a definition may send out are written out in it.
 *
 * The name of an error, an event, a status, an outcome or a type of decision
 * reaches those who may not read the case: incidents, the log, reports.  So it
 * must stand in quotes in one of the definition's files; a name put together
 * from what a case holds is refused.
 */
#ifndef SCRIPT_WRITTEN_H
#define SCRIPT_WRITTEN_H

#include <stdbool.h>

#include <lua.h>

#include "base/err.h"
#include "model/definition.h"

struct script;

#define WRITTEN_ERRORS_MAX 64 /* names of errors in one definition */

/*
 * Raise an error unless the text at IDX is written; WHAT is the call, such as
 * "case:emit".  Nothing is asked of what is no string.
 */
void written_check(lua_State *L, int idx, const char *what);

/* RC_INVALID with a note if the files of S name more errors than they may. */
enum rc
written_count(const struct script *s, struct def_notes *notes, struct err *e);

#endif
