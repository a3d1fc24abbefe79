/*
 * lookup -- who saw what, on which basis: a history row each, chained like all.
 *
 * Written in the transaction whose reply carries the data, so that nothing is
 * disclosed unlogged.  Search terms are kept as keyed hashes only.
 */
#ifndef STORE_LOOKUP_H
#define STORE_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

struct lookup {
	const char *method;
	const char *actor, *unit, *role, *basis, *reason;
	const char *gateway; /* that spoke for the actor, or NULL */
	const char *use; /* "export", "print"; NULL: looked at */
	bool refused; /* the row's kind is lookup.refused */
	const char *error_name; /* of a refusal, or NULL */
	const char *barred; /* why a refused subject is barred to the actor,
			     * or NULL; then the row names BARRED_KIND and
			     * BARRED_ID as its subject (lookup_barred) */
	const char *barred_kind;
	int64_t barred_id;
	const char *stands_for; /* absentee in whose stead, or NULL */
	const json_t *subjects; /* [[kind, id, detail], …]; the first
					 * is the row's subject; may be NULL */
	const json_t *terms; /* [text, …] searched for, or NULL */
	int64_t commit; /* the step's; 0: takes its own */
};

/* Write one row.  Everything is borrowed. */
enum rc lookup_add(struct tx *tx, const struct lookup *l, struct err *e);

/*
 * Look-ups that showed a subject, after position AFTER: [{pos, commit, kind,
 * time, actor, unit, role, basis, part: {method, reason, gateway, use,
 * error, subjects, terms}}].
 */
enum rc lookup_list(struct store *s, const char *subject_kind, int64_t subject,
    int64_t after, int limit, json_t **rows, struct err *e);

/*
 * The same, oldest first, of all that SUBJECTS ([[kind, id], …]) or TERMS
 * ([text, …]) point to: what was shown, and what was asked for in vain.
 */
enum rc
lookup_about(struct store *s, const json_t *subjects, const json_t *terms,
    int64_t after, int limit, json_t **rows, struct err *e);

/*
 * Refusals of what is barred to who asked (own case, relatives, colleagues),
 * newest first below position BEFORE (0: the newest): [{pos, time, actor, unit,
 * role, kind, id, part: {method, barred, …}}].
 */
enum rc lookup_barred(struct store *s, int64_t before, int limit, json_t **rows,
    struct err *e);

/* The position of the last row of history before instant TIME; 0: none. */
enum rc
lookup_pos_before(struct store *s, int64_t time, int64_t *pos, struct err *e);

#endif
