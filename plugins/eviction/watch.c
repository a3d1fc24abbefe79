/*
 * watch -- by when what has to be done, and who is told when it is not.
 *
 * No statute sets these days but the tenant's two weeks; the rest is the
 * municipality's routine, in [plugin eviction].
 */
#include "eviction.h"

#include <stdio.h>
#include <string.h>

int
task(struct bf_call *call, int64_t case_id, const char *key, const char *title,
    const char *role, struct bf_date due)
{
	const struct bf_task t = { .key = key,
		.title = title,
		.role = role,
		.due = due };

	return bf_host(call)->task_open(call, case_id, &t);
}

static void
routine_of(struct bf_call *call, struct eviction_routine *r)
{
	const struct bf_host *h = bf_host(call);

	r->contact_workdays = (int)h->setting_int(call, "contact_workdays");
	r->contact_children_workdays =
	    (int)h->setting_int(call, "contact_children_workdays");
	r->visit_workdays = (int)h->setting_int(call, "visit_workdays");
	r->before_workdays = (int)h->setting_int(call, "before_workdays");
	r->review_days = (int)h->setting_int(call, "review_days");
}

static int
begin_rule(struct bf_call *call, const struct matter *m, const char *name,
    const char *title, const char *rule, struct bf_date start)
{
	const struct bf_deadline d = { .name = name,
		.title = title,
		.rule = rule,
		.start = start };
	struct bf_date due;

	if (!bf_is_day(start))
		return bf_host(call)->deadline_end(call, m->case_id, name, NULL,
		    false, NULL);
	return bf_host(call)->deadline_begin(call, m->case_id, &d, &due);
}

/* A goal on a day that the rules have computed: so many days from START. */
static int
begin_goal(struct bf_call *call, const struct matter *m, const char *name,
    const char *title, struct bf_date start, struct bf_date day)
{
	char length[24];
	const struct bf_deadline d = { .name = name,
		.title = title,
		.length = length,
		.start = start };
	struct bf_date due;

	if (!bf_is_day(day) || !bf_is_day(start))
		return bf_host(call)->deadline_end(call, m->case_id, name, NULL,
		    false, NULL);
	if (day.days < start.days)
		day = start;
	snprintf(length, sizeof(length), "%lldd",
	    (long long)day.days - start.days);
	return bf_host(call)->deadline_begin(call, m->case_id, &d, &due);
}

static int
watch_days(struct bf_call *call, const struct matter *m,
    const struct eviction_plan *plan)
{
	int rc = BF_OK;

	if (m->state < EVICTION_CARRIED_OUT &&
	    bf_text_of(m->values, "reached") == NULL)
		rc = begin_goal(call, m, "eviction.first_contact",
		    _("First contact with the household"), m->facts.received,
		    plan->contact);
	if (rc == BF_OK && m->state < EVICTION_CARRIED_OUT)
		rc = begin_rule(call, m, "eviction.comment",
		    ground_cured_by_payment(m->facts.ground) ?
			_("Pay, agree or get support before the comment "
			  "deadline") :
			_("Check whether the eviction is lawful, and look for "
			  "a dwelling"),
		    "TVANGSL_13_6", m->facts.served);
	if (rc == BF_OK && m->state < EVICTION_CARRIED_OUT)
		rc = begin_goal(call, m, "eviction.shelter",
		    _("Decide on a place to stay, storage and transport"),
		    m->facts.received, plan->shelter);
	if (rc == BF_OK && bf_text_of(m->values, "goods_fetched") == NULL)
		rc = begin_rule(call, m, "eviction.goods",
		    _("Fetch the belongings"), "TVANGSL_13_11",
		    m->facts.goods_told);
	if (rc == BF_OK && m->state == EVICTION_AFTER)
		rc = begin_goal(call, m, "eviction.review",
		    _("Why was it not caught earlier?"), m->facts.evicted,
		    plan->review);
	return rc;
}

/* Each rung of the ladder has its day; who was reached climbs no further. */
static int
watch_ladder(struct bf_call *call, const struct matter *m)
{
	static const int32_t rungs[] = { 2, 3, 5 };
	const struct bf_host *h = bf_host(call);
	const struct bf_pure *p = bf_pure(call);
	json_t *payload;
	struct bf_date day;
	char key[32];
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < 3 && rc == BF_OK; i++) {
		day = p->add_workdays(m->facts.received, rungs[i]);
		snprintf(key, sizeof(key), "%lld.%d", (long long)m->id,
		    (int)rungs[i]);
		if (day.days < h->today(call).days)
			continue;
		payload = json_pack("{sI}", "matter", (json_int_t)m->id);
		rc = h->timer_begin(call, m->case_id, "eviction.ladder", key,
		    p->instant(day, REMIND_HOUR, 0), payload);
		json_decref(payload);
	}
	return rc;
}

