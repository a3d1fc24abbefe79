/*
 * allot -- the joint allocation of the case in work (felles tildeling).
 *
 *	ask ──► propose, part ──► approve ──► decide
 *	 units     a new version: every approval is void again
 *
 * The units that were asked each have a task until they approve.  Deciding goes
 * through the decisions of the engine, and what is granted becomes orders.
 * Arguments are what methods and definitions give alike.
 */
#ifndef ENGINE_ALLOT_H
#define ENGINE_ALLOT_H

#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/allocation.h"

struct step;

/* The case's open allocation; E_ALLOCATION if there is none. */
enum rc allot_open(const struct step *st, struct allocation *a, struct err *e);

/*
 * Ask units: {units: [name or type], quorum, due}.  Without `units` those of
 * the configuration, else the responsible one; without `quorum` the
 * configuration's, else all that are asked.  Opens an allocation if none is.
 */
enum rc allot_ask(struct step *st, const json_t *args, struct err *e);

/*
 * Put an item: {kind, name, result, performer, legal_basis, title, goal, extent,
 * extent_unit, from, to, reason, window, lease: {…}}.  `name` is the kind
 * unless given.  The lease is held against the Tenancy Act: errors, and
 * warnings on the call.
 */
enum rc allot_propose(struct step *st, const json_t *args, struct err *e);

/* Take an item away: {name}. */
enum rc allot_drop(struct step *st, const json_t *args, struct err *e);

/* Say a part: {part, text} or {part, not_applicable: why}. */
enum rc allot_part(struct step *st, const json_t *args, struct err *e);

/*
 * The caller's unit approves version VERSION (0: the one of now).  RC_CONFLICT
 * with who and when if it is no longer that one; E_NOT_ASKED.
 */
enum rc allot_approve(struct step *st, int64_t version, struct err *e);

/*
 * Make the decisions and orders: {decisions: [{kinds: […], …}], …}.  Each of
 * `decisions` becomes one decision of the items of its kinds, with the other
 * members, its own before the common ones, as case:decide takes them.  *RESULT:
 * {decisions: [{id, number, type, result}], orders: [id], items: {name: …}}.
 *
 *	E_ALLOCATION, E_HALF_DECISION, E_PARTS, E_NOT_APPROVED, E_ALLOCATOR, and
 *	what a decision may be refused with; RC_CONFLICT with who and when if
 *	it has been decided
 */
enum rc allot_decide(struct step *st, const json_t *args, json_t **result,
    struct err *e);

/*
 * What the caller may see of the case's newest allocation, or of ALL of it:
 * {no, state, version, quorum, opened, unit, units, approved, items, parts};
 * NULL if there is none.
 */
enum rc
allot_view(const struct step *st, bool all, json_t **out, struct err *e);

/* End A as STATE ("decided", "dropped"); the units' tasks go too. */
enum rc allot_end(struct step *st, const struct allocation *a,
    const char *state, struct err *e);

/* The case was closed: what was open of its allocation and orders ends. */
enum rc allot_case_closed(struct step *st, struct err *e);

/* The unit that the caller acts in, or the case's own. */
const char *allot_unit(const struct step *st);

#endif
