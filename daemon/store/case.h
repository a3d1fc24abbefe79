/*
 * case -- the case document: where it stands, whose it is, what is known.
 *
 * Fields of class `case` lie in clear beside the head, the others in one sealed
 * part per class.  Fields with find = "range" and the head's own values
 * (@stage @status @unit @contact @outcome @definition) are kept in every version
 * with the time it was recorded; fields with find = "exact" as keyed hashes.
 */
#ifndef STORE_CASE_H
#define STORE_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct scope;
struct tx;

#define CASE_NUMBER_SIZE 24 /* "2027/12" */

struct case_head {
	int64_t id;
	int year;
	int64_t number; /* "2027/12" is 2027 and 12 */
	int64_t parent; /* 0: none */
	int64_t definition; /* the version it is pinned to */
	char workflow[STORE_NAME_SIZE]; /* that version's name; read only */
	char stage[STORE_NAME_SIZE];
	char status[STORE_NAME_SIZE]; /* "" if the definition sets none */
	char outcome[STORE_NAME_SIZE]; /* "" while open */
	int64_t cycle; /* how often it was opened; from 1 */
	int64_t rev; /* from 1 */
	char unit[STORE_NAME_SIZE]; /* exactly one (D-302) */
	char contact[STORE_NAME_SIZE]; /* user; exactly one (D-302) */
	struct date received;
	struct date entered; /* the day the stage was entered */
	bool asks_help; /* then D-301 holds */
	int64_t created, changed; /* ms UTC */
	int64_t closed; /* ms UTC; 0: open */
};

/* A value that the case shall be found by; what was there before is ended. */
struct case_find {
	const char *field;
	const json_t *value; /* borrowed; null: none; array: each of them */
	bool exact; /* a keyed hash; else a range in clear */
};

/* What a save changes beside the head. */
struct case_change {
	const json_t *data[BF_N_CLASSES]; /* whole object of a class as it is
					 * now; NULL: unchanged; borrowed */
	const struct case_find *finds; /* only those that may have changed */
	size_t n_finds;
};

void case_number(const struct case_head *h, char out[CASE_NUMBER_SIZE]);
/* Read "2027/12". */
bool case_number_parse(const char *s, int *year, int64_t *number);

/*
 * Insert a case.  H gives definition, stage, status, unit, contact, received,
 * entered, asks_help, parent; the rest is filled in: the next number of the
 * year of RECEIVED's registration (tx_now), rev 1, cycle 1.
 */
enum rc case_create(struct tx *tx, struct case_head *h,
    const struct case_change *change, struct err *e);

/*
 * Write H (all but id, number and created) and CHANGE (may be NULL).  Adds 1
 * to H's rev and sets changed; RC_CONFLICT if the stored rev is not H's rev.
 */
enum rc case_save(struct tx *tx, struct case_head *h,
    const struct case_change *change, struct err *e);

/*
 * Write what the step that created the case changed after the insert: no new
 * revision, because it is the same step.
 */
enum rc case_amend(struct tx *tx, struct case_head *h,
    const struct case_change *change, struct err *e);

/* RC_NOTFOUND if there is no such case: E_NOT_FOUND "case 2027/12: not found". */
enum rc
case_get(struct store *s, int64_t id, struct case_head *out, struct err *e);
enum rc case_find_number(struct store *s, const char *number,
    struct case_head *out, struct err *e);
/* The error of the two above, for the gate to give the very same. */
enum rc case_not_found(struct err *e, const char *number);

/*
 * Fields of the classes in MASK (1u << class), each class an object of its own:
 * OUT[class] is a new reference, empty if nothing is kept, NULL if not asked.
 */
enum rc case_data(struct store *s, int64_t id, unsigned int mask,
    json_t *out[BF_N_CLASSES], struct err *e);
/* The same merged into one object. */
enum rc case_data_all(struct store *s, int64_t id, unsigned int mask,
    json_t **out, struct err *e);

/* The persons that FIELD of the case names now; those before are ended. */
enum rc case_set_persons(struct tx *tx, int64_t id, const char *field,
    const int64_t *persons, size_t n, struct err *e);
/* The same for households. */
enum rc case_set_households(struct tx *tx, int64_t id, const char *field,
    const int64_t *households, size_t n, struct err *e);
/* Does the case name the person now? */
enum rc case_names_person(struct store *s, int64_t id, int64_t person,
    bool *out, struct err *e);
/* Is the person named by a case that SCOPE shows? */
enum rc case_has_person(struct store *s, const struct scope *scope,
    int64_t person, bool *out, struct err *e);
/* Numbers of the cases in SCOPE that name the person: ["2027/12"]. */
enum rc case_of_person(struct store *s, const struct scope *scope,
    int64_t person, json_t **out, struct err *e);

/* What a list asks for; NULL and zero mean any. */
struct case_filter {
	const char *stage, *status, *unit, *contact, *workflow;
	int open; /* 1: open ones, -1: closed ones, 0: both */
	const char *field; /* find = "range": from <= value <= to */
	const json_t *from, *to;
	const char *exact_field; /* find = "exact" */
	const json_t *exact;
	bool with_data; /* `data`: the fields of class case */
};

/*
 * Cases in SCOPE with id above AFTER, by id, at most LIMIT: [{id, case, parent,
 * workflow, definition, stage, status, outcome, cycle, rev, unit, contact,
 * received, entered, asks_help, created, changed, closed}]; members without a
 * value are absent.
 */
enum rc case_list(struct store *s, const struct scope *scope,
    const struct case_filter *f, int64_t after, int limit, json_t **rows,
    struct err *e);
/* A head as such a row; new reference. */
json_t *case_json(const struct case_head *h);

/* Ids of all cases with id above AFTER, by id: for slices of long work. */
enum rc case_ids(struct store *s, int64_t after, int limit, int64_t *ids,
    size_t *n, struct err *e);

/* Ids above AFTER of the open cases of UNIT whose contact person is USER. */
enum rc case_ids_of_contact(struct store *s, const char *user, const char *unit,
    int64_t after, int limit, int64_t *ids, size_t *n, struct err *e);

/* Number of open and closed cases. */
enum rc
case_count(struct store *s, int64_t *open, int64_t *closed, struct err *e);

/*
 * Versions of FIELD ("@stage", "level") that were recorded up to AS_OF, all
 * cases, after (AFTER_CASE, AFTER_ID): [{id, case_id, value, recorded, ended}];
 * for reports.  `ended` is absent for what then still held.
 */
enum rc case_values(struct store *s, const char *field, int64_t as_of,
    int64_t after, int limit, json_t **rows, struct err *e);

#endif
