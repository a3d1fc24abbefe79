/*
 * household -- household.add, show, join and leave.
 *
 * A household is known to the unit that added it and to whoever has to do with
 * one of its members.  A member is a person of the register or a name and a
 * birth date.
 */
#include <stdio.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/mark.h"
#include "engine/person_row.h"
#include "engine/rows.h"
#include "engine/view.h"
#include "model/definition.h"
#include "store/household.h"

static const char *const relations[] = { "self", "partner", "child", "parent",
	"sibling", "other", NULL };

static enum rc
open_household(struct bf_call *c, const json_t *params, struct household *h)
{
	int64_t id = param_int(params, "household", 0);
	enum rc rc;

	if ((rc = gate_household(c->who, c->store, id, &c->err)) != RC_OK ||
	    (rc = household_load(c->store, id, h, &c->err)) != RC_OK)
		return rc;
	return mark_check_rev(c, "household", id, h->rev, h->created);
}

/* Keep the step in the history and answer it. */
static enum rc
finish(struct bf_call *c, const char *kind, const struct household *h,
    int64_t member, const json_t *params, json_t **result)
{
	json_t *parts;
	enum rc rc;

	parts = json_pack("{s:O}", bf_class_name(BF_CLASS_IDENTITY), params);
	rc = mark_subject(c, kind, "household", h->id, h->rev, parts);
	json_decref(parts);
	if (rc != RC_OK)
		return rc;
	*result = mark_answer(c, "household", h->id, h->rev);
	if (member != 0)
		json_object_set_new(*result, "member", json_integer(member));
	return RC_OK;
}

static enum rc
add_member(struct bf_call *c, struct household *h, const json_t *params,
    bool head, int64_t *id)
{
	struct household_member in = { .name = param_text(params, "name"),
		.birth_date = person_date(params, "birth_date"),
		.relation = param_text(params, "relation"),
		.is_head = param_bool(params, "head", head),
		.from = person_date(params, "from"),
		.to = person_date(params, "to") };
	enum rc rc;

	if ((rc = person_named(c, params, "person", &in.person)) != RC_OK)
		return rc;
	if (in.person == 0 && (in.name == NULL || in.name[0] == '\0'))
		return err_field(&c->err, "name", NULL,
		    _("give a person of "
		      "the register, or a name"));
	if (in.relation == NULL)
		in.relation = head ? "self" : "other";
	if (!date_is_set(in.from))
		in.from = c->today;
	return household_member_add(c->tx, h, &in, id, &c->err);
}

/* A household begins with its head, and is known to the unit that adds it. */
static int
household_add(struct bf_call *c, const json_t *params, json_t **result)
{
	struct household h = { .id = 0 };
	const char *unit;
	int64_t member = 0;
	enum rc rc;

	if ((rc = mark_unit(c, &unit)) != RC_OK)
		return (int)rc;
	(void)snprintf(h.owner_unit, sizeof(h.owner_unit), "%s", unit);
	if ((rc = household_create(c->tx, &h, &c->err)) == RC_OK &&
	    (rc = add_member(c, &h, params, true, &member)) == RC_OK)
		rc = finish(c, "household.add", &h, member, params, result);
	return (int)rc;
}

static int
household_join(struct bf_call *c, const json_t *params, json_t **result)
{
	struct household h;
	int64_t member = 0;
	enum rc rc;

	if ((rc = open_household(c, params, &h)) == RC_OK &&
	    (rc = add_member(c, &h, params, false, &member)) == RC_OK)
		rc = finish(c, "household.join", &h, member, params, result);
	return (int)rc;
}

/* Membership ID must be one of this household's. */
static enum rc
own_member(struct bf_call *c, int64_t household, int64_t id)
{
	const json_t *one;
	json_t *list = NULL;
	bool own = false;
	size_t i;
	enum rc rc;

	rc = household_members(c->store, household, DATE_NONE, 0, &list,
	    &c->err);
	if (rc != RC_OK)
		return rc;
	json_array_foreach(list, i, one)
		if (json_integer_value(json_object_get(one, "id")) == id)
			own = true;
	json_decref(list);
	return own ? RC_OK :
		     err_set(&c->err, RC_NOTFOUND,
			 _("member %lld: "
			   "not of this household; see household show"),
			 (long long)id);
}

static int
household_leave(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t member = param_int(params, "member", 0);
	struct date to = person_date(params, "to");
	struct household h;
	enum rc rc;

	if ((rc = open_household(c, params, &h)) != RC_OK ||
	    (rc = own_member(c, h.id, member)) != RC_OK)
		return (int)rc;
	if (!date_is_set(to))
		to = c->today;
	if (param_bool(params, "withdraw", false))
		rc = household_member_withdraw(c->tx, &h, member, &c->err);
	else
		rc = household_member_end(c->tx, &h, member, to, &member,
		    &c->err);
	if (rc == RC_OK)
		rc = finish(c, "household.leave", &h, member, params, result);
	return (int)rc;
}

