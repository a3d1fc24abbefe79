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
#define NR_SIZE 32 /* "2027/3" */

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

/* E_DEPOSIT_STATE unless G may go to TO; always. */
int guarantee_may(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to);
int guarantee_not(struct bf_call *call, const struct guarantee *g);

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

/*
 * What the end of a guarantee on DAY sets going; again when the day moves.  A
 * loan has no such end.
 */
int watch_end(struct bf_call *call, const struct guarantee *g,
    struct bf_date day, struct bf_date claim_last);
/* Nothing is thought of any more for G: of its promise, or once issued its end. */
int watch_stop(struct bf_call *call, const struct guarantee *g);

/*
 * Tell tenant and landlord that G ended on DAY, and how.  BEFORE is the number of
 * the version before it that goes on, or "".
 */
int tell_ended(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to, struct bf_date day, const char *before);

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

/* Add TEXT member MEMBER of FROM to the fields TO as NAME, if it has one. */
void field_text(json_t *to, const char *name, const json_t *from,
    const char *member);

/* Keep the words W as a document of the case, for the file and the archive. */
int keep_words(struct bf_call *call, int64_t case_id, const char *kind,
    const json_t *w, int64_t *id);

/* Send LETTER to one of them; what they need is added to it. */
int
tell_tenant(struct bf_call *call, const struct guarantee *g, json_t *letter);
int
tell_landlord(struct bf_call *call, const struct guarantee *g, json_t *letter);

/* ---- document.c */

/*
 * Write guarantee ID, which has its number, as a document, keep it in the case,
 * send it to tenant and landlord, and put its digest and number in the case with
 * the record.  PREVIOUS is the number of the version before, or NULL.
 */
int document_issue(struct bf_call *call, int64_t id, const char *previous);

/* ---- claim_tell.c */

int tell_claim(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, const struct claim_days *days);
int tell_answer(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, const char *outcome, int64_t approved,
    const char *why); /* WHY may be NULL */
int tell_payout(struct bf_call *call, const struct guarantee *g,
    const struct claim *c, struct bf_date day, int64_t recourse);

/* ---- chain.c */

/* Called with each version of a guarantee, the first one first. */
typedef int
chain_fn(struct bf_call *call, const struct guarantee *g, const void *arg);
int chain_each(struct bf_call *call, const struct guarantee *g, chain_fn *fn,
    const void *arg);

/* PAID øre were paid of G in all: of each of its versions. */
int chain_paid(struct bf_call *call, const struct guarantee *g, int64_t paid);

/* The versions of G that were renewed end on DAY too, in state TO. */
int chain_end(struct bf_call *call, const struct guarantee *g,
    enum deposit_state to, struct bf_date day);

/* E_RENEWED, with the version after it, if G was renewed. */
int chain_is_last(struct bf_call *call, const struct guarantee *g);

/* ---- terms.c */

/* The days given for a version; each that is missing is a wrong field. */
int terms_days(struct bf_call *call, const json_t *params, struct bf_date *from,
    struct bf_date *to);

/* E_DATE_ORDER, E_TERM_5Y … unless G may run from FROM to TO. */
int terms_check(struct bf_call *call, const struct guarantee *g,
    struct bf_date from, struct bf_date to);

/* How long after END claims may be reported: V says it, once it is issued. */
struct bf_date
terms_claim_day(struct bf_call *call, const json_t *v, struct bf_date end);

/* The terms of today, which the document prints and which hold from then on. */
void terms_set(struct bf_call *call, json_t *values, struct bf_date from,
    struct bf_date to);

/* ---- lease.c */

/*
 * Which lease of CASE_ID a guarantee of VALUES is for: the one that PARAMS give,
 * none if it is said to be outside the case, else the newest that has not ended.
 * Sets `lease` and `outside`.  E_FIELDS.
 */
int lease_choose(struct bf_call *call, int64_t case_id, const json_t *params,
    json_t *values);

/*
 * What G's lease says when it is issued: its dwelling into VALUES where G names
 * none, and its days into PARAMS where those are silent.
 */
int lease_terms(struct bf_call *call, const struct guarantee *g, json_t *params,
    json_t *values);

/* The last day that was agreed for lease ID has come. */
int remind_lease(struct bf_call *call, int64_t id);

/* The last day that G covers: the lease may end before its own. */
struct bf_date
guarantee_end(const struct bf_call *call, const struct guarantee *g);

/* ---- renew.c */

/*
 * G was never used: the version before it goes on, and NR is its number; "" if
 * there is none.
 */
int
renew_undone(struct bf_call *call, const struct guarantee *g, char nr[NR_SIZE]);

/* ---- missed.c */

/*
 * After money moved in plan ID of the columns VALUES: the next instalments that
 * are watched; and none any more.
 */
int watch_repayment(struct bf_call *call, int64_t case_id, int64_t id,
    const json_t *values);
int watch_repayment_stop(struct bf_call *call, int64_t case_id, int64_t id);

/* The reminder WHAT ("missed7", "missed21") of plan ID. */
int remind_missed(struct bf_call *call, const char *what, int64_t case_id,
    int64_t id);

/* ---- year.c */

/* The list of the year's end is thought of on its first working day. */
int watch_year(struct bf_call *call);
bf_happening_fn deposit_year;

/* ---- methods */

bf_method_fn deposit_apply, deposit_change, deposit_assess, deposit_refuse,
    deposit_grant, deposit_issue, deposit_begin, deposit_renew, deposit_lease,
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
