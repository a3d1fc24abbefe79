/*
 * template -- read a letter's template; see template.h.
 */
#include "model/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/template_inside.h"
#include "model/text.h"

#define LINES_MAX 2000
#define DEPTH_MAX 8

struct reading {
	struct template *t;
	struct lines *mistakes;
	int line;
	size_t open[DEPTH_MAX]; /* ifs, elses and eachs without an end */
	size_t depth;
	bool in_head;
};

void
template_free(struct template *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->n; i++) {
		free(t->lines[i].text);
		free(t->lines[i].field);
		free(t->lines[i].value);
	}
	free(t->lines);
	free(t->kind);
	free(t->title);
	free(t);
}

static void
mistake(const struct reading *r, const char *what)
{
	lines_add(r->mistakes, "%d: %s", r->line, what);
}

static struct template_line *
add_line(struct reading *r, enum template_op op, const char *text)
{
	struct template *t = r->t;
	struct template_line *l;

	t->lines = mem_grow(t->lines, t->n + 1, sizeof(*t->lines));
	l = &t->lines[t->n++];
	memset(l, 0, sizeof(*l));
	l->op = op;
	l->line = r->line;
	l->text = mem_text(text);
	return l;
}

/* The first word of *TEXT, which is moved behind it and the blanks. */
static char *
take_word(const char **text)
{
	size_t n = strcspn(*text, " \t");
	char *word = mem_text_n(*text, n);

	*text += n + strspn(*text + n, " \t");
	return word;
}

static void
open_block(struct reading *r)
{
	if (r->depth == DEPTH_MAX) {
		mistake(r, _("too many @if and @each inside one another"));
		return;
	}
	r->open[r->depth++] = r->t->n - 1;
}

static void
read_if(struct reading *r, const char *rest)
{
	struct template_line *l = add_line(r, TEMPLATE_IF, "");
	char *word;

	l->field = take_word(&rest);
	word = take_word(&rest);
	if (strcmp(word, "is") == 0) {
		if (strncmp(rest, "not ", 4) == 0) {
			l->negated = true;
			rest += 4 + strspn(rest + 4, " \t");
		}
		l->value = take_word(&rest);
	}
	if (l->field[0] == '\0' || rest[0] != '\0' ||
	    (word[0] != '\0' && (l->value == NULL || l->value[0] == '\0')))
		mistake(r, _("write @if FIELD, or @if FIELD is VALUE"));
	free(word);
	open_block(r);
}

static void
read_else(struct reading *r)
{
	size_t at = r->depth == 0 ? 0 : r->open[r->depth - 1];

	if (r->depth == 0 || r->t->lines[at].op != TEMPLATE_IF) {
		mistake(r, _("@else without @if"));
		return;
	}
	(void)add_line(r, TEMPLATE_ELSE, "");
	r->t->lines[at].other = r->t->n - 1;
	r->open[r->depth - 1] = r->t->n - 1;
}

static void
read_end(struct reading *r)
{
	if (r->depth == 0) {
		mistake(r, _("@end without @if or @each"));
		return;
	}
	(void)add_line(r, TEMPLATE_END, "");
	r->t->lines[r->open[--r->depth]].other = r->t->n - 1;
}

static void
read_each(struct reading *r, const char *rest)
{
	struct template_line *l = add_line(r, TEMPLATE_EACH, "");
	size_t i;

	l->field = take_word(&rest);
	if (l->field[0] == '\0' || rest[0] != '\0')
		mistake(r, _("write @each LIST"));
	for (i = 0; i < r->depth; i++)
		if (r->t->lines[r->open[i]].op == TEMPLATE_EACH)
			mistake(r, _("@each inside @each"));
	open_block(r);
}

static void
read_directive(struct reading *r, const char *text)
{
	char *word = take_word(&text);

	if (strcmp(word, "@if") == 0)
		read_if(r, text);
	else if (strcmp(word, "@else") == 0 && text[0] == '\0')
		read_else(r);
	else if (strcmp(word, "@end") == 0 && text[0] == '\0')
		read_end(r);
	else if (strcmp(word, "@each") == 0)
		read_each(r, text);
	else if (strcmp(word, "@part") == 0 && text[0] != '\0' &&
	    strpbrk(text, " \t") == NULL) {
		if (r->depth > 0)
			mistake(r, _("@part inside @if or @each"));
		(void)add_line(r, TEMPLATE_PART, text);
	} else
		mistake(r,
		    _("not a directive: @part NAME, @if, @else, @each or "
		      "@end"));
	free(word);
}

