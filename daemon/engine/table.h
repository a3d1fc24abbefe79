/*
 * table -- every method of the daemon in one array.
 *
 * Built once when the engine starts, from the arrays of rows.h.  A row that is
 * wrong is a mistake of ours that no request may meet, so the whole table is
 * checked here and a worker with a bad one refuses to start.
 */
#ifndef ENGINE_TABLE_H
#define ENGINE_TABLE_H

#include <boflyt/plugin.h>

#include "base/err.h"

/*
 * Join the arrays of the NULL-terminated list PARTS into *OUT (malloc'd; the
 * caller frees; the texts stay borrowed).  RC_INTERNAL names the first row that
 * is wrong (method_flaw), or has the name or the words of another.
 */
enum rc table_join(const struct bf_method *const *parts, struct bf_method **out,
    struct err *e);

/*
 * All rows of this room and those of MORE (a list as above, or NULL), the same
 * way.
 */
enum rc table_new(const struct bf_method *const *more, struct bf_method **out,
    struct err *e);

/* The row called NAME in TABLE, or NULL. */
const struct bf_method *
table_find(const struct bf_method *table, const char *name);

#endif
