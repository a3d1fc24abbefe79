/*
 * complaint -- complaint.receive and what follows: the track beside the case.
 */
#include "access/gate.h"
#include "base/i18n.h"
#include "engine/beside.h"
#include "engine/call.h"
#include "engine/complain.h"
#include "engine/rows.h"
#include "engine/said.h"
#include "engine/titles.h"
#include "engine/view.h"
#include "store/complaint.h"
#include "store/decision.h"

static int
receive(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, complain_receive, result);
}

static int
assess(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, complain_assess, result);
}

static int
suspend(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, complain_suspend, result);
}

static int
reverse(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, complain_reverse, result);
}

static int
forward(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, complain_forward, result);
}

static int
outcome(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, complain_outcome, result);
}

static int
close_call(struct bf_call *c, const json_t *params, json_t **result)
{
	return beside_do(c, params, complain_close, result);
}

/* The number in the case of the decision with row number ID; 0: none. */
static json_int_t
decision_number(const json_t *decisions, json_int_t id)
{
	const json_t *one;
	size_t i;

	json_array_foreach(decisions, i, one)
		if (json_integer_value(json_object_get(one, "id")) == id)
			return json_integer_value(json_object_get(one, "no"));
	return 0;
}

/* K as people know it: decisions by their number in the case. */
static json_t *
row_of(const struct complaint *k, const json_t *decisions)
{
	static const char *const names[] = { "decision", "new_decision" };
	json_t *row = complaint_json(k), *id;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((id = json_object_get(row, names[i])) != NULL)
			json_object_set_new(row, names[i],
			    json_integer(decision_number(decisions,
				json_integer_value(id))));
	return row;
}

enum rc
complaint_rows(struct bf_call *c, int64_t case_id, json_t **rows)
{
	struct complaint *list = NULL;
	json_t *decisions = NULL;
	size_t i, n = 0;
	enum rc rc;

	*rows = json_array();
	rc = decision_list(c->store, case_id, false, &decisions, &c->err);
	if (rc == RC_OK)
		rc = complaint_of_case(c->store, case_id, &list, &n, &c->err);
	for (i = 0; rc == RC_OK && i < n; i++)
		json_array_append_new(*rows, row_of(&list[i], decisions));
	titles_rows(c, *rows);
	complaints_free(list, n);
	json_decref(decisions);
	if (rc != RC_OK) {
		json_decref(*rows);
		*rows = NULL;
	}
	return rc;
}

static int
list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct case_head head;
	json_t *rows = NULL;
	struct gate_pass pass;
	enum rc rc;

	rc = view_case(c, param_text(params, "case"), true, "complaint", &head,
	    &pass);
	if (rc == RC_OK && (rc = complaint_rows(c, head.id, &rows)) == RC_OK)
		*result = json_pack("{s:O,s:n}", "rows", rows, "next");
	json_decref(rows);
	return (int)rc;
}

static enum rc
show(struct bf_call *c, const struct case_head *head,
    const struct gate_pass *pass, const struct complaint *k, json_t **result)
{
	static const char *const grounds_name[] = { "grounds", NULL };
	static const char *const body_name[] = { "body", NULL };
	unsigned int shows = call_shows(c, pass);
	json_t *decisions = NULL, *notes = NULL, *row, *one;
	bool told = false;
	size_t i;
	enum rc rc;

	rc = decision_list(c->store, head->id, false, &decisions, &c->err);
	if (rc == RC_OK)
		rc = complaint_notes(c->store, k->id, &notes, &c->err);
	if (rc == RC_OK) {
		row = row_of(k, decisions);
		titles_add(c, row);
		if (k->grounds != NULL)
			json_object_set_new(row, "grounds",
			    json_string(k->grounds));
		json_object_set_new(row, "class",
		    json_string(bf_class_name(k->class)));
		said_withhold(row, shows, grounds_name, &told);
		json_array_foreach(notes, i, one)
			said_withhold(one, shows, body_name, &told);
		json_object_set(row, "notes", notes);
		if (told)
			call_disclose(c, "case", head->id,
			    bf_class_name(BF_CLASS_HEALTH));
		*result = row;
	}
	json_decref(notes);
	json_decref(decisions);
	return rc;
}

