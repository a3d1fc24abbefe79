/*
 * transfer -- case.transfer and case.reclassify: a case that others answer.
 *
 * Who moves is another municipality's to help (boligsosialloven § 3, law rows
 * 3-5, A-15, A-16); a case of the wrong kind goes on as one of the right kind,
 * with the day on which it was received.  Both end this case without a
 * decision, which nothing else may (D-301).
 */
#include <string.h>

#include "base/i18n.h"
#include "engine/host.h"
#include "engine/loaded.h"
#include "engine/rows.h"
#include "engine/step.h"
#include "engine/tasks.h"
#include "engine/transfer.h"

static const char *const kinds[] = { "ordinary", "institution",
	"integration_grant", NULL };

bool
transfer_is_municipality(const char *number)
{
	return strlen(number) == 4 && strspn(number, "0123456789") == 4;
}

enum rc
transfer_check_other(struct bf_call *c, const char *number, struct err *e)
{
	if (!transfer_is_municipality(number))
		return err_field(e, "municipality", NULL,
		    _("four digits, such as 5501"));
	if (strcmp(number, c->municipality->number) == 0)
		return err_field(e, "municipality", NULL,
		    _("is this municipality"));
	return RC_OK;
}

/* Is the other municipality the one that must help now? */
static enum rc
check_responsible(struct bf_call *c, const json_t *params, struct err *e)
{
	const char *kind = param_text(params, "kind");

	if (kind != NULL && strcmp(kind, "institution") == 0)
		return err_name(e, RC_GUARD, "E_STAYS_RESPONSIBLE",
		    _("who is in an institution stays with the municipality "
		      "from before (boligsosialloven § 3); the case goes on "
		      "here"));
	if (kind != NULL && strcmp(kind, "integration_grant") == 0 &&
	    !param_bool(params, "agreement", false))
		return err_name(e, RC_GUARD, "E_NO_AGREEMENT",
		    _("the move is not agreed between the municipalities, so "
		      "the right to help stays here (boligsosialloven § 3); "
		      "agree, and say agreement=yes"));
	(void)c;
	return RC_OK;
}

static enum rc
check_transfer(struct bf_call *c, const json_t *params, const struct step *st,
    struct err *e)
{
	struct date moved;
	enum rc rc;

	if (st->head.closed != 0)
		return err_name(e, RC_GUARD, "E_CLOSED",
		    _("the case is closed; there is nothing to hand over"));
	rc = transfer_check_other(c, param_text(params, "municipality"), e);
	if (rc != RC_OK)
		return rc;
	if (!param_date(params, "moved_on", &moved) ||
	    date_compare(moved, c->today) > 0)
		return err_field(e, "moved_on", "E_DATE_ORDER",
		    _("lies in the future"));
	return check_responsible(c, params, e);
}

/* Close ST as OUTCOME in its definition's final stage. */
static enum rc
close_as(struct step *st, const char *outcome, struct err *e)
{
	json_t *args = json_pack("{ss}", "outcome", outcome), *none = NULL;
	enum rc rc;

	st->handed_over = true;
	rc = host_do(st, "close", args, &none, e);
	json_decref(args);
	json_decref(none);
	return rc;
}

/* What was promised here is still to be kept: guarantee and tenancy. */
static enum rc
open_rest(struct step *st, struct err *e)
{
	return tasks_open_beside(st, "after_move",
	    _("Moved: end the tenancy and settle a guarantee that runs here"),
	    "", "", DATE_NONE, e);
}

static void
keep_why(struct step *st, const char *why)
{
	const struct def_field field = { .name = "why",
		.class = BF_CLASS_IDENTITY,
		.type = DEF_TEXT };
	json_t *text;

	if (why == NULL)
		return;
	text = json_string(why);
	step_input(st, &field, text);
	json_decref(text);
}

static int
transfer_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct err *e = &c->err;
	struct step st;
	json_t *what;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_WRITE, &st);
	if (rc == RC_OK && (rc = check_transfer(c, params, &st, e)) == RC_OK &&
	    (rc = open_rest(&st, e)) == RC_OK &&
	    (rc = close_as(&st, "transferred", e)) == RC_OK) {
		keep_why(&st, param_text(params, "why"));
		what = json_pack("{ss ss sb}", "municipality",
		    param_text(params, "municipality"), "moved_on",
		    param_text(params, "moved_on"), "agreement",
		    param_bool(params, "agreement", false));
		rc = step_finish(&st, "transfer", what, result);
		json_decref(what);
	}
	step_fini(&st);
	return (int)rc;
}

/*
 * Give TO the values of OLD that its definition declares as OLD's does: the same
 * name, type, class, and they pass its checks.  The rest stays behind.
 */
