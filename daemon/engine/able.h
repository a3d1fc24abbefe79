/*
 * able -- who may decide in a case: authority, disqualification, four eyes.
 *
 * Disqualification (inhabilitet, fvl § 6) is lifted by nothing: no role, basis
 * or configuration.  Four eyes is the municipality's own rule, and a
 * small one may set it otherwise (domain 2.7).
 */
#ifndef ENGINE_ABLE_H
#define ENGINE_ABLE_H

#include <stdbool.h>

#include "base/err.h"

struct step;

/*
 * May the caller decide about TYPE?  E_DISQUALIFIED, also for who answers to a
 * leader that is; E_AUTHORITY without the role or the
 * configured authority, E_FOUR_EYES for who has prepared alone; *REVIEW: it is
 * allowed, and the leader is to look at it.
 */
enum rc able_decide(const struct step *st, const char *type, bool *review,
    struct err *e);

#endif
