/*
 * plugin_work -- what plugins leave to do: tasks, timers, events, letters.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/frame.h"
#include "engine/host.h"
#include "engine/letter.h"
#include "engine/letter_text.h"
#include "engine/plugin_host.h"
#include "engine/plugins.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "engine/touched.h"
#include "model/pure.h"
#include "store/outbox.h"
#include "store/task.h"
#include "store/timer.h"

static int
ask(struct bf_call *c, int64_t case_id, const char *verb, json_t *args,
    json_t **result)
{
	json_t *unused = NULL;
	struct step *st;
	int rc;

	if ((rc = touched_get(c, case_id, &st)) == RC_OK)
		rc = host_do(st, verb, args, result != NULL ? result : &unused,
		    &c->err);
	json_decref(unused);
	json_decref(args);
	return rc;
}

/* The names in T, each one that is known here. */
static int
task_names(struct bf_call *c, const struct bf_task *t, struct task *out)
{
	const struct municipality *m = c->municipality;
	const struct unit *u = NULL;
	enum role role;

	if (t->unit != NULL && (u = municipality_unit_like(m, t->unit)) == NULL)
		return host_misuse(c, _("no unit of that name or type"),
		    t->unit);
	if (t->user != NULL && municipality_user(m, t->user) == NULL)
		return host_misuse(c, _("not a user here"), t->user);
	if (t->role != NULL && !role_parse(t->role, &role))
		return host_misuse(c, _("no such role"), t->role);
	if (t->key != NULL && strlen(t->key) >= STORE_NAME_SIZE)
		return host_misuse(c, _("a key that is too long"), t->key);
	step_name(out->unit, u != NULL ? u->name : NULL);
	step_name(out->user, t->user);
	step_name(out->role, t->role);
	step_name(out->key, t->key);
	return RC_OK;
}

/* What a plugin watches over may outlive the case, and so do its tasks. */
int
host_task_open(struct bf_call *c, int64_t case_id, const struct bf_task *t)
{
	struct task task;
	struct step *st;
	int rc;

	memset(&task, 0, sizeof(task));
	task.stays = true;
	step_name(task.cause, "plugin");
	task.due = t->due.days != 0 ? pure_date_in(t->due) : DATE_NONE;
	if (t->title == NULL)
		return host_misuse(c, _("no title"), t->key);
	if ((rc = task_names(c, t, &task)) != RC_OK ||
	    (rc = touched_get(c, case_id, &st)) != RC_OK)
		return rc;
	task.title = mem_text(t->title);
	rc = tasks_add(st, &task, &c->err);
	task_fini(&task);
	return rc;
}

int
host_task_close(struct bf_call *c, int64_t case_id, const char *key)
{
	return ask(c, case_id, "task.close", json_pack("{ss}", "key", key),
	    NULL);
}

/* The row of one's own that NAME stands for. */
static int
check_name(struct bf_call *c, const char *name, unsigned int flag)
{
	if (name != NULL && strlen(name) < STORE_NAME_SIZE &&
	    plugins_event(host_plugin(c), name, flag) != NULL)
		return RC_OK;
	return host_misuse(c, _("not in the plugin's events"), name);
}

/* Where a timer's key stands: no stage has a name like that. */
static int
key_of(struct bf_call *c, const char *key, char out[STORE_NAME_SIZE])
{
	if (key == NULL)
		key = "";
	if (strlen(key) + 2 > STORE_NAME_SIZE)
		return host_misuse(c, _("a key that is too long"), key);
	out[0] = '@';
	memcpy(out + 1, key, strlen(key) + 1);
	return RC_OK;
}

/* Case 0 is the municipality; any other is opened, and its row has the note. */
static int
note_timer(struct bf_call *c, int64_t case_id, const char *verb,
    const char *name, int64_t due)
{
	struct step *st;
	int rc;

	if (frame_reads(c))
		return host_misuse(c, _("a method that reads writes nothing"),
		    name);
	if (case_id == 0)
		return RC_OK;
	if ((rc = touched_get(c, case_id, &st)) == RC_OK)
		step_effect(st, verb,
		    json_pack("{ss sI}", "timer", name, "due",
			(json_int_t)due));
	return rc;
}

int
host_timer_begin(struct bf_call *c, int64_t case_id, const char *name,
    const char *key, int64_t at, const json_t *payload)
{
	struct timer t;
	int rc;

	memset(&t, 0, sizeof(t));
	if ((rc = check_name(c, name, BF_TIMER)) != RC_OK ||
	    (rc = key_of(c, key, t.stage)) != RC_OK ||
	    (rc = note_timer(c, case_id, "timer.start", name, at)) != RC_OK ||
	    (rc = timer_remove_plugin(c->tx, case_id, name, t.stage,
		 &c->err)) != RC_OK)
		return rc;
	t.due = at;
	snprintf(t.kind, sizeof(t.kind), "plugin");
	t.case_id = case_id;
	step_name(t.name, name);
	t.payload = json_incref((json_t *)(uintptr_t)payload);
	rc = timer_add(c->tx, &t, &c->err);
	timer_fini(&t);
	return rc;
}

