/*
 * issue -- the document is out: from when to when, renewed, ended.
 */
#include "deposit.h"

#include <stdlib.h>
#include <string.h>

static int
need_days(struct bf_call *call, const json_t *params, struct bf_date *from,
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

/* What the decision has to state (invariant 3), each with its column. */
static int
need_terms(struct bf_call *call, const struct guarantee *g)
{
	static const struct {
		const char *column, *text;
	} rows[] = {
		{ "landlord", N_("whom it is for") },
		{ "dwelling", N_("which dwelling it is for") },
		{ "type", N_("simple or principal debtor") },
		{ "amount", N_("the maximum amount") },
		{ "reservations",
		    N_("how the amount is reduced, and reservations; "
		       "\"ingen\" if there are none") },
	};
	const struct bf_host *h = bf_host(call);
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (json_is_null(json_object_get(g->values, rows[i].column)) ||
		    json_object_get(g->values, rows[i].column) == NULL)
			rc = h->field(call, rows[i].column, "E_TERMS",
			    _("the guarantee has to state it (FOR-2019-1520 "
			      "§ 2): %s"),
			    _(rows[i].text));
	return rc;
}

static int
check_term(struct bf_call *call, const struct guarantee *g, struct bf_date from,
    struct bf_date to)
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

/*
 * A guarantee is frozen as the document that is sent; a loan or grant, of which
 * there is none, as a digest of its terms.  VALUES is added to.
 */
static int
freeze(struct bf_call *call, const struct guarantee *g, json_t *values)
{
	json_t *all = json_deep_copy(g->values);
	char digest[65];
	char *bytes;
	int rc = BF_OK;

	json_object_update(all, values);
	if (!g->loan)
		rc = write_document(call, g, all, NULL, values);
	else {
		json_object_del(all, "state");
		bytes = json_dumps(all, JSON_SORT_KEYS | JSON_COMPACT);
		bf_host(call)->digest(call, bytes, strlen(bytes), digest);
		json_object_set_new(values, "digest", json_string(digest));
		free(bytes);
	}
	json_decref(all);
	return rc;
}

/* How long after END claims may be reported: V says it, once it is issued. */
static struct bf_date
last_claim_day(struct bf_call *call, const json_t *v, struct bf_date end)
{
	struct bf_due why;

	return deposit_claim_day(bf_pure(call), end,
	    bf_int_of(v, "claim_window",
		bf_host(call)->setting_int(call, "claim_window_days")),
	    &why);
}

/* The terms of today, which the document prints and which hold from then on. */
static void
set_terms(struct bf_call *call, json_t *values, struct bf_date from,
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
	    last_claim_day(call, values, to));
}

static int
stop_commitment(struct bf_call *call, const struct guarantee *g)
{
	static const char *const what[] = { "commit14", "commit3", "lapse" };
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < 3 && rc == BF_OK; i++)
		rc = remind_end(call, g->case_id, what[i], g->id);
	return rc;
}

static int
issue(struct bf_call *call, struct guarantee *g, struct bf_date from,
    struct bf_date to)
{
	json_t *values = json_object();
	struct bf_date last;
	int rc;

	set_terms(call, values, from, to);
	last = bf_day_of(call, values, "claim_last");
	if ((rc = freeze(call, g, values)) != BF_OK) {
		json_decref(values);
		return rc;
	}
	rc = guarantee_put(call, g, DEPOSIT_ISSUED, values);
	if (rc == BF_OK)
		rc = stop_commitment(call, g);
	if (rc == BF_OK)
		rc = watch_end(call, g, to, last);
	if (rc == BF_OK)
		rc = watch_year(call);
	return rc;
}

int
deposit_issue(struct bf_call *call, const json_t *params, json_t **result)
{
	struct bf_date from, to;
	struct guarantee g;
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK && g.state < DEPOSIT_COMMITTED)
		rc = need_decision(call, g.case_id, 0);
	if (rc == BF_OK)
		rc = guarantee_may(call, &g, DEPOSIT_ISSUED);
	if (rc == BF_OK)
		rc = need_decision(call, g.case_id,
		    bf_int_of(g.values, "decision", 0));
	if (rc == BF_OK)
		rc = need_days(call, params, &from, &to);
	if (rc == BF_OK)
		rc = check_term(call, &g, from, to);
	if (rc == BF_OK)
		rc = need_terms(call, &g);
	if (rc == BF_OK)
		rc = issue(call, &g, from, to);
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	guarantee_fini(&g);
	return rc;
}

