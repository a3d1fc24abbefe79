/*
 * report_innsyn -- report.innsyn: who looked at me and my case, for the citizen.
 *
 * All who looked between two days, tried to, or searched for the person, each
 * with when, who and why, in plain language (law rows 82 and 83).  Whoever makes
 * it is in the log as well.
 */
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/look_words.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/view.h"
#include "model/zone.h"
#include "store/case.h"
#include "store/lookup.h"
#include "store/person.h"

/* What the report is about, and how far it has come. */
struct job {
	json_t *subjects, *terms; /* owned */
	struct date from, to;
	int64_t end; /* ms UTC, not included */
	int64_t after;
	int limit;
	json_t *rows; /* owned */
};

static void
free_job(void *state)
{
	struct job *j = state;

	json_decref(j->subjects);
	json_decref(j->terms);
	json_decref(j->rows);
	free(j);
}

static void
add_subject(struct job *j, const char *kind, int64_t id)
{
	json_array_append_new(j->subjects,
	    json_pack("[s,I]", kind, (json_int_t)id));
}

/* The auditor may ask of everybody, the leader of whom the gate shows. */
static enum rc
add_case(struct bf_call *c, struct job *j, const char *number)
{
	struct case_head head;
	enum relation rel;
	enum rc rc;

	if (number == NULL)
		return RC_OK;
	rc = gate_audit(c->who) ?
	    case_find_number(c->store, number, &head, &c->err) :
	    gate_case(c->who, c->store, number, GATE_READ, &head, &rel,
		&c->err);
	if (rc != RC_OK)
		return rc;
	add_subject(j, "case", head.id);
	json_array_append_new(j->terms, json_string(number));
	call_disclose(c, "case", head.id, "lookups");
	return RC_OK;
}

/* Searches by any number that the person has or had. */
static enum rc
add_numbers(struct bf_call *c, struct job *j, int64_t person)
{
	json_t *list = NULL, *one;
	size_t i;
	enum rc rc;

	rc = person_identifiers(c->store, person, 0, &list, &c->err);
	json_array_foreach(list, i, one)
		json_array_append(j->terms, json_object_get(one, "value"));
	json_decref(list);
	return rc;
}

static enum rc
find_person(struct bf_call *c, int64_t id, struct person *p)
{
	struct gate_view view;
	enum rc rc;

	if (gate_audit(c->who))
		return person_load(c->store, id, p, &c->err);
	rc = gate_person(c->who, c->store, id, GATE_BY_ID, p, &view, &c->err);
	if (rc == RC_OK && view.emergency)
		rc = err_set(&c->err, RC_NOTFOUND, _("person: not found"));
	return rc;
}

static enum rc
add_person(struct bf_call *c, struct job *j, int64_t id)
{
	struct person p;
	char *term;
	enum rc rc;

	if (id == 0)
		return RC_OK;
	if ((rc = find_person(c, id, &p)) != RC_OK)
		return rc;
	term = mem_format("person %lld", (long long)p.id);
	json_array_append_new(j->terms, json_string(term));
	free(term);
	add_subject(j, "person", p.id);
	call_disclose(c, "person", p.id, "lookups");
	return add_numbers(c, j, p.id);
}

static enum rc
read_days(struct bf_call *c, const json_t *params, struct job *j)
{
	int year, month, day;
	int64_t pos;
	enum rc rc;

	date_split(c->today, &year, &month, &day);
	if (!param_date(params, "from", &j->from))
		(void)date_make(year, 1, 1, &j->from);
	if (!param_date(params, "to", &j->to))
		j->to = c->today;
	if (date_compare(j->from, j->to) > 0)
		return err_set(&c->err, RC_INVALID,
		    _("from: lies after `to`; a period runs forward"));
	j->end = zone_day_start(date_add_days(j->to, 1));
	rc =
	    lookup_pos_before(c->store, zone_day_start(j->from), &pos, &c->err);
	if (rc == RC_OK && pos > j->after)
		j->after = pos;
	return rc;
}

