/*
 * absence -- absence.add, list and end: who is away, and who stands in.
 *
 * On those days the substitute has to do with the absentee's cases and tasks as
 * the absentee has, sees what the substitute's own units may see, and every
 * look-up row says in whose stead.
 */
#include <stdio.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/filter.h"
#include "engine/mark.h"
#include "engine/page.h"
#include "engine/person_row.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "store/absence.h"

/* Oneself, or one of the users that a leader works with. */
static enum rc
check_right(struct bf_call *c, const char *user)
{
	if (gate_leads(c->who, user) ||
	    strcmp(principal_name(c->who), user) == 0)
		return RC_OK;
	return err_set(&c->err, RC_DENIED,
	    _("absence: your own, or as leader that of those in your unit"));
}

static enum rc
check_substitute(struct bf_call *c, const struct absence *a)
{
	if (a->substitute[0] == '\0')
		return RC_OK;
	if (strcmp(a->user, a->substitute) == 0)
		return err_field(&c->err, "substitute", NULL,
		    _("nobody stands in for themselves"));
	/* Another unit's would carry what is known across to theirs. */
	if (!municipality_colleagues(c->municipality, a->user, a->substitute))
		return err_field(&c->err, "substitute", NULL,
		    _("%s: does not work in a unit of %s"), a->substitute,
		    a->user);
	return RC_OK;
}

static enum rc
read_absence(struct bf_call *c, const json_t *params, struct absence *a)
{
	const char *user = param_text(params, "user");
	const char *substitute = param_text(params, "substitute");
	enum rc rc;

	memset(a, 0, sizeof(*a));
	if (user == NULL)
		user = principal_name(c->who);
	if ((rc = filter_user(c, params, "user")) != RC_OK ||
	    (rc = filter_user(c, params, "substitute")) != RC_OK ||
	    (rc = check_right(c, user)) != RC_OK)
		return rc;
	snprintf(a->user, sizeof(a->user), "%s", user);
	snprintf(a->substitute, sizeof(a->substitute), "%s",
	    substitute != NULL ? substitute : "");
	snprintf(a->by_user, sizeof(a->by_user), "%s", principal_name(c->who));
	a->from = person_date(params, "from");
	a->to = person_date(params, "to");
	if (!date_is_set(a->from))
		a->from = c->today;
	if (date_is_set(a->to) && date_compare(a->to, a->from) < 0)
		return err_field(&c->err, "to", NULL,
		    _("lies before the first day"));
	return check_substitute(c, a);
}

static enum rc
keep(struct bf_call *c, const char *kind, int64_t id, const json_t *params,
    json_t **result)
{
	json_t *parts = json_pack("{s:O}", "identity", params);
	enum rc rc = mark_subject(c, kind, "absence", id, 0, parts);

	json_decref(parts);
	if (rc == RC_OK)
		*result = json_pack("{sI sI}", "absence", (json_int_t)id,
		    "commit", (json_int_t)call_commit(c));
	return rc;
}

static int
absence_add_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct absence a;
	enum rc rc;

	if ((rc = read_absence(c, params, &a)) == RC_OK &&
	    (rc = absence_add(c->tx, &a, &c->err)) == RC_OK)
		rc = keep(c, "absence.add", a.id, params, result);
	return (int)rc;
}

static int
absence_end_call(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "absence", 0);
	struct absence a;
	enum rc rc;

	if ((rc = absence_get(c->store, id, &a, &c->err)) == RC_OK &&
	    (rc = check_right(c, a.user)) == RC_OK &&
	    (rc = absence_end(c->tx, id, principal_name(c->who), &c->err)) ==
		RC_OK)
		rc = keep(c, "absence.end", id, params, result);
	return (int)rc;
}

static int
absence_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct date from =
	    param_bool(params, "all", false) ? DATE_NONE : c->today;
	json_t *rows = NULL, *row;
	struct page page;
	size_t i;
	enum rc rc;

	if ((rc = filter_user(c, params, "user")) == RC_OK &&
	    (rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = absence_list(c->store, param_text(params, "user"), from,
		    page.after, page.limit, &rows, &c->err);
	json_array_foreach(rows, i, row)
		titles_add(c, row);
	return (int)page_answer_by_id(rc, rows, &page, result);
}

static const struct bf_param add_params[] = {
	{ .name = "user",
	    .type = BF_NAME,
	    .flags = BF_POSITIONAL,
	    .text = N_("who is away; you unless given") },
	{ .name = "from",
	    .type = BF_DATE,
	    .text = N_("first day; today unless given") },
	{ .name = "to", .type = BF_DATE, .text = N_("last day, if known") },
	{ .name = "substitute",
	    .type = BF_NAME,
	    .text = N_("who stands in; works in a unit of the absentee's") },
	{ .type = BF_END },
};

static const struct bf_param end_params[] = {
	{ .name = "absence",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the absence, as absence list shows it") },
	{ .type = BF_END },
};

static const struct bf_param list_params[] = {
	{ .name = "user",
	    .type = BF_NAME,
	    .flags = BF_POSITIONAL,
	    .text = N_("only those of this user") },
	{ .name = "all",
	    .type = BF_BOOL,
	    .text = N_("those that are over as well") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column written[] = {
	{ "absence", BF_ID, N_("absence") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("absence") },
	{ "user", BF_NAME, N_("user") },
	{ "from", BF_DATE, N_("first day") },
	{ "to", BF_DATE, N_("last day") },
	{ "substitute", BF_NAME, N_("substitute") },
	{ NULL, BF_END, NULL },
};

const struct bf_method absence_methods[] = {
	{ .name = "absence.add",
	    .nb = "fravær legg-til",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_STAFF,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("say who is away, and who stands in"),
	    .params = add_params,
	    .columns = written,
	    .errors = "E_ABSENCE_TWICE",
	    .call = absence_add_call },
	{ .name = "absence.end",
	    .nb = "fravær avslutt",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_STAFF,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("end an absence now: the user is back"),
	    .params = end_params,
	    .columns = written,
	    .errors = "",
	    .call = absence_end_call },
	{ .name = "absence.list",
	    .nb = "fravær list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_STAFF,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list who is away and who stands in"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = absence_list_call },
	{ .name = NULL },
};
