/*
 * template_fill -- a template and its data make a letter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/template_inside.h"

struct filling {
	const struct template *t;
	const json_t *data, *item; /* item: of the @each around, or NULL */
	struct buf out;
	struct buf para; /* the paragraph at work */
	bool points; /* the last that came out was a point */
	bool bare; /* without headings */
};

/* The member that PATH, "a.b", leads to; borrowed, or NULL. */
static const json_t *
lookup(const struct filling *f, const char *path)
{
	const json_t *at = f->data;
	char name[TEMPLATE_NAME];
	size_t n;

	if (f->item != NULL && strncmp(path, "item", 4) == 0 &&
	    (path[4] == '\0' || path[4] == '.')) {
		at = f->item;
		path += path[4] == '.' ? 5 : 4;
	}
	for (; *path != '\0' && at != NULL; path += n + (path[n] == '.')) {
		n = strcspn(path, ".");
		if (n >= sizeof(name))
			return NULL;
		memcpy(name, path, n);
		name[n] = '\0';
		at = json_object_get(at, name);
	}
	return at;
}

static bool
is_there(const json_t *v)
{
	if (json_is_string(v))
		return json_string_length(v) > 0;
	if (json_is_array(v))
		return json_array_size(v) > 0;
	if (json_is_object(v))
		return json_object_size(v) > 0;
	return v != NULL && !json_is_null(v) && !json_is_false(v);
}

/* V as it stands in a letter (the caller's). */
static char *
text_of(const json_t *v)
{
	if (json_is_string(v))
		return mem_text(json_string_value(v));
	if (json_is_integer(v))
		return mem_format("%lld", (long long)json_integer_value(v));
	return mem_text("");
}

static void
end_paragraph(struct filling *f)
{
	if (buf_len(&f->para) > 0) {
		if (buf_len(&f->out) > 0)
			(void)buf_add_text(&f->out, "\n\n");
		(void)buf_add_text(&f->out, buf_text(&f->para));
	}
	buf_drop(&f->para, buf_len(&f->para));
	f->points = false;
}

/* A line of what people wrote: no heading of ours. */
static const char *
plain(const char *line)
{
	while (strchr("# \t", *line) != NULL ?
		*line != '\0' :
		strchr("=_", *line) != NULL && line[1] == ' ')
		line++;
	return line;
}

/* Each line of VALUE as a paragraph of its own. */
static void
add_paragraphs(struct filling *f, const char *value)
{
	size_t n;
	char *line;

	for (; *value != '\0'; value += n + (value[n] == '\n')) {
		n = strcspn(value, "\n");
		line = mem_text_n(value, n);
		(void)buf_add_text(&f->para, plain(line));
		free(line);
		end_paragraph(f);
	}
}

/* TEXT with its fields filled in, on one line (the caller's). */
static char *
fill_line(const struct filling *f, const char *text)
{
	char name[TEMPLATE_NAME], *value, *p;
	size_t at = 0, from = 0, start;
	struct buf b;

	buf_init(&b, TEMPLATE_MAX);
	while (template_next_field(text, &at, &start, name)) {
		(void)buf_add(&b, text + from, start - from);
		value = text_of(lookup(f, name));
		for (p = value; *p != '\0'; p++)
			if (*p == '\n')
				*p = ' ';
		(void)buf_add_text(&b, value);
		free(value);
		from = at;
	}
	(void)buf_add_text(&b, text + from);
	return buf_take(&b);
}

/* The field that is all of TEXT, or NULL. */
static const char *
alone(const char *text, char name[TEMPLATE_NAME])
{
	size_t at = 0, start;

	if (!template_next_field(text, &at, &start, name) || start != 0 ||
	    text[at] != '\0')
		return NULL;
	return name;
}

static void
add_text(struct filling *f, const char *text)
{
	char name[TEMPLATE_NAME], *line;
	const json_t *v;

	if (buf_len(&f->para) == 0 && alone(text, name) != NULL) {
		v = lookup(f, name);
		line = text_of(v);
		if (strchr(line, '\n') != NULL) {
			add_paragraphs(f, line);
			free(line);
			return;
		}
		free(line);
	}
	line = fill_line(f, text);
	if (buf_len(&f->para) > 0)
		(void)buf_add_text(&f->para, " ");
	(void)buf_add_text(&f->para,
	    buf_len(&f->para) == 0 ? plain(line) : line);
	free(line);
}

static void
add_heading(struct filling *f, const char *text)
{
	char *line = fill_line(f, text);

	end_paragraph(f);
	if (!f->bare)
		(void)buf_addf(&f->para, "# %s", line);
	end_paragraph(f);
	free(line);
}

