/*
 * lease -- a guarantee follows its lease (domain §3.3 invariant 12): when that
 * ends, the window for claims begins, and another lease has another guarantee.
 *
 * The case's definition says what its lease is, and the guarantees of the case are
 * linked to it, but for one that is said to be for a lease outside: of that there
 * is the dwelling as text, and it ends by hand.
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

/* The lease of G ended on DAY, or goes on after all if that is none. */
static int
end_one(struct bf_call *call, const struct guarantee *g, struct bf_date day)
{
	struct bf_date end =
	    bf_is_day(day) && day.days < g->terms.to.days ? day : g->terms.to;
	struct bf_date last = terms_claim_day(call, g->values, end);
	json_t *v = json_pack("{sn}", "lease_end");
	int rc;

	bf_set_day(call, v, "lease_end", day);
	bf_set_day(call, v, "claim_last", last);
	rc = guarantee_put(call, g, g->state, v);
	if (rc == BF_OK && g->state != DEPOSIT_RENEWED)
		rc = watch_end(call, g, end, last);
	return rc;
}

static bool
is_out(enum deposit_state s)
{
	return s == DEPOSIT_ISSUED || s == DEPOSIT_IN_FORCE ||
	    s == DEPOSIT_RENEWED;
}

/* Every version of G that is out and has not ended, as a chain_fn. */
static int
end_live(struct bf_call *call, const struct guarantee *g, const void *day)
{
	if (!is_out(g->state))
		return BF_OK;
	return end_one(call, g, *(const struct bf_date *)day);
}

/* The lease cannot have ended before the first version began. */
static int
check_day(struct bf_call *call, const struct guarantee *first, const void *day)
{
	if (bf_int_of(first->values, "previous", 0) != 0 ||
	    ((const struct bf_date *)day)->days >= first->terms.from.days)
		return BF_OK;
	return bf_host(call)->fail(call, BF_REFUSED, "E_DATE_ORDER",
	    _("day: the lease cannot end before the guarantee began, %s"),
	    bf_text_of(first->values, "from"));
}

/* ---- the leases that cases tell of */

/* A lease as a case tells of it. */
struct lease {
	int64_t id, case_id;
	struct bf_date from, to, ended; /* BF_NO_DATE: not known, not yet */
};

static int
task(struct bf_call *call, int64_t case_id, const char *key, const char *title)
{
	const struct bf_task t = { .key = key, .title = title };

	return bf_host(call)->task_open(call, case_id, &t);
}

static bool
is_promised(enum deposit_state s)
{
	return s == DEPOSIT_APPLIED || s == DEPOSIT_ASSESSED ||
	    s == DEPOSIT_COMMITTED || s == DEPOSIT_LAPSED;
}

static int
link(struct bf_call *call, const struct guarantee *g, int64_t lease)
{
	json_t *v = lease != 0 ? json_pack("{sI}", "lease", (json_int_t)lease) :
				 json_pack("{sn}", "lease");
	int rc = bf_host(call)->record_put(call, "guarantee", g->id, 0, -1, v,
	    NULL, NULL);

	json_decref(v);
	return rc;
}

/* G is for lease L: what becomes of it with that. */
static int
follow(struct bf_call *call, const struct guarantee *g, const struct lease *l)
{
	bool ended = bf_is_day(l->ended);
	int rc = BF_OK;

	if (ended && is_promised(g->state))
		return link(call, g, 0);
	if (!ended && bf_text_of(g->values, "lease_end") == NULL)
		return BF_OK;
	if (ended && g->state == DEPOSIT_ISSUED)
		rc = task(call, g->case_id, "never_begun",
		    _("A guarantee was issued and never came into force: get "
		      "the document back and cancel it"));
	return rc == BF_OK ? end_live(call, g, &l->ended) : rc;
}

/* Is G, which is linked to none, for L as the case's lease? */
static bool
is_for(const struct guarantee *g, const struct lease *l)
{
	if (bf_bool_of(g->values, "outside", false) ||
	    bf_text_of(g->values, "lease_end") != NULL)
		return false;
	return is_promised(g->state) ||
	    (is_out(g->state) && l->from.days <= g->terms.to.days);
}

/* G may be for lease L, for another of the case, or for one outside it. */
static int
meet(struct bf_call *call, const struct guarantee *g, const struct lease *l)
{
	int64_t of = bf_int_of(g->values, "lease", 0);

	if (of == l->id)
		return follow(call, g, l);
	if (bf_is_day(l->ended))
		return BF_OK;
	if (of == 0)
		return is_for(g, l) ? link(call, g, l->id) : BF_OK;
	if (of < l->id && g->state == DEPOSIT_IN_FORCE &&
	    bf_text_of(g->values, "lease_end") == NULL)
		return task(call, g->case_id, "lease_new",
		    _("There is a new lease: a guarantee is for the old one; "
		      "note when that ended, and apply for a new guarantee"));
	return BF_OK;
}

