/*
 * orders -- who has an order, and the one task that goes with it.
 */
#include "engine/orders.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "engine/said.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "model/municipality.h"
#include "store/task.h"
#include "store/tx.h"

#define KEY_SIZE 48
#define PAGE 100

static void
key_of(const struct order *o, const char *more, char out[KEY_SIZE])
{
	snprintf(out, KEY_SIZE, "order.%lld%s", (long long)o->id, more);
}

bool
orders_is_open(const struct order *o)
{
	return strcmp(o->state, "evaluated") != 0 &&
	    strcmp(o->state, "cancelled") != 0;
}

static void
title_of(const struct order *o, char *out, size_t size)
{
	long long id = (long long)o->id;

	if (strcmp(o->state, "ordered") == 0)
		snprintf(out, size, _("Order %lld: accept or decline"), id);
	else if (strcmp(o->state, "accepted") == 0)
		snprintf(out, size, _("Order %lld: carry out and deliver"), id);
	else if (strcmp(o->state, "delivered") == 0)
		snprintf(out, size,
		    _("Order %lld: evaluate what was delivered"), id);
	else
		snprintf(out, size,
		    _("Order %lld: declined, find another unit"), id);
}

/* The owner's task; what was open of this order before has ended. */
static enum rc
open_task(struct step *st, const struct order *o, struct err *e)
{
	char title[ERR_TEXT_MAX], key[KEY_SIZE];
	struct task t;
	enum rc rc;

	key_of(o, "", key);
	if ((rc = tasks_close(st, key, e)) != RC_OK || !orders_is_open(o))
		return rc;
	memset(&t, 0, sizeof(t));
	title_of(o, title, sizeof(title));
	t.title = mem_text(title);
	t.due = o->due;
	step_name(t.key, key);
	step_name(t.unit, o->owner_unit);
	step_name(t.user, o->owner_user);
	step_name(t.role, tasks_role(st, o->owner_unit));
	step_name(t.cause, "order");
	rc = tasks_add(st, &t, e);
	task_fini(&t);
	return rc;
}

static struct order_change
change_of(const struct step *st, const char *verdict, const char *note)
{
	const struct principal *p = st->call->who;
	struct order_change ch = { .by = principal_name(p),
		.unit = p->unit != NULL ? p->unit->name : "",
		.verdict = verdict,
		.note = note,
		.class = said_class(st) };

	return ch;
}

static void
note_effect(struct step *st, const char *verb, const struct order *o)
{
	step_effect(st, verb,
	    json_pack("{sI ss ss ss ss}", "order", (json_int_t)o->id, "kind",
		o->kind, "state", o->state, "owner_unit", o->owner_unit,
		"owner_user", o->owner_user));
}

enum rc
orders_send(struct step *st, struct order *o, struct err *e)
{
	struct order_change ch = change_of(st, NULL, NULL);
	enum rc rc;

	memcpy(o->state, "ordered", sizeof("ordered"));
	step_name(o->owner_unit, o->performer);
	o->owner_user[0] = '\0';
	if ((rc = order_add(st->call->tx, o, &ch, e)) != RC_OK)
		return rc;
	note_effect(st, "order.send", o);
	return open_task(st, o, e);
}

enum rc
orders_move(struct step *st, struct order *o, const char *state,
    const char *unit, const char *user, const char *verdict, const char *note,
    struct err *e)
{
	struct order_change ch = change_of(st, verdict, note);
	char new_unit[STORE_NAME_SIZE] = "", new_user[STORE_NAME_SIZE] = "";
	enum rc rc;

	/* What is given may lie in O itself. */
	step_name(new_unit, unit);
	step_name(new_user, user);
	if (state != o->state)
		snprintf(o->state, sizeof(o->state), "%s", state);
	memcpy(o->owner_unit, new_unit, sizeof(new_unit));
	memcpy(o->owner_user, new_user, sizeof(new_user));
	if ((rc = order_save(st->call->tx, o, &ch, e)) != RC_OK)
		return rc;
	note_effect(st, "order.move", o);
	return open_task(st, o, e);
}

