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
	int64_t claimed; /* øre, all parts */
};

/* The days of a claim that people are told. */
struct claim_days {
	struct bf_date received, hearing_until, answer_by;
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

/* E_DEPOSIT_STATE if G is a loan or grant. */
int need_guarantee(struct bf_call *call, const struct guarantee *g);

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

/* Tell tenant and landlord that G ended on DAY, and how. */
int tell_ended(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to, struct bf_date day);

/* ---- write.c */

/* A day and an amount as fields of a letter (new). */
json_t *field_day(const struct bf_call *call, struct bf_date day);
json_t *field_money(int64_t ore);

#define TO_TENANT 0x1u
#define TO_LANDLORD 0x2u

/*
 * Write TEMPLATE ("deposit.ends") with FIELDS (taken over) to WHOM about G; the
 * number and whether a landlord reads it are added.  W_NO_ADDRESS and a task:
 * nobody knows where the landlord is, and the letter lies in the case.
 */
int write_to(struct bf_call *call, const struct guarantee *g,
    const char *template, unsigned int whom, json_t *fields);

/*
 * Add the name of G's tenant to FIELDS.  *OPEN (may be NULL): the address is
 * not protected.
 */
int add_tenant(struct bf_call *call, const struct guarantee *g, json_t *fields,
    bool *open);

/*
 * Write the guarantee of the columns V as a document, keep it in the case and
 * send it to tenant and landlord; PREVIOUS is the number of the version before,
 * or NULL.  FROZEN gets the columns `digest` and `document`.
 */
int write_document(struct bf_call *call, const struct guarantee *g,
    const json_t *v, const char *previous, json_t *frozen);

/* ---- claim_tell.c */

int tell_claim(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, const struct claim_days *days);
int tell_answer(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, const char *outcome, int64_t approved,
    const char *why); /* WHY may be NULL */
int tell_payout(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, struct bf_date day, int64_t recourse);

/* ---- chain.c */

/* The version after guarantee ID of CASE_ID; *NEXT is 0 if there is none. */
int
chain_next(struct bf_call *call, int64_t case_id, int64_t id, int64_t *next);

/* PAID øre were paid of G in all: so they were of its other versions. */
int chain_paid(struct bf_call *call, const struct guarantee *g, int64_t paid);

/* ---- repay.c */

/* After money moved: the next instalment that is watched. */
int watch_repayment(struct bf_call *call, int64_t case_id, int64_t id,
    const json_t *values);

/* ---- report_exposure.c: what a bf_report is made of */

void *exposure_begin(const struct bf_fold *f);
void
exposure_row(const struct bf_fold *f, const char *kind, const json_t *record);
json_t *exposure_end(const struct bf_fold *f);
void exposure_finish(void *state);
extern const struct bf_cell_column exposure_columns[];

/* Is the guarantee of the columns V issued and not ended on F's last day? */
bool exposure_is_open(const struct bf_fold *f, const json_t *v);

/* ---- year.c */

/* The list of the year's end is thought of on its first working day. */
int watch_year(struct bf_call *call);
bf_happening_fn deposit_year;

/* ---- methods */

bf_method_fn deposit_apply, deposit_change, deposit_assess, deposit_refuse,
    deposit_grant, deposit_issue, deposit_begin, deposit_renew,
    deposit_lease_end, deposit_release, deposit_transfer, deposit_cancel,
    deposit_claim, deposit_objection, deposit_decide_claim, deposit_pay,
    deposit_repay, deposit_payment, deposit_waive, deposit_dispute,
    deposit_landlord, deposit_time_bar, deposit_show, deposit_list;

extern const struct bf_method deposit_methods[]; /* methods.c */
/* What is shown of one, and what its codes are called. */
extern const struct bf_column deposit_show_columns[];
extern const struct bf_word deposit_words[];
extern const struct bf_record deposit_records[]; /* records.c */
extern const struct bf_report deposit_reports[]; /* report.c */
extern const struct bf_letter deposit_letters[]; /* letters.c */

#endif
