/*
 * lua_case -- the case that a function works on, settings, and plugins.
 *
 * The case object holds nothing: whatever it is asked for goes to the host as
 * a verb with JSON arguments, for the step that runs now.
 */
#include "script/sandbox.h"

#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "script/budget.h"
#include "script/failure.h"
#include "script/private.h"
#include "script/value.h"
#include "script/written.h"

#define FIELDS_MAX 512

/* Members of the verb meta that are dates. */
static const char *const meta_dates[] = { "today", "received", "entered" };

/*
 * Do VERB with ARGS (held) for the step in force; the result is held and
 * borrowed, NULL if there is none.
 */
static json_t *
ask(lua_State *L, const char *verb, json_t *args)
{
	struct script *s = script_of(L);
	struct err e = ERR_INIT;
	json_t *result = NULL;
	enum rc rc;

	if (s->step == NULL)
		(void)luaL_error(L,
		    _("there is no case while a definition "
		      "is loaded"));
	budget_check(L);
	rc = s->host->op(s->step, verb, args, &result, &e);
	if (rc != RC_OK) {
		json_decref(result);
		(void)failure_raise(L, &e);
	}
	if (result != NULL)
		(void)held_keep(s, result);
	budget_check(L);
	return result;
}

/* The same for a verb that changes something. */
static json_t *
change(lua_State *L, const char *verb, json_t *args)
{
	if (script_of(L)->readonly)
		(void)luaL_error(L, _("%s: a guard changes nothing"), verb);
	return ask(L, verb, args);
}

/* Push what ASK gave and free what this call held since MARK. */
static int
give(lua_State *L, json_t *result, size_t mark)
{
	value_push(L, result);
	held_drop(script_of(L), mark);
	return 1;
}

static json_t *
new_args(lua_State *L, size_t *mark)
{
	struct script *s = script_of(L);

	*mark = held_mark(s);
	return held_keep(s, json_object());
}

/* Put the value at IDX into ARGS as NAME; nothing if it is nil. */
static void
add_value(lua_State *L, json_t *args, const char *name, int idx)
{
	if (!lua_isnoneornil(L, idx) &&
	    json_object_set(args, name, value_take(L, idx, name)) != 0)
		(void)luaL_error(L, _("%s: no memory"), name);
}

static void
check_self(lua_State *L)
{
	if (luaL_testudata(L, 1, TYPE_CASE) == NULL)
		(void)luaL_error(L, _("write case:name(...), with a colon"));
}

/* case:VERB(first, second): two plain arguments under their names. */
static int
do_plain(lua_State *L, const char *verb, const char *first, const char *second)
{
	json_t *args;
	size_t mark;

	check_self(L);
	luaL_checkany(L, 2);
	args = new_args(L, &mark);
	add_value(L, args, first, 2);
	if (second != NULL)
		add_value(L, args, second, 3);
	return give(L, change(L, verb, args), mark);
}

/* case:VERB { ... }: one table of arguments. */
static int
do_table(lua_State *L, const char *verb)
{
	size_t mark;
	json_t *args;

	check_self(L);
	luaL_checktype(L, 2, LUA_TTABLE);
	(void)new_args(L, &mark);
	args = value_take(L, 2, verb);
	if (!json_is_object(args))
		return luaL_error(L, _("%s: write name = value"), verb);
	return give(L, change(L, verb, args), mark);
}

/* case:go(stage): move to a stage that the action may lead to */
static int
case_go(lua_State *L)
{
	return do_plain(L, "go", "stage", NULL);
}

/* case:close(outcome, reason): close the case: "decided", "withdrawn", "died",
 * or "advice", which needs the reason why nothing was decided */
static int
case_close(lua_State *L)
{
	written_check(L, 2, "case:close");
	written_check(L, 3, "case:close: reason");
	return do_plain(L, "close", "outcome", "reason");
}

/* case:assign { unit = ..., contact = ... } */
static int
case_assign(lua_State *L)
{
	return do_table(L, "assign");
}

/* case:status(status): set "open", "waiting_user" ...; none: read it */
static int
case_status(lua_State *L)
{
	json_t *meta;
	size_t mark;

	check_self(L);
	written_check(L, 2, "case:status");
	if (!lua_isnoneornil(L, 2))
		return do_plain(L, "status", "status", NULL);
	meta = ask(L, "meta", new_args(L, &mark));
	return give(L, json_object_get(meta, "status"), mark);
}

