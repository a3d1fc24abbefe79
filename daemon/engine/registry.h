/*
 * registry -- units and users of the configuration, written down.
 */
#ifndef ENGINE_REGISTRY_H
#define ENGINE_REGISTRY_H

#include "base/err.h"

struct engine;
struct tx;

/* Write what the configuration says of units and users, if that is due. */
enum rc registry_sync(struct engine *en, struct tx *tx, struct err *e);

#endif
