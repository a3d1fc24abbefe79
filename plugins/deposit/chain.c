/*
 * chain -- the versions of one guarantee, which share what is left of it.
 *
 * A renewal gives new days and no new money (invariants 5 and 11): what was
 * paid under one version is paid under all.
 */
#include "deposit.h"

int
chain_next(struct bf_call *call, int64_t case_id, int64_t id, int64_t *next)
{
	const struct bf_query q = { .index = "by_previous",
		.owner = case_id,
		.rule = true };
	json_t *rows;
	int rc = bf_find_of(call, "guarantee", q, id, &rows);

	*next = 0;
	if (rc != BF_OK)
		return rc;
	*next = bf_int_of(json_array_get(rows, 0), "id", 0);
	json_decref(rows);
	return BF_OK;
}

static int
previous_of(struct bf_call *call, int64_t id, int64_t *previous)
{
	json_t *row;
	int rc = bf_host(call)->record_rule(call, "guarantee", id, &row);

	*previous = 0;
	if (rc != BF_OK)
		return rc;
	*previous = bf_int_of(json_object_get(row, "values"), "previous", 0);
	json_decref(row);
	return BF_OK;
}

static int
put_paid(struct bf_call *call, int64_t id, int64_t paid)
{
	json_t *v = json_pack("{sI}", "paid", (json_int_t)paid);
	int rc = bf_host(call)->record_put(call, "guarantee", id, 0, -1, v,
	    NULL, NULL);

	json_decref(v);
	return rc;
}

int
chain_paid(struct bf_call *call, const struct guarantee *g, int64_t paid)
{
	int64_t id = g->id;
	int rc;

	while ((rc = previous_of(call, id, &id)) == BF_OK && id != 0)
		if ((rc = put_paid(call, id, paid)) != BF_OK)
			return rc;
	id = g->id;
	while (rc == BF_OK &&
	    (rc = chain_next(call, g->case_id, id, &id)) == BF_OK && id != 0)
		rc = put_paid(call, id, paid);
	return rc;
}
