/*
 * plugin_hide -- see plugin_hide.h.
 */
#include "engine/plugin_hide.h"

#include <stdint.h>

#include "engine/call.h"
#include "engine/state.h"
#include "store/grade.h"
#include "store/person.h"

static bool
has_address(const struct bf_record *d)
{
	const struct bf_record_column *col;

	for (col = d->columns; col->name != NULL; col++)
		if (col->class == BF_CLASS_ADDRESS)
			return true;
	return false;
}

static enum rc
grade_of(struct bf_call *c, const struct bf_record *d, int64_t owner,
    enum person_grade *out)
{
	struct person p;
	enum rc rc;

	if (d->owner == BF_OWNER_CASE)
		return grade_of_case(c->store, owner, out, &c->err);
	rc = person_load(c->store, owner, &p, &c->err);
	*out = rc == RC_OK ? p.grade : PERSON_STRICTLY_PROTECTED;
	return rc;
}

static void
hide(const struct bf_record *d, json_t *row)
{
	const struct bf_record_column *col;

	for (col = d->columns; col->name != NULL; col++)
		if (col->class == BF_CLASS_ADDRESS)
			json_object_del(json_object_get(row, "values"),
			    col->name);
}

enum rc
plugin_hide_addresses(struct bf_call *c, const struct bf_record *d, bool list,
    json_t *rows)
{
	enum person_grade grade;
	json_t *row;
	size_t i;
	enum rc rc;

	if (c->who->system || !has_address(d))
		return RC_OK;
	json_array_foreach(rows, i, row) {
		rc = grade_of(c, d,
		    json_integer_value(json_object_get(row, "owner")), &grade);
		if (rc != RC_OK)
			return rc;
		if (grade == PERSON_STRICTLY_PROTECTED ||
		    (grade == PERSON_PROTECTED && (list || call_leaves(c))))
			hide(d, row);
	}
	return RC_OK;
}
