/*
 * meta -- the few values that belong to the database as a whole.
 */
#ifndef STORE_META_H
#define STORE_META_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct store;
struct store_counters;

/*
 * Fill a new database's values: municipality, incarnation 1, counters, and
 * unless it will be SEALED the key for hashes.
 */
enum rc meta_create(struct store *s, const char *municipality, bool sealed,
    int64_t now, struct err *e);

/*
 * Read all of them into S; RC_FOREIGN if the file is not
 * MUNICIPALITY's (NULL: whose it is does not matter).
 */
enum rc meta_load(struct store *s, const char *municipality, struct err *e);

/* The database is sealed from now on: its key for hashes is elsewhere. */
enum rc meta_turn_sealed(struct store *s, struct err *e);

/* All that is there is sealed: nothing else is accepted from now on. */
enum rc meta_set_whole(struct store *s, struct err *e);

/* Write those counters of S that differ from BEFORE. */
enum rc
meta_save(struct store *s, const struct store_counters *before, struct err *e);

#endif
