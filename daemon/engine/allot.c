/*
 * allot -- ask units, take what they propose, and hold their approvals to one
 * version.
 */
#include "engine/allot.h"

#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/allot_item.h"
#include "engine/host.h"
#include "engine/orders.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "model/allotment.h"
#include "model/municipality.h"
#include "model/zone.h"
#include "store/task.h"

#define KEY_SIZE (STORE_NAME_SIZE + sizeof(ALLOT_KEY))
#define ALLOT_KEY "allocation."

/* For history: what was written, by class. */
static const struct def_field proposal_fields[BF_N_CLASSES] = {
	[BF_CLASS_IDENTITY] = { .name = "proposal",
	    .class = BF_CLASS_IDENTITY,
	    .type = DEF_TEXT },
	[BF_CLASS_HEALTH] = { .name = "proposal",
	    .class = BF_CLASS_HEALTH,
	    .type = DEF_TEXT }
};

const char *
allot_unit(const struct step *st)
{
	const struct principal *p = st->call->who;

	return p->unit != NULL ? p->unit->name : st->head.unit;
}

static enum rc
not_open(const struct step *st, struct err *e)
{
	char number[CASE_NUMBER_SIZE];

	case_number(&st->head, number);
	return err_name(e, RC_GUARD, "E_ALLOCATION",
	    _("case %s: no joint allocation is open; ask the units first"),
	    number);
}

enum rc
allot_open(const struct step *st, struct allocation *a, struct err *e)
{
	enum rc rc;

	rc = allocation_of_case(st->call->store, st->head.id, a, e);
	if (rc == RC_OK && (a->id == 0 || strcmp(a->state, "open") != 0))
		return not_open(st, e);
	return rc;
}

static void
key_of(const char *unit, char out[KEY_SIZE])
{
	snprintf(out, KEY_SIZE, ALLOT_KEY "%s", unit);
}

static enum rc
open_task(struct step *st, const char *key, const char *unit, struct date due,
    struct err *e)
{
	struct task t;
	enum rc rc;

	memset(&t, 0, sizeof(t));
	t.title = mem_text(_("joint allocation: propose, and approve when it "
			     "is whole"));
	t.due = due;
	step_name(t.key, key);
	step_name(t.unit, unit);
	step_name(t.role, tasks_role(st, unit));
	step_name(t.cause, "allocation");
	rc = tasks_add(st, &t, e);
	task_fini(&t);
	return rc;
}

/* Each unit that was asked has a task until it has approved. */
static enum rc
follow_tasks(struct step *st, const struct allocation *a, struct date due,
    struct err *e)
{
	json_t *units = NULL, *row;
	char key[KEY_SIZE];
	const char *unit;
	size_t i;
	enum rc rc;

	rc = allocation_units(st->call->store, a->id, &units, e);
	json_array_foreach(units, i, row) {
		if (rc != RC_OK)
			break;
		unit = json_string_value(json_object_get(row, "unit"));
		key_of(unit, key);
		if (json_object_get(row, "approved") != NULL)
			rc = tasks_close(st, key, e);
		else
			rc = open_task(st, key, unit, due, e);
	}
	json_decref(units);
	return rc;
}

/* The units to ask, as the request, the configuration or the case has them. */
static json_t *
units_to_ask(const struct step *st, const json_t *args)
{
	const struct config *config = st->call->municipality->config;
	const json_t *given = json_object_get(args, "units");
	const char *const *list;
	json_t *out;

	if (json_is_array(given) && json_array_size(given) > 0)
		return json_deep_copy(given);
	out = json_array();
	list = config_list(config, "allocation", "units", NULL);
	for (; list != NULL && *list != NULL; list++)
		json_array_append_new(out, json_string(*list));
	if (json_array_size(out) == 0)
		json_array_append_new(out, json_string(st->head.unit));
	return out;
}

static enum rc
ask_each(struct step *st, const struct allocation *a, const json_t *names,
    struct err *e)
{
	const struct unit *u;
	const char *name;
	json_t *one;
	size_t i;
	enum rc rc = RC_OK;

	json_array_foreach(names, i, one) {
		name = json_string_value(one);
		u = name == NULL ?
		    NULL :
		    municipality_unit_like(st->call->municipality, name);
		if (u == NULL)
			return err_field(e, "units", NULL,
			    _("%s: no unit of that name or type"),
			    name != NULL ? name : "?");
		rc = allocation_ask(st->call->tx, a->id, u->name, e);
		if (rc != RC_OK)
			return rc;
		step_effect(st, "allocation.ask",
		    json_pack("{sI ss}", "allocation", (json_int_t)a->no,
			"unit", u->name));
	}
	return rc;
}

