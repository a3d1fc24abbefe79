/*
 * scope -- which cases a list may show; made by access, applied here.
 *
 * A row is shown if `all`, or its case's responsible unit is one of `units`,
 * or its contact person is `user`, or an open task in the case belongs to one
 * of the units or the user.  With `tasks_only` only the tasks count.  Zeroed it
 * shows nothing.
 */
#ifndef STORE_SCOPE_H
#define STORE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

struct query;

struct scope {
	bool all;
	const char *const *units;	/* borrowed */
	size_t n_units;
	const char *user;		/* borrowed; NULL: none */
	bool tasks_only;
};

/*
 * The condition over a table `cases` that is called c, for the first three
 * parameters of a statement; scope_bind binds them: ?1 is 1 for all, 0 for
 * units and user, 2 for their tasks only.
 */
#define SCOPE_SQL \
	"(?1 = 1 OR (?1 = 0 AND (c.unit IN (SELECT value FROM json_each(?2))" \
	" OR c.contact = ?3))" \
	" OR EXISTS (SELECT 1 FROM task st WHERE st.case_id = c.id" \
	"  AND st.done IS NULL AND (st.user = ?3" \
	"   OR st.unit IN (SELECT value FROM json_each(?2)))))"

void	scope_bind(struct query *q, const struct scope *scope);

#endif
