/*
 * report_cells -- hide small counts, and what would give them away.
 */
#include "engine/report_cells.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
cells_init(struct cells *t, size_t rows, size_t columns, int64_t limit)
{
	memset(t, 0, sizeof(*t));
	t->limit = limit;
	t->rows = rows;
	t->columns = columns;
	t->count = mem_new(rows * columns, sizeof(*t->count));
	t->hidden = mem_new(rows * columns, sizeof(*t->hidden));
	t->guarded = mem_new(rows * columns, sizeof(*t->guarded));
}

void
cells_fini(struct cells *t)
{
	free(t->count);
	free(t->hidden);
	free(t->guarded);
	memset(t, 0, sizeof(*t));
}

static size_t
at(const struct cells *t, size_t row, size_t column)
{
	return row * t->columns + column;
}

void
cells_add(struct cells *t, size_t row, size_t column, int64_t n)
{
	t->count[at(t, row, column)] += n;
	t->count[at(t, row, t->columns - 1)] += n;
	t->count[at(t, t->rows - 1, column)] += n;
	t->count[at(t, t->rows - 1, t->columns - 1)] += n;
}

static bool
is_small(const struct cells *t, size_t i)
{
	return t->count[i] > 0 && t->count[i] < t->limit;
}

/* Must nobody be able to work it out? */
static bool
is_secret(const struct cells *t, size_t i)
{
	return is_small(t, i) || t->guarded[i];
}

/* What a reader knows of hidden cell I: at least LOW, at most HIGH. */
static int64_t
low(const struct cells *t, size_t i)
{
	return is_small(t, i) ? 1 : t->limit;
}

static int64_t
high(const struct cells *t, size_t i)
{
	return is_small(t, i) ? t->limit - 1 : INT64_MAX;
}

/*
 * The ends of cell I as an arrow between nodes: rows first, then columns.  A
 * table of one line has no totals across it, and that side is one node.
 */
static void
ends(const struct cells *t, size_t i, size_t *from, size_t *to)
{
	size_t row = i / t->columns, column = i % t->columns;
	bool total_row = row == t->rows - 1 && t->rows > 1;
	bool total_column = column == t->columns - 1 && t->columns > 1;
	size_t r = t->columns > 1 ? row : 0;
	size_t c = t->rows + (t->rows > 1 ? column : 0);

	if (total_row != total_column) {
		*from = c;
		*to = r;
	} else {
		*from = r;
		*to = c;
	}
}

/* May hidden cell I take one more (STEP 1) or one less (-1) by itself? */
static bool
has_room(const struct cells *t, size_t i, int step)
{
	return step > 0 ? t->count[i] < high(t, i) : t->count[i] > low(t, i);
}

/* A table, and the one of the same report that shares counts with it. */
struct view {
	struct cells *t, *other; /* OTHER: NULL if there is none */
	const struct cells_link *links;
	size_t n_links;
	bool second; /* T is the links' B */
};

/* No link is left open, or one, in one direction. */
struct opening {
	size_t link; /* SIZE_MAX: none */
	int step; /* 1 or -1 */
};

static const struct opening shut = { SIZE_MAX, 0 };

static size_t
link_cell(const struct view *v, size_t link, bool second)
{
	const struct cells_link *l = &v->links[link];
	const struct cells *t = second == v->second ? v->t : v->other;

	return second ? at(t, l->row_b, l->column_b) :
			at(t, l->row_a, l->column_a);
}

/* May a circle take cell I one STEP on its way? */
static bool
may_pass(const struct view *v, size_t i, int step, const struct opening *o)
{
	size_t k;

	if (!v->t->hidden[i] || !has_room(v->t, i, step))
		return false;
	for (k = 0; k < v->n_links; k++)
		if (link_cell(v, k, v->second) == i)
			return k == o->link && step == o->step;
	return true;
}

/* Mark what one more step from the marked NODEs reaches; true if anything. */
static bool
spread(const struct view *v, size_t but, const struct opening *o, bool *node)
{
	size_t i, from, to;
	bool more = false;

	for (i = 0; i < v->t->rows * v->t->columns; i++) {
		if (i == but)
			continue;
		ends(v->t, i, &from, &to);
		if (node[from] && !node[to] && may_pass(v, i, 1, o))
			node[to] = more = true;
		if (node[to] && !node[from] && may_pass(v, i, -1, o))
			node[from] = more = true;
	}
	return more;
}

/* Is there a circle by which cell I is STEP more? */
static bool
has_circle(const struct view *v, size_t i, int step, const struct opening *o)
{
	bool *node = mem_new(v->t->rows + v->t->columns, sizeof(*node)), yes;
	size_t from, to, start, goal;

	ends(v->t, i, &from, &to);
	start = step > 0 ? to : from;
	goal = step > 0 ? from : to;
	node[start] = true;
	while (!node[goal] && spread(v, i, o, node))
		continue;
	yes = node[goal] && has_room(v->t, i, step);
	free(node);
	return yes;
}

static struct view
other_view(const struct view *v)
{
	struct view w = { v->other, v->t, v->links, v->n_links, !v->second };

	return w;
}

/* Can link K be STEP more in the other table without any further link? */
static bool
other_follows(const struct view *v, size_t k, int step)
{
	struct view w = other_view(v);

	return has_circle(&w, link_cell(v, k, !v->second), step, &shut);
}

/* The link that cell I is; SIZE_MAX: it is none. */
static size_t
link_of(const struct view *v, size_t i)
{
	size_t k;

	for (k = 0; k < v->n_links; k++)
		if (link_cell(v, k, v->second) == i)
			return k;
	return SIZE_MAX;
}

/*
 * Is there another reading of all in which cell I is STEP more?  In this table
 * alone, or through one count that the other table has too.
 */
