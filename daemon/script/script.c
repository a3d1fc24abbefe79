/*
 * script -- the door to Lua: load a definition, call one of its functions.
 */
#include "script/script.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "script/budget.h"
#include "script/door.h"
#include "script/freeze.h"
#include "script/private.h"
#include "script/sandbox.h"
#include "script/skeleton.h"
#include "script/syntax.h"
#include "script/value.h"
#include "script/written.h"

/* What run_function is to do, and what came of it. */
struct work {
	int fn;
	const json_t *args;
	json_t *results; /* held by the script */
};

json_t *
held_keep(struct script *s, json_t *v)
{
	int rc = json_array_append_new(s->held, v);

	assert(rc == 0 && "a value that was not made");
	(void)rc;
	return v;
}

size_t
held_mark(const struct script *s)
{
	return json_array_size(s->held);
}

void
held_drop(struct script *s, size_t mark)
{
	while (json_array_size(s->held) > mark)
		(void)json_array_remove(s->held, json_array_size(s->held) - 1);
}

bool
script_uses(const struct script *s, const char *name)
{
	size_t i;

	for (i = 0; i < json_array_size(s->uses); i++)
		if (strcmp(json_string_value(json_array_get(s->uses, i)),
			name) == 0)
			return true;
	return false;
}

static bool
has_suffix(const char *path, const char *suffix)
{
	size_t n = strlen(path), m = strlen(suffix);

	return n > m && strcmp(path + n - m, suffix) == 0;
}

/* Copy the files that are Lua, without the tests. */
static enum rc
copy_sources(struct script *s, const struct script_file *files, size_t n,
    struct err *e)
{
	struct script_source *source;
	bool has_main = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!has_suffix(files[i].path, ".lua") ||
		    has_suffix(files[i].path, "_test.lua"))
			continue;
		if (files[i].len > SCRIPT_FILE_MAX)
			return err_set(e, RC_INVALID,
			    _("%s: longer than %u KiB"), files[i].path,
			    SCRIPT_FILE_MAX >> 10);
		if (s->n_sources == SCRIPT_PARTS)
			return err_set(e, RC_INVALID,
			    _("%s: more than %d Lua files"), files[i].path,
			    SCRIPT_PARTS);
		source = &s->sources[s->n_sources++];
		source->path = mem_text(files[i].path);
		source->bytes = mem_text_n(files[i].bytes, files[i].len);
		source->len = files[i].len;
		has_main |= strcmp(files[i].path, SCRIPT_MAIN) == 0;
	}
	if (!has_main)
		return err_set(e, RC_INVALID, _("%s: no such file"),
		    SCRIPT_MAIN);
	return RC_OK;
}

/* Behind the door: make the sandbox. */
static int
run_open(lua_State *L)
{
	sandbox_open(L);
	return 0;
}

/* Behind the door: run workflow.lua and take its skeleton. */
static int
run_load(lua_State *L)
{
	json_t **skeleton = lua_touserdata(L, 1);

	lua_settop(L, 0);
	(void)lua_getglobal(L, "part");
	lua_pushliteral(L, SCRIPT_MAIN);
	lua_call(L, 1, 1);
	if (!lua_istable(L, -1))
		return luaL_error(L,
		    _("%s: returns a %s; write return "
		      "workflow { ... }"),
		    SCRIPT_MAIN, luaL_typename(L, -1));
	*skeleton = skeleton_take(L);
	return 0;
}

static int
run_freeze(lua_State *L)
{
	freeze_all(L);
	lua_pushnil(L);
	lua_setfield(L, LUA_REGISTRYINDEX, KEY_PARTS);
	(void)lua_gc(L, LUA_GCCOLLECT);
	return 0;
}

/* What the rest must know of the skeleton: types of fields, plugins in use. */
static void
note_skeleton(struct script *s, json_t *skeleton)
{
	json_t *data = json_object_get(skeleton, "data"), *field, *use;
	const char *name, *text;
	size_t i;

	json_object_foreach(data, name, field)
		(void)json_object_set_new(s->fields, name,
		    json_pack("[s?, b]",
			json_string_value(json_object_get(field, "kind")),
			json_is_true(json_object_get(field, "many"))));
	json_array_foreach(json_object_get(skeleton, "uses"), i, use) {
		text = json_string_value(use);
		if (text != NULL)
			(void)json_array_append_new(s->uses,
			    json_stringn(text, strcspn(text, "?")));
	}
}

/* Turn a failed load into a note: "workflow.lua:12: what" has a line. */
static enum rc
note_failure(struct script *s, struct def_notes *notes, struct err *e)
{
	char text[ERR_TEXT_MAX], said[ERR_TEXT_MAX];
	char file[64] = SCRIPT_MAIN, *rest;
	int line = s->caught_line;
	unsigned long found;
	size_t n;

	(void)snprintf(text, sizeof(text), "%s", e->text);
	if (s->caught_file[0] != '\0')
		(void)snprintf(file, sizeof(file), "%s", s->caught_file);
	n = strcspn(text, ":");
	if (text[n] == ':' && n < sizeof(file) && n > 4 &&
	    strncmp(text + n - 4, ".lua", 4) == 0) {
		found = strtoul(text + n + 1, &rest, 10);
		if (found > 0 && found < INT32_MAX && rest[0] == ':') {
			line = (int)found;
			memcpy(file, text, n);
			file[n] = '\0';
			memmove(text, rest + 1 + strspn(rest + 1, " "),
			    strlen(rest + 1 + strspn(rest + 1, " ")) + 1);
		}
	}
	syntax_say(text, said, sizeof(said));
	def_note(notes, line, strcmp(file, SCRIPT_MAIN) == 0 ? "" : file,
	    s->hint, "%s", said);
	return err_set(e, RC_INVALID, "%s:%d: %s", file, line, said);
}

