/*
 * emergency -- emergency.open, list and review: break-glass (nødtilgang).
 *
 * Opening is a step of its own: it stands in the history, and the leader of the
 * unit that answers for the case gets a task.  What is looked at under it says so
 * with basis NOED (access/emergency.h).
 */
#include "engine/emergency.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/emergency.h"
#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/mark.h"
#include "engine/page.h"
#include "engine/person_row.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "model/holiday.h"
#include "model/zone.h"
#include "store/person.h"
#include "store/task.h"

static const char *const outcomes[] = { "justified", "unjustified", NULL };

/* The task under which the leader is told. */
static void
task_key(const struct emergency *m, char out[STORE_NAME_SIZE])
{
	snprintf(out, STORE_NAME_SIZE, "emergency:%lld", (long long)m->id);
}

/* The person that is named: by row, or exactly by the whole number. */
static enum rc
find_person(struct bf_call *c, const json_t *params, int64_t *id,
    bool *by_number)
{
	struct nin nin;
	enum rc rc;

	*id = param_int(params, "person", 0);
	if ((rc = person_read_number(c, params, &nin, by_number)) != RC_OK ||
	    !*by_number)
		return rc;
	if (*id != 0)
		return err_field(&c->err, "number", NULL,
		    _("give this or `%s`, not both"), "person");
	call_search(c, nin.digits);
	return person_find_number(c->store, nin.digits, id, &c->err);
}

static bool
has_reason(const struct bf_call *c)
{
	return c->who->reason != NULL && c->who->reason[0] != '\0';
}

/* Who has to do with it anyway needs no emergency. */
static enum rc
check_need(struct bf_call *c, bool related)
{
	if (!related)
		return RC_OK;
	return err_name(&c->err, RC_GUARD, "E_NO_EMERGENCY",
	    _("emergency: you may see this as it is; ask without it"));
}

/* Was the gate shut because it is the caller's own, a relative's, a colleague's? */
static bool
is_barred(const struct bf_call *c, const char *kind)
{
	const struct gate_flag *flag = c->who->flag;

	return flag != NULL && flag->bar != BAR_NONE &&
	    strcmp(flag->kind, kind) == 0;
}

static enum rc
aim_at_case(struct bf_call *c, const char *number, int64_t named,
    struct emergency *m)
{
	struct err none = ERR_INIT;
	struct case_head head;
	enum relation rel;
	enum rc rc;

	rc = gate_case(c->who, c->store, number, GATE_READ, &head, &rel, &none);
	if (rc == RC_OK && rel > RELATION_RESCUE)
		return check_need(c, true);
	/* The same steps, barred or not, as for a case that is unknown. */
	rc = emergency_may_open_case(c->who, c->store, number, named, &head,
	    &c->err);
	if (rc == RC_OK && is_barred(c, "case"))
		rc = case_not_found(&c->err, number);
	if (rc != RC_OK)
		return rc;
	m->case_id = head.id;
	snprintf(m->review_unit, sizeof(m->review_unit), "%s", head.unit);
	return RC_OK;
}

static enum rc
aim_at_person(struct bf_call *c, int64_t id, bool by_number,
    struct emergency *m)
{
	struct err none = ERR_INIT;
	struct gate_view view;
	struct person p;
	enum rc rc;

	rc = gate_person(c->who, c->store, id, GATE_BY_ID, &p, &view, &none);
	if (rc == RC_OK && !view.emergency &&
	    (rc = check_need(c, view.related)) != RC_OK)
		return rc;
	rc = emergency_may_open_person(c->who, c->store, id, by_number, &p,
	    &c->err);
	if (rc == RC_OK && is_barred(c, "person"))
		rc = err_set(&c->err, RC_NOTFOUND, _("person: not found"));
	if (rc != RC_OK)
		return rc;
	m->person = p.id;
	if (m->review_unit[0] == '\0')
		snprintf(m->review_unit, sizeof(m->review_unit), "%s",
		    p.owner_unit);
	return RC_OK;
}

/* What is opened, and may it be? */
static enum rc
aim(struct bf_call *c, const json_t *params, struct emergency *m)
{
	const char *number = param_text(params, "case");
	bool by_number = false;
	int64_t id = 0;
	enum rc rc;

	if (!has_reason(c))
		return err_field(&c->err, "reason", NULL,
		    _("say what has happened and why it cannot wait"));
	if ((rc = find_person(c, params, &id, &by_number)) != RC_OK)
		return rc;
	if (number == NULL && id == 0 && !by_number)
		return err_field(&c->err, "case", NULL,
		    _("name a case, a person, or both"));
	if (number != NULL)
		rc = aim_at_case(c, number, by_number ? id : 0, m);
	if (rc == RC_OK && (id != 0 || by_number))
		rc = aim_at_person(c, id, by_number, m);
	return rc;
}

