/*
 * end -- the three ways in which a guarantee ends before its day, and the
 * application that is withdrawn.
 */
#include "deposit.h"

#include <stdio.h>

/* Was anything asked for under it that was not turned down? */
static int
is_used(struct bf_call *call, const struct guarantee *g, bool *used)
{
	struct bf_query q = { .index = "by_guarantee",
		.owner = g->case_id,
		.rule = true };
	json_t *rows;
	const json_t *row;
	enum claim_state s;
	size_t i;
	int rc = bf_find_of(call, "claim", q, g->id, &rows);

	*used = false;
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row)
		if (claim_state_parse(bf_text_of(json_object_get(row, "values"),
					  "state"),
			&s) &&
		    s != CLAIM_REJECTED)
			*used = true;
	json_decref(rows);
	return BF_OK;
}

static int
check(struct bf_call *call, const struct guarantee *g, enum deposit_state to)
{
	bool used = false;
	int rc = chain_is_last(call, g);

	if (rc == BF_OK)
		rc = guarantee_may(call, g, to);
	if (rc == BF_OK && to == DEPOSIT_CANCELLED)
		rc = is_used(call, g, &used);
	if (rc == BF_OK && used)
		rc = bf_host(call)->fail(call, BF_REFUSED, "E_DEPOSIT_STATE",
		    _("guarantee %lld: it has been used; what was never used "
		      "can be cancelled"),
		    (long long)g->id);
	return rc;
}

/*
 * Tell of it who has the document.  BEFORE is the number of the version that
 * goes on, or "".
 */
static int
tell(struct bf_call *call, const struct guarantee *g, enum deposit_state to,
    struct bf_date day, const char *before)
{
	if (!bf_is_day(bf_day_of(call, g->values, "issued")))
		return BF_OK;
	return tell_ended(call, g, to, day, before);
}

/* What was renewed ends with the version that runs, but for one never used. */
static int
end_others(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to, struct bf_date day, char before[NR_SIZE])
{
	before[0] = '\0';
	if (to == DEPOSIT_CANCELLED)
		return renew_undone(call, g, before);
	return chain_end(call, g, to, day);
}

static int
end(struct bf_call *call, const json_t *params, enum deposit_state to,
    json_t **result)
{
	struct bf_date day = bf_day_of(call, params, "day");
	json_t *values = json_object();
	struct guarantee g;
	char before[NR_SIZE];
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK)
		rc = check(call, &g, to);
	if (!bf_is_day(day))
		day = bf_host(call)->today(call);
	bf_set_day(call, values, "ended", day);
	if (rc == BF_OK)
		rc = guarantee_put(call, &g, to, json_incref(values));
	if (rc == BF_OK)
		rc = watch_stop(call, &g);
	if (rc == BF_OK)
		rc = end_others(call, &g, to, day, before);
	if (rc == BF_OK)
		rc = tell(call, &g, to, day, before);
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
