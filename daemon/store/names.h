/*
 * names -- folded names of persons in memory, for searching; for this room.
 *
 * It may hold too much, never too little: a name that was changed keeps its old
 * entry until the index is built anew, so that a rollback takes nothing away.
 * Who searches compares each hit with the row.
 */
#ifndef STORE_NAMES_H
#define STORE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct names;

struct names *names_new(void);
void names_free(void *names); /* NULL is fine */

/* Add NAME (UTF-8, as people write it) of person ID. */
void names_add(struct names *n, int64_t id, const char *name);

/*
 * The smallest id above AFTER of whom some name has, for each word of QUERY, a
 * word that begins with it; 0 if there is none.  QUERY is folded (text_fold).
 */
int64_t names_next(const struct names *n, const char *query, int64_t after);

#endif
