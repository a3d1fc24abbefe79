/*
 * loaded -- definitions at work: the one that a case is pinned to.
 *
 * A definition lives in the database for ever; here the few in use are kept
 * compiled, each with its script.  A script that a budget stop has killed is
 * loaded anew when it is next asked for, and so is one that speaks another
 * language than the municipality now does.
 */
#ifndef ENGINE_LOADED_H
#define ENGINE_LOADED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/definition.h"
#include "model/text.h"

struct engine;
struct script;

#define LOADED_MAX 4 /* kept loaded at once */

struct loaded {
	int64_t id; /* row of the store; 0: slot is free */
	struct definition *def; /* owned; in the language below */
	enum lang lang; /* the municipality's, when it was loaded */
	struct script *script; /* owned */
	uint64_t used; /* for the least recently used */
	unsigned int pinned; /* steps that work with it now */
	bool active; /* known to be what new cases get */
};

/*
 * Get the definition with row number ID and hold it until loaded_put; while
 * held it stays loaded.
 */
enum rc
loaded_get(struct engine *en, int64_t id, struct loaded **out, struct err *e);

/* The active one called NAME; NULL means the municipality's default. */
enum rc loaded_active(struct engine *en, const char *name, struct loaded **out,
    struct err *e);

void loaded_put(struct loaded *l); /* NULL is fine */

/* Another version may be active from now on, or again after all. */
void loaded_forget_active(struct engine *en);

/* Throw every loaded definition away; none may be held. */
void loaded_clear(struct engine *en);

#endif
