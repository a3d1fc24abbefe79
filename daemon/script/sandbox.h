/*
 * sandbox -- a Lua state with nothing in it that a definition must not have.
 *
 * No load, require, debug, io, os, coroutine, metatables, next, random or
 * addresses; loops in C are ours and watch the budget; memory is capped.
 */
#ifndef SCRIPT_SANDBOX_H
#define SCRIPT_SANDBOX_H

#include <lua.h>

struct script;

/* A bare state with the capped allocator; NULL without memory. */
lua_State *sandbox_new(struct script *s);

/* Fill the globals; may throw, so only behind the door. */
void sandbox_open(lua_State *L);

/* The parts: each adds its functions to the table on top of the stack. */
void open_base(lua_State *L); /* type, pcall, tostring, math, utf8 */
void open_string(lua_State *L);
void open_table(lua_State *L);
void open_values(lua_State *L); /* day, days, weeks, kr, reject */
void open_constructors(lua_State *L); /* workflow, stage, text, part */
void open_case(lua_State *L); /* setting, plugins, the case object */

/* Push the text that tostring gives for the value at IDX: no addresses. */
const char *sandbox_tostring(lua_State *L, int idx, size_t *len);

/*
 * Push a table of the keys of the table at IDX: integers ascending, then texts
 * bytewise, then booleans.  Throws if another kind of key is in it.
 */
void sandbox_keys(lua_State *L, int idx);

#endif
