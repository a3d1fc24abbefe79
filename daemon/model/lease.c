/*
 * lease -- what a lease that the municipality allocates must keep to.
 */
#include "model/lease.h"

#include <string.h>

#include "base/i18n.h"

static const struct {
	const char *name;
	const char *rule;
} grounds[] = { [LEASE_FIXED] = { "9-3", "HUSLL_9_3" },
	[LEASE_LOFT] = { "9-3-loft", "HUSLL_9_3_LOFT" },
	[LEASE_DISADVANTAGED] = { "11-1", "HUSLL_9_3" } };

bool
lease_ground_parse(const char *s, enum lease_ground *out)
{
	size_t i;

	for (i = 0; i < sizeof(grounds) / sizeof(grounds[0]); i++)
		if (strcmp(s, grounds[i].name) == 0) {
			*out = (enum lease_ground)i;
			return true;
		}
	return false;
}

const char *
lease_rule(enum lease_ground ground)
{
	return grounds[ground].rule;
}

static size_t
add(struct lease_finding *out, size_t n, const char *name, const char *field,
    const char *text)
{
	out[n] = (struct lease_finding){ name, field, text };
	return n + 1;
}

/* A short one: who is disadvantaged may get one for reasons, others not. */
static size_t
check_short(const struct lease *l, struct lease_finding *out, size_t n)
{
	if (l->ground != LEASE_DISADVANTAGED)
		return add(out, n, "E_LEASE_SHORT", "to",
		    N_("the lease is shorter than the Tenancy Act § 9-3 "
		       "allows; make it longer, or say that the ground is "
		       "§ 11-1 and why"));
	if (!l->special)
		n = add(out, n, "E_LEASE_SHORT", "special_reasons",
		    N_("a lease shorter than three years needs special "
		       "reasons (the Tenancy Act § 11-1)"));
	if (l->earlier > 0 && !l->weighty)
		n = add(out, n, "E_LEASE_AGAIN", "weighty_reasons",
		    N_("another short lease of the same dwelling to the same "
		       "tenant needs weighty reasons (the Tenancy Act "
		       "§ 11-1)"));
	return n;
}

/* The last day of a term that begins on FROM (A-7, law row 33). */
static struct date
last_day(struct date from, struct duration term)
{
	return date_add_days(duration_after(from, term), -1);
}

size_t
lease_check(const struct lease *l, struct duration least,
    struct lease_finding out[LEASE_FINDINGS_MAX])
{
	size_t n = 0;

	if (!date_is_set(l->from))
		return add(out, n, "E_LEASE_TERM", "from",
		    N_("say from which day the dwelling is let"));
	if (!date_is_set(l->to))
		return l->open_reason ?
		    0 :
		    add(out, n, "E_LEASE_TERM", "to",
			N_("a lease has a last day, or a reason why it has "
			   "none"));
	if (date_compare(l->to, l->from) < 0)
		return add(out, n, "E_DATE_ORDER", "to",
		    N_("the lease ends before it begins"));
	if (date_compare(l->to, last_day(l->from, least)) < 0)
		n = check_short(l, out, n);
	if (l->ground == LEASE_DISADVANTAGED && !l->informed)
		n = add(out, n, "W_LEASE_INFORM", "informed",
		    N_("tell in writing before signing that it is a dwelling "
		       "for disadvantaged people and what differs, or the "
		       "lease has no end (the Tenancy Act § 11-1)"));
	if (!l->stated)
		n = add(out, n, "W_LEASE_STATE", "stated",
		    N_("state in writing that the lease cannot be terminated "
		       "in its time (the Tenancy Act § 9-2)"));
	return n;
}
