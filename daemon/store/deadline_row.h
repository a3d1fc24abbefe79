/*
 * deadline_row -- a deadline of a case as it is kept: date, reason, state.
 *
 * model/deadline computes; this keeps what was computed with its rule, its
 * version, start event and derivation.  A goal that moves after a pause is kept
 * in every version.
 *
 *	open ──► met         somebody did it; the day is kept
 *	     ──► cancelled   its stage was left, or the case was closed
 */
#ifndef STORE_DEADLINE_ROW_H
#define STORE_DEADLINE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "model/deadline.h"
#include "store/store.h"

struct scope;
struct tx;

struct deadline_row {
	int64_t id;
	int64_t case_id;
	char stage[STORE_NAME_SIZE];
	char name[STORE_NAME_SIZE];
	char *title; /* owned */
	char rule[STORE_NAME_SIZE]; /* "": a goal of its own length */
	char rule_version[STORE_NAME_SIZE];
	bool goal;
	char start_event[STORE_NAME_SIZE]; /* field, "entered", or the
						 * action that set it */
	struct date start;
	char length[16]; /* "14d" */
	struct date due; /* NONE: paused */
	char roll[16]; /* as law.ini says it */
	struct date warn_at; /* NONE: no warning */
	int64_t warned, overdue_noted; /* ms UTC; 0: not yet */
	char owner[STORE_NAME_SIZE]; /* unit */
	bool keep; /* outlives its stage */
	char state[12]; /* "open" "met" "cancelled" */
	int64_t ended; /* ms UTC; 0: open */
	char ended_by[STORE_NAME_SIZE];
	struct date ended_date; /* the day that it was met */
	char *words_nb, *words_nn; /* owned: the derivation */
	int64_t cycle;
	int64_t recorded;
	bool paused; /* read only: a pause is open */
};

void deadline_row_fini(struct deadline_row *d); /* zeroed is fine */
void deadline_rows_free(struct deadline_row *d, size_t n);

/* Keep a new, open deadline; id and recorded are filled in, texts borrowed. */
enum rc deadline_row_add(struct tx *tx, struct deadline_row *d, struct err *e);

/*
 * Another title, start and its event, rule, length, due date, warning, derivation;
 * the old date and its words end in a version, and what was noted is forgotten.
 */
enum rc
deadline_row_move(struct tx *tx, const struct deadline_row *d, struct err *e);

/* Another unit sees to an open one. */
enum rc deadline_row_set_owner(struct tx *tx, int64_t id, const char *owner,
    struct err *e);

/* End an open one: STATE "met" or "cancelled".  RC_CONFLICT if it has ended. */
enum rc deadline_row_end(struct tx *tx, int64_t id, const char *state,
    const char *by, struct date day, struct err *e);

/* Note that its warning, or that it is overdue, has been seen to. */
enum rc deadline_row_set_warned(struct tx *tx, int64_t id, struct err *e);
enum rc deadline_row_set_overdue(struct tx *tx, int64_t id, struct err *e);

/* RC_CONFLICT: already paused, or not. */
enum rc deadline_row_pause(struct tx *tx, int64_t id, struct date from,
    const char *reason, struct err *e);
enum rc
deadline_row_resume(struct tx *tx, int64_t id, struct date to, struct err *e);
/* Pauses in order of their start; *OUT is malloc'd, or NULL if none. */
enum rc deadline_row_pauses(struct store *s, int64_t id,
    struct deadline_pause **out, size_t *n, struct err *e);

enum rc deadline_row_get(struct store *s, int64_t id, struct deadline_row *out,
    struct err *e);

/*
 * Deadlines of a case in order of id; of one STAGE unless NULL; only open ones
 * if OPEN.  *OUT is freed by deadline_rows_free.
 */
enum rc
deadline_row_of_case(struct store *s, int64_t case_id, const char *stage,
    bool open, struct deadline_row **out, size_t *n, struct err *e);

/* The newest deadline NAME of a case, open first; *ID is 0 if there is none. */
enum rc deadline_row_find(struct store *s, int64_t case_id, const char *name,
    int64_t *id, struct err *e);

/* Dates that are DATE_NONE or zeroed mean any. */
struct deadline_filter {
	struct date until; /* due on or before */
	struct date overdue; /* due before that day */
	const char *owner; /* unit; NULL: any */
	bool legal; /* no goals */
};

/*
 * Open deadlines of cases in SCOPE by (due, id) after (AFTER_DUE, AFTER), at
 * most LIMIT; start with DATE_NONE and 0.  Paused ones are left out.  Members:
 * id case case_id stage name title rule rule_version goal start_event start
 * length due warn_at owner state recorded derivation.
 */
enum rc deadline_row_list(struct store *s, const struct scope *scope,
    const struct deadline_filter *f, struct date after_due, int64_t after,
    int limit, json_t **rows, struct err *e);
/* A deadline as such a row (case number left out); new reference. */
json_t *deadline_row_json(const struct deadline_row *d);

#endif
