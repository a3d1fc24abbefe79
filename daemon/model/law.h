/*
 * law -- the dated rules of etc/law.ini; model/law_basis has the bases.
 *
 * A rule has versions; which one counts is decided by the date of the event
 * that starts the period.  The table is checked as a whole when it is read and
 * never changes afterwards.
 */
#ifndef MODEL_LAW_H
#define MODEL_LAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/lines.h"
#include "model/date.h"
#include "model/duration.h"

enum law_kind {
	LAW_LEGAL, /* a last day to act */
	LAW_WAITING, /* must have gone by; then something is allowed */
	LAW_TERM, /* a period whose first day counts: ends the day
			 * before */
	LAW_GOAL, /* the municipality's own; may be paused */
	LAW_AMOUNT, /* no period: what something costs in a year */
	LAW_ACCESS /* no period: on which something may be known */
};

enum law_roll {
	LAW_ROLL_NONE,
	LAW_ROLL_WORKING_DAY, /* domstolloven § 149 */
	LAW_ROLL_DUE_DAY, /* husleieloven § 3-2; the same days today */
	LAW_ROLL_MONTH_END /* husleieloven § 9-6: to the month's end */
};

struct law_rule {
	char *id; /* "FVL_29" */
	char *version; /* "2017-01-01"; what a deadline row stores */
	struct date from; /* first start date that it counts for */
	struct date to; /* last one; DATE_NONE: still in force */
	struct duration length; /* none for LAW_AMOUNT */
	int64_t amount; /* øre, LAW_AMOUNT alone */
	enum law_kind kind;
	enum law_roll roll;
	bool verified; /* false: text not read in the source */
	char *source; /* "forvaltningsloven § 29" */
	char *complaint_body; /* who hears the complaint; "" if none */
	char *text_nb, *text_nn; /* the rule in a line */
	char *start_nb, *start_nn; /* what starts it */
	int line; /* of its section's first key */
};

struct ini_text;
struct law;

/*
 * Read a whole file into a new table and check it: sections "rule ID@VERSION"
 * and "basis ID@VERSION", no unknown or repeated key, nothing missing, no two versions of a rule in
 * force at once and no gap between them.  Every mistake is added to MISTAKES
 * as "file:line: what is wrong"; RC_CONFIG and *OUT NULL if there was one.
 */
enum rc law_load(const char *path, struct lines *mistakes, struct law **out,
    struct err *e);

/* The same out of a text in memory. */
enum rc law_load_text(const struct ini_text *text, struct lines *mistakes,
    struct law **out, struct err *e);

void law_free(struct law *law);

/*
 * The version of rule ID in force on DATE, the day of the start event.  The
 * rule is borrowed until law_free.  RC_NOTFOUND names the nearest id, or says
 * from when the rule counts.
 */
enum rc law_find(const struct law *law, const char *id, struct date date,
    const struct law_rule **out, struct err *e);

/* The amount ID on DATE, in øre; RC_NOTFOUND as above, or if it is a period. */
enum rc law_amount(const struct law *law, const char *id, struct date date,
    int64_t *ore, struct err *e);

/* That very version of rule ID, whenever it counted; NULL if there is none. */
const struct law_rule *
law_version(const struct law *law, const char *id, const char *version);

/* Is there any version of rule ID? */
bool law_has(const struct law *law, const char *id);

/* The rules in order of id and from; NULL after the last.  Borrowed. */
const struct law_rule *law_at(const struct law *law, size_t i);

/* "none", "working_day", "due_day", "month_end". */
const char *law_roll_code(enum law_roll roll);

#endif
