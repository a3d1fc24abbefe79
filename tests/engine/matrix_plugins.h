/*
 * matrix_plugins -- the plugins of this build in the world of the matrix, with
 * records of theirs that are full of canaries.
 */
#ifndef TESTS_ENGINE_MATRIX_PLUGINS_H
#define TESTS_ENGINE_MATRIX_PLUGINS_H

#include <stdbool.h>
#include <stddef.h>

#include "matrix.h"
#include "plugin/set.h"

/* Load what this build has of plan, eviction and deposit; once and for good. */
const struct plugin_set *matrix_plugins(void);

/* Is NAME among them? */
bool matrix_has_plugin(const char *name);

/* How many methods they have, all together. */
size_t matrix_plugin_methods(void);

/* TEXT with the sections that switch them on behind it; TEXT is freed. */
char *matrix_plugin_keys(char *text);

/*
 * A plan with goals of health, while the case of W is the health unit's; then
 * it is NAV's.  Without the plugin there is none, and its numbers stay 0.
 */
void matrix_plant_plan(struct world *w);

/*
 * A matter of eviction, a loan with a repayment and a guarantee with a claim, of
 * the case of W while it is NAV's; likewise.
 */
void matrix_plant_plugins(struct world *w);

#endif
