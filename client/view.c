/*
 * view -- a result laid out for people.
 */
#include "client/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/catalog.h"
#include "client/table.h"
#include "client/value.h"

/* What members of results are called where no column says it. */
static const struct {
	const char *name;
	const char *title;
	const char *type;
} members[] = {
	{ "action", N_("Action"), "text" },
	{ "active", N_("Active"), "bool" },
	{ "actor", N_("Who"), "text" },
	{ "agreement", N_("Agreement"), "text" },
	{ "allocation", N_("Joint allocation"), "text" },
	{ "applies", N_("Applies"), "bool" },
	{ "as_of", N_("As known at"), "instant" },
	{ "at", N_("On the day"), "date" },
	{ "basis", N_("Basis"), "text" },
	{ "basis_version", N_("Basis as of"), "date" },
	{ "birth_date", N_("Born"), "date" },
	{ "body", N_("Members"), "text" },
	{ "by", N_("By"), "text" },
	{ "case", N_("Case"), "case" },
	{ "cases", N_("Cases"), "integer" },
	{ "changed", N_("Changed"), "instant" },
	{ "channel", N_("Channel"), "text" },
	{ "class", N_("Class"), "text" },
	{ "closed_on", N_("Closed"), "date" },
	{ "code", N_("Code"), "text" },
	{ "complaint_rule", N_("Complaint under"), "text" },
	{ "complaint_version", N_("Complaint rule as of"), "date" },
	{ "considerations", N_("Considerations"), "text" },
	{ "contact", N_("Contact"), "text" },
	{ "date", N_("Date"), "date" },
	{ "cycle", N_("Cycle"), "integer" },
	{ "days", N_("Days left"), "integer" },
	{ "decision", N_("Decision"), "id" },
	{ "decided_by", N_("Decided by"), "text" },
	{ "description", N_("What it is"), "text" },
	{ "document", N_("Document"), "id" },
	{ "due", N_("Due"), "date" },
	{ "ended", N_("Ended"), "instant" },
	{ "ended_date", N_("Ended"), "date" },
	{ "entered", N_("In this stage since"), "date" },
	{ "error", N_("Error"), "text" },
	{ "facts", N_("Facts"), "text" },
	{ "from", N_("From"), "date" },
	{ "goal", N_("Goal"), "bool" },
	{ "household", N_("Household"), "id" },
	{ "is_head", N_("Head of the household"), "bool" },
	{ "items", N_("Items"), "text" },
	{ "id", N_("No."), "id" },
	{ "kind", N_("Kind"), "text" },
	{ "language", N_("Language"), "text" },
	{ "loaded", N_("Loaded"), "instant" },
	{ "loaded_by", N_("Loaded by"), "text" },
	{ "name", N_("Name"), "text" },
	{ "next", N_("Next"), "text" },
	{ "no", N_("No."), "id" },
	{ "outcome", N_("Outcome"), "state" },
	{ "overdue", N_("Overdue"), "bool" },
	{ "paused", N_("Paused"), "bool" },
	{ "party", N_("Party"), "id" },
	{ "parts", N_("Parts"), "text" },
	{ "performer", N_("Performed by"), "text" },
	{ "person", N_("Person"), "id" },
	{ "reason", N_("Reason"), "state" },
	{ "received", N_("Received"), "date" },
	{ "receiver", N_("Receiver"), "text" },
	{ "recorded", N_("Recorded"), "instant" },
	{ "relation", N_("Relation"), "text" },
	{ "result", N_("Result"), "state" },
	{ "rev", N_("Revision"), "integer" },
	{ "role", N_("Role"), "text" },
	{ "roles", N_("Roles"), "text" },
	{ "rule", N_("Rule"), "text" },
	{ "rules", N_("Rules"), "text" },
	{ "scope", N_("Covers"), "state" },
	{ "shape", N_("Shape"), "text" },
	{ "since", N_("Since"), "instant" },
	{ "size", N_("Size"), "integer" },
	{ "stage", N_("Stage"), "text" },
	{ "stage_title", N_("Stage"), "text" },
	{ "state", N_("State"), "state" },
	{ "status", N_("Status"), "state" },
	{ "template", N_("Template"), "text" },
	{ "suppressed_below", N_("Hidden below"), "integer" },
	{ "taken", N_("Recorded"), "instant" },
	{ "text", N_("Text"), "text" },
	{ "time", N_("Time"), "instant" },
	{ "title", N_("Title"), "text" },
	{ "to", N_("To"), "date" },
	{ "type", N_("Type"), "text" },
	{ "unit", N_("Unit"), "text" },
	{ "urgent", N_("Urgent"), "bool" },
	{ "user", N_("User"), "text" },
	{ "value", N_("Value"), "text" },
	{ "version", N_("Version"), "integer" },
	{ "why", N_("Why"), "text" },
	{ "workdays", N_("Working days left"), "integer" },
	{ "workflow", N_("Workflow"), "text" },
	{ "workflow_title", N_("Workflow"), "text" },
	{ "written", N_("Written"), "date" },
};