/* Open the guarantee of PARAMS and see that it may go to TO. */
static int
open_for(struct bf_call *call, const json_t *params, enum deposit_state to,
    struct guarantee *g)
{
	int rc = guarantee_get(call, bf_int_of(params, "guarantee", 0),
	    BF_CHANGE, g);

	return rc == BF_OK ? guarantee_may(call, g, to) : rc;
}

int
deposit_begin(struct bf_call *call, const json_t *params, json_t **result)
{
	struct guarantee g;
	int rc = open_for(call, params, DEPOSIT_IN_FORCE, &g);

	if (rc == BF_OK)
		rc = guarantee_put(call, &g, DEPOSIT_IN_FORCE, json_object());
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	guarantee_fini(&g);
	return rc;
}

/* A version after G: same terms, new days, and the days without cover. */
static json_t *
next_version(struct bf_call *call, const struct guarantee *g,
    struct bf_date from, struct bf_date to, int64_t decision)
{
	json_t *v = json_deep_copy(g->values);
	static const char *const anew[] = { "nr", "lease_end", "ended", "until",
		"digest", "document" };
	size_t i;

	for (i = 0; i < sizeof(anew) / sizeof(anew[0]); i++)
		json_object_del(v, anew[i]);
	set_terms(call, v, from, to);
	json_object_set_new(v, "state",
	    json_string(deposit_state_name(DEPOSIT_IN_FORCE)));
	json_object_set_new(v, "version",
	    json_integer(bf_int_of(v, "version", 1) + 1));
	bf_set_int(v, "previous", g->id);
	bf_set_int(v, "decision", decision);
	bf_set_int(v, "gap_days", deposit_gap(g->terms.to, from));
	return v;
}

/* The new version has its number: what it says can be written. */
static int
write_version(struct bf_call *call, const struct guarantee *g, int64_t id)
{
	const struct bf_host *h = bf_host(call);
	json_t *row, *frozen = json_object();
	int rc;

	rc = h->record_rule(call, "guarantee", id, &row);
	if (rc == BF_OK) {
		rc = write_document(call, g, json_object_get(row, "values"),
		    bf_text_of(g->values, "nr"), frozen);
		json_decref(row);
	}
	if (rc == BF_OK)
		rc = h->record_put(call, "guarantee", id, 0, -1, frozen, NULL,
		    NULL);
	json_decref(frozen);
	return rc;
}

static int
put_version(struct bf_call *call, const struct guarantee *g, json_t *values,
    int64_t *id)
{
	const struct bf_host *h = bf_host(call);
	struct guarantee next = *g;
	int rc;

	rc = h->record_put(call, "guarantee", 0, g->case_id, -1, values, id,
	    NULL);
	if (rc == BF_OK && !g->loan)
		rc = write_version(call, g, *id);
	if (rc == BF_OK)
		rc = bf_note(call, "deposit", g->case_id, "guarantee", *id,
		    deposit_state_name(DEPOSIT_IN_FORCE));
	next.id = *id;
	if (rc == BF_OK)
		rc = watch_end(call, &next, bf_day_of(call, values, "to"),
		    bf_day_of(call, values, "claim_last"));
	return rc;
}

/* Invariant 11: what is not renewed in time is uncovered, and says so. */
int
deposit_renew(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t decision = bf_int_of(params, "decision", 0), id = 0;
	struct bf_date from, to;
	struct guarantee g;
	json_t *values = NULL;
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK && g.state != DEPOSIT_IN_FORCE &&
	    g.state != DEPOSIT_EXPIRED)
		rc = guarantee_may(call, &g, DEPOSIT_APPLIED);
	if (rc == BF_OK)
		rc = need_guarantee(call, &g);
	if (rc == BF_OK)
		rc = need_days(call, params, &from, &to);
	if (rc == BF_OK && from.days <= g.terms.to.days)
		rc = h->fail(call, BF_REFUSED, "E_DATE_ORDER",
		    _("from: the version before covers that day; begin after "
		      "%s"),
		    bf_text_of(g.values, "to"));
	if (rc == BF_OK)
		rc = check_term(call, &g, from, to);
	if (rc == BF_OK)
		rc = need_decision(call, g.case_id, decision);
	if (rc == BF_OK) {
		values = next_version(call, &g, from, to, decision);
		rc = put_version(call, &g, values, &id);
	}
	if (rc == BF_OK && deposit_gap(g.terms.to, from) > 0)
		h->warn(call, "W_UNCOVERED", "from",
		    _("%lld days between the two versions are without cover"),
		    (long long)deposit_gap(g.terms.to, from));
	json_decref(values);
	guarantee_fini(&g);
	return rc == BF_OK ? bf_answer(result, "guarantee", id) : rc;
}

