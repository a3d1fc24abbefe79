/*
 * relation -- what a principal has to do with a case.
 */
#include "access/relation.h"

#include <string.h>

#include "access/emergency.h"
#include "access/inside.h"
#include "store/store.h"

static bool
acts_in(const struct principal *p, const char *unit)
{
	const char *const *names;
	size_t i, n = principal_unit_names(p, &names);

	for (i = 0; i < n; i++) {
		if (strcmp(names[i], unit) == 0)
			return true;
	}
	return false;
}

enum rc
relation_find(const struct principal *p, struct store *s,
    const struct case_head *h, enum relation *rel, struct err *e)
{
	const char *const *units;
	size_t n = principal_unit_names(p, &units);
	enum relation emergency = RELATION_NONE;
	bool task = false;
	enum rc rc;

	*rel = RELATION_NONE;
	rc = task_relates(s, h->id, p->user == NULL ? "" : p->user->name, units,
	    n, &task, e);
	if (rc == RC_OK)
		rc = emergency_relation(p, s, h->id, &emergency, e);
	if (rc != RC_OK || h->id == 0)
		return rc;
	if (p->system)
		*rel = RELATION_SYSTEM;
	else if (has_any(p, CASE_ROLES) &&
	    strcmp(h->contact, p->user->name) == 0)
		*rel = RELATION_CONTACT;
	else if (has_any(p, CASE_ROLES) && acts_in(p, h->unit))
		*rel = RELATION_UNIT;
	else if (emergency != RELATION_NONE)
		*rel = emergency;
	else if (task && has_any(p, CASE_ROLES | TASK_ROLES))
		*rel = RELATION_TASK;
	return RC_OK;
}

bool
relation_is_for(const struct principal *p, const struct task *t)
{
	enum role role;

	if (t->role[0] != '\0' &&
	    (!role_parse(t->role, &role) || !principal_has(p, role)))
		return false;
	if (t->user[0] != '\0')
		return p->user != NULL && strcmp(t->user, p->user->name) == 0;
	return acts_in(p, t->unit);
}
