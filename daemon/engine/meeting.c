/*
 * meeting -- meeting.plan, list, show, attend, note, hold and cancel.
 *
 * A meeting decides nothing (domain §2.5, step 3.2): it says of each case on
 * its agenda what the units make of it.  Who takes part sees the cases that
 * they may see anyway, and no others (domain §2.2).
 */
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/mark.h"
#include "engine/meetings.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/said.h"
#include "engine/view.h"
#include "model/definition.h"
#include "model/duration.h"
#include "model/municipality.h"
#include "store/scope.h"

static const char *const states[] = { "planned", "held", "cancelled", NULL };
static const char *const outcomes[] = { "agreed", "postponed", "more_facts",
	"other_unit", NULL };

/* Participants as the configuration has them, unless they are there. */
static enum rc
add_units(struct bf_call *c, const struct meeting *m)
{
	const char *const *list = meetings_units(c, m->type);
	enum rc rc = RC_OK;

	for (; rc == RC_OK && list != NULL && *list != NULL; list++)
		rc = meeting_set_participant(c->tx, m->id, *list, "", true,
		    NULL, &c->err);
	return rc;
}

/* The rule of D-063: so many weeks after the last one; else today. */
static enum rc
next_day(struct bf_call *c, const char *type, struct date *out)
{
	struct duration every = {
		(int32_t)meetings_number(c, type, "every_weeks"), DURATION_WEEKS
	};
	struct meeting last;
	enum rc rc;

	*out = c->today;
	if (every.n == 0)
		return RC_OK;
	rc = meeting_last(c->store, type, "held", c->today, &last, &c->err);
	if (rc != RC_OK || last.id == 0)
		return rc;
	*out = duration_after(last.date, every);
	if (date_compare(*out, c->today) < 0)
		*out = c->today;
	return RC_OK;
}

static enum rc
plan(struct bf_call *c, const char *type, struct date day, struct meeting *m)
{
	const char *unit;
	enum rc rc;

	memset(m, 0, sizeof(*m));
	if ((rc = mark_unit(c, &unit)) != RC_OK)
		return rc;
	memcpy(m->type, type, strlen(type) + 1);
	memcpy(m->unit, unit, strlen(unit) + 1);
	m->date = day;
	rc = meeting_add(c->tx, m, principal_name(c->who), &c->err);
	return rc == RC_OK ? add_units(c, m) : rc;
}

static int
plan_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *type = param_text(params, "type");
	struct meeting m;
	struct date day;
	json_t *parts;
	enum rc rc = RC_OK;

	if (!param_date(params, "date", &day))
		rc = next_day(c, type, &day);
	if (rc == RC_OK && date_compare(day, c->today) < 0)
		rc = err_field(&c->err, "date", "E_DATE_ORDER",
		    _("lies in the past"));
	if (rc != RC_OK || (rc = plan(c, type, day, &m)) != RC_OK)
		return (int)rc;
	parts = json_pack("{s:O}", bf_class_name(BF_CLASS_CASE), params);
	rc = mark_subject(c, "meeting.plan", "meeting", m.id, m.rev, parts);
	json_decref(parts);
	if (rc == RC_OK)
		*result = mark_answer(c, "meeting", m.id, m.rev);
	return (int)rc;
}

static int
list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct date from = DATE_NONE;
	json_t *rows = NULL;
	struct page page;
	enum rc rc;

	(void)param_date(params, "from", &from);
	if ((rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = meeting_list(c->store, param_text(params, "type"),
		    param_text(params, "state"), from, page.after, page.limit,
		    &rows, &c->err);
	return (int)page_answer_by_id(rc, rows, &page, result);
}

/* Leave out what the caller's basis does not show (domain §2.2, Møte). */
static enum rc
trim_items(struct bf_call *c, json_t *items)
{
	struct case_head head;
	static const char *const words[] = { "note", NULL };
	struct gate_pass pass;
	bool told;
	json_t *row;
	size_t i = 0;
	enum rc rc;

	while ((row = json_array_get(items, i)) != NULL) {
		rc = gate_open_id(c->who, c->store,
		    json_integer_value(json_object_get(row, "case_id")),
		    GATE_READ, &head, &pass, &c->err);
		if (rc == RC_NOTFOUND || rc == RC_DENIED) {
			err_clear(&c->err);
			json_array_remove(items, i);
			continue;
		}
		if (rc != RC_OK)
			return rc;
		call_disclose(c, "case", head.id, "meeting");
		if (!gate_class(c->who, pass.relation, BF_CLASS_IDENTITY))
			json_object_del(row, "note");
		told = false;
		said_withhold(row, pass.classes, words, &told);
		if (told)
			call_disclose(c, "case", head.id,
			    bf_class_name(BF_CLASS_HEALTH));
		json_object_del(row, "case_id");
		json_object_del(row, "allocation");
		i++;
	}
	return RC_OK;
}

static int
show_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *items = NULL, *people = NULL;
	struct meeting m;
	enum rc rc;

	if ((rc = meetings_open(c, params, &m)) == RC_OK &&
	    (rc = meeting_participants(c->store, m.id, &people, &c->err)) ==
		RC_OK &&
	    (rc = meeting_items(c->store, m.id, &items, &c->err)) == RC_OK &&
	    (rc = trim_items(c, items)) == RC_OK) {
		*result = json_pack("{sI ss ss ss sI sO sO}", "meeting",
		    (json_int_t)m.id, "type", m.type, "unit", m.unit, "state",
		    m.state, "rev", (json_int_t)m.rev, "participants", people,
		    "agenda", items);
		view_set_date(*result, "date", m.date);
	}
	json_decref(items);
	json_decref(people);
	return (int)rc;
}

