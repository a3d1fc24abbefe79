/*
 * emergency -- who opened a case or a person without having to do with it
 * (nødtilgang, break-glass), why, until when, and what a review made of it.
 *
 * A row is never changed but by its review.  Reason and note are free text and
 * sealed.
 */
#ifndef STORE_EMERGENCY_H
#define STORE_EMERGENCY_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

struct emergency {
	int64_t id;
	char user[STORE_NAME_SIZE]; /* who opened it */
	char unit[STORE_NAME_SIZE]; /* acting in; "": not chosen */
	char role[STORE_NAME_SIZE];
	int64_t case_id; /* 0: the person alone */
	int64_t person; /* 0: the case alone */
	char review_unit[STORE_NAME_SIZE]; /* whose leader reviews it */
	char category[STORE_NAME_SIZE]; /* code of the reason */
	char *reason; /* owned */
	int64_t opened, expires; /* ms UTC; EXPIRES not included */
	struct date review_by; /* last day for the review */
	int64_t reviewed; /* ms UTC; 0: not yet */
	char reviewed_by[STORE_NAME_SIZE];
	char outcome[STORE_NAME_SIZE]; /* "justified", "unjustified" */
	char *note; /* owned; NULL: none */
};

void emergency_fini(struct emergency *m); /* zeroed is fine */

/* Keep M (all but id, opened and the review) with step COMMIT; id is set. */
enum rc emergency_add(struct tx *tx, struct emergency *m, int64_t commit,
    struct err *e);

enum rc emergency_get(struct store *s, int64_t id, struct emergency *out,
    struct err *e);

/* RC_CONFLICT if it has been reviewed. */
enum rc emergency_review(struct tx *tx, const struct emergency *m,
    const char *by, const char *outcome, const char *note, struct err *e);

/*
 * Does USER hold case CASE_ID (0: unknown) open at the step's instant?  *LIFE:
 * with a reason of CATEGORY.  A case that names a strictly protected person is open only
 * to whoever named just that person.  The same statement runs for unknown ones.
 */
enum rc emergency_of_case(struct store *s, const char *user, int64_t case_id,
    const char *category, bool *open, bool *life, struct err *e);

/* The same for a person, by name or through a case that names them. */
enum rc emergency_of_person(struct store *s, const char *user, int64_t person,
    const char *category, bool *open, bool *life, struct err *e);

/* Does case CASE_ID name a strictly protected person other than PERSON? */
enum rc emergency_shields(struct store *s, int64_t case_id, int64_t person,
    bool *yes, struct err *e);

struct emergency_filter {
	const char *const *units; /* whose leader reviews; NULL: all */
	size_t n_units;
	bool all; /* reviewed ones too */
	const char *user; /* NULL: anybody */
};

/*
 * With id above AFTER: [{id, user, unit, role, case, person, review_unit,
 * category, reason, opened, expires, review_by, reviewed, reviewed_by, outcome,
 * note}]; absent members have no value.
 */
enum rc emergency_list(struct store *s, const struct emergency_filter *f,
    int64_t after, int limit, json_t **rows, struct err *e);

/* The category of what USER had opened last at instant TIME; "" if nothing. */
enum rc emergency_category(struct store *s, const char *user, int64_t time,
    char out[STORE_NAME_SIZE], struct err *e);

/* How many wait for a review that was due before TODAY. */
enum rc emergency_overdue(struct store *s, struct date today, int64_t *n,
    struct err *e);

#endif
