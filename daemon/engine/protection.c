/*
 * protection -- protection.ask, list and decide: an address is protected less
 * only by four eyes, the second pair a leader's.
 *
 * More protection is given at once, by whoever works with the person
 * (person.change); less takes a reason, and a leader who did not ask.
 */
#include <stdio.h>
#include <string.h>

#include "access/emergency.h"
#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/mark.h"
#include "engine/page.h"
#include "engine/person_row.h"
#include "engine/protect.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "store/grade.h"
#include "store/person.h"

static const char *const grades[] = { "open", "protected", NULL };
static const char *const outcomes[] = { "granted", "refused", NULL };

static enum rc
check(struct bf_call *c, const struct person *p, enum person_grade grade)
{
	if (c->who->reason == NULL || c->who->reason[0] == '\0')
		return err_field(&c->err, "reason", NULL,
		    _("say why the address is protected less than before"));
	if (grade >= p->grade)
		return err_field(&c->err, "grade", NULL,
		    _("the address is protected no more than that; person "
		      "change gives more"));
	return RC_OK;
}

static enum rc
keep(struct bf_call *c, const char *kind, const struct person *p,
    const struct grade_request *r, const char *outcome)
{
	json_t *parts = json_pack("{s:{s:s,s:s*,s:s*}}", "identity", "grade",
	    person_grade_name(r->grade), "outcome", outcome, "reason",
	    c->who->reason);
	enum rc rc;

	rc = mark_subject(c, kind, "person", p->id, p->rev, parts);
	json_decref(parts);
	return rc;
}

static int
protection_ask(struct bf_call *c, const json_t *params, json_t **result)
{
	struct grade_request r;
	struct gate_view view;
	struct person p;
	enum rc rc;

	memset(&r, 0, sizeof(r));
	(void)person_grade_parse(param_text(params, "grade"), &r.grade);
	if ((rc = person_open(c, params, &p, &view)) != RC_OK ||
	    (rc = check(c, &p, r.grade)) != RC_OK)
		return (int)rc;
	r.person = p.id;
	r.reason = mem_text(c->who->reason);
	snprintf(r.asked_by, sizeof(r.asked_by), "%s", principal_name(c->who));
	snprintf(r.unit, sizeof(r.unit), "%s", p.owner_unit);
	if ((rc = grade_request_add(c->tx, &r, &c->err)) == RC_OK)
		rc = keep(c, "protection.ask", &p, &r, NULL);
	if (rc == RC_OK)
		*result = json_pack("{s:I,s:I,s:I}", "protection",
		    (json_int_t)r.id, "person", (json_int_t)p.id, "commit",
		    (json_int_t)call_commit(c));
	grade_request_fini(&r);
	return (int)rc;
}

static int
protection_list(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *all = NULL, *rows = json_array(), *row, *next = NULL;
	struct page page;
	size_t i;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = grade_request_list(c->store, page.after, page.limit, &all,
		    &c->err);
	json_array_foreach(all, i, row) {
		if (!emergency_answers_for(c->who, c->municipality,
			json_string_value(json_object_get(row, "unit"))))
			continue;
		call_disclose(c, "person",
		    json_integer_value(json_object_get(row, "person")),
		    "protection");
		titles_add(c, row);
		json_array_append(rows, row);
	}
	if (rc == RC_OK && json_array_size(all) == (size_t)page.limit)
		next = page_key(json_integer_value(json_object_get(
		    json_array_get(all, json_array_size(all) - 1), "id")));
	json_decref(all);
	return (int)page_answer(rc, rows, next, result);
}

/* The leader of the unit, and never who asked. */
static enum rc
may_decide(struct bf_call *c, const struct grade_request *r)
{
	if (!emergency_answers_for(c->who, c->municipality, r->unit))
		return err_set(&c->err, RC_NOTFOUND,
		    _("protection %lld: not found"), (long long)r->id);
	if (strcmp(principal_name(c->who), r->asked_by) == 0)
		return err_name(&c->err, RC_DENIED, "E_FOUR_EYES",
		    _("protection %lld: you asked yourself; another leader "
		      "answers"),
		    (long long)r->id);
	return RC_OK;
}

static enum rc
decide(struct bf_call *c, const struct grade_request *r, bool granted,
    struct person *p)
{
	json_t *nothing;
	enum rc rc;

	if ((rc = person_load(c->store, r->person, p, &c->err)) != RC_OK ||
	    !granted)
		return rc;
	p->grade = r->grade;
	nothing = json_object();
	rc = person_save(c->tx, p, nothing, &c->err);
	json_decref(nothing);
	return rc == RC_OK ? protect_reseal(c, p->id) : rc;
}

static int
protection_decide(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *outcome = param_text(params, "outcome");
	bool granted = strcmp(outcome, "granted") == 0;
	struct grade_request r;
	struct person p;
	enum rc rc;

	rc = grade_request_get(c->store, param_int(params, "protection", 0), &r,
	    &c->err);
	if (rc == RC_OK)
		rc = may_decide(c, &r);
	if (rc == RC_OK)
		rc = grade_request_end(c->tx, r.id, principal_name(c->who),
		    outcome, &c->err);
	if (rc == RC_OK && (rc = decide(c, &r, granted, &p)) == RC_OK &&
	    (rc = keep(c, "protection.decide", &p, &r, outcome)) == RC_OK)
		*result = json_pack("{s:I,s:s,s:I}", "protection",
		    (json_int_t)r.id, "outcome", outcome, "commit",
		    (json_int_t)call_commit(c));
	grade_request_fini(&r);
	return (int)rc;
}

static const struct bf_param ask_params[] = {
	PERSON_PARAM,
	{ .name = "grade",
	    .type = BF_CODE,
	    .codes = grades,
	    .flags = BF_REQUIRED,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("open or protected: less than now") },
	{ .type = BF_END },
};

static const struct bf_column ask_columns[] = {
	{ "protection", BF_ID, N_("request") },
	{ "person", BF_ID, N_("person") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_param list_params[] = {
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("request") },
	{ "asked", BF_INSTANT, N_("when") },
	{ "asked_by", BF_NAME, N_("user") },
	{ "unit", BF_NAME, N_("unit") },
	{ "person", BF_ID, N_("person") },
	{ "grade", BF_TEXT, N_("grade") },
	{ "reason", BF_TEXT, N_("reason") },
	{ NULL, BF_END, NULL },
};

static const struct bf_param decide_params[] = {
	{ .name = "protection",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the request, as protection list shows it") },
	{ .name = "outcome",
	    .type = BF_CODE,
	    .codes = outcomes,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("granted or refused") },
	{ .type = BF_END },
};

static const struct bf_column decide_columns[] = {
	{ "protection", BF_ID, N_("request") },
	{ "outcome", BF_TEXT, N_("answer") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

const struct bf_method protection_methods[] = {
	PERSON_ROW("protection.ask", "vern be", BF_STEP,
	    N_("ask that an address be protected less, with a reason"),
	    ask_params, ask_columns, "", protection_ask),
	{ .name = "protection.list",
	    .nb = "vern list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list who asks that an address be protected less"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = protection_list },
	{ .name = "protection.decide",
	    .nb = "vern avgjør",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("answer who asked that an address be protected less"),
	    .params = decide_params,
	    .columns = decide_columns,
	    .errors = "E_FOUR_EYES",
	    .call = protection_decide },
	{ .name = NULL },
};
