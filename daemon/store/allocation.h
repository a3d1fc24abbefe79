/*
 * allocation -- what units propose and approve together for one case.
 *
 *	open ──► decided   every item and part was there, and the units agreed
 *	     ──► dropped   the case closed before that
 *
 * Each change of an item or a part raises the version, and an approval is of
 * one version: what was approved before has ended (D-142, D-143).  Former
 * items, parts and approvals stay as rows that have ended.  Nothing here ranks
 * anybody: there is no score, and order is by dates (D-029, D-139).
 */
#ifndef STORE_ALLOCATION_H
#define STORE_ALLOCATION_H

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

struct allocation {
	int64_t id;
	int64_t case_id;
	int64_t no; /* per case, from 1; filled in */
	int64_t cycle;
	int64_t version; /* from 1 */
	int64_t quorum; /* units that must approve; at least 1 */
	char state[12]; /* "open" "decided" "dropped" */
	struct date opened; /* local day */
	char opened_by[STORE_NAME_SIZE];
	char unit[STORE_NAME_SIZE]; /* that opened it */
	int64_t ended; /* ms UTC; 0: open */
	char ended_by[STORE_NAME_SIZE];
};

/* One item; texts borrowed when written. */
struct allocation_item {
	char name[STORE_NAME_SIZE]; /* unique in the allocation */
	char kind[STORE_NAME_SIZE]; /* "dwelling" "service" … */
	char result[STORE_NAME_SIZE]; /* "": not yet said */
	char performer[STORE_NAME_SIZE]; /* unit; "": nobody */
	char basis[STORE_NAME_SIZE]; /* of the decision; "": the workflow's */
	char unit[STORE_NAME_SIZE]; /* that proposed it */
	char by[STORE_NAME_SIZE];
	enum bf_class class; /* of body */
	const json_t *facts; /* borrowed: of class case */
	const json_t *body; /* borrowed: of CLASS */
};

/* Open one; id, no, version and state are filled in.  E_ALLOCATION if one is. */
enum rc allocation_add(struct tx *tx, struct allocation *a, struct err *e);

/* The case's open one, else its newest; A->id is 0 if there is none. */
enum rc allocation_of_case(struct store *s, int64_t case_id,
    struct allocation *out, struct err *e);

/* End an open one as "decided" or "dropped"; RC_CONFLICT if it has ended. */
enum rc allocation_end(struct tx *tx, int64_t id, const char *state,
    const char *by, struct err *e);

/* Ask a unit; asked before is fine. */
enum rc
allocation_ask(struct tx *tx, int64_t id, const char *unit, struct err *e);
/* Another quorum. */
enum rc
allocation_set_quorum(struct tx *tx, int64_t id, int64_t quorum, struct err *e);
/* The units asked, by name: [{unit, asked, approved, by}]; the last two only if
 * the unit has approved the version of now. */
enum rc
allocation_units(struct store *s, int64_t id, json_t **rows, struct err *e);

/*
 * Put item IN in place of the one of that name.  A's version is raised, and
 * every approval ends.
 */
enum rc allocation_put(struct tx *tx, struct allocation *a,
    const struct allocation_item *in, struct err *e);
/* Take an item away; RC_NOTFOUND if there is none of that name. */
enum rc allocation_drop(struct tx *tx, struct allocation *a, const char *name,
    struct err *e);

/*
 * Say part PART: TEXT (borrowed) is what it says, or if it does not APPLY why.
 * Raises the version like an item.
 */
enum rc allocation_part(struct tx *tx, struct allocation *a, const char *part,
    bool applies, const char *text, const char *unit, const char *by,
    struct err *e);

/* UNIT approves A's version; approving it twice is fine. */
enum rc allocation_approve(struct tx *tx, const struct allocation *a,
    const char *unit, const char *by, struct err *e);

/* Who changed A last, and when (ms UTC). */
enum rc allocation_last(struct store *s, const struct allocation *a,
    char by[STORE_NAME_SIZE], int64_t *when, struct err *e);

/*
 * Items as they are now by id: [{id, name, kind, result, performer, basis,
 * unit, by, version, recorded, class (integer), facts, body}].
 */
enum rc
allocation_items(struct store *s, int64_t id, json_t **rows, struct err *e);

/* Parts as they are now: {PART: {applies, text, unit, by, version}}. */
enum rc
allocation_parts(struct store *s, int64_t id, json_t **parts, struct err *e);

#endif
