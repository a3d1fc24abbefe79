/*
 * claim -- a landlord's claim: received, heard, decided, paid.
 *
 * The tenant is always heard, and silence stops nothing: when the day has gone,
 * the claim is decided on what is known (domain §3.3 invariant 7).
 */
#include "deposit.h"

#include <stdio.h>
#include <string.h>

/* What version G covers: its own days, and what is left of all versions. */
static int
cover_of(struct bf_call *call, const struct guarantee *g,
    struct deposit_cover *out)
{
	static const struct {
		const char *column;
		unsigned int bit;
	} covers[] = { { "covers_rent", DEPOSIT_COVERS_RENT },
		{ "covers_damage", DEPOSIT_COVERS_DAMAGE },
		{ "covers_eviction", DEPOSIT_COVERS_EVICTION },
		{ "covers_other", DEPOSIT_COVERS_OTHER } };
	size_t i;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < sizeof(covers) / sizeof(covers[0]); i++)
		if (bf_bool_of(g->values, covers[i].column, false))
			out->covers |= covers[i].bit;
	out->from = g->terms.from;
	out->to = g->terms.to;
	out->last = bf_day_of(call, g->values, "claim_last");
	out->remaining = g->amount - g->paid;
	return BF_OK;
}

/* One part as it was sent in, checked; adds to *SUM. */
static int
read_given(struct bf_call *call, const json_t *o, size_t i,
    struct deposit_part *part, int64_t *sum)
{
	const struct bf_host *h = bf_host(call);
	const char *kind = bf_text_of(o, "kind");
	char field[48];

	snprintf(field, sizeof(field), "parts[%zu]", i);
	memset(part, 0, sizeof(*part));
	part->due = bf_day_of(call, o, "due");
	part->from = bf_day_of(call, o, "from");
	part->to = bf_day_of(call, o, "to");
	part->claimed = part->owed = bf_int_of(o, "amount", 0);
	if (kind == NULL || !deposit_kind_parse(kind, &part->kind))
		return h->field(call, field, NULL,
		    _("kind: one of rent, damage, eviction, other, wear"));
	if (!bf_is_day(part->due))
		return h->field(call, field, NULL,
		    _("due: the day on which the tenant had to pay"));
	if (bf_is_day(part->from) && bf_is_day(part->to) &&
	    part->to.days < part->from.days)
		return h->field(call, field, "E_DATE_ORDER",
		    _("to: before from"));
	if (part->claimed <= 0 || part->claimed > 100000000)
		return h->field(call, field, "E_AMOUNT",
		    _("amount: more than 0 and at most 1 000 000 kr"));
	if (part->kind == DEPOSIT_RENT)
		part->due = bf_pure(call)->rent_due(part->due);
	*sum += part->claimed;
	return BF_OK;
}

static int
read_all_given(struct bf_call *call, const json_t *params, struct claim *c,
    int64_t *sum)
{
	json_t *list = json_object_get(params, "parts"), *o;
	size_t i;
	int rc = BF_OK, one;

	*sum = 0;
	c->n = json_array_size(list);
	if (c->n == 0 || c->n > DEPOSIT_PARTS_MAX)
		return bf_host(call)->field(call, "parts", NULL,
		    _("1 to %d parts: [{kind, due, amount}]"),
		    DEPOSIT_PARTS_MAX);
	json_array_foreach(list, i, o) {
		one = read_given(call, o, i, &c->parts[i], sum);
		if (one != BF_OK)
			rc = one;
	}
	return rc;
}

static int
put_parts(struct bf_call *call, const struct claim *c,
    const struct deposit_cover *cover, struct bf_date received)
{
	static const char *const kinds[] = { "rent", "damage", "eviction",
		"other", "wear" };
	const struct bf_host *h = bf_host(call);
	const struct deposit_part *p;
	const char *reason;
	json_t *v;
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < c->n && rc == BF_OK; i++) {
		p = &c->parts[i];
		reason =
		    deposit_part_rejected(bf_pure(call), cover, p, received);
		v = json_pack("{sI ss sI sI ss?}", "claim", (json_int_t)c->id,
		    "kind", kinds[p->kind], "claimed", (json_int_t)p->claimed,
		    "owed", (json_int_t)p->claimed, "reason", reason);
		bf_set_day(call, v, "due", p->due);
		bf_set_day(call, v, "from", p->from);
		bf_set_day(call, v, "to", p->to);
		rc = h->record_put(call, "part", 0, c->case_id, -1, v, NULL,
		    NULL);
		json_decref(v);
		if (reason != NULL)
			h->warn(call, reason, "parts",
			    _("part %zu will be rejected for this reason"),
			    i + 1);
	}
	return rc;
}

