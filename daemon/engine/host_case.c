/*
 * host_case -- the case itself: its fields, where it stands, whose it is.
 */
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "engine/assign.h"
#include "engine/host.h"
#include "engine/loaded.h"
#include "engine/rules.h"
#include "engine/state.h"
#include "engine/step.h"
#include "model/municipality.h"
#include "plugin/set.h"
#include "store/decision.h"
#include "store/without_decision.h"

static enum rc
find_field(const struct step *st, const json_t *args,
    const struct def_field **out, struct err *e)
{
	const char *name;
	enum rc rc;

	*out = NULL;
	if ((rc = host_text(args, "field", true, &name, e)) != RC_OK)
		return rc;
	*out = definition_field(st->version->def, name);
	if (*out == NULL)
		return err_set(e, RC_SCRIPT, _("case.data.%s: not declared"),
		    name);
	if ((*out)->transient)
		return err_set(e, RC_SCRIPT,
		    _("case.data.%s: is only part of a form and not kept"),
		    name);
	return RC_OK;
}

static enum rc
data_get(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const struct def_field *f;
	enum rc rc;

	if ((rc = find_field(st, args, &f, e)) == RC_OK)
		*result = json_incref(json_object_get(st->data, f->name));
	return rc;
}

static enum rc
data_set(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const json_t *value = json_object_get(args, "value");
	const struct def_field *f;
	struct err wrong = ERR_INIT;
	json_t *normal = NULL;
	enum rc rc;

	(void)result;
	if ((rc = find_field(st, args, &f, e)) != RC_OK)
		return rc;
	if (value != NULL && !json_is_null(value) &&
	    field_check(f, value, st->call->today, &normal, &wrong) == RC_OK)
		(void)rules_check_value(st, f, normal, &wrong);
	if (wrong.rc == RC_OK)
		step_set(st, f, normal);
	else
		rc = err_set(e, RC_SCRIPT, "case.data.%s: %s", f->name,
		    wrong.n_fields > 0 ? wrong.fields[0].text : wrong.text);
	json_decref(normal);
	return rc;
}

static enum rc
meta(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const struct case_head *h = &st->head;
	char number[CASE_NUMBER_SIZE] = "";
	char today[DATE_SIZE], received[DATE_SIZE], entered[DATE_SIZE];
	json_t *decisions = NULL;
	enum rc rc;

	(void)args;
	rc = decision_list(st->call->store, h->id, false, &decisions, e);
	if (rc != RC_OK)
		return rc;
	case_number(h, number);
	date_format(st->call->today, today);
	date_format(h->received, received);
	date_format(h->entered, entered);
	*result = json_pack("{ss sI ss ss ss ss ss ss ss ss sI sI so}", "id",
	    number, "now", (json_int_t)st->call->now, "today", today, "stage",
	    h->stage, "status", h->status, "outcome", h->outcome, "unit",
	    h->unit, "contact", h->contact, "received", received, "entered",
	    entered, "cycle", (json_int_t)h->cycle, "rev", (json_int_t)h->rev,
	    "decisions", decisions);
	return RC_OK;
}

static enum rc
go(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const struct def_stage *to;
	const char *stage;
	enum rc rc;

	(void)result;
	if ((rc = host_text(args, "stage", true, &stage, e)) != RC_OK)
		return rc;
	to = definition_stage(st->version->def, stage);
	if (to != NULL && to->final)
		return err_set(e, RC_SCRIPT,
		    _("stage %s: closes the case; say case:close(outcome)"),
		    stage);
	return step_go(st, stage, e);
}

/* Where closing leads: what the action names, else the one final stage. */
static const struct def_stage *
final_stage(const struct step *st)
{
	const struct definition *d = st->version->def;
	const struct def_stage *found = NULL, *s;
	const char *const *to = NULL;
	size_t i;

	if (st->action != NULL)
		to = st->action->to;
	for (; to != NULL && *to != NULL; to++) {
		s = definition_stage(d, *to);
		if (s != NULL && s->final)
			return s;
	}
	for (i = 0; i < d->n_stages; i++)
		if (d->stages[i].final && found == NULL)
			found = &d->stages[i];
	return found;
}

/* D-003: that nothing was decided is the exception, with a reason, counted. */
static enum rc
keep_exception(struct step *st, const char *reason, struct err *e)
{
	const struct without_decision w = { .case_id = st->head.id,
		.cycle = st->head.cycle,
		.reason = reason,
		.unit = st->head.unit,
		.by = principal_name(st->call->who),
		.day = st->call->today };

	if (reason == NULL || reason[0] == '\0')
		return err_name(e, RC_GUARD, "E_REASON_REQUIRED",
		    _("case:close: advice without a decision needs a reason: "
		      "case:close(\"advice\", reason)"));
	if (strlen(reason) >= STORE_NAME_SIZE)
		return err_set(e, RC_SCRIPT, _("case:close: reason: too long"));
	return without_decision_add(st->call->tx, &w, e);
}

