/*
 * report_time -- report.saksbehandlingstid: how long people waited, and which
 * deadlines of law were kept.
 *
 * For each type of decision the days from the request to the first decision of
 * that type in the case; for each legal deadline how many fell in the period
 * and how many of them were kept.  Domain §6.1.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/loaded.h"
#include "engine/report.h"
#include "engine/report_cells.h"
#include "engine/report_guard.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "engine/view.h"
#include "model/definition.h"
#include "model/zone.h"
#include "store/case.h"
#include "store/deadline_row.h"
#include "store/decision.h"

/* One line of the report. */
struct group {
	bool deadline; /* else a type of decision */
	char name[STORE_NAME_SIZE];
	char *title; /* owned */
	int32_t *days; /* owned: of each decision */
	size_t n; /* decisions or deadlines */
	size_t in_time;
};

struct job {
	struct report_period period;
	int64_t after;
	struct group *groups; /* owned */
	size_t n_groups;
};

static void
free_job(void *state)
{
	struct job *j = state;
	size_t i;

	for (i = 0; i < j->n_groups; i++) {
		free(j->groups[i].title);
		free(j->groups[i].days);
	}
	free(j->groups);
	free(j);
}

static struct group *
group_find(const struct job *j, bool deadline, const char *name)
{
	size_t i;

	for (i = 0; i < j->n_groups; i++)
		if (j->groups[i].deadline == deadline &&
		    strcmp(j->groups[i].name, name) == 0)
			return &j->groups[i];
	return NULL;
}

static struct group *
group_new(struct job *j, bool deadline, const char *name, const char *title)
{
	struct group *g;

	j->groups = mem_grow(j->groups, j->n_groups + 1, sizeof(*j->groups));
	g = &j->groups[j->n_groups++];
	memset(g, 0, sizeof(*g));
	g->deadline = deadline;
	strncpy(g->name, name, sizeof(g->name) - 1);
	g->title = mem_text(title);
	return g;
}

static bool
is_within(const struct report_period *p, struct date d)
{
	return date_is_set(d) && date_compare(d, p->from) >= 0 &&
	    date_compare(d, p->to) <= 0;
}

/* Was a decision of this type among the first N of LIST? */
static bool
is_repeated(const json_t *list, size_t n, const char *type)
{
	const char *other;
	size_t i;

	for (i = 0; i < n; i++) {
		other = json_string_value(
		    json_object_get(json_array_get(list, i), "type"));
		if (other != NULL && strcmp(other, type) == 0)
			return true;
	}
	return false;
}

static enum rc
fold_decision(struct bf_call *c, struct job *j, const struct case_head *h,
    const json_t *row, const char *type)
{
	struct date day = view_date(row, "date");
	struct loaded *version;
	struct group *g;
	enum rc rc;

	if (json_integer_value(json_object_get(row, "recorded")) >
		j->period.as_of ||
	    !is_within(&j->period, day) ||
	    json_integer_value(json_object_get(row, "cycle")) != 1)
		return RC_OK;
	if ((g = group_find(j, false, type)) == NULL) {
		rc = loaded_get(c->engine, h->definition, &version, &c->err);
		if (rc != RC_OK)
			return rc;
		g = group_new(j, false, type,
		    titles_decision(c, version->def, type));
		loaded_put(version);
	}
	g->days = mem_grow(g->days, g->n + 1, sizeof(*g->days));
	g->days[g->n++] = date_diff(h->received, day);
	return RC_OK;
}

static enum rc
fold_decisions(struct bf_call *c, struct job *j, const struct case_head *h)
{
	json_t *list = NULL, *row;
	const char *type;
	size_t i;
	enum rc rc;

	rc = decision_list(c->store, h->id, false, &list, &c->err);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(list, i, row) {
		type = json_string_value(json_object_get(row, "type"));
		if (rc == RC_OK && type != NULL && !is_repeated(list, i, type))
			rc = fold_decision(c, j, h, row, type);
	}
	json_decref(list);
	return rc;
}

/* A deadline counts on the day it was met, or when it had passed unmet. */
static void
fold_deadline(struct job *j, const struct deadline_row *d)
{
	const struct report_period *p = &j->period;
	bool ended = d->ended != 0 && d->ended <= p->as_of;
	struct group *g;

	if (d->rule[0] == '\0' || d->goal || d->recorded > p->as_of)
		return;
	if (ended && strcmp(d->state, "met") == 0) {
		if (!is_within(p, d->ended_date))
			return;
	} else if (ended || !is_within(p, d->due) ||
	    date_compare(d->due, zone_date(p->as_of)) >= 0)
		return;
	if ((g = group_find(j, true, d->name)) == NULL)
		g = group_new(j, true, d->name,
		    d->title != NULL ? d->title : "");
	g->n++;
	if (ended && date_is_set(d->due) &&
	    date_compare(d->ended_date, d->due) <= 0)
		g->in_time++;
}

static enum rc
fold_case(struct bf_call *c, struct job *j, int64_t id)
{
	struct deadline_row *rows = NULL;
	struct case_head head;
	size_t n = 0, i;
	enum rc rc;

	if ((rc = case_get(c->store, id, &head, &c->err)) != RC_OK ||
	    (rc = fold_decisions(c, j, &head)) != RC_OK)
		return rc;
	rc =
	    deadline_row_of_case(c->store, id, NULL, false, &rows, &n, &c->err);
	for (i = 0; rc == RC_OK && i < n; i++)
		fold_deadline(j, &rows[i]);
	deadline_rows_free(rows, n);
	return rc;
}

