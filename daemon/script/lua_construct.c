/*
 * lua_construct -- workflow, stage, action, the field types, and part.
 *
 * A constructor gives back its table with a mark of what it is and where it
 * stands; what it may hold is checked by model/definition, with that line.
 */
#include "script/sandbox.h"

#include <string.h>

#include "base/i18n.h"
#include "script/private.h"

#define MAIN_FILE "workflow.lua"

/*
 * workflow { name = ..., title = ..., start = ..., uses = ..., data = ...,
 *     codes = ..., create = ..., stages = ..., any = ... }
 * stage { title = ..., unit = ..., final = ..., deadlines = ..., timers = ...,
 *     actions = ..., on = ..., enter = function(case) ... end }
 * action { title = ..., roles = ..., form = ..., to = ..., grants = ...,
 *     reopens = ..., guard = function(case, who) ... end,
 *     run = function(case, input) ... end }
 * deadline { length, rule = ..., from = ..., goal = ..., owner = ...,
 *     warn = ..., keep = ..., stays = ..., title = ... }
 * timer { length, from = ..., stays = ..., run = function(case) ... end }
 * text { max = ... }  integer { min = ..., max = ... }  boolean { }  date { }
 * money { min = ..., max = ... }  choice { codes ..., list = ... }  duration { }
 * person { }  household { }  document { }  unit { }  user { }
 *     each with title, help, class, find, required, many, transient
 * codelist { "1.1", { "1.2", "title", from = ..., to = ... } }
 */
static const char *const kinds[] = { "workflow", "stage", "action", "deadline",
	"timer", "text", "integer", "boolean", "date", "money", "choice",
	"duration", "person", "household", "document", "unit", "user",
	"codelist" };

/* Upvalue: the kind.  Marks the table and gives it back. */
static int
construct(lua_State *L)
{
	const char *kind = lua_tostring(L, lua_upvalueindex(1));
	lua_Debug ar = { .currentline = 0 };

	if (!script_of(L)->loading)
		return luaL_error(L,
		    _("%s belongs to the definition, not "
		      "into a function"),
		    kind);
	if (lua_gettop(L) != 1 || !lua_istable(L, 1))
		return luaL_error(L, _("write %s { ... }"), kind);
	if (lua_getmetatable(L, 1))
		return luaL_error(L, _("this table already is another part"));
	lua_createtable(L, 0, 4); /* stack: table, mark */
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_setfield(L, -2, "kind");
	if (lua_getstack(L, 1, &ar) && lua_getinfo(L, "Sl", &ar)) {
		lua_pushinteger(L, ar.currentline);
		lua_setfield(L, -2, "line");
		if (ar.source[0] == '@' &&
		    strcmp(ar.source + 1, MAIN_FILE) != 0) {
			lua_pushstring(L, ar.source + 1);
			lua_setfield(L, -2, "file");
		}
	}
	lua_setmetatable(L, 1);
	return 1;
}

static struct script_source *
source_find(struct script *s, const char *path)
{
	size_t i;

	for (i = 0; i < s->n_sources; i++)
		if (strcmp(s->sources[i].path, path) == 0)
			return &s->sources[i];
	return NULL;
}

/* part(path): the value that another Lua file of the folder returns */
static int
construct_part(lua_State *L)
{
	struct script *s = script_of(L);
	const char *path = luaL_checkstring(L, 1);
	struct script_source *source = source_find(s, path);
	char name[128];

	if (!s->loading)
		return luaL_error(L,
		    _("part belongs to the definition, not "
		      "into a function"));
	if (source == NULL)
		return luaL_error(L, _("part: no file '%s' in this folder"),
		    path);
	lua_getfield(L, LUA_REGISTRYINDEX, KEY_PARTS);
	if (lua_getfield(L, -1, path) != LUA_TNIL)
		return 1;
	lua_pop(L, 1);
	if (source->running)
		return luaL_error(L, _("part: '%s' needs itself"), path);
	(void)strcpy(name, "@");
	(void)strncat(name, path, sizeof(name) - 2);
	if (luaL_loadbufferx(L, source->bytes, source->len, name, "t") !=
	    LUA_OK)
		return lua_error(L);
	source->running = true;
	lua_call(L, 0, 1);
	source->running = false;
	source->taken = true;
	lua_pushvalue(L, -1);
	lua_setfield(L, -3, path); /* stack: path, parts, value */
	return 1;
}

void
open_constructors(lua_State *L)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		lua_pushstring(L, kinds[i]);
		lua_pushcclosure(L, construct, 1);
		lua_setfield(L, -2, kinds[i]);
	}
	lua_pushcfunction(L, construct_part);
	lua_setfield(L, -2, "part");
	lua_newtable(L);
	lua_setfield(L, LUA_REGISTRYINDEX, KEY_PARTS);
}
