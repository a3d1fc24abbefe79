/*
 * deadline -- deadline.list: what must be done by which day.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "engine/view.h"
#include "model/duration.h"
#include "store/deadline_row.h"

/* The key of a row: its day and its number, "2027-03-01 12". */
static json_t *
key_of(const json_t *row)
{
	const char *due = json_string_value(json_object_get(row, "due"));
	char *text = mem_format("%s %lld", due != NULL ? due : "",
	    (long long)json_integer_value(json_object_get(row, "id")));
	json_t *key = json_string(text);

	free(text);
	return key;
}

static enum rc
read_key(const char *key, struct date *due, int64_t *after, struct err *e)
{
	struct err none = ERR_INIT;
	char day[DATE_SIZE];
	char *end;

	*due = DATE_NONE;
	*after = 0;
	if (key == NULL || key[0] == '\0')
		return RC_OK;
	if (strlen(key) > DATE_SIZE && key[DATE_SIZE - 1] == ' ') {
		memcpy(day, key, DATE_SIZE - 1);
		day[DATE_SIZE - 1] = '\0';
		*after = strtoll(key + DATE_SIZE, &end, 10);
		if (*end == '\0' && date_parse(day, due, &none) == RC_OK)
			return RC_OK;
	}
	return err_set(e, RC_INVALID,
	    _("after: not a key of this list; take "
	      "`next` of the page before"));
}

static enum rc
read_filter(struct bf_call *c, const json_t *params, struct deadline_filter *f)
{
	const char *within = param_text(params, "within");
	struct duration d;
	enum rc rc;

	memset(f, 0, sizeof(*f));
	f->until = DATE_NONE;
	f->overdue = DATE_NONE;
	f->owner = param_text(params, "unit");
	f->legal = param_bool(params, "legal", false);
	if (param_bool(params, "overdue", false))
		f->overdue = c->today;
	if (within == NULL)
		return RC_OK;
	if ((rc = duration_parse(within, &d, &c->err)) != RC_OK)
		return rc;
	f->until = duration_after(c->today, d);
	return RC_OK;
}

static int
deadline_list(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL, *row, *next = NULL;
	struct deadline_filter f;
	struct date due;
	struct scope scope;
	struct page page;
	int64_t after;
	size_t i, n;
	enum rc rc;

	page_read_key(params, &page);
	gate_full_scope(c->who, &scope);
	if ((rc = read_key(page.key, &due, &after, &c->err)) == RC_OK &&
	    (rc = read_filter(c, params, &f)) == RC_OK)
		rc = deadline_row_list(c->store, &scope, &f, due, after,
		    page.limit, &rows, &c->err);
	json_array_foreach(rows, i, row) {
		call_disclose(c, "case",
		    json_integer_value(json_object_get(row, "case_id")),
		    "deadline");
		view_due(c, row);
		titles_add(c, row);
		json_object_del(row, "case_id");
	}
	n = json_array_size(rows);
	if (rc == RC_OK && n == (size_t)page.limit)
		next = key_of(json_array_get(rows, n - 1));
	return (int)page_answer(rc, rows, next, result);
}

static const struct bf_param list_params[] = {
	{ .name = "within",
	    .type = BF_DURATION,
	    .text = N_("only those due within this time, as 14d") },
	{ .name = "overdue",
	    .type = BF_BOOL,
	    .text = N_("only those whose day has passed") },
	{ .name = "unit",
	    .type = BF_NAME,
	    .text = N_("only those that this unit answers for") },
	{ .name = "legal",
	    .type = BF_BOOL,
	    .text = N_("only those that a law gives, no goals") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "due", BF_DATE, N_("due") },
	{ "days", BF_INTEGER, N_("days") },
	{ "workdays", BF_INTEGER, N_("working days") },
	{ "case", BF_CASE, N_("case") },
	{ "title", BF_TEXT, N_("deadline") },
	{ "rule", BF_TEXT, N_("rule") },
	{ "goal", BF_BOOL, N_("goal") },
	{ "owner", BF_NAME, N_("unit") },
	{ "overdue", BF_BOOL, N_("overdue") },
	{ NULL, BF_END, NULL },
};

const struct bf_method deadline_methods[] = {
	{ .name = "deadline.list",
	    .nb = "frist list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list open deadlines, the soonest first"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = deadline_list },
	{ .name = NULL },
};
