/*
 * day -- day.show: the working day of the one who asks.
 *
 * {date,
 *  overdue, today, later, unassigned: [{id, case, title, unit, user, due, days,
 *                                       overdue, next}],   tasks
 *  deadlines: [{case, title, due, days, workdays, rule, goal, overdue, next}],
 *  waiting: [{case, stage_title, status, since, next}],    for somebody else
 *  letters: [{case, kind, key, state, status_title, next}],  not known to be
 *                                                            there
 *  reviews: [{id, user, case, person, category, reason, review_by, overdue,
 *             next}]}                      emergencies that the leader reviews
 *
 * `next` is the command that comes next.  A task stands in one list only: what
 * is given to the caller by its day, what is the unit's own is unassigned
 * unless its day has come.
 */
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/emergency.h"
#include "engine/loaded.h"
#include "engine/receipt.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "engine/view.h"
#include "store/case.h"
#include "store/deadline_row.h"
#include "store/outbox.h"
#include "store/task.h"

#define DAY_TASKS 1000 /* looked at, in pages */
#define DAY_AHEAD 14 /* days of deadlines shown */

static const char *
text_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

/* Set the command that comes next; TEXT is taken over. */
static void
set_next(json_t *row, char *text)
{
	json_object_set_new(row, "next", json_string(text));
	free(text);
}

static void
set_next_case(json_t *row)
{
	set_next(row,
	    mem_format(_("boflyt case show %s"), text_of(row, "case")));
}

/* Is the task's key an action of the case's stage?  Then that is to be done. */
static enum rc
is_action(struct bf_call *c, const json_t *row, bool *out)
{
	const struct def_stage *stage;
	struct loaded *l = NULL;
	struct case_head head;
	enum rc rc;

	*out = false;
	if (text_of(row, "key")[0] == '\0')
		return RC_OK;
	rc = case_get(c->store,
	    json_integer_value(json_object_get(row, "case_id")), &head,
	    &c->err);
	if (rc == RC_OK)
		rc = loaded_get(c->engine, head.definition, &l, &c->err);
	if (rc != RC_OK)
		return rc;
	stage = definition_stage(l->def, head.stage);
	*out = stage != NULL &&
	    definition_action(l->def, stage, text_of(row, "key")) != NULL;
	loaded_put(l);
	return RC_OK;
}

static enum rc
set_next_task(struct bf_call *c, json_t *row)
{
	bool action;
	enum rc rc;

	if ((rc = is_action(c, row, &action)) != RC_OK)
		return rc;
	if (action)
		set_next(row,
		    mem_format(_("boflyt case act %s %s"), text_of(row, "case"),
			text_of(row, "key")));
	else
		set_next(row,
		    mem_format(_("boflyt task done %lld"),
			(long long)json_integer_value(
			    json_object_get(row, "id"))));
	return RC_OK;
}

/* The list that task ROW belongs to, or NULL: somebody else's. */
static const char *
list_of(const struct bf_call *c, const json_t *row)
{
	struct date due = view_date(row, "due");
	bool given = text_of(row, "user")[0] != '\0';

	if (!view_task_is_own(c, row) ||
	    (given &&
		(c->who->user == NULL ||
		    strcmp(text_of(row, "user"), c->who->user->name) != 0)))
		return NULL;
	if (date_is_set(due) && date_compare(due, c->today) < 0)
		return "overdue";
	if (date_is_set(due) && date_compare(due, c->today) == 0)
		return "today";
	return given ? "later" : "unassigned";
}

/* Sort one page of tasks into the lists of O. */
static enum rc
sort_tasks(struct bf_call *c, json_t *rows, json_t *o)
{
	const char *list;
	json_t *row;
	size_t i = 0;
	enum rc rc;

	while (i < json_array_size(rows)) {
		row = json_array_get(rows, i);
		if (list_of(c, row) == NULL) {
			json_array_remove(rows, i);
			continue;
		}
		if ((rc = set_next_task(c, row)) != RC_OK)
			return rc;
		i++;
	}
	if ((rc = view_tasks(c, rows)) != RC_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		list = list_of(c, row);
		if (list != NULL)
			json_array_append(json_object_get(o, list), row);
	}
	return RC_OK;
}

static enum rc
add_tasks(struct bf_call *c, const struct scope *scope, json_t *o)
{
	struct task_filter f;
	json_t *rows = NULL;
	int64_t after = 0;
	size_t n = STORE_LIST_MAX, seen = 0;
	enum rc rc = RC_OK;

	memset(&f, 0, sizeof(f));
	f.due_before = DATE_NONE;
	while (rc == RC_OK && n == STORE_LIST_MAX && seen < DAY_TASKS) {
		rc = task_list(c->store, scope, &f, after, STORE_LIST_MAX,
		    &rows, &c->err);
		if (rc != RC_OK)
			return rc;
		n = json_array_size(rows);
		seen += n;
		if (n > 0)
			after = json_integer_value(
			    json_object_get(json_array_get(rows, n - 1), "id"));
		rc = sort_tasks(c, rows, o);
		json_decref(rows);
	}
	return rc;
}

static enum rc
add_deadlines(struct bf_call *c, const struct scope *scope, json_t *o)
{
	struct deadline_filter f;
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	memset(&f, 0, sizeof(f));
	f.until = date_add_days(c->today, DAY_AHEAD);
	f.overdue = DATE_NONE;
	rc = deadline_row_list(c->store, scope, &f, DATE_NONE, 0,
	    STORE_LIST_MAX, &rows, &c->err);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		call_disclose(c, "case",
		    json_integer_value(json_object_get(row, "case_id")),
		    "deadline");
		view_due(c, row);
		titles_add(c, row);
		set_next_case(row);
		json_object_del(row, "case_id");
	}
	json_object_set_new(o, "deadlines", rows);
	return RC_OK;
}

