/*
 * skeleton -- the table that workflow.lua returns, as plain JSON.
 *
 * The form stands in model/definition.h.  Functions are numbered in the order
 * in which they are met and kept in the registry under KEY_FUNCTIONS.
 */
#ifndef SCRIPT_SKELETON_H
#define SCRIPT_SKELETON_H

#include <jansson.h>
#include <lua.h>

/* Make JSON of the table on top of the stack; held, borrowed.  Throws. */
json_t *skeleton_take(lua_State *L);

#endif
