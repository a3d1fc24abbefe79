/*
 * freeze -- what a definition loaded is read-only from then on.
 *
 * KEY_UPVALUES in the registry holds three entries for each captured variable:
 * function, number of the upvalue, value.  Iterators of ours keep their
 * position in upvalues too, so a captured one cannot remember anything either.
 */
#include "script/freeze.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "script/private.h"

/* Its address is the key, in a frozen table's metatable, of the store. */
static const char store_key;

struct walk {
	int seen; /* stack index of: object or upvalue id -> true */
	int queue; /* stack index of: 1..n -> object */
	int upvalues; /* stack index of KEY_UPVALUES' table */
	lua_Integer n, n_upvalues;
};

static void
push_mark(lua_State *L)
{
	lua_pushlightuserdata(L, (void *)(uintptr_t)&store_key);
}

void
freeze_push_store(lua_State *L, int idx)
{
	idx = lua_absindex(L, idx);
	if (lua_getmetatable(L, idx)) {
		push_mark(L);
		if (lua_rawget(L, -2) == LUA_TTABLE) {
			lua_remove(L, -2);
			return;
		}
		lua_pop(L, 2);
	}
	lua_pushvalue(L, idx);
}

static int
refuse_write(lua_State *L)
{
	const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) :
							  luaL_typename(L, 2);

	return luaL_error(L,
	    _("'%s' cannot be set: what a definition captured "
	      "is read-only, nothing is kept between steps"),
	    key);
}

static int
store_length(lua_State *L)
{
	lua_pushinteger(L, luaL_len(L, lua_upvalueindex(1)));
	return 1;
}

