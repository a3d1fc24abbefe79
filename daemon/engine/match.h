/*
 * match -- does another unit have to do with this person, and who may be told?
 *
 * A case (of an eviction, say) asks whether other units of the municipality
 * have an open case for the person.  Finding out is one thing, telling another:
 * the release rules a-e of domain §3.2 decide unit by unit (access/match.h), and
 * what no rule releases leaves no trace that the asker can see: the answer and
 * the tasks in the asking case are the same with and without a match.
 */
#ifndef ENGINE_MATCH_H
#define ENGINE_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"
#include "engine/report.h"
#include "model/date.h"

struct match_ask {
	int64_t case_id; /* the case that asks; the caller may write it */
	int64_t person; /* named by that case */
	const char *purpose; /* "eviction": names the [plugin eviction]
					 * section of the municipality too */
	struct date by; /* what it is about happens then; DATE_NONE:
					 * not known */
	bool reserved; /* the tenant reserved (husll § 9-11): no
					 * notice without consent */
	const char *danger; /* why life or health is in danger (fvl
					 * § 13 b no. 7), or NULL; sealed */
};

/*
 * Run the rules for ASK in the call's savepoint.  The core writes the alerts to
 * other units (a task in their own case), the task to ask for consent and the
 * task to ask the household, the rows that leaders count, and the history row
 * that names the rule of each release; asking again writes nothing twice.
 *
 * *OUT is a new object with what is released and no more:
 *   {"consent": bool,       a valid consent covers the purpose both ways
 *    "contacts": [{"unit", "unit_title", "coordinator", "coordinator_title",
 *                  "rule": "consent" | "plan_access"}]}
 * Without such a consent `contacts` is always empty.  RC_NOTFOUND: no such case
 * or person for the caller; RC_DENIED: the caller may not write the case;
 * RC_INVALID: the case does not name the person, or the purpose is unknown.
 */
enum rc
match_person(struct bf_call *c, const struct match_ask *ask, json_t **out);

/*
 * How many cases asked with PURPOSE in the year that P is, and had to do with
 * somebody whom another unit knew, whatever was released.
 *
 * A year begins on 1 January and ends on 31 December, or on the day as of which
 * it is asked for or later in the same year.  It counts what was recorded before
 * the month of that day began.  *N is rounded down to steps of five, and 1 is the
 * least, which no report shows as a number.  Who asks month by month sees
 * in which month every fifth came, and no more: of whom, only where a month had
 * one case.  -1: P is no such year.
 */
enum rc match_cases(struct bf_call *c, const char *purpose,
    const struct report_period *p, int64_t *n);

#endif
