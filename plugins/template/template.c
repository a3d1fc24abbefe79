/*
 * template -- the smallest whole plugin: promises made to a person in a case.
 *
 *	open ──► kept        template.keep
 *	     ──► broken      its day has passed
 *
 * Copy the folder, rename it and the words in it, and begin.
 */
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>

#include <boflyt/rows.h>
#include <boflyt/values.h>

#include "rules.h"

#define _(text) gettext(text)
#define N_(text) text

static const char *const states[] = { "open", "kept", "broken", NULL };

/* ---- what is kept */

static const struct bf_record_column promise_columns[] = {
	{ .name = "nr", .type = BF_TEXT, .flags = BF_SERIES },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = states,
	    .flags = BF_REQUIRED },
	{ .name = "day", .type = BF_DATE, .flags = BF_REQUIRED },
	{ .name = "text",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .flags = BF_REQUIRED },
	{ .name = NULL },
};

static const char *const by_day[] = { "state", "day", NULL };
static const char *const per_day[] = { "owner", "day", NULL };
static const char *const only_open[] = { "open", NULL };

static const struct bf_record_index promise_indexes[] = {
	{ "by_day", by_day },
	{ NULL, NULL },
};

static const struct bf_record_unique promise_uniques[] = {
	{ .name = "one_a_day",
	    .columns = per_day,
	    .state = "state",
	    .states = only_open,
	    .error = "E_PROMISE_TWICE",
	    .text = N_("there is a promise for that day already") },
	{ .name = NULL },
};

static const struct bf_record records[] = {
	{ .kind = "promise",
	    .version = 1,
	    .owner = BF_OWNER_CASE,
	    .columns = promise_columns,
	    .indexes = promise_indexes,
	    .uniques = promise_uniques },
	{ .kind = NULL },
};

/* ---- what can be done */

/* The record is there: let the rest of the house know of it. */
static int
announce(struct bf_call *call, int64_t case_id, int64_t id, struct bf_date day)
{
	const struct bf_host *h = bf_host(call);
	json_t *payload = json_pack("{sI}", "promise", (json_int_t)id);
	char key[32];
	int rc;

	snprintf(key, sizeof(key), "%lld", (long long)id);
	rc = h->timer_begin(call, case_id, "template.remind", key,
	    rules_remind(bf_pure(call), day), payload);
	if (rc == BF_OK)
		rc = h->emit(call, case_id, "template.made", payload);
	json_decref(payload);
	return rc;
}

static int
make(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_date day = bf_day_of(call, params, "day");
	const char *wrong;
	int64_t case_id, id;
	json_t *values;
	int rc;

	wrong = rules_check(bf_pure(call), h->today(call), day,
	    h->setting_int(call, "days"));
	if (wrong != NULL)
		return h->field(call, "day", wrong,
		    _("must lie ahead, by at most %lld days"),
		    (long long)h->setting_int(call, "days"));
	rc = h->case_id(call, bf_text_of(params, "case"), BF_CHANGE, &case_id);
	if (rc != BF_OK)
		return rc;
	values = json_pack("{ss ss ss}", "state", "open", "day",
	    bf_text_of(params, "day"), "text", bf_text_of(params, "text"));
	rc = h->record_put(call, "promise", 0, case_id, -1, values, &id, NULL);
	json_decref(values);
	if (rc == BF_OK)
		rc = announce(call, case_id, id, day);
	return rc == BF_OK ? bf_answer(result, "promise", id) : rc;
}

static int
keep(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t id = bf_int_of(params, "promise", 0);
	json_t *row, *values;
	char key[32];
	int rc;

	if ((rc = h->record_get(call, "promise", id, 0, &row)) != BF_OK)
		return rc;
	snprintf(key, sizeof(key), "%lld", (long long)id);
	values = json_pack("{ss}", "state", "kept");
	rc = h->record_put(call, "promise", id, 0, h->if_rev(call), values,
	    NULL, NULL);
	if (rc == BF_OK)
		rc = h->timer_end(call,
		    json_integer_value(json_object_get(row, "owner")),
		    "template.remind", key);
	if (rc == BF_OK)
		*result = json_pack("{sI}", "promise", (json_int_t)id);
	json_decref(values);
	json_decref(row);
	return rc;
}

static int
list(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_query q = { .index = "by_day" };
	json_t *rows, *out = json_array(), *row, *values;
	size_t i;
	int rc;

	rc = h->case_id(call, bf_text_of(params, "case"), BF_SEE, &q.owner);
	if (rc == BF_OK)
		rc = h->record_find(call, "promise", &q, &rows);
	if (rc != BF_OK) {
		json_decref(out);
		return rc;
	}
	json_array_foreach(rows, i, row) {
		values = json_object_get(row, "values");
		json_object_set(values, "promise", json_object_get(row, "id"));
		json_array_append(out, values);
	}
	json_decref(rows);
	*result = json_pack("{so sn}", "rows", out, "next");
	return BF_OK;
}

