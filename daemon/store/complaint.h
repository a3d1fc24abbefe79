/*
 * complaint -- a complaint (klage) against one decision.
 *
 * It runs beside the case: a closed case has complaints as well, and a
 * complaint never closes anything.  One letter against two decisions is two
 * rows with the same `letter`.
 *
 *	open ───────────────► forwarded ──► ended
 *	late ─► open (§ 31)        outcome of the body
 *	 └────► ended, rejected
 *	open ──► ended: upheld here, or withdrawn
 */
#ifndef STORE_COMPLAINT_H
#define STORE_COMPLAINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

/* Dates are DATE_NONE where nothing has happened. */
struct complaint {
	int64_t id;
	int64_t case_id;
	int64_t no; /* per case, from 1; filled in */
	int64_t letter; /* per case: what came in together */
	int64_t decision; /* row number */
	int64_t party; /* of the decision; 0: another one */
	int64_t document; /* the letter itself; 0: not filed */
	char channel[16]; /* "post" "digital" "oral" */
	struct date received;
	struct date handed_in; /* what counts */
	struct date due; /* last day in time; NONE: has not begun */
	struct date last; /* absolute, law row 62 */
	bool in_time;
	char *grounds; /* owned; sealed */
	enum bf_class class; /* of the grounds: health, or identity */
	char state[12]; /* "open" "late" "forwarded" "ended" */
	char suspension[12]; /* "", "asked" "granted" "refused" */
	char *body; /* owned: who decides it */
	char body_rule[STORE_NAME_SIZE];
	struct date forwarded;
	char outcome[16]; /* "": none yet */
	struct date outcome_date, outcome_arrived;
	struct date costs_due; /* law row 66; NONE: no claim */
	int64_t new_decision; /* row number; 0: none */
	int64_t reopened; /* cycle of the case; 0: not */
	int64_t recorded, ended; /* ms UTC */
};

void complaint_fini(struct complaint *c); /* zeroed is fine */
void complaints_free(struct complaint *c, size_t n);

/* The number that the next letter of the case gets. */
enum rc complaint_next_letter(struct store *s, int64_t case_id, int64_t *out,
    struct err *e);

/* Keep a new one; id, no and recorded are filled in, texts borrowed. */
enum rc complaint_add(struct tx *tx, struct complaint *c, struct err *e);

/* Keep state, suspension, forwarding and outcome; "ended" sets the time. */
enum rc complaint_save(struct tx *tx, struct complaint *c, struct err *e);

/* Complaint NO of a case; RC_NOTFOUND. */
enum rc complaint_get(struct store *s, int64_t case_id, int64_t no,
    struct complaint *out, struct err *e);

/* In order of no; *OUT is freed by complaints_free. */
enum rc complaint_of_case(struct store *s, int64_t case_id,
    struct complaint **out, size_t *n, struct err *e);

/*
 * How many complaints of the case have not ended, and how many of those are
 * still ours to forward.  What erases or closes cases asks here first.
 */
enum rc complaint_count(struct store *s, int64_t case_id, int64_t *unended,
    int64_t *ours, struct err *e);

/* Is execution of DECISION (row number) suspended because of a complaint? */
enum rc
complaint_suspends(struct store *s, int64_t decision, bool *out, struct err *e);

/*
 * Add a reasoned assessment of KIND ("late", "suspension", "reversal",
 * "forwarding", "outcome", "withdrawal"); kept for good, BODY sealed as
 * words of CLASS, health or identity.
 */
enum rc complaint_note_add(struct tx *tx, int64_t complaint, const char *kind,
    struct date day, const json_t *body, enum bf_class class, const char *by,
    struct err *e);

/* [{no, kind, date, body, class, by, recorded}], oldest first. */
enum rc complaint_notes(struct store *s, int64_t complaint, json_t **out,
    struct err *e);

/*
 * As a row: {no, letter, decision (row number), party, document, channel,
 * received, handed_in, due, last, in_time, state, suspension, body, forwarded,
 * outcome, outcome_date, outcome_arrived, costs_due, new_decision (row number),
 * reopened, recorded, ended}; grounds are left out; new reference.
 */
json_t *complaint_json(const struct complaint *c);

#endif