/* Queue the value on top if it is new and can hold others; pop it. */
static void
enqueue(lua_State *L, struct walk *w)
{
	int type = lua_type(L, -1);

	if (type == LUA_TTABLE || type == LUA_TFUNCTION) {
		lua_pushvalue(L, -1);
		if (lua_rawget(L, w->seen) == LUA_TNIL) {
			lua_pushvalue(L, -2);
			lua_pushboolean(L, 1);
			lua_rawset(L, w->seen);
			lua_pushvalue(L, -2);
			lua_rawseti(L, w->queue, ++w->n);
		}
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* Remember upvalue N of the function on top, whose value is above it. */
static void
remember(lua_State *L, struct walk *w, int n)
{
	void *id = lua_upvalueid(L, -2, n);

	if (lua_rawgetp(L, w->seen, id) == LUA_TNIL) {
		lua_pushboolean(L, 1);
		lua_rawsetp(L, w->seen, id);
		lua_pushvalue(L, -3);
		lua_rawseti(L, w->upvalues, ++w->n_upvalues);
		lua_pushinteger(L, n);
		lua_rawseti(L, w->upvalues, ++w->n_upvalues);
		lua_pushvalue(L, -2);
		lua_rawseti(L, w->upvalues, ++w->n_upvalues);
	}
	lua_pop(L, 1);
}

/* The function on top of the stack. */
static void
walk_function(lua_State *L, struct walk *w)
{
	int n;

	for (n = 1; lua_getupvalue(L, -1, n) != NULL; n++) {
		remember(L, w, n);
		enqueue(L, w);
	}
}

/* Give the emptied table below the store on top its metatable; pop the store. */
static void
put_front(lua_State *L)
{
	lua_createtable(L, 0, 5); /* stack: table, store, metatable */
	lua_pushvalue(L, -2);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, refuse_write);
	lua_setfield(L, -2, "__newindex");
	lua_pushvalue(L, -2);
	lua_pushcclosure(L, store_length, 1);
	lua_setfield(L, -2, "__len");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	push_mark(L);
	lua_pushvalue(L, -3);
	lua_rawset(L, -3);
	lua_setmetatable(L, -3);
	lua_pop(L, 1);
}

/* Move the content of the table on top into a store, queueing what it holds. */
static void
walk_table(lua_State *L, struct walk *w)
{
	lua_newtable(L); /* stack: table, store */
	for (lua_pushnil(L); lua_next(L, -3) != 0;) {
		lua_pushvalue(L, -2);
		enqueue(L, w);
		lua_pushvalue(L, -1);
		enqueue(L, w);
		lua_pushvalue(L, -2);
		lua_insert(L, -2); /* stack: table, store, key, key, value */
		lua_rawset(L, -4);
		lua_pushvalue(L, -1);
		lua_pushnil(L);
		lua_rawset(L, -5); /* clearing while walking is allowed */
	}
	/* The globals answer for names that are not there. */
	if (lua_getmetatable(L, -2)) {
		if (lua_getfield(L, -1, "__index") == LUA_TFUNCTION) {
			lua_createtable(L, 0, 1);
			lua_insert(L, -2);
			lua_setfield(L, -2, "__index");
			lua_setmetatable(L, -3);
			lua_pop(L, 1);
		} else
			lua_pop(L, 2);
	}
	put_front(L);
}

void
freeze_all(lua_State *L)
{
	struct walk w = { .n = 0 };
	lua_Integer i;

	luaL_checkstack(L, 20, "freeze");
	lua_newtable(L);
	w.seen = lua_gettop(L);
	lua_newtable(L);
	w.queue = lua_gettop(L);
	lua_newtable(L);
	w.upvalues = lua_gettop(L);
	lua_pushglobaltable(L);
	enqueue(L, &w);
	lua_getfield(L, LUA_REGISTRYINDEX, KEY_FUNCTIONS);
	for (i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++)
		enqueue(L, &w);
	lua_pop(L, 2);
	for (i = 1; i <= w.n; i++) {
		lua_rawgeti(L, w.queue, i);
		if (lua_istable(L, -1))
			walk_table(L, &w);
		else
			walk_function(L, &w);
		lua_pop(L, 1);
	}
	lua_pushvalue(L, w.upvalues);
	lua_setfield(L, LUA_REGISTRYINDEX, KEY_UPVALUES);
	script_of(L)->n_upvalues = (size_t)w.n_upvalues;
	lua_settop(L, w.seen - 1);
}

/* Are the two values on top the same, integers and floats told apart? */
static bool
is_same(lua_State *L)
{
	if (lua_type(L, -1) == LUA_TNUMBER && lua_type(L, -2) == LUA_TNUMBER) {
		if (lua_isinteger(L, -1) != lua_isinteger(L, -2))
			return false;
		if (isnan(lua_tonumber(L, -1)))
			return isnan(lua_tonumber(L, -2));
	}
	return lua_rawequal(L, -1, -2) != 0;
}

void
freeze_check(lua_State *L)
{
	size_t i, n = script_of(L)->n_upvalues;
	const char *name, *changed = NULL;
	lua_Debug ar = { .linedefined = 0 };
	int upvalue;

	lua_getfield(L, LUA_REGISTRYINDEX, KEY_UPVALUES);
	for (i = 1; i + 2 <= n; i += 3) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		lua_rawgeti(L, -2, (lua_Integer)i + 1);
		upvalue = (int)lua_tointeger(L, -1);
		lua_pop(L, 1);
		name = lua_getupvalue(L, -1, upvalue);
		lua_rawgeti(L, -3, (lua_Integer)i + 2);
		if (!is_same(L)) {
			/* stack: table, function, value, what it was */
			lua_setupvalue(L, -3, upvalue);
			if (changed == NULL) {
				changed = name[0] == '\0' ? "iterator" : name;
				lua_pushvalue(L, -2);
				(void)lua_getinfo(L, ">S", &ar);
			}
			lua_pop(L, 2);
			continue;
		}
		lua_pop(L, 3);
	}
	lua_pop(L, 1);
	if (changed != NULL)
		luaL_error(L,
		    _("the function of line %d in %s keeps '%s' "
		      "between steps: use a local variable or a field"),
		    ar.linedefined, ar.short_src, changed);
}
