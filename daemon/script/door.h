/*
 * door -- the one way into a Lua state: protected, budgeted, explained.
 */
#ifndef SCRIPT_DOOR_H
#define SCRIPT_DOOR_H

#include <lua.h>

#include "base/err.h"

struct script;

/*
 * Call FN with ARG as its light userdata, within MS milliseconds.  On failure
 * E says what, s->trace where; after a stop the script is dead.  The stack is
 * as it was.
 */
enum rc
door_call(struct script *s, lua_CFunction fn, void *arg, int ms, struct err *e);

#endif