/* Ask the tenant, with a day; and answer the landlord within one's own. */
static int
begin_hearing(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, struct claim_days *days)
{
	const struct bf_host *h = bf_host(call);
	char weeks[24], length[24], key[24];
	struct bf_deadline d = { .name = "deposit.hearing",
		.title = _("The tenant says what is owed"),
		.length = weeks,
		.roll = true,
		.start = days->received,
		.key = key };
	int rc;

	snprintf(key, sizeof(key), "%lld", (long long)c->id);
	snprintf(weeks, sizeof(weeks), "%lldw",
	    (long long)bf_int_of(g->values, "hearing_weeks",
		h->setting_int(call, "hearing_weeks")));
	snprintf(length, sizeof(length), "%lldd",
	    (long long)h->setting_int(call, "answer_days"));
	rc = h->deadline_begin(call, c->case_id, &d, &days->hearing_until);
	if (rc != BF_OK)
		return rc;
	d.name = "deposit.answer";
	d.title = _("Answer to the landlord");
	d.length = length;
	return h->deadline_begin(call, c->case_id, &d, &days->answer_by);
}

static json_t *
claim_values(struct bf_call *call, const json_t *params, int64_t guarantee,
    int64_t sum)
{
	json_t *v = json_pack("{sI ss sI ss}", "guarantee",
	    (json_int_t)guarantee, "state", claim_state_name(CLAIM_RECEIVED),
	    "claimed", (json_int_t)sum, "no", bf_text_of(params, "no"));

	bf_set_day(call, v, "received", bf_day_of(call, params, "received"));
	if (json_object_get(params, "evidence") != NULL)
		json_object_set(v, "evidence",
		    json_object_get(params, "evidence"));
	return v;
}

static int
put_claim(struct bf_call *call, const json_t *params, struct guarantee *g,
    struct claim *c)
{
	const struct bf_host *h = bf_host(call);
	struct claim_days days = {
		.received = bf_day_of(call, params, "received"),
	};
	struct deposit_cover cover;
	int64_t sum;
	json_t *v;
	int rc;

	c->case_id = g->case_id;
	c->state = CLAIM_RECEIVED;
	if ((rc = read_all_given(call, params, c, &sum)) != BF_OK ||
	    (rc = cover_of(call, g, &cover)) != BF_OK)
		return rc;
	c->claimed = sum;
	v = claim_values(call, params, g->id, sum);
	rc = h->record_put(call, "claim", 0, g->case_id, -1, v, &c->id, NULL);
	json_decref(v);
	if (rc == BF_OK)
		rc = put_parts(call, c, &cover, days.received);
	if (rc == BF_OK)
		rc = begin_hearing(call, g, c, &days);
	if (rc != BF_OK)
		return rc;
	v = json_object();
	bf_set_day(call, v, "hearing_until", days.hearing_until);
	rc = claim_put(call, c, CLAIM_HEARING, v);
	return rc == BF_OK ? tell_claim(call, g, c, &days) : rc;
}

/* What shows it lies in the case. */
static int
need_evidence(struct bf_call *call, int64_t case_id, int64_t document)
{
	json_t *rows, *row;
	bool found = document == 0;
	size_t i;
	int rc;

	if (found)
		return BF_OK;
	if ((rc = bf_host(call)->documents(call, case_id, &rows)) != BF_OK)
		return rc;
	json_array_foreach(rows, i, row)
		found = found || bf_int_of(row, "id", 0) == document;
	json_decref(rows);
	if (found)
		return BF_OK;
	return bf_host(call)->field(call, "evidence", NULL,
	    _("not a document of this case; document put adds it"));
}

