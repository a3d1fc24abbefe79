/*
 * deposit -- what the files of this plugin share.
 */
#ifndef DEPOSIT_H
#define DEPOSIT_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/values.h>

#include "rules.h"

#define _(text) gettext(text)
#define N_(text) text

#define REMIND_HOUR 6

/* A guarantee or loan as it is read; `values` holds what the texts borrow. */
struct guarantee {
	json_t *row; /* owned; guarantee_fini */
	const json_t *values; /* borrowed from row */
	int64_t id, case_id;
	enum deposit_state state;
	bool loan;
	struct deposit_terms terms;
	int64_t amount, paid; /* øre */
};

/* A claim with its parts. */
struct claim {
	json_t *row, *part_rows; /* owned; claim_fini */
	const json_t *values;
	int64_t id, case_id, guarantee;
	enum claim_state state;
	struct deposit_part parts[DEPOSIT_PARTS_MAX];
	int64_t part_ids[DEPOSIT_PARTS_MAX];
	size_t n;
};

/* ---- codes.c: NULL-terminated */

extern const char *const deposit_kinds[];
extern const char *const deposit_landlords[];
extern const char *const deposit_types[];
extern const char *const deposit_states[];

/* ---- values.c */

/*
 * Read guarantee ID with every class (the economy must be the caller's to see)
 * and open its case.  E_NO_BASIS, E_NOT_FOUND.  guarantee_fini takes a zeroed
 * one.
 */
int guarantee_get(struct bf_call *call, int64_t id, enum bf_want want,
    struct guarantee *out);
void guarantee_fini(struct guarantee *g);

/* E_DEPOSIT_STATE unless G may go to TO. */
int guarantee_may(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to);

/* Write VALUES (stolen) into G, in state TO, and note it in the case. */
int guarantee_put(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to, json_t *values);

int claim_get(struct bf_call *call, int64_t id, enum bf_want want,
    struct claim *out);
void claim_fini(struct claim *c);
int claim_may(struct bf_call *call, const struct claim *c, enum claim_state to);
int claim_put(struct bf_call *call, const struct claim *c, enum claim_state to,
    json_t *values);

/* E_NO_DECISION unless decision NO of CASE_ID grants something today. */
int need_decision(struct bf_call *call, int64_t case_id, int64_t no);

/* ---- remind.c */

/*
 * Fire "deposit.remind" on DAY at 06:00 with {what, id}; none if DAY is today
 * or gone.  WHAT and ID together are the key: one of each runs.
 */
int remind(struct bf_call *call, int64_t case_id, const char *what, int64_t id,
    struct bf_date day);
int
remind_end(struct bf_call *call, int64_t case_id, const char *what, int64_t id);
bf_happening_fn deposit_remind;
bf_happening_fn deposit_hearing;

/* What the end of a guarantee on DAY sets going; again when the day moves. */
int watch_end(struct bf_call *call, const struct guarantee *g,
    struct bf_date day, struct bf_date claim_last);
int watch_end_stop(struct bf_call *call, const struct guarantee *g);

/* ---- repay.c */

/* After money moved: the next instalment that is watched. */
int watch_repayment(struct bf_call *call, int64_t case_id, int64_t id,
    const json_t *values);

/* ---- methods */

bf_method_fn deposit_apply, deposit_change, deposit_assess, deposit_refuse,
    deposit_grant, deposit_issue, deposit_begin, deposit_renew,
    deposit_lease_end, deposit_release, deposit_transfer, deposit_cancel,
    deposit_claim, deposit_objection, deposit_decide_claim, deposit_pay,
    deposit_repay, deposit_payment, deposit_waive, deposit_dispute,
    deposit_show, deposit_list;

extern const struct bf_method deposit_methods[]; /* methods.c */
extern const struct bf_record deposit_records[]; /* records.c */
extern const struct bf_report deposit_reports[]; /* report.c */

#endif
