/*
 * announce -- decision.notify, announce, answer and reasons: what is written
 * down about a decision, before and after it.
 */
#include <stdio.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/beside.h"
#include "engine/call.h"
#include "engine/deadlines.h"
#include "engine/host.h"
#include "engine/notify.h"
#include "engine/rows.h"
#include "engine/said.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "store/advance_notice.h"
#include "store/deadline_row.h"
#include "store/decision.h"
#include "store/tx.h"

#define RULE_ANNOUNCE "FVL_16"

static enum rc
need_text(const json_t *params, const char *name, const char **out,
    struct err *e)
{
	*out = param_text(params, name);
	if (*out != NULL && (*out)[0] != '\0')
		return RC_OK;
	return err_name(e, RC_GUARD, "E_REASON_REQUIRED", _("%s: missing"),
	    name);
}

static enum rc
notify(struct step *st, const json_t *params, json_t *out, struct err *e)
{
	int64_t no = param_int(params, "no", 0);
	struct date day = st->call->today, last;
	enum notified what = NOTIFIED_POSTED;
	json_t *row = NULL, *parties = NULL;
	enum rc rc;

	(void)param_date(params, "date", &day);
	(void)notified_parse(param_text(params, "what"), &what);
	rc = decision_notified(st, no, param_int(params, "party", 0), what, day,
	    e);
	if (rc == RC_OK)
		rc = decision_get(st->call->store, st->head.id, no, false, &row,
		    e);
	if (rc == RC_OK)
		rc = notify_parties(st,
		    json_integer_value(json_object_get(row, "id")), &parties,
		    &last, e);
	if (rc == RC_OK)
		json_object_set(out, "parties", parties);
	json_decref(parties);
	json_decref(row);
	return rc;
}

static int
notify_call(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, notify, result);
}

/* the reasons that were asked for, once, and for good. */
static enum rc
give_reasons(struct step *st, const json_t *params, json_t *out, struct err *e)
{
	static const char *const names[] = { "rules", "facts",
		"considerations" };
	int64_t no = param_int(params, "no", 0);
	json_t *row = NULL, *body = json_object();
	char key[STORE_NAME_SIZE];
	const char *text = NULL;
	size_t i;
	enum rc rc;

	(void)out;
	rc = gate_impartial(st->call->who, st->call->store, st->head.id, e);
	for (i = 0; rc == RC_OK && i < sizeof(names) / sizeof(names[0]); i++)
		if ((rc = need_text(params, names[i], &text, e)) == RC_OK)
			json_object_set_new(body, names[i], json_string(text));
	if (rc == RC_OK)
		rc = decision_get(st->call->store, st->head.id, no, true, &row,
		    e);
	if (rc == RC_OK && json_object_get(row, "reasons") != NULL)
		rc = err_name(e, RC_GUARD, "E_HAS_REASONS",
		    _("decision %lld: its reasons stand in it"), (long long)no);
	if (rc == RC_OK)
		rc = decision_reasons_add(st->call->tx,
		    json_integer_value(json_object_get(row, "id")),
		    st->call->today, body, said_with(st, body),
		    principal_name(st->call->who), e);
	json_decref(row);
	json_decref(body);
	if (rc == RC_CONFLICT)
		return err_name(e, RC_GUARD, "E_HAS_REASONS",
		    _("decision %lld: its reasons were given"), (long long)no);
	if (rc != RC_OK)
		return rc;
	step_effect(st, "decision.reasons",
	    json_pack("{sI}", "number", (json_int_t)no));
	snprintf(key, sizeof(key), "reasons:%lld", (long long)no);
	return tasks_close(st, key, e);
}

static int
reasons_call(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, give_reasons, result);
}