int
deposit_claim(struct bf_call *call, const json_t *params, json_t **result)
{
	struct bf_date received = bf_day_of(call, params, "received");
	struct guarantee g;
	struct claim c;
	int rc;

	memset(&c, 0, sizeof(c));
	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK && !deposit_takes_claims(g.state))
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_DEPOSIT_STATE",
		    _("guarantee %lld: in state %s there is nothing to claim "
		      "under"),
		    (long long)g.id,
		    _(bf_word_of(deposit_words, deposit_state_name(g.state))));
	if (rc == BF_OK)
		rc = need_guarantee(call, &g);
	if (rc == BF_OK && received.days < g.terms.from.days)
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_BEFORE_START",
		    _("received: before the guarantee began, %s"),
		    bf_text_of(g.values, "from"));
	if (rc == BF_OK && received.days > bf_host(call)->today(call).days)
		rc = bf_host(call)->field(call, "received", "E_DATE_ORDER",
		    _("after today"));
	if (rc == BF_OK)
		rc = need_evidence(call, g.case_id,
		    bf_int_of(params, "evidence", 0));
	if (rc == BF_OK)
		rc = put_claim(call, params, &g, &c);
	guarantee_fini(&g);
	claim_fini(&c);
	return rc == BF_OK ? bf_answer(result, "claim", c.id) : rc;
}

/* The tenant's view of one part: what is owed in truth. */
int
deposit_objection(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t part = bf_int_of(params, "part", 0);
	int64_t owed = bf_int_of(params, "owed", 0);
	struct claim c;
	json_t *v;
	size_t i;
	int rc;

	rc = claim_get(call, bf_int_of(params, "claim", 0), BF_CHANGE, &c);
	if (rc == BF_OK && c.state != CLAIM_HEARING)
		rc = claim_may(call, &c, CLAIM_RECEIVED);
	for (i = 0; rc == BF_OK && i < c.n && c.part_ids[i] != part; i++)
		continue;
	if (rc == BF_OK && i == c.n)
		rc = h->field(call, "part", NULL,
		    _("not a part of this claim; deposit show lists them"));
	if (rc == BF_OK && (owed < 0 || owed > c.parts[i].claimed))
		rc = h->field(call, "owed", "E_AMOUNT",
		    _("between 0 and what is claimed"));
	if (rc == BF_OK) {
		v = json_pack("{sI ss?}", "owed", (json_int_t)owed, "objection",
		    bf_text_of(params, "text"));
		rc = h->record_put(call, "part", part, 0, -1, v, NULL, NULL);
		json_decref(v);
	}
	if (rc == BF_OK) {
		v = json_object();
		bf_set_day(call, v, "answered", h->today(call));
		rc = h->record_put(call, "claim", c.id, 0, -1, v, NULL, NULL);
		json_decref(v);
	}
	if (rc == BF_OK)
		rc = bf_note(call, "deposit", c.case_id, "objection", c.id,
		    NULL);
	claim_fini(&c);
	return rc == BF_OK ?
	    bf_answer(result, "claim", bf_int_of(params, "claim", 0)) :
	    rc;
}

/* Heard is who answered, or let the day go by. */
static int
need_hearing(struct bf_call *call, const struct claim *c)
{
	struct bf_date until = bf_day_of(call, c->values, "hearing_until");

	if (bf_text_of(c->values, "answered") != NULL ||
	    until.days < bf_host(call)->today(call).days)
		return BF_OK;
	return bf_host(call)->fail(call, BF_REFUSED, "E_HEARING",
	    _("claim %lld: the tenant has until %s to answer; deposit "
	      "objection records an answer"),
	    (long long)c->id, bf_text_of(c->values, "hearing_until"));
}