static void
set_days(json_t *o, const char *name, int32_t days)
{
	json_object_set_new(o, name, json_integer(days));
}

/* What of T, a part of group G, may be told. */
static enum rc
suppress(struct bf_call *c, const struct report_period *p,
    const struct group *g, struct cells *t)
{
	char name[STORE_NAME_SIZE + 16];
	enum rc rc;

	snprintf(name, sizeof(name), "%s/%s",
	    g->deadline ? "deadline" : "decision", g->name);
	if ((rc = report_guard_mark(c, p, name, true, t)) != RC_OK)
		return rc;
	cells_suppress(t);
	report_guard_warn(c, t);
	return report_guard_keep(c, p, name, t);
}

/*
 * A line of deadlines: kept and late add up to the count, so a small one hides
 * the other.
 */
static enum rc
show_deadline(struct bf_call *c, const struct report_period *p,
    const struct group *g, json_t *o)
{
	struct cells t;
	enum rc rc;

	cells_init(&t, 1, 3, p->limit);
	t.count[0] = (int64_t)g->in_time;
	t.count[1] = (int64_t)(g->n - g->in_time);
	t.count[2] = (int64_t)g->n;
	rc = suppress(c, p, g, &t);
	json_object_set_new(o, "count", cells_text(&t, 0, 2));
	json_object_set_new(o, "in_time", cells_text(&t, 0, 0));
	json_object_set_new(o, "late", cells_text(&t, 0, 1));
	if (!t.hidden[0] && !t.hidden[1] && g->n > 0)
		json_object_set_new(o, "share",
		    json_integer(
			(json_int_t)((g->in_time * 200 + g->n) / (2 * g->n))));
	cells_fini(&t);
	return rc;
}

static enum rc
show_decision(struct bf_call *c, const struct report_period *p, struct group *g,
    json_t *o)
{
	struct cells t;
	enum rc rc;

	cells_init(&t, 1, 1, p->limit);
	t.count[0] = (int64_t)g->n;
	rc = suppress(c, p, g, &t);
	json_object_set_new(o, "count", cells_text(&t, 0, 0));
	if (!t.hidden[0]) {
		set_days(o, "median", days_median(g->days, g->n));
		set_days(o, "p90", days_p90(g->days, g->n));
		set_days(o, "longest", g->days[g->n - 1]);
	}
	cells_fini(&t);
	return rc;
}

static int
compare_groups(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->deadline != y->deadline)
		return x->deadline ? 1 : -1;
	return strcmp(x->name, y->name);
}

static enum rc
answer(struct bf_call *c, struct job *j, json_t **result)
{
	json_t *rows = json_array(), *o;
	struct group *g;
	size_t i;
	enum rc rc = RC_OK;

	if (j->n_groups > 0)
		qsort(j->groups, j->n_groups, sizeof(*j->groups),
		    compare_groups);
	for (i = 0; rc == RC_OK && i < j->n_groups; i++) {
		g = &j->groups[i];
		o = json_pack("{s:s,s:s,s:s}", "part",
		    g->deadline ? _("deadline") : _("decision"), "name",
		    g->name, "title", g->title);
		rc = g->deadline ? show_deadline(c, &j->period, g, o) :
				   show_decision(c, &j->period, g, o);
		json_array_append_new(rows, o);
	}
	if (rc == RC_OK)
		*result = report_answer(&j->period, json_incref(rows));
	json_decref(rows);
	return rc;
}

static enum rc
start(struct bf_call *c, const json_t *params, struct job **out)
{
	struct job *j = mem_new(1, sizeof(*j));
	enum rc rc;

	if ((rc = report_period_read(c, params, &j->period)) != RC_OK) {
		free(j);
		return rc;
	}
	c->job.state = j;
	c->job.free = free_job;
	*out = j;
	return RC_OK;
}

static int
report_time(struct bf_call *c, const json_t *params, json_t **result)
{
	struct job *j = c->job.state;
	int64_t ids[REPORT_SLICE];
	size_t n = 0, i;
	enum rc rc;

	if (j == NULL && (rc = start(c, params, &j)) != RC_OK)
		return (int)rc;
	rc = case_ids(c->store, j->after, REPORT_SLICE, ids, &n, &c->err);
	for (i = 0; rc == RC_OK && i < n; i++) {
		rc = fold_case(c, j, ids[i]);
		j->after = ids[i];
	}
	if (rc != RC_OK)
		return (int)rc;
	if (n == REPORT_SLICE)
		return RC_AGAIN;
	return (int)answer(c, j, result);
}

static const struct bf_column time_columns[] = {
	{ "part", BF_TEXT, N_("what") },
	{ "title", BF_TEXT, N_("title") },
	{ "count", BF_TEXT, N_("count") },
	{ "median", BF_INTEGER, N_("median days") },
	{ "p90", BF_INTEGER, N_("nine of ten within") },
	{ "longest", BF_INTEGER, N_("longest") },
	{ "in_time", BF_TEXT, N_("in time") },
	{ "late", BF_TEXT, N_("late") },
	{ "share", BF_INTEGER, N_("per cent in time") },
	{ NULL, BF_END, NULL },
};

const struct bf_method report_time_methods[] = {
	{ .name = "report.saksbehandlingstid",
	    .nb = "rapport saksbehandlingstid",
	    .kind = BF_READ,
	    .access = BF_ACCESS_REPORT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("days from the request to the decision, and deadlines "
		       "kept"),
	    .params = report_params,
	    .rows = "rows",
	    .columns = time_columns,
	    .errors = "",
	    .call = report_time },
	{ .name = NULL },
};