/* The lease ends before the guarantee: the claim window runs from there. */
int
deposit_lease_end(struct bf_call *call, const json_t *params, json_t **result)
{
	struct bf_date day = bf_day_of(call, params, "day"), end, last;
	struct guarantee g;
	json_t *values;
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK && g.state != DEPOSIT_IN_FORCE)
		rc = guarantee_may(call, &g, DEPOSIT_APPLIED);
	if (rc == BF_OK && day.days < g.terms.from.days)
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_DATE_ORDER",
		    _("day: the lease cannot end before the guarantee began, "
		      "%s"),
		    bf_text_of(g.values, "from"));
	if (rc == BF_OK) {
		end = day.days < g.terms.to.days ? day : g.terms.to;
		last = last_claim_day(call, g.values, end);
		values = json_object();
		bf_set_day(call, values, "lease_end", day);
		bf_set_day(call, values, "claim_last", last);
		rc = guarantee_put(call, &g, g.state, values);
		if (rc == BF_OK)
			rc = watch_end(call, &g, end, last);
	}
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	guarantee_fini(&g);
	return rc;
}

/* Where the landlord is found; the guarantee itself stays as it is. */
int
deposit_landlord(struct bf_call *call, const json_t *params, json_t **result)
{
	static const char *const names[] = { "landlord_address",
		"landlord_postal_code", "landlord_postal_place" };
	json_t *values = json_object();
	struct guarantee g;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (json_object_get(params, names[i]) != NULL)
			json_object_set(values, names[i],
			    json_object_get(params, names[i]));
	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK)
		rc = bf_host(call)->record_put(call, "guarantee", g.id, 0,
		    bf_host(call)->if_rev(call), values, NULL, NULL);
	if (rc == BF_OK)
		rc = bf_note(call, "deposit", g.case_id, "guarantee", g.id,
		    NULL);
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	json_decref(values);
	guarantee_fini(&g);
	return rc;
}

/* The three ways in which it ends before its day. */
static int
end(struct bf_call *call, const json_t *params, enum deposit_state to,
    json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_date day = bf_day_of(call, params, "day");
	json_t *values = json_object();
	struct guarantee g;
	int rc = open_for(call, params, to, &g);

	if (rc == BF_OK && to == DEPOSIT_CANCELLED && g.paid > 0)
		rc = h->fail(call, BF_REFUSED, "E_DEPOSIT_STATE",
		    _("guarantee %s: it has been used; what was never used "
		      "can be cancelled"),
		    bf_text_of(g.values, "nr"));
	bf_set_day(call, values, "ended",
	    !bf_is_day(day) ? h->today(call) : day);
	if (rc == BF_OK)
		rc = guarantee_put(call, &g, to, json_incref(values));
	if (rc == BF_OK)
		rc = watch_end_stop(call, &g);
	if (rc == BF_OK)
		rc = tell_ended(call, &g, to, bf_day_of(call, values, "ended"));
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	json_decref(values);
	guarantee_fini(&g);
	return rc;
}

int
deposit_release(struct bf_call *call, const json_t *params, json_t **result)
{
	return end(call, params, DEPOSIT_RELEASED, result);
}

int
deposit_transfer(struct bf_call *call, const json_t *params, json_t **result)
{
	return end(call, params, DEPOSIT_TRANSFERRED, result);
}

int
deposit_cancel(struct bf_call *call, const json_t *params, json_t **result)
{
	return end(call, params, DEPOSIT_CANCELLED, result);
}