#define N_MEMBERS (sizeof(members) / sizeof(members[0]))

const char *
view_title(const char *name)
{
	size_t i;

	for (i = 0; i < N_MEMBERS; i++) {
		if (strcmp(members[i].name, name) == 0)
			return _(members[i].title);
	}
	return name;
}

const char *
view_type(const char *name, const json_t *value)
{
	size_t i;

	if (json_is_boolean(value))
		return "bool";
	for (i = 0; i < N_MEMBERS; i++) {
		if (strcmp(members[i].name, name) == 0)
			return members[i].type;
	}
	return json_is_integer(value) ? "integer" : "date";
}

void
view_line(struct out *o, size_t width, const char *title, const char *value)
{
	size_t w = out_width(title) + 1;
	const char *end;

	out_text(o, OUT_HEAD, title);
	putc(':', o->f);
	out_blanks(o, w < width ? width - w + 1 : 1);
	/* Lines of a long text stay under each other. */
	while ((end = strchr(value, '\n')) != NULL) {
		fprintf(o->f, "%.*s\n", (int)(end - value), value);
		out_blanks(o, width + 1);
		value = end + 1;
	}
	fprintf(o->f, "%s\n", value);
}

char *
view_capital(const char *text)
{
	char *s = mem_text(text);
	unsigned char *p = (unsigned char *)s;

	if (p[0] >= 'a' && p[0] <= 'z')
		p[0] = (unsigned char)(p[0] - 'a' + 'A');
	else if (p[0] == 0xc3 && p[1] >= 0xa0 && p[1] <= 0xbe && p[1] != 0xb7)
		p[1] = (unsigned char)(p[1] - 0x20); /* à to þ, but ÷ */
	return s;
}

void
view_head(struct out *o, const char *title)
{
	putc('\n', o->f);
	out_text(o, OUT_HEAD, title);
	putc('\n', o->f);
}

/* Is the value one that fits in a cell or on a line? */
static bool
is_flat(const json_t *v)
{
	size_t i;

	if (json_is_object(v))
		return false;
	for (i = 0; i < json_array_size(v); i++) {
		if (!is_flat(json_array_get(v, i)) ||
		    json_is_array(json_array_get(v, i)))
			return false;
	}
	return true;
}

/* What every answer has and nobody reads, and titles beside their names. */
static bool
is_plumbing(const json_t *object, const char *name)
{
	size_t n = strlen(name), end = sizeof("_title") - 1;
	char *base;
	bool beside;

	if (strcmp(name, "warnings") == 0 || strcmp(name, "commit") == 0 ||
	    strcmp(name, "case_id") == 0)
		return true;
	if (n <= end || strcmp(name + n - end, "_title") != 0)
		return false;
	base = mem_text_n(name, n - end);
	beside = json_object_get(object, base) != NULL;
	free(base);
	return beside;
}

/* Note in SEEN each member of ROW that says something. */
static void
note_members(json_t *seen, json_t *row)
{
	const char *name;
	json_t *v;

	json_object_foreach(row, name, v) {
		if (is_flat(v) && !json_is_null(v) && !json_is_false(v) &&
		    !is_plumbing(row, name) &&
		    json_object_get(seen, name) == NULL)
			json_object_set(seen, name, v);
	}
}

