/*
 * consent -- what a person has agreed that units may know of each other's work.
 *
 * A row opens classes of values that one unit has to another unit, or to
 * somebody outside, for a purpose.  It counts from the instant it is given until
 * its last day or the instant it is withdrawn, never back in time (domain §2.2).
 */
#ifndef STORE_CONSENT_H
#define STORE_CONSENT_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

struct consent {
	int64_t id;
	int64_t person;
	int64_t case_id; /* in which it was given */
	unsigned int classes; /* 1u << class, BF_CLASS_CASE among them */
	char from_unit[STORE_NAME_SIZE];
	char to_unit[STORE_NAME_SIZE]; /* "": to somebody outside */
	char *external; /* owned; who that is, or NULL */
	char purpose[STORE_NAME_SIZE]; /* a code */
	int64_t given; /* ms UTC */
	struct date valid_to; /* last day; DATE_NONE: until withdrawn */
	char channel[STORE_NAME_SIZE]; /* a code: how it was given */
	int64_t document; /* the evidence; 0: none */
	char giver[STORE_NAME_SIZE]; /* "self" "guardian" "representative" */
	int64_t link; /* the giver's authority; 0: self */
	char by_user[STORE_NAME_SIZE]; /* who registered it */
	char unit[STORE_NAME_SIZE]; /* in which unit */
	int64_t recorded;
	int64_t withdrawn; /* ms UTC; 0: not */
	char withdrawn_by[STORE_NAME_SIZE];
};

void consent_fini(struct consent *k); /* zeroed is fine */

/* Add K (texts borrowed); id and recorded are filled in. */
enum rc consent_add(struct tx *tx, struct consent *k, struct err *e);

/* Withdraw from this instant on; RC_CONFLICT if it is so already. */
enum rc
consent_withdraw(struct tx *tx, int64_t id, const char *by, struct err *e);

/* RC_NOTFOUND if there is none; consent_fini. */
enum rc
consent_get(struct store *s, int64_t id, struct consent *out, struct err *e);

/* Is K in force at NOW, on local day TODAY? */
bool consent_holds(const struct consent *k, int64_t now, struct date today);

/*
 * Those of PERSON (0: any) given in CASE_ID (0: any) with id above AFTER, at
 * most LIMIT, with every member of the struct: [{id, person, …}].
 */
enum rc consent_list(struct store *s, int64_t person, int64_t case_id,
    int64_t after, int limit, json_t **rows, struct err *e);

/*
 * Does PERSON agree, in force now, that TO_UNIT learns of FROM_UNIT's work for
 * PURPOSE?
 */
enum rc consent_covers(struct store *s, int64_t person, const char *from_unit,
    const char *to_unit, const char *purpose, bool *yes, struct err *e);

#endif
