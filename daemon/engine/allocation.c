/*
 * allocation -- allocation.ask, show, propose, drop, part and approve.
 *
 * Who answers for the case asks; the units that are asked propose and approve
 * by the task that they have in it.  Deciding is an action of the definition.
 */
#include <stdio.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/allot.h"
#include "engine/call.h"
#include "engine/mark.h"
#include "engine/rows.h"
#include "engine/step.h"

#define OWN_KEY_SIZE (STORE_NAME_SIZE + 16)

typedef enum rc allot_fn(struct step *st, const json_t *args, struct err *e);

static enum rc
check_role(struct bf_call *c)
{
	const unsigned int roles = ROLE_BIT(ROLE_CASEWORKER) |
	    ROLE_BIT(ROLE_DECISION_MAKER) | ROLE_BIT(ROLE_COORDINATOR) |
	    ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_PROPERTY);
	char list[256];

	if (!c->who->system && (c->who->roles & roles) != 0)
		return RC_OK;
	role_titles(roles, list, sizeof(list));
	return err_set(&c->err, RC_DENIED, _("a joint allocation: is for: %s"),
	    list);
}

/* In the case by one's unit, or by the task of a unit that was asked. */
static enum rc
open_for(struct bf_call *c, const json_t *params, struct step *st)
{
	char key[OWN_KEY_SIZE];
	const char *unit;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_ACT, st);
	if (rc != RC_OK || (rc = check_role(c)) != RC_OK)
		return rc;
	if (st->relation >= RELATION_UNIT)
		return RC_OK;
	if ((rc = mark_unit(c, &unit)) != RC_OK)
		return rc;
	snprintf(key, sizeof(key), "allocation.%s", unit);
	return gate_action(c->who, c->store, &st->head, st->relation, key,
	    &c->err);
}

/* The parameters of a method without the case, as a definition gives them. */
static json_t *
args_of(const json_t *params)
{
	json_t *args = json_copy((json_t *)(uintptr_t)params);
	json_t *more = json_object_get(args, "item");

	json_object_update_missing(args, more);
	json_object_del(args, "item");
	json_object_del(args, "case");
	return args;
}

static enum rc
answer(struct step *st, const char *kind, json_t **result)
{
	struct allocation a;
	enum rc rc;

	if ((rc = step_finish(st, kind, NULL, result)) != RC_OK ||
	    (rc = allocation_of_case(st->call->store, st->head.id, &a,
		 &st->call->err)) != RC_OK)
		return rc;
	json_object_set_new(*result, "version",
	    json_integer((json_int_t)a.version));
	return RC_OK;
}

static int
change(struct bf_call *c, const json_t *params, const char *kind, allot_fn *fn,
    json_t **result)
{
	json_t *args = args_of(params);
	struct step st;
	enum rc rc;

	rc = open_for(c, params, &st);
	if (rc == RC_OK && (rc = fn(&st, args, &c->err)) == RC_OK)
		rc = answer(&st, kind, result);
	step_fini(&st);
	json_decref(args);
	return (int)rc;
}

static int
ask_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *args = args_of(params);
	struct step st;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_WRITE, &st);
	if (rc == RC_OK && (rc = check_role(c)) == RC_OK &&
	    (rc = allot_ask(&st, args, &c->err)) == RC_OK)
		rc = answer(&st, "allocation.ask", result);
	step_fini(&st);
	json_decref(args);
	return (int)rc;
}

static int
propose_call(struct bf_call *c, const json_t *params, json_t **result)
{
	return change(c, params, "allocation.propose", allot_propose, result);
}

static int
drop_call(struct bf_call *c, const json_t *params, json_t **result)
{
	return change(c, params, "allocation.drop", allot_drop, result);
}

static int
part_call(struct bf_call *c, const json_t *params, json_t **result)
{
	return change(c, params, "allocation.part", allot_part, result);
}

static enum rc
approve(struct step *st, const json_t *args, struct err *e)
{
	return allot_approve(st,
	    json_integer_value(json_object_get(args, "version")), e);
}

static int
approve_call(struct bf_call *c, const json_t *params, json_t **result)
{
	return change(c, params, "allocation.approve", approve, result);
}

static int
show_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct step st;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_READ, &st);
	if (rc == RC_OK)
		rc = allot_view(&st, false, result, &c->err);
	if (rc == RC_OK && *result == NULL)
		rc = err_set(&c->err, RC_NOTFOUND,
		    _("allocation: the case has none"));
	step_fini(&st);
	return (int)rc;
}

#define CASE_PARAM                                                             \
	{                                                                      \
		.name = "case", .type = BF_CASE,                               \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("the case's number, such as 2027/12")               \
	}

