/*
 * tasks -- open and close tasks; task.done.
 */
#include "engine/tasks.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/host.h"
#include "engine/rows.h"
#include "engine/step.h"
#include "model/duration.h"
#include "model/municipality.h"
#include "store/task.h"
#include "store/tx.h"

/* Store T, whose title is borrowed, unless its key is open. */
static enum rc
add(struct step *st, struct task *t, struct err *e)
{
	struct bf_call *c = st->call;
	int64_t id = 0;
	enum rc rc = RC_OK;

	if (t->key[0] != '\0')
		rc = task_find_key(c->store, st->head.id, t->key, &id, e);
	if (rc != RC_OK || id != 0) {
		t->id = id;
		return rc;
	}
	t->case_id = st->head.id;
	step_name(t->stage, st->head.stage);
	step_name(t->created_by, principal_name(c->who));
	if (t->unit[0] == '\0')
		step_name(t->unit, st->head.unit);
	if ((rc = task_open(c->tx, t, e)) == RC_OK)
		step_effect(st, "task.open", json_pack("{sI ss ss}", "task",
		    (json_int_t)t->id, "key", t->key, "unit", t->unit));
	return rc;
}

enum rc
tasks_open(struct step *st, const char *key, const char *title,
    const char *unit, struct date due, const char *cause, struct err *e)
{
	struct task t;
	enum rc rc;

	memset(&t, 0, sizeof(t));
	step_name(t.key, key);
	step_name(t.unit, unit);
	step_name(t.cause, cause);
	t.due = due;
	t.title = mem_text(title);
	rc = add(st, &t, e);
	task_fini(&t);
	return rc;
}

enum rc
tasks_close(struct step *st, const char *key, struct err *e)
{
	struct bf_call *c = st->call;
	int64_t id;
	enum rc rc;

	rc = task_find_key(c->store, st->head.id, key, &id, e);
	if (rc != RC_OK || id == 0)
		return rc;
	rc = task_close(c->tx, id, principal_name(c->who), NULL, e);
	if (rc == RC_OK)
		step_effect(st, "task.close", json_pack("{sI ss}", "task",
		    (json_int_t)id, "key", key));
	return rc;
}

/* A date, or a length of time from today. */
static enum rc
read_due(const struct step *st, const char *text, struct date *out,
    struct err *e)
{
	struct duration length;
	struct err none = ERR_INIT;

	*out = DATE_NONE;
	if (text == NULL || date_parse(text, out, &none) == RC_OK)
		return RC_OK;
	if (duration_parse(text, &length, &none) != RC_OK)
		return err_set(e, RC_SCRIPT,
		    _("due: %s is neither a date nor a duration"), text);
	*out = duration_after(st->call->today, length);
	return RC_OK;
}

static enum rc
read_names(const struct step *st, const json_t *args, struct task *t,
    struct err *e)
{
	const struct municipality *m = st->call->municipality;
	const char *unit, *user, *role, *key;
	const struct unit *u = NULL;
	enum role parsed;
	enum rc rc;

	if ((rc = host_text(args, "unit", false, &unit, e)) != RC_OK ||
	    (rc = host_text(args, "user", false, &user, e)) != RC_OK ||
	    (rc = host_text(args, "role", false, &role, e)) != RC_OK ||
	    (rc = host_text(args, "key", false, &key, e)) != RC_OK)
		return rc;
	if (unit != NULL && (u = municipality_unit_like(m, unit)) == NULL)
		return err_set(e, RC_SCRIPT,
		    _("case:task: unit %s: no unit of that name or type"),
		    unit);
	if (user != NULL && municipality_user(m, user) == NULL)
		return err_set(e, RC_SCRIPT,
		    _("case:task: user %s: not a user here"), user);
	if (role != NULL && !role_parse(role, &parsed))
		return err_set(e, RC_SCRIPT,
		    _("case:task: role %s: no such role"), role);
	if (key != NULL && strlen(key) >= STORE_NAME_SIZE)
		return err_set(e, RC_SCRIPT, _("case:task: key: too long"));
	step_name(t->unit, u != NULL ? u->name : NULL);
	step_name(t->user, user);
	step_name(t->role, role);
	step_name(t->key, key);
	return RC_OK;
}

