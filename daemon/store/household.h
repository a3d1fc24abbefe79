/*
 * household -- who lives together, over time, and how it was at a decision.
 *
 * A member is a person of the register or just a name and a birth date.  Rows
 * say from which day to which a member belonged, and when that was recorded.  A
 * snapshot freezes the household as it was on one day, because statistics and
 * complaints ask what the decision stood on.
 */
#ifndef STORE_HOUSEHOLD_H
#define STORE_HOUSEHOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct scope;
struct tx;

struct household {
	int64_t id;
	char owner_unit[STORE_NAME_SIZE]; /* the unit that registered it */
	int64_t rev;
	int64_t created; /* ms UTC */
};

/* One membership; all texts borrowed. */
struct household_member {
	int64_t person; /* 0: not in the register */
	const char *name; /* if not in the register */
	struct date birth_date; /* if not in the register; or DATE_NONE */
	const char *relation; /* "self", "partner", "child", "other" … */
	bool is_head; /* hovedperson; one at a time */
	struct date from; /* first day */
	struct date to; /* last day; DATE_NONE: still there */
};

/* Add a household of OUT's owner_unit; the rest is filled in. */
enum rc household_create(struct tx *tx, struct household *out, struct err *e);
enum rc household_load(struct store *s, int64_t id, struct household *out,
    struct err *e);

/*
 * Add a member; H's rev moves on (E_CONFLICT if it was not the one loaded).
 * A person who is a member already on one of those days is refused with
 * E_MEMBER_TWICE, a second head with E_HEAD_TWICE.
 */
enum rc household_member_add(struct tx *tx, struct household *h,
    const struct household_member *in, int64_t *id, struct err *e);

/* Say how membership ID ended: a new version with last day TO. */
enum rc household_member_end(struct tx *tx, struct household *h, int64_t id,
    struct date to, int64_t *new_id, struct err *e);

/* Withdraw membership ID: it was never so.  The row stays, ended. */
enum rc household_member_withdraw(struct tx *tx, struct household *h,
    int64_t id, struct err *e);

/*
 * *OUT: [{id, person, name, birth_date, relation, is_head, from, to}] on day AT
 * (DATE_NONE: all days) as known at AS_OF (0: now), head first.
 */
enum rc household_members(struct store *s, int64_t id, struct date at,
    int64_t as_of, json_t **out, struct err *e);

/* Households of a person on day AT (DATE_NONE: ever): [id, …]. */
enum rc household_of_person(struct store *s, int64_t person, struct date at,
    json_t **out, struct err *e);

/*
 * *YES: a unit of SCOPE registered it, or some member, now or before, is in
 * SCOPE (person_in_scope).
 */
enum rc household_in_scope(struct store *s, const struct scope *scope,
    int64_t id, bool *yes, struct err *e);

/*
 * Freeze household ID as it is on day AT for CASE_ID: members with names and
 * birth dates, number of members, and of children under 18 on that day.
 */
enum rc household_snapshot_take(struct tx *tx, int64_t id, int64_t case_id,
    struct date at, int64_t *snapshot, struct err *e);

/* *OUT: {id, household, case_id, at, taken, members, children, body: […]}. */
enum rc household_snapshot_load(struct store *s, int64_t snapshot, json_t **out,
    struct err *e);

#endif
