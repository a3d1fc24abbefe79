/*
 * gate -- every rule of access, in its strict form: what is not allowed here
 * is refused.
 *
 * There is no consent yet, so confidentiality has one direction less than the
 * law: values of class health stay with units of the health domain (domain
 * §0.3 no. 5), and nothing crosses to a unit that does not hold the case.
 */
#include "access/gate.h"

#include <string.h>

#include "base/i18n.h"
#include "model/definition.h"
#include "store/household.h"
#include "store/store.h"
#include "store/task.h"

/* Roles that work with cases of their units. */
#define CASE_ROLES                                                             \
	(ROLE_BIT(ROLE_CASEWORKER) | ROLE_BIT(ROLE_DECISION_MAKER) |           \
	    ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_LEADER))

/* Roles that meet a case only through a task in it. */
#define TASK_ROLES                                                             \
	(ROLE_BIT(ROLE_PERFORMER) | ROLE_BIT(ROLE_CARETAKER) |                 \
	    ROLE_BIT(ROLE_PROPERTY))

#define REPORT_ROLES                                                           \
	(ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_FORUM) | ROLE_BIT(ROLE_AUDITOR))

#define BIT(class) (1u << (unsigned int)(class))

static bool
has_any(const struct principal *p, unsigned int roles)
{
	return !p->system && p->user != NULL && (p->roles & roles) != 0;
}

/* Which roles an access class asks for; 0: no role opens it. */
static unsigned int
roles_of(enum bf_access access)
{
	switch (access) {
	case BF_ACCESS_CASE:
		return CASE_ROLES | TASK_ROLES;
	case BF_ACCESS_PERSON:
		return CASE_ROLES;
	case BF_ACCESS_REPORT:
		return REPORT_ROLES;
	case BF_ACCESS_DEFINITION:
	case BF_ACCESS_CLOCK:
		return ROLE_BIT(ROLE_ADMINISTRATOR);
	case BF_ACCESS_AUDIT:
		return ROLE_BIT(ROLE_AUDITOR);
	case BF_ACCESS_NONE:
	case BF_ACCESS_PUBLIC:
	case BF_ACCESS_STAFF:
		break;
	}
	return 0;
}

static bool
may_call(const struct principal *p, enum bf_access access,
    const struct municipality *m)
{
	switch (access) {
	case BF_ACCESS_NONE:
		return false;
	case BF_ACCESS_PUBLIC:
		return !p->system;
	case BF_ACCESS_STAFF:
		return !p->system && p->user != NULL;
	case BF_ACCESS_CASE:
		return p->system || has_any(p, roles_of(access));
	case BF_ACCESS_CLOCK:
		return m->test_identities && !p->system &&
		    (p->gateway != NULL || has_any(p, roles_of(access)));
	case BF_ACCESS_PERSON:
	case BF_ACCESS_REPORT:
	case BF_ACCESS_DEFINITION:
	case BF_ACCESS_AUDIT:
		return has_any(p, roles_of(access));
	}
	return false;
}

enum rc
gate_method(const struct principal *p, const struct bf_method *method,
    const struct municipality *m, struct err *e)
{
	char roles[256];

	if (may_call(p, method->access, m))
		return RC_OK;
	role_titles(roles_of(method->access), roles, sizeof(roles));
	if (method->access == BF_ACCESS_CLOCK && !m->test_identities)
		return err_set(e, RC_DENIED,
		    _("%s: only in a test "
		      "installation (test_identities = yes)"),
		    method->name);
	if (!p->system && p->user == NULL)
		return err_set(e, RC_DENIED,
		    _("%s: this login is no user of "
		      "%s; a [user] section names it"),
		    method->name, m->name);
	if (roles[0] == '\0')
		return err_set(e, RC_DENIED, _("%s: not for %s"), method->name,
		    principal_name(p));
	return err_set(e, RC_DENIED, _("%s: asks for one of the roles %s"),
	    method->name, roles);
}

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

/*
 * What P has to do with case H (id 0: unknown).  Always asks the store for
 * tasks, so that unknown and forbidden take the same statements.
 */
static enum rc
relate(const struct principal *p, struct store *s, const struct case_head *h,
    enum relation *rel, struct err *e)
{
	const char *const *units;
	size_t n = principal_unit_names(p, &units);
	bool task = false;
	enum rc rc;

	*rel = RELATION_NONE;
	rc = task_relates(s, h->id, p->user == NULL ? "" : p->user->name, units,
	    n, &task, e);
	if (rc != RC_OK || h->id == 0)
		return rc;
	if (p->system)
		*rel = RELATION_SYSTEM;
	else if (has_any(p, CASE_ROLES) &&
	    strcmp(h->contact, p->user->name) == 0)
		*rel = RELATION_CONTACT;
	else if (has_any(p, CASE_ROLES) && acts_in(p, h->unit))
		*rel = RELATION_UNIT;
	else if (task && has_any(p, CASE_ROLES | TASK_ROLES))
		*rel = RELATION_TASK;
	return RC_OK;
}

