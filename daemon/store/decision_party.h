/*
 * decision_party -- who is told of a decision, and how far that has come.
 *
 * Everybody who must be told has a row and a complaint period of their own
 * .  Days are what happened; `start` and `due` follow from them and are
 * computed by the engine.  Each change is a step of the case, so the history
 * tells how a row came to be what it is.
 */
#ifndef STORE_DECISION_PARTY_H
#define STORE_DECISION_PARTY_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct tx;

/* Dates are DATE_NONE until the thing has happened. */
struct decision_party {
	int64_t decision; /* row number */
	int64_t no; /* in the decision, from 1 */
	char kind[16]; /* "applicant" "co_applicant" "representative"
			 * "guardian" */
	int64_t person; /* 0: not in the register */
	char *name; /* owned; of one who is not in the register */
	char channel[16]; /* meant: "post" "digital" "oral" */
	struct date told; /* orally */
	struct date posted;
	struct date available, alerted; /* digitally; both are needed */
	struct date realerted;
	struct date opened;
	struct date arrived; /* known, in the place of an assumption */
	struct date returned; /* the letter came back */
	struct date reasons_asked; /* interrupts the period */
	struct date reasons_arrived;
	struct date start; /* what the period counts from */
	struct date due; /* last day to complain */
	char *words_nb, *words_nn; /* owned: why that day; NULL: none */
};

void decision_party_fini(struct decision_party *p); /* zeroed is fine */
void decision_parties_free(struct decision_party *p, size_t n);

/* Keep a new one; its dates are DATE_NONE, texts borrowed. */
enum rc decision_party_add(struct tx *tx, const struct decision_party *p,
    struct err *e);

/* Keep what has changed: every date and the words. */
enum rc decision_party_save(struct tx *tx, const struct decision_party *p,
    struct err *e);

/* In order of no; *OUT is freed by decision_parties_free. */
enum rc decision_parties(struct store *s, int64_t decision,
    struct decision_party **out, size_t *n, struct err *e);

/* One; RC_NOTFOUND. */
enum rc decision_party_get(struct store *s, int64_t decision, int64_t no,
    struct decision_party *out, struct err *e);

/*
 * As a row: {no, kind, person, name, channel, told, posted, available, alerted,
 * realerted, opened, arrived, returned, reasons_asked, reasons_arrived, start,
 * due}, absent where nothing is known; new reference.
 */
json_t *decision_party_json(const struct decision_party *p);

#endif
