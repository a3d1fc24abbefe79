/*
 * match -- the release rules a-e of domain §3.2: what of a match is released,
 * to whom.
 *
 * Pure: the engine gathers the facts and carries out what is decided here.
 * Tried in order: a, b, then d before c, because danger overrides what the
 * municipality has chosen; e is what is left.  c2: what a unit under health
 * personnel's duty knows goes to nobody by c; its coordinator is told instead.
 */
#ifndef ACCESS_MATCH_H
#define ACCESS_MATCH_H

#include <stdbool.h>

#include "model/principal.h"
#include "store/person.h"

enum match_rule {
	MATCH_CONSENT, /* a: a consent that covers the purpose both ways */
	MATCH_PLAN_ACCESS, /* b: access consent of an individual plan, § 9 i */
	MATCH_NOTICE, /* c: the other unit is told (fvl § 13 b no. 5) */
	MATCH_DANGER, /* d: life or health (fvl § 13 b no. 7) */
	MATCH_UNRELEASED /* e: counted, and nothing else */
};

/* Whom c tells: the municipality's choice, which needs a name and a date. */
enum match_choice { MATCH_OFF, MATCH_COORDINATOR, MATCH_LEADER };

struct match_facts {
	bool consent; /* to the asker and to the other unit */
	bool plan_access; /* likewise, by the plan's consent */
	enum domain from; /* of the asking unit */
	enum match_choice choice;
	bool reserved; /* husll § 9-11 */
	bool danger;
	enum person_grade grade;
};

struct match_release {
	enum match_rule rule;
	bool to_asker; /* (i) and (ii): that there is a contact, and who */
	bool to_coordinator, to_leader; /* of the other unit: an alert */
};

void match_decide(const struct match_facts *f, struct match_release *out);

/* "consent", "plan_access", "notice", "danger", "unreleased". */
const char *match_rule_name(enum match_rule rule);

/* The basis of a release: "FVL13A1", "IP9I", "FVL13B5", "FVL13B7"; "". */
const char *match_rule_basis(enum match_rule rule);

/* Parse "off", "coordinator", "leader". */
bool match_choice_parse(const char *text, enum match_choice *out);

#endif
