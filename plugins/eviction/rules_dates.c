/*
 * rules_dates -- what the dates of a notice say: impossible, too early, too late.
 *
 * A petition that came too early is no error of who reports it; it is an
 * argument for the tenant, and is kept as a finding.
 */
#include "rules.h"

#include <stddef.h>

#define N_(text) text /* is shown in the language of who reads it */
#define KNOWN(d) ((d).days != BF_NO_DATE.days)

static void
add(struct eviction_findings *out, const char *name, const char *field,
    const char *law, struct bf_date day, bool error)
{
	struct eviction_finding *x;

	if (out->n == EVICTION_FINDINGS_MAX)
		return;
	x = &out->list[out->n++];
	x->name = name;
	x->field = field;
	x->law = law;
	x->day = day;
	x->error = error;
}

/* Warning, petition, service and eviction come in this order. */
static void
check_order(const struct eviction_facts *f, struct eviction_findings *out)
{
	const struct {
		struct bf_date day;
		const char *field;
	} in_order[] = { { f->warned, "warning_4_18" },
		{ f->petitioned, "petition" }, { f->served, "served" },
		{ f->evicted, "eviction" } };
	struct bf_date last = BF_NO_DATE;
	size_t i;

	for (i = 0; i < sizeof(in_order) / sizeof(in_order[0]); i++) {
		if (!KNOWN(in_order[i].day))
			continue;
		if (KNOWN(last) && in_order[i].day.days < last.days)
			add(out, "E_DATE_ORDER", in_order[i].field, "", last,
			    true);
		last = in_order[i].day;
	}
	if (KNOWN(f->lease_from) && KNOWN(f->lease_to) &&
	    f->lease_to.days < f->lease_from.days)
		add(out, "E_DATE_ORDER", "lease_to", "", f->lease_from, true);
}

/* The first day after a waiting period of rule ID from START. */
static struct bf_date
after_waiting(const struct bf_pure *p, const char *id, struct bf_date start)
{
	struct bf_due due;

	return p->rule(p, id, start, &due, NULL) ? due.due : BF_NO_DATE;
}

/* Law rows 39 and 45, A-9: two weeks must have gone. */
static void
check_too_early(const struct bf_pure *p, const struct eviction_facts *f,
    struct eviction_findings *out)
{
	struct bf_date first;

	if (KNOWN(f->warned) && KNOWN(f->due_since) &&
	    f->warned.days < f->due_since.days)
		add(out, "varsel_for_forfall", "warning_4_18",
		    N_("Enforcement Act § 4-18"), f->due_since, false);
	if (!KNOWN(f->petitioned))
		return;
	if (KNOWN(f->warned)) {
		first = after_waiting(p, "TVANGSL_4_18", f->warned);
		if (KNOWN(first) && f->petitioned.days < first.days)
			add(out, "mulig_ulovlig_tidlig", "petition",
			    N_("Enforcement Act § 4-18"), first, false);
	} else if (f->ground == GROUND_ARREARS)
		add(out, "mangler_varsel_4_18", "petition",
		    N_("Enforcement Act § 4-18"), BF_NO_DATE, false);
	if (KNOWN(f->told)) {
		first = after_waiting(p, "HUSLL_9_11", f->told);
		if (KNOWN(first) && f->petitioned.days < first.days)
			add(out, "begjaering_for_tidlig_9_11", "petition",
			    N_("Tenancy Act § 9-11"), first, false);
	}
}

/* Law rows 33, 34 and 36, A-18: has the lease become indefinite? */
static void
check_lease(const struct bf_pure *p, const struct eviction_facts *f,
    struct bf_date today, struct eviction_findings *out)
{
	struct bf_date until = KNOWN(f->petitioned) ? f->petitioned : today;
	struct bf_date indefinite;
	struct bf_due least;

	if (f->ground != GROUND_EXPIRED || !KNOWN(f->lease_to))
		return;
	indefinite = after_waiting(p, "HUSLL_9_2", f->lease_to);
	if (KNOWN(indefinite) && until.days >= indefinite.days &&
	    (!KNOWN(f->move_out_asked) ||
		f->move_out_asked.days >= indefinite.days))
		add(out, "blitt_tidsubestemt", "lease_to",
		    N_("Tenancy Act § 9-2 third paragraph"), indefinite, false);
	if (KNOWN(f->lease_from) && !f->short_term_reasoned &&
	    p->rule(p, f->loft ? "HUSLL_9_3_LOFT" : "HUSLL_9_3", f->lease_from,
		&least, NULL) &&
	    f->lease_to.days < least.due.days)
		add(out, "for_kort_leietid", "lease_to",
		    N_("Tenancy Act § 9-3"), least.due, false);
}

/* Law row 37, A-19: protest within a month; then the landlord must sue. */
static void
check_notice(const struct bf_pure *p, const struct eviction_facts *f,
    struct bf_date today, struct eviction_findings *out)
{
	struct bf_due due;

	if (f->ground != GROUND_NOTICE || !KNOWN(f->notice_received))
		return;
	if (!KNOWN(f->protested)) {
		if (p->rule(p, "HUSLL_9_7", f->notice_received, &due, NULL) &&
		    today.days <= due.due.days)
			add(out, "kan_protestere", "notice_received",
			    N_("Tenancy Act § 9-8"), due.due, false);
		return;
	}
	if (!KNOWN(f->notice_month_end) ||
	    !p->rule(p, "HUSLL_9_8", f->notice_month_end, &due, NULL))
		return;
	if ((KNOWN(f->petitioned) ? f->petitioned.days : today.days) >
	    due.due.days)
		add(out, "utleier_for_sen_med_soksmal", "petition",
		    N_("Tenancy Act § 9-8"), due.due, false);
}

void
eviction_check(const struct bf_pure *p, const struct eviction_facts *f,
    struct bf_date today, struct eviction_findings *out)
{
	out->n = 0;
	check_order(f, out);
	check_too_early(p, f, out);
	check_lease(p, f, today, out);
	check_notice(p, f, today, out);
}
