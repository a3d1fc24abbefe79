/*
 * guess -- what any method of sys.describe might be asked with.
 */
#ifndef E2E_GUESS_H
#define E2E_GUESS_H

#include <stdbool.h>

#include <jansson.h>

/* The person that is asked for: a canary, unless a test says otherwise. */
extern const char *guess_number; /* whole national number */
extern const char *guess_name; /* beginning of the name */
extern json_int_t guess_person; /* row of the register */

/*
 * Parameters for METHOD, as sys.describe has it: only those that it needs, or
 * ALL it knows.  Everything else has number 1, case 2027/1, the first choice.
 */
json_t *guess_params(const json_t *method, bool all);

#endif