static int
show_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct complaint k = { .id = 0 };
	struct case_head head;
	struct gate_pass pass;
	enum rc rc;

	rc = view_case(c, param_text(params, "case"), true, "complaint", &head,
	    &pass);
	if (rc == RC_OK)
		rc = complaint_get(c->store, head.id,
		    param_int(params, "complaint", 0), &k, &c->err);
	if (rc == RC_OK)
		rc = gate_class_need(c->who, &pass, BF_CLASS_IDENTITY, &c->err);
	if (rc == RC_OK)
		rc = show(c, &head, &pass, &k, result);
	complaint_fini(&k);
	return (int)rc;
}

#define THE_CASE                                                               \
	{                                                                      \
		.name = "case", .type = BF_CASE,                               \
		.flags = BF_REQUIRED | BF_POSITIONAL, .text = N_("the case")   \
	}
#define THE_COMPLAINT                                                          \
	{                                                                      \
		.name = "complaint", .type = BF_INTEGER, .min = 1,             \
		.max = INT32_MAX, .flags = BF_REQUIRED | BF_POSITIONAL,        \
		.text = N_("number of the complaint in the case")              \
	}
#define SECRET(n, t)                                                           \
	{                                                                      \
		.name = (n), .type = BF_TEXT, .class = BF_CLASS_IDENTITY,      \
		.text = (t)                                                    \
	}

static const char *const channels[] = { "post", "digital", "oral", NULL };
static const char *const results[] = { "granted", "partly", "reversed",
	"refused", "rejected", "ended", NULL };
static const char *const outcomes[] = { "upheld", "partly", "confirmed",
	"rejected", "quashed", "worsened", NULL };
static const char *const causes[] = { "withdrawn", "maintained", NULL };

static const struct bf_param receive_params[] = {
	THE_CASE,
	{ .name = "decisions",
	    .type = BF_INTEGER,
	    .flags = BF_REQUIRED | BF_REPEATED,
	    .min = 1,
	    .max = INT32_MAX,
	    .text = N_("numbers of the decisions that the letter is against") },
	{ .name = "received",
	    .type = BF_DATE,
	    .text = N_("when it came; today unless given") },
	{ .name = "posted",
	    .type = BF_DATE,
	    .text = N_("the postmark: what counts on paper (fvl § 30)") },
	{ .name = "channel",
	    .type = BF_CODE,
	    .codes = channels,
	    .text = N_("how it came; by post unless given") },
	{ .name = "party",
	    .type = BF_INTEGER,
	    .min = 1,
	    .max = INT32_MAX,
	    .text = N_("who of the parties complains") },
	{ .name = "other",
	    .type = BF_BOOL,
	    .text = N_("somebody who was not told of the decision") },
	{ .name = "suspension",
	    .type = BF_BOOL,
	    .text = N_("it is asked that execution waits") },
	{ .name = "document",
	    .type = BF_ID,
	    .text = N_("the letter, if it is filed") },
	SECRET("grounds", N_("what is complained about")),
	{ .type = BF_END },
};

static const struct bf_param assess_params[] = {
	THE_CASE,
	THE_COMPLAINT,
	{ .name = "admit",
	    .type = BF_BOOL,
	    .flags = BF_REQUIRED,
	    .text = N_("consider it although it came late") },
	SECRET("why", N_("why")),
	SECRET("content", N_("of the decision that rejects it")),
	SECRET("rules", N_("reasons: rules")),
	SECRET("facts", N_("reasons: facts")),
	SECRET("considerations", N_("reasons: main considerations")),
	{ .type = BF_END },
};

static const struct bf_param suspend_params[] = {
	THE_CASE,
	THE_COMPLAINT,
	{ .name = "suspend",
	    .type = BF_BOOL,
	    .flags = BF_REQUIRED,
	    .text = N_("shall execution wait?") },
	SECRET("why", N_("why")),
	{ .type = BF_END },
};

static const struct bf_param reverse_params[] = {
	THE_CASE,
	THE_COMPLAINT,
	{ .name = "result",
	    .type = BF_CODE,
	    .codes = results,
	    .flags = BF_REQUIRED,
	    .text = N_("the result of the new decision") },
	{ .name = "whole",
	    .type = BF_BOOL,
	    .text = N_("the complainant gets all that was asked for; yes "
		       "unless given") },
	SECRET("founded", N_("why the complaint is well-founded")),
	SECRET("content", N_("what is decided now")),
	SECRET("rules", N_("reasons: rules")),
	SECRET("facts", N_("reasons: facts")),
	SECRET("considerations", N_("reasons: main considerations")),
	{ .type = BF_END },
};

