/*
 * definition_place -- reading the skeleton, with a note for every mistake.
 */
#include "model/definition_build.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"

void
def_note(struct def_notes *notes, int line, const char *where, const char *hint,
    const char *fmt, ...)
{
	struct def_note *n;
	va_list ap;

	if (notes->n++ >= sizeof(notes->notes) / sizeof(notes->notes[0]))
		return;
	n = &notes->notes[notes->n - 1];
	n->line = line;
	(void)snprintf(n->where, sizeof(n->where), "%s", where);
	(void)snprintf(n->hint, sizeof(n->hint), "%s", hint);
	va_start(ap, fmt);
	(void)vsnprintf(n->text, sizeof(n->text), fmt, ap);
	va_end(ap);
}

bool
def_is_marked(const json_t *node)
{
	return json_is_string(json_object_get(node, "kind"));
}

struct def_place
place_of(const struct def_place *p, const char *key, json_t *node)
{
	struct def_place at = { .node = node,
		.file = p->file,
		.line = p->line };
	const char *file;

	(void)snprintf(at.where, sizeof(at.where), "%.*s%s%.*s",
	    (int)sizeof(at.where) / 2 + 8, p->where,
	    p->where[0] == '\0' || key[0] == '\0' ? "" : ".",
	    (int)sizeof(at.where) / 2 - 12, key);
	if (json_is_object(node)) {
		if (json_is_integer(json_object_get(node, "line")))
			at.line = (int)json_integer_value(
			    json_object_get(node, "line"));
		file = json_string_value(json_object_get(node, "file"));
		if (file != NULL)
			at.file = file;
	}
	return at;
}

struct def_place
place_child(const struct def_place *p, const char *key)
{
	return place_of(p, key, json_object_get(p->node, key));
}

void
place_note(struct def_build *b, const struct def_place *p, const char *hint,
    const char *fmt, ...)
{
	char text[256], where[128];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)snprintf(where, sizeof(where), "%.30s%s%s",
	    p->file != NULL ? p->file : "", p->file != NULL ? ": " : "",
	    p->where);
	def_note(b->notes, p->line, where, hint, "%s", text);
}

void
place_unknown(struct def_build *b, const struct def_place *p, const char *what,
    const char *name, const char *const *known, size_t n)
{
	const char *near = ini_nearest(name, known, n);
	char hint[256], list[200] = "";
	size_t i, used = 0;

	for (i = 0; i < n && used < sizeof(list) - DEF_NAME_MAX - 3; i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used,
		    "%s%.*s", i == 0 ? "" : ", ", DEF_NAME_MAX, known[i]);
	if (near != NULL)
		(void)snprintf(hint, sizeof(hint), _("did you mean '%.*s'?"),
		    DEF_NAME_MAX, near);
	else if (used > 0)
		(void)snprintf(hint, sizeof(hint), _("one of: %s"), list);
	else
		hint[0] = '\0';
	place_note(b, p, hint, "%s '%.*s'", what, DEF_NAME_MAX, name);
}

bool
place_is(struct def_build *b, const struct def_place *p, const char *kind)
{
	const char *is = json_string_value(json_object_get(p->node, "kind"));
	char hint[96];

	if (is != NULL && strcmp(is, kind) == 0)
		return true;
	(void)snprintf(hint, sizeof(hint), _("write %s { ... }"), kind);
	if (is != NULL)
		place_note(b, p, hint, _("a %s stands where a %s belongs"), is,
		    kind);
	else
		place_note(b, p, hint, _("no %s stands here"), kind);
	return false;
}

void
place_keys(struct def_build *b, const struct def_place *p,
    const char *const *keys)
{
	const char *key;
	json_t *value;
	size_t i, n;

	for (n = 0; keys[n] != NULL; n++)
		;
	json_object_foreach(p->node, key, value) {
		if (def_is_marked(p->node) &&
		    (strcmp(key, "kind") == 0 || strcmp(key, "line") == 0 ||
			strcmp(key, "file") == 0))
			continue;
		for (i = 0; i < n && strcmp(key, keys[i]) != 0; i++)
			;
		if (i < n)
			continue;
		if (strcmp(key, "items") == 0)
			place_note(b, p, _("write name = value"),
			    _("a value without a name has no meaning here"));
		else
			place_unknown(b, p, _("unknown key"), key, keys, n);
	}
}