int
host_timer_end(struct bf_call *c, int64_t case_id, const char *name,
    const char *key)
{
	char stage[STORE_NAME_SIZE];
	int rc;

	if ((rc = check_name(c, name, BF_TIMER)) != RC_OK ||
	    (rc = key_of(c, key, stage)) != RC_OK ||
	    (rc = note_timer(c, case_id, "timer.cancel", name, 0)) != RC_OK)
		return rc;
	return timer_remove_plugin(c->tx, case_id, name, stage, &c->err);
}

int
host_emit(struct bf_call *c, int64_t case_id, const char *name,
    const json_t *payload)
{
	struct step *st = touched_find(c, case_id);
	struct timer t;
	int rc;

	if (frame_reads(c))
		return host_misuse(c, _("a method that reads writes nothing"),
		    name);
	if (case_id == 0)
		return host_misuse(c, _("happens in a case"), name);
	if ((rc = check_name(c, name, BF_EMITS)) != RC_OK)
		return rc;
	memset(&t, 0, sizeof(t));
	t.due = c->now;
	snprintf(t.kind, sizeof(t.kind), "event");
	t.case_id = case_id;
	step_name(t.name, name);
	t.payload = json_incref((json_t *)(uintptr_t)payload);
	rc = timer_add(c->tx, &t, &c->err);
	if (rc == RC_OK && st != NULL)
		step_effect(st, "emit", json_pack("{ss}", "event", name));
	timer_fini(&t);
	return rc;
}

static int
send(struct bf_call *c, int64_t case_id, const char *verb, const json_t *what,
    char *key)
{
	json_t *made = NULL;
	int rc;

	rc = ask(c, case_id, verb, json_incref((json_t *)(uintptr_t)what),
	    &made);
	if (rc == RC_OK && key != NULL)
		snprintf(key, OUTBOX_KEY_SIZE, "%s", json_string_value(made));
	json_decref(made);
	return rc;
}

int
host_letter(struct bf_call *c, int64_t case_id, const json_t *letter, char *key)
{
	return send(c, case_id, "letter", letter, key);
}

/* The words that are frozen, of PAYLOAD (new). */
static json_t *
written(const json_t *payload)
{
	static const char *const names[] = { "title", "text", "language",
		"written" };
	json_t *out = json_object();
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		json_object_set(out, names[i],
		    json_object_get(payload, names[i]));
	return out;
}

int
host_letter_write(struct bf_call *c, int64_t case_id, const json_t *letter,
    json_t **out)
{
	json_t *payload = json_deep_copy(letter);
	struct step *st;
	enum rc rc;

	*out = NULL;
	rc = touched_get(c, case_id, &st);
	if (rc == RC_OK && json_object_get(letter, "to") != NULL)
		rc = letter_address(st, payload, &c->err);
	if (rc == RC_OK)
		rc = letter_write(st, payload, &c->err);
	if (rc == RC_OK && json_object_get(payload, "text") == NULL)
		rc = err_set(&c->err, RC_INVALID,
		    _("letter: a template or a text is missing"));
	if (rc == RC_OK)
		*out = written(payload);
	json_decref(payload);
	return rc;
}

/* The unit of the first who has ROLE; NULL if nobody has. */
static const struct unit *
unit_of_role(const struct municipality *m, enum role role)
{
	size_t i;

	for (i = 0; i < m->n_users; i++)
		if ((m->users[i].roles & ROLE_BIT(role)) != 0 &&
		    m->users[i].n_units > 0)
			return municipality_unit(m, m->users[i].unit_names[0]);
	return NULL;
}

/* To a unit by name or type, or to that of who has a role: there is no case. */
static int
address_alone(struct bf_call *c, json_t *payload)
{
	const struct municipality *m = c->municipality;
	const char *to = json_string_value(json_object_get(payload, "to"));
	const struct unit *u =
	    to == NULL ? NULL : municipality_unit_like(m, to);
	enum role role;

	if (u == NULL && to != NULL && role_parse(to, &role))
		u = unit_of_role(m, role);
	if (u == NULL)
		return host_misuse(c, _("no unit, and nobody has such a role"),
		    to);
	json_object_set_new(payload, "unit", json_string(u->name));
	return RC_OK;
}

/* A message that belongs to no case, numbered by the step that sends it. */
static int
send_alone(struct bf_call *c, const json_t *notice, char *key)
{
	struct outbox o;
	int rc;

	memset(&o, 0, sizeof(o));
	snprintf(o.key, sizeof(o.key), "%s.E%lld.%s.%lld.%lld",
	    c->municipality->number, (long long)c->engine->incarnation,
	    host_plugin(c)->plugin->name, (long long)call_commit(c),
	    (long long)++c->n_alone);
	snprintf(o.kind, sizeof(o.kind), "notice");
	o.due = c->now;
	o.payload = json_deep_copy(notice);
	if ((rc = address_alone(c, o.payload)) == RC_OK)
		rc = outbox_add(c->tx, &o, &c->err);
	if (rc == RC_OK && key != NULL)
		snprintf(key, OUTBOX_KEY_SIZE, "%s", o.key);
	outbox_fini(&o);
	return rc;
}

int
host_notice(struct bf_call *c, int64_t case_id, const json_t *notice, char *key)
{
	if (frame_reads(c))
		return host_misuse(c, _("a method that reads writes nothing"),
		    "notice");
	if (case_id == 0)
		return send_alone(c, notice, key);
	return send(c, case_id, "notice", notice, key);
}
