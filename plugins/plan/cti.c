/*
 * cti -- Critical Time Intervention: three equal phases, and then it is over.
 *
 * An extension is no phase: who still needs support gets a measure by an
 * ordinary decision, and phase three says who takes over what.
 */
#include "plan.h"

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

/* A phase ends with a summary; the third says who takes over. */
int
plan_cti_close(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t phase = bf_int_of(params, "phase", 0), id = 0;
	struct plan p;
	json_t *rows, *row, *v;
	size_t i;
	int rc = plan_write(call, params, &p);

	if (rc == BF_OK)
		rc = plan_rows(call, &p, "cti", true, &rows);
	if (rc == BF_OK) {
		json_array_foreach(rows, i, row)
			if (bf_int_of(json_object_get(row, "values"), "phase",
				0) == phase)
				id = bf_int_of(row, "id", 0);
		json_decref(rows);
	}
	if (rc == BF_OK && id == 0)
		rc = h->field(call, "phase", NULL, _("CTI has not begun"));
	if (rc == BF_OK && phase == PLAN_CTI_PHASES &&
	    bf_text_of(params, "takes_over") == NULL)
		rc = h->field(call, "takes_over", "E_HANDOVER_REQUIRED",
		    _("the last phase lists who takes over each support"));
	if (rc == BF_OK) {
		v = json_pack("{ss ss ss*}", "state", "avsluttet", "summary",
		    bf_text_of(params, "summary"), "takes_over",
		    bf_text_of(params, "takes_over"));
		rc = h->record_put(call, "cti", id, 0, -1, v, NULL, NULL);
		json_decref(v);
	}
	if (rc == BF_OK)
		rc = bf_note(call, "plan", p.case_id, "cti", id, "avsluttet");
	if (rc == BF_OK)
		rc = remind_end(call, &p, "cti", id);
	if (rc == BF_OK)
		rc = bf_answer(result, "plan", p.id);
	plan_fini(&p);
	return rc;
}
