/*
 * capacity -- who may consent for a person, and to what (samtykkekompetanse).
 *
 * Pure.  In health matters one decides from 16 (pbrl § 4-3, hpl § 22); before
 * that the guardians do (§ 4-4).  Other confidential matters take full age
 * unless the municipality has decided otherwise.  A guardian or representative
 * speaks within the scope of the authority, and nobody signs away more than they
 * could have given themselves.
 */
#ifndef ACCESS_CAPACITY_H
#define ACCESS_CAPACITY_H

#include <stdbool.h>

#include "base/err.h"

struct capacity {
	int age; /* full years of the person; -1: birth date not known */
	unsigned int classes; /* 1u << class: what is consented to */
	int health_age, other_age; /* the municipality's, in years */
	const char *giver; /* "self" "guardian" "representative" */
	/* Of the giver's link to the person; borrowed; NULL: there is none. */
	const char *link_kind, *scope;
	bool link_valid; /* today, and in writing if it has to be */
};

/* RC_OK, or E_CONSENT_CAPACITY with what is missing. */
enum rc capacity_check(const struct capacity *c, struct err *e);

#endif
