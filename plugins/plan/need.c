/*
 * need -- from the report of a need to a plan in the making.
 *
 * Every unit may report (invariant 5), the coordinating unit gets them all
 * (invariant 7), and nothing but unit and day is kept before there is consent.
 */
#include "plan.h"

#include <string.h>

/* The person given, or the first that the case names. */
static int
find_person(struct bf_call *call, const json_t *params, int64_t *person,
    int64_t *case_id)
{
	int64_t given = bf_int_of(params, "person", 0);
	const char *field;
	json_t *head, *ids, *id;
	size_t i;
	int rc;

	*person = 0;
	rc = bf_host(call)->case_get(call, bf_text_of(params, "case"),
	    BF_CHANGE, &head);
	if (rc != BF_OK)
		return rc;
	*case_id = bf_int_of(head, "id", 0);
	json_object_foreach(json_object_get(head, "persons"), field, ids)
		json_array_foreach(ids, i, id)
			if (*person == 0 &&
			    (given == 0 || json_integer_value(id) == given))
				*person = json_integer_value(id);
	json_decref(head);
	if (*person != 0)
		return BF_OK;
	return bf_host(call)->field(call, "person", NULL,
	    _("the case does not name that person"));
}

static int
put_need(struct bf_call *call, int64_t person, int64_t case_id)
{
	const struct bf_host *h = bf_host(call);
	json_t *v = json_pack("{ss sI}", "unit", h->unit(call), "case_id",
	    (json_int_t)case_id);
	int rc;

	bf_set_day(call, v, "day", h->today(call));
	rc = h->record_put(call, "need", 0, person, -1, v, NULL, NULL);
	json_decref(v);
	return rc;
}

/* One row for the person while it is considered; a second report adds none. */
static int
put_pending(struct bf_call *call, int64_t person, int64_t case_id,
    int64_t previous, int64_t *id)
{
	const struct bf_host *h = bf_host(call);
	json_t *v = json_pack("{ss sI sI}", "state", "behov_meldt", "case_id",
	    (json_int_t)case_id, "version", (json_int_t)1);
	int rc;

	if (previous != 0)
		bf_set_int(v, "previous", previous);

	bf_set_day(call, v, "reported", h->today(call));
	bf_set_day(call, v, "touched", h->today(call));
	rc = h->record_put(call, "plan", 0, person, -1, v, id, NULL);
	json_decref(v);
	return rc;
}

/* The row that is considered, and the last plan that ended; 0s: none. */
static int
pending_of(struct bf_call *call, int64_t person, int64_t *id, int64_t *previous)
{
	struct bf_query q = { .owner = person, .limit = 200 };
	enum plan_state s;
	json_t *rows, *row;
	size_t i;
	int rc;

	*id = *previous = 0;
	rc = bf_host(call)->record_find(call, "plan", &q, &rows);
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		if (!plan_state_parse(bf_text_of(json_object_get(row, "values"),
					  "state"),
			&s))
			continue;
		if (s == PLAN_NEED || s == PLAN_OFFERED)
			*id = bf_int_of(row, "id", 0);
		else if (s == PLAN_ENDED)
			*previous = bf_int_of(row, "id", 0);
	}
	json_decref(rows);
	return BF_OK;
}

/*
 * The coordinating unit gets every report (invariant 7); the case's own where
 * there is none.  It stays with them until the plan has begun, is declined or
 * refused: who is told that the coordinating unit makes contact is.
 */
static int
tell_coordinating(struct bf_call *call, const struct plan *p)
{
	static const char type[] = "coordinating";

	return plan_task(call, p,
	    (struct bf_task){ .key = "plan_need",
		.title = _("A need for a plan and a coordinator is reported: "
			   "make contact and offer them"),
		.unit = bf_host(call)->unit_like(call, type) != NULL ? type :
								       NULL },
	    p->id);
}

