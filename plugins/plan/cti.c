/*
 * cti -- Critical Time Intervention: three equal phases, and then it is over.
 *
 * An extension is no phase: who still needs support gets a measure by an
 * ordinary decision, and phase three says who takes over what.
 */
#include "plan.h"

#include <stdio.h>
#include <string.h>

static int
put_phase(struct bf_call *call, const struct plan *p, struct bf_date start,
    int months, int phase)
{
	const struct bf_pure *pure = bf_pure(call);
	struct bf_date end, meeting;
	json_t *v =
	    json_pack("{sI ss}", "phase", (json_int_t)phase, "state", "aktiv");
	int64_t id;
	int rc;

	end = plan_cti_end(pure, start, months, phase, &meeting);
	bf_set_day(call, v, "from",
	    phase == 1 ? start :
			 pure->add_days(plan_cti_end(pure, start, months,
					    phase - 1, NULL),
			     1));
	bf_set_day(call, v, "to", end);
	bf_set_day(call, v, "meeting", meeting);
	rc = plan_add(call, p, "cti", v, &id);
	return rc == BF_OK ? remind(call, p, "cti", id, end) : rc;
}

int
plan_cti_start(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int months = (int)h->setting_int(call, "cti_months");
	struct bf_date start = bf_day_of(call, params, "start");
	struct plan p;
	json_t *rows;
	int phase, rc = plan_write(call, params, &p);

	if (rc == BF_OK && !bf_bool_of(params, "tenancy", false))
		rc = h->fail(call, BF_REFUSED, "E_TENANCY_REQUIRED",
		    _("CTI begins when a tenancy is signed or the day of "
		      "moving in is known"));
	if (rc == BF_OK) {
		rc = plan_rows(call, &p, "cti", true, &rows);
		if (rc == BF_OK && json_array_size(rows) > 0)
			rc = h->fail(call, BF_REFUSED, "E_CTI_KNOWN",
			    _("CTI has begun; an extension is no phase but a "
			      "measure by decision"));
		json_decref(rows);
	}
	for (phase = 1; phase <= PLAN_CTI_PHASES && rc == BF_OK; phase++)
		rc = put_phase(call, &p, start, months, phase);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}

/* The record of PHASE of P, new reference; with E_FIELDS if CTI has not begun. */
static int
get_phase(struct bf_call *call, const struct plan *p, int64_t phase,
    json_t **out)
{
	json_t *rows, *row;
	size_t i;
	int rc = plan_rows(call, p, "cti", true, &rows);

	*out = NULL;
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row)
		if (bf_int_of(json_object_get(row, "values"), "phase", 0) ==
		    phase)
			*out = json_incref(row);
	json_decref(rows);
	if (*out != NULL)
		return BF_OK;
	return bf_host(call)->field(call, "phase", NULL,
	    _("CTI has not begun"));
}

static bool
is_over(const json_t *row)
{
	const char *s = bf_text_of(json_object_get(row, "values"), "state");

	return s != NULL && strcmp(s, "avsluttet") == 0;
}

static int
put_in_phase(struct bf_call *call, const struct plan *p, const json_t *row,
    json_t *v)
{
	int64_t id = bf_int_of(row, "id", 0);
	int rc =
	    bf_host(call)->record_put(call, "cti", id, 0, -1, v, NULL, NULL);

	if (rc == BF_OK)
		rc = bf_note(call, "plan", p->case_id, "cti", id,
		    bf_text_of(v, "state"));
	json_decref(v);
	return rc;
}

/* Support grows less from phase to phase (§3.1); more is kept, and said. */
static int
look_at_visits(struct bf_call *call, const struct plan *p, int64_t phase,
    int64_t visits)
{
	const json_t *v;
	json_t *before = NULL;
	int rc = phase > 1 && visits >= 0 ?
	    get_phase(call, p, phase - 1, &before) :
	    BF_OK;

	v = json_object_get(before, "values");
	if (rc == BF_OK && json_object_get(v, "visits") != NULL &&
	    visits > bf_int_of(v, "visits", 0))
		bf_host(call)->warn(call, "W_CTI_INTENSITY", "visits",
		    _("more than in the phase before, where it was %lld"),
		    (long long)bf_int_of(v, "visits", 0));
	json_decref(before);
	return rc;
}

