/*
 * door -- the one way into a Lua state: protected, budgeted, explained.
 *
 * The handler runs where the error happened and writes into the script's own
 * memory; it allocates nothing in Lua, so that it works without memory too.
 */
#include "script/door.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "script/budget.h"
#include "script/failure.h"
#include "script/private.h"

#define TRACE_MAX 4096
#define LEVELS_MAX 12

static const struct script_source *
source_of(const struct script *s, const char *chunk)
{
	size_t i;

	for (i = 0; chunk[0] == '@' && i < s->n_sources; i++)
		if (strcmp(s->sources[i].path, chunk + 1) == 0)
			return &s->sources[i];
	return NULL;
}

/* Add line NUMBER of SOURCE, if it has one. */
static void
add_line(struct buf *b, const struct script_source *source, int number)
{
	const char *p = source->bytes, *end = p + source->len, *newline;
	int line;

	if (number < 1)
		return;
	for (line = 1; line < number; line++) {
		newline = memchr(p, '\n', (size_t)(end - p));
		if (newline == NULL)
			return;
		p = newline + 1;
	}
	newline = memchr(p, '\n', (size_t)(end - p));
	if (newline == NULL)
		newline = end;
	(void)buf_addf(b, "%6d | %.*s\n", number,
	    (int)(newline - p > 200 ? 200 : newline - p), p);
}

/* File and line of the innermost Lua function, with two lines of source. */
static void
add_place(struct script *s, struct buf *b, const lua_Debug *ar)
{
	const struct script_source *source = source_of(s, ar->source);

	s->caught_line = ar->currentline;
	(void)snprintf(s->caught_file, sizeof(s->caught_file), "%s",
	    ar->source[0] == '@' ? ar->source + 1 : ar->short_src);
	if (source == NULL)
		return;
	add_line(b, source, ar->currentline - 1);
	add_line(b, source, ar->currentline);
}

static void
add_trace(lua_State *L, struct script *s)
{
	lua_Debug ar;
	struct buf b;
	bool placed = false;
	int level, shown = 0;

	buf_init(&b, TRACE_MAX);
	for (level = 1; shown < LEVELS_MAX && lua_getstack(L, level, &ar);
	     level++) {
		if (!lua_getinfo(L, "Sln", &ar) || ar.currentline < 0)
			continue;
		if (!placed)
			add_place(s, &b, &ar);
		placed = true;
		(void)buf_addf(&b, _("%s:%d in %s\n"), ar.short_src,
		    ar.currentline,
		    ar.name != NULL	  ? ar.name :
			ar.what[0] == 'm' ? _("the file") :
					    _("a function"));
		shown++;
	}
	free(s->trace);
	s->trace = buf_take(&b);
	buf_fini(&b);
}

/*
 * Lua calls what is not there "a nil value (global 'plan')".  If that is a
 * plugin which the definition uses, say so in plain words.
 */
static bool
is_absent(struct script *s, const char *text)
{
	static const char mark[] = "a nil value (global '";
	const char *name = strstr(text, mark), *used;
	size_t i, len;

	if (name == NULL)
		return false;
	name += sizeof(mark) - 1;
	len = strcspn(name, "'");
	for (i = 0; i < json_array_size(s->uses); i++) {
		used = json_string_value(json_array_get(s->uses, i));
		if (strlen(used) != len || strncmp(used, name, len) != 0)
			continue;
		(void)err_set(&s->caught, RC_SCRIPT,
		    _("plugin %s: not present here, or not switched on for "
		      "this municipality; ask first whether it is there: if "
		      "%s then ... end"),
		    used, used);
		return true;
	}
	return false;
}

/* What the value on top says, whatever it is, without allocating in Lua. */
static void
read_error(lua_State *L, struct script *s)
{
	const struct err *e = failure_get(L, -1);

	if (e != NULL) {
		s->caught = *e;
	} else if (budget_is_stop(L, -1)) {
		(void)err_set(&s->caught, RC_SCRIPT, _("script: stopped"));
	} else if (lua_type(L, -1) == LUA_TSTRING) {
		if (!is_absent(s, lua_tostring(L, -1)))
			(void)err_set(&s->caught, RC_SCRIPT, "%s",
			    lua_tostring(L, -1));
	} else
		(void)err_set(&s->caught, RC_SCRIPT,
		    _("script: failed with a %s instead of a text"),
		    lua_typename(L, lua_type(L, -1)));
}

static int
on_error(lua_State *L)
{
	struct script *s = script_of(L);

	read_error(L, s);
	add_trace(L, s);
	return 1;
}

/* Make an error of STATUS; a stop of either kind ends the state's life. */
static enum rc
explain(struct script *s, int status, bool spent, struct err *e)
{
	/* An inner call may have been stopped and left its hook to us. */
	spent = spent || (s->dead && !s->out_of_memory);
	if (status == LUA_ERRMEM || (s->out_of_memory && !spent)) {
		s->dead = true;
		return err_set(e, RC_SCRIPT,
		    _("script: stopped, it took more than %u MiB"),
		    SCRIPT_MEMORY >> 20);
	}
	if (spent) {
		s->dead = true;
		return err_set(e, RC_SCRIPT,
		    _("script: stopped, it took more than %u ms"),
		    s->loading ? SCRIPT_LOAD_MS : SCRIPT_CPU_MS);
	}
	if (s->caught.rc == RC_OK)
		return err_set(e, RC_SCRIPT, _("script: failed twice"));
	*e = s->caught;
	return e->rc;
}

enum rc
door_call(struct script *s, lua_CFunction fn, void *arg, int ms, struct err *e)
{
	lua_State *L = s->L;
	int top = lua_gettop(L), status;
	struct budget b;
	bool spent;
	enum rc rc;

	err_clear(&s->caught);
	free(s->trace);
	s->trace = NULL;
	s->caught_line = 0;
	s->caught_file[0] = '\0';
	s->out_of_memory = s->out_of_memory && s->depth > 1;
	if (!lua_checkstack(L, 4))
		return err_set(e, RC_SCRIPT, _("script: the stack is full"));
	if ((rc = budget_begin(&b, L, ms, e)) != RC_OK)
		return rc;
	/* None of these three allocates. */
	lua_pushcfunction(L, on_error);
	lua_pushcfunction(L, fn);
	lua_pushlightuserdata(L, arg);
	status = lua_pcall(L, 1, 0, top + 1);
	spent = b.spent != 0;
	budget_end(&b);
	if (status != LUA_OK || spent || s->dead)
		rc = explain(s, status, spent, e);
	if (!s->dead)
		lua_settop(L, top);
	return rc;
}
