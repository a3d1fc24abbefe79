/*
 * skeleton -- the table that workflow.lua returns, as plain JSON.
 *
 * A constructor leaves its mark in a metatable { kind, line, file }.  As in
 * value.c each container hangs in its parent before it is filled.
 */
#include "script/skeleton.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "script/budget.h"
#include "script/private.h"
#include "script/sandbox.h"
#include "script/value.h"

#define DEPTH_MAX 12
#define NODES_MAX 20000

struct member {
	const char *name; /* borrowed from the table of keys */
	lua_Integer line; /* of the constructor behind it, or 0 */
};

struct walk {
	size_t nodes;
	int depth;
};

static void
walk_any(lua_State *L, struct walk *w, json_t *parent, const char *key);

/* Hang V (taken over) into PARENT and count it. */
static json_t *
hang(lua_State *L, struct walk *w, json_t *parent, const char *key, json_t *v)
{
	int rc;

	rc = key == NULL ? json_array_append_new(parent, v) :
			   json_object_set_new(parent, key, v);
	if (rc != 0)
		luaL_error(L, _("'%s': no name, or text that is not UTF-8"),
		    key == NULL ? "" : key);
	if (++w->nodes > NODES_MAX)
		luaL_error(L, _("the definition has more than %d parts"),
		    NODES_MAX);
	return v;
}

/* The line in the mark of the value on top, or 0. */
static lua_Integer
line_of(lua_State *L)
{
	lua_Integer line = 0;

	if (lua_istable(L, -1) && lua_getmetatable(L, -1)) {
		(void)lua_getfield(L, -1, "line");
		line = lua_tointeger(L, -1);
		lua_pop(L, 2);
	}
	return line;
}

static int
by_line(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->name, y->name);
}

/*
 * Stack: table, keys.  Push an array of the named members in their order, and
 * give the numbers of named and of positional ones.
 */
static struct member *
push_members(lua_State *L, size_t *n_named, size_t *n_items)
{
	size_t n = (size_t)lua_rawlen(L, -1), i, len, named = 0, items = 0;
	struct member *members =
	    lua_newuserdatauv(L, (n + 1) * sizeof(*members), 0);

	for (i = 1; i <= n; i++) {
		lua_rawgeti(L, -2, (lua_Integer)i);
		if (lua_isinteger(L, -1) &&
		    lua_tointeger(L, -1) == (lua_Integer)items + 1) {
			items++;
		} else if (lua_type(L, -1) == LUA_TSTRING) {
			members[named].name = lua_tolstring(L, -1, &len);
			if (strlen(members[named].name) != len)
				luaL_error(L, _("a name holds a zero"));
			lua_pushvalue(L, -1);
			lua_rawget(L, -5);
			members[named++].line = line_of(L);
			lua_pop(L, 1);
		} else
			luaL_error(L,
			    _("a list has a hole, or a key is "
			      "neither a name nor a number"));
		lua_pop(L, 1);
	}
	qsort(members, named, sizeof(*members), by_line);
	*n_named = named;
	*n_items = items;
	return members;
}

/* Add kind, line and file of the mark of the table at IDX to V. */
static bool
add_mark(lua_State *L, struct walk *w, int idx, json_t *v)
{
	if (!lua_getmetatable(L, idx))
		return false;
	if (lua_getfield(L, -1, "kind") != LUA_TSTRING) {
		lua_pop(L, 2);
		return false;
	}
	(void)hang(L, w, v, "kind", json_string(lua_tostring(L, -1)));
	(void)lua_getfield(L, -2, "line");
	(void)hang(L, w, v, "line", json_integer(lua_tointeger(L, -1)));
	if (lua_getfield(L, -3, "file") == LUA_TSTRING)
		(void)hang(L, w, v, "file", json_string(lua_tostring(L, -1)));
	lua_pop(L, 4);
	return true;
}

/* The table on top of the stack. */
static void
walk_table(lua_State *L, struct walk *w, json_t *parent, const char *key)
{
	int table = lua_gettop(L);
	size_t i, n_named, n_items;
	struct member *members;
	json_t *v, *items;
	bool marked;

	if (++w->depth > DEPTH_MAX)
		luaL_error(L, _("more than %d tables in each other"),
		    DEPTH_MAX);
	luaL_checkstack(L, 10, "skeleton");
	sandbox_keys(L, table);
	members = push_members(L, &n_named, &n_items);
	v = hang(L, w, parent, key, json_object());
	marked = add_mark(L, w, table, v);
	items = v;
	if (!marked && n_named == 0 && n_items > 0) {
		if (key == NULL)
			(void)json_array_remove(parent,
			    json_array_size(parent) - 1);
		items = hang(L, w, parent, key, json_array());
	} else if (n_items > 0)
		items = hang(L, w, v, "items", json_array());
	for (i = 1; i <= n_items; i++) {
		lua_rawgeti(L, table, (lua_Integer)i);
		walk_any(L, w, items, NULL);
		lua_pop(L, 1);
	}
	for (i = 0; i < n_named; i++) {
		if (marked &&
		    (strcmp(members[i].name, "kind") == 0 ||
			strcmp(members[i].name, "line") == 0 ||
			strcmp(members[i].name, "file") == 0 ||
			strcmp(members[i].name, "items") == 0))
			luaL_error(L, _("'%s' is no key here"),
			    members[i].name);
		lua_getfield(L, table, members[i].name);
		walk_any(L, w, v, members[i].name);
		lua_pop(L, 1);
	}
	lua_settop(L, table);
	w->depth--;
}

/* The function on top of the stack gets the next number. */
static void
walk_function(lua_State *L, struct walk *w, json_t *parent, const char *key)
{
	struct script *s = script_of(L);
	lua_Debug ar = { .linedefined = 0 };
	json_t *v = hang(L, w, parent, key, json_object());

	s->n_functions++;
	lua_getfield(L, LUA_REGISTRYINDEX, KEY_FUNCTIONS);
	lua_pushvalue(L, -2);
	lua_rawseti(L, -2, (lua_Integer)s->n_functions);
	lua_pop(L, 1);
	lua_pushvalue(L, -1);
	(void)lua_getinfo(L, ">S", &ar);
	(void)hang(L, w, v, "fn", json_integer((json_int_t)s->n_functions));
	(void)hang(L, w, v, "line", json_integer(ar.linedefined));
}

/* The value on top of the stack, which stays. */
static void
walk_any(lua_State *L, struct walk *w, json_t *parent, const char *key)
{
	json_t *v;

	budget_check(L);
	if (lua_istable(L, -1)) {
		walk_table(L, w, parent, key);
	} else if (lua_isfunction(L, -1)) {
		walk_function(L, w, parent, key);
	} else {
		if ((v = value_plain(L, -1)) == NULL)
			luaL_error(L,
			    _("'%s': a %s has no place in a "
			      "definition"),
			    key == NULL ? "" : key,
			    lua_type(L, -1) == LUA_TNUMBER ?
				_("number with decimals") :
				luaL_typename(L, -1));
		(void)hang(L, w, parent, key, v);
	}
}

json_t *
skeleton_take(lua_State *L)
{
	struct script *s = script_of(L);
	struct walk w = { .nodes = 0 };

	lua_newtable(L);
	lua_setfield(L, LUA_REGISTRYINDEX, KEY_FUNCTIONS);
	walk_table(L, &w, s->held, NULL);
	return json_array_get(s->held, json_array_size(s->held) - 1);
}
