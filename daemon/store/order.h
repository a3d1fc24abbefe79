/*
 * order -- what a unit is asked to perform, and who has it now (D-144).
 *
 *	ordered ──► accepted ──► delivered ──► evaluated
 *	   │ ▲          │
 *	   │ └──────────┤  given to another
 *	   ▼            ▼
 *	declined      cancelled    the case closed, or it was called back
 *
 * An order has exactly one owner at any time: a unit, perhaps one user in it.
 * Each change is kept in a version of its own.
 */
#ifndef STORE_ORDER_H
#define STORE_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct scope;
struct tx;

struct order {
	int64_t id;
	int64_t case_id;
	int64_t allocation; /* 0: none */
	int64_t decision; /* row number; 0: none */
	char name[STORE_NAME_SIZE]; /* of the item */
	char kind[STORE_NAME_SIZE]; /* "service" "start_package" … */
	char sender[STORE_NAME_SIZE]; /* unit that ordered */
	char sender_user[STORE_NAME_SIZE];
	char performer[STORE_NAME_SIZE]; /* unit that was asked */
	char owner_unit[STORE_NAME_SIZE]; /* who has it; never "" */
	char owner_user[STORE_NAME_SIZE]; /* "": anybody of the unit */
	char state[12];
	int64_t snapshot; /* of the household; 0: none */
	struct date due; /* DATE_NONE: none */
	int64_t rev; /* from 1 */
	enum bf_class class; /* of body */
	json_t *facts; /* owned: of class case */
	json_t *body; /* owned: of CLASS; NULL: none */
};

/* What changes an order; texts borrowed. */
struct order_change {
	const char *by; /* user, or "system" */
	const char *unit; /* that the user acts in, or "" */
	const char *verdict; /* of an evaluation; NULL: none */
	const char *note; /* sealed; NULL: none */
	enum bf_class class; /* of the note: health, or the order's own */
};

void order_fini(struct order *o); /* zeroed is fine */

/* Keep a new order (facts and body borrowed) and its first version. */
enum rc order_add(struct tx *tx, struct order *o, const struct order_change *ch,
    struct err *e);

/* Write state and owner of O as they are now, and a version; rev goes up. */
enum rc order_save(struct tx *tx, struct order *o,
    const struct order_change *ch, struct err *e);

/* RC_NOTFOUND if there is none. */
enum rc
order_get(struct store *s, int64_t id, struct order *out, struct err *e);

struct order_filter {
	int64_t case_id; /* 0: any */
	const char *owner; /* unit; NULL: any */
	const char *sender; /* unit; NULL: any */
	bool ended; /* evaluated and cancelled ones too */
};

/*
 * Orders of cases in SCOPE, and those that a unit of SCOPE sent, has or was
 * asked to perform, with id above AFTER: [{id, case_id, case, name,
 * kind, sender, performer, owner_unit, owner_user, state, due, rev, created,
 * changed}].
 */
enum rc order_list(struct store *s, const struct scope *scope,
    const struct order_filter *f, int64_t after, int limit, json_t **rows,
    struct err *e);

/* Its versions: [{rev, state, owner_unit, owner_user, verdict, note, class, by,
 * unit, recorded}]. */
enum rc
order_versions(struct store *s, int64_t id, json_t **rows, struct err *e);

/* Ids of orders that are under way, above AFTER. */
enum rc order_open_ids(struct store *s, int64_t after, int limit, int64_t *ids,
    size_t *n, struct err *e);

/* As a row of order_list without `case`; new reference. */
json_t *order_json(const struct order *o);

#endif
