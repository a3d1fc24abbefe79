/*
 * complain_decide -- what is decided about a complaint: by us, or by the
 * complaint body (fvl §§ 31, 33, 34, 36).
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "engine/call.h"
#include "engine/complain_inside.h"
#include "engine/deadlines.h"
#include "engine/decide.h"
#include "engine/loaded.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "engine/words.h"
#include "model/definition.h"
#include "store/decision.h"

static const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

/* The decision that K is about, with its number (new reference). */
static enum rc
complained(const struct step *st, const struct complaint *k, json_t **row,
    struct err *e)
{
	json_t *list = NULL, *one;
	size_t i;
	enum rc rc;

	*row = NULL;
	rc = decision_list(st->call->store, st->head.id, false, &list, e);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(list, i, one)
		if (json_integer_value(json_object_get(one, "id")) ==
		    k->decision)
			*row = json_incref(one);
	json_decref(list);
	return *row != NULL ? RC_OK :
			      err_set(e, RC_INTERNAL,
				  _("complaint %lld: its decision is not in "
				    "the case"),
				  (long long)k->no);
}

static json_t *
reasons_of(const json_t *params)
{
	static const char *const names[] = { "rules", "facts",
		"considerations" };
	json_t *o = json_object();
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (param_text(params, names[i]) != NULL)
			json_object_set_new(o, names[i],
			    json_string(param_text(params, names[i])));
	return o;
}

/* A decision about K by BASIS; its row number goes to ID, its number to NO. */
static enum rc
decide_about(struct step *st, const struct complaint *k, const json_t *row,
    const char *basis, const char *type, const char *result,
    const json_t *params, struct decision *made, struct err *e)
{
	const char *content = param_text(params, "content");
	json_t *args;
	enum rc rc;

	(void)k;
	args = json_pack("{ss ss ss sO so}", "basis", basis, "type", type,
	    "result", result, "refers_to", json_object_get(row, "no"),
	    "reasons", reasons_of(params));
	if (content != NULL)
		json_object_set_new(args, "content", json_string(content));
	if (json_object_get(row, "item") != NULL)
		json_object_set(args, "item", json_object_get(row, "item"));
	rc = decide_make(st, args, true, made, e);
	json_decref(args);
	return rc;
}

static void
end_as(struct step *st, struct complaint *k, const char *outcome)
{
	snprintf(k->state, sizeof(k->state), "ended");
	snprintf(k->outcome, sizeof(k->outcome), "%s", outcome);
	k->outcome_date = st->call->today;
}

static enum rc
admit(struct step *st, struct complaint *k, const char *reason, struct err *e)
{
	char last[DATE_SIZE], key[STORE_NAME_SIZE], title[ERR_TEXT_MAX];
	enum rc rc;

	date_format(k->last, last);
	if (date_compare(k->handed_in, k->last) > 0)
		return err_name(e, RC_GUARD, "E_ABSOLUTE_1Y",
		    _("complaint %lld: more than a year after the decision; "
		      "after %s it cannot be considered, so reject it"),
		    (long long)k->no, last);
	snprintf(k->state, sizeof(k->state), "open");
	complain_name(COMPLAIN_TASK, k, key);
	snprintf(title, sizeof(title),
	    _("Complaint %lld: reverse the decision, or forward it to %s"),
	    (long long)k->no, k->body);
	if ((rc = complaint_save(st->call->tx, k, e)) != RC_OK ||
	    (rc = complain_note(st, k, "late",
		 json_pack("{sb ss}", "admitted", 1, "reason", reason), e)) !=
		RC_OK ||
	    (rc = tasks_close(st, key, e)) != RC_OK)
		return rc;
	return tasks_open_beside(st, key, title, "", "", DATE_NONE, e);
}

static enum rc
reject(struct step *st, struct complaint *k, const char *reason,
    const json_t *params, struct err *e)
{
	struct decision made;
	json_t *row = NULL;
	enum rc rc;

	if ((rc = complained(st, k, &row, e)) == RC_OK)
		rc = decide_about(st, k, row, "FVL_31", DECIDE_COMPLAINT,
		    "rejected", params, &made, e);
	if (rc == RC_OK) {
		end_as(st, k, "rejected");
		k->new_decision = made.id;
		rc = complaint_save(st->call->tx, k, e);
	}
	json_decref(row);
	if (rc != RC_OK ||
	    (rc = complain_note(st, k, "late",
		 json_pack("{sb ss}", "admitted", 0, "reason", reason), e)) !=
		RC_OK)
		return rc;
	return complain_end_ours(st, k, "met", e);
}

enum rc
complain_assess(struct step *st, const json_t *params, json_t *out,
    struct err *e)
{
	const char *reason;
	struct complaint k;
	enum rc rc;

