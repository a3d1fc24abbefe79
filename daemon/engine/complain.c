/*
 * complain -- a complaint on its way.
 */
#include "engine/complain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/complain_inside.h"
#include "engine/deadlines.h"
#include "engine/decide.h"
#include "engine/host.h"
#include "engine/said.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "model/deadline.h"
#include "store/complaint.h"
#include "store/decision.h"

static const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

void
complain_name(const char *what, const struct complaint *k,
    char out[STORE_NAME_SIZE])
{
	snprintf(out, STORE_NAME_SIZE, "%s:%lld", what, (long long)k->no);
}

void
complain_effect(struct step *st, const char *verb, const struct complaint *k)
{
	step_effect(st, verb,
	    json_pack("{sI ss}", "complaint", (json_int_t)k->no, "state",
		k->state));
}

enum rc
complain_open(struct step *st, const json_t *params, struct complaint *k,
    struct err *e)
{
	memset(k, 0, sizeof(*k));
	return complaint_get(st->call->store, st->head.id,
	    param_int(params, "complaint", 0), k, e);
}

enum rc
complain_need_state(const struct complaint *k, const char *state, struct err *e)
{
	if (strcmp(k->state, state) == 0)
		return RC_OK;
	if (strcmp(k->state, "late") == 0)
		return err_name(e, RC_GUARD, "E_COMPLAINT_LATE",
		    _("complaint %lld: came too late; assess it first with "
		      "complaint assess (fvl § 31)"),
		    (long long)k->no);
	if (strcmp(k->state, "ended") == 0)
		return err_name(e, RC_GUARD, "E_COMPLAINT_ENDED",
		    _("complaint %lld: has ended"), (long long)k->no);
	if (strcmp(k->state, "forwarded") == 0)
		return err_name(e, RC_GUARD, "E_FORWARDED",
		    _("complaint %lld: lies with %s; write down what it "
		      "answers with complaint outcome"),
		    (long long)k->no, k->body);
	return err_name(e, RC_GUARD, "E_MUST_FORWARD",
	    _("complaint %lld: lies with us; forward it to %s with complaint "
	      "forward, or reverse the decision"),
	    (long long)k->no, k->body);
}

enum rc
complain_note(struct step *st, const struct complaint *k, const char *kind,
    json_t *body, struct err *e)
{
	enum rc rc;

	rc = complaint_note_add(st->call->tx, k->id, kind, st->call->today,
	    body, said_with(st, body), principal_name(st->call->who), e);
	json_decref(body);
	return rc;
}

/* Text parameter NAME, which must be there; E_REASON_REQUIRED with WHY. */
enum rc
complain_text(const json_t *params, const char *name, const char *why,
    const char **out, struct err *e)
{
	*out = param_text(params, name);
	if (*out != NULL && (*out)[0] != '\0')
		return RC_OK;
	return err_name(e, RC_GUARD, "E_REASON_REQUIRED", "%s: %s", name, why);
}

enum rc
complain_by_rule(const struct step *st, const char *rule, struct date start,
    struct date *due, struct err *e)
{
	struct deadline dl;
	enum rc rc;

	rc = deadline_by_rule(st->call->engine->parts.law, rule, start, &dl, e);
	*due = rc == RC_OK ? dl.due : DATE_NONE;
	return rc;
}

static enum rc
begin_deadline(struct step *st, const struct complaint *k, const char *what,
    const char *rule, const char *title, struct date start, struct err *e)
{
	char name[STORE_NAME_SIZE];
	struct def_deadline d = { .rule = rule,
		.goal = true,
		.from = "",
		.owner = "",
		.title = title,
		.warn_days = 3 };

	complain_name(what, k, name);
	d.name = name;
	return deadlines_begin_beside(st, &d, start, e);
}

enum rc
complain_begin_forward(struct step *st, const struct complaint *k,
    struct err *e)
{
	char title[ERR_TEXT_MAX];

	snprintf(title, sizeof(title), _("Forward complaint %lld to %s"),
	    (long long)k->no, k->body);
	return begin_deadline(st, k, COMPLAIN_FORWARD, "FVL_33", title,
	    k->received, e);
}

