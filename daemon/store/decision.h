/*
 * decision -- what the municipality decided; written once, never changed
 * (D-304).  A correction is another decision that refers to the first.
 */
#ifndef STORE_DECISION_H
#define STORE_DECISION_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

struct decision {
	int64_t id;
	int64_t case_id;
	int64_t no; /* per case, from 1; filled in */
	int64_t cycle;
	char basis[STORE_NAME_SIZE]; /* id of the law */
	char type[STORE_NAME_SIZE];
	char result[STORE_NAME_SIZE];
	struct date date;
	struct date effective, expires; /* NONE: not given */
	const json_t *content; /* borrowed; NULL: none */
	const json_t *reasons; /* borrowed; NULL: none */
	char decided_by[STORE_NAME_SIZE];
	char unit[STORE_NAME_SIZE];
	int64_t snapshot; /* of the household; 0: none */
	int64_t refers_to; /* another decision; 0: none */
	int64_t commit;
};

/* Keep D at tx_now; id and no are filled in. */
enum rc decision_add(struct tx *tx, struct decision *d, struct err *e);

/*
 * Decisions of a case in order of no: [{id, no, cycle, basis, type, result,
 * date, effective, expires, decided_by, unit, snapshot, refers_to, recorded,
 * commit}], with `content` and `reasons` only if WITH_TEXT.
 */
enum rc decision_list(struct store *s, int64_t case_id, bool with_text,
    json_t **rows, struct err *e);

/* Is there one in CYCLE of the case?  TYPE may be NULL: of any type. */
enum rc decision_exists(struct store *s, int64_t case_id, int64_t cycle,
    const char *type, bool *out, struct err *e);

/* All decisions recorded up to AS_OF with id above AFTER; for reports. */
enum rc decision_list_all(struct store *s, int64_t as_of, int64_t after,
    int limit, json_t **rows, struct err *e);

#endif
