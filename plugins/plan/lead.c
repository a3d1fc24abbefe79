/*
 * lead -- who is responsible, who coordinates, and who stands in.
 *
 * A plan in force is never without a coordinator (invariant 9), and if services
 * do not agree on who is responsible, the municipality decides (invariant 3).
 */
#include "plan.h"

#include <stdio.h>
#include <string.h>

/* The unit of USER, the first that the host names; "": no such user. */
static int
look_up(struct bf_call *call, const char *user, char out[65])
{
	json_t *rows, *row, *units;
	size_t i;
	int rc = bf_host(call)->users(call, NULL, NULL, &rows);

	out[0] = '\0';
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		units = json_object_get(row, "units");
		if (strcmp(bf_text_of(row, "user"), user) == 0 &&
		    json_array_size(units) > 0)
			snprintf(out, 65, "%s",
			    json_string_value(json_array_get(units, 0)));
	}
	json_decref(rows);
	return BF_OK;
}

int
unit_of(struct bf_call *call, const char *field, const char *user, char out[65])
{
	int rc = look_up(call, user, out);

	if (rc != BF_OK || out[0] != '\0')
		return rc;
	return bf_host(call)->field(call, field, NULL,
	    _("%s: no user here; user list shows them"), user);
}

int
task_user(struct bf_call *call, const struct plan *p, const char *user,
    const char *key, int64_t id, const char *title)
{
	struct bf_task t = { .key = key, .title = title };
	char unit[65] = "";
	int rc = user == NULL ? BF_OK : look_up(call, user, unit);

	if (rc != BF_OK)
		return rc;
	if (unit[0] != '\0') {
		t.unit = unit;
		t.user = user;
	}
	return plan_task(call, p, t, id);
}

int
need_shared(struct bf_call *call, const struct plan *p, const char *unit,
    int64_t *consent)
{
	const struct bf_host *h = bf_host(call);
	json_t *rows;
	bool may;
	int rc;

	rc = h->consents(call, p->person, "plan_access", NULL, unit, 0, &rows);
	if (rc != BF_OK)
		return rc;
	may = json_array_size(rows) > 0;
	if (may && consent != NULL)
		*consent = bf_int_of(json_array_get(rows, 0), "id", 0);
	json_decref(rows);
	if (may)
		return BF_OK;
	return h->fail(call, BF_REFUSED, "E_BASIS_REQUIRED",
	    _("unit %s: has no basis to see the plan; the person's consent "
	      "with purpose=plan_access comes first"),
	    unit);
}

int
need_basis(struct bf_call *call, const struct plan *p, const char *unit)
{
	const char *main_unit = bf_text_of(p->values, "main_unit");

	if (main_unit == NULL || strcmp(main_unit, unit) == 0)
		return BF_OK;
	return need_shared(call, p, unit, NULL);
}

/* Whether USER is away today by the municipality's own list of absences. */
static int
is_away(struct bf_call *call, const char *user, bool *away)
{
	json_t *rows, *row;
	size_t i;
	int rc = bf_host(call)->users(call, NULL, NULL, &rows);

	/* Who is not named works here no more. */
	*away = true;
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row)
		if (strcmp(bf_text_of(row, "user"), user) == 0)
			*away = bf_bool_of(row, "away", false);
	json_decref(rows);
	return BF_OK;
}

/* Coordinator or substitute of P, who may have left; or NULL. */
static int
who_leads(struct bf_call *call, const struct plan *p, const char **user)
{
	struct bf_date from = bf_day_of(call, p->values, "absent_from");
	struct bf_date to = bf_day_of(call, p->values, "absent_to");
	struct bf_date today = bf_host(call)->today(call);
	bool away = false;
	int rc;

	*user = bf_text_of(p->values, "coordinator");
	if (*user == NULL)
		return BF_OK;
	if (bf_is_day(from) && today.days >= from.days && today.days <= to.days)
		away = true;
	else if ((rc = is_away(call, *user, &away)) != BF_OK)
		return rc;
	if (away)
		*user = bf_text_of(p->values, "substitute");
	return BF_OK;
}

int
plan_leader(struct bf_call *call, const struct plan *p, const char **user,
    char unit[65])
{
	int rc = who_leads(call, p, user);

	unit[0] = '\0';
	if (rc == BF_OK && *user != NULL)
		rc = look_up(call, *user, unit);
	if (unit[0] == '\0')
		*user = NULL;
	return rc;
}

int
task_lead(struct bf_call *call, const struct plan *p, const char *key,
    int64_t id, const char *title)
{
	const char *user;
	int rc = who_leads(call, p, &user);

	return rc == BF_OK ? task_user(call, p, user, key, id, title) : rc;
}

int
plan_lead(struct bf_call *call, const json_t *params, struct plan *out)
{
	int rc = plan_get(call, bf_int_of(params, "plan", 0), out);

	if (rc == BF_OK && out->state == PLAN_ENDED)
		return plan_may(call, out, PLAN_DRAFT);
	return rc == BF_OK && plan_state_is_open(out->state) ?
	    need_access(call, out) :
	    rc;
}

