/*
 * form -- the fields that an action or a new case asks for.
 *
 * All wrong fields are found at once: unknown, missing, of the wrong type, and
 * of a class that the caller may not see.
 */
#ifndef ENGINE_FORM_H
#define ENGINE_FORM_H

#include <stddef.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"
#include "model/definition.h"

struct step;

/*
 * Check INPUT against the N rows of FORM and give the values in normal form
 * (new reference).  A required field that the case already has need not come
 * again; null takes away the value of a field that is not required.  A person is
 * named by row number, or by a national number, which the gate answers and the
 * look-up log keeps like any search by number.
 */
enum rc form_check(struct step *st, const struct def_form *form, size_t n,
    const json_t *input, json_t **out, struct err *e);

/*
 * Describe a form for people and programs, [{name, title, help, type, class,
 * required, many, codes, min, max, value}] (new reference); `value` stands only
 * where the caller may see it.
 */
json_t *
form_describe(const struct step *st, const struct def_form *form, size_t n);

#endif