	if ((rc = complain_open(st, params, &k, e)) != RC_OK)
		goto out;
	if (strcmp(k.state, "late") != 0) {
		rc = err_name(e, RC_GUARD, "E_NOT_LATE",
		    _("complaint %lld: is no late one that waits"),
		    (long long)k.no);
		goto out;
	}
	rc = complain_text(params, "why",
	    _("missing; why it is considered or not, although late"), &reason,
	    e);
	if (rc == RC_OK)
		rc = param_bool(params, "admit", false) ?
		    admit(st, &k, reason, e) :
		    reject(st, &k, reason, params, e);
	if (rc == RC_OK) {
		complain_effect(st, "complaint.assess", &k);
		json_object_set_new(out, "state", json_string(k.state));
	}
out:
	complaint_fini(&k);
	return rc;
}

/* the lower body changes it only in favour, and because it is right. */
static enum rc
check_favour(const json_t *row, const char *result, struct err *e)
{
	int before = decide_rank(text_in(row, "result"));
	int now = decide_rank(result);

	if (now == 0 || before == 0 || now > before ||
	    (now == before && now == 2))
		return RC_OK;
	if (now < before)
		return err_name(e, RC_GUARD, "E_TO_DETRIMENT",
		    _("result %s: worse for the complainant than %s; who made "
		      "the decision never changes it to detriment"),
		    words_result(result), words_result(text_in(row, "result")));
	return err_name(e, RC_GUARD, "E_NOT_FOUNDED",
	    _("result %s: changes nothing; forward the complaint if it is not "
	      "well-founded"),
	    words_result(result));
}

static enum rc
reverse(struct step *st, struct complaint *k, const json_t *row,
    const char *founded, const json_t *params, struct err *e)
{
	const char *result = param_text(params, "result");
	bool whole = param_bool(params, "whole", true);
	struct decision made;
	enum rc rc;

	if ((rc = check_favour(row, result, e)) != RC_OK ||
	    (rc = decide_about(st, k, row, "FVL_33", text_in(row, "type"),
		 result, params, &made, e)) != RC_OK)
		return rc;
	k->new_decision = made.id;
	if (whole)
		end_as(st, k, "upheld");
	if ((rc = complaint_save(st->call->tx, k, e)) != RC_OK ||
	    (rc = complain_note(st, k, "reversal",
		 json_pack("{sb ss sI}", "whole", whole, "founded", founded,
		     "decision", (json_int_t)made.no),
		 e)) != RC_OK ||
	    !whole)
		return rc;
	return complain_end_ours(st, k, "met", e);
}

enum rc
complain_reverse(struct step *st, const json_t *params, json_t *out,
    struct err *e)
{
	const char *founded = param_text(params, "founded");
	struct complaint k;
	json_t *row = NULL;
	enum rc rc;

	if ((rc = complain_open(st, params, &k, e)) == RC_OK &&
	    (rc = complain_need_state(&k, "open", e)) == RC_OK &&
	    (founded == NULL || founded[0] == '\0'))
		rc = err_name(e, RC_GUARD, "E_NOT_FOUNDED",
		    _("founded: missing; say why the complaint is "
		      "well-founded, or forward it (fvl § 33)"));
	if (rc == RC_OK && (rc = complained(st, &k, &row, e)) == RC_OK)
		rc = reverse(st, &k, row, founded, params, e);
	if (rc == RC_OK) {
		complain_effect(st, "complaint.reverse", &k);
		json_object_set_new(out, "state", json_string(k.state));
	}
	json_decref(row);
	complaint_fini(&k);
	return rc;
}

/*
 * to detriment only where others' interests prevail and the message was
 * sent within three months.  Counted from when the complaint came in, the
 * strict reading: it never gives the complainant less.
 */
static enum rc
check_detriment(struct step *st, const struct complaint *k,
    const json_t *params, struct err *e)
{
	struct date sent = DATE_NONE, last;
	char day[DATE_SIZE];
	enum rc rc;

	(void)param_date(params, "message_sent", &sent);
	if ((rc = complain_by_rule(st, "FVL_34", k->received, &last, e)) !=
	    RC_OK)
		return rc;
	date_format(last, day);
	if (!param_bool(params, "others_interests", false))
		return err_name(e, RC_GUARD, "E_TO_DETRIMENT",
		    _("outcome: worse for the complainant only where the "
		      "interests of others prevail (fvl § 34)"));
	if (!date_is_set(sent) || date_compare(sent, last) > 0)
		return err_name(e, RC_GUARD, "E_TO_DETRIMENT",
		    _("outcome: worse for the complainant only if the message "
		      "was sent by %s (fvl § 34)"),
		    day);
	return RC_OK;
}

