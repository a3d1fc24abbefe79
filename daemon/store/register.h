/*
 * register -- units and users of the configuration, in every version.
 *
 * The configuration says who is who today; rows of years ago name units and
 * users that are gone.  So what it says is written down whenever it changes.
 */
#ifndef STORE_REGISTER_H
#define STORE_REGISTER_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

struct store;
struct tx;

enum register_kind { REGISTER_UNIT, REGISTER_USER };

/*
 * Make ROWS (object from name to an object, borrowed) what is known of KIND
 * from tx_now on: changed and new ones get a version, missing ones end.  *CHANGED
 * counts the versions written or ended; nothing is written if nothing differs.
 */
enum rc register_sync(struct tx *tx, enum register_kind kind,
    const json_t *rows, size_t *changed, struct err *e);

/* *OUT: the object of NAME at AS_OF (0: now); RC_NOTFOUND if none then. */
enum rc register_get(struct store *s, enum register_kind kind, const char *name,
    int64_t as_of, json_t **out, struct err *e);

/* *OUT: object from name to object at AS_OF (0: now). */
enum rc register_list(struct store *s, enum register_kind kind, int64_t as_of,
    json_t **out, struct err *e);

#endif
