/*
 * lua_base -- the plain functions: type, tostring, pairs, pcall, math, utf8.
 */
#include "script/sandbox.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lualib.h>

#include "base/i18n.h"
#include "script/budget.h"
#include "script/failure.h"
#include "script/freeze.h"
#include "script/private.h"

/* A key on its way into an order. */
struct key {
	int kind; /* 0 integer, 1 text, 2 boolean */
	lua_Integer integer; /* or the boolean */
	const char *text; /* borrowed from the table */
	size_t len;
};

/* Taken over from Lua's own libraries: bounded by their arguments. */
static const char *const base_names[] = { "assert", "error", "select",
	"tonumber", "ipairs", NULL };
static const char *const math_names[] = { "abs", "ceil", "floor", "fmod", "max",
	"maxinteger", "min", "mininteger", "tointeger", "type", "ult", NULL };
static const char *const utf8_names[] = { "char", "charpattern", "codepoint",
	"codes", "len", "offset", NULL };

const char *
sandbox_tostring(lua_State *L, int idx, size_t *len)
{
	idx = lua_absindex(L, idx);
	switch (lua_type(L, idx)) {
	case LUA_TSTRING:
	case LUA_TNUMBER:
	case LUA_TBOOLEAN:
	case LUA_TNIL:
		return luaL_tolstring(L, idx, len);
	case LUA_TUSERDATA:
		if (luaL_getmetafield(L, idx, "__tostring") == LUA_TFUNCTION) {
			lua_pushvalue(L, idx);
			lua_call(L, 1, 1);
			return lua_tolstring(L, -1, len);
		}
		break;
	default:
		break;
	}
	lua_pushstring(L, luaL_typename(L, idx));
	return lua_tolstring(L, -1, len);
}

/* tostring(value): the text of a value; tables and functions have no name */
static int
base_tostring(lua_State *L)
{
	luaL_checkany(L, 1);
	(void)sandbox_tostring(L, 1, NULL);
	return 1;
}

/* type(value): "nil", "number", "string", "table", "date", "duration" ... */
static int
base_type(lua_State *L)
{
	luaL_checkany(L, 1);
	if (lua_type(L, 1) == LUA_TUSERDATA &&
	    luaL_getmetafield(L, 1, "__name") == LUA_TSTRING)
		return 1;
	lua_pushstring(L, luaL_typename(L, 1));
	return 1;
}

/* pcall(f, ...): true and the results, or false and the error */
static int
base_pcall(lua_State *L)
{
	int status;

	luaL_checkany(L, 1);
	status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
	/* What stops the whole step is not for a script to catch. */
	if (status == LUA_ERRMEM) {
		script_of(L)->out_of_memory = true;
		return budget_stop(L);
	}
	if (status != LUA_OK &&
	    (budget_is_stop(L, -1) || failure_is_hard(L, -1)))
		return lua_error(L);
	budget_check(L);
	lua_pushboolean(L, status == LUA_OK);
	lua_insert(L, 1);
	return lua_gettop(L);
}

static int
key_order(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	size_t n;
	int order;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->kind != 1)
		return x->integer < y->integer ? -1 : x->integer > y->integer;
	n = x->len < y->len ? x->len : y->len;
	if ((order = memcmp(x->text, y->text, n)) != 0)
		return order;
	return x->len < y->len ? -1 : x->len > y->len;
}

/* Describe the key on top of the stack. */
static void
key_read(lua_State *L, struct key *k)
{
	*k = (struct key){ .kind = 0 };
	if (lua_isinteger(L, -1)) {
		k->integer = lua_tointeger(L, -1);
	} else if (lua_type(L, -1) == LUA_TSTRING) {
		k->kind = 1;
		k->text = lua_tolstring(L, -1, &k->len);
	} else if (lua_isboolean(L, -1)) {
		k->kind = 2;
		k->integer = lua_toboolean(L, -1);
	} else
		luaL_error(L, _("a key that is a %s has no order"),
		    luaL_typename(L, -1));
}

static void
key_push(lua_State *L, const struct key *k)
{
	if (k->kind == 0)
		lua_pushinteger(L, k->integer);
	else if (k->kind == 1)
		lua_pushlstring(L, k->text, k->len);
	else
		lua_pushboolean(L, k->integer != 0);
}

void
sandbox_keys(lua_State *L, int idx)
{
	unsigned int steps = 0;
	struct key *keys;
	size_t n = 0, i = 0;

	freeze_push_store(L, idx); /* stack: table */
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
		budget_step(L, &steps, 1);
		n++;
	}
	keys = lua_newuserdatauv(L, (n + 1) * sizeof(*keys), 0);
	lua_insert(L, -2); /* stack: keys, table */
	for (lua_pushnil(L); lua_next(L, -2) != 0 && i < n; i++) {
		lua_pop(L, 1);
		key_read(L, &keys[i]);
	}
	qsort(keys, n, sizeof(*keys), key_order);
	budget_check(L);
	lua_createtable(L, (int)n, 0);
	for (i = 0; i < n; i++) {
		budget_step(L, &steps, 1);
		key_push(L, &keys[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_replace(L, -3); /* stack: result, table */
	lua_pop(L, 1);
}

/* Upvalues: keys, table, position.  Keys removed meanwhile are left out. */
static int
pairs_next(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));

	for (;;) {
		i++;
		if (lua_geti(L, lua_upvalueindex(1), i) == LUA_TNIL)
			return 1;
		lua_pushinteger(L, i);
		lua_replace(L, lua_upvalueindex(3));
		lua_pushvalue(L, -1);
		if (lua_gettable(L, lua_upvalueindex(2)) != LUA_TNIL)
			return 2;
		lua_pop(L, 2);
		budget_check(L);
	}
}

/* pairs(t): its keys in order: numbers ascending, then texts bytewise */
static int
base_pairs(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	sandbox_keys(L, 1);
	lua_insert(L, 1);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, pairs_next, 3);
	return 1;
}

/* Copy NAMES from the table on top into the one below it, and pop the first. */
static void
take(lua_State *L, const char *const *names)
{
	size_t i;

	for (i = 0; names[i] != NULL; i++) {
		lua_getfield(L, -1, names[i]);
		lua_setfield(L, -3, names[i]);
	}
	lua_pop(L, 1);
}

static void
open_part(lua_State *L, const char *name, lua_CFunction open,
    const char *const *names)
{
	lua_newtable(L);
	luaL_requiref(L, name, open, 0);
	take(L, names);
	lua_setfield(L, -2, name);
}

void
open_base(lua_State *L)
{
	static const luaL_Reg functions[] = { { "type", base_type },
		{ "tostring", base_tostring }, { "pairs", base_pairs },
		{ "pcall", base_pcall }, { NULL, NULL } };

	luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
	take(L, base_names);
	luaL_setfuncs(L, functions, 0);
	open_part(L, LUA_MATHLIBNAME, luaopen_math, math_names);
	open_part(L, LUA_UTF8LIBNAME, luaopen_utf8, utf8_names);
	/* The libraries as they were must not be found again. */
	lua_pushnil(L);
	lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}
