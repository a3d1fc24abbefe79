/*
 * lua_values -- dates, instants, durations and amounts as Lua sees them.
 *
 * They cannot be changed, and their arithmetic is the calendar's: a legal
 * deadline is the engine's affair, with its rule and its roll.
 */
#include "script/sandbox.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "model/zone.h"
#include "script/budget.h"
#include "script/failure.h"
#include "script/private.h"
#include "script/value.h"
#include "script/written.h"

#define NAME_MAX_BYTES 31 /* of an error's name */

static struct date
check_date(lua_State *L, int arg)
{
	return *(const struct date *)luaL_checkudata(L, arg, TYPE_DATE);
}

static struct duration
check_duration(lua_State *L, int arg)
{
	return *(const struct duration *)luaL_checkudata(L, arg, TYPE_DURATION);
}

static int64_t
check_instant(lua_State *L, int arg)
{
	return *(const int64_t *)luaL_checkudata(L, arg, TYPE_INSTANT);
}

void
value_push_date(lua_State *L, struct date d)
{
	struct date *p = lua_newuserdatauv(L, sizeof(*p), 0);

	*p = d;
	luaL_setmetatable(L, TYPE_DATE);
}

void
value_push_instant(lua_State *L, int64_t ms)
{
	int64_t *p = lua_newuserdatauv(L, sizeof(*p), 0);

	*p = ms;
	luaL_setmetatable(L, TYPE_INSTANT);
}

void
value_push_duration(lua_State *L, struct duration d)
{
	struct duration *p = lua_newuserdatauv(L, sizeof(*p), 0);

	*p = d;
	luaL_setmetatable(L, TYPE_DURATION);
}

/* day(text): the date written "2027-01-11" */
static int
value_day(lua_State *L)
{
	const char *text = luaL_checkstring(L, 1);
	struct err e = ERR_INIT;
	struct date d;

	if (date_parse(text, &d, &e) != RC_OK)
		return luaL_error(L, "%s", e.text);
	value_push_date(L, d);
	return 1;
}

static int
push_length(lua_State *L, enum duration_unit unit)
{
	lua_Integer n = luaL_checkinteger(L, 1);
	struct duration d = { .unit = unit };
	int most = unit == DURATION_YEARS ? 100 : DURATION_MAX;

	if (n < 0 || n > most)
		return luaL_error(L, _("a length is 0 to %d"), most);
	d.n = (int32_t)n;
	value_push_duration(L, d);
	return 1;
}

/* days(n) */
static int
value_days(lua_State *L)
{
	return push_length(L, DURATION_DAYS);
}

/* workdays(n) */
static int
value_workdays(lua_State *L)
{
	return push_length(L, DURATION_WORKDAYS);
}

/* weeks(n) */
static int
value_weeks(lua_State *L)
{
	return push_length(L, DURATION_WEEKS);
}

/* months(n) */
static int
value_months(lua_State *L)
{
	return push_length(L, DURATION_MONTHS);
}

/* years(n) */
static int
value_years(lua_State *L)
{
	return push_length(L, DURATION_YEARS);
}

/* kr(kroner, ore): the amount in øre, a whole number */
static int
value_kr(lua_State *L)
{
	lua_Integer kroner = luaL_checkinteger(L, 1);
	lua_Integer ore = luaL_optinteger(L, 2, 0);

	luaL_argcheck(L,
	    kroner >= -LUA_MAXINTEGER / 1000 && kroner <= LUA_MAXINTEGER / 1000,
	    1, _("too much"));
	luaL_argcheck(L, ore >= 0 && ore <= 99, 2, _("0 to 99"));
	lua_pushinteger(L, kroner * 100 + (kroner < 0 ? -ore : ore));
	return 1;
}

/* reject(name, why, field): refuse the step; nothing of it is kept */
static int
value_reject(lua_State *L)
{
	const char *name = luaL_checkstring(L, 1);
	const char *why = luaL_checkstring(L, 2);
	const char *field = luaL_optstring(L, 3, NULL);
	struct err e = ERR_INIT;

	luaL_argcheck(L,
	    strncmp(name, "E_", 2) == 0 && strlen(name) <= NAME_MAX_BYTES &&
		strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
		    strlen(name),
	    1, _("E_ and capitals, at most 31"));
	written_check(L, 1, "reject");
	(void)err_name(&e, RC_GUARD, name, "%s", why);
	if (field != NULL)
		(void)err_field(&e, field, name, "%s", why);
	return failure_raise(L, &e);
}

static int
date_index(lua_State *L)
{
	struct date d = check_date(L, 1);
	const char *key = luaL_checkstring(L, 2);
	int year, month, day;

	date_split(d, &year, &month, &day);
	if (strcmp(key, "year") == 0)
		lua_pushinteger(L, year);
	else if (strcmp(key, "month") == 0)
		lua_pushinteger(L, month);
	else if (strcmp(key, "day") == 0)
		lua_pushinteger(L, day);
	else if (strcmp(key, "weekday") == 0)
		lua_pushinteger(L, (lua_Integer)date_weekday(d));
	else
		return luaL_error(L,
		    _("a date has year, month, day and "
		      "weekday, no '%s'"),
		    key);
	return 1;
}

static int
push_moved(lua_State *L, struct date d)
{
	if (!date_is_set(d))
		return luaL_error(L, _("the date leaves the calendar"));
	value_push_date(L, d);
	return 1;
}

