/*
 * migrate -- bring a database to this program's schema, step by step.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/err.h"

struct store;

/* The newest schema that this program knows. */
int migrate_newest(void);

/*
 * Run what is missing, each migration in a transaction of its own that also
 * sets user_version.  RC_VERSION if the file is newer than the program.
 */
enum rc migrate_run(struct store *s, int *version, struct err *e);

#endif
