/*
 * work -- what is done about it: reaching the household, an end, and after.
 */
#include "eviction.h"

#include <stdio.h>
#include <string.h>

static int
open_matter(struct bf_call *call, const json_t *params, struct matter *m)
{
	return matter_get(call, bf_int_of(params, "matter", 0), BF_CHANGE, m);
}

/* What is said to have been done was not done tomorrow. */
static int
check_come(struct bf_call *call, const json_t *params)
{
	struct bf_date day = bf_day_of(call, params, "day");

	if (bf_is_day(day) && day.days > bf_host(call)->today(call).days)
		return bf_host(call)->field(call, "day", "E_DATE_ORDER",
		    _("a day that has come"));
	return BF_OK;
}

/* Two attempts in vain: two employees go there (domain §3.2). */
static int
after_attempt(struct bf_call *call, const struct matter *m, bool reached,
    int64_t attempts)
{
	struct eviction_routine r = { 0 };
	struct eviction_plan plan;

	if (reached)
		return watch_reached(call, m);
	if (attempts < 2)
		return BF_OK;
	r.visit_workdays =
	    (int)bf_host(call)->setting_int(call, "visit_workdays");
	eviction_plan(bf_pure(call), &m->facts, &r, &plan);
	return task(call, m->case_id, "home_visit",
	    _("Nobody was reached twice: home visit by two employees"), NULL,
	    plan.visit);
}

int
eviction_contact(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	bool reached = bf_bool_of(params, "reached", false);
	struct matter m;
	int64_t attempts;
	json_t *v;
	int rc = open_matter(call, params, &m);

	if (rc == BF_OK)
		rc = check_come(call, params);
	if (rc != BF_OK) {
		matter_fini(&m);
		return rc;
	}
	v = json_pack("{sI ss sb ss?}", "matter", (json_int_t)m.id, "how",
	    bf_text_of(params, "how"), "reached", reached, "told",
	    bf_text_of(params, "text"));
	bf_set_day(call, v, "day", bf_day_of(call, params, "day"));
	if (bf_text_of(v, "day") == NULL)
		bf_set_day(call, v, "day", h->today(call));
	rc = h->record_put(call, "attempt", 0, m.case_id, -1, v, NULL, NULL);
	attempts = bf_int_of(m.values, "attempts", 0) + 1;
	if (rc == BF_OK) {
		json_t *w = json_pack("{sI}", "attempts", (json_int_t)attempts);

		if (reached && bf_text_of(m.values, "reached") == NULL)
			json_object_set(w, "reached",
			    json_object_get(v, "day"));
		rc = matter_put(call, &m, m.state, w);
	}
	json_decref(v);
	if (rc == BF_OK)
		rc = after_attempt(call, &m, reached, attempts);
	if (rc == BF_OK)
		rc = bf_answer(result, "matter", m.id);
	matter_fini(&m);
	return rc;
}

/* The petition was withdrawn, or set aside: the arrears are left. */
int
eviction_back(struct bf_call *call, const json_t *params, json_t **result)
{
	static const char *const gone[] = { "petition", "served", "decided",
		"eviction", "eviction_time" };
	struct matter m;
	json_t *v;
	size_t i;
	int rc = open_matter(call, params, &m);

	if (rc == BF_OK)
		rc = matter_may(call, &m, EVICTION_ARREARS);
	if (rc == BF_OK) {
		v = json_pack("{ss}", "why", bf_text_of(params, "why"));
		for (i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
			json_object_set_new(v, gone[i], json_null());
		rc = matter_put(call, &m, EVICTION_ARREARS, v);
	}
	if (rc == BF_OK)
		rc = watch(call, &m);
	if (rc == BF_OK)
		rc = bf_answer(result, "matter", m.id);
	matter_fini(&m);
	return rc;
}

/* Is document ID one of the matter's case? */
static int
has_document(struct bf_call *call, const struct matter *m, int64_t id,
    bool *yes)
{
	json_t *rows, *row;
	size_t i;
	int rc = bf_host(call)->documents(call, m->case_id, &rows);

	*yes = false;
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row)
		*yes = *yes || bf_int_of(row, "id", 0) == id;
	json_decref(rows);
	return BF_OK;
}

/* What was paid and does not stop it by law: it may be over all the same. */
static void
warn_of_payment(struct bf_call *call, const struct matter *m, int64_t paid)
{
	int64_t stop = matter_to_stop(call, m);

	if (m->facts.ground != GROUND_UNKNOWN &&
	    !ground_cured_by_payment(m->facts.ground))
		bf_host(call)->warn(call, "W_NOT_CURED", "solution",
		    _("payment does not stop an eviction on this ground: is it "
		      "an agreement, or was the petition withdrawn?"));
	else if (stop != EVICTION_UNKNOWN && paid < stop)
		bf_host(call)->warn(call, "W_PAID_LESS", "amount",
		    _("less than what stops it by eviction show: does the "
		      "landlord agree that it is over?"));
}

