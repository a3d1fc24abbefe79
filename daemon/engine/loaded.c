/*
 * loaded -- keep the few definitions in use compiled, with their scripts.
 */
#include "engine/loaded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/host.h"
#include "engine/state.h"
#include "model/law.h"
#include "script/script.h"
#include "store/version.h"

static void
drop(struct loaded *l)
{
	definition_free(l->def);
	script_free(l->script);
	memset(l, 0, sizeof(*l));
}

/* A free slot, or that of the definition not used for longest. */
static struct loaded *
take_slot(struct engine *en)
{
	struct loaded *best = NULL, *l;

	for (l = en->loaded; l < en->loaded + LOADED_MAX; l++) {
		if (l->pinned > 0)
			continue;
		if (best == NULL || l->used < best->used)
			best = l;
	}
	assert(best != NULL && "more definitions held than steps can nest");
	drop(best);
	return best;
}

static bool
law_knows(void *arg, const char *rule)
{
	const struct engine *en = arg;

	return law_has(en->parts.law, rule);
}

static struct script_file *
borrow_files(const struct version_file *files, size_t n)
{
	struct script_file *out = mem_new(n, sizeof(*out));
	size_t i;

	for (i = 0; i < n; i++) {
		out[i].path = files[i].path;
		out[i].bytes = (const char *)files[i].bytes;
		out[i].len = files[i].len;
	}
	return out;
}

/* Say which definition it is that this program can no longer work with. */
static enum rc
stale(int64_t id, const struct def_notes *notes, struct err *e)
{
	struct err why = *e;

	if (why.rc != RC_INVALID)
		return why.rc;
	return err_name(e, RC_SCRIPT, "E_DEFINITION",
	    _("definition %lld: does not load any more: %s"), (long long)id,
	    notes->n > 0 ? notes->notes[0].text : why.text);
}

/* The municipality's language. */
static enum lang
spoken(const struct engine *en)
{
	enum lang lang = LANG_NB;

	lang_parse(en->parts.municipality->language, &lang);
	return lang;
}

static enum rc
compile(struct engine *en, int64_t id, const struct version_file *files,
    size_t n, struct loaded *l, struct err *e)
{
	struct def_notes *notes = mem_new(1, sizeof(*notes));
	struct script_file *list = borrow_files(files, n);
	json_t *skeleton = NULL;
	enum beat_phase phase;
	enum rc rc;

	phase = beat_enter(en->parts.beat, BEAT_SCRIPT);
	rc = script_load(list, n, &en->script_host, &skeleton, &l->script,
	    notes, e);
	(void)beat_enter(en->parts.beat, phase);
	l->lang = spoken(en);
	if (rc == RC_OK)
		skeleton_speak(skeleton, l->lang);
	if (rc == RC_OK)
		rc = definition_compile(skeleton, law_knows, en, &l->def, notes,
		    e);
	if (rc != RC_OK)
		rc = stale(id, notes, e);
	json_decref(skeleton);
	free(list);
	free(notes);
	if (rc != RC_OK)
		drop(l);
	return rc;
}

static enum rc
load(struct engine *en, int64_t id, struct loaded **out, struct err *e)
{
	struct version_file *files = NULL;
	struct loaded *l;
	size_t n = 0;
	enum rc rc;

	rc = version_files(en->parts.store, id, &files, &n, e);
	if (rc != RC_OK)
		return rc;
	l = take_slot(en);
	rc = compile(en, id, files, n, l, e);
	version_files_free(files, n);
	if (rc == RC_OK) {
		l->id = id;
		*out = l;
	}
	return rc;
}

static struct loaded *
hold(struct engine *en, struct loaded *l)
{
	l->pinned++;
	l->used = ++en->uses;
	return l;
}

enum rc
loaded_get(struct engine *en, int64_t id, struct loaded **out, struct err *e)
{
	struct loaded *l;
	enum rc rc;

	*out = NULL;
	for (l = en->loaded; l < en->loaded + LOADED_MAX; l++) {
		if (l->id != id)
			continue;
		if (l->pinned == 0 &&
		    (script_is_dead(l->script) || l->lang != spoken(en))) {
			drop(l);
			break;
		}
		*out = hold(en, l);
		return RC_OK;
	}
	if ((rc = load(en, id, &l, e)) != RC_OK)
		return rc;
	*out = hold(en, l);
	return RC_OK;
}

enum rc
loaded_active(struct engine *en, const char *name, struct loaded **out,
    struct err *e)
{
	struct version v;
	struct loaded *l;
	enum rc rc;

	if (name == NULL)
		name = en->parts.municipality->workflow;
	for (l = en->loaded; l < en->loaded + LOADED_MAX; l++)
		if (l->id != 0 && l->active && strcmp(l->def->name, name) == 0)
			return loaded_get(en, l->id, out, e);
	*out = NULL;
	memset(&v, 0, sizeof(v));
	rc = version_get_active(en->parts.store, name, &v, e);
	if (rc == RC_NOTFOUND)
		rc = err_set(e, RC_NOTFOUND,
		    _("workflow %s: none is active; "
		      "load and activate one"),
		    name);
	if (rc == RC_OK)
		rc = loaded_get(en, v.id, out, e);
	if (rc == RC_OK)
		(*out)->active = true;
	version_fini(&v);
	return rc;
}

void
loaded_put(struct loaded *l)
{
	if (l == NULL)
		return;
	assert(l->pinned > 0);
	l->pinned--;
}

void
loaded_forget_active(struct engine *en)
{
	struct loaded *l;

	for (l = en->loaded; l < en->loaded + LOADED_MAX; l++)
		l->active = false;
}

void
loaded_clear(struct engine *en)
{
	struct loaded *l;

	for (l = en->loaded; l < en->loaded + LOADED_MAX; l++) {
		assert(l->pinned == 0);
		drop(l);
	}
}
