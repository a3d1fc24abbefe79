/*
 * missed -- instalments that did not come in: after 7 days and after 21 somebody
 * has a task, and the tenant a letter.
 *
 * Each instalment has its days.  Of those that follow on one that was missed the
 * tenant is written to once, after 7 days.
 */
#include "deposit.h"

#include <string.h>

static const struct {
	const char *what;
	int days;
	const char *task; /* msgid */
} rows[] = {
	{ "missed7", 7, N_("An instalment was missed a week ago") },
	{ "missed21", 21, N_("An instalment was missed three weeks ago") },
};
#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

/* How many instalments were due DAYS ago or longer. */
static int32_t
gone(struct bf_call *call, const struct deposit_plan *plan, int days)
{
	const struct bf_pure *p = bf_pure(call);
	struct bf_date day = p->add_days(bf_host(call)->today(call), -days);
	int32_t i = 0;

	while (
	    i < plan->n && deposit_instalment_day(p, plan, i).days <= day.days)
		i++;
	return i;
}

/* Fire ROW for instalment K of plan ID; not at all after the last. */
static int
arm(struct bf_call *call, int64_t case_id, int64_t id,
    const struct deposit_plan *plan, size_t row, int32_t k)
{
	const struct bf_pure *p = bf_pure(call);

	if (k >= plan->n)
		return remind_end(call, case_id, rows[row].what, id);
	return remind(call, case_id, rows[row].what, id,
	    p->add_days(deposit_instalment_day(p, plan, k), rows[row].days));
}

static struct deposit_plan
plan_of(const struct bf_call *call, const json_t *v)
{
	const struct deposit_plan plan = {
		.principal = bf_int_of(v, "principal", 0),
		.n = (int32_t)bf_int_of(v, "instalments", 1),
		.first = bf_day_of(call, v, "first"),
	};

	return plan;
}

int
watch_repayment(struct bf_call *call, int64_t case_id, int64_t id,
    const json_t *values)
{
	const struct deposit_plan plan = plan_of(call, values);
	int64_t lacks;
	int32_t next = deposit_paid_up_to(bf_pure(call), &plan,
	    bf_int_of(values, "paid", 0), &lacks);
	int32_t k;
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < N_ROWS && rc == BF_OK; i++) {
		k = gone(call, &plan, rows[i].days);
		rc = arm(call, case_id, id, &plan, i, k > next ? k : next);
	}
	return rc;
}

int
watch_repayment_stop(struct bf_call *call, int64_t case_id, int64_t id)
{
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < N_ROWS && rc == BF_OK; i++)
		rc = remind_end(call, case_id, rows[i].what, id);
	return rc;
}

/* What is due today of PLAN in all, øre. */
static int64_t
due_in_all(struct bf_call *call, const struct deposit_plan *plan)
{
	int32_t n = gone(call, plan, 0), i;
	int64_t sum = 0;

	for (i = 0; i < n; i++)
		sum += deposit_instalment(bf_pure(call), plan, i);
	return sum;
}

/* Instalment K, of which LACKS øre, is the oldest that is not whole. */
static int
tell(struct bf_call *call, const json_t *v, const struct deposit_plan *plan,
    int32_t k, int64_t lacks, bool again)
{
	int64_t paid = bf_int_of(v, "paid", 0);
	int64_t behind = due_in_all(call, plan) - paid;
	struct guarantee g;
	json_t *o;
	int rc;

	rc = guarantee_get(call, bf_int_of(v, "guarantee", 0), BF_CHANGE, &g);
	if (rc == BF_OK) {
		o = json_pack("{so so so so sb sb sb}", "due",
		    field_day(call,
			deposit_instalment_day(bf_pure(call), plan, k)),
		    "lacks", field_money(lacks), "behind", field_money(behind),
		    "left", field_money(plan->principal - paid), "several",
		    behind > lacks, "again", again, "loan", g.loan);
		rc = write_to(call, &g, "deposit.missed", TO_TENANT, o);
	}
	guarantee_fini(&g);
	return rc;
}

static int
missed(struct bf_call *call, int64_t case_id, const json_t *v, size_t row)
{
	const struct deposit_plan plan = plan_of(call, v);
	const struct bf_task t = { .key = rows[row].what,
		.title = _(rows[row].task) };
	int32_t n = gone(call, &plan, rows[row].days), next;
	int64_t lacks;
	int rc;

	next = deposit_paid_up_to(bf_pure(call), &plan, bf_int_of(v, "paid", 0),
	    &lacks);
	if (next >= n || strcmp(bf_text_of(v, "state"), "nedbetaling") != 0)
		return BF_OK;
	rc = bf_host(call)->task_open(call, case_id, &t);
	if (rc == BF_OK && (row == 0 || next == n - 1))
		rc = tell(call, v, &plan, next, lacks, row > 0);
	return rc;
}

int
remind_missed(struct bf_call *call, const char *what, int64_t case_id,
    int64_t id)
{
	size_t row = strcmp(what, rows[0].what) == 0 ? 0 : 1;
	struct deposit_plan plan;
	json_t *r;
	int rc;

	rc = bf_host(call)->record_rule(call, "repayment", id, &r);
	if (rc != BF_OK)
		return rc;
	plan = plan_of(call, json_object_get(r, "values"));
	rc = missed(call, case_id, json_object_get(r, "values"), row);
	if (rc == BF_OK)
		rc = arm(call, case_id, id, &plan, row,
		    gone(call, &plan, rows[row].days));
	json_decref(r);
	return rc;
}
