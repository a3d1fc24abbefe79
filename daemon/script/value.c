/*
 * value -- JSON to Lua and back, pure and bounded.
 *
 * On the way out each container is hung into its parent before it is filled,
 * and the root is held by the script, so that any error may jump away.
 */
#include "script/value.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "model/definition.h"
#include "script/freeze.h"
#include "script/private.h"
#include "script/sandbox.h"

/* What one value may cost; counted down. */
struct reading {
	const char *what; /* borrowed; named in errors */
	size_t nodes, bytes;
	int depth;
};

static void
push_typed(lua_State *L, const json_t *v, const char *type, int depth);

static const char *
type_of_field(lua_State *L, const char *name)
{
	const json_t *row = json_object_get(script_of(L)->fields, name);

	return json_string_value(json_array_get(row, 0));
}

/* Fill the table on top with the members of V. */
static void
push_members(lua_State *L, json_t *v, int depth)
{
	const char *name;
	json_t *member;

	json_object_foreach(v, name, member) {
		lua_pushstring(L, name);
		push_typed(L, member, type_of_field(L, name), depth);
		lua_rawset(L, -3);
	}
}

static void
push_table(lua_State *L, const json_t *v, const char *type, int depth)
{
	json_t *member;
	size_t i;

	if (depth >= SCRIPT_DEPTH)
		luaL_error(L, _("more than %d levels"), SCRIPT_DEPTH);
	luaL_checkstack(L, 4, "values");
	lua_newtable(L);
	if (json_is_object(v)) {
		/* jansson walks only what it may change; nothing is. */
		push_members(L, (json_t *)(uintptr_t)v, depth + 1);
		return;
	}
	luaL_setmetatable(L, KEY_LIST);
	json_array_foreach(v, i, member) {
		push_typed(L, member, type, depth + 1);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

/* A text that TYPE makes a date or a duration of; else a text. */
static void
push_text(lua_State *L, const json_t *v, const char *type)
{
	const char *text = json_string_value(v);
	struct err e = ERR_INIT;
	struct duration length;
	struct date d;

	if (type != NULL && strcmp(type, "date") == 0 &&
	    date_parse(text, &d, &e) == RC_OK)
		value_push_date(L, d);
	else if (type != NULL && strcmp(type, "duration") == 0 &&
	    duration_parse(text, &length, &e) == RC_OK)
		value_push_duration(L, length);
	else
		lua_pushlstring(L, text, json_string_length(v));
}

static void
push_typed(lua_State *L, const json_t *v, const char *type, int depth)
{
	switch (v == NULL ? JSON_NULL : json_typeof(v)) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		push_table(L, v, type, depth);
		return;
	case JSON_STRING:
		push_text(L, v, type);
		return;
	case JSON_INTEGER:
		lua_pushinteger(L, json_integer_value(v));
		return;
	case JSON_REAL:
		luaL_error(L, _("a number with decimals came in"));
		return;
	case JSON_TRUE:
	case JSON_FALSE:
		lua_pushboolean(L, json_is_true(v));
		return;
	case JSON_NULL:
		lua_pushnil(L);
		return;
	}
}

void
value_push(lua_State *L, const json_t *v)
{
	luaL_checkstack(L, 4, "values");
	push_typed(L, v, NULL, 0);
}

void
value_push_field(lua_State *L, const char *name, const json_t *v)
{
	luaL_checkstack(L, 4, "values");
	push_typed(L, v, type_of_field(L, name), 0);
}

json_t *
value_plain(lua_State *L, int idx)
{
	char text[DURATION_SIZE + DATE_SIZE];
	const void *p;
	const char *s;
	size_t len;

	switch (lua_type(L, idx)) {
	case LUA_TBOOLEAN:
		return json_boolean(lua_toboolean(L, idx));
	case LUA_TNUMBER:
		return lua_isinteger(L, idx) ?
		    json_integer(lua_tointeger(L, idx)) :
		    NULL;
	case LUA_TSTRING:
		s = lua_tolstring(L, idx, &len);
		return memchr(s, '\0', len) == NULL ? json_stringn(s, len) :
						      NULL;
	case LUA_TUSERDATA:
		if ((p = luaL_testudata(L, idx, TYPE_DATE)) != NULL) {
			date_format(*(const struct date *)p, text);
			return json_string(text);
		}
		if ((p = luaL_testudata(L, idx, TYPE_DURATION)) != NULL) {
			duration_format(*(const struct duration *)p, text);
			return json_string(text);
		}
		if ((p = luaL_testudata(L, idx, TYPE_INSTANT)) != NULL)
			return json_integer(*(const int64_t *)p);
		return NULL;
	default:
		return NULL;
	}
}

/* Why the value on top is no JSON. */
static int
refuse(lua_State *L, const struct reading *r)
{
	if (lua_type(L, -1) == LUA_TNUMBER)
		return luaL_error(L,
		    _("%s: a number with decimals; amounts "
		      "are whole øre, divide with //"),
		    r->what);
	if (lua_type(L, -1) == LUA_TSTRING)
		return luaL_error(L,
		    _("%s: the text is not UTF-8, or "
		      "holds a zero"),
		    r->what);
	return luaL_error(L, _("%s: a %s cannot leave the script"), r->what,
	    luaL_typename(L, -1));
}

static void
count(lua_State *L, struct reading *r, size_t bytes)
{
	if (r->nodes == 0 || bytes > r->bytes)
		luaL_error(L, _("%s: the value is too big"), r->what);
	r->nodes--;
	r->bytes -= bytes;
}

static json_t *
take_any(lua_State *L, struct reading *r, json_t *parent, const char *key);

/* Hang V (taken over) into PARENT: under KEY, or at its end. */
static json_t *
hang(lua_State *L, struct reading *r, json_t *parent, const char *key,
    json_t *v)
{
	int rc;

	if (key == NULL)
		rc = json_array_append_new(parent, v);
	else
		rc = json_object_set_new(parent, key, v);
	if (rc != 0)
		luaL_error(L, _("%s: '%s' is no name"), r->what,
		    key == NULL ? "" : key);
	return v;
}

/* Is the table on top a list?  Its keys are above it; *N is their number. */
static bool
is_list(lua_State *L, size_t *n)
{
	lua_Integer last;

	*n = (size_t)lua_rawlen(L, -1);
	if (*n == 0) {
		if (!lua_getmetatable(L, -2))
			return false;
		luaL_getmetatable(L, KEY_LIST);
		last = lua_rawequal(L, -1, -2);
		lua_pop(L, 2);
		return last != 0;
	}
	lua_rawgeti(L, -1, 1);
	last = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
	lua_pop(L, 1);
	if (last != 1)
		return false;
	lua_rawgeti(L, -1, (lua_Integer)*n);
	last = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
	lua_pop(L, 1);
	return last == (lua_Integer)*n;
}

/* The table on top of the stack; its keys, sorted, decide what it is. */
static json_t *
take_table(lua_State *L, struct reading *r, json_t *parent, const char *key)
{
	size_t n, i, len;
	const char *name;
	bool list;
	json_t *v;

	if (r->depth >= SCRIPT_DEPTH)
		luaL_error(L, _("%s: more than %d levels, or a circle"),
		    r->what, SCRIPT_DEPTH);
	r->depth++;
	luaL_checkstack(L, 8, "values");
	sandbox_keys(L, -1); /* stack: table, keys */
	list = is_list(L, &n);
	v = hang(L, r, parent, key, list ? json_array() : json_object());
	for (i = 1; i <= n; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		name = NULL;
		if (!list) {
			if (lua_type(L, -1) != LUA_TSTRING)
				luaL_error(L,
				    _("%s: a table is either a list "
				      "without holes or has names"),
				    r->what);
			name = lua_tolstring(L, -1, &len);
			if (strlen(name) != len)
				luaL_error(L, _("%s: a name holds a zero"),
				    r->what);
			count(L, r, len);
		}
		lua_pushvalue(L, -1);
		lua_gettable(L, -4); /* stack: table, keys, key, value */
		(void)take_any(L, r, v, name);
		lua_pop(L, 2);
	}
	lua_pop(L, 1);
	r->depth--;
	return v;
}

/* The value on top of the stack, which stays. */
static json_t *
take_any(lua_State *L, struct reading *r, json_t *parent, const char *key)
{
	size_t len = 0;
	json_t *v;

	if (lua_type(L, -1) == LUA_TSTRING)
		(void)lua_tolstring(L, -1, &len);
	count(L, r, len);
	if (lua_istable(L, -1))
		return take_table(L, r, parent, key);
	if ((v = value_plain(L, -1)) == NULL)
		(void)refuse(L, r);
	return hang(L, r, parent, key, v);
}

json_t *
value_take(lua_State *L, int idx, const char *what)
{
	struct script *s = script_of(L);
	struct reading r = { .what = what,
		.nodes = SCRIPT_NODES,
		.bytes = SCRIPT_BYTES };
	json_t *v;

	if (lua_isnoneornil(L, idx))
		return held_keep(s, json_null());
	lua_pushvalue(L, idx);
	v = take_any(L, &r, s->held, NULL);
	lua_pop(L, 1);
	return v;
}
