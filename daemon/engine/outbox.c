/*
 * outbox -- effects and events that a function asks for; none happens here.
 *
 * A letter or notice becomes a row with a stable key in the step's savepoint
 * and is delivered after the commit.  An event becomes a timer that is due at
 * once, so that what it causes is a step of its own.
 */
#include <stdio.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/enclose.h"
#include "engine/host.h"
#include "engine/letter.h"
#include "engine/letter_text.h"
#include "engine/loaded.h"
#include "engine/parties.h"
#include "engine/protect.h"
#include "engine/said.h"
#include "engine/step.h"
#include "engine/undoing.h"
#include "model/zone.h"
#include "store/decision.h"
#include "store/decision_party.h"
#include "store/outbox.h"
#include "store/timer.h"
#include "store/tx.h"

/* The revision that this step will have made. */
static int64_t
next_rev(const struct step *st)
{
	return st->created ? st->head.rev : st->head.rev + 1;
}

/* The history proves what the effect says: its row has the hash of it. */
static void
note(struct step *st, const struct outbox *o)
{
	json_t *documents = json_array(), *row, *one;
	char hash[OUTBOX_HASH_SIZE];
	size_t i;

	outbox_hash(o->payload, hash);
	row = json_pack("{ss ss}", "key", o->key, "hash", hash);
	json_array_foreach(json_object_get(o->payload, "enclosures"), i, one)
		json_array_append(documents, json_object_get(one, "document"));
	if (json_array_size(documents) > 0)
		json_object_set(row, "documents", documents);
	json_decref(documents);
	step_effect(st, o->kind, row);
}

static enum rc
queue(struct step *st, const char *kind, const json_t *args, json_t **result,
    struct err *e)
{
	struct bf_call *c = st->call;
	struct outbox o;
	enum rc rc;

	memset(&o, 0, sizeof(o));
	outbox_key(c->store, &st->head, next_rev(st), ++st->n_outbox, o.key);
	snprintf(o.kind, sizeof(o.kind), "%s", kind);
	o.case_id = st->head.id;
	o.due = c->now + undoing_grace(c);
	o.payload = json_deep_copy(args);
	if ((rc = letter_address(st, o.payload, e)) == RC_OK &&
	    (strcmp(kind, "letter") != 0 ||
		((rc = enclose_freeze(st, o.payload, e)) == RC_OK &&
		    (rc = letter_write(st, o.payload, e)) == RC_OK)) &&
	    (rc = protect_check(st, o.payload,
		 json_integer_value(json_object_get(o.payload, "person")),
		 e)) == RC_OK &&
	    (rc = said_in_letter(st, o.payload, &o.class, e)) == RC_OK &&
	    (rc = outbox_add(c->tx, &o, e)) == RC_OK) {
		note(st, &o);
		*result = json_string(o.key);
	}
	outbox_fini(&o);
	return rc;
}

/* Who is told of the decision that ARGS name, or of the case. */
static enum rc
addressees(struct step *st, const json_t *args, struct decision_party **list,
    size_t *n, struct err *e)
{
	int64_t no = json_integer_value(json_object_get(args, "decision"));
	json_t *row = NULL;
	enum rc rc;

	if (no == 0)
		return parties_find(st, "housing", list, n, e);
	rc = decision_get(st->call->store, st->head.id, no, false, &row, e);
	if (rc == RC_OK)
		rc = decision_parties(st->call->store,
		    json_integer_value(json_object_get(row, "id")), list, n, e);
	json_decref(row);
	return rc;
}

/* The same letter to P; the first key goes to *RESULT. */
static enum rc
queue_to(struct step *st, const json_t *args, const struct decision_party *p,
    json_t **result, struct err *e)
{
	json_t *own = json_deep_copy(args), *key = NULL;
	enum rc rc;

	json_object_set_new(own, "receiver", json_string(p->kind));
	if (json_object_get(args, "decision") != NULL)
		json_object_set_new(own, "party",
		    json_integer((json_int_t)p->no));
	if (p->person != 0)
		json_object_set_new(own, "person",
		    json_integer((json_int_t)p->person));
	if (p->name != NULL)
		json_object_set_new(own, "name", json_string(p->name));
	rc = queue(st, "letter", own, &key, e);
	json_decref(own);
	if (*result == NULL)
		*result = key;
	else
		json_decref(key);
	return rc;
}

static int64_t
person_in(const json_t *args)
{
	return json_integer_value(json_object_get(args, "person"));
}

/* Law row 54: what goes to the applicant goes to a representative as well. */
static enum rc
letter(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	struct decision_party *list = NULL;
	const char *template, *to;
	size_t i, n = 0;
	enum rc rc;

	if ((rc = host_text(args, "template",
		 json_object_get(args, "text") == NULL, &template, e)) !=
		RC_OK ||
	    (rc = host_text(args, "to", false, &to, e)) != RC_OK)
		return rc;
	if (json_object_get(args, "outside") != NULL)
		return queue(st, "letter", args, result, e);
	if (to != NULL && strcmp(to, "applicant") != 0)
		return queue(st, "letter", args, result, e);
	if (to == NULL && json_object_get(args, "person") != NULL &&
	    !letter_names(st, "applicant", person_in(args))) {
		if (!letter_names(st, NULL, person_in(args)))
			return err_set(e, RC_SCRIPT,
			    _("letter: person: nobody whom the case names"));
		return queue(st, "letter", args, result, e);
	}
	rc = addressees(st, args, &list, &n, e);
	for (i = 0; rc == RC_OK && i < n; i++)
		rc = queue_to(st, args, &list[i], result, e);
	decision_parties_free(list, n);
	return rc;
}

