/*
 * chain -- the versions of one guarantee, which share what is left of it.
 *
 * A renewal gives new days and no new money (invariants 5 and 11): what was
 * paid under one version is paid under all.
 */
#include "deposit.h"

/* The versions that follow on ID: one, and those that were cancelled before. */
static int
followers(struct bf_call *call, int64_t case_id, int64_t id, json_t **rows)
{
	const struct bf_query q = { .index = "by_previous",
		.owner = case_id,
		.rule = true };

	return bf_find_of(call, "guarantee", q, id, rows);
}

/* The version after ID; *NEXT is 0 if there is none. */
static int
next_of(struct bf_call *call, int64_t case_id, int64_t id, int64_t *next)
{
	enum deposit_state s;
	const json_t *row;
	json_t *rows;
	size_t i;
	int rc = followers(call, case_id, id, &rows);

	*next = 0;
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		if (deposit_state_parse(
			bf_text_of(json_object_get(row, "values"), "state"),
			&s) &&
		    s != DEPOSIT_CANCELLED)
			*next = bf_int_of(row, "id", 0);
	}
	json_decref(rows);
	return BF_OK;
}

/* The first version of what ID is a version of. */
static int
root_of(struct bf_call *call, int64_t id, int64_t *root)
{
	json_t *row;
	int rc;

	do {
		*root = id;
		rc = bf_host(call)->record_rule(call, "guarantee", id, &row);
		if (rc != BF_OK)
			return rc;
		id = bf_int_of(json_object_get(row, "values"), "previous", 0);
		json_decref(row);
	} while (id != 0);
	return BF_OK;
}

/* Every version that follows on ROOT, wherever it branched off: their ids. */
static int
family(struct bf_call *call, int64_t case_id, int64_t root, json_t *ids)
{
	const json_t *row;
	json_t *rows;
	size_t at, i;
	int rc;

	json_array_append_new(ids, json_integer((json_int_t)root));
	for (at = 0; at < json_array_size(ids); at++) {
		rc = followers(call, case_id,
		    json_integer_value(json_array_get(ids, at)), &rows);
		if (rc != BF_OK)
			return rc;
		json_array_foreach(rows, i, row)
			json_array_append(ids, json_object_get(row, "id"));
		json_decref(rows);
	}
	return BF_OK;
}

int
chain_each(struct bf_call *call, const struct guarantee *g, chain_fn *fn,
    const void *arg)
{
	json_t *ids = json_array(), *id;
	struct guarantee one;
	int64_t root = 0;
	size_t i;
	int rc = root_of(call, g->id, &root);

	if (rc == BF_OK)
		rc = family(call, g->case_id, root, ids);
	json_array_foreach(ids, i, id) {
		if (rc != BF_OK)
			break;
		rc = guarantee_get(call, json_integer_value(id), BF_CHANGE,
		    &one);
		if (rc == BF_OK)
			rc = fn(call, &one, arg);
		guarantee_fini(&one);
	}
	json_decref(ids);
	return rc;
}

/* PAID øre as a chain_fn. */
static int
put_paid(struct bf_call *call, const struct guarantee *g, const void *paid)
{
	json_t *v =
	    json_pack("{sI}", "paid", (json_int_t) * (const int64_t *)paid);
	int rc = bf_host(call)->record_put(call, "guarantee", g->id, 0, -1, v,
	    NULL, NULL);

	json_decref(v);
	return rc;
}

int
chain_paid(struct bf_call *call, const struct guarantee *g, int64_t paid)
{
	return chain_each(call, g, put_paid, &paid);
}

struct ending {
	enum deposit_state to;
	struct bf_date day;
};

static int
end_renewed(struct bf_call *call, const struct guarantee *g, const void *arg)
{
	const struct ending *e = arg;
	json_t *v;

	if (g->state != DEPOSIT_RENEWED)
		return BF_OK;
	v = json_object();
	bf_set_day(call, v, "ended", e->day);
	return guarantee_put(call, g, e->to, v);
}

int
chain_end(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to, struct bf_date day)
{
	const struct ending e = { to, day };

	return chain_each(call, g, end_renewed, &e);
}

int
chain_is_last(struct bf_call *call, const struct guarantee *g)
{
	int64_t next = 0;
	int rc = BF_OK;

	if (g->state == DEPOSIT_RENEWED)
		rc = next_of(call, g->case_id, g->id, &next);
	if (rc != BF_OK || next == 0)
		return rc;
	return bf_host(call)->fail(call, BF_REFUSED, "E_RENEWED",
	    _("guarantee %lld: it was renewed; the version after it is "
	      "guarantee %lld, and this is done there"),
	    (long long)g->id, (long long)next);
}