/* Plan ID has another lead now: who that is, is asked for the review. */
static int
lead_moved(struct bf_call *call, int64_t id)
{
	struct plan p;
	int rc = plan_get(call, id, &p);

	if (rc == BF_OK && p.state == PLAN_REVIEW) {
		rc = review_held(call, &p);
		if (rc == BF_OK)
			rc = review_owed(call, &p);
	}
	plan_fini(&p);
	return rc;
}

int
plan_coordinator(struct bf_call *call, const json_t *params, json_t **result)
{
	const char *user = bf_text_of(params, "user");
	const char *substitute = bf_text_of(params, "substitute");
	char unit[65], other[65];
	struct plan p;
	json_t *v;
	int rc = plan_lead(call, params, &p);

	if (rc == BF_OK)
		rc = unit_of(call, "user", user, unit);
	if (rc == BF_OK)
		rc = unit_of(call, "substitute", substitute, other);
	if (rc == BF_OK && strcmp(user, substitute) == 0)
		rc = bf_host(call)->field(call, "substitute", NULL,
		    _("somebody else than the coordinator"));
	if (rc == BF_OK)
		rc = need_basis(call, &p, unit);
	if (rc == BF_OK)
		rc = need_basis(call, &p, other);
	if (rc == BF_OK) {
		v = json_pack("{ss ss ss}", "coordinator", user,
		    "coordinator_unit", unit, "substitute", substitute);
		json_object_set_new(v, "absent_from", json_null());
		json_object_set_new(v, "absent_to", json_null());
		rc = plan_put(call, &p, p.state, v);
	}
	if (rc == BF_OK)
		rc = plan_done(call, &p, "coordinator_absent", p.id);
	if (rc == BF_OK)
		rc = lead_moved(call, p.id);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* Longer than the municipality allows: the substitute takes over. */
int
plan_absent(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_date from = bf_day_of(call, params, "from");
	struct bf_date to = bf_day_of(call, params, "to");
	struct plan p;
	json_t *v;
	int rc = plan_lead(call, params, &p);

	if (rc == BF_OK && to.days < from.days)
		rc = h->fail(call, BF_REFUSED, "E_DATE_ORDER",
		    _("to: before from"));
	if (rc == BF_OK) {
		v = json_object();
		bf_set_day(call, v, "absent_from", from);
		bf_set_day(call, v, "absent_to", to);
		rc = plan_put(call, &p, p.state, v);
	}
	if (rc == BF_OK)
		rc = lead_moved(call, p.id);
	if (rc == BF_OK &&
	    (int64_t)to.days - from.days + 1 > h->setting_int(call, "absence"))
		rc = task_user(call, &p, bf_text_of(p.values, "substitute"),
		    "coordinator_absent", p.id,
		    _("The coordinator is away: the substitute takes over, or "
		      "name another"));
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* Services do not agree: a task for who decides, and a clock (§ 7). */
static int
conflict(struct bf_call *call, const struct plan *p)
{
	const struct bf_host *h = bf_host(call);
	char days[24];
	struct bf_deadline d = {
		.name = "plan.conflict",
		.title = _("The municipality decides who is responsible"),
		.length = days,
	};
	struct bf_date due;
	int rc;

	snprintf(days, sizeof(days), "%lldd",
	    (long long)h->setting_int(call, "conflict_days"));
	rc = plan_clock(call, p, d, &due);
	if (rc != BF_OK)
		return rc;
	return plan_task(call, p,
	    (struct bf_task){ .key = "plan_conflict",
		.title = _("Who is mainly responsible? NAV, health and child "
			   "welfare do not agree"),
		.role = "leader",
		.due = due },
	    p->id);
}

int
plan_responsible(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *given = bf_text_of(params, "unit");
	const char *unit = given != NULL ? h->unit_like(call, given) : NULL;
	struct plan p;
	json_t *v;
	int rc = plan_lead(call, params, &p);

	if (rc == BF_OK && given != NULL && unit == NULL)
		rc = h->field(call, "unit", NULL, _("no unit of that name"));
	/* The municipality decides, when the services do not agree (§ 7). */
	if (rc == BF_OK && unit != NULL &&
	    bf_bool_of(p.values, "conflict", false))
		rc = h->need_role(call, "leader");
	if (rc == BF_OK && unit != NULL)
		rc = need_basis(call, &p, unit);
	if (rc == BF_OK) {
		v = json_pack("{sb}", "conflict", unit == NULL);
		if (unit != NULL)
			json_object_set_new(v, "main_unit", json_string(unit));
		rc = plan_put(call, &p, p.state, v);
	}
	if (rc == BF_OK && unit == NULL)
		rc = conflict(call, &p);
	if (rc == BF_OK && unit != NULL)
		rc = plan_done(call, &p, "plan_conflict", p.id);
	if (rc == BF_OK && unit != NULL)
		rc = plan_clock_end(call, &p, "plan.conflict", true);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}
