/*
 * workflow -- workflow.load and workflow.activate.
 *
 * Definition text enters here alone: the folder is read, every file of it that
 * counts is kept, and every mistake is told with its line.  A version that is
 * loaded concerns nobody until it is activated, and then new cases only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/folder.h"
#include "engine/host.h"
#include "engine/letter_text.h"
#include "engine/lengths.h"
#include "engine/loaded.h"
#include "engine/mark.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "model/law.h"
#include "script/script.h"
#include "store/version.h"

#define PREFIX_MIN 8 /* of a hash that stands for a version */

static bool
law_knows(void *arg, const char *rule)
{
	const struct engine *en = arg;

	return law_has(en->parts.law, rule);
}

/*
 * "fields.lua: data.level" names its file, and so does a letter; all else stands
 * in workflow.lua.
 */
static const char *
split_where(const struct def_note *n, char *place, size_t size)
{
	const char *path = n->where, *end = strstr(n->where, ".lua"),
		   *file = "workflow.lua";
	int len = (int)strlen(file);

	if (end != NULL && (end[4] == '\0' || end[4] == ':')) {
		file = n->where;
		len = (int)(end + 4 - file);
		path = end + 4 + strspn(end + 4, ": ");
	}
	if (strncmp(n->where, "letters/", 8) == 0) {
		file = n->where;
		len = (int)strlen(file);
		path = "";
	}
	if (n->line > 0)
		snprintf(place, size, "%.*s:%d", len, file, n->line);
	else
		snprintf(place, size, "%.*s", len, file);
	return path;
}

/* Every mistake as a field of the error: where, what, and the way out. */
static enum rc
tell_mistakes(const struct def_notes *notes, const char *name, struct err *e)
{
	const size_t max = sizeof(notes->notes) / sizeof(notes->notes[0]);
	const struct def_note *n;
	const char *path;
	bool hint;
	struct err why = *e;
	char place[112];
	size_t i;

	if (notes->n == 0)
		return why.rc;
	err_clear(e);
	err_name(e, RC_INVALID, "E_DEFINITION",
	    ngettext("workflow %s: %zu mistake, nothing was loaded",
		"workflow %s: %zu mistakes, nothing was loaded", notes->n),
	    name, notes->n);
	for (i = 0; i < notes->n && i < max; i++) {
		n = &notes->notes[i];
		path = split_where(n, place, sizeof(place));
		hint = n->hint[0] != '\0' && strstr(n->text, n->hint) == NULL;
		err_field(e, place, "E_DEFINITION", "%s%s%s%s%s", path,
		    path[0] != '\0' ? ": " : "", n->text, hint ? "; " : "",
		    hint ? n->hint : "");
	}
	e->rc = RC_INVALID;
	return RC_INVALID;
}

static json_t *
notes_json(const struct def_notes *notes)
{
	const size_t max = sizeof(notes->notes) / sizeof(notes->notes[0]);
	json_t *out = json_array();
	const struct def_note *n;
	size_t i;

	for (i = 0; i < notes->n && i < max; i++) {
		n = &notes->notes[i];
		json_array_append_new(out,
		    json_pack("{si ss ss ss}", "line", n->line, "where",
			n->where, "text", n->text, "hint", n->hint));
	}
	return out;
}

/* A plugin that a definition cannot do without must be here. */
static enum rc
check_plugins(const struct engine *en, const struct definition *def,
    struct def_notes *notes, struct err *e)
{
	size_t i, missing = 0;

	for (i = 0; i < def->n_uses; i++) {
		if (def->uses[i].optional ||
		    plugins_find(en, def->uses[i].plugin) != NULL)
			continue;
		def_note(notes, 0, "uses",
		    _("write it with a question mark if the workflow also "
		      "runs without it"),
		    _("plugin %s is not present in this installation"),
		    def->uses[i].plugin);
		missing++;
	}
	return missing == 0 ?
	    RC_OK :
	    err_set(e, RC_INVALID, _("definition: a plugin is missing"));
}