int
plan_report_need(struct bf_call *call, const json_t *params, json_t **result)
{
	struct plan p = { .state = PLAN_NEED };
	int64_t previous = 0;
	json_t *payload;
	int rc;

	rc = find_person(call, params, &p.person, &p.case_id);
	if (rc == BF_OK)
		rc = put_need(call, p.person, p.case_id);
	if (rc == BF_OK)
		rc = pending_of(call, p.person, &p.id, &previous);
	if (rc == BF_OK && p.id == 0)
		rc = put_pending(call, p.person, p.case_id, previous, &p.id);
	if (rc == BF_OK)
		rc = bf_note(call, "plan", p.case_id, "need", p.id, NULL);
	if (rc == BF_OK)
		rc = tell_coordinating(call, &p);
	if (rc != BF_OK)
		return rc;
	payload = json_pack("{sI}", "plan", (json_int_t)p.id);
	rc = bf_host(call)->emit(call, p.case_id, "plan.need", payload);
	json_decref(payload);
	return rc == BF_OK ? bf_answer(result, "plan", p.id) : rc;
}

static int
open_for(struct bf_call *call, const json_t *params, enum plan_state to,
    struct plan *p)
{
	int rc = plan_get(call, bf_int_of(params, "plan", 0), p);

	return rc == BF_OK ? plan_may(call, p, to) : rc;
}

int
plan_offer(struct bf_call *call, const json_t *params, json_t **result)
{
	struct plan p;
	int rc = open_for(call, params, PLAN_OFFERED, &p);

	if (rc == BF_OK)
		rc = plan_put(call, &p, PLAN_OFFERED,
		    json_pack("{ss}", "kind", bf_text_of(params, "kind")));
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* Invariant 4: no plan is no reason to have no coordinator. */
int
plan_decline(struct bf_call *call, const json_t *params, json_t **result)
{
	struct plan p;
	int rc = open_for(call, params, PLAN_DECLINED, &p);

	if (rc == BF_OK)
		rc = plan_put(call, &p, PLAN_DECLINED, json_object());
	if (rc == BF_OK)
		rc = plan_done(call, &p, "plan_need", p.id);
	if (rc == BF_OK)
		rc = plan_task(call, &p,
		    (struct bf_task){ .key = "offer_coordinator",
			.title = _("The plan was declined: the coordinator is "
				   "offered all the same (FOR-2011-1256 § "
				   "16)") },
		    p.id);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* E_NO_DECISION unless decision NO of the case is there. */
static int
need_decision(struct bf_call *call, int64_t case_id, int64_t no)
{
	const struct bf_host *h = bf_host(call);
	json_t *rows, *row;
	bool found = false;
	size_t i;
	int rc;

	rc = h->decisions(call, case_id, NULL, BF_NO_DATE, &rows);
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row)
		found = found || bf_int_of(row, "no", 0) == no;
	json_decref(rows);
	if (found)
		return BF_OK;
	return h->fail(call, BF_REFUSED, "E_NO_DECISION",
	    _("decision %lld: none of this case; it is a decision, and is "
	      "made first"),
	    (long long)no);
}

int
plan_refuse(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t no = bf_int_of(params, "decision", 0);
	struct plan p;
	int rc = open_for(call, params, PLAN_REFUSED, &p);

	if (rc == BF_OK)
		rc = need_decision(call, p.case_id, no);
	if (rc == BF_OK)
		rc = plan_put(call, &p, PLAN_REFUSED,
		    json_pack("{sI}", "decision", (json_int_t)no));
	if (rc == BF_OK)
		rc = plan_done(call, &p, "plan_need", p.id);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* Has a guardian authority for this: for all, or for health if it is that? */
static bool
in_scope(const json_t *links, bool health)
{
	const char *kind, *scope;
	const json_t *link;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)links, i, link) {
		kind = bf_text_of(link, "kind");
		scope = bf_text_of(link, "scope");
		if (kind == NULL || scope == NULL ||
		    strcmp(kind, "guardian") != 0 ||
		    !bf_bool_of(link, "valid", true))
			continue;
		if (strcmp(scope, "all") == 0 ||
		    strcmp(scope, health ? "health" : "housing") == 0)
			return true;
	}
	return false;
}

/* Consent by somebody who can give it (law row 32). */
static int
check_capacity(struct bf_call *call, const json_t *params, int64_t person)
{
	const struct bf_host *h = bf_host(call);
	const char *giver = bf_text_of(params, "consent_by");
	struct plan_consenter c = {
		.health = bf_bool_of(params, "health", true),
		.by_person = giver == NULL || strcmp(giver, "person") == 0,
		.by_parent = giver != NULL && strcmp(giver, "parent") == 0,
		.by_guardian = giver != NULL && strcmp(giver, "guardian") == 0,
	};
	json_t *links;
	int rc;

	rc = h->person_age(call, person, h->today(call), &c.age);
	if (rc == BF_OK && c.by_guardian) {
		rc = h->person_links(call, person, h->today(call), &links);
		if (rc == BF_OK) {
			c.guardian_scope = in_scope(links, c.health);
			json_decref(links);
		}
	}
	if (rc != BF_OK || plan_consent_by(&c) == NULL)
		return rc;
	return h->fail(call, BF_REFUSED, plan_consent_by(&c),
	    _("the one who consents cannot: from 16 in matters of health and "
	      "from 18 otherwise it is the person; below, a parent or a "
	      "guardian within the scope"));
}