/* Five working days before: both leaders, whoever was reached. */
static int
watch_day(struct bf_call *call, const struct matter *m,
    const struct eviction_plan *plan)
{
	const struct bf_host *h = bf_host(call);
	json_t *payload;
	char key[32];
	int rc;

	if (m->state >= EVICTION_CARRIED_OUT)
		return BF_OK;
	snprintf(key, sizeof(key), "%lld.day", (long long)m->id);
	if (!bf_is_day(plan->shelter)) {
		rc = h->timer_end(call, m->case_id, "eviction.ladder", key);
		return rc != BF_OK ? rc :
				     h->task_close(call, m->case_id, "leaders");
	}
	if (plan->shelter.days <= h->today(call).days)
		return task(call, m->case_id, "leaders",
		    _("An eviction is at hand: both leaders and the acute "
		      "team"),
		    "leader", m->facts.evicted);
	payload = json_pack("{sI}", "matter", (json_int_t)m->id);
	rc = h->timer_begin(call, m->case_id, "eviction.ladder", key,
	    bf_pure(call)->instant(plan->shelter, REMIND_HOUR, 0), payload);
	json_decref(payload);
	return rc;
}

/* Whoever is evicted needs a bed tonight, or not: assessed the same day. */
static int
watch_need(struct bf_call *call, const struct matter *m,
    const struct eviction_plan *plan)
{
	if (!bf_is_day(plan->need_check))
		return bf_host(call)->task_close(call, m->case_id, "need_27");
	if (m->state > EVICTION_CARRIED_OUT)
		return BF_OK;
	return task(call, m->case_id, "need_27",
	    _("On the day of the eviction: is a place to stay needed tonight "
	      "(sotjl § 27)? Assess it the same day"),
	    NULL, plan->need_check);
}

/* The week's counts for the head of the service: numbers, nothing else. */
static int
watch_week(struct bf_call *call)
{
	const struct bf_pure *p = bf_pure(call);
	struct bf_date today = bf_host(call)->today(call);
	struct bf_date monday = p->add_days(today, 8 - p->weekday(today));

	return bf_host(call)->timer_begin(call, 0, "eviction.digest", NULL,
	    p->instant(monday, REMIND_HOUR, 0), NULL);
}

/* What the rules say today, beside what is known. */
static int
put_judged(struct bf_call *call, const struct matter *m)
{
	struct bf_date today = bf_host(call)->today(call);
	struct eviction_findings x;
	json_t *v;
	int rc;

	eviction_check(bf_pure(call), &m->facts, today, &x);
	v = json_pack("{ss sI}", "urgency",
	    urgency_name(eviction_urgency(bf_pure(call), &m->facts, today)),
	    "findings", (json_int_t)x.n);
	rc = bf_host(call)->record_put(call, "matter", m->id, 0, -1, v, NULL,
	    NULL);
	json_decref(v);
	return rc;
}

void
plan_of(struct bf_call *call, const struct matter *m, struct eviction_plan *out)
{
	struct eviction_routine r;

	routine_of(call, &r);
	eviction_plan(bf_pure(call), &m->facts, &r, out);
}

/* Assessed once, by a person; never when it is known that there are none. */
static int
watch_children(struct bf_call *call, const struct matter *m)
{
	if (m->facts.children == KNOWN_NO ||
	    bf_text_of(m->values, "child_welfare_day") != NULL)
		return bf_host(call)->task_close(call, m->case_id,
		    "child_welfare");
	return task(call, m->case_id, "child_welfare",
	    _("Assess whether child welfare must be told (sotjl § 45), "
	      "and write it down"),
	    NULL, BF_NO_DATE);
}

static int
close_tasks(struct bf_call *call, const struct matter *m,
    const char *const *keys)
{
	int rc = BF_OK;

	for (; *keys != NULL && rc == BF_OK; keys++)
		rc = bf_host(call)->task_close(call, m->case_id, *keys);
	return rc;
}

static int
end_deadlines(struct bf_call *call, const struct matter *m,
    const char *const *names)
{
	int rc = BF_OK;

	for (; *names != NULL && rc == BF_OK; names++)
		rc = bf_host(call)->deadline_end(call, m->case_id, *names, NULL,
		    false, NULL);
	return rc;
}

int
watch_reached(struct bf_call *call, const struct matter *m)
{
	static const char *const tasks[] = { "home_visit", "remind_contact",
		"leader", "coordinator", NULL };
	int rc = bf_host(call)->deadline_end(call, m->case_id,
	    "eviction.first_contact", NULL, true, NULL);

	return rc == BF_OK ? close_tasks(call, m, tasks) : rc;
}

/* It was carried out: what was to be done before is too late. */
static int
watch_over(struct bf_call *call, const struct matter *m)
{
	static const char *const deadlines[] = { "eviction.first_contact",
		"eviction.comment", "eviction.shelter", NULL };
	static const char *const tasks[] = { "home_visit", "remind_contact",
		"leader", "coordinator", "leaders", NULL };
	int rc = end_deadlines(call, m, deadlines);

	return rc == BF_OK ? close_tasks(call, m, tasks) : rc;
}