static void
fill(const struct bf_call *c, const json_t *params, struct emergency *m)
{
	unsigned int r;

	snprintf(m->user, sizeof(m->user), "%s", c->who->user->name);
	if (c->who->unit != NULL)
		snprintf(m->unit, sizeof(m->unit), "%s", c->who->unit->name);
	for (r = 0; r < N_ROLES; r++)
		if (m->role[0] == '\0' && principal_has(c->who, (enum role)r))
			snprintf(m->role, sizeof(m->role), "%s",
			    role_name((enum role)r));
	snprintf(m->category, sizeof(m->category), "%s",
	    param_text(params, "category"));
	m->reason = mem_text(c->who->reason);
	m->expires = c->now + EMERGENCY_MS;
	m->review_by =
	    holiday_add_working_days(c->today, EMERGENCY_REVIEW_DAYS);
}

/* Tell the leader, in the case's own list of tasks. */
static enum rc
alert(struct bf_call *c, const struct emergency *m)
{
	struct task t;
	enum rc rc;

	if (m->case_id == 0)
		return RC_OK;
	memset(&t, 0, sizeof(t));
	t.case_id = m->case_id;
	task_key(m, t.key);
	t.title = mem_format(_("review emergency %lld: opened by %s"),
	    (long long)m->id, titles_user(c, m->user));
	snprintf(t.unit, sizeof(t.unit), "%s", m->review_unit);
	snprintf(t.role, sizeof(t.role), "%s", role_name(ROLE_LEADER));
	snprintf(t.cause, sizeof(t.cause), "emergency");
	snprintf(t.created_by, sizeof(t.created_by), "system");
	t.due = m->review_by;
	rc = task_open(c->tx, &t, &c->err);
	task_fini(&t);
	return rc;
}

/* Who did what to M, in the chain. */
static enum rc
keep(struct bf_call *c, const char *kind, const struct emergency *m,
    json_t *identity)
{
	json_t *parts = json_pack("{s:{s:I,s:s},s:o}", "case", "emergency",
	    (json_int_t)m->id, "category", m->category, "identity", identity);
	enum rc rc;

	c->basis = EMERGENCY_BASIS;
	rc = mark_subject(c, kind, m->case_id != 0 ? "case" : "person",
	    m->case_id != 0 ? m->case_id : m->person, 0, parts);
	json_decref(parts);
	/* A kept reply tells nothing of the case: it needs no gate of its own. */
	call_subject(c, "emergency", m->id);
	return rc;
}

static json_t *
opened_answer(struct bf_call *c, const struct emergency *m)
{
	json_t *o = json_pack("{s:I,s:s,s:I,s:I}", "emergency",
	    (json_int_t)m->id, "basis", EMERGENCY_BASIS, "expires",
	    (json_int_t)m->expires, "commit", (json_int_t)call_commit(c));
	char day[DATE_SIZE];

	date_format(m->review_by, day);
	json_object_set_new(o, "review_by", json_string(day));
	return o;
}

static int
emergency_open(struct bf_call *c, const json_t *params, json_t **result)
{
	struct emergency m;
	enum rc rc;

	memset(&m, 0, sizeof(m));
	if ((rc = aim(c, params, &m)) == RC_OK) {
		fill(c, params, &m);
		rc = emergency_add(c->tx, &m, call_commit(c), &c->err);
	}
	if (rc == RC_OK)
		rc = keep(c, "emergency.open", &m,
		    json_pack("{s:s}", "reason", m.reason));
	if (rc == RC_OK && m.case_id != 0 && m.person != 0)
		call_disclose(c, "person", m.person, "emergency");
	if (rc == RC_OK && (rc = alert(c, &m)) == RC_OK)
		*result = opened_answer(c, &m);
	emergency_fini(&m);
	return (int)rc;
}

static enum rc
close_task(struct bf_call *c, const struct emergency *m)
{
	char key[STORE_NAME_SIZE];
	int64_t id = 0;
	enum rc rc;

	if (m->case_id == 0)
		return RC_OK;
	task_key(m, key);
	rc = task_find_key(c->store, m->case_id, key, &id, &c->err);
	if (rc == RC_OK && id != 0)
		rc = task_close(c->tx, id, principal_name(c->who), NULL,
		    BF_CLASS_IDENTITY, &c->err);
	return rc;
}

static int
emergency_review_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *outcome = param_text(params, "outcome");
	const char *note = param_text(params, "note");
	struct emergency m;
	enum rc rc;

	rc = emergency_get(c->store, param_int(params, "emergency", 0), &m,
	    &c->err);
	if (rc == RC_OK)
		rc = emergency_may_review(c->who, c->municipality, &m, &c->err);
	if (rc == RC_OK && strcmp(outcome, "unjustified") == 0 && note == NULL)
		rc = err_field(&c->err, "note", NULL,
		    _("say what was wrong and what is done about it"));
	if (rc == RC_OK)
		rc = emergency_review(c->tx, &m, principal_name(c->who),
		    outcome, note, &c->err);
	if (rc == RC_OK)
		rc = keep(c, "emergency.review", &m,
		    json_pack("{s:s,s:s*}", "outcome", outcome, "note", note));
	if (rc == RC_OK && (rc = close_task(c, &m)) == RC_OK)
		*result = json_pack("{s:I,s:s,s:I}", "emergency",
		    (json_int_t)m.id, "outcome", outcome, "commit",
		    (json_int_t)call_commit(c));
	emergency_fini(&m);
	return (int)rc;
}

