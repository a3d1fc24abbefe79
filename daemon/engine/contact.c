/*
 * contact -- every case has a contact person who works in its unit.
 */
#include "engine/contact.h"

#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "store/task.h"
#include "store/tx.h"

#define KEY "contact.missing"
#define PAGE 64

bool
contact_works_in(const struct municipality *m, const char *user,
    const char *unit)
{
	const struct user *u = municipality_user(m, user);
	size_t i;

	for (i = 0; u != NULL && i < u->n_units; i++)
		if (strcmp(u->unit_names[i], unit) == 0)
			return true;
	return false;
}

static enum rc
ask_leader(struct step *st, struct err *e)
{
	struct task t;
	enum rc rc;

	memset(&t, 0, sizeof(t));
	t.title = mem_text(
	    _("the contact person does not work in the case's unit; name one "
	      "who does"));
	t.due = st->call->today;
	step_name(t.key, KEY);
	step_name(t.role, role_name(ROLE_LEADER));
	step_name(t.cause, "contact");
	rc = tasks_add(st, &t, e);
	task_fini(&t);
	return rc;
}

enum rc
contact_follow(struct step *st, struct err *e)
{
	const struct case_head *h = &st->head;

	if (st->created ||
	    (strcmp(h->unit, st->before.unit) == 0 &&
		strcmp(h->contact, st->before.contact) == 0))
		return RC_OK;
	if (!contact_works_in(st->call->municipality, h->contact, h->unit))
		return RC_OK; /* the rules refuse the step */
	return tasks_close(st, KEY, e);
}

/* One case, in a step of its own as the system. */
static enum rc
rehome_one(struct engine *en, struct tx *tx, int64_t id, struct err *e)
{
	struct savepoint sp;
	struct bf_call c;
	struct step st;
	enum rc rc;

	if ((rc = savepoint_begin(tx, &sp, e)) != RC_OK)
		return rc;
	call_init(&c, en, tx, &en->system, engine_now(en));
	rc = step_open_id(&c, id, STEP_WRITE, &st);
	if (rc == RC_OK && (rc = ask_leader(&st, &c.err)) == RC_OK)
		rc = step_finish(&st, "contact.missing", NULL, NULL);
	step_fini(&st);
	if (rc == RC_OK) {
		rc = savepoint_release(&sp, e);
	} else {
		log_warning("contact.missing", log_text("error", c.err.name));
		savepoint_rollback(&sp);
	}
	call_fini(&c);
	return tx_is_open(tx) ? RC_OK : rc;
}

static enum rc
left_unit(struct engine *en, struct tx *tx, const char *user, const char *unit,
    struct err *e)
{
	int64_t ids[PAGE], after = 0;
	size_t n, i;
	enum rc rc;

	do {
		rc = case_ids_of_contact(en->parts.store, user, unit, after,
		    PAGE, ids, &n, e);
		for (i = 0; rc == RC_OK && i < n; i++) {
			rc = rehome_one(en, tx, ids[i], e);
			after = ids[i];
		}
	} while (rc == RC_OK && n == PAGE);
	return rc;
}

static bool
has_unit(const json_t *user, const char *unit)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(user, "units"), i, one)
		if (strcmp(json_string_value(one), unit) == 0)
			return true;
	return false;
}

enum rc
contact_rehome(struct engine *en, struct tx *tx, const json_t *before,
    const json_t *now, struct err *e)
{
	const json_t *unit;
	const char *user;
	json_t *known;
	enum rc rc = RC_OK;
	size_t i;

	json_object_foreach((json_t *)(uintptr_t)before, user, known) {
		json_array_foreach(json_object_get(known, "units"), i, unit) {
			if (rc != RC_OK ||
			    has_unit(json_object_get(now, user),
				json_string_value(unit)))
				continue;
			rc =
			    left_unit(en, tx, user, json_string_value(unit), e);
		}
	}
	return rc;
}