/* "kind: decision"; an empty line ends the head. */
static void
read_head(struct reading *r, const char *text)
{
	char **to = NULL;

	if (text[0] == '\0') {
		r->in_head = false;
		return;
	}
	if (strncmp(text, "kind:", 5) == 0)
		to = &r->t->kind;
	else if (strncmp(text, "title:", 6) == 0)
		to = &r->t->title;
	if (to == NULL || *to != NULL) {
		mistake(r,
		    _("the first lines are kind: and title:, once each, then "
		      "an empty one"));
		return;
	}
	if (to == &r->t->title)
		r->t->title_line = r->line;
	text = strchr(text, ':') + 1;
	*to = mem_text(text + strspn(text, " \t"));
}

bool
template_next_field(const char *text, size_t *at, size_t *start,
    char name[TEMPLATE_NAME])
{
	const char *open = strchr(text + *at, '{');
	size_t n;

	if (open == NULL)
		return false;
	*start = (size_t)(open - text);
	n = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz0123456789_.");
	if (n == 0 || n >= TEMPLATE_NAME || open[n + 1] != '}') {
		name[0] = '\0';
		*at = *start + 1;
		return true;
	}
	memcpy(name, open + 1, n);
	name[n] = '\0';
	*at = *start + n + 2;
	return true;
}

static void
check_braces(const struct reading *r, const char *text)
{
	char name[TEMPLATE_NAME];
	size_t at = 0, start;

	while (template_next_field(text, &at, &start, name))
		if (name[0] == '\0')
			mistake(r, _("a brace that begins no {field}"));
}

static void
read_line(struct reading *r, const char *text)
{
	if (r->in_head) {
		read_head(r, text);
		return;
	}
	check_braces(r, text);
	if (text[0] == '@')
		read_directive(r, text);
	else if (text[strspn(text, " \t")] == '\0')
		(void)add_line(r, TEMPLATE_EMPTY, "");
	else if (strncmp(text, "# ", 2) == 0)
		(void)add_line(r, TEMPLATE_HEADING, text + 2);
	else if (strchr("-=_", text[0]) != NULL && text[1] == ' ')
		add_line(r, TEMPLATE_POINT, text + 2)->mark = text[0];
	else
		(void)add_line(r, TEMPLATE_TEXT, text + strspn(text, " \t"));
}

static void
read_all(struct reading *r, const char *bytes, size_t n)
{
	const char *end = bytes + n, *next;
	size_t len;
	char *text;

	for (; bytes < end && r->line < LINES_MAX; bytes = next) {
		next = memchr(bytes, '\n', (size_t)(end - bytes));
		len = (size_t)((next == NULL ? end : next) - bytes);
		next = next == NULL ? end : next + 1;
		if (len > 0 && bytes[len - 1] == '\r')
			len--;
		text = mem_text_n(bytes, len);
		r->line++;
		read_line(r, text);
		free(text);
	}
	if (bytes < end)
		mistake(r, _("too long"));
	if (r->depth > 0) {
		r->line = r->t->lines[r->open[r->depth - 1]].line;
		mistake(r, _("without @end"));
	}
}

bool
template_read(const char *bytes, size_t n, struct lines *mistakes,
    struct template **out)
{
	struct reading r = { .mistakes = mistakes, .in_head = true };
	size_t before = mistakes->n;

	*out = NULL;
	r.t = mem_new(1, sizeof(*r.t));
	if (n > TEMPLATE_MAX || !text_is_utf8(bytes, n)) {
		r.line = 1;
		mistake(&r, _("not UTF-8 text of at most 64 KiB"));
	} else
		read_all(&r, bytes, n);
	if (mistakes->n == before)
		*out = r.t;
	else
		template_free(r.t);
	return *out != NULL;
}

const char *
template_head(const struct template *t, const char *name)
{
	const char *value = strcmp(name, "kind") == 0 ? t->kind : t->title;

	return value == NULL ? "" : value;
}
