/*
 * repay -- what the tenant pays back, instalment by instalment.
 *
 * After a claim it is recourse, for what the tenant owed; after a deposit loan
 * it is the loan.  Payments go to the oldest instalment first.
 */
#include "deposit.h"

#include <stdio.h>
#include <string.h>

struct repayment {
	json_t *row; /* owned */
	const json_t *values;
	int64_t id, case_id, claim;
	struct deposit_plan plan;
	int64_t paid;
};

static int
repayment_get(struct bf_call *call, int64_t id, struct repayment *out)
{
	const struct bf_host *h = bf_host(call);
	const char *state;
	int rc;

	memset(out, 0, sizeof(*out));
	rc = h->record_get(call, "repayment", id, 0, &out->row);
	if (rc != BF_OK)
		return rc;
	out->values = json_object_get(out->row, "values");
	out->id = id;
	out->case_id = bf_int_of(out->row, "owner", 0);
	out->claim = bf_int_of(out->values, "claim", 0);
	out->plan.principal = bf_int_of(out->values, "principal", 0);
	out->plan.n = (int32_t)bf_int_of(out->values, "instalments", 1);
	out->plan.first = bf_day_of(call, out->values, "first");
	out->paid = bf_int_of(out->values, "paid", 0);
	rc = h->need_class(call, "repayment", out->case_id, BF_CLASS_ECONOMY);
	state = bf_text_of(out->values, "state");
	if (rc == BF_OK && strcmp(state, "nedbetaling") != 0 &&
	    strcmp(state, "tvist") != 0)
		rc = h->fail(call, BF_REFUSED, "E_DEPOSIT_STATE",
		    _("repayment %lld: it has ended"), (long long)id);
	return rc;
}

/* What is to be paid back, and under what: a claim's recourse, or a loan. */
static int
find_debt(struct bf_call *call, const json_t *params, struct claim *c,
    struct guarantee *g, int64_t *principal)
{
	const struct bf_host *h = bf_host(call);
	int64_t claim = bf_int_of(params, "claim", 0);
	int rc;

	if (claim != 0) {
		rc = claim_get(call, claim, BF_CHANGE, c);
		if (rc == BF_OK)
			rc = claim_may(call, c, CLAIM_REPAYING);
		if (rc == BF_OK)
			rc = guarantee_get(call, c->guarantee, BF_CHANGE, g);
		if (rc == BF_OK)
			*principal = bf_int_of(c->values, "recourse", 0);
		return rc;
	}
	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    g);
	if (rc != BF_OK)
		return rc;
	*principal = g->amount;
	if (strcmp(bf_text_of(g->values, "kind"), "loan") == 0 &&
	    (g->state == DEPOSIT_ISSUED || g->state == DEPOSIT_IN_FORCE))
		return BF_OK;
	return h->fail(call, BF_REFUSED, "E_DEPOSIT_STATE",
	    _("give a claim that was paid, or a loan that was issued"));
}

static json_t *
plan_values(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, const struct deposit_plan *plan)
{
	json_t *v = json_pack("{sI ss sI sI sI}", "guarantee",
	    (json_int_t)g->id, "state", "nedbetaling", "instalments",
	    (json_int_t)plan->n, "principal", (json_int_t)plan->principal,
	    "paid", (json_int_t)0);

	if (c->id != 0)
		bf_set_int(v, "claim", c->id);
	bf_set_day(call, v, "first", plan->first);
	return v;
}

/* A loan has ten years (foreldelsesloven § 5), watched as a whole. */
static int
watch_loan(struct bf_call *call, const struct guarantee *g, int64_t id)
{
	const struct bf_pure *p = bf_pure(call);
	char why[BF_WORDS_SIZE];
	struct bf_due bar;
	json_t *v;
	int rc;

	if (!p->rule(p, "FORELD_5", bf_host(call)->today(call), &bar, why))
		return bf_host(call)->fail(call, BF_INTERNAL, "E_CONFIG", "%s",
		    why);
	v = json_object();
	bf_set_day(call, v, "limitation", bar.due);
	rc = bf_host(call)->record_put(call, "repayment", id, 0, -1, v, NULL,
	    NULL);
	json_decref(v);
	if (rc != BF_OK)
		return rc;
	rc = remind(call, g->case_id, "loanbar6", id,
	    p->add_months(bar.due, -6));
	if (rc == BF_OK)
		rc = remind(call, g->case_id, "loanbar2", id,
		    p->add_months(bar.due, -2));
	return rc;
}

/* The plan in words: equal instalments, the rest in the last. */
static int
tell_plan(struct bf_call *call, const struct guarantee *g,
    const struct deposit_plan *plan)
{
	const struct bf_pure *p = bf_pure(call);
	json_t *o = json_pack("{so sI sb so so so so sb}", "principal",
	    field_money(plan->principal), "n", (json_int_t)plan->n, "one",
	    plan->n == 1, "instalment",
	    field_money(deposit_instalment(p, plan, 0)), "last",
	    field_money(deposit_instalment(p, plan, plan->n - 1)), "first",
	    field_day(call, plan->first), "end",
	    field_day(call, deposit_instalment_day(p, plan, plan->n - 1)),
	    "loan", g->loan);

	return write_to(call, g, "deposit.plan", TO_TENANT, o);
}

