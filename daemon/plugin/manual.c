/*
 * manual -- rows in words.
 */
#include "plugin/manual.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "base/i18n.h"
#include "model/definition.h"
#include "model/describe.h"

#define FORM_OF "November 22, 2026" /* when the page's form was last changed */

/* TEXT for mdoc: nothing in it is a request, and each sentence has its line. */
static void
put_text(FILE *out, const char *text)
{
	bool first = true;

	for (; *text != '\0'; text++) {
		if (first && (*text == '.' || *text == '\''))
			fputs("\\&", out);
		first = false;
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '\n' ||
		    (*text == ' ' && (text[-1] == '.' || text[-1] == ';'))) {
			putc('\n', out);
			first = true;
		} else
			putc(*text, out);
	}
}

static void
put(FILE *out, const char *text)
{
	put_text(out, text);
	putc('\n', out);
}

/* The same as a sentence: a capital first, a full stop last. */
static void
put_sentence(FILE *out, const char *text)
{
	size_t n = strlen(text);

	if (n == 0)
		return;
	putc(toupper((unsigned char)text[0]), out);
	put_text(out, text + 1);
	fputs(text[n - 1] == '.' ? "\n" : ".\n", out);
}

static void
write_params(const struct bf_param *p, FILE *out)
{
	const char *const *code;

	if (p == NULL || p->type == BF_END)
		return;
	fputs(".Bl -tag -width Ds -compact\n", out);
	for (; p->type != BF_END; p++) {
		fprintf(out, ".It Cm %s Pq %s%s\n", p->name,
		    describe_type(p->type),
		    (p->flags & BF_REQUIRED) != 0 ? _(", required") : "");
		put_sentence(out, _(p->text));
		if (p->min != 0 || p->max != 0)
			fprintf(out, "%" PRId64 " %s %" PRId64 ".\n", p->min,
			    _("to"), p->max);
		for (code = p->codes; code != NULL && *code != NULL; code++)
			fprintf(out, ".Cm %s%s\n", *code,
			    code[1] == NULL ? " ." : " ,");
	}
	fputs(".El\n", out);
}

static void
write_columns(const struct bf_column *c, FILE *out)
{
	if (c == NULL || c->type == BF_END)
		return;
	fprintf(out, ".Pp\n%s:\n", _("Result"));
	for (; c->type != BF_END; c++)
		fprintf(out, ".Cm %s%s\n", c->name,
		    c[1].type == BF_END ? " ." : " ,");
}

static void
write_errors(const char *names, FILE *out)
{
	size_t n;

	if (names == NULL || names[0] == '\0')
		return;
	fprintf(out, ".Pp\n%s:\n", _("Errors"));
	while (*names != '\0') {
		n = strcspn(names, " ");
		fprintf(out, ".Er %.*s%s\n", (int)n, names,
		    names[n] == '\0' ? " ." : " ,");
		names += n + strspn(names + n, " ");
	}
}

static void
write_method(const struct bf_method *m, FILE *out)
{
	fprintf(out, ".It Ic %s Pq %s\n", m->name, m->nb);
	put_sentence(out, _(m->text));
	write_params(m->params, out);
	write_columns(m->columns, out);
	write_errors(m->errors, out);
}

static void
write_methods(const struct bf_plugin *d, FILE *out)
{
	const struct bf_method *m;

	if (d->methods == NULL || d->methods[0].name == NULL)
		return;
	fputs(".Sh METHODS\n.Bl -tag -width Ds\n", out);
	for (m = d->methods; m->name != NULL; m++)
		write_method(m, out);
	fputs(".El\n", out);
}

static void
write_events(const struct bf_plugin *d, FILE *out)
{
	const struct bf_event *v;

	if (d->events == NULL || d->events[0].name == NULL)
		return;
	fputs(".Sh EVENTS\n.Bl -tag -width Ds\n", out);
	for (v = d->events; v->name != NULL; v++) {
		fprintf(out, ".It Cm %s Pq %s\n", v->name,
		    (v->flags & BF_EMITS) != 0	   ? _("told to others") :
			(v->flags & BF_TAKES) != 0 ? _("taken from others") :
			(v->flags & BF_TIMER) != 0 ? _("a timer") :
						     _("a deadline"));
		put_sentence(out, _(v->text));
	}
	fputs(".El\n", out);
}

static void
write_reports(const struct bf_plugin *d, FILE *out)
{
	const struct bf_cell_column *c;
	const struct bf_report *r;

	if (d->reports == NULL || d->reports[0].name == NULL)
		return;
	fputs(".Sh REPORTS\n.Bl -tag -width Ds\n", out);
	for (r = d->reports; r->name != NULL; r++) {
		fprintf(out, ".It Ic report.%s Pq %s\n", r->name, r->nb);
		put_sentence(out, _(r->text));
		write_params(r->params, out);
		fprintf(out, ".Pp\n%s:\n", _("Columns"));
		for (c = r->columns; c->name != NULL; c++)
			fprintf(out, ".Cm %s%s\n", c->name,
			    c[1].name == NULL ? " ." : " ,");
	}
	fputs(".El\n", out);
}

static void
write_records(const struct bf_plugin *d, FILE *out)
{
	const struct bf_record_column *c;
	const struct bf_record *r;

	if (d->records == NULL || d->records[0].kind == NULL)
		return;
	fputs(".Sh RECORDS\n.Bl -tag -width Ds\n", out);
	for (r = d->records; r->kind != NULL; r++) {
		fprintf(out, ".It Cm %s Pq %s\n", r->kind,
		    r->owner == BF_OWNER_CASE ? _("of a case") :
						_("of a person"));
		for (c = r->columns; c->name != NULL; c++)
			fprintf(out, ".Cm %s Pq %s , %s%s\n", c->name,
			    describe_type(c->type), bf_class_name(c->class),
			    c[1].name == NULL ? " ." : " ,");
	}
	fputs(".El\n", out);
}