static bool
can_change(const struct view *v, size_t i, int step)
{
	size_t k = link_of(v, i);
	struct opening o;

	if (k != SIZE_MAX)
		return has_circle(v, i, step, &shut) &&
		    other_follows(v, k, step);
	if (has_circle(v, i, step, &shut))
		return true;
	for (o.link = 0; o.link < v->n_links; o.link++)
		for (o.step = -1; o.step <= 1; o.step += 2)
			if (has_circle(v, i, step, &o) &&
			    other_follows(v, o.link, o.step))
				return true;
	return false;
}

static bool
is_pinned(const struct view *v, size_t i)
{
	return !can_change(v, i, 1) && !can_change(v, i, -1);
}

/* Hide or show cell I, in the other table too if it stands there. */
static void
set_hidden(const struct view *v, size_t i, bool hidden)
{
	size_t k = link_of(v, i);

	v->t->hidden[i] = hidden;
	if (k != SIZE_MAX)
		v->other->hidden[link_cell(v, k, !v->second)] = hidden;
}

/* Would hiding K too leave cell I another reading? */
static bool
frees(const struct view *v, size_t i, size_t k)
{
	bool yes;

	set_hidden(v, k, true);
	yes = !is_pinned(v, i);
	set_hidden(v, k, false);
	return yes;
}

/*
 * The smallest shown cell that is not zero, in the row or column of I (ANYWHERE:
 * in the table) and, if FREEING, one that helps at once.  SIZE_MAX: none.
 */
static size_t
choose(const struct view *v, size_t i, bool anywhere, bool freeing)
{
	const struct cells *t = v->t;
	size_t k, best = SIZE_MAX;

	for (k = 0; k < t->rows * t->columns; k++) {
		if (t->hidden[k] || t->count[k] == 0 ||
		    (!anywhere && k / t->columns != i / t->columns &&
			k % t->columns != i % t->columns) ||
		    (best != SIZE_MAX && t->count[k] >= t->count[best]))
			continue;
		if (!freeing || frees(v, i, k))
			best = k;
	}
	return best;
}

/* Hide one more for the sake of I; false: there is nothing left to hide. */
static bool
hide_one(const struct view *v, size_t i)
{
	size_t k = choose(v, i, false, true);

	if (k == SIZE_MAX)
		k = choose(v, i, false, false);
	if (k == SIZE_MAX)
		k = choose(v, i, true, false);
	if (k == SIZE_MAX)
		return false;
	set_hidden(v, k, true);
	return true;
}

/* What can be worked out all the same need not be hidden. */
static void
show_pinned(const struct view *v)
{
	size_t i;

	for (i = 0; i < v->t->rows * v->t->columns; i++)
		if (v->t->hidden[i] && !is_secret(v->t, i) &&
		    link_of(v, i) == SIZE_MAX && is_pinned(v, i))
			v->t->hidden[i] = false;
}

static void
hide_all(struct cells *t)
{
	t->blind = true;
	memset(t->hidden, true, t->rows * t->columns * sizeof(*t->hidden));
}

/* Hide until every secret cell has another reading; false: it cannot be. */
static bool
protect(const struct view *v)
{
	size_t i;

	for (i = 0; i < v->t->rows * v->t->columns; i++) {
		if (!is_secret(v->t, i))
			continue;
		while (is_pinned(v, i))
			if (!hide_one(v, i) &&
			    (v->other == NULL ||
				!hide_one(&(struct view){ v->other, v->t,
					      v->links, v->n_links,
					      !v->second },
				    0)))
				return false;
	}
	return true;
}

static void
hide_secret(struct cells *t)
{
	size_t i;

	for (i = 0; i < t->rows * t->columns; i++)
		t->hidden[i] = is_secret(t, i);
}

void
cells_suppress(struct cells *t)
{
	const struct view v = { .t = t };

	hide_secret(t);
	if (t->rows == 1 && t->columns == 1)
		return;
	if (protect(&v))
		show_pinned(&v);
	else
		hide_all(t);
}

void
cells_suppress_both(struct cells *a, struct cells *b,
    const struct cells_link *links, size_t n)
{
	const struct view v = { a, b, links, n, false };
	const struct view w = { b, a, links, n, true };
	size_t k;

	hide_secret(a);
	hide_secret(b);
	for (k = 0; k < n; k++) {
		if (a->hidden[link_cell(&v, k, false)])
			set_hidden(&v, link_cell(&v, k, false), true);
		else if (b->hidden[link_cell(&v, k, true)])
			set_hidden(&w, link_cell(&v, k, true), true);
	}
	if (protect(&v) && protect(&w)) {
		show_pinned(&v);
		show_pinned(&w);
		return;
	}
	hide_all(a);
	hide_all(b);
}

json_t *
cells_text(const struct cells *t, size_t row, size_t column)
{
	size_t i = at(t, row, column);
	json_t *shown;
	char *text;

	if (t->blind || (t->hidden[i] && !is_small(t, i)))
		text = mem_text("*");
	else if (t->hidden[i])
		text = mem_format("<%" PRId64, t->limit);
	else
		text = mem_format("%" PRId64, t->count[i]);
	shown = json_string(text);
	free(text);
	return shown;
}

static int
compare_days(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

int32_t
days_median(int32_t *days, size_t n)
{
	if (n == 0)
		return 0;
	qsort(days, n, sizeof(*days), compare_days);
	return days[(n - 1) / 2];
}

int32_t
days_p90(int32_t *days, size_t n)
{
	if (n == 0)
		return 0;
	qsort(days, n, sizeof(*days), compare_days);
	return days[(n * 9 + 9) / 10 - 1];
}
