/*
 * rules -- what no definition can take away (domain D-301, D-302, D-305).
 */
#ifndef ENGINE_RULES_H
#define ENGINE_RULES_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"
#include "model/definition.h"

struct step;

/*
 * Is VALUE (checked by its type) one that field F may hold?  Nothing can have
 * been received after today: legal deadlines count from that day.  Sets E by
 * err_field otherwise.
 */
enum rc rules_check_value(const struct step *st, const struct def_field *f,
    const json_t *value, struct err *e);

/* Does the case, as the step leaves it, keep the rules?  Sets E otherwise. */
enum rc rules_check(struct step *st, struct err *e);

/* Is the case closed? */
bool rules_is_closed(const struct step *st);

#endif