static int
make_plan(struct bf_call *call, struct guarantee *g, struct claim *c,
    const struct deposit_plan *plan, int64_t *id)
{
	const struct bf_host *h = bf_host(call);
	json_t *v = plan_values(call, g, c, plan);
	int rc;

	rc = h->record_put(call, "repayment", 0, g->case_id, -1, v, id, NULL);
	if (rc == BF_OK)
		rc = watch_repayment(call, g->case_id, *id, v);
	json_decref(v);
	if (rc == BF_OK && c->id != 0)
		rc = claim_put(call, c, CLAIM_REPAYING, json_object());
	if (rc == BF_OK && c->id == 0)
		rc = watch_loan(call, g, *id);
	if (rc == BF_OK)
		rc = h->task_close(call, g->case_id, "repayment_plan");
	return rc == BF_OK ? tell_plan(call, g, plan) : rc;
}

int
deposit_repay(struct bf_call *call, const json_t *params, json_t **result)
{
	struct deposit_plan plan = {
		.n = (int32_t)bf_int_of(params, "instalments", 1),
		.first = bf_day_of(call, params, "first"),
	};
	struct guarantee g;
	struct claim c;
	int64_t id = 0;
	int rc;

	memset(&g, 0, sizeof(g));
	memset(&c, 0, sizeof(c));
	rc = find_debt(call, params, &c, &g, &plan.principal);
	if (rc == BF_OK && plan.first.days < bf_host(call)->today(call).days)
		rc = bf_host(call)->field(call, "first", "E_DATE_ORDER",
		    _("the first instalment lies ahead"));
	if (rc == BF_OK)
		rc = make_plan(call, &g, &c, &plan, &id);
	if (rc == BF_OK)
		*result = json_pack("{sI sI sI}", "repayment", (json_int_t)id,
		    "instalment",
		    (json_int_t)deposit_instalment(bf_pure(call), &plan, 0),
		    "last",
		    (json_int_t)deposit_instalment(bf_pure(call), &plan,
			plan.n - 1));
	guarantee_fini(&g);
	claim_fini(&c);
	return rc;
}

/* Its end, and the claim's with it. */
static int
end_repayment(struct bf_call *call, struct repayment *r, const char *state,
    enum claim_state claim_to, json_t *values)
{
	const struct bf_host *h = bf_host(call);
	struct claim c;
	int rc;

	json_object_set_new(values, "state", json_string(state));
	rc = h->record_put(call, "repayment", r->id, 0, h->if_rev(call), values,
	    NULL, NULL);
	if (rc == BF_OK)
		rc = bf_note(call, "deposit", r->case_id, "repayment", r->id,
		    state);
	if (rc != BF_OK || r->claim == 0)
		return rc;
	rc = claim_get(call, r->claim, BF_CHANGE, &c);
	if (rc == BF_OK && c.state != claim_to)
		rc = claim_may(call, &c, claim_to);
	if (rc == BF_OK && c.state != claim_to)
		rc = claim_put(call, &c, claim_to, json_object());
	claim_fini(&c);
	return rc;
}

static int
take_payment(struct bf_call *call, struct repayment *r, int64_t amount,
    struct bf_date day)
{
	const struct bf_host *h = bf_host(call);
	bool whole = r->paid + amount == r->plan.principal;
	json_t *v = json_pack("{sI sI}", "repayment", (json_int_t)r->id,
	    "amount", (json_int_t)amount);
	int rc;

	bf_set_day(call, v, "day", day);
	rc = h->record_put(call, "payment", 0, r->case_id, -1, v, NULL, NULL);
	json_decref(v);
	if (rc != BF_OK)
		return rc;
	v = json_deep_copy(r->values);
	bf_set_int(v, "paid", r->paid + amount);
	if (whole)
		bf_set_day(call, v, "ended", day);
	rc = end_repayment(call, r, whole ? "innfridd" : "nedbetaling",
	    whole ? CLAIM_SETTLED : CLAIM_REPAYING, v);
	if (rc == BF_OK)
		rc = watch_repayment(call, r->case_id, r->id, v);
	json_decref(v);
	return rc;
}

int
deposit_payment(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t amount = bf_int_of(params, "amount", 0);
	struct bf_date day = bf_day_of(call, params, "day");
	char left[BF_MONEY_SIZE];
	struct repayment r;
	int rc;

	rc = repayment_get(call, bf_int_of(params, "repayment", 0), &r);
	if (rc == BF_OK &&
	    (amount <= 0 || amount > r.plan.principal - r.paid)) {
		bf_pure(call)->money_format(r.plan.principal - r.paid, left);
		rc = bf_host(call)->field(call, "amount", "E_AMOUNT",
		    _("more than 0 and at most what is left, %s"), left);
	}
	if (rc == BF_OK)
		rc = take_payment(call, &r, amount, day);
	if (rc == BF_OK)
		*result = json_pack("{sI sI}", "repayment", (json_int_t)r.id,
		    "left", (json_int_t)(r.plan.principal - r.paid - amount));
	json_decref(r.row);
	return rc;
}