/* What the decision-maker sets apart from what is owed: {part, amount}. */
static int
read_approved(struct bf_call *call, const json_t *params, struct claim *c)
{
	json_t *o;
	size_t i, k;
	int64_t amount;

	json_array_foreach(json_object_get(params, "approved"), i, o) {
		for (k = 0; k < c->n; k++)
			if (c->part_ids[k] == bf_int_of(o, "part", 0))
				break;
		amount = bf_int_of(o, "amount", -1);
		if (k == c->n || amount < 0 || amount > c->parts[k].claimed)
			return bf_host(call)->field(call, "approved",
			    "E_AMOUNT",
			    _("[{part, amount}]: a part of this claim, and at "
			      "most what is claimed"));
		if (amount == 0)
			c->parts[k].owed = 0;
		c->parts[k].approved = amount;
	}
	return BF_OK;
}

static int
put_decided(struct bf_call *call, const struct claim *c)
{
	const struct deposit_part *p;
	json_t *v;
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < c->n && rc == BF_OK; i++) {
		p = &c->parts[i];
		v = json_pack("{sI sI ss?}", "approved",
		    (json_int_t)p->approved, "excess", (json_int_t)p->excess,
		    "reason", p->reason);
		rc = bf_host(call)->record_put(call, "part", c->part_ids[i], 0,
		    -1, v, NULL, NULL);
		json_decref(v);
	}
	return rc;
}

static const char *
outcome_of(const struct claim *c, int64_t approved)
{
	if (approved == 0)
		return "avvist";
	return approved == c->claimed ? "godtatt_helt" : "godtatt_delvis";
}

static json_t *
decided_values(struct bf_call *call, const json_t *params,
    const struct claim *c, int64_t approved)
{
	json_t *v = json_pack("{ss sI sI sI ss?}", "outcome",
	    outcome_of(c, approved), "approved", (json_int_t)approved, "excess",
	    (json_int_t)(approved - deposit_recourse(c->parts, c->n)),
	    "recourse", (json_int_t)deposit_recourse(c->parts, c->n), "reason",
	    bf_text_of(params, "why"));

	bf_set_day(call, v, "decided", bf_host(call)->today(call));
	return v;
}

static int
end_deadlines(struct bf_call *call, const struct claim *c)
{
	char key[24];
	int rc;

	snprintf(key, sizeof(key), "%lld", (long long)c->id);
	rc = bf_host(call)->deadline_end(call, c->case_id, "deposit.hearing",
	    key, true, NULL);
	if (rc == BF_OK)
		rc = bf_host(call)->deadline_end(call, c->case_id,
		    "deposit.answer", key, true, NULL);
	if (rc == BF_OK)
		rc =
		    bf_host(call)->task_close(call, c->case_id, "decide_claim");
	return rc;
}

int
deposit_decide_claim(struct bf_call *call, const json_t *params,
    json_t **result)
{
	struct deposit_cover cover;
	struct guarantee g;
	int64_t approved = 0;
	struct claim c;
	int rc;

	memset(&g, 0, sizeof(g));
	rc = claim_get(call, bf_int_of(params, "claim", 0), BF_CHANGE, &c);
	if (rc == BF_OK)
		rc = claim_may(call, &c, CLAIM_DECIDED);
	if (rc == BF_OK)
		rc = need_hearing(call, &c);
	if (rc == BF_OK)
		rc = guarantee_get(call, c.guarantee, BF_CHANGE, &g);
	if (rc == BF_OK)
		rc = cover_of(call, &g, &cover);
	if (rc == BF_OK)
		rc = read_approved(call, params, &c);
	if (rc == BF_OK) {
		approved = deposit_decide(bf_pure(call), &cover,
		    bf_day_of(call, c.values, "received"), c.parts, c.n);
		rc = put_decided(call, &c);
	}
	if (rc == BF_OK)
		rc = claim_put(call, &c,
		    approved > 0 ? CLAIM_DECIDED : CLAIM_REJECTED,
		    decided_values(call, params, &c, approved));
	if (rc == BF_OK)
		rc = end_deadlines(call, &c);
	if (rc == BF_OK)
		rc = tell_answer(call, &g, &c, outcome_of(&c, approved),
		    approved, bf_text_of(params, "why"));
	if (rc == BF_OK)
		*result = json_pack("{sI sI}", "claim", (json_int_t)c.id,
		    "approved", (json_int_t)approved);
	guarantee_fini(&g);
	claim_fini(&c);
	return rc;
}

