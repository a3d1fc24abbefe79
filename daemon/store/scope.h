/*
 * scope -- which cases a list may show; made by access, applied here.
 *
 * A row is shown if `all`, or its case's responsible unit is one of `units`, or
 * its contact person is an absentee of its unit whom the user stands for, or an open task in the
 * case belongs to one of the units or users; `reach` may leave the tasks or all
 * but the tasks out.  Consents to one of the units open the cases of the unit
 * that they come from.  Cases of which the user is disqualified, or that name
 * the user's own person, a relative or a colleague, or a household of theirs,
 * are never shown except to `all`.  Zeroed it shows nothing.
 */
#ifndef STORE_SCOPE_H
#define STORE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

struct municipality;
struct query;

enum scope_reach {
	SCOPE_ANY,
	SCOPE_CASES, /* unit and contact person */
	SCOPE_TASKS /* open tasks */
};

struct scope {
	bool all;
	const char *const *units; /* borrowed */
	size_t n_units;
	const char *user; /* borrowed; NULL: none */
	const char *const *stands_for; /* absent users; borrowed */
	size_t n_stands_for;
	unsigned int roles; /* ROLE_BIT: whose tasks; 0: of any role */
	bool named_tasks; /* only tasks that name a role or the user */
	bool consents; /* cases that a consent opens, as well */
	const struct municipality *home; /* borrowed; NULL: no colleagues */
	enum scope_reach reach;
};

#define SCOPE_UNITS "(SELECT value FROM json_each(?2, '$.units'))"
#define SCOPE_USERS "(SELECT value FROM json_each(?2, '$.users'))"

/* An open task that counts for the scope; over a table `task` called T. */
#define SCOPE_TASK(t)                                                          \
	"(" t ".done IS NULL AND (" t ".user IN " SCOPE_USERS " OR " t         \
	".unit IN " SCOPE_UNITS " AND CASE WHEN " t ".role IS NULL"            \
	" THEN ?2 ->> '$.free' ELSE " t ".role IN"                             \
	" (SELECT value FROM json_each(?2, '$.roles')) END))"

/* Persons about whom user ?3 must not know, as far as ?2 does not say more. */
#define SCOPE_OWN "SELECT person_id FROM user_own WHERE user = ?3"
#define SCOPE_RELATIVES                                                        \
	"SELECT m.person_id FROM household_member h"                           \
	" JOIN household_member m ON m.household_id = h.household_id"          \
	" WHERE h.person_id IN (" SCOPE_OWN ") AND h.ended IS NULL"            \
	" AND m.ended IS NULL AND m.person_id IS NOT NULL"                     \
	" UNION ALL SELECT other_person FROM person_link"                      \
	" WHERE person_id IN (" SCOPE_OWN ") AND ended IS NULL"                \
	" AND other_person IS NOT NULL"                                        \
	" UNION ALL SELECT person_id FROM person_link"                         \
	" WHERE other_person IN (" SCOPE_OWN ") AND ended IS NULL"
#define SCOPE_BARRED                                                           \
	SCOPE_OWN " UNION ALL " SCOPE_RELATIVES                                \
		  " UNION ALL SELECT person_id FROM user_own WHERE user IN"    \
		  " (SELECT value FROM json_each(?2, '$.colleagues'))"         \
		  " AND user NOT IN (SELECT colleague FROM impartiality"       \
		  "  WHERE user = ?3 AND ended IS NULL"                        \
		  "  AND verdict = 'cleared')"                                 \
		  " UNION ALL SELECT person_id FROM impartiality"              \
		  " WHERE user = ?3 AND ended IS NULL"                         \
		  " AND verdict = 'disqualified' AND person_id IS NOT NULL"

/* Consents in force to one of the units; over a table `consent` called K. */
#define SCOPE_CONSENT(k)                                                       \
	k ".withdrawn IS NULL AND " k ".to_unit IN " SCOPE_UNITS " AND " k     \
	  ".given <= ?2 ->> '$.now' AND (" k ".valid_to IS NULL"               \
	  " OR " k ".valid_to >= ?2 ->> '$.today')"

/*
 * The condition over a table `cases` that is called c, for the first three
 * parameters of a statement; scope_bind binds them: ?1 is 1 for all, else
 * 0, 2 or 3 by the reach.
 */
#define SCOPE_SQL                                                              \
	"(?1 = 1 OR ((?1 IN (0, 2) AND"                                        \
	"  (c.unit IN " SCOPE_UNITS                                            \
	"   OR (c.contact, c.unit) IN (SELECT value ->> 0, value ->> 1"        \
	"    FROM json_each(?2, '$.stands'))"                                  \
	"   OR ?2 ->> '$.consents' AND c.id IN (SELECT p.case_id"              \
	"    FROM consent k JOIN case_person p ON p.person_id = k.person_id"   \
	"     AND p.ended IS NULL WHERE " SCOPE_CONSENT(                       \
	    "k") "    AND k.classes & 1)"                                      \
		 "    AND NOT EXISTS (SELECT 1 FROM case_person p"             \
		 "     WHERE p.case_id = c.id AND p.ended IS NULL AND NOT "    \
		 "EXISTS"                                                      \
		 "     (SELECT 1 FROM consent k WHERE k.person_id = "          \
		 "p.person_id"                                                 \
		 "      AND k.from_unit = c.unit AND k.classes & 1 "           \
		 "AND " SCOPE_CONSENT(                                         \
		     "k") ")))"                                                \
			  " OR ?1 IN (0, 3) AND EXISTS (SELECT 1 FROM task "   \
			  "st WHERE"                                           \
			  "  st.case_id = c.id AND " SCOPE_TASK(               \
			      "st") "))"                                       \
				    " AND c.id NOT IN (SELECT a.case_id FROM " \
				    "case_about a"                             \
				    "  WHERE a.person_id IN (" SCOPE_BARRED    \
				    ")"                                        \
				    "  UNION ALL SELECT case_id FROM "         \
				    "impartiality WHERE user = ?3"             \
				    "  AND ended IS NULL AND verdict = "       \
				    "'disqualified'"                           \
				    "  AND case_id IS NOT NULL)))"

void scope_bind(struct query *q, const struct scope *scope);

/* The same for a statement that does not ask for colleagues (store/tie). */
void scope_bind_one(struct query *q, const struct scope *scope);

#endif
