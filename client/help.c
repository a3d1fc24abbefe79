/*
 * help -- what there is, from the catalog.
 */
#include "client/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/table.h"

void
help_usage(struct out *o)
{
	fputs(_("usage: boflyt [-m MUNICIPALITY] [-s SOCKET] [--json] OBJECT "
		"VERB [VALUE ...]\n"
		"              [name=value ...] [--input FILE|-]\n"),
	    o->f);
	fputs(_("  name=text, name:=json, name=@file; boflyt help OBJECT VERB "
		"explains a command\n"),
	    o->f);
}

/* One line of a list: a word and what it does. */
static void
add_line(struct table *t, const char *word, const char *text)
{
	table_row(t, OUT_PLAIN);
	table_cell(t, 0, word);
	table_cell(t, 1, text);
}

static const char *
other_language(void)
{
	return i18n_is_norwegian() ? _("in English") : _("in Norwegian");
}

/* What follows after the object of METHOD as one types it. */
static const char *
spoken_verb(const json_t *method)
{
	const char *norwegian = method_word(method, 1);

	return i18n_is_norwegian() && norwegian[0] != '\0' ?
	    norwegian :
	    method_verb(method);
}

static char *
verbs_of(const struct catalog *c, const char *object)
{
	char *verbs = mem_text(""), *more;
	json_t *m;
	size_t i;

	json_array_foreach(json_object_get(c->all, "methods"), i, m) {
		if (!method_is_of(m, object))
			continue;
		more = mem_format("%s%s%s", verbs, verbs[0] != '\0' ? ", " : "",
		    spoken_verb(m));
		free(verbs);
		verbs = more;
	}
	return verbs;
}

static void
list_objects(struct out *o, const struct catalog *c)
{
	json_t *objects = json_object_get(c->all, "objects"), *word;
	bool norwegian = i18n_is_norwegian();
	struct table *t = table_new(3);
	const char *name, *said;
	char *verbs;

	table_title(t, 0, _("object"), false);
	table_title(t, 1, other_language(), false);
	table_title(t, 2, _("verbs"), false);
	json_object_foreach(objects, name, word) {
		said = json_string_value(word) != NULL ?
		    json_string_value(word) :
		    name;
		verbs = verbs_of(c, name);
		table_row(t, OUT_PLAIN);
		table_cell(t, 0, norwegian ? said : name);
		table_cell(t, 1, norwegian ? name : said);
		table_cell(t, 2, verbs);
		free(verbs);
	}
	table_print(t, o, 2);
	table_free(t);
}

void
help_start(struct out *o, const struct catalog *c)
{
	struct table *t = table_new(2);

	help_usage(o);
	fprintf(o->f, "\n%s\n", _("Where to begin:"));
	table_title(t, 0, "", false);
	table_title(t, 1, "", false);
	if (catalog_find(c, "day.show") != NULL)
		add_line(t, "boflyt i-dag",
		    _("the working day: what comes next, and how"));
	if (catalog_find(c, "case.create") != NULL)
		add_line(t, _("boflyt case create"),
		    _("a new case; the form opens in the terminal"));
	if (catalog_find(c, "case.show") != NULL)
		add_line(t, _("boflyt case show 2027/12"),
		    _("one case: where it stands and what can be done"));
	add_line(t, _("boflyt help case act"), _("what a command wants"));
	add_line(t, _("boflyt case"), _("what one can do with a case"));
	table_print(t, o, 2);
	table_free(t);
	fprintf(o->f, "\n");
	list_objects(o, c);
}

/* Its command in the other language than the one that is spoken. */
static char *
other_command(const json_t *method)
{
	const char *name = method_name(method);

	if (i18n_is_norwegian())
		return mem_format("%.*s %s", (int)strcspn(name, "."), name,
		    method_verb(method));
	return mem_format("%s %s", method_word(method, 0),
	    method_word(method, 1));
}

