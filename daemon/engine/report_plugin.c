/*
 * report_plugin -- the fold of a plugin's report, slice by slice.
 */
#include "engine/report_plugin.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/match.h"
#include "engine/plugins.h"
#include "engine/report.h"
#include "engine/state.h"
#include "model/pure.h"
#include "store/record.h"

#define PREFIX "report."
/* What a fold may add up; who is behind it stays sealed. */
#define FOLD_CLASSES ((1u << BF_CLASS_CASE) | (1u << BF_CLASS_ECONOMY))

struct job {
	const struct engine_plugin *plugin; /* borrowed */
	const struct bf_report *report; /* borrowed */
	struct report_period period;
	struct bf_fold fold; /* its state is the plugin's */
	json_t *params; /* owned */
	size_t kind; /* of report->kinds */
	int64_t after, after_rev;
};

static void
free_job(void *state)
{
	struct job *j = state;

	j->report->free(j->fold.state);
	json_decref(j->params);
	free(j);
}

static const struct bf_report *
find_report(const struct engine_plugin *p, const char *name)
{
	const struct bf_report *r;

	for (r = p->plugin->d.reports; r != NULL && r->name != NULL; r++)
		if (strcmp(r->name, name) == 0)
			return r;
	return NULL;
}

/* The report that this method is. */
static void
find(const struct bf_call *c, struct job *j)
{
	const struct plugins *ps = &c->engine->plugins;
	const char *name = c->method->name + strlen(PREFIX);
	size_t i;

	for (i = 0; j->report == NULL && i < ps->n; i++) {
		j->plugin = &ps->list[i];
		j->report = find_report(j->plugin, name);
	}
}

static void
make_fold(struct job *j)
{
	const struct report_period *p = &j->period;

	j->fold = (struct bf_fold){ .pure = j->plugin->env.pure,
		.from = pure_date(p->from),
		.to = pure_date(p->to),
		.start = p->start,
		.end = p->end,
		.as_of = p->as_of,
		.params = j->params };
}

static enum rc
begin(struct bf_call *c, const json_t *params, struct job **out)
{
	struct job *j = mem_new(1, sizeof(*j));
	enum rc rc;

	find(c, j);
	rc = report_period_read(c, params, &j->period);
	if (rc != RC_OK) {
		free(j);
		return rc;
	}
	j->params = json_deep_copy(params);
	make_fold(j);
	rc = match_cases(c, j->plugin->plugin->name, &j->period,
	    &j->fold.elsewhere);
	if (rc == RC_OK && (j->fold.state = j->report->begin(&j->fold)) == NULL)
		rc = err_set(&c->err, RC_UNAVAILABLE,
		    _("%s: no memory; try a shorter period"), c->method->name);
	if (rc != RC_OK) {
		free_job(j);
		return rc;
	}
	*out = j;
	return RC_OK;
}

/* Feed one page; *DONE when the last kind is through. */
static enum rc
slice(struct bf_call *c, struct job *j, bool *done)
{
	const char *kind = j->report->kinds[j->kind];
	const struct record_slice s = { .as_of = j->period.as_of,
		.versions = j->report->versions,
		.after = j->after,
		.after_rev = j->after_rev,
		.limit = REPORT_SLICE,
		.classes = FOLD_CLASSES };
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	*done = kind == NULL;
	if (*done)
		return RC_OK;
	rc = record_fold(c->store, record_kind(j->plugin->records, kind), &s,
	    &rows, &c->err);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		j->report->row(&j->fold, kind, row);
		j->after = json_integer_value(json_object_get(row, "id"));
		j->after_rev = json_integer_value(json_object_get(row, "rev"));
	}
	if (json_array_size(rows) < REPORT_SLICE) {
		j->kind++;
		j->after = j->after_rev = 0;
	}
	json_decref(rows);
	return RC_OK;
}

static enum rc
finish(struct bf_call *c, struct job *j, json_t **result)
{
	json_t *rows = j->report->end(&j->fold);
	enum rc rc;

	if (!json_is_array(rows)) {
		json_decref(rows);
		return err_set(&c->err, RC_INTERNAL,
		    _("%s: plugin %s gave no rows"), c->method->name,
		    j->plugin->plugin->name);
	}
	rc = report_plugin_hide(c, &j->period, j->report->columns, rows);
	if (rc == RC_OK)
		*result = report_answer(&j->period, rows);
	else
		json_decref(rows);
	return rc;
}

