/*
 * value -- dates, instants and durations in Lua, and JSON in and out.
 */
#ifndef SCRIPT_VALUE_H
#define SCRIPT_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>
#include <lua.h>

#include "model/date.h"
#include "model/duration.h"

#define TYPE_DATE "date"
#define TYPE_DURATION "duration"
#define TYPE_INSTANT "instant"

void value_open(lua_State *L); /* the metatables */

void value_push_date(lua_State *L, struct date d);
void value_push_instant(lua_State *L, int64_t ms);
void value_push_duration(lua_State *L, struct duration d);

/*
 * Push V as Lua sees it: null is nil, lists keep that they are lists, members
 * named like a field of type date or duration become such values if they can.
 * Throws at a number with decimals and at more than SCRIPT_DEPTH levels.
 */
void value_push(lua_State *L, const json_t *v);

/* Push V, the value of the declared field NAME. */
void value_push_field(lua_State *L, const char *name, const json_t *v);

/*
 * Make JSON of the value at IDX; borrowed, held until the call ends (see
 * held_keep).  WHAT is named in errors.  Throws at floats, functions, mixed
 * and cyclic tables, text that is not UTF-8, and whatever is too big.
 */
json_t *value_take(lua_State *L, int idx, const char *what);

/* The plain JSON of a text, number, boolean, date ...: a new reference, or
 * NULL if it is no such value.  Does not throw. */
json_t *value_plain(lua_State *L, int idx);

#endif
