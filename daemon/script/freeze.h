/*
 * freeze -- what a definition loaded is read-only from then on.
 *
 * Each table that a function can reach is emptied in place; its content moves
 * to a store behind a metatable, so that every read still finds it and every
 * write is refused.  The variables that functions captured are remembered and
 * compared after each call (architecture §3, style trap 12).
 */
#ifndef SCRIPT_FREEZE_H
#define SCRIPT_FREEZE_H

#include <stdbool.h>

#include <lua.h>

/* Freeze the globals, the functions in KEY_FUNCTIONS and all they reach. */
void freeze_all(lua_State *L);

/* Push the table at IDX, or the store behind it if it is frozen. */
void freeze_push_store(lua_State *L, int idx);

/*
 * Put every captured variable back and throw an error that names the function
 * and the first variable that had changed, if any.
 */
void freeze_check(lua_State *L);

#endif