/* Points stand below one another without an empty line. */
static void
add_point(struct filling *f, const char *text, char mark)
{
	char *line = fill_line(f, text);
	bool more = f->points && buf_len(&f->para) == 0;

	if (!more)
		end_paragraph(f);
	(void)buf_addf(&f->out, "%s%c %s",
	    more		     ? "\n" :
		buf_len(&f->out) > 0 ? "\n\n" :
				       "",
	    mark, line);
	f->points = true;
	free(line);
}

static bool
holds(const struct filling *f, const struct template_line *l)
{
	const json_t *v = lookup(f, l->field);
	char *text;
	bool same;

	if (l->value == NULL)
		return is_there(v);
	text = text_of(v);
	same = strcmp(text, l->value) == 0;
	free(text);
	return same != l->negated;
}

static void run(struct filling *f, size_t from, size_t to);

static void
run_each(struct filling *f, size_t at)
{
	const struct template_line *l = &f->t->lines[at];
	const json_t *list = lookup(f, l->field), *item;
	size_t i;

	json_array_foreach(list, i, item) {
		f->item = item;
		run(f, at + 1, l->other);
	}
	f->item = NULL;
}

/* The lines from FROM to before TO. */
static void
run(struct filling *f, size_t from, size_t to)
{
	const struct template_line *l;
	size_t i;

	for (i = from; i < to; i++) {
		l = &f->t->lines[i];
		switch (l->op) {
		case TEMPLATE_TEXT:
			add_text(f, l->text);
			break;
		case TEMPLATE_HEADING:
			add_heading(f, l->text);
			break;
		case TEMPLATE_POINT:
			add_point(f, l->text, l->mark);
			break;
		case TEMPLATE_EMPTY:
			if (!f->points || buf_len(&f->para) > 0)
				end_paragraph(f);
			break;
		case TEMPLATE_IF:
			if (!holds(f, l))
				i = l->other;
			break;
		case TEMPLATE_ELSE:
			i = l->other;
			break;
		case TEMPLATE_EACH:
			run_each(f, i);
			i = l->other;
			break;
		case TEMPLATE_PART:
			end_paragraph(f);
			break;
		case TEMPLATE_END:
			break;
		}
	}
}

/* What part P comes to, without its headings. */
static size_t
size_of(const struct template *t, const struct template_part *p,
    const json_t *data)
{
	struct filling f = { .t = t, .data = data, .bare = true };
	size_t i, from = t->n, n;

	for (i = 0; i < t->n; i++)
		if (t->lines[i].op == TEMPLATE_PART &&
		    strcmp(t->lines[i].text, p->name) == 0)
			from = i + 1;
	for (i = from; i < t->n && t->lines[i].op != TEMPLATE_PART;)
		i++;
	buf_init(&f.out, TEMPLATE_MAX);
	buf_init(&f.para, TEMPLATE_MAX);
	run(&f, from, i);
	end_paragraph(&f);
	n = buf_len(&f.out);
	buf_fini(&f.out);
	buf_fini(&f.para);
	return n;
}

static enum rc
check_parts(const struct template *t, const struct template_kind *kind,
    const json_t *data, struct err *e)
{
	const struct filling f = { .data = data };
	const struct template_part *p;
	const char *const *field;

	for (p = kind->parts; p->name != NULL; p++) {
		if (size_of(t, p, data) == 0)
			return err_name(e, RC_GUARD, "E_LETTER_INCOMPLETE",
			    _("letter: nothing stands under %s, which a letter "
			      "of kind %s must say"),
			    p->name, kind->name);
		for (field = p->fields; *field != NULL; field++)
			if (**field == '!' && !is_there(lookup(&f, *field + 1)))
				return err_name(e, RC_GUARD,
				    "E_LETTER_INCOMPLETE",
				    _("letter: %s is not known, which a letter "
				      "of kind %s must say"),
				    *field + 1, kind->name);
	}
	return RC_OK;
}

enum rc
template_fill(const struct template *t, const struct template_kind *kind,
    const json_t *data, char **title, char **text, struct err *e)
{
	struct filling f = { .t = t, .data = data };
	enum rc rc;

	*title = *text = NULL;
	if ((rc = check_parts(t, kind, data, e)) != RC_OK)
		return rc;
	buf_init(&f.out, TEMPLATE_MAX);
	buf_init(&f.para, TEMPLATE_MAX);
	run(&f, 0, t->n);
	end_paragraph(&f);
	(void)buf_add_text(&f.out, "\n");
	*title = fill_line(&f, template_head(t, "title"));
	*text = buf_take(&f.out);
	buf_fini(&f.para);
	return RC_OK;
}
