/*
 * gate_case -- the way to a case: by number, by row, by the action of a task.
 */
#include "access/gate.h"

#include <string.h>

#include "access/inside.h"
#include "access/relation.h"
#include "base/i18n.h"
#include "model/municipality.h"
#include "store/store.h"
#include "store/task.h"

/* Is REL enough for WANT?  NUMBER names the case to who may know of it. */
static enum rc
suffices(enum relation rel, enum gate_want want, const char *number,
    struct err *e)
{
	if (want != GATE_READ && rel == RELATION_CONSENT)
		return err_set(e, RC_DENIED,
		    _("case %s: a consent lets your unit look at it; only its "
		      "own unit works in it"),
		    number);
	if (want != GATE_READ &&
	    (rel == RELATION_EMERGENCY || rel == RELATION_RESCUE))
		return err_set(e, RC_DENIED,
		    _("case %s: opened in an emergency: to be read, not to be "
		      "changed"),
		    number);
	if (want == GATE_WRITE && rel == RELATION_TASK)
		return err_set(e, RC_DENIED,
		    _("case %s: a task in it does not "
		      "suffice; only the task's own action does"),
		    number);
	return RC_OK;
}

/*
 * What was FOUND of case HEAD, with the error LOST if it was not, goes on to
 * what P has to do with it.
 */
static enum rc
pass_on(const struct principal *p, struct store *s, enum rc found,
    const struct err *lost, struct case_head *head, struct gate_pass *pass,
    struct err *e)
{
	enum rc rc;

	if (found != RC_OK && found != RC_NOTFOUND) {
		*e = *lost;
		return found;
	}
	if (found == RC_NOTFOUND)
		memset(head, 0, sizeof(*head));
	if ((rc = relation_find(p, s, head, pass, e)) != RC_OK)
		return rc;
	if (pass->relation == RELATION_NONE)
		memset(head, 0, sizeof(*head));
	return RC_OK;
}

enum rc
gate_open(const struct principal *p, struct store *s, const char *number,
    enum gate_want want, struct case_head *head, struct gate_pass *pass,
    struct err *e)
{
	struct err lost = ERR_INIT;
	enum rc rc;

	memset(head, 0, sizeof(*head));
	rc = case_find_number(s, number, head, &lost);
	if ((rc = pass_on(p, s, rc, &lost, head, pass, e)) != RC_OK)
		return rc;
	if (pass->relation == RELATION_NONE)
		return case_not_found(e, number);
	return suffices(pass->relation, want, number, e);
}

enum rc
gate_open_id(const struct principal *p, struct store *s, int64_t id,
    enum gate_want want, struct case_head *head, struct gate_pass *pass,
    struct err *e)
{
	char number[CASE_NUMBER_SIZE];
	struct err lost = ERR_INIT;
	enum rc rc;

	memset(head, 0, sizeof(*head));
	rc = case_get(s, id, head, &lost);
	if ((rc = pass_on(p, s, rc, &lost, head, pass, e)) != RC_OK)
		return rc;
	if (pass->relation == RELATION_NONE)
		return err_set(e, RC_NOTFOUND, _("case: not found"));
	case_number(head, number);
	return suffices(pass->relation, want, number, e);
}

enum rc
gate_case(const struct principal *p, struct store *s, const char *number,
    enum gate_want want, struct case_head *head, enum relation *rel,
    struct err *e)
{
	struct gate_pass pass;
	enum rc rc;

	memset(&pass, 0, sizeof(pass));
	rc = gate_open(p, s, number, want, head, &pass, e);
	*rel = pass.relation;
	return rc;
}

enum rc
gate_case_id(const struct principal *p, struct store *s, int64_t id,
    enum gate_want want, struct case_head *head, enum relation *rel,
    struct err *e)
{
	struct gate_pass pass;
	enum rc rc;

	memset(&pass, 0, sizeof(pass));
	rc = gate_open_id(p, s, id, want, head, &pass, e);
	*rel = pass.relation;
	return rc;
}

enum rc
gate_action(const struct principal *p, struct store *s,
    const struct case_head *head, enum relation rel, const char *action,
    struct err *e)
{
	struct task t = { .id = 0 };
	int64_t id = 0;
	bool yes;
	enum rc rc;

	if (rel == RELATION_UNIT || rel == RELATION_CONTACT ||
	    rel == RELATION_SYSTEM)
		return RC_OK;
	if (rel == RELATION_TASK) {
		rc = task_find_key(s, head->id, action, &id, e);
		if (rc != RC_OK)
			return rc;
	}
	if (id != 0) {
		if ((rc = task_get(s, id, &t, e)) != RC_OK)
			return rc;
		yes = relation_is_for(p, &t);
		task_fini(&t);
		if (yes)
			return RC_OK;
	}
	return err_set(e, RC_DENIED,
	    _("%s: no open task of yours stands for "
	      "it"),
	    action);
}

void
gate_scope(const struct principal *p, struct scope *out)
{
	*out = (struct scope){ .all = false };
	if (!has_any(p, CASE_ROLES | TASK_ROLES))
		return;
	relation_scope(p, out);
	out->reach = has_any(p, CASE_ROLES) ? SCOPE_ANY : SCOPE_TASKS;
}

void
gate_full_scope(const struct principal *p, struct scope *out)
{
	*out = (struct scope){ .all = false };
	if (!has_any(p, CASE_ROLES))
		return;
	relation_scope(p, out);
	out->consents = false;
	out->reach = SCOPE_CASES;
}

/* Is a superior of U, a leader of a unit of U's, disqualified in case ID? */
static enum rc
superior_bar(const struct principal *p, struct store *s, int64_t id,
    enum bar *bar, struct err *e)
{
	const struct municipality *m = p->home;
	struct scope scope;
	size_t i;
	enum rc rc = RC_OK;

	*bar = BAR_NONE;
	if (m == NULL || (p->user->roles & ROLE_BIT(ROLE_LEADER)) != 0)
		return RC_OK;
	for (i = 0; rc == RC_OK && *bar == BAR_NONE && i < m->n_users; i++) {
		const struct user *u = &m->users[i];

		if ((u->roles & ROLE_BIT(ROLE_LEADER)) == 0 ||
		    !user_works_with(u, p->user))
			continue;
		scope = (struct scope){ .user = u->name, .home = m };
		rc = tie_bar(s, &scope, id, bar, e);
	}
	return rc;
}

enum rc
gate_impartial(const struct principal *p, struct store *s, int64_t id,
    struct err *e)
{
	struct scope scope;
	enum bar bar;
	enum rc rc;

	if (p->system || p->user == NULL)
		return RC_OK;
	relation_scope(p, &scope);
	if ((rc = tie_bar(s, &scope, id, &bar, e)) != RC_OK)
		return rc;
	if (bar != BAR_NONE)
		return err_name(e, RC_DENIED, "E_DISQUALIFIED",
		    _("%s is disqualified in this case (fvl § 6); somebody "
		      "else must decide"),
		    principal_name(p));
	if ((rc = superior_bar(p, s, id, &bar, e)) != RC_OK)
		return rc;
	if (bar != BAR_NONE)
		return err_name(e, RC_DENIED, "E_DISQUALIFIED",
		    _("the leader of %s is disqualified in this case, and so "
		      "are those directly below (fvl § 6); a unit under "
		      "another "
		      "leader must decide"),
		    principal_name(p));
	return RC_OK;
}
