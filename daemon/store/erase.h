/*
 * erase -- keys destroyed or locked, and what else must go with them; for this
 * room only.
 */
#ifndef STORE_ERASE_H
#define STORE_ERASE_H

#include <stdbool.h>

#include "base/err.h"
#include "store/owner.h"

struct tx;

/*
 * Destroy the keys of OF with the commit (HEALTH: of that part alone), and take
 * away the hashes by which its values were found.
 */
enum rc erase_destroy(struct tx *tx, const struct owner *of, bool health,
    struct err *e);

/*
 * Lock what OF has, or show it again.  What another erasure of OF has locked as
 * well stays so.
 */
enum rc erase_lock(struct tx *tx, const struct owner *of, bool health, bool on,
    struct err *e);

#endif
