/*
 * decision -- decision.list and decision.show: what was decided in a case.
 */
#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/notify.h"
#include "engine/protect.h"
#include "engine/rows.h"
#include "engine/said.h"
#include "engine/step.h"
#include "engine/view.h"
#include "store/complaint.h"
#include "store/decision.h"
#include "store/household.h"

static int
decision_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct case_head head;
	json_t *rows = NULL;
	struct gate_pass pass;
	enum rc rc;

	if ((rc = view_case(c, param_text(params, "case"), true, "decision",
		 &head, &pass)) != RC_OK ||
	    (rc = decision_list(c->store, head.id, false, &rows, &c->err)) !=
		RC_OK)
		return (int)rc;
	if ((rc = view_decisions(c, &head, rows)) == RC_OK)
		*result = json_pack("{s:O,s:n}", "rows", rows, "next");
	json_decref(rows);
	return (int)rc;
}

/*
 * The household as the decision stood on it, as far as the caller may see its
 * members; how many they were would tell of those left out.
 */
static enum rc
add_snapshot(struct bf_call *c, json_t *decision)
{
	int64_t id = json_integer_value(json_object_get(decision, "snapshot"));
	json_t *snapshot = NULL;
	enum rc rc;

	if (id == 0)
		return RC_OK;
	rc = household_snapshot_load(c->store, id, &snapshot, &c->err);
	if (rc != RC_OK)
		return rc;
	call_disclose(c, "household",
	    json_integer_value(json_object_get(snapshot, "household")),
	    "snapshot");
	rc = view_members(c, json_object_get(snapshot, "body"));
	json_object_del(snapshot, "members");
	json_object_del(snapshot, "children");
	json_object_set_new(decision, "household", snapshot);
	return rc;
}

/* Decision NO of LIST; borrowed, or NULL. */
static json_t *
find_no(const json_t *list, int64_t no)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
		if (json_integer_value(json_object_get(one, "no")) == no)
			return one;
	return NULL;
}

static void
set_day(json_t *row, const char *name, struct date day)
{
	char text[DATE_SIZE];

	date_format(day, text);
	if (text[0] != '\0')
		json_object_set_new(row, name, json_string(text));
}

/*
 * Content and reasons, LATER if they were given then, as far as the caller may
 * read them: not what was written in a unit of the health domain, nor where
 * somebody lives who is protected.
 */
static enum rc
show_words(struct bf_call *c, const struct case_head *head,
    const struct gate_pass *pass, json_t *decision, json_t *later,
    enum bf_class class)
{
	static const char *const names[] = { "content", "reasons", NULL };
	unsigned int shows = call_shows(c, pass);
	json_t *given = json_object(), *said;
	bool told = false, hides = false;
	enum rc rc;

	said_withhold(decision, shows, names, &told);
	json_object_set(given, "reasons", later);
	json_object_set_new(given, "class", json_string(bf_class_name(class)));
	said_withhold(given, shows, names, &told);
	json_object_update(decision, given);
	json_decref(given);
	said = json_pack("[O*O*]", json_object_get(decision, "content"),
	    json_object_get(decision, "reasons"));
	rc = protect_hides(c, head->id, pass, said, &hides);
	json_decref(said);
	if (rc == RC_OK && hides) {
		json_object_del(decision, "content");
		json_object_del(decision, "reasons");
		said_mark(decision, BF_CLASS_ADDRESS);
	} else if (told)
		call_disclose(c, "case", head->id,
		    bf_class_name(BF_CLASS_HEALTH));
	return rc;
}

/*
 * Who was told and when, the last day to complain, and whether it waits; *LATER
 * are reasons of CLASS that were given afterwards, or NULL.
 */
static enum rc
add_parties(struct bf_call *c, int64_t id, json_t *decision, json_t **later,
    enum bf_class *class)
{
	struct step st = { .call = c };
	json_t *parties = NULL;
	struct date last, given;
	bool waits = false;
	enum rc rc;

	if ((rc = notify_parties(&st, id, &parties, &last, &c->err)) != RC_OK)
		return rc;
	json_object_set_new(decision, "parties", parties);
	set_day(decision, "complaint_due", last);
	if ((rc = decision_reasons_get(c->store, id, later, class, &given,
		 &c->err)) != RC_OK ||
	    (rc = complaint_suspends(c->store, id, &waits, &c->err)) != RC_OK)
		return rc;
	set_day(decision, "reasons_given", given);
	json_object_set_new(decision, "suspended", json_boolean(waits));
	return RC_OK;
}

