/*
 * absence -- who is away from which day to which, and who stands in.
 */
#ifndef STORE_ABSENCE_H
#define STORE_ABSENCE_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

struct absence {
	int64_t id;
	char user[STORE_NAME_SIZE];
	struct date from; /* first day */
	struct date to; /* last day; DATE_NONE: not known yet */
	char substitute[STORE_NAME_SIZE]; /* "": nobody */
	char by_user[STORE_NAME_SIZE];
	int64_t recorded, ended; /* ms UTC; ended 0: in force */
};

/* Add A; id and recorded are filled in.  RC_CONFLICT, E_ABSENCE_TWICE, if the
 * user is away already on one of those days. */
enum rc absence_add(struct tx *tx, struct absence *a, struct err *e);

/* End row ID now: it no longer counts.  RC_NOTFOUND unless it is in force. */
enum rc absence_end(struct tx *tx, int64_t id, const char *by, struct err *e);

enum rc
absence_get(struct store *s, int64_t id, struct absence *out, struct err *e);

/*
 * In force with a last day from FROM on (DATE_NONE: any) with id above AFTER,
 * at most LIMIT: [{id, user, from, to, substitute, by_user, recorded}].
 */
enum rc absence_list(struct store *s, const char *user, struct date from,
    int64_t after, int limit, json_t **rows, struct err *e);

/* Whom SUBSTITUTE stands in for on DAY: [user, …]. */
enum rc absence_stands_for(struct store *s, const char *substitute,
    struct date day, json_t **users, struct err *e);

/* Who is away on DAY: [{user, substitute}]; substitute absent if there is none. */
enum rc
absence_on(struct store *s, struct date day, json_t **rows, struct err *e);

#endif