/* It is no longer ours to handle. */
enum rc
complain_end_ours(struct step *st, const struct complaint *k, const char *state,
    struct err *e)
{
	char name[STORE_NAME_SIZE];
	enum rc rc;

	complain_name(COMPLAIN_FORWARD, k, name);
	if ((rc = deadlines_end_beside(st, name, state, e)) != RC_OK)
		return rc;
	complain_name(COMPLAIN_TASK, k, name);
	if ((rc = tasks_close(st, name, e)) != RC_OK)
		return rc;
	complain_name(COMPLAIN_SUSPEND, k, name);
	return tasks_close(st, name, e);
}

enum rc
complain_suspend(struct step *st, const json_t *params, json_t *out,
    struct err *e)
{
	bool grant = param_bool(params, "suspend", false);
	char name[STORE_NAME_SIZE];
	const char *reason;
	struct complaint k;
	enum rc rc;

	if ((rc = complain_open(st, params, &k, e)) == RC_OK &&
	    strcmp(k.state, "ended") == 0)
		rc = complain_need_state(&k, "open", e);
	if (rc != RC_OK ||
	    (rc = complain_text(params, "why",
		 _("missing; suspension is reasoned (fvl § 42)"), &reason,
		 e)) != RC_OK)
		goto out;
	snprintf(k.suspension, sizeof(k.suspension), "%s",
	    grant ? "granted" : "refused");
	complain_name(COMPLAIN_SUSPEND, &k, name);
	if ((rc = complaint_save(st->call->tx, &k, e)) == RC_OK &&
	    (rc = complain_note(st, &k, "suspension",
		 json_pack("{sb ss}", "granted", grant, "reason", reason),
		 e)) == RC_OK)
		rc = tasks_close(st, name, e);
	if (rc == RC_OK) {
		complain_effect(st, "complaint.suspend", &k);
		json_object_set_new(out, "suspension",
		    json_string(k.suspension));
	}
out:
	complaint_fini(&k);
	return rc;
}

/* A letter about complaint K by TEMPLATE to TO, with MORE (taken over). */
enum rc
complain_letter(struct step *st, const struct complaint *k,
    const char *template, const char *to, json_t *more, struct err *e)
{
	json_t *args, *unused = NULL;
	enum rc rc;

	args = json_pack("{ss ss sI}", "template", template, "to", to,
	    "complaint", (json_int_t)k->no);
	if (more != NULL)
		json_object_update(args, more);
	rc = host_do(st, "letter", args, &unused, e);
	json_decref(more);
	json_decref(args);
	json_decref(unused);
	return rc;
}

static enum rc
forward(struct step *st, struct complaint *k, const char *statement,
    const json_t *documents, struct err *e)
{
	char title[ERR_TEXT_MAX];
	enum rc rc;

	k->forwarded = st->call->today;
	snprintf(k->state, sizeof(k->state), "forwarded");
	if ((rc = complaint_save(st->call->tx, k, e)) != RC_OK ||
	    (rc = complain_note(st, k, "forwarding",
		 json_pack("{ss}", "statement", statement), e)) != RC_OK ||
	    (rc = complain_end_ours(st, k, "met", e)) != RC_OK)
		return rc;
	rc = complain_letter(st, k, "complaint_forward", "complaint_body",
	    json_pack("{ss ss sO*}", "body", k->body, "statement", statement,
		"documents", documents),
	    e);
	if (rc == RC_OK) /* law row 63: a copy to the party */
		rc = complain_letter(st, k, "complaint_statement", "applicant",
		    json_pack("{ss}", "statement", statement), e);
	if (rc != RC_OK)
		return rc;
	snprintf(title, sizeof(title), _("Answer to complaint %lld from %s"),
	    (long long)k->no, k->body);
	complain_effect(st, "complaint.forward", k);
	return begin_deadline(st, k, COMPLAIN_ANSWER, "GOAL_COMPLAINT_ANSWER",
	    title, k->forwarded, e);
}

enum rc
complain_forward(struct step *st, const json_t *params, json_t *out,
    struct err *e)
{
	const char *statement;
	struct complaint k;
	enum rc rc;