/* case:task { title = ..., key = ..., unit = ..., user = ..., role = ...,
 * due = ..., stays = ... }: open a task */
static int
case_task(lua_State *L)
{
	return do_table(L, "task.open");
}

/* case:done(key): close the task with that key, if it is open */
static int
case_done(lua_State *L)
{
	return do_plain(L, "task.close", "key", NULL);
}

/* case:start(name, day): start a deadline, or compute it again from day */
static int
case_start(lua_State *L)
{
	return do_plain(L, "deadline.start", "name", "from");
}

/* case:meet(name): the deadline is met; false if it is not open */
static int
case_meet(lua_State *L)
{
	return do_plain(L, "deadline.meet", "name", NULL);
}

/* case:cancel(name): the deadline falls away; false if it is not open */
static int
case_cancel(lua_State *L)
{
	return do_plain(L, "deadline.cancel", "name", NULL);
}

/* case:pause(name, reason): stop the clock of a goal, never of the law */
static int
case_pause(lua_State *L)
{
	return do_plain(L, "deadline.pause", "name", "reason");
}

/* case:resume(name): let the clock of a goal run again */
static int
case_resume(lua_State *L)
{
	return do_plain(L, "deadline.resume", "name", NULL);
}

/* case:start_timer(name, day): start a declared timer, to fire on day */
static int
case_start_timer(lua_State *L)
{
	return do_plain(L, "timer.start", "name", "at");
}

/* case:cancel_timer(name) */
static int
case_cancel_timer(lua_State *L)
{
	return do_plain(L, "timer.cancel", "name", NULL);
}

/* case:decide { type = ..., item = ..., basis = ..., result = ..., date = ...,
 * content = ..., conditions = ..., reasons = ..., effective = ...,
 * expires = ..., refers_to = ..., urgent = ..., favour = ...,
 * no_notice = ... }: a decision, for good */
static int
case_decide(lua_State *L)
{
	check_self(L);
	if (lua_istable(L, 2)) {
		(void)lua_getfield(L, 2, "type");
		written_check(L, -1, "case:decide: type");
		(void)lua_getfield(L, 2, "item");
		written_check(L, -1, "case:decide: item");
		lua_pop(L, 2);
	}
	return do_table(L, "decide");
}

/* case:ask_units { units = ..., quorum = ..., due = ... }: ask units for a
 * joint approval */
static int
case_ask_units(lua_State *L)
{
	return do_table(L, "allocation.ask");
}

/* case:propose { kind = ..., result = ..., performer = ... }: put an item into
 * the joint allocation */
static int
case_propose(lua_State *L)
{
	return do_table(L, "allocation.propose");
}

/* case:part { part = ..., text = ... }: fill a part, or say with not_applicable
 * why there is none */
static int
case_part(lua_State *L)
{
	return do_table(L, "allocation.part");
}

/* case:allocate { decisions = ..., date = ..., reasons = ... }: decide what the
 * units approved, and order it */
static int
case_allocate(lua_State *L)
{
	return do_table(L, "allocation.decide");
}

/* case:allocation(): the newest joint allocation, or nil */
static int
case_allocation(lua_State *L)
{
	json_t *args;
	size_t mark;

	check_self(L);
	args = new_args(L, &mark);
	return give(L, ask(L, "allocation.show", args), mark);
}

/* case:letter { template = ..., to = ... }: queue a letter */
static int
case_letter(lua_State *L)
{
	return do_table(L, "letter");
}

/* case:notice { ... }: queue a notice */
static int
case_notice(lua_State *L)
{
	return do_table(L, "notice");
}

/* case:emit(name, payload, case): an event, for this case or another */
static int
case_emit(lua_State *L)
{
	json_t *args;
	size_t mark;

	check_self(L);
	luaL_checkany(L, 2);
	written_check(L, 2, "case:emit");
	args = new_args(L, &mark);
	add_value(L, args, "name", 2);
	add_value(L, args, "payload", 3);
	add_value(L, args, "case", 4);
	return give(L, change(L, "emit", args), mark);
}