static int
decision_show(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *number = param_text(params, "case");
	int64_t no = param_int(params, "no", 0);
	json_t *list = NULL, *one, *later = NULL;
	enum bf_class class = BF_CLASS_IDENTITY;
	struct case_head head;
	struct gate_pass pass;
	int64_t id;
	enum rc rc;

	if ((rc = view_case(c, number, true, "decision", &head, &pass)) !=
		RC_OK ||
	    (rc = decision_list(c->store, head.id, true, &list, &c->err)) !=
		RC_OK)
		return (int)rc;
	one = find_no(list, no);
	id = json_integer_value(json_object_get(one, "id"));
	if ((rc = view_decisions(c, &head, list)) != RC_OK)
		one = NULL;
	else if (one == NULL)
		rc = err_set(&c->err, RC_NOTFOUND,
		    _("decision %lld of case "
		      "%s: not found; see decision list"),
		    (long long)no, number);
	else
		rc = gate_class_need(c->who, &pass, BF_CLASS_IDENTITY, &c->err);
	if (rc == RC_OK && (rc = add_snapshot(c, one)) == RC_OK &&
	    (rc = add_parties(c, id, one, &later, &class)) == RC_OK &&
	    (rc = show_words(c, &head, &pass, one, later, class)) == RC_OK) {
		json_object_del(one, "snapshot");
		json_object_set_new(one, "case", json_string(number));
		*result = json_incref(one);
	}
	json_decref(later);
	json_decref(list);
	return (int)rc;
}

static const struct bf_param list_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case") },
	{ .type = BF_END },
};

static const struct bf_param show_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case") },
	{ .name = "no",
	    .type = BF_INTEGER,
	    .min = 1,
	    .max = INT32_MAX,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the decision in the case") },
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "no", BF_INTEGER, N_("no.") },
	{ "date", BF_DATE, N_("date") },
	{ "type", BF_TEXT, N_("type") },
	{ "result", BF_TEXT, N_("result") },
	{ "basis", BF_TEXT, N_("basis") },
	{ "decided_by", BF_NAME, N_("decided by") },
	{ "unit", BF_NAME, N_("unit") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column show_columns[] = {
	{ "case", BF_CASE, N_("case") },
	{ "no", BF_INTEGER, N_("no.") },
	{ "cycle", BF_INTEGER, N_("cycle") },
	{ "date", BF_DATE, N_("date") },
	{ "type", BF_TEXT, N_("type") },
	{ "result", BF_TEXT, N_("result") },
	{ "basis", BF_TEXT, N_("basis") },
	{ "content", BF_ANY, N_("content") },
	{ "reasons", BF_OBJECT, N_("reasons") },
	{ "withheld", BF_NAME, N_("held back") },
	{ "effective", BF_DATE, N_("in force from") },
	{ "expires", BF_DATE, N_("expires") },
	{ "decided_by", BF_NAME, N_("decided by") },
	{ "unit", BF_NAME, N_("unit") },
	{ "household", BF_OBJECT, N_("household then") },
	{ "refers_to", BF_INTEGER, N_("refers to") },
	{ "complaint_body", BF_TEXT, N_("complaint body") },
	{ "complaint_length", BF_DURATION, N_("complaint period") },
	{ "complaint_due", BF_DATE, N_("complaint by") },
	{ "suspended", BF_BOOL, N_("execution waits") },
	{ "parties", BF_LIST, N_("parties") },
	{ "hash", BF_TEXT, N_("frozen as") },
	{ "recorded", BF_INSTANT, N_("recorded") },
	{ NULL, BF_END, NULL },
};

const struct bf_method decision_methods[] = {
	{ .name = "decision.list",
	    .nb = "vedtak list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list the decisions of a case"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = decision_list_call },
	{ .name = "decision.show",
	    .nb = "vedtak vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show a decision with content and reasons"),
	    .params = show_params,
	    .columns = show_columns,
	    .errors = "",
	    .call = decision_show },
	{ .name = NULL },
};
