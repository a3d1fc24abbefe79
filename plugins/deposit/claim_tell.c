/*
 * claim_tell -- what tenant and landlord are told of a claim: that it came, what
 * became of it, that it was paid.
 */
#include "deposit.h"

static const char *const kinds[] = { [DEPOSIT_RENT] = "rent",
	[DEPOSIT_DAMAGE] = "damage",
	[DEPOSIT_EVICTION] = "eviction",
	[DEPOSIT_OTHER] = "other",
	[DEPOSIT_WEAR] = "wear" };

/* Why a part gets less than was claimed; NULL: it does not. */
static const char *
reason_of(const struct deposit_part *p)
{
	if (p->reason != NULL)
		return p->reason;
	return p->approved < p->claimed ? "owed" : NULL;
}

/* The parts as a list; what was approved only once it was decided. */
static json_t *
parts_of(const struct bf_call *call, const struct claim *c, bool decided)
{
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < c->n; i++) {
		o = json_pack("{ss so so}", "kind", kinds[c->parts[i].kind],
		    "due", field_day(call, c->parts[i].due), "claimed",
		    field_money(c->parts[i].claimed));
		if (decided) {
			json_object_set_new(o, "approved",
			    field_money(c->parts[i].approved));
			json_object_set_new(o, "reason",
			    reason_of(&c->parts[i]) == NULL ?
				json_null() :
				json_string(reason_of(&c->parts[i])));
		}
		json_array_append_new(list, o);
	}
	return list;
}

int
tell_claim(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, const struct claim_days *days)
{
	json_t *o = json_pack("{so so so so}", "claim_day",
	    field_day(call, days->received), "answer_by",
	    field_day(call, days->answer_by), "hearing_until",
	    field_day(call, days->hearing_until), "claimed",
	    field_money(c->claimed));
	int rc;

	if ((rc = add_tenant(call, g, o, NULL)) != BF_OK) {
		json_decref(o);
		return rc;
	}
	rc = write_to(call, g, "deposit.claim", TO_LANDLORD, o);
	if (rc != BF_OK)
		return rc;
	o = json_pack("{so so so sb ss*}", "claimed", field_money(c->claimed),
	    "hearing_until", field_day(call, days->hearing_until), "parts",
	    parts_of(call, c, false), "recourse",
	    bf_bool_of(g->values, "recourse", false), "landlord_name",
	    bf_text_of(g->values, "landlord"));
	return write_to(call, g, "deposit.hearing", TO_TENANT, o);
}

int
tell_answer(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, const char *outcome, int64_t approved,
    const char *why)
{
	json_t *o = json_pack("{ss so so so so ss*}", "outcome", outcome,
	    "approved", field_money(approved), "claimed",
	    field_money(c->claimed), "claim_day",
	    field_day(call, bf_day_of(call, c->values, "received")), "parts",
	    parts_of(call, c, true), "why", why);

	return write_to(call, g, "deposit.answer", TO_TENANT | TO_LANDLORD, o);
}

/* The tenant hears of the payment with what is to be paid back, if anything. */
int
tell_payout(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, struct bf_date day, int64_t recourse)
{
	int64_t paid = bf_int_of(c->values, "approved", 0);
	json_t *o = json_pack("{so so so so}", "paid", field_money(paid),
	    "paid_on", field_day(call, day), "remaining",
	    field_money(g->amount - g->paid - paid), "claim_last",
	    field_day(call, bf_day_of(call, g->values, "claim_last")));
	int rc;

	if (recourse == 0)
		return write_to(call, g, "deposit.payout",
		    TO_TENANT | TO_LANDLORD, o);
	if ((rc = write_to(call, g, "deposit.payout", TO_LANDLORD, o)) != BF_OK)
		return rc;
	o = json_pack("{so so so sI}", "paid", field_money(paid), "paid_on",
	    field_day(call, day), "recourse", field_money(recourse), "decision",
	    (json_int_t)bf_int_of(g->values, "decision", 0));
	return write_to(call, g, "deposit.recourse", TO_TENANT, o);
}