/* Read a page, with the parent looking on. */
static enum rc
go_on(struct bf_call *c, struct job *j, json_t **result, bool *done)
{
	struct beat *beat = c->engine->parts.beat;
	enum beat_phase phase = beat_enter(beat, BEAT_PLUGIN);
	enum rc rc;

	rc = slice(c, j, done);
	if (rc == RC_OK && *done)
		rc = finish(c, j, result);
	(void)beat_enter(beat, phase);
	return rc;
}

static int
run(struct bf_call *c, const json_t *params, json_t **result)
{
	struct job *j = c->job.state;
	bool done = false;
	enum rc rc;

	if (j == NULL) {
		if ((rc = begin(c, params, &j)) != RC_OK)
			return rc;
		c->job.state = j;
		c->job.free = free_job;
	}
	if ((rc = go_on(c, j, result, &done)) != RC_OK)
		return rc;
	return done ? RC_OK : RC_AGAIN;
}

/* The period's parameters, then the report's own. */
static struct bf_param *
make_params(const struct bf_report *r)
{
	struct bf_param *out;
	size_t n = 0, own = 0;

	while (report_params[n].type != BF_END)
		n++;
	while (r->params != NULL && r->params[own].type != BF_END)
		own++;
	out = mem_new(n + own + 1, sizeof(*out));
	memcpy(out, report_params, n * sizeof(*out));
	if (own > 0)
		memcpy(out + n, r->params, own * sizeof(*out));
	out[n + own].type = BF_END;
	return out;
}

/* A count may be "<5" and an amount "*": shown as text, but kroner as kroner. */
static enum bf_type
shown_type(const struct bf_cell_column *c)
{
	return c->cell == BF_CELL_LABEL || c->type == BF_MONEY ? c->type :
								 BF_TEXT;
}

/* A count may be shown as "<5", so columns of figures are texts. */
static struct bf_column *
make_columns(const struct bf_report *r)
{
	struct bf_column *out;
	size_t i, n = 0;

	while (r->columns[n].name != NULL)
		n++;
	out = mem_new(n + 1, sizeof(*out));
	for (i = 0; i < n; i++)
		out[i] = (struct bf_column){ .name = r->columns[i].name,
			.type = shown_type(&r->columns[i]),
			.title = r->columns[i].title };
	return out;
}

struct bf_method *
report_plugin_rows(const struct bf_report *r)
{
	struct bf_method *rows;
	size_t i, n = 0;

	while (r != NULL && r[n].name != NULL)
		n++;
	if (n == 0)
		return NULL;
	rows = mem_new(n + 1, sizeof(*rows));
	for (i = 0; i < n; i++)
		rows[i] = (struct bf_method){ .name = mem_format(PREFIX "%s",
						  r[i].name),
			.nb = r[i].nb,
			.kind = BF_READ,
			.access = BF_ACCESS_REPORT,
			.faces = BF_FACE_SOCKET,
			.text = r[i].text,
			.params = make_params(&r[i]),
			.rows = "rows",
			.columns = make_columns(&r[i]),
			.errors = "",
			.call = run };
	return rows;
}

void
report_plugin_free(struct bf_method *rows)
{
	struct bf_method *m;

	for (m = rows; m != NULL && m->name != NULL; m++) {
		/* Made above, and const only to everybody else. */
		free((void *)(uintptr_t)m->name);
		free((void *)(uintptr_t)m->params);
		free((void *)(uintptr_t)m->columns);
	}
	free(rows);
}

void
report_plugin_list(const struct bf_call *c, json_t *rows)
{
	const struct plugins *ps = &c->engine->plugins;
	const struct bf_report *r;
	size_t i;

	for (i = 0; i < ps->n; i++)
		for (r = ps->list[i].plugin->d.reports;
		     r != NULL && r->name != NULL; r++)
			json_array_append_new(rows,
			    json_pack("{s:s,s:s}", "name", r->name, "text",
				_(r->text)));
}
