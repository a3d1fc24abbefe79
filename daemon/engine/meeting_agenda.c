/*
 * meeting_agenda -- meeting.agenda and meeting.put: which cases a meeting takes.
 *
 * By rule (D-063): what is new since the last meeting of this type, what is
 * overdue, and who is under 30.  The order is that of dates, and of case
 * numbers on the same day; nobody is weighed against anybody (D-139).
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/meetings.h"
#include "engine/rows.h"
#include "engine/view.h"
#include "model/definition.h"
#include "model/nin.h"
#include "store/person.h"

#define SLICE 50 /* cases looked at in one slice */
#define YOUNG 30 /* years (D-063) */
#define CAUSES_SIZE 64

/* Between two slices. */
struct agenda {
	struct meeting m;
	bool by_rule; /* the type has an agenda by rule */
	bool asked; /* cases with an open allocation, each of them */
	int64_t since; /* ms UTC: what is later is new */
	int64_t after; /* case */
};

static enum rc
birth_by_number(struct store *s, int64_t person, struct date *out,
    struct err *e)
{
	json_t *rows = NULL, *row;
	struct err wrong = ERR_INIT;
	struct nin nin;
	size_t i;
	enum rc rc;

	rc = person_identifiers(s, person, 0, &rows, e);
	json_array_foreach(rows, i, row)
		if (nin_parse(json_string_value(json_object_get(row, "value")),
			&nin, &wrong) == RC_OK &&
		    date_is_set(nin.born))
			*out = nin.born;
	json_decref(rows);
	return rc;
}

/* As the register knows it; DATE_NONE if it does not. */
static enum rc
birth_of(struct store *s, int64_t person, struct date *out, struct err *e)
{
	json_t *part = NULL;
	const char *text;
	enum rc rc;

	*out = DATE_NONE;
	rc = person_part(s, person, BF_CLASS_IDENTITY, &part, e);
	text = json_string_value(json_object_get(part, "birth_date"));
	if (text != NULL)
		(void)date_parse(text, out, NULL);
	json_decref(part);
	if (rc == RC_OK && !date_is_set(*out))
		rc = birth_by_number(s, person, out, e);
	return rc;
}

static void
add_cause(char causes[CAUSES_SIZE], const char *cause)
{
	if (causes[0] != '\0')
		strncat(causes, ",", CAUSES_SIZE - strlen(causes) - 1);
	strncat(causes, cause, CAUSES_SIZE - strlen(causes) - 1);
}

static int64_t
int_of(const json_t *row, const char *name)
{
	return json_integer_value(json_object_get(row, name));
}

static enum rc
find_causes(struct bf_call *c, const struct agenda *a, const json_t *row,
    char causes[CAUSES_SIZE])
{
	int64_t person = int_of(row, "person");
	struct date birth = DATE_NONE;
	enum rc rc = RC_OK;

	causes[0] = '\0';
	if (int_of(row, a->asked ? "asked" : "created") > a->since)
		add_cause(causes, "new");
	if (json_object_get(row, "overdue") != NULL)
		add_cause(causes, "overdue");
	if (person != 0)
		rc = birth_of(c->store, person, &birth, &c->err);
	if (date_is_set(birth) &&
	    date_compare(date_add_years(birth, YOUNG), a->m.date) > 0)
		add_cause(causes, "under_30");
	if (causes[0] == '\0' && a->asked)
		add_cause(causes, "waiting");
	return rc;
}

static enum rc
take(struct bf_call *c, const struct agenda *a, const json_t *row)
{
	struct date since = view_date(row, a->asked ? "opened" : "received");
	char causes[CAUSES_SIZE];
	enum rc rc;

	rc = find_causes(c, a, row, causes);
	if (rc != RC_OK || causes[0] == '\0')
		return rc;
	return meeting_item_put(c->tx, a->m.id, int_of(row, "case_id"),
	    int_of(row, "allocation"), causes, since, &c->err);
}

/* One slice; *MORE tells whether there is another. */
static enum rc
slice(struct bf_call *c, struct agenda *a, bool *more)
{
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	*more = false;
	if (!a->by_rule)
		return RC_OK;
	rc = meeting_candidates(c->store, a->asked, c->today, a->after, SLICE,
	    &rows, &c->err);
	json_array_foreach(rows, i, row) {
		if (rc != RC_OK)
			break;
		rc = take(c, a, row);
		a->after = int_of(row, "case_id");
	}
	*more = json_array_size(rows) == SLICE;
	json_decref(rows);
	return rc;
}

static enum rc
begin(struct bf_call *c, const json_t *params, struct agenda **out)
{
	struct agenda *a = mem_new(1, sizeof(*a));
	struct meeting last;
	enum rc rc;

	*out = a;
	if ((rc = meetings_open_planned(c, params, &a->m)) != RC_OK ||
	    (rc = meeting_last(c->store, a->m.type, "held", c->today, &last,
		 &c->err)) != RC_OK)
		return rc;
	a->asked = strcmp(a->m.type, "joint_allocation") == 0;
	a->by_rule = a->asked || strcmp(a->m.type, "weekly_case") == 0 ||
	    strcmp(a->m.type, "housing") == 0;
	a->since = last.ended;
	return meeting_items_clear(c->tx, a->m.id, &c->err);
}

static int
agenda_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct agenda *a = c->job.state;
	bool more = false;
	enum rc rc = RC_OK;

	if (a == NULL) {
		rc = begin(c, params, &a);
		c->job = (struct call_job){ a, free };
	}
	if (rc == RC_OK)
		rc = slice(c, a, &more);
	if (rc == RC_OK && more)
		return RC_AGAIN;
	if (rc == RC_OK)
		rc = meetings_finish(c, &a->m, "meeting.agenda", false, NULL,
		    result);
	return (int)rc;
}

/* A case that somebody wants to be talked about, whatever the rule says. */
static int
put_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct case_head head;
	struct meeting m;
	struct gate_pass pass;
	json_t *parts;
	enum rc rc;

	if ((rc = view_case(c, param_text(params, "case"), true, "meeting",
		 &head, &pass)) != RC_OK ||
	    (rc = meetings_open_planned(c, params, &m)) != RC_OK ||
	    (rc = meeting_item_put(c->tx, m.id, head.id, 0, "asked",
		 head.received, &c->err)) != RC_OK)
		return (int)rc;
	parts = json_pack("{s:O}", bf_class_name(BF_CLASS_CASE), params);
	rc = meetings_finish(c, &m, "meeting.put", false, parts, result);
	json_decref(parts);
	return (int)rc;
}

static const struct bf_param agenda_params[] = { MEETING_PARAM,
	{ .type = BF_END } };
static const struct bf_param put_params[] = { MEETING_PARAM,
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .type = BF_END } };

const struct bf_method meeting_agenda_methods[] = {
	{ .name = "meeting.agenda",
	    .nb = "møte saksliste",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("make the agenda by rule: new, overdue, under 30"),
	    .params = agenda_params,
	    .columns = meetings_written,
	    .errors = "E_MEETING_STATE",
	    .call = agenda_call },
	{ .name = "meeting.put",
	    .nb = "møte ta_opp",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("put a case on the agenda"),
	    .params = put_params,
	    .columns = meetings_written,
	    .errors = "E_MEETING_STATE",
	    .call = put_call },
	{ .name = NULL }
};
