/*
 * names -- the globals of a definition against those that are there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "script/compiled.h"
#include "script/door.h"
#include "script/freeze.h"
#include "script/private.h"
#include "script/script.h"

#define NAMES_MAX 128
#define DUMP_MAX (8u << 20) /* of one file, compiled */

struct work {
	struct script *s;
	const struct script_source *source;
	json_t *known; /* owned; global -> its members, or null */
	struct buf dump; /* SOURCE compiled */
	struct def_notes *notes;
	size_t n; /* notes given */
};

/* Set in OUT the keys of the table on top that are texts; pop it. */
static void
take_keys(lua_State *L, json_t *out)
{
	freeze_push_store(L, -1);
	lua_pushnil(L);
	while (lua_next(L, -2) != 0) {
		lua_pop(L, 1);
		if (lua_type(L, -1) == LUA_TSTRING)
			(void)json_object_set_new(out, lua_tostring(L, -1),
			    json_null());
	}
	lua_pop(L, 2);
}

/* Behind the door: which globals there are. */
static int
run_known(lua_State *L)
{
	struct work *w = lua_touserdata(L, 1);
	const char *name;
	json_t *members;
	void *it;

	lua_pushglobaltable(L);
	take_keys(L, w->known);
	for (it = json_object_iter(w->known); it != NULL;
	     it = json_object_iter_next(w->known, it)) {
		name = json_object_iter_key(it);
		if (lua_getglobal(L, name) != LUA_TTABLE) {
			lua_pop(L, 1);
			continue;
		}
		members = json_object();
		(void)json_object_iter_set_new(w->known, it, members);
		take_keys(L, members);
	}
	return 0;
}

static int
write_dump(lua_State *L, const void *bytes, size_t len, void *arg)
{
	struct buf *b = arg;

	(void)L;
	return buf_add(b, bytes, len) ? 0 : 1;
}

/* Behind the door: compile one file once more. */
static int
run_dump(lua_State *L)
{
	struct work *w = lua_touserdata(L, 1);

	if (luaL_loadbufferx(L, w->source->bytes, w->source->len,
		w->source->path, "t") != LUA_OK)
		return lua_error(L);
	if (lua_dump(L, write_dump, &w->dump, 0) != 0)
		return luaL_error(L, _("%s: too long to be looked through"),
		    w->source->path);
	return 0;
}

static const char *
nearest(const json_t *known, const char *name)
{
	const char *names[NAMES_MAX], *key;
	const json_t *value;
	size_t n = 0;

	json_object_foreach((json_t *)(uintptr_t)known, key, value)
		if (n < NAMES_MAX)
			names[n++] = key;
	return ini_nearest(name, names, n);
}

static void
note(struct work *w, int line, const json_t *known, const char *name,
    const char *text)
{
	const char *near = known != NULL ? nearest(known, name) : NULL;
	char hint[128] = "";

	if (near != NULL)
		(void)snprintf(hint, sizeof(hint), _("did you mean '%.64s'?"),
		    near);
	def_note(w->notes, line,
	    strcmp(w->source->path, SCRIPT_MAIN) == 0 ? "" : w->source->path,
	    hint, "%s", text);
	w->n++;
}

static void
check_use(void *arg, const struct compiled_use *use)
{
	struct work *w = arg;
	char *name = mem_text_n(use->name, use->name_len);
	char *member = use->member == NULL ?
	    NULL :
	    mem_text_n(use->member, use->member_len);
	const json_t *found = json_object_get(w->known, name);
	char text[256];

	if (use->set) {
		(void)snprintf(text, sizeof(text),
		    _("global '%s' cannot be set: write local"), name);
		note(w, use->line, NULL, name, text);
	} else if (found == NULL && !script_uses(w->s, name)) {
		(void)snprintf(text, sizeof(text), _("unknown global '%s'"),
		    name);
		note(w, use->line, w->known, name, text);
	} else if (member != NULL && json_is_object(found) &&
	    json_object_get(found, member) == NULL) {
		(void)snprintf(text, sizeof(text), _("'%s' has no '%s'"), name,
		    member);
		note(w, use->line, found, member, text);
	}
	free(name);
	free(member);
}

static enum rc
check_source(struct work *w, struct err *e)
{
	enum rc rc;

	buf_init(&w->dump, DUMP_MAX);
	rc = door_call(w->s, run_dump, w, SCRIPT_LOAD_MS, e);
	if (rc == RC_OK &&
	    !compiled_globals(buf_data(&w->dump), buf_len(&w->dump), check_use,
		w))
		rc = err_set(e, RC_INTERNAL,
		    _("%s: what Lua made of it is not understood"),
		    w->source->path);
	buf_fini(&w->dump);
	return rc;
}

enum rc
script_check_names(struct script *s, struct def_notes *notes, struct err *e)
{
	struct work w = { .s = s, .known = json_object(), .notes = notes };
	enum rc rc;
	size_t i;

	rc = door_call(s, run_known, &w, SCRIPT_LOAD_MS, e);
	for (i = 0; i < s->n_sources && rc == RC_OK; i++) {
		w.source = &s->sources[i];
		if (w.source->taken)
			rc = check_source(&w, e);
	}
	json_decref(w.known);
	if (rc == RC_OK && w.n > 0)
		rc = err_set(e, RC_INVALID,
		    _("definition: names that are not there"));
	return rc;
}