/* One row, as the leader sees it: in words, and whether it is late. */
static void
show_row(struct bf_call *c, json_t *row)
{
	const char *category =
	    json_string_value(json_object_get(row, "category"));
	const char *by = json_string_value(json_object_get(row, "review_by"));
	struct err none = ERR_INIT;
	struct date day;

	if (category != NULL)
		json_object_set_new(row, "category_title",
		    json_string(emergency_title(category)));
	json_object_set_new(row, "overdue",
	    json_boolean(json_object_get(row, "reviewed") == NULL &&
		by != NULL && date_parse(by, &day, &none) == RC_OK &&
		date_compare(day, c->today) < 0));
	titles_add(c, row);
}

enum rc
emergency_rows(struct bf_call *c, bool all, int64_t after, int limit,
    json_t **rows)
{
	struct emergency_filter f = { .all = all };
	const char **units;
	bool every;
	json_t *row;
	size_t i;
	enum rc rc;

	emergency_units(c->who, c->municipality, &every, &units, &f.n_units);
	f.units = every ? NULL : units;
	rc = emergency_list(c->store, &f, after, limit, rows, &c->err);
	free(units);
	json_array_foreach(*rows, i, row) {
		show_row(c, row);
		call_disclose(c, "emergency",
		    json_integer_value(json_object_get(row, "id")), NULL);
	}
	return rc;
}

static int
emergency_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL;
	struct page page;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = emergency_rows(c, param_bool(params, "all", false),
		    page.after, page.limit, &rows);
	return (int)page_answer_by_id(rc, rows, &page, result);
}

static const struct bf_param open_params[] = {
	{ .name = "category",
	    .type = BF_CODE,
	    .codes = emergency_categories,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("what kind of emergency it is") },
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_POSITIONAL,
	    .text = N_("the case to look at") },
	{ .name = "person",
	    .type = BF_ID,
	    .text = N_("the person of the register to look at") },
	PERSON_IDENTITY("number", BF_NIN,
	    N_("whole national number of the person")),
	{ .type = BF_END },
};

static const struct bf_column open_columns[] = {
	{ "emergency", BF_ID, N_("emergency") },
	{ "basis", BF_TEXT, N_("basis") },
	{ "expires", BF_INSTANT, N_("until") },
	{ "review_by", BF_DATE, N_("review by") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_param list_params[] = {
	{ .name = "all",
	    .type = BF_BOOL,
	    .text = N_("those that are reviewed as well") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("emergency") },
	{ "opened", BF_INSTANT, N_("when") },
	{ "user", BF_NAME, N_("user") },
	{ "unit", BF_NAME, N_("unit") },
	{ "case", BF_CASE, N_("case") },
	{ "person", BF_ID, N_("person") },
	{ "category", BF_TEXT, N_("kind") },
	{ "reason", BF_TEXT, N_("reason") },
	{ "review_by", BF_DATE, N_("review by") },
	{ "overdue", BF_BOOL, N_("overdue") },
	{ "outcome", BF_TEXT, N_("review") },
	{ NULL, BF_END, NULL },
};

static const struct bf_param review_params[] = {
	{ .name = "emergency",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the emergency, as emergency list shows it") },
	{ .name = "outcome",
	    .type = BF_CODE,
	    .codes = outcomes,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("was it right to look?") },
	{ .name = "note",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("what was found, and what is done about it") },
	{ .type = BF_END },
};

static const struct bf_column review_columns[] = {
	{ "emergency", BF_ID, N_("emergency") },
	{ "outcome", BF_TEXT, N_("review") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

const struct bf_method emergency_methods[] = {
	{ .name = "emergency.open",
	    .nb = "nødtilgang åpne",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("open a case or a person for an hour because it cannot "
		       "wait"),
	    .params = open_params,
	    .columns = open_columns,
	    .errors = "E_NO_EMERGENCY E_ID_FORMAT E_ID_CHECKSUM "
		      "E_ID_SYNTHETIC E_ID_REAL",
	    .call = emergency_open },
	{ .name = "emergency.list",
	    .nb = "nødtilgang list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list what was opened in an emergency and waits for its "
		       "review"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = emergency_list_call },
	{ .name = "emergency.review",
	    .nb = "nødtilgang vurder",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("say whether it was right to look, within five working "
		       "days"),
	    .params = review_params,
	    .columns = review_columns,
	    .errors = "",
	    .call = emergency_review_call },
	{ .name = NULL },
};
