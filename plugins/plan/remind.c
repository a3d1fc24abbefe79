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
	int rc = plan_done(call, p, "plan_idle", p->id);

	if (rc != BF_OK)
		return rc;
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

/* The name of who was not asked, in a timer that asks again. */
#define AGAIN "review_again"
#define AGAIN_COORDINATOR "review_again_coordinator"

/*
 * Who leads the plan today is asked by name, and after as many days as a
 * coordinator may be away the other of coordinator and substitute: nobody's
 * absence, told or not, silences a review.
 */
int
review_owed(struct bf_call *call, const struct plan *p)
{
	const struct bf_host *h = bf_host(call);
	const char *coordinator = bf_text_of(p->values, "coordinator"), *user;
	char unit[65];
	bool is_coordinator;
	int rc = plan_leader(call, p, &user, unit);

	if (rc != BF_OK)
		return rc;
	is_coordinator = user != NULL && coordinator != NULL &&
	    strcmp(user, coordinator) == 0;
	rc = remind(call, p, is_coordinator ? AGAIN : AGAIN_COORDINATOR, p->id,
	    bf_pure(call)->add_days(h->today(call),
		h->setting_int(call, "absence")));
	return rc == BF_OK ? task_user(call, p, user, "plan_review", p->id,
				 _("The plan is due for review")) :
			     rc;
}

int
review_held(struct bf_call *call, const struct plan *p)
{
	static const char *const names[] = { AGAIN, AGAIN_COORDINATOR };
	size_t i;
	int rc = plan_done(call, p, "plan_review", p->id);

	if (rc == BF_OK)
		rc = plan_done(call, p, AGAIN, p->id);
	for (i = 0; i < 2 && rc == BF_OK; i++)
		rc = remind_end(call, p, names[i], p->id);
	return rc;
}

static int
review_again(struct bf_call *call, const struct plan *p, const char *what)
{
	struct bf_date review = bf_day_of(call, p->values, "next_review");

	if (p->state == PLAN_STOPPED || !bf_is_day(review) ||
	    review.days > bf_host(call)->today(call).days)
		return BF_OK;
	return task_user(call, p,
	    bf_text_of(p->values,
		strcmp(what, AGAIN) == 0 ? "substitute" : "coordinator"),
	    AGAIN, p->id,
	    _("The review of the plan has not been held: hold it, or find out "
	      "who does"));
}

static int
review_due(struct bf_call *call, const struct plan *p)
{
	const char *user;
	json_t *payload;
	char unit[65];
	int rc = BF_OK;

	/* While nothing may be written there is nothing to review. */
	if (p->state == PLAN_STOPPED)
		return BF_OK;
	if (p->state == PLAN_IN_FORCE)
		rc = plan_put(call, p, PLAN_REVIEW, json_object());
	if (rc == BF_OK)
		rc = plan_leader(call, p, &user, unit);
	if (rc != BF_OK)
		return rc;
	payload =
	    json_pack("{sI ss*}", "plan", (json_int_t)p->id, "lead", user);
	if (user != NULL)
		json_object_set_new(payload, "unit", json_string(unit));
	rc = bf_host(call)->emit(call, p->case_id, "plan.review_due", payload);
	json_decref(payload);
	return rc == BF_OK ? review_owed(call, p) : rc;
}

int
remind_goal(struct bf_call *call, const struct plan *p, int64_t id,
    struct bf_date target)
{
	static const char *const names[] = { "goal_late", "goal_leader" };
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < 2 && rc == BF_OK; i++)
		rc = remind(call, p, names[i], id,
		    bf_pure(call)->add_days(target,
			bf_host(call)->setting_int(call,
			    i == 0 ? "goal_days" : "goal_leader_days")));
	return rc;
}

/* Is a goal of STATUS still to be reached? */
static bool
is_under_way(const char *status)
{
	return status == NULL || strcmp(status, "ny") == 0 ||
	    strcmp(status, "i_gang") == 0;
}