/* case:has_decision(type): is there a decision (of that type)? */
static int
case_has_decision(lua_State *L)
{
	const char *type = luaL_optstring(L, 2, NULL), *is;
	json_t *args, *list, *one;
	bool found = false;
	size_t mark, i;

	check_self(L);
	args = new_args(L, &mark);
	list = json_object_get(ask(L, "meta", args), "decisions");
	json_array_foreach(list, i, one) {
		is = json_string_value(json_object_get(one, "type"));
		found |= type == NULL || (is != NULL && strcmp(is, type) == 0);
	}
	held_drop(script_of(L), mark);
	lua_pushboolean(L, found);
	return 1;
}

static const luaL_Reg case_methods[] = { { "go", case_go },
	{ "close", case_close }, { "assign", case_assign },
	{ "status", case_status }, { "task", case_task }, { "done", case_done },
	{ "start", case_start }, { "meet", case_meet },
	{ "cancel", case_cancel }, { "pause", case_pause },
	{ "resume", case_resume }, { "start_timer", case_start_timer },
	{ "cancel_timer", case_cancel_timer }, { "decide", case_decide },
	{ "letter", case_letter }, { "notice", case_notice },
	{ "emit", case_emit }, { "has_decision", case_has_decision },
	{ "ask_units", case_ask_units }, { "propose", case_propose },
	{ "part", case_part }, { "allocate", case_allocate },
	{ "allocation", case_allocation }, { NULL, NULL } };

static void
unknown_member(lua_State *L, json_t *meta, const char *key)
{
	const char *names[64], *name, *near;
	json_t *value;
	size_t n = 0;

	for (n = 0; case_methods[n].name != NULL; n++)
		names[n] = case_methods[n].name;
	json_object_foreach(meta, name, value)
		if (n < sizeof(names) / sizeof(names[0]) - 1)
			names[n++] = name;
	names[n++] = "data";
	near = ini_nearest(key, names, n);
	if (near != NULL)
		(void)luaL_error(L, _("case has no '%s': did you mean '%s'?"),
		    key, near);
	(void)luaL_error(L, _("case has no '%s'"), key);
}

static void
push_meta(lua_State *L, const char *key, json_t *value)
{
	const char *text = json_string_value(value);
	struct err e = ERR_INIT;
	struct date d;
	size_t i;

	if (strcmp(key, "now") == 0) {
		value_push_instant(L, json_integer_value(value));
		return;
	}
	for (i = 0; i < sizeof(meta_dates) / sizeof(meta_dates[0]); i++)
		if (strcmp(key, meta_dates[i]) == 0 && text != NULL &&
		    date_parse(text, &d, &e) == RC_OK) {
			value_push_date(L, d);
			return;
		}
	if (text != NULL && text[0] == '\0')
		lua_pushnil(L);
	else
		value_push(L, value);
}

/* case.id, .stage, .outcome, .unit, .contact, .received, .entered,
 * .cycle, .rev, .now, .today, .decisions; case.data
 * Upvalues: methods, data. */
static int
case_index(lua_State *L)
{
	const char *key = luaL_checkstring(L, 2);
	json_t *meta, *value;
	size_t mark;

	if (strcmp(key, "data") == 0) {
		lua_pushvalue(L, lua_upvalueindex(2));
		return 1;
	}
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
		return 1;
	meta = ask(L, "meta", new_args(L, &mark));
	value = json_object_get(meta, key);
	if (value == NULL)
		unknown_member(L, meta, key);
	push_meta(L, key, value);
	held_drop(script_of(L), mark);
	return 1;
}

static int
case_newindex(lua_State *L)
{
	return luaL_error(L,
	    _("case.%s cannot be set: write case.data.%s for "
	      "a field"),
	    luaL_checkstring(L, 2), luaL_checkstring(L, 2));
}

/* The declared field KEY, or an error with the nearest name. */
static const json_t *
check_field(lua_State *L, const char *key)
{
	const json_t *fields = script_of(L)->fields;
	const json_t *row = json_object_get(fields, key);
	const char *names[FIELDS_MAX], *name, *near;
	json_t *value;
	size_t n = 0;

	if (row != NULL)
		return row;
	json_object_foreach((json_t *)(uintptr_t)fields, name, value)
		if (n < FIELDS_MAX)
			names[n++] = name;
	near = ini_nearest(key, names, n);
	if (near != NULL)
		(void)luaL_error(L, _("no field '%s': did you mean '%s'?"), key,
		    near);
	(void)luaL_error(L, _("no field '%s'"), key);
	return NULL;
}