static const struct bf_param ask_params[] = { CASE_PARAM,
	{ .name = "units",
	    .type = BF_NAME,
	    .flags = BF_REPEATED,
	    .text = N_("units to ask, by name or type; the configured ones "
		       "unless given") },
	{ .name = "quorum",
	    .type = BF_INTEGER,
	    .min = 1,
	    .max = 100,
	    .text = N_("how many of them must approve; all unless configured "
		       "otherwise") },
	{ .name = "due",
	    .type = BF_DATE,
	    .text = N_("the day by which they shall answer") },
	{ .type = BF_END } };

static const struct bf_param show_params[] = { CASE_PARAM, { .type = BF_END } };

static const char *const kinds[] = { "dwelling", "service", "start_package",
	"plan", "guarantee", NULL };
static const char *const results[] = { "granted", "partly", "waiting",
	"refused", "not_applicable", NULL };
static const char *const parts[] = { "services", "start_package", "plan",
	"performers", "lease", "agreement", NULL };

static const struct bf_param propose_params[] = { CASE_PARAM,
	{ .name = "kind",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = kinds,
	    .text = N_("what the item is") },
	{ .name = "name",
	    .type = BF_NAME,
	    .text = N_("a word for the item, if there are several of a kind") },
	{ .name = "result",
	    .type = BF_CODE,
	    .codes = results,
	    .text = N_("what is proposed; without it the item is undecided") },
	{ .name = "performer",
	    .type = BF_NAME,
	    .text = N_("the unit that performs it, by name or type") },
	{ .name = "legal_basis",
	    .type = BF_NAME,
	    .text = N_("the decision's basis, if not the workflow's") },
	{ .name = "item",
	    .type = BF_OBJECT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("title, goal, extent, from, to, reason, window and "
		       "lease") },
	{ .type = BF_END } };

static const struct bf_param drop_params[] = { CASE_PARAM,
	{ .name = "name",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the item's word, as allocation show has it") },
	{ .type = BF_END } };

static const struct bf_param part_params[] = { CASE_PARAM,
	{ .name = "part",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = parts,
	    .text = N_("which of the six parts of the decision") },
	{ .name = "text",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("what the part says") },
	{ .name = "not_applicable",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("why the part does not apply") },
	{ .type = BF_END } };

static const struct bf_param approve_params[] = { CASE_PARAM,
	{ .name = "version",
	    .type = BF_INTEGER,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .min = 1,
	    .max = 1000000,
	    .text = N_("the version that you have looked at") },
	{ .type = BF_END } };

static const struct bf_column step_columns[] = {
	{ "case", BF_CASE, N_("case") }, { "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") },
	{ "version", BF_INTEGER, N_("version") }, { .type = BF_END }
};

static const struct bf_column show_columns[] = {
	{ "no", BF_INTEGER, N_("number") }, { "state", BF_NAME, N_("state") },
	{ "version", BF_INTEGER, N_("version") },
	{ "quorum", BF_INTEGER, N_("units that must approve") },
	{ "approved", BF_INTEGER, N_("units that have approved") },
	{ "opened", BF_DATE, N_("opened") }, { "unit", BF_NAME, N_("unit") },
	{ "units", BF_LIST, N_("units") }, { "items", BF_LIST, N_("items") },
	{ "parts", BF_OBJECT, N_("parts") }, { .type = BF_END }
};

#define STEP_ROW(n, words, t, par, errs, fn)                                   \
	{                                                                      \
		.name = (n), .nb = (words), .kind = BF_STEP,                   \
		.access = BF_ACCESS_CASE, .faces = BF_FACE_SOCKET,             \
		.text = (t), .params = (par), .columns = step_columns,         \
		.errors = (errs), .call = (fn)                                 \
	}

const struct bf_method allocation_methods[] = {
	STEP_ROW("allocation.ask", "tildeling spør",
	    N_("ask units for a joint approval"), ask_params, "E_CLOSED",
	    ask_call),
	{ .name = "allocation.show",
	    .nb = "tildeling vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show a case's joint allocation"),
	    .params = show_params,
	    .columns = show_columns,
	    .errors = "",
	    .call = show_call },
	STEP_ROW("allocation.propose", "tildeling foreslå",
	    N_("put an item into the joint allocation"), propose_params,
	    "E_ALLOCATION E_CLOSED E_BASIS E_DATE_ORDER E_REASON_REQUIRED "
	    "E_LEASE_TERM E_LEASE_SHORT E_LEASE_AGAIN",
	    propose_call),
	STEP_ROW("allocation.drop", "tildeling fjern",
	    N_("take an item out of the joint allocation"), drop_params,
	    "E_ALLOCATION E_CLOSED", drop_call),
	STEP_ROW("allocation.part", "tildeling del",
	    N_("fill one of the six parts, or say why it does not apply"),
	    part_params, "E_ALLOCATION E_CLOSED", part_call),
	STEP_ROW("allocation.approve", "tildeling godkjenn",
	    N_("approve the version you have looked at, for your unit"),
	    approve_params, "E_ALLOCATION E_NOT_ASKED E_CLOSED", approve_call),
	{ .name = NULL }
};
