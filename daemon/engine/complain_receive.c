/*
 * complain_receive -- a letter of complaint: against which decisions, in time
 * or late (fvl §§ 29-31, A-1).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/complain_inside.h"
#include "engine/said.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "model/deadline.h"
#include "store/decision.h"

/* What the letter says of itself. */
struct letter {
	int64_t no;
	const char *channel;
	struct date received, handed_in;
	int64_t party; /* 0: not said */
	bool other; /* by one who was not told of the decision */
	const char *grounds;
	int64_t document;
	bool suspension;
};

static enum rc
read_letter(struct step *st, const json_t *params, struct letter *l,
    struct err *e)
{
	struct date posted = DATE_NONE;

	memset(l, 0, sizeof(*l));
	l->received = st->call->today;
	(void)param_date(params, "received", &l->received);
	(void)param_date(params, "posted", &posted);
	l->channel = param_text(params, "channel");
	if (l->channel == NULL)
		l->channel = "post";
	l->party = param_int(params, "party", 0);
	l->other = param_bool(params, "other", false);
	l->grounds = param_text(params, "grounds");
	l->document = param_int(params, "document", 0);
	l->suspension = param_bool(params, "suspension", false);
	if (date_compare(l->received, st->call->today) > 0 ||
	    (date_is_set(posted) && date_compare(posted, l->received) > 0))
		return err_name(e, RC_GUARD, "E_DATE_ORDER",
		    _("complaint: posted, then received, and not after today"));
	if (date_is_set(posted) && strcmp(l->channel, "post") != 0)
		return err_name(e, RC_GUARD, "E_DATE_ORDER",
		    _("posted: is for letters on paper"));
	l->handed_in = deadline_handed_in(strcmp(l->channel, "post") == 0,
	    posted, l->received);
	return complaint_next_letter(st->call->store, st->head.id, &l->no, e);
}

/*
 * The last day for who complains: the party's own, or the latest of all parties
 * if it is not said whose; DATE_NONE while a period has not begun.
 */
static enum rc
find_due(const struct step *st, const struct letter *l, int64_t decision,
    struct date *due, struct err *e)
{
	struct decision_party *list;
	bool open = false, found = false;
	size_t i, n;
	enum rc rc;

	*due = DATE_NONE;
	rc = decision_parties(st->call->store, decision, &list, &n, e);
	for (i = 0; rc == RC_OK && i < n; i++) {
		if (l->party != 0 && list[i].no != l->party)
			continue;
		found = true;
		open = open || !date_is_set(list[i].due);
		if (!date_is_set(*due) || date_compare(list[i].due, *due) > 0)
			*due = list[i].due;
	}
	decision_parties_free(list, n);
	if (open)
		*due = DATE_NONE;
	if (rc == RC_OK && l->party != 0 && !found)
		rc = err_set(e, RC_NOTFOUND,
		    _("party %lld: not one of this decision's; see decision "
		      "show"),
		    (long long)l->party);
	return rc;
}

static enum rc
set_days(const struct step *st, const struct letter *l, const json_t *row,
    struct complaint *k, struct err *e)
{
	const char *text = json_string_value(json_object_get(row, "date"));
	struct date made = DATE_NONE;
	enum rc rc;

	if ((rc = date_parse(text, &made, e)) != RC_OK)
		return rc;
	if (date_compare(l->handed_in, made) < 0)
		return err_name(e, RC_GUARD, "E_DATE_ORDER",
		    _("complaint: before the decision of %s"), text);
	if ((rc = complain_by_rule(st, "FVL_31_ABS", made, &k->last, e)) !=
	    RC_OK)
		return rc;
	if (l->other)
		rc = complain_by_rule(st, "FVL_29_ANDRE", made, &k->due, e);
	else
		rc = find_due(st, l, k->decision, &k->due, e);
	k->in_time =
	    !date_is_set(k->due) || date_compare(l->handed_in, k->due) <= 0;
	return rc;
}

/* The same party does not complain twice about the same thing at once. */
static enum rc
check_twice(const struct step *st, const struct complaint *k, struct err *e)
{
	struct complaint *list;
	size_t i, n;
	enum rc rc;

	rc = complaint_of_case(st->call->store, st->head.id, &list, &n, e);
	for (i = 0; rc == RC_OK && i < n; i++)
		if (list[i].decision == k->decision &&
		    list[i].party == k->party &&
		    strcmp(list[i].state, "ended") != 0)
			rc = err_name(e, RC_CONFLICT, "E_COMPLAINT_TWICE",
			    _("complaint %lld about this decision has not "
			      "ended; file the letter with it"),
			    (long long)list[i].no);
	complaints_free(list, n);
	return rc;
}

