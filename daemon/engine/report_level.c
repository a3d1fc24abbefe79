/*
 * report_level -- report.nivaabevegelse: moves between the levels 1 to 4.
 *
 *   gross  every change in the period, from -> to
 *   net    the level at its start against the level at its end
 *   days   days that cases stood on each level in the period
 *
 * "new" is a case that had no level before, "closed" one that was closed in the
 * period.  Domain §6.1.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/report.h"
#include "engine/report_cells.h"
#include "engine/report_guard.h"
#include "engine/rows.h"
#include "model/zone.h"
#include "store/case.h"

#define LEVELS 4
#define NEW LEVELS /* row of those without a level before */
#define CLOSED LEVELS /* column of those that were closed */
#define TOTAL (LEVELS + 1)

/* What is known of one case; zeroed before anything is. */
struct kase {
	int64_t closed_from, closed_to; /* ms UTC; 0: never; to 0: still */
	signed char last, start, end; /* level 1..4; 0: none */
	unsigned char on; /* bit (1 << level): stood on it */
};

struct job {
	struct report_period period;
	bool levels; /* second pass: levels; first: closings */
	int64_t after;
	struct kase *cases; /* owned, by row number of the case */
	size_t n_cases;
	struct cells gross; /* owned */
	int64_t days[LEVELS];
};

static void
free_job(void *state)
{
	struct job *j = state;

	cells_fini(&j->gross);
	free(j->cases);
	free(j);
}

static struct kase *
case_of(struct job *j, const json_t *row)
{
	size_t id = (size_t)json_integer_value(json_object_get(row, "case_id"));
	size_t n;

	if (id >= j->n_cases) {
		n = id * 2 + 64;
		j->cases = mem_grow(j->cases, n, sizeof(*j->cases));
		memset(j->cases + j->n_cases, 0,
		    (n - j->n_cases) * sizeof(*j->cases));
		j->n_cases = n;
	}
	return &j->cases[id];
}

static int64_t
int_of(const json_t *row, const char *name)
{
	return json_integer_value(json_object_get(row, name));
}

/* Until when a version held: `ended`, or the end of all. */
static int64_t
end_of(const json_t *row)
{
	const json_t *ended = json_object_get(row, "ended");

	return json_is_integer(ended) ? json_integer_value(ended) : INT64_MAX;
}

static void
fold_status(struct job *j, const json_t *row)
{
	const char *status = json_string_value(json_object_get(row, "value"));
	int64_t end = end_of(row);
	struct kase *k = case_of(j, row);

	if (status == NULL || strcmp(status, "closed") != 0)
		return;
	k->closed_from = int_of(row, "recorded");
	k->closed_to = end == INT64_MAX ? 0 : end;
}

/* Was the case closed at T? */
static bool
is_closed_at(const struct kase *k, int64_t t)
{
	return k->closed_from != 0 && k->closed_from <= t &&
	    (k->closed_to == 0 || k->closed_to > t);
}

/* Days of the period on which the case stood on LEVEL in [FROM, TO). */
static void
add_days(struct job *j, struct kase *k, int level, int64_t from, int64_t to)
{
	const struct report_period *p = &j->period;

	if (from < p->start)
		from = p->start;
	if (to > p->end)
		to = p->end;
	if (k->closed_from != 0 && k->closed_to == 0 && to > k->closed_from)
		to = k->closed_from;
	if (to <= from)
		return;
	k->on = (unsigned char)(k->on | (1u << level));
	j->days[level - 1] += date_diff(zone_date(from), zone_date(to));
}

