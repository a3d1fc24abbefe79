/*
 * inside -- what the files of the gate share; for this room only.
 */
#ifndef ACCESS_INSIDE_H
#define ACCESS_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/principal.h"

/* Roles that work with cases of their units. */
#define CASE_ROLES                                                             \
	(ROLE_BIT(ROLE_CASEWORKER) | ROLE_BIT(ROLE_DECISION_MAKER) |           \
	    ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_LEADER))

/* Roles that meet a case only through a task in it. */
#define TASK_ROLES                                                             \
	(ROLE_BIT(ROLE_PERFORMER) | ROLE_BIT(ROLE_CARETAKER) |                 \
	    ROLE_BIT(ROLE_PROPERTY))

/* Of whom a task need not say that it is for their role. */
#define FREE_TASK_ROLES (CASE_ROLES | ROLE_BIT(ROLE_PERFORMER))

#define REPORT_ROLES                                                           \
	(ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_FORUM) | ROLE_BIT(ROLE_AUDITOR))

#define BIT(class) (1u << (unsigned int)(class))

/* Is P a user of the municipality that holds one of ROLES in this request? */
static inline bool
has_any(const struct principal *p, unsigned int roles)
{
	return !p->system && p->user != NULL && (p->roles & roles) != 0;
}

#endif