	if ((rc = complain_open(st, params, &k, e)) == RC_OK &&
	    (rc = complain_need_state(&k, "open", e)) == RC_OK &&
	    (rc = complain_text(params, "statement",
		 _("missing; what we say to the complaint body, and the party "
		   "gets a copy"),
		 &statement, e)) == RC_OK)
		rc = forward(st, &k, statement,
		    json_object_get(params, "documents"), e);
	if (rc == RC_OK)
		json_object_set_new(out, "body", json_string(k.body));
	complaint_fini(&k);
	return rc;
}

static enum rc
withdraw(struct step *st, struct complaint *k, const char *note, struct err *e)
{
	char name[STORE_NAME_SIZE];
	enum rc rc;

	snprintf(k->state, sizeof(k->state), "ended");
	snprintf(k->outcome, sizeof(k->outcome), "withdrawn");
	k->outcome_date = st->call->today;
	if ((rc = complaint_save(st->call->tx, k, e)) != RC_OK ||
	    (rc = complain_note(st, k, "withdrawal",
		 json_pack("{ss}", "note", note), e)) != RC_OK ||
	    (rc = complain_end_ours(st, k, "cancelled", e)) != RC_OK)
		return rc;
	complain_name(COMPLAIN_ANSWER, k, name);
	complain_effect(st, "complaint.close", k);
	return deadlines_end_beside(st, name, "cancelled", e);
}

enum rc
complain_close(struct step *st, const json_t *params, json_t *out,
    struct err *e)
{
	const char *why = param_text(params, "cause"), *note;
	struct complaint k;
	enum rc rc;

	rc = complain_open(st, params, &k, e);
	if (rc == RC_OK && strcmp(k.state, "ended") == 0)
		rc = complain_need_state(&k, "open", e);
	if (rc == RC_OK && (why == NULL || strcmp(why, "withdrawn") != 0))
		rc = err_name(e, RC_GUARD, "E_MUST_FORWARD",
		    _("complaint %lld: who made the decision does not end a "
		      "complaint about it; forward it to %s with complaint "
		      "forward, or reverse the decision (fvl § 33)"),
		    (long long)k.no, k.body);
	if (rc == RC_OK &&
	    (rc = complain_text(params, "note",
		 _("missing; how and when the complainant withdrew"), &note,
		 e)) == RC_OK)
		rc = withdraw(st, &k, note, e);
	if (rc == RC_OK)
		json_object_set_new(out, "outcome", json_string(k.outcome));
	complaint_fini(&k);
	return rc;
}

/* When decision ROW came to the first of its parties; DATE_NONE: not yet. */
static enum rc
arrival(const struct step *st, const json_t *row, struct date *out,
    struct err *e)
{
	struct decision_party *list;
	size_t i, n;
	enum rc rc;

	*out = DATE_NONE;
	rc = decision_parties(st->call->store,
	    json_integer_value(json_object_get(row, "id")), &list, &n, e);
	for (i = 0; rc == RC_OK && i < n && !date_is_set(*out); i++)
		*out = list[i].start;
	decision_parties_free(list, n);
	return rc;
}

enum rc
complain_costs(struct step *st, const json_t *row, struct err *e)
{
	int64_t id = json_integer_value(json_object_get(row, "id"));
	struct complaint *list;
	struct date start;
	size_t i, n;
	enum rc rc;

	if (strcmp(text_in(row, "type"), DECIDE_COMPLAINT) == 0)
		return RC_OK;
	rc = complaint_of_case(st->call->store, st->head.id, &list, &n, e);
	for (i = 0; rc == RC_OK && i < n; i++) {
		if (list[i].new_decision != id)
			continue;
		if ((rc = arrival(st, row, &start, e)) != RC_OK ||
		    !date_is_set(start))
			continue;
		rc = complain_by_rule(st, "FVL_36", start, &list[i].costs_due,
		    e);
		if (rc == RC_OK)
			rc = complaint_save(st->call->tx, &list[i], e);
	}
	complaints_free(list, n);
	return rc;
}