/* Tell all guarantees of the case what lease L is now. */
static int
meet_all(struct bf_call *call, const struct lease *l)
{
	const struct bf_query q = { .owner = l->case_id,
		.limit = 200,
		.rule = true };
	struct guarantee g;
	json_t *rows, *row;
	size_t i;
	int rc = bf_host(call)->record_find(call, "guarantee", &q, &rows);

	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		if (rc != BF_OK)
			break;
		rc =
		    guarantee_get(call, bf_int_of(row, "id", 0), BF_CHANGE, &g);
		if (rc == BF_OK)
			rc = meet(call, &g, l);
		guarantee_fini(&g);
	}
	json_decref(rows);
	return rc;
}

static void
read_lease(const struct bf_call *call, const json_t *row, struct lease *l)
{
	const json_t *v = json_object_get(row, "values");

	l->id = bf_int_of(row, "id", 0);
	l->case_id = bf_int_of(row, "owner", 0);
	l->from = bf_day_of(call, v, "from");
	l->to = bf_day_of(call, v, "to");
	l->ended = bf_day_of(call, v, "ended");
}

/* The lease of the case that began on L's first day; id 0: none. */
static int
find(struct bf_call *call, struct lease *l)
{
	struct bf_query q = { .index = "by_from",
		.owner = l->case_id,
		.rule = true };
	char from[BF_DATE_SIZE];
	json_t *rows;
	int rc;

	bf_pure(call)->date_format(l->from, from);
	q.equal = json_pack("[s]", from);
	rc = bf_host(call)->record_find(call, "lease", &q, &rows);
	json_decref((json_t *)(uintptr_t)q.equal);
	if (rc != BF_OK)
		return rc;
	l->id = bf_int_of(json_array_get(rows, 0), "id", 0);
	json_decref(rows);
	return BF_OK;
}

/* Put what L is, and DWELLING if it is said; thought of on its last day. */
static int
put(struct bf_call *call, struct lease *l, const char *dwelling)
{
	json_t *v = json_pack("{sn sn}", "to", "ended");
	int rc;

	bf_set_day(call, v, "from", l->from);
	bf_set_day(call, v, "to", l->to);
	bf_set_day(call, v, "ended", l->ended);
	if (dwelling != NULL)
		json_object_set_new(v, "dwelling", json_string(dwelling));
	rc = bf_host(call)->record_put(call, "lease", l->id, l->case_id, -1, v,
	    &l->id, NULL);
	json_decref(v);
	if (rc == BF_OK)
		rc = bf_note(call, "deposit", l->case_id, "lease", l->id, NULL);
	if (rc != BF_OK)
		return rc;
	if (bf_is_day(l->to) && !bf_is_day(l->ended))
		return remind(call, l->case_id, "lease", l->id, l->to);
	return remind_end(call, l->case_id, "lease", l->id);
}

static int
check_days(struct bf_call *call, const struct lease *l)
{
	const struct bf_host *h = bf_host(call);
	int rc = BF_OK;

	if (bf_is_day(l->to) && l->to.days < l->from.days)
		rc = h->field(call, "to", "E_DATE_ORDER",
		    _("before the lease begins"));
	if (bf_is_day(l->ended) && l->ended.days < l->from.days)
		rc = h->field(call, "ended", "E_DATE_ORDER",
		    _("before the lease begins"));
	return rc;
}

int
deposit_lease(struct bf_call *call, const json_t *params, json_t **result)
{
	struct lease l = { .from = bf_day_of(call, params, "from"),
		.to = bf_day_of(call, params, "to"),
		.ended = bf_day_of(call, params, "ended") };
	int rc;

	rc = bf_host(call)->case_id(call, bf_text_of(params, "case"), BF_CHANGE,
	    &l.case_id);
	if (rc == BF_OK)
		rc = check_days(call, &l);
	if (rc == BF_OK)
		rc = find(call, &l);
	if (rc == BF_OK)
		rc = put(call, &l, bf_text_of(params, "dwelling"));
	if (rc == BF_OK)
		rc = meet_all(call, &l);
	return rc == BF_OK ? bf_answer(result, "lease", l.id) : rc;
}

/* The lease ROW of CASE_ID, whoever may see it; E_FIELDS if it has no such. */
static int
lease_get(struct bf_call *call, int64_t case_id, int64_t id, json_t **row)
{
	int rc = bf_host(call)->record_rule(call, "lease", id, row);

	if (rc == BF_OK && bf_int_of(*row, "owner", 0) == case_id)
		return BF_OK;
	if (rc == BF_OK)
		json_decref(*row);
	*row = NULL;
	return bf_host(call)->field(call, "lease", NULL,
	    _("not a lease of this case; deposit show has it"));
}