/* Is REL enough for WANT?  NUMBER names the case to who may know of it. */
static enum rc
suffices(enum relation rel, enum gate_want want, const char *number,
    struct err *e)
{
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
	if ((rc = relate(p, s, head, rel, e)) != RC_OK)
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
	if ((rc = relate(p, s, head, rel, e)) != RC_OK)
		return rc;
	if (*rel == RELATION_NONE) {
		memset(head, 0, sizeof(*head));
		return err_set(e, RC_NOTFOUND, _("case: not found"));
	}
	case_number(head, number);
	return suffices(*rel, want, number, e);
}

/* May P do what T stands for? */
static bool
is_for(const struct principal *p, const struct task *t)
{
	enum role role;

	if (t->role[0] != '\0' &&
	    (!role_parse(t->role, &role) || !principal_has(p, role)))
		return false;
	if (t->user[0] != '\0')
		return p->user != NULL && strcmp(t->user, p->user->name) == 0;
	return acts_in(p, t->unit);
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
		yes = is_for(p, &t);
		task_fini(&t);
		if (yes)
			return RC_OK;
	}
	return err_set(e, RC_DENIED,
	    _("%s: no open task of yours stands for "
	      "it"),
	    action);
}

bool
gate_class(const struct principal *p, enum relation rel, enum bf_class class)
{
	enum domain domain;

	switch (rel) {
	case RELATION_NONE:
		return false;
	case RELATION_TASK:
		return class == BF_CLASS_CASE;
	case RELATION_SYSTEM:
		return true;
	case RELATION_UNIT:
	case RELATION_CONTACT:
		break;
	}
	if (class != BF_CLASS_HEALTH)
		return true;
	return principal_domain(p, &domain) && domain == DOMAIN_HEALTH;
}

unsigned int
gate_classes(const struct principal *p, enum relation rel)
{
	unsigned int c, mask = 0;

	for (c = 0; c < BF_N_CLASSES; c++) {
		if (gate_class(p, rel, (enum bf_class)c))
			mask |= BIT(c);
	}
	return mask;
}

/* Could P see health by choosing one of its units? */
static bool
could_choose(const struct principal *p)
{
	const struct unit *const *units;
	size_t i, n = principal_units(p, &units);

	for (i = 0; n > 1 && i < n; i++) {
		if (units[i]->domain == DOMAIN_HEALTH)
			return true;
	}
	return false;
}

enum rc
gate_class_need(const struct principal *p, enum relation rel,
    enum bf_class class, struct err *e)
{
	if (gate_class(p, rel, class))
		return RC_OK;
	if (class == BF_CLASS_HEALTH && rel != RELATION_TASK &&
	    rel != RELATION_NONE && could_choose(p))
		return err_set(e, RC_DENIED,
		    _("health: say in which unit you "
		      "act, such as role=@unit: your units lie in two "
		      "domains"));
	return err_set(e, RC_DENIED, _("%s: not for you in this case"),
	    bf_class_name(class));
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

void
gate_person_scope(const struct principal *p, struct scope *out)
{
	*out = (struct scope){ .all = p->system };
	if (!has_any(p, CASE_ROLES))
		return;
	gate_scope(p, out);
	out->reach = SCOPE_CASES;
}

/* What of a person of GRADE may be shown to P; false: not even that they are. */
static bool
view_of(const struct principal *p, enum person_grade grade, bool related,
    enum gate_how how, struct gate_view *view)
{
	enum relation rel = p->system ? RELATION_SYSTEM : RELATION_UNIT;

	*view = (struct gate_view){ .related = related };
	if (related) {
		view->classes = gate_classes(p, rel) & ~BIT(BF_CLASS_CASE);
		if (grade == PERSON_STRICTLY_PROTECTED)
			view->classes &= ~BIT(BF_CLASS_ADDRESS);
		view->list_address = grade == PERSON_OPEN;
		return true;
	}
	if (how != GATE_BY_NUMBER || !has_any(p, CASE_ROLES) ||
	    grade == PERSON_STRICTLY_PROTECTED)
		return false;
	if (grade == PERSON_OPEN)
		view->classes = BIT(BF_CLASS_IDENTITY);
	return true;
}

enum rc
gate_person(const struct principal *p, struct store *s, int64_t id,
    enum gate_how how, struct person *out, struct gate_view *view,
    struct err *e)
{
	struct err lost = ERR_INIT;
	struct scope scope;
	bool known, related = false;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	memset(view, 0, sizeof(*view));
	rc = person_load(s, id, out, &lost);
	if (rc != RC_OK && rc != RC_NOTFOUND) {
		*e = lost;
		return rc;
	}
	known = rc == RC_OK;
	gate_person_scope(p, &scope);
	if ((rc = person_in_scope(s, &scope, id, &related, e)) != RC_OK)
		return rc;
	if (known && view_of(p, out->grade, related, how, view))
		return RC_OK;
	memset(out, 0, sizeof(*out));
	return err_set(e, RC_NOTFOUND, _("person: not found"));
}

enum rc
gate_household(const struct principal *p, struct store *s, int64_t id,
    struct err *e)
{
	struct scope scope;
	bool yes;
	enum rc rc;

	gate_person_scope(p, &scope);
	if ((rc = household_in_scope(s, &scope, id, &yes, e)) != RC_OK)
		return rc;
	if (!yes)
		return err_set(e, RC_NOTFOUND, _("household: not found"));
	return RC_OK;
}

bool
gate_audit(const struct principal *p)
{
	return has_any(p, ROLE_BIT(ROLE_AUDITOR));
}