static enum rc
set_quorum(struct step *st, struct allocation *a, const json_t *args,
    struct err *e)
{
	const json_t *given = json_object_get(args, "quorum");
	json_t *units = NULL;
	int64_t n, quorum;
	enum rc rc;

	rc = allocation_units(st->call->store, a->id, &units, e);
	n = (int64_t)json_array_size(units);
	json_decref(units);
	if (rc != RC_OK)
		return rc;
	quorum = json_is_integer(given) ?
	    json_integer_value(given) :
	    config_int(st->call->municipality->config, "allocation", "quorum");
	if (quorum > n && json_is_integer(given))
		return err_field(e, "quorum", NULL,
		    _("is %lld, but only %lld units are asked"),
		    (long long)quorum, (long long)n);
	a->quorum = quorum < 1 || quorum > n ? n : quorum;
	return allocation_set_quorum(st->call->tx, a->id, a->quorum, e);
}

static enum rc
begin(struct step *st, struct allocation *a, struct err *e)
{
	enum rc rc;

	rc = allocation_of_case(st->call->store, st->head.id, a, e);
	if (rc != RC_OK || (a->id != 0 && strcmp(a->state, "open") == 0))
		return rc;
	memset(a, 0, sizeof(*a));
	a->case_id = st->head.id;
	a->cycle = st->head.cycle;
	a->quorum = 1;
	a->opened = st->call->today;
	step_name(a->opened_by, principal_name(st->call->who));
	step_name(a->unit, allot_unit(st));
	return allocation_add(st->call->tx, a, e);
}

enum rc
allot_ask(struct step *st, const json_t *args, struct err *e)
{
	json_t *units = units_to_ask(st, args);
	struct allocation a;
	struct date due = DATE_NONE;
	const char *text;
	enum rc rc;

	rc = host_text(args, "due", false, &text, e);
	if (rc == RC_OK && text != NULL)
		rc = date_parse(text, &due, e);
	if (rc == RC_OK && (rc = begin(st, &a, e)) == RC_OK &&
	    (rc = ask_each(st, &a, units, e)) == RC_OK &&
	    (rc = set_quorum(st, &a, args, e)) == RC_OK)
		rc = follow_tasks(st, &a, due, e);
	json_decref(units);
	return rc;
}

enum rc
allot_propose(struct step *st, const json_t *args, struct err *e)
{
	struct allocation_item item;
	json_t *facts = NULL, *body = NULL;
	struct allocation a;
	enum rc rc;

	if ((rc = allot_open(st, &a, e)) != RC_OK)
		return rc;
	rc = allot_item_read(st, args, &item, &facts, &body, e);
	if (rc == RC_OK)
		rc = allocation_put(st->call->tx, &a, &item, e);
	if (rc == RC_OK) {
		step_effect(st, "allocation.propose",
		    json_pack("{sI ss ss ss sI}", "allocation",
			(json_int_t)a.no, "item", item.name, "kind", item.kind,
			"result", item.result, "version",
			(json_int_t)a.version));
		step_input(st, &proposal_fields[item.class], body);
		rc = follow_tasks(st, &a, DATE_NONE, e);
	}
	json_decref(facts);
	json_decref(body);
	return rc;
}

enum rc
allot_drop(struct step *st, const json_t *args, struct err *e)
{
	struct allocation a;
	const char *name;
	enum rc rc;

	if ((rc = host_text(args, "name", true, &name, e)) != RC_OK ||
	    (rc = allot_open(st, &a, e)) != RC_OK ||
	    (rc = allocation_drop(st->call->tx, &a, name, e)) != RC_OK)
		return rc;
	step_effect(st, "allocation.drop",
	    json_pack("{sI ss sI}", "allocation", (json_int_t)a.no, "item",
		name, "version", (json_int_t)a.version));
	return follow_tasks(st, &a, DATE_NONE, e);
}

