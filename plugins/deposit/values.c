/*
 * values -- records in and out of the structs that the rules compute with.
 */
#include "deposit.h"

#include <stdio.h>
#include <string.h>

void
guarantee_fini(struct guarantee *g)
{
	json_decref(g->row);
	g->row = NULL;
}

static void
read_guarantee(struct bf_call *call, struct guarantee *g)
{
	const json_t *v = json_object_get(g->row, "values");

	g->values = v;
	g->id = bf_int_of(g->row, "id", 0);
	g->case_id = bf_int_of(g->row, "owner", 0);
	(void)deposit_state_parse(bf_text_of(v, "state"), &g->state);
	g->loan = strcmp(bf_text_of(v, "kind"), "guarantee") != 0;
	g->terms.rent = bf_int_of(v, "rent", 0);
	g->terms.months = bf_int_of(v, "months", 0);
	g->terms.other = bf_int_of(v, "other_security", 0);
	g->terms.from = bf_day_of(call, v, "from");
	g->terms.to = bf_day_of(call, v, "to");
	g->amount = bf_int_of(v, "amount", 0);
	g->paid = bf_int_of(v, "paid", 0);
}

/* Sums are computed from what is sealed: half of it would be wrong. */
static int
open_record(struct bf_call *call, const char *kind, int64_t id,
    enum bf_want want, json_t **row)
{
	const struct bf_host *h = bf_host(call);
	int64_t owner;
	json_t *head;
	int rc;

	if ((rc = h->record_get(call, kind, id, 0, row)) != BF_OK)
		return rc;
	owner = bf_int_of(*row, "owner", 0);
	json_decref(*row);
	*row = NULL;
	if (h->is_system(call))
		return h->record_rule(call, kind, id, row);
	if ((rc = h->case_get_id(call, owner, want, &head)) != BF_OK)
		return rc;
	json_decref(head);
	rc = h->need_class(call, kind, owner, BF_CLASS_ECONOMY);
	return rc == BF_OK ? h->record_rule(call, kind, id, row) : rc;
}

int
guarantee_get(struct bf_call *call, int64_t id, enum bf_want want,
    struct guarantee *out)
{
	int rc;

	memset(out, 0, sizeof(*out));
	rc = open_record(call, "guarantee", id, want, &out->row);
	if (rc == BF_OK)
		read_guarantee(call, out);
	return rc;
}

int
guarantee_not(struct bf_call *call, const struct guarantee *g)
{
	return bf_host(call)->fail(call, BF_REFUSED, "E_DEPOSIT_STATE",
	    _("guarantee %lld: in state %s this cannot be done; deposit show "
	      "has its course"),
	    (long long)g->id,
	    _(bf_word_of(deposit_words, deposit_state_name(g->state))));
}

int
guarantee_may(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to)
{
	return deposit_state_may(g->state, to) ? BF_OK : guarantee_not(call, g);
}

int
need_guarantee(struct bf_call *call, const struct guarantee *g)
{
	if (!g->loan)
		return BF_OK;
	return bf_host(call)->fail(call, BF_REFUSED, "E_DEPOSIT_STATE",
	    _("guarantee %lld: a loan or grant: nobody claims under it, and it "
	      "is not renewed"),
	    (long long)g->id);
}

int
guarantee_put(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to, json_t *values)
{
	const struct bf_host *h = bf_host(call);
	const char *state = deposit_state_name(to);
	int rc;

	json_object_set_new(values, "state", json_string(state));
	rc = h->record_put(call, "guarantee", g->id, 0, h->if_rev(call), values,
	    NULL, NULL);
	json_decref(values);
	if (rc == BF_OK)
		rc = bf_note(call, "deposit", g->case_id, "guarantee", g->id,
		    state);
	return rc;
}

void
claim_fini(struct claim *c)
{
	json_decref(c->row);
	json_decref(c->part_rows);
	c->row = c->part_rows = NULL;
}

