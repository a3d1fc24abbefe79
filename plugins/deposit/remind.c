/*
 * remind -- what has to be thought of, years after the case was closed.
 *
 * One timer per reminder, named by what it is about and of which record.  What
 * it finds when it fires decides: a guarantee that was released says nothing.
 */
#include "deposit.h"

#include <stdio.h>
#include <string.h>

int
remind(struct bf_call *call, int64_t case_id, const char *what, int64_t id,
    struct bf_date day)
{
	const struct bf_host *h = bf_host(call);
	json_t *payload;
	char key[BF_TIMER_KEY_SIZE];
	int rc;

	if (day.days <= h->today(call).days)
		return remind_end(call, case_id, what, id);
	bf_timer_key(what, id, key);
	payload = json_pack("{ss sI}", "what", what, "id", (json_int_t)id);
	rc = h->timer_begin(call, case_id, "deposit.remind", key,
	    bf_pure(call)->instant(day, REMIND_HOUR, 0), payload);
	json_decref(payload);
	return rc;
}

int
remind_end(struct bf_call *call, int64_t case_id, const char *what, int64_t id)
{
	char key[BF_TIMER_KEY_SIZE];

	bf_timer_key(what, id, key);
	return bf_host(call)->timer_end(call, case_id, "deposit.remind", key);
}

int
watch_end(struct bf_call *call, const struct guarantee *g, struct bf_date day,
    struct bf_date claim_last)
{
	const struct bf_pure *p = bf_pure(call);
	int rc;

	if (g->loan)
		return BF_OK;
	rc = remind(call, g->case_id, "end90", g->id, p->add_days(day, -90));
	if (rc == BF_OK)
		rc = remind(call, g->case_id, "end30", g->id,
		    p->add_days(day, -30));
	if (rc == BF_OK)
		rc = remind(call, g->case_id, "expire", g->id,
		    p->add_days(claim_last, 1));
	return rc;
}

int
watch_stop(struct bf_call *call, const struct guarantee *g)
{
	static const char *const promised[] = { "commit14", "commit3",
		"lapse" };
	static const char *const issued[] = { "end90", "end30", "expire" };
	bool out = bf_is_day(bf_day_of(call, g->values, "issued"));
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < 3 && rc == BF_OK; i++)
		rc = remind_end(call, g->case_id, (out ? issued : promised)[i],
		    g->id);
	return rc;
}

static int
task(struct bf_call *call, int64_t case_id, const char *key, const char *title)
{
	const struct bf_task t = { .key = key, .title = title };

	return bf_host(call)->task_open(call, case_id, &t);
}

/* Is a claim under G still on its way?  *OPEN is left alone if not. */
static int
has_open_claim(struct bf_call *call, const struct guarantee *g, bool *open)
{
	struct bf_query q = { .index = "by_guarantee",
		.owner = g->case_id,
		.rule = true };
	json_t *rows, *row;
	enum claim_state s;
	size_t i;
	int rc;

	rc = bf_find_of(call, "claim", q, g->id, &rows);
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		if (claim_state_parse(bf_text_of(json_object_get(row, "values"),
					  "state"),
			&s) &&
		    s < CLAIM_PAID && s != CLAIM_REJECTED)
			*open = true;
	}
	json_decref(rows);
	return BF_OK;
}

static int
tell_ends(struct bf_call *call, const struct guarantee *g)
{
	json_t *o = json_pack("{so so}", "to",
	    field_day(call, guarantee_end(call, g)), "claim_last",
	    field_day(call, bf_day_of(call, g->values, "claim_last")));
	int rc;

	if ((rc = add_tenant(call, g, o, NULL)) == BF_OK)
		return write_to(call, g, "deposit.ends",
		    TO_TENANT | TO_LANDLORD, o);
	json_decref(o);
	return rc;
}

int
tell_ended(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to, struct bf_date day, const char *before)
{
	json_t *o;

	if (g->loan)
		return BF_OK;
	o = json_pack("{ss so so}", "how", deposit_state_name(to), "ended",
	    field_day(call, day), "claim_last",
	    field_day(call, bf_day_of(call, g->values, "claim_last")));
	if (before[0] != '\0')
		json_object_set_new(o, "previous", json_string(before));
	return write_to(call, g, "deposit.ended", TO_TENANT | TO_LANDLORD, o);
}

static int
put_expired(struct bf_call *call, const struct guarantee *g)
{
	struct bf_date today = bf_host(call)->today(call);
	json_t *v = json_object();
	int rc;

	bf_set_day(call, v, "ended", today);
	rc = guarantee_put(call, g, DEPOSIT_EXPIRED, v);
	if (rc == BF_OK) {
		v = json_pack("{sI}", "guarantee", (json_int_t)g->id);
		rc =
		    bf_host(call)->emit(call, g->case_id, "deposit.expired", v);
		json_decref(v);
	}
	return rc == BF_OK ? tell_ended(call, g, DEPOSIT_EXPIRED, today, "") :
			     rc;
}

