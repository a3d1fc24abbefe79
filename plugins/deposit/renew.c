/*
 * renew -- a version after another: new days, the same money.
 *
 * The version before becomes `fornyet`: it takes the claims of its own days until
 * its own window closes, and is reckoned with no more beside that.
 */
#include "deposit.h"

#include <stdio.h>

/* A version after G: same terms, new days, and the days without cover. */
static json_t *
next_version(struct bf_call *call, const struct guarantee *g,
    struct bf_date from, struct bf_date to, int64_t decision)
{
	json_t *v = json_deep_copy(g->values);
	static const char *const anew[] = { "lease_end", "ended", "until",
		"digest", "document", "renewed" };
	size_t i;

	for (i = 0; i < sizeof(anew) / sizeof(anew[0]); i++)
		json_object_del(v, anew[i]);
	terms_set(call, v, from, to);
	json_object_set_new(v, "state",
	    json_string(deposit_state_name(DEPOSIT_IN_FORCE)));
	json_object_set_new(v, "version",
	    json_integer(bf_int_of(v, "version", 1) + 1));
	json_object_set_new(v, "nr", json_true());
	bf_set_int(v, "previous", g->id);
	bf_set_int(v, "decision", decision);
	bf_set_int(v, "gap_days", deposit_gap(g->terms.to, from));
	return v;
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
	if (rc == BF_OK)
		rc = document_issue(call, *id, bf_text_of(g->values, "nr"));
	if (rc == BF_OK)
		rc = bf_note(call, "deposit", g->case_id, "guarantee", *id,
		    deposit_state_name(DEPOSIT_IN_FORCE));
	next.id = *id;
	if (rc == BF_OK)
		rc = watch_end(call, &next, bf_day_of(call, values, "to"),
		    bf_day_of(call, values, "claim_last"));
	return rc;
}

/* The version before takes claims on its own days, and no more than that. */
static int
put_renewed(struct bf_call *call, const struct guarantee *g)
{
	json_t *v = json_pack("{sn}", "ended");
	int rc;

	bf_set_day(call, v, "renewed", bf_host(call)->today(call));
	rc = guarantee_put(call, g, DEPOSIT_RENEWED, v);
	if (rc == BF_OK)
		rc = watch_stop(call, g);
	if (rc == BF_OK)
		rc = bf_host(call)->task_close(call, g->case_id,
		    "guarantee_ends");
	return rc;
}

/* May G be renewed by DECISION from FROM on? */
static int
check(struct bf_call *call, const struct guarantee *g, struct bf_date from,
    struct bf_date to, int64_t decision)
{
	int rc = BF_OK;

	if (from.days <= g->terms.to.days)
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_DATE_ORDER",
		    _("from: the version before covers that day; begin after "
		      "%s"),
		    bf_text_of(g->values, "to"));
	else if (bf_is_day(bf_day_of(call, g->values, "lease_end")))
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_DATE_ORDER",
		    _("from: the lease ended on %s; another lease has a "
		      "guarantee of its own"),
		    bf_text_of(g->values, "lease_end"));
	if (rc == BF_OK)
		rc = terms_check(call, g, from, to);
	return rc == BF_OK ? need_decision(call, g->case_id, decision) : rc;
}

static int
open_it(struct bf_call *call, const json_t *params, struct guarantee *g)
{
	int rc = guarantee_get(call, bf_int_of(params, "guarantee", 0),
	    BF_CHANGE, g);

	if (rc == BF_OK)
		rc = chain_is_last(call, g);
	if (rc == BF_OK)
		rc = guarantee_may(call, g, DEPOSIT_RENEWED);
	return rc == BF_OK ? need_guarantee(call, g) : rc;
}

/* Invariant 11: what is not renewed in time is uncovered, and says so. */
int
deposit_renew(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t decision = bf_int_of(params, "decision", 0), id = 0;
	struct bf_date from, to;
	struct guarantee g;
	json_t *values;
	int rc;

	rc = open_it(call, params, &g);
	if (rc == BF_OK)
		rc = terms_days(call, params, &from, &to);
	if (rc == BF_OK)
		rc = check(call, &g, from, to, decision);
	if (rc == BF_OK)
		rc = put_renewed(call, &g);
	if (rc == BF_OK) {
		values = next_version(call, &g, from, to, decision);
		rc = put_version(call, &g, values, &id);
		json_decref(values);
	}
	if (rc == BF_OK && deposit_gap(g.terms.to, from) > 0)
		bf_host(call)->warn(call, "W_UNCOVERED", "from",
		    _("%lld days between the two versions are without cover"),
		    (long long)deposit_gap(g.terms.to, from));
	guarantee_fini(&g);
	return rc == BF_OK ? bf_answer(result, "guarantee", id) : rc;
}

/* The version after G was never used: G goes on, unless its time is over. */
static int
put_back(struct bf_call *call, const struct guarantee *g)
{
	struct bf_date last = bf_day_of(call, g->values, "claim_last");
	bool over = last.days < bf_host(call)->today(call).days;
	json_t *v = json_pack("{sn}", "renewed");
	int rc;

	if (over)
		bf_set_day(call, v, "ended", bf_pure(call)->add_days(last, 1));
	rc = guarantee_put(call, g, over ? DEPOSIT_EXPIRED : DEPOSIT_IN_FORCE,
	    v);
	if (rc == BF_OK && !over)
		rc = watch_end(call, g, guarantee_end(call, g), last);
	return rc;
}

int
renew_undone(struct bf_call *call, const struct guarantee *g, char nr[NR_SIZE])
{
	struct guarantee before;
	int64_t id = bf_int_of(g->values, "previous", 0);
	int rc;

	nr[0] = '\0';
	if (id == 0)
		return BF_OK;
	rc = guarantee_get(call, id, BF_CHANGE, &before);
	if (rc == BF_OK && before.state == DEPOSIT_RENEWED) {
		snprintf(nr, NR_SIZE, "%s", bf_text_of(before.values, "nr"));
		rc = put_back(call, &before);
	}
	guarantee_fini(&before);
	return rc;
}
