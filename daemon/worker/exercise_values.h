/*
 * exercise_values -- parameters to try a method with, out of its row.
 */
#ifndef WORKER_EXERCISE_VALUES_H
#define WORKER_EXERCISE_VALUES_H

#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#define EXERCISE_ROUNDS 12 /* different sets for each method */

/* Where cases and persons of the municipality for trying are found. */
struct exercise_world {
	const char *number; /* of a case */
	int64_t case_id, person; /* row numbers */
	json_t *last; /* owned: the last number by the name it had */
};

/*
 * Parameters for round ROUND of M (new reference): what is required in the first,
 * everything in the second, then values from the edges of each type and what is
 * missing by turns.
 */
json_t *exercise_values(const struct bf_method *m, int round,
    const struct exercise_world *w);

#endif