enum rc
orders_end_all(struct step *st, const char *note, struct err *e)
{
	static const struct scope all = { .all = true };
	struct order_filter f = { .case_id = st->head.id };
	json_t *rows = NULL, *row;
	struct order o;
	size_t i;
	enum rc rc;

	rc = order_list(st->call->store, &all, &f, 0, STORE_LIST_MAX, &rows, e);
	json_array_foreach(rows, i, row) {
		if (rc != RC_OK)
			break;
		rc = order_get(st->call->store,
		    json_integer_value(json_object_get(row, "id")), &o, e);
		if (rc == RC_OK && strcmp(o.state, "delivered") == 0)
			rc = orders_move(st, &o, "evaluated", o.owner_unit,
			    o.owner_user, "unknown", note, e);
		else if (rc == RC_OK)
			rc = orders_move(st, &o, "cancelled", o.owner_unit,
			    o.owner_user, NULL, note, e);
		order_fini(&o);
	}
	json_decref(rows);
	return rc;
}

static bool
works_in(const struct user *u, const char *unit)
{
	size_t i;

	for (i = 0; u != NULL && i < u->n_units; i++)
		if (strcmp(u->unit_names[i], unit) == 0)
			return true;
	return false;
}

/* Is the order's owner still here? */
static bool
is_owned(const struct municipality *m, const struct order *o)
{
	if (municipality_unit(m, o->owner_unit) == NULL)
		return false;
	return o->owner_user[0] == '\0' ||
	    works_in(municipality_user(m, o->owner_user), o->owner_unit);
}

/* Who takes over: the unit itself, the sender, the case's unit, or the first. */
static const char *
heir_of(const struct step *st, const struct order *o)
{
	const struct municipality *m = st->call->municipality;
	const char *const line[] = { o->owner_unit, o->sender, st->head.unit };
	size_t i;

	for (i = 0; i < sizeof(line) / sizeof(line[0]); i++)
		if (municipality_unit(m, line[i]) != NULL)
			return line[i];
	return m->units[0].name;
}

static enum rc
tell_leader(struct step *st, const struct order *o, struct err *e)
{
	char key[KEY_SIZE], title[ERR_TEXT_MAX];
	struct task t;
	enum rc rc;

	memset(&t, 0, sizeof(t));
	key_of(o, ".owner", key);
	snprintf(title, sizeof(title),
	    _("Order %lld: who had it has left; give it to somebody"),
	    (long long)o->id);
	t.title = mem_text(title);
	t.due = st->call->today;
	step_name(t.key, key);
	step_name(t.unit, o->owner_unit);
	step_name(t.role, role_name(ROLE_LEADER));
	step_name(t.cause, "order");
	rc = tasks_add(st, &t, e);
	task_fini(&t);
	return rc;
}

/* One order, in a step of its own as the system. */
static enum rc
rehome_one(struct engine *en, struct tx *tx, struct order *o, struct err *e)
{
	struct savepoint sp;
	struct bf_call c;
	struct step st;
	json_t *what;
	enum rc rc;

	if ((rc = savepoint_begin(tx, &sp, e)) != RC_OK)
		return rc;
	call_init(&c, en, tx, &en->system, engine_now(en));
	rc = step_open_id(&c, o->case_id, STEP_WRITE, &st);
	if (rc == RC_OK &&
	    (rc = orders_move(&st, o, o->state, heir_of(&st, o), "", NULL, NULL,
		 &c.err)) == RC_OK &&
	    (rc = tell_leader(&st, o, &c.err)) == RC_OK) {
		what = json_pack("{sI}", "order", (json_int_t)o->id);
		rc = step_finish(&st, "order.rehome", what, NULL);
		json_decref(what);
	}
	step_fini(&st);
	if (rc == RC_OK)
		rc = savepoint_release(&sp, e);
	else {
		log_warning("order.rehome", log_int("order", o->id),
		    log_text("error", c.err.name));
		savepoint_rollback(&sp);
	}
	call_fini(&c);
	return tx_is_open(tx) ? RC_OK : rc;
}

enum rc
orders_rehome(struct engine *en, struct tx *tx, struct err *e)
{
	int64_t ids[PAGE], after = 0;
	struct order o;
	size_t n, i;
	enum rc rc;

	do {
		rc = order_open_ids(en->parts.store, after, PAGE, ids, &n, e);
		for (i = 0; rc == RC_OK && i < n; i++) {
			rc = order_get(en->parts.store, ids[i], &o, e);
			if (rc == RC_OK &&
			    !is_owned(en->parts.municipality, &o))
				rc = rehome_one(en, tx, &o, e);
			order_fini(&o);
			after = ids[i];
		}
	} while (rc == RC_OK && n == PAGE);
	return rc;
}
