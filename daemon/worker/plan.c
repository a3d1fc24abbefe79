/*
 * plan -- settings as JSON and back; see plan.h.
 */
#include "worker/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/beat.h"
#include "base/config.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/wire.h"
#include "plugin/set.h"
#include "worker/logins.h"

static json_t *
text_json(const struct ini_text *text)
{
	json_t *o = json_object();

	json_object_set_new(o, "name", wire_text(text->name));
	json_object_set_new(o, "text",
	    json_stringn(text->n == 0 ? "" : text->bytes, text->n));
	return o;
}

/* What a reload does not take, as it is written. */
static void
add_fixed(json_t *o, const struct bf_key *row, const struct config *c)
{
	const char *value;
	char *name;

	for (; row->section != NULL; row++) {
		if (row->reload || strchr(row->section, '*') != NULL)
			continue;
		value = config_text(c, row->section, row->name);
		name = mem_format("%s.%s", row->section, row->name);
		json_object_set_new(o, name,
		    wire_text(value == NULL ? "" : value));
		free(name);
	}
}

/* What its courier is told (courier/courier.h). */
static json_t *
courier_json(const struct municipality *m, const struct config *c)
{
	const char *spools = config_text(c, "folders", "spool");
	json_t *o = json_object();
	char *folder = spools != NULL ?
	    mem_format("%s/%s", spools, m->number) :
	    mem_format("%s/%s/spool", config_text(c, "folders", "state"),
		m->number);

	json_object_set_new(o, "spool", wire_text(folder));
	json_object_set_new(o, "language", wire_text(m->language));
	json_object_set_new(o, "level",
	    wire_text(config_text(c, "log", "level")));
	free(folder);
	return o;
}

static json_t *
municipality_json(const struct settings *s, const struct municipality *m,
    const struct ini_text *text)
{
	const struct bf_key *const *rows = s->plugins->tables;
	json_t *o = json_object(), *fixed = json_object();

	json_object_set_new(o, "number", wire_text(m->number));
	json_object_set_new(o, "name", wire_text(m->name));
	json_object_set_new(o, "ini", text_json(text));
	json_object_set_new(o, "logins", logins_resolve(m));
	for (; *rows != NULL; rows++)
		add_fixed(fixed, *rows, m->config);
	json_object_set_new(o, "fixed", fixed);
	json_object_set_new(o, "courier", courier_json(m, s->daemon));
	return o;
}

static json_t *
lines_json(const struct lines *l)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < l->n; i++)
		json_array_append_new(list, wire_text(l->line[i]));
	return list;
}

static json_t *
wrong_json(const struct err *e, const struct lines *mistakes)
{
	json_t *o = json_object();

	json_object_set_new(o, "name", wire_text(e->name));
	json_object_set_new(o, "error", wire_text(e->text));
	json_object_set_new(o, "mistakes", lines_json(mistakes));
	return o;
}

static json_t *
right_json(const struct settings *s)
{
	const struct config *c = s->daemon;
	struct lines notes = LINES_INIT;
	json_t *o = json_object(), *list = json_array();
	json_t *fixed = json_object();
	size_t i;

	for (i = 0; i < s->n; i++) {
		json_array_append_new(list,
		    municipality_json(s, s->municipalities[i], &s->texts[i]));
		settings_notes(s, s->municipalities[i], &notes);
	}
	json_object_set_new(o, "run",
	    wire_text(config_text(c, "folders", "run")));
	json_object_set_new(o, "mode",
	    json_integer(strtol(config_text(c, "socket", "mode"), NULL, 8)));
	json_object_set_new(o, "gid", json_integer(s->gid));
	json_object_set_new(o, "level",
	    wire_text(config_text(c, "log", "level")));
	json_object_set_new(o, "daemon", text_json(&s->daemon_text));
	json_object_set_new(o, "law", text_json(&s->law_text));
	add_fixed(fixed, daemon_keys, c);
	json_object_set_new(o, "fixed", fixed);
	json_object_set_new(o, "municipalities", list);
	json_object_set_new(o, "notes", lines_json(&notes));
	lines_free(&notes);
	return o;
}

json_t *
plan_make(const char *file)
{
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	struct settings s;
	json_t *plan;
	enum rc rc;

	rc = settings_read(file, &s, &mistakes, &e);
	plan = rc == RC_OK ? right_json(&s) : wrong_json(&e, &mistakes);
	settings_fini(&s);
	lines_free(&mistakes);
	return plan;
}

static enum rc
text_take(const json_t *o, struct ini_text *text, struct err *e)
{
	const char *name = json_string_value(json_object_get(o, "name"));
	const json_t *bytes = json_object_get(o, "text");

	if (name == NULL || !json_is_string(bytes))
		return err_set(e, RC_CONFIG, _("plan: a text is missing"));
	text->name = mem_text(name);
	text->n = json_string_length(bytes);
	text->bytes = mem_new(text->n + 1, 1);
	memcpy(text->bytes, json_string_value(bytes), text->n);
	return RC_OK;
}

/* The plugins of this process: those that it has, or those to be loaded. */
static enum rc
take_plugins(struct plugin_set *have, struct settings *s,
    struct lines *mistakes, struct err *e)
{
	if (have != NULL) {
		s->plugins = have;
		return RC_OK;
	}
	s->own_plugins = true;
	return plugin_set_open(s->daemon, mistakes, &s->plugins, e);
}

enum rc
plan_take(const json_t *part, struct plugin_set *have, struct settings *s,
    struct logins **logins, struct err *e)
{
	const json_t *own = json_object_get(part, "municipality");
	struct lines mistakes = LINES_INIT;
	enum rc rc;

	memset(s, 0, sizeof(*s));
	*logins = NULL;
	s->texts = mem_new(1, sizeof(*s->texts));
	s->municipalities = mem_new(1, sizeof(struct municipality *));
	s->n = 1;
	if ((rc = text_take(json_object_get(part, "daemon"), &s->daemon_text,
		 e)) == RC_OK &&
	    (rc = text_take(json_object_get(part, "law"), &s->law_text, e)) ==
		RC_OK &&
	    (rc = text_take(json_object_get(own, "ini"), &s->texts[0], e)) ==
		RC_OK &&
	    (rc = config_read_text(&s->daemon_text, settings_daemon_tables,
		 NULL, &mistakes, &s->daemon, e)) == RC_OK &&
	    (rc = take_plugins(have, s, &mistakes, e)) == RC_OK &&
	    (rc = law_load_text(&s->law_text, &mistakes, &s->law, e)) == RC_OK)
		rc = municipality_read_text(&s->texts[0], s->plugins->tables,
		    &mistakes, &s->municipalities[0], e);
	lines_free(&mistakes);
	if (rc == RC_OK)
		*logins = logins_new(json_object_get(own, "logins"));
	else
		settings_fini(s);
	return rc;
}

static bool
suspect_read(const json_t *o, struct beat_work *out)
{
	const char *hex = json_string_value(json_object_get(o, "digest"));
	const char *what = json_string_value(json_object_get(o, "what"));

	memset(out, 0, sizeof(*out));
	if (what == NULL || strlen(what) >= BEAT_WHAT ||
	    !hash_unhex(hex, out->digest))
		return false;
	memcpy(out->what, what, strlen(what));
	out->timer = json_integer_value(json_object_get(o, "timer"));
	return true;
}

size_t
plan_suspects(const json_t *suspects, struct beat_work *out, size_t max)
{
	const json_t *one;
	size_t i, n = 0;

	json_array_foreach(suspects, i, one)
		if (n < max && suspect_read(one, &out[n]))
			n++;
	return n;
}