/* The day by which the party may answer: given, or the municipality's own. */
static enum rc
begin_answer(struct step *st, struct advance_notice *n, struct err *e)
{
	struct def_deadline d = { .name = "advance_notice",
		.rule = RULE_ANNOUNCE,
		.goal = true,
		.from = "",
		.owner = "",
		.title = _("The party's answer to the advance notice"),
		.warn_days = 0 };
	struct deadline_row row;
	bool found;
	enum rc rc;

	rc = deadlines_end_beside(st, d.name, "cancelled", e);
	if (rc == RC_OK)
		rc = deadlines_begin_beside(st, &d, n->sent, e);
	if (rc != RC_OK)
		return rc;
	rc = deadlines_get(st, d.name, &row, &found, e);
	if (rc == RC_OK && found)
		n->answer_by = row.due;
	deadline_row_fini(&row);
	return rc;
}

static enum rc
announce(struct step *st, const json_t *params, json_t *out, struct err *e)
{
	struct advance_notice n = { .case_id = st->head.id,
		.cycle = st->head.cycle,
		.sent = st->call->today };
	json_t *args, *unused = NULL;
	const char *text;
	char day[DATE_SIZE];
	enum rc rc;

	if (st->head.closed != 0)
		return err_name(e, RC_GUARD, "E_CLOSED",
		    _("the case is closed; reopen it first"));
	step_name(n.type, param_text(params, "type"));
	if ((rc = need_text(params, "text", &text, e)) != RC_OK ||
	    (rc = begin_answer(st, &n, e)) != RC_OK)
		return rc;
	if (param_date(params, "answer_by", &n.answer_by) &&
	    date_compare(n.answer_by, n.sent) <= 0)
		return err_name(e, RC_GUARD, "E_DATE_ORDER",
		    _("answer_by: must leave the party time"));
	rc = advance_notice_add(st->call->tx, &n, text,
	    principal_name(st->call->who), e);
	if (rc != RC_OK)
		return rc;
	date_format(n.answer_by, day);
	args = json_pack("{ss ss ss sI ss}", "template", "advance_notice", "to",
	    "applicant", "type", n.type, "notice", (json_int_t)n.id,
	    "answer_by", day);
	rc = host_do(st, "letter", args, &unused, e);
	json_decref(args);
	json_decref(unused);
	json_object_set_new(out, "answer_by", json_string(day));
	step_effect(st, "decision.announce", json_pack("{ss}", "type", n.type));
	return rc;
}

static int
announce_call(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, announce, result);
}

static enum rc
answer(struct step *st, const json_t *params, json_t *out, struct err *e)
{
	struct date day = st->call->today;
	struct advance_notice n;
	const char *text;
	enum rc rc;

	(void)out;
	(void)param_date(params, "date", &day);
	if ((rc = need_text(params, "text", &text, e)) != RC_OK ||
	    (rc = advance_notice_find(st->call->store, st->head.id,
		 st->head.cycle, param_text(params, "type"), &n, e)) != RC_OK)
		return rc;
	if (n.id == 0)
		return err_set(e, RC_NOTFOUND,
		    _("advance notice: none was sent in this case"));
	if (date_compare(day, n.sent) < 0 ||
	    date_compare(day, st->call->today) > 0)
		return err_name(e, RC_GUARD, "E_DATE_ORDER",
		    _("date: after the notice, and not after today"));
	step_effect(st, "decision.answer", json_pack("{ss}", "type", n.type));
	rc = advance_notice_answer(st->call->tx, &n, day, text, e);
	return rc == RC_OK ?
	    deadlines_end_beside(st, "advance_notice", "met", e) :
	    rc;
}

static int
answer_call(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, answer, result);
}

#define THE_CASE                                                               \
	{                                                                      \
		.name = "case", .type = BF_CASE,                               \
		.flags = BF_REQUIRED | BF_POSITIONAL, .text = N_("the case")   \
	}
#define THE_DECISION                                                           \
	{                                                                      \
		.name = "no", .type = BF_INTEGER, .min = 1, .max = INT32_MAX,  \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("number of the decision in the case")               \
	}
