/*
 * config -- fill a candidate from files, check it, answer questions about it.
 *
 * For each row there is a default entry, and for each line of a file a given
 * one; getters look for the given one first.  All values are parsed when they
 * are read, so that getters only look up.
 */
#include "base/config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "base/key.h"
#include "base/mem.h"

struct entry {
	const struct bf_key *row; /* borrowed from the tables */
	char *section; /* owned; of a default: the row's */
	char *key; /* owned */
	char *where; /* owned; NULL: a default */
	struct key_value value; /* owned */
};

struct section {
	char *name; /* owned */
	char *where; /* owned */
};

struct config {
	const struct bf_key *const *tables; /* borrowed */
	char *file; /* owned; the first one */
	struct entry *entries; /* owned */
	size_t n_entries;
	struct section *sections; /* owned; in the files' order */
	size_t n_sections;
};

/* What reading needs: the candidate and where to complain. */
struct reading {
	struct config *c;
	struct lines *mistakes;
};

static struct section *
section_find(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->n_sections; i++)
		if (strcmp(c->sections[i].name, name) == 0)
			return &c->sections[i];
	return NULL;
}

static struct entry *
entry_given(const struct config *c, const char *section, const char *key)
{
	struct entry *en;
	size_t i;

	for (i = 0; i < c->n_entries; i++) {
		en = &c->entries[i];
		if (en->where != NULL && strcmp(en->key, key) == 0 &&
		    strcmp(en->section, section) == 0)
			return en;
	}
	return NULL;
}

static struct entry *
entry_add(struct config *c, const struct bf_key *row, const char *section,
    const char *key, char *where)
{
	struct entry *en;

	c->entries = mem_grow(c->entries, c->n_entries + 1, sizeof(*en));
	en = &c->entries[c->n_entries++];
	*en = (struct entry){ .row = row,
		.section = mem_text(section),
		.key = mem_text(key),
		.where = where };
	return en;
}

/* One entry for each row, so that getters need not parse a default. */
static void
add_defaults(struct config *c)
{
	struct lines wrong = LINES_INIT;
	const struct bf_key *row;
	struct entry *en;
	size_t t;

	for (t = 0; c->tables[t] != NULL; t++)
		for (row = c->tables[t]; row->section != NULL; row++) {
			en = entry_add(c, row, row->section, row->name, NULL);
			if (row->value == NULL)
				continue;
			(void)key_parse(row, row->value, "", &en->value,
			    &wrong);
			assert(wrong.n == 0 && "a default breaks its own row");
		}
}

static void
take_section(struct reading *r, const struct ini_item *item)
{
	struct config *c = r->c;
	struct section *s;
	char *near;

	if (section_find(c, item->section) != NULL)
		return;
	c->sections = mem_grow(c->sections, c->n_sections + 1, sizeof(*s));
	s = &c->sections[c->n_sections++];
	s->name = mem_text(item->section);
	s->where = mem_format("%s:%d", item->file, item->line);
	if (key_has_section(c->tables, item->section))
		return;
	near = key_nearest_section(c->tables, item->section);
	if (near != NULL && strcmp(near, s->name) == 0)
		lines_add(r->mistakes,
		    _("%s: [%s]: needs a name, as in "
		      "[%s first]"),
		    s->where, s->name, s->name);
	else if (near != NULL)
		lines_add(r->mistakes,
		    _("%s: [%s]: no such section, did you mean '%s'?"),
		    s->where, s->name, near);
	else
		lines_add(r->mistakes, _("%s: [%s]: no such section"), s->where,
		    s->name);
	free(near);
}

