/*
 * match_count -- match.count: how often something was known and not released;
 * and how many cases of a year had to do with whom others knew, for reports.
 *
 * The count of a year tells nobody of whom: it is shown from five up, in steps
 * of five and month by month, so that no single match shows in it.
 */
#include <string.h>

#include "access/gate.h"
#include "base/config.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/filter.h"
#include "engine/match.h"
#include "engine/rows.h"
#include "model/zone.h"
#include "store/release.h"

#define STEP 5

/* The first instant of the month of AS_OF. */
static int64_t
month_start(int64_t as_of)
{
	struct date first;
	int year, month, day;

	date_split(zone_date(as_of), &year, &month, &day);
	(void)date_make(year, month, 1, &first);
	return zone_day_start(first);
}

static enum rc
count_unit(struct bf_call *c, const char *unit, int64_t from, int64_t to,
    json_t *rows)
{
	int64_t n = 0, least;
	json_t *row;
	enum rc rc;

	rc = release_count(c->store, unit, "unreleased", from, to, &n, &c->err);
	if (rc != RC_OK)
		return rc;
	least =
	    config_int(c->municipality->config, "reports", "suppress_below");
	row = json_pack("{ss sI}", "unit", unit, "below", (json_int_t)least);
	if (n >= least)
		json_object_set_new(row, "at_least",
		    json_integer(n / STEP * STEP));
	json_array_append_new(rows, row);
	return RC_OK;
}

/* A leader sees the own units; forum and auditor all. */
static bool
may_see(const struct bf_call *c, const char *unit)
{
	if (principal_has(c->who, ROLE_FORUM) ||
	    principal_has(c->who, ROLE_AUDITOR))
		return true;
	return principal_acts_in(c->who, unit);
}

static int
match_count(struct bf_call *c, const json_t *params, json_t **result)
{
	const struct municipality *m = c->municipality;
	int year, month, day;
	struct date first, next;
	int64_t from, to, until = month_start(c->now);
	json_t *rows = json_array();
	enum rc rc = RC_OK;
	size_t i;

	date_split(c->today, &year, &month, &day);
	year = (int)param_int(params, "year", year);
	(void)date_make(year, 1, 1, &first);
	(void)date_make(year + 1, 1, 1, &next);
	from = zone_day_start(first);
	to = zone_day_start(next);
	for (i = 0; rc == RC_OK && i < m->n_units; i++)
		if (may_see(c, m->units[i].name))
			rc = count_unit(c, m->units[i].name, from,
			    to < until ? to : until, rows);
	if (rc == RC_OK)
		*result =
		    json_pack("{si sO sn}", "year", year, "rows", rows, "next");
	json_decref(rows);
	return (int)rc;
}

/* Is P a year, or all there is of one; see match.h. */
static bool
is_year(const struct report_period *p)
{
	int from[3], to[3];

	date_split(p->from, &from[0], &from[1], &from[2]);
	date_split(p->to, &to[0], &to[1], &to[2]);
	if (from[0] != to[0] || from[1] != 1 || from[2] != 1)
		return false;
	return (to[1] == 12 && to[2] == 31) ||
	    date_compare(p->to, zone_date(p->as_of)) >= 0;
}

enum rc
match_cases(struct bf_call *c, const char *purpose,
    const struct report_period *p, int64_t *n)
{
	int64_t until = month_start(p->as_of);
	enum rc rc;

	*n = -1;
	if (!is_year(p))
		return RC_OK;
	rc = release_cases(c->store, purpose, p->start,
	    p->end < until ? p->end : until, n, &c->err);
	*n = *n < STEP ? 1 : *n / STEP * STEP;
	return rc;
}

static const struct bf_param count_params[] = {
	{ .name = "year",
	    .type = BF_INTEGER,
	    .flags = BF_POSITIONAL,
	    .min = 2000,
	    .max = 2200,
	    .text = N_("the year; this one unless given") },
	{ .type = BF_END },
};

static const struct bf_column count_columns[] = {
	{ "unit", BF_NAME, N_("unit that asked") },
	{ "at_least", BF_INTEGER, N_("matches not released, at least") },
	{ "below", BF_INTEGER, N_("not shown below") },
	{ NULL, BF_END, NULL },
};

const struct bf_method match_count_methods[] = {
	{ .name = "match.count",
	    .nb = "treff tell",
	    .kind = BF_READ,
	    .access = BF_ACCESS_REPORT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("count what other units knew and no rule released "
		       "before this month"),
	    .params = count_params,
	    .rows = "rows",
	    .columns = count_columns,
	    .errors = "",
	    .call = match_count },
	{ .name = NULL },
};