/* The goals of a phase: few, or it is no focus. */
int
plan_cti_focus(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const json_t *list = json_object_get(params, "focus"), *one;
	json_t *row = NULL;
	char text[2048] = "";
	struct plan p;
	size_t i, used = 0;
	int rc = plan_write(call, params, &p);

	if (rc == BF_OK)
		rc = get_phase(call, &p, bf_int_of(params, "phase", 0), &row);
	if (rc == BF_OK && is_over(row))
		rc = h->fail(call, BF_REFUSED, "E_CTI_ORDER",
		    _("the phase is over; what is left is for the next"));
	if (rc == BF_OK && json_array_size(list) > PLAN_CTI_FOCUS_MAX)
		rc = h->field(call, "focus", "E_CTI_FOCUS",
		    _("at most %d areas in a phase"), PLAN_CTI_FOCUS_MAX);
	json_array_foreach((json_t *)(uintptr_t)list, i, one)
		if (used < sizeof(text))
			used += (size_t)snprintf(text + used,
			    sizeof(text) - used, "%s%.480s", i > 0 ? "\n" : "",
			    json_string_value(one));
	if (rc == BF_OK)
		rc = look_at_visits(call, &p, bf_int_of(params, "phase", 0),
		    bf_int_of(params, "visits", -1));
	if (rc == BF_OK)
		rc = put_in_phase(call, &p, row,
		    json_pack("{ss sO*}", "focus", text, "visits",
			json_object_get(params, "visits")));
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	json_decref(row);
	plan_fini(&p);
	return rc;
}

/* Each phase ends once, and after the one before it. */
static int
check_order(struct bf_call *call, const struct plan *p, int64_t phase,
    const json_t *row)
{
	json_t *before = NULL;
	bool ready = !is_over(row) &&
	    bf_day_of(call, json_object_get(row, "values"), "from").days <=
		bf_host(call)->today(call).days;
	int rc = phase > 1 ? get_phase(call, p, phase - 1, &before) : BF_OK;

	if (rc == BF_OK && before != NULL)
		ready = ready && is_over(before);
	json_decref(before);
	if (rc != BF_OK || ready)
		return rc;
	return bf_host(call)->fail(call, BF_REFUSED, "E_CTI_ORDER",
	    _("the phases end one after the other, each once, and none before "
	      "it has begun"));
}

/* A phase ends with a summary; the third says who takes over. */
int
plan_cti_close(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t phase = bf_int_of(params, "phase", 0);
	json_t *row = NULL;
	struct plan p;
	int rc = plan_write(call, params, &p);

	if (rc == BF_OK)
		rc = get_phase(call, &p, phase, &row);
	if (rc == BF_OK)
		rc = check_order(call, &p, phase, row);
	if (rc == BF_OK && phase == PLAN_CTI_PHASES &&
	    bf_text_of(params, "takes_over") == NULL)
		rc = bf_host(call)->field(call, "takes_over",
		    "E_HANDOVER_REQUIRED",
		    _("the last phase lists who takes over each support"));
	if (rc == BF_OK)
		rc = put_in_phase(call, &p, row,
		    json_pack("{ss ss ss*}", "state", "avsluttet", "summary",
			bf_text_of(params, "summary"), "takes_over",
			bf_text_of(params, "takes_over")));
	if (rc == BF_OK)
		rc = remind_end(call, &p, "cti", bf_int_of(row, "id", 0));
	if (rc == BF_OK)
		rc = plan_done(call, &p, "cti_phase", bf_int_of(row, "id", 0));
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	json_decref(row);
	plan_fini(&p);
	return rc;
}
