/*
 * schema -- check a request's parameters against the method's row.
 *
 * Every wrong parameter is reported at once, unknown ones with the nearest
 * name.  What passes is normal: texts composed (NFC), instants as milliseconds,
 * identity numbers as eleven digits.
 */
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"

/* What every method takes besides its own (interfaces, section 4). */
struct reserved { /* texts borrowed from what was checked */
	const char *as; /* user that a gateway speaks for; or NULL */
	const char *role;
	const char *basis;
	const char *reason;
	const char *idem;
	const char *use; /* "export", "print"; NULL: to be looked at */
	const char *words; /* "health", "identity": class of what is
				    * written; NULL: by who writes */
	int64_t if_rev; /* -1: not given */
};

/*
 * Check GIVEN (an object; NULL: none) by METHOD's row; N_FDS descriptors came
 * with the line.  *OUT is a new object without the reserved parameters, which
 * go to RESERVED.  RC_INVALID: E has one field per mistake.
 */
enum rc schema_check(const struct bf_method *method, json_t *given,
    size_t n_fds, struct reserved *reserved, json_t **out, struct err *e);

/* Is NAME a parameter that every method takes: "as", "idem" …? */
bool schema_is_reserved(const char *name);

#endif