static void
unknown_key(struct reading *r, const struct ini_item *item)
{
	const char *near;

	/* The section was complained about already. */
	if (item->section[0] != '\0' &&
	    !key_has_section(r->c->tables, item->section))
		return;
	near = key_nearest(r->c->tables, item->section, item->key);
	if (item->section[0] == '\0')
		lines_add(r->mistakes,
		    _("%s:%d: %s: stands before the first "
		      "[section]"),
		    item->file, item->line, item->key);
	else if (near != NULL)
		lines_add(r->mistakes,
		    _("%s:%d: [%s] %s: no such key, did you "
		      "mean '%s'?"),
		    item->file, item->line, item->section, item->key, near);
	else
		lines_add(r->mistakes, _("%s:%d: [%s] %s: no such key"),
		    item->file, item->line, item->section, item->key);
}

static void
take_item(void *arg, const struct ini_item *item)
{
	struct reading *r = arg;
	const struct bf_key *row;
	struct entry *en;
	char *where;

	if (item->key == NULL) {
		take_section(r, item);
		return;
	}
	row = key_find(r->c->tables, item->section, item->key);
	if (row == NULL) {
		unknown_key(r, item);
		return;
	}
	en = entry_given(r->c, item->section, item->key);
	if (en != NULL) {
		lines_add(r->mistakes,
		    _("%s:%d: [%s] %s: stands already at "
		      "%s"),
		    item->file, item->line, item->section, item->key,
		    en->where);
		return;
	}
	where = mem_format("%s:%d", item->file, item->line);
	en = entry_add(r->c, row, item->section, item->key, where);
	if ((row->flags & BF_REQUIRED) != 0 && item->value[0] == '\0')
		lines_add(r->mistakes, _("%s: [%s] %s: is empty"), en->where,
		    item->section, item->key);
	else
		(void)key_parse(row, item->value, where, &en->value,
		    r->mistakes);
}

static void
require(struct reading *r, const struct bf_key *row, const char *section,
    const char *where)
{
	if (entry_given(r->c, section, row->name) == NULL)
		lines_add(r->mistakes, _("%s: [%s] %s: missing"), where,
		    section, row->name);
}

static void
check_required(struct reading *r)
{
	const struct config *c = r->c;
	const struct section *s;
	const struct bf_key *row;
	size_t t, i;

	for (t = 0; c->tables[t] != NULL; t++)
		for (row = c->tables[t]; row->section != NULL; row++) {
			if ((row->flags & BF_REQUIRED) == 0)
				continue;
			s = section_find(c, row->section);
			if (!key_is_pattern(row))
				require(r, row, row->section,
				    s != NULL ? s->where : c->file);
			for (i = 0; i < c->n_sections; i++)
				if (key_is_pattern(row) &&
				    key_matches(row, c->sections[i].name))
					require(r, row, c->sections[i].name,
					    c->sections[i].where);
		}
}

static struct reading
begin(const char *file, const struct bf_key *const *tables,
    struct lines *mistakes)
{
	struct reading r = { mem_new(1, sizeof(*r.c)), mistakes };

	r.c->tables = tables;
	r.c->file = mem_text(file == NULL ? "" : file);
	add_defaults(r.c);
	return r;
}

/* All is read if READABLE; *OUT only if there is no mistake after BEFORE. */
static enum rc
end(struct reading *r, bool readable, config_check_fn *check, size_t before,
    struct config **out, struct err *e)
{
	const struct lines *mistakes = r->mistakes;

	if (readable) {
		check_required(r);
		if (check != NULL)
			check(r->c, r->mistakes);
	}
	if (mistakes->n == before) {
		*out = r->c;
		return RC_OK;
	}
	if (mistakes->n - before == 1)
		(void)err_set(e, RC_CONFIG, "%s", mistakes->line[before]);
	else
		(void)err_set(e, RC_CONFIG, _("%s: %zu mistakes"), r->c->file,
		    mistakes->n - before);
	config_free(r->c);
	return RC_CONFIG;
}

enum rc
config_read(const char *const *files, const struct bf_key *const *tables,
    config_check_fn *check, struct lines *mistakes, struct config **out,
    struct err *e)
{
	struct reading r = begin(files[0], tables, mistakes);
	struct err unreadable = ERR_INIT;
	size_t before = mistakes->n, i;