static enum rc
close_case(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const struct def_stage *to = final_stage(st);
	const char *outcome, *reason;
	enum rc rc;

	(void)result;
	if ((rc = host_text(args, "outcome", true, &outcome, e)) != RC_OK ||
	    (rc = host_text(args, "reason", false, &reason, e)) != RC_OK)
		return rc;
	if (to == NULL)
		return err_set(e, RC_SCRIPT,
		    _("case:close: the definition has no final stage"));
	if (strlen(outcome) >= sizeof(st->head.outcome))
		return err_set(e, RC_SCRIPT, _("outcome: too long"));
	if (st->head.closed != 0)
		return err_name(e, RC_GUARD, "E_CLOSED",
		    _("case:close: the case is closed already"));
	if (strcmp(outcome, "advice") == 0 &&
	    (rc = keep_exception(st, reason, e)) != RC_OK)
		return rc;
	step_name(st->head.outcome, outcome);
	step_effect(st, "close", json_pack("{ss}", "outcome", outcome));
	return step_go(st, to->name, e);
}

static enum rc
assign(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const char *unit, *contact;
	enum rc rc;

	(void)result;
	if ((rc = host_text(args, "unit", false, &unit, e)) != RC_OK ||
	    (rc = host_text(args, "contact", false, &contact, e)) != RC_OK)
		return rc;
	return assign_do(st, unit, contact, e);
}

static enum rc
set_status(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const char *status;
	enum rc rc;

	(void)result;
	if ((rc = host_text(args, "status", true, &status, e)) != RC_OK)
		return rc;
	if (strlen(status) >= sizeof(st->head.status))
		return err_set(e, RC_SCRIPT, _("status: too long"));
	step_name(st->head.status, status);
	step_effect(st, "status", json_pack("{ss}", "status", status));
	return RC_OK;
}

/* The row of KEY in SECTION, or in the pattern whose first WORD bytes it has. */
static const struct bf_key *
find_in(const struct bf_key *k, const char *section, size_t word,
    const char *key)
{
	for (; k->section != NULL; k++) {
		if (strcmp(k->name, key) != 0)
			continue;
		if (strcmp(k->section, section) == 0)
			return k;
		if (word > 0 && strncmp(k->section, section, word) == 0 &&
		    strcmp(k->section + word, " *") == 0)
			return k;
	}
	return NULL;
}

/*
 * The row of a key such as "deadline.mapping.days" or "plugin.deposit.months";
 * SECTION is filled in.
 */
static const struct bf_key *
find_key(const struct step *st, const char *name, char *section, size_t size)
{
	const struct plugin_set *set = st->call->engine->parts.plugins;
	const char *first = strchr(name, '.'), *last = strrchr(name, '.');
	const struct bf_key *k;
	size_t word, n, i;

	if (first == NULL || (size_t)(last - name) >= size)
		return NULL;
	n = (size_t)(last - name);
	memcpy(section, name, n);
	section[n] = '\0';
	if (first != last)
		section[first - name] = ' ';
	word = first != last ? (size_t)(first - name) : 0;
	k = find_in(municipality_keys, section, word, last + 1);
	for (i = 0; k == NULL && set != NULL && set->tables[i] != NULL; i++)
		k = find_in(set->tables[i], section, 0, last + 1);
	return k;
}

static json_t *
list_value(const struct config *config, const char *section, const char *key)
{
	const char *const *list = config_list(config, section, key, NULL);
	json_t *out = json_array();

	for (; list != NULL && *list != NULL; list++)
		json_array_append_new(out, json_string(*list));
	return out;
}

static enum rc
setting(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const struct config *config = st->call->municipality->config;
	char section[STORE_NAME_SIZE + 16];
	const struct bf_key *k;
	const char *name, *text;
	enum rc rc;

	if ((rc = host_text(args, "name", true, &name, e)) != RC_OK)
		return rc;
	k = find_key(st, name, section, sizeof(section));
	if (k == NULL)
		return err_set(e, RC_SCRIPT, _("setting %s: no such key"),
		    name);
	text = config_text(config, section, k->name);
	if (text == NULL)
		return RC_OK;
	if ((k->flags & BF_REPEATED) != 0)
		*result = list_value(config, section, k->name);
	else if (k->type == BF_BOOL)
		*result = json_boolean(config_bool(config, section, k->name));
	else if (k->type == BF_INTEGER || k->type == BF_MONEY)
		*result = json_integer(config_int(config, section, k->name));
	else
		*result = json_string(text);
	json_object_set(st->looked_up, name, *result);
	return RC_OK;
}

const struct host_verb host_case_verbs[] = { { "data.get", false, data_get },
	{ "data.set", true, data_set }, { "meta", false, meta },
	{ "go", true, go }, { "close", true, close_case },
	{ "assign", true, assign }, { "status", true, set_status },
	{ "setting", false, setting }, { NULL, false, NULL } };