static void
read_part(struct bf_call *call, const json_t *row, struct deposit_part *p)
{
	const json_t *v = json_object_get(row, "values");

	memset(p, 0, sizeof(*p));
	(void)deposit_kind_parse(bf_text_of(v, "kind"), &p->kind);
	p->due = bf_day_of(call, v, "due");
	p->claimed = bf_int_of(v, "claimed", 0);
	p->owed = bf_int_of(v, "owed", p->claimed);
	p->approved = bf_int_of(v, "approved", 0);
	p->excess = bf_int_of(v, "excess", 0);
}

static int
read_parts(struct bf_call *call, struct claim *c)
{
	struct bf_query q = { .index = "by_claim",
		.owner = c->case_id,
		.limit = DEPOSIT_PARTS_MAX,
		.rule = true };
	const json_t *row;
	size_t i;
	int rc;

	rc = bf_find_of(call, "part", q, c->id, &c->part_rows);
	if (rc != BF_OK)
		return rc;
	json_array_foreach(c->part_rows, i, row) {
		read_part(call, row, &c->parts[i]);
		c->part_ids[i] = bf_int_of(row, "id", 0);
	}
	c->n = json_array_size(c->part_rows);
	return BF_OK;
}

int
claim_get(struct bf_call *call, int64_t id, enum bf_want want,
    struct claim *out)
{
	int rc;

	memset(out, 0, sizeof(*out));
	rc = open_record(call, "claim", id, want, &out->row);
	if (rc != BF_OK)
		return rc;
	out->values = json_object_get(out->row, "values");
	out->id = id;
	out->case_id = bf_int_of(out->row, "owner", 0);
	out->guarantee = bf_int_of(out->values, "guarantee", 0);
	out->claimed = bf_int_of(out->values, "claimed", 0);
	(void)claim_state_parse(bf_text_of(out->values, "state"), &out->state);
	return read_parts(call, out);
}

int
claim_may(struct bf_call *call, const struct claim *c, enum claim_state to)
{
	if (claim_state_may(c->state, to))
		return BF_OK;
	return bf_host(call)->fail(call, BF_REFUSED, "E_DEPOSIT_STATE",
	    _("claim %lld: in state %s this cannot be done; deposit show has "
	      "its course"),
	    (long long)c->id,
	    _(bf_word_of(deposit_words, claim_state_name(c->state))));
}

int
claim_put(struct bf_call *call, const struct claim *c, enum claim_state to,
    json_t *values)
{
	const struct bf_host *h = bf_host(call);
	const char *state = claim_state_name(to);
	int rc;

	json_object_set_new(values, "state", json_string(state));
	rc = h->record_put(call, "claim", c->id, 0, h->if_rev(call), values,
	    NULL, NULL);
	json_decref(values);
	if (rc == BF_OK)
		rc =
		    bf_note(call, "deposit", c->case_id, "claim", c->id, state);
	return rc;
}

int
need_decision(struct bf_call *call, int64_t case_id, int64_t id)
{
	const struct bf_host *h = bf_host(call);
	const char *result;
	json_t *rows, *row;
	bool found = false;
	size_t i;
	int rc;

	rc = h->decisions(call, case_id, NULL, h->today(call), &rows);
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		result = bf_text_of(row, "result");
		if (bf_int_of(row, "no", 0) == id && result != NULL &&
		    (strcmp(result, "granted") == 0 ||
			strcmp(result, "partly") == 0))
			found = true;
	}
	json_decref(rows);
	if (found)
		return BF_OK;
	if (id == 0)
		return h->fail(call, BF_REFUSED, "E_NO_DECISION",
		    _("guarantee: not granted yet; make the decision, then "
		      "deposit grant"));
	return h->fail(call, BF_REFUSED, "E_NO_DECISION",
	    _("decision %lld: none of this case that grants and is in force "
	      "today; make the decision first"),
	    (long long)id);
}
