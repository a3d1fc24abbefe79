/*
 * meeting -- who met when, on which cases (D-063, D-064, D-127).
 *
 *	planned ──► held | cancelled
 *
 * The agenda is made by rule and ordered by dates alone.  A participant is a
 * unit, or a user of it; being one opens no case.
 */
#ifndef STORE_MEETING_H
#define STORE_MEETING_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

struct meeting {
	int64_t id;
	char type[STORE_NAME_SIZE]; /* "joint_allocation" … */
	struct date date; /* local day */
	char unit[STORE_NAME_SIZE]; /* that called it */
	char state[12]; /* "planned" "held" "cancelled" */
	int64_t rev; /* from 1 */
	int64_t created; /* ms UTC */
	int64_t changed;
	int64_t ended; /* ms UTC; 0: planned */
};

/* Keep a planned one; id, rev, state and times are filled in. */
enum rc
meeting_add(struct tx *tx, struct meeting *m, const char *by, struct err *e);

/* Write state and date as they are now; rev goes up.  ENDED_BY NULL: not. */
enum rc meeting_save(struct tx *tx, struct meeting *m, const char *ended_by,
    struct err *e);

/* RC_NOTFOUND if there is none. */
enum rc
meeting_get(struct store *s, int64_t id, struct meeting *out, struct err *e);

/* The newest of TYPE in STATE up to DAY; out->id is 0 if there is none. */
enum rc meeting_last(struct store *s, const char *type, const char *state,
    struct date day, struct meeting *out, struct err *e);

/*
 * With id above AFTER, on or after FROM (DATE_NONE: any), by id: [{id, type,
 * date, unit, state, rev}]; TYPE and STATE may be NULL.
 */
enum rc meeting_list(struct store *s, const char *type, const char *state,
    struct date from, int64_t after, int limit, json_t **rows, struct err *e);

/* A unit (USER "") or a user of it takes part, or is absent for REASON. */
enum rc meeting_set_participant(struct tx *tx, int64_t id, const char *unit,
    const char *user, bool present, const char *reason, struct err *e);
/* [{unit, user, present, reason}] by unit and user. */
enum rc
meeting_participants(struct store *s, int64_t id, json_t **rows, struct err *e);

/* Put a case on the agenda; on it already, its causes are written anew. */
enum rc meeting_item_put(struct tx *tx, int64_t id, int64_t case_id,
    int64_t allocation, const char *causes, struct date since, struct err *e);
/* Take the items without outcome off a planned agenda. */
enum rc meeting_items_clear(struct tx *tx, int64_t id, struct err *e);
/*
 * What the meeting said of a case, in words of CLASS, health or identity;
 * RC_NOTFOUND if it is not on the agenda.
 */
enum rc meeting_item_end(struct tx *tx, int64_t id, int64_t case_id,
    const char *outcome, const char *note, enum bf_class class, struct err *e);
/* By (since, case number): [{case_id, case, allocation, causes: […], since,
 * outcome, note, class}]. */
enum rc
meeting_items(struct store *s, int64_t id, json_t **rows, struct err *e);

/*
 * What an agenda may be made of: open cases, or only those with an open
 * allocation (ASKED), with id above AFTER, by id: [{case_id, received, created,
 * person, allocation, opened, asked, overdue}].  `overdue` is the earliest due
 * date that has passed on TODAY, `person` whom field "person" names, `asked`
 * the instant at which the allocation was opened.
 */
enum rc meeting_candidates(struct store *s, bool asked, struct date today,
    int64_t after, int limit, json_t **rows, struct err *e);

#endif
