/*
 * remind -- reviews, goals whose day has gone, consents that run out, silence.
 */
#include "plan.h"

#include <stdio.h>
#include <string.h>

int
remind(struct bf_call *call, const struct plan *p, const char *what, int64_t id,
    struct bf_date day)
{
	const struct bf_host *h = bf_host(call);
	json_t *payload;
	char key[BF_TIMER_KEY_SIZE];
	int rc;

	if (day.days <= h->today(call).days)
		return remind_end(call, p, what, id);
	bf_timer_key(what, id, key);
	payload = json_pack("{ss sI sI}", "what", what, "plan",
	    (json_int_t)p->id, "id", (json_int_t)id);
	rc = h->timer_begin(call, p->case_id, "plan.remind", key,
	    bf_pure(call)->instant(day, REMIND_HOUR, 0), payload);
	json_decref(payload);
	return rc;
}

int
remind_end(struct bf_call *call, const struct plan *p, const char *what,
    int64_t id)
{
	char key[BF_TIMER_KEY_SIZE];

	bf_timer_key(what, id, key);
	return bf_host(call)->timer_end(call, p->case_id, "plan.remind", key);
}

int
remind_activity(struct bf_call *call, const struct plan *p)
{
	return remind(call, p, "idle", p->id,
	    bf_pure(call)->add_days(bf_host(call)->today(call),
		bf_host(call)->setting_int(call, "idle_days")));
}

int
remind_review(struct bf_call *call, const struct plan *p, struct bf_date day)
{
	return remind(call, p, "review", p->id, day);
}

/* The consent that holds longest decides. */
int
remind_consent(struct bf_call *call, const struct plan *p)
{
	const struct bf_pure *pure = bf_pure(call);
	struct bf_date until;
	bool has;
	int rc = has_consent(call, p->person, &has, &until);

	if (rc != BF_OK || !has || !bf_is_day(until))
		return rc;
	rc = remind(call, p, "consent", p->id,
	    pure->add_days(until,
		-bf_host(call)->setting_int(call, "consent_days")));
	return rc == BF_OK ?
	    remind(call, p, "consent_gone", p->id, pure->add_days(until, 1)) :
	    rc;
}

/* It ran out, and there is no other: as if it had been withdrawn. */
static int
consent_gone(struct bf_call *call, const struct plan *p)
{
	struct bf_date until;
	bool has;
	int rc = has_consent(call, p->person, &has, &until);

	return rc == BF_OK && !has ? plan_stop(call, p) : rc;
}

int
review_due(struct bf_call *call, const struct plan *p)
{
	json_t *payload;
	int rc = BF_OK;

	/* While nothing may be written there is nothing to review. */
	if (p->state == PLAN_STOPPED)
		return BF_OK;
	if (p->state == PLAN_IN_FORCE)
		rc = plan_put(call, p, PLAN_REVIEW, json_object());
	payload = json_pack("{sI}", "plan", (json_int_t)p->id);
	if (rc == BF_OK)
		rc = bf_host(call)->emit(call, p->case_id, "plan.review_due",
		    payload);
	json_decref(payload);
	return rc == BF_OK ? task_lead(call, p, "plan_review",
				 _("The plan is due for review"), BF_NO_DATE) :
			     rc;
}

/* After a week the coordinator, after three the leader of the unit. */
static int
goal_late(struct bf_call *call, const struct plan *p, const char *what,
    int64_t id)
{
	const char *title = _("The day of a goal has gone: how did it go?");
	const char *status;
	json_t *row;
	int rc = bf_host(call)->record_rule(call, "goal", id, &row);

	if (rc != BF_OK)
		return rc;
	status = bf_text_of(json_object_get(row, "values"), "status");
	if (status == NULL || strcmp(status, "ny") == 0 ||
	    strcmp(status, "i_gang") == 0)
		rc = strcmp(what, "goal21") == 0 ?
		    task(call, p->case_id, what, title, NULL, "leader",
			BF_NO_DATE) :
		    task_lead(call, p, what, title, BF_NO_DATE);
	json_decref(row);
	return rc;
}

static int
due(struct bf_call *call, const struct plan *p, const char *what, int64_t id)
{
	if (strcmp(what, "review") == 0)
		return review_due(call, p);
	if (strncmp(what, "goal", 4) == 0)
		return goal_late(call, p, what, id);
	if (strcmp(what, "consent_gone") == 0)
		return consent_gone(call, p);
	if (strcmp(what, "consent") == 0)
		return task_lead(call, p, "consent_ends",
		    _("The consent to the plan runs out soon"), BF_NO_DATE);
	if (strcmp(what, "cti") == 0)
		return task_lead(call, p, "cti_phase",
		    _("A phase of CTI ends: summary and meeting"), BF_NO_DATE);
	return task_lead(call, p, "plan_idle",
	    _("Nothing has happened in the plan for long"), BF_NO_DATE);
}

int
plan_remind(struct bf_call *call, const struct bf_happening *w)
{
	const char *what = bf_text_of(w->payload, "what");
	int64_t id = bf_int_of(w->payload, "id", 0);
	struct plan p;
	int rc = plan_get(call, bf_int_of(w->payload, "plan", 0), &p);

	if (rc == BF_OK && plan_state_is_open(p.state))
		rc = due(call, &p, what, id);
	plan_fini(&p);
	return rc;
}