/* Compile what the folder holds; *DEF is the caller's. */
static enum rc
compile(struct bf_call *c, const struct folder *f, struct definition **def,
    struct def_notes *notes)
{
	struct script *script = NULL;
	json_t *skeleton = NULL;
	struct beat *beat = c->engine->parts.beat;
	enum beat_phase phase;
	enum rc rc;

	*def = NULL;
	phase = beat_enter(beat, BEAT_SCRIPT);
	rc = script_load(f->files, f->n, &c->engine->script_host, &skeleton,
	    &script, notes, &c->err);
	if (rc == RC_OK)
		rc = script_check_names(script, notes, &c->err);
	(void)beat_enter(beat, phase);
	if (rc == RC_OK)
		rc = definition_compile(skeleton, law_knows, c->engine, def,
		    notes, &c->err);
	if (rc == RC_OK)
		rc = check_plugins(c->engine, *def, notes, &c->err);
	if (rc == RC_OK)
		rc = letters_check(f, notes, &c->err);
	script_free(script);
	json_decref(skeleton);
	return rc;
}

static enum rc
keep(struct bf_call *c, const struct folder *f, const struct definition *def,
    struct version *v)
{
	enum lang lang = LANG_NB;
	bool known;

	lang_parse(c->municipality->language, &lang);
	snprintf(v->name, sizeof(v->name), "%s", def->name);
	snprintf(v->loaded_by, sizeof(v->loaded_by), "%s",
	    principal_name(c->who));
	v->title = mem_text(definition_said(def, def->title, lang));
	v->skeleton = json_deep_copy(def->skeleton);
	memcpy(v->shape, def->shape, sizeof(v->shape));
	return version_add(c->tx, v, f->kept, f->n, &known, &c->err);
}

static enum rc
answer_load(struct bf_call *c, const struct version *v,
    const struct def_notes *notes, json_t **result)
{
	char code[HASH_HEX_SIZE], shape[HASH_HEX_SIZE];
	json_t *parts;
	enum rc rc;

	hash_hex(v->code, code);
	hash_hex(v->shape, shape);
	parts = json_pack("{s{ss ss}}", "case", "name", v->name, "code", code);
	rc = mark_subject(c, "workflow.load", "definition", v->id, 0, parts);
	json_decref(parts);
	if (rc == RC_OK)
		*result = json_pack("{sI ss ss ss ss so sI}", "definition",
		    (json_int_t)v->id, "name", v->name, "title", v->title,
		    "code", code, "shape", shape, "notes", notes_json(notes),
		    "commit", (json_int_t)call_commit(c));
	return rc;
}

static int
load_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *path = param_text(params, "path");
	struct def_notes *notes;
	struct definition *def = NULL;
	struct folder f;
	struct version v;
	enum rc rc;

	rc = folder_read(c->engine->parts.workflows, path, &f, &c->err);
	if (rc != RC_OK)
		return rc;
	memset(&v, 0, sizeof(v));
	notes = mem_new(1, sizeof(*notes));
	rc = compile(c, &f, &def, notes);
	if (rc != RC_OK)
		rc = tell_mistakes(notes, path, &c->err);
	if (rc == RC_OK)
		rc = lengths_check(c->municipality, def->skeleton, &c->err);
	if (rc == RC_OK)
		rc = keep(c, &f, def, &v);
	if (rc == RC_OK)
		rc = answer_load(c, &v, notes, result);
	definition_free(def);
	version_fini(&v);
	folder_free(&f);
	free(notes);
	return rc;
}

/* Does WORD name this version: by its name, or by the start of its hash? */
static bool
is_meant(const json_t *row, const char *word)
{
	const char *name = json_string_value(json_object_get(row, "name"));
	const char *code = json_string_value(json_object_get(row, "code"));
	size_t n = strlen(word);

	if (name != NULL && strcmp(name, word) == 0)
		return true;
	return code != NULL && n >= PREFIX_MIN && strncmp(code, word, n) == 0;
}

