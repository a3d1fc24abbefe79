/*
 * content -- what stands in a plan: goals, measures, who takes part.
 *
 * A measure in a plan is no decision (invariant 6): one that says it is has the
 * number of its decision.  Sub-plans are referred to, never copied (S3).
 */
#include "plan.h"

#include <stdio.h>
#include <string.h>

/* Copy what PARAMS has of NAMES into V. */
static void
copy(const json_t *params, json_t *v, const char *const *names)
{
	for (; *names != NULL; names++)
		if (json_object_get(params, *names) != NULL)
			json_object_set(v, *names,
			    json_object_get(params, *names));
}

static int
dates(struct bf_call *call, const json_t *v)
{
	const char *name = plan_dates(bf_day_of(call, v, "from"),
	    bf_day_of(call, v, "to"), BF_NO_DATE);

	if (name == NULL)
		return BF_OK;
	return bf_host(call)->fail(call, BF_REFUSED, name,
	    _("to: before from; a period ends after it begins"));
}

/* The period with the review that has been set: it lies inside. */
static int
period(struct bf_call *call, const json_t *v)
{
	int rc = dates(call, v);

	if (rc != BF_OK ||
	    plan_dates(bf_day_of(call, v, "from"), bf_day_of(call, v, "to"),
		bf_day_of(call, v, "next_review")) == NULL)
		return rc;
	return bf_host(call)->fail(call, BF_REFUSED, "E_DATE_ORDER",
	    _("the next review, %s, would lie outside the period; hold it "
	      "first (plan review), or choose a longer period"),
	    bf_text_of(v, "next_review"));
}