static enum rc
start(struct bf_call *c, const json_t *params, struct job **out)
{
	const json_t *cases = json_object_get(params, "case"), *one;
	int64_t person = param_int(params, "person", 0);
	struct job *j = mem_new(1, sizeof(*j));
	struct page page;
	size_t i;
	enum rc rc;

	c->job.state = j;
	c->job.free = free_job;
	j->subjects = json_array();
	j->terms = json_array();
	j->rows = json_array();
	*out = j;
	if ((rc = page_read(params, &page, &c->err)) != RC_OK)
		return rc;
	j->limit = page.limit;
	j->after = page.after;
	if (person == 0 && json_array_size(cases) == 0)
		return err_field(&c->err, "person", NULL,
		    _("name a person, a case, or both"));
	rc = add_person(c, j, person);
	json_array_foreach(cases, i, one)
		if (rc == RC_OK)
			rc = add_case(c, j, json_string_value(one));
	return rc == RC_OK ? read_days(c, params, j) : rc;
}

static void
add_row(struct bf_call *c, struct job *j, const json_t *row)
{
	char *who = look_who(c, row), *what = look_what(c, row);
	char *why = look_why(c, row);

	json_array_append_new(j->rows,
	    json_pack("{s:O,s:s,s:s,s:s}", "time", json_object_get(row, "time"),
		"who", who, "what", what, "why", why));
	free(who);
	free(what);
	free(why);
}

/* The next page of the log; *MORE: there is something after it. */
static enum rc
collect(struct bf_call *c, struct job *j, bool *more)
{
	int left = j->limit - (int)json_array_size(j->rows);
	json_t *rows = NULL, *row;
	int64_t time;
	size_t i;
	enum rc rc;

	rc = lookup_about(c->store, j->subjects, j->terms, j->after, left,
	    &rows, &c->err);
	if (rc != RC_OK)
		return rc;
	*more = json_array_size(rows) == (size_t)left;
	json_array_foreach(rows, i, row) {
		time = json_integer_value(json_object_get(row, "time"));
		if (time >= j->end) {
			*more = false;
			break;
		}
		j->after = json_integer_value(json_object_get(row, "pos"));
		add_row(c, j, row);
	}
	json_decref(rows);
	return RC_OK;
}

static int
report_innsyn(struct bf_call *c, const json_t *params, json_t **result)
{
	struct job *j;
	bool more = false;
	enum rc rc;

	if ((rc = start(c, params, &j)) != RC_OK ||
	    (rc = collect(c, j, &more)) != RC_OK)
		return (int)rc;
	rc = page_answer(RC_OK, json_incref(j->rows),
	    more ? page_key(j->after) : NULL, result);
	view_set_date(*result, "from", j->from);
	view_set_date(*result, "to", j->to);
	return (int)rc;
}

static const struct bf_param innsyn_params[] = {
	{ .name = "person",
	    .type = BF_ID,
	    .text = N_("who looked at this person of the register") },
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REPEATED,
	    .text = N_("and at these cases of theirs") },
	{ .name = "from",
	    .type = BF_DATE,
	    .text = N_("first day; 1 January unless given") },
	{ .name = "to",
	    .type = BF_DATE,
	    .text = N_("last day; today unless given") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column innsyn_columns[] = {
	{ "time", BF_INSTANT, N_("when") },
	{ "who", BF_TEXT, N_("who") },
	{ "what", BF_TEXT, N_("what") },
	{ "why", BF_TEXT, N_("why") },
	{ NULL, BF_END, NULL },
};

const struct bf_method report_innsyn_methods[] = {
	{ .name = "report.innsyn",
	    .nb = "rapport innsyn",
	    .kind = BF_READ,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text =
		N_("who looked at a person and their cases, for the person"),
	    .params = innsyn_params,
	    .rows = "rows",
	    .columns = innsyn_columns,
	    .errors = "",
	    .call = report_innsyn },
	{ .name = NULL },
};
