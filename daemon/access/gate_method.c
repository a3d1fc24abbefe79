/*
 * gate_method -- which roles open which access class of a method.
 */
#include "access/gate.h"

#include <string.h>

#include "access/inside.h"
#include "base/i18n.h"

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
	case BF_ACCESS_OVERSIGHT:
		return ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_AUDITOR);
	case BF_ACCESS_ARCHIVE:
		return ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_ARCHIVIST);
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
	case BF_ACCESS_OVERSIGHT:
	case BF_ACCESS_ARCHIVE:
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
		    method->nb);
	if (!p->system && p->user == NULL)
		return err_set(e, RC_DENIED,
		    _("%s: this login is no user of "
		      "%s; a [user] section names it"),
		    method->nb, m->name);
	if (roles[0] == '\0')
		return err_set(e, RC_DENIED, _("%s: not for %s"), method->nb,
		    principal_name(p));
	return err_set(e, RC_DENIED, _("%s: asks for one of the roles %s"),
	    method->nb, roles);
}

bool
gate_leads(const struct principal *p, const char *user)
{
	const struct user *u;
	size_t i;

	if (!has_any(p, ROLE_BIT(ROLE_LEADER)) || p->home == NULL ||
	    strcmp(p->user->name, user) == 0)
		return false;
	u = municipality_user(p->home, user);
	for (i = 0; u != NULL && i < u->n_units; i++) {
		if (principal_acts_in(p, u->unit_names[i]))
			return true;
	}
	return false;
}

bool
gate_oversees(const struct principal *p, const char *user)
{
	return gate_audit(p) || gate_leads(p, user);
}

bool
gate_audit(const struct principal *p)
{
	return has_any(p, ROLE_BIT(ROLE_AUDITOR));
}