static void
transfer_copy_fields(struct step *to, const struct step *old)
{
	const struct definition *from = step_definition(old);
	const struct definition *d = step_definition(to);
	const struct def_field *f, *g;
	json_t *value, *normal;
	struct err none = ERR_INIT;
	size_t i;

	for (i = 0; i < d->n_fields; i++) {
		f = &d->fields[i];
		value = json_object_get(old->data, f->name);
		g = definition_field(from, f->name);
		if (value == NULL || g == NULL || f->transient ||
		    f->type != g->type || f->class != g->class ||
		    f->many != g->many)
			continue;
		normal = NULL;
		err_clear(&none);
		if (field_check(f, value, to->call->today, &normal, &none) ==
		    RC_OK) {
			step_set_as(to, f, normal, step_class(old, g));
			step_input(to, f, normal);
		}
		json_decref(normal);
	}
}

/* The same request as a case of another kind: whose it is, and since when. */
static enum rc
begin_other(const struct step *old, struct step *st, int64_t *id,
    json_t **result)
{
	char number[CASE_NUMBER_SIZE];
	json_t *what;
	enum rc rc;

	st->head.parent = old->head.id;
	st->head.received = old->head.received;
	step_name(st->head.unit, old->head.unit);
	step_name(st->head.contact, old->head.contact);
	transfer_copy_fields(st, old);
	case_number(&old->head, number);
	if ((rc = step_insert(st)) != RC_OK || (rc = step_enter(st)) != RC_OK)
		return rc;
	what = json_pack("{ss ss}", "workflow", step_definition(st)->name,
	    "reclassified_from", number);
	rc = step_finish(st, "create", what, result);
	json_decref(what);
	*id = st->head.id;
	return rc;
}

static enum rc
check_reclassify(struct step *old, const char *workflow, struct err *e)
{
	if (old->head.closed != 0)
		return err_name(e, RC_GUARD, "E_CLOSED",
		    _("the case is closed; reopen it, or open a new one"));
	if (strcmp(step_definition(old)->name, workflow) == 0)
		return err_field(e, "workflow", NULL,
		    _("is what the case is already"));
	return RC_OK;
}

static enum rc
reclassify(struct bf_call *c, const json_t *params, struct step *old,
    json_t **result)
{
	const char *workflow = param_text(params, "workflow");
	struct loaded *l;
	struct step st;
	json_t *what;
	int64_t id = 0;
	enum rc rc;

	if ((rc = check_reclassify(old, workflow, &c->err)) != RC_OK ||
	    (rc = loaded_active(c->engine, workflow, &l, &c->err)) != RC_OK)
		return rc;
	step_open_new(c, l, &st);
	rc = begin_other(old, &st, &id, result);
	step_fini(&st);
	if (rc != RC_OK ||
	    (rc = close_as(old, "reclassified", &c->err)) != RC_OK)
		return rc;
	keep_why(old, param_text(params, "why"));
	what = json_pack("{ss sO}", "workflow", workflow, "case",
	    json_object_get(*result, "case"));
	rc = step_finish(old, "reclassify", what, NULL);
	json_decref(what);
	return rc;
}

static int
reclassify_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct step old;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_WRITE, &old);
	if (rc == RC_OK)
		rc = reclassify(c, params, &old, result);
	step_fini(&old);
	return (int)rc;
}

#define CASE_PARAM                                                             \
	{                                                                      \
		.name = "case", .type = BF_CASE,                               \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("the case's number, such as 2027/12")               \
	}
#define WHY_PARAM                                                              \
	{                                                                      \
		.name = "why", .type = BF_TEXT, .flags = BF_REQUIRED,          \
		.class = BF_CLASS_IDENTITY, .text = N_("why")                  \
	}

static const struct bf_param transfer_params[] = { CASE_PARAM,
	{ .name = "municipality",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the municipality that helps from now on") },
	{ .name = "moved_on",
	    .type = BF_DATE,
	    .flags = BF_REQUIRED,
	    .text = N_("the day from which the person stays there") },
	{ .name = "kind",
	    .type = BF_CODE,
	    .codes = kinds,
	    .text = N_("ordinary, institution or integration_grant: who is "
		       "responsible depends on it") },
	{ .name = "agreement",
	    .type = BF_BOOL,
	    .text = N_("the municipalities have agreed on the move") },
	WHY_PARAM, { .type = BF_END } };

static const struct bf_param reclassify_params[] = { CASE_PARAM,
	{ .name = "workflow",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the kind of case that it is") },
	WHY_PARAM, { .type = BF_END } };

static const struct bf_column step_columns[] = {
	{ "case", BF_CASE, N_("case") }, { "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") }, { .type = BF_END }
};

const struct bf_method transfer_methods[] = {
	{ .name = "case.transfer",
	    .nb = "sak til_kommune",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("end a case: another municipality helps from now on"),
	    .params = transfer_params,
	    .columns = step_columns,
	    .errors = "E_CLOSED E_DATE_ORDER E_STAYS_RESPONSIBLE "
		      "E_NO_AGREEMENT",
	    .call = transfer_call },
	{ .name = "case.reclassify",
	    .nb = "sak omklassifiser",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("go on with a case as one of another kind"),
	    .params = reclassify_params,
	    .columns = step_columns,
	    .errors = "E_CLOSED E_COMPLAINT_OPEN E_RESPONSIBLE",
	    .call = reclassify_call },
	{ .name = NULL }
};
