/*
 * view_day -- the working day: what is due, what is late, who waits for whom,
 * each row with the command that comes next.
 */
#include "client/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/catalog.h"
#include "client/table.h"
#include "client/value.h"

/* The lists of day.show in the order in which they are read. */
static const struct {
	const char *member;
	const char *title;
	enum out_mark mark;
	enum { ALL_ROWS, LATE_ROWS, TIMELY_ROWS } which;
} sections[] = {
	{ "overdue", N_("Overdue"), OUT_ALARM, ALL_ROWS },
	{ "deadlines", N_("Overdue deadlines"), OUT_ALARM, LATE_ROWS },
	{ "today", N_("Today"), OUT_PLAIN, ALL_ROWS },
	{ "deadlines", N_("Deadlines of the next two weeks"), OUT_PLAIN,
	    TIMELY_ROWS },
	{ "unassigned", N_("Nobody has taken these"), OUT_PLAIN, ALL_ROWS },
	{ "later", N_("Later"), OUT_PLAIN, ALL_ROWS },
	{ "waiting", N_("Waiting for somebody"), OUT_PLAIN, ALL_ROWS },
	{ "letters", N_("Letters not opened"), OUT_PLAIN, ALL_ROWS },
	{ "reviews", N_("Opened in an emergency, to be reviewed"), OUT_ALARM,
	    ALL_ROWS },
};

#define N_SECTIONS (sizeof(sections) / sizeof(sections[0]))

/* What the row is about: its title, else its text, else its name. */
static char *
row_text(const json_t *row)
{
	static const char *const names[] = { "title", "text", "name",
		"stage_title", "kind" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_of(row, names[i])[0] != '\0')
			return value_member(row, names[i], "text", VALUE_TABLE);
	}
	return mem_text("");
}

/* "2027-05-18", and "!" if it has passed: never by colour alone. */
static char *
row_due(const json_t *row)
{
	const char *due =
	    text_of(row, text_of(row, "due")[0] != '\0' ? "due" : "since");
	bool late = json_is_true(json_object_get(row, "overdue"));

	return mem_format("%s%s", due, late ? " !" : "");
}

static void
add_row(struct table *t, const json_t *row, enum out_mark mark)
{
	static const char *const names[] = { "user", "unit", "owner",
		"status_title", "status", "state" };
	char *due = row_due(row), *s;
	size_t i = 0;

	while (i + 1 < sizeof(names) / sizeof(names[0]) &&
	    text_of(row, names[i])[0] == '\0')
		i++;
	if (json_is_true(json_object_get(row, "overdue")))
		mark = OUT_ALARM;
	table_row(t, mark);
	table_cell(t, 0, text_of(row, "case"));
	s = row_text(row);
	table_cell(t, 1, s);
	free(s);
	table_cell(t, 2, due);
	s = value_member(row, names[i], "text", VALUE_TABLE);
	table_cell(t, 3, s);
	free(s);
	table_cell(t, 4, text_of(row, "next"));
	free(due);
}

static void
show_section(struct out *o, const char *title, const json_t *rows,
    enum out_mark mark)
{
	struct table *t;
	json_t *row;
	char *head;
	size_t i;

	if (json_array_size(rows) == 0)
		return;
	head = mem_format("%s (%zu)", title, json_array_size(rows));
	view_head(o, head);
	free(head);
	t = table_new(5);
	table_title(t, 0, _("Case"), false);
	table_title(t, 1, _("What"), false);
	table_title(t, 2, _("Due"), false);
	table_title(t, 3, _("Who"), false);
	table_title(t, 4, _("Next"), false);
	json_array_foreach(rows, i, row)
		add_row(t, row, mark);
	table_print(t, o, 2);
	table_free(t);
}

/* The rows of section I of R: a new array. */
static json_t *
rows_of(const json_t *r, size_t i)
{
	json_t *out = json_array(), *row;
	size_t k;

	json_array_foreach(json_object_get(r, sections[i].member), k, row)
		if (sections[i].which == ALL_ROWS ||
		    (sections[i].which == LATE_ROWS) ==
			json_is_true(json_object_get(row, "overdue")))
			json_array_append(out, row);
	return out;
}

void
view_day(struct out *o, const json_t *r)
{
	json_t *date = json_object_get(r, "date"), *rows;
	json_int_t week = json_integer_value(json_object_get(r, "week"));
	char *s = value_show(date, "date", VALUE_WORDS);
	size_t i, n = 0;

	out_text(o, OUT_HEAD, s);
	if (week > 0)
		fprintf(o->f, _(", week %d"), (int)week);
	putc('\n', o->f);
	free(s);
	for (i = 0; i < N_SECTIONS; i++) {
		rows = rows_of(r, i);
		n += json_array_size(rows);
		show_section(o, _(sections[i].title), rows, sections[i].mark);
		json_decref(rows);
	}
	if (n == 0)
		fprintf(o->f, "\n%s\n", _("Nothing waits for you today."));
}