static int
household_show(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "household", 0);
	struct date at = person_date(params, "at");
	json_t *members = NULL;
	struct household h;
	enum rc rc;

	if ((rc = gate_household(c->who, c->store, id, &c->err)) != RC_OK ||
	    (rc = household_load(c->store, id, &h, &c->err)) != RC_OK ||
	    (rc = household_members(c->store, id, at, 0, &members, &c->err)) !=
		RC_OK)
		return (int)rc;
	if ((rc = view_members(c, members)) == RC_OK) {
		call_disclose(c, "household", id, NULL);
		*result =
		    json_pack("{s:I,s:I,s:O}", "household", (json_int_t)h.id,
			"rev", (json_int_t)h.rev, "members", members);
	}
	json_decref(members);
	return (int)rc;
}

#define HOUSEHOLD_PARAM                                                        \
	{                                                                      \
		.name = "household", .type = BF_ID,                            \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("number of the household")                          \
	}

/* Who joins; the same for the first member and for those after. */
#define MEMBER_PARAMS                                                          \
	{ .name = "person",                                                    \
		.type = BF_ID,                                                 \
		.flags = BF_POSITIONAL,                                        \
		.text = N_("number of the person in the register") },          \
	    PERSON_IDENTITY("number", BF_NIN,                                  \
		N_("national identity number, in the place of `person`")),     \
	    PERSON_IDENTITY("name", BF_TEXT,                                   \
		N_("name, if not in the register")),                           \
	    PERSON_IDENTITY("birth_date", BF_DATE,                             \
		N_("date of birth, if not in the register")),                  \
	    { .name = "relation",                                              \
		    .type = BF_CODE,                                           \
		    .codes = relations,                                        \
		    .class = BF_CLASS_IDENTITY,                                \
		    .text = N_("what the member is to the head") },            \
	    { .name = "from",                                                  \
		    .type = BF_DATE,                                           \
		    .text = N_("first day; today unless given") },             \
	{                                                                      \
		.name = "to", .type = BF_DATE, .text = N_("last day")          \
	}

static const struct bf_param add_params[] = {
	MEMBER_PARAMS,
	{ .type = BF_END },
};

static const struct bf_param join_params[] = {
	HOUSEHOLD_PARAM,
	MEMBER_PARAMS,
	{ .name = "head",
	    .type = BF_BOOL,
	    .text = N_("is the head of the household") },
	{ .type = BF_END },
};

static const struct bf_param leave_params[] = {
	HOUSEHOLD_PARAM,
	{ .name = "member",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("membership, as household show numbers it") },
	{ .name = "to",
	    .type = BF_DATE,
	    .text = N_("last day; today unless given") },
	{ .name = "withdraw", .type = BF_BOOL, .text = N_("it was never so") },
	{ .type = BF_END },
};

static const struct bf_param show_params[] = {
	HOUSEHOLD_PARAM,
	{ .name = "at",
	    .type = BF_DATE,
	    .text = N_("only the members on this day") },
	{ .type = BF_END },
};

static const struct bf_column write_columns[] = {
	{ "household", BF_ID, N_("household") },
	{ "member", BF_ID, N_("member") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column show_columns[] = {
	{ "household", BF_ID, N_("household") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "members", BF_LIST, N_("members") },
	{ NULL, BF_END, NULL },
};

#define HOUSEHOLD_ERRORS "E_ID_FORMAT E_ID_CHECKSUM E_ID_SYNTHETIC E_ID_REAL"

#define ROW(n, words, k, t, par, col, errs, fn)                                \
	{                                                                      \
		.name = (n), .nb = (words), .kind = (k),                       \
		.access = BF_ACCESS_PERSON, .faces = BF_FACE_SOCKET,           \
		.text = (t), .params = (par), .columns = (col),                \
		.errors = (errs), .call = (fn)                                 \
	}

const struct bf_method household_methods[] = {
	ROW("household.add", "husstand ny", BF_STEP,
	    N_("register a household with its head"), add_params, write_columns,
	    HOUSEHOLD_ERRORS, household_add),
	ROW("household.show", "husstand vis", BF_READ,
	    N_("show a household and its members"), show_params, show_columns,
	    "", household_show),
	ROW("household.join", "husstand inn", BF_STEP,
	    N_("add a member to a household"), join_params, write_columns,
	    HOUSEHOLD_ERRORS " E_MEMBER_TWICE E_HEAD_TWICE", household_join),
	ROW("household.leave", "husstand ut", BF_STEP,
	    N_("end a membership, or say that it never was"), leave_params,
	    write_columns, "", household_leave),
	{ .name = NULL },
};
