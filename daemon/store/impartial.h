/*
 * impartial -- who must keep out of what: users' own persons and rows of
 * disqualification (inhabilitet, fvl § 6).
 *
 * A user's own number is kept as the register keeps numbers: found by its keyed
 * hash, which the view user_own joins to whoever of the register has it.
 */
#ifndef STORE_IMPARTIAL_H
#define STORE_IMPARTIAL_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

/* Say that USER is the person with NUMBER (11 digits); NULL ends what is said. */
enum rc user_person_set(struct tx *tx, const char *user, const char *number,
    const char *by, struct err *e);

/* Users whose number is known: {user: recorded}; no numbers. */
enum rc user_person_list(struct store *s, json_t **out, struct err *e);

struct impartial {
	int64_t id;
	char user[STORE_NAME_SIZE];
	int64_t case_id, person; /* of which; 0: the other */
	char colleague[STORE_NAME_SIZE]; /* of "cleared", in their place */
	char verdict[16]; /* "disqualified", "cleared" */
	char ground[STORE_NAME_SIZE]; /* a code */
	char *reason; /* owned; sealed */
	char by_user[STORE_NAME_SIZE];
	int64_t recorded, ended; /* ms UTC; ended 0: in force */
};

void impartial_fini(struct impartial *i); /* zeroed is fine */

/* Add I (reason borrowed); id and recorded are filled in. */
enum rc impartial_add(struct tx *tx, struct impartial *i, struct err *e);

/* End row ID; RC_NOTFOUND unless it is in force. */
enum rc impartial_end(struct tx *tx, int64_t id, const char *by, struct err *e);

enum rc impartial_get(struct store *s, int64_t id, struct impartial *out,
    struct err *e);

/*
 * Rows in force about USER (NULL: any) with id above AFTER, at most LIMIT:
 * [{id, user, case_id, person, colleague, verdict, ground, reason, by_user, recorded}].
 */
enum rc impartial_list(struct store *s, const char *user, int64_t after,
    int limit, json_t **rows, struct err *e);

#endif
