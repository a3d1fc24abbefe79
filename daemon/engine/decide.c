/*
 * decide -- a decision (vedtak): who may make it, and what it must say.
 *
 * Written once and never changed (D-304).  The household is frozen as it is on
 * the day, because statistics and complaints ask what the decision stood on.
 */
#include <string.h>

#include "base/i18n.h"
#include "engine/host.h"
#include "engine/loaded.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/words.h"
#include "store/decision.h"
#include "store/household.h"

static enum rc
check_authority(const struct step *st, struct err *e)
{
	const struct principal *p = st->call->who;

	if (!p->system && principal_has(p, ROLE_DECISION_MAKER))
		return RC_OK;
	return err_name(e, RC_DENIED, "E_AUTHORITY",
	    _("decision: %s has not the role decision_maker"),
	    principal_name(p));
}

static enum rc
check_codes(const struct step *st, const char *basis, const char *result,
    struct err *e)
{
	if (!words_is_basis(st->call->engine->parts.law, basis))
		return err_name(e, RC_GUARD, "E_BASIS",
		    _("basis %s: not a basis of decisions; did you mean %s?"),
		    basis, words_near_basis(basis));
	if (words_is_result(result))
		return RC_OK;
	return err_name(e, RC_GUARD, "E_RESULT",
	    _("result %s: must be granted, partly, refused, rejected, "
	      "reversed or ended"),
	    result);
}

/* forvaltningsloven §§ 24-25: rules, facts and considerations (law row 58). */
static enum rc
check_reasons(const char *result, const json_t *reasons, struct err *e)
{
	static const char *const needed[] = { "rules", "facts",
		"considerations" };
	const char *text;
	size_t i;

	if (strcmp(result, "granted") == 0)
		return RC_OK;
	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		text = json_string_value(json_object_get(reasons, needed[i]));
		if (text == NULL || text[0] == '\0')
			return err_name(e, RC_GUARD, "E_REASONS",
			    _("reasons.%s: missing; only what is granted in "
			      "full needs no reasons"),
			    needed[i]);
	}
	return RC_OK;
}

static enum rc
read_date(const json_t *args, const char *name, struct date *out, struct err *e)
{
	const char *text;
	enum rc rc;

	if ((rc = host_text(args, name, false, &text, e)) != RC_OK ||
	    text == NULL)
		return rc;
	return date_parse(text, out, e);
}

static enum rc
read_dates(const struct step *st, const json_t *args, struct decision *d,
    struct err *e)
{
	enum rc rc;

	d->date = st->call->today;
	d->effective = d->expires = DATE_NONE;
	if ((rc = read_date(args, "date", &d->date, e)) != RC_OK ||
	    (rc = read_date(args, "effective", &d->effective, e)) != RC_OK ||
	    (rc = read_date(args, "expires", &d->expires, e)) != RC_OK)
		return rc;
	if (date_compare(d->date, st->call->today) <= 0)
		return RC_OK;
	return err_name(e, RC_GUARD, "E_DATE_ORDER",
	    _("decision: its date lies in the future"));
}

static enum rc
take_snapshot(struct step *st, struct decision *d, struct err *e)
{
	const struct definition *def = st->version->def;
	struct bf_call *c = st->call;
	const json_t *value = NULL;
	size_t i;

	for (i = 0; value == NULL && i < def->n_fields; i++)
		if (def->fields[i].type == DEF_HOUSEHOLD &&
		    !def->fields[i].many)
			value = json_object_get(st->data, def->fields[i].name);
	if (value == NULL)
		return RC_OK;
	return household_snapshot_take(c->tx, json_integer_value(value),
	    st->head.id, d->date, &d->snapshot, e);
}

/* The text and the conditions of the decision, in one object. */
static json_t *
content_of(const json_t *args)
{
	json_t *o = json_object();
	json_t *text = json_object_get(args, "content");
	json_t *conditions = json_object_get(args, "conditions");

	if (text != NULL && !json_is_null(text))
		json_object_set(o, "text", text);
	if (conditions != NULL && !json_is_null(conditions))
		json_object_set(o, "conditions", conditions);
	return o;
}

static enum rc
write_decision(struct step *st, const json_t *args, struct decision *d,
    struct err *e)
{
	struct bf_call *c = st->call;
	json_t *content = content_of(args);
	enum rc rc;

	d->case_id = st->head.id;
	d->cycle = st->head.cycle;
	d->content = content;
	d->reasons = json_object_get(args, "reasons");
	if (json_is_null(d->reasons))
		d->reasons = NULL;
	d->refers_to = json_integer_value(json_object_get(args, "refers_to"));
	d->commit = call_commit(c);
	step_name(d->decided_by, principal_name(c->who));
	step_name(d->unit,
	    c->who->unit != NULL ? c->who->unit->name : st->head.unit);
	if ((rc = take_snapshot(st, d, e)) == RC_OK)
		rc = decision_add(c->tx, d, e);
	json_decref(content);
	d->content = NULL;
	return rc;
}

static enum rc
decide(struct step *st, const json_t *args, json_t **result, struct err *e)
{
	const char *basis, *type, *outcome;
	struct decision d;
	enum rc rc;

	memset(&d, 0, sizeof(d));
	if ((rc = check_authority(st, e)) != RC_OK ||
	    (rc = host_text(args, "basis", true, &basis, e)) != RC_OK ||
	    (rc = host_text(args, "type", true, &type, e)) != RC_OK ||
	    (rc = host_text(args, "result", true, &outcome, e)) != RC_OK ||
	    (rc = check_codes(st, basis, outcome, e)) != RC_OK ||
	    (rc = check_reasons(outcome, json_object_get(args, "reasons"),
		 e)) != RC_OK ||
	    (rc = read_dates(st, args, &d, e)) != RC_OK)
		return rc;
	step_name(d.basis, basis);
	step_name(d.type, type);
	step_name(d.result, outcome);
	if ((rc = write_decision(st, args, &d, e)) != RC_OK)
		return rc;
	step_effect(st, "decide",
	    json_pack("{sI sI ss ss ss}", "decision", (json_int_t)d.id,
		"number", (json_int_t)d.no, "type", d.type, "basis", d.basis,
		"result", d.result));
	*result = json_pack("{sI sI}", "id", (json_int_t)d.id, "number",
	    (json_int_t)d.no);
	return RC_OK;
}

const struct host_verb host_decide_verbs[] = { { "decide", true, decide },
	{ NULL, false, NULL } };