	for (i = 0; files[i] != NULL; i++)
		if (ini_read(files[i], take_item, &r, mistakes, &unreadable) !=
		    RC_OK)
			lines_add(mistakes, "%s", unreadable.text);
	return end(&r, unreadable.rc == RC_OK, check, before, out, e);
}

enum rc
config_read_text(const struct ini_text *text,
    const struct bf_key *const *tables, config_check_fn *check,
    struct lines *mistakes, struct config **out, struct err *e)
{
	struct reading r = begin(text->name, tables, mistakes);
	struct err unreadable = ERR_INIT;
	size_t before = mistakes->n;

	if (ini_read_text(text, take_item, &r, mistakes, &unreadable) != RC_OK)
		lines_add(mistakes, "%s", unreadable.text);
	return end(&r, unreadable.rc == RC_OK, check, before, out, e);
}

void
config_free(struct config *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->n_entries; i++) {
		free(c->entries[i].section);
		free(c->entries[i].key);
		free(c->entries[i].where);
		key_value_fini(&c->entries[i].value);
	}
	for (i = 0; i < c->n_sections; i++) {
		free(c->sections[i].name);
		free(c->sections[i].where);
	}
	free(c->entries);
	free(c->sections);
	free(c->file);
	free(c);
}

/* The given entry, or else the default of the row. */
static const struct key_value *
value_get(const struct config *c, const char *section, const char *key)
{
	const struct entry *en = entry_given(c, section, key);
	const struct bf_key *row;
	size_t i;

	if (en != NULL)
		return &en->value;
	row = key_find(c->tables, section, key);
	assert(row != NULL && "no row declares this key");
	for (i = 0; i < c->n_entries; i++)
		if (c->entries[i].row == row && c->entries[i].where == NULL)
			return &c->entries[i].value;
	abort();
}

const char *
config_text(const struct config *c, const char *section, const char *key)
{
	return value_get(c, section, key)->text;
}

int64_t
config_int(const struct config *c, const char *section, const char *key)
{
	return value_get(c, section, key)->number;
}

bool
config_bool(const struct config *c, const char *section, const char *key)
{
	return value_get(c, section, key)->number != 0;
}

const char *const *
config_list(const struct config *c, const char *section, const char *key,
    size_t *n)
{
	static const char *const empty[] = { NULL };
	const struct key_value *value = value_get(c, section, key);

	if (n != NULL)
		*n = value->n;
	return value->list == NULL ? empty : (const char *const *)value->list;
}

bool
config_has(const struct config *c, const char *section, const char *key)
{
	return entry_given(c, section, key) != NULL;
}

const char *
config_where(const struct config *c, const char *section, const char *key)
{
	const struct entry *en = entry_given(c, section, key);
	const struct section *s = section_find(c, section);

	if (en != NULL)
		return en->where;
	return s != NULL ? s->where : c->file;
}

const char *
config_name(const struct config *c, const char *kind, size_t i)
{
	size_t k, n = strlen(kind);
	const char *name;

	for (k = 0; k < c->n_sections; k++) {
		name = c->sections[k].name;
		if (strncmp(name, kind, n) == 0 && name[n] == ' ' &&
		    name[n + 1] != '\0' && i-- == 0)
			return name + n + 1;
	}
	return NULL;
}

const char *
config_key(const struct config *c, const char *section, size_t i)
{
	size_t k;

	for (k = 0; k < c->n_entries; k++)
		if (c->entries[k].where != NULL &&
		    strcmp(c->entries[k].section, section) == 0 && i-- == 0)
			return c->entries[k].key;
	return NULL;
}

static const char *
type_text(enum bf_type type)
{
	switch (type) {
	case BF_NAME:
		return _("name of a-z 0-9 _ . : -");
	case BF_CODE:
		return _("one of the codes");
	case BF_INTEGER:
	case BF_ID:
		return _("whole number");
	case BF_BOOL:
		return _("yes or no");
	case BF_DATE:
		return _("date like 2027-02-28");
	case BF_MONEY:
		return _("amount in whole øre");
	case BF_DURATION:
		return _("length of time like 14d, 10wd, 3w, 1m or 2y");
	case BF_TEXT:
	case BF_ANY:
	case BF_END:
	case BF_INSTANT:
	case BF_CASE:
	case BF_NIN:
	case BF_OBJECT:
	case BF_LIST:
	case BF_FD:
		break;
	}
	return _("text");
}