static void
add_column(json_t *columns, const char *name, const json_t *value)
{
	json_t *column = json_object();

	json_object_set_new(column, "name", json_string(name));
	json_object_set_new(column, "title", json_string(view_title(name)));
	json_object_set_new(column, "type",
	    json_string(view_type(name, value)));
	json_array_append_new(columns, column);
}

/* The columns that are both seen and wanted. */
static json_t *
pick_columns(json_t *seen, const char *wanted)
{
	json_t *columns = json_array(), *v;
	const char *name;
	char *one;
	size_t n;

	if (wanted == NULL) {
		json_object_foreach(seen, name, v)
			add_column(columns, name, v);
		return columns;
	}
	for (; *wanted != '\0'; wanted += n + strspn(wanted + n, " ")) {
		n = strcspn(wanted, " ");
		one = mem_text_n(wanted, n);
		v = json_object_get(seen, one);
		if (v != NULL)
			add_column(columns, one, v);
		free(one);
	}
	return columns;
}

void
view_rows(struct out *o, const json_t *rows, const char *wanted, size_t indent)
{
	json_t *columns, *seen = json_object();
	struct table *t;
	size_t i;

	for (i = 0; i < json_array_size(rows); i++)
		note_members(seen, json_array_get(rows, i));
	columns = pick_columns(seen, wanted);
	t = table_of(rows, columns);
	table_print(t, o, indent);
	table_free(t);
	json_decref(columns);
	json_decref(seen);
}

static const json_t *
column_of(const json_t *columns, const char *name)
{
	json_t *column;
	size_t i;

	json_array_foreach(columns, i, column) {
		if (strcmp(text_of(column, "name"), name) == 0)
			return column;
	}
	return NULL;
}

static const char *
title_of(const json_t *columns, const char *name)
{
	const json_t *column = column_of(columns, name);

	return column != NULL ? text_of(column, "title") : view_title(name);
}

static void
show_member(struct out *o, const json_t *columns, const json_t *object,
    const char *name, size_t width)
{
	const json_t *column = column_of(columns, name);
	const json_t *v = json_object_get(object, name);
	const char *type = column != NULL ? text_of(column, "type") : "";
	char *s;

	if (column == NULL || (json_is_string(v) && strcmp(type, "code") != 0))
		type = view_type(name, v);
	s = value_member(object, name, type, VALUE_WORDS);
	if (s[0] != '\0')
		view_line(o, width, title_of(columns, name), s);
	free(s);
}

/* The columns of the rows of list NAME: those called "NAME.…"; or NULL. */
static json_t *
columns_of_list(const json_t *columns, const char *name)
{
	size_t i, len = strlen(name);
	json_t *list = NULL, *column, *one;
	const char *called;

	json_array_foreach(columns, i, column) {
		called = text_of(column, "name");
		if (strncmp(called, name, len) != 0 || called[len] != '.')
			continue;
		one = json_copy(column);
		json_object_set_new(one, "name", json_string(called + len + 1));
		if (list == NULL)
			list = json_array();
		json_array_append_new(list, one);
	}
	return list;
}

/* ROWS under the columns that are declared for them, else under what they have. */
static void
show_rows(struct out *o, const json_t *columns, const char *name,
    const json_t *rows)
{
	json_t *own = columns_of_list(columns, name);
	struct table *t;

	if (own == NULL) {
		view_rows(o, rows, NULL, 2);
		return;
	}
	t = table_of(rows, own);
	table_print(t, o, 2);
	table_free(t);
	json_decref(own);
}

/* A list of objects or an object under its own heading. */
static void
show_deep(struct out *o, const json_t *columns, const char *name, json_t *v)
{
	json_t *first = json_array_get(v, 0);

	if (json_is_array(v) && json_array_size(v) == 0)
		return;
	view_head(o, title_of(columns, name));
	if (json_is_array(v) && json_is_object(first))
		show_rows(o, columns, name, v);
	else if (json_is_object(v))
		view_object(o, v, NULL);
}

