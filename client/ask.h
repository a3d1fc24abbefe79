/*
 * ask -- a form in the terminal, field by field.
 *
 * Fields come as case.form gives them: [{name, title, help, type, class,
 * required, many, codes: [{code, title}], min, max, value}].
 */
#ifndef CLIENT_ASK_H
#define CLIENT_ASK_H

#include <stdio.h>

#include <jansson.h>

#include "client/out.h"

struct catalog;

enum ask_end {
	ASK_DONE,
	ASK_ABORTED /* end of file (Ctrl-D): the answers are void */
};

/*
 * Ask on IN and O for each of FIELDS that VALUES does not hold, and put the
 * answers there.  An empty answer takes the value shown in brackets, or skips
 * a field that is not required; "-" takes an existing value away.  With WRONG
 * (name to message, may be NULL) ask again for those fields alone.
 */
enum ask_end ask_form(FILE *in, struct out *o, const char *title,
    const json_t *fields, const json_t *wrong, json_t *values);

/*
 * The parameters of METHOD as fields of a form (new reference), without those
 * in SKIP (object) and those that only page a list.
 */
json_t *ask_fields_of(const struct catalog *c, const json_t *method,
    const json_t *skip);

/*
 * The code among CODES, [{code, title}], that TEXT means: the code itself, its
 * title, or the beginning of one title alone, in capitals or not; NULL: none.
 */
const char *ask_code(const json_t *codes, const char *text);

#endif
