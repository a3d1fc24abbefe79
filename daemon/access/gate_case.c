/*
 * gate_case -- the way to a case: by number, by row, by the action of a task.
 */
#include "access/gate.h"

#include <string.h>

#include "access/inside.h"
#include "access/relation.h"
#include "base/i18n.h"
#include "store/store.h"
#include "store/task.h"

/* Is REL enough for WANT?  NUMBER names the case to who may know of it. */
static enum rc
suffices(enum relation rel, enum gate_want want, const char *number,
    struct err *e)
{
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

enum rc
gate_case(const struct principal *p, struct store *s, const char *number,
    enum gate_want want, struct case_head *head, enum relation *rel,
    struct err *e)
{
	struct err lost = ERR_INIT;
	enum rc rc;

	memset(head, 0, sizeof(*head));
	rc = case_find_number(s, number, head, &lost);
	if (rc == RC_NOTFOUND)
		memset(head, 0, sizeof(*head));
	else if (rc != RC_OK) {
		*e = lost;
		return rc;
	}
	if ((rc = relation_find(p, s, head, rel, e)) != RC_OK)
		return rc;
	if (*rel == RELATION_NONE) {
		memset(head, 0, sizeof(*head));
		return case_not_found(e, number);
	}
	return suffices(*rel, want, number, e);
}

enum rc
gate_case_id(const struct principal *p, struct store *s, int64_t id,
    enum gate_want want, struct case_head *head, enum relation *rel,
    struct err *e)
{
	char number[CASE_NUMBER_SIZE];
	struct err lost = ERR_INIT;
	enum rc rc;

	memset(head, 0, sizeof(*head));
	rc = case_get(s, id, head, &lost);
	if (rc == RC_NOTFOUND)
		memset(head, 0, sizeof(*head));
	else if (rc != RC_OK) {
		*e = lost;
		return rc;
	}
	if ((rc = relation_find(p, s, head, rel, e)) != RC_OK)
		return rc;
	if (*rel == RELATION_NONE) {
		memset(head, 0, sizeof(*head));
		return err_set(e, RC_NOTFOUND, _("case: not found"));
	}
	case_number(head, number);
	return suffices(*rel, want, number, e);
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
	out->n_units = principal_unit_names(p, &out->units);
	out->user = p->user->name;
	out->reach = has_any(p, CASE_ROLES) ? SCOPE_ANY : SCOPE_TASKS;
}
