/*
 * task -- task.list and task.done.
 *
 * Who has no more to do with a case than a task sees that task, may do it, and
 * nothing else of the case.
 */
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/said.h"
#include "engine/step.h"
#include "engine/view.h"
#include "store/task.h"

/* The filter that the request asks for; borrows from PARAMS. */
static enum rc
read_filter(struct bf_call *c, const json_t *params, struct task_filter *f)
{
	const char *number = param_text(params, "case");
	struct case_head head;
	struct gate_pass pass;
	enum rc rc;

	memset(f, 0, sizeof(*f));
	f->due_before =
	    param_bool(params, "overdue", false) ? c->today : DATE_NONE;
	f->unit = param_text(params, "unit");
	f->user = param_text(params, "user");
	f->closed = param_bool(params, "closed", false);
	if (param_bool(params, "mine", false) && c->who->user != NULL)
		f->user = c->who->user->name;
	if (number == NULL)
		return RC_OK;
	rc = view_case(c, number, false, "task", &head, &pass);
	if (rc == RC_OK)
		f->case_id = head.id;
	return rc;
}

static int
task_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL, *next = NULL;
	struct task_filter f;
	struct scope scope;
	struct page page;
	size_t n;
	enum rc rc;

	gate_scope(c->who, &scope);
	if ((rc = page_read(params, &page, &c->err)) == RC_OK &&
	    (rc = read_filter(c, params, &f)) == RC_OK)
		rc = task_list(c->store, &scope, &f, page.after, page.limit,
		    &rows, &c->err);
	n = json_array_size(rows);
	if (rc == RC_OK && n == (size_t)page.limit)
		next = page_key(json_integer_value(
		    json_object_get(json_array_get(rows, n - 1), "id")));
	if (rc == RC_OK)
		rc = view_tasks(c, rows);
	return (int)page_answer(rc, rows, next, result);
}

/* May the caller do T: in its unit or its user, and in its role? */
static enum rc
check_doer(struct bf_call *c, const struct step *st, const struct task *t)
{
	json_t *row = json_pack("{s:s,s:s}", "unit", t->unit, "user", t->user);
	bool own = view_task_is_own(c, row);
	enum role role;

	json_decref(row);
	if (!own && st->relation <= RELATION_TASK)
		return err_set(&c->err, RC_NOTFOUND, _("task %lld: not found"),
		    (long long)t->id);
	if (t->role[0] != '\0' && role_parse(t->role, &role) &&
	    !principal_has(c->who, role))
		return err_set(&c->err, RC_DENIED,
		    _("task %lld: is for the "
		      "role %s"),
		    (long long)t->id, t->role);
	return RC_OK;
}

/* What was done goes into the history, the note apart from what is clear. */
static enum rc
finish(struct bf_call *c, struct step *st, const struct task *t,
    const char *note, json_t **result)
{
	const struct def_field field = { .name = "note",
		.class = BF_CLASS_IDENTITY,
		.type = DEF_TEXT };
	json_t *what, *text = note != NULL ? json_string(note) : NULL;
	enum rc rc;

	rc = task_close(c->tx, t->id, principal_name(c->who), note,
	    said_with(st, text), &c->err);
	if (rc == RC_OK && text != NULL)
		step_input(st, &field, text);
	json_decref(text);
	if (rc != RC_OK)
		return rc;
	what = json_pack("{s:I}", "task", (json_int_t)t->id);
	if (t->key[0] != '\0')
		json_object_set_new(what, "key", json_string(t->key));
	rc = step_finish(st, "task.done", what, result);
	json_decref(what);
	return rc;
}

static int
task_done(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "task", 0);
	struct step st;
	struct task t;
	enum rc rc;

	memset(&t, 0, sizeof(t));
	rc = task_get(c->store, id, &t, &c->err);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return (int)rc;
	/* One that does not exist goes the same way: of case 0. */
	err_clear(&c->err);
	rc = step_open_id(c, rc == RC_OK ? t.case_id : 0, STEP_ACT, &st);
	if (rc == RC_NOTFOUND) {
		err_clear(&c->err);
		(void)err_set(&c->err, RC_NOTFOUND, _("task %lld: not found"),
		    (long long)id);
	}
	if (rc == RC_OK && (rc = check_doer(c, &st, &t)) == RC_OK)
		rc = finish(c, &st, &t, param_text(params, "note"), result);
	step_fini(&st);
	task_fini(&t);
	return (int)rc;
}

static const struct bf_param list_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_POSITIONAL,
	    .text = N_("only the tasks of this case") },
	{ .name = "mine",
	    .type = BF_BOOL,
	    .text = N_("only those given to me") },
	{ .name = "unit",
	    .type = BF_NAME,
	    .text = N_("only those of this unit") },
	{ .name = "user",
	    .type = BF_NAME,
	    .text = N_("only those given to this user") },
	{ .name = "overdue",
	    .type = BF_BOOL,
	    .text = N_("only those whose day has passed") },
	{ .name = "closed",
	    .type = BF_BOOL,
	    .text = N_("those that are done as well") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_param done_params[] = {
	{ .name = "task",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the task, as task list shows it") },
	{ .name = "note",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("what was done") },
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("task") },
	{ "case", BF_CASE, N_("case") },
	{ "title", BF_TEXT, N_("title") },
	{ "unit", BF_NAME, N_("unit") },
	{ "user", BF_NAME, N_("user") },
	{ "due", BF_DATE, N_("due") },
	{ "overdue", BF_BOOL, N_("overdue") },
	{ "withheld", BF_NAME, N_("held back") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column done_columns[] = {
	{ "case", BF_CASE, N_("case") },
	{ "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

const struct bf_method task_methods[] = {
	{ .name = "task.list",
	    .nb = "oppgave list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list open tasks"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = task_list_call },
	{ .name = "task.done",
	    .nb = "oppgave ferdig",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("close a task: it is done"),
	    .params = done_params,
	    .columns = done_columns,
	    .errors = "",
	    .call = task_done },
	{ .name = NULL },
};