static void
write_letters(const struct bf_plugin *d, FILE *out)
{
	const struct bf_letter *l;
	const char *const *field;

	if (d->letters == NULL || d->letters[0].name == NULL)
		return;
	fputs(".Sh LETTERS\n.Bl -tag -width Ds\n", out);
	for (l = d->letters; l->name != NULL; l++) {
		fprintf(out, ".It Cm %s\n", l->name);
		for (field = l->fields; field != NULL && *field != NULL;
		     field++)
			fprintf(out, ".Cm %s%s\n", *field,
			    field[1] == NULL ? " ." : " ,");
	}
	fputs(".El\n", out);
}

static void
write_keys(const struct bf_plugin *d, FILE *out)
{
	const struct bf_key *k;

	if (d->keys == NULL || d->keys[0].section == NULL)
		return;
	fputs(".Sh CONFIGURATION\n.Bl -tag -width Ds\n", out);
	for (k = d->keys; k->section != NULL; k++) {
		fprintf(out, ".It Cm %s.%s Pq %s\n", k->section, k->name,
		    describe_type(k->type));
		put_sentence(out, _(k->text));
		if (k->value != NULL)
			fprintf(out, "%s: %s%s%s.\n", _("Default"), k->value,
			    k->unit != NULL && k->unit[0] != '\0' ? " " : "",
			    k->unit != NULL ? k->unit : "");
		if (k->law != NULL && k->law[0] != '\0')
			fprintf(out, "%s: %s.\n", _("Behind it"), k->law);
	}
	fputs(".El\n", out);
}

void
manual_write(const struct bf_plugin *d, FILE *out)
{
	const char *p;

	fputs(".\\\" Made out of the plugin's own rows: boflyt plugin man.\n"
	      ".Dd " FORM_OF "\n.Dt BOFLYT-PLUGIN-",
	    out);
	for (p = d->name; *p != '\0'; p++)
		putc(toupper((unsigned char)*p), out);
	fprintf(out, " 7\n.Os\n.Sh NAME\n.Nm boflyt-plugin-%s\n.Nd ", d->name);
	put(out, d->text != NULL ? _(d->text) : _("a plugin of boflytd"));
	fprintf(out, ".Sh DESCRIPTION\n%s\n.Xr boflytd 8 .\n",
	    _("What the plugin adds to"));
	write_methods(d, out);
	write_reports(d, out);
	write_events(d, out);
	write_records(d, out);
	write_letters(d, out);
	write_keys(d, out);
	fputs(".Sh SEE ALSO\n.Xr boflyt 1 ,\n.Xr boflyt-municipality 5 ,\n"
	      ".Xr boflyt-plugin 7 ,\n.Xr boflyt-protocol 7 ,\n"
	      ".Xr boflyt-workflow 7\n",
	    out);
}

/* What a value is in Lua. */
static const char *
lua_type_of(enum bf_type type)
{
	switch (type) {
	case BF_INTEGER:
	case BF_MONEY:
	case BF_ID:
	case BF_INSTANT:
		return "integer";
	case BF_BOOL:
		return "boolean";
	case BF_OBJECT:
	case BF_LIST:
		return "table";
	case BF_DATE:
		return "string|date";
	case BF_DURATION:
		return "string|duration";
	case BF_ANY:
		return "any";
	case BF_TEXT:
	case BF_NAME:
	case BF_CODE:
	case BF_CASE:
	case BF_NIN:
	case BF_FD:
	case BF_END:
		break;
	}
	return "string";
}

/* "deposit.claim" as the name of a class: deposit_claim. */
static void
put_class(FILE *out, const char *name)
{
	for (; *name != '\0'; name++)
		putc(*name == '.' ? '_' : *name, out);
}

/* Is WORD one that Lua keeps for itself?  plan.end is then plan["end"]. */
static bool
is_keyword(const char *word)
{
	static const char *const words[] = { "and", "break", "do", "else",
		"elseif", "end", "false", "for", "function", "goto", "if", "in",
		"local", "nil", "not", "or", "repeat", "return", "then", "true",
		"until", "while" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static void
write_function(const char *name, FILE *out)
{
	size_t n = strcspn(name, ".");

	if (name[n] == '.' && is_keyword(name + n + 1))
		fprintf(out, "%.*s[\"%s\"] = function(values) end\n", (int)n,
		    name, name + n + 1);
	else
		fprintf(out, "function %s(values) end\n", name);
}

static void
write_stub(const struct bf_method *m, FILE *out)
{
	const struct bf_param *p;

	fputs("\n---@class ", out);
	put_class(out, m->name);
	putc('\n', out);
	for (p = m->params; p != NULL && p->type != BF_END; p++)
		fprintf(out, "---@field %s%s %s%s %s\n", p->name,
		    (p->flags & BF_REQUIRED) != 0 ? "" : "?",
		    lua_type_of(p->type),
		    (p->flags & BF_REPEATED) != 0 ? "[]" : "", _(p->text));
	fprintf(out, "\n---%s\n---@param values ", _(m->text));
	put_class(out, m->name);
	fputs("\n---@return table\n", out);
	write_function(m->name, out);
}

void
manual_write_stubs(const struct bf_plugin *d, FILE *out)
{
	const struct bf_method *m;

	fprintf(out, "---@meta\n\n---%s\n%s = {}\n",
	    d->text != NULL ? _(d->text) : d->name, d->name);
	for (m = d->methods; m != NULL && m->name != NULL; m++)
		if ((m->faces & BF_FACE_LUA) != 0)
			write_stub(m, out);
}
