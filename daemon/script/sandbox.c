/*
 * sandbox -- a Lua state with nothing in it that a definition must not have.
 */
#include "script/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "script/freeze.h"
#include "script/private.h"

#define NAMES_MAX 128

/* A shrink never fails, as Lua expects; a growth stops at the cap. */
static void *
allocate(void *arg, void *ptr, size_t old, size_t size)
{
	struct script_memory *m = arg;
	size_t grows;
	void *p;

	if (ptr == NULL)
		old = 0; /* then it is the kind of the new object */
	if (size == 0) {
		free(ptr);
		m->used -= old;
		return NULL;
	}
	grows = size > old ? size - old : 0;
	if (grows > m->max - m->used)
		return NULL;
	if (grows > 0 && m->left >= 0 && m->left-- == 0) {
		m->left = 0;
		return NULL;
	}
	if ((p = realloc(ptr, size)) == NULL)
		return grows > 0 ? NULL : ptr;
	m->used = m->used - old + size;
	return p;
}

struct script *
script_of(lua_State *L)
{
	struct script *s;

	memcpy(&s, lua_getextraspace(L), sizeof(s));
	return s;
}

lua_State *
sandbox_new(struct script *s)
{
	lua_State *L;

	s->memory.max = SCRIPT_MEMORY;
	s->memory.left = -1;
	if ((L = lua_newstate(allocate, &s->memory)) == NULL)
		return NULL;
	memcpy(lua_getextraspace(L), &s, sizeof(s));
	return L;
}

/* The global that NAME was meant to be, into s->hint. */
static void
hint_global(lua_State *L, struct script *s, const char *name)
{
	const char *names[NAMES_MAX], *near;
	size_t n = 0;

	freeze_push_store(L, lua_upvalueindex(1));
	lua_pushnil(L);
	while (lua_next(L, -2) != 0) {
		lua_pop(L, 1);
		if (lua_type(L, -1) == LUA_TSTRING && n < NAMES_MAX)
			names[n++] = lua_tostring(L, -1);
	}
	near = ini_nearest(name, names, n);
	s->hint[0] = '\0';
	if (near != NULL)
		(void)snprintf(s->hint, sizeof(s->hint),
		    _("did you mean '%.64s'?"), near);
	lua_pop(L, 1);
}

/* The __index of the globals' store: whatever is in it was found before. */
static int
unknown_global(lua_State *L)
{
	struct script *s = script_of(L);
	const char *name =
	    lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";

	if (script_uses(s, name))
		return 0; /* a plugin that is absent: nil */
	hint_global(L, s, name);
	if (s->hint[0] != '\0')
		return luaL_error(L, _("unknown global '%s': %s"), name,
		    s->hint);
	return luaL_error(L, _("unknown global '%s'"), name);
}

static int
new_global(lua_State *L)
{
	const char *name =
	    lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";

	return luaL_error(L, _("global '%s' cannot be set: write local"), name);
}

void
sandbox_open(lua_State *L)
{
	lua_newtable(L);
	open_base(L);
	open_string(L);
	open_table(L);
	open_values(L);
	open_constructors(L);
	open_case(L);
	lua_createtable(L, 0, 3); /* stack: globals, metatable */
	lua_pushvalue(L, -2);
	lua_pushcclosure(L, unknown_global, 1);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, new_global);
	lua_setfield(L, -2, "__newindex");
	lua_setmetatable(L, -2);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}
