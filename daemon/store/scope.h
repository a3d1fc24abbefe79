/*
 * scope -- which cases a list may show; made by access, applied here.
 *
 * A row is shown if `all`, or its case's responsible unit is one of `units`,
 * or its contact person is `user`, or an open task in the case belongs to one
 * of the units or the user; `reach` may leave the tasks or all but the tasks
 * out.  Zeroed it shows nothing.
 */
#ifndef STORE_SCOPE_H
#define STORE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

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
	enum scope_reach reach;
};

/*
 * The condition over a table `cases` that is called c, for the first three
 * parameters of a statement; scope_bind binds them: ?1 is 1 for all, else
 * 0, 2 or 3 by the reach.
 */
#define SCOPE_SQL                                                              \
	"(?1 = 1 OR (?1 IN (0, 2) AND"                                         \
	"  (c.unit IN (SELECT value FROM json_each(?2)) OR c.contact = ?3))"   \
	" OR ?1 IN (0, 3) AND EXISTS (SELECT 1 FROM task st WHERE st.case_id " \
	"= c.id"                                                               \
	"  AND st.done IS NULL AND (st.user = ?3"                              \
	"   OR st.unit IN (SELECT value FROM json_each(?2)))))"

void scope_bind(struct query *q, const struct scope *scope);

#endif
