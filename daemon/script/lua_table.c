/*
 * lua_table -- the table functions, every loop within the budget.
 *
 * They go through lua_geti and lua_seti, so that a frozen table is read like
 * any other and written like none.
 */
#include "script/sandbox.h"

#include "base/i18n.h"
#include "script/budget.h"
#include "script/private.h"

#define UNPACK_MAX 250
#define SORT_MAX 100000

static lua_Integer
length(lua_State *L, int arg)
{
	luaL_checktype(L, arg, LUA_TTABLE);
	return luaL_len(L, arg);
}

/* table.insert(t, pos, value) */
static int
table_insert(lua_State *L)
{
	lua_Integer n = length(L, 1) + 1, pos = n, i;
	unsigned int steps = 0;

	if (lua_gettop(L) == 3) {
		pos = luaL_checkinteger(L, 2);
		luaL_argcheck(L, pos >= 1 && pos <= n, 2,
		    _("position out of the list"));
	} else if (lua_gettop(L) != 2)
		return luaL_error(L, _("table.insert: two or three arguments"));
	for (i = n; i > pos; i--) {
		budget_step(L, &steps, 1);
		lua_geti(L, 1, i - 1);
		lua_seti(L, 1, i);
	}
	lua_seti(L, 1, pos);
	return 0;
}

/* table.remove(t, pos): what stood there */
static int
table_remove(lua_State *L)
{
	lua_Integer n = length(L, 1), pos = luaL_optinteger(L, 2, n);
	unsigned int steps = 0;

	luaL_argcheck(L, lua_isnoneornil(L, 2) || (pos >= 1 && pos <= n + 1), 2,
	    _("position out of the list"));
	lua_geti(L, 1, pos);
	for (; pos < n; pos++) {
		budget_step(L, &steps, 1);
		lua_geti(L, 1, pos + 1);
		lua_seti(L, 1, pos);
	}
	if (pos <= n) {
		lua_pushnil(L);
		lua_seti(L, 1, pos);
	}
	return 1;
}

/* table.concat(t, sep, first, last) */
static int
table_concat(lua_State *L)
{
	lua_Integer last = length(L, 1), i;
	size_t sep_len;
	const char *sep = luaL_optlstring(L, 2, "", &sep_len);
	unsigned int steps = 0;
	luaL_Buffer b;

	i = luaL_optinteger(L, 3, 1);
	last = luaL_optinteger(L, 4, last);
	luaL_buffinit(L, &b);
	for (; i <= last; i++) {
		budget_step(L, &steps, 1);
		lua_geti(L, 1, i);
		if (!lua_isstring(L, -1))
			return luaL_error(L,
			    _("table.concat: entry %d is a "
			      "%s"),
			    (int)i, luaL_typename(L, -1));
		luaL_addvalue(&b);
		if (i == last)
			break;
		luaL_addlstring(&b, sep, sep_len);
	}
	luaL_pushresult(&b);
	return 1;
}

/* table.unpack(t, first, last): at most 250 values */
static int
table_unpack(lua_State *L)
{
	lua_Integer n = length(L, 1), first = luaL_optinteger(L, 2, 1), i;
	lua_Integer last = luaL_optinteger(L, 3, n);

	if (first > last)
		return 0;
	if ((lua_Unsigned)last - (lua_Unsigned)first >= UNPACK_MAX)
		return luaL_error(L, _("table.unpack: more than %d values"),
		    UNPACK_MAX);
	n = last - first + 1;
	luaL_checkstack(L, (int)n, "table.unpack");
	for (i = 0; i < n; i++)
		lua_geti(L, 1, first + i);
	return (int)n;
}

/* table.pack(...): a table of them, their number in n */
static int
table_pack(lua_State *L)
{
	int i, n = lua_gettop(L);

	lua_createtable(L, n, 1);
	lua_insert(L, 1);
	for (i = n; i >= 1; i--)
		lua_seti(L, 1, i);
	lua_pushinteger(L, n);
	lua_setfield(L, 1, "n");
	return 1;
}

