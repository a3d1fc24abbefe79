/*
 * report -- what the two reports about guarantees have in common: exposure, the
 * sum of what is left on a day of all that is issued and not ended.
 */
#ifndef DEPOSIT_REPORT_H
#define DEPOSIT_REPORT_H

#include "deposit.h"

struct exposure;

/* NULL: no memory. */
struct exposure *exposure_new(void);
void exposure_free(struct exposure *x);

/* One guarantee, in order of id; then the values of one claim. */
void exposure_guarantee(struct exposure *x, const struct bf_fold *f,
    const json_t *record);
void
exposure_claim(struct exposure *x, const struct bf_fold *f, const json_t *v);

/* What the list of the year's end is made of, for its bf_report. */
void *exposure_begin(const struct bf_fold *f);
void
exposure_row(const struct bf_fold *f, const char *kind, const json_t *record);
json_t *exposure_end(const struct bf_fold *f);
void exposure_finish(void *state);
extern const struct bf_cell_column exposure_columns[];

/* {n, amount, paid, remaining}, øre; new. */
json_t *exposure_sum(const struct exposure *x);

#endif