/* Letters and notices of a case that nobody knows to have arrived. */
static enum rc
add_letters(struct bf_call *c, const struct scope *scope, const json_t *kase,
    json_t *letters)
{
	const struct outbox_filter f = { .open = true,
		.case_id = json_integer_value(json_object_get(kase, "id")) };
	json_t *rows = NULL, *row;
	const char *word;
	size_t i;
	enum rc rc;

	rc =
	    outbox_list(c->store, scope, &f, 0, STORE_LIST_MAX, &rows, &c->err);
	json_array_foreach(rows, i, row) {
		word = text_of(row, "status");
		if (word[0] == '\0' &&
		    strcmp(text_of(row, "state"), "done") == 0)
			word = "MOTTATT";
		if (word[0] != '\0')
			json_object_set_new(row, "status_title",
			    json_string(receipt_title(word)));
		set_next(row,
		    mem_format(_("boflyt outbox show %lld"),
			(long long)json_integer_value(
			    json_object_get(row, "id"))));
		json_object_del(row, "case_id");
		json_array_append(letters, row);
	}
	json_decref(rows);
	return rc;
}

/* A case whose status says that somebody else is to move. */
static bool
is_waiting(const json_t *kase)
{
	const char *status = text_of(kase, "status");

	return status[0] != '\0' && strcmp(status, "open") != 0;
}

static void
add_waiting(json_t *kase, json_t *waiting)
{
	json_t *row =
	    json_pack("{s:s,s:s,s:s,s:s}", "case", text_of(kase, "case"),
		"stage_title", text_of(kase, "stage_title"), "status",
		text_of(kase, "status"), "since", text_of(kase, "entered"));

	set_next_case(row);
	json_array_append_new(waiting, row);
}

/* What stands out in the cases whose contact person the caller is. */
static enum rc
add_cases(struct bf_call *c, const struct scope *scope, json_t *o)
{
	struct case_filter f;
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	memset(&f, 0, sizeof(f));
	f.open = 1;
	f.contact = principal_name(c->who);
	rc = case_list(c->store, scope, &f, 0, STORE_LIST_MAX, &rows, &c->err);
	if (rc == RC_OK)
		rc = view_titles(c, rows);
	for (i = 0; rc == RC_OK && i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		if (is_waiting(row))
			add_waiting(row, json_object_get(o, "waiting"));
		call_disclose(c, "case",
		    json_integer_value(json_object_get(row, "id")), NULL);
		rc = add_letters(c, scope, row, json_object_get(o, "letters"));
	}
	json_decref(rows);
	return rc;
}

/* What was opened in an emergency and waits for the caller's review. */
static enum rc
add_reviews(struct bf_call *c, json_t *o)
{
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	rc = emergency_rows(c, false, 0, STORE_LIST_MAX, &rows);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		json_object_set(row, "title",
		    json_object_get(row, "category_title"));
		json_object_set(row, "due", json_object_get(row, "review_by"));
		set_next(row,
		    mem_format(_("boflyt emergency review %lld justified"),
			(long long)json_integer_value(
			    json_object_get(row, "id"))));
	}
	json_object_set_new(o, "reviews", rows);
	return RC_OK;
}

static int
day_show(struct bf_call *c, const json_t *params, json_t **result)
{
	static const char *const lists[] = { "overdue", "today", "deadlines",
		"unassigned", "later", "waiting", "letters", "reviews" };
	char today[DATE_SIZE];
	struct scope scope, cases;
	json_t *o = json_object();
	int year, week;
	size_t i;
	enum rc rc;

	(void)params;
	date_format(c->today, today);
	date_iso_week(c->today, &year, &week);
	json_object_set_new(o, "date", json_string(today));
	json_object_set_new(o, "week", json_integer(week));
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		json_object_set_new(o, lists[i], json_array());
	gate_scope(c->who, &scope);
	gate_full_scope(c->who, &cases);
	if ((rc = add_tasks(c, &scope, o)) == RC_OK &&
	    (rc = add_deadlines(c, &cases, o)) == RC_OK &&
	    (rc = add_cases(c, &cases, o)) == RC_OK &&
	    (rc = add_reviews(c, o)) == RC_OK)
		*result = json_incref(o);
	json_decref(o);
	return (int)rc;
}

static const struct bf_column day_columns[] = {
	{ "date", BF_DATE, N_("today") },
	{ "week", BF_INTEGER, N_("week") },
	{ "overdue", BF_LIST, N_("overdue") },
	{ "today", BF_LIST, N_("to be done today") },
	{ "deadlines", BF_LIST, N_("deadlines of the next two weeks") },
	{ "unassigned", BF_LIST, N_("tasks that nobody has taken") },
	{ "later", BF_LIST, N_("later") },
	{ "waiting", BF_LIST, N_("waiting for somebody") },
	{ "letters", BF_LIST, N_("letters not opened") },
	{ "reviews", BF_LIST, N_("opened in an emergency, to be reviewed") },
	{ NULL, BF_END, NULL },
};

const struct bf_method day_methods[] = {
	{ .name = "day.show",
	    .nb = "i-dag",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("the working day: what comes next, and how"),
	    .columns = day_columns,
	    .errors = "",
	    .call = day_show },
	{ .name = NULL },
};
