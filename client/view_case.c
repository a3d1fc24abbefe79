/*
 * view_case -- a case on one page: where it stands, what is known, what waits,
 * and what can be done; and why.
 */
#include "client/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/catalog.h"
#include "client/table.h"
#include "client/value.h"

static void
show_title(struct out *o, const json_t *r)
{
	char *line = mem_format("%s  %s  –  %s", text_of(r, "case"),
	    text_of(r, "workflow_title"), text_of(r, "stage_title"));

	out_text(o, OUT_HEAD, line);
	putc('\n', o->f);
	free(line);
}

static void
show_head(struct out *o, const json_t *r)
{
	static const char *const names[] = { "status", "outcome", "unit",
		"contact", "received", "entered", "closed_on", "changed",
		"rev" };
	size_t i, width = 0, w;
	char *s;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		w = out_width(view_title(names[i])) + 1;
		if (w > width)
			width = w;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		s = value_member(r, names[i],
		    view_type(names[i], json_object_get(r, names[i])),
		    VALUE_WORDS);
		if (s[0] != '\0')
			view_line(o, width, view_title(names[i]), s);
		free(s);
	}
}

/* What one value is called, and its code: "Brev (letter)". */
static char *
titled(const json_t *value, const char *title, const char *type)
{
	char *s = value_show(value, type, VALUE_WORDS), *both;

	if (title[0] == '\0' || strcmp(title, s) == 0)
		return s;
	if (strcmp(type, "person") == 0)
		both = mem_format(_("%s (person %s)"), title, s);
	else
		both = mem_format("%s (%s)", title, s);
	free(s);
	return both;
}

/* Many choices, a line each. */
static char *
titled_list(const json_t *values, const json_t *titles, const char *type)
{
	char *all = mem_text(""), *one, *longer;
	const char *title;
	size_t i;

	for (i = 0; i < json_array_size(values); i++) {
		title = json_string_value(json_array_get(titles, i));
		one = titled(json_array_get(values, i),
		    title != NULL ? title : "", type);
		longer = mem_format("%s%s%s", all, i > 0 ? "\n" : "", one);
		free(all);
		free(one);
		all = longer;
	}
	return all;
}

static char *
field_text(const json_t *field)
{
	json_t *v = json_object_get(field, "value");
	json_t *text = json_object_get(field, "text");

	if (json_is_array(text))
		return titled_list(v, text, text_of(field, "type"));
	return titled(v, text_of(field, "text"), text_of(field, "type"));
}

static void
show_fields(struct out *o, const json_t *fields)
{
	size_t i, width = 0, w;
	json_t *field;
	char *s;

	json_array_foreach(fields, i, field) {
		w = out_width(text_of(field, "title")) + 1;
		if (w > width && w < 40)
			width = w;
	}
	json_array_foreach(fields, i, field) {
		s = field_text(field);
		if (s[0] != '\0')
			view_line(o, width, text_of(field, "title"), s);
		free(s);
	}
}

/* A list of objects under a heading, if there is any. */
static void
show_part(struct out *o, const json_t *r, const char *member, const char *title,
    const char *wanted)
{
	json_t *list = json_object_get(r, member);

	if (json_array_size(list) == 0)
		return;
	view_head(o, title);
	view_rows(o, list, wanted, 2);
}

static void
show_actions(struct out *o, const json_t *r)
{
	json_t *actions = json_object_get(r, "actions"), *a;
	struct table *t;
	char *line;
	size_t i;

	if (json_array_size(actions) == 0)
		return;
	view_head(o, _("What can be done"));
	t = table_new(2);
	table_title(t, 0, _("action"), false);
	table_title(t, 1, _("command"), false);
	json_array_foreach(actions, i, a) {
		if (json_is_false(json_object_get(a, "possible"))) {
			line = mem_format(_("not now: %s"), text_of(a, "why"));
			table_row(t, OUT_QUIET);
		} else {
			line = mem_format(_("boflyt case act %s %s"),
			    text_of(r, "case"), text_of(a, "name"));
			table_row(t, OUT_PLAIN);
		}
		table_cell(t, 0, text_of(a, "title"));
		table_cell(t, 1, line);
		free(line);
	}
	table_print(t, o, 2);
	table_free(t);
}

/* What plugins keep of it, each list under its own titles. */
static void
show_attached(struct out *o, const json_t *r)
{
	json_t *parts = json_object_get(r, "attached"), *part, *rows;
	struct table *t;
	char *title;
	size_t i;

	json_array_foreach(parts, i, part) {
		title = view_capital(text_of(part, "title"));
		view_head(o, title);
		free(title);
		rows = json_object_get(part, "rows");
		t = table_of(rows, json_object_get(part, "columns"));
		table_print(t, o, 2);
		table_free(t);
	}
}

void
view_case(struct out *o, const json_t *r)
{
	json_t *fields = json_object_get(r, "fields");

	show_title(o, r);
	show_head(o, r);
	if (json_array_size(fields) > 0) {
		view_head(o, _("What is known"));
		show_fields(o, fields);
	}
	show_part(o, r, "tasks", _("Tasks"),
	    "id title unit user due days overdue");
	show_part(o, r, "deadlines", _("Deadlines"),
	    "title due days workdays state rule goal paused ended_date "
	    "overdue");
	show_part(o, r, "decisions", _("Decisions"),
	    "no date type basis result decided_by");
	show_part(o, r, "complaints", _("Complaints"),
	    "no decision received in_time state body outcome");
	show_part(o, r, "documents", _("Documents"),
	    "id title kind class received size");
	show_attached(o, r);
	show_part(o, r, "incidents", _("Incidents"), NULL);
	show_actions(o, r);
}

void
view_why(struct out *o, const json_t *r)
{
	json_t *lines = json_object_get(r, "lines"), *line;
	size_t i;

	out_text(o, OUT_HEAD, text_of(r, "case"));
	putc('\n', o->f);
	json_array_foreach(lines, i, line)
		fprintf(o->f, "  %s\n",
		    json_string_value(line) != NULL ? json_string_value(line) :
						      "");
}