static enum rc
notice(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	return queue(st, "notice", args, result, e);
}

/* The case that an event is for: this one unless another is named. */
static enum rc
target(struct step *st, const char *number, int64_t *id, struct err *e)
{
	struct case_head head;
	enum relation rel;
	enum rc rc;

	*id = st->head.id;
	if (number == NULL)
		return RC_OK;
	rc = gate_case(st->call->who, st->call->store, number, GATE_READ, &head,
	    &rel, e);
	if (rc == RC_OK)
		*id = head.id;
	return rc;
}

static enum rc
emit(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const char *name, *number;
	struct timer t;
	enum rc rc;

	(void)result;
	memset(&t, 0, sizeof(t));
	if ((rc = host_text(args, "name", true, &name, e)) != RC_OK ||
	    (rc = host_text(args, "case", false, &number, e)) != RC_OK ||
	    (rc = target(st, number, &t.case_id, e)) != RC_OK ||
	    (t.case_id != st->head.id &&
		(rc = protect_check(st, args, 0, e)) != RC_OK))
		return rc;
	if (strlen(name) >= sizeof(t.name))
		return err_set(e, RC_SCRIPT, _("case:emit: name: too long"));
	t.due = st->call->now;
	snprintf(t.kind, sizeof(t.kind), "event");
	step_name(t.name, name);
	t.payload = json_incref(json_object_get(args, "payload"));
	if ((rc = timer_add(st->call->tx, &t, e)) == RC_OK)
		step_effect(st, "emit", json_pack("{ss}", "event", name));
	timer_fini(&t);
	return rc;
}

const struct host_verb host_outbox_verbs[] = { { "letter", true, letter },
	{ "notice", true, notice }, { "emit", true, emit },
	{ NULL, false, NULL } };

static const struct def_timer *
find_timer(const struct step *st, const char *name,
    const struct def_stage **where)
{
	const struct def_stage *from[2] = { st->stage, &st->version->def->any };
	size_t i, k;

	for (i = 0; i < 2; i++)
		for (k = 0; k < from[i]->n_timers; k++)
			if (strcmp(from[i]->timers[k].name, name) == 0) {
				*where = from[i];
				return &from[i]->timers[k];
			}
	return NULL;
}

static enum rc
read_timer(struct step *st, const json_t *args, const struct def_timer **d,
    const struct def_stage **where, struct err *e)
{
	const char *name;
	enum rc rc;

	if ((rc = host_text(args, "name", true, &name, e)) != RC_OK)
		return rc;
	*d = find_timer(st, name, where);
	if (*d == NULL)
		return err_set(e, RC_SCRIPT,
		    _("timer %s: not declared in stage %s"), name,
		    st->stage->name);
	return RC_OK;
}

static enum rc
timer_cancel(struct step *st, const json_t *args, json_t **result,
    struct err *e)
{
	const struct def_stage *where;
	const struct def_timer *d;
	enum rc rc;

	(void)result;
	if ((rc = read_timer(st, args, &d, &where, e)) != RC_OK)
		return rc;
	step_effect(st, "timer.cancel", json_pack("{ss}", "timer", d->name));
	return timer_remove_name(st->call->tx, st->head.id, d->name, e);
}

/* Begin anew, at 06:00 of day AT or after the declared length from today. */
static enum rc
timer_start(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const struct def_stage *where = NULL;
	const struct def_timer *d;
	struct date day;
	const char *at;
	struct timer t;
	enum rc rc;

	(void)result;
	if ((rc = read_timer(st, args, &d, &where, e)) != RC_OK ||
	    (rc = host_text(args, "at", false, &at, e)) != RC_OK)
		return rc;
	day = duration_after(st->call->today, d->after);
	if (at != NULL && (rc = date_parse(at, &day, e)) != RC_OK)
		return rc;
	rc = timer_remove_name(st->call->tx, st->head.id, d->name, e);
	if (rc != RC_OK)
		return rc;
	memset(&t, 0, sizeof(t));
	t.due = zone_fire_at(day);
	snprintf(t.kind, sizeof(t.kind), "definition");
	t.case_id = st->head.id;
	step_name(t.name, d->name);
	step_name(t.stage, d->stays ? STORE_BESIDE : where->name);
	step_effect(st, "timer.start",
	    json_pack("{ss sI}", "timer", d->name, "due", (json_int_t)t.due));
	return timer_add(st->call->tx, &t, e);
}

const struct host_verb host_timer_verbs[] = { { "timer.start", true,
						  timer_start },
	{ "timer.cancel", true, timer_cancel }, { NULL, false, NULL } };
