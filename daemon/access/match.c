/*
 * match -- the release rules a-e of domain §3.2.
 */
#include "access/match.h"

#include <string.h>

static const char *const names[] = {
	[MATCH_CONSENT] = "consent",
	[MATCH_PLAN_ACCESS] = "plan_access",
	[MATCH_NOTICE] = "notice",
	[MATCH_DANGER] = "danger",
	[MATCH_UNRELEASED] = "unreleased",
};

static const char *const bases[] = {
	[MATCH_CONSENT] = "FVL13A1",
	[MATCH_PLAN_ACCESS] = "IP9I",
	[MATCH_NOTICE] = "FVL13B5",
	[MATCH_DANGER] = "FVL13B7",
	[MATCH_UNRELEASED] = "",
};

static enum match_rule
rule_of(const struct match_facts *f)
{
	if (f->consent)
		return MATCH_CONSENT;
	if (f->plan_access)
		return MATCH_PLAN_ACCESS;
	if (f->danger)
		return MATCH_DANGER;
	/* From health to others c releases nothing (hpl § 21): rule c2. */
	if (f->choice != MATCH_OFF && !f->reserved && f->from != DOMAIN_HEALTH)
		return MATCH_NOTICE;
	return MATCH_UNRELEASED;
}

void
match_decide(const struct match_facts *f, struct match_release *out)
{
	*out = (struct match_release){ .rule = rule_of(f) };
	switch (out->rule) {
	case MATCH_CONSENT:
	case MATCH_PLAN_ACCESS:
		out->to_asker = out->to_coordinator = true;
		break;
	case MATCH_NOTICE:
	case MATCH_DANGER:
		out->to_leader = f->choice == MATCH_LEADER ||
		    f->grade == PERSON_STRICTLY_PROTECTED;
		out->to_coordinator = !out->to_leader;
		break;
	case MATCH_UNRELEASED:
		break;
	}
}

const char *
match_rule_name(enum match_rule rule)
{
	return names[rule];
}

const char *
match_rule_basis(enum match_rule rule)
{
	return bases[rule];
}

bool
match_choice_parse(const char *text, enum match_choice *out)
{
	static const char *const words[] = { [MATCH_OFF] = "off",
		[MATCH_COORDINATOR] = "coordinator",
		[MATCH_LEADER] = "leader" };
	unsigned int i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i]) == 0) {
			*out = (enum match_choice)i;
			return true;
		}
	}
	return false;
}