static void
fold_level(struct job *j, const json_t *row)
{
	const struct report_period *p = &j->period;
	int64_t level = int_of(row, "value"), end = end_of(row);
	int64_t recorded = int_of(row, "recorded");
	struct kase *k = case_of(j, row);

	if (level < 1 || level > LEVELS || recorded >= p->end)
		return;
	if (recorded < p->start && end > p->start)
		k->start = (signed char)level;
	if (end >= p->end)
		k->end = (signed char)level;
	if (recorded >= p->start)
		cells_add(&j->gross, k->last == 0 ? NEW : (size_t)k->last - 1,
		    (size_t)level - 1, 1);
	k->last = (signed char)level;
	add_days(j, k, (int)level, recorded, end);
}

/* One page of versions; *DONE when both passes are through. */
static enum rc
slice(struct bf_call *c, struct job *j, bool *done)
{
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	rc = case_values(c->store, j->levels ? "level" : "@status",
	    j->period.as_of, j->after, REPORT_SLICE, &rows, &c->err);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		if (j->levels)
			fold_level(j, row);
		else
			fold_status(j, row);
		j->after = int_of(row, "id");
	}
	*done = j->levels && json_array_size(rows) < REPORT_SLICE;
	if (!j->levels && json_array_size(rows) < REPORT_SLICE) {
		j->levels = true;
		j->after = 0;
	}
	json_decref(rows);
	return RC_OK;
}

/*
 * New ones and closed ones are the same cases in both tables: everybody who is
 * new comes once from nowhere, everybody who closes goes once.
 */
static const struct cells_link shared[] = {
	{ NEW, TOTAL, NEW, TOTAL },
	{ TOTAL, CLOSED, TOTAL, CLOSED },
};

/* Closings in the period leave the level that the case had then. */
static void
finish(struct job *j, struct cells *net, int64_t on[LEVELS])
{
	const struct report_period *p = &j->period;
	struct kase *k;
	size_t from, i;
	int level;

	for (i = 0; i < j->n_cases; i++) {
		k = &j->cases[i];
		for (level = 1; level <= LEVELS; level++)
			if ((k->on & (1u << level)) != 0)
				on[level - 1]++;
		if (k->last == 0 || is_closed_at(k, p->start))
			continue;
		from = k->start == 0 ? NEW : (size_t)k->start - 1;
		if (is_closed_at(k, p->end - 1)) {
			cells_add(&j->gross, (size_t)k->last - 1, CLOSED, 1);
			cells_add(net, from, CLOSED, 1);
		} else if (k->end != 0)
			cells_add(net, from, (size_t)k->end - 1, 1);
	}
}

/* Hide what must be, by itself and with what was told before. */
static enum rc
suppress(struct bf_call *c, struct job *j, struct cells *net)
{
	const struct report_period *p = &j->period;
	enum rc rc;

	if ((rc = report_guard_mark(c, p, "gross", true, &j->gross)) != RC_OK ||
	    (rc = report_guard_mark(c, p, "net", false, net)) != RC_OK)
		return rc;
	cells_suppress_both(&j->gross, net, shared,
	    sizeof(shared) / sizeof(shared[0]));
	report_guard_warn(c, &j->gross);
	report_guard_warn(c, net);
	if ((rc = report_guard_keep(c, p, "gross", &j->gross)) != RC_OK)
		return rc;
	return report_guard_keep(c, p, "net", net);
}

static const char *
row_title(size_t row)
{
	static const char *const levels[] = { "1", "2", "3", "4" };

	if (row < LEVELS)
		return levels[row];
	return row == NEW ? _("new") : _("total");
}

static void
add_table(json_t *rows, const char *part, const struct cells *t)
{
	static const char *const columns[] = { "to_1", "to_2", "to_3", "to_4",
		"closed", "total" };
	size_t row, col;
	json_t *o;

	for (row = 0; row <= TOTAL; row++) {
		o = json_pack("{s:s,s:s}", "part", part, "from",
		    row_title(row));
		for (col = 0; col <= TOTAL; col++)
			json_object_set_new(o, columns[col],
			    cells_text(t, row, col));
		json_array_append_new(rows, o);
	}
}