int
plan_set(struct bf_call *call, const json_t *params, json_t **result)
{
	static const char *const names[] = { "resources", "needs",
		"contributions", "cooperation", "culture", "child_part",
		"next_home", "health_needs", "access_answered", "from", "to",
		"level", NULL };
	struct plan p;
	json_t *v, *all;
	int rc = plan_write(call, params, &p);

	if (rc == BF_OK) {
		v = json_object();
		copy(params, v, names);
		all = json_deep_copy(p.values);
		json_object_update(all, v);
		rc = period(call, all);
		json_decref(all);
		if (rc == BF_OK)
			rc = plan_put(call, &p, p.state, v);
		else
			json_decref(v);
	}
	if (rc == BF_OK)
		rc = remind_activity(call, &p);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* Letter g: four questions, each with an answer and its day. */
int
plan_answer(struct bf_call *call, const json_t *params, json_t **result)
{
	struct bf_date day = bf_day_of(call, params, "day");
	struct bf_date today = bf_host(call)->today(call);
	struct plan p;
	char name[64];
	json_t *v;
	int rc = plan_lead(call, params, &p);

	if (!bf_is_day(day))
		day = today;
	if (rc == BF_OK && day.days > today.days)
		rc = bf_host(call)->field(call, "day", "E_DATE_ORDER",
		    _("what was answered is not after today"));

	if (rc == BF_OK) {
		snprintf(name, sizeof(name), "%s_day",
		    bf_text_of(params, "question"));
		v = json_pack("{ss}", bf_text_of(params, "question"),
		    bf_text_of(params, "answer"));
		bf_set_day(call, v, name, day);
		rc = plan_put(call, &p, p.state, v);
	}
	if (rc == BF_OK)
		rc = plan_done(call, &p, "offer_coordinator", p.id);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* Health in its own class, so that who has no basis for it sees the rest. */
int
plan_goal(struct bf_call *call, const json_t *params, json_t **result)
{
	static const char *const names[] = { "area", "own_effort", "target",
		NULL };
	const char *area = bf_text_of(params, "area");
	struct bf_date target = bf_day_of(call, params, "target");
	struct plan p;
	int64_t id = 0;
	json_t *v;
	int rc = plan_write(call, params, &p);

	if (rc == BF_OK) {
		v = json_pack("{ss ss}", "status", "ny",
		    strcmp(area, "helse") == 0 || strcmp(area, "rus") == 0 ?
			"health_text" :
			"text",
		    bf_text_of(params, "text"));
		copy(params, v, names);
		rc = plan_add(call, &p, "goal", v, &id);
	}
	if (rc == BF_OK && bf_is_day(target))
		rc = remind_goal(call, &p, id, target);
	if (rc == BF_OK)
		rc = bf_answer(result, "goal", id);
	plan_fini(&p);
	return rc;
}

int
plan_goal_status(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t id = bf_int_of(params, "goal", 0);
	struct plan p;
	json_t *row, *v, *of;
	int rc = h->record_get(call, "goal", id, 0, &row);

	if (rc != BF_OK)
		return rc;
	of = json_object_get(row, "values");
	rc = plan_write(call, of, &p);
	if (rc == BF_OK) {
		v = json_pack("{ss}", "status", bf_text_of(params, "status"));
		rc = h->record_put(call, "goal", id, 0, h->if_rev(call), v,
		    NULL, NULL);
		json_decref(v);
	}
	if (rc == BF_OK)
		rc = bf_note(call, "plan", p.case_id, "goal", id,
		    bf_text_of(params, "status"));
	if (rc == BF_OK)
		rc = goal_told(call, &p, id, bf_text_of(params, "status"));
	if (rc == BF_OK)
		rc = remind_activity(call, &p);
	if (rc == BF_OK)
		rc = bf_answer(result, "goal", id);
	plan_fini(&p);
	json_decref(row);
	return rc;
}

/* A measure serves a goal of its own plan. */
static int
check_goal(struct bf_call *call, const json_t *params, const struct plan *p)
{
	int64_t id = bf_int_of(params, "goal", 0);
	json_t *rows, *row;
	bool found = id == 0;
	size_t i;
	int rc = plan_rows(call, p, "goal", true, &rows);

	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row)
		found = found || bf_int_of(row, "id", 0) == id;
	json_decref(rows);
	if (found)
		return BF_OK;
	return bf_host(call)->field(call, "goal", NULL,
	    _("no goal of this plan; plan show has them"));
}

static int
check_measure(struct bf_call *call, const json_t *params, const struct plan *p)
{
	const struct bf_host *h = bf_host(call);
	const char *unit = bf_text_of(params, "unit");
	const char *form = bf_text_of(params, "form");
	json_t *rows, *row;
	bool found = false;
	size_t i;
	int rc;

	if (unit == NULL || h->unit_like(call, unit) == NULL)
		return h->field(call, "unit", "E_UNIT_REQUIRED",
		    _("every measure has one responsible unit; unit list "
		      "shows them"));
	if ((rc = dates(call, params)) != BF_OK ||
	    (rc = check_goal(call, params, p)) != BF_OK)
		return rc;
	if (form == NULL || strcmp(form, "vedtak") != 0)
		return BF_OK;
	rc = h->decisions(call, p->case_id, NULL, h->today(call), &rows);
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row)
		found = found ||
		    bf_int_of(row, "no", 0) ==
			bf_int_of(params, "decision", -1);
	json_decref(rows);
	if (found)
		return BF_OK;
	return h->field(call, "decision", "E_NO_DECISION",
	    _("a measure by decision names the decision of the case; a plan "
	      "gives no right by itself"));
}

static const char *const of_measure[] = { "goal", "form", "decision", "from",
	"to", "text", "extent", "how", NULL };

int
plan_measure(struct bf_call *call, const json_t *params, json_t **result)
{
	struct plan p;
	int64_t id = 0;
	json_t *v;
	int rc = plan_write(call, params, &p);

	if (rc == BF_OK)
		rc = check_measure(call, params, &p);
	if (rc == BF_OK) {
		v = json_pack("{ss}", "unit",
		    bf_host(call)->unit_like(call, bf_text_of(params, "unit")));
		copy(params, v, of_measure);
		rc = plan_add(call, &p, "measure", v, &id);
	}
	if (rc == BF_OK)
		rc = bf_answer(result, "measure", id);
	plan_fini(&p);
	return rc;
}