int
watch(struct bf_call *call, const struct matter *m)
{
	struct eviction_plan plan;
	int rc;

	plan_of(call, m, &plan);
	if ((rc = put_judged(call, m)) != BF_OK ||
	    (rc = watch_days(call, m, &plan)) != BF_OK ||
	    (rc = watch_ladder(call, m)) != BF_OK ||
	    (rc = watch_day(call, m, &plan)) != BF_OK ||
	    (rc = watch_need(call, m, &plan)) != BF_OK)
		return rc;
	if (m->state >= EVICTION_CARRIED_OUT)
		rc = watch_over(call, m);
	else
		rc = watch_children(call, m);
	return rc == BF_OK ? watch_week(call) : rc;
}

int
watch_end(struct bf_call *call, const struct matter *m)
{
	static const char *const deadlines[] = { "eviction.goods",
		"eviction.review", NULL };
	static const char *const tasks[] = { "need_27", "child_welfare", NULL };
	int rc = watch_over(call, m);

	if (rc == BF_OK)
		rc = end_deadlines(call, m, deadlines);
	return rc == BF_OK ? close_tasks(call, m, tasks) : rc;
}

static int
stand_on(struct bf_call *call, const struct matter *m, enum eviction_rung rung)
{
	switch (rung) {
	case RUNG_HANDLER:
		return BF_OK;
	case RUNG_REMINDER:
		return task(call, m->case_id, "remind_contact",
		    _("Two working days without contact: try again"), NULL,
		    BF_NO_DATE);
	case RUNG_LEADER:
		return task(call, m->case_id, "leader",
		    _("Three working days without contact in a case of "
		      "eviction"),
		    "leader", BF_NO_DATE);
	case RUNG_COORDINATOR:
		return task(call, m->case_id, "coordinator",
		    _("Five working days without contact: ask the allocation "
		      "team, as far as there is a basis"),
		    "coordinator", BF_NO_DATE);
	case RUNG_LEADERS:
		return task(call, m->case_id, "leaders",
		    _("An eviction is at hand: both leaders and the acute "
		      "team"),
		    "leader", m->facts.evicted);
	}
	return BF_OK;
}

int
climb(struct bf_call *call, const struct matter *m)
{
	enum eviction_rung rung =
	    eviction_rung(bf_pure(call), &m->facts, bf_host(call)->today(call));

	if (m->state >= EVICTION_CARRIED_OUT ||
	    (rung != RUNG_LEADERS && bf_text_of(m->values, "reached") != NULL))
		return BF_OK;
	return stand_on(call, m, rung);
}

int
eviction_ladder(struct bf_call *call, const struct bf_happening *w)
{
	struct matter m;
	int rc;

	rc = matter_get(call, bf_int_of(w->payload, "matter", 0), BF_SEE, &m);
	if (rc == BF_OK)
		rc = climb(call, &m);
	matter_fini(&m);
	return rc;
}

static int
count_state(struct bf_call *call, const char *state, int64_t *n)
{
	struct bf_query q = { .index = "by_state", .rule = true };
	json_t *equal = json_pack("[s]", state);
	int rc;

	q.equal = equal;
	rc = bf_host(call)->record_count(call, "matter", &q, n);
	json_decref(equal);
	return rc;
}

/* Who gets the counts: the head of the service, where there is one (forum). */
static int
head_of_service(struct bf_call *call, const char **role)
{
	json_t *users;
	int rc = bf_host(call)->users(call, NULL, "forum", &users);

	if (rc != BF_OK)
		return rc;
	*role = json_array_size(users) > 0 ? "forum" : "leader";
	json_decref(users);
	return BF_OK;
}

/* Counts under five are "under five": the digest tells nobody apart. */
int
eviction_digest(struct bf_call *call, const struct bf_happening *w)
{
	static const char *const open[] = { "bekymring", "restanse_kjent",
		"varslet", "begjaert", "forelagt", "besluttet", "tidfestet" };
	int64_t n, sum = 0;
	const char *to;
	json_t *notice;
	char text[256];
	size_t i;
	int rc = BF_OK;

	(void)w;
	for (i = 0; i < 7 && rc == BF_OK; i++) {
		rc = count_state(call, open[i], &n);
		sum += n;
	}
	if (rc != BF_OK || sum == 0)
		return rc;
	if (sum < 5)
		snprintf(text, sizeof(text), "%s",
		    _("Evictions that are followed: fewer than five"));
	else
		snprintf(text, sizeof(text),
		    _("Evictions that are followed: %lld"), (long long)sum);
	if ((rc = head_of_service(call, &to)) != BF_OK)
		return rc;
	notice = json_pack("{ss ss}", "to", to, "text", text);
	rc = bf_host(call)->notice(call, 0, notice, NULL);
	json_decref(notice);
	return rc == BF_OK ? watch_week(call) : rc;
}
