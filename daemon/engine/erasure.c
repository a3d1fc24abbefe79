/*
 * erasure -- case.erase, person.erase, erasure.list, decide and unlock: what
 * somebody wants gone, decided by two.
 *
 * Whoever works with a case or person asks; a leader or archivist who did not
 * ask answers.  Erasing for good takes a rule of disposal or a permission of the
 * National Archives, for other laws do not suffice (law row 74); what may ground
 * compensation, and cases with minors, must be kept (row 80).  All else is
 * locked: kept, and neither shown nor changed.
 */
#include <stdio.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/erasure_row.h"
#include "engine/mark.h"
#include "engine/page.h"
#include "engine/person_row.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "model/deadline.h"
#include "store/erasure.h"

static const char *const parts[] = { "all", "health", NULL };
static const char *const outcomes[] = { "erase", "lock", "refuse", NULL };
static const char *const bases[] = { "ARKL13_RULE", "ARKL13_PERMIT", NULL };
static const char *const states[] = { "asked", "erased", "locked", "refused",
	"unlocked", NULL };

static enum rc
ask(struct bf_call *c, const json_t *params, const struct owner *of,
    json_t **result)
{
	const char *part = param_text(params, "part");
	struct erasure r = { .of = *of,
		.health = part != NULL && strcmp(part, "health") == 0 };
	struct deadline answer;
	char day[DATE_SIZE];
	enum rc rc;

	if ((rc = erasure_need_reason(c)) != RC_OK ||
	    (rc = deadline_by_rule(c->engine->parts.law, "GDPR_12_3", c->today,
		 &answer, &c->err)) != RC_OK)
		return rc;
	r.due = answer.due;
	r.reason = mem_text(c->who->reason);
	(void)snprintf(r.asked_by, sizeof(r.asked_by), "%s",
	    principal_name(c->who));
	if ((rc = erasure_ask(c->tx, &r, &c->err)) == RC_OK)
		rc = erasure_mark(c, "erasure.ask", &r);
	date_format(r.due, day);
	if (rc == RC_OK)
		*result =
		    json_pack("{s:I,s:s,s:I}", "erasure", (json_int_t)r.id,
			"due", day, "commit", (json_int_t)call_commit(c));
	erasure_fini(&r);
	return rc;
}

static int
case_erase(struct bf_call *c, const json_t *params, json_t **result)
{
	struct case_head head;
	enum relation rel;
	struct owner of;
	enum rc rc;

	rc = gate_case(c->who, c->store, param_text(params, "case"), GATE_WRITE,
	    &head, &rel, &c->err);
	if (rc != RC_OK)
		return (int)rc;
	of = owner_case(head.id, BF_CLASS_IDENTITY);
	return (int)ask(c, params, &of, result);
}

static int
person_erase(struct bf_call *c, const json_t *params, json_t **result)
{
	struct gate_view view;
	struct person p;
	struct owner of;
	enum rc rc;

	if ((rc = person_open(c, params, &p, &view)) != RC_OK)
		return (int)rc;
	of = owner_person(p.id, BF_CLASS_IDENTITY);
	return (int)ask(c, params, &of, result);
}

static int
erasure_list_(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *state = param_text(params, "state");
	json_t *rows = NULL, *next = NULL;
	struct page page;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = erasure_list(c->store, state, NULL, page.after, page.limit,
		    &rows, &c->err);
	if (rc == RC_OK)
		rc = erasure_present_all(c, rows, &page, &next);
	return (int)page_answer(rc, rows, next, result);
}

/* Erasure ID, alike for an unknown one and one of others. */
static enum rc
open_erasure(struct bf_call *c, int64_t id, struct erasure *r)
{
	struct err lost = ERR_INIT;
	bool yes = false;
	enum rc rc, found;

	memset(r, 0, sizeof(*r));
	found = erasure_get(c->store, id, r, &lost);
	if (found != RC_OK && found != RC_NOTFOUND) {
		c->err = lost;
		return found;
	}
	rc = gate_records(c->who, c->store, r->of.kind == OWNER_PERSON,
	    r->of.id, &yes, &c->err);
	if (rc != RC_OK || (found == RC_OK && yes))
		return rc;
	return err_set(&c->err, RC_NOTFOUND, _("erasure %lld: not found"),
	    (long long)id);
}

static enum rc
must_lock(struct bf_call *c, const char *name, const char *why)
{
	return err_name(&c->err, RC_GUARD, name,
	    _("%s: outcome=lock keeps it unseen, with reference to arkivlova "
	      "§ 13"),
	    why);
}