static enum rc
load(struct script *s, json_t **skeleton, struct def_notes *notes,
    struct err *e)
{
	json_t *taken = NULL;
	enum rc rc;

	s->loading = true;
	rc = door_call(s, run_open, NULL, SCRIPT_LOAD_MS, e);
	if (rc == RC_OK) {
		rc = door_call(s, run_load, &taken, SCRIPT_LOAD_MS, e);
		if (rc != RC_OK)
			return note_failure(s, notes, e);
		note_skeleton(s, taken);
		rc = door_call(s, run_freeze, NULL, SCRIPT_LOAD_MS, e);
	}
	s->loading = false;
	if (rc != RC_OK)
		return rc;
	*skeleton = json_incref(taken);
	held_drop(s, 0);
	s->at_rest = s->memory.used;
	return RC_OK;
}

enum rc
script_load(const struct script_file *files, size_t n,
    const struct script_host *host, json_t **skeleton, struct script **out,
    struct def_notes *notes, struct err *e)
{
	struct script *s = mem_new(1, sizeof(*s));
	enum rc rc;

	*out = NULL;
	*skeleton = NULL;
	s->host = host;
	s->fields = json_object();
	s->uses = json_array();
	s->held = json_array();
	rc = copy_sources(s, files, n, e);
	if (rc != RC_OK)
		def_note(notes, 0, "", "", "%s", e->text);
	else
		rc = written_count(s, notes, e);
	if (rc == RC_OK && (s->L = sandbox_new(s)) == NULL)
		rc = err_set(e, RC_UNAVAILABLE, _("script: no memory"));
	if (rc == RC_OK)
		rc = load(s, skeleton, notes, e);
	if (rc == RC_OK)
		*out = s;
	else
		script_free(s);
	return rc;
}

void
script_free(struct script *s)
{
	size_t i;

	if (s == NULL)
		return;
	assert(s->depth == 0 && "freed while it runs");
	if (s->L != NULL)
		lua_close(s->L);
	for (i = 0; i < s->n_sources; i++) {
		free(s->sources[i].path);
		free(s->sources[i].bytes);
	}
	json_decref(s->fields);
	json_decref(s->uses);
	json_decref(s->held);
	free(s->trace);
	free(s);
}

enum rc
script_prepare(struct err *e)
{
	return budget_prepare(e);
}

/* Behind the door: call a function and take what it returns. */
static int
run_function(lua_State *L)
{
	struct work *w = lua_touserdata(L, 1);
	struct script *s = script_of(L);
	json_t *arg;
	size_t i;
	int top;

	lua_settop(L, 0);
	luaL_checkstack(L, (int)json_array_size(w->args) + 8, "arguments");
	(void)lua_getfield(L, LUA_REGISTRYINDEX, KEY_FUNCTIONS);
	if (lua_rawgeti(L, 1, w->fn) != LUA_TFUNCTION)
		return luaL_error(L, _("the definition has no function %d"),
		    w->fn);
	(void)lua_getfield(L, LUA_REGISTRYINDEX, KEY_CASE);
	json_array_foreach(w->args, i, arg)
		value_push(L, arg);
	lua_call(L, (int)json_array_size(w->args) + 1, LUA_MULTRET);
	w->results = held_keep(s, json_array());
	/* stack: functions, results ... */
	for (top = 2; top <= lua_gettop(L); top++)
		if (json_array_append(w->results,
			value_take(L, top, "return")) != 0)
			return luaL_error(L, _("return: no memory"));
	return 0;
}

/* Behind the door: see that nothing was kept, and tidy up if it is a lot. */
static int
run_check(lua_State *L)
{
	struct script *s = script_of(L);

	freeze_check(L);
	if (s->memory.used > 2 * s->at_rest)
		(void)lua_gc(L, LUA_GCCOLLECT);
	return 0;
}

enum rc
script_call(struct script *s, int fn, void *step, bool readonly,
    const json_t *args, json_t **results, char **trace, struct err *e)
{
	struct work w = { .fn = fn, .args = args };
	struct err changed = ERR_INIT;
	enum rc rc, check = RC_OK;
	void *outer_step = s->step;
	bool outer_readonly = s->readonly;
	size_t mark = held_mark(s);

	*results = NULL;
	if (trace != NULL)
		*trace = NULL;
	if (s->dead)
		return err_set(e, RC_SCRIPT,
		    _("script: was stopped before; "
		      "load it again"));
	if (s->depth == SCRIPT_NESTED)
		return err_set(e, RC_SCRIPT,
		    _("script: more than %d "
		      "functions of a definition in each other"),
		    SCRIPT_NESTED);
	s->depth++;
	s->step = step;
	s->readonly = readonly || outer_readonly;
	rc = door_call(s, run_function, &w, SCRIPT_CPU_MS, e);
	if (rc != RC_OK && trace != NULL) {
		*trace = s->trace;
		s->trace = NULL;
	}
	s->step = outer_step;
	s->readonly = outer_readonly;
	s->depth--;
	/* Also after an error: what it changed must not meet the next step. */
	if (!s->dead && s->depth == 0)
		check = door_call(s, run_check, NULL, SCRIPT_CPU_MS, &changed);
	if (check != RC_OK && rc == RC_OK) {
		*e = changed;
		rc = check;
	}
	if (rc == RC_OK)
		*results = json_incref(w.results);
	held_drop(s, mark);
	return rc;
}

bool
script_is_dead(const struct script *s)
{
	return s->dead;
}

size_t
script_memory(const struct script *s)
{
	return s->memory.used;
}