/* table.move(from, first, last, at, to) */
static int
table_move(lua_State *L)
{
	lua_Integer first = luaL_checkinteger(L, 2), i;
	lua_Integer last = luaL_checkinteger(L, 3);
	lua_Integer at = luaL_checkinteger(L, 4);
	int to = lua_isnoneornil(L, 5) ? 1 : 5;
	unsigned int steps = 0;
	bool up;

	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_checktype(L, to, LUA_TTABLE);
	if (last >= first) {
		if (first <= 0 && last >= LUA_MAXINTEGER + first)
			return luaL_error(L, _("table.move: too many entries"));
		if (at > LUA_MAXINTEGER - (last - first))
			return luaL_error(L, _("table.move: out of range"));
		/* Backwards if the places overlap that way. */
		up = at > last || at <= first || !lua_rawequal(L, 1, to);
		for (i = 0; i <= last - first; i++) {
			budget_step(L, &steps, 1);
			lua_geti(L, 1, up ? first + i : last - i);
			lua_seti(L, to, up ? at + i : at + (last - first) - i);
		}
	}
	lua_pushvalue(L, to);
	return 1;
}

/* Does the value at A come before that at B?  Both relative to the top. */
static bool
is_less(lua_State *L, int a, int b)
{
	bool less;

	a = lua_absindex(L, a);
	b = lua_absindex(L, b);
	if (lua_isnil(L, 2))
		return lua_compare(L, a, b, LUA_OPLT) != 0;
	lua_pushvalue(L, 2);
	lua_pushvalue(L, a);
	lua_pushvalue(L, b);
	lua_call(L, 2, 1);
	less = lua_toboolean(L, -1) != 0;
	lua_pop(L, 1);
	return less;
}

/* Merge the sorted runs LOW..MID-1 and MID..HIGH-1 of FROM into TO. */
static void
merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer mid,
    lua_Integer high, unsigned int *steps)
{
	lua_Integer a = low, b = mid, i;
	bool second;

	for (i = low; i < high; i++) {
		budget_step(L, steps, 1);
		if (a < mid && b < high) {
			lua_rawgeti(L, from, b);
			lua_rawgeti(L, from, a);
			second = is_less(L, -2, -1);
			lua_pop(L, 2);
		} else
			second = a >= mid;
		lua_rawgeti(L, from, second ? b++ : a++);
		lua_rawseti(L, to, i);
	}
}

/*
 * table.sort(t, less): stable, by a merge sort of copies, so that a wrong
 * `less` gives a wrong order and nothing worse
 */
static int
table_sort(lua_State *L)
{
	lua_Integer n = length(L, 1), width, low, mid, high;
	unsigned int steps = 0;
	int from = 3, to = 4, spare;

	if (n > SORT_MAX)
		return luaL_error(L, _("table.sort: more than %d entries"),
		    SORT_MAX);
	if (!lua_isnoneornil(L, 2))
		luaL_checktype(L, 2, LUA_TFUNCTION);
	lua_settop(L, 2);
	lua_createtable(L, (int)n, 0);
	lua_createtable(L, (int)n, 0);
	for (low = 1; low <= n; low++) {
		lua_geti(L, 1, low);
		lua_rawseti(L, from, low);
	}
	for (width = 1; width < n; width *= 2) {
		for (low = 1; low <= n; low = high) {
			mid = low + width > n + 1 ? n + 1 : low + width;
			high = mid + width > n + 1 ? n + 1 : mid + width;
			merge(L, from, to, low, mid, high, &steps);
		}
		spare = from;
		from = to;
		to = spare;
	}
	for (low = 1; low <= n; low++) {
		budget_step(L, &steps, 1);
		lua_rawgeti(L, from, low);
		lua_seti(L, 1, low);
	}
	return 0;
}

void
open_table(lua_State *L)
{
	static const luaL_Reg functions[] = { { "insert", table_insert },
		{ "remove", table_remove }, { "concat", table_concat },
		{ "unpack", table_unpack }, { "pack", table_pack },
		{ "move", table_move }, { "sort", table_sort },
		{ NULL, NULL } };

	luaL_newlib(L, functions);
	lua_setfield(L, -2, "table");
}