/* May it be destroyed (law rows 74, 80)?  A permission lifts what is to be
 * kept, and no hold. */
static enum rc
may_destroy(struct bf_call *c, const struct erasure_facts *f, const char *basis)
{
	if (f->holds > 0)
		return err_name(&c->err, RC_GUARD, "E_HELD",
		    _("held back: a dispute or an inspection needs it; lift "
		      "the hold first, or outcome=lock"));
	if (f->effects > 0)
		return err_name(&c->err, RC_GUARD, "E_UNDER_WAY",
		    _("letters or calls are under way: wait until they are "
		      "done"));
	if (basis == NULL)
		return must_lock(c, "E_ARCHIVE",
		    _("a rule of disposal or a permission of the National "
		      "Archives must allow it (legal_basis)"));
	if (strcmp(basis, "ARKL13_PERMIT") == 0)
		return RC_OK;
	if (f->decisions > 0)
		return must_lock(c, "E_MUST_KEEP",
		    _("decisions that may ground compensation are preserved"));
	if (f->minors > 0)
		return must_lock(c, "E_MUST_KEEP",
		    _("cases with minor children are preserved"));
	if (f->cases > 0)
		return must_lock(c, "E_MUST_KEEP",
		    _("cases name the person: they come first"));
	return RC_OK;
}

static enum rc
check(struct bf_call *c, const struct erasure *r, const json_t *params,
    struct erasure_facts *f)
{
	const char *outcome = param_text(params, "outcome");
	enum rc rc;

	if (strcmp(r->state, "asked") != 0)
		return err_set(&c->err, RC_CONFLICT,
		    _("erasure %lld: answered already"), (long long)r->id);
	if (strcmp(principal_name(c->who), r->asked_by) == 0)
		return err_name(&c->err, RC_DENIED, "E_FOUR_EYES",
		    _("erasure %lld: you asked yourself; somebody else "
		      "answers"),
		    (long long)r->id);
	if ((rc = erasure_need_reason(c)) != RC_OK ||
	    (rc = erasure_facts(c->store, &r->of, f, &c->err)) != RC_OK ||
	    strcmp(outcome, "refuse") == 0)
		return rc;
	if (!r->health && f->open > 0)
		return err_name(&c->err, RC_GUARD, "E_OPEN",
		    _("a case or a complaint is open: bring it to its end "
		      "first, or ask for health alone"));
	if (strcmp(outcome, "lock") == 0)
		return RC_OK;
	return may_destroy(c, f, param_text(params, "legal_basis"));
}

static int
erasure_decide_(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *outcome = param_text(params, "outcome");
	const char *state = outcome[0] == 'e' ? "erased" :
	    outcome[0] == 'l'		      ? "locked" :
						"refused";
	const char *basis = param_text(params, "legal_basis");
	struct erasure_facts f = { .holds = 0 };
	struct erasure r;
	enum rc rc;

	rc = open_erasure(c, param_int(params, "erasure", 0), &r);
	if (rc == RC_OK && (rc = check(c, &r, params, &f)) == RC_OK)
		rc = erasure_decide(c->tx, &r, state,
		    basis == NULL ? "ARKL13" : basis, c->who->reason,
		    principal_name(c->who), &c->err);
	if (rc == RC_OK) {
		(void)snprintf(r.state, sizeof(r.state), "%s", state);
		rc = erasure_mark(c, "erasure.decide", &r);
	}
	if (rc == RC_OK)
		*result = erasure_answer(c, &r, &f);
	erasure_fini(&r);
	return (int)rc;
}

static int
erasure_unlock_(struct bf_call *c, const json_t *params, json_t **result)
{
	struct erasure r;
	enum rc rc;

	rc = open_erasure(c, param_int(params, "erasure", 0), &r);
	if (rc != RC_OK) {
		erasure_fini(&r);
		return (int)rc;
	}
	if (strcmp(principal_name(c->who), r.decided_by) == 0)
		rc = err_name(&c->err, RC_DENIED, "E_FOUR_EYES",
		    _("erasure %lld: you locked it yourself; somebody else "
		      "unlocks it"),
		    (long long)r.id);
	else if ((rc = erasure_need_reason(c)) == RC_OK)
		rc = erasure_unlock(c->tx, &r, c->who->reason,
		    principal_name(c->who), &c->err);
	if (rc == RC_OK) {
		(void)snprintf(r.state, sizeof(r.state), "unlocked");
		rc = erasure_mark(c, "erasure.unlock", &r);
	}
	if (rc == RC_OK)
		*result =
		    json_pack("{s:I,s:s,s:I}", "erasure", (json_int_t)r.id,
			"state", r.state, "commit", (json_int_t)call_commit(c));
	erasure_fini(&r);
	return (int)rc;
}