static const struct bf_param forward_params[] = {
	THE_CASE,
	THE_COMPLAINT,
	SECRET("statement", N_("what we say to the complaint body")),
	{ .name = "documents",
	    .type = BF_ID,
	    .flags = BF_REPEATED,
	    .text = N_("documents of the case that go along with it") },
	{ .type = BF_END },
};

static const struct bf_param outcome_params[] = {
	THE_CASE,
	THE_COMPLAINT,
	{ .name = "outcome",
	    .type = BF_CODE,
	    .codes = outcomes,
	    .flags = BF_REQUIRED,
	    .text = N_("what the complaint body decided") },
	{ .name = "decided",
	    .type = BF_DATE,
	    .text = N_("when it decided; as `arrived` unless given") },
	{ .name = "arrived",
	    .type = BF_DATE,
	    .text = N_("when its decision came; today unless given") },
	{ .name = "stage",
	    .type = BF_NAME,
	    .text = N_("take the case up again in this stage, as a new "
		       "cycle") },
	{ .name = "others_interests",
	    .type = BF_BOOL,
	    .text = N_("worsened: the interests of others prevail") },
	{ .name = "message_sent",
	    .type = BF_DATE,
	    .text = N_("worsened: when the complainant was told") },
	SECRET("note", N_("what it said")),
	{ .type = BF_END },
};

static const struct bf_param close_params[] = {
	THE_CASE,
	THE_COMPLAINT,
	{ .name = "cause",
	    .type = BF_CODE,
	    .codes = causes,
	    .flags = BF_REQUIRED,
	    .text = N_("withdrawn by the complainant; nothing else ends it") },
	SECRET("note", N_("how and when")),
	{ .type = BF_END },
};

static const struct bf_param list_params[] = {
	THE_CASE,
	{ .type = BF_END },
};

static const struct bf_param show_params[] = {
	THE_CASE,
	THE_COMPLAINT,
	{ .type = BF_END },
};

#define STEP_COLUMNS                                                           \
	{ "case", BF_CASE, N_("case") }, { "stage", BF_NAME, N_("stage") },    \
	    { "rev", BF_INTEGER, N_("revision") },                             \
	{                                                                      \
		"commit", BF_INTEGER, N_("commit")                             \
	}

static const struct bf_column receive_columns[] = { STEP_COLUMNS,
	{ "complaints", BF_LIST, N_("complaints") }, { NULL, BF_END, NULL } };
static const struct bf_column state_columns[] = { STEP_COLUMNS,
	{ "state", BF_TEXT, N_("state") }, { NULL, BF_END, NULL } };
static const struct bf_column suspend_columns[] = { STEP_COLUMNS,
	{ "suspension", BF_TEXT, N_("suspension") }, { NULL, BF_END, NULL } };
static const struct bf_column forward_columns[] = { STEP_COLUMNS,
	{ "body", BF_TEXT, N_("complaint body") }, { NULL, BF_END, NULL } };
static const struct bf_column close_columns[] = { STEP_COLUMNS,
	{ "outcome", BF_TEXT, N_("outcome") }, { NULL, BF_END, NULL } };
static const struct bf_column outcome_columns[] = { STEP_COLUMNS,
	{ "outcome", BF_TEXT, N_("outcome") },
	{ "costs_due", BF_DATE, N_("costs claimed by") },
	{ "reopened", BF_INTEGER, N_("cycle") }, { NULL, BF_END, NULL } };

