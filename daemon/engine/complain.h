/*
 * complain -- a complaint on its way: received, assessed, reversed here or
 * forwarded, and what the complaint body answered (law rows 60-67).
 *
 * Every function works on a step that is open for writing with `beside` set, so
 * that a closed case takes it too; step_finish is the caller's.  PARAMS are the
 * method's.  The municipality that made the decision reverses it or sends the
 * complaint on; it never closes it (E_MUST_FORWARD).
 */
#ifndef ENGINE_COMPLAIN_H
#define ENGINE_COMPLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/beside.h"

struct complaint;
struct step;

/*
 * One letter against the decisions that PARAMS name: a complaint each, in OUT
 * as `complaints`.  What came late is kept as such, with warnings.
 */
beside_fn complain_receive;

/* § 31: admit a late one, or reject it by a decision; E_ABSOLUTE_1Y. */
beside_fn complain_assess;

/* § 42: suspend execution, or refuse to; reasoned. */
beside_fn complain_suspend;

/* § 33: reverse it ourselves; E_NOT_FOUNDED, E_TO_DETRIMENT. */
beside_fn complain_reverse;

/* § 33: send it on with our statement, a copy of which goes to the party. */
beside_fn complain_forward;

/* § 34: what the complaint body answered; may take the case up again. */
beside_fn complain_outcome;

/* The complainant withdraws; for any other reason E_MUST_FORWARD. */
beside_fn complain_close;

/*
 * Decision ROW reached its party: if it reverses a complained one in favour,
 * the period to claim costs begins (law row 66).
 */
enum rc complain_costs(struct step *st, const json_t *row, struct err *e);

/* The complaints of a case as complaint.list shows them (new reference). */
enum rc complaint_rows(struct bf_call *c, int64_t case_id, json_t **rows);

#endif
