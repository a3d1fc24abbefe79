/*
 * allot_item -- one item of an allocation, from what was said to what is kept.
 */
#ifndef ENGINE_ALLOT_ITEM_H
#define ENGINE_ALLOT_ITEM_H

#include <jansson.h>

#include "base/err.h"
#include "engine/allot.h"
#include "store/allocation.h"

struct step;

/*
 * Read ARGS as allot_propose takes them into ITEM, which borrows *FACTS and
 * *BODY; both are the caller's to free, also after a failure.  All wrong fields
 * are told at once; a lease that needs a look is a warning of the call.
 */
enum rc allot_item_read(struct step *st, const json_t *args,
    struct allocation_item *item, json_t **facts, json_t **body, struct err *e);

#endif