int
goal_told(struct bf_call *call, const struct plan *p, int64_t id,
    const char *status)
{
	static const char *const names[] = { "goal_late", "goal_leader" };
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < 2 && rc == BF_OK; i++) {
		rc = plan_done(call, p, names[i], id);
		if (rc == BF_OK && !is_under_way(status))
			rc = remind_end(call, p, names[i], id);
	}
	return rc;
}

/* The coordinator, then the leader of the coordinator's unit. */
static int
goal_late(struct bf_call *call, const struct plan *p, const char *what,
    int64_t id)
{
	const char *title = _("The day of a goal has gone: how did it go?");
	json_t *row;
	int rc = bf_host(call)->record_rule(call, "goal", id, &row);

	if (rc != BF_OK)
		return rc;
	if (is_under_way(bf_text_of(json_object_get(row, "values"), "status")))
		rc = strcmp(what, "goal_leader") == 0 ?
		    plan_task(call, p,
			(struct bf_task){ .key = what,
			    .title = title,
			    .unit = bf_text_of(p->values, "coordinator_unit"),
			    .role = "leader" },
			id) :
		    task_lead(call, p, what, id, title);
	json_decref(row);
	return rc;
}

static int
due(struct bf_call *call, const struct plan *p, const char *what, int64_t id)
{
	if (strcmp(what, "review") == 0)
		return review_due(call, p);
	if (strncmp(what, AGAIN, sizeof(AGAIN) - 1) == 0)
		return review_again(call, p, what);
	if (strncmp(what, "goal", 4) == 0)
		return goal_late(call, p, what, id);
	if (strcmp(what, "consent_gone") == 0)
		return consent_gone(call, p);
	if (strcmp(what, "consent") == 0)
		return task_lead(call, p, "consent_ends", id,
		    _("The consent to the plan runs out soon"));
	if (strcmp(what, "cti") == 0)
		return task_lead(call, p, "cti_phase", id,
		    _("A phase of CTI ends: summary and meeting"));
	return task_lead(call, p, "plan_idle", id,
	    _("Nothing has happened in the plan for long"));
}

/* The parts of KIND: what is to be thought of for each falls away. */
static int
end_parts(struct bf_call *call, const struct plan *p, const char *kind)
{
	json_t *rows, *row;
	size_t i;
	int64_t id;
	int rc = plan_rows(call, p, kind, true, &rows);

	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		id = bf_int_of(row, "id", 0);
		if (rc == BF_OK && strcmp(kind, "goal") == 0)
			rc = goal_told(call, p, id, "forlatt");
		else if (rc == BF_OK) {
			rc = remind_end(call, p, "cti", id);
			if (rc == BF_OK)
				rc = plan_done(call, p, "cti_phase", id);
		}
	}
	json_decref(rows);
	return rc;
}

int
remind_nothing(struct bf_call *call, const struct plan *p)
{
	static const char *const timers[] = { "review", "idle", "consent",
		"consent_gone" };
	static const char *const tasks[] = { "plan_idle", "plan_stopped",
		"plan_resume", "consent_ends", "coordinator_absent",
		"plan_conflict" };
	static const char *const deadlines[] = { "plan.meeting", "plan.ready",
		"plan.conflict" };
	size_t i;
	int rc = review_held(call, p);

	for (i = 0; i < sizeof(timers) / sizeof(timers[0]) && rc == BF_OK; i++)
		rc = remind_end(call, p, timers[i], p->id);
	for (i = 0; i < sizeof(tasks) / sizeof(tasks[0]) && rc == BF_OK; i++)
		rc = plan_done(call, p, tasks[i], p->id);
	for (i = 0; i < sizeof(deadlines) / sizeof(deadlines[0]) && rc == BF_OK;
	     i++)
		rc = plan_clock_end(call, p, deadlines[i], false);
	if (rc == BF_OK)
		rc = end_parts(call, p, "goal");
	return rc == BF_OK ? end_parts(call, p, "cti") : rc;
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
