/*
 * grade -- how well the addresses of a case are protected, and who asked for
 * less protection.
 *
 * The grade itself stands with the person (store/person.h).
 */
#ifndef STORE_GRADE_H
#define STORE_GRADE_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/person.h"
#include "store/store.h"

struct tx;

/*
 * The strictest grade of those whom case CASE_ID or its households and documents
 * name now; PERSON_OPEN if it names nobody or is unknown, by the same statement.
 */
enum rc grade_of_case(struct store *s, int64_t case_id, enum person_grade *out,
    struct err *e);

/* Somebody asks that a person's address be protected less. */
struct grade_request {
	int64_t id;
	int64_t person;
	enum person_grade grade; /* the one asked for */
	char *reason; /* owned; free text, sealed */
	int64_t asked; /* ms UTC */
	char asked_by[STORE_NAME_SIZE];
	char unit[STORE_NAME_SIZE]; /* whose leader answers */
	int64_t ended; /* ms UTC; 0: waits */
};

void grade_request_fini(struct grade_request *r); /* zeroed is fine */

/* Keep R (all but id, asked, ended).  RC_CONFLICT: one waits already. */
enum rc
grade_request_add(struct tx *tx, struct grade_request *r, struct err *e);

/* RC_NOTFOUND if there is none. */
enum rc grade_request_get(struct store *s, int64_t id,
    struct grade_request *out, struct err *e);

/* OUTCOME is "granted" or "refused"; RC_CONFLICT if it has ended. */
enum rc grade_request_end(struct tx *tx, int64_t id, const char *by,
    const char *outcome, struct err *e);

/* Those that wait: [{id, person, grade, reason, asked, asked_by, unit}]. */
enum rc grade_request_list(struct store *s, int64_t after, int limit,
    json_t **rows, struct err *e);

#endif
