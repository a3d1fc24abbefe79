/*
 * consent -- nothing is written without it, and who else may read.
 *
 * Consents are the core's rows; a plan stops when its own is withdrawn, and who
 * took part by an access consent reads no more from that instant on (S-08).
 */
#include "plan.h"

#include <string.h>

int
has_consent(struct bf_call *call, int64_t person, bool *has,
    struct bf_date *until)
{
	json_t *rows, *row;
	struct bf_date day;
	size_t i;
	int rc;

	*has = false;
	*until = BF_NO_DATE;
	rc =
	    bf_host(call)->consents(call, person, "plan", NULL, NULL, 0, &rows);
	if (rc != BF_OK)
		return rc;
	*has = json_array_size(rows) > 0;
	json_array_foreach(rows, i, row) {
		day = bf_day_of(call, row, "until");
		if (i == 0 || (bf_is_day(*until) && !bf_is_day(day)) ||
		    (bf_is_day(*until) && day.days > until->days))
			*until = day;
	}
	json_decref(rows);
	return BF_OK;
}

int
need_consent(struct bf_call *call, int64_t person)
{
	struct bf_date until;
	bool has;
	int rc = has_consent(call, person, &has, &until);

	if (rc != BF_OK || has)
		return rc;
	return bf_host(call)->fail(call, BF_REFUSED, "E_CONSENT_REQUIRED",
	    _("the person has not consented to a plan: consent give with "
	      "purpose=plan comes first"));
}

static bool
is_ours(struct bf_call *call, const struct plan *p)
{
	const struct bf_host *h = bf_host(call);
	const char *unit = h->unit(call), *user = h->user(call);
	const char *main_unit = bf_text_of(p->values, "main_unit");
	const char *of = bf_text_of(p->values, "coordinator_unit");
	const char *coordinator = bf_text_of(p->values, "coordinator");
	const char *substitute = bf_text_of(p->values, "substitute");

	if (h->is_system(call))
		return true;
	return (main_unit != NULL && strcmp(main_unit, unit) == 0) ||
	    (of != NULL && strcmp(of, unit) == 0) ||
	    (coordinator != NULL && strcmp(coordinator, user) == 0) ||
	    (substitute != NULL && strcmp(substitute, user) == 0);
}

int
has_access(struct bf_call *call, const struct plan *p, bool *may)
{
	const struct bf_host *h = bf_host(call);
	json_t *rows;
	int rc;

	*may = is_ours(call, p);
	if (*may)
		return BF_OK;
	rc = h->consents(call, p->person, "plan_access", NULL, h->unit(call), 0,
	    &rows);
	if (rc != BF_OK)
		return rc;
	*may = json_array_size(rows) > 0;
	json_decref(rows);
	return BF_OK;
}

int
need_access(struct bf_call *call, const struct plan *p)
{
	const struct bf_host *h = bf_host(call);
	bool may;
	int rc = has_access(call, p, &may);

	if (rc != BF_OK || may)
		return rc;
	return h->fail(call, BF_DENIED, "E_NO_BASIS",
	    _("the plan: your unit takes part only by the person's access "
	      "consent (purpose plan_access)"));
}

/* The open plan of a person, for the system. */
static int
open_plan(struct bf_call *call, int64_t person, struct plan *out, bool *found)
{
	struct bf_query q = { .owner = person, .rule = true, .limit = 200 };
	enum plan_state s;
	json_t *rows, *row;
	size_t i;
	int rc;

	*found = false;
	rc = bf_host(call)->record_find(call, "plan", &q, &rows);
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		if (rc == BF_OK && !*found &&
		    plan_state_parse(bf_text_of(json_object_get(row, "values"),
					 "state"),
			&s) &&
		    plan_state_is_open(s)) {
			*found = true;
			rc = plan_get(call, bf_int_of(row, "id", 0), out);
		}
	}
	json_decref(rows);
	return rc;
}

int
plan_stop(struct bf_call *call, const struct plan *p)
{
	json_t *v;
	int rc;

	if (!plan_state_may(p->state, PLAN_STOPPED))
		return BF_OK;
	v = json_object();
	bf_set_day(call, v, "stopped", bf_host(call)->today(call));
	rc = plan_put(call, p, PLAN_STOPPED, v);
	if (rc != BF_OK)
		return rc;
	return task_lead(call, p, "plan_stopped", p->id,
	    _("There is no consent to the plan any more: talk with the "
	      "person; the coordinator stays"));
}

/* The plan stops; services by decision go on, and so does the coordinator. */
int
plan_consent_gone(struct bf_call *call, const struct bf_happening *w)
{
	int64_t person = bf_int_of(w->payload, "person", 0);
	const char *purpose = bf_text_of(w->payload, "purpose");
	struct bf_date until;
	struct plan p;
	bool found = false, has;
	int rc;

	memset(&p, 0, sizeof(p));
	if (person == 0 || purpose == NULL || strcmp(purpose, "plan") != 0)
		return BF_OK;
	if ((rc = has_consent(call, person, &has, &until)) != BF_OK || has)
		return rc;
	rc = open_plan(call, person, &p, &found);
	if (rc == BF_OK && found)
		rc = plan_stop(call, &p);
	plan_fini(&p);
	return rc;
}

/* A new consent: the coordinator may take the plan up again. */
int
plan_consent_came(struct bf_call *call, const struct bf_happening *w)
{
	int64_t person = bf_int_of(w->payload, "person", 0);
	const char *purpose = bf_text_of(w->payload, "purpose");
	struct plan p;
	bool found = false;
	int rc;

	memset(&p, 0, sizeof(p));
	if (person == 0 || purpose == NULL || strcmp(purpose, "plan") != 0)
		return BF_OK;
	rc = open_plan(call, person, &p, &found);
	if (rc == BF_OK && found)
		rc = plan_done(call, &p, "consent_ends", p.id);
	if (rc == BF_OK && found)
		rc = remind_consent(call, &p);
	if (rc == BF_OK && found && p.state == PLAN_STOPPED)
		rc = task_lead(call, &p, "plan_resume", p.id,
		    _("There is consent to the plan again: take it up (plan "
		      "resume)"));
	plan_fini(&p);
	return rc;
}
