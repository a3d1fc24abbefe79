/*
 * hold -- hold.set, lift and list: what may not be erased for now, because a
 * dispute or an inspection needs it.
 */
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/erasure_row.h"
#include "engine/mark.h"
#include "engine/page.h"
#include "engine/person_row.h"
#include "engine/rows.h"
#include "store/case.h"
#include "store/erasure.h"

static enum rc
mark(struct bf_call *c, const char *kind, int64_t id)
{
	json_t *parts =
	    json_pack("{s:{s:s}}", "identity", "reason", c->who->reason);
	enum rc rc = mark_subject(c, kind, "hold", id, 0, parts);

	json_decref(parts);
	return rc;
}

static enum rc
find_owner(struct bf_call *c, const json_t *params, struct owner *of)
{
	const char *number = param_text(params, "case");
	int64_t person = param_int(params, "person", 0);
	struct err lost = ERR_INIT;
	struct case_head head;
	struct person p;
	bool yes = false;
	enum rc rc, found;

	if ((number == NULL) == (person == 0))
		return err_field(&c->err, "case", NULL,
		    _("name a case or a person"));
	memset(&head, 0, sizeof(head));
	memset(&p, 0, sizeof(p));
	found = number == NULL ?
	    person_load(c->store, person, &p, &lost) :
	    case_find_number(c->store, number, &head, &lost);
	if (found != RC_OK && found != RC_NOTFOUND) {
		c->err = lost;
		return found;
	}
	if (found == RC_NOTFOUND)
		head.id = p.id = 0;
	*of = number == NULL ? owner_person(p.id, BF_CLASS_IDENTITY) :
			       owner_case(head.id, BF_CLASS_IDENTITY);
	rc = gate_records(c->who, c->store, number == NULL, of->id, &yes,
	    &c->err);
	if (rc != RC_OK || (found == RC_OK && yes))
		return rc;
	return number != NULL ?
	    case_not_found(&c->err, number) :
	    err_set(&c->err, RC_NOTFOUND, _("person: not found"));
}

/* May the caller lift hold ID?  RC_NOTFOUND alike for one there is none of. */
static enum rc
check_hold(struct bf_call *c, int64_t id)
{
	json_t *rows = NULL;
	const json_t *row;
	bool yes = false;
	int64_t owner = 0;
	const char *kind;
	enum rc rc;

	rc = hold_list(c->store, false, id - 1, 1, &rows, &c->err);
	row = json_array_get(rows, 0);
	if (json_integer_value(json_object_get(row, "id")) != id)
		row = NULL;
	kind = json_string_value(json_object_get(row, "owner_kind"));
	owner = json_integer_value(json_object_get(row, "owner_id"));
	if (rc == RC_OK)
		rc = gate_records(c->who, c->store,
		    kind != NULL && strcmp(kind, "person") == 0, owner, &yes,
		    &c->err);
	if (rc == RC_OK && (row == NULL || !yes))
		rc = err_set(&c->err, RC_NOTFOUND,
		    _("hold %lld: none in force"), (long long)id);
	json_decref(rows);
	return rc;
}

static int
hold_set_(struct bf_call *c, const json_t *params, json_t **result)
{
	struct owner of;
	int64_t id = 0;
	enum rc rc;

	if ((rc = erasure_need_reason(c)) == RC_OK &&
	    (rc = find_owner(c, params, &of)) == RC_OK &&
	    (rc = hold_set(c->tx, &of, c->who->reason, principal_name(c->who),
		 &id, &c->err)) == RC_OK)
		rc = mark(c, "hold.set", id);
	if (rc == RC_OK)
		*result = json_pack("{s:I,s:I}", "hold", (json_int_t)id,
		    "commit", (json_int_t)call_commit(c));
	return (int)rc;
}

static int
hold_lift_(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "hold", 0);
	enum rc rc;

	if ((rc = erasure_need_reason(c)) == RC_OK &&
	    (rc = check_hold(c, id)) == RC_OK &&
	    (rc = hold_lift(c->tx, id, c->who->reason, principal_name(c->who),
		 &c->err)) == RC_OK)
		rc = mark(c, "hold.lift", id);
	if (rc == RC_OK)
		*result = json_pack("{s:I,s:I}", "hold", (json_int_t)id,
		    "commit", (json_int_t)call_commit(c));
	return (int)rc;
}

static int
hold_list_(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL, *next = NULL;
	struct page page;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = hold_list(c->store, param_bool(params, "all", false),
		    page.after, page.limit, &rows, &c->err);
	if (rc == RC_OK)
		rc = erasure_present_all(c, rows, &page, &next);
	return (int)page_answer(rc, rows, next, result);
}

static const struct bf_param set_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .name = "person",
	    .type = BF_ID,
	    .text = N_("or the number of a person's row: all cases that name "
		       "it too") },
	{ .type = BF_END },
};

static const struct bf_param lift_params[] = {
	{ .name = "hold",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the hold") },
	{ .type = BF_END },
};

static const struct bf_param list_params[] = {
	{ .name = "all",
	    .type = BF_BOOL,
	    .text = N_("those that are lifted too") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column step_columns[] = {
	{ "hold", BF_ID, N_("hold") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("hold") },
	{ "case", BF_CASE, N_("case") },
	{ "person", BF_ID, N_("person") },
	{ "since", BF_INSTANT, N_("since") },
	{ "by", BF_NAME, N_("by") },
	{ "reason", BF_TEXT, N_("reason") },
	{ "lifted", BF_INSTANT, N_("lifted") },
	{ "lifted_by", BF_NAME, N_("lifted by") },
	{ "note", BF_TEXT, N_("why") },
	{ NULL, BF_END, NULL },
};

const struct bf_method hold_methods[] = {
	{ .name = "hold.set",
	    .nb = "sperre sett",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_ARCHIVE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("hold a case or a person back from erasure"),
	    .params = set_params,
	    .columns = step_columns,
	    .errors = "",
	    .call = hold_set_ },
	{ .name = "hold.lift",
	    .nb = "sperre hev",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_ARCHIVE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("end a hold"),
	    .params = lift_params,
	    .columns = step_columns,
	    .errors = "",
	    .call = hold_lift_ },
	{ .name = "hold.list",
	    .nb = "sperre liste",
	    .kind = BF_READ,
	    .access = BF_ACCESS_ARCHIVE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list what is held back from erasure"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = hold_list_ },
	{ .name = NULL },
};
