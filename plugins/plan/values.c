/*
 * values -- records in and out.
 */
#include "plan.h"

#include <string.h>

int
plan_task(struct bf_call *call, const struct plan *p, struct bf_task t,
    int64_t id)
{
	char key[BF_TIMER_KEY_SIZE];

	bf_timer_key(t.key, id, key);
	t.key = key;
	return bf_host(call)->task_open(call, p->case_id, &t);
}

int
plan_done(struct bf_call *call, const struct plan *p, const char *what,
    int64_t id)
{
	char key[BF_TIMER_KEY_SIZE];

	bf_timer_key(what, id, key);
	return bf_host(call)->task_close(call, p->case_id, key);
}

void
plan_fini(struct plan *p)
{
	json_decref(p->row);
	p->row = NULL;
}

int
plan_get(struct bf_call *call, int64_t id, struct plan *out)
{
	const struct bf_host *h = bf_host(call);
	const char *kind;
	int rc;

	memset(out, 0, sizeof(*out));
	rc = h->is_system(call) ? h->record_rule(call, "plan", id, &out->row) :
				  h->record_get(call, "plan", id, 0, &out->row);
	if (rc != BF_OK)
		return rc;
	out->values = json_object_get(out->row, "values");
	out->id = id;
	out->person = bf_int_of(out->row, "owner", 0);
	out->case_id = bf_int_of(out->values, "case_id", 0);
	(void)plan_state_parse(bf_text_of(out->values, "state"), &out->state);
	kind = bf_text_of(out->values, "kind");
	out->ip = kind == NULL || strcmp(kind, "ip") == 0;
	return BF_OK;
}

int
plan_may(struct bf_call *call, const struct plan *p, enum plan_state to)
{
	if (plan_state_may(p->state, to))
		return BF_OK;
	return bf_host(call)->fail(call, BF_REFUSED, "E_PLAN_STATE",
	    _("plan %s: in state %s this cannot be done; plan show has its "
	      "course"),
	    bf_text_of(p->values, "nr"),
	    _(bf_word_of(plan_words, plan_state_name(p->state))));
}

int
plan_write(struct bf_call *call, const json_t *params, struct plan *out)
{
	const struct bf_host *h = bf_host(call);
	int rc = plan_get(call, bf_int_of(params, "plan", 0), out);

	if (rc != BF_OK)
		return rc;
	if (out->state == PLAN_STOPPED || out->state < PLAN_DRAFT)
		return need_consent(call, out->person) != BF_OK ?
		    h->fail(call, BF_REFUSED, "E_CONSENT_REQUIRED",
			_("plan %s: nothing is written without the person's "
			  "consent; consent give, then plan start or resume"),
			bf_text_of(out->values, "nr")) :
		    plan_may(call, out, PLAN_NEED);
	if (!plan_state_takes_content(out->state))
		return plan_may(call, out, PLAN_NEED);
	return need_access(call, out);
}

int
plan_put(struct bf_call *call, const struct plan *p, enum plan_state to,
    json_t *values)
{
	const struct bf_host *h = bf_host(call);
	const char *state = plan_state_name(to);
	int rc;

	json_object_set_new(values, "state", json_string(state));
	bf_set_day(call, values, "touched", h->today(call));
	rc = h->record_put(call, "plan", p->id, 0, h->if_rev(call), values,
	    NULL, NULL);
	json_decref(values);
	if (rc == BF_OK)
		rc = bf_note(call, "plan", p->case_id, "plan", p->id, state);
	return rc == BF_OK ? plan_judge(call, p->id) : rc;
}

int
plan_clock(struct bf_call *call, const struct plan *p, struct bf_deadline d,
    struct bf_date *due)
{
	char key[BF_TIMER_KEY_SIZE];

	bf_timer_key("plan", p->id, key);
	d.key = key;
	d.start = bf_host(call)->today(call);
	return bf_host(call)->deadline_begin(call, p->case_id, &d, due);
}

int
plan_clock_end(struct bf_call *call, const struct plan *p, const char *name,
    bool met)
{
	char key[BF_TIMER_KEY_SIZE];

	bf_timer_key("plan", p->id, key);
	return bf_host(call)->deadline_end(call, p->case_id, name, key, met,
	    NULL);
}

int
plan_add(struct bf_call *call, const struct plan *p, const char *kind,
    json_t *values, int64_t *id)
{
	const struct bf_host *h = bf_host(call);
	int64_t made = 0;
	json_t *touched = json_object();
	int rc;

	bf_set_int(values, "plan", p->id);
	rc = h->record_put(call, kind, 0, p->person, -1, values, &made, NULL);
	json_decref(values);
	bf_set_day(call, touched, "touched", h->today(call));
	if (rc == BF_OK)
		rc = h->record_put(call, "plan", p->id, 0, -1, touched, NULL,
		    NULL);
	json_decref(touched);
	if (rc == BF_OK)
		rc = bf_note(call, "plan", p->case_id, kind, made, NULL);
	if (rc == BF_OK)
		rc = remind_activity(call, p);
	if (rc == BF_OK)
		rc = plan_judge(call, p->id);
	if (id != NULL)
		*id = made;
	return rc;
}

int
plan_rows(struct bf_call *call, const struct plan *p, const char *kind,
    bool all, json_t **rows)
{
	const struct bf_query q = {
		.index = "by_plan",
		.owner = p->person,
		.limit = 200,
		.rule = all,
	};

	return bf_find_of(call, kind, q, p->id, rows);
}
