/*
 * report_guard -- what reports have told, and what it gives away together.
 */
#include "engine/report_guard.h"

#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/zone.h"
#include "store/figure.h"

#define CELL_NAME 160

/* Days that hang together by told counts, and the count up to each. */
struct reach {
	struct date day[2 * FIGURE_MAX + 1];
	int64_t count[2 * FIGURE_MAX + 1]; /* from the first day on */
	size_t n;
};

enum how { FORUM, HIDE, SHOW };

static enum how
how_of(const struct bf_call *c)
{
	const char *how;

	if (c->municipality->config == NULL)
		return FORUM;
	how = config_text(c->municipality->config, "reports", "differences");
	if (how == NULL || strcmp(how, "forum") == 0)
		return FORUM;
	return strcmp(how, "hide") == 0 ? HIDE : SHOW;
}

/* Is a guarded count hidden from the caller? */
static bool
is_hidden(const struct bf_call *c)
{
	return how_of(c) == HIDE || !principal_has(c->who, ROLE_LEADER);
}

static size_t
find_day(const struct reach *r, struct date day)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (date_compare(r->day[i], day) == 0)
			return i;
	return SIZE_MAX;
}

/* Add DAY with COUNT unless it is there. */
static bool
add_day(struct reach *r, struct date day, int64_t count)
{
	if (find_day(r, day) != SIZE_MAX)
		return false;
	r->day[r->n] = day;
	r->count[r->n++] = count;
	return true;
}

/* Everything that the N told FIGUREs join to START. */
static void
reach_from(struct reach *r, struct date start, const struct figure *f, size_t n)
{
	bool more = true;
	size_t i, k;

	r->n = 0;
	(void)add_day(r, start, 0);
	while (more) {
		more = false;
		for (i = 0; i < n; i++) {
			k = find_day(r, f[i].from);
			if (k != SIZE_MAX &&
			    add_day(r, f[i].until, r->count[k] + f[i].n))
				more = true;
			k = find_day(r, f[i].until);
			if (k != SIZE_MAX &&
			    add_day(r, f[i].from, r->count[k] - f[i].n))
				more = true;
		}
	}
}

static bool
is_small(int64_t n, int64_t limit)
{
	if (n < 0)
		n = -n;
	return n > 0 && n < limit;
}

bool
report_guard_is_harmless(const struct figure *f, const struct figure *told,
    size_t n, int64_t limit)
{
	struct reach *before = mem_new(2, sizeof(*before));
	struct reach *after = before + 1;
	bool yes = true;
	size_t i, k;

	reach_from(before, f->from, told, n);
	if ((k = find_day(before, f->until)) != SIZE_MAX) {
		yes = !is_small(f->n - before->count[k], limit);
		free(before);
		return yes;
	}
	reach_from(after, f->until, told, n);
	for (i = 0; i < before->n && yes; i++)
		for (k = 0; k < after->n && yes; k++)
			yes = (i == 0 && k == 0) ||
			    !is_small(f->n + after->count[k] - before->count[i],
				limit);
	free(before);
	return yes;
}

/* Was about as much told for the very same days, or nothing? */
static bool
is_same(const struct figure *f, const struct figure *told, size_t n,
    int64_t limit)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (date_compare(told[i].from, f->from) == 0 &&
		    date_compare(told[i].until, f->until) == 0)
			return !is_small(f->n - told[i].n, limit);
	return true;
}

/* Who is told anyway keeps a reckoning apart from who is not. */
static const char *
audience(const struct bf_call *c)
{
	return is_hidden(c) ? "" : "leader/";
}

static void
name_cell(char out[CELL_NAME], const struct bf_call *c, const char *table,
    const struct cells *t, size_t i)
{
	size_t row = i / t->columns, column = i % t->columns;

	if (t->row_names != NULL)
		snprintf(out, CELL_NAME, "%s%s/%s/%s", audience(c), table,
		    t->row_names[row], t->column_names[column]);
	else
		snprintf(out, CELL_NAME, "%s%s/%zu/%zu", audience(c), table,
		    row, column);
}

/* The days that P's counts are of: not beyond what was known. */
static bool
days_of(const struct report_period *p, struct figure *f)
{
	f->from = p->from;
	f->until = date_add_days(zone_date(p->end - 1), 1);
	return date_compare(f->from, f->until) < 0;
}

enum rc
report_guard_mark(struct bf_call *c, const struct report_period *p,
    const char *table, bool adds, struct cells *t)
{
	struct figure *told, f;
	char name[CELL_NAME];
	size_t i, n;
	enum rc rc = RC_OK;

	if (how_of(c) == SHOW || !days_of(p, &f))
		return RC_OK;
	told = mem_new(FIGURE_MAX, sizeof(*told));
	for (i = 0; rc == RC_OK && i < t->rows * t->columns; i++) {
		f.n = t->count[i];
		name_cell(name, c, table, t, i);
		rc = figure_list(c->store, c->method->name, name, told, &n,
		    &c->err);
		if (rc != RC_OK || f.n == 0 || is_small(f.n, t->limit) ||
		    (adds ? report_guard_is_harmless(&f, told, n, t->limit) :
			    is_same(&f, told, n, t->limit)))
			continue;
		t->differs = true;
		t->guarded[i] = is_hidden(c);
	}
	free(told);
	return rc;
}

enum rc
report_guard_keep(struct bf_call *c, const struct report_period *p,
    const char *table, const struct cells *t)
{
	char name[CELL_NAME];
	struct figure f;
	size_t i;
	enum rc rc = RC_OK;

	if (how_of(c) == SHOW || !days_of(p, &f))
		return RC_OK;
	for (i = 0; rc == RC_OK && i < t->rows * t->columns; i++) {
		if (t->hidden[i])
			continue;
		f.n = t->count[i];
		name_cell(name, c, table, t, i);
		rc = figure_keep(c->tx, c->method->name, name, &f, &c->err);
	}
	return rc;
}

void
report_guard_warn(struct bf_call *c, const struct cells *t)
{
	const char *name = json_string_value(
	    json_object_get(json_array_get(c->warnings, 0), "name"));

	if (!t->differs || (name != NULL && strcmp(name, "W_DIFFERENCE") == 0))
		return;
	if (is_hidden(c)) {
		call_warn(c, "W_DIFFERENCE", "to",
		    _("some counts are hidden: with a report given before for "
		      "nearly the same days they would tell of a few; ask for "
		      "those days again, or for longer ones"));
		return;
	}
	call_warn(c, "W_DIFFERENCE", "to",
	    _("with a report given before for nearly the same days these "
	      "counts tell of a few: do not pass both on"));
	call_disclose(c, "report", 0, "difference");
}