/* Ettergivelse is a decision. */
int
deposit_waive(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t decision = bf_int_of(params, "decision", 0);
	struct repayment r;
	json_t *v;
	int rc;

	rc = repayment_get(call, bf_int_of(params, "repayment", 0), &r);
	if (rc == BF_OK)
		rc = need_decision(call, r.case_id, decision);
	if (rc == BF_OK) {
		v = json_pack("{sI}", "decision", (json_int_t)decision);
		bf_set_day(call, v, "ended", bf_host(call)->today(call));
		rc = end_repayment(call, &r, "ettergitt", CLAIM_WAIVED, v);
		json_decref(v);
	}
	if (rc == BF_OK)
		rc = watch_repayment_stop(call, r.case_id, r.id);
	if (rc == BF_OK)
		rc = bf_answer(result, "repayment", r.id);
	json_decref(r.row);
	return rc;
}

int
deposit_dispute(struct bf_call *call, const json_t *params, json_t **result)
{
	struct repayment r;
	json_t *v;
	int rc;

	rc = repayment_get(call, bf_int_of(params, "repayment", 0), &r);
	if (rc == BF_OK) {
		v = json_object();
		rc = end_repayment(call, &r, "tvist", CLAIM_DISPUTED, v);
		json_decref(v);
	}
	if (rc == BF_OK)
		rc = bf_answer(result, "repayment", r.id);
	json_decref(r.row);
	return rc;
}

/* The day on which the last of C's parts is time-barred. */
static struct bf_date
last_bar(struct bf_call *call, const struct claim *c)
{
	struct bf_date last = BF_NO_DATE, d;
	const json_t *row;
	size_t i;

	json_array_foreach(c->part_rows, i, row) {
		d = bf_day_of(call, json_object_get(row, "values"),
		    "limitation");
		if (bf_is_day(d) && (!bf_is_day(last) || d.days > last.days))
			last = d;
	}
	return last;
}

/* What can still be asked for is not given up like that: it is waived. */
static int
need_bar(struct bf_call *call, struct bf_date bar)
{
	char day[BF_DATE_SIZE];

	if (bf_is_day(bar) && bar.days < bf_host(call)->today(call).days)
		return BF_OK;
	bf_pure(call)->date_format(bar, day);
	return bf_host(call)->fail(call, BF_REFUSED, "E_NOT_BARRED",
	    _("not time-barred yet: the last day is %s; deposit waive gives "
	      "up what can still be asked for"),
	    day);
}

static int
bar_repayment(struct bf_call *call, int64_t id)
{
	struct repayment r;
	struct claim c;
	json_t *v = json_object();
	int rc;

	memset(&c, 0, sizeof(c));
	rc = repayment_get(call, id, &r);
	if (rc == BF_OK && r.claim != 0)
		rc = claim_get(call, r.claim, BF_CHANGE, &c);
	if (rc == BF_OK)
		rc = need_bar(call,
		    r.claim != 0 ? last_bar(call, &c) :
				   bf_day_of(call, r.values, "limitation"));
	bf_set_day(call, v, "ended", bf_host(call)->today(call));
	if (rc == BF_OK)
		rc = end_repayment(call, &r, "foreldet", CLAIM_TIME_BARRED, v);
	if (rc == BF_OK)
		rc = watch_repayment_stop(call, r.case_id, r.id);
	json_decref(v);
	json_decref(r.row);
	claim_fini(&c);
	return rc;
}

/* A claim that no plan was made for. */
static int
bar_claim(struct bf_call *call, int64_t id)
{
	struct claim c;
	int rc = claim_get(call, id, BF_CHANGE, &c);

	if (rc == BF_OK && c.state != CLAIM_RECOURSE)
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_DEPOSIT_STATE",
		    _("claim %lld: nothing is asked for that has no plan"),
		    (long long)id);
	if (rc == BF_OK)
		rc = need_bar(call, last_bar(call, &c));
	if (rc == BF_OK)
		rc = claim_put(call, &c, CLAIM_TIME_BARRED, json_object());
	claim_fini(&c);
	return rc;
}

int
deposit_time_bar(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t claim = bf_int_of(params, "claim", 0);
	int64_t repayment = bf_int_of(params, "repayment", 0);
	int rc;

	if ((claim == 0) == (repayment == 0))
		return bf_host(call)->field(call, "repayment", NULL,
		    _("give a repayment plan, or a claim without one"));
	rc = claim != 0 ? bar_claim(call, claim) :
			  bar_repayment(call, repayment);
	if (rc != BF_OK)
		return rc;
	return claim != 0 ? bf_answer(result, "claim", claim) :
			    bf_answer(result, "repayment", repayment);
}
