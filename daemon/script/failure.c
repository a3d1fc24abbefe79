/*
 * failure -- an error of the host on its way through Lua, untouched.
 */
#include "script/failure.h"

#include <string.h>

#include "script/private.h"

const struct err *
failure_get(lua_State *L, int idx)
{
	return luaL_testudata(L, idx, TYPE_FAILURE);
}

bool
failure_is_hard(lua_State *L, int idx)
{
	const struct err *e = failure_get(L, idx);

	if (e == NULL)
		return false;
	switch (e->rc) {
	case RC_IO:
	case RC_DISK_FULL:
	case RC_UNAVAILABLE:
	case RC_BUSY:
	case RC_INTERNAL:
	case RC_AGAIN:
		return true;
	case RC_OK:
	case RC_INVALID:
	case RC_FIELDS:
	case RC_NOTFOUND:
	case RC_DENIED:
	case RC_CONFLICT:
	case RC_GUARD:
	case RC_SCRIPT:
	case RC_IDEM:
	case RC_CONFIG:
	case RC_VERSION:
	case RC_FOREIGN:
		return false;
	}
	return true;
}

int
failure_raise(lua_State *L, const struct err *e)
{
	struct err *copy = lua_newuserdatauv(L, sizeof(*copy), 0);

	*copy = *e;
	luaL_setmetatable(L, TYPE_FAILURE);
	return lua_error(L);
}

static int
failure_index(lua_State *L)
{
	const struct err *e = luaL_checkudata(L, 1, TYPE_FAILURE);
	const char *key = luaL_checkstring(L, 2);

	if (strcmp(key, "name") == 0)
		lua_pushstring(L, e->name);
	else if (strcmp(key, "text") == 0)
		lua_pushstring(L, e->text);
	else if (strcmp(key, "field") == 0 && e->n_fields > 0)
		lua_pushstring(L, e->fields[0].field);
	else
		lua_pushnil(L);
	return 1;
}

static int
failure_tostring(lua_State *L)
{
	const struct err *e = luaL_checkudata(L, 1, TYPE_FAILURE);

	lua_pushfstring(L, "%s: %s", e->name, e->text);
	return 1;
}

void
failure_open(lua_State *L)
{
	static const luaL_Reg functions[] = { { "__index", failure_index },
		{ "__tostring", failure_tostring }, { NULL, NULL } };

	(void)luaL_newmetatable(L, TYPE_FAILURE);
	luaL_setfuncs(L, functions, 0);
	lua_pop(L, 1);
}
