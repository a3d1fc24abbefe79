/*
 * report -- report.list, and what every report reads and answers.
 */
#include "engine/report.h"

#include "base/config.h"
#include "base/i18n.h"
#include "engine/report_plugin.h"
#include "engine/rows.h"
#include "engine/view.h"
#include "model/zone.h"

static int64_t
suppress_limit(const struct bf_call *c)
{
	if (c->municipality->config == NULL)
		return 5;
	return config_int(c->municipality->config, "reports", "suppress_below");
}

enum rc
report_period_read(struct bf_call *c, const json_t *params,
    struct report_period *out)
{
	int year, month, day;

	date_split(c->today, &year, &month, &day);
	if (!param_date(params, "from", &out->from))
		(void)date_make(year, 1, 1, &out->from);
	if (!param_date(params, "to", &out->to))
		out->to = c->today;
	if (date_compare(out->from, out->to) > 0)
		return err_set(&c->err, RC_INVALID,
		    _("from: lies after `to`; a period runs forward"));
	out->as_of = param_int(params, "as_of", c->now);
	if (out->as_of > c->now)
		out->as_of = c->now;
	out->start = zone_day_start(out->from);
	out->end = zone_day_start(date_add_days(out->to, 1));
	/* What is recorded at as_of itself is known then. */
	if (out->end > out->as_of)
		out->end = out->as_of + 1;
	out->limit = suppress_limit(c);
	return RC_OK;
}

json_t *
report_answer(const struct report_period *p, json_t *rows)
{
	char as_of[ZONE_SIZE];
	json_t *o = json_object();

	zone_format(p->as_of, as_of);
	json_object_set_new(o, "rows", rows);
	json_object_set_new(o, "next", json_null());
	view_set_date(o, "from", p->from);
	view_set_date(o, "to", p->to);
	json_object_set_new(o, "as_of", json_string(as_of));
	json_object_set_new(o, "suppressed_below", json_integer(p->limit));
	return o;
}

static const struct {
	const char *name;
	const char *text;
} reports[] = {
	{ "saksbehandlingstid",
	    N_("days from the request to the decision, and deadlines kept") },
	{ "nivaabevegelse",
	    N_("moves between levels, gross and net, and days on each") },
	{ "innsyn",
	    N_("who looked at a person and their cases, for the "
	       "person") },
	{ "innsynsbruk", N_("how the users of one's units look things up") }
};

static int
report_list(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = json_array();
	size_t i;

	(void)params;
	for (i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		json_array_append_new(rows,
		    json_pack("{s:s,s:s}", "name", reports[i].name, "text",
			_(reports[i].text)));
	report_plugin_list(c, rows);
	*result = json_pack("{s:o,s:n}", "rows", rows, "next");
	return RC_OK;
}

const struct bf_param report_params[] = {
	{ .name = "from",
	    .type = BF_DATE,
	    .text = N_("first day; 1 January unless given") },
	{ .name = "to",
	    .type = BF_DATE,
	    .text = N_("last day; today unless given") },
	{ .name = "as_of",
	    .type = BF_INSTANT,
	    .text = N_("as known at this instant; now unless given") },
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "name", BF_NAME, N_("report") },
	{ "text", BF_TEXT, N_("what it is") },
	{ NULL, BF_END, NULL },
};

const struct bf_method report_methods[] = {
	{ .name = "report.list",
	    .nb = "rapport list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_REPORT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list the reports"),
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = report_list },
	{ .name = NULL },
};
