/*
 * asker -- what must be known of who asks beside the configuration: whether
 * they work here today, in whose stead, and on a basis that there is.
 */
#ifndef ENGINE_ASKER_H
#define ENGINE_ASKER_H

#include <jansson.h>

#include "access/gate.h"
#include "base/err.h"
#include "model/principal.h"

struct engine;

#define ASKER_STANDS_MAX 16 /* absentees that one user stands in for */

/* Room for what a principal points to; it lives as long. */
struct asker {
	struct gate_flag flag;
	json_t *absentees; /* owned: [user] */
	const char *names[ASKER_STANDS_MAX];
};

/*
 * Complete WHO, whom municipality_principal made, out of ROOM, which is filled
 * here and needs asker_fini whatever comes out.  RC_DENIED if the user does not
 * work here today; RC_FIELDS, field `basis`, if etc/law.ini has no such basis in
 * force.
 */
enum rc asker_settle(struct engine *en, struct principal *who,
    struct asker *room, struct err *e);
void asker_fini(struct asker *room);

#endif
