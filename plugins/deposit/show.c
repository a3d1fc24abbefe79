/*
 * show -- one guarantee on a page, and lists of them.
 */
#include "deposit.h"

#include <string.h>

static int
find(struct bf_call *call, const char *kind, const char *index, int64_t of,
    int64_t case_id, json_t **rows)
{
	struct bf_query q = { .index = index, .owner = case_id, .limit = 200 };

	return bf_find_of(call, kind, q, of, rows);
}

/* The values of ROWS with their numbers, as an array under NAME of OUT. */
static void
add_rows(json_t *out, const char *name, const char *id, json_t *rows)
{
	json_t *list = json_array(), *row, *v;
	size_t i;

	json_array_foreach(rows, i, row) {
		v = json_deep_copy(json_object_get(row, "values"));
		json_object_set(v, id, json_object_get(row, "id"));
		json_array_append_new(list, v);
	}
	json_object_set_new(out, name, list);
}

static int
add_parts(struct bf_call *call, int64_t case_id, json_t *claims, json_t *out)
{
	json_t *all = json_array(), *parts, *row;
	size_t i;
	int rc = BF_OK;

	json_array_foreach(claims, i, row) {
		rc = find(call, "part", "by_claim", bf_int_of(row, "id", 0),
		    case_id, &parts);
		if (rc != BF_OK)
			break;
		json_array_extend(all, parts);
		json_decref(parts);
	}
	if (rc == BF_OK)
		add_rows(out, "parts", "part", all);
	json_decref(all);
	return rc;
}

static int
add_payments(struct bf_call *call, int64_t case_id, json_t *repayments,
    json_t *out)
{
	json_t *all = json_array(), *payments, *row;
	size_t i;
	int rc = BF_OK;

	json_array_foreach(repayments, i, row) {
		rc = find(call, "payment", "by_repayment",
		    bf_int_of(row, "id", 0), case_id, &payments);
		if (rc != BF_OK)
			break;
		json_array_extend(all, payments);
		json_decref(payments);
	}
	if (rc == BF_OK)
		add_rows(out, "payments", "payment", all);
	json_decref(all);
	return rc;
}

/* Which instalments there are, and what was paid on each: the oldest first. */
static void
add_schedule(const struct bf_call *call, const json_t *repayments, json_t *out)
{
	const struct bf_pure *p = bf_pure(call);
	json_t *list = json_array(), *o;
	const json_t *row, *v;
	struct deposit_plan plan;
	int64_t paid, part;
	int32_t k;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)repayments, i, row) {
		v = json_object_get(row, "values");
		if (json_object_get(v, "principal") == NULL)
			continue;
		plan.principal = bf_int_of(v, "principal", 0);
		plan.n = (int32_t)bf_int_of(v, "instalments", 1);
		plan.first = bf_day_of(call, v, "first");
		paid = bf_int_of(v, "paid", 0);
		for (k = 0; k < plan.n; k++) {
			part = deposit_instalment(p, &plan, k);
			o = json_pack("{sI si sI sI}", "repayment",
			    (json_int_t)bf_int_of(row, "id", 0), "no", k + 1,
			    "amount", (json_int_t)part, "paid",
			    (json_int_t)(paid < part ? paid : part));
			bf_set_day(call, o, "due",
			    deposit_instalment_day(p, &plan, k));
			json_array_append_new(list, o);
			paid -= paid < part ? paid : part;
		}
	}
	json_object_set_new(out, "schedule", list);
}

/* What G's lease is, as far as the caller sees it, into OUT. */
static int
add_lease(struct bf_call *call, json_t *out)
{
	static const struct {
		const char *from, *to;
	} rows[] = { { "from", "lease_from" }, { "to", "lease_to" },
		{ "dwelling", "dwelling" } };
	int64_t id = bf_int_of(out, "lease", 0);
	json_t *row, *value;
	size_t i;
	int rc;

	if (id == 0)
		return BF_OK;
	rc = bf_host(call)->record_get(call, "lease", id, 0, &row);
	if (rc != BF_OK)
		return rc;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		value = json_object_get(json_object_get(row, "values"),
		    rows[i].from);
		/* What was issued names the dwelling that it was issued for. */
		if (value != NULL && json_object_get(out, rows[i].to) == NULL)
			json_object_set(out, rows[i].to, value);
	}
	json_decref(row);
	return BF_OK;
}

int
deposit_show(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	json_t *row, *claims = NULL, *repayments = NULL, *out;
	int64_t id = bf_int_of(params, "guarantee", 0), case_id;
	int rc;

	if ((rc = h->record_get(call, "guarantee", id, 0, &row)) != BF_OK)
		return rc;
	case_id = bf_int_of(row, "owner", 0);
	out = json_deep_copy(json_object_get(row, "values"));
	bf_set_int(out, "guarantee", id);
	if (json_object_get(out, "amount") != NULL)
		bf_set_int(out, "remaining",
		    bf_int_of(out, "amount", 0) - bf_int_of(out, "paid", 0));
	json_object_set(out, "rev", json_object_get(row, "rev"));
	json_decref(row);
	rc = add_lease(call, out);
	if (rc == BF_OK)
		rc = find(call, "claim", "by_guarantee", id, case_id, &claims);
	if (rc == BF_OK) {
		add_rows(out, "claims", "claim", claims);
		rc = add_parts(call, case_id, claims, out);
	}
	if (rc == BF_OK)
		rc = find(call, "repayment", "by_guarantee", id, case_id,
		    &repayments);
	if (rc == BF_OK) {
		add_rows(out, "repayments", "repayment", repayments);
		add_schedule(call, repayments, out);
		rc = add_payments(call, case_id, repayments, out);
	}
	json_decref(claims);
	json_decref(repayments);
	if (rc == BF_OK)
		*result = out;
	else
		json_decref(out);
	return rc;
}

int
deposit_list(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *number = bf_text_of(params, "case");
	const char *state = bf_text_of(params, "state");
	struct bf_query q = { .limit = (int)bf_int_of(params, "limit", 50),
		.after = bf_int_of(params, "after", 0) };
	json_t *rows, *out = json_array(), *row, *v, *equal = NULL;
	size_t i;
	int rc = BF_OK;

	if (number != NULL)
		rc = h->case_id(call, number, BF_SEE, &q.owner);
	if (state != NULL) {
		q.index = "by_state";
		q.equal = equal = json_pack("[s]", state);
		q.to = json_object_get(params, "ends_by");
	}
	if (rc == BF_OK)
		rc = h->record_find(call, "guarantee", &q, &rows);
	json_decref(equal);
	if (rc != BF_OK) {
		json_decref(out);
		return rc;
	}
	json_array_foreach(rows, i, row) {
		v = json_object_get(row, "values");
		json_object_set(v, "guarantee", json_object_get(row, "id"));
		if (rc == BF_OK)
			rc = bf_set_case(call, bf_int_of(row, "owner", 0), v);
		json_array_append(out, v);
	}
	*result = bf_page(out, rows, q.limit);
	json_decref(rows);
	return rc;
}
