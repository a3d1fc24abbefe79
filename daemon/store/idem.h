/*
 * idem -- the same key and body from the same user does nothing twice.
 */
#ifndef STORE_IDEM_H
#define STORE_IDEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

#define IDEM_DAYS 7 /* kept at least so long (interfaces §4) */

/* What was answered; empty names and 0 if the reply has no one subject. */
struct idem {
	char subject_kind[STORE_NAME_SIZE];
	int64_t subject;
	int64_t commit;
	json_t *reply; /* owned */
};

void idem_fini(struct idem *i); /* zeroed is fine */

/*
 * Was KEY of USER answered before?  *FOUND and OUT then; RC_IDEM if it came
 * with another BODY (method and params in canonical form).
 */
enum rc idem_find(struct store *s, const char *user, const char *key,
    const char *body, size_t len, bool *found, struct idem *out, struct err *e);

/* Keep the reply (borrowed) of KEY. */
enum rc idem_add(struct tx *tx, const char *user, const char *key,
    const char *body, size_t len, const struct idem *i, struct err *e);

/* Forget at most LIMIT of those made before BEFORE; *N tells how many. */
enum rc
idem_purge(struct tx *tx, int64_t before, int limit, int *n, struct err *e);

#endif
