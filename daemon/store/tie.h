/*
 * tie -- what binds a user to a case or a person, and what bars the way.
 *
 * One statement answers everything that the gate has to ask about a case or a
 * person, so that what is unknown and what is forbidden take the same steps.
 */
#ifndef STORE_TIE_H
#define STORE_TIE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

struct scope;

/* Why a user must not handle it (fvl § 6); the first that holds. */
enum bar {
	BAR_NONE,
	BAR_OWN, /* it is about the user */
	BAR_RELATIVE, /* of the same household, or linked as guardian or
			 * representative */
	BAR_COLLEAGUE, /* about one who shares a unit with the user */
	BAR_DECLARED /* a row of disqualification says so */
};

struct tie {
	bool task; /* an open task that counts for the scope */
	enum bar bar;
	/*
	 * Classes (1u << class) that consents in force open to the scope's
	 * units, all persons agreeing; `from` only those that come from the
	 * unit asked about.
	 */
	unsigned int consented, from;
	int64_t consent; /* one of them; 0: none */
};

/*
 * What binds SCOPE's user to case ID (0: unknown) of UNIT ("" if unknown).
 * SCOPE is one that gate made; its reach does not count here.
 */
enum rc tie_case(struct store *s, const struct scope *scope, int64_t id,
    const char *unit, struct tie *out, struct err *e);

/* The same for person ID; there is no task, and UNIT registered them. */
enum rc tie_person(struct store *s, const struct scope *scope, int64_t id,
    const char *unit, struct tie *out, struct err *e);

/* Does a bar of any kind keep USER of SCOPE's home from case ID? */
enum rc tie_bar(struct store *s, const struct scope *scope, int64_t id,
    enum bar *out, struct err *e);

/* "own", "relative", "colleague", "declared"; "" for none. */
const char *bar_name(enum bar bar);

#endif
