/*
 * rules -- what no definition can take away (domain D-301, D-302, D-305).
 */
#ifndef ENGINE_RULES_H
#define ENGINE_RULES_H

#include <stdbool.h>

#include "base/err.h"

struct step;

/* Does the case, as the step leaves it, keep the rules?  Sets E otherwise. */
enum rc	rules_check(struct step *st, struct err *e);

/* Is the case closed? */
bool	rules_is_closed(const struct step *st);

#endif