/* date + duration, either way round */
static int
date_add(lua_State *L)
{
	int date = luaL_testudata(L, 1, TYPE_DATE) != NULL ? 1 : 2;

	return push_moved(L,
	    duration_after(check_date(L, date), check_duration(L, 3 - date)));
}

/* date - duration is a date, date - date a number of days */
static int
date_sub(lua_State *L)
{
	struct date d = check_date(L, 1);

	if (luaL_testudata(L, 2, TYPE_DURATION) != NULL)
		return push_moved(L, duration_before(d, check_duration(L, 2)));
	lua_pushinteger(L, date_diff(check_date(L, 2), d));
	return 1;
}

static int
date_eq(lua_State *L)
{
	lua_pushboolean(L,
	    luaL_testudata(L, 1, TYPE_DATE) != NULL &&
		luaL_testudata(L, 2, TYPE_DATE) != NULL &&
		date_compare(check_date(L, 1), check_date(L, 2)) == 0);
	return 1;
}

static int
date_lt(lua_State *L)
{
	lua_pushboolean(L,
	    date_compare(check_date(L, 1), check_date(L, 2)) < 0);
	return 1;
}

static int
date_le(lua_State *L)
{
	lua_pushboolean(L,
	    date_compare(check_date(L, 1), check_date(L, 2)) <= 0);
	return 1;
}

static int
date_tostring(lua_State *L)
{
	char text[DATE_SIZE];

	date_format(check_date(L, 1), text);
	lua_pushstring(L, text);
	return 1;
}

static int
duration_index(lua_State *L)
{
	struct duration d = check_duration(L, 1);
	const char *key = luaL_checkstring(L, 2);

	if (strcmp(key, "n") != 0)
		return luaL_error(L, _("a duration has n, no '%s'"), key);
	lua_pushinteger(L, d.n);
	return 1;
}

static int
duration_eq(lua_State *L)
{
	const struct duration *a = luaL_testudata(L, 1, TYPE_DURATION);
	const struct duration *b = luaL_testudata(L, 2, TYPE_DURATION);

	lua_pushboolean(L,
	    a != NULL && b != NULL && a->n == b->n && a->unit == b->unit);
	return 1;
}

static int
duration_tostring(lua_State *L)
{
	char text[DURATION_SIZE];

	duration_format(check_duration(L, 1), text);
	lua_pushstring(L, text);
	return 1;
}

static int
instant_index(lua_State *L)
{
	int64_t ms = check_instant(L, 1);
	const char *key = luaL_checkstring(L, 2);

	if (strcmp(key, "ms") == 0)
		lua_pushinteger(L, ms);
	else if (strcmp(key, "date") == 0)
		value_push_date(L, zone_date(ms));
	else
		return luaL_error(L, _("an instant has ms and date, no '%s'"),
		    key);
	return 1;
}

static int
instant_eq(lua_State *L)
{
	const int64_t *a = luaL_testudata(L, 1, TYPE_INSTANT);
	const int64_t *b = luaL_testudata(L, 2, TYPE_INSTANT);

	lua_pushboolean(L, a != NULL && b != NULL && *a == *b);
	return 1;
}

static int
instant_lt(lua_State *L)
{
	lua_pushboolean(L, check_instant(L, 1) < check_instant(L, 2));
	return 1;
}

static int
instant_le(lua_State *L)
{
	lua_pushboolean(L, check_instant(L, 1) <= check_instant(L, 2));
	return 1;
}

static int
instant_tostring(lua_State *L)
{
	char text[ZONE_SIZE];

	zone_format(check_instant(L, 1), text);
	lua_pushstring(L, text);
	return 1;
}

static void
make_type(lua_State *L, const char *name, const luaL_Reg *functions)
{
	(void)luaL_newmetatable(L, name);
	luaL_setfuncs(L, functions, 0);
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 1);
}

void
value_open(lua_State *L)
{
	static const luaL_Reg date[] = { { "__index", date_index },
		{ "__add", date_add }, { "__sub", date_sub },
		{ "__eq", date_eq }, { "__lt", date_lt }, { "__le", date_le },
		{ "__tostring", date_tostring }, { NULL, NULL } };
	static const luaL_Reg duration[] = { { "__index", duration_index },
		{ "__eq", duration_eq }, { "__tostring", duration_tostring },
		{ NULL, NULL } };
	static const luaL_Reg instant[] = { { "__index", instant_index },
		{ "__eq", instant_eq }, { "__lt", instant_lt },
		{ "__le", instant_le }, { "__tostring", instant_tostring },
		{ NULL, NULL } };
	static const luaL_Reg none[] = { { NULL, NULL } };

	make_type(L, TYPE_DATE, date);
	make_type(L, TYPE_DURATION, duration);
	make_type(L, TYPE_INSTANT, instant);
	make_type(L, KEY_LIST, none);
}

void
open_values(lua_State *L)
{
	static const luaL_Reg functions[] = { { "day", value_day },
		{ "days", value_days }, { "workdays", value_workdays },
		{ "weeks", value_weeks }, { "months", value_months },
		{ "years", value_years }, { "kr", value_kr },
		{ "reject", value_reject }, { NULL, NULL } };

	value_open(L);
	failure_open(L);
	luaL_setfuncs(L, functions, 0);
}
