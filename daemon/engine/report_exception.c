/*
 * report_exception -- report.beslutningsform: decisions, and cases that ended
 * without one, by unit (D-003, D-108).
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/report.h"
#include "engine/report_cells.h"
#include "engine/report_guard.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "model/municipality.h"
#include "model/zone.h"
#include "store/decision.h"
#include "store/without_decision.h"

#define DECIDED 0
#define WITHOUT 1
#define TOTAL 2

struct job {
	struct report_period period;
	int64_t after; /* decision that was counted last */
	struct cells t; /* owned: a row a unit, "other" and the total */
};

static void
free_job(void *state)
{
	struct job *j = state;

	cells_fini(&j->t);
	free(j);
}

/* Row of unit NAME; units that are no more share the one before the total. */
static size_t
row_of(const struct bf_call *c, const char *name)
{
	const struct municipality *m = c->municipality;
	size_t i;

	for (i = 0; name != NULL && i < m->n_units; i++)
		if (strcmp(m->units[i].name, name) == 0)
			return i;
	return m->n_units;
}

static const char *
text_in(const json_t *row, const char *name)
{
	return json_string_value(json_object_get(row, name));
}

static enum rc
slice(struct bf_call *c, struct job *j, bool *done)
{
	const struct report_period *p = &j->period;
	json_t *rows = NULL, *row;
	struct date day;
	size_t i;
	enum rc rc;

	rc = decision_list_all(c->store, p->as_of, j->after, REPORT_SLICE,
	    &rows, &c->err);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		j->after = json_integer_value(json_object_get(row, "id"));
		if (date_parse(text_in(row, "date"), &day, NULL) != RC_OK ||
		    date_compare(day, p->from) < 0 ||
		    date_compare(day, p->to) > 0)
			continue;
		cells_add(&j->t, row_of(c, text_in(row, "unit")), DECIDED, 1);
	}
	*done = json_array_size(rows) < REPORT_SLICE;
	json_decref(rows);
	return RC_OK;
}

static enum rc
add_exceptions(struct bf_call *c, struct job *j)
{
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	rc = without_decision_count(c->store, j->period.from, j->period.to,
	    j->period.as_of, &rows, &c->err);
	json_array_foreach(rows, i, row)
		cells_add(&j->t, row_of(c, text_in(row, "unit")), WITHOUT,
		    json_integer_value(json_object_get(row, "n")));
	json_decref(rows);
	return rc;
}

static const char *
row_title(const struct bf_call *c, size_t row)
{
	const struct municipality *m = c->municipality;

	if (row < m->n_units)
		return m->units[row].title;
	return row == m->n_units ? _("former units") : _("total");
}

static enum rc
answer(struct bf_call *c, struct job *j, json_t **result)
{
	json_t *rows;
	size_t row;
	enum rc rc;

	if ((rc = add_exceptions(c, j)) != RC_OK ||
	    (rc = report_guard_mark(c, &j->period, "form", true, &j->t)) !=
		RC_OK)
		return rc;
	cells_suppress(&j->t);
	report_guard_warn(c, &j->t);
	rc = report_guard_keep(c, &j->period, "form", &j->t);
	if (rc != RC_OK)
		return rc;
	rows = json_array();
	for (row = 0; row < j->t.rows; row++)
		json_array_append_new(rows,
		    json_pack("{ss so so so}", "unit", row_title(c, row),
			"decided", cells_text(&j->t, row, DECIDED), "without",
			cells_text(&j->t, row, WITHOUT), "total",
			cells_text(&j->t, row, TOTAL)));
	*result = report_answer(&j->period, rows);
	return RC_OK;
}

static int
report_form(struct bf_call *c, const json_t *params, json_t **result)
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
		cells_init(&j->t, c->municipality->n_units + 2, TOTAL + 1,
		    j->period.limit);
		c->job.state = j;
		c->job.free = free_job;
	}
	if ((rc = slice(c, j, &done)) != RC_OK)
		return (int)rc;
	if (!done)
		return RC_AGAIN;
	return (int)answer(c, j, result);
}

static const struct bf_column form_columns[] = {
	{ "unit", BF_TEXT, N_("unit") },
	{ "decided", BF_TEXT, N_("decisions") },
	{ "without", BF_TEXT, N_("without a decision") },
	{ "total", BF_TEXT, N_("total") },
	{ NULL, BF_END, NULL },
};

const struct bf_method report_exception_methods[] = {
	{ .name = "report.beslutningsform",
	    .nb = "rapport beslutningsform",
	    .kind = BF_READ,
	    .access = BF_ACCESS_REPORT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("decisions, and cases that ended without one, by unit"),
	    .params = report_params,
	    .rows = "rows",
	    .columns = form_columns,
	    .errors = "",
	    .call = report_form },
	{ .name = NULL },
};