/* Each part has its own limitation, and two warnings before it. */
static int
watch_limitation(struct bf_call *call, const struct claim *c,
    struct bf_date paid)
{
	const struct bf_pure *p = bf_pure(call);
	struct bf_date bar, mark;
	char why[BF_WORDS_SIZE];
	json_t *v;
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < c->n && rc == BF_OK; i++) {
		if (c->parts[i].approved <= c->parts[i].excess)
			continue;
		bar = deposit_limitation(p, c->parts[i].due, paid, &mark, why);
		v = json_object();
		bf_set_day(call, v, "limitation", bar);
		bf_set_day(call, v, "limitation_mark", mark);
		rc = bf_host(call)->record_put(call, "part", c->part_ids[i], 0,
		    -1, v, NULL, NULL);
		json_decref(v);
		if (rc == BF_OK)
			rc = remind(call, c->case_id, "bar6", c->part_ids[i],
			    p->add_months(bar, -6));
		if (rc == BF_OK)
			rc = remind(call, c->case_id, "bar2", c->part_ids[i],
			    p->add_months(bar, -2));
	}
	return rc;
}

/* Σ paid ≤ amount, whatever was decided meanwhile (invariant 5). */
static int
take_from(struct bf_call *call, struct guarantee *g, int64_t approved)
{
	json_t *v;
	int rc;

	if (approved > g->amount - g->paid)
		return bf_host(call)->fail(call, BF_REFUSED, "E_CAP",
		    _("guarantee %lld: less is left than was approved; decide "
		      "the claim again"),
		    (long long)g->id);
	v = json_object();
	bf_set_int(v, "paid", g->paid + approved);
	rc = guarantee_put(call, g, g->state, v);
	return rc == BF_OK ? chain_paid(call, g, g->paid + approved) : rc;
}

static int
settle(struct bf_call *call, struct claim *c, struct guarantee *g,
    struct bf_date day)
{
	int64_t recourse = bf_int_of(c->values, "recourse", 0);
	bool may = recourse > 0 && bf_bool_of(g->values, "recourse", false);
	json_t *v = json_object();
	int rc;

	bf_set_day(call, v, "paid_on", day);
	if ((rc = claim_put(call, c, CLAIM_PAID, v)) != BF_OK)
		return rc;
	c->state = CLAIM_PAID;
	if (may)
		rc = watch_limitation(call, c, day);
	if (rc == BF_OK)
		rc = claim_put(call, c, may ? CLAIM_RECOURSE : CLAIM_CLOSED,
		    json_object());
	if (rc == BF_OK && may) {
		const struct bf_task t = { .key = "repayment_plan",
			.title = _("Agree on a repayment plan") };

		rc = bf_host(call)->task_open(call, c->case_id, &t);
	}
	if (rc == BF_OK)
		rc = tell_payout(call, g, c, day, may ? recourse : 0);
	return rc;
}

int
deposit_pay(struct bf_call *call, const json_t *params, json_t **result)
{
	struct bf_date day = bf_day_of(call, params, "day");
	struct guarantee g;
	struct claim c;
	int rc;

	memset(&g, 0, sizeof(g));
	rc = claim_get(call, bf_int_of(params, "claim", 0), BF_CHANGE, &c);
	if (rc == BF_OK && c.state >= CLAIM_PAID)
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_DUPLICATE_CLAIM",
		    _("claim %lld: it has been paid"), (long long)c.id);
	if (rc == BF_OK)
		rc = claim_may(call, &c, CLAIM_PAID);
	if (rc == BF_OK)
		rc = guarantee_get(call, c.guarantee, BF_CHANGE, &g);
	if (!bf_is_day(day))
		day = bf_host(call)->today(call);
	if (rc == BF_OK)
		rc = take_from(call, &g, bf_int_of(c.values, "approved", 0));
	if (rc == BF_OK)
		rc = settle(call, &c, &g, day);
	if (rc == BF_OK)
		rc = bf_answer(result, "claim", c.id);
	guarantee_fini(&g);
	claim_fini(&c);
	return rc;
}
