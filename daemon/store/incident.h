/*
 * incident -- what failed when nobody was there to be told.
 *
 *	open ──► retried   done again, and it worked
 *	     ──► closed    a person says that nothing more is to be done
 */
#ifndef STORE_INCIDENT_H
#define STORE_INCIDENT_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

struct incident {
	int64_t id;
	int64_t case_id; /* 0: none */
	char kind[16]; /* "timer" "event" "step" "poison" */
	char name[STORE_NAME_SIZE]; /* timer, event or method */
	json_t *payload; /* owned: what to try again; or NULL */
	char error_name[ERR_NAME_MAX];
	char *error; /* owned: text and trace */
	int64_t created; /* ms UTC */
	int64_t attempts;
	char state[12];
};

void incident_fini(struct incident *i); /* zeroed is fine */

/* Keep a new, open incident (payload and error borrowed); id is filled in. */
enum rc incident_add(struct tx *tx, struct incident *i, struct err *e);
enum rc
incident_get(struct store *s, int64_t id, struct incident *out, struct err *e);

/* Another attempt failed: count it and keep the new error. */
enum rc incident_again(struct tx *tx, int64_t id, const char *error_name,
    const char *error, struct err *e);

/* End an open one: STATE "retried" or "closed".  RC_CONFLICT if it has ended. */
enum rc incident_end(struct tx *tx, int64_t id, const char *state,
    const char *by, struct err *e);

/*
 * [{id, case, case_id, kind, name, error_name, error, created, attempts, state,
 * ended, ended_by}] with id above AFTER; STATE NULL and CASE_ID 0: any.
 */
enum rc incident_list(struct store *s, const char *state, int64_t case_id,
    int64_t after, int limit, json_t **rows, struct err *e);
enum rc incident_count_open(struct store *s, int64_t *n, struct err *e);

#endif
