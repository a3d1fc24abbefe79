/*
 * incident -- incident.list, retry and close: what failed with nobody there.
 *
 * The administrator sees what failed and where, never what stood in the case;
 * the text of the failure stands in case show, for those who may read it.
 */
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/mark.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "engine/timers.h"
#include "store/incident.h"

static int
incident_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	bool all = param_bool(params, "all", false);
	json_t *rows = NULL, *row;
	struct page page;
	size_t i;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = incident_list(c->store, all ? NULL : "open", 0, page.after,
		    page.limit, &rows, &c->err);
	json_array_foreach(rows, i, row) {
		json_object_del(row, "error");
		json_object_del(row, "case_id");
	}
	return (int)page_answer_by_id(rc, rows, &page, result);
}

/* Keep in the history who saw to incident ID, and answer. */
static enum rc
finish(struct bf_call *c, const char *kind, int64_t id, const char *state,
    json_t **result)
{
	json_t *parts;
	enum rc rc;

	parts = json_pack("{s:{s:s}}", "identity", "reason",
	    c->who->reason != NULL ? c->who->reason : "");
	rc = mark_subject(c, kind, "incident", id, 0, parts);
	json_decref(parts);
	if (rc == RC_OK)
		*result = json_pack("{s:I,s:s,s:I}", "incident", (json_int_t)id,
		    "state", state, "commit", (json_int_t)call_commit(c));
	return rc;
}

static int
incident_retry(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "incident", 0);
	enum rc rc;

	rc = timers_retry(c->engine, c->tx, id, &c->err);
	if (rc == RC_OK)
		rc = finish(c, "incident.retry", id, "retried", result);
	return (int)rc;
}

static int
incident_close(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "incident", 0);
	enum rc rc;

	if (c->who->reason == NULL || c->who->reason[0] == '\0')
		return (int)err_field(&c->err, "reason", NULL,
		    _("say why nothing more is to be done"));
	rc = incident_end(c->tx, id, "closed", principal_name(c->who), &c->err);
	/* It may be a request that is let through again. */
	c->engine->poison_stale = true;
	if (rc == RC_OK)
		rc = finish(c, "incident.close", id, "closed", result);
	return (int)rc;
}

static const struct bf_param list_params[] = {
	{ .name = "all",
	    .type = BF_BOOL,
	    .text = N_("those that are over as well") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_param one_params[] = {
	{ .name = "incident",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the incident, as incident list shows it") },
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("incident") },
	{ "created", BF_INSTANT, N_("when") },
	{ "kind", BF_TEXT, N_("kind") },
	{ "case", BF_CASE, N_("case") },
	{ "name", BF_TEXT, N_("name") },
	{ "error_name", BF_TEXT, N_("error") },
	{ "attempts", BF_INTEGER, N_("attempts") },
	{ "state", BF_TEXT, N_("state") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column one_columns[] = {
	{ "incident", BF_ID, N_("incident") },
	{ "state", BF_TEXT, N_("state") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

const struct bf_method incident_methods[] = {
	{ .name = "incident.list",
	    .nb = "avvik list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list what failed when nobody was there to be told"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = incident_list_call },
	{ .name = "incident.retry",
	    .nb = "avvik prøv",
	    .kind = BF_ADMIN,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("try an incident's timer or event again"),
	    .params = one_params,
	    .columns = one_columns,
	    .errors = "E_GUARD E_SCRIPT",
	    .call = incident_retry },
	{ .name = "incident.close",
	    .nb = "avvik lukk",
	    .kind = BF_ADMIN,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("close an incident for good, with a reason"),
	    .params = one_params,
	    .columns = one_columns,
	    .errors = "",
	    .call = incident_close },
	{ .name = NULL },
};