enum rc
allot_part(struct step *st, const json_t *args, struct err *e)
{
	const char *part, *text, *why;
	struct allocation a;
	json_t *said;
	enum rc rc;

	if ((rc = host_text(args, "part", true, &part, e)) != RC_OK ||
	    (rc = host_text(args, "text", false, &text, e)) != RC_OK ||
	    (rc = host_text(args, "not_applicable", false, &why, e)) != RC_OK ||
	    (rc = allot_open(st, &a, e)) != RC_OK)
		return rc;
	if (!allotment_is(allotment_parts, part))
		return err_field(e, "part", NULL,
		    _("%s: must be services, start_package, plan, performers, "
		      "lease or agreement"),
		    part);
	if ((text == NULL || text[0] == '\0') ==
	    (why == NULL || why[0] == '\0'))
		return err_field(e, "text", NULL,
		    _("say what the part says, or why it does not apply"));
	rc = allocation_part(st->call->tx, &a, part, why == NULL,
	    why == NULL ? text : why, allot_unit(st),
	    principal_name(st->call->who), e);
	if (rc != RC_OK)
		return rc;
	step_effect(st, "allocation.part",
	    json_pack("{sI ss sb sI}", "allocation", (json_int_t)a.no, "part",
		part, "applies", why == NULL, "version",
		(json_int_t)a.version));
	said = json_string(why == NULL ? text : why);
	step_input(st, &proposal_fields[BF_CLASS_IDENTITY], said);
	json_decref(said);
	return follow_tasks(st, &a, DATE_NONE, e);
}

/* It has moved on: who did that, and when? */
static enum rc
not_that_version(const struct step *st, const struct allocation *a,
    int64_t version, struct err *e)
{
	char who[STORE_NAME_SIZE], when[ZONE_SIZE];
	int64_t at;
	enum rc rc;

	rc = allocation_last(st->call->store, a, who, &at, e);
	if (rc != RC_OK)
		return rc;
	zone_format(at, when);
	return err_set(e, RC_CONFLICT,
	    _("allocation: is at version %lld, not %lld; %s changed it at %s; "
	      "look at it and approve again"),
	    (long long)a->version, (long long)version, who, when);
}

static enum rc
was_asked(const struct step *st, const struct allocation *a, const char *unit,
    struct err *e)
{
	json_t *units = NULL, *row;
	bool found = false;
	size_t i;
	enum rc rc;

	rc = allocation_units(st->call->store, a->id, &units, e);
	json_array_foreach(units, i, row)
		if (strcmp(json_string_value(json_object_get(row, "unit")),
			unit) == 0)
			found = true;
	json_decref(units);
	if (rc != RC_OK || found)
		return rc;
	return err_name(e, RC_GUARD, "E_NOT_ASKED",
	    _("unit %s: was not asked to approve; act in one that was, as "
	      "role=@unit, or let the unit be asked"),
	    unit);
}

enum rc
allot_approve(struct step *st, int64_t version, struct err *e)
{
	const char *unit = allot_unit(st);
	struct allocation a;
	enum rc rc;

	if ((rc = allot_open(st, &a, e)) != RC_OK ||
	    (rc = was_asked(st, &a, unit, e)) != RC_OK)
		return rc;
	if (version != 0 && version != a.version)
		return not_that_version(st, &a, version, e);
	rc = allocation_approve(st->call->tx, &a, unit,
	    principal_name(st->call->who), e);
	if (rc != RC_OK)
		return rc;
	step_effect(st, "allocation.approve",
	    json_pack("{sI ss sI}", "allocation", (json_int_t)a.no, "unit",
		unit, "version", (json_int_t)a.version));
	return follow_tasks(st, &a, DATE_NONE, e);
}

enum rc
allot_end(struct step *st, const struct allocation *a, const char *state,
    struct err *e)
{
	json_t *units = NULL, *row;
	char key[KEY_SIZE];
	size_t i;
	enum rc rc;

	rc = allocation_end(st->call->tx, a->id, state,
	    principal_name(st->call->who), e);
	if (rc == RC_OK)
		rc = allocation_units(st->call->store, a->id, &units, e);
	json_array_foreach(units, i, row) {
		if (rc != RC_OK)
			break;
		key_of(json_string_value(json_object_get(row, "unit")), key);
		rc = tasks_close(st, key, e);
	}
	json_decref(units);
	return rc;
}

enum rc
allot_case_closed(struct step *st, struct err *e)
{
	struct allocation a;
	enum rc rc;

	rc = allocation_of_case(st->call->store, st->head.id, &a, e);
	if (rc == RC_OK && a.id != 0 && strcmp(a.state, "open") == 0)
		rc = allot_end(st, &a, "dropped", e);
	return rc == RC_OK ? orders_end_all(st, _("the case was closed"), e) :
			     rc;
}
