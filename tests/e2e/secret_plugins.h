/*
 * secret_plugins -- what the plugins hold of the case that others know nothing
 * of.
 */
#ifndef E2E_SECRET_PLUGINS_H
#define E2E_SECRET_PLUGINS_H

#include "work.h"

/* Plant plan 1, matter 1 and guarantee 1 with claim 1, of what there is. */
void secret_plant_plugins(struct work *w);

/*
 * All of it as those see it who work with it: {"plan": …, "eviction": …,
 * "deposit": …}; new reference.
 */
json_t *secret_show_plugins(struct work *w);

#endif
