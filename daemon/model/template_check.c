/*
 * template_check -- does a template say what its kind of letter must say?
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/template_inside.h"

struct checking {
	const struct template *t;
	const struct template_kind *kind;
	struct lines *mistakes;
};

/* Domain 0.4, "Language": never in a letter. */
static const char *const bad_words[] = { "boevne", "buevne", "krevende",
	"krevjande", "avslått av bruker", "avslått av brukar",
	"avslått av brukeren", "avslått av brukaren", "nivå 1", "nivå 2",
	"nivå 3", "nivå 4", "grønt nivå", "gult nivå", "oransje nivå",
	"rødt nivå", "raudt nivå", NULL };

/* Lower case of Norwegian letters. */
static char *
lower(const char *text)
{
	char *out = mem_text(text);
	unsigned char *p;

	for (p = (unsigned char *)out; *p != '\0'; p++) {
		if (*p < 0x80)
			*p = (unsigned char)tolower(*p);
		else if (*p == 0xc3 && p[1] >= 0x80 && p[1] <= 0x9e)
			*++p += 0x20;
	}
	return out;
}

static bool
is_letter(unsigned char c)
{
	return c >= 0x80 || isalnum(c);
}

static bool
has_word(const char *text, const char *word)
{
	const char *at = text;
	size_t n = strlen(word);

	while ((at = strstr(at, word)) != NULL) {
		if ((at == text || !is_letter((unsigned char)at[-1])) &&
		    !is_letter((unsigned char)at[n]))
			return true;
		at++;
	}
	return false;
}

const char *
template_bad_word(const char *text)
{
	const char *const *word = bad_words;
	char *low = lower(text);

	while (*word != NULL && !has_word(low, *word))
		word++;
	free(low);
	return *word;
}

static bool
kind_has(const struct template_kind *kind, const char *field)
{
	const char *const *f;

	for (f = kind->fields; *f != NULL; f++)
		if (strcmp(*f, field) == 0)
			return true;
	return false;
}

/* FIELD as the kind has it: "item.text" inside @each LIST is "LIST.*.text". */
static char *
full_name(const char *field, const char *list)
{
	if (list == NULL || strncmp(field, "item", 4) != 0 ||
	    (field[4] != '\0' && field[4] != '.'))
		return mem_text(field);
	return mem_format("%s.*%s", list, field + 4);
}

static void
check_field(const struct checking *c, int line, const char *field,
    const char *list)
{
	char *name = full_name(field, list);

	if (!kind_has(c->kind, name))
		lines_add(c->mistakes,
		    _("%d: {%s}: a letter of kind %s has no such field"), line,
		    field, c->kind->name);
	free(name);
}

static void
check_text(const struct checking *c, int line, const char *text,
    const char *list)
{
	const char *bad = template_bad_word(text);
	char name[TEMPLATE_NAME];
	size_t at = 0, start;

	if (bad != NULL)
		lines_add(c->mistakes, _("%d: \"%s\" belongs in no letter"),
		    line, bad);
	while (template_next_field(text, &at, &start, name))
		check_field(c, line, name, list);
}

/* Every field that is named is one, and every word may stand there. */
static void
check_lines(const struct checking *c)
{
	const struct template_line *l;
	const char *list = NULL;
	size_t i, end = 0;

	check_text(c, c->t->title_line, template_head(c->t, "title"), NULL);
	for (i = 0; i < c->t->n; i++) {
		l = &c->t->lines[i];
		if (list != NULL && i >= end)
			list = NULL;
		check_text(c, l->line, l->text, list);
		if (l->field != NULL)
			check_field(c, l->line, l->field, list);
		if (l->op == TEMPLATE_EACH) {
			list = l->field;
			end = l->other;
		}
	}
}

/* Does the line L name FIELD, in braces or as what it asks for? */
static bool
names(const struct template_line *l, const char *field)
{
	char name[TEMPLATE_NAME];
	size_t at = 0, start;

	if (l->field != NULL && strcmp(l->field, field) == 0)
		return true;
	while (template_next_field(l->text, &at, &start, name))
		if (strcmp(name, field) == 0)
			return true;
	return false;
}

/* The lines of part NAME: from *FROM to before *TO; false if it is missing. */
static bool
find_part(const struct template *t, const char *name, size_t *from, size_t *to)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->lines[i].op == TEMPLATE_PART &&
		    strcmp(t->lines[i].text, name) == 0)
			break;
	if (i == t->n)
		return false;
	*from = ++i;
	while (i < t->n && t->lines[i].op != TEMPLATE_PART)
		i++;
	*to = i;
	return true;
}

static void
check_part(const struct checking *c, const struct template_part *p)
{
	const char *const *f;
	size_t from, to, i;

	if (!find_part(c->t, p->name, &from, &to)) {
		lines_add(c->mistakes,
		    _("1: @part %s is missing; a letter of kind %s must have "
		      "it"),
		    p->name, c->kind->name);
		return;
	}
	for (f = p->fields; *f != NULL; f++) {
		const char *field = **f == '!' ? *f + 1 : *f;

		for (i = from; i < to && !names(&c->t->lines[i], field);)
			i++;
		if (i == to)
			lines_add(c->mistakes,
			    _("%d: @part %s does not say {%s}"),
			    c->t->lines[from - 1].line, p->name, field);
	}
}

/* The answer first, the paragraphs of law last (domain 0.4). */
static void
check_order(const struct checking *c)
{
	const struct template_line *first = NULL, *last = NULL;
	size_t i;

	for (i = 0; i < c->t->n; i++)
		if (c->t->lines[i].op == TEMPLATE_PART) {
			last = &c->t->lines[i];
			if (first == NULL)
				first = last;
		}
	if (first == NULL)
		return;
	if (strcmp(first->text, c->kind->parts[0].name) != 0)
		lines_add(c->mistakes, _("%d: @part %s comes first"),
		    first->line, c->kind->parts[0].name);
	if (c->kind->last != NULL && strcmp(last->text, c->kind->last) != 0)
		lines_add(c->mistakes, _("%d: @part %s comes last"), last->line,
		    c->kind->last);
}

bool
template_check(const struct template *t, const struct template_kind *kind,
    struct lines *mistakes)
{
	const struct checking c = { t, kind, mistakes };
	const struct template_part *p;
	size_t before = mistakes->n;

	if (template_head(t, "title")[0] == '\0')
		lines_add(mistakes, _("1: title: is missing"));
	check_lines(&c);
	for (p = kind->parts; p->name != NULL; p++)
		check_part(&c, p);
	if (kind->parts[0].name != NULL)
		check_order(&c);
	return mistakes->n == before;
}