/* Member NAME of ALL, on a line if FLAT, else under a heading of its own. */
static void
show_one(struct out *o, const json_t *columns, const json_t *all,
    const char *name, bool flat, size_t width)
{
	json_t *v = json_object_get(all, name);

	if (v == NULL || is_plumbing(all, name) || is_flat(v) != flat)
		return;
	if (flat)
		show_member(o, columns, all, name, width);
	else
		show_deep(o, columns, name, v);
}

void
view_object(struct out *o, const json_t *object, const json_t *columns)
{
	json_t *all = json_deep_copy(object), *v, *column;
	size_t width = 0, w, i;
	const char *name;

	json_object_foreach(all, name, v) {
		w = is_flat(v) && !is_plumbing(all, name) ?
		    out_width(title_of(columns, name)) + 1 :
		    0;
		if (w > width)
			width = w;
	}
	/* What is declared comes in that order, and the rest after it. */
	json_array_foreach(columns, i, column)
		show_one(o, columns, all, text_of(column, "name"), true, width);
	json_object_foreach(all, name, v)
		if (column_of(columns, name) == NULL)
			show_one(o, columns, all, name, true, width);
	json_array_foreach(columns, i, column)
		show_one(o, columns, all, text_of(column, "name"), false,
		    width);
	json_object_foreach(all, name, v)
		if (column_of(columns, name) == NULL)
			show_one(o, columns, all, name, false, width);
	json_decref(all);
}

static void
view_list(struct out *o, const json_t *method, const json_t *result)
{
	const char *member = text_of(method, "rows"), *next, *name;
	json_t *rows = json_object_get(result, member), *other, *v;
	struct table *t;

	if (json_array_size(rows) == 0) {
		fprintf(o->f, "%s\n", _("nothing"));
	} else {
		t = table_of(rows, json_object_get(method, "columns"));
		table_print(t, o, 0);
		table_free(t);
	}
	other = json_deep_copy(result);
	json_object_del(other, member);
	json_object_del(other, "next");
	json_object_foreach(other, name, v) {
		if (!is_plumbing(other, name) && !json_is_null(v)) {
			putc('\n', o->f);
			view_object(o, other, NULL);
			break;
		}
	}
	json_decref(other);
	next = text_of(result, "next");
	if (next[0] != '\0') {
		char *line = mem_format(_("there is more: --after '%s'"), next);

		out_text(o, OUT_QUIET, line);
		putc('\n', o->f);
		free(line);
	}
}

/* A text that is read as it stands, line by line. */
static void
view_text(struct out *o, const json_t *result)
{
	json_t *lines = json_object_get(result, "lines"), *line;
	size_t i;

	json_array_foreach(lines, i, line)
		fprintf(o->f, "%s\n",
		    json_string_value(line) != NULL ? json_string_value(line) :
						      "");
}

void
view_result(struct out *o, const json_t *method, const json_t *result)
{
	static const struct {
		const char *method;
		void (*show)(struct out *o, const json_t *result);
	} own[] = {
		{ "case.show", view_case },
		{ "day.show", view_day },
		{ "case.why", view_why },
		{ "rules.explain", view_text },
	};
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (strcmp(method_name(method), own[i].method) == 0) {
			own[i].show(o, result);
			return;
		}
	}
	if (json_is_array(json_object_get(result, text_of(method, "rows"))))
		view_list(o, method, result);
	else
		view_object(o, result, json_object_get(method, "columns"));
}

void
view_warnings(struct out *o, const json_t *result)
{
	json_t *list = json_object_get(result, "warnings"), *w;
	const char *name, *field;
	size_t i;

	json_array_foreach(list, i, w) {
		name = text_of(w, "name");
		field = text_of(w, "field");
		fprintf(o->f, "boflyt: %s%s%s: %s%s%s\n", _("warning"),
		    name[0] != '\0' ? " " : "", name, field,
		    field[0] != '\0' ? ": " : "", text_of(w, "message"));
	}
}