/* Responsible is the caller's unit, or one that the person lets see the plan. */
static int
check_main(struct bf_call *call, const json_t *params, const struct plan *p)
{
	const struct bf_host *h = bf_host(call);
	const char *given = bf_text_of(params, "main_unit");
	const char *unit = given != NULL ? h->unit_like(call, given) : NULL;

	if (given != NULL && unit == NULL)
		return h->field(call, "main_unit", NULL,
		    _("no unit of that name"));
	if (unit == NULL || strcmp(unit, h->unit(call)) == 0)
		return BF_OK;
	return need_shared(call, p, unit, NULL);
}

static json_t *
first_values(struct bf_call *call, const json_t *params)
{
	const struct bf_host *h = bf_host(call);
	const char *given = bf_text_of(params, "main_unit");
	const char *unit = given != NULL ? h->unit_like(call, given) : NULL;
	json_t *v = json_pack("{ss ss}", "kind",
	    bf_text_of(params, "kind") != NULL ? bf_text_of(params, "kind") :
						 "ip",
	    "main_unit", unit != NULL ? unit : h->unit(call));

	bf_set_day(call, v, "consented", h->today(call));
	if (json_object_get(params, "level") != NULL)
		json_object_set(v, "level", json_object_get(params, "level"));
	if (json_object_get(params, "decision") != NULL)
		json_object_set(v, "decision",
		    json_object_get(params, "decision"));
	return v;
}