/* May the days of N cases on LEVEL be told? */
static enum rc
days_are_told(struct bf_call *c, const struct job *j, int level, int64_t n,
    bool *told)
{
	char name[16];
	struct cells t;
	enum rc rc;

	snprintf(name, sizeof(name), "days/%d", level);
	cells_init(&t, 1, 1, j->period.limit);
	t.count[0] = n;
	rc = report_guard_mark(c, &j->period, name, true, &t);
	cells_suppress(&t);
	*told = !t.hidden[0];
	report_guard_warn(c, &t);
	if (rc == RC_OK)
		rc = report_guard_keep(c, &j->period, name, &t);
	cells_fini(&t);
	return rc;
}

/* Days on each level, hidden where few cases stand behind them. */
static enum rc
add_days_row(struct bf_call *c, json_t *rows, const struct job *j,
    const int64_t on[LEVELS])
{
	static const char *const columns[] = { "to_1", "to_2", "to_3", "to_4" };
	json_t *o = json_pack("{s:s,s:s}", "part", _("days"), "from", "");
	char *text;
	bool told;
	size_t i;
	enum rc rc = RC_OK;

	json_array_append_new(rows, o);
	for (i = 0; rc == RC_OK && i < LEVELS; i++) {
		rc = days_are_told(c, j, (int)i + 1, on[i], &told);
		text = told ? mem_format("%lld", (long long)j->days[i]) :
			      mem_text("*");
		json_object_set_new(o, columns[i], json_string(text));
		free(text);
	}
	return rc;
}

static enum rc
answer(struct bf_call *c, struct job *j, json_t **result)
{
	int64_t on[LEVELS] = { 0 };
	json_t *rows = json_array();
	struct cells net;
	enum rc rc;

	cells_init(&net, TOTAL + 1, TOTAL + 1, j->period.limit);
	finish(j, &net, on);
	if ((rc = suppress(c, j, &net)) == RC_OK) {
		add_table(rows, _("gross"), &j->gross);
		add_table(rows, _("net"), &net);
		rc = add_days_row(c, rows, j, on);
	}
	cells_fini(&net);
	if (rc == RC_OK)
		*result = report_answer(&j->period, json_incref(rows));
	json_decref(rows);
	return rc;
}

static int
report_level(struct bf_call *c, const json_t *params, json_t **result)
{
	struct job *j = c->job.state;
	bool done = false;
	enum rc rc;

	if (j == NULL) {
		j = mem_new(1, sizeof(*j));
		if ((rc = report_period_read(c, params, &j->period)) != RC_OK) {
			free(j);
			return (int)rc;
		}
		cells_init(&j->gross, TOTAL + 1, TOTAL + 1, j->period.limit);
		c->job.state = j;
		c->job.free = free_job;
	}
	if ((rc = slice(c, j, &done)) != RC_OK)
		return (int)rc;
	if (!done)
		return RC_AGAIN;
	return (int)answer(c, j, result);
}

static const struct bf_column level_columns[] = {
	{ "part", BF_TEXT, N_("table") },
	{ "from", BF_TEXT, N_("from level") },
	{ "to_1", BF_TEXT, N_("to 1") },
	{ "to_2", BF_TEXT, N_("to 2") },
	{ "to_3", BF_TEXT, N_("to 3") },
	{ "to_4", BF_TEXT, N_("to 4") },
	{ "closed", BF_TEXT, N_("closed") },
	{ "total", BF_TEXT, N_("total") },
	{ NULL, BF_END, NULL },
};

const struct bf_method report_level_methods[] = {
	{ .name = "report.nivaabevegelse",
	    .nb = "rapport nivåbevegelse",
	    .kind = BF_READ,
	    .access = BF_ACCESS_REPORT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("moves between levels, gross and net, and days on each"),
	    .params = report_params,
	    .rows = "rows",
	    .columns = level_columns,
	    .errors = "",
	    .call = report_level },
	{ .name = NULL },
};