#define CASE BF_PARAM_CASE(N_("the case's number, such as 2027/12"))

static const struct bf_param make_params[] = {
	CASE,
	BF_PARAM_DAY("day", BF_REQUIRED, N_("the day it shall be done by")),
	BF_PARAM_WORDS("text", BF_REQUIRED, N_("what was promised")),
	BF_PARAM_END,
};
static const struct bf_param list_params[] = { CASE, BF_PARAM_END };
static const struct bf_param keep_params[] = {
	BF_PARAM_OF("promise",
	    N_("number of the promise; template list has it")),
	BF_PARAM_END,
};

static const struct bf_column made_columns[] = {
	{ "promise", BF_ID, N_("promise") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column list_columns[] = {
	{ "promise", BF_ID, N_("promise") },
	{ "nr", BF_TEXT, N_("number") },
	{ "day", BF_DATE, N_("day") },
	{ "state", BF_CODE, N_("state") },
	{ "text", BF_TEXT, N_("what was promised") },
	{ NULL, BF_END, NULL },
};

static const struct bf_method methods[] = {
	BF_STEP_ROW("template.make", "mal lov", BF_ACCESS_CASE,
	    N_("promise something in a case"), make_params, made_columns,
	    "E_DATE_PAST E_DATE_FAR E_PROMISE_TWICE", make),
	BF_STEP_ROW("template.keep", "mal hold", BF_ACCESS_CASE,
	    N_("a promise was kept"), keep_params, made_columns, "", keep),
	{ .name = "template.list",
	    .nb = "mal list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET | BF_FACE_LUA,
	    .text = N_("the promises of a case"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = list },
	{ .name = NULL },
};

/* ---- what happens by itself */

static int
remind(struct bf_call *call, const struct bf_happening *w)
{
	const struct bf_task t = { .key = w->name,
		.title = _("A promise is due tomorrow") };

	return bf_host(call)->task_open(call, w->case_id, &t);
}

static const struct bf_event events[] = {
	{ "template.made", BF_EMITS, N_("a promise was made"), NULL },
	{ "template.remind", BF_TIMER, N_("the day before a promise"), remind },
	{ NULL, 0, NULL, NULL },
};

/* ---- what is counted */

struct counts {
	int64_t made, kept;
};

static void *
report_begin(const struct bf_fold *f)
{
	(void)f;
	return calloc(1, sizeof(struct counts));
}

static void
report_row(const struct bf_fold *f, const char *kind, const json_t *record)
{
	const json_t *values = json_object_get(record, "values");
	struct counts *n = f->state;

	(void)kind;
	if (!bf_in_period(f, values, "day"))
		return;
	n->made++;
	n->kept += bf_text_of(values, "state")[0] == 'k';
}

static json_t *
report_end(const struct bf_fold *f)
{
	const struct counts *n = f->state;

	return json_pack("[{sI sI}]", "made", (json_int_t)n->made, "kept",
	    (json_int_t)n->kept);
}

static const struct bf_cell_column report_columns[] = {
	{ "made", BF_INTEGER, N_("promises"), BF_CELL_COUNT },
	{ "kept", BF_INTEGER, N_("kept"), BF_CELL_COUNT },
	{ NULL, BF_END, NULL, BF_CELL_LABEL },
};

static const char *const report_kinds[] = { "promise", NULL };

static const struct bf_report reports[] = {
	{ .name = "template",
	    .nb = "rapport mal",
	    .text = N_("promises by their day, and how many were kept"),
	    .columns = report_columns,
	    .kinds = report_kinds,
	    .begin = report_begin,
	    .row = report_row,
	    .end = report_end,
	    .free = free },
	{ .name = NULL },
};

/* ---- what a municipality may set */

static const struct bf_key keys[] = {
	{ .section = "plugin template",
	    .name = "days",
	    .type = BF_INTEGER,
	    .unit = "days",
	    .min = 1,
	    .max = 366,
	    .value = "30",
	    .reload = true,
	    .text = N_("how far ahead a promise may lie"),
	    .law = "" },
	{ .section = NULL },
};

BF_EXPORT const struct bf_plugin bf_plugin = {
	.abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_plugin),
	.name = "template",
	.version = "1.0",
	.records = records,
	.methods = methods,
	.events = events,
	.reports = reports,
	.keys = keys,
	.text = N_("promises made in a case: the smallest whole example"),
};
