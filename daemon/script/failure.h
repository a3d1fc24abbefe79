/*
 * failure -- an error of the host on its way through Lua, untouched.
 *
 * A script that catches it reads e.name, e.text and e.field.
 */
#ifndef SCRIPT_FAILURE_H
#define SCRIPT_FAILURE_H

#include <stdbool.h>

#include <lua.h>

#include "base/err.h"

void failure_open(lua_State *L); /* its metatable */

/* Raise E. */
int failure_raise(lua_State *L, const struct err *e);

/* The error at IDX, borrowed from it; NULL if it is none of ours. */
const struct err *failure_get(lua_State *L, int idx);

/* Is it one that stops the whole step, such as a failing disk? */
bool failure_is_hard(lua_State *L, int idx);

#endif