/* The newest lease of CASE_ID that has not ended; *ID is 0 if there is none. */
static int
newest(struct bf_call *call, int64_t case_id, int64_t *id)
{
	const struct bf_query q = { .owner = case_id,
		.limit = 200,
		.rule = true };
	json_t *rows, *row;
	size_t i;
	int rc = bf_host(call)->record_find(call, "lease", &q, &rows);

	*id = 0;
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		if (bf_text_of(json_object_get(row, "values"), "ended") == NULL)
			*id = bf_int_of(row, "id", 0);
	}
	json_decref(rows);
	return BF_OK;
}

int
lease_choose(struct bf_call *call, int64_t case_id, const json_t *params,
    json_t *values)
{
	int64_t id = bf_int_of(params, "lease", 0);
	json_t *row;
	int rc;

	if (id != 0) {
		if ((rc = lease_get(call, case_id, id, &row)) != BF_OK)
			return rc;
		json_decref(row);
	} else if (bf_bool_of(values, "outside", false)) {
		json_object_set_new(values, "lease", json_null());
		return BF_OK;
	} else if (bf_int_of(values, "lease", 0) != 0)
		return BF_OK;
	else if ((rc = newest(call, case_id, &id)) != BF_OK || id == 0)
		return rc;
	bf_set_int(values, "lease", id);
	json_object_set_new(values, "outside", json_false());
	return BF_OK;
}

int
lease_terms(struct bf_call *call, const struct guarantee *g, json_t *params,
    json_t *values)
{
	int64_t id = bf_int_of(g->values, "lease", 0);
	const json_t *v;
	json_t *row;
	int rc;

	if (id == 0)
		return BF_OK;
	if ((rc = lease_get(call, g->case_id, id, &row)) != BF_OK)
		return rc;
	v = json_object_get(row, "values");
	if (bf_text_of(g->values, "dwelling") == NULL &&
	    bf_text_of(v, "dwelling") != NULL)
		json_object_set(values, "dwelling",
		    json_object_get(v, "dwelling"));
	if (bf_text_of(params, "from") == NULL)
		json_object_set(params, "from", json_object_get(v, "from"));
	if (bf_text_of(params, "to") == NULL && bf_text_of(v, "to") != NULL)
		json_object_set(params, "to", json_object_get(v, "to"));
	json_decref(row);
	return BF_OK;
}

int
remind_lease(struct bf_call *call, int64_t id)
{
	struct lease l;
	json_t *row;
	int rc = bf_host(call)->record_rule(call, "lease", id, &row);

	if (rc != BF_OK)
		return rc;
	read_lease(call, row, &l);
	json_decref(row);
	if (bf_is_day(l.ended))
		return BF_OK;
	return task(call, l.case_id, "lease_ends",
	    _("A lease with a guarantee ends today: note when the tenant moved "
	      "out; the time for claims runs from that day"));
}

/* The lease of G that its case knows ended on DAY: so it did for all of it. */
static int
end_lease(struct bf_call *call, int64_t case_id, int64_t id, struct bf_date day)
{
	struct lease l;
	json_t *row;
	int rc;

	if ((rc = lease_get(call, case_id, id, &row)) != BF_OK)
		return rc;
	read_lease(call, row, &l);
	json_decref(row);
	l.ended = day;
	if ((rc = put(call, &l, NULL)) == BF_OK)
		rc = meet_all(call, &l);
	return rc;
}

/* The lease of a chain, as a chain_fn: that of its first version with one. */
static int
note_lease(struct bf_call *call, const struct guarantee *g, const void *arg)
{
	int64_t *lease = *(int64_t *const *)arg;

	(void)call;
	if (*lease == 0)
		*lease = bf_int_of(g->values, "lease", 0);
	return BF_OK;
}

/* Versions that are for no lease of the case end by hand, as a chain_fn. */
static int
end_unlinked(struct bf_call *call, const struct guarantee *g, const void *day)
{
	if (bf_int_of(g->values, "lease", 0) != 0)
		return BF_OK;
	return end_live(call, g, day);
}

/* What G is for ended on DAY. */
static int
end_of(struct bf_call *call, const struct guarantee *g, struct bf_date day)
{
	int64_t lease = bf_int_of(g->values, "lease", 0), *found = &lease;
	int rc = chain_each(call, g, check_day, &day);

	/* One may have been linked to it when the others were over already. */
	if (rc == BF_OK && !bf_bool_of(g->values, "outside", false))
		rc = chain_each(call, g, note_lease, &found);
	if (rc == BF_OK && lease != 0)
		rc = end_lease(call, g->case_id, lease, day);
	return rc == BF_OK ? chain_each(call, g, end_unlinked, &day) : rc;
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
		rc = end_of(call, &g, day);
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	guarantee_fini(&g);
	return rc;
}
