/*
 * test_holds -- what must hold of guarantees, claims and repayments at any time
 * (domain §3.3), and the rows that a host in memory has of them.
 */
#ifndef DEPOSIT_TEST_HOLDS_H
#define DEPOSIT_TEST_HOLDS_H

#include "../../tests/plugin/drawn.h"
#include "rules.h"

struct fixture {
	struct drawn d; /* first: see drawn_setup */
	json_t *was; /* owned: guarantee's id → columns before the call */
	int claims; /* numbers given so far */
};

/* The columns of ROW, borrowed; one of them: 0, "" or BF_NO_DATE if empty. */
const json_t *values(const json_t *row);
json_int_t num(const json_t *v, const char *name);
const char *text(const json_t *v, const char *name);
struct bf_date day_of(const json_t *v, const char *name);

/* The row of KIND with ID, borrowed; NULL if there is none. */
const json_t *row_of(const struct fixture *f, const char *kind, json_int_t id);

/* The day DAYS from today, as it stands in a parameter (new). */
json_t *in_days(const struct fixture *f, int64_t days);

/* S-05 up to a plan of 36 instalments, made as it should be. */
void make_whole(struct fixture *f);

/*
 * Of a course, whose own is a struct fixture: how the guarantees stand before a
 * call; the rule that does not hold, NULL if all do.
 */
void remember(void *own);
const char *broken(const void *own);

/* ---- test_versions.c: what one course after another comes to */

void what_was_renewed_takes_its_own_claims_and_gives_no_new_money(void **state);
void what_was_renewed_is_counted_once(void **state);
void what_is_paid_beyond_the_debt_and_back_is_counted_apart(void **state);
void what_is_paid_back_is_not_about_to_be_barred(void **state);
void the_version_before_one_that_is_cancelled_goes_on(void **state);
void one_lease_ends_for_all_its_versions(void **state);

#endif