const char *
place_text(struct def_build *b, const struct def_place *p, const char *key,
    const char *otherwise)
{
	json_t *v = json_object_get(p->node, key);

	if (v == NULL)
		return otherwise;
	if (json_is_string(v))
		return json_string_value(v);
	place_note(b, p, "", _("%s must be a text"), key);
	return otherwise;
}

const char *
place_title(struct def_build *b, const struct def_place *p)
{
	const char *title = place_text(b, p, "title", NULL);

	if (title == NULL || title[0] == '\0') {
		place_note(b, p, _("write title = \"...\": people see it"),
		    _("no title"));
		return "";
	}
	if (strlen(title) > DEF_TITLE_MAX)
		place_note(b, p, "", _("the title is longer than %d bytes"),
		    DEF_TITLE_MAX);
	return title;
}

bool
place_bool(struct def_build *b, const struct def_place *p, const char *key)
{
	json_t *v = json_object_get(p->node, key);

	if (v != NULL && !json_is_boolean(v))
		place_note(b, p, "", _("%s must be true or false"), key);
	return json_is_true(v);
}

int64_t
place_int(struct def_build *b, const struct def_place *p, const char *key,
    int64_t otherwise)
{
	json_t *v = json_object_get(p->node, key);

	if (v == NULL)
		return otherwise;
	if (json_is_integer(v))
		return json_integer_value(v);
	place_note(b, p, "", _("%s must be a whole number"), key);
	return otherwise;
}

int
place_function(struct def_build *b, const struct def_place *p, const char *key)
{
	json_t *v = json_object_get(p->node, key);
	json_t *fn = json_object_get(v, "fn");

	if (v == NULL)
		return DEF_NO_FUNCTION;
	if (json_is_integer(fn))
		return (int)json_integer_value(fn);
	place_note(b, p, "", _("%s must be a function"), key);
	return DEF_NO_FUNCTION;
}

json_t *
place_object(struct def_build *b, const struct def_place *p, const char *key)
{
	json_t *v = json_object_get(p->node, key);

	/* What a constructor or a list left is no name that somebody gave. */
	if (v == NULL ||
	    (json_is_object(v) && !def_is_marked(v) &&
		!json_is_array(json_object_get(v, "items"))))
		return v;
	place_note(b, p, "", _("%s must be a table of name = value"), key);
	return NULL;
}

const char *const *
place_names(struct def_build *b, const struct def_place *p, const char *key)
{
	json_t *v = json_object_get(p->node, key), *item;
	size_t i, n = json_is_array(v) ? json_array_size(v) : 1, used = 0;
	const char **names = def_alloc(b->d, n, sizeof(*names));

	if (json_is_string(v))
		names[used++] = json_string_value(v);
	else if (json_is_array(v))
		json_array_foreach(v, i, item) {
			if (json_is_string(item))
				names[used++] = json_string_value(item);
			else
				place_note(b, p, "",
				    _("%s must hold texts only"), key);
		}
	else if (v != NULL && (!json_is_object(v) || json_object_size(v) > 0))
		place_note(b, p, "", _("%s must be a list of texts"), key);
	return names;
}

bool
place_duration(struct def_build *b, const struct def_place *p, int32_t least,
    struct duration *out)
{
	json_t *items = json_object_get(p->node, "items");
	struct err e = ERR_INIT;
	const char *text;

	if (items == NULL)
		return false;
	text = json_string_value(json_array_get(items, 0));
	if (json_array_size(items) == 1 && text != NULL &&
	    duration_parse(text, out, &e) == RC_OK &&
	    out->unit != DURATION_HOURS && out->n >= least)
		return true;
	place_note(b, p, _("for instance workdays(5)"),
	    _("exactly one length stands without a name"));
	return true;
}

bool
place_name(struct def_build *b, const struct def_place *p, const char *name)
{
	size_t len = strlen(name);

	if (len >= 1 && len <= DEF_NAME_MAX &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == len &&
	    strchr("0123456789_", name[0]) == NULL)
		return true;
	place_note(b, p, _("a-z first, then a-z, 0-9 and _; at most 64"),
	    _("'%.*s' is no name"), DEF_NAME_MAX, name);
	return false;
}
