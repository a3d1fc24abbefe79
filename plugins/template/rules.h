/*
 * rules -- what a promise must be: dates in order, not too far away.
 *
 * Pure: they take what they need and the table of struct bf_pure, so that a
 * table of cases tests them without a daemon.
 */
#ifndef TEMPLATE_RULES_H
#define TEMPLATE_RULES_H

#include <stdbool.h>

#include <boflyt/plugin.h>

/*
 * May a promise be made on TODAY for DAY, at most DAYS ahead?  NULL if it may,
 * else the stable name of what is wrong: "E_DATE_PAST", "E_DATE_FAR".
 */
const char *rules_check(const struct bf_pure *pure, struct bf_date today,
    struct bf_date day, int64_t days);

/* When to remind of a promise for DAY: the working day before, at 06:00. */
int64_t rules_remind(const struct bf_pure *pure, struct bf_date day);

#endif