/* The newest version that WORD names (new reference). */
static enum rc
find_version(struct bf_call *c, const char *word, json_t **out)
{
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	*out = NULL;
	rc = version_list(c->store, NULL, &rows, &c->err);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		if (*out == NULL && is_meant(row, word))
			*out = json_incref(row);
	}
	json_decref(rows);
	if (*out == NULL)
		return err_set(&c->err, RC_NOTFOUND,
		    _("workflow %s: not loaded; load it first"), word);
	return RC_OK;
}

static enum rc
activate(struct bf_call *c, const json_t *row, json_t **result)
{
	int64_t id = json_integer_value(json_object_get(row, "id"));
	json_t *name = json_object_get(row, "name");
	json_t *code = json_object_get(row, "code");
	struct loaded *l = NULL;
	json_t *parts;
	enum rc rc;

	rc = loaded_get(c->engine, id, &l, &c->err);
	if (rc == RC_OK)
		rc = lengths_check(c->municipality, l->def->skeleton, &c->err);
	loaded_put(l);
	if (rc != RC_OK)
		return rc;
	loaded_forget_active(c->engine);
	rc = version_activate(c->tx, json_string_value(name), id,
	    principal_name(c->who), c->who->reason, &c->err);
	if (rc != RC_OK)
		return rc;
	parts = json_pack("{s{sO sO} s{ss}}", "case", "name", name, "code",
	    code, "identity", "reason", c->who->reason);
	rc = mark_subject(c, "workflow.activate", "definition", id, 0, parts);
	json_decref(parts);
	if (rc == RC_OK)
		*result = json_pack("{sI sO sO sI}", "definition",
		    (json_int_t)id, "name", name, "code", code, "commit",
		    (json_int_t)call_commit(c));
	return rc;
}

static int
activate_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *row;
	enum rc rc;

	rc = find_version(c, param_text(params, "definition"), &row);
	if (rc == RC_OK)
		rc = activate(c, row, result);
	json_decref(row);
	return rc;
}

static const struct bf_param load_params[] = {
	{ .name = "path",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("folder of the definition, under the configured one") },
	{ .type = BF_END }
};

static const struct bf_param activate_params[] = {
	{ .name = "definition",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("name (its newest version) or the start of the code "
		       "hash") },
	{ .type = BF_END }
};

static const struct bf_column load_columns[] = { { "definition", BF_ID,
						     N_("definition") },
	{ "name", BF_NAME, N_("name") }, { "title", BF_TEXT, N_("title") },
	{ "code", BF_TEXT, N_("code") }, { "shape", BF_TEXT, N_("shape") },
	{ "notes", BF_LIST, N_("notes") },
	{ "commit", BF_INTEGER, N_("commit") }, { .type = BF_END } };

static const struct bf_column activate_columns[] = { { "definition", BF_ID,
							 N_("definition") },
	{ "name", BF_NAME, N_("name") }, { "code", BF_TEXT, N_("code") },
	{ "commit", BF_INTEGER, N_("commit") }, { .type = BF_END } };

const struct bf_method workflow_methods[] = {
	{ .name = "workflow.load",
	    .nb = "flyt last",
	    .kind = BF_ADMIN,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("read a definition's folder and keep it if it is right"),
	    .params = load_params,
	    .columns = load_columns,
	    .errors = "E_DEFINITION E_DEADLINE_LEGAL",
	    .call = load_call },
	{ .name = "workflow.activate",
	    .nb = "flyt aktiver",
	    .kind = BF_ADMIN,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("let new cases follow a loaded definition"),
	    .params = activate_params,
	    .columns = activate_columns,
	    .errors = "E_DEFINITION E_DEADLINE_LEGAL",
	    .call = activate_call },
	{ .name = NULL }
};
