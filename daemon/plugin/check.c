/*
 * check -- the rows of a descriptor, kind by kind.
 */
#include "plugin/check.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/key.h"
#include "base/lines.h"
#include "model/letter_kind.h"
#include "model/method.h"

#define NAME_MAX_BYTES 24
#define EVENT_MAX 48

static enum rc
wrong(const struct bf_plugin *d, const char *row, const char *what,
    struct err *e)
{
	return err_name(e, RC_CONFIG, "E_PLUGIN_ROW", _("plugin %s: %s: %s"),
	    d->name, row != NULL ? row : "?", what);
}

static bool
is_ident(const char *s, size_t max)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return n > 0 && n <= max && s[n] == '\0' &&
	    islower((unsigned char)s[0]);
}

/* Is NAME "<plugin>.<word>"? */
static bool
is_own(const struct bf_plugin *d, const char *name)
{
	size_t n = strlen(d->name);

	return strncmp(name, d->name, n) == 0 && name[n] == '.' &&
	    is_ident(name + n + 1, EVENT_MAX);
}

static enum rc
check_methods(const struct bf_plugin *d, struct err *e)
{
	const struct bf_method *m;
	const char *flaw, *where;

	for (m = d->methods; m != NULL && m->name != NULL; m++) {
		if (!is_own(d, m->name))
			return wrong(d, m->name,
			    _("a method's name begins with the plugin's"), e);
		if ((flaw = method_flaw(m, &where)) == NULL)
			continue;
		return err_name(e, RC_CONFIG, "E_PLUGIN_ROW",
		    _("plugin %s: %s: %s%s%s"), d->name, m->name, where,
		    where[0] != '\0' ? ": " : "", _(flaw));
	}
	return RC_OK;
}

static enum rc
check_events(const struct bf_plugin *d, struct err *e)
{
	const unsigned int own = BF_EMITS | BF_TIMER | BF_DEADLINE;
	const struct bf_event *v, *other;

	for (v = d->events; v != NULL && v->name != NULL; v++) {
		for (other = d->events; other != v; other++)
			if (strcmp(other->name, v->name) == 0)
				return wrong(d, v->name,
				    _("stands twice: one row, with all its "
				      "flags"),
				    e);
		if ((v->flags & own) != 0 && !is_own(d, v->name))
			return wrong(d, v->name,
			    _("what the plugin emits or begins has a name "
			      "that begins with the plugin's"),
			    e);
		if ((v->flags & (BF_TAKES | BF_TIMER)) != 0 && v->run == NULL)
			return wrong(d, v->name, _("no function"), e);
		if (v->flags == 0 || v->text == NULL)
			return wrong(d, v->name, _("no flags or no words"), e);
	}
	return RC_OK;
}

static bool
has_kind(const struct bf_plugin *d, const char *kind)
{
	const struct bf_record *r;

	for (r = d->records; r != NULL && r->kind != NULL; r++)
		if (strcmp(r->kind, kind) == 0)
			return true;
	return false;
}

static enum rc
check_report(const struct bf_plugin *d, const struct bf_report *r,
    struct err *e)
{
	const struct bf_cell_column *c;
	const char *const *kind;
	bool counted = false;

	if (!is_ident(r->name, NAME_MAX_BYTES))
		return wrong(d, r->name, _("a report's name is [a-z][a-z0-9_]"),
		    e);
	if (r->begin == NULL || r->row == NULL || r->end == NULL ||
	    r->free == NULL || r->text == NULL || r->nb == NULL ||
	    r->columns == NULL || r->kinds == NULL)
		return wrong(d, r->name, _("something of a report is missing"),
		    e);
	for (kind = r->kinds; *kind != NULL; kind++)
		if (!has_kind(d, *kind))
			return wrong(d, r->name, _("no such kind of record"),
			    e);
	for (c = r->columns; c->name != NULL; c++) {
		if (c->title == NULL)
			return wrong(d, c->name, _("a column without title"),
			    e);
		if (c->cell < BF_CELL_LABEL || c->cell > BF_CELL_OF)
			return wrong(d, c->name, _("a cell of no kind"), e);
		if (c->cell == BF_CELL_OF && !counted)
			return wrong(d, c->name,
			    _("a figure needs a count to its left"), e);
		counted = counted || c->cell == BF_CELL_COUNT;
	}
	return RC_OK;
}

static enum rc
check_keys(const struct bf_plugin *d, struct err *e)
{
	char section[NAME_MAX_BYTES + 16];
	const struct bf_key *k, *other;
	const char *flaw;

	snprintf(section, sizeof(section), "plugin %s", d->name);
	for (k = d->keys; k != NULL && k->section != NULL; k++) {
		if (strcmp(k->section, section) != 0)
			return wrong(d, k->name,
			    _("a key stands in the plugin's own section"), e);
		if (k->name == NULL || !is_ident(k->name, 64) ||
		    strcmp(k->name, "enabled") == 0)
			return wrong(d, k->name, _("not a name for a key"), e);
		if (k->text == NULL || (k->flags & BF_REQUIRED) != 0)
			return wrong(d, k->name,
			    _("a key needs words and a default, or to be "
			      "absent"),
			    e);
		if ((flaw = key_flaw(k)) != NULL)
			return wrong(d, k->name, _(flaw), e);
		for (other = d->keys; other != k; other++)
			if (strcmp(other->name, k->name) == 0)
				return wrong(d, k->name, _("stands twice"), e);
	}
	return RC_OK;
}

/* The words in both languages say what the row asks for. */
static enum rc
check_letter(const struct bf_plugin *d, const struct bf_letter *l,
    struct err *e)
{
	struct lines mistakes = LINES_INIT;
	const char *language;
	enum rc rc = RC_OK;

	if (!is_own(d, l->name))
		return wrong(d, l->name,
		    _("a letter's name begins with the plugin's"), e);
	if (!letter_kind_check(l, &mistakes, &language))
		rc = err_name(e, RC_CONFIG, "E_PLUGIN_ROW",
		    _("plugin %s: %s.%s:%s"), d->name, l->name, language,
		    mistakes.line[0]);
	lines_free(&mistakes);
	return rc;
}

enum rc
plugin_check(const struct bf_plugin *d, struct err *e)
{
	const struct bf_letter *l;
	const struct bf_report *r;
	const struct bf_word *w;
	enum rc rc;

	if (d->name == NULL || !is_ident(d->name, NAME_MAX_BYTES) ||
	    strchr(d->name, '_') != NULL)
		return err_name(e, RC_CONFIG, "E_PLUGIN_ROW",
		    _("plugin: its name is [a-z][a-z0-9]*, at most %d bytes"),
		    NAME_MAX_BYTES);
	if (d->version == NULL)
		return wrong(d, "version", _("missing"), e);
	if ((d->open == NULL) != (d->close == NULL))
		return wrong(d, "open", _("open and close come together"), e);
	if ((rc = check_methods(d, e)) != RC_OK ||
	    (rc = check_events(d, e)) != RC_OK ||
	    (rc = check_keys(d, e)) != RC_OK)
		return rc;
	for (r = d->reports; r != NULL && r->name != NULL; r++)
		if ((rc = check_report(d, r, e)) != RC_OK)
			return rc;
	for (l = d->letters; l != NULL && l->name != NULL; l++)
		if ((rc = check_letter(d, l, e)) != RC_OK)
			return rc;
	for (w = d->words; w != NULL && w->code != NULL; w++)
		if (w->text == NULL || w->text[0] == '\0')
			return wrong(d, w->code, _("a word without text"), e);
	return RC_OK;
}
