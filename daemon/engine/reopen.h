/*
 * reopen -- why a closed case may be taken up again (domain §2.4).
 *
 *	complaint_upheld	a complaint was upheld
 *	new_facts		something new is known
 *	error			a mistake was made
 *	new_request		the person asks again within six months; after
 *				that it is a new case, unless they withdrew
 *
 * A new cycle begins in the stage that is named; what was known stays.
 */
#ifndef ENGINE_REOPEN_H
#define ENGINE_REOPEN_H

#include <jansson.h>

#include "base/err.h"

struct step;

/*
 * The step has just begun a new cycle: may it, and why?  The reason is field
 * "reopen_reason", which a definition that has it must fill (E_REOPEN_REASON;
 * E_REOPEN_LATE for new_request after six months).  Keeps the cycle.
 */
enum rc reopen_check(struct step *st, struct err *e);

#endif
