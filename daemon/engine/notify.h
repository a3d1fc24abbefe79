/*
 * notify -- a decision on its way to the parties, and their complaint periods.
 *
 *	post:     posted ──(A-25: 3 days)──► arrived
 *	digital:  available + alerted ──► arrived;  unopened for a week: alerted
 *	          again (law row 68)
 *	orally:   told at once, the papers follow; the period counts from
 *	          the papers
 *
 * Each party has a period of its own.  A request for reasons interrupts
 * it, and a new full one runs from when they arrive.  Everything here may
 * also be done in a closed case.
 */
#ifndef ENGINE_NOTIFY_H
#define ENGINE_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/receipt.h"
#include "model/date.h"

struct decision;
struct step;
struct timer;

enum notified {
	NOTIFIED_TOLD, /* orally */
	NOTIFIED_POSTED, /* handed to the postal operator */
	NOTIFIED_AVAILABLE, /* lies ready to be read digitally */
	NOTIFIED_ALERTED, /* a message about that was sent */
	NOTIFIED_OPENED,
	NOTIFIED_ARRIVED, /* known to have arrived on that day */
	NOTIFIED_RETURNED, /* the letter came back */
	NOTIFIED_REASONS_ASKED,
	NOTIFIED_REASONS_POSTED,
	NOTIFIED_REASONS_ARRIVED
};

/* The codes "told", "posted" …, NULL-terminated, in the order of the enum. */
extern const char *const notified_codes[];
bool notified_parse(const char *code, enum notified *out);

/*
 * Something happened on DAY with what tells party PARTY (0: every party) of
 * decision NO of ST's case; ST is open for writing, and step_finish is the
 * caller's.  The same again changes nothing, so a receipt may come twice.
 * E_DATE_ORDER: before the decision, or in the future.  E_PERIOD_OVER: reasons
 * are asked for after the complaint period.  E_HAS_REASONS: they stand in it.
 */
enum rc decision_notified(struct step *st, int64_t no, int64_t party,
    enum notified what, struct date day, struct err *e);

/*
 * What is said of a letter whose payload names a decision and a party moves
 * their clock.
 */
receipt_hook notify_receipt;

/*
 * D was just made: write down who is to be told, SCOPE says of what kind it is.
 * An urgent one gets the deadline for its papers, one that expires a reminder.
 */
enum rc notify_begin(struct step *st, const struct decision *d,
    const char *scope, struct err *e);

/* A timer of kind "decision.…" is due; *NOTHING: and changed nothing. */
enum rc notify_timer(struct step *st, const struct timer *t, bool *nothing,
    struct err *e);

/*
 * [{no, kind, …, start, due, why}] of decision with row number ID, `why` in the
 * language of the municipality (new reference); *LAST is the latest day to
 * complain, DATE_NONE if some party's period has not begun.
 */
enum rc notify_parties(const struct step *st, int64_t id, json_t **out,
    struct date *last, struct err *e);

#endif