static enum rc
check_participant(struct bf_call *c, const json_t *params)
{
	const char *unit = param_text(params, "unit");
	const char *user = param_text(params, "user");

	if (municipality_unit(c->municipality, unit) == NULL)
		return err_field(&c->err, "unit", NULL,
		    _("%s: not a unit here"), unit);
	if (user != NULL && municipality_user(c->municipality, user) == NULL)
		return err_field(&c->err, "user", NULL,
		    _("%s: not a user here"), user);
	return RC_OK;
}

static int
attend_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *user = param_text(params, "user");
	struct meeting m;
	json_t *parts;
	enum rc rc;

	if ((rc = meetings_open_planned(c, params, &m)) != RC_OK ||
	    (rc = check_participant(c, params)) != RC_OK ||
	    (rc = meeting_set_participant(c->tx, m.id,
		 param_text(params, "unit"), user != NULL ? user : "",
		 param_bool(params, "present", true), param_text(params, "why"),
		 &c->err)) != RC_OK)
		return (int)rc;
	parts = json_pack("{s:O}", bf_class_name(BF_CLASS_IDENTITY), params);
	rc = meetings_finish(c, &m, "meeting.attend", false, parts, result);
	json_decref(parts);
	return (int)rc;
}

static int
note_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct case_head head;
	struct meeting m;
	struct gate_pass pass;
	enum bf_class class;
	json_t *parts;
	enum rc rc;

	if ((rc = view_case(c, param_text(params, "case"), false, "meeting",
		 &head, &pass)) != RC_OK ||
	    (rc = said_check(c, pass.classes)) != RC_OK ||
	    (rc = meetings_open_planned(c, params, &m)) != RC_OK)
		return (int)rc;
	class = said_by(c, head.unit);
	if ((rc = meeting_item_end(c->tx, m.id, head.id,
		 param_text(params, "outcome"), param_text(params, "note"),
		 class, &c->err)) != RC_OK)
		return (int)rc;
	parts = json_pack("{s:O}", bf_class_name(class), params);
	rc = meetings_finish(c, &m, "meeting.note", false, parts, result);
	json_decref(parts);
	return (int)rc;
}

/* Units present, each counted once. */
static int64_t
count_present(const json_t *people)
{
	const char *unit, *before = "";
	const json_t *row;
	int64_t n = 0;
	size_t i;

	json_array_foreach(people, i, row) {
		unit = json_string_value(json_object_get(row, "unit"));
		if (!json_is_true(json_object_get(row, "present")) ||
		    strcmp(unit, before) == 0)
			continue;
		before = unit;
		n++;
	}
	return n;
}

static enum rc
check_quorum(struct bf_call *c, const struct meeting *m)
{
	int64_t quorum = meetings_number(c, m->type, "quorum"), n;
	json_t *people = NULL;
	enum rc rc;

	rc = meeting_participants(c->store, m->id, &people, &c->err);
	n = count_present(people);
	json_decref(people);
	if (rc != RC_OK || n >= quorum)
		return rc;
	return err_name(&c->err, RC_GUARD, "E_QUORUM",
	    _("meeting %lld: %lld units are present, and %lld must be; note "
	      "who is there with meeting attend, or cancel it"),
	    (long long)m->id, (long long)n, (long long)quorum);
}

/* The next one of the row is called when this one is over (D-063, D-141). */
static enum rc
plan_next(struct bf_call *c, const struct meeting *m, int64_t *next)
{
	struct duration every = { (int32_t)meetings_number(c, m->type,
				      "every_weeks"),
		DURATION_WEEKS };
	struct meeting n;
	enum rc rc;

	*next = 0;
	if (every.n == 0)
		return RC_OK;
	rc = plan(c, m->type, duration_after(m->date, every), &n);
	if (rc == RC_OK)
		rc = mark_subject(c, "meeting.plan", "meeting", n.id, n.rev,
		    NULL);
	*next = n.id;
	return rc;
}

static int
hold_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct meeting m;
	int64_t next = 0;
	enum rc rc;

	if ((rc = meetings_open_planned(c, params, &m)) != RC_OK)
		return (int)rc;
	if (date_compare(m.date, c->today) > 0)
		return (int)err_name(&c->err, RC_GUARD, "E_DATE_ORDER",
		    _("meeting %lld: is on a day to come"), (long long)m.id);
	if ((rc = check_quorum(c, &m)) != RC_OK)
		return (int)rc;
	memcpy(m.state, "held", sizeof("held"));
	if ((rc = meetings_finish(c, &m, "meeting.hold", true, NULL, result)) ==
		RC_OK &&
	    (rc = plan_next(c, &m, &next)) == RC_OK && next != 0)
		json_object_set_new(*result, "next",
		    json_integer((json_int_t)next));
	return (int)rc;
}

