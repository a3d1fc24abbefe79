/*
 * principal -- names of roles and domains, and what a principal may act as.
 */
#include "model/principal.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

static const char *const role_names[N_ROLES] = {
	[ROLE_CASEWORKER] = "caseworker",
	[ROLE_DECISION_MAKER] = "decision_maker",
	[ROLE_COORDINATOR] = "coordinator",
	[ROLE_PERFORMER] = "performer",
	[ROLE_CARETAKER] = "caretaker",
	[ROLE_PROPERTY] = "property",
	[ROLE_LEADER] = "leader",
	[ROLE_FORUM] = "forum",
	[ROLE_ARCHIVIST] = "archivist",
	[ROLE_ADMINISTRATOR] = "administrator",
	[ROLE_AUDITOR] = "auditor",
};

static const char *const role_words[N_ROLES] = {
	[ROLE_CASEWORKER] = N_("caseworker"),
	[ROLE_DECISION_MAKER] = N_("decision-maker"),
	[ROLE_COORDINATOR] = N_("coordinator"),
	[ROLE_PERFORMER] = N_("performer of measures"),
	[ROLE_CARETAKER] = N_("caretaker"),
	[ROLE_PROPERTY] = N_("property manager"),
	[ROLE_LEADER] = N_("leader"),
	[ROLE_FORUM] = N_("strategic forum"),
	[ROLE_ARCHIVIST] = N_("archivist"),
	[ROLE_ADMINISTRATOR] = N_("administrator"),
	[ROLE_AUDITOR] = N_("auditor"),
};

static const char *const domain_names[N_DOMAINS] = {
	[DOMAIN_SOCIAL] = "social",
	[DOMAIN_HEALTH] = "health",
	[DOMAIN_HOUSING] = "housing",
	[DOMAIN_PROPERTY] = "property",
};

const char *
role_name(enum role r)
{
	return role_names[r];
}

const char *
role_title(enum role r)
{
	return _(role_words[r]);
}

void
role_titles(unsigned int roles, char *out, size_t size)
{
	size_t used = 0;
	unsigned int i;

	out[0] = '\0';
	for (i = 0; i < N_ROLES && used < size; i++)
		if ((roles & ROLE_BIT(i)) != 0)
			used +=
			    (size_t)snprintf(out + used, size - used, "%s%s",
				used > 0 ? ", " : "", role_title((enum role)i));
}

bool
role_parse(const char *name, enum role *out)
{
	unsigned int i;

	for (i = 0; i < N_ROLES; i++) {
		if (strcmp(name, role_names[i]) == 0) {
			*out = (enum role)i;
			return true;
		}
	}
	return false;
}

const char *
domain_name(enum domain d)
{
	return domain_names[d];
}

bool
domain_parse(const char *name, enum domain *out)
{
	unsigned int i;

	for (i = 0; i < N_DOMAINS; i++) {
		if (strcmp(name, domain_names[i]) == 0) {
			*out = (enum domain)i;
			return true;
		}
	}
	return false;
}

bool
principal_has(const struct principal *p, enum role r)
{
	return !p->system && (p->roles & ROLE_BIT(r)) != 0;
}

bool
user_works_on(const struct user *u, const char *today)
{
	return (u->from == NULL || strcmp(u->from, today) <= 0) &&
	    (u->to == NULL || strcmp(u->to, today) >= 0);
}

bool
user_works_with(const struct user *a, const struct user *b)
{
	size_t i, j;

	for (i = 0; i < a->n_units; i++) {
		for (j = 0; j < b->n_units; j++) {
			if (a->units[i] == b->units[j])
				return true;
		}
	}
	return false;
}

bool
principal_acts_in(const struct principal *p, const char *name)
{
	const char *const *names;
	size_t i, n = principal_unit_names(p, &names);

	for (i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

bool
principal_stands_for(const struct principal *p, const char *user)
{
	size_t i;

	for (i = 0; i < p->n_stands_for; i++) {
		if (strcmp(p->stands_for[i], user) == 0)
			return true;
	}
	return false;
}

bool
principal_in_unit(const struct principal *p, const char *name)
{
	size_t i;

	if (p->user == NULL)
		return false;
	for (i = 0; i < p->user->n_units; i++) {
		if (strcmp(p->user->units[i]->name, name) == 0)
			return true;
	}
	return false;
}

size_t
principal_units(const struct principal *p, const struct unit *const **out)
{
	if (p->user == NULL) {
		*out = NULL;
		return 0;
	}
	if (p->unit != NULL) {
		*out = &p->unit;
		return 1;
	}
	*out = p->user->units;
	return p->user->n_units;
}

size_t
principal_unit_names(const struct principal *p, const char *const **out)
{
	if (p->user == NULL) {
		*out = NULL;
		return 0;
	}
	if (p->unit != NULL) {
		*out = &p->unit->name;
		return 1;
	}
	*out = p->user->unit_names;
	return p->user->unit_names == NULL ? 0 : p->user->n_units;
}

bool
principal_domain(const struct principal *p, enum domain *out)
{
	const struct unit *const *units;
	size_t i, n;

	n = principal_units(p, &units);
	if (n == 0)
		return false;
	for (i = 1; i < n; i++) {
		if (units[i]->domain != units[0]->domain)
			return false;
	}
	*out = units[0]->domain;
	return true;
}

const char *
principal_name(const struct principal *p)
{
	if (p->system)
		return "system";
	return p->user == NULL ? "-" : p->user->name;
}