static enum rc
verb_open(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const char *title, *due;
	struct task t;
	enum rc rc;

	memset(&t, 0, sizeof(t));
	if ((rc = host_text(args, "title", true, &title, e)) != RC_OK ||
	    (rc = host_text(args, "due", false, &due, e)) != RC_OK ||
	    (rc = read_due(st, due, &t.due, e)) != RC_OK ||
	    (rc = read_names(st, args, &t, e)) != RC_OK)
		return rc;
	step_name(t.cause, "definition");
	t.title = mem_text(title);
	if ((rc = add(st, &t, e)) == RC_OK)
		*result = json_integer(t.id);
	task_fini(&t);
	return rc;
}

static enum rc
verb_close(struct step *st, const json_t *args, json_t **result,
    struct err *e)
{
	const char *key;
	enum rc rc;

	(void)result;
	if ((rc = host_text(args, "key", true, &key, e)) != RC_OK)
		return rc;
	return tasks_close(st, key, e);
}

const struct host_verb host_task_verbs[] = {
	{ "task.open", true, verb_open },
	{ "task.close", true, verb_close },
	{ NULL, false, NULL }
};

/* Is the task the caller's own to do? */
static enum rc
check_own(const struct step *st, const struct task *t, struct err *e)
{
	const struct principal *p = st->call->who;
	enum role role;

	if (t->role[0] != '\0' && role_parse(t->role, &role) &&
	    !principal_has(p, role))
		return err_set(e, RC_DENIED, _("task %lld: is for %s"),
		    (long long)t->id, t->role);
	if (st->relation != RELATION_TASK)
		return RC_OK;
	if (t->user[0] != '\0' ? strcmp(t->user, principal_name(p)) == 0 :
	    principal_in_unit(p, t->unit))
		return RC_OK;
	return err_set(e, RC_NOTFOUND, _("task %lld: not found"),
	    (long long)t->id);
}

static enum rc
finish_task(struct step *st, const struct task *t, const char *note,
    json_t **result)
{
	struct bf_call *c = st->call;
	json_t *what;
	enum rc rc;

	rc = check_own(st, t, &c->err);
	if (rc == RC_OK)
		rc = task_close(c->tx, t->id, principal_name(c->who), note,
		    &c->err);
	if (rc != RC_OK)
		return rc;
	what = json_pack("{sI ss}", "task", (json_int_t)t->id, "key", t->key);
	rc = step_finish(st, "task.done", what, result);
	json_decref(what);
	return rc;
}

static int
done_call(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "id", 0);
	struct task t;
	struct step st;
	enum rc rc;

	memset(&t, 0, sizeof(t));
	rc = task_get(c->store, id, &t, &c->err);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	/* Unknown tasks pass the gate too, with a case that no one has. */
	rc = step_open_id(c, t.case_id, STEP_ACT, &st);
	if (rc == RC_NOTFOUND)
		rc = err_set(&c->err, RC_NOTFOUND, _("task %lld: not found"),
		    (long long)id);
	if (rc == RC_OK)
		rc = finish_task(&st, &t, param_text(params, "note"), result);
	step_fini(&st);
	task_fini(&t);
	return rc;
}

static const struct bf_param done_params[] = {
	{ .name = "id", .type = BF_ID, .flags = BF_REQUIRED | BF_POSITIONAL,
	  .text = N_("the task's number, as task list shows it") },
	{ .name = "note", .type = BF_TEXT, .class = BF_CLASS_IDENTITY,
	  .text = N_("what came of it") },
	{ .type = BF_END }
};

static const struct bf_column done_columns[] = {
	{ "case", BF_CASE, N_("case") },
	{ "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") },
	{ .type = BF_END }
};

const struct bf_method task_done_methods[] = {
	{ .name = "task.done", .nb = "oppgave ferdig", .kind = BF_STEP,
	  .access = BF_ACCESS_CASE, .faces = BF_FACE_SOCKET,
	  .text = N_("mark a task as done"), .params = done_params,
	  .columns = done_columns, .errors = "", .call = done_call },
	{ .name = NULL }
};