static int
cancel_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct meeting m;
	json_t *parts;
	enum rc rc;

	if ((rc = meetings_open_planned(c, params, &m)) != RC_OK)
		return (int)rc;
	memcpy(m.state, "cancelled", sizeof("cancelled"));
	parts = json_pack("{s:O}", bf_class_name(BF_CLASS_IDENTITY), params);
	rc = meetings_finish(c, &m, "meeting.cancel", true, parts, result);
	json_decref(parts);
	return (int)rc;
}

static const struct bf_param plan_params[] = {
	{ .name = "type",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = meetings_types,
	    .text = N_("what kind of meeting") },
	{ .name = "date",
	    .type = BF_DATE,
	    .flags = BF_POSITIONAL,
	    .text = N_("its day; by the configured rule unless given") },
	{ .type = BF_END }
};
static const struct bf_param list_params[] = {
	{ .name = "type",
	    .type = BF_CODE,
	    .flags = BF_POSITIONAL,
	    .codes = meetings_types,
	    .text = N_("only meetings of this kind") },
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = states,
	    .text = N_("only those in this state") },
	{ .name = "from",
	    .type = BF_DATE,
	    .text = N_("only those on or after this day") },
	LIST_PARAMS, { .type = BF_END }
};
static const struct bf_param one_params[] = { MEETING_PARAM,
	{ .type = BF_END } };
static const struct bf_param attend_params[] = { MEETING_PARAM,
	{ .name = "unit",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the unit that takes part") },
	{ .name = "user", .type = BF_NAME, .text = N_("who comes for it") },
	{ .name = "present", .type = BF_BOOL, .text = N_("no: absent") },
	{ .name = "why",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("why absent") },
	{ .type = BF_END } };
static const struct bf_param note_params[] = { MEETING_PARAM,
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("a case on the agenda") },
	{ .name = "outcome",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = outcomes,
	    .text = N_("what the units make of it; the decision comes after") },
	{ .name = "note",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("what was said, in short") },
	{ .type = BF_END } };
static const struct bf_param cancel_params[] = { MEETING_PARAM,
	{ .name = "why",
	    .type = BF_TEXT,
	    .flags = BF_REQUIRED,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("why it is cancelled") },
	{ .type = BF_END } };

static const struct bf_column list_columns[] = { { "id", BF_ID, N_("meeting") },
	{ "type", BF_NAME, N_("type") }, { "date", BF_DATE, N_("date") },
	{ "unit", BF_NAME, N_("unit") }, { "state", BF_NAME, N_("state") },
	{ .type = BF_END } };
static const struct bf_column show_columns[] = { { "meeting", BF_ID,
						     N_("meeting") },
	{ "type", BF_NAME, N_("type") }, { "date", BF_DATE, N_("date") },
	{ "unit", BF_NAME, N_("unit") }, { "state", BF_NAME, N_("state") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "participants", BF_LIST, N_("participants") },
	{ "agenda", BF_LIST, N_("agenda") }, { .type = BF_END } };

#define STEP_ROW(n, words, t, par, errs, fn)                                   \
	{                                                                      \
		.name = (n), .nb = (words), .kind = BF_STEP,                   \
		.access = BF_ACCESS_CASE, .faces = BF_FACE_SOCKET,             \
		.text = (t), .params = (par), .columns = meetings_written,     \
		.errors = (errs), .call = (fn)                                 \
	}

const struct bf_method meeting_methods[] = {
	STEP_ROW("meeting.plan", "møte planlegg", N_("call a meeting"),
	    plan_params, "E_DATE_ORDER", plan_call),
	{ .name = "meeting.list",
	    .nb = "møte list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list meetings"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = list_call },
	{ .name = "meeting.show",
	    .nb = "møte vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show a meeting, and the cases on its agenda that are "
		       "for you"),
	    .params = one_params,
	    .columns = show_columns,
	    .errors = "",
	    .call = show_call },
	STEP_ROW("meeting.attend", "møte deltar",
	    N_("note that a unit takes part, or is absent"), attend_params,
	    "E_MEETING_STATE", attend_call),
	STEP_ROW("meeting.note", "møte noter",
	    N_("note what the meeting makes of a case"), note_params,
	    "E_MEETING_STATE", note_call),
	STEP_ROW("meeting.hold", "møte hold",
	    N_("the meeting has been held; the next one is called"), one_params,
	    "E_MEETING_STATE E_QUORUM E_DATE_ORDER", hold_call),
	STEP_ROW("meeting.cancel", "møte avlys", N_("cancel a meeting"),
	    cancel_params, "E_MEETING_STATE", cancel_call),
	{ .name = NULL }
};
