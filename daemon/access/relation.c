/*
 * relation -- what a principal has to do with a case.
 *
 *	barred (own, relative, colleague, declared) ── none, and flagged
 *	unit ─── contact person of that unit ─── or whoever stands in for them
 *	emergency  opened by the user, and claimed by the request's basis
 *	task ─── one of the unit's or the user's, for a role they hold
 *	consent  of everybody the case names, from its unit to the acting one
 *	else ─── none
 */
#include "access/relation.h"

#include <string.h>

#include "access/emergency.h"
#include "access/inside.h"
#include "model/municipality.h"
#include "store/grade.h"
#include "store/store.h"

#define ALL_CLASSES ((1u << BF_N_CLASSES) - 1)

void
relation_scope(const struct principal *p, struct scope *out)
{
	*out = (struct scope){ .home = p->home };
	if (p->user == NULL)
		return;
	out->n_units = principal_unit_names(p, &out->units);
	out->user = p->user->name;
	out->stands_for = p->stands_for;
	out->n_stands_for = p->n_stands_for;
	out->roles = p->roles;
	out->named_tasks = !has_any(p, FREE_TASK_ROLES);
	out->consents = has_any(p, CASE_ROLES);
}

void
relation_note(const struct principal *p, enum bar bar, const char *kind,
    int64_t id)
{
	if (p->flag != NULL)
		*p->flag = (struct gate_flag){ bar, kind, id };
}

/* The absentee whose case H is, if P stands in for them; else NULL. */
static const char *
absentee_of(const struct principal *p, const struct case_head *h)
{
	const struct user *u;
	size_t i, j;

	for (i = 0; p->home != NULL && i < p->n_stands_for; i++) {
		if (strcmp(p->stands_for[i], h->contact) != 0)
			continue;
		u = municipality_user(p->home, h->contact);
		for (j = 0; u != NULL && j < u->n_units; j++) {
			if (strcmp(u->unit_names[j], h->unit) == 0)
				return p->stands_for[i];
		}
	}
	return NULL;
}

static enum relation
relation_of(const struct principal *p, const struct case_head *h,
    const struct tie *tie, enum relation emergency, struct gate_pass *pass)
{
	const char *absentee = absentee_of(p, h);

	if (has_any(p, CASE_ROLES)) {
		if (principal_acts_in(p, h->unit))
			return strcmp(h->contact, p->user->name) == 0 ?
			    RELATION_CONTACT :
			    RELATION_UNIT;
		if (absentee != NULL) {
			pass->through = absentee;
			return RELATION_CONTACT;
		}
	}
	if (emergency != RELATION_NONE)
		return emergency;
	if (tie->task && has_any(p, CASE_ROLES | TASK_ROLES))
		return RELATION_TASK;
	if (has_any(p, CASE_ROLES) && (tie->from & BIT(BF_CLASS_CASE)) != 0)
		return RELATION_CONSENT;
	return RELATION_NONE;
}

/* What consents add, and on which basis the case is seen at all. */
static void
widen(const struct principal *p, const struct tie *tie, struct gate_pass *pass)
{
	unsigned int own = gate_classes(p, pass->relation), more = 0;
	enum domain domain;

	if (pass->relation == RELATION_CONSENT)
		more = tie->from;
	else if (pass->relation >= RELATION_UNIT)
		more = tie->consented;
	pass->classes = own | more;
	if (pass->relation == RELATION_EMERGENCY ||
	    pass->relation == RELATION_RESCUE) {
		pass->basis = EMERGENCY_BASIS;
	} else if ((more & ~own) != 0) {
		pass->basis = "FVL13A1";
		pass->consent = tie->consent;
	} else if (principal_domain(p, &domain) && domain == DOMAIN_HEALTH) {
		pass->basis = "HPL25";
	} else {
		pass->basis = "FVL13B2";
	}
}

enum rc
relation_find(const struct principal *p, struct store *s,
    const struct case_head *h, struct gate_pass *pass, struct err *e)
{
	enum relation emergency = RELATION_NONE;
	struct scope scope;
	struct tie tie;
	enum rc rc;

	*pass = (struct gate_pass){ .relation = RELATION_NONE, .basis = "" };
	if (p->system) {
		if (h->id != 0)
			pass->relation = RELATION_SYSTEM;
		pass->classes = h->id != 0 ? ALL_CLASSES : 0;
		return RC_OK;
	}
	relation_scope(p, &scope);
	rc = tie_case(s, &scope, h->id, h->unit, &tie, e);
	if (rc == RC_OK)
		rc = grade_of_case(s, h->id, &pass->grade, e);
	if (rc == RC_OK)
		rc = emergency_relation(p, s, h->id, &emergency, e);
	if (rc != RC_OK || h->id == 0)
		return rc;
	if (tie.bar != BAR_NONE) {
		relation_note(p, tie.bar, "case", h->id);
		return RC_OK;
	}
	pass->relation = relation_of(p, h, &tie, emergency, pass);
	if (pass->relation != RELATION_NONE)
		widen(p, &tie, pass);
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
		return p->user != NULL &&
		    (strcmp(t->user, p->user->name) == 0 ||
			principal_stands_for(p, t->user));
	return principal_acts_in(p, t->unit);
}