/*
 * Invariant 10: at the end of the claim window, without an open claim.  One that
 * was never taken over waits for its document.
 */
static int
expire(struct bf_call *call, const struct guarantee *g)
{
	bool open = false;
	int rc;

	if (g->state == DEPOSIT_ISSUED)
		return task(call, g->case_id, "never_begun",
		    _("A guarantee was issued and never came into force: get "
		      "the document back and cancel it"));
	if (g->state != DEPOSIT_IN_FORCE)
		return BF_OK;
	if ((rc = has_open_claim(call, g, &open)) != BF_OK)
		return rc;
	if (open)
		return remind(call, g->case_id, "expire", g->id,
		    bf_pure(call)->add_days(bf_host(call)->today(call), 7));
	return put_expired(call, g);
}

static int
ends_soon(struct bf_call *call, const struct guarantee *g, const char *what)
{
	const struct bf_task t = { .key = "guarantee_ends",
		.title = _("A guarantee ends: renew it, or let it end"),
		.due = guarantee_end(call, g) };
	json_t *v;
	int rc;

	if (g->state != DEPOSIT_IN_FORCE && g->state != DEPOSIT_ISSUED)
		return BF_OK;
	v = json_pack("{sI sI}", "guarantee", (json_int_t)g->id, "days",
	    (json_int_t)(strcmp(what, "end90") == 0 ? 90 : 30));
	rc = bf_host(call)->emit(call, g->case_id, "deposit.ends", v);
	json_decref(v);
	if (rc == BF_OK)
		rc = bf_host(call)->task_open(call, g->case_id, &t);
	return rc == BF_OK ? tell_ends(call, g) : rc;
}

static int
of_guarantee(struct bf_call *call, const char *what, int64_t id)
{
	struct guarantee g;
	int rc;

	if ((rc = guarantee_get(call, id, BF_CHANGE, &g)) != BF_OK)
		return rc;
	if (strncmp(what, "end", 3) == 0)
		rc = ends_soon(call, &g, what);
	else if (strcmp(what, "expire") == 0)
		rc = expire(call, &g);
	else if (g.state == DEPOSIT_COMMITTED && strcmp(what, "lapse") == 0)
		rc = guarantee_put(call, &g, DEPOSIT_LAPSED, json_object());
	else if (g.state == DEPOSIT_COMMITTED)
		rc = task(call, g.case_id, "commitment_ends",
		    _("A promise of a guarantee runs out: is a dwelling "
		      "found?"));
	guarantee_fini(&g);
	return rc;
}

/* The state of what is to be paid back: of the claim of a part, or of a loan. */
static int
state_of_debt(struct bf_call *call, bool loan, int64_t id, enum claim_state *s)
{
	const struct bf_host *h = bf_host(call);
	json_t *row;
	int64_t claim;
	int rc;

	rc = h->record_rule(call, loan ? "repayment" : "part", id, &row);
	if (rc == BF_OK && !loan) {
		claim = bf_int_of(json_object_get(row, "values"), "claim", 0);
		json_decref(row);
		rc = h->record_rule(call, "claim", claim, &row);
	}
	if (rc != BF_OK)
		return rc;
	(void)claim_state_parse(bf_text_of(json_object_get(row, "values"),
				    "state"),
	    s);
	json_decref(row);
	return BF_OK;
}

/* A part of a claim, or a loan, is about to be time-barred: is it still owed? */
static int
of_limitation(struct bf_call *call, const char *what, int64_t case_id,
    int64_t id)
{
	enum claim_state s = CLAIM_CLOSED;
	int rc;

	rc = state_of_debt(call, strncmp(what, "loan", 4) == 0, id, &s);
	if (rc != BF_OK ||
	    (s != CLAIM_RECOURSE && s != CLAIM_REPAYING && s != CLAIM_DISPUTED))
		return rc;
	return task(call, case_id, "limitation",
	    _("A claim for repayment is soon time-barred: get an "
	      "acknowledgement, or take it to court"));
}

int
deposit_remind(struct bf_call *call, const struct bf_happening *w)
{
	const char *what = bf_text_of(w->payload, "what");
	int64_t id = bf_int_of(w->payload, "id", 0);

	if (strcmp(what, "lease") == 0)
		return remind_lease(call, id);
	if (strstr(what, "bar") != NULL)
		return of_limitation(call, what, w->case_id, id);
	if (strncmp(what, "missed", 6) == 0)
		return remind_missed(call, what, w->case_id, id);
	return of_guarantee(call, what, id);
}

/* The tenant's day has gone: the claim is decided on what is known. */
int
deposit_hearing(struct bf_call *call, const struct bf_happening *w)
{
	if (!w->overdue)
		return BF_OK;
	return task(call, w->case_id, "decide_claim",
	    _("The tenant was heard: decide the landlord's claim"));
}