static void
explain_row(const struct bf_key *row, struct lines *out)
{
	char *codes = NULL, *more;
	size_t i;

	lines_add(out, "[%s] %s: %s", row->section, row->name, _(row->text));
	lines_add(out, _("  type:     %s%s"), type_text(row->type),
	    (row->flags & BF_REPEATED) != 0 ? _(", a list with commas") : "");
	for (i = 0; row->codes != NULL && row->codes[i] != NULL; i++) {
		more = mem_format("%s%s%s", i == 0 ? "" : codes,
		    i == 0 ? "" : ", ", row->codes[i]);
		free(codes);
		codes = more;
	}
	if (codes != NULL)
		lines_add(out, _("  codes:    %s"), codes);
	free(codes);
	if (row->unit != NULL && row->unit[0] != '\0')
		lines_add(out, _("  unit:     %s"), row->unit);
	if (row->min != 0 || row->max != 0)
		lines_add(out, _("  range:    %jd to %jd"), (intmax_t)row->min,
		    (intmax_t)row->max);
	lines_add(out, _("  default:  %s"),
	    row->value != NULL			? row->value :
		(row->flags & BF_REQUIRED) != 0 ? _("none: it must be given") :
						  _("none"));
	lines_add(out, _("  reload:   %s"),
	    row->reload ? _("taken by a reload") : _("needs a restart"));
	if (row->law != NULL && row->law[0] != '\0')
		lines_add(out, _("  rule:     %s"), row->law);
}

/* Is ROW the key that "section.key", "kind.key" or "key" asks for? */
static bool
is_asked_for(const struct bf_key *row, const char *section, const char *key)
{
	size_t n;

	if (strcmp(row->name, key) != 0)
		return false;
	if (section == NULL || key_matches(row, section) ||
	    strcmp(row->section, section) == 0)
		return true;
	n = strlen(row->section);
	return key_is_pattern(row) && strlen(section) == n - 2 &&
	    strncmp(row->section, section, n - 2) == 0;
}

/* The nearest "section.key" of all rows. */
static enum rc
explain_nothing(const struct bf_key *const *tables, const char *asked,
    struct err *e)
{
	struct lines names = LINES_INIT;
	const struct bf_key *row;
	const char *near;
	size_t t;

	for (t = 0; tables[t] != NULL; t++)
		for (row = tables[t]; row->section != NULL; row++) {
			lines_add(&names, "%s.%s", row->section, row->name);
			lines_add(&names, "%s", row->name);
		}
	near = ini_nearest(asked, (const char *const *)names.line, names.n);
	if (near != NULL)
		(void)err_set(e, RC_NOTFOUND,
		    _("%s: no such key, did you mean '%s'?"), asked, near);
	else
		(void)err_set(e, RC_NOTFOUND,
		    _("%s: no such key; write it as "
		      "SECTION.KEY"),
		    asked);
	lines_free(&names);
	return RC_NOTFOUND;
}

enum rc
config_explain(const struct bf_key *const *tables, const char *key,
    struct lines *out, struct err *e)
{
	const char *dot = strrchr(key, '.'), *name = dot ? dot + 1 : key;
	char *section = dot ? mem_text_n(key, (size_t)(dot - key)) : NULL;
	const struct bf_key *row;
	size_t t, before = out->n;

	for (t = 0; tables[t] != NULL; t++)
		for (row = tables[t]; row->section != NULL; row++)
			if (is_asked_for(row, section, name))
				explain_row(row, out);
	free(section);
	return out->n > before ? RC_OK : explain_nothing(tables, key, e);
}