/* Paid is what was paid, and shown to have been. */
static int
check_proof(struct bf_call *call, const json_t *params, const struct matter *m,
    json_t *v)
{
	const struct bf_host *h = bf_host(call);
	int64_t paid = bf_int_of(params, "amount", -1);
	int64_t evidence = bf_int_of(params, "evidence", 0);
	bool proof =
	    eviction_solution_needs_proof(bf_text_of(params, "solution"));
	bool kept = false;
	int rc = BF_OK;

	if (evidence != 0 &&
	    (rc = has_document(call, m, evidence, &kept)) != BF_OK)
		return rc;
	if (proof && paid <= 0)
		rc = h->field(call, "amount", "E_EVIDENCE",
		    _("how much was paid"));
	if ((proof || evidence != 0) && !kept)
		rc = h->field(call, "evidence", "E_EVIDENCE",
		    _("the number of a document of the case that shows it; "
		      "document put keeps one"));
	if (paid > EVICTION_AMOUNT_MAX)
		rc = h->field(call, "amount", "E_AMOUNT",
		    _("at most 10 000 000 kr"));
	if (rc != BF_OK)
		return rc;
	if (paid >= 0)
		bf_set_int(v, "paid", paid);
	if (evidence != 0)
		bf_set_int(v, "evidence", evidence);
	if (proof)
		warn_of_payment(call, m, paid);
	return BF_OK;
}

int
eviction_solve(struct bf_call *call, const json_t *params, json_t **result)
{
	struct matter m;
	json_t *v;
	int rc = open_matter(call, params, &m);

	if (rc == BF_OK)
		rc = matter_may(call, &m, EVICTION_SOLVED);
	if (rc == BF_OK) {
		v = json_pack("{ss ss?}", "solution",
		    bf_text_of(params, "solution"), "why",
		    bf_text_of(params, "why"));
		bf_set_day(call, v, "ended", bf_host(call)->today(call));
		rc = check_proof(call, params, &m, v);
		if (rc == BF_OK)
			rc = matter_put(call, &m, EVICTION_SOLVED, v);
		else
			json_decref(v);
	}
	if (rc == BF_OK)
		rc = watch_end(call, &m);
	if (rc == BF_OK) {
		v = json_pack("{sI ss}", "matter", (json_int_t)m.id, "solution",
		    bf_text_of(params, "solution"));
		rc = bf_host(call)->emit(call, m.case_id, "eviction.solved", v);
		json_decref(v);
	}
	if (rc == BF_OK)
		rc = bf_answer(result, "matter", m.id);
	matter_fini(&m);
	return rc;
}

/* A bed tonight: a case of its own under this one (law row 18). */
static int
open_shelter(struct bf_call *call, const struct matter *m)
{
	int64_t person = bf_int_of(m->values, "person", 0), id;
	json_t *data = json_pack("{ss sb sb}", "channel", "service",
	    "asks_help", 1, "roof_tonight", 0);
	int rc;

	bf_set_day(call, data, "received", bf_host(call)->today(call));
	if (person != 0)
		bf_set_int(data, "person", person);
	rc = bf_host(call)->case_create(call, NULL, m->case_id, NULL, NULL,
	    data, &id);
	json_decref(data);
	return rc;
}

/* On a day that has come; a later assessment of need is kept, and said. */
static int
check_day(struct bf_call *call, const json_t *params)
{
	const struct bf_host *h = bf_host(call);
	struct bf_date day = bf_day_of(call, params, "day");

	if (day.days < h->today(call).days)
		h->warn(call, "W_NEED_LATE", "day",
		    _("the need of a place to stay is assessed on the day of "
		      "the eviction (sotjl § 27); this is later"));
	return check_come(call, params);
}

/* What PARAMS say of it; what was known before stays. */
static int
write_carried_out(struct bf_call *call, const json_t *params, struct matter *m)
{
	json_t *v = json_deep_copy(m->values);
	struct bf_date goods = bf_day_of(call, params, "goods_told");
	int rc;

	json_object_del(v, "nr");
	json_object_set(v, "need_found", json_object_get(params, "need"));
	json_object_set(v, "need_27", json_object_get(params, "need_text"));
	json_object_set_new(v, "solution", json_string("gjennomfort"));
	bf_set_day(call, v, "eviction", bf_day_of(call, params, "day"));
	bf_set_day(call, v, "need_checked", bf_host(call)->today(call));
	if (bf_is_day(goods))
		bf_set_day(call, v, "goods_told", goods);
	if ((rc = facts_check(call, v)) != BF_OK) {
		json_decref(v);
		return rc;
	}
	rc = matter_put(call, m, EVICTION_CARRIED_OUT, v);
	if (rc == BF_OK)
		rc = matter_put(call, m, EVICTION_AFTER, json_object());
	return rc;
}

static int
tell_carried_out(struct bf_call *call, const struct matter *m, bool need)
{
	json_t *payload =
	    json_pack("{sI sb}", "matter", (json_int_t)m->id, "need", need);
	int rc = bf_host(call)->emit(call, m->case_id, "eviction.carried_out",
	    payload);

	json_decref(payload);
	return rc;
}