#define SECRET(n, t)                                                           \
	{                                                                      \
		.name = (n), .type = BF_TEXT, .class = BF_CLASS_IDENTITY,      \
		.text = (t)                                                    \
	}

static const struct bf_param notify_params[] = {
	THE_CASE,
	THE_DECISION,
	{ .name = "what",
	    .type = BF_CODE,
	    .codes = notified_codes,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("what happened to it") },
	{ .name = "date",
	    .type = BF_DATE,
	    .text = N_("when; today unless given") },
	{ .name = "party",
	    .type = BF_INTEGER,
	    .min = 1,
	    .max = INT32_MAX,
	    .text = N_("to which party; to all unless given") },
	{ .type = BF_END },
};

static const struct bf_param reasons_params[] = {
	THE_CASE,
	THE_DECISION,
	SECRET("rules", N_("reasons: rules")),
	SECRET("facts", N_("reasons: facts")),
	SECRET("considerations", N_("reasons: main considerations")),
	{ .type = BF_END },
};

static const struct bf_param announce_params[] = {
	THE_CASE,
	{ .name = "type",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("what will be decided about") },
	{ .name = "answer_by",
	    .type = BF_DATE,
	    .text = N_("the period that the party gets; the municipality's "
		       "own unless given") },
	SECRET("text", N_("what is considered, and why")),
	{ .type = BF_END },
};

static const struct bf_param answer_params[] = {
	THE_CASE,
	{ .name = "type",
	    .type = BF_NAME,
	    .text = N_("of the advance notice; the newest unless given") },
	{ .name = "date",
	    .type = BF_DATE,
	    .text = N_("when it came; today unless given") },
	SECRET("text", N_("what the party says")),
	{ .type = BF_END },
};

#define STEP_COLUMNS                                                           \
	{ "case", BF_CASE, N_("case") }, { "stage", BF_NAME, N_("stage") },    \
	    { "rev", BF_INTEGER, N_("revision") },                             \
	{                                                                      \
		"commit", BF_INTEGER, N_("commit")                             \
	}

static const struct bf_column step_columns[] = { STEP_COLUMNS,
	{ NULL, BF_END, NULL } };
static const struct bf_column notify_columns[] = { STEP_COLUMNS,
	{ "parties", BF_LIST, N_("parties") }, { NULL, BF_END, NULL } };
static const struct bf_column announce_columns[] = { STEP_COLUMNS,
	{ "answer_by", BF_DATE, N_("answer by") }, { NULL, BF_END, NULL } };

#define STEP_ROW(verb, nor, what, par, col, err, fn)                           \
	{                                                                      \
		.name = (verb), .nb = (nor), .kind = BF_STEP,                  \
		.access = BF_ACCESS_CASE, .faces = BF_FACE_SOCKET,             \
		.text = (what), .params = (par), .columns = (col),             \
		.errors = (err), .call = (fn)                                  \
	}

const struct bf_method announce_methods[] = {
	STEP_ROW("decision.notify", "vedtak underrett",
	    N_("write down how far a decision has come to its parties"),
	    notify_params, notify_columns,
	    "E_DATE_ORDER E_PERIOD_OVER E_HAS_REASONS", notify_call),
	STEP_ROW("decision.reasons", "vedtak begrunn",
	    N_("give the reasons that a party has asked for (fvl § 24)"),
	    reasons_params, step_columns,
	    "E_HAS_REASONS E_REASON_REQUIRED E_DISQUALIFIED", reasons_call),
	STEP_ROW("decision.announce", "vedtak varsle",
	    N_("send advance notice of a decision (fvl § 16)"), announce_params,
	    announce_columns, "E_REASON_REQUIRED E_DATE_ORDER E_CLOSED",
	    announce_call),
	STEP_ROW("decision.answer", "vedtak svar",
	    N_("the party's answer to an advance notice"), answer_params,
	    step_columns, "E_REASON_REQUIRED E_DATE_ORDER", answer_call),
	{ .name = NULL },
};
