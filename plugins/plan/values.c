/*
 * values -- records in and out.
 */
#include "plan.h"

#include <string.h>

const char *
text_of(const json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

int64_t
int_of(const json_t *o, const char *name, int64_t otherwise)
{
	const json_t *v = json_object_get(o, name);

	return json_is_integer(v) ? json_integer_value(v) : otherwise;
}

bool
bool_of(const json_t *o, const char *name, bool otherwise)
{
	const json_t *v = json_object_get(o, name);

	return json_is_boolean(v) ? json_is_true(v) : otherwise;
}

struct bf_date
day_of(const struct bf_call *call, const json_t *o, const char *name)
{
	const char *s = text_of(o, name);
	struct bf_date d;

	if (s == NULL || !bf_pure(call)->date_parse(s, &d))
		return BF_NO_DATE;
	return d;
}

void
set_day(const struct bf_call *call, json_t *o, const char *name,
    struct bf_date day)
{
	char s[BF_DATE_SIZE];

	bf_pure(call)->date_format(day, s);
	json_object_set_new(o, name,
	    s[0] == '\0' ? json_null() : json_string(s));
}

int
note(struct bf_call *call, int64_t case_id, const char *what, int64_t id,
    const char *state)
{
	json_t *w = json_pack("{ss sI ss*}", "plan", what, "id", (json_int_t)id,
	    "state", state);
	int rc = bf_host(call)->note(call, case_id, w);

	json_decref(w);
	return rc;
}

int
answer(json_t **result, const char *name, int64_t id)
{
	*result = json_pack("{sI}", name, (json_int_t)id);
	return BF_OK;
}

int
task(struct bf_call *call, int64_t case_id, const char *key, const char *title,
    const char *unit, const char *role, struct bf_date due)
{
	const struct bf_task t = {
		.key = key,
		.title = title,
		.unit = unit,
		.role = role,
		.due = due,
	};

	return bf_host(call)->task_open(call, case_id, &t);
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
	out->person = int_of(out->row, "owner", 0);
	out->case_id = int_of(out->values, "case_id", 0);
	(void)plan_state_parse(text_of(out->values, "state"), &out->state);
	kind = text_of(out->values, "kind");
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
	    text_of(p->values, "nr"), plan_state_name(p->state));
}

int
plan_write(struct bf_call *call, const json_t *params, struct plan *out)
{
	const struct bf_host *h = bf_host(call);
	int rc = plan_get(call, int_of(params, "plan", 0), out);

	if (rc != BF_OK)
		return rc;
	if (out->state == PLAN_STOPPED || out->state < PLAN_DRAFT)
		return need_consent(call, out->person) != BF_OK ?
		    h->fail(call, BF_REFUSED, "E_CONSENT_REQUIRED",
			_("plan %s: nothing is written without the person's "
			  "consent; consent give, then plan start or resume"),
			text_of(out->values, "nr")) :
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
	set_day(call, values, "touched", h->today(call));
	rc = h->record_put(call, "plan", p->id, 0, h->if_rev(call), values,
	    NULL, NULL);
	json_decref(values);
	if (rc == BF_OK)
		rc = note(call, p->case_id, "plan", p->id, state);
	return rc;
}

int
plan_add(struct bf_call *call, const struct plan *p, const char *kind,
    json_t *values, int64_t *id)
{
	const struct bf_host *h = bf_host(call);
	int64_t made = 0;
	json_t *touched = json_object();
	int rc;

	json_object_set_new(values, "plan", json_integer((json_int_t)p->id));
	rc = h->record_put(call, kind, 0, p->person, -1, values, &made, NULL);
	json_decref(values);
	set_day(call, touched, "touched", h->today(call));
	if (rc == BF_OK)
		rc = h->record_put(call, "plan", p->id, 0, -1, touched, NULL,
		    NULL);
	json_decref(touched);
	if (rc == BF_OK)
		rc = note(call, p->case_id, kind, made, NULL);
	if (rc == BF_OK)
		rc = remind_activity(call, p);
	if (id != NULL)
		*id = made;
	return rc;
}

int
plan_rows(struct bf_call *call, const struct plan *p, const char *kind,
    bool all, json_t **rows)
{
	struct bf_query q = {
		.index = "by_plan",
		.owner = p->person,
		.limit = 200,
		.rule = all,
	};
	json_t *equal = json_pack("[I]", (json_int_t)p->id);
	int rc;

	q.equal = equal;
	rc = bf_host(call)->record_find(call, kind, &q, rows);
	json_decref(equal);
	return rc;
}
