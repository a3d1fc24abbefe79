/*
 * tasks -- open and close the tasks of a case.
 */
#include "engine/said.h"
#include "engine/tasks.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/host.h"
#include "engine/step.h"
#include "model/duration.h"
#include "model/municipality.h"
#include "store/scope.h"
#include "store/task.h"
#include "store/tx.h"

enum rc
tasks_add(struct step *st, struct task *t, struct err *e)
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
	if (t->stage[0] == '\0')
		step_name(t->stage, st->head.stage);
	step_name(t->created_by, principal_name(c->who));
	if (t->unit[0] == '\0')
		step_name(t->unit, st->head.unit);
	t->class = said_of_itself(st, t->title);
	if ((rc = task_open(c->tx, t, e)) == RC_OK)
		step_effect(st, "task.open",
		    json_pack("{sI ss ss}", "task", (json_int_t)t->id, "key",
			t->key, "unit", t->unit));
	return rc;
}

const char *
tasks_role(const struct step *st, const char *unit)
{
	const struct unit *u = municipality_unit(st->call->municipality, unit);

	return u != NULL && u->domain == DOMAIN_PROPERTY ?
	    role_name(ROLE_PROPERTY) :
	    "";
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
	rc = tasks_add(st, &t, e);
	task_fini(&t);
	return rc;
}

static enum rc
open_for(struct step *st, struct task *t, const char *title, struct err *e)
{
	enum rc rc;

	t->title = mem_text(title);
	rc = tasks_add(st, t, e);
	task_fini(t);
	return rc;
}

enum rc
tasks_open_beside(struct step *st, const char *key, const char *title,
    const char *unit, const char *role, struct date due, struct err *e)
{
	struct task t;

	memset(&t, 0, sizeof(t));
	t.stays = true;
	step_name(t.key, key);
	step_name(t.unit, unit);
	step_name(t.role, role);
	step_name(t.cause, "decision");
	t.due = due;
	return open_for(st, &t, title, e);
}

enum rc
tasks_open_leader(struct step *st, const char *key, const char *title,
    const char *unit, bool beside, struct err *e)
{
	struct task t;

	memset(&t, 0, sizeof(t));
	if (beside)
		t.stays = true;
	step_name(t.key, key);
	step_name(t.unit, unit);
	step_name(t.role, role_name(ROLE_LEADER));
	step_name(t.cause, "deadline");
	t.due = DATE_NONE;
	return open_for(st, &t, title, e);
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
	rc = task_close(c->tx, id, principal_name(c->who), NULL,
	    BF_CLASS_IDENTITY, e);
	if (rc == RC_OK)
		step_effect(st, "task.close",
		    json_pack("{sI ss}", "task", (json_int_t)id, "key", key));
	return rc;
}

static bool
goes_along(const struct step *st, const json_t *row)
{
	const char *unit = json_string_value(json_object_get(row, "unit"));
	const char *key = json_string_value(json_object_get(row, "key"));

	/* Orders and approvals belong to the unit that has them. */
	if (key != NULL &&
	    (strncmp(key, "order.", 6) == 0 ||
		strncmp(key, "allocation.", 11) == 0))
		return false;
	return unit != NULL && strcmp(unit, st->before.unit) == 0 &&
	    json_object_get(row, "user") == NULL;
}

enum rc
tasks_follow(struct step *st, struct err *e)
{
	static const struct scope everything = { .all = true };
	struct task_filter filter = { .due_before = DATE_NONE,
		.case_id = st->head.id };
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	rc = task_list(st->call->store, &everything, &filter, 0, STORE_LIST_MAX,
	    &rows, e);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		if (rc == RC_OK && goes_along(st, row))
			rc = task_assign(st->call->tx,
			    json_integer_value(json_object_get(row, "id")),
			    st->head.unit, "", e);
	}
	json_decref(rows);
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
	t.stays = json_is_true(json_object_get(args, "stays"));
	t.title = step_says(st, title);
	if ((rc = tasks_add(st, &t, e)) == RC_OK)
		*result = json_integer(t.id);
	task_fini(&t);
	return rc;
}

static enum rc
verb_close(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const char *key;
	enum rc rc;

	(void)result;
	if ((rc = host_text(args, "key", true, &key, e)) != RC_OK)
		return rc;
	return tasks_close(st, key, e);
}

const struct host_verb host_task_verbs[] = { { "task.open", true, verb_open },
	{ "task.close", true, verb_close }, { NULL, false, NULL } };