/* case.data.FIELD */
static int
data_index(lua_State *L)
{
	const char *key = luaL_checkstring(L, 2);
	json_t *args;
	size_t mark;

	(void)check_field(L, key);
	args = new_args(L, &mark);
	add_value(L, args, "field", 2);
	value_push_field(L, key, ask(L, "data.get", args));
	held_drop(script_of(L), mark);
	return 1;
}

/* case.data.FIELD = value; nil empties it */
static int
data_newindex(lua_State *L)
{
	const char *key = luaL_checkstring(L, 2);
	const json_t *row = check_field(L, key);
	json_t *args, *value;
	size_t mark;

	args = new_args(L, &mark);
	add_value(L, args, "field", 2);
	value = value_take(L, 3, key);
	/* {} is an empty list where a list belongs. */
	if (json_is_true(json_array_get(row, 1)) && json_is_object(value) &&
	    json_object_size(value) == 0)
		value = held_keep(script_of(L), json_array());
	if (json_object_set(args, "value", value) != 0)
		return luaL_error(L, _("%s: no memory"), key);
	(void)change(L, "data.set", args);
	held_drop(script_of(L), mark);
	return 0;
}

/* setting(name): a key of the municipality's file, "deadline.mapping.days" */
static int
case_setting(lua_State *L)
{
	json_t *args;
	size_t mark;

	luaL_checkstring(L, 1);
	args = new_args(L, &mark);
	add_value(L, args, "name", 1);
	return give(L, ask(L, "setting", args), mark);
}

/* PLUGIN.METHOD { ... }; upvalue: the method's whole name. */
static int
call_method(lua_State *L)
{
	struct script *s = script_of(L);
	json_t *args, *params;
	size_t mark;

	args = new_args(L, &mark);
	lua_settop(L, 1);
	params = lua_isnil(L, 1) ?
	    held_keep(s, json_object()) :
	    value_take(L, 1, lua_tostring(L, lua_upvalueindex(1)));
	if (!json_is_object(params))
		return luaL_error(L, _("%s: write name = value"),
		    lua_tostring(L, lua_upvalueindex(1)));
	add_value(L, args, "method", lua_upvalueindex(1));
	if (json_object_set(args, "params", params) != 0 ||
	    json_object_set_new(args, "readonly", json_boolean(s->readonly)) !=
		0)
		return luaL_error(L, _("%s: no memory"),
		    lua_tostring(L, lua_upvalueindex(1)));
	return give(L, ask(L, "call", args), mark);
}

/* Put the host's methods into the globals on top: deposit.claim */
static void
open_methods(lua_State *L)
{
	const char *const *m = script_of(L)->host->methods, *dot;

	for (; m != NULL && *m != NULL; m++) {
		if ((dot = strchr(*m, '.')) == NULL)
			continue;
		lua_pushlstring(L, *m, (size_t)(dot - *m));
		lua_pushvalue(L, -1);
		if (lua_rawget(L, -3) != LUA_TTABLE) {
			lua_pop(L, 1);
			lua_newtable(L);
			lua_pushvalue(L, -2);
			lua_pushvalue(L, -2);
			lua_rawset(L, -5);
		}
		lua_pushstring(L, *m); /* stack: name, table, method */
		lua_pushcclosure(L, call_method, 1);
		lua_setfield(L, -2, dot + 1);
		lua_pop(L, 2);
	}
}

/* Push a new userdata without content, of type NAME; its metatable is new. */
static void
push_object(lua_State *L, const char *name)
{
	(void)lua_newuserdatauv(L, 0, 0);
	(void)luaL_newmetatable(L, name);
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	/* stack: object, metatable */
}

void
open_case(lua_State *L)
{
	lua_pushcfunction(L, case_setting);
	lua_setfield(L, -2, "setting");
	open_methods(L);
	push_object(L, TYPE_CASE);
	lua_newtable(L);
	luaL_setfuncs(L, case_methods, 0);
	push_object(L, TYPE_DATA);
	lua_pushcfunction(L, data_index);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, data_newindex);
	lua_setfield(L, -2, "__newindex");
	lua_setmetatable(L, -2);
	/* stack: globals, case, metatable, methods, data */
	lua_pushcclosure(L, case_index, 2);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, case_newindex);
	lua_setfield(L, -2, "__newindex");
	lua_setmetatable(L, -2);
	lua_setfield(L, LUA_REGISTRYINDEX, KEY_CASE);
}
