/*
 * rules_repay -- what is paid back, by when, and until when it can be asked for.
 */
#include "rules.h"

struct bf_date
deposit_limitation(const struct bf_pure *p, struct bf_date due,
    struct bf_date paid, struct bf_date *mark, char *why)
{
	struct bf_due three, one;

	if (!p->rule(p, "FORELD_2", due, &three, why) ||
	    !p->rule(p, "FORELD_8", paid, &one, why))
		return BF_NO_DATE;
	if (mark != NULL)
		*mark = one.due;
	return three.due.days > one.due.days ? three.due : one.due;
}

int64_t
deposit_instalment(const struct bf_pure *p, const struct deposit_plan *plan,
    int32_t i)
{
	return p->instalment(plan->principal, plan->n, i);
}

struct bf_date
deposit_instalment_day(const struct bf_pure *p, const struct deposit_plan *plan,
    int32_t i)
{
	return p->add_months(plan->first, i);
}

int32_t
deposit_paid_up_to(const struct bf_pure *p, const struct deposit_plan *plan,
    int64_t paid, int64_t *lacks)
{
	int64_t part;
	int32_t i;

	for (i = 0; i < plan->n; i++) {
		part = deposit_instalment(p, plan, i);
		if (paid < part) {
			*lacks = part - paid;
			return i;
		}
		paid -= part;
	}
	*lacks = 0;
	return plan->n;
}