/* It was carried out: whoever was evicted needs a bed tonight, or not. */
int
eviction_carried_out(struct bf_call *call, const json_t *params,
    json_t **result)
{
	bool need = bf_bool_of(params, "need", false);
	struct matter m;
	int rc = open_matter(call, params, &m);

	/* Some are first heard of when it has been carried out. */
	if (rc == BF_OK && m.state != EVICTION_CARRIED_OUT)
		rc = matter_may(call, &m, EVICTION_CARRIED_OUT);
	if (rc == BF_OK)
		rc = check_day(call, params);
	if (rc == BF_OK)
		rc = write_carried_out(call, params, &m);
	if (rc == BF_OK)
		rc = watch(call, &m);
	if (rc == BF_OK)
		rc = bf_host(call)->task_close(call, m.case_id, "need_27");
	if (rc == BF_OK && need)
		rc = open_shelter(call, &m);
	if (rc == BF_OK)
		rc = tell_carried_out(call, &m, need);
	if (rc == BF_OK)
		rc = bf_answer(result, "matter", m.id);
	matter_fini(&m);
	return rc;
}

static int
set_one(struct bf_call *call, const json_t *params, const char *day_name,
    const char *text_name, const char *deadline, json_t **result)
{
	struct matter m;
	json_t *v;
	int rc = open_matter(call, params, &m);

	if (rc == BF_OK && m.state != EVICTION_AFTER)
		rc = matter_may(call, &m, EVICTION_CLOSED);
	if (rc == BF_OK)
		rc = check_come(call, params);
	if (rc == BF_OK) {
		v = json_object();
		bf_set_day(call, v, day_name, bf_day_of(call, params, "day"));
		if (bf_text_of(v, day_name) == NULL)
			bf_set_day(call, v, day_name,
			    bf_host(call)->today(call));
		if (text_name != NULL)
			json_object_set(v, text_name,
			    json_object_get(params, "text"));
		rc = matter_put(call, &m, m.state, v);
	}
	if (rc == BF_OK)
		rc = bf_host(call)->deadline_end(call, m.case_id, deadline,
		    NULL, true, NULL);
	if (rc == BF_OK)
		rc = bf_answer(result, "matter", m.id);
	matter_fini(&m);
	return rc;
}

int
eviction_goods(struct bf_call *call, const json_t *params, json_t **result)
{
	return set_one(call, params, "goods_fetched", NULL, "eviction.goods",
	    result);
}

/* Thirty days on: why was it not caught earlier? */
int
eviction_review(struct bf_call *call, const json_t *params, json_t **result)
{
	return set_one(call, params, "reviewed", "review", "eviction.review",
	    result);
}

int
eviction_close(struct bf_call *call, const json_t *params, json_t **result)
{
	struct matter m;
	json_t *v;
	int rc = open_matter(call, params, &m);

	if (rc == BF_OK)
		rc = matter_may(call, &m, EVICTION_CLOSED);
	if (rc == BF_OK && bf_text_of(m.values, "reviewed") == NULL)
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_REVIEW_MISSING",
		    _("matter %s: first say why it was not caught earlier "
		      "(eviction review)"),
		    bf_text_of(m.values, "nr"));
	if (rc == BF_OK) {
		v = json_object();
		bf_set_day(call, v, "ended", bf_host(call)->today(call));
		rc = matter_put(call, &m, EVICTION_CLOSED, v);
	}
	if (rc == BF_OK)
		rc = watch_end(call, &m);
	if (rc == BF_OK)
		rc = bf_answer(result, "matter", m.id);
	matter_fini(&m);
	return rc;
}

/*
 * Law row 23: whether child welfare is told is assessed and written down by a
 * person; nothing is ever sent from here.
 */
int
eviction_children(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	bool met = bf_bool_of(params, "met", false);
	struct matter m;
	json_t *v;
	int rc = open_matter(call, params, &m);

	if (rc == BF_OK) {
		v = json_pack("{sb ss}", "child_welfare", met,
		    "child_welfare_why", bf_text_of(params, "text"));
		bf_set_day(call, v, "child_welfare_day", h->today(call));
		rc = matter_put(call, &m, m.state, v);
	}
	if (rc == BF_OK)
		rc = bf_note(call, "eviction", m.case_id,
		    met ? "child_welfare_met" : "child_welfare_not_met", m.id,
		    NULL);
	if (rc == BF_OK)
		rc = h->task_close(call, m.case_id, "child_welfare");
	if (rc == BF_OK && met)
		rc = task(call, m.case_id, "child_welfare_tell",
		    _("Tell child welfare today: the conditions are met (sotjl "
		      "§ 45)"),
		    NULL, h->today(call));
	if (rc == BF_OK)
		rc = bf_answer(result, "matter", m.id);
	matter_fini(&m);
	return rc;
}
