/*
 * reopen -- why a closed case is taken up again, and case.cycles.
 */
#include "engine/reopen.h"

#include <string.h>

#include "base/i18n.h"
#include "engine/call.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/step.h"
#include "engine/view.h"
#include "model/zone.h"
#include "store/cycle.h"

#define FIELD "reopen_reason"
#define MONTHS 6 /* domain §2.4: ny_henvendelse < 6 mnd */

static const char *const reasons[] = { "complaint_upheld", "new_facts", "error",
	"new_request", NULL };

static bool
is_known(const char *reason)
{
	size_t i;

	for (i = 0; reasons[i] != NULL; i++)
		if (strcmp(reasons[i], reason) == 0)
			return true;
	return false;
}

/* Asked again in time?  Who withdrew may come back whenever they like. */
static enum rc
check_time(const struct step *st, struct err *e)
{
	struct date last, day = st->head.received;

	if (st->before.closed == 0 ||
	    strcmp(st->before.outcome, "withdrawn") == 0)
		return RC_OK;
	last = date_add_months(zone_date(st->before.closed), MONTHS);
	if (date_compare(day, st->before.received) <= 0)
		day = st->call->today;
	if (date_compare(day, last) < 0)
		return RC_OK;
	return err_name(e, RC_GUARD, "E_REOPEN_LATE",
	    _("the case was closed more than six months before; open a new "
	      "case for what is asked now"));
}

enum rc
reopen_check(struct step *st, struct err *e)
{
	const char *reason =
	    json_string_value(json_object_get(st->data, FIELD));
	struct cycle c;
	enum rc rc;

	if (definition_field(step_definition(st), FIELD) != NULL &&
	    (reason == NULL || !is_known(reason)))
		return err_name(e, RC_GUARD, "E_REOPEN_REASON",
		    _("say why the case is taken up again: complaint_upheld, "
		      "new_facts, error or new_request"));
	if (reason != NULL && strcmp(reason, "new_request") == 0 &&
	    (rc = check_time(st, e)) != RC_OK)
		return rc;
	memset(&c, 0, sizeof(c));
	c.case_id = st->head.id;
	c.cycle = st->head.cycle;
	c.closed = st->before.closed;
	step_name(c.reason, reason);
	step_name(c.stage, st->head.stage);
	step_name(c.outcome, st->before.outcome);
	step_name(c.by, principal_name(st->call->who));
	return cycle_add(st->call->tx, &c, e);
}

static int
cycles_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct case_head head;
	struct gate_pass pass;
	json_t *rows = NULL, *row;
	char when[ZONE_SIZE];
	size_t i;
	enum rc rc;

	rc = view_case(c, param_text(params, "case"), true, "cycles", &head,
	    &pass);
	if (rc == RC_OK)
		rc = cycle_list(c->store, head.id, &rows, &c->err);
	json_array_foreach(rows, i, row) {
		zone_format(json_integer_value(json_object_get(row, "closed")),
		    when);
		json_object_set_new(row, "closed", json_string(when));
	}
	return (int)page_answer(rc, rows, NULL, result);
}

static const struct bf_param cycles_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .type = BF_END }
};

static const struct bf_column cycles_columns[] = { { "cycle", BF_INTEGER,
						       N_("cycle") },
	{ "reason", BF_NAME, N_("reason") }, { "stage", BF_NAME, N_("stage") },
	{ "closed", BF_INSTANT, N_("closed before") },
	{ "outcome", BF_NAME, N_("outcome before") },
	{ "by", BF_NAME, N_("by") }, { .type = BF_END } };

const struct bf_method reopen_methods[] = {
	{ .name = "case.cycles",
	    .nb = "sak omganger",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show how often a case was taken up again, and why"),
	    .params = cycles_params,
	    .rows = "rows",
	    .columns = cycles_columns,
	    .errors = "",
	    .call = cycles_call },
	{ .name = NULL }
};