static int
put_measure(struct bf_call *call, const struct plan *p, int64_t id, json_t *v)
{
	const struct bf_host *h = bf_host(call);
	const char *unit = bf_text_of(v, "unit");
	int rc = check_measure(call, v, p);

	if (rc != BF_OK)
		return rc;
	json_object_set_new(v, "unit", json_string(h->unit_like(call, unit)));
	rc = h->record_put(call, "measure", id, 0, h->if_rev(call), v, NULL,
	    NULL);
	if (rc == BF_OK)
		rc = bf_note(call, "plan", p->case_id, "measure", id, NULL);
	if (rc == BF_OK)
		rc = remind_activity(call, p);
	return rc == BF_OK ? plan_judge(call, p->id) : rc;
}

/* What is given is changed, the rest of the measure stays as it is. */
int
plan_measure_change(struct bf_call *call, const json_t *params, json_t **result)
{
	static const char *const unit[] = { "unit", NULL };
	int64_t id = bf_int_of(params, "measure", 0);
	struct plan p;
	json_t *row, *v;
	int rc = bf_host(call)->record_get(call, "measure", id, 0, &row);

	if (rc != BF_OK)
		return rc;
	rc = plan_write(call, json_object_get(row, "values"), &p);
	if (rc == BF_OK) {
		v = json_copy(json_object_get(row, "values"));
		copy(params, v, of_measure);
		copy(params, v, unit);
		rc = put_measure(call, &p, id, v);
		json_decref(v);
	}
	if (rc == BF_OK)
		rc = bf_answer(result, "measure", id);
	plan_fini(&p);
	json_decref(row);
	return rc;
}

/* The unit that takes part: the one given, or that of the user; "": outside. */
static int
participant_unit(struct bf_call *call, const json_t *params, char out[65])
{
	const char *unit = bf_text_of(params, "unit");
	const char *user = bf_text_of(params, "user");
	int rc = BF_OK;

	out[0] = '\0';
	if (user != NULL)
		rc = unit_of(call, "user", user, out);
	if (rc != BF_OK || unit == NULL)
		return rc;
	unit = bf_host(call)->unit_like(call, unit);
	if (unit == NULL)
		return bf_host(call)->field(call, "unit", NULL,
		    _("no unit of that name"));
	snprintf(out, 65, "%s", unit);
	return BF_OK;
}

/* Another unit takes part by the person's access consent (§ 9 i). */
int
plan_participant(struct bf_call *call, const json_t *params, json_t **result)
{
	static const char *const names[] = { "user", "from", "to", "part",
		"name", NULL };
	const char *main_unit;
	int64_t id = 0, consent = 0;
	char unit[65];
	struct plan p;
	json_t *v;
	int rc = plan_write(call, params, &p);

	main_unit = rc == BF_OK ? bf_text_of(p.values, "main_unit") : NULL;
	if (rc == BF_OK)
		rc = dates(call, params);
	if (rc == BF_OK)
		rc = participant_unit(call, params, unit);
	if (rc == BF_OK && unit[0] != '\0' && main_unit != NULL &&
	    strcmp(unit, main_unit) != 0)
		rc = need_shared(call, &p, unit, &consent);
	if (rc == BF_OK) {
		v = json_object();
		if (unit[0] != '\0')
			json_object_set_new(v, "unit", json_string(unit));
		if (consent != 0)
			bf_set_int(v, "consent", consent);
		copy(params, v, names);
		rc = plan_add(call, &p, "participant", v, &id);
	}
	if (rc == BF_OK)
		rc = bf_answer(result, "participant", id);
	plan_fini(&p);
	return rc;
}

int
plan_subplan(struct bf_call *call, const json_t *params, json_t **result)
{
	static const char *const names[] = { "type", "unit", "day", "reference",
		NULL };
	struct plan p;
	int64_t id = 0;
	json_t *v;
	int rc = plan_write(call, params, &p);

	if (rc == BF_OK) {
		v = json_object();
		copy(params, v, names);
		rc = plan_add(call, &p, "subplan", v, &id);
	}
	if (rc == BF_OK)
		rc = bf_answer(result, "subplan", id);
	plan_fini(&p);
	return rc;
}
