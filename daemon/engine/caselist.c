/*
 * caselist -- case.list: the cases that the caller has to do with.
 */
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/filter.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "engine/view.h"
#include "model/zone.h"
#include "store/case.h"
#include "store/deadline_row.h"

static void
read_filter(struct bf_call *c, const json_t *params, struct case_filter *f)
{
	memset(f, 0, sizeof(*f));
	f->stage = param_text(params, "stage");
	f->status = param_text(params, "status");
	f->unit = param_text(params, "unit");
	f->workflow = param_text(params, "workflow");
	f->contact = param_text(params, "contact");
	if (param_bool(params, "mine", false) && c->who->user != NULL)
		f->contact = c->who->user->name;
	f->open = param_bool(params, "closed", false) ? -1 : 1;
	if (param_bool(params, "all", false))
		f->open = 0;
	f->with_data = true;
}

static enum rc
check_filter(struct bf_call *c, const json_t *params)
{
	enum rc rc;

	if ((rc = filter_unit(c, params, "unit")) != RC_OK ||
	    (rc = filter_user(c, params, "contact")) != RC_OK ||
	    (rc = filter_workflow(c, params, "workflow")) != RC_OK)
		return rc;
	return filter_stage(c, params, "stage");
}

/* Has an open deadline of the case gone by? */
static enum rc
is_overdue(struct bf_call *c, int64_t case_id, bool *out)
{
	struct deadline_row *rows = NULL;
	size_t n = 0, i;
	enum rc rc;

	*out = false;
	rc = deadline_row_of_case(c->store, case_id, NULL, true, &rows, &n,
	    &c->err);
	for (i = 0; rc == RC_OK && i < n; i++)
		if (date_is_set(rows[i].due) &&
		    date_compare(rows[i].due, c->today) < 0)
			*out = true;
	deadline_rows_free(rows, n);
	return rc;
}

static void
dress_whole(json_t *row)
{
	json_t *level = json_object_get(json_object_get(row, "data"), "level");
	json_t *changed = json_object_get(row, "changed");

	if (level != NULL)
		json_object_set(row, "level", level);
	if (json_is_integer(changed))
		view_set_date(row, "changed_on",
		    zone_date(json_integer_value(changed)));
	json_object_del(row, "data");
	json_object_del(row, "definition");
	json_object_del(row, "id");
}

/*
 * Level and last change beside the head; what is internal goes, and for who has
 * no more than a task in the case, all but its number.
 */
static enum rc
dress(struct bf_call *c, int64_t id, json_t *row)
{
	struct gate_pass pass;
	struct case_head head;
	enum rc rc;

	rc = gate_open_id(c->who, c->store, id, GATE_READ, &head, &pass,
	    &c->err);
	if (rc != RC_OK)
		return rc;
	call_basis(c, &pass);
	if (pass.relation == RELATION_TASK) {
		view_of_task(row);
		return RC_OK;
	}
	dress_whole(row);
	return RC_OK;
}

/* Leave out, if asked to, what is not overdue; note the rest as disclosed. */
static enum rc
show(struct bf_call *c, json_t *rows, bool overdue_only)
{
	bool overdue = false;
	json_t *row;
	size_t i = 0;
	int64_t id;
	enum rc rc;

	while (i < json_array_size(rows)) {
		row = json_array_get(rows, i);
		id = json_integer_value(json_object_get(row, "id"));
		if ((rc = is_overdue(c, id, &overdue)) != RC_OK)
			return rc;
		if (overdue_only && !overdue) {
			json_array_remove(rows, i);
			continue;
		}
		json_object_set_new(row, "overdue", json_boolean(overdue));
		call_disclose(c, "case", id, NULL);
		if ((rc = dress(c, id, row)) != RC_OK)
			return rc;
		titles_add(c, row);
		i++;
	}
	return RC_OK;
}

static int
case_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL, *next = NULL;
	struct case_filter f;
	struct scope scope;
	struct page page;
	size_t n;
	enum rc rc;

	read_filter(c, params, &f);
	gate_scope(c->who, &scope);
	if ((rc = check_filter(c, params)) == RC_OK &&
	    (rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = case_list(c->store, &scope, &f, page.after, page.limit,
		    &rows, &c->err);
	n = json_array_size(rows);
	if (rc == RC_OK && n == (size_t)page.limit)
		next = page_key(json_integer_value(
		    json_object_get(json_array_get(rows, n - 1), "id")));
	if (rc == RC_OK && (rc = view_titles(c, rows)) == RC_OK)
		rc = show(c, rows, param_bool(params, "overdue", false));
	return (int)page_answer(rc, rows, next, result);
}

static const struct bf_param list_params[] = {
	{ .name = "stage",
	    .type = BF_NAME,
	    .text = N_("only those in this stage") },
	{ .name = "status",
	    .type = BF_NAME,
	    .text = N_("only those with this status") },
	{ .name = "unit",
	    .type = BF_NAME,
	    .text = N_("only those of this unit") },
	{ .name = "contact",
	    .type = BF_NAME,
	    .text = N_("only those of this contact person") },
	{ .name = "workflow",
	    .type = BF_NAME,
	    .text = N_("only those of this kind") },
	{ .name = "mine",
	    .type = BF_BOOL,
	    .text = N_("only those whose contact person I am") },
	{ .name = "overdue",
	    .type = BF_BOOL,
	    .text = N_("only those with a deadline that has passed") },
	{ .name = "closed", .type = BF_BOOL, .text = N_("the closed ones") },
	{ .name = "all", .type = BF_BOOL, .text = N_("open and closed ones") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "case", BF_CASE, N_("case") },
	{ "workflow_title", BF_TEXT, N_("kind") },
	{ "stage_title", BF_TEXT, N_("stage") },
	{ "status", BF_NAME, N_("status") },
	{ "level", BF_INTEGER, N_("level") },
	{ "unit", BF_NAME, N_("unit") },
	{ "contact", BF_NAME, N_("contact") },
	{ "received", BF_DATE, N_("received") },
	{ "changed_on", BF_DATE, N_("changed") },
	{ "overdue", BF_BOOL, N_("overdue") },
	{ NULL, BF_END, NULL },
};

const struct bf_method caselist_methods[] = {
	{ .name = "case.list",
	    .nb = "sak list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list the cases that you have to do with"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = case_list_call },
	{ .name = NULL },
};
