/*
 * lease -- a guarantee follows its lease (domain §3.3 invariant 12): when that
 * ends, the window for claims begins.
 */
#include "deposit.h"

#include <stdio.h>

struct bf_date
guarantee_end(const struct bf_call *call, const struct guarantee *g)
{
	struct bf_date end = bf_day_of(call, g->values, "lease_end");

	return bf_is_day(end) && end.days < g->terms.to.days ? end :
							       g->terms.to;
}

/* The lease of G ended on DAY: of the version that runs, or one before it. */
static int
end_one(struct bf_call *call, const struct guarantee *g, struct bf_date day)
{
	struct bf_date end = day.days < g->terms.to.days ? day : g->terms.to;
	struct bf_date last = terms_claim_day(call, g->values, end);
	json_t *v = json_object();
	int rc;

	bf_set_day(call, v, "lease_end", day);
	bf_set_day(call, v, "claim_last", last);
	rc = guarantee_put(call, g, g->state, v);
	if (rc == BF_OK && g->state == DEPOSIT_IN_FORCE)
		rc = watch_end(call, g, end, last);
	return rc;
}

/* Every version of G that still takes claims, as a chain_fn. */
static int
end_live(struct bf_call *call, const struct guarantee *g, const void *day)
{
	if (g->state != DEPOSIT_IN_FORCE && g->state != DEPOSIT_RENEWED)
		return BF_OK;
	return end_one(call, g, *(const struct bf_date *)day);
}

/* The lease cannot have ended before the first version began. */
static int
check(struct bf_call *call, const struct guarantee *first, const void *day)
{
	if (bf_int_of(first->values, "previous", 0) != 0 ||
	    ((const struct bf_date *)day)->days >= first->terms.from.days)
		return BF_OK;
	return bf_host(call)->fail(call, BF_REFUSED, "E_DATE_ORDER",
	    _("day: the lease cannot end before the guarantee began, %s"),
	    bf_text_of(first->values, "from"));
}

int
deposit_lease_end(struct bf_call *call, const json_t *params, json_t **result)
{
	struct bf_date day = bf_day_of(call, params, "day");
	struct guarantee g;
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK && g.state != DEPOSIT_IN_FORCE &&
	    g.state != DEPOSIT_RENEWED)
		rc = guarantee_not(call, &g);
	if (rc == BF_OK)
		rc = chain_each(call, &g, check, &day);
	if (rc == BF_OK)
		rc = chain_each(call, &g, end_live, &day);
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	guarantee_fini(&g);
	return rc;
}
