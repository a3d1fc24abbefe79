/*
 * period -- from what happened to a letter to the last day to complain.
 */
#ifndef ENGINE_PERIOD_H
#define ENGINE_PERIOD_H

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"

struct decision_party;
struct step;

/* When a letter posted on DAY is assumed to have arrived. */
enum rc period_assumed(const struct step *st, struct date day,
    struct date *arrived, struct err *e);

/*
 * Compute start, due and words of P out of its days, by the rule that decision
 * ROW keeps (of decision_get): old decisions keep their law.
 */
enum rc period_compute(const struct step *st, const json_t *row,
    struct decision_party *p, struct err *e);

#endif
