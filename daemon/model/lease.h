/*
 * lease -- what a lease that the municipality allocates must keep to.
 *
 * husleieloven §§ 9-2, 9-3 and 11-1 (law rows 33-36), D-131 and A-18.  Pure:
 * the lengths come from the dated rules.
 */
#ifndef MODEL_LEASE_H
#define MODEL_LEASE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/date.h"
#include "model/duration.h"

enum lease_ground {
	LEASE_FIXED, /* § 9-3: three years or more */
	LEASE_LOFT, /* § 9-3: loft or basement of the landlord's house */
	LEASE_DISADVANTAGED /* § 11-1: a dwelling for disadvantaged people */
};

struct lease {
	struct date from; /* first day; DATE_NONE: not said */
	struct date to; /* last day; DATE_NONE: without end */
	enum lease_ground ground;
	bool open_reason; /* a reason why it has no end was given */
	bool informed; /* § 11-1: told in writing what it is */
	bool stated; /* § 9-2: told that it cannot be terminated */
	bool special; /* § 11-1: særlige grunner were given */
	bool weighty; /* § 11-1: tungtveiende grunner were given */
	int earlier; /* short ones before, same dwelling and parties */
};

/* What is wrong or should be looked at; texts are static msgids. */
struct lease_finding {
	const char *name; /* "E_LEASE_SHORT"; "W_…": a warning */
	const char *field;
	const char *text;
};

#define LEASE_FINDINGS_MAX 6

/* "9-3" "9-3-loft" "11-1". */
bool lease_ground_parse(const char *s, enum lease_ground *out);
/* The dated rule that gives the least length: "HUSLL_9_3". */
const char *lease_rule(enum lease_ground ground);

/*
 * Check L; LEAST is its rule's length.  Gives the number of findings:
 *	E_LEASE_TERM	no first day, or no end and no reason for it (D-131)
 *	E_DATE_ORDER	ends before it begins
 *	E_LEASE_SHORT	shorter than LEAST (row 33), or under § 11-1 without
 *			særlige grunner (row 34)
 *	E_LEASE_AGAIN	another short one without tungtveiende grunner (row 34)
 *	W_LEASE_INFORM	nothing in writing on § 11-1: it will not hold (row 34)
 *	W_LEASE_STATE	not said that it cannot be terminated (row 35)
 */
size_t lease_check(const struct lease *l, struct duration least,
    struct lease_finding out[LEASE_FINDINGS_MAX]);

#endif