static bool
is_in_favour(const char *outcome)
{
	return strcmp(outcome, "upheld") == 0 || strcmp(outcome, "partly") == 0;
}

/* Fields by which a definition says that it wants to know (domain 2.4). */
static void
tell_fields(struct step *st, const json_t *row)
{
	const struct def_field *why, *since;
	json_t *value = json_string("complaint_upheld"), *normal = NULL;
	struct err none = ERR_INIT;

	why = definition_field(st->version->def, "reopen_reason");
	if (why != NULL &&
	    field_check(why, value, st->call->today, &normal, &none) == RC_OK)
		step_set(st, why, normal);
	json_decref(normal);
	json_decref(value);
	since = definition_field(st->version->def, "waiting_since");
	if (since != NULL && since->type == DEF_DATE &&
	    json_object_get(st->data, since->name) == NULL)
		step_set(st, since, json_object_get(row, "date"));
}

/* Take the case up again: a new cycle, the waiting date kept. */
static enum rc
take_up(struct step *st, struct complaint *k, const json_t *row,
    const char *stage, struct err *e)
{
	enum rc rc;

	if (stage == NULL)
		return RC_OK;
	if ((rc = step_reopen(st, stage, e)) != RC_OK)
		return rc;
	k->reopened = st->head.cycle;
	tell_fields(st, row);
	rc = step_enter(st);
	return rc;
}

static enum rc
set_outcome(struct step *st, struct complaint *k, const json_t *params,
    struct err *e)
{
	const char *outcome = param_text(params, "outcome");
	struct date decided = st->call->today, arrived = st->call->today;
	enum rc rc = RC_OK;

	(void)param_date(params, "arrived", &arrived);
	decided = arrived;
	(void)param_date(params, "decided", &decided);
	if (date_compare(arrived, st->call->today) > 0 ||
	    date_compare(decided, arrived) > 0 ||
	    date_compare(decided, k->forwarded) < 0)
		return err_name(e, RC_GUARD, "E_DATE_ORDER",
		    _("complaint: forwarded, then decided, then arrived, and "
		      "not after today"));
	if (strcmp(outcome, "worsened") == 0 &&
	    (rc = check_detriment(st, k, params, e)) != RC_OK)
		return rc;
	snprintf(k->state, sizeof(k->state), "ended");
	snprintf(k->outcome, sizeof(k->outcome), "%s", outcome);
	k->outcome_date = decided;
	k->outcome_arrived = arrived;
	if (is_in_favour(outcome))
		rc = complain_by_rule(st, "FVL_36", arrived, &k->costs_due, e);
	return rc;
}

static enum rc
tell_outcome(struct step *st, const struct complaint *k, const json_t *params,
    struct err *e)
{
	const char *note = param_text(params, "note");
	char costs[DATE_SIZE], name[STORE_NAME_SIZE];
	json_t *more = json_pack("{ss}", "outcome", k->outcome);
	enum rc rc;

	date_format(k->costs_due, costs);
	if (costs[0] != '\0')
		json_object_set_new(more, "costs_due", json_string(costs));
	if (note != NULL)
		json_object_set_new(more, "note", json_string(note));
	rc = complain_letter(st, k, "complaint_outcome", "applicant", more, e);
	if (rc == RC_OK)
		rc = complain_note(st, k, "outcome",
		    json_pack("{ss ss}", "outcome", k->outcome, "note",
			note != NULL ? note : ""),
		    e);
	if (rc != RC_OK)
		return rc;
	complain_name(COMPLAIN_ANSWER, k, name);
	return deadlines_end_beside(st, name, "met", e);
}

enum rc
complain_outcome(struct step *st, const json_t *params, json_t *out,
    struct err *e)
{
	struct complaint k;
	json_t *row = NULL;
	enum rc rc;

	if ((rc = complain_open(st, params, &k, e)) == RC_OK &&
	    (rc = complain_need_state(&k, "forwarded", e)) == RC_OK &&
	    (rc = complained(st, &k, &row, e)) == RC_OK &&
	    (rc = set_outcome(st, &k, params, e)) == RC_OK &&
	    (rc = take_up(st, &k, row, param_text(params, "stage"), e)) ==
		RC_OK &&
	    (rc = complaint_save(st->call->tx, &k, e)) == RC_OK)
		rc = tell_outcome(st, &k, params, e);
	if (rc == RC_OK) {
		complain_effect(st, "complaint.outcome", &k);
		json_object_update_new(out, complaint_json(&k));
		json_object_set(out, "decision", json_object_get(row, "no"));
		json_object_del(out, "new_decision");
	}
	json_decref(row);
	complaint_fini(&k);
	return rc;
}
