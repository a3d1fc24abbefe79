/*
 * terms -- the days and terms that are printed when a version is issued.
 */
#include "deposit.h"

int
terms_days(struct bf_call *call, const json_t *params, struct bf_date *from,
    struct bf_date *to)
{
	const struct bf_host *h = bf_host(call);
	int rc = BF_OK;

	*from = bf_day_of(call, params, "from");
	*to = bf_day_of(call, params, "to");
	if (from->days == BF_NO_DATE.days)
		rc = h->field(call, "from", NULL,
		    _("the day of taking over, as in the lease"));
	if (to->days == BF_NO_DATE.days)
		rc = h->field(call, "to", NULL,
		    _("the last day that the guarantee covers"));
	return rc;
}

int
terms_check(struct bf_call *call, const struct guarantee *g,
    struct bf_date from, struct bf_date to)
{
	struct deposit_terms t = g->terms;
	struct deposit_problems found;
	size_t i;
	int rc = BF_OK;

	t.from = from;
	t.to = to;
	t.cap = g->amount;
	deposit_check(bf_pure(call), &t, 0, &found);
	for (i = 0; i < found.n; i++)
		rc = bf_host(call)->fail(call, BF_REFUSED, found.list[i].name,
		    "%s: %s", found.list[i].field, found.list[i].text);
	return rc;
}

struct bf_date
terms_claim_day(struct bf_call *call, const json_t *v, struct bf_date end)
{
	struct bf_due why;

	return deposit_claim_day(bf_pure(call), end,
	    bf_int_of(v, "claim_window",
		bf_host(call)->setting_int(call, "claim_window_days")),
	    &why);
}

void
terms_set(struct bf_call *call, json_t *values, struct bf_date from,
    struct bf_date to)
{
	const struct bf_host *h = bf_host(call);

	bf_set_day(call, values, "from", from);
	bf_set_day(call, values, "to", to);
	bf_set_day(call, values, "issued", h->today(call));
	bf_set_int(values, "claim_window",
	    h->setting_int(call, "claim_window_days"));
	bf_set_int(values, "hearing_weeks",
	    h->setting_int(call, "hearing_weeks"));
	bf_set_day(call, values, "claim_last",
	    terms_claim_day(call, values, to));
}