static const struct bf_column list_columns[] = {
	{ "no", BF_INTEGER, N_("no.") },
	{ "decision", BF_INTEGER, N_("decision") },
	{ "received", BF_DATE, N_("received") },
	{ "due", BF_DATE, N_("in time until") },
	{ "in_time", BF_BOOL, N_("in time") },
	{ "state", BF_TEXT, N_("state") },
	{ "body", BF_TEXT, N_("complaint body") },
	{ "outcome", BF_TEXT, N_("outcome") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column show_columns[] = {
	{ "no", BF_INTEGER, N_("no.") },
	{ "letter", BF_INTEGER, N_("letter") },
	{ "decision", BF_INTEGER, N_("decision") },
	{ "party", BF_INTEGER, N_("party") },
	{ "channel", BF_TEXT, N_("channel") },
	{ "received", BF_DATE, N_("received") },
	{ "handed_in", BF_DATE, N_("counts from") },
	{ "due", BF_DATE, N_("in time until") },
	{ "last", BF_DATE, N_("at the latest") },
	{ "in_time", BF_BOOL, N_("in time") },
	{ "state", BF_TEXT, N_("state") },
	{ "suspension", BF_TEXT, N_("suspension") },
	{ "body", BF_TEXT, N_("complaint body") },
	{ "forwarded", BF_DATE, N_("forwarded") },
	{ "outcome", BF_TEXT, N_("outcome") },
	{ "outcome_date", BF_DATE, N_("decided") },
	{ "outcome_arrived", BF_DATE, N_("arrived") },
	{ "costs_due", BF_DATE, N_("costs claimed by") },
	{ "new_decision", BF_INTEGER, N_("new decision") },
	{ "reopened", BF_INTEGER, N_("cycle") },
	{ "grounds", BF_TEXT, N_("grounds") },
	{ "withheld", BF_NAME, N_("held back") },
	{ "notes", BF_LIST, N_("assessments") },
	{ NULL, BF_END, NULL },
};

#define STEP_ROW(verb, nor, what, par, col, err, fn)                           \
	{                                                                      \
		.name = "complaint." verb, .nb = "klage " nor,                 \
		.kind = BF_STEP, .access = BF_ACCESS_CASE,                     \
		.faces = BF_FACE_SOCKET, .text = (what), .params = (par),      \
		.columns = (col), .errors = (err), .call = (fn)                \
	}

const struct bf_method complaint_methods[] = {
	STEP_ROW("receive", "motta", N_("a letter of complaint came in"),
	    receive_params, receive_columns, "E_DATE_ORDER E_COMPLAINT_TWICE",
	    receive),
	STEP_ROW("assess", "vurder",
	    N_("consider a late complaint, or reject it (fvl § 31)"),
	    assess_params, state_columns,
	    "E_ABSOLUTE_1Y E_NOT_LATE E_REASON_REQUIRED E_DECISION_INCOMPLETE "
	    "E_AUTHORITY E_DISQUALIFIED",
	    assess),
	STEP_ROW("suspend", "utsett",
	    N_("let execution wait, or refuse to (fvl § 42)"), suspend_params,
	    suspend_columns, "E_REASON_REQUIRED E_COMPLAINT_ENDED", suspend),
	STEP_ROW("reverse", "omgjør",
	    N_("reverse the decision in the complainant's favour (fvl § 33)"),
	    reverse_params, state_columns,
	    "E_NOT_FOUNDED E_TO_DETRIMENT E_COMPLAINT_LATE E_COMPLAINT_ENDED "
	    "E_FORWARDED E_DECISION_INCOMPLETE E_AUTHORITY E_DISQUALIFIED",
	    reverse),
	STEP_ROW("forward", "oversend",
	    N_("send the complaint on to the complaint body"), forward_params,
	    forward_columns,
	    "E_REASON_REQUIRED E_COMPLAINT_LATE E_COMPLAINT_ENDED E_FORWARDED "
	    "E_ENCLOSURE E_TOO_LARGE E_PROTECTED",
	    forward),
	STEP_ROW("outcome", "utfall",
	    N_("write down what the complaint body decided"), outcome_params,
	    outcome_columns,
	    "E_MUST_FORWARD E_TO_DETRIMENT E_DATE_ORDER E_COMPLAINT_ENDED",
	    outcome),
	STEP_ROW("close", "avslutt", N_("the complainant withdraws"),
	    close_params, close_columns,
	    "E_MUST_FORWARD E_REASON_REQUIRED E_COMPLAINT_ENDED", close_call),
	{ .name = "complaint.list",
	    .nb = "klage list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list the complaints of a case"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = list_call },
	{ .name = "complaint.show",
	    .nb = "klage vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show a complaint with its assessments"),
	    .params = show_params,
	    .columns = show_columns,
	    .errors = "",
	    .call = show_call },
	{ .name = NULL },
};