/* "case show case [workflow]"; the caller frees. */
static char *
synopsis(const json_t *method)
{
	char *s = method_command(method), *more;
	const char *p;
	size_t i;

	for (i = 0; (p = method_positional(method, i)) != NULL; i++) {
		bool need = method_requires(method, p);

		more = mem_format("%s %s%s%s", s, need ? "" : "[", p,
		    need ? "" : "]");
		free(s);
		s = more;
	}
	if (method_gives_file(method) || method_rest(method) != NULL) {
		more = mem_format("%s %s", s,
		    method_rest(method) != NULL ? "[name=value ...]" : "FILE");
		free(s);
		s = more;
	}
	return s;
}

void
help_object(struct out *o, const struct catalog *c, const char *word)
{
	struct table *t = table_new(3);
	json_t *m;
	char *line, *other;
	size_t i;

	table_title(t, 0, _("command"), false);
	table_title(t, 1, other_language(), false);
	table_title(t, 2, _("what it does"), false);
	json_array_foreach(json_object_get(c->all, "methods"), i, m) {
		if (!method_is_of(m, word))
			continue;
		line = synopsis(m);
		other = other_command(m);
		table_row(t, OUT_PLAIN);
		table_cell(t, 0, line);
		table_cell(t, 1, other);
		table_cell(t, 2, text_of(m, "text"));
		free(line);
		free(other);
	}
	table_print(t, o, 0);
	table_free(t);
}

/* The codes or the type, and where the value may stand. */
static char *
param_note(const json_t *param)
{
	json_t *codes = param_codes(param), *code;
	char *s = mem_text(param_type(param)), *more;
	size_t i;

	json_array_foreach(codes, i, code) {
		more = i == 0 ?
		    mem_text(json_string_value(code)) :
		    mem_format("%s | %s", s, json_string_value(code));
		free(s);
		s = more;
	}
	if (!param_is_open(param)) {
		more = mem_format(_("%s (form or --input)"), s);
		free(s);
		s = more;
	}
	return s;
}

static void
list_params(struct out *o, json_t *params, const json_t *method)
{
	struct table *t = table_new(4);
	const char *name;
	json_t *p;
	char *note;

	table_title(t, 0, _("parameter"), false);
	table_title(t, 1, "", false);
	table_title(t, 2, _("type"), false);
	table_title(t, 3, _("what it is"), false);
	json_object_foreach(params, name, p) {
		note = param_note(p);
		table_row(t, OUT_PLAIN);
		table_cell(t, 0, name);
		table_cell(t, 1,
		    method != NULL && method_requires(method, name) ? "*" : "");
		table_cell(t, 2, note);
		table_cell(t, 3, param_text(p));
		free(note);
	}
	if (table_rows(t) > 0) {
		putc('\n', o->f);
		table_print(t, o, 2);
	}
	table_free(t);
}

void
help_method(struct out *o, const struct catalog *c, const json_t *method)
{
	char *line = synopsis(method);
	json_t *errors = json_object_get(method, "errors"), *name;
	size_t i;

	out_text(o, OUT_HEAD, "boflyt ");
	out_text(o, OUT_HEAD, line);
	free(line);
	fprintf(o->f, "\n    %s\n", text_of(method, "text"));
	line = other_command(method);
	fprintf(o->f, "    %s: boflyt %s\n", other_language(), line);
	free(line);
	list_params(o, method_params(method), method);
	if (method_rest(method) != NULL)
		fprintf(o->f, "\n  %s\n",
		    _("other name=value pairs are the "
		      "fields of the form; without them the form opens"));
	fprintf(o->f, "\n  * %s\n", _("required"));
	if (method_is_write(method))
		list_params(o, json_object_get(c->all, "reserved"), NULL);
	if (json_array_size(errors) > 0)
		fprintf(o->f, "\n  %s:", _("errors of its own"));
	json_array_foreach(errors, i, name)
		fprintf(o->f, " %s", json_string_value(name));
	if (json_array_size(errors) > 0)
		putc('\n', o->f);
}
