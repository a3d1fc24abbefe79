/*
 * decision -- what the municipality decided; written once, never changed
 * (D-304).  A correction is another decision that refers to the first.
 */
#ifndef STORE_DECISION_H
#define STORE_DECISION_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

struct decision {
	int64_t id;
	int64_t case_id;
	int64_t no; /* per case, from 1; filled in */
	int64_t cycle;
	char basis[STORE_NAME_SIZE]; /* id in the table of law.ini */
	char basis_version[STORE_NAME_SIZE]; /* of that day */
	char complaint_rule[STORE_NAME_SIZE]; /* gives period and body */
	char complaint_version[STORE_NAME_SIZE];
	char complaint_length[16]; /* "3w" */
	const char *complaint_body; /* borrowed: its name that day */
	char type[STORE_NAME_SIZE];
	char item[STORE_NAME_SIZE]; /* which of several of a type; "": one */
	char result[STORE_NAME_SIZE];
	struct date date;
	struct date effective, expires; /* NONE: not given */
	const json_t *content; /* borrowed; NULL: none */
	const json_t *reasons; /* borrowed; NULL: none */
	char decided_by[STORE_NAME_SIZE];
	char unit[STORE_NAME_SIZE];
	char role[STORE_NAME_SIZE]; /* in which it was made */
	bool urgent; /* may be told orally, papers follow */
	int64_t notice; /* advance notice that it stands on; 0: none */
	int64_t snapshot; /* of the household; 0: none */
	int64_t refers_to; /* another decision; 0: none */
	int64_t commit;
	enum bf_class class; /* of content and reasons: health, or identity */
};

/*
 * Keep D at tx_now; id and no are filled in.  Everything that it says is frozen
 * by a keyed hash, which sys.verify compares.
 */
enum rc decision_add(struct tx *tx, struct decision *d, struct err *e);

/*
 * Decisions of a case in order of no: [{id, no, cycle, basis, basis_version,
 * type, item, result, date, effective, expires, complaint_rule,
 * complaint_version, complaint_length, complaint_body, decided_by, unit, role,
 * urgent, notice, snapshot, refers_to, recorded, commit, hash}], with `content`,
 * `reasons` and their `class` only if WITH_TEXT.  `hash` is the first half of the hash.
 */
enum rc decision_list(struct store *s, int64_t case_id, bool with_text,
    json_t **rows, struct err *e);

/* Is there one in CYCLE of the case?  TYPE may be NULL: of any type. */
enum rc decision_exists(struct store *s, int64_t case_id, int64_t cycle,
    const char *type, bool *out, struct err *e);

/* All decisions recorded up to AS_OF with id above AFTER; for reports. */
enum rc decision_list_all(struct store *s, int64_t as_of, int64_t after,
    int limit, json_t **rows, struct err *e);

/* Decision NO of a case, as a row of decision_list; RC_NOTFOUND. */
enum rc decision_get(struct store *s, int64_t case_id, int64_t no,
    bool with_text, json_t **row, struct err *e);

/*
 * The newest decision of TYPE and ITEM made on DAY in CYCLE that refers to no
 * other, as a row; *ROW is NULL if there is none.
 */
enum rc decision_of_day(struct store *s, int64_t case_id, int64_t cycle,
    const char *type, const char *item, struct date day, json_t **row,
    struct err *e);

/*
 * Reasons that were given later, because a party asked: once per
 * decision, and as immutable; RC_CONFLICT if there are any.  CLASS is that of
 * their words: health, or identity.
 */
enum rc decision_reasons_add(struct tx *tx, int64_t decision, struct date given,
    const json_t *reasons, enum bf_class class, const char *by, struct err *e);
/* *OUT is NULL if none were given. */
enum rc decision_reasons_get(struct store *s, int64_t decision, json_t **out,
    enum bf_class *class, struct date *given, struct err *e);

#endif