/* A late one is kept: whether it is considered, is the next question. */
static void
warn_late(struct step *st, const struct complaint *k)
{
	char due[DATE_SIZE], last[DATE_SIZE];

	if (k->in_time)
		return;
	date_format(k->due, due);
	date_format(k->last, last);
	call_warn(st->call, "W_COMPLAINT_LATE", "received",
	    _("complaint %lld: came after %s; assess it with complaint assess "
	      "(fvl § 31)"),
	    (long long)k->no, due);
	if (date_compare(k->handed_in, k->last) > 0)
		call_warn(st->call, "W_ABSOLUTE_1Y", "received",
		    _("complaint %lld: after %s none can be considered"),
		    (long long)k->no, last);
}

static enum rc
open_tasks(struct step *st, const struct complaint *k, struct err *e)
{
	char key[STORE_NAME_SIZE], title[ERR_TEXT_MAX];
	enum rc rc;

	complain_name(COMPLAIN_TASK, k, key);
	if (k->in_time)
		snprintf(title, sizeof(title),
		    _("Complaint %lld: reverse the decision, or forward it "
		      "to %s"),
		    (long long)k->no, k->body);
	else
		snprintf(title, sizeof(title),
		    _("Complaint %lld came late: shall it be considered?"),
		    (long long)k->no);
	rc = tasks_open_beside(st, key, title, "", "", DATE_NONE, e);
	if (rc != RC_OK || k->suspension[0] == '\0')
		return rc;
	complain_name(COMPLAIN_SUSPEND, k, key);
	snprintf(title, sizeof(title),
	    _("Complaint %lld: shall execution wait?"), (long long)k->no);
	return tasks_open_beside(st, key, title, "", "", st->call->today, e);
}

static enum rc
receive_one(struct step *st, const struct letter *l, int64_t no, json_t *list,
    struct err *e)
{
	struct complaint k = { .case_id = st->head.id };
	json_t *row = NULL;
	enum rc rc;

	rc = decision_get(st->call->store, st->head.id, no, false, &row, e);
	if (rc != RC_OK)
		return rc;
	k.letter = l->no;
	k.decision = json_integer_value(json_object_get(row, "id"));
	k.party = l->party;
	k.document = l->document;
	k.received = l->received;
	k.handed_in = l->handed_in;
	snprintf(k.channel, sizeof(k.channel), "%s", l->channel);
	k.grounds = l->grounds != NULL ? mem_text(l->grounds) : NULL;
	k.class = said_class(st);
	k.body =
	    mem_text(json_string_value(json_object_get(row, "complaint_body")));
	step_name(k.body_rule,
	    json_string_value(json_object_get(row, "complaint_rule")));
	snprintf(k.suspension, sizeof(k.suspension), "%s",
	    l->suspension ? "asked" : "");
	if ((rc = check_twice(st, &k, e)) == RC_OK &&
	    (rc = set_days(st, l, row, &k, e)) == RC_OK) {
		snprintf(k.state, sizeof(k.state), "%s",
		    k.in_time ? "open" : "late");
		rc = complaint_add(st->call->tx, &k, e);
	}
	if (rc == RC_OK && (rc = complain_begin_forward(st, &k, e)) == RC_OK &&
	    (rc = open_tasks(st, &k, e)) == RC_OK) {
		warn_late(st, &k);
		complain_effect(st, "complaint.receive", &k);
		json_array_append_new(list, complaint_json(&k));
		json_object_set_new(json_array_get(list,
					json_array_size(list) - 1),
		    "decision", json_integer((json_int_t)no));
	}
	complaint_fini(&k);
	json_decref(row);
	return rc;
}

enum rc
complain_receive(struct step *st, const json_t *params, json_t *out,
    struct err *e)
{
	const json_t *numbers = json_object_get(params, "decisions"), *one;
	json_t *list = json_array();
	struct letter l;
	size_t i;
	enum rc rc;

	json_object_set_new(out, "complaints", list);
	if ((rc = read_letter(st, params, &l, e)) != RC_OK)
		return rc;
	if (json_array_size(numbers) == 0)
		return err_set(e, RC_INVALID,
		    _("decisions: say which decisions the complaint is about"));
	json_array_foreach(numbers, i, one)
		if (rc == RC_OK)
			rc = receive_one(st, &l, json_integer_value(one), list,
			    e);
	return rc;
}