/* The first meeting with the person and those who take part. */
int
plan_met(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_date day = bf_day_of(call, params, "day");
	struct plan p;
	json_t *v;
	int rc = plan_write(call, params, &p);

	if (!bf_is_day(day))
		day = h->today(call);
	if (rc == BF_OK && day.days > h->today(call).days)
		rc = h->field(call, "day", "E_DATE_ORDER",
		    _("a meeting that was held is not after today"));
	if (rc == BF_OK) {
		v = json_object();
		bf_set_day(call, v, "met", day);
		rc = plan_put(call, &p, p.state, v);
	}
	if (rc == BF_OK)
		rc = remind_activity(call, &p);
	if (rc == BF_OK)
		rc = plan_clock_end(call, &p, "plan.meeting", true);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* After consent: a first meeting, and a plan in force, as goals. */
static int
begin_goals(struct bf_call *call, const struct plan *p)
{
	struct bf_deadline d = {
		.name = "plan.meeting",
		.title = _("First plan meeting"),
		.rule = "GOAL_PLAN_MEETING",
	};
	struct bf_date due;
	int rc = plan_clock(call, p, d, &due);

	if (rc != BF_OK)
		return rc;
	d.name = "plan.ready";
	d.title = _("The plan is in force");
	d.rule = "GOAL_PLAN_READY";
	return plan_clock(call, p, d, &due);
}

/* After a refusal only a later decision, such as after a complaint, opens it;
 * a new need is reported anew. */
static int
check_reopened(struct bf_call *call, const json_t *params, const struct plan *p)
{
	int64_t no = bf_int_of(params, "decision", 0);

	if (p->state != PLAN_REFUSED)
		return BF_OK;
	if (no <= bf_int_of(p->values, "decision", 0))
		return bf_host(call)->field(call, "decision", "E_NO_DECISION",
		    _("the plan was refused by decision %lld: name the later "
		      "one that changed it, or report a new need"),
		    (long long)bf_int_of(p->values, "decision", 0));
	return need_decision(call, p->case_id, no);
}

int
plan_start(struct bf_call *call, const json_t *params, json_t **result)
{
	struct plan p;
	int rc = open_for(call, params, PLAN_DRAFT, &p);

	if (rc == BF_OK)
		rc = check_reopened(call, params, &p);

	if (rc == BF_OK)
		rc = need_consent(call, p.person);
	if (rc == BF_OK)
		rc = check_capacity(call, params, p.person);
	if (rc == BF_OK)
		rc = check_main(call, params, &p);
	if (rc == BF_OK)
		rc = plan_put(call, &p, PLAN_DRAFT, first_values(call, params));
	if (rc == BF_OK)
		rc = plan_done(call, &p, "plan_need", p.id);
	if (rc == BF_OK)
		rc = begin_goals(call, &p);
	if (rc == BF_OK)
		rc = remind_consent(call, &p);
	if (rc == BF_OK)
		rc = remind_activity(call, &p);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* A review that fell into the gap is asked for now; the plan stays in force. */
static int
late_review(struct bf_call *call, const struct plan *p, enum plan_state to)
{
	struct bf_date review = bf_day_of(call, p->values, "next_review");

	if (to != PLAN_IN_FORCE || !bf_is_day(review) ||
	    review.days > bf_host(call)->today(call).days)
		return BF_OK;
	return review_owed(call, p);
}

int
plan_resume(struct bf_call *call, const json_t *params, json_t **result)
{
	struct plan p;
	json_t *v;
	int rc = plan_get(call, bf_int_of(params, "plan", 0), &p);
	enum plan_state to;

	to = rc == BF_OK && bf_text_of(p.values, "activated") != NULL ?
	    PLAN_IN_FORCE :
	    PLAN_DRAFT;
	if (rc == BF_OK && p.state != PLAN_STOPPED)
		rc = plan_may(call, &p, PLAN_NEED);
	if (rc == BF_OK)
		rc = need_access(call, &p);
	if (rc == BF_OK)
		rc = need_consent(call, p.person);
	if (rc == BF_OK) {
		v = json_object();
		bf_set_day(call, v, "consented", bf_host(call)->today(call));
		rc = plan_put(call, &p, to, v);
	}
	if (rc == BF_OK)
		rc = late_review(call, &p, to);
	if (rc == BF_OK)
		rc = plan_done(call, &p, "plan_resume", p.id);
	if (rc == BF_OK)
		rc = plan_done(call, &p, "plan_stopped", p.id);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* A need that fell away against the person's wish is a decision. */
int
plan_close(struct bf_call *call, const json_t *params, json_t **result)
{
	const char *why = bf_text_of(params, "reason_code");
	int64_t no = bf_int_of(params, "decision", 0);
	struct plan p;
	json_t *v;
	int rc = open_for(call, params, PLAN_ENDED, &p);

	if (rc == BF_OK)
		rc = need_access(call, &p);
	if (rc == BF_OK && strcmp(why, "behov_bortfalt") == 0 &&
	    !bf_bool_of(params, "agreed", false))
		rc = no != 0 ?
		    need_decision(call, p.case_id, no) :
		    bf_host(call)->fail(call, BF_REFUSED, "E_NO_DECISION",
			_("that the need fell away is a decision, "
			  "unless the person agrees: name it "
			  "(decision), or say so (agreed=yes)"));
	if (rc == BF_OK) {
		v = json_pack("{ss}", "end_reason", why);
		if (no != 0)
			bf_set_int(v, "decision", no);
		bf_set_day(call, v, "ended", bf_host(call)->today(call));
		rc = plan_put(call, &p, PLAN_ENDED, v);
	}
	if (rc == BF_OK)
		rc = remind_nothing(call, &p);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* Another unit becomes responsible: a logged step, never silent (D-153). */
int
plan_hand_over(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *unit = h->unit_like(call, bf_text_of(params, "unit"));
	struct plan p;
	int rc = plan_get(call, bf_int_of(params, "plan", 0), &p);

	if (rc == BF_OK && unit == NULL)
		rc = h->field(call, "unit", NULL, _("no unit of that name"));
	if (rc == BF_OK && !plan_state_is_open(p.state))
		rc = plan_may(call, &p, PLAN_NEED);
	if (rc == BF_OK)
		rc = need_access(call, &p);
	if (rc == BF_OK)
		rc = need_basis(call, &p, unit);
	if (rc == BF_OK)
		rc = plan_put(call, &p, p.state,
		    json_pack("{ss}", "main_unit", unit));
	if (rc == BF_OK)
		rc = plan_task(call, &p,
		    (struct bf_task){ .key = "plan_taken_over",
			.title = _("A plan is handed over to your unit"),
			.unit = unit },
		    p.id);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}
