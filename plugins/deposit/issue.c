/*
 * issue -- the document is out: from when to when, and who gets it.
 */
#include "deposit.h"

#include <stdlib.h>
#include <string.h>

static bool
is_said(const json_t *v, const char *column)
{
	const json_t *value = json_object_get(v, column);

	return value != NULL && !json_is_null(value);
}

/* What the decision has to state (invariant 3), each with its column. */
static int
need_terms(struct bf_call *call, const struct guarantee *g,
    const json_t *values)
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
		if (!is_said(g->values, rows[i].column) &&
		    !is_said(values, rows[i].column))
			rc = h->field(call, rows[i].column, "E_TERMS",
			    _("the guarantee has to state it (FOR-2019-1520 "
			      "§ 2): %s"),
			    _(rows[i].text));
	return rc;
}

/* A loan or grant has no document: it is frozen as a digest of its terms. */
static void
freeze_terms(struct bf_call *call, const struct guarantee *g, json_t *values)
{
	json_t *all = json_deep_copy(g->values);
	char digest[65];
	char *bytes;

	json_object_update(all, values);
	json_object_del(all, "state");
	bytes = json_dumps(all, JSON_SORT_KEYS | JSON_COMPACT);
	bf_host(call)->digest(call, bytes, strlen(bytes), digest);
	json_object_set_new(values, "digest", json_string(digest));
	free(bytes);
	json_decref(all);
}

/* G is issued with VALUES (taken over). */
static int
issue(struct bf_call *call, struct guarantee *g, json_t *values,
    struct bf_date from, struct bf_date to)
{
	struct bf_date last;
	int rc;

	terms_set(call, values, from, to);
	last = bf_day_of(call, values, "claim_last");
	if (g->loan)
		freeze_terms(call, g, values);
	else
		json_object_set_new(values, "nr", json_true());
	rc = guarantee_put(call, g, DEPOSIT_ISSUED, values);
	if (rc == BF_OK && !g->loan)
		rc = document_issue(call, g->id, NULL);
	if (rc == BF_OK)
		rc = watch_stop(call, g);
	if (rc == BF_OK)
		rc = watch_end(call, g, to, last);
	if (rc == BF_OK)
		rc = watch_year(call);
	return rc;
}

/* May G be issued?  A decision that is in force says so. */
static int
may_issue(struct bf_call *call, const struct guarantee *g)
{
	int rc = BF_OK;

	if (g->state < DEPOSIT_COMMITTED)
		rc = need_decision(call, g->case_id, 0);
	if (rc == BF_OK)
		rc = guarantee_may(call, g, DEPOSIT_ISSUED);
	if (rc == BF_OK)
		rc = need_decision(call, g->case_id,
		    bf_int_of(g->values, "decision", 0));
	return rc;
}

int
deposit_issue(struct bf_call *call, const json_t *params, json_t **result)
{
	json_t *given = json_copy((json_t *)(uintptr_t)params);
	json_t *values = json_object();
	struct bf_date from, to;
	struct guarantee g;
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK)
		rc = may_issue(call, &g);
	if (rc == BF_OK)
		rc = lease_terms(call, &g, given, values);
	if (rc == BF_OK)
		rc = terms_days(call, given, &from, &to);
	if (rc == BF_OK)
		rc = terms_check(call, &g, from, to);
	if (rc == BF_OK)
		rc = need_terms(call, &g, values);
	if (rc == BF_OK)
		rc = issue(call, &g, json_incref(values), from, to);
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	json_decref(given);
	json_decref(values);
	guarantee_fini(&g);
	return rc;
}

int
deposit_begin(struct bf_call *call, const json_t *params, json_t **result)
{
	struct guarantee g;
	int rc = guarantee_get(call, bf_int_of(params, "guarantee", 0),
	    BF_CHANGE, &g);

	if (rc == BF_OK && g.state != DEPOSIT_ISSUED)
		rc = guarantee_not(call, &g);
	if (rc == BF_OK)
		rc = guarantee_put(call, &g, DEPOSIT_IN_FORCE, json_object());
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
