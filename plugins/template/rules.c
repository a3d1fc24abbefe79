/*
 * rules -- see rules.h.
 */
#include "rules.h"

#define REMIND_HOUR 6

const char *
rules_check(const struct bf_pure *pure, struct bf_date today,
    struct bf_date day, int64_t days)
{
	if (day.days < today.days)
		return "E_DATE_PAST";
	if (day.days > pure->add_days(today, days).days)
		return "E_DATE_FAR";
	return NULL;
}

int64_t
rules_remind(const struct bf_pure *pure, struct bf_date day)
{
	return pure->instant(pure->add_workdays(day, -1), REMIND_HOUR, 0);
}