static const struct bf_param case_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .name = "part",
	    .type = BF_CODE,
	    .codes = parts,
	    .text = N_("all (else), or health alone") },
	{ .type = BF_END },
};

static const struct bf_param person_params[] = {
	PERSON_PARAM,
	{ .name = "part",
	    .type = BF_CODE,
	    .codes = parts,
	    .text = N_("all (else), or health alone") },
	{ .type = BF_END },
};

static const struct bf_param list_params[] = {
	{ .name = "state",
	    .type = BF_CODE,
	    .codes = states,
	    .text = N_("only those in this state") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_param decide_params[] = {
	{ .name = "erasure",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the erasure") },
	{ .name = "outcome",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .codes = outcomes,
	    .text = N_("erase for good, lock, or refuse") },
	{ .name = "legal_basis",
	    .type = BF_CODE,
	    .codes = bases,
	    .text = N_("what allows to erase: a rule of disposal, or a "
		       "permission that the reason names") },
	{ .type = BF_END },
};

static const struct bf_param unlock_params[] = {
	{ .name = "erasure",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the erasure") },
	{ .type = BF_END },
};

static const struct bf_column ask_columns[] = {
	{ "erasure", BF_ID, N_("erasure") },
	{ "due", BF_DATE, N_("answer by") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("erasure") },
	{ "case", BF_CASE, N_("case") },
	{ "person", BF_ID, N_("person") },
	{ "part", BF_CODE, N_("part") },
	{ "state", BF_CODE, N_("state") },
	{ "due", BF_DATE, N_("answer by") },
	{ "asked", BF_INSTANT, N_("asked") },
	{ "asked_by", BF_NAME, N_("by") },
	{ "reason", BF_TEXT, N_("reason") },
	{ "decided", BF_INSTANT, N_("decided") },
	{ "decided_by", BF_NAME, N_("by") },
	{ "basis", BF_CODE, N_("basis") },
	{ "note", BF_TEXT, N_("why") },
	{ "unlocked", BF_INSTANT, N_("unlocked") },
	{ "unlocked_by", BF_NAME, N_("by") },
	{ "unlock_note", BF_TEXT, N_("why") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column decide_columns[] = {
	{ "erasure", BF_ID, N_("erasure") },
	{ "state", BF_CODE, N_("state") },
	{ "basis", BF_TEXT, N_("basis") },
	{ "kept", BF_OBJECT, N_("what is kept") },
	{ "gone_from_copies", BF_DATE, N_("gone from copies after") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column unlock_columns[] = {
	{ "erasure", BF_ID, N_("erasure") },
	{ "state", BF_CODE, N_("state") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

const struct bf_method erasure_methods[] = {
	{ .name = "case.erase",
	    .nb = "sak slett",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("ask that a case, or its health values, be erased"),
	    .params = case_params,
	    .columns = ask_columns,
	    .errors = "E_CONFLICT",
	    .call = case_erase },
	{ .name = "person.erase",
	    .nb = "person slett",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("ask that a person's data be erased"),
	    .params = person_params,
	    .columns = ask_columns,
	    .errors = "E_CONFLICT",
	    .call = person_erase },
	{ .name = "erasure.list",
	    .nb = "sletting liste",
	    .kind = BF_READ,
	    .access = BF_ACCESS_ARCHIVE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list what was asked to be erased, and what became of "
		       "it"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = erasure_list_ },
	{ .name = "erasure.decide",
	    .nb = "sletting avgjør",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_ARCHIVE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("erase, lock or refuse what somebody else asked for"),
	    .params = decide_params,
	    .columns = decide_columns,
	    .errors = "E_FOUR_EYES E_ARCHIVE E_MUST_KEEP E_HELD E_OPEN"
		      " E_UNDER_WAY E_CONFLICT",
	    .call = erasure_decide_ },
	{ .name = "erasure.unlock",
	    .nb = "sletting lås-opp",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_ARCHIVE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show again what somebody else locked"),
	    .params = unlock_params,
	    .columns = unlock_columns,
	    .errors = "E_FOUR_EYES E_CONFLICT",
	    .call = erasure_unlock_ },
	{ .name = NULL },
};
